# SPDX-License-Identifier: Apache-2.0
"""The rpcs of GuestSystemService: each checks its request, hands on, and converts the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import grpc

from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as pb
from zfleet.guest.v1.guest_system_service_pb2_grpc import GuestSystemServiceServicer
from zfleet_guest import validate, validate_system
from zfleet_guest.carry_out import DEFAULT_TIMEOUT
from zfleet_guest.configure_disks import DiskConfiguration
from zfleet_guest.configure_nics import NicConfiguration, NicOrder, managed_guest, os_version_unknown
from zfleet_guest.configure_volume import VolumeConfiguration
from zfleet_guest.first_boot.distribution import Distribution, Family
from zfleet_guest.grow_root import RootGrowth
from zfleet_guest.inspect import DEFAULT_TIMEOUT as INSPECT_TIMEOUT
from zfleet_guest.inspect import Inspector
from zfleet_guest.prepare_first_boot import FirstBoots, Preparation
from zfleet_guest.reader_access import ReaderFile
from zfleet_guest.registry import ManagedGuest, Registry
from zfleet_runtime.requests import Requests
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"


@dataclass(frozen=True, slots=True)
class SystemVerbs:
    """What can be done inside guests."""

    inspector: Inspector
    first_boots: FirstBoots
    disks: DiskConfiguration
    nics: NicConfiguration
    volumes: VolumeConfiguration
    root: RootGrowth
    registry: Registry


class SystemApi(GuestSystemServiceServicer):
    """zfleet.guest.v1.GuestSystemService."""

    def __init__(self, verbs: SystemVerbs, requests: Requests) -> None:
        self._verbs = verbs
        self._requests = requests

    async def InspectGuest(self, request: pb.InspectGuestRequest, context: Context) -> pb.InspectGuestResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        given = request.timeout if request.HasField("timeout") else None
        timeout = validate_system.seconds(v, "timeout", given, INSPECT_TIMEOUT, 1.0, 600.0)
        v.raise_if_any()
        found = await self._verbs.inspector.inspect(user_id, timeout)
        return pb.InspectGuestResponse(
            reachable=found.reachable,
            unreachable_reason=found.unreachable_reason,
            os_version=found.release.os_version,
            os_name=found.release.name,
            kernel=found.kernel,
            online_cpu_count=found.online_cpu_count,
            memory_mib=found.memory_mib,
            addresses=found.addresses,
            root_device_number=found.root_device_number,
        )

    async def PrepareFirstBoot(
        self, request: pb.PrepareFirstBootRequest, context: Context
    ) -> pb.PrepareFirstBootResponse:
        """See the contract."""
        v = Violations()
        user_id = _who(v, request.request_id, request.user_id)
        os_version = v.optional("os_version", validate_system.os_version, request.os_version) or ""
        distribution = v.optional("os_version", validate_system.distribution, os_version)
        hostname = v.optional("hostname", validate_system.hostname, request.hostname) or ""
        files = validate_system.reader_files(v, request.files)
        if distribution is not None and distribution.family is Family.RHCOS:
            v.require(not files, "files", "cannot be given for rhcos, which reads no reader")
        v.raise_if_any()
        wanted = Preparation(user_id, os_version, distribution, hostname, files)

        async def prepare(repeated: bool) -> pb.PrepareFirstBootResponse:
            done = await self._verbs.first_boots.prepare(wanted)
            return pb.PrepareFirstBootResponse(
                files=_spool_files(done.files, done.spool_ids),
                purged_files=[
                    guest_pb.SpoolFile(
                        spool_id=file.spool_id, name=file.name, type=file.type, spool_class=file.spool_class
                    )
                    for file in done.purged
                ],
                network_parameter=done.network_parameter,
            )

        answer = pb.PrepareFirstBootResponse
        return await self._requests.once(request.request_id, "PrepareFirstBoot", request, answer, prepare)

    async def GetNetworkParameter(
        self, request: pb.GetNetworkParameterRequest, context: Context
    ) -> pb.GetNetworkParameterResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        v.raise_if_any()
        parameter = await self._verbs.first_boots.network_parameter(user_id)
        return pb.GetNetworkParameterResponse(network_parameter=parameter)

    async def ForgetNetworkParameter(
        self, request: pb.ForgetNetworkParameterRequest, context: Context
    ) -> pb.ForgetNetworkParameterResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        parameter = v.check("network_parameter", validate_system.kept_parameter, request.network_parameter)
        v.raise_if_any()
        forgotten = await self._verbs.first_boots.forget_network_parameter(user_id, parameter)
        return pb.ForgetNetworkParameterResponse(forgotten=forgotten)

    async def ConfigureDisks(self, request: pb.ConfigureDisksRequest, context: Context) -> pb.ConfigureDisksResponse:
        """See the contract."""
        v = Violations()
        user_id = _who(v, request.request_id, request.user_id)
        disks = validate_system.disks(v, request.disks)
        v.raise_if_any()

        async def configure(repeated: bool) -> pb.ConfigureDisksResponse:
            script, done = await self._verbs.disks.configure(user_id, disks)
            return pb.ConfigureDisksResponse(files=_spool_files([script.file], done.spool_ids), applied=done.applied)

        answer = pb.ConfigureDisksResponse
        return await self._requests.once(request.request_id, "ConfigureDisks", request, answer, configure)

    async def ConfigureNics(self, request: pb.ConfigureNicsRequest, context: Context) -> pb.ConfigureNicsResponse:
        """See the contract."""
        v = Violations()
        user_id = _who(v, request.request_id, request.user_id)
        distribution = v.optional("os_version", validate_system.distribution, request.os_version)
        nics = validate_system.nics(v, request, distribution)
        removed = validate_system.removed_nics(v, request, nics)
        v.raise_if_any()
        guest = await managed_guest(self._verbs.registry, user_id)
        if distribution is None:
            distribution = _registered(guest)
            validate_system.nics(v, request, distribution)
            v.raise_if_any()
        order = NicOrder(user_id, distribution, nics, removed, request.activate)

        async def configure(repeated: bool) -> pb.ConfigureNicsResponse:
            done = await self._verbs.nics.configure(order, guest)
            return pb.ConfigureNicsResponse(
                files=_spool_files(done.files, done.spool_ids),
                applied=done.applied,
                network_parameter=done.network_parameter,
            )

        answer = pb.ConfigureNicsResponse
        return await self._requests.once(request.request_id, "ConfigureNics", request, answer, configure)

    async def ConfigureVolume(self, request: pb.ConfigureVolumeRequest, context: Context) -> pb.ConfigureVolumeResponse:
        """See the contract."""
        v = Violations()
        user_id = _who(v, request.request_id, request.user_id)
        known = request.action in (pb.VOLUME_ACTION_ATTACH, pb.VOLUME_ACTION_DETACH)
        v.require(known, "action", "must be ATTACH or DETACH")
        volume = validate_system.volume(v, request)
        v.optional("os_version", validate_system.distribution, request.os_version)
        given = request.timeout if request.HasField("timeout") else None
        timeout = validate_system.seconds(v, "timeout", given, DEFAULT_TIMEOUT, 1.0, 3600.0)
        v.raise_if_any()
        attaching = request.action == pb.VOLUME_ACTION_ATTACH
        verb = self._verbs.volumes.attach if attaching else self._verbs.volumes.detach

        async def configure(repeated: bool) -> pb.ConfigureVolumeResponse:
            script, done = await verb(user_id, volume, timeout)
            return pb.ConfigureVolumeResponse(files=_spool_files([script.file], done.spool_ids), applied=done.applied)

        answer = pb.ConfigureVolumeResponse
        return await self._requests.once(request.request_id, "ConfigureVolume", request, answer, configure)

    async def GrowRootVolume(self, request: pb.GrowRootVolumeRequest, context: Context) -> pb.GrowRootVolumeResponse:
        """See the contract."""
        v = Violations()
        user_id = _who(v, request.request_id, request.user_id)
        distribution = v.optional("os_version", validate_system.distribution, request.os_version)
        v.raise_if_any()
        if distribution is None:
            distribution = _registered(await managed_guest(self._verbs.registry, user_id))
        of = distribution

        async def grow(repeated: bool) -> pb.GrowRootVolumeResponse:
            file, spool_id = await self._verbs.root.grow(user_id, of)
            return pb.GrowRootVolumeResponse(files=_spool_files([file], [spool_id]))

        answer = pb.GrowRootVolumeResponse
        return await self._requests.once(request.request_id, "GrowRootVolume", request, answer, grow)


def _who(v: Violations, request_id: str, user_id: str) -> str:
    v.check("request_id", validate.request_id, request_id)
    return v.check("user_id", values.user_id, user_id)


def _registered(guest: ManagedGuest | None) -> Distribution:
    """The distribution that the registry knows. INVALID_ARGUMENT (OS_VERSION_UNKNOWN) when it knows none."""
    if guest is None or not guest.os_version:
        raise os_version_unknown()
    try:
        return validate_system.distribution(guest.os_version)
    except ValueError as error:
        raise os_version_unknown() from error


def _spool_files(files: Sequence[ReaderFile], spool_ids: Sequence[int]) -> list[guest_pb.SpoolFile]:
    return [
        guest_pb.SpoolFile(spool_id=spool_id, name=file.name, type=file.type, spool_class=file.spool_class)
        for file, spool_id in zip(files, spool_ids, strict=True)
    ]
