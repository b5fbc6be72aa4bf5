# SPDX-License-Identifier: Apache-2.0
"""Has a guest's Linux bring up or take down a SCSI volume, and says what kept it from doing so."""

from __future__ import annotations

from zfleet_guest.carry_out import CarriedOut, Ended, Script, Scripts
from zfleet_guest.files import FIRST_BOOT_CLASS
from zfleet_guest.first_boot.script import Result
from zfleet_guest.first_boot.volume_script import (
    ATTACH_FILE_NAME,
    DETACH_FILE_NAME,
    IN_USE,
    INTERRUPTED,
    MULTIPATH_FAILED,
    NO_LUN,
    NO_PORT,
    attach_script,
    detach_script,
)
from zfleet_guest.reader_access import ReaderFile
from zfleet_guest.system_spec import VolumeSetup
from zfleet_runtime.errors import ZfleetError, failed_precondition

_MEANINGS = {
    MULTIPATH_FAILED: ("VOLUME_MULTIPATH_FAILED", "multipath could not be started or made no map of the volume"),
    INTERRUPTED: ("VOLUME_SETUP_INTERRUPTED", "the script ended early"),
    NO_PORT: ("VOLUME_PORTS_NOT_FOUND", "no FCP device sees any of the ports"),
    NO_LUN: ("VOLUME_LUN_NOT_FOUND", "the LUN is not seen behind the ports"),
    IN_USE: ("VOLUME_IN_USE", "the volume is in use"),
}


class VolumeConfiguration:
    """Sets up volumes in guests."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    async def attach(self, user_id: str, volume: VolumeSetup, timeout: float) -> tuple[Script, CarriedOut]:
        """Brings it up, at once or at the next boot. NOT_FOUND; FAILED_PRECONDITION with what failed in the Linux."""
        result = Result.of("volume")
        file = ReaderFile(*ATTACH_FILE_NAME, FIRST_BOOT_CLASS, attach_script(volume, result))
        return await self._carry_out(user_id, Script(file, result), timeout)

    async def detach(self, user_id: str, volume: VolumeSetup, timeout: float) -> tuple[Script, CarriedOut]:
        """Takes it down, as `attach`."""
        result = Result.of("volume")
        file = ReaderFile(*DETACH_FILE_NAME, FIRST_BOOT_CLASS, detach_script(volume, result))
        return await self._carry_out(user_id, Script(file, result), timeout)

    async def _carry_out(self, user_id: str, script: Script, timeout: float) -> tuple[Script, CarriedOut]:
        done = await self._scripts.carry_out(user_id, [script], timeout=timeout)
        for each in done.failures:
            raise volume_failed(user_id, each)
        return script, done


def volume_failed(user_id: str, ended: Ended) -> ZfleetError:
    """FAILED_PRECONDITION with a reason for each exit code of the scripts."""
    code = INTERRUPTED if ended.exit_code is None and ended.taken else ended.exit_code
    reason, text = _MEANINGS.get(code or 0, ("VOLUME_SETUP_FAILED", "the volume could not be set up"))
    metadata = {"user_id": user_id, "output": ended.output[-500:]}
    if code is not None:
        metadata["exit_code"] = str(code)
    return failed_precondition(reason, f"in the Linux of guest {user_id} {text}", metadata=metadata)
