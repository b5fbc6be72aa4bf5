# SPDX-License-Identifier: Apache-2.0
"""Log lines are one object each, with the request they belong to and without secrets."""

from __future__ import annotations

import io
import json
import logging

from zfleet_runtime import request_context
from zfleet_runtime.log import open_log, take_over_standard_logging


async def test_a_line_has_part_level_time_and_request() -> None:
    stream = io.StringIO()
    log = open_log("guest", stream=stream)
    request_context.enter(request_context.RequestContext("request-1", "00-" + "a" * 32 + "-" + "b" * 16 + "-01"))
    log.info("started\nforged", guest="LINUX01")
    (line,) = stream.getvalue().splitlines()
    found = json.loads(line)
    assert found.pop("timestamp").endswith("Z")
    assert found == {
        "event": "started\nforged",
        "guest": "LINUX01",
        "level": "info",
        "part": "guest",
        "request_id": "request-1",
        "trace_id": "a" * 32,
    }


def test_values_of_keys_that_name_a_secret_are_replaced() -> None:
    stream = io.StringIO()
    open_log("guest", stream=stream).info("x", zvm_password="hunter2", auth_token="hunter3", Authorization="hunter4")
    assert "hunter" not in stream.getvalue()


def test_lines_below_the_level_are_not_written() -> None:
    stream = io.StringIO()
    log = open_log("guest", level="warning", stream=stream)
    log.info("no")
    log.warning("yes")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["yes"]


def test_text_for_people_is_text() -> None:
    stream = io.StringIO()
    open_log("guest", form="text", stream=stream).info("started", guest="LINUX01")
    assert "started" in stream.getvalue()
    assert "guest=LINUX01" in stream.getvalue()


def test_warnings_of_libraries_become_lines_of_ours() -> None:
    stream, root = io.StringIO(), logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        take_over_standard_logging(open_log("guest", stream=stream))
        logging.getLogger("library").info("no")
        logging.getLogger("library").warning("something %s", "odd")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    found = json.loads(stream.getvalue())
    assert (found["event"], found["logger"], found["level"]) == ("something odd", "library", "warning")
