# SPDX-License-Identifier: Apache-2.0
"""Stops and continues a guest's virtual CPUs, and remembers which guests were stopped, so that lists can tell."""

from __future__ import annotations

import time
from collections.abc import Collection

import sqlalchemy as sa

from zfleet_guest.directory import Directory
from zfleet_guest.refusals import NOT_ACTIVE, codes_of, refused
from zfleet_guest.tables import paused
from zfleet_guest.zvm import Zvm, a_few_at_a_time
from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError, failed_precondition
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_smapi.calls import ImageCPUQuery, ImagePause
from zfleet_smapi.errors import SmapiError

_STOP, _GO_ON = "PAUSE=YES", "PAUSE=NO"
_IS_OFF = ((0, 12), (8, 12), (216, 12), NOT_ACTIVE)
_STOPPED = 1
_AT_ONCE = 3  # guests asked about at the same time


class Pause:
    """The pause button of all guests of one host."""

    def __init__(self, zvm: Zvm, directory: Directory, database: Database) -> None:
        self._zvm = zvm
        self._directory = directory
        self._database = database

    async def pause(self, user_id: str) -> None:
        """Stops the virtual CPUs. FAILED_PRECONDITION when the guest is off, NOT_FOUND."""
        # Remembered first: a mark too many is found out by asking CP, a mark too few never.
        await self._mark(user_id)
        try:
            await self._press(user_id, _STOP)
        except ZfleetError as error:
            if error.reason in ("GUEST_NOT_RUNNING", "GUEST_NOT_FOUND"):
                await self._unmark([user_id])
            raise

    async def unpause(self, user_id: str) -> None:
        """Lets the virtual CPUs go on. FAILED_PRECONDITION when the guest is off, NOT_FOUND."""
        await self._press(user_id, _GO_ON)
        await self._unmark([user_id])

    async def paused(self, user_ids: Collection[str]) -> set[str]:
        """Those of the running guests that are paused.

        CP is asked about those only that were paused here; who was continued or logged off by others is forgotten.
        """
        marked = sorted(await self._marked(user_ids))
        stopped = await a_few_at_a_time([self._is_stopped(user_id) for user_id in marked], _AT_ONCE)
        found = {user_id for user_id, is_stopped in zip(marked, stopped, strict=True) if is_stopped}
        if len(found) < len(marked):
            await self._unmark([user_id for user_id in marked if user_id not in found])
        return found

    async def _is_stopped(self, user_id: str) -> bool:
        # Image_Active_Configuration_Query calls the base CPU "base", stopped or not; this one tells.
        try:
            cpus = (await self._zvm.call(ImageCPUQuery(target=user_id))).cpu_info_array
        except SmapiError as error:
            if codes_of(error) in _IS_OFF:
                return False
            raise
        return bool(cpus) and all(cpu.cpu_status == _STOPPED for cpu in cpus)

    async def _marked(self, user_ids: Collection[str]) -> set[str]:
        if not user_ids:
            return set()
        async with self._database.reading() as session:
            found = await session.scalars(sa.select(paused.c.user_id).where(paused.c.user_id.in_(user_ids)))
            return set(found)

    async def _unmark(self, user_ids: Collection[str]) -> None:
        async with self._database.writing() as session:
            await session.execute(sa.delete(paused).where(paused.c.user_id.in_(user_ids)))

    async def _mark(self, user_id: str) -> None:
        async with self._database.writing() as session:
            await session.execute(sa.delete(paused).where(paused.c.user_id == user_id))
            await session.execute(sa.insert(paused).values(user_id=user_id, paused_at=time.time()))

    async def _press(self, user_id: str, action: str) -> None:
        try:
            reply = await self._zvm.call(ImagePause(target=user_id, action=action))
        except SmapiError as error:
            if codes_of(error) not in _IS_OFF:
                raise refused(error, user_id) from error
            await self._off(user_id)
            raise refused(error, user_id) from error
        if (reply.return_code, reply.reason_code) in _IS_OFF:
            await self._off(user_id)

    async def _off(self, user_id: str) -> None:
        if not await self._directory.exists(user_id):
            raise no_such_guest(user_id)
        raise failed_precondition(
            "GUEST_NOT_RUNNING",
            f"guest {user_id} is not logged on",
            metadata={"function": ImagePause.function},
            resource=("guest", user_id),
        )
