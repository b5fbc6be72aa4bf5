# SPDX-License-Identifier: Apache-2.0
"""Virtual switches and the guests' NICs on them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping

from zfleet.gateway.v1 import gateway_service_pb2 as gateway_pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceStub
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet.network.v1.network_service_pb2_grpc import NetworkServiceStub
from zfleet_client.connection import Connection, new_request_id


class VirtualSwitches:
    """The virtual switches of a host."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._service = NetworkServiceStub(connection.channel)

    async def list(self) -> AsyncIterator[pb.VirtualSwitch]:
        """The switches in the order of their names."""
        request = pb.ListVirtualSwitchesRequest()
        while True:
            page = await self._connection.call(self._service.ListVirtualSwitches, request)
            for switch in page.virtual_switches:
                yield switch
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def get(self, name: str) -> pb.VirtualSwitch:
        """A switch with its uplinks, grants and connected NICs. NotFound."""
        request = pb.GetVirtualSwitchRequest(name=name)
        return (await self._connection.call(self._service.GetVirtualSwitch, request)).virtual_switch

    async def create(
        self,
        name: str,
        *,
        uplinks: Iterable[str] = (),
        controller: str = "",
        transport: pb.TransportType = pb.TRANSPORT_TYPE_UNSPECIFIED,
        vlan: int = 0,
        port_type: pb.PortType = pb.PORT_TYPE_UNSPECIFIED,
        native_vlan: int = 0,
        gvrp: bool = False,
        queue_memory_mb: int = 0,
        persistent: bool = False,
        request_id: str = "",
    ) -> pb.VirtualSwitch:
        """Defines a switch; `uplinks` are real device numbers. AlreadyExists when the name is taken."""
        request = pb.CreateVirtualSwitchRequest(
            request_id=request_id or new_request_id(),
            name=name,
            real_device_numbers=uplinks,
            controller=controller,
            transport_type=transport,
            vlan_id=vlan,
            port_type=port_type,
            native_vlan_id=native_vlan,
            gvrp=gvrp,
            queue_memory_mb=queue_memory_mb,
            persistent=persistent,
        )
        return (await self._connection.call(self._service.CreateVirtualSwitch, request)).virtual_switch

    async def update(
        self,
        name: str,
        *,
        uplinks: Iterable[str] | None = None,
        queue_memory_mb: int | None = None,
        port_isolation: bool | None = None,
        mac_protect: bool | None = None,
        connected: bool | None = None,
        persistent: bool = False,
    ) -> pb.VirtualSwitch:
        """Changes what is given and leaves what is None; no `uplinks` at all (an empty list) disconnects."""
        request = pb.UpdateVirtualSwitchRequest(
            name=name,
            real_device_numbers=None if uplinks is None else pb.RealDeviceNumbers(values=uplinks),
            queue_memory_mb=queue_memory_mb,
            port_isolation=port_isolation,
            mac_protect=mac_protect,
            connected=connected,
            persistent=persistent,
        )
        return (await self._connection.call(self._service.UpdateVirtualSwitch, request)).virtual_switch

    async def delete(self, name: str, *, persistent: bool = False, allow_missing: bool = False) -> None:
        """Removes a switch; NICs that are coupled to it lose their connection."""
        request = pb.DeleteVirtualSwitchRequest(name=name, persistent=persistent, allow_missing=allow_missing)
        await self._connection.call(self._service.DeleteVirtualSwitch, request)

    async def grant(self, name: str, user_id: str, *, vlans: Iterable[int] = ()) -> None:
        """Lets a guest couple to a switch, on these VLANs when some are given."""
        request = pb.GrantVirtualSwitchRequest(name=name, user_id=user_id, vlan_ids=vlans)
        await self._connection.call(self._service.GrantVirtualSwitch, request)

    async def revoke(self, name: str, user_id: str) -> None:
        """Takes the permission back. A missing grant is no error."""
        request = pb.RevokeVirtualSwitchRequest(name=name, user_id=user_id)
        await self._connection.call(self._service.RevokeVirtualSwitch, request)

    async def set_vlans(self, name: str, user_id: str, vlans: Iterable[int]) -> None:
        """Sets the VLANs that a guest may use on a switch; grants it if need be."""
        request = pb.SetVirtualSwitchVlanRequest(name=name, user_id=user_id, vlan_ids=vlans)
        await self._connection.call(self._service.SetVirtualSwitchVlan, request)


class Nics:
    """The NICs of the guests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._service = NetworkServiceStub(connection.channel)
        self._gateway = GatewayServiceStub(connection.channel)

    async def list(self, *, user_id: str = "", virtual_switch: str = "", nic_id: str = "") -> AsyncIterator[pb.Nic]:
        """NICs in the order of user id and device number; of one guest, one switch or one own name when asked."""
        request = pb.ListNicsRequest(user_id=user_id, virtual_switch=virtual_switch, nic_id=nic_id)
        while True:
            page = await self._connection.call(self._service.ListNics, request)
            for nic in page.nics:
                yield nic
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def create(
        self,
        user_id: str,
        nics: Iterable[pb.NicSpec],
        *,
        scope: pb.ChangeScope = pb.CHANGE_SCOPE_UNSPECIFIED,
        request_id: str = "",
    ) -> tuple[pb.Nic, ...]:
        """Adds NICs to a guest, all or none; its Linux is told nothing."""
        request = pb.CreateNicsRequest(
            request_id=request_id or new_request_id(), user_id=user_id, nics=nics, scope=scope
        )
        return tuple((await self._connection.call(self._service.CreateNics, request)).nics)

    async def delete(
        self,
        user_id: str,
        device_numbers: Iterable[str],
        *,
        scope: pb.ChangeScope = pb.CHANGE_SCOPE_UNSPECIFIED,
        allow_missing: bool = False,
    ) -> None:
        """Removes NICs from a guest; its Linux is told nothing."""
        request = pb.DeleteNicsRequest(
            user_id=user_id, device_numbers=device_numbers, scope=scope, allow_missing=allow_missing
        )
        await self._connection.call(self._service.DeleteNics, request)

    async def create_interfaces(
        self,
        user_id: str,
        interfaces: Iterable[gateway_pb.NetworkInterfaceSpec],
        *,
        os_version: str = "",
        scope: pb.ChangeScope = pb.CHANGE_SCOPE_UNSPECIFIED,
        request_id: str = "",
    ) -> gateway_pb.CreateNetworkInterfacesResponse:
        """Adds NICs to a guest and sends it what configures them, all or none.

        `os_version` is for a guest that is not managed. With CHANGE_SCOPE_RUNNING_TOO its Linux does it at once.
        """
        request = gateway_pb.CreateNetworkInterfacesRequest(
            request_id=request_id or new_request_id(),
            user_id=user_id,
            interfaces=interfaces,
            os_version=os_version,
            scope=scope,
        )
        return await self._connection.call(self._gateway.CreateNetworkInterfaces, request)

    async def delete_interfaces(
        self,
        user_id: str,
        device_numbers: Iterable[str],
        *,
        os_version: str = "",
        scope: pb.ChangeScope = pb.CHANGE_SCOPE_UNSPECIFIED,
        allow_missing: bool = False,
        request_id: str = "",
    ) -> gateway_pb.DeleteNetworkInterfacesResponse:
        """Removes NICs from a guest and sends it what takes their configuration back, both or nothing."""
        request = gateway_pb.DeleteNetworkInterfacesRequest(
            request_id=request_id or new_request_id(),
            user_id=user_id,
            device_numbers=device_numbers,
            os_version=os_version,
            scope=scope,
            allow_missing=allow_missing,
        )
        return await self._connection.call(self._gateway.DeleteNetworkInterfaces, request)

    async def register(self, user_id: str, nic_ids: Mapping[str, str]) -> tuple[pb.Nic, ...]:
        """Takes the NICs that z/VM has for a guest into the records; `nic_ids` are your names of them by MACID."""
        request = pb.RegisterNicsRequest(user_id=user_id, nic_ids=nic_ids)
        return tuple((await self._connection.call(self._service.RegisterNics, request)).nics)

    async def adapters(self, user_id: str) -> tuple[pb.Adapter, ...]:
        """The adapters of a running guest as CP sees them. FailedPrecondition when it is off."""
        request = pb.ListAdaptersRequest(user_id=user_id)
        return tuple((await self._connection.call(self._service.ListAdapters, request)).adapters)

    async def statistics(self, user_ids: Iterable[str]) -> tuple[pb.NicStatistics, ...]:
        """What went through the coupled NICs of guests; those that are off are left out."""
        request = pb.ListNicStatisticsRequest(user_ids=user_ids)
        return tuple((await self._connection.call(self._service.ListNicStatistics, request)).statistics)

    async def couple(self, user_id: str, device_number: str, virtual_switch: str, *, vlan: int = 0) -> pb.Nic:
        """Couples a NIC to a switch, on this VLAN when it is not 0."""
        request = pb.CoupleNicRequest(
            user_id=user_id, device_number=device_number, virtual_switch=virtual_switch, vlan_id=vlan
        )
        return (await self._connection.call(self._service.CoupleNic, request)).nic

    async def uncouple(self, user_id: str, device_number: str) -> pb.Nic:
        """Uncouples a NIC. One that is not coupled is no error."""
        request = pb.UncoupleNicRequest(user_id=user_id, device_number=device_number)
        return (await self._connection.call(self._service.UncoupleNic, request)).nic
