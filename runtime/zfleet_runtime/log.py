# SPDX-License-Identifier: Apache-2.0
"""Structured log lines of one process, as JSON or as text; every line has the request id of the call it belongs to.

A logger is made for a process and handed on, not configured globally. Values of keys that name a secret are replaced,
as a last guard: nothing of ours logs one.
"""

from __future__ import annotations

import functools
import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO, TypeAlias

import structlog

from zfleet_runtime import request_context

Log: TypeAlias = structlog.typing.FilteringBoundLogger

_SECRET_WORDS = ("password", "passwd", "secret", "token", "authorization", "private_key")


def open_log(part: str, *, level: str = "info", form: str = "json", stream: TextIO | None = None) -> Log:
    """A logger that writes lines of at least `level` (debug, info, warning, error) to `stream` (standard error)."""
    severity = logging.getLevelNamesMapping()[level.upper()]
    log: Log = structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _add_request,
            _hide_secrets,
            *_rendering(form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(severity),
        context_class=dict,
        part=part,
    )
    return log


def take_over_standard_logging(log: Log) -> None:
    """Sends what libraries log (warnings and worse) through `log`. Only in a process of our own."""
    root = logging.getLogger()
    root.handlers[:] = [_Forwarding(log)]
    root.setLevel(logging.WARNING)


def _rendering(form: str) -> list[Any]:
    if form == "json":
        # One encoder for all lines: json.dumps with options would make one for each.
        encode = json.JSONEncoder(default=repr, separators=(",", ":")).encode
        return [structlog.processors.format_exc_info, lambda _, __, event: encode(event)]
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]


def _add_request(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    context = request_context.current()
    if context is not None:
        event.setdefault("request_id", context.request_id)
        if context.trace_id:
            event.setdefault("trace_id", context.trace_id)
    return event


def _hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in event:
        if _names_a_secret(key):
            event[key] = "***"
    return event


@functools.lru_cache(maxsize=256)
def _names_a_secret(key: str) -> bool:
    return any(word in key.lower() for word in _SECRET_WORDS)


class _Forwarding(logging.Handler):
    """Hands a library's log record to our log."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """One record, one line."""
        self._log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)
