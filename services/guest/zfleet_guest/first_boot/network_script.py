# SPDX-License-Identifier: Apache-2.0
"""network.doscript sets up interfaces in the form of a distribution, DELvvvv.sh forgets one; rhcos has a parameter."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet_guest.first_boot.distribution import Distribution, Family
from zfleet_guest.first_boot.interface_files import (
    InstalledFile,
    interface_files,
    interface_paths,
    other_interface_patterns,
    resolver_file,
)
from zfleet_guest.first_boot.script import Result, archive, array, fact, quoted, script, variable
from zfleet_guest.system_spec import NicSetup

_FOLDER = "zfleet-network"  # in the folder that zvmguestconfigure unpacks into

# The tool that makes a qeth device come online now and at every boot has changed over the years.
_DEVICE_FUNCTIONS = """\
put() {
  install -D -m "$1" "$2" "$3" || exit 1
  if command -v restorecon >/dev/null; then restorecon "$3" || true; fi
}
online() {
  if command -v cio_ignore >/dev/null; then cio_ignore -r "$1,$2,$3" >/dev/null 2>&1 || true; fi
  if [ -e "/sys/bus/ccwgroup/devices/$1/online" ] && [ "$(cat "/sys/bus/ccwgroup/devices/$1/online")" = 1 ]; then
    return 0
  fi
  if command -v chzdev >/dev/null; then chzdev --enable --yes --no-root-update qeth "$1" layer2=1
  elif command -v qeth_configure >/dev/null; then qeth_configure -l "$1" "$2" "$3" 1
  else znetconf --non-interactive --add "$1" --option layer2=1
  fi
}
offline() {
  if command -v chzdev >/dev/null; then chzdev --disable --yes --no-root-update --force qeth "$1"
  elif command -v qeth_configure >/dev/null; then qeth_configure -l "$1" "$2" "$3" 0
  else znetconf --non-interactive --remove "$1"
  fi
}
"""

# At a boot the network's own services come after this script; only a running one has to be told.
_UP = {
    Family.RHEL: """\
up() {
  if systemctl is-active --quiet NetworkManager 2>/dev/null; then
    nmcli connection reload && nmcli connection up "$1"
  elif [ "$at_once" = yes ]; then ifdown "$1" >/dev/null 2>&1; ifup "$1"
  fi
}
""",
    Family.SLES: """\
up() {
  if [ "$at_once" != yes ]; then return 0
  elif systemctl is-active --quiet wicked 2>/dev/null; then wicked ifup "$1"
  else ifup "$1"
  fi
}
""",
    Family.UBUNTU: """\
up() {
  if command -v netplan >/dev/null; then netplan generate && { [ "$at_once" != yes ] || netplan apply; }
  elif [ "$at_once" = yes ]; then ifdown --force "$1" >/dev/null 2>&1; ifup "$1"
  fi
}
""",
}
_SLES_NAME_SERVERS = """\
if [ -w /etc/sysconfig/network/config ]; then
  sed -i "s/^NETCONFIG_DNS_STATIC_SERVERS=.*/NETCONFIG_DNS_STATIC_SERVERS=\\"${name_servers[*]}\\"/" \\
    /etc/sysconfig/network/config
  if command -v netconfig >/dev/null; then netconfig update -f || true; fi
fi
"""


def default_route_of(nics: Sequence[NicSetup]) -> NicSetup | None:
    """The interface that gets the guest's default route: the first that has a gateway."""
    return next((nic for nic in nics if nic.gateway is not None), None)


def network_archive(of: Distribution, nics: Sequence[NicSetup], *, first: bool, at_once: bool, result: Result) -> bytes:
    """The tar file network.doscript.

    `first`: the guest's network was not configured before, so files of the interfaces that its image was made with are
    removed. `at_once`: it runs in a booted system, which has to be told.
    """
    default = default_route_of(nics)
    files: list[InstalledFile] = []
    for nic in nics:
        files += interface_files(of, nic, None if default is None else nic is default)
    servers = tuple(dict.fromkeys(server for nic in nics for server in nic.name_servers))
    resolver = resolver_file(of, servers)
    members = {f"{_FOLDER}/{at:02}": file.text.encode() for at, file in enumerate(files)}
    body = [variable("at_once", "yes" if at_once else ""), "failed=0", _DEVICE_FUNCTIONS, _UP[of.family]]
    if first:
        body += [f"rm -f {pattern}" for pattern in other_interface_patterns(of)]
    body += [_install(f"{_FOLDER}/{at:02}", file) for at, file in enumerate(files)]
    if resolver is not None:
        members[f"{_FOLDER}/resolv"] = resolver.text.encode()
        body.append(f"[ -L /etc/resolv.conf ] || {_install(f'{_FOLDER}/resolv', resolver)}")
    if of.family is Family.SLES and servers:
        body += [array("name_servers", [str(server) for server in servers]), _SLES_NAME_SERVERS]
    body += [f"rm -rf {_FOLDER}", "if command -v udevadm >/dev/null; then udevadm control --reload || true; fi"]
    for nic in nics:
        body.append(f"online {quoted(*nic.bus_ids)} || failed=1")
    body.append("if command -v udevadm >/dev/null; then udevadm settle --timeout=30 || true; fi")
    body += [f"up {quoted(of.interface(nic.device_number))} || failed=1" for nic in nics]
    body.append("[ $failed = 0 ] || exit 1")
    facts = [_nic_fact(nic, nic is default) for nic in nics]
    return archive({"invokeScript.sh": script(facts, body, result), **members})


def removal_script(of: Distribution, device_number: str, *, at_once: bool, result: Result) -> bytes:
    """DELvvvv.sh: the interface's files go, and its devices are taken offline for good. Nothing there is no failure."""
    name = of.interface(device_number)
    body = [variable("at_once", "yes" if at_once else ""), _DEVICE_FUNCTIONS]
    if at_once:
        body.append(f"ip link set dev {quoted(name)} down 2>/dev/null || true")
    body.append(f"rm -f {quoted(*interface_paths(of, device_number))}")
    if of.family is Family.RHEL:
        body.append("if systemctl is-active --quiet NetworkManager 2>/dev/null; then nmcli connection reload; fi")
    bus_ids = NicSetup(device_number).bus_ids
    body.append(f"offline {quoted(*bus_ids)} >/dev/null 2>&1 || true")
    body.append(f'if [ "$(cat /sys/bus/ccwgroup/devices/{bus_ids[0]}/online 2>/dev/null)" = 1 ]; then exit 1; fi')
    return script([fact("remove-nic", device=device_number)], body, result)


def network_parameter(of: Distribution, nic: NicSetup) -> str:
    """What rhcos gets of its network as a kernel parameter: IP::GATEWAY:PREFIX:HOST:INTERFACE:none:DNS1:DNS2;MTU."""
    if nic.address is None:
        raise ValueError("rhcos needs a static address")
    servers = [*map(str, nic.name_servers), "", ""]
    interface = of.interface(nic.device_number)
    host = f"{nic.gateway or ''}:{nic.address.network.prefixlen}:{nic.hostname}"
    return f"{nic.address.ip}::{host}:{interface}:none:{servers[0]}:{servers[1]};{nic.mtu}"


def _install(member: str, file: InstalledFile) -> str:
    return f"put {file.mode} {member} {quoted(file.path)}"


def _nic_fact(nic: NicSetup, default: bool) -> str:
    return fact(
        "configure-nic",
        device=nic.device_number,
        address=nic.address.with_prefixlen if nic.address is not None else "dhcp" if nic.dhcp else "none",
        gateway=str(nic.gateway) if default else "",
        dns=[str(server) for server in nic.name_servers],
        mtu=nic.mtu,
    )
