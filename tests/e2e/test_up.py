# SPDX-License-Identifier: Apache-2.0
"""Facts about `zfleet up`: it keeps what it made, stops in order, and hides no failure."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.command import Up, up, zfleet


def test_what_was_made_is_there_again_after_a_restart_and_a_stop_is_in_reverse_order(
    tmp_path: Path, image: Path
) -> None:
    """Guest, disk content and image survive; SIGTERM ends the gateway first and the host last, all with exit code 0.

    Then a part is killed: everything ends, and it is named.
    """
    with up(tmp_path) as first:
        spawn = ("spawn", "KEPT", "--disk", "size=64M,boot,image=kept", "--nic", "vswitch=VSW1", "--no-start")
        assert first.zfleet("image", "upload", "kept", str(image)).returncode == 0
        done = first.zfleet(*spawn)
        assert done.returncode == 0, done.stderr.decode()
        before = first.json("show", "KEPT")
        assert first.stop() == 0
        first.listening.join(10)
        stopped = [line.split(" ")[0] for line in first.said if "stopped, exit code" in line]
        assert (stopped[0], stopped[-1]) == ("gateway", "simulator")
        assert sorted(stopped) == ["gateway", "guest", "network", "simulator", "storage"]
        assert all(line.endswith("exit code 0") for line in first.said if "stopped, exit code" in line)
        assert not any(alive(served.pid) for served in first.served.values())

    with up(tmp_path) as second:
        assert second.json("show", "KEPT")["guest"]["disks"] == before["guest"]["disks"]
        assert [found["name"] for found in second.json("image", "list")["images"]] == ["kept"]
        back = second.zfleet("disk", "read", "KEPT", "0100", "-", "--length", str(image.stat().st_size))
        assert back.stdout == image.read_bytes()
        assert second.zfleet("destroy", "--yes", "KEPT").returncode == 0
        a_part_that_dies_ends_everything_and_is_named(second)


def a_part_that_dies_ends_everything_and_is_named(running: Up) -> None:
    """Nothing is restarted silently: the exit code is 1 and stderr has the part, its exit code and its log."""
    os.kill(running.served["storage"].pid, signal.SIGKILL)
    assert running.process.wait(60) == 1
    running.listening.join(10)
    told = "\n".join(running.said)
    assert "storage ended by itself with exit code -9" in told
    assert str(running.served["storage"].log_file) in told
    assert not any(alive(served.pid) for served in running.served.values())


def test_a_port_in_use_is_named_before_anything_is_started(tmp_path: Path) -> None:
    """With what to do about it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = zfleet("up", "--free-ports", "--port", f"gateway={port}", "--state", str(tmp_path / "state"))
    assert done.returncode == 1
    assert f"in use already: port {port} (gateway)" in done.stderr.decode()
    assert b"starting" not in done.stderr


@pytest.mark.parametrize("option", ["--port=nonsense=1", "--port=gateway=99999", "--latency=-1", "--zvm-user-id=MAINT"])
def test_wrong_options_are_wrong_usage(option: str) -> None:
    """Exit code 2, told with the option."""
    done = zfleet("up", option)
    assert done.returncode == 2
    assert option.split("=")[0] in done.stderr.decode()


def test_a_preset_that_is_none_says_so(tmp_path: Path) -> None:
    """A child that refuses its options shows its own words."""
    done = zfleet("up", "--free-ports", "--preset", "enormous", "--state", str(tmp_path))
    assert done.returncode == 1
    assert "enormous" in done.stderr.decode()
    assert "simulator.log" in done.stderr.decode()


def test_the_password_of_the_host_is_for_its_owner_only(fleet: Up) -> None:
    """Made at random, readable by nobody else, and in no log and no process list."""
    path = fleet.state / "smapi-password"
    assert path.stat().st_mode & 0o077 == 0
    password = path.read_text().strip()
    for served in fleet.served.values():
        assert password not in served.log_file.read_text()
        assert password.encode() not in Path(f"/proc/{served.pid}/cmdline").read_bytes()


def test_another_host_can_be_used_instead_of_a_simulated_one(fleet: Up, tmp_path: Path) -> None:
    """Services and gateway alone, on the host of another fleet: what one makes, the other sees.

    When the command is killed, its processes end too.
    """
    host = fleet.served["simulator"]
    options = (
        f"--zvm=tcp://{host.address}",
        f"--zvm-password-file={fleet.state / 'smapi-password'}",
        f"--linux-access=simulator://{host.linux_address}",
    )
    with up(tmp_path, *options) as other:
        assert sorted(other.served) == ["gateway", "guest", "network", "storage"]
        other.json("spawn", "SHARED", "--no-start")
        assert fleet.json("show", "SHARED")["guest"]["user_id"] == "SHARED"
        fleet.json("destroy", "--yes", "SHARED")
        assert other.zfleet("show", "SHARED").returncode == 3
        other.process.kill()
        if shutil.which("setpriv"):
            assert until(lambda: not any(alive(served.pid) for served in other.served.values()))


def until(true: Callable[[], bool]) -> bool:
    """Whether it becomes true within 30 seconds."""
    end = time.monotonic() + 30
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def alive(pid: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
