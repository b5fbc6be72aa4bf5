# SPDX-License-Identifier: Apache-2.0
"""The simulator as a process of its own: ``python -m zfleet_simulator`` and ``zfleet simulator``."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sqlite3
import ssl
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from zfleet_simulator.cluster import SimulatedCluster
from zfleet_simulator.config import HostConfig
from zfleet_simulator.faults import load_faults
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.latency import REALISTIC, LatencyRule, latency_rule
from zfleet_simulator.metrics import HostMetrics
from zfleet_simulator.presets import PRESET_NAMES
from zfleet_simulator.upper_case import upper_case

_LOG = logging.getLogger("zfleet_simulator")
_SMAPI_PORT, _LINUX_PORT, _METRICS_PORT = 44444, 44445, 9154
_MAX_PORT = 65_535
_PORT_STEP = 10  # from one member's ports to the next one's
PASSWORD_VARIABLE = "ZFLEET_SIMULATOR_PASSWORD"  # noqa: S105 - the name of a variable


def parser() -> argparse.ArgumentParser:
    """Every option with its meaning."""
    options = argparse.ArgumentParser(
        prog="zfleet simulator",
        description="A z/VM host, or a cluster of them, in memory, speaking SMAPI. Stops cleanly on SIGTERM or Ctrl-C.",
    )
    network = options.add_argument_group("network")
    network.add_argument("--listen", default=f"127.0.0.1:{_SMAPI_PORT}", metavar="HOST:PORT",
                         help="where SMAPI is served; port 0 picks a free one (default: %(default)s)")  # fmt: skip
    network.add_argument(
        "--linux-listen",
        default=f"127.0.0.1:{_LINUX_PORT}",
        metavar="HOST:PORT",
        help="where the connector's own Linux is served: disks, punch, CP commands (default: %(default)s)",
    )
    network.add_argument(
        "--metrics-listen",
        default=f"127.0.0.1:{_METRICS_PORT}",
        metavar="HOST:PORT",
        help="where Prometheus finds the metrics; empty: nowhere (default: %(default)s)",
    )
    network.add_argument("--tls-cert", type=Path, metavar="FILE", help="serve SMAPI over TLS with this PEM certificate")
    network.add_argument("--tls-key", type=Path, metavar="FILE", help="private key of --tls-cert")
    network.add_argument("--idle-timeout", type=float, default=60.0, metavar="SECONDS",
                         help="close a connection that sends no whole request (default: %(default)s)")  # fmt: skip
    who = options.add_argument_group("callers")
    who.add_argument("--user", default="MAINT", help="user id that may call SMAPI (default: %(default)s)")
    who.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help=f"file with that user's password; or set {PASSWORD_VARIABLE}. Without either only --trusted-user calls",
    )
    who.add_argument(
        "--trusted-user",
        default="",
        metavar="USER",
        help="user id of callers who send neither user id nor password, as over IUCV",
    )
    who.add_argument("--linux-user", default="ZFLEETLX", metavar="USER",
                     help="user id of the connector's own Linux (default: %(default)s)")  # fmt: skip
    system = options.add_argument_group("system")
    system.add_argument("--preset", choices=PRESET_NAMES, default="small", help="system to start with (default: small)")
    system.add_argument("--system-name", default="", help="system identifier instead of the preset's")
    system.add_argument("--state-folder", type=Path, metavar="FOLDER", help="keep everything here; default: forget it")
    system.add_argument("--workers", type=int, default=3, help="worker servers, 1 to 99 (default: %(default)s)")
    system.add_argument("--api-level", type=int, default=730, help="SMAPI functional level (default: %(default)s)")
    system.add_argument("--mac-prefix", default="020000", help="the system's MACPREFIX (default: %(default)s)")
    system.add_argument("--no-automatic-allocation", action="store_true",
                        help="refuse AUTOG, AUTOR and AUTOV in whole directory entries")  # fmt: skip
    _cluster_options(options.add_argument_group(
        "cluster", "Several systems in one process that share their directory and disks; guests move between them."
    ))  # fmt: skip
    _guest_options(options.add_argument_group("the Linux in guests"))
    behaviour = options.add_argument_group("behaviour")
    behaviour.add_argument(
        "--latency",
        action="append",
        default=[],
        metavar="RULE",
        help="SECONDS for every call, 'realistic', or FUNCTION=SECONDS[~JITTER] with * and ? in the name; may be "
        "repeated, the first that fits counts",
    )
    behaviour.add_argument("--faults", type=Path, metavar="FILE", help="TOML file of fault rules")
    behaviour.add_argument(
        "--background",
        action="append",
        default=[],
        metavar="FUNCTION=SECONDS",
        help="answer 592 and finish that much later; may be repeated",
    )
    behaviour.add_argument("--shutdown-seconds", type=float, default=0.0, metavar="SECONDS",
                           help="how long a guest takes to end after a signal (default: %(default)s)")  # fmt: skip
    behaviour.add_argument("--seed", type=int, default=0, help="of jitter and probability (default: %(default)s)")
    behaviour.add_argument("--log-level", default="info", type=str.lower, choices=("debug", "info", "warning", "error"),
                           help="debug logs one line for each request (default: %(default)s)")  # fmt: skip
    return options


def _cluster_options(cluster: argparse._ArgumentGroup) -> None:
    cluster.add_argument(
        "--member",
        action="append",
        default=[],
        metavar="NAME[=HOST:PORT[,HOST:PORT]]",
        help="a system of the cluster and where it serves SMAPI and the connector's own Linux; give two or more. The "
        f"first serves at --listen and --linux-listen unless it says so here, each further one {_PORT_STEP} ports on",
    )
    cluster.add_argument(
        "--cluster-member",
        action="append",
        default=[],
        metavar="SYSTEM",
        help="a system of the cluster that is only named: guests can be moved to it and are not seen again; may be "
        "repeated (default: none)",
    )
    cluster.add_argument("--distributed-iucv", action="store_true",
                         help="the connector's own Linux reaches guests on every member of the cluster")  # fmt: skip


def _guest_options(guests: argparse._ArgumentGroup) -> None:
    guests.add_argument(
        "--subnet",
        action="append",
        default=[],
        metavar="SWITCH=SUBNET",
        help="IPv4 subnet, such as VSW1=192.168.5.0/24, in which guests on that switch get addresses by DHCP; may be "
        "repeated (default: 10.0.0.0/8)",
    )
    guests.add_argument("--guest-os", default="ubuntu22.04", metavar="RELEASE",
                        help="of a boot disk whose label names none (default: %(default)s)")  # fmt: skip
    guests.add_argument("--boot-seconds", type=float, default=0.0, metavar="SECONDS",
                        help="how long a guest's Linux takes to come up (default: %(default)s)")  # fmt: skip
    guests.add_argument("--blank-disks-do-not-boot", action="store_true",
                        help="no Linux in a guest whose boot minidisk was never written")  # fmt: skip


def config_of(options: argparse.Namespace) -> HostConfig:
    """The host's set-up. ValueError or OSError for options that cannot work."""
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if options.password_file is not None:
        password = options.password_file.read_text(encoding="utf-8").strip()
    if not password and not options.trusted_user:
        raise ValueError(f"nobody could call: give --password-file, {PASSWORD_VARIABLE} or --trusted-user")
    return HostConfig(
        preset=options.preset,
        users={options.user.upper(): password} if password else {},
        trusted_user=options.trusted_user.upper(),
        linux_user_id=options.linux_user.upper(),
        workers=options.workers,
        latency=_latency(options.latency),
        faults=load_faults(options.faults) if options.faults is not None else (),
        background=tuple((rule.function, rule.seconds) for rule in map(latency_rule, options.background)),
        state_folder=options.state_folder,
        seed=options.seed,
        system_name=options.system_name,
        cluster_members=tuple(options.cluster_member),
        distributed_iucv=options.distributed_iucv,
        api_level=options.api_level,
        automatic_allocation_in_entries=not options.no_automatic_allocation,
        mac_prefix=options.mac_prefix,
        subnets=dict(_subnet(text) for text in options.subnet),
        guest_os=options.guest_os,
        boot_seconds=options.boot_seconds,
        blank_disks_boot=not options.blank_disks_do_not_boot,
        shutdown_seconds=options.shutdown_seconds,
        idle_timeout_seconds=options.idle_timeout,
    )


def _latency(texts: Sequence[str]) -> tuple[LatencyRule, ...]:
    rules: list[LatencyRule] = []
    for text in texts:
        if text.lower() == "realistic":
            rules += REALISTIC
        else:
            rules.append(latency_rule(text if "=" in text else f"*={text}"))
    return tuple(rules)


def _subnet(text: str) -> tuple[str, str]:
    switch, equals, subnet = text.partition("=")
    if not equals or not switch:
        raise ValueError(f"{text!r} is not SWITCH=SUBNET")
    return switch, subnet


def _host_and_port(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > _MAX_PORT:
        raise ValueError(f"{text!r} is not HOST:PORT")
    return host.strip("[]") or "127.0.0.1", int(port)


def _tls(options: argparse.Namespace) -> ssl.SSLContext | None:
    if options.tls_cert is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.tls_cert, options.tls_key)
    return context


@dataclass(frozen=True)
class Place:
    """Where a system serves; ``name`` is empty for a host on its own."""

    name: str
    smapi: tuple[str, int]
    linux: tuple[str, int]


def places_of(options: argparse.Namespace) -> tuple[Place, ...]:
    """Where each system serves. ValueError for options that cannot work."""
    smapi, linux = _host_and_port(options.listen), _host_and_port(options.linux_listen)
    if not options.member:
        return (Place("", smapi, linux),)
    if options.system_name:
        raise ValueError("--system-name is for a host on its own: --member has the names of a cluster's")
    found = []
    for number, text in enumerate(options.member):
        name, _, addresses = text.partition("=")
        given, _, given_linux = addresses.partition(",")
        found.append(Place(
            name,
            _host_and_port(given) if given else _further(smapi, number),
            _host_and_port(given_linux) if given_linux else _further(linux, number),
        ))  # fmt: skip
    return tuple(found)


def _further(address: tuple[str, int], number: int) -> tuple[str, int]:
    """The same address some ports on; port 0 stays any free one. ValueError when there is no such port."""
    port = address[1] + number * _PORT_STEP if address[1] else 0
    if port > _MAX_PORT:
        raise ValueError(f"--member: there is no port {port}; give its addresses")
    return address[0], port


@asynccontextmanager
async def _started(
    config: HostConfig, places: Sequence[Place], metrics: HostMetrics
) -> AsyncIterator[Sequence[SimulatedHost]]:
    """The hosts, running, in the order of their places."""
    if len(places) == 1 and not places[0].name:
        host = SimulatedHost(config)
        host.observer = metrics.of(host.system_name)
        async with host:
            yield (host,)
        return
    names = [upper_case(place.name) for place in places]
    async with SimulatedCluster(config, names, {name: metrics.of(name) for name in names}) as cluster:
        yield [cluster[name] for name in names]


async def run(options: argparse.Namespace, stop: asyncio.Event) -> None:
    """Serve until ``stop`` is set. ValueError, OSError or sqlite3.Error when a host cannot start."""
    config, places, tls = config_of(options), places_of(options), _tls(options)
    metrics = HostMetrics()
    async with _started(config, places, metrics) as hosts:
        addresses: dict[str, tuple[str, int]] = {}
        if options.metrics_listen:
            addresses["metrics"] = metrics.serve(*_host_and_port(options.metrics_listen))
        for host, place in zip(hosts, places, strict=True):
            metrics.watch(host)
            addresses["address"] = await host.listen(*place.smapi, tls)
            addresses["linux_address"] = await host.listen_linux(*place.linux)
            _say("serving", system=host.system_name, preset=config.preset, linux_user=config.linux_user_id,
                 **{name: _address(*where) for name, where in addresses.items()})  # fmt: skip
        await stop.wait()
        _say("stopping")


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _say(event: str, **fields: object) -> None:
    """One line of JSON: whoever starts this process reads from it where it serves."""
    _LOG.info(json.dumps({"event": event, **fields}))


async def _run_until_signal(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run(options, stop)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the simulator as a process; the exit code."""
    options = parser().parse_args(argv)
    # Each line is one JSON object of its own making: see _say and the request server's request lines.
    logging.basicConfig(level=options.log_level.upper(), stream=sys.stderr, format="%(message)s")
    # Of the host's own words only: asyncio's debug lines are not about z/VM.
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    try:
        asyncio.run(_run_until_signal(options))
    except (ValueError, OSError, sqlite3.Error) as error:
        _LOG.error(json.dumps({"event": "cannot start", "reason": str(error)}))
        return 1
    return 0
