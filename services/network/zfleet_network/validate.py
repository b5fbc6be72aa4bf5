# SPDX-License-Identifier: Apache-2.0
"""Checks requests field by field; everything that is wrong goes to one `Violations`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_network.address_plan import AddressPlan, check_address_plan
from zfleet_network.device_numbers import first_of_three, overlap
from zfleet_network.mac_address import mac_id_of
from zfleet_network.nics import NicWish
from zfleet_network.scope import Scope
from zfleet_network.vlans import user_vlan_id
from zfleet_runtime.requests import request_id_of
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

MOST_NICS = 16
MOST_NIC_IDS = 256
MOST_GUESTS = 1000
LONGEST_NIC_ID = 64
SCOPES = {
    pb.CHANGE_SCOPE_UNSPECIFIED: Scope.BOTH,
    pb.CHANGE_SCOPE_DIRECTORY: Scope.DIRECTORY,
    pb.CHANGE_SCOPE_RUNNING_TOO: Scope.RUNNING_TOO,
}


def user_id(v: Violations, text: str) -> str:
    """A guest's user id."""
    return v.check("user_id", values.user_id, text)


def user_ids(v: Violations, given: Sequence[str]) -> list[str]:
    """User ids of guests, 1 to 1000, each once."""
    v.require(1 <= len(given) <= MOST_GUESTS, "user_ids", f"1 to {MOST_GUESTS} user ids")
    checked = [v.check(f"user_ids[{at}]", values.user_id, text) for at, text in enumerate(given[:MOST_GUESTS])]
    return list(dict.fromkeys(checked))


def scope(v: Violations, given: pb.ChangeScope) -> Scope:
    """What of a guest a change is made to."""
    v.require(given in SCOPES, "scope", "is not a known scope")
    return SCOPES.get(given, Scope.BOTH)


def nic_ids(v: Violations, given: Mapping[str, str]) -> dict[str, str]:
    """The caller's names for ports by the last six hex digits (then in upper case) of MAC addresses."""
    v.require(len(given) <= MOST_NIC_IDS, "nic_ids", f"at most {MOST_NIC_IDS} names")
    found: dict[str, str] = {}
    for mac_id, name in list(given.items())[:MOST_NIC_IDS]:
        field = f"nic_ids[{mac_id}]"
        digits = v.check(field, values.mac_id, mac_id)
        v.required(field, name)
        checked = v.check(field, nic_id, name)
        if digits and digits in found:
            v.add(field, "names one MAC address twice")
        found[digits] = checked
    return found


def plan_id(v: Violations, text: str) -> str:
    """The request_id of a plan: it owns the reservations, so it is required."""
    return v.check("request_id", request_id_of, text)


def device_number(text: str) -> str:
    """A NIC's first device number."""
    return first_of_three(values.device_number(text))


def device_numbers(v: Violations, given: Sequence[str]) -> list[str]:
    """First device numbers of NICs to delete, 1 to 16."""
    v.require(1 <= len(given) <= MOST_NICS, "device_numbers", f"1 to {MOST_NICS} device numbers")
    checked = [v.check(f"device_numbers[{at}]", device_number, text) for at, text in enumerate(given[:MOST_NICS])]
    return list(dict.fromkeys(checked))


def vlan_ids(v: Violations, given: Sequence[int]) -> tuple[int, ...]:
    """VLANs of a grant."""
    before = len(v.found)
    checked = [v.check(f"vlan_ids[{at}]", values.vlan_id, number) for at, number in enumerate(given)]
    if len(v.found) == before:
        v.check("vlan_ids", user_vlan_id, checked)
    return tuple(dict.fromkeys(checked))


def nic_id(text: str) -> str:
    """The caller's own name for a port."""
    if len(text) > LONGEST_NIC_ID or not text.isprintable():
        raise ValueError(f"must be at most {LONGEST_NIC_ID} printable characters")
    return text


def wishes(v: Violations, given: Sequence[pb.NicSpec], *, at_least: int) -> list[NicWish]:
    """NICs that are asked for: each by itself, then against each other."""
    v.require(at_least <= len(given) <= MOST_NICS, "nics", f"{at_least} to {MOST_NICS} NICs")
    checked = [_wish(v.within(f"nics[{at}]"), spec) for at, spec in enumerate(given[:MOST_NICS])]
    _against_each_other(v, checked)
    return checked


def _wish(v: Violations, spec: pb.NicSpec) -> NicWish:
    if spec.vlan_id and not spec.virtual_switch:
        v.add("vlan_id", "needs a virtual_switch")
    if spec.osa_device:
        for field in ("virtual_switch", "mac_address"):
            v.require(not getattr(spec, field), field, "goes with a virtual adapter, not with an osa_device")
    return NicWish(
        device_number=v.optional("device_number", device_number, spec.device_number) or "",
        virtual_switch=v.optional("virtual_switch", values.switch_name, spec.virtual_switch) or "",
        mac_id=v.optional("mac_address", mac_id_of, spec.mac_address) or "",
        vlan_id=v.optional("vlan_id", values.vlan_id, spec.vlan_id) or 0,
        nic_id=v.check("nic_id", nic_id, spec.nic_id),
        address=_address(v.within("address"), spec.address) if spec.HasField("address") else None,
        osa_device=v.optional("osa_device", device_number, spec.osa_device) or "",
    )


def _address(v: Violations, given: pb.AddressPlan) -> AddressPlan:
    return check_address_plan(
        v,
        ip_address=given.ip_address,
        cidr=given.cidr,
        gateway=given.gateway,
        dns_servers=tuple(given.dns_servers),
        mtu=given.mtu,
    )


def _against_each_other(v: Violations, checked: Sequence[NicWish]) -> None:
    for at, wish in enumerate(checked):
        for before, other in enumerate(checked[:at]):
            both_numbers = wish.device_number and other.device_number
            if both_numbers and overlap(wish.device_number, other.device_number):
                v.add(f"nics[{at}].device_number", f"overlaps the three device numbers of nics[{before}]")
            if wish.mac_id and wish.mac_id == other.mac_id:
                v.add(f"nics[{at}].mac_address", f"ends in the same three bytes as that of nics[{before}]")
            both_osas = wish.osa_device and other.osa_device
            if both_osas and overlap(wish.osa_device, other.osa_device):
                v.add(f"nics[{at}].osa_device", f"overlaps the three OSA devices of nics[{before}]")
            mine, others = wish.address, other.address
            if mine and others and mine.ip_address and mine.ip_address == others.ip_address:
                v.add(f"nics[{at}].address.ip_address", f"is that of nics[{before}] too")
