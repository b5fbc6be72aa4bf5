# SPDX-License-Identifier: Apache-2.0
"""Guest LANs and OSA devices."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.networks import SYSTEM
from zfleet_simulator.real_devices import Osa
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.switches import Lan
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    VirtualNetworkLANAccess,
    VirtualNetworkLANAccessQuery,
    VirtualNetworkLANCreate,
    VirtualNetworkLANDelete,
    VirtualNetworkLANQuery,
    VirtualNetworkOSAQuery,
    VirtualNetworkQueryLAN,
    VirtualNetworkQueryOSA,
)
from zfleet_smapi.calls.virtual_network_lan import Lan as LanRecord
from zfleet_smapi.calls.virtual_network_lan import (
    LanAdapter,
    LanUserLine,
    OsaLine,
    VirtualNetworkLANAccessQueryReply,
    VirtualNetworkLANQueryReply,
    VirtualNetworkOSAQueryReply,
    VirtualNetworkQueryLANReply,
    VirtualNetworkQueryOSAReply,
)
from zfleet_smapi.declaration import Reply

_HIPERSOCKETS, _QDIO = "HIPERSOCKETS", "QDIO"


@serves(VirtualNetworkLANCreate)
def virtual_network_lan_create(here: Context, call: VirtualNetworkLANCreate) -> Reply:
    """A new guest LAN."""
    owner, name = upper_case(call.lan_owner), upper_case(call.lan_name)
    if owner != SYSTEM and owner not in here.parts.cp.guests:
        raise Refusal(212, 20)
    lan = Lan(
        owner,
        name,
        _HIPERSOCKETS if call.lan_type in (1, 3) else _QDIO,
        restricted=call.lan_type in (3, 4),
        transport="ETHERNET" if call.transport_type == 2 else "IP",
    )
    if f"{owner} {name}" in here.parts.networks.lans or (owner == SYSTEM and name in here.parts.networks.switches):
        raise Refusal(212, 24)
    here.parts.networks.lans.put(f"{owner} {name}", lan)
    return done()


@serves(VirtualNetworkLANDelete)
def virtual_network_lan_delete(here: Context, call: VirtualNetworkLANDelete) -> Reply:
    """Take a LAN away; adapters on it are uncoupled."""
    owner, name = upper_case(call.lan_owner), upper_case(call.lan_name)
    if f"{owner} {name}" not in here.parts.networks.lans:
        raise Refusal(212, 12)
    here.parts.cp.uncouple_all(owner, name)
    here.parts.networks.lans.drop(f"{owner} {name}")
    return done()


@serves(VirtualNetworkLANAccess)
def virtual_network_lan_access(here: Context, call: VirtualNetworkLANAccess) -> Reply:
    """Let a user onto a LAN, or no longer."""
    owner, name, user_id = upper_case(call.lan_owner), upper_case(call.lan_name), upper_case(call.access_user)
    lan = here.parts.networks.lans.get(f"{owner} {name}")
    if lan is None:
        raise Refusal(8, 2783)
    if upper_case(call.access_op) not in ("GRANT", "REVOKE"):
        raise Refusal(8, 3)
    promiscuity = upper_case(call.promiscuity) or "NONPROMISCUOUS"
    if promiscuity not in ("NONPROMISCUOUS", "PROMISCUOUS"):
        raise Refusal(8, 4)
    if upper_case(call.access_op) == "GRANT":
        users = {**lan.users, user_id: promiscuity == "PROMISCUOUS"}
    elif user_id in lan.users:
        users = {known: all_traffic for known, all_traffic in lan.users.items() if known != user_id}
        for holder, vdev in here.parts.networks.adapters(owner, name):
            if holder == user_id:
                here.parts.cp.uncouple(holder, vdev)
    else:
        raise Refusal(8, 2)
    here.parts.networks.lans.put(f"{owner} {name}", replace(lan, users=users))
    return done()


@serves(VirtualNetworkLANAccessQuery)
def virtual_network_lan_access_query(
    here: Context, call: VirtualNetworkLANAccessQuery
) -> VirtualNetworkLANAccessQueryReply:
    """Who may be on a LAN."""
    lan = here.parts.networks.lan(upper_case(call.lan_owner), upper_case(call.lan_name))
    if not lan.restricted:
        raise Refusal(4, 5)
    if not lan.users:
        raise Refusal(4, 6)
    lines = tuple(
        LanUserLine(f"{user:<8} {'PROMISCUOUS' if everything else 'NONPROMISCUOUS'}")
        for user, everything in lan.users.items()
    )
    return VirtualNetworkLANAccessQueryReply(authorized_users_array=lines)


@serves(VirtualNetworkLANQuery)
def virtual_network_lan_query(here: Context, call: VirtualNetworkLANQuery) -> VirtualNetworkLANQueryReply:
    """One LAN, or those that fit."""
    owner, name = upper_case(call.lan_owner), upper_case(call.lan_name)
    if owner != "*" and name != "*":
        lans: tuple[Lan, ...] = (here.parts.networks.lan(owner, name),)
    else:
        lans = tuple(
            lan for lan in here.parts.networks.lans.values() if owner in ("*", lan.owner) and name in ("*", lan.name)
        )
        if not lans:
            raise Refusal(212, 12)
    return VirtualNetworkLANQueryReply(lan_array=tuple(_record(here, lan) for lan in lans))


def _record(here: Context, lan: Lan) -> LanRecord:
    return LanRecord(
        lan_name=lan.name.ljust(8),
        lan_owner=lan.owner.ljust(8),
        lan_type=1 if lan.adapter_type == _HIPERSOCKETS else 2,
        connected_adapter_array=tuple(
            LanAdapter(adapter_owner=owner, image_device_number=f"{vdev:04X}")
            for owner, vdev in here.parts.networks.adapters(lan.owner, lan.name)
        ),
    )


@serves(VirtualNetworkOSAQuery)
def virtual_network_osa_query(here: Context, call: VirtualNetworkOSAQuery) -> VirtualNetworkOSAQueryReply:
    """All OSA devices."""
    devices = here.parts.configuration.osa.values()
    if not devices:
        raise Refusal(4, 4)
    lines = tuple(OsaLine(f"{osa.rdev:04X} {_status(osa)} {osa.osa_type} {osa.chpid:02X} NO") for osa in devices)
    return VirtualNetworkOSAQueryReply(osa_info_structure=lines)


def _status(osa: Osa) -> str:
    if not osa.online:
        return "OFFLINE"
    # z/VM glues the user id onto the word.
    return f"ATTACHED{osa.user}" if osa.user else "FREE"


@serves(VirtualNetworkQueryLAN)
def virtual_network_query_lan(here: Context, call: VirtualNetworkQueryLAN) -> VirtualNetworkQueryLANReply:
    """All LANs and switches, the old form."""
    names = [f"{SYSTEM} {name}" for name in here.parts.networks.switches]
    names += [f"{lan.owner} {lan.name}" for lan in here.parts.networks.lans.values()]
    return VirtualNetworkQueryLANReply(lan_list=tuple(sorted(names)))


@serves(VirtualNetworkQueryOSA)
def virtual_network_query_osa(here: Context, call: VirtualNetworkQueryOSA) -> VirtualNetworkQueryOSAReply:
    """All OSA devices, the old form."""
    lines = (
        f"OSA {osa.rdev:04X} {'OFFLINE' if not osa.online else 'ATTACHED ' + osa.user if osa.user else 'FREE'}"
        for osa in here.parts.configuration.osa.values()
    )
    return VirtualNetworkQueryOSAReply(osa_list=tuple(lines))
