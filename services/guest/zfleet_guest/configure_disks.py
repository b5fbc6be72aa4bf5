# SPDX-License-Identifier: Apache-2.0
"""Has a guest's Linux set up disks, at once when it answers and else at its next boot."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet_guest.carry_out import DEFAULT_TIMEOUT, CarriedOut, Script, Scripts, failed
from zfleet_guest.files import FIRST_BOOT_CLASS
from zfleet_guest.first_boot.disk_script import FILE_NAME, disk_script
from zfleet_guest.first_boot.script import Result
from zfleet_guest.reader_access import ReaderFile
from zfleet_guest.system_spec import DiskSetup


class DiskConfiguration:
    """Sets up disks in guests."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    async def configure(self, user_id: str, disks: Sequence[DiskSetup]) -> tuple[Script, CarriedOut]:
        """What was sent, and whether it is done. NOT_FOUND; FAILED_PRECONDITION when the Linux could not do it."""
        result = Result.of("disks")
        script = Script(ReaderFile(*FILE_NAME, FIRST_BOOT_CLASS, disk_script(disks, result)), result)
        done = await self._scripts.carry_out(user_id, [script], timeout=DEFAULT_TIMEOUT)
        for each in done.failures:
            raise failed(user_id, each)
        return script, done
