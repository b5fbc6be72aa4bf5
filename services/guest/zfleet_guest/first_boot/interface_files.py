# SPDX-License-Identifier: Apache-2.0
"""The files by which each distribution knows a network interface: ifcfg, keyfiles, interfaces, netplan."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address

from zfleet_guest.first_boot.distribution import Distribution, Family
from zfleet_guest.system_spec import NicSetup

_SCRIPTS = "/etc/sysconfig/network-scripts"
_KEYFILES = "/etc/NetworkManager/system-connections"
_SLES = "/etc/sysconfig/network"
_RULES = "/etc/udev/rules.d"
_NETPLAN = "/etc/netplan"
_INTERFACES = "/etc/network/interfaces.d"
_LATER_METRIC = 1000  # of a default route that a DHCP server offers to an interface that is not the chosen one


@dataclass(frozen=True, slots=True)
class InstalledFile:
    """A file of the guest's Linux."""

    path: str
    text: str
    mode: str = "0644"


def interface_files(of: Distribution, nic: NicSetup, default_route: bool | None) -> tuple[InstalledFile, ...]:
    """The files of one interface. `default_route`: its gateway is the guest's (True), another's is (False), nobody's.

    Not for rhcos, which has no files.
    """
    name = of.interface(nic.device_number)
    if of.family is Family.SLES:
        return _sles(name, nic, default_route)
    if of.family is Family.UBUNTU:
        if of.major == 16:
            return (InstalledFile(f"{_INTERFACES}/{name}.cfg", _interfaces(name, nic, default_route)),)
        # Others must not read a netplan file: it may hold secrets, and netplan warns about each that lets them.
        return (InstalledFile(f"{_NETPLAN}/60-zfleet-{name}.yaml", _netplan(name, nic, default_route), "0600"),)
    if of.major >= 9:
        return (InstalledFile(f"{_KEYFILES}/{name}.nmconnection", _keyfile(name, nic, default_route), "0600"),)
    return (InstalledFile(f"{_SCRIPTS}/ifcfg-{name}", _ifcfg(of, name, nic, default_route)),)


def interface_paths(of: Distribution, device_number: str) -> tuple[str, ...]:
    """Every file that may stand for an interface, for its removal; also those of other tools than ours."""
    name = of.interface(device_number)
    if of.family is Family.SLES:
        return (f"{_SLES}/ifcfg-{name}", f"{_SLES}/ifroute-{name}", f"{_RULES}/{_rules_name(device_number)}")
    if of.family is Family.UBUNTU:
        return (f"{_NETPLAN}/60-zfleet-{name}.yaml", f"{_INTERFACES}/{name}.cfg", f"{_INTERFACES}/{name}")
    return (f"{_KEYFILES}/{name}.nmconnection", f"{_SCRIPTS}/ifcfg-{name}", f"{_SCRIPTS}/route-{name}")


def other_interface_patterns(of: Distribution) -> tuple[str, ...]:
    """What the interfaces of an image's own first boot left, as shell patterns."""
    if of.family is Family.SLES:
        return (f"{_SLES}/ifcfg-eth*", f"{_SLES}/ifroute-eth*", f"{_SLES}/routes", f"{_RULES}/70-persistent-net.rules")
    if of.family is Family.UBUNTU:
        return (f"{_INTERFACES}/*",) if of.major == 16 else (f"{_NETPLAN}/*.yaml",)
    return (f"{_SCRIPTS}/ifcfg-e*", f"{_KEYFILES}/*.nmconnection")


def _ifcfg(of: Distribution, name: str, nic: NicSetup, default_route: bool | None) -> str:
    lines = [
        f"DEVICE={name}",
        "TYPE=Ethernet",
        "NETTYPE=qeth",
        f"SUBCHANNELS={','.join(nic.bus_ids)}",
        'OPTIONS="layer2=1"',
        "ONBOOT=yes",
        f"BOOTPROTO={'dhcp' if nic.dhcp else 'none'}",
    ]
    if nic.address is not None:
        lines.append(f"IPADDR={nic.address.ip}")
        # The scripts of release 6 compute a netmask from a prefix, but not all of its tools do.
        lines.append(f"NETMASK={nic.address.netmask}" if of.major == 6 else f"PREFIX={nic.address.network.prefixlen}")
    if default_route:
        lines.append(f"GATEWAY={nic.gateway}")
    if default_route is not None:
        lines.append(f"DEFROUTE={'yes' if default_route else 'no'}")
    if nic.mtu:
        lines.append(f"MTU={nic.mtu}")
    lines += [f"DNS{at}={server}" for at, server in enumerate(nic.name_servers, 1)]
    return _text(lines)


def _keyfile(name: str, nic: NicSetup, default_route: bool | None) -> str:
    lines = ["[connection]", f"id={name}", "type=ethernet", f"interface-name={name}", "autoconnect=true", ""]
    lines += ["[ethernet]"]
    lines += [f"mtu={nic.mtu}"] if nic.mtu else []
    lines += ["s390-nettype=qeth", f"s390-subchannels={';'.join(nic.bus_ids)};", ""]
    lines += ["[ethernet-s390-options]", "layer2=1", "", "[ipv4]"]
    if nic.address is not None:
        lines += ["method=manual", f"address1={nic.address.with_prefixlen}"]
    else:
        lines.append(f"method={'auto' if nic.dhcp else 'disabled'}")
    if default_route:
        lines.append(f"gateway={nic.gateway}")
    if default_route is False:
        lines.append("never-default=true")
    if nic.name_servers:
        lines.append(f"dns={';'.join(map(str, nic.name_servers))};")
    return _text([*lines, "", "[ipv6]", "method=auto"])


def _sles(name: str, nic: NicSetup, default_route: bool | None) -> tuple[InstalledFile, ...]:
    protocol = "dhcp" if nic.dhcp else "static" if nic.address is not None else "none"
    lines = ["STARTMODE='auto'", f"BOOTPROTO='{protocol}'"]
    if nic.address is not None:
        lines.append(f"IPADDR='{nic.address.with_prefixlen}'")
    if nic.mtu:
        lines.append(f"MTU='{nic.mtu}'")
    if nic.dhcp and default_route is False:
        lines.append("DHCLIENT_SET_DEFAULT_ROUTE='no'")
    # Without a rule the kernel counts its interfaces in the order in which they come up.
    rule = (
        f'SUBSYSTEM=="net", ACTION=="add", DRIVERS=="qeth", KERNELS=="{nic.bus_ids[0]}", ATTR{{type}}=="1", '
        f'KERNEL=="eth*", NAME="{name}"'
    )
    files = [
        InstalledFile(f"{_SLES}/ifcfg-{name}", _text(lines)),
        InstalledFile(f"{_RULES}/{_rules_name(nic.device_number)}", _text([rule])),
    ]
    if default_route:
        files.append(InstalledFile(f"{_SLES}/ifroute-{name}", _text([f"default {nic.gateway} - {name}"])))
    return tuple(files)


def _rules_name(device_number: str) -> str:
    return f"70-zfleet-nic-0.0.{device_number.lower()}.rules"


def _interfaces(name: str, nic: NicSetup, default_route: bool | None) -> str:
    method = "dhcp" if nic.dhcp else "static" if nic.address is not None else "manual"
    lines = [f"auto {name}", f"iface {name} inet {method}"]
    if nic.address is not None:
        lines += [f"    address {nic.address.ip}", f"    netmask {nic.address.netmask}"]
    if default_route:
        lines.append(f"    gateway {nic.gateway}")
    if nic.dhcp and default_route is False:
        lines.append(f"    metric {_LATER_METRIC}")
    if nic.mtu:
        lines.append(f"    mtu {nic.mtu}" if nic.address is not None else f"    up ip link set $IFACE mtu {nic.mtu}")
    if method == "manual":
        lines.append("    up ip link set $IFACE up")
    if nic.name_servers:
        lines.append(f"    dns-nameservers {' '.join(map(str, nic.name_servers))}")
    return _text(lines)


def _netplan(name: str, nic: NicSetup, default_route: bool | None) -> str:
    lines = ["network:", "  version: 2", "  ethernets:", f"    {name}:", f"      dhcp4: {str(nic.dhcp).lower()}"]
    if nic.dhcp and default_route is False:
        lines += ["      dhcp4-overrides:", f"        route-metric: {_LATER_METRIC}"]
    if nic.address is not None:
        lines += ["      addresses:", f"        - {nic.address.with_prefixlen}"]
    if default_route:
        # 0.0.0.0/0 and not the word default, which early netplans of 20.04 do not know.
        lines += ["      routes:", "        - to: 0.0.0.0/0", f"          via: {nic.gateway}"]
    if nic.name_servers:
        lines += ["      nameservers:", "        addresses:", *(f"          - {server}" for server in nic.name_servers)]
    if nic.mtu:
        lines.append(f"      mtu: {nic.mtu}")
    return _text(lines)


def resolver_file(of: Distribution, name_servers: tuple[IPv4Address, ...]) -> InstalledFile | None:
    """/etc/resolv.conf where nothing makes it of the interfaces' files; None elsewhere and without name servers."""
    if not name_servers or (of.family, of.major) not in ((Family.RHEL, 6), (Family.UBUNTU, 16)):
        return None
    return InstalledFile("/etc/resolv.conf", _text([f"nameserver {server}" for server in name_servers]))


def _text(lines: list[str]) -> str:
    return "\n".join([*lines, ""])
