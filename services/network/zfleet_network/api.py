# SPDX-License-Identifier: Apache-2.0
"""zfleet.network.v1.NetworkService: each rpc checks its request, hands it on and converts what comes back."""

from __future__ import annotations

from typing import Any

import grpc

from zfleet.network.v1 import network_service_pb2 as pb
from zfleet.network.v1 import network_service_pb2_grpc
from zfleet_network import validate, validate_switch
from zfleet_network.adapters import AdapterRoom
from zfleet_network.confirm import Confirmation
from zfleet_network.convert import adapter_message, nic_message, osa_message, statistics_message, switch_message
from zfleet_network.couple import Coupling
from zfleet_network.create_nics import Creation
from zfleet_network.delete_nics import Deletion
from zfleet_network.grants import Grants
from zfleet_network.list_nics import Filter, Listing
from zfleet_network.osa import OsaRoom
from zfleet_network.plan import Planning
from zfleet_network.register import Registration
from zfleet_network.statistics import Statistics
from zfleet_network.switches import SwitchRoom
from zfleet_network.update_switch import SwitchUpdate
from zfleet_runtime.changes import Changes
from zfleet_runtime.pagination import page_of
from zfleet_runtime.requests import Requests, request_id_of
from zfleet_runtime.smapi_health import SmapiHealthCounters, health_message
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

Context = grpc.aio.ServicerContext[Any, Any]


class NetworkApi(network_service_pb2_grpc.NetworkServiceServicer):
    """The rpcs. What changes z/VM is finished or undone even when its caller goes away (`changes`)."""

    def __init__(
        self,
        *,
        changes: Changes,
        requests: Requests,
        room: SwitchRoom,
        switch_update: SwitchUpdate,
        grants: Grants,
        planning: Planning,
        confirmation: Confirmation,
        creation: Creation,
        deletion: Deletion,
        listing: Listing,
        coupling: Coupling,
        registration: Registration,
        adapters: AdapterRoom,
        statistics: Statistics,
        osas: OsaRoom,
        health: SmapiHealthCounters,
        mac_prefix: str,
    ) -> None:
        self._changes = changes
        self._requests = requests
        self._room = room
        self._switch_update = switch_update
        self._grants = grants
        self._planning = planning
        self._confirmation = confirmation
        self._creation = creation
        self._deletion = deletion
        self._listing = listing
        self._coupling = coupling
        self._registration = registration
        self._adapters = adapters
        self._statistics = statistics
        self._osas = osas
        self._health = health
        self._mac_prefix = mac_prefix

    async def CreateVirtualSwitch(
        self, request: pb.CreateVirtualSwitchRequest, context: Context
    ) -> pb.CreateVirtualSwitchResponse:
        v = Violations()
        v.optional("request_id", request_id_of, request.request_id)
        wish = validate_switch.switch_wish(v, request)
        v.raise_if_any()

        async def create(again: bool) -> pb.CreateVirtualSwitchResponse:
            switch = await self._room.create(wish, again=again)
            return pb.CreateVirtualSwitchResponse(virtual_switch=switch_message(switch))

        answer = pb.CreateVirtualSwitchResponse
        return await self._changes.run(
            self._requests.once(request.request_id, "CreateVirtualSwitch", request, answer, create)
        )

    async def GetVirtualSwitch(
        self, request: pb.GetVirtualSwitchRequest, context: Context
    ) -> pb.GetVirtualSwitchResponse:
        v = Violations()
        name = v.check("name", values.switch_name, request.name)
        v.raise_if_any()
        return pb.GetVirtualSwitchResponse(virtual_switch=switch_message(await self._room.get(name)))

    async def ListVirtualSwitches(
        self, request: pb.ListVirtualSwitchesRequest, context: Context
    ) -> pb.ListVirtualSwitchesResponse:
        v = Violations()
        page = page_of(v, request.page_size, request.page_token, query=("ListVirtualSwitches",))
        v.raise_if_any()
        switches, token = await self._room.page(page)
        return pb.ListVirtualSwitchesResponse(
            virtual_switches=[switch_message(switch) for switch in switches], next_page_token=token
        )

    async def UpdateVirtualSwitch(
        self, request: pb.UpdateVirtualSwitchRequest, context: Context
    ) -> pb.UpdateVirtualSwitchResponse:
        v = Violations()
        name = v.check("name", values.switch_name, request.name)
        change = validate_switch.switch_change(v, request)
        v.raise_if_any()
        switch = await self._changes.run(self._switch_update.update(name, change))
        return pb.UpdateVirtualSwitchResponse(virtual_switch=switch_message(switch))

    async def DeleteVirtualSwitch(
        self, request: pb.DeleteVirtualSwitchRequest, context: Context
    ) -> pb.DeleteVirtualSwitchResponse:
        v = Violations()
        name = v.check("name", values.switch_name, request.name)
        v.raise_if_any()
        await self._changes.run(
            self._room.delete(name, persistent=request.persistent, allow_missing=request.allow_missing)
        )
        return pb.DeleteVirtualSwitchResponse()

    async def GrantVirtualSwitch(
        self, request: pb.GrantVirtualSwitchRequest, context: Context
    ) -> pb.GrantVirtualSwitchResponse:
        v = Violations()
        name, user_id = v.check("name", values.switch_name, request.name), validate.user_id(v, request.user_id)
        vlan_ids, rights = validate.vlan_ids(v, request.vlan_ids), validate_switch.rights(v, request)
        v.raise_if_any()
        await self._changes.run(self._grants.give(name, user_id, vlan_ids, rights))
        return pb.GrantVirtualSwitchResponse()

    async def RevokeVirtualSwitch(
        self, request: pb.RevokeVirtualSwitchRequest, context: Context
    ) -> pb.RevokeVirtualSwitchResponse:
        v = Violations()
        name, user_id = v.check("name", values.switch_name, request.name), validate.user_id(v, request.user_id)
        v.raise_if_any()
        await self._changes.run(self._grants.take(name, user_id))
        return pb.RevokeVirtualSwitchResponse()

    async def SetVirtualSwitchVlan(
        self, request: pb.SetVirtualSwitchVlanRequest, context: Context
    ) -> pb.SetVirtualSwitchVlanResponse:
        v = Violations()
        name, user_id = v.check("name", values.switch_name, request.name), validate.user_id(v, request.user_id)
        v.required("vlan_ids", request.vlan_ids)
        vlan_ids = validate.vlan_ids(v, request.vlan_ids)
        v.raise_if_any()
        await self._changes.run(self._grants.give(name, user_id, vlan_ids))
        return pb.SetVirtualSwitchVlanResponse()

    async def PlanNics(self, request: pb.PlanNicsRequest, context: Context) -> pb.PlanNicsResponse:
        v = Violations()
        request_id, user_id = validate.plan_id(v, request.request_id), validate.user_id(v, request.user_id)
        wishes = validate.wishes(v, request.nics, at_least=0)
        for at, wish in enumerate(wishes):
            v.require(not wish.osa_device, f"nics[{at}].osa_device", "is dedicated to existing guests only")
        nics = await self._planning.plan(request, request_id, user_id, wishes, v)
        return pb.PlanNicsResponse(nics=[nic_message(nic, self._mac_prefix) for nic in nics])

    async def ReleaseNics(self, request: pb.ReleaseNicsRequest, context: Context) -> pb.ReleaseNicsResponse:
        request_id, user_id = _plan_of(request)
        return pb.ReleaseNicsResponse(released_count=await self._planning.release(request_id, user_id))

    async def GrantNics(self, request: pb.GrantNicsRequest, context: Context) -> pb.GrantNicsResponse:
        request_id, user_id = _plan_of(request)
        nics = await self._changes.run(self._confirmation.confirm(request_id, user_id))
        return pb.GrantNicsResponse(nics=[nic_message(nic, self._mac_prefix) for nic in nics])

    async def RevokeNics(self, request: pb.RevokeNicsRequest, context: Context) -> pb.RevokeNicsResponse:
        request_id, user_id = _plan_of(request)
        await self._changes.run(self._confirmation.take_back(request_id, user_id))
        return pb.RevokeNicsResponse()

    async def CreateNics(self, request: pb.CreateNicsRequest, context: Context) -> pb.CreateNicsResponse:
        v = Violations()
        v.optional("request_id", request_id_of, request.request_id)
        user_id = validate.user_id(v, request.user_id)
        wishes = validate.wishes(v, request.nics, at_least=1)
        scope = validate.scope(v, request.scope)
        v.raise_if_any()

        async def create(again: bool) -> pb.CreateNicsResponse:
            nics, coupled = await self._creation.create(request.request_id, user_id, wishes, scope, again=again)
            return pb.CreateNicsResponse(
                nics=[
                    nic_message(nic, self._mac_prefix, connected=bool(coupled.get(nic.device_number))) for nic in nics
                ]
            )

        answer = pb.CreateNicsResponse
        return await self._changes.run(self._requests.once(request.request_id, "CreateNics", request, answer, create))

    async def DeleteNics(self, request: pb.DeleteNicsRequest, context: Context) -> pb.DeleteNicsResponse:
        v = Violations()
        user_id, numbers = validate.user_id(v, request.user_id), validate.device_numbers(v, request.device_numbers)
        scope = validate.scope(v, request.scope)
        v.raise_if_any()
        await self._changes.run(self._deletion.delete(user_id, numbers, scope, allow_missing=request.allow_missing))
        return pb.DeleteNicsResponse()

    async def ListNics(self, request: pb.ListNicsRequest, context: Context) -> pb.ListNicsResponse:
        v = Violations()
        wanted = Filter(
            user_id=v.optional("user_id", values.user_id, request.user_id) or "",
            virtual_switch=v.optional("virtual_switch", values.switch_name, request.virtual_switch) or "",
            nic_id=v.check("nic_id", validate.nic_id, request.nic_id),
        )
        page = page_of(v, request.page_size, request.page_token, query=wanted.query())
        v.raise_if_any()
        nics, token = await self._listing.page(wanted, page)
        connected = frozenset() if request.records_only else await self._listing.connected(nics)
        shown = [
            nic_message(nic, self._mac_prefix, connected=(nic.user_id, nic.device_number) in connected) for nic in nics
        ]
        return pb.ListNicsResponse(nics=shown, next_page_token=token)

    async def CoupleNic(self, request: pb.CoupleNicRequest, context: Context) -> pb.CoupleNicResponse:
        v = Violations()
        user_id = validate.user_id(v, request.user_id)
        number = v.check("device_number", validate.device_number, request.device_number)
        switch = v.check("virtual_switch", values.switch_name, request.virtual_switch)
        vlan_id = v.optional("vlan_id", values.vlan_id, request.vlan_id) or 0
        scope = validate.scope(v, request.scope)
        v.raise_if_any()
        nic, connected = await self._changes.run(self._coupling.couple(user_id, number, switch, vlan_id, scope))
        return pb.CoupleNicResponse(nic=nic_message(nic, self._mac_prefix, connected=connected))

    async def UncoupleNic(self, request: pb.UncoupleNicRequest, context: Context) -> pb.UncoupleNicResponse:
        v = Violations()
        user_id = validate.user_id(v, request.user_id)
        number = v.check("device_number", validate.device_number, request.device_number)
        scope = validate.scope(v, request.scope)
        v.raise_if_any()
        nic = await self._changes.run(self._coupling.uncouple(user_id, number, scope))
        return pb.UncoupleNicResponse(nic=nic_message(nic, self._mac_prefix))

    async def ForgetNics(self, request: pb.ForgetNicsRequest, context: Context) -> pb.ForgetNicsResponse:
        v = Violations()
        user_id = validate.user_id(v, request.user_id)
        v.raise_if_any()
        return pb.ForgetNicsResponse(forgotten_count=await self._changes.run(self._deletion.forget(user_id)))

    async def RegisterNics(self, request: pb.RegisterNicsRequest, context: Context) -> pb.RegisterNicsResponse:
        v = Violations()
        user_id, nic_ids = validate.user_id(v, request.user_id), validate.nic_ids(v, request.nic_ids)
        v.raise_if_any()
        nics = await self._changes.run(self._registration.register(user_id, nic_ids))
        connected = await self._listing.connected(nics)
        return pb.RegisterNicsResponse(
            nics=[
                nic_message(nic, self._mac_prefix, connected=(nic.user_id, nic.device_number) in connected)
                for nic in nics
            ]
        )

    async def DeregisterNics(self, request: pb.DeregisterNicsRequest, context: Context) -> pb.DeregisterNicsResponse:
        v = Violations()
        user_id = validate.user_id(v, request.user_id)
        v.raise_if_any()
        return pb.DeregisterNicsResponse(
            forgotten_count=await self._changes.run(self._registration.deregister(user_id))
        )

    async def ListAdapters(self, request: pb.ListAdaptersRequest, context: Context) -> pb.ListAdaptersResponse:
        v = Violations()
        user_id = validate.user_id(v, request.user_id)
        v.raise_if_any()
        adapters = await self._adapters.of(user_id)
        return pb.ListAdaptersResponse(adapters=[adapter_message(adapter) for adapter in adapters])

    async def ListNicStatistics(
        self, request: pb.ListNicStatisticsRequest, context: Context
    ) -> pb.ListNicStatisticsResponse:
        v = Violations()
        user_ids = validate.user_ids(v, request.user_ids)
        v.raise_if_any()
        found, read_at = await self._statistics.of(user_ids)
        answer = pb.ListNicStatisticsResponse(statistics=[statistics_message(each) for each in found])
        answer.read_time.FromMicroseconds(round(read_at * 1_000_000))
        return answer

    async def ListOsaDevices(self, request: pb.ListOsaDevicesRequest, context: Context) -> pb.ListOsaDevicesResponse:
        v = Violations()
        page = page_of(v, request.page_size, request.page_token, query=("ListOsaDevices",))
        v.raise_if_any()
        devices, token = await self._osas.page(page)
        return pb.ListOsaDevicesResponse(osa_devices=[osa_message(osa) for osa in devices], next_page_token=token)

    async def GetSmapiHealth(self, request: pb.GetSmapiHealthRequest, context: Context) -> pb.GetSmapiHealthResponse:
        return pb.GetSmapiHealthResponse(health=health_message(pb.SmapiHealth(), self._health.now()))


def _plan_of(request: pb.ReleaseNicsRequest | pb.GrantNicsRequest | pb.RevokeNicsRequest) -> tuple[str, str]:
    v = Violations()
    request_id, user_id = validate.plan_id(v, request.request_id), validate.user_id(v, request.user_id)
    v.raise_if_any()
    return request_id, user_id
