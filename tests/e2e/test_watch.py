# SPDX-License-Identifier: Apache-2.0
"""`zfleet watch` against a real fleet: what it says, and how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.e2e.command import ZFLEET, Up


@contextmanager
def watch(fleet: Up, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command while it watches."""
    command = [*ZFLEET, "--address", fleet.address, "watch", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def interrupted(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, stdout and stderr after Ctrl-C."""
    process.send_signal(signal.SIGINT)
    assert process.stdout is not None
    assert process.stderr is not None
    # Not communicate(): it leaves out what readline() has taken from the pipe already.
    out, err = process.stdout.read(), process.stderr.read()
    return process.wait(20), out, err


def test_events_are_lines_as_they_happen_until_ctrl_c(fleet: Up) -> None:
    """A line an event, at once and not when a buffer is full; interrupted it is quiet."""
    with watch(fleet, "--prefix", "WATCH") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stderr.readline().endswith(" watching\n")
        assert fleet.zfleet("spawn", "watch01", "--disk", "size=10M").returncode == 0
        assert fleet.zfleet("spawn", "other01", "--no-start").returncode == 0
        assert "WATCH01  entry added" in process.stdout.readline()
        assert fleet.zfleet("destroy", "--yes", "watch01", "other01").returncode == 0
        code, out, err = interrupted(process)
    assert (code, err) == (130, "")
    assert "WATCH01  logged on\n" in out
    assert "WATCH01  logged off\n" in out
    assert "WATCH01  entry removed (PURGE)\n" in out
    assert "OTHER01" not in out


@pytest.mark.parametrize("kinds", [("logged-on",), ("logged-on", "logged-off")])
def test_programs_get_an_object_a_line(fleet: Up, kinds: tuple[str, ...]) -> None:
    """The contract's message as JSON; the kinds that were asked for and no others."""
    options = [word for kind in kinds for word in ("--kind", kind)]
    with watch(fleet, "--output", "json", *options) as process:
        assert process.stdout is not None
        assert "started" in json.loads(process.stdout.readline())
        assert fleet.zfleet("spawn", "watch02").returncode == 0
        first = json.loads(process.stdout.readline())
        assert fleet.zfleet("destroy", "--yes", "watch02").returncode == 0
        _, out, _ = interrupted(process)
    told = [first, *(json.loads(line) for line in out.splitlines())]
    expected = [f"GUEST_EVENT_KIND_{kind.replace('-', '_').upper()}" for kind in kinds]
    assert [each["event"]["kind"] for each in told] == expected
