# SPDX-License-Identifier: Apache-2.0
"""How NICs become what the guest's Linux is told, and how they are made again."""

from __future__ import annotations

import pytest

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.network.v1 import network_service_pb2 as network
from zfleet_gateway.interfaces import (
    nic_as_caller_wrote_it,
    nic_setup,
    nic_spec,
    setup_as_caller_wrote_it,
    undo_scope,
)

PLAN = network.AddressPlan(
    ip_address="192.0.2.5", cidr="192.0.2.0/24", gateway="192.0.2.1", dns_servers=["192.0.2.2", "192.0.2.3"], mtu=1492
)
NIC = network.Nic(user_id="LINUX01", device_number="1000")


def test_an_address_gets_the_prefix_length_of_its_network() -> None:
    """The device number is the created NIC's, which the caller may have left open."""
    spec = pb.NetworkInterfaceSpec(nic=network.NicSpec(address=PLAN), hostname="web1")
    assert nic_setup(spec, NIC) == system.NicSetup(
        device_number="1000",
        address="192.0.2.5/24",
        gateway="192.0.2.1",
        name_servers=["192.0.2.2", "192.0.2.3"],
        mtu=1492,
        hostname="web1",
    )


def test_an_interface_with_dhcp_or_nothing_has_no_address() -> None:
    """The one asks for it, the other comes up without."""
    assert nic_setup(pb.NetworkInterfaceSpec(dhcp=True), NIC) == system.NicSetup(device_number="1000", dhcp=True)
    assert nic_setup(pb.NetworkInterfaceSpec(), NIC) == system.NicSetup(device_number="1000")


def test_a_nic_is_made_again_as_it_was() -> None:
    """Address, VLAN and own name too; a MAC address that CP chose is left to CP."""
    nic = network.Nic(
        user_id="LINUX01",
        device_number="1000",
        virtual_switch="VSW1",
        mac_address="02:00:00:12:34:56",
        mac_id="123456",
        vlan_id=7,
        nic_id="port-1",
        address=PLAN,
    )
    again = network.NicSpec(
        device_number="1000",
        virtual_switch="VSW1",
        mac_address="02:00:00:12:34:56",
        vlan_id=7,
        nic_id="port-1",
        address=PLAN,
    )
    assert nic_spec(nic) == again
    nic.ClearField("mac_id")
    again.ClearField("mac_address")
    assert nic_spec(nic) == again


def test_a_nic_of_an_osa_is_made_again_with_its_devices_alone() -> None:
    """It takes neither switch nor MAC address."""
    nic = network.Nic(device_number="1000", osa_device="0A00", mac_address="02:00:00:12:34:56", nic_id="p")
    assert nic_spec(nic) == network.NicSpec(device_number="1000", osa_device="0A00", nic_id="p")


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("nics[0].device_number", "interfaces[0].nic.device_number"),
        ("nics[12].address.cidr", "interfaces[12].nic.address.cidr"),
        ("user_id", "user_id"),
    ],
)
def test_fields_of_the_network_service_are_told_as_the_caller_wrote_them(field: str, written: str) -> None:
    """Programs find them in their own request."""
    assert nic_as_caller_wrote_it(field) == written


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("nics[1].address", "interfaces[1].nic.address.ip_address"),
        ("nics[1].name_servers[2]", "interfaces[1].nic.address.dns_servers[2]"),
        ("nics[1].gateway", "interfaces[1].nic.address.gateway"),
        ("nics[1].hostname", "interfaces[1].hostname"),
        ("nics[1].device_number", "interfaces[1].nic.device_number"),
        ("os_version", "os_version"),
    ],
)
def test_fields_of_the_guest_service_are_told_as_the_caller_wrote_them(field: str, written: str) -> None:
    """Though they have other names there."""
    assert setup_as_caller_wrote_it(field) == written


def test_an_undo_leaves_the_running_guest_alone_only_when_the_change_did() -> None:
    """A guest that must have been on may be off by now."""
    assert undo_scope(network.CHANGE_SCOPE_DIRECTORY) == network.CHANGE_SCOPE_DIRECTORY
    assert undo_scope(network.CHANGE_SCOPE_RUNNING_TOO) == network.CHANGE_SCOPE_UNSPECIFIED
    assert undo_scope(network.CHANGE_SCOPE_UNSPECIFIED) == network.CHANGE_SCOPE_UNSPECIFIED
