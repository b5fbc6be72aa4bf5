# SPDX-License-Identifier: Apache-2.0
"""The spawn story: how a guest comes to be, and how each step of it is taken back.

    plan        plan_disks || plan_nics || check_guest           reserve and check; z/VM is not changed
    define      create_guest                                     the whole directory entry in one call
    furnish     confirm_disks -> write_image, format || grant_nics || send_files
    start       start_guest
    combine     one answer

The directory entry is written by one call because SMAPI locks it: a call for its disks and one for its NICs would only
wait for each other. A site whose directory manager refuses that gets its disks after the entry (create_disks).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import grpc
from google.protobuf.message import Message

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.long_work import disk_of
from zfleet_gateway.refusal import merged, renamed
from zfleet_gateway.services import Services
from zfleet_gateway.story import At, Do, Step, Told, Undo
from zfleet_gateway.times import Times
from zfleet_runtime.errors import Violation, from_call, internal, invalid_argument

Answer = TypeVar("Answer", bound=Message)

PLAN = ("plan_disks", "plan_nics", "check_guest")


class Spawn:
    """The story of one SpawnGuest request."""

    kind: pb.OperationKind = pb.OPERATION_KIND_SPAWN_GUEST
    undoable = True

    def __init__(
        self, request: pb.SpawnGuestRequest, to: Services, times: Times, violations: Sequence[Violation] = ()
    ) -> None:
        """`violations`: what the gateway itself has found wrong with the request; told together with the services'."""
        self._request = request
        self._to = to
        self._times = times
        self._violations = tuple(violations)
        self._user_id = request.guest.user_id

    # Plan: what is checked and reserved before the caller is answered. Not repeated: the caller can do that.

    def plan(self) -> list[Step]:
        """Three steps at the same time; the errors of all three are told."""
        return [
            Step(
                name="plan_disks",
                do=self._plan_disks,
                undo=self._release_disks,
                undo_needs=("create_guest",),
                result=storage.PlanDisksResponse,
                skip=not self._request.disks,
                seconds=self._times.plan,
            ),
            Step(
                name="plan_nics",
                do=self._plan_nics,
                undo=self._release_nics,
                undo_needs=("create_guest", "grant_nics"),
                result=network.PlanNicsResponse,
                skip=not self._request.nics,
                seconds=self._times.plan,
            ),
            Step(
                name="check_guest",
                do=self._check_guest,
                result=guest.CheckGuestResponse,
                seconds=self._times.plan,
            ),
        ]

    async def _plan_disks(self, at: At) -> storage.PlanDisksResponse:
        request = storage.PlanDisksRequest(
            request_id=at.own_request_id, user_id=self._user_id, disks=self._request.disks
        )
        try:
            planned = await self._to.storage.PlanDisks(request, timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            raise renamed(from_call(error), _as_caller_wrote_it) from error
        return same_number(planned, len(planned.disks), len(self._request.disks), "disks")

    async def _release_disks(self, at: At) -> None:
        request = storage.ReleaseDisksRequest(request_id=at.own_request_id, user_id=self._user_id)
        await self._to.storage.ReleaseDisks(request, timeout=at.seconds)
        if at.began("confirm_disks") or at.began("create_disks"):
            # They are no reservations any more, but went with the directory entry.
            await self._to.storage.ForgetDisks(storage.ForgetDisksRequest(user_id=self._user_id), timeout=at.seconds)

    async def _plan_nics(self, at: At) -> network.PlanNicsResponse:
        request = network.PlanNicsRequest(request_id=at.own_request_id, user_id=self._user_id, nics=self._request.nics)
        try:
            planned = await self._to.network.PlanNics(request, timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            raise renamed(from_call(error), _as_caller_wrote_it) from error
        return same_number(planned, len(planned.nics), len(self._request.nics), "NICs")

    async def _release_nics(self, at: At) -> None:
        request = network.ReleaseNicsRequest(request_id=at.own_request_id, user_id=self._user_id)
        await self._to.network.ReleaseNics(request, timeout=at.seconds)

    async def _check_guest(self, at: At) -> guest.CheckGuestResponse:
        request = guest.CheckGuestRequest(request_id=at.own_request_id, guest=self._request.guest)
        own = [invalid_argument(self._violations)] if self._violations else []
        try:
            checked = await self._to.guest.CheckGuest(request, timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            raise merged([*own, from_call(error)]) from error
        if own:
            raise own[0]
        return checked

    # Define

    def foreseen(self) -> list[Step]:
        """Define: whatever is planned, the entry comes next."""
        return [self._step("create_guest", self._create_guest, self._delete_guest, guest.CreateGuestResponse, *PLAN)]

    def go_on(self, told: Told) -> list[Step]:
        """Furnish, start."""
        furnish = [self._disks_step(told), *self._nics_and_files(), *self._data_steps(told)]
        start = self._step(
            "start_guest",
            self._start_guest,
            self._stop_guest,
            guest.StartGuestResponse,
            *(step.name for step in furnish),
            skip=self._request.no_start,
        )
        return [*furnish, start]

    async def _create_guest(self, at: At) -> guest.CreateGuestResponse:
        disks = [] if self._disks_after_entry(at) else self._planned_disks(at)
        nics = at.reply("plan_nics", network.PlanNicsResponse).nics
        request = guest.CreateGuestRequest(
            request_id=at.own_request_id,
            guest=self._spec(at),
            minidisks=[minidisk_statement(disk) for disk in disks],
            nics=[nic_statement(nic) for nic in nics],
        )
        return await self._to.guest.CreateGuest(request, timeout=at.seconds)

    async def _delete_guest(self, at: At) -> None:
        request = guest.DeleteGuestRequest(
            user_id=self._user_id, allow_missing=True, created_by_request_id=at.own_request_id
        )
        await self._to.guest.DeleteGuest(request, timeout=at.seconds)

    # Furnish: the disks' data waits for the disks; nothing else waits for anything.

    def _disks_step(self, told: Told) -> Step:
        if self._disks_after_entry(told):
            return self._step("create_disks", self._create_disks, None, storage.CreateDisksResponse, "create_guest")
        return self._step(
            "confirm_disks",
            self._confirm_disks,
            None,  # they go with the directory entry; _release_disks forgets them
            storage.ConfirmDisksResponse,
            "create_guest",
            skip=not self._request.disks,
        )

    async def _create_disks(self, at: At) -> storage.CreateDisksResponse:
        request = storage.CreateDisksRequest(
            request_id=at.own_request_id, user_id=self._user_id, planned_request_id=at.request_id("plan_disks")
        )
        return await self._to.storage.CreateDisks(request, timeout=at.seconds)

    async def _confirm_disks(self, at: At) -> storage.ConfirmDisksResponse:
        entry = at.reply("create_guest", guest.CreateGuestResponse).guest.directory
        request = storage.ConfirmDisksRequest(
            request_id=at.request_id("plan_disks"),
            user_id=self._user_id,
            placements=placements(self._planned_disks(at), entry.minidisks),
        )
        return await self._to.storage.ConfirmDisks(request, timeout=at.seconds)

    def _nics_and_files(self) -> list[Step]:
        no_nics, no_files = not self._request.nics, not self._request.files
        granted, sent = network.GrantNicsResponse, guest.SendFilesResponse
        return [
            self._step("grant_nics", self._grant_nics, self._revoke_nics, granted, "create_guest", skip=no_nics),
            self._step("send_files", self._send_files, self._purge_files, sent, "create_guest", skip=no_files),
        ]

    async def _grant_nics(self, at: At) -> network.GrantNicsResponse:
        request = network.GrantNicsRequest(request_id=at.request_id("plan_nics"), user_id=self._user_id)
        return await self._to.network.GrantNics(request, timeout=at.seconds)

    async def _revoke_nics(self, at: At) -> None:
        request = network.RevokeNicsRequest(request_id=at.request_id("plan_nics"), user_id=self._user_id)
        await self._to.network.RevokeNics(request, timeout=at.seconds)

    async def _send_files(self, at: At) -> guest.SendFilesResponse:
        request = guest.SendFilesRequest(request_id=at.own_request_id, user_id=self._user_id, files=self._request.files)
        return await self._to.guest.SendFiles(request, timeout=at.seconds)

    async def _purge_files(self, at: At) -> None:
        sent = at.reply("send_files", guest.SendFilesResponse).files
        if not sent:
            # It is not known what was sent, if anything was, nor whose guest it would be in: a purge without ids takes
            # everything. What did come from here goes with the guest, whose undo comes next and empties its reader.
            return
        request = guest.PurgeFilesRequest(user_id=self._user_id, spool_ids=[file.spool_id for file in sent])
        await self._to.guest.PurgeFiles(request, timeout=at.seconds)

    def _data_steps(self, told: Told) -> Iterator[Step]:
        made = "create_disks" if self._disks_after_entry(told) else "confirm_disks"
        for spec, disk in zip(self._request.disks, self._planned_disks(told), strict=True):
            number = disk.device_number
            if spec.image:
                yield self._data_step(f"write_image {number}", self._write_image(number, spec.image), made)
            elif spec.file_system and not spec.virtual_disk:
                yield self._data_step(f"format {number}", self._format(number, spec.file_system), made)

    def _write_image(self, device_number: str, image: str) -> Do:
        async def write(at: At) -> storage.Disk:
            request = storage.WriteImageRequest(
                request_id=at.own_request_id, user_id=self._user_id, device_number=device_number, image=image
            )
            return await disk_of(self._to.storage.WriteImage(request, timeout=at.seconds), at)

        return write

    def _format(self, device_number: str, file_system: storage.FileSystem) -> Do:
        async def format_disk(at: At) -> storage.Disk:
            request = storage.FormatDiskRequest(
                request_id=at.own_request_id,
                user_id=self._user_id,
                device_number=device_number,
                file_system=file_system,
            )
            return await disk_of(self._to.storage.FormatDisk(request, timeout=at.seconds), at)

        return format_disk

    # Start

    async def _start_guest(self, at: At) -> guest.StartGuestResponse:
        return await self._to.guest.StartGuest(guest.StartGuestRequest(user_id=self._user_id), timeout=at.seconds)

    async def _stop_guest(self, at: At) -> None:
        request = guest.StopGuestRequest(user_id=self._user_id, mode=guest.STOP_MODE_IMMEDIATE)
        await self._to.guest.StopGuest(request, timeout=at.seconds)

    # Combine

    def combine(self, told: Told) -> bytes:
        """The guest as its steps left it. No call is made: everything was in their answers."""
        made = told.reply("create_guest", guest.CreateGuestResponse).guest
        made.power_state = guest.POWER_STATE_OFF if self._request.no_start else guest.POWER_STATE_ON
        result = pb.SpawnGuestResult(
            guest=made, disks=self._disks(told), nics=told.reply("grant_nics", network.GrantNicsResponse).nics
        )
        return result.SerializeToString()

    def _disks(self, told: Told) -> list[storage.Disk]:
        """The disks, each from the step that touched it last."""
        after_entry = self._disks_after_entry(told)
        made = (
            told.reply("create_disks", storage.CreateDisksResponse).disks
            if after_entry
            else told.reply("confirm_disks", storage.ConfirmDisksResponse).disks
        )
        disks = []
        for disk in made:
            names = (f"write_image {disk.device_number}", f"format {disk.device_number}")
            disks.append(next((told.reply(name, storage.Disk) for name in names if told.began(name)), disk))
        return disks

    def kept_request(self) -> bytes:
        """The request without the files' content, which may be secret and which nobody needs any more."""
        kept = pb.SpawnGuestRequest()
        kept.CopyFrom(self._request)
        for file in kept.files:
            file.ClearField("content")
        return kept.SerializeToString()

    def _disks_after_entry(self, told: Told) -> bool:
        """The entry is made without the disks: the directory manager wants it so, or a prototype is the whole entry."""
        planned = told.reply("plan_disks", storage.PlanDisksResponse)
        return bool(planned.disks) and (planned.create_after_entry or bool(self._request.guest.prototype))

    def _planned_disks(self, told: Told) -> Sequence[storage.Disk]:
        return told.reply("plan_disks", storage.PlanDisksResponse).disks

    def _spec(self, told: Told) -> guest.GuestSpec:
        """The caller's guest, with the boot disk in its IPL statement when the caller said nothing of it."""
        spec = guest.GuestSpec()
        spec.CopyFrom(self._request.guest)
        boot = next((disk for disk in self._planned_disks(told) if disk.boot), None)
        if boot is not None and not spec.HasField("ipl") and not spec.prototype:
            setattr(spec.ipl, "from", boot.device_number)
        return spec

    def _step(
        self, name: str, do: Do, undo: Undo | None, result: type[Message], *after: str, skip: bool = False
    ) -> Step:
        return Step(
            name=name,
            do=do,
            undo=undo,
            after=after,
            result=result,
            skip=skip,
            seconds=self._times.step,
            patience=self._times.patience,
        )

    def _data_step(self, name: str, do: Do, after: str) -> Step:
        return Step(
            name=name,
            do=do,  # no undo: what is on a disk goes with the disk
            after=(after,),
            result=storage.Disk,
            seconds=self._times.image,
            patience=self._times.patience,
            stoppable=True,
        )


def minidisk_statement(disk: storage.Disk) -> guest.MinidiskStatement:
    """The MDISK statement of a planned disk."""
    statement = guest.MinidiskStatement(
        device_number=disk.device_number, device_type=disk.device_type, size=disk.size, mode=disk.mode
    )
    if disk.virtual_disk:
        statement.virtual_disk = True
    else:
        statement.pool = disk.pool
    return statement


def nic_statement(nic: network.Nic) -> guest.NicStatement:
    """The NICDEF statement of a planned NIC."""
    return guest.NicStatement(
        device_number=nic.device_number, virtual_switch=nic.virtual_switch, mac_id=nic.mac_id, vlan_id=nic.vlan_id
    )


def placements(
    planned: Sequence[storage.Disk], minidisks: Iterable[guest.DirectoryMinidisk]
) -> list[storage.DiskPlacement]:
    """Where the directory manager has put the planned disks. V-DISKs have no place."""
    real = {disk.device_number for disk in planned if not disk.virtual_disk}
    return [
        storage.DiskPlacement(
            device_number=each.device_number, volume=each.extent.volume, start=each.extent.start, size=each.size
        )
        for each in minidisks
        if each.device_number in real and each.HasField("extent")
    ]


def same_number(answer: Answer, got: int, asked: int, what: str) -> Answer:
    """The answer of a plan; INTERNAL when it does not have one thing for each that was asked for."""
    if got != asked:
        raise internal("PLAN_INCOMPLETE", f"{asked} {what} were asked for, {got} were planned")
    return answer


def _as_caller_wrote_it(field: str) -> str:
    return "guest.user_id" if field == "user_id" else field
