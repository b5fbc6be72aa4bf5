# SPDX-License-Identifier: Apache-2.0
"""A real client in a process of its own, with a Python environment of its own, that a test tells what to do."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[3]
PATIENCE = 90.0  # seconds for one call; the machine may be busy


class ClientFailed(Exception):
    """The client raised: the exception's type, text, and attributes as far as they are texts and numbers."""

    def __init__(self, kind: str, text: str, facts: Mapping[str, Any]) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text
        self.facts = facts


class ClientProcess:
    """Use `running` to make one."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._ids = itertools.count(1)
        self._waiting: dict[int, Future[Any]] = {}
        self._writing = threading.Lock()
        self.listening = threading.Thread(target=self._listen, daemon=True)
        self.listening.start()

    async def call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """What the method returned. ClientFailed when it raised."""
        asked = next(self._ids)
        future: Future[Any] = Future()
        line = json.dumps({"id": asked, "do": method, "args": args, "kwargs": kwargs})
        with self._writing:
            if self._process.poll() is not None:
                raise ClientFailed("Ended", f"the client ended with exit code {self._process.returncode}", {})
            self._waiting[asked] = future
            assert self._process.stdin is not None
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        async with asyncio.timeout(PATIENCE):
            return await asyncio.wrap_future(future)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            with self._writing:
                future = self._waiting.pop(told["id"])
            if (error := told.get("error")) is not None:
                future.set_exception(ClientFailed(error["type"], error["text"], error["facts"]))
            else:
                future.set_result(told["result"])
        with self._writing:
            for future in self._waiting.values():
                future.set_exception(ClientFailed("Ended", "the client ended in the middle of a call", {}))


@contextmanager
def running(python: Path, program: str, *arguments: str, log: Path, **environment: str) -> Iterator[ClientProcess]:
    """A client for the time of a `with`. `program` is a module beside this one; `log` takes what it says."""
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [str(python), "-W", "ignore", "-m", f"tests.e2e.clients.programs.{program}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=REPOSITORY,
            env={**os.environ, **environment},
        )
        client = ClientProcess(process)
        try:
            yield client
        finally:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)
            client.listening.join(10)
            process.stdout.close()
