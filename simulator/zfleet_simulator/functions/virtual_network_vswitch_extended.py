# SPDX-License-Identifier: Apache-2.0
"""Virtual switches, the key=value functions."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.networks import SYSTEM
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import StatementError, device_number
from zfleet_simulator.switches import MAX_VLAN, Grant, Port, Uplink, Vswitch, mac_text, vlan_list
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    VirtualNetworkVswitchCreateExtended,
    VirtualNetworkVswitchDeleteExtended,
    VirtualNetworkVswitchQueryExtended,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.calls.virtual_network_vswitch_extended import (
    AuthorizedUserLine,
    ConnectedAdapterLine,
    ExtendedVswitch,
    GlobalMemberLine,
    RealDeviceLine,
    UplinkNicLine,
    VirtualNetworkVswitchQueryExtendedReply,
    VswitchLine,
)
from zfleet_smapi.declaration import Reply

_NO_PORT = 3040  # HCP3040E: what CP answers for a port or VLAN that is not defined
_NOT_VLAN_AWARE = 2846
_BAD_VLAN = 2838
NO_UPLINK = "NONE"


def bad_operand(keyword: str) -> Refusal:
    """8/3003 with the keyword whose value is wrong."""
    return Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={upper_case(keyword)}")


def uplinks_of(text: str) -> tuple[Uplink, ...]:
    """Up to three of device[.Pport]; NONE is no uplink. Refusal 8/3003."""
    found = []
    for word in upper_case(text).split():
        if word == NO_UPLINK:
            continue
        number, _, port = word.partition(".P")
        try:
            found.append(Uplink(device_number(number), int(port or 0)))
        except (StatementError, ValueError):
            raise bad_operand("real_device_address") from None
    if len(found) > 8:
        raise bad_operand("real_device_address")
    return tuple(found)


@serves(VirtualNetworkVswitchCreateExtended)
def virtual_network_vswitch_create_extended(here: Context, call: VirtualNetworkVswitchCreateExtended) -> Reply:
    """A new virtual switch."""
    aware, vlan = _vlan(call.vlan_id or "UNAWARE")
    transport = "ETHERNET" if upper_case(call.transport_type or "IP").startswith("ETH") else "IP"
    kind = upper_case(call.vswitch_type or "QDIO")
    if kind in ("INMN", "IEDN", "IVL"):
        transport = "ETHERNET"
    native = int(call.native_vlanid or 0)
    if native and not aware:
        raise Refusal(8, 24)
    routing = "PRIROUTER" if upper_case(call.routing_value or "").startswith("PRI") else "NONROUTER"
    group = upper_case(call.group_name or "")
    uplinks = uplinks_of(call.real_device_address or "")
    connection = upper_case(call.connection_value or "CONNECT")
    switch = Vswitch(
        name=upper_case(call.switch_name),
        transport=transport,
        vlan_aware=aware,
        vlan_id=vlan,
        native_vlan=native or (1 if aware else 0),
        port_type=upper_case(call.port_type or "ACCESS") if aware else "NONE",
        queue_memory=_memory(call.queue_memory_limit),
        routing="NA" if transport == "ETHERNET" else routing,
        gvrp=aware and upper_case(call.gvrp_value or "GVRP") == "GVRP",
        connected=connection.startswith("CON"),
        no_uplink=connection == "NOUPLINK",
        uplinks=uplinks,
        port_names=tuple(upper_case(call.port_name or "").split()),
        controllers=tuple(upper_case(call.controller_name or "*").split()),
        switch_type=kind,
        ip_timeout=_minutes(call.iptimeout),
        user_based=upper_case(call.port_selection or "USERBASED") != "PORTBASED" and kind != "IVL",
        group=group,
        group_type="EXCLUSIVE" if group else "",
        lacp="ACTIVE" if group else "",
        lag_interval=300 if group else 0,
        domain=upper_case(call.vswitch_domain or ""),
        scope=upper_case(call.vswitch_global or ""),
    )
    networks = here.parts.networks
    networks.create_switch(switch)
    if _lasts(call.persist):
        networks.configured.put(networks.switches[switch.name])
    return done()


def _lasts(persist: str | None) -> bool:
    """True when a change is for the configuration file too."""
    return upper_case(persist or "NO") == "YES"


def _vlan(word: str) -> tuple[bool, int]:
    upper = upper_case(word)
    if upper == "UNAWARE":
        return False, 0
    if upper == "AWARE":
        return True, 1
    if not upper.isdecimal() or not 1 <= int(upper) <= MAX_VLAN:
        raise bad_operand("vlan_id")
    return True, int(upper)


def _memory(word: str | None) -> int:
    value = int(word or 8)
    if not 1 <= value <= 8:
        raise bad_operand("queue_memory_limit")
    return value


def _minutes(word: str | None) -> int:
    value = int(word or 5)
    if not 1 <= value <= 240:
        raise bad_operand("iptimeout")
    return value


@serves(VirtualNetworkVswitchDeleteExtended)
def virtual_network_vswitch_delete_extended(here: Context, call: VirtualNetworkVswitchDeleteExtended) -> Reply:
    """Take a switch away; adapters on it are uncoupled."""
    delete_switch(here, call.switch_name)
    if _lasts(call.persist):
        here.parts.networks.configured.drop(upper_case(call.switch_name))
    return done()


def delete_switch(here: Context, name: str) -> None:
    """Uncouple every adapter and forget the switch. Refusal 212/40."""
    switch = here.parts.networks.switch(name)
    here.parts.cp.uncouple_all(SYSTEM, switch.name)
    here.parts.networks.delete_switch(switch.name)


# --- changes ---------------------------------------------------------------------------------------------------------


@serves(VirtualNetworkVswitchSetExtended)
def virtual_network_vswitch_set_extended(here: Context, call: VirtualNetworkVswitchSetExtended) -> Reply:
    """Change a switch: grants, ports, the uplink, or one of its settings."""
    networks = here.parts.networks
    switch = networks.switch(call.switch_name)
    if call.grant_userid:
        networks.grant(switch.name, upper_case(call.grant_userid), _grant_of(switch, call))
    elif call.revoke_userid:
        here.parts.cp.revoke(switch.name, upper_case(call.revoke_userid))
    networks.change_switch(_changed(switch, call))
    if _lasts(call.persist):
        _configure(here, switch, call)
    return done()


def _configure(here: Context, switch: Vswitch, call: VirtualNetworkVswitchSetExtended) -> None:
    """The same change in the configuration file, where a switch that was not there comes as it was."""
    configured = here.parts.networks.configured
    if call.grant_userid:
        configured.grant(switch.name, upper_case(call.grant_userid), _grant_of(switch, call))
    elif call.revoke_userid:
        configured.revoke(switch.name, upper_case(call.revoke_userid))
    configured.put(_changed(configured.switches.get(switch.name) or switch, call))


def _changed(switch: Vswitch, call: VirtualNetworkVswitchSetExtended) -> Vswitch:
    return _settings(_uplink(_vlan_ports(_ports(switch, call), call), call), call)


def _grant_of(switch: Vswitch, call: VirtualNetworkVswitchSetExtended) -> Grant:
    try:
        vlans = vlan_list(call.user_vlan_id or "")
    except ValueError:
        raise Refusal(396, _BAD_VLAN) from None
    if vlans and not switch.vlan_aware:
        raise Refusal(396, _NOT_VLAN_AWARE)
    return Grant(
        vlans,
        upper_case(call.promiscuous or "") == "YES",
        "YES" in (upper_case(call.osd_sim or ""), upper_case(call.uplink or "")),
        upper_case(call.port_type or ""),
    )


def _ports(switch: Vswitch, call: VirtualNetworkVswitchSetExtended) -> Vswitch:
    ports = dict(switch.ports)
    for text, must_exist in ((call.portnum, False), (call.portnum_modify, True)):
        if not text:
            continue
        words = upper_case(text).split()
        number = _port_number(words[0])
        known = ports.get(number)
        if must_exist and known is None:
            raise Refusal(396, _NO_PORT)
        user_id = words[1] if len(words) > 1 else known.user_id if known is not None else ""
        if not user_id:
            raise Refusal(8, 24)
        ports[number] = Port(user_id, replace(_grant_of(switch, call), port_number=number))
    if call.portnum_remove:
        number = _port_number(call.portnum_remove.split()[0])
        if number not in ports:
            raise Refusal(396, _NO_PORT)
        del ports[number]
    return replace(switch, ports=dict(sorted(ports.items())))


def _port_number(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 2048:
        raise bad_operand("portnum")
    return int(word)


def _vlan_ports(switch: Vswitch, call: VirtualNetworkVswitchSetExtended) -> Vswitch:
    members = dict(switch.vlan_ports)
    if call.vlan_port_add:
        vlan, ports = _vlan_and_ports(call.vlan_port_add)
        members[vlan] = tuple(sorted({*members.get(vlan, ()), *ports}))
    if call.vlan_port_remove:
        vlan, ports = _vlan_and_ports(call.vlan_port_remove)
        if not set(ports) & set(members.get(vlan, ())):
            raise Refusal(396, _NO_PORT)
        members[vlan] = tuple(port for port in members[vlan] if port not in ports)
    if call.vlan_delete:
        vlan = _port_number(call.vlan_delete.split()[0])
        if vlan not in members:
            raise Refusal(396, _NO_PORT)
        del members[vlan]
    return replace(switch, vlan_ports=members)


def _vlan_and_ports(text: str) -> tuple[int, tuple[int, ...]]:
    vlan, _, ports = text.partition(" ")
    try:
        return vlan_list(vlan)[0], vlan_list(ports)
    except (ValueError, IndexError):
        raise bad_operand("vlan_port") from None


def _uplink(switch: Vswitch, call: VirtualNetworkVswitchSetExtended) -> Vswitch:
    if call.real_device_address:
        switch = replace(switch, uplinks=uplinks_of(call.real_device_address))
    if call.group_rdev:
        switch = replace(switch, group_devices=uplinks_of(call.group_rdev))
    if call.port_name:
        switch = replace(switch, port_names=tuple(upper_case(call.port_name).split()))
    if call.controller_name:
        switch = replace(switch, controllers=tuple(upper_case(call.controller_name).split()))
    if call.connection_value:
        switch = replace(switch, connected=upper_case(call.connection_value).startswith("CON"))
    if call.nic_userid is not None:
        user_id = upper_case(call.nic_userid)
        if user_id in ("", "*"):  # disconnected: which device it was does not matter
            return replace(switch, uplink_nic="")
        if call.nic_vdev:
            return replace(switch, uplink_nic=f"{user_id} {device_number(call.nic_vdev):04X}")
    return switch


def _settings(switch: Vswitch, call: VirtualNetworkVswitchSetExtended) -> Vswitch:
    changes: dict[str, object] = {}
    if call.queue_memory_limit:
        changes["queue_memory"] = _memory(call.queue_memory_limit)
    if call.routing_value:
        if switch.transport == "ETHERNET":
            raise Refusal(8, 24)
        changes["routing"] = "PRIROUTER" if upper_case(call.routing_value).startswith("PRI") else "NONROUTER"
    if call.port_type and not (call.grant_userid or call.portnum or call.portnum_modify):
        changes["port_type"] = upper_case(call.port_type)
    if call.gvrp_value:
        changes["gvrp"] = upper_case(call.gvrp_value) == "GVRP"
    if call.mac_id:
        changes["mac"] = switch.mac[:6] + upper_case(call.mac_id).rjust(6, "0")
    if call.iptimeout:
        changes["ip_timeout"] = _minutes(call.iptimeout)
    if call.port_isolation:
        changes["isolation"] = upper_case(call.port_isolation) == "ON"
    if call.mac_protect:
        word = upper_case(call.mac_protect)
        changes["mac_protect"] = {"ON": "MACPROTECT", "OFF": "NOMACPROTECT"}.get(word, "UNSPECIFIED")
    if call.vlan_counters:
        changes["vlan_counters"] = upper_case(call.vlan_counters) == "ON"
    if call.vepa:
        changes["vepa"] = upper_case(call.vepa) == "ON"
    if call.lacp:
        changes["lacp"] = upper_case(call.lacp)
        changes["group"] = switch.group or switch.name
    if call.lacp_group_type:
        changes["group_type"] = upper_case(call.lacp_group_type)
    if call.interval:
        changes["lag_interval"] = 0 if upper_case(call.interval) == "OFF" else int(call.interval)
    return replace(switch, **changes)  # type: ignore[arg-type]  # each value was made for its field


# --- queries ---------------------------------------------------------------------------------------------------------


@serves(VirtualNetworkVswitchQueryExtended)
def virtual_network_vswitch_query_extended(
    here: Context, call: VirtualNetworkVswitchQueryExtended
) -> VirtualNetworkVswitchQueryExtendedReply:
    """Everything about one switch or all."""
    vepa = upper_case(call.vepa_status or "") == "YES"
    switches = selected(here, call.switch_name)
    return VirtualNetworkVswitchQueryExtendedReply(vswitch_array=tuple(_describe(here, one, vepa) for one in switches))


def selected(here: Context, name: str) -> tuple[Vswitch, ...]:
    """One switch, or all in the order of their names. Refusal 212/40."""
    switches = here.parts.networks.switches
    if name == "*":
        found = tuple(switches[one] for one in sorted(switches))
        if not found:
            raise Refusal(212, 40)
        return found
    return (here.parts.networks.switch(name),)


def _describe(here: Context, switch: Vswitch, vepa: bool) -> ExtendedVswitch:
    return ExtendedVswitch(
        vswitch_attributes=_attributes(here, switch, vepa),
        real_device_array=tuple(_real_devices(here, switch)),
        authorized_user_array=tuple(_users(here, switch)),
        connected_adapter_array=tuple(_adapters(here, switch)),
        uplink_nic_array=(UplinkNicLine(f"{switch.uplink_nic} 0"),) if switch.uplink_nic else (),
        global_member_array=(
            (GlobalMemberLine(f"{here.parts.configuration.installed.system_name} ACTIVE"),)
            if switch.scope == "GLOBAL"
            else ()
        ),
    )


def _attributes(here: Context, switch: Vswitch, vepa: bool) -> VswitchLine:
    gvrp = "GVRP" if switch.gvrp else "NOGVRP"
    ready = here.parts.networks.switch_status(switch) == 8
    group = f"LAG:-GROUP-LACP-{switch.group_type or 'EXCLUSIVE'} {switch.lag_interval} {switch.group}"
    words = [
        switch.name,
        switch.transport,
        switch.port_type,
        str(switch.queue_memory),
        switch.routing,
        "AWARE" if switch.vlan_aware else "UNAWARE",
        f"{switch.vlan_id:05}",
        f"{switch.native_vlan:05}",
        mac_text(switch.mac),
        gvrp,
        gvrp if ready else "NOGVRP",
        str(here.parts.networks.switch_status(switch)),
        group if switch.group else "LAG: 0 (NOGRP)",
        str(switch.ip_timeout),
        switch.switch_type,
        "ISOLATION" if switch.isolation else "NOISOLATION",
        switch.mac_protect,
        "USERBASED" if switch.user_based else "PORTBASED",
        "COUNTERS" if switch.vlan_counters else "NOCOUNTERS",
    ]
    if vepa:
        words.append("ON" if switch.vepa else "OFF")
    return VswitchLine(" ".join([*words, f"({switch.scope if switch.scope == 'GLOBAL' else 'NONE'})"]))


def _real_devices(here: Context, switch: Vswitch) -> list[RealDeviceLine]:
    lines = []
    active = here.parts.networks.switch_status(switch) == 8
    for at, uplink in enumerate(switch.group_devices or switch.uplinks):
        error = here.parts.networks.uplink_error(switch, uplink.rdev)
        running = active and not error
        name = switch.port_names[at] if at < len(switch.port_names) else "(NONE)"
        status = (1 if at == 0 else 2) if running else 0
        controller = here.parts.networks.controller(switch) if running else "(NONE)"
        # The controller sees the uplink under a number of its own, as CP gives it.
        virtual = 0x0600 + at * 3 if running else 0
        lines.append(RealDeviceLine(f"{uplink.rdev:04X} {virtual:04X} {controller} {name} {status} {error}"))
    return lines


def _users(here: Context, switch: Vswitch) -> list[AuthorizedUserLine]:
    ports = [(number, port.user_id, port.grant) for number, port in switch.ports.items()]
    granted = here.parts.networks.users(switch.name)
    rows = [*((0, user, grant) for user, grant in granted.items()), *ports]
    lines = []
    for number, user, grant in rows:
        vlans = " ".join(f"{vlan:04}" for vlan in _effective_vlans(switch, grant))
        promiscuous = "PROM" if grant.promiscuous else "NOPROM"
        simulation = "OSDSIM" if grant.osd_simulation else "NOOSDSIM"
        count = len(vlans.split())
        lines.append(AuthorizedUserLine(f"{number:04} {user} {promiscuous} {simulation} {count} {vlans}"))
    return lines


def _effective_vlans(switch: Vswitch, grant: Grant) -> tuple[int, ...]:
    if not switch.vlan_aware:
        return ()
    return grant.vlans or (switch.vlan_id,)


def _adapters(here: Context, switch: Vswitch) -> list[ConnectedAdapterLine]:
    lines = []
    for user_id, vdev in here.parts.networks.adapters(SYSTEM, switch.name):
        nic = here.parts.cp.guests[user_id].nic(vdev)
        lines.append(ConnectedAdapterLine(f"{user_id} {vdev:04X} {mac_text(nic.mac)} {nic.adapter_type[:4]}"))
    return lines
