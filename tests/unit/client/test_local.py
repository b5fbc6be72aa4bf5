# SPDX-License-Identifier: Apache-2.0
"""Facts about a fleet on this machine: what its processes are told, and what becomes of a child."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zfleet_client.local import PORTS, ChildFailed, LocalFleet, Plan
from zfleet_client.local.child import LAST_LINES, Child


def test_everything_listens_on_loopback_only() -> None:
    """Nobody else on the network reaches a laptop's fleet."""
    plan = Plan(state_folder=Path("/state"))
    host = plan.simulated_host(zvm="127.0.0.1:1", linux="127.0.0.1:2")
    told = [*plan.simulator(), *plan.gateway(dict.fromkeys(("guest", "storage", "network"), "127.0.0.1:3"))]
    told += [argument for part in ("guest", "storage", "network") for argument in plan.service(part, host)]
    listening = [argument.split("=")[1] for argument in told if "listen=" in argument]
    assert sorted(listening) == sorted(f"127.0.0.1:{port}" for port in PORTS.values())


def test_every_part_keeps_its_state_apart() -> None:
    """A folder of its own, below the fleet's."""
    plan = Plan(state_folder=Path("/state"))
    assert "--state-folder=/state/simulator" in plan.simulator()
    assert "--state-folder=/state/storage" in plan.service("storage", ())
    assert plan.log_file("guest") == Path("/state/logs/guest.log")


def test_a_real_host_is_simulated_by_nobody() -> None:
    """Neither a simulator nor the simulated pool."""
    plan = Plan(state_folder=Path("/state"), host=("--zvm=tls://zvm1:44444",))
    assert plan.parts == ("guest", "storage", "network", "gateway")
    assert "--zvm=tls://zvm1:44444" in plan.service("guest", plan.host)
    assert not [argument for argument in plan.service("storage", plan.host) if "POOL1" in argument]


def test_no_password_is_on_a_command_line() -> None:
    """Only the name of the file that has it."""
    plan = Plan(state_folder=Path("/state"))
    told = [*plan.simulator(), *plan.service("guest", plan.simulated_host(zvm="h:1", linux="h:2"))]
    assert [argument for argument in told if "password" in argument] == [
        "--password-file=/state/smapi-password",
        "--zvm-password-file=/state/smapi-password",
    ]


async def test_a_port_in_use_is_named_before_anything_is_started(tmp_path: Path) -> None:
    """All of them at once, with what to do."""
    servers = [await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) for _ in range(2)]
    gateway, guest = (server.sockets[0].getsockname()[1] for server in servers)
    ports = dict.fromkeys(PORTS, 0) | {"gateway": gateway, "guest": guest}
    with pytest.raises(ChildFailed, match=rf"port {gateway} \(gateway\), {guest} \(guest\).*--free-ports"):
        await LocalFleet(Plan(state_folder=tmp_path, ports=ports)).start()
    for server in servers:
        server.close()
        await server.wait_closed()


async def test_a_child_that_cannot_start_says_its_last_words(tmp_path: Path) -> None:
    """The end of its output, its exit code and its log file."""
    child = Child("guest", "zfleet_client.no_such_module", [], tmp_path / "logs" / "guest.log")
    await child.start()
    with pytest.raises(ChildFailed) as caught:
        await child.serving(30)
    assert "guest ended by itself with exit code 1" in str(caught.value)
    assert "No module named zfleet_client.no_such_module" in str(caught.value)
    assert "guest.log" in str(caught.value)
    assert "No module named" in (tmp_path / "logs" / "guest.log").read_text()


async def test_a_child_that_never_serves_is_given_up_and_stopped(tmp_path: Path) -> None:
    """Any program that does not say that it serves."""
    child = Child("guest", "http.server", ["0", "--bind", "127.0.0.1"], tmp_path / "guest.log")
    await child.start()
    with pytest.raises(ChildFailed, match=r"did not serve within 0\.1 s"):
        await child.serving(0.1)
    os.kill(child.pid, 0)
    await child.stop(20)
    assert child.exit_code is not None
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


async def test_a_child_that_does_not_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the patience that it was given; a clean stop is told apart by its exit code."""
    (tmp_path / "stubborn.py").write_text(
        "import json, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(json.dumps({'event': 'serving', 'address': '127.0.0.1:1'}))\n"
        "time.sleep(60)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    child = Child("stubborn", "stubborn", [], tmp_path / "log")
    await child.start()
    assert await child.serving(30) == {"event": "serving", "address": "127.0.0.1:1"}
    assert not await child.stop(0.2)
    assert child.exit_code == -9


async def test_a_log_goes_on_after_a_line_of_any_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Output is read to its end, whatever it is; only the last lines are kept in memory."""
    (tmp_path / "talker.py").write_text("print('x' * 3_000_000)\nfor n in range(100): print('line', n)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    child = Child("talker", "talker", [], tmp_path / "log")
    await child.start()
    await child.ended()
    told = str(await child.failure())
    assert (tmp_path / "log").read_text().endswith("line 99\n")
    assert told.count("  line ") == LAST_LINES
    assert len(told) < 2000


def test_without_the_parts_up_says_what_to_install(tmp_path: Path) -> None:
    """The client can be installed alone; it must not end in a traceback then."""
    code = (
        "import sys; sys.modules['grpc_health'] = None\n"
        "from zfleet_client.cli import zfleet\n"
        "zfleet(['up', '--state', sys.argv[1]])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "zfleet up needs grpc_health" in done.stderr
    assert "pip install" in done.stderr
    assert "Traceback" not in done.stderr
