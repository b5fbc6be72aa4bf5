# SPDX-License-Identifier: Apache-2.0
"""Logs guests on and off: start, stop, reboot, reset.

A soft stop is Image_Deactivate without a time: CP signals the operating system to shut down and forces the guest off
when the system's own signal timeout (SET SIGNAL SHUTDOWNTIME) is over. WITHIN n would force it after our caller's
patience instead of the operator's. SMAPI cannot ask an operating system to restart itself; Image_Recycle is the
nearest: the same signal, then the guest is logged on again.
"""

from __future__ import annotations

from zfleet_guest.directory import Directory
from zfleet_guest.patience import looks
from zfleet_guest.refusals import ACTIVE_ALREADY, BEING_STOPPED, NO_SUCH_IMAGE, NOT_ACTIVE, codes_of, refused
from zfleet_guest.zvm import Zvm
from zfleet_runtime.errors import ZfleetError, deadline_exceeded, failed_precondition
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_smapi.calls import ImageActivate, ImageDeactivate, ImageRecycle, ImageStatusQuery
from zfleet_smapi.errors import ReplyLost, SmapiError

AT_ONCE = "IMMED"
AFTER_A_SIGNAL = ""
LOGOFF_PATIENCE = 60.0  # seconds; a forced logoff takes longer only while a device does not let go
STARTING_PATIENCE = 120.0  # seconds that a guest that is being logged off keeps StartGuest waiting


class Power:
    """The power switch of all guests of one host."""

    def __init__(self, zvm: Zvm, directory: Directory) -> None:
        self._zvm = zvm
        self._directory = directory

    async def is_on(self, user_id: str) -> bool:
        """Whether CP has it logged on; also false for a user that does not exist."""
        return self.is_active(user_id, await self._zvm.call(ImageStatusQuery(target=user_id)))

    @staticmethod
    def is_active(user_id: str, reply: object) -> bool:
        """What an answer of Image_Status_Query says of one image."""
        names = getattr(reply, "image_name_array", ())
        return user_id in {name.strip() for name in names}

    async def start(self, user_id: str) -> bool:
        """Logs it on; whether it was on before. NOT_FOUND; FAILED_PRECONDITION when its entry forbids a logon."""
        await self._directory.must_exist(user_id)
        lost = False
        async for _ in looks(STARTING_PATIENCE):
            try:
                await self._zvm.call(ImageActivate(target=user_id))
                return False
            except ReplyLost:
                lost = True  # asking again is harmless: at worst it is on already
            except SmapiError as error:
                if codes_of(error) == ACTIVE_ALREADY:
                    return not lost
                if codes_of(error) == NO_SUCH_IMAGE and await self._directory.exists(user_id):
                    raise _no_logon(user_id) from error
                if codes_of(error) != BEING_STOPPED:
                    raise refused(error, user_id) from error
        raise deadline_exceeded(f"guest {user_id} is still being logged off and could not be logged on")

    async def stop(self, user_id: str, timeout: float = LOGOFF_PATIENCE) -> bool:
        """Logs it off at once; whether it was off before. NOT_FOUND; DEADLINE_EXCEEDED after `timeout` seconds."""
        already_off = await self._log_off(user_id, AT_ONCE)
        if already_off:
            await self._must_exist(user_id)
        else:
            await self.wait_until_off(user_id, timeout)
        return already_off

    async def stop_softly(self, user_id: str, timeout: float) -> bool:
        """Has its operating system shut down; whether it was off before. DEADLINE_EXCEEDED after `timeout` seconds."""
        already_off = await self._log_off(user_id, AFTER_A_SIGNAL)
        if already_off:
            await self._must_exist(user_id)
        else:
            await self.wait_until_off(user_id, timeout)
        return already_off

    async def reboot(self, user_id: str) -> None:
        """Has its operating system shut down, and logs it on again. FAILED_PRECONDITION when it is off."""
        await self._directory.must_exist(user_id)
        async for _ in looks(LOGOFF_PATIENCE):
            try:
                await self._zvm.call(ImageRecycle(target=user_id))
                return
            except SmapiError as error:
                if codes_of(error) == NOT_ACTIVE:
                    await self._must_exist(user_id)
                if codes_of(error) != BEING_STOPPED:
                    raise refused(error, user_id) from error
        raise deadline_exceeded(f"guest {user_id} is still being logged off")

    async def reset(self, user_id: str) -> None:
        """Logs it off at once, if it is on, and on again."""
        await self._log_off(user_id, AT_ONCE)
        await self.start(user_id)  # waits for the end of the logoff

    async def force_off(self, user_id: str) -> None:
        """Makes sure that it is off. NOT_FOUND."""
        if not await self._log_off(user_id, AT_ONCE):
            await self.wait_until_off(user_id, LOGOFF_PATIENCE)

    async def wait_until_off(self, user_id: str, seconds: float) -> None:
        """Returns when it is off. DEADLINE_EXCEEDED after `seconds`; the guest is left as it is."""
        async for _ in looks(seconds):
            if not await self.is_on(user_id):
                return
        raise deadline_exceeded(f"guest {user_id} is still logged on")

    async def _log_off(self, user_id: str, force_time: str) -> bool:
        """Asks CP to log it off; whether it was off before."""
        await self._directory.must_exist(user_id)
        for lost in (False, True):
            try:
                await self._zvm.call(ImageDeactivate(target=user_id, force_time=force_time))
                return False
            except ReplyLost:
                continue  # asking again is harmless: at worst it is off, or being logged off
            except SmapiError as error:
                if codes_of(error) == BEING_STOPPED:
                    return False
                if codes_of(error) == NOT_ACTIVE:
                    return not lost
                raise refused(error, user_id) from error
        return False  # who waits for the logoff sees whether it was heard

    async def _must_exist(self, user_id: str) -> None:
        # CP does not tell a user that is off from one that there is not: 200/12 is its answer for both.
        if not await self._directory.exists(user_id):
            raise no_such_guest(user_id)


def _no_logon(user_id: str) -> ZfleetError:
    return failed_precondition(
        "GUEST_CANNOT_LOG_ON",
        f"guest {user_id} has a directory entry that forbids its logon (NOLOG)",
        resource=("guest", user_id),
    )
