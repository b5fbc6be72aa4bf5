# SPDX-License-Identifier: Apache-2.0
"""Creates guests: the whole directory entry in one call, read back as the directory manager keeps it.

z/VM decides whether a user id is free. The claim written before says whose request an entry is, so that a repeat, or
the undo of a request whose answer was lost, finds out by reading instead of guessing.
"""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_guest.claims import Claim, Claims, being_created
from zfleet_guest.directory import Directory
from zfleet_guest.directory_entry import DirectoryEntry
from zfleet_guest.entry import entry_records
from zfleet_guest.patience import looks
from zfleet_guest.read_entry import fingerprint
from zfleet_guest.refusals import IN_DIRECTORY, NO_PROFILE, NO_PROTOTYPE, bad_field, codes_of, refused
from zfleet_guest.spec import GuestSpec, Minidisk, Nic, PoolPlace
from zfleet_guest.tables import CREATED
from zfleet_guest.zvm import Zvm, together
from zfleet_runtime.errors import Violation, ZfleetError, aborted
from zfleet_runtime.give_way import after_calls
from zfleet_runtime.smapi_errors import guest_exists
from zfleet_runtime.turns import Turns
from zfleet_smapi.calls import ImageCreateDM
from zfleet_smapi.errors import OperationFailed, ReplyLost, SmapiError, Unreachable

_NO_SUCH_POOL = (420, 8)
# A message of the directory manager about work that it has done all the same.
_DONE_WITH_REMARK = (596, 3658)


_BACKGROUND_PATIENCE = 120.0  # seconds for work of an earlier attempt that goes on in z/VM


@dataclass(frozen=True, slots=True)
class Order:
    """A guest to be created, checked."""

    request_id: str
    spec: GuestSpec
    minidisks: tuple[Minidisk, ...] = ()
    nics: tuple[Nic, ...] = ()

    def call(self) -> ImageCreateDM:
        """The SMAPI call that creates it. Unwritable names a field that no record can hold."""
        spec = self.spec
        if spec.prototype:
            return ImageCreateDM(target=spec.user_id, prototype_name=spec.prototype)
        records = entry_records(spec, self.minidisks, self.nics)
        return ImageCreateDM(target=spec.user_id, image_record_array=records)


class GuestCheck:
    """Says whether a guest could be created, without changing anything."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def check(self, spec: GuestSpec) -> tuple[str, ...]:
        """The statements that would be written, without devices of other services.

        INVALID_ARGUMENT when profile or prototype does not exist, ALREADY_EXISTS when the user id is taken.
        """
        taken, origin = await together(self._directory.exists(spec.user_id), self._origin(spec))
        if origin is None:
            raise _no_origin(spec, None)
        if taken:
            raise guest_exists(spec.user_id)
        return _renamed(origin, spec.user_id) if spec.prototype else entry_records(spec)

    async def _origin(self, spec: GuestSpec) -> tuple[str, ...] | None:
        if spec.prototype:
            return await self._directory.prototype(spec.prototype)
        return await self._directory.profile(spec.profile) if spec.profile else ()


class GuestCreation:
    """Creates guests, each once."""

    def __init__(self, zvm: Zvm, directory: Directory, claims: Claims, turns: Turns) -> None:
        self._zvm = zvm
        self._directory = directory
        self._claims = claims
        self._turns = turns

    async def create(self, order: Order) -> DirectoryEntry:
        """The entry of the new guest, or of the one that this very request has created before.

        ALREADY_EXISTS; INVALID_ARGUMENT naming profile, prototype or pool; ABORTED while another replica creates it.
        """
        return await self._turns.unbroken(order.spec.user_id, self._create(order))

    async def _create(self, order: Order) -> DirectoryEntry:
        user_id, call = order.spec.user_id, order.call()
        wanted = await self._fingerprint(order, call)
        before = await self._claims.take(user_id, order.request_id, wanted)
        if before is None or not await self._done_before(before, order, wanted):
            await self._send(order, call, wanted, again=before is not None and _same_request(before, order))
        entry, _ = await together(self._directory.entry(user_id), after_calls(lambda: self._claims.settle(user_id)))
        if entry is None:
            raise aborted("GUEST_GONE", f"guest {user_id} was created and is gone again")
        found: DirectoryEntry = entry
        return found

    async def _fingerprint(self, order: Order, call: ImageCreateDM) -> str:
        if not order.spec.prototype:
            return fingerprint(call.image_record_array)
        records = await self._directory.prototype(order.spec.prototype)
        if records is None:
            raise _no_origin(order.spec, None)
        return fingerprint(_renamed(records, order.spec.user_id))

    async def _done_before(self, before: Claim, order: Order, wanted: str) -> bool:
        """Whether an earlier attempt of this request has created it; otherwise the claim is ours from here on."""
        user_id = order.spec.user_id
        records = await self._directory.records(user_id)
        ours = _same_request(before, order)
        if records is not None:
            if ours and (before.state == CREATED or fingerprint(records) == wanted):
                return True
            raise guest_exists(user_id)
        if before.leased and not ours:
            raise being_created(user_id)
        await self._claims.take_over(before, order.request_id, wanted)
        return False

    async def _send(self, order: Order, call: ImageCreateDM, wanted: str, again: bool) -> None:
        """Has z/VM create it. The claim is given up when it is certain that nothing was created by us.

        `again`: an earlier attempt of this request may still be at work in z/VM.
        """
        user_id, lost = order.spec.user_id, again
        for last in (False, True):
            try:
                await self._zvm.call(call)
                return
            except ReplyLost as error:
                lost = True
                if await self._is_ours(user_id, wanted):
                    return
                if last:
                    raise refused(error, user_id) from error
            except Unreachable:
                if not lost:
                    await self._claims.forget(user_id)
                raise
            except SmapiError as error:
                if codes_of(error) == _DONE_WITH_REMARK and await self._directory.exists(user_id):
                    return
                if lost and codes_of(error) == IN_DIRECTORY and await self._comes_to_be(user_id, wanted):
                    return  # the first attempt came through after all
                if await self._nothing_was_made(error, user_id):
                    await self._claims.forget(user_id)
                raise _why(error, order) from error

    async def _nothing_was_made(self, error: SmapiError, user_id: str) -> bool:
        """Whether it is certain that this creation has left nothing in the directory."""
        if isinstance(error, OperationFailed):
            return not await self._directory.exists(user_id)
        # Other functions are asked about background work: their refusals say nothing about the creation.
        return error.return_code is not None and error.function == ImageCreateDM.function

    async def _comes_to_be(self, user_id: str, wanted: str) -> bool:
        """Waits for an entry that z/VM says is there, and may still be making; whether it is ours."""
        async for _ in looks(_BACKGROUND_PATIENCE):
            records = await self._directory.records(user_id)
            if records is not None:
                return fingerprint(records) == wanted
        return False

    async def _is_ours(self, user_id: str, wanted: str) -> bool:
        records = await self._directory.records(user_id)
        return records is not None and fingerprint(records) == wanted


def _same_request(claim: Claim, order: Order) -> bool:
    return bool(order.request_id) and claim.request_id == order.request_id


def _why(error: SmapiError, order: Order) -> ZfleetError:
    """The answer to a refused creation: the field that z/VM did not like, when there is one."""
    codes = codes_of(error)
    if codes == NO_PROFILE or codes in NO_PROTOTYPE:
        return _no_origin(order.spec, error)
    if codes == _NO_SUCH_POOL:
        named = [
            Violation(f"minidisks[{at}].pool", f"the directory manager refused it: {disk.place.pool} may not exist")
            for at, disk in enumerate(order.minidisks)
            if isinstance(disk.place, PoolPlace)
        ]
        return bad_field(error, "POOL_NOT_FOUND", *named)
    return refused(error, order.spec.user_id)


def _no_origin(spec: GuestSpec, error: SmapiError | None) -> ZfleetError:
    if spec.prototype:
        violation = Violation("guest.prototype", f"prototype {spec.prototype} does not exist")
        return bad_field(error, "PROTOTYPE_NOT_FOUND", violation)
    return bad_field(error, "PROFILE_NOT_FOUND", Violation("guest.profile", f"profile {spec.profile} does not exist"))


def _renamed(records: tuple[str, ...], user_id: str) -> tuple[str, ...]:
    """A prototype's records with the new guest's name in the USER statement."""
    renamed = []
    for record in records:
        words = record.split()
        if words and words[0].upper() in ("USER", "IDENTITY") and len(words) > 1:
            record = " ".join((words[0], user_id, *words[2:]))
        renamed.append(record.rstrip())
    return tuple(renamed)
