# SPDX-License-Identifier: Apache-2.0
"""The simulated host as a process: `python -m zfleet_simulator`, `zfleet simulator`.

It prints one JSON line when it serves, with its addresses, and ends cleanly on SIGTERM and Ctrl-C.
"""

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
from collections.abc import Sequence
from pathlib import Path

from zfleet_simulator.config import HostConfig
from zfleet_simulator.faults import load_faults
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.latency import REALISTIC, LatencyRule
from zfleet_simulator.metrics import SimulatorMetrics

PASSWORD_VARIABLE = "ZFLEET_ZVM_PASSWORD"  # noqa: S105 - the name of a variable
_LOG = logging.getLogger("zfleet_simulator")


class Unusable(Exception):
    """Options that cannot be used; the message is for people and holds no secret."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="zfleet simulator",
        description="A simulated z/VM host that speaks SMAPI's bytes: any SMAPI client can use it.",
        epilog=f"The password may also be given in the variable {PASSWORD_VARIABLE}.",
    )
    add = made.add_argument
    add("--port", type=int, help="port for SMAPI on 127.0.0.1: short for --listen 127.0.0.1:PORT")
    add("--listen", default="127.0.0.1:44444", metavar="HOST:PORT", help="address for SMAPI [%(default)s]")
    add(
        "--linux-listen",
        default="127.0.0.1:44445",
        metavar="HOST:PORT",
        help="address for what a Linux guest of the host can do: link disks, punch files; empty: none [%(default)s]",
    )
    add(
        "--metrics-listen",
        default="127.0.0.1:9154",
        metavar="HOST:PORT",
        help="address for Prometheus metrics at /metrics; empty: none [%(default)s]",
    )
    add("--tls-certificate-file", type=Path, metavar="FILE", help="certificate chain (PEM): SMAPI over TLS")
    add("--tls-key-file", type=Path, metavar="FILE", help="private key (PEM) of the certificate")
    add("--user-id", default="MAINT", metavar="USERID", help="who may call SMAPI with the password [%(default)s]")
    add("--password-file", type=Path, metavar="FILE", help="file whose first line is that password")
    add(
        "--trusted-user",
        default="",
        metavar="USERID",
        help="take calls without user id and password as this user's, as over AF_IUCV",
    )
    add("--preset", default="small", help="how a new host is furnished: bare, small or fleet [%(default)s]")
    add("--state-folder", type=Path, metavar="FOLDER", help="where everything is kept; without it all is forgotten")
    add("--workers", type=int, default=3, help="worker servers, 1 to 99; each does one request at a time [%(default)s]")
    add("--latency", default="", metavar="SECONDS", help="time that each call takes, or `realistic`; 0 by default")
    add("--jitter", type=float, default=0.0, metavar="SHARE", help="share by which that time varies, 0 to 1")
    add("--faults", type=Path, metavar="FILE", help="TOML file of failures to inject, see docs/simulator.md")
    add("--seed", type=int, default=0, help="makes jitter and probabilities the same in every run [%(default)s]")
    add("--system-name", default="", help="system identifier, 1 to 8 characters; the preset's by default")
    add("--api-level", type=int, default=730, help="functional level of the API [%(default)s]")
    add(
        "--no-automatic-allocation-in-entries",
        action="store_true",
        help="refuse AUTOG and the like in whole directory entries, as some sites' directory managers do",
    )
    add("--log-level", default="info", choices=("debug", "info", "warning", "error"), help="debug: a line per request")
    return made


def configuration(options: argparse.Namespace, environment: dict[str, str]) -> HostConfig:
    """The host that the options describe. Unusable names what is wrong with them."""
    password = _password(options, environment)
    if not password and not options.trusted_user:
        raise Unusable(
            f"a password is needed: --password-file FILE or the variable {PASSWORD_VARIABLE}; "
            "or --trusted-user MAINT to take calls without one"
        )
    try:
        return HostConfig(
            preset=options.preset,
            users={options.user_id.upper(): password} if password else {},
            trusted_user=options.trusted_user.upper(),
            workers=options.workers,
            latency=_latency(options),
            faults=load_faults(options.faults) if options.faults else (),
            state_folder=options.state_folder,
            seed=options.seed,
            system_name=options.system_name,
            api_level=options.api_level,
            automatic_allocation_in_entries=not options.no_automatic_allocation_in_entries,
        )
    except (ValueError, OSError) as error:
        raise Unusable(str(error)) from error


def _password(options: argparse.Namespace, environment: dict[str, str]) -> str:
    if options.password_file is None:
        return environment.get(PASSWORD_VARIABLE, "")
    try:
        lines = options.password_file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Unusable(f"--password-file: {options.password_file}: {error.strerror}") from error
    if not lines or not lines[0]:
        raise Unusable(f"--password-file: {options.password_file} is empty")
    return str(lines[0])


def _latency(options: argparse.Namespace) -> tuple[LatencyRule, ...]:
    if options.latency == "realistic":
        return REALISTIC
    if not options.latency:
        return ()
    try:
        return (LatencyRule("*", float(options.latency), options.jitter),)
    except ValueError as error:
        raise Unusable(f"--latency: seconds or `realistic`, and --jitter 0 to 1 ({error})") from error


def address_of(text: str, option: str) -> tuple[str, int]:
    """("host", port) of HOST:PORT. Unusable for anything else."""
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise Unusable(f"{option}: {text!r} is not HOST:PORT")
    return host, int(port)


def _tls(options: argparse.Namespace) -> ssl.SSLContext | None:
    if (options.tls_certificate_file is None) != (options.tls_key_file is None):
        raise Unusable("--tls-certificate-file and --tls-key-file belong together: give both or none")
    if options.tls_certificate_file is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(options.tls_certificate_file, options.tls_key_file)
    except (OSError, ssl.SSLError) as error:
        raise Unusable(f"--tls-certificate-file: cannot be used ({error})") from error
    return context


async def serve(options: argparse.Namespace, config: HostConfig) -> None:
    """Runs the host until SIGTERM or SIGINT. Unusable when an address or the state folder cannot be had."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    metrics = SimulatorMetrics()
    listen = f"127.0.0.1:{options.port}" if options.port is not None else options.listen
    tls = _tls(options)
    host = SimulatedHost(config, metrics)
    metrics.watch(host.workers)
    try:
        async with host:
            said = {"event": "serving", "part": "simulator", "system": host.system_name}
            said["address"] = _shown(await host.listen(*address_of(listen, "--listen"), tls=tls))
            if options.linux_listen:
                linux = await host.listen_linux(*address_of(options.linux_listen, "--linux-listen"))
                said["linux_address"] = _shown(linux)
            if options.metrics_listen:
                said["metrics"] = _shown(metrics.serve(*address_of(options.metrics_listen, "--metrics-listen")))
            print(json.dumps(said), flush=True)  # noqa: T201 - what a supervisor reads
            await stop.wait()
            _LOG.info("stopping")
    except (OSError, sqlite3.Error) as error:
        raise Unusable(f"cannot serve: {error}") from error
    finally:
        metrics.stop()


def _shown(address: tuple[str, int]) -> str:
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the process; 0 after a clean stop, 2 for options that cannot be used."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=options.log_level.upper(), stream=sys.stderr, format="%(message)s")
    try:
        asyncio.run(serve(options, configuration(options, dict(os.environ))))
    except Unusable as error:
        print(f"zfleet simulator: {error}", file=sys.stderr)  # noqa: T201 - a message for people
        return 2
    return 0
