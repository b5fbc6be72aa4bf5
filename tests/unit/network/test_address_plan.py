# SPDX-License-Identifier: Apache-2.0
"""Addresses of a NIC that fit together, and every reason why they do not."""

from __future__ import annotations

import pytest

from zfleet_network.address_plan import AddressPlan, check_address_plan
from zfleet_runtime.validation import Violations


def checked(**given: object) -> tuple[AddressPlan, dict[str, str]]:
    """The plan, and the violations by field."""
    v = Violations()
    fields: dict[str, object] = {"ip_address": "", "cidr": "", "gateway": "", "dns_servers": (), "mtu": 0}
    plan = check_address_plan(v, **{**fields, **given})  # type: ignore[arg-type]
    return plan, {violation.field: violation.description for violation in v.found}


def test_a_plan_that_fits_is_kept_in_canonical_spelling() -> None:
    """A network written as an interface (host bits set) means its network; IPv6 is shortened."""
    plan, bad = checked(
        ip_address="2001:DB8:0:0::7",
        cidr="2001:db8::7/64",
        gateway="2001:db8::1",
        dns_servers=("2001:db8::53", "192.0.2.53"),
        mtu=9000,
    )
    assert not bad
    assert plan == AddressPlan(
        ip_address="2001:db8::7",
        cidr="2001:db8::/64",
        gateway="2001:db8::1",
        dns_servers=("2001:db8::53", "192.0.2.53"),
        mtu=9000,
    )


def test_an_empty_plan_is_a_plan() -> None:
    """The guest asks DHCP."""
    assert checked() == (AddressPlan(), {})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ip_address": "192.0.3.7", "cidr": "192.0.2.0/24"}, "ip_address"),
        ({"ip_address": "192.0.2.0", "cidr": "192.0.2.0/24"}, "ip_address"),
        ({"ip_address": "192.0.2.255", "cidr": "192.0.2.0/24"}, "ip_address"),
        ({"ip_address": "2001:db8::1", "cidr": "192.0.2.0/24"}, "ip_address"),
        ({"ip_address": "224.0.0.1", "cidr": "224.0.0.0/4"}, "ip_address"),
        ({"ip_address": "127.0.0.1", "cidr": "127.0.0.0/8"}, "ip_address"),
        ({"ip_address": "192.0.2.7\nIPL CMS", "cidr": "192.0.2.0/24"}, "ip_address"),
        ({"ip_address": "fe80::1%eth0", "cidr": "fe80::/64"}, "ip_address"),
        ({"ip_address": "192.0.2.7"}, "cidr"),
        ({"gateway": "192.0.2.1"}, "cidr"),
        ({"cidr": "192.0.2.0"}, "cidr"),
        ({"cidr": "192.0.2.0/33"}, "cidr"),
        ({"ip_address": "192.0.2.7", "cidr": "192.0.2.0/24", "gateway": "192.0.2.7"}, "gateway"),
        ({"ip_address": "192.0.2.7", "cidr": "192.0.2.0/24", "gateway": "198.51.100.1"}, "gateway"),
        ({"dns_servers": ("192.0.2.53", "dns.example")}, "dns_servers[1]"),
        ({"dns_servers": ("192.0.2.53",) * 9}, "dns_servers"),
        ({"mtu": 575}, "mtu"),
        ({"mtu": 65536}, "mtu"),
        ({"cidr": "2001:db8::/64", "mtu": 1279}, "mtu"),
    ],
)
def test_what_does_not_fit_is_named(given: dict[str, object], field: str) -> None:
    """Exactly the field that is wrong."""
    assert list(checked(**given)[1]) == [field]


def test_a_network_of_two_addresses_has_two_hosts() -> None:
    """RFC 3021: in a /31 the first and the last address are hosts."""
    assert not checked(ip_address="192.0.2.0", cidr="192.0.2.0/31", gateway="192.0.2.1")[1]


def test_all_bad_fields_are_named_at_once() -> None:
    """One look finds everything."""
    bad = checked(ip_address="x", cidr="192.0.2.0/24", gateway="198.51.100.1", dns_servers=("y",), mtu=1)[1]
    assert set(bad) == {"ip_address", "gateway", "dns_servers[0]", "mtu"}
