# SPDX-License-Identifier: Apache-2.0
"""Deletes guests: logged off, reader and console emptied, entry and minidisks removed, in this order, and to the end.

Each step takes for success that it was done before, so a deletion that broke off anywhere is finished by the next one.
"""

from __future__ import annotations

from zfleet_guest.claims import Claims
from zfleet_guest.console import Consoles
from zfleet_guest.directory import Directory
from zfleet_guest.patience import looks
from zfleet_guest.power import Power
from zfleet_guest.read_entry import fingerprint
from zfleet_guest.reader import READER_EMPTY
from zfleet_guest.refusals import (
    NOT_IN_DIRECTORY,
    STILL_DELETING,
    UNKNOWN_FUNCTION,
    codes_of,
    explaining,
    refused,
    tolerating,
)
from zfleet_guest.tables import CREATED
from zfleet_guest.zvm import Zvm, together
from zfleet_runtime.errors import aborted
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_runtime.turns import Turns
from zfleet_smapi.calls import ImageDeleteDM, SystemRDRFileManage
from zfleet_smapi.errors import ReplyLost, SmapiError

DELETION_PATIENCE = 120.0  # seconds for a deletion of somebody else's that goes on
# Messages about temporary disks and commands at the end of a deletion that is done all the same.
_DONE_WITH_REMARK = ((596, 3543), (596, 2119))


class GuestDeletion:
    """Deletes guests."""

    def __init__(
        self, zvm: Zvm, directory: Directory, power: Power, consoles: Consoles, claims: Claims, turns: Turns
    ) -> None:
        self._zvm = zvm
        self._directory = directory
        self._power = power
        self._consoles = consoles
        self._claims = claims
        self._turns = turns

    async def delete(self, user_id: str) -> bool:
        """Deletes it; False when there was none."""
        return await self._turns.unbroken(user_id, self._delete(user_id))

    async def delete_created_by(self, user_id: str, request_id: str) -> bool:
        """Deletes it only if that request created it; False when there is nothing to undo.

        A creation that is still under way here is waited for.
        """
        return await self._turns.unbroken(user_id, self._delete_created_by(user_id, request_id))

    async def _delete_created_by(self, user_id: str, request_id: str) -> bool:
        claim = await self._claims.of(user_id)
        if claim is None or claim.request_id != request_id:
            return False
        if claim.state != CREATED:  # its creation did not come to an answer: is what is there what it sent?
            with explaining(user_id):
                records = await self._directory.records(user_id)
            if records is None or fingerprint(records) != claim.fingerprint:
                await self._claims.forget(user_id)
                return False
        return await self._delete(user_id)

    async def _delete(self, user_id: str) -> bool:
        if not await self._directory.exists(user_id):
            await self._claims.forget(user_id)
            return False
        await together(self._silence(user_id), self._empty_reader(user_id))
        deleted = await self._remove_entry(user_id)
        await self._claims.forget(user_id)
        return deleted

    async def _silence(self, user_id: str) -> None:
        """Logs it off; what it says last goes too."""
        await self._power.force_off(user_id)
        await self._consoles.discard(user_id)

    async def _empty_reader(self, user_id: str) -> None:
        try:
            with tolerating(READER_EMPTY, NOT_IN_DIRECTORY, UNKNOWN_FUNCTION):
                await self._zvm.call(SystemRDRFileManage(target=user_id, spoolids="ALL"))
        except ReplyLost:
            return  # files without an owner are in nobody's way
        except SmapiError as error:
            if error.return_code is None:
                raise

    async def _remove_entry(self, user_id: str) -> bool:
        """Removes the entry; False when there was none."""
        asked = False
        async for _ in looks(DELETION_PATIENCE):
            try:
                await self._zvm.call(ImageDeleteDM(target=user_id, data_security_erase=0))
                return True
            except ReplyLost:
                asked = True
            except SmapiError as error:
                if codes_of(error) == NOT_IN_DIRECTORY:
                    return asked
                if codes_of(error) in _DONE_WITH_REMARK and not await self._directory.exists(user_id):
                    return True
                if codes_of(error) != STILL_DELETING:
                    raise refused(error, user_id) from error
                asked = True
        raise aborted("GUEST_BEING_DELETED", f"guest {user_id} is still being deleted", retry_after=10.0)


def must_have_existed(user_id: str, deleted: bool, allow_missing: bool) -> None:
    """NOT_FOUND for a guest that was not there, unless that is fine."""
    if not deleted and not allow_missing:
        raise no_such_guest(user_id)
