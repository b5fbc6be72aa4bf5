# SPDX-License-Identifier: Apache-2.0
"""`zfleet up`: everything on this machine, in the foreground, until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import RenderableType

from zfleet_client.local import PORTS, ChildFailed, LocalFleet, Plan
from zfleet_client.session import session_of
from zfleet_client.show import answer

_FILE = click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path)


def _port(_: click.Context, __: click.Parameter, given: Sequence[str]) -> dict[str, int]:
    ports: dict[str, int] = {}
    for text in given:
        name, equals, number = text.partition("=")
        if name not in PORTS or not equals or not number.isascii() or not number.isdigit() or int(number) > 65535:
            raise click.BadParameter(f"{text!r} is not NAME=PORT; names are {', '.join(PORTS)}; 0 is a free port")
        ports[name] = int(number)
    return ports


def default_state_folder() -> Path:
    """Where a fleet is kept unless said otherwise: zfleet in the user's state folder."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "zfleet"


@click.command("up")
@click.option(
    "--state",
    "state",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder for everything that is kept: guests, disks, images, logs. [default: zfleet in your state folder]",
)
@click.option(
    "--port", "ports", multiple=True, metavar="NAME=PORT", callback=_port, help="Another port; 0: a free one."
)
@click.option("--free-ports", is_flag=True, help="Free ports for everything; the table says which.")
@click.option("--preset", default="small", show_default=True, help="How a new simulated host is furnished.")
@click.option(
    "--latency",
    type=click.FloatRange(0, 60),
    default=0.0,
    metavar="SECONDS",
    help="How long each SMAPI call of the simulated host takes. [default: 0]",
)
@click.option(
    "--zvm", metavar="ADDRESS", help="Use this z/VM host, tls://HOST:PORT or tcp://HOST:PORT, and simulate none."
)
@click.option("--zvm-user-id", metavar="USER_ID", help="With --zvm: the user id that SMAPI calls are made as.")
@click.option("--zvm-password-file", type=_FILE, help="With --zvm: file with its password.")
@click.option("--zvm-ca-file", type=_FILE, help="With --zvm: CA certificates (PEM) of a tls:// host.")
@click.option("--linux-access", metavar="HOW", help="With --zvm: how disks and readers are reached. [default: local]")
@click.option(
    "--import-folder",
    "import_folders",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    multiple=True,
    help="Folder that images may be imported from. [default: import in the state folder]",
)
@click.option(
    "--output",
    "-o",
    type=click.Choice(["table", "json"]),
    default=None,
    help="What is printed when all serve: a table for people or one JSON object for programs. [default: table]",
)
@click.pass_context
def up_command(
    ctx: click.Context,
    state: Path | None,
    ports: dict[str, int],
    free_ports: bool,
    preset: str,
    latency: float,
    zvm: str | None,
    zvm_user_id: str | None,
    zvm_password_file: Path | None,
    zvm_ca_file: Path | None,
    linux_access: str | None,
    import_folders: Sequence[Path],
    output: str | None,
) -> None:
    """Run everything on this machine, on a simulated z/VM host.

    Starts the simulated host, the guest, storage and network services and the gateway, prints where they are, and runs
    until Ctrl-C or SIGTERM, which stops them in reverse order. Nothing is restarted: when one ends, all end.
    What is in the state folder is there again at the next start.
    """
    plan = Plan(
        state_folder=(state or default_state_folder()).resolve(),
        ports={**(dict.fromkeys(PORTS, 0) if free_ports else PORTS), **ports},
        preset=preset,
        latency=latency,
        host=_host(zvm, zvm_user_id, zvm_password_file, zvm_ca_file, linux_access),
        import_folders=tuple(import_folders),
    )
    try:
        code = asyncio.run(_run(plan, for_programs=(output or session_of(ctx).output) == "json"))
    except ChildFailed as failed:
        click.echo(f"zfleet: {failed}", err=True)
        code = 1
    except OSError as error:
        click.echo(f"zfleet: {error.filename or plan.state_folder}: {error.strerror}", err=True)
        code = 1
    sys.exit(code)


def _host(
    zvm: str | None, user_id: str | None, password_file: Path | None, ca_file: Path | None, linux_access: str | None
) -> tuple[str, ...]:
    """The services' arguments that name a real host; none for the simulated one."""
    given = {
        "--zvm-user-id": user_id,
        "--zvm-password-file": password_file,
        "--zvm-ca-file": ca_file,
        "--linux-access": linux_access,
    }
    named = [f"{option}={value}" for option, value in given.items() if value is not None]
    if zvm is None:
        if named:
            raise click.UsageError(f"{named[0].partition('=')[0]} needs --zvm")
        return ()
    return (f"--zvm={zvm}", *named) if linux_access else (f"--zvm={zvm}", *named, "--linux-access=local")


async def _run(plan: Plan, *, for_programs: bool) -> int:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    local = LocalFleet(plan, report=lambda text: click.echo(text, err=True))
    began = time.monotonic()
    starting = asyncio.create_task(local.start())
    asking = asyncio.create_task(asked.wait())
    await asyncio.wait({starting, asking}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
        await asyncio.wait({starting})
        return 0
    starting.result()
    if for_programs:
        click.echo(json.dumps({"processes": [asdict(each) for each in local.running]}, default=str))
    else:
        answer.write(_table(local), _hints(local, time.monotonic() - began))
    sys.stdout.flush()
    ending = asyncio.create_task(local.ended())
    await asyncio.wait({ending, asking}, return_when=asyncio.FIRST_COMPLETED)
    failed = ending.result() if ending.done() and not asked.is_set() else None
    ending.cancel()
    if failed is not None:
        click.echo(f"zfleet: {failed}", err=True)
    codes = await local.stop()
    unclean = [name for name, code in codes.items() if code != 0]
    return 1 if failed is not None or unclean else 0


def _table(local: LocalFleet) -> RenderableType:
    return answer.table(
        ("PART", "ADDRESS", "METRICS", "PID", "LOG"),
        ((each.name, each.address, each.metrics_url, each.pid, each.log_file) for each in local.running),
        right=("PID",),
    )


def _hints(local: LocalFleet, seconds: float) -> str:
    address = local.address
    option = "" if address == "127.0.0.1:50050" else f" --address {address}"
    return (
        f"\nEverything serves after {seconds:.1f} s. State: {local.plan.state_folder}\n"
        f"REST API (Feilong's): {local.rest_url}  documented at {local.rest_url}/docs\n"
        f"Try: zfleet{option} host      zfleet{option} spawn LINUX01 --memory 1G --disk size=1G --nic vswitch=VSW1\n"
        "Ctrl-C stops it."
    )
