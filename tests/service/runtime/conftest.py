# SPDX-License-Identifier: Apache-2.0
"""A tiny part, served for real, and a way to call it."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from google.protobuf.wrappers_pb2 import StringValue

from tests.service.runtime.tiny import NAME, Tiny, TinyPart, TinySettings
from zfleet_runtime.channel import Channel
from zfleet_runtime.log import open_log
from zfleet_runtime.process import Process, running

WIRE: dict[str, Any] = {
    "request_serializer": StringValue.SerializeToString,
    "response_deserializer": StringValue.FromString,
}


@dataclass
class Served:
    """The tiny part while it runs, with a channel to it and everything it logged."""

    process: Process[TinySettings]
    part: TinyPart
    channel: Channel
    logged: io.StringIO

    @property
    def tiny(self) -> Tiny:
        """The handlers."""
        assert self.part.tiny is not None
        return self.part.tiny

    def call(self, method: str, text: str, **more: Any) -> Any:
        """Calls a method with one request and one answer."""
        return self.channel.unary_unary(f"/{NAME}/{method}", **WIRE)(StringValue(value=text), **more)

    def log_lines(self) -> list[dict[str, Any]]:
        """What was logged so far."""
        return [json.loads(line) for line in self.logged.getvalue().splitlines()]

    def sample(self, name: str, **labels: str) -> float:
        """A metric's value; 0 when there is no such series."""
        return self.process.metrics.registry.get_sample_value(name, labels) or 0.0


def settings(**more: Any) -> TinySettings:
    """Settings on free ports."""
    return TinySettings(listen="127.0.0.1:0", metrics_listen="127.0.0.1:0", grace=1, **more)


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    """The tiny part with a default deadline of half a second."""
    logged, part = io.StringIO(), TinyPart()
    log = open_log("tiny", level="debug", stream=logged)
    async with (
        running(part, settings(default_deadline=0.5), log=log) as process,
        Channel(process.address, metrics=process.metrics.client) as channel,
    ):
        yield Served(process, part, channel, logged)
