# SPDX-License-Identifier: Apache-2.0
"""/vswitches and /vswitch."""

from __future__ import annotations

from typing import Any

from zfleet.network.v1 import network_service_pb2 as network
from zfleet_gateway.rest import nics
from zfleet_gateway.rest.envelope import Module, Numbers
from zfleet_gateway.rest.models.switches import CreateSwitch, PortWanted, UpdateSwitch
from zfleet_gateway.rest.nic_refusals import SWITCH
from zfleet_gateway.rest.registry import require_managed
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.schemas import NOTHING, TEXT, array, mapping, record
from zfleet_gateway.rest.switch_words import device_error, device_status, switch_status

_CONNECTIONS = {
    "CONNECT": network.UPLINK_CONNECTION_CONNECTED,
    "DISCONNECT": network.UPLINK_CONNECTION_DISCONNECTED,
    "NOUPLINK": network.UPLINK_CONNECTION_NO_UPLINK,
}
_ROUTERS = {"NONROUTER": network.ROUTING_TYPE_NON_ROUTER, "PRIROUTER": network.ROUTING_TYPE_PRIMARY_ROUTER}
_PROTECTION = {network.MAC_PROTECTION_ON: "ON", network.MAC_PROTECTION_OFF: "OFF"}
_PORT_TYPES = {network.PORT_TYPE_ACCESS: "ACCESS", network.PORT_TYPE_TRUNK: "TRUNK"}
_PORT_TYPE_OF = {name: number for number, name in _PORT_TYPES.items()}


async def listed(to: InProcess, asked: Asked[None]) -> Any:
    """Names of all switches."""
    request = network.ListVirtualSwitchesRequest()
    found = await to.pages_of(to.network.ListVirtualSwitches, request, "virtual_switches")
    return [switch.name for switch in found]


async def create(to: InProcess, asked: Asked[CreateSwitch]) -> None:
    """Defines a switch. What only a VLAN-aware one has is left out of others."""
    given = asked.body.vswitch
    aware = given.vid is not None
    ip = given.network_type.upper() == "IP"
    request = network.CreateVirtualSwitchRequest(
        name=given.name,
        real_device_numbers=(given.rdev or "").split(),
        controller="" if given.controller == "*" else given.controller,
        transport_type=network.TRANSPORT_TYPE_IP if ip else network.TRANSPORT_TYPE_ETHERNET,
        connection=_CONNECTIONS[given.connection.upper()],
        queue_memory_mb=given.queue_mem,
        persistent=given.persist,
    )
    if ip:
        request.routing = _ROUTERS[given.router.upper()]
    if aware:
        request.vlan_aware = True
        request.vlan_id = given.vid or 0
        request.port_type = _PORT_TYPE_OF[given.port_type.upper()]
        request.gvrp = given.gvrp.upper() == "GVRP"
        request.native_vlan_id = given.native_vid or 0
    await to.call(to.network.CreateVirtualSwitch, request)


async def query(to: InProcess, asked: Asked[None]) -> Any:
    """Everything about a switch, numbers as text."""
    request = network.GetVirtualSwitchRequest(name=asked.path["name"])
    return shown((await to.call(to.network.GetVirtualSwitch, request)).virtual_switch)


def shown(switch: network.VirtualSwitch) -> dict[str, Any]:
    """A switch as the contract writes it."""
    group = switch.link_aggregation
    routing = "PRIROUTER" if switch.routing == network.ROUTING_TYPE_PRIMARY_ROUTER else "NONROUTER"
    by_user = switch.port_selection != network.PORT_SELECTION_PORT_BASED
    return {
        "switch_name": switch.name,
        "transport_type": "IP" if switch.transport_type == network.TRANSPORT_TYPE_IP else "ETHERNET",
        "port_type": _PORT_TYPES.get(switch.port_type, "NONE"),
        "queue_memory_limit": str(switch.queue_memory_mb),
        "routing_value": "NA" if switch.transport_type != network.TRANSPORT_TYPE_IP else routing,
        "vlan_awareness": "AWARE" if switch.vlan_aware else "UNAWARE",
        "vlan_id": f"{switch.vlan_id:04d}",
        "native_vlan_id": f"{switch.native_vlan_id:04d}",
        "mac_address": switch.mac_address.upper().replace(":", "-"),
        "gvrp_request_attribute": "GVRP" if switch.gvrp else "NOGVRP",
        "gvrp_enabled_attribute": "GVRP" if switch.gvrp_enabled else "NOGVRP",
        "switch_status": switch_status(switch.status_code),
        "link_ag": group.mode or "LAG" if switch.HasField("link_aggregation") else "NOLAG",
        "lag_interval": str(group.interval_seconds),
        "lag_group": group.group or "(NOGRP)",
        "IP_timeout": str(switch.ip_timeout_minutes),
        "switch_type": _word(network.AdapterType.Name(switch.switch_type), "ADAPTER_TYPE_") or "QDIO",
        "isolation_status": "ISOLATION" if switch.port_isolation else "NOISOLATION",
        "MAC_protect": _PROTECTION.get(switch.mac_protection, "UNSPECIFIED"),
        "user_port_based": "USERBASED" if by_user else "PORTBASED",
        "VLAN_counters": "ON" if switch.vlan_counters else "OFF",
        "real_devices": {device.real_device_number: _device(device) for device in switch.uplinks},
        "authorized_users": {grant.user_id: _grant(grant) for grant in switch.grants},
        "adapters": {f"{nic.user_id}_{nic.device_number}": _adapter(nic) for nic in switch.connected_nics},
    }


def _word(name: str, prefix: str) -> str:
    word = name.removeprefix(prefix)
    return "" if word == "UNSPECIFIED" else word


def _device(device: network.UplinkDevice) -> dict[str, str]:
    return {
        "vdev": device.virtual_device_number,
        "controller": device.controller or "NONE",
        "port_name": device.port_name,
        "dev_status": device_status(device.status_code),
        "dev_err": device_error(device.error_code),
    }


def _grant(grant: network.Grant) -> dict[str, Any]:
    return {
        "port_num": f"{grant.port_number:04d}",
        "prom_mode": "PROM" if grant.promiscuous else "NOPROM",
        "osd_sim": "OSDSIM" if grant.osd_simulation else "NOOSDSIM",
        "vlan_count": str(len(grant.vlan_ids)),
        "vlan_ids": [str(vlan) for vlan in grant.vlan_ids],
    }


def _adapter(nic: network.ConnectedNic) -> dict[str, str]:
    kind = _word(network.AdapterType.Name(nic.adapter_type), "ADAPTER_TYPE_") or "QDIO"
    return {"mac": nic.mac_address.upper().replace(":", "-"), "type": kind}


async def update(to: InProcess, asked: Asked[UpdateSwitch]) -> None:
    """Grants, revokes, or sets a guest's VLAN: the first one that is given."""
    name, given = asked.path["name"], asked.body.vswitch
    if given.grant_userid is not None:
        await require_managed(to, [given.grant_userid])
        request = network.GrantVirtualSwitchRequest(name=name, user_id=given.grant_userid)
        await to.call(to.network.GrantVirtualSwitch, request)
    elif given.revoke_userid is not None:
        await to.call(
            to.network.RevokeVirtualSwitch,
            network.RevokeVirtualSwitchRequest(name=name, user_id=given.revoke_userid),
        )
    elif given.user_vlan_id is not None:
        user_id, vlan = given.user_vlan_id.userid, given.user_vlan_id.vlanid
        await require_managed(to, [user_id])
        vlan_request = network.SetVirtualSwitchVlanRequest(name=name, user_id=user_id, vlan_ids=[vlan])
        await to.call(to.network.SetVirtualSwitchVlan, vlan_request)


async def delete(to: InProcess, asked: Asked[None]) -> None:
    """Removes a switch, also for the next IPL; one that is not there is a success."""
    request = network.DeleteVirtualSwitchRequest(name=asked.path["name"], persistent=True, allow_missing=True)
    await to.call(to.network.DeleteVirtualSwitch, request)


async def ports(to: InProcess, asked: Asked[PortWanted]) -> Any:
    """NICs by the caller's name of them; all without one."""
    return await nics.records(to, nic_id=asked.body.portid or "")


_NET = Module.NETWORK
_CREATE = {**SWITCH, "VIRTUAL_SWITCH_EXISTS": Numbers(8, Module.SMT, 212, 36, 409)}
_FIELDS = tuple(
    key for key in shown(network.VirtualSwitch()) if key not in ("real_devices", "authorized_users", "adapters")
)
_SWITCH = record(
    **dict.fromkeys(_FIELDS, TEXT),
    real_devices=mapping(record(vdev=TEXT, controller=TEXT, port_name=TEXT, dev_status=TEXT, dev_err=TEXT)),
    authorized_users=mapping(
        record(port_num=TEXT, prom_mode=TEXT, osd_sim=TEXT, vlan_count=TEXT, vlan_ids=array(TEXT))
    ),
    adapters=mapping(record(mac=TEXT, type=TEXT)),
)

ROUTES = (
    Route(
        method="GET",
        path="/vswitches",
        handler=listed,
        summary="Names of all virtual switches",
        module=_NET,
        answer=array(TEXT),
        calls=("network.ListVirtualSwitches",),
    ),
    Route(
        method="POST",
        path="/vswitches",
        handler=create,
        summary="Define a virtual switch",
        module=_NET,
        body=CreateSwitch,
        rules=_CREATE,
        answer=NOTHING,
        calls=("network.CreateVirtualSwitch",),
    ),
    Route(
        method="GET",
        path="/vswitches/{name}",
        handler=query,
        summary="Everything about a virtual switch",
        module=_NET,
        rules=SWITCH,
        answer=_SWITCH,
        calls=("network.GetVirtualSwitch",),
    ),
    Route(
        method="PUT",
        path="/vswitches/{name}",
        handler=update,
        summary="Grant, revoke, or set a guest's VLAN",
        module=_NET,
        body=UpdateSwitch,
        rules=SWITCH,
        answer=NOTHING,
        calls=("network.GrantVirtualSwitch", "network.RevokeVirtualSwitch", "network.SetVirtualSwitchVlan"),
    ),
    Route(
        method="DELETE",
        path="/vswitches/{name}",
        handler=delete,
        summary="Remove a virtual switch",
        module=_NET,
        answer=NOTHING,
        calls=("network.DeleteVirtualSwitch",),
    ),
    Route(
        method="GET",
        path="/vswitch",
        handler=ports,
        summary="NICs by the caller's own name of them",
        module=_NET,
        body=PortWanted,
        body_may_be_missing=True,
        answer=array(nics.RECORD),
        calls=("network.ListNics",),
    ),
)
