# SPDX-License-Identifier: Apache-2.0
"""NICDEF statements of a directory entry, read from its records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

RECORD_TEXT = 72  # columns; sequence numbers stand behind
SYSTEM = "SYSTEM"
HEX = re.compile(r"[0-9A-F]{1,4}")
MAC_ID = re.compile(r"[0-9A-F]{6}")
END_OF_ENTRY = "*DVHOPT"  # the directory manager's own notes follow


@dataclass(frozen=True, slots=True, kw_only=True)
class NicDefinition:
    """What an entry says of one NIC; "" and 0 are "nothing"."""

    device_number: str
    virtual_switch: str = ""
    mac_id: str = ""
    vlan_id: int = 0


def definitions_of(records: Iterable[str]) -> dict[str, NicDefinition]:
    """The NICs of an entry by first device number. Several statements for one number describe one NIC together."""
    found: dict[str, NicDefinition] = {}
    for words in _statements(records):
        if words[0] != "NICDEF" or len(words) < 2 or not HEX.fullmatch(words[1]):
            continue
        number = words[1].zfill(4)
        found[number] = _with_operands(found.get(number, NicDefinition(device_number=number)), words[2:])
    return dict(sorted(found.items()))


def _with_operands(known: NicDefinition, words: list[str]) -> NicDefinition:
    for at, word in enumerate(words):
        behind = words[at + 1 : at + 3]
        if word == "LAN" and len(behind) == 2:
            known = replace(known, virtual_switch=behind[1] if behind[0] == SYSTEM else "")
        elif word == "MACID" and behind and MAC_ID.fullmatch(behind[0]):
            known = replace(known, mac_id=behind[0])
        elif word == "VLAN" and behind and behind[0].isdecimal():
            known = replace(known, vlan_id=int(behind[0]))
    return known


def _statements(records: Iterable[str]) -> Iterator[list[str]]:
    """The words of each statement in upper case; one that ends in a comma goes on with the next record."""
    words: list[str] = []
    for record in records:
        text = record[:RECORD_TEXT].strip().upper()
        if text.startswith(END_OF_ENTRY):
            break
        if not text or text.startswith("*"):
            continue
        words += text.removesuffix(",").split()
        if words and not text.endswith(","):
            yield words
            words = []
    if words:
        yield words
