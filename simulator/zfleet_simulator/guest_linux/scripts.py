# SPDX-License-Identifier: Apache-2.0
"""What a script in a guest's reader tells its Linux to do, as far as the simulated Linux acts on it.

No script is ever run here. A script that means something says what in comments of one line each, which the shell of a
real guest passes over:

    #!/bin/bash
    # zfleet: configure-nic device=1000 address=192.168.10.11/24 gateway=192.168.10.1 mtu=1500
    # zfleet: set-hostname name=web1

The line is ``# zfleet:`` at its start, a verb, and key=value words that are quoted as for a shell (shlex). Device
numbers are hexadecimal. A key that a verb does not know is passed over; so is an empty value. The verbs:

    authorize      user=USERID                      who may command this Linux from now on
    set-hostname   name=HOST
    configure-nic  device=VDEV [address=IP/PREFIX] [gateway=IP] [mac=MAC] [mtu=N] [dns=IP,IP]
                   no address or address=dhcp: asks by DHCP; address=none: up without an address
    remove-nic     device=VDEV
    mount-disk     device=VDEV [mount_point=PATH] [file_system=ext4]                no mount point: swap space
    unmount-disk   device=VDEV
    attach-volume  fcp=VDEV,VDEV wwpn=WWPN,WWPN lun=LUN [mount_point=PATH] [multipath=yes]
    detach-volume  fcp=VDEV,VDEV wwpn=WWPN,WWPN lun=LUN [mount_point=PATH] [multipath=yes]
    grow-root
    online-disk    device=VDEV                                                       only brought online
    result         file=PATH token=WORD     when all else is done, PATH holds one line: the token, a blank, the exit
                                            code of the script (0, or that of what failed), which `cat PATH` answers

A file may be such a script itself, or a tar archive (by gzip or not compressed) of which each member is looked at.
Lines count in the order in which they come.
"""

from __future__ import annotations

import io
import shlex
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

HEADER = "# zfleet:"
_MARK = HEADER.encode()
_LONGEST_SCRIPT = 1 << 20
_LONGEST_ARCHIVE = 16 << 20
_MOST_MEMBERS = 256


@dataclass(frozen=True)
class Order:
    """One thing to do: a verb and its operands."""

    verb: str
    operands: Mapping[str, str]

    def __str__(self) -> str:
        """The line that it came from, without its mark."""
        return " ".join((self.verb, *(f"{key}={value}" for key, value in self.operands.items())))

    def __getitem__(self, key: str) -> str:
        """An operand. ValueError that names the one that is missing."""
        value = self.operands.get(key, "")
        if not value:
            raise ValueError(f"{self.verb}: {key} is missing")
        return value

    def get(self, key: str) -> str:
        """An operand, or an empty text."""
        return self.operands.get(key, "")

    def list(self, key: str) -> tuple[str, ...]:
        """The parts of an operand between its commas."""
        return tuple(part for part in self[key].split(",") if part)

    def device(self, key: str = "device") -> int:
        """A device number. ValueError."""
        return device_number(self[key])


def device_number(text: str) -> int:
    """A hexadecimal device number, also in the form 0.0.1000. ValueError."""
    digits = text.rpartition(".")[2]
    if not 1 <= len(digits) <= 4:
        raise ValueError(f"{text[:20]} is no device number")
    return int(digits, 16)


def orders_of(content: bytes) -> tuple[Order, ...]:
    """What a reader file orders, nothing for one that is neither script nor archive. ValueError for a bad header."""
    return tuple(order for script in _scripts(content) for order in _orders(script))


def _scripts(content: bytes) -> Iterator[bytes]:
    try:
        with tarfile.open(fileobj=io.BytesIO(_expanded(content)), mode="r:") as archive:
            for _, member in zip(range(_MOST_MEMBERS), archive, strict=False):
                file = archive.extractfile(member) if member.isfile() else None
                if file is not None:
                    yield file.read(_LONGEST_SCRIPT)
    except (tarfile.TarError, zlib.error):
        yield content[:_LONGEST_SCRIPT]


def _expanded(content: bytes) -> bytes:
    """What gzip has compressed, at most so much of it; anything else as it is."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    return zlib.decompressobj(wbits=31).decompress(content, _LONGEST_ARCHIVE)


def _orders(script: bytes) -> Iterator[Order]:
    if _MARK not in script:
        return
    for line in script.decode(errors="replace").splitlines():
        if line.startswith(HEADER):
            verb, *words = shlex.split(line.removeprefix(HEADER))
            yield Order(verb, dict(word.split("=", 1) for word in words if "=" in word))
