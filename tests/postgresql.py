# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server for a test: its own, on a free port, keeping nothing afterwards."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

Command: TypeAlias = tuple[str | Path, ...]


@asynccontextmanager
async def postgresql_server() -> AsyncIterator[str]:
    """The server's URL. Skips the test where there is no PostgreSQL."""
    programs = _programs()
    user: tuple[str, ...] = ()
    folder = Path(tempfile.mkdtemp(prefix="zfleet-postgresql-"))
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        try:
            entry = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        # A command, not Popen's user=: that forks, and a fork runs gRPC's handlers in the child, which may fail there.
        user = ("setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups")
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    initdb: Command = (*user, programs / "initdb", "--auth=trust", "--username=zfleet", "--no-sync", "-D", data)
    await _run(*initdb, folder=folder)
    control: Command = (*user, programs / "pg_ctl", "-w", "-D", data, "-l", folder / "log")
    await _run(*control, "-o", f"-p {port} -h 127.0.0.1 -k {folder} -F", "start", folder=folder)
    try:
        yield f"postgresql://zfleet@127.0.0.1:{port}/postgres"
    finally:
        await _run(*control, "-m", "immediate", "stop", folder=folder)
        shutil.rmtree(folder)


def _programs() -> Path:
    found = shutil.which("postgres")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "postgres").exists():
            return folder
    pytest.skip("there is no PostgreSQL server on this machine")


async def _run(*command: str | Path, folder: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *map(str, command), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd=folder
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
