# SPDX-License-Identifier: Apache-2.0
"""The files of network interfaces, in the form of each distribution."""

from __future__ import annotations

import configparser
import io
import re
import shlex
import tarfile
from ipaddress import IPv4Address, IPv4Interface
from typing import Any

import pytest
import yaml

from zfleet_guest.first_boot.distribution import Distribution, Family, distribution_of
from zfleet_guest.first_boot.interface_files import interface_files, interface_paths, resolver_file
from zfleet_guest.first_boot.network_script import network_archive
from zfleet_guest.first_boot.script import Result
from zfleet_guest.system_spec import NicSetup

SERVERS = (IPv4Address("192.0.2.2"), IPv4Address("192.0.2.3"))
STATIC = NicSetup(
    "1000", IPv4Interface("192.0.2.5/25"), gateway=IPv4Address("192.0.2.1"), name_servers=SERVERS, mtu=1400
)
SECOND = NicSetup("2000", IPv4Interface("198.51.100.5/24"), gateway=IPv4Address("198.51.100.1"))
DHCP = NicSetup("0600", dhcp=True)
BARE = NicSetup("3000")
IFCFG = ("rhel6", "rhel7", "rhel8")
NETPLAN = ("ubuntu20", "ubuntu22.04", "ubuntu24", "ubuntu25.10")


def files(word: str, nic: NicSetup, default: bool | None) -> dict[str, str]:
    """Path and text of each file."""
    return {file.path: file.text for file in interface_files(distribution_of(word), nic, default)}


def only(found: dict[str, str]) -> str:
    """The text of the one file."""
    (text,) = found.values()
    return text


def assignments(text: str) -> dict[str, str]:
    """NAME=value lines as a shell reads them."""
    return dict(word.split("=", 1) for word in shlex.split(text))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rhel8.4", Distribution(Family.RHEL, 8)),
        ("RHEL10", Distribution(Family.RHEL, 10)),
        ("redhat7", Distribution(Family.RHEL, 7)),
        ("sles12sp5", Distribution(Family.SLES, 12)),
        ("suse15.5", Distribution(Family.SLES, 15)),
        ("Ubuntu24.04.1", Distribution(Family.UBUNTU, 24)),
        ("rhcos4.14", Distribution(Family.RHCOS, 4)),
    ],
)
def test_a_version_word_is_a_distribution(word: str, expected: Distribution) -> None:
    """Its first number counts; letter case does not."""
    assert distribution_of(word) == expected


@pytest.mark.parametrize(
    "word", ["", "rhel", "rhel5", "rhel67", "rhel81", "debian12", "ubuntu18.04", "rhcos3", "sles9"]
)
def test_other_distributions_are_not_known(word: str) -> None:
    """The text says which are."""
    with pytest.raises(ValueError, match="rhel 6, 7, 8, 9, 10; sles 11, 12, 15; ubuntu 16, 20, 22, 24, 25; rhcos 4"):
        distribution_of(word)


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("rhel6", ["eth1000", "eth0600"]),
        ("rhel7", ["enccw0.0.1000", "enccw0.0.0600"]),
        ("rhel9", ["enc1000", "enc600"]),
        ("sles12", ["eth1000", "eth0600"]),
        ("ubuntu22", ["enc1000", "enc600"]),
    ],
)
def test_an_interface_is_called_as_its_distribution_calls_it(word: str, names: list[str]) -> None:
    """Predictable names leave the zeros in front out."""
    assert [distribution_of(word).interface(number) for number in ("1000", "0600")] == names


@pytest.mark.parametrize("word", IFCFG)
def test_red_hat_has_ifcfg_until_8(word: str) -> None:
    """With the three devices of the interface and layer 2."""
    ((path, text),) = files(word, STATIC, True).items()
    name = distribution_of(word).interface("1000")
    assert path == f"/etc/sysconfig/network-scripts/ifcfg-{name}"
    found = assignments(text)
    mask = {"NETMASK": "255.255.255.128"} if word == "rhel6" else {"PREFIX": "25"}
    assert found == {
        "DEVICE": name, "TYPE": "Ethernet", "NETTYPE": "qeth", "SUBCHANNELS": "0.0.1000,0.0.1001,0.0.1002",
        "OPTIONS": "layer2=1", "ONBOOT": "yes", "BOOTPROTO": "none", "IPADDR": "192.0.2.5", **mask,
        "GATEWAY": "192.0.2.1", "DEFROUTE": "yes", "MTU": "1400", "DNS1": "192.0.2.2", "DNS2": "192.0.2.3",
    }  # fmt: skip
    dhcp = assignments(only(files(word, DHCP, False)))
    assert (dhcp["BOOTPROTO"], dhcp["DEFROUTE"]) == ("dhcp", "no")
    assert not {"IPADDR", "GATEWAY", "MTU", "DNS1"} & set(dhcp)


@pytest.mark.parametrize("word", ["rhel9.4", "rhel10"])
def test_red_hat_has_keyfiles_from_9_on(word: str) -> None:
    """Which NetworkManager reads only when no one else can."""
    (file,) = interface_files(distribution_of(word), STATIC, True)
    assert (file.path, file.mode) == ("/etc/NetworkManager/system-connections/enc1000.nmconnection", "0600")
    found = configparser.ConfigParser()
    found.read_string(file.text)
    assert dict(found["ethernet"]) == {
        "mtu": "1400",
        "s390-nettype": "qeth",
        "s390-subchannels": "0.0.1000;0.0.1001;0.0.1002;",
    }
    assert dict(found["ethernet-s390-options"]) == {"layer2": "1"}
    assert dict(found["ipv4"]) == {
        "method": "manual",
        "address1": "192.0.2.5/25",
        "gateway": "192.0.2.1",
        "dns": "192.0.2.2;192.0.2.3;",
    }
    for nic, default, expected in (
        (DHCP, None, {"method": "auto"}),
        (DHCP, False, {"method": "auto", "never-default": "true"}),
        (BARE, None, {"method": "disabled"}),
    ):
        found = configparser.ConfigParser()
        found.read_string(only(files(word, nic, default)))
        assert dict(found["ipv4"]) == expected


@pytest.mark.parametrize("word", NETPLAN)
def test_ubuntu_has_netplan_with_routes(word: str) -> None:
    """And no gateway4, which netplan no longer takes; nobody else may read it."""
    (file,) = interface_files(distribution_of(word), STATIC, True)
    assert (file.path, file.mode) == ("/etc/netplan/60-zfleet-enc1000.yaml", "0600")
    assert ethernet(file.text, "enc1000") == {
        "dhcp4": False,
        "addresses": ["192.0.2.5/25"],
        "routes": [{"to": "0.0.0.0/0", "via": "192.0.2.1"}],
        "nameservers": {"addresses": ["192.0.2.2", "192.0.2.3"]},
        "mtu": 1400,
    }
    assert ethernet(only(files(word, DHCP, None)), "enc600") == {"dhcp4": True}
    later = ethernet(only(files(word, DHCP, False)), "enc600")
    assert later == {"dhcp4": True, "dhcp4-overrides": {"route-metric": 1000}}
    assert ethernet(only(files(word, BARE, None)), "enc3000") == {"dhcp4": False}


def ethernet(text: str, name: str) -> Any:
    """What a netplan file says of an interface."""
    network = yaml.safe_load(text)["network"]
    assert (network["version"], list(network["ethernets"])) == (2, [name])
    return network["ethernets"][name]


def test_ubuntu_16_has_interfaces() -> None:
    """One file each."""
    assert files("ubuntu16.04", STATIC, True) == {
        "/etc/network/interfaces.d/enc1000.cfg": (
            "auto enc1000\niface enc1000 inet static\n    address 192.0.2.5\n    netmask 255.255.255.128\n"
            "    gateway 192.0.2.1\n    mtu 1400\n    dns-nameservers 192.0.2.2 192.0.2.3\n"
        )
    }
    assert "inet dhcp\n    metric 1000" in files("ubuntu16.04", DHCP, False)["/etc/network/interfaces.d/enc600.cfg"]
    assert "inet manual" in files("ubuntu16.04", BARE, None)["/etc/network/interfaces.d/enc3000.cfg"]


@pytest.mark.parametrize("word", ["sles11.4", "sles12", "sles15.5"])
def test_suse_has_ifcfg_a_route_and_a_rule_for_the_name(word: str) -> None:
    """Without the rule the kernel numbers interfaces as they come."""
    found = files(word, STATIC, True)
    assert assignments(found["/etc/sysconfig/network/ifcfg-eth1000"]) == {
        "STARTMODE": "auto",
        "BOOTPROTO": "static",
        "IPADDR": "192.0.2.5/25",
        "MTU": "1400",
    }
    assert found["/etc/sysconfig/network/ifroute-eth1000"] == "default 192.0.2.1 - eth1000\n"
    rule = found["/etc/udev/rules.d/70-zfleet-nic-0.0.1000.rules"]
    assert 'KERNELS=="0.0.1000"' in rule
    assert 'NAME="eth1000"' in rule
    dhcp = assignments(files(word, DHCP, False)["/etc/sysconfig/network/ifcfg-eth0600"])
    assert dhcp == {"STARTMODE": "auto", "BOOTPROTO": "dhcp", "DHCLIENT_SET_DEFAULT_ROUTE": "no"}


@pytest.mark.parametrize("word", [*IFCFG, "rhel9", "sles15", "ubuntu16", *NETPLAN])
def test_only_the_first_interface_with_a_gateway_has_the_default_route(word: str) -> None:
    """In a guest with three: one without gateway, one that is chosen, one that has another."""
    of = distribution_of(word)
    content = network_archive(of, [BARE, STATIC, SECOND], first=False, at_once=False, result=Result("t", "/f"))
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        text = "\n".join(file.read().decode() for name in tar.getnames()[1:] if (file := tar.extractfile(name)))
    assert len(re.findall(r"(?<![\d.])192\.0\.2\.1(?![\d./])", text)) == 1
    assert not re.findall(r"(?<![\d.])198\.51\.100\.1(?![\d./])", text)


@pytest.mark.parametrize("word", [*IFCFG, "rhel9", "rhel10", "sles11", "sles15", "ubuntu16", *NETPLAN])
def test_a_removal_names_every_file_that_a_setup_has_made(word: str) -> None:
    """So that nothing of an interface is left."""
    of = distribution_of(word)
    made = {file.path for nic, default in ((STATIC, True), (DHCP, False)) for file in interface_files(of, nic, default)}
    removed = {path for nic in (STATIC, DHCP) for path in interface_paths(of, nic.device_number)}
    assert made <= removed


def test_name_servers_are_in_resolv_conf_where_nothing_else_puts_them_there() -> None:
    """Elsewhere the file is a tool's own."""
    file = resolver_file(distribution_of("rhel6"), SERVERS)
    assert file is not None
    assert (file.path, file.text) == ("/etc/resolv.conf", "nameserver 192.0.2.2\nnameserver 192.0.2.3\n")
    assert resolver_file(distribution_of("ubuntu22"), SERVERS) is None
    assert resolver_file(distribution_of("rhel6"), ()) is None
