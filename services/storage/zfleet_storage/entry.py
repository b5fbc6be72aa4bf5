# SPDX-License-Identifier: Apache-2.0
"""What a guest's directory entry says about its disks, and which device numbers it has given away.

Read with Image_Query_DM, a function of the guest's group: the one call of the storage group that shows where minidisks
lie (Image_Volume_Space_Query_DM) would list those of every user on the system and leave out V-DISKs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from zfleet_smapi.calls import ImageQueryDM
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_storage.sizes import DiskKind, kind_of

TEXT_COLUMNS = 72  # the last eight columns of an 80-column record are a sequence field
NO_SUCH_USER = (400, 4)
NIC_DEVICES = 3  # a NICDEF without DEVICES takes three device numbers


@dataclass(frozen=True, slots=True)
class Minidisk:
    """An MDISK statement. `size` is in cylinders or blocks, 0 when the statement does not say (END, DEVNO)."""

    device_number: str
    device_type: str
    kind: DiskKind
    size: int
    volume: str = ""
    start: int = 0
    mode: str = ""
    virtual_disk: bool = False

    @property
    def size_bytes(self) -> int:
        """As Linux sees it."""
        return self.kind.bytes(self.size)


@dataclass(frozen=True, slots=True)
class Entry:
    """The disks of a directory entry by device number, and every device number that it uses."""

    minidisks: Mapping[str, Minidisk]
    taken: frozenset[int]


async def read_entry(smapi: SmapiClient, user_id: str) -> Entry | None:
    """The entry of a user, None when the directory has no such user. SmapiError when it cannot be read."""
    try:
        reply = await smapi.call(ImageQueryDM(target=user_id))
    except SmapiError as error:
        if (error.return_code, error.reason_code) == NO_SUCH_USER:
            return None
        raise
    return entry_of(reply.image_record_array)


def entry_of(records: Iterable[str]) -> Entry:
    """The entry from its records. Statements that are about no device are passed over."""
    minidisks: dict[str, Minidisk] = {}
    taken: set[int] = set()
    for words in statements(records):
        try:
            found = _minidisk(words)
            if found is not None:
                minidisks[found.device_number] = found
            taken.update(_device_numbers(words))
        except (ValueError, IndexError):
            continue  # a site's own statement: no disk of ours to see in it
    return Entry(dict(sorted(minidisks.items())), frozenset(taken))


def statements(records: Iterable[str]) -> Iterator[list[str]]:
    """The statements as words in upper case; a comma at the end of a record continues it on the next one."""
    text = ""
    for record in records:
        line = record[:TEXT_COLUMNS].strip()
        if line.startswith("*"):
            continue
        text += line
        if text.endswith(","):
            text = text[:-1].rstrip() + " "
            continue
        if text:
            yield text.upper().split()
        text = ""
    if text.strip():
        yield text.upper().split()


def _minidisk(words: list[str]) -> Minidisk | None:
    if words[0] not in ("MDISK", "MD"):
        return None
    number = f"{int(words[1], 16):04X}"
    device_type, start = words[2], words[3]
    kind = kind_of(device_type)
    if start in ("V-DISK", "T-DISK"):
        mode = words[5] if len(words) > 5 else ""
        return Minidisk(number, device_type, kind, int(words[4]), mode=mode, virtual_disk=start == "V-DISK")
    if start == "DEVNO":
        return Minidisk(number, device_type, kind, 0, mode=words[5] if len(words) > 5 else "")
    return Minidisk(
        number,
        device_type,
        kind,
        0 if words[4] == "END" else int(words[4]),
        volume=words[5],
        start=int(start),
        mode=words[6] if len(words) > 6 else "",
    )


def _device_numbers(words: list[str]) -> Iterable[int]:
    keyword = words[0]
    if keyword in ("MDISK", "MD", "DEDICATE", "SPOOL", "CONSOLE", "SPECIAL"):
        return (int(words[1], 16),)
    if keyword == "LINK":  # LINK owner its-number [our-number] [mode]
        ours = words[3] if len(words) > 3 and _is_device_number(words[3]) else words[2]
        return (int(ours, 16),)
    if keyword == "NICDEF":
        count = NIC_DEVICES
        for word, operand in pairwise(words[2:]):
            if word in ("DEVICES", "DEV"):
                count = int(operand)
        first = int(words[1], 16)
        return range(first, first + count)
    return ()


def _is_device_number(word: str) -> bool:
    # Link modes (R, RR, W, M, MR, ...) have letters beyond F, so they are never taken for a number.
    return len(word) <= 4 and all(letter in "0123456789ABCDEF" for letter in word)
