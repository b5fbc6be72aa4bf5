# SPDX-License-Identifier: Apache-2.0
"""z/VM's own kinds of value, checked: each function takes text and gives the one form that is used from there on.

They all raise ValueError with a text that says what is allowed. None of them lets a blank, a quote, a null or a control
character through unless its documentation says so: a value can never become a second directory statement or one more
operand of a CP command.
"""

from __future__ import annotations

import re
from typing import Final

_USER_ID = re.compile(r"[A-Z0-9@#$_+\-:]{1,8}")
_DEVICE_NUMBER = re.compile(r"[0-9A-F]{1,4}")
_NAME = re.compile(r"[A-Z0-9@#$_]{1,8}")
_VOLUME_LABEL = re.compile(r"[A-Z0-9@#$_+\-:]{1,6}")
_MAC_PLAIN = re.compile(r"[0-9A-F]{12}")
_MAC_PAIRS = re.compile(r"[0-9A-F]{2}([:-])[0-9A-F]{2}(?:\1[0-9A-F]{2}){4}")
_MEMORY = re.compile(r"([0-9]{1,8})\s*(K|M|G|T)I?B?", re.IGNORECASE)
_WORD = re.compile(r"[\x21\x23-\x26\x28-\x7e]+")  # printable ASCII without blank, " and '
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_CMS_NAME = re.compile(r"[A-Z0-9@#$_+\-:]{1,8}")
_HEX_16 = re.compile(r"[0-9A-F]{16}")

DIRECTORY_LINE_LENGTH: Final = 72
"""Columns of a directory statement that count."""


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _named(text: str, pattern: re.Pattern[str], what: str, rule: str) -> str:
    upper = text.upper() if text.isascii() else text
    if not pattern.fullmatch(upper):
        raise ValueError(f"{_shown(text)} is not a {what}: {rule}")
    return upper


def user_id(text: str) -> str:
    """A virtual machine's name, folded to upper case: 1-8 letters, digits and @#$_+-: (never all of it a blank)."""
    return _named(text, _USER_ID, "user id", "1-8 letters, digits or @#$_+-:")


def device_number(text: str) -> str:
    """A virtual or real device number, as four upper-case hexadecimal digits: "100" gives "0100"."""
    return _named(text, _DEVICE_NUMBER, "device number", "1-4 hexadecimal digits").zfill(4)


def switch_name(text: str) -> str:
    """A virtual switch, in upper case: 1-8 letters, digits and @#$_."""
    return _named(text, _NAME, "switch name", "1-8 letters, digits or @#$_")


def pool_name(text: str) -> str:
    """A group of disk space in the directory manager's EXTENT CONTROL, in upper case: 1-8 letters, digits and @#$_."""
    return _named(text, _NAME, "disk pool", "1-8 letters, digits or @#$_")


def profile_name(text: str) -> str:
    """A directory profile or prototype, in upper case; the rules are those of a user id."""
    return _named(text, _USER_ID, "profile name", "1-8 letters, digits or @#$_+-:")


def volume_label(text: str) -> str:
    """The label of a DASD volume, in upper case: 1-6 letters, digits and @#$_+-:."""
    return _named(text, _VOLUME_LABEL, "volume label", "1-6 letters, digits or @#$_+-:")


def cms_name(text: str) -> str:
    """A CMS file name or file type, in upper case: 1-8 letters, digits and @#$_+-:."""
    return _named(text, _CMS_NAME, "CMS file name or type", "1-8 letters, digits or @#$_+-:")


file_name = cms_name
file_type = cms_name


def spool_class(text: str) -> str:
    """The class of a spool file: one letter or digit, in upper case."""
    return _named(text, re.compile("[A-Z0-9]"), "spool class", "one letter or digit")


def mac_address(text: str) -> str:
    """A unicast MAC address as 02-00-00-12-34-56; taken with hyphens, with colons or as 12 digits.

    A multicast address (odd first byte) and the address of zeros are refused: no adapter can have them.
    """
    upper = text.upper() if text.isascii() else text
    if _MAC_PAIRS.fullmatch(upper):
        upper = re.sub("[:-]", "", upper)
    if not _MAC_PLAIN.fullmatch(upper):
        raise ValueError(f"{_shown(text)} is not a MAC address: six pairs of hexadecimal digits")
    if int(upper[:2], 16) & 1 or upper == "0" * 12:
        raise ValueError(f"{_shown(text)} is not the MAC address of an adapter: multicast or all zeros")
    return "-".join(upper[at : at + 2] for at in range(0, 12, 2))


def mac_id(text: str) -> str:
    """The last six digits of a MAC address, in upper case; z/VM puts the system's prefix in front."""
    return _named(text, re.compile("[0-9A-F]{6}"), "MAC id", "6 hexadecimal digits")


def memory_size(text: str) -> int:
    """Memory in MiB from "512M", "2G", "1T" or "2048K" (also with iB or B behind the letter).

    A number without a unit is refused: what it meant would be a guess. Less than 1 MiB, a part of a MiB, and more than
    z/VM's 4 TiB are refused too.
    """
    match = _MEMORY.fullmatch(text.strip()) if text.isascii() else None
    if match is None:
        raise ValueError(f"{_shown(text)} is not a memory size: a number and K, M, G or T")
    kib = int(match[1]) * {"K": 1, "M": 1024, "G": 1024**2, "T": 1024**3}[match[2].upper()]
    if kib % 1024 or not 0 < kib // 1024 <= 4 * 1024**2:
        raise ValueError(f"{_shown(text)} is not a memory size: whole MiB from 1M to 4T")
    return kib // 1024


def cylinders(text: str | int) -> int:
    """A size in cylinders of a 3390: 1 to 262668 (the largest volume)."""
    return _number(text, "number of cylinders", 1, 262668)


def blocks(text: str | int) -> int:
    """A size in 512-byte blocks of an FBA disk: 1 to 2147483640, SMAPI's limit."""
    return _number(text, "number of blocks", 1, 2147483640)


def vlan_id(text: str | int) -> int:
    """A VLAN number, 1 to 4094."""
    return _number(text, "VLAN id", 1, 4094)


def port_number(text: str | int) -> int:
    """A TCP port, 1 to 65535."""
    return _number(text, "port number", 1, 65535)


def cpu_address(text: str) -> str:
    """A virtual CPU address, as two upper-case hexadecimal digits, 00 to 3F."""
    address = _named(text, re.compile("[0-9A-F]{1,2}"), "CPU address", "1-2 hexadecimal digits").zfill(2)
    if int(address, 16) > 0x3F:
        raise ValueError(f"{_shown(text)} is not a CPU address: 00 to 3F")
    return address


def wwpn(text: str) -> str:
    """A Fibre Channel port name, as 16 lower-case hexadecimal digits; 0x in front is taken off."""
    bare = text[2:] if text[:2] in ("0x", "0X") else text
    return _named(bare, _HEX_16, "WWPN", "16 hexadecimal digits").lower()


def lun(text: str) -> str:
    """A logical unit number, as 16 lower-case hexadecimal digits; 0x in front is taken off."""
    bare = text[2:] if text[:2] in ("0x", "0X") else text
    return _named(bare, _HEX_16, "LUN", "16 hexadecimal digits").lower()


def _number(text: str | int, what: str, low: int, high: int) -> int:
    if isinstance(text, str):
        if not re.fullmatch(r"[0-9]{1,12}", text):
            raise ValueError(f"{_shown(text)} is not a {what}: decimal digits")
        text = int(text)
    if not low <= text <= high:
        raise ValueError(f"{text} is not a {what}: {low} to {high}")
    return text


def directory_word(text: str, limit: int = DIRECTORY_LINE_LENGTH) -> str:
    """One operand of a directory statement or CP command: printable ASCII, no blank, no quote, 1 to `limit` bytes.

    The case is kept.
    """
    if not _WORD.fullmatch(text) or len(text) > limit:
        raise ValueError(f"{_shown(text)} is not one word: 1-{limit} printable characters without blank or quote")
    return text


def printable_line(text: str, limit: int = DIRECTORY_LINE_LENGTH) -> str:
    """One line of printable ASCII, blanks allowed, at most `limit` bytes: no new line can hide in it."""
    if not _PRINTABLE.fullmatch(text) or len(text) > limit:
        raise ValueError(f"{_shown(text)} is not one line: at most {limit} printable characters")
    return text


def password(text: str) -> str:
    """A logon password or phrase word: 1-8 printable characters without blank or quote. Never shown in the error."""
    if not _WORD.fullmatch(text) or len(text) > 8:
        raise ValueError("not a password: 1-8 printable characters without blank or quote")
    return text
