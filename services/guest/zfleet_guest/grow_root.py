# SPDX-License-Identifier: Apache-2.0
"""Has a guest's Linux grow its root file system at the next boot."""

from __future__ import annotations

from zfleet_guest.carry_out import Scripts
from zfleet_guest.files import FIRST_BOOT_CLASS
from zfleet_guest.first_boot.distribution import Distribution, Family
from zfleet_guest.first_boot.system_scripts import GROW_ROOT_FILE_NAME, grow_root_script
from zfleet_guest.reader_access import ReaderFile
from zfleet_runtime.errors import unimplemented


class RootGrowth:
    """Grows root file systems."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    async def grow(self, user_id: str, distribution: Distribution) -> tuple[ReaderFile, int]:
        """The file that was sent and its spool id. NOT_FOUND; UNIMPLEMENTED for rhcos."""
        if distribution.family is Family.RHCOS:
            raise unimplemented("RHCOS_GROWS_ITSELF", "rhcos grows its root file system by itself")
        file = ReaderFile(*GROW_ROOT_FILE_NAME, FIRST_BOOT_CLASS, grow_root_script())
        (spool_id,) = await self._scripts.send(user_id, [file])
        return file, spool_id
