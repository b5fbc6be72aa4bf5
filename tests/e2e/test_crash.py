# SPDX-License-Identifier: Apache-2.0
"""Facts about what happens when somebody goes away in the middle of a spawn on a slow host."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.command import ZFLEET, Up, up

SLOW = "--latency=0.3"  # seconds of each SMAPI call: long enough to be in the middle of something


@pytest.mark.timeout(240)
def test_who_goes_away_in_the_middle_of_a_spawn_leaves_nothing_half_made(tmp_path: Path) -> None:
    """First the caller, by Ctrl-C; then the gateway, by SIGKILL, whose successor ends what it began."""
    with up(tmp_path, SLOW, ZFLEET_GATEWAY_OPERATION_LEASE="2") as first:
        free = free_bytes(first)
        ctrl_c_leaves_a_spawn_at_work(first)
        ctrl_c_undoes_a_spawn_when_asked(first)
        with spawning(first, "CRASH", "--disk", "size=50M,fs=ext4", "--nic", "vswitch=VSW1"):
            os.kill(first.served["gateway"].pid, signal.SIGKILL)
            assert first.process.wait(60) == 1

    with up(tmp_path, ZFLEET_GATEWAY_OPERATION_LEASE="2") as second:
        (operation,) = second.json("operation", "list", "--guest", "CRASH")["operations"]
        second.zfleet("operation", "wait", operation["operation_id"], "--within", "90", timeout=120)
        operation = second.json("operation", "show", operation["operation_id"])
        assert operation["state"] in ("OPERATION_STATE_SUCCEEDED", "OPERATION_STATE_FAILED"), operation
        if operation["state"] == "OPERATION_STATE_SUCCEEDED":
            shown = second.json("show", "CRASH")["guest"]
            assert [disk["device_number"] for disk in shown["disks"]] == ["0100"]
            assert shown["guest"]["power_state"] == "POWER_STATE_ON"
            second.json("destroy", "--yes", "CRASH")
        assert second.zfleet("show", "CRASH").returncode == 3
        assert second.json("nic", "list", "CRASH")["nics"] == []
        assert free_bytes(second) == free
        assert second.stop(signal.SIGINT) == 0


def ctrl_c_leaves_a_spawn_at_work(running: Up) -> None:
    """Exit code 130; stderr says how to find the operation again; it ends well without its caller."""
    told = interrupted(running, "GOESON", "--disk", "size=20M")
    operation_id = told.split("zfleet operation watch ")[1].split("`")[0]
    assert running.zfleet("operation", "wait", operation_id).returncode == 0
    assert running.json("show", "GOESON")["guest"]["guest"]["power_state"] == "POWER_STATE_ON"
    running.json("destroy", "--yes", "GOESON")


def ctrl_c_undoes_a_spawn_when_asked(running: Up) -> None:
    """With --undo-on-interrupt the operation is cancelled and nothing is left."""
    told = interrupted(running, "UNDONE", "--disk", "size=20M", "--undo-on-interrupt")
    assert "is being undone" in told
    (operation,) = running.json("operation", "list", "--guest", "UNDONE")["operations"]
    running.zfleet("operation", "wait", operation["operation_id"])
    operation = running.json("operation", "show", operation["operation_id"])
    assert operation["state"] == "OPERATION_STATE_CANCELLED"
    assert running.zfleet("show", "UNDONE").returncode == 3


@contextmanager
def spawning(running: Up, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A spawn on the command line whose directory entry is being written."""
    command = [*ZFLEET, "--address", running.address, "spawn", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        try:
            seen: list[str] = []
            while not seen or not seen[-1].startswith("create_guest: running"):
                seen.append(process.stderr.readline())
                assert seen[-1], seen
            yield process
        finally:
            process.kill()


def interrupted(running: Up, *arguments: str) -> str:
    """What a spawn says on stderr after Ctrl-C in its middle."""
    with spawning(running, *arguments) as process:
        assert process.stderr is not None
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
        assert process.wait(30) == 130, told
    assert "Traceback" not in told
    return told


def free_bytes(running: Up) -> dict[str, str]:
    """Free space by pool."""
    return {pool["name"]: pool["free_bytes"] for pool in running.json("pool", "list")["pools"]}
