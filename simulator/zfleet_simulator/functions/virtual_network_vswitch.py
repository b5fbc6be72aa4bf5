# SPDX-License-Identifier: Apache-2.0
"""Virtual switches, the older functions with positional parameters."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.functions.virtual_network_vswitch_extended import delete_switch, selected, uplinks_of
from zfleet_simulator.networks import SYSTEM
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.switches import Grant, Vswitch, vlan_list
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    VirtualNetworkVswitchCreate,
    VirtualNetworkVswitchDelete,
    VirtualNetworkVswitchQuery,
    VirtualNetworkVswitchSet,
)
from zfleet_smapi.calls.virtual_network_vswitch import (
    VirtualNetworkVswitchQueryReply,
    VswitchAdapter,
    VswitchRealDevice,
    VswitchUser,
)
from zfleet_smapi.calls.virtual_network_vswitch import Vswitch as VswitchRecord
from zfleet_smapi.declaration import Reply

_RUNNING_ONLY, _BOTH, _FILE_ONLY = 1, 2, 3
_NO_VLAN = 32_768
_PORT_TYPES = {0: "", 1: "ACCESS", 2: "TRUNK"}
_NOT_VLAN_AWARE, _BAD_VLAN = 2846, 2838


@serves(VirtualNetworkVswitchCreate)
def virtual_network_vswitch_create(here: Context, call: VirtualNetworkVswitchCreate) -> Reply:
    """A new virtual switch."""
    aware = call.vlan_id > 0
    ethernet = call.transport_type == 2
    switch = Vswitch(
        name=upper_case(call.switch_name),
        transport="ETHERNET" if ethernet else "IP",
        vlan_aware=aware,
        vlan_id=max(call.vlan_id, 0),
        native_vlan=max(call.native_vlanid, 1) if aware else 0,
        port_type=(_PORT_TYPES[call.port_type] or "ACCESS") if aware else "NONE",
        queue_memory=call.queue_memory_limit if call.queue_memory_limit > 0 else 8,
        routing="NA" if ethernet else "PRIROUTER" if call.routing_value == 2 else "NONROUTER",
        gvrp=aware and call.gvrp_value != 2,
        connected=call.connection_value != 2,
        uplinks=uplinks_of(call.real_device_address),
        port_names=tuple(upper_case(call.port_name).split()),
        controllers=tuple(upper_case(call.controller_name or "*").split()),
    )
    running, configured = _where(call.update_system_config_indicator)
    networks = here.parts.networks
    if configured and switch.name in networks.configured:
        raise Refusal(620, 54)
    if running:
        networks.create_switch(switch)
    if configured:
        networks.configured.put(networks.switches[switch.name] if running else switch)
    return done()


def _where(indicator: int) -> tuple[bool, bool]:
    """Whether a change is for the running system, and whether for the configuration file."""
    return indicator != _FILE_ONLY, indicator in (_BOTH, _FILE_ONLY)


@serves(VirtualNetworkVswitchDelete)
def virtual_network_vswitch_delete(here: Context, call: VirtualNetworkVswitchDelete) -> Reply:
    """Take a switch away, from the running system or the configuration file."""
    running, configured = _where(call.update_system_config_indicator)
    name = _checked(here, call.switch_name, running, configured)
    if running:
        delete_switch(here, name)
    if configured:
        here.parts.networks.configured.drop(name)
    return done()


def _checked(here: Context, name: str, running: bool, configured: bool) -> str:
    """The switch's name. Refusal 212/40 it is not there, 620/60 it is not in the configuration file."""
    name = here.parts.networks.switch(name).name if running else upper_case(name)
    if configured and name not in here.parts.networks.configured:
        raise Refusal(620, 60)
    return name


@serves(VirtualNetworkVswitchSet)
def virtual_network_vswitch_set(here: Context, call: VirtualNetworkVswitchSet) -> Reply:
    """Change a switch, in the running system, the configuration file or both."""
    networks = here.parts.networks
    running, configured = _where(call.update_system_config_indicator)
    name = _checked(here, call.switch_name, running, configured)
    if running:
        _users(here, networks.switches[name], call)
        networks.change_switch(_changed(networks.switches[name], call))
    if configured:
        _configured_users(here, networks.configured.switches[name], call)
        networks.configured.change(name, lambda switch: _changed(switch, call))
    return done()


def _changed(switch: Vswitch, call: VirtualNetworkVswitchSet) -> Vswitch:
    if call.real_device_address:
        switch = replace(switch, uplinks=uplinks_of(call.real_device_address))
    if call.port_name:
        switch = replace(switch, port_names=tuple(upper_case(call.port_name).split()))
    if call.controller_name:
        switch = replace(switch, controllers=tuple(upper_case(call.controller_name).split()))
    if call.connection_value:
        switch = replace(switch, connected=call.connection_value == 1)
    if call.queue_memory_limit > 0:
        switch = replace(switch, queue_memory=call.queue_memory_limit)
    if call.routing_value and switch.transport != "ETHERNET":
        switch = replace(switch, routing="PRIROUTER" if call.routing_value == 2 else "NONROUTER")
    if (call.gvrp_value or (call.port_type and not call.grant_userid)) and not switch.vlan_aware:
        raise Refusal(396, _NOT_VLAN_AWARE)
    if call.port_type and not call.grant_userid:
        switch = replace(switch, port_type=_PORT_TYPES[call.port_type])
    if call.gvrp_value:
        switch = replace(switch, gvrp=call.gvrp_value == 1)
    if call.mac_id:
        switch = replace(switch, mac=switch.mac[:6] + upper_case(call.mac_id).rjust(6, "0"))
    return switch


def _users(here: Context, switch: Vswitch, call: VirtualNetworkVswitchSet) -> None:
    if call.grant_userid:
        here.parts.networks.grant(switch.name, upper_case(call.grant_userid), _grant(switch, call))
    elif call.revoke_userid:
        here.parts.cp.revoke(switch.name, upper_case(call.revoke_userid))


def _configured_users(here: Context, switch: Vswitch, call: VirtualNetworkVswitchSet) -> None:
    configured = here.parts.networks.configured
    if call.grant_userid:
        configured.grant(switch.name, upper_case(call.grant_userid), _grant(switch, call))
    elif call.revoke_userid and not configured.revoke(switch.name, upper_case(call.revoke_userid)):
        raise Refusal(620, 58)


def _grant(switch: Vswitch, call: VirtualNetworkVswitchSet) -> Grant:
    try:
        vlans = vlan_list(call.user_vlan_id)
    except ValueError:
        raise Refusal(396, _BAD_VLAN) from None
    if vlans and not switch.vlan_aware:
        raise Refusal(396, _NOT_VLAN_AWARE)
    return Grant(vlans, port_type=_PORT_TYPES[call.port_type])


@serves(VirtualNetworkVswitchQuery)
def virtual_network_vswitch_query(here: Context, call: VirtualNetworkVswitchQuery) -> VirtualNetworkVswitchQueryReply:
    """One switch or all."""
    switches = selected(here, call.switch_name)
    return VirtualNetworkVswitchQueryReply(vswitch_array=tuple(_record(here, one) for one in switches))


def _record(here: Context, switch: Vswitch) -> VswitchRecord:
    status = here.parts.networks.switch_status(switch)
    return VswitchRecord(
        switch_name=switch.name,
        transport_type=2 if switch.transport == "ETHERNET" else 1,
        port_type={"NONE": 0, "ACCESS": 1, "TRUNK": 2}[switch.port_type],
        queue_memory_limit=switch.queue_memory,
        routing_value={"NA": 0, "NONROUTER": 1, "PRIROUTER": 2}[switch.routing],
        vlan_id=switch.vlan_id,
        native_vlan_id=switch.native_vlan if switch.vlan_aware else _NO_VLAN,
        mac_id=int(switch.mac, 16),
        gvrp_request_attribute=1 if switch.gvrp else 2,
        gvrp_enabled_attribute=1 if switch.gvrp and status == 8 else 2,
        switch_status=status,
        real_device_info_array=tuple(_devices(here, switch, status)),
        authorized_user_array=tuple(
            VswitchUser(grant_userid=user, user_vlan_array=grant.vlans)
            for user, grant in here.parts.networks.users(switch.name).items()
        ),
        connected_adapter_array=tuple(
            VswitchAdapter(adapter_owner=owner, image_device_number=f"{vdev:04X}")
            for owner, vdev in here.parts.networks.adapters(SYSTEM, switch.name)
        ),
    )


def _devices(here: Context, switch: Vswitch, status: int) -> list[VswitchRealDevice]:
    found = []
    for at, uplink in enumerate(switch.uplinks):
        error = here.parts.networks.uplink_error(switch, uplink.rdev)
        running = status == 8 and not error
        found.append(
            VswitchRealDevice(
                real_device_address=uplink.rdev,
                controller_name=here.parts.networks.controller(switch) if running else "",
                port_name=switch.port_names[at] if at < len(switch.port_names) else "",
                device_status=(1 if at == 0 else 2) if running else 0,
                device_error_status=error,
            )
        )
    return found
