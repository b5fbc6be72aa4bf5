# SPDX-License-Identifier: Apache-2.0
"""MAC addresses of NICs: the host's prefix in front, the last three bytes (the MACID of a NICDEF statement) ours.

CP puts the prefix of its VMLAN statement (USERPREFIX, or MACPREFIX without one) before every MACID, whatever a client
asked for. So two addresses that end alike are one address here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

TWELVE_DIGITS = re.compile(r"[0-9A-Fa-f]{12}")
SIX_PAIRS = re.compile(r"[0-9A-Fa-f]{2}(?:([:-]))[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4}")
THREE_PAIRS = re.compile(r"[0-9A-Fa-f]{2}(?:([:-]))[0-9A-Fa-f]{2}\1[0-9A-Fa-f]{2}")
LARGEST_ID = 0xFFFFFF  # 000000 is no MACID: CP takes 000001 to FFFFFF
GROUP_BIT = 0x01  # of the first byte: a multicast address


def mac_id_of(text: str) -> str:
    """The last six hex digits, in upper case, of a unicast address written as six pairs with colons or dashes."""
    if not SIX_PAIRS.fullmatch(text):
        raise ValueError("must be six pairs of hex digits with colons or dashes between them")
    digits = text.replace(":", "").replace("-", "").upper()
    if int(digits[:2], 16) & GROUP_BIT:
        raise ValueError("must be a unicast address: the first byte's lowest bit is on")
    if digits[6:] == "000000":
        raise ValueError("must not end in 00:00:00")
    return digits[6:]


def prefix_of(text: str) -> str:
    """A host's prefix in canonical spelling: three pairs in lower case with colons."""
    if not THREE_PAIRS.fullmatch(text):
        raise ValueError("must be three pairs of hex digits with colons or dashes between them")
    if int(text[:2], 16) & GROUP_BIT:
        raise ValueError("must be the start of a unicast address: the first byte's lowest bit is on")
    return text.replace("-", ":").lower()


def mac_address_of(prefix: str, mac_id: str) -> str:
    """The whole address, six pairs in lower case with colons; "" without a MACID (CP chooses at logon)."""
    if not mac_id:
        return ""
    return f"{prefix}:{mac_id[0:2]}:{mac_id[2:4]}:{mac_id[4:6]}".lower()


def canonical(text: str) -> str:
    """What z/VM reports (02-00-00-12-34-56, or only the digits) in our spelling; anything that is no MAC address as it
    is."""
    if TWELVE_DIGITS.fullmatch(text):
        return ":".join(text[at : at + 2] for at in range(0, 12, 2)).lower()
    return text.replace("-", ":").lower() if SIX_PAIRS.fullmatch(text) else text


def digits_of(text: str) -> str:
    """The hex digits of an address or a prefix in upper case."""
    return text.replace("-", "").replace(":", "").upper()


def free_mac_id(taken: Container[str], candidates: int, random_below: Callable[[int], int]) -> str:
    """A MACID that is not taken, chosen at random: a number that was just given back is not the next to be given out.

    `random_below(n)` gives a number from 0 to n - 1. ValueError when none of `candidates` tries was free.
    """
    for _ in range(candidates):
        mac_id = f"{random_below(LARGEST_ID) + 1:06X}"
        if mac_id not in taken:
            return mac_id
    raise ValueError(f"no free MAC address found in {candidates} tries")
