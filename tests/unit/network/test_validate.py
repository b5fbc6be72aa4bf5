# SPDX-License-Identifier: Apache-2.0
"""Requests that are wrong, field by field."""

from __future__ import annotations

from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_network import validate, validate_switch
from zfleet_network.look import check_switches, taken_mac_ids
from zfleet_network.nics import NicWish
from zfleet_network.virtual_switch import ConnectedNic, VirtualSwitch
from zfleet_runtime.validation import Violations


def fields(v: Violations) -> list[str]:
    """The bad fields."""
    return [violation.field for violation in v.found]


def test_every_bad_field_of_every_nic_is_named_at_once() -> None:
    """Three NICs, each wrong in its own way."""
    v = Violations()
    specs = [
        pb.NicSpec(device_number="FFFE", virtual_switch="BAD NAME", mac_address="01:00:5e:00:00:01"),
        pb.NicSpec(vlan_id=4095, nic_id="x" * 65),
        pb.NicSpec(virtual_switch="VSW1", address=pb.AddressPlan(ip_address="192.0.2.7", mtu=1)),
    ]
    validate.wishes(v, specs, at_least=0)
    assert sorted(fields(v)) == [
        "nics[0].device_number",
        "nics[0].mac_address",
        "nics[0].virtual_switch",
        "nics[1].nic_id",
        "nics[1].vlan_id",
        "nics[1].vlan_id",
        "nics[2].address.cidr",
        "nics[2].address.mtu",
    ]


def test_nics_of_one_request_must_not_share_anything() -> None:
    """Device numbers (three each), MAC endings and addresses."""
    v = Violations()
    address = pb.AddressPlan(ip_address="192.0.2.7", cidr="192.0.2.0/24")
    specs = [
        pb.NicSpec(device_number="1000", mac_address="02:00:00:00:00:01", address=address),
        pb.NicSpec(device_number="1002", mac_address="fa:16:3e:00:00:01", address=address),
    ]
    validate.wishes(v, specs, at_least=1)
    assert fields(v) == ["nics[1].device_number", "nics[1].mac_address", "nics[1].address.ip_address"]


def test_seventeen_nics_are_too_many_and_none_may_be_too_few() -> None:
    """1 to 16 to create; a plan may be empty."""
    for count, at_least, bad in ((17, 0, True), (16, 1, False), (0, 0, False), (0, 1, True)):
        v = Violations()
        validate.wishes(v, [pb.NicSpec()] * count, at_least=at_least)
        assert bool(v) == bad


def test_a_switch_or_user_id_cannot_carry_a_second_operand() -> None:
    """Blanks, quotes and line ends never pass."""
    for text in ("VSW1 GRANT", 'VSW"1', "VSW1\n", "VSW1\0"):
        v = Violations()
        validate.wishes(v, [pb.NicSpec(virtual_switch=text)], at_least=1)
        validate.user_id(v, text)
        assert fields(v) == ["nics[0].virtual_switch", "user_id"]


def test_unknown_switches_and_vlans_on_unaware_ones_are_reported() -> None:
    """Against what z/VM has."""
    switches = {
        "VSW1": VirtualSwitch(name="VSW1", transport="ETHERNET"),
        "VSW2": VirtualSwitch(name="VSW2", transport="ETHERNET", vlan_aware=True, vlan_id=1),
    }
    wishes = [
        NicWish(virtual_switch="VSW9"),
        NicWish(virtual_switch="VSW1", vlan_id=10),
        NicWish(virtual_switch="VSW2", vlan_id=10),
        NicWish(),
    ]
    v = Violations()
    check_switches(v, wishes, switches)
    assert fields(v) == ["nics[0].virtual_switch", "nics[1].vlan_id"]


def test_addresses_of_other_guests_on_the_switches_are_taken() -> None:
    """Those with the host's prefix; a guest's own may be given to it again."""
    connected = (
        ConnectedNic(user_id="LINUX01", device_number="1000", mac_address="02:00:00:00:00:0a"),
        ConnectedNic(user_id="LINUX02", device_number="1000", mac_address="02:00:00:00:00:0b"),
        ConnectedNic(user_id="LINUX03", device_number="1000", mac_address="02:00:01:00:00:0c"),
    )
    switches = {"VSW1": VirtualSwitch(name="VSW1", transport="ETHERNET", connected_nics=connected)}
    assert taken_mac_ids(switches, "02:00:00", "LINUX01") == {"00000B"}


def test_what_only_vlan_aware_switches_have_needs_a_vlan() -> None:
    """Or the wish that z/VM chooses one."""
    v = Violations()
    request = pb.CreateVirtualSwitchRequest(
        name="VSWITCH_1",
        port_type=pb.PORT_TYPE_TRUNK,
        native_vlan_id=2,
        gvrp=True,
        controller="D TC",
        queue_memory_mb=9,
        real_device_numbers=[],
    )
    validate_switch.switch_wish(v, request)
    assert sorted(fields(v)) == ["controller", "gvrp", "name", "native_vlan_id", "port_type", "queue_memory_mb"]
    v = Violations()
    request = pb.CreateVirtualSwitchRequest(name="VSW9", vlan_aware=True, gvrp=True, controller="*")
    wish = validate_switch.switch_wish(v, request)
    assert not v
    assert (wish.aware, wish.vlan_id, wish.controller) == (True, 0, "*")


def test_what_does_not_fit_together_in_a_new_switch_is_named() -> None:
    """A router without IP, devices without an uplink, words that are not known."""
    v = Violations()
    request = pb.CreateVirtualSwitchRequest(
        name="VSW9",
        real_device_numbers=["0700"],
        connection=pb.UPLINK_CONNECTION_NO_UPLINK,
        routing=pb.ROUTING_TYPE_PRIMARY_ROUTER,
    )
    validate_switch.switch_wish(v, request)
    assert sorted(fields(v)) == ["real_device_numbers", "routing"]
    v = Violations()
    unknown = {"connection": 9, "routing": 9, "port_type": 9, "transport_type": 9}
    validate_switch.switch_wish(v, pb.CreateVirtualSwitchRequest(name="VSW9", vlan_id=1, **unknown))  # type: ignore[arg-type]
    assert set(fields(v)) == set(unknown)


def test_real_devices_are_at_most_three_different_ones() -> None:
    """Canonical: four hex digits."""
    v = Violations()
    assert validate_switch.real_device_numbers(v, "x", ["500", "0a03"]) == ("0500", "0A03")
    assert not v
    validate_switch.real_device_numbers(v, "x", ["500", "0500"])
    validate_switch.real_device_numbers(v, "y", ["1", "2", "3", "4"])
    validate_switch.real_device_numbers(v, "z", ["0500.P1 NONE"])
    assert fields(v) == ["x", "y", "z[0]"]


def test_fields_that_are_absent_stay_as_they_are() -> None:
    """A list that is present and empty disconnects; one that is absent does not."""
    v = Violations()
    nothing = validate_switch.switch_change(v, pb.UpdateVirtualSwitchRequest(name="VSW1"))
    assert nothing.real_device_numbers is None
    assert nothing.connected is None
    empty = pb.UpdateVirtualSwitchRequest(
        name="VSW1", real_device_numbers=pb.RealDeviceNumbers(), connected=False, queue_memory_mb=0
    )
    change = validate_switch.switch_change(v, empty)
    assert change.real_device_numbers == ()
    assert change.connected is False
    assert fields(v) == ["queue_memory_mb"]


def test_every_bad_field_of_a_change_is_named() -> None:
    """Also those of the messages in it."""
    v = Violations()
    request = pb.UpdateVirtualSwitchRequest(
        name="VSW1",
        mac_protect=True,
        mac_protect_by_host=True,
        routing=9,  # type: ignore[arg-type]
        port_type=9,  # type: ignore[arg-type]
        ip_timeout_minutes=241,
        mac_address="01:00:00:00:00:01",
        port_names=pb.PortNames(values=["A B"]),
        controllers=pb.Controllers(values=["*", "DTCVSW1"]),
        uplink_nic=pb.UplinkNic(user_id="LINUX01"),
        link_aggregation=pb.LinkAggregationChange(interval_seconds=9991, real_device_numbers=["X"]),
    )
    validate_switch.switch_change(v, request)
    assert sorted(fields(v)) == [
        "controllers.values[0]",
        "ip_timeout_minutes",
        "link_aggregation.interval_seconds",
        "link_aggregation.real_device_numbers[0]",
        "mac_address",
        "mac_protect_by_host",
        "port_names.values[0]",
        "port_type",
        "routing",
        "uplink_nic.device_number",
    ]
    v = Violations()
    nothing = pb.UpdateVirtualSwitchRequest(link_aggregation=pb.LinkAggregationChange(), port_names=pb.PortNames())
    validate_switch.switch_change(v, nothing)
    assert sorted(fields(v)) == ["link_aggregation.lacp", "port_names.values"]
