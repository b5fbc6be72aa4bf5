# SPDX-License-Identifier: Apache-2.0
"""Two stories of network interfaces: NICs and their configuration in the guest's Linux come together and go together.

create      create_nics; configure_nics
delete      look_nics; delete_nics; configure_nics
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.network.v1 import network_service_pb2 as network
from zfleet_gateway.refusal import renamed, unless_refused
from zfleet_gateway.services import Services
from zfleet_gateway.spawn import same_number
from zfleet_gateway.story import At, Step, Told
from zfleet_gateway.times import Times
from zfleet_runtime.errors import from_call, not_found

_PAGE = 1000


class CreateInterfaces:
    """The story of one CreateNetworkInterfaces request."""

    kind: pb.OperationKind = pb.OPERATION_KIND_CREATE_NETWORK_INTERFACES
    undoable = True

    def __init__(self, request: pb.CreateNetworkInterfacesRequest, to: Services, times: Times) -> None:
        self._request = request
        self._to = to
        self._times = times
        self._user_id = request.user_id

    def plan(self) -> Sequence[Step]:
        """The NICs: all or none, so that a refusal leaves nothing to be taken back."""
        return (
            Step(
                name="create_nics",
                do=self._create_nics,
                undo=self._delete_nics,
                result=network.CreateNicsResponse,
                seconds=self._times.step,
            ),
        )

    async def _create_nics(self, at: At) -> network.CreateNicsResponse:
        request = network.CreateNicsRequest(
            request_id=at.request_id("create_nics"),
            user_id=self._user_id,
            nics=[each.nic for each in self._request.interfaces],
            scope=self._request.scope,
        )
        try:
            created = await self._to.network.CreateNics(request, timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            raise renamed(from_call(error), nic_as_caller_wrote_it) from error
        return same_number(created, len(created.nics), len(self._request.interfaces), "NICs")

    async def _delete_nics(self, at: At) -> None:
        created = await self._created(at)
        if not created:
            return
        request = network.DeleteNicsRequest(
            user_id=self._user_id,
            device_numbers=[nic.device_number for nic in created],
            allow_missing=True,
            scope=undo_scope(self._request.scope),
        )
        await self._to.network.DeleteNics(request, timeout=at.seconds)

    async def _created(self, at: At) -> Sequence[network.Nic]:
        """The NICs, for an undo. When nobody knows what came of them, they are asked for again: all or none."""
        if not at.is_unknown("create_nics"):
            return at.reply("create_nics", network.CreateNicsResponse).nics
        created = await unless_refused(self._create_nics(at))
        return created.nics if created is not None else ()

    def foreseen(self) -> Sequence[Step]:
        """The configuration needs the device numbers, which are known when the NICs are there."""
        return (
            Step(
                name="configure_nics",
                do=self._configure_nics,
                undo=self._purge_files,
                after=("create_nics",),
                result=system.ConfigureNicsResponse,
                seconds=self._times.step,
                patience=self._times.patience,
            ),
        )

    def go_on(self, told: Told) -> Sequence[Step]:
        """Nothing more."""
        return ()

    async def _configure_nics(self, at: At) -> system.ConfigureNicsResponse:
        return await self._configure(at.reply("create_nics", network.CreateNicsResponse).nics, at)

    async def _configure(self, created: Sequence[network.Nic], at: At) -> system.ConfigureNicsResponse:
        request = system.ConfigureNicsRequest(
            request_id=at.own_request_id,
            user_id=self._user_id,
            os_version=self._request.os_version,
            nics=[nic_setup(spec, nic) for spec, nic in zip(self._request.interfaces, created, strict=True)],
            activate=self._request.scope == network.CHANGE_SCOPE_RUNNING_TOO,
        )
        try:
            return await self._to.guest_system.ConfigureNics(request, timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            raise renamed(from_call(error), setup_as_caller_wrote_it) from error

    async def _purge_files(self, at: At) -> None:
        sent: system.ConfigureNicsResponse | None = at.reply("configure_nics", system.ConfigureNicsResponse)
        if at.is_unknown("configure_nics"):
            created = await self._created(at)
            sent = await unless_refused(self._configure(created, at)) if created else None
        if sent is not None and not sent.applied:  # else they are in the reader no more
            await purge(self._user_id, sent.files, self._to, at)
        if sent is not None and sent.network_parameter:  # a deploy would use it for NICs that are gone
            kept = system.ForgetNetworkParameterRequest(user_id=self._user_id, network_parameter=sent.network_parameter)
            await self._to.guest_system.ForgetNetworkParameter(kept, timeout=at.seconds)

    def combine(self, told: Told) -> bytes:
        """The NICs, and what was sent."""
        configured = told.reply("configure_nics", system.ConfigureNicsResponse)
        result = pb.CreateNetworkInterfacesResponse(
            nics=told.reply("create_nics", network.CreateNicsResponse).nics,
            files=configured.files,
            applied=configured.applied,
        )
        return result.SerializeToString()

    def kept_request(self) -> bytes:
        """The request as it is."""
        return self._request.SerializeToString()


class DeleteInterfaces:
    """The story of one DeleteNetworkInterfaces request."""

    kind: pb.OperationKind = pb.OPERATION_KIND_DELETE_NETWORK_INTERFACES
    undoable = True

    def __init__(self, request: pb.DeleteNetworkInterfacesRequest, to: Services, times: Times) -> None:
        self._request = request
        self._to = to
        self._times = times
        self._user_id = request.user_id

    def plan(self) -> Sequence[Step]:
        """The NICs as they are, to be made again when the story is undone."""
        return (Step(name="look_nics", do=self._look_nics, result=network.ListNicsResponse, seconds=self._times.plan),)

    async def _look_nics(self, at: At) -> network.ListNicsResponse:
        there = {nic.device_number: nic for nic in await self._nics(at)}
        missing = [number for number in self._request.device_numbers if number not in there]
        if missing and not self._request.allow_missing:
            text = f"{self._user_id} has no NIC {', '.join(missing)}"
            raise not_found("nic", f"{self._user_id}/{missing[0]}", text)
        found = [there[number] for number in self._request.device_numbers if number in there]
        return network.ListNicsResponse(nics=found)

    async def _nics(self, at: At) -> Sequence[network.Nic]:
        request = network.ListNicsRequest(user_id=self._user_id, page_size=_PAGE)  # a guest has far fewer
        return (await self._to.network.ListNics(request, timeout=at.seconds)).nics

    def foreseen(self) -> Sequence[Step]:
        """Nothing: which NICs there are is not known yet."""
        return ()

    def go_on(self, told: Told) -> Sequence[Step]:
        """They go, and then their configuration."""
        nothing = not self._found(told)
        return (
            Step(
                name="delete_nics",
                do=self._delete_nics,
                undo=self._create_nics,
                after=("look_nics",),
                result=network.DeleteNicsResponse,
                seconds=self._times.step,
                patience=self._times.patience,
                skip=nothing,
            ),
            Step(
                name="configure_nics",
                do=self._configure_nics,
                undo=self._purge_files,
                after=("delete_nics",),
                result=system.ConfigureNicsResponse,
                seconds=self._times.step,
                patience=self._times.patience,
                skip=nothing,
            ),
        )

    async def _delete_nics(self, at: At) -> network.DeleteNicsResponse:
        request = network.DeleteNicsRequest(
            user_id=self._user_id,
            device_numbers=[nic.device_number for nic in self._found(at)],
            allow_missing=True,
            scope=self._request.scope,
        )
        return await self._to.network.DeleteNics(request, timeout=at.seconds)

    async def _create_nics(self, at: At) -> None:
        left = {nic.device_number for nic in await self._nics(at)}
        gone = [nic for nic in self._found(at) if nic.device_number not in left]
        if gone:
            request = network.CreateNicsRequest(
                user_id=self._user_id,
                nics=[nic_spec(nic) for nic in gone],
                scope=undo_scope(self._request.scope),
            )
            await self._to.network.CreateNics(request, timeout=at.seconds)

    async def _configure_nics(self, at: At) -> system.ConfigureNicsResponse:
        request = system.ConfigureNicsRequest(
            request_id=at.own_request_id,
            user_id=self._user_id,
            os_version=self._request.os_version,
            removed_device_numbers=[nic.device_number for nic in self._found(at)],
            activate=self._request.scope == network.CHANGE_SCOPE_RUNNING_TOO,
        )
        return await self._to.guest_system.ConfigureNics(request, timeout=at.seconds)

    async def _purge_files(self, at: At) -> None:
        sent: system.ConfigureNicsResponse | None = at.reply("configure_nics", system.ConfigureNicsResponse)
        if at.is_unknown("configure_nics"):
            if self._request.scope == network.CHANGE_SCOPE_RUNNING_TOO:
                return  # asking again might be what takes the NICs out of the running Linux, and they are coming back
            sent = await unless_refused(self._configure_nics(at))  # tells what was sent, or sends it now
        if sent is not None and not sent.applied:  # else they are in the reader no more
            await purge(self._user_id, sent.files, self._to, at)

    def combine(self, told: Told) -> bytes:
        """What was sent."""
        configured = told.reply("configure_nics", system.ConfigureNicsResponse)
        result = pb.DeleteNetworkInterfacesResponse(files=configured.files, applied=configured.applied)
        return result.SerializeToString()

    def kept_request(self) -> bytes:
        """The request as it is."""
        return self._request.SerializeToString()

    def _found(self, told: Told) -> Sequence[network.Nic]:
        return told.reply("look_nics", network.ListNicsResponse).nics


async def purge(user_id: str, files: Sequence[guest.SpoolFile], to: Services, at: At) -> None:
    """Takes files out of the reader again."""
    if files:  # a purge without ids would take everything
        request = guest.PurgeFilesRequest(user_id=user_id, spool_ids=[file.spool_id for file in files])
        await to.guest.PurgeFiles(request, timeout=at.seconds)


def nic_setup(spec: pb.NetworkInterfaceSpec, nic: network.Nic) -> system.NicSetup:
    """How the guest's Linux is to set up a NIC."""
    plan = spec.nic.address
    setup = system.NicSetup(
        device_number=nic.device_number,
        gateway=plan.gateway,
        name_servers=plan.dns_servers,
        mtu=plan.mtu,
        hostname=spec.hostname,
    )
    if spec.dhcp:
        setup.dhcp = True
    elif plan.ip_address:
        setup.address = f"{plan.ip_address}/{ipaddress.ip_network(plan.cidr, strict=False).prefixlen}"
    return setup


def nic_spec(nic: network.Nic) -> network.NicSpec:
    """What a NIC was made of, to be made again."""
    if nic.osa_device:
        spec = network.NicSpec(device_number=nic.device_number, nic_id=nic.nic_id, osa_device=nic.osa_device)
    else:
        spec = network.NicSpec(
            device_number=nic.device_number,
            virtual_switch=nic.virtual_switch,
            mac_address=nic.mac_address if nic.mac_id else "",  # else CP chose it, and chooses again
            vlan_id=nic.vlan_id,
            nic_id=nic.nic_id,
        )
    if nic.HasField("address"):
        spec.address.CopyFrom(nic.address)
    return spec


def undo_scope(scope: network.ChangeScope) -> network.ChangeScope:
    """Where an undo works: in the running guest too, unless it was left alone; but the guest may be off by now."""
    return scope if scope == network.CHANGE_SCOPE_DIRECTORY else network.CHANGE_SCOPE_UNSPECIFIED


def nic_as_caller_wrote_it(field: str) -> str:
    """A field of CreateNics as the caller calls it."""
    return re.sub(r"^nics\[(\d+)\]", r"interfaces[\1].nic", field)


def setup_as_caller_wrote_it(field: str) -> str:
    """A field of ConfigureNics as the caller calls it."""
    found = re.fullmatch(r"nics\[(\d+)\]\.(\w+)(.*)", field)
    if found is None:
        return field
    number, name, rest = found.groups()
    own = {"hostname": "hostname", "dhcp": "dhcp", "device_number": "nic.device_number"}
    of_address = {"address": "ip_address", "name_servers": "dns_servers"}
    return f"interfaces[{number}].{own.get(name) or f'nic.address.{of_address.get(name, name)}'}{rest}"
