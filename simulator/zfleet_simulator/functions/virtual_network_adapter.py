# SPDX-License-Identifier: Apache-2.0
"""Virtual network adapters: NICDEF statements, and adapters of running guests."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.directory import Entry
from zfleet_simulator.functions.image_directory import changed
from zfleet_simulator.guests import Guest, Nic
from zfleet_simulator.networks import SYSTEM
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import Nicdef, device_number
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    VirtualNetworkAdapterConnectLAN,
    VirtualNetworkAdapterConnectLANDM,
    VirtualNetworkAdapterConnectVswitch,
    VirtualNetworkAdapterConnectVswitchDM,
    VirtualNetworkAdapterConnectVswitchExtended,
    VirtualNetworkAdapterCreate,
    VirtualNetworkAdapterCreateDM,
    VirtualNetworkAdapterCreateExtended,
    VirtualNetworkAdapterCreateExtendedDM,
    VirtualNetworkAdapterDelete,
    VirtualNetworkAdapterDeleteDM,
    VirtualNetworkAdapterDisconnect,
    VirtualNetworkAdapterDisconnectDM,
    VirtualNetworkAdapterQuery,
    VirtualNetworkAdapterQueryExtended,
)
from zfleet_smapi.calls.virtual_network_adapter import (
    Adapter,
    VirtualNetworkAdapterQueryExtendedReply,
    VirtualNetworkAdapterQueryReply,
)
from zfleet_smapi.declaration import Reply

_TYPES = {1: "HIPERSOCKETS", 2: "QDIO"}
_TYPE_NUMBERS = {"HIPERSOCKETS": 1, "QDIO": 2, "INMN": 4, "IEDN": 5}
_MAX_QDIO_DEVICES = 240


def _type_word(text: str | None) -> str:
    word = upper_case(text or "HIPERSOCKETS")
    return "HIPERSOCKETS" if word.startswith("HIPER") else word


def _check(nicdef: Nicdef, keyed: bool) -> None:
    """Refusal 24/318, or 8/3003 in the key=value form, for a number of devices that the type cannot have."""
    devices = nicdef.devices or 3
    if not 3 <= devices <= 3072 or (nicdef.adapter_type == "QDIO" and devices > _MAX_QDIO_DEVICES):
        raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=DEVICES") if keyed else Refusal(24, 318)
    if nicdef.vdev + devices > 0x10000:
        raise Refusal(204, 2)


# --- the directory ---------------------------------------------------------------------------------------------------


@serves(VirtualNetworkAdapterCreateDM)
def virtual_network_adapter_create_dm(here: Context, call: VirtualNetworkAdapterCreateDM) -> Reply:
    """A NICDEF statement."""
    return _define(
        here,
        call.target,
        Nicdef(
            device_number(call.image_device_number),
            _TYPES[call.adapter_type],
            call.network_adapter_devices,
            channel_path=upper_case(call.channel_path_id),
            mac_id=upper_case(call.mac_id),
        ),
    )


@serves(VirtualNetworkAdapterCreateExtendedDM)
def virtual_network_adapter_create_extended_dm(here: Context, call: VirtualNetworkAdapterCreateExtendedDM) -> Reply:
    """A NICDEF statement, key=value form."""
    return _define(
        here,
        call.target,
        Nicdef(
            device_number(call.image_device_number),
            _type_word(call.adapter_type),
            int(call.devices) if call.devices else 3,
            channel_path=upper_case(call.channel_path_id or ""),
            mac_id=upper_case(call.mac_id or "").rjust(6, "0") if call.mac_id else "",
        ),
        keyed=True,
    )


def _define(here: Context, target: str, nicdef: Nicdef, keyed: bool = False) -> Reply:
    directory = here.parts.directory
    directory.image(target)
    entry = directory.for_update(target, here.caller)
    _check(nicdef, keyed)
    directory.refuse_locked_device(entry.name, nicdef.vdev, 404)
    wanted = set(range(nicdef.vdev, nicdef.vdev + (nicdef.devices or 3)))
    if wanted & entry.device_numbers():
        raise Refusal(404, 4)
    directory.update(entry.adding(nicdef))
    return changed(here)


@serves(VirtualNetworkAdapterDeleteDM)
def virtual_network_adapter_delete_dm(here: Context, call: VirtualNetworkAdapterDeleteDM) -> Reply:
    """Take all NICDEF statements of an adapter out."""
    entry, statements = _statements(here, call.target, call.image_device_number)
    here.parts.directory.update(entry.without(*statements))
    return changed(here)


def _statements(here: Context, target: str, number: str) -> tuple[Entry, tuple[Nicdef, ...]]:
    """An entry that may be changed and its statements for one adapter. Refusal 404/8."""
    directory = here.parts.directory
    directory.image(target)
    entry = directory.for_update(target, here.caller)
    vdev = device_number(number)
    found = tuple(one for one in entry.all(Nicdef) if one.vdev == vdev)
    if not found:
        raise Refusal(404, 8)
    directory.refuse_locked_device(entry.name, vdev, 404)
    return entry, found


@serves(VirtualNetworkAdapterConnectVswitchDM)
def virtual_network_adapter_connect_vswitch_dm(here: Context, call: VirtualNetworkAdapterConnectVswitchDM) -> Reply:
    """Have the adapter on a switch from the next logon on."""
    return _connect(here, call.target, call.image_device_number, SYSTEM, call.switch_name)


@serves(VirtualNetworkAdapterConnectLANDM)
def virtual_network_adapter_connect_lan_dm(here: Context, call: VirtualNetworkAdapterConnectLANDM) -> Reply:
    """Have the adapter on a LAN from the next logon on."""
    return _connect(here, call.target, call.image_device_number, call.lan_owner, call.lan_name)


def _connect(here: Context, target: str, number: str, owner: str, name: str) -> Reply:
    entry, statements = _statements(here, target, number)
    if upper_case(owner) == SYSTEM:
        switch = here.parts.networks.switches.get(upper_case(name))
        kind = next((one.adapter_type for one in statements if one.adapter_type), "")
        if switch is not None and kind.startswith("HIPER"):
            raise Refusal(412, 28)
    entry = _uncoupled(entry, statements[1:])
    first = next(one for one in entry.all(Nicdef) if one.vdev == statements[0].vdev)
    coupled = replace(first, lan_owner=upper_case(owner), lan_name=upper_case(name))
    here.parts.directory.update(entry.replacing(first, coupled))
    return changed(here)


def _uncoupled(entry: Entry, statements: tuple[Nicdef, ...]) -> Entry:
    """Without the LAN operands of these statements; a statement that had nothing else goes."""
    for statement in statements:
        present = next((one for one in entry.all(Nicdef) if one == statement), None)
        if present is None or not present.lan_name:
            continue
        plain = replace(present, lan_owner="", lan_name="", vlan="", port_type="", port_number="")
        entry = entry.without(present) if plain == Nicdef(plain.vdev) else entry.replacing(present, plain)
    return entry


@serves(VirtualNetworkAdapterDisconnectDM)
def virtual_network_adapter_disconnect_dm(here: Context, call: VirtualNetworkAdapterDisconnectDM) -> Reply:
    """Have the adapter on no network from the next logon on."""
    entry, statements = _statements(here, call.target, call.image_device_number)
    if not any(one.lan_name for one in statements):
        raise Refusal(212, 32)
    here.parts.directory.update(_uncoupled(entry, statements))
    return changed(here)


# --- running guests --------------------------------------------------------------------------------------------------


@serves(VirtualNetworkAdapterCreate)
def virtual_network_adapter_create(here: Context, call: VirtualNetworkAdapterCreate) -> Reply:
    """A new adapter on a running guest."""
    nicdef = Nicdef(
        device_number(call.image_device_number),
        _TYPES[call.adapter_type],
        call.network_adapter_devices,
        channel_path=upper_case(call.channel_path_id),
    )
    return _create(here, call.target, nicdef)


@serves(VirtualNetworkAdapterCreateExtended)
def virtual_network_adapter_create_extended(here: Context, call: VirtualNetworkAdapterCreateExtended) -> Reply:
    """A new adapter on a running guest, key=value form."""
    nicdef = Nicdef(
        device_number(call.image_device_number),
        _type_word(call.adapter_type),
        int(call.devices) if call.devices else 3,
        channel_path=upper_case(call.channel_path_id or ""),
    )
    return _create(here, call.target, nicdef, keyed=True)


def _create(here: Context, target: str, nicdef: Nicdef, keyed: bool = False) -> Reply:
    guest = here.parts.cp.active(target)
    entry = here.parts.directory.online(guest.user_id)
    # CP defines it with the MAC address that the directory keeps for that number.
    known = [one.mac_id for one in (entry.all(Nicdef) if entry is not None else ()) if one.vdev == nicdef.vdev]
    mac_id = next((mac for mac in known if mac), "")
    _check(nicdef, keyed)
    here.parts.cp.define_nic(target, replace(nicdef, mac_id=mac_id))
    return done()


@serves(VirtualNetworkAdapterDelete)
def virtual_network_adapter_delete(here: Context, call: VirtualNetworkAdapterDelete) -> Reply:
    """Take an adapter away from a running guest."""
    here.parts.cp.delete_nic(call.target, device_number(call.image_device_number))
    return done()


@serves(VirtualNetworkAdapterConnectVswitch)
def virtual_network_adapter_connect_vswitch(here: Context, call: VirtualNetworkAdapterConnectVswitch) -> Reply:
    """Couple an adapter of a running guest to a switch."""
    here.parts.cp.couple(call.target, device_number(call.image_device_number), SYSTEM, call.switch_name)
    return done()


@serves(VirtualNetworkAdapterConnectVswitchExtended)
def virtual_network_adapter_connect_vswitch_extended(
    here: Context, call: VirtualNetworkAdapterConnectVswitchExtended
) -> Reply:
    """Couple an adapter to a switch, to a port if one is named."""
    word = upper_case(call.port_selection or "AUTO")
    port = int(word) if word.isdecimal() else 0
    here.parts.cp.couple(call.target, device_number(call.image_device_number), SYSTEM, call.switch_name, port)
    return done()


@serves(VirtualNetworkAdapterConnectLAN)
def virtual_network_adapter_connect_lan(here: Context, call: VirtualNetworkAdapterConnectLAN) -> Reply:
    """Couple an adapter of a running guest to a LAN (or, with the owner SYSTEM, to a switch)."""
    try:
        here.parts.cp.couple(call.target, device_number(call.image_device_number), call.lan_owner, call.lan_name)
    except Refusal as refusal:
        # This function knows LANs only: a switch that is not there is a LAN that is not there.
        absent = (refusal.return_code, refusal.reason_code) == (212, 40)
        raise Refusal(212, 12) from None if absent else refusal
    return done()


@serves(VirtualNetworkAdapterDisconnect)
def virtual_network_adapter_disconnect(here: Context, call: VirtualNetworkAdapterDisconnect) -> Reply:
    """Uncouple an adapter of a running guest."""
    here.parts.cp.uncouple(call.target, device_number(call.image_device_number))
    return done()


def _selected(here: Context, target: str, number: str) -> tuple[Guest, tuple[Nic, ...]]:
    guest = here.parts.cp.active(target)
    nics = guest.nics()
    if number != "*":
        vdev = device_number(number)
        nics = tuple(nic for nic in nics if nic.vdev == vdev)
    if not nics:
        raise Refusal(212, 8)
    return guest, nics


def _status(here: Context, guest: Guest, nic: Nic) -> int:
    """0 not coupled, 1 coupled, 2 coupled and active: a Linux that is up has its adapters up."""
    if not nic.coupled:
        return 0
    return 2 if guest.has_linux_up else 1


@serves(VirtualNetworkAdapterQuery)
def virtual_network_adapter_query(here: Context, call: VirtualNetworkAdapterQuery) -> VirtualNetworkAdapterQueryReply:
    """The adapters of a running guest."""
    guest, nics = _selected(here, call.target, call.image_device_number)
    return VirtualNetworkAdapterQueryReply(
        adapter_array=tuple(
            Adapter(
                image_device_number=f"{nic.vdev:04X}",
                adapter_type=_TYPE_NUMBERS.get(nic.adapter_type, 2),
                network_adapter_devices=nic.devices,
                adapter_status=_status(here, guest, nic),
                lan_owner=nic.lan_owner.ljust(8) if nic.coupled else "",
                lan_name=nic.lan_name.ljust(8) if nic.coupled else "",
            )
            for nic in nics
        )
    )


@serves(VirtualNetworkAdapterQueryExtended)
def virtual_network_adapter_query_extended(
    here: Context, call: VirtualNetworkAdapterQueryExtended
) -> VirtualNetworkAdapterQueryExtendedReply:
    """The adapters of a running guest as key=value lines."""
    guest, nics = _selected(here, call.target, call.image_device_number)
    lines = [f"adapter_count={len(nics)}"]
    for nic in nics:
        lines += [
            f"adapter_address={nic.vdev:04X}",
            f"port_type={1 if nic.port_number else 0}",
            "extended_port_status=00",
            f"adapter_type={_TYPE_NUMBERS.get(nic.adapter_type, 2)}",
            f"network_device_count={nic.devices}",
            f"adapter_status={_status(here, guest, nic):02}",
            f"lan_owner={nic.lan_owner}",
            f"lan_name={nic.lan_name}",
            *_addresses(here, guest, nic),
            "adapter_info_end",
        ]
    return VirtualNetworkAdapterQueryExtendedReply(response_list=tuple(lines))


def _addresses(here: Context, guest: Guest, nic: Nic) -> list[str]:
    """What CP has learned from an active adapter's traffic: its MAC and IP address."""
    if _status(here, guest, nic) != 2:
        return []
    address = here.parts.agents.address(guest, nic).partition("/")[0]
    version = 6 if ":" in address else 4
    known = [f"mac_ip_version={version}", f"mac_ip_address={address}"] if address else []
    return [
        "device_options=C1000000",
        "router_status=00",
        "mac_count=1",
        f"mac_address={nic.mac}",
        "mac_address_type=00",
        "mac_status=00",
        *known,
        "mac_info_end",
    ]
