# SPDX-License-Identifier: Apache-2.0
"""Every example does what it says, against a real fleet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.command import Up

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(name: str, *arguments: str, timeout: float = 100) -> str:
    """What an example prints; it must end well."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_every_example_is_tested() -> None:
    """A new one needs a test here."""
    here = Path(__file__).read_text()
    assert [path.name for path in EXAMPLES.glob("*.py") if f'"{path.name}"' not in here] == []


def test_the_smallest_program_spawns_a_guest(fleet: Up) -> None:
    """It tells each step and what came of it."""
    said = run("spawn.py", fleet.address, "EXSPAWN")
    assert "create_guest STEP_STATE_SUCCEEDED" in said
    assert "EXSPAWN has disk 0100 and NIC 02:00:00:" in said
    fleet.json("destroy", "--yes", "EXSPAWN")


def test_the_contract_alone_is_enough(fleet: Up) -> None:
    """Generated stubs and plain gRPC; the entry is printed."""
    said = run("stubs_only.py", fleet.address, "EXSTUBS")
    assert said.splitlines()[0].startswith("USER EXSTUBS")
    assert "MDISK 0100 3390" in said
    fleet.json("destroy", "--yes", "EXSTUBS")


def test_the_inventory_has_the_host_its_pools_and_guests(fleet: Up) -> None:
    """IBM's own guests too."""
    fleet.json("spawn", "EXINV", "--disk", "size=10M", "--nic", "vswitch=VSW1", "--no-start")
    said = run("inventory.py", fleet.address)
    fleet.json("destroy", "--yes", "EXINV")
    assert "pool POOL1" in said
    assert "  MAINT: POWER_STATE_OFF" in said
    assert "  EXINV: POWER_STATE_OFF\n    disk 0100:" in said


def test_failures_are_told_apart(fleet: Up) -> None:
    """Each bad field, one operation for one request id, a taken name, a guest that is gone."""
    said = run("errors.py", fleet.address, "EXERR")
    assert said.count("refused: ") >= 2
    assert "one operation: True" in said
    assert "taken: " in said
    assert "gone: " in said


def test_many_guests_are_made_and_removed(fleet: Up) -> None:
    """Nothing of them is left."""
    said = run("many.py", fleet.address, "EXM", "6")
    assert "6 guests made in" in said
    assert "6 guests removed in" in said
    assert fleet.json("list", "--prefix", "EXM")["guests"] == []


@pytest.mark.timeout(240)
def test_the_demo_works_twice_in_a_row() -> None:
    """From nothing to a running guest and back, with a fresh state each time and no port left in use."""
    first = run("demo.py")
    second = run("demo.py", "--destroy")
    for said in (first, second):
        assert "LINUX01 runs after" in said
        assert "identical to the image" in said
        assert "zfleet_smapi_calls_total" in said
        assert said.count("stopped, exit code 0") == 5
    assert "LINUX01 is destroyed" in second
    assert "LINUX01 is destroyed" not in first
