# SPDX-License-Identifier: Apache-2.0
"""Moves running guests to another member of the cluster, and finds out how that ended.

A move that has begun is CP's: it goes on when our caller, or this service, is gone. The registry says that it is under
way, so that a service that starts again looks how it ended.
"""

from __future__ import annotations

import asyncio
import re
import shlex
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import grpc

from zfleet_guest.directory import Directory
from zfleet_guest.guest_commands import GuestCommandError, GuestCommands
from zfleet_guest.patience import looks
from zfleet_guest.power import Power
from zfleet_guest.refusals import Codes, codes_of, not_running, refused
from zfleet_guest.registry import Registry
from zfleet_guest.zvm import Zvm
from zfleet_runtime.deadline import detached, within
from zfleet_runtime.errors import ZfleetError, aborted, failed_precondition
from zfleet_runtime.log import Log
from zfleet_runtime.smapi_errors import from_smapi, no_such_guest
from zfleet_smapi.calls import VMRELOCATE, VMRELOCATEStatus
from zfleet_smapi.errors import SmapiError, Unreachable

_OBSTACLES: tuple[Codes, ...] = ((4, 3000), (8, 3000))
_NONE_UNDER_WAY: Codes = (4, 3001)
_NOT_LOGGED_ON, _NO_CLUSTER = "0045", "1939"
_MESSAGE = re.compile(r"(?<![0-9A-Z])(?:HCP[A-Z]{3})?([0-9]{4})[EIW]?(?![0-9])")
_RETRY_PAUSE = 30.0  # seconds between looks after a restart that z/VM did not answer


@dataclass(frozen=True, slots=True)
class Relocation:
    """A move that is asked for. Limits in seconds: None is CP's default, 0 is no limit."""

    user_id: str
    destination: str
    max_total: int | None = None
    max_quiesce: int | None = None
    immediate: bool = False
    force: tuple[str, ...] = ()

    def call(self, action: str) -> VMRELOCATE:
        """The SMAPI call for TEST or MOVE."""
        return VMRELOCATE(
            target=self.user_id,
            destination=self.destination,
            action=action,
            force=" ".join(self.force) or None,
            immediate="YES" if self.immediate else None,
            max_total=_limit(self.max_total),
            max_quiesce=_limit(self.max_quiesce),
        )


class Relocations:
    """The moves of one host's guests. `timeout`: seconds that a caller waits for one at most."""

    def __init__(
        self,
        zvm: Zvm,
        directory: Directory,
        power: Power,
        registry: Registry,
        log: Log,
        timeout: float,
    ) -> None:
        self._zvm = zvm
        self._directory = directory
        self._power = power
        self._registry = registry
        self._log = log
        self._timeout = timeout
        self._under_way: set[asyncio.Task[None]] = set()
        self._moving: set[str] = set()

    async def test(self, relocation: Relocation) -> None:
        """Returns when CP finds no obstacle. NOT_FOUND, FAILED_PRECONDITION with CP's messages."""
        try:
            await self._zvm.call(relocation.call("TEST"), within(self._timeout))
        except SmapiError as error:
            raise await self._why(error, relocation.user_id) from error

    async def move(self, relocation: Relocation) -> None:
        """Returns when the guest runs on the other system. ABORTED when the move was given up.

        DEADLINE_EXCEEDED when the caller's time is over first; the move, and our looking after it, go on.
        """
        await self._directory.must_exist(relocation.user_id)
        if relocation.user_id in self._moving:
            text = f"guest {relocation.user_id} is on its way already"
            raise aborted("RELOCATION_UNDER_WAY", text, retry_after=10.0, resource=("guest", relocation.user_id))
        self._moving.add(relocation.user_id)
        task = self._watched(self._move(relocation))
        task.add_done_callback(lambda _: self._moving.discard(relocation.user_id))
        done, _ = await asyncio.wait([task], timeout=within(self._timeout))
        if not done:
            raise ZfleetError(
                grpc.StatusCode.DEADLINE_EXCEEDED,
                "RELOCATION_GOES_ON",
                f"guest {relocation.user_id} is still on its way to {relocation.destination}",
                resource=("guest", relocation.user_id),
            )
        task.result()

    async def resume(self) -> None:
        """Looks after the moves that were under way when the service ended."""
        for user_id, system in await self._registry.under_way():
            self._watched(self._find_out(user_id, system))

    async def close(self) -> None:
        """Stops looking after moves; the next start takes that up."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _watched(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = detached(work, name="relocation")
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # looked at: the caller may have gone

    async def _move(self, relocation: Relocation) -> None:
        user_id, system = relocation.user_id, relocation.destination
        await self._registry.relocation_begins(user_id, system)
        try:
            await self._zvm.call(relocation.call("MOVE"), self._timeout)
        except SmapiError as error:
            # Without an answer nobody knows whether it began; what came of it can be seen.
            if error.return_code is not None or isinstance(error, Unreachable):
                await self._registry.relocation_ended(user_id, "")
                raise await self._why(error, user_id) from error
        if not await self._arrives(user_id, system):
            raise aborted(
                "RELOCATION_ENDED",
                f"the move of guest {user_id} to {system} was given up; it runs here as before",
                resource=("guest", user_id),
            )

    async def _arrives(self, user_id: str, system: str) -> bool:
        """Waits for the end of a move; whether the guest has gone. The registry says so from then on."""
        while await self._is_under_way(user_id):
            async for look in looks(self._timeout):
                if look and not await self._is_under_way(user_id):
                    break
        gone = not await self._power.is_on(user_id)
        await self._registry.relocation_ended(user_id, system if gone else "")
        return gone

    async def _find_out(self, user_id: str, system: str) -> None:
        while True:
            try:
                await self._arrives(user_id, system)
                return
            except (SmapiError, ZfleetError) as error:  # z/VM or the database is away
                self._log.warning("relocation not looked after", user_id=user_id, error=str(error))
                await asyncio.sleep(_RETRY_PAUSE)

    async def _is_under_way(self, user_id: str) -> bool:
        try:
            reply = await self._zvm.call(VMRELOCATEStatus(status_target=f"USER {user_id}"))
        except SmapiError as error:
            if codes_of(error) == _NONE_UNDER_WAY:
                return False
            raise
        return any(line.vmrelocate_image.upper() == user_id for line in reply.status_array)

    async def _why(self, error: SmapiError, user_id: str) -> ZfleetError:
        if codes_of(error) not in _OBSTACLES:
            return refused(error, user_id)
        numbers = list(dict.fromkeys(_MESSAGE.findall(" ".join(error.error_texts).upper())))
        if _NOT_LOGGED_ON in numbers:
            if not await self._directory.exists(user_id):
                return no_such_guest(user_id)
            off = not_running(user_id)
            off.metadata.update(_without_advice(error))
            return off
        metadata = {**_without_advice(error), "cp_messages": " ".join(numbers)}
        if _NO_CLUSTER in numbers:
            reason, text = "NOT_IN_CLUSTER", "this z/VM is no member of a cluster"
        else:
            reason, text = "RELOCATION_REFUSED", f"guest {user_id} cannot be moved, CP says: {', '.join(numbers)}"
            names = ", ".join(f"HCP{number}" for number in numbers)
            metadata["advice"] = f"Look up {names} in z/VM's CP Messages and Codes and remove the obstacle."
        return failed_precondition(reason, text, metadata=metadata, resource=("guest", user_id))


def _without_advice(error: SmapiError) -> dict[str, str]:
    """What z/VM said; the advice for these codes is to look up numbers, which is done here."""
    return {key: value for key, value in from_smapi(error).metadata.items() if key != "advice"}


async def authorise(commands: GuestCommands, user_id: str, connector: str) -> bool:
    """Tells a guest's Linux to take commands from another connector's user id only; whether it did."""
    script = f"printf %s {shlex.quote(connector)} > /etc/iucv_authorized_userid"
    try:
        return (await commands.run(user_id, ("sh", "-c", script))).exit_code == 0
    except GuestCommandError:
        return False


def _limit(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    return str(seconds) if seconds else "NOLIMIT"
