# SPDX-License-Identifier: Apache-2.0
"""The zfleet command and `zfleet up` as a user runs them: real processes, exit codes, streams."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ZFLEET = (sys.executable, "-m", "zfleet_client")
START_PATIENCE = 90.0  # seconds; the machine may be busy


@dataclass(frozen=True)
class Served:
    """One process of a running fleet."""

    name: str
    address: str
    metrics_url: str
    pid: int
    log_file: Path
    linux_address: str
    rest_url: str = ""


@dataclass
class Up:
    """A running `zfleet up`."""

    process: subprocess.Popen[str]
    state: Path
    listening: threading.Thread = field(init=False)
    served: dict[str, Served] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The gateway's."""
        return self.served["gateway"].address

    def zfleet(
        self, *arguments: str, input: bytes | None = None, timeout: float = 60
    ) -> subprocess.CompletedProcess[bytes]:
        """One command against this fleet."""
        return zfleet("--address", self.address, *arguments, input=input, timeout=timeout)

    def json(self, *arguments: str) -> Any:
        """The JSON answer of a command that must succeed."""
        done = self.zfleet("--output", "json", *arguments)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signals it and gives its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


def zfleet(*arguments: str, input: bytes | None = None, timeout: float = 60) -> subprocess.CompletedProcess[bytes]:
    """One zfleet command to its end."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZFLEET_")}
    return subprocess.run(
        [*ZFLEET, *arguments], input=input, capture_output=True, timeout=timeout, check=False, env=environment
    )


@contextmanager
def up(state: Path, *arguments: str, **environment: str) -> Iterator[Up]:
    """`zfleet up` with free ports, for the time of a `with`; stopped if it still runs at the end."""
    # A test run that is killed takes its fleet along, where util-linux is there.
    with_us = [program, "--pdeathsig", "TERM", "--"] if (program := shutil.which("setpriv")) else []
    command = [*with_us, *ZFLEET, "up", "--free-ports", "--state", str(state), "--output", "json", *arguments]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | environment,
    )
    running = Up(process, state)
    assert process.stdout is not None
    running.listening = threading.Thread(target=_listen, args=(running,), daemon=True)
    running.listening.start()
    watchdog = threading.Timer(START_PATIENCE, process.terminate)
    watchdog.start()
    try:
        line = process.stdout.readline()
        watchdog.cancel()
        assert line, f"zfleet up ended: {process.wait(30)}\n" + "\n".join(running.said)
        for each in json.loads(line)["processes"]:
            running.served[each["name"]] = Served(**{**each, "log_file": Path(each["log_file"])})
        yield running
    finally:
        watchdog.cancel()
        if process.poll() is None:
            running.stop()
        running.listening.join(10)
        process.stdout.close()
        if process.stderr is not None:
            process.stderr.close()


def _listen(running: Up) -> None:
    """What it says on stderr; read all the time, so that it never waits for us."""
    assert running.process.stderr is not None
    for line in running.process.stderr:
        running.said.append(line.rstrip())
