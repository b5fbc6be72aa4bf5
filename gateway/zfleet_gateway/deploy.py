# SPDX-License-Identifier: Apache-2.0
"""The deploy story: an image on a guest's disk, and in its reader what its first boot needs.

plan        check_guest || check_image || fetch_files
deploy      prepare_first_boot; write_image; forget_network

The last one only for Red Hat CoreOS, whose first boot is written with its image and not sent to its reader.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.boot_device import boot_device, one_of
from zfleet_gateway.coreos import boot_volume, check_ignition, is_coreos
from zfleet_gateway.interfaces import purge
from zfleet_gateway.long_work import disk_of, volume_of
from zfleet_gateway.refusal import unless_refused
from zfleet_gateway.services import Services
from zfleet_gateway.story import At, Do, Step, Told
from zfleet_gateway.times import Times
from zfleet_gateway.validate import MOST_FILE_BYTES, reader_name
from zfleet_runtime.errors import (
    Violation,
    ZfleetError,
    failed_precondition,
    from_call,
    invalid_argument,
)

PLAN = ("check_guest", "check_image", "fetch_files")


class Deploy:
    """The story of one DeployGuest request. What a disk held before is not kept: its writing is not undone."""

    kind: pb.OperationKind = pb.OPERATION_KIND_DEPLOY_GUEST
    undoable = True

    def __init__(self, request: pb.DeployGuestRequest, to: Services, times: Times) -> None:
        self._request = request
        self._to = to
        self._times = times
        self._user_id = request.user_id
        self._fetched: list[guest.ReaderFile] | None = None  # never in the journal: config drives hold keys

    def plan(self) -> Sequence[Step]:
        """Whether there is all that it takes."""
        seconds = self._times.plan
        return (
            Step(name="check_guest", do=self._check_guest, result=storage.Disk, seconds=seconds),
            Step(
                name="check_image",
                do=self._check_image,
                result=storage.GetImageResponse,
                seconds=seconds,
                skip=self._request.skip_disk_copy,
            ),
            Step(
                name="fetch_files",
                do=self._fetch_files,
                result=guest.SendFilesResponse,
                seconds=self._times.step,
                skip=not self._request.remote_files,
                stoppable=True,
            ),
        )

    async def _check_guest(self, at: At) -> storage.Disk:
        """The disk to be written, as far as it is known by now."""
        found = await self._guest(at)
        if self._request.skip_disk_copy:
            return storage.Disk(user_id=self._user_id)
        if found.power_state != guest.POWER_STATE_OFF:
            text = f"guest {self._user_id} is logged on: its disks cannot be written"
            raise failed_precondition("GUEST_RUNNING", text, resource=("guest", self._user_id))
        return storage.Disk(user_id=self._user_id, device_number=await self._target(found.directory, at))

    async def _guest(self, at: At) -> guest.Guest:
        request = guest.GetGuestRequest(user_id=self._user_id, view=guest.GUEST_VIEW_DIRECTORY)
        return (await self._to.guest.GetGuest(request, timeout=at.seconds)).guest

    async def _target(self, entry: guest.DirectoryEntry, at: At) -> str:
        """The number of the minidisk; empty when the image goes to a SCSI volume."""
        numbers = [disk.device_number for disk in entry.minidisks]
        if self._request.device_number:
            if self._request.device_number not in numbers and await self._is_for_volume(at):
                return ""
            return one_of(numbers, self._request.device_number, self._user_id)
        boot = boot_device(entry)
        if boot in numbers:
            return boot
        listed = await self._to.storage.ListDisks(
            storage.ListDisksRequest(user_id=self._user_id, page_size=1000), timeout=at.seconds
        )
        for disk in listed.disks:
            if disk.boot and disk.device_number in numbers:
                return disk.device_number
        if await self._is_for_volume(at):
            return ""
        text = f"the directory entry of {self._user_id} does not say which disk it boots from: give the device number"
        raise failed_precondition("BOOT_DISK_UNKNOWN", text, resource=("guest", self._user_id))

    async def _is_for_volume(self, at: At) -> bool:
        """Whether the image is of a CoreOS for SCSI disks: then the directory need not have a disk for it."""
        image = (await self._image(at)).image
        return is_coreos(self._request.os_version or image.os_version) and _for_scsi(image)

    async def _image(self, at: At) -> storage.GetImageResponse:
        request = storage.GetImageRequest(name=self._request.image)
        return await self._to.storage.GetImage(request, timeout=at.seconds)

    async def _check_image(self, at: At) -> storage.GetImageResponse:
        found = await self._image(at)
        if is_coreos(self._request.os_version or found.image.os_version):
            check_ignition(self._request)
            kept = system.GetNetworkParameterRequest(user_id=self._user_id)
            await self._to.guest_system.GetNetworkParameter(kept, timeout=at.seconds)
            if _for_scsi(found.image):
                await self._volume(at)
        return found

    async def _volume(self, at: At) -> storage.ScsiVolume:
        entry = (await self._guest(at)).directory
        return boot_volume(entry, self._user_id, self._request.device_number)

    async def _fetch_files(self, at: At) -> guest.SendFilesResponse:
        """Names of the files only: the content stays in this process, and is fetched again after a crash."""
        files = await asyncio.gather(
            *(self._fetch(number, file, at) for number, file in enumerate(self._request.remote_files))
        )
        total = sum(len(file.content) for file in (*self._request.files, *files))
        if total > MOST_FILE_BYTES:
            raise _too_large("remote_files", f"at most {MOST_FILE_BYTES} bytes of files in all, these have {total}")
        self._fetched = files
        return guest.SendFilesResponse(files=[guest.SpoolFile(name=file.name, type=file.type) for file in files])

    async def _fetch(self, number: int, file: pb.RemoteFile, at: At) -> guest.ReaderFile:
        request = storage.FetchFileRequest(path=file.path, remote_host=file.remote_host)
        content = bytearray()
        try:
            async for part in self._to.storage.FetchFile(request, timeout=at.seconds):
                content += part.content
                if len(content) > MOST_FILE_BYTES:
                    raise _too_large(f"remote_files[{number}]", f"has more than {MOST_FILE_BYTES} bytes")
        except grpc.aio.AioRpcError as error:
            raise _of_file(from_call(error), number) from error
        name, kind = reader_name(file)
        return guest.ReaderFile(name=name, type=kind, content=bytes(content))

    def foreseen(self) -> Sequence[Step]:
        """Nothing: the disk is not known yet."""
        return ()

    def go_on(self, told: Told) -> Sequence[Step]:
        """The files can be taken back, the disk cannot."""
        steps = [
            Step(
                name="prepare_first_boot",
                do=self._prepare,
                undo=self._purge,
                after=PLAN,
                result=system.PrepareFirstBootResponse,
                seconds=self._times.step,
                patience=self._times.patience,
            ),
            self._writing(told),
        ]
        if is_coreos(self._os_version(told)):
            steps.append(
                Step(
                    name="forget_network",
                    do=self._forget_network,
                    after=(steps[-1].name,),
                    result=system.ForgetNetworkParameterResponse,
                    seconds=self._times.step,
                    patience=self._times.patience,
                )
            )
        return steps

    def _writing(self, told: Told) -> Step:
        do: Do = self._write_image
        to_volume = False
        if is_coreos(self._os_version(told)):
            do = self._write_coreos
            to_volume = _for_scsi(told.reply("check_image", storage.GetImageResponse).image)
        return Step(
            name="write_volume" if to_volume else "write_image",
            do=self._write_volume if to_volume else do,
            after=("prepare_first_boot",),
            result=storage.ScsiVolume if to_volume else storage.Disk,
            seconds=self._times.image,
            patience=self._times.patience,
            stoppable=True,
            skip=self._request.skip_disk_copy,
        )

    async def _write_image(self, at: At) -> storage.Disk:
        request = storage.WriteImageRequest(
            request_id=at.own_request_id,
            user_id=self._user_id,
            device_number=at.reply("check_guest", storage.Disk).device_number,
            image=self._request.image,
        )
        return await disk_of(self._to.storage.WriteImage(request, timeout=at.seconds), at)

    async def _write_coreos(self, at: At) -> storage.Disk:
        request = await self._of_coreos(at)
        request.device_number = at.reply("check_guest", storage.Disk).device_number
        return await disk_of(self._to.storage.WriteCoreosImage(request, timeout=at.seconds), at)

    async def _write_volume(self, at: At) -> storage.ScsiVolume:
        request = await self._of_coreos(at)
        request.volume.CopyFrom(await self._volume(at))
        return await volume_of(self._to.storage.WriteCoreosImage(request, timeout=at.seconds), at)

    async def _of_coreos(self, at: At) -> storage.WriteCoreosImageRequest:
        (ignition,) = await self._files(at)
        return storage.WriteCoreosImageRequest(
            request_id=at.own_request_id,
            user_id=self._user_id,
            image=self._request.image,
            ignition=ignition.content,
            network_parameter=at.reply("prepare_first_boot", system.PrepareFirstBootResponse).network_parameter,
        )

    async def _forget_network(self, at: At) -> system.ForgetNetworkParameterResponse:
        """It is used up. What was kept since then is another one, and stays."""
        used = at.reply("prepare_first_boot", system.PrepareFirstBootResponse).network_parameter
        request = system.ForgetNetworkParameterRequest(user_id=self._user_id, network_parameter=used)
        return await self._to.guest_system.ForgetNetworkParameter(request, timeout=at.seconds)

    async def _prepare(self, at: At) -> system.PrepareFirstBootResponse:
        os_version = self._os_version(at)
        request = system.PrepareFirstBootRequest(
            request_id=at.own_request_id,
            user_id=self._user_id,
            os_version=os_version,
            hostname=self._request.hostname,
            files=[] if is_coreos(os_version) else await self._files(at),
        )
        return await self._to.guest_system.PrepareFirstBoot(request, timeout=at.seconds)

    async def _files(self, at: At) -> Sequence[guest.ReaderFile]:
        """All files, those from elsewhere fetched again when another process has fetched them first."""
        if self._fetched is None and self._request.remote_files:
            await self._fetch_files(at)
        return [*self._request.files, *(self._fetched or ())]

    async def _purge(self, at: At) -> None:
        sent: system.PrepareFirstBootResponse | None = at.reply("prepare_first_boot", system.PrepareFirstBootResponse)
        if at.is_unknown("prepare_first_boot"):
            sent = await unless_refused(self._prepare(at))  # tells what was sent, or sends it now
        if sent is not None:
            await purge(self._user_id, sent.files, self._to, at)

    def combine(self, told: Told) -> bytes:
        """The disk and the files."""
        result = pb.DeployGuestResult(
            files=told.reply("prepare_first_boot", system.PrepareFirstBootResponse).files,
            os_version=self._os_version(told),
        )
        if told.began("write_image"):
            result.disk.CopyFrom(told.reply("write_image", storage.Disk))
        if told.began("write_volume"):
            result.volume.CopyFrom(told.reply("write_volume", storage.ScsiVolume))
        return result.SerializeToString()

    def _os_version(self, told: Told) -> str:
        return self._request.os_version or told.reply("check_image", storage.GetImageResponse).image.os_version

    def kept_request(self) -> bytes:
        """The request without the files' content, which may be secret and which nobody needs any more."""
        kept = pb.DeployGuestRequest()
        kept.CopyFrom(self._request)
        for file in kept.files:
            file.ClearField("content")
        return kept.SerializeToString()


def _for_scsi(image: storage.Image) -> bool:
    return image.disk_type == storage.IMAGE_DISK_TYPE_SCSI


def _too_large(field: str, text: str) -> ZfleetError:
    return invalid_argument([Violation(field, text)])


def _of_file(error: ZfleetError, number: int) -> ZfleetError:
    """The same error, naming the file that could not be fetched."""
    violations = [Violation(f"remote_files[{number}].{each.field}", each.description) for each in error.violations]
    return ZfleetError(
        error.status,
        error.reason,
        error.message,
        metadata={**error.metadata, "file": f"remote_files[{number}]"},
        violations=violations,
        retry_after=error.retry_after,
        resource=error.resource,
    )
