# SPDX-License-Identifier: Apache-2.0
"""Lets a test use a client that lives in another Python environment: it asks in lines of JSON and gets such lines back.

A line in is {"id": 1, "do": NAME, "args": [...], "kwargs": {...}}; a line out {"id": 1, "result": ...} or {"id": 1,
"error": {"type": ..., "text": ..., "facts": {...}}}. Requests are worked on at once, each in a thread of its own. What
the client itself prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any


def serve(methods: Mapping[str, Callable[..., Any]]) -> None:
    """Answers until standard input ends."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    writing = threading.Lock()

    def work(asked: dict[str, Any]) -> None:
        answer = {"id": asked["id"], **_outcome(methods, asked)}
        with writing:
            out.write(json.dumps(answer, default=str) + "\n")
            out.flush()

    for line in sys.stdin:
        threading.Thread(target=work, args=(json.loads(line),), daemon=True).start()


def _outcome(methods: Mapping[str, Callable[..., Any]], asked: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"result": methods[asked["do"]](*asked.get("args", ()), **asked.get("kwargs", {}))}
    except Exception as error:  # noqa: BLE001  # whatever it is, the test is told
        facts = {key: value for key, value in vars(error).items() if isinstance(value, str | int | None)}
        return {"error": {"type": type(error).__name__, "text": str(error), "facts": facts}}
