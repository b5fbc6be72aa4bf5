# SPDX-License-Identifier: Apache-2.0
"""The options that servers and channels are made with."""

from __future__ import annotations

from pathlib import Path

import pytest
from grpc._cython import cygrpc  # type: ignore[attr-defined]  # its types leave it out

from zfleet_client import connection
from zfleet_runtime import channel, server
from zfleet_runtime.settings import PartSettings


@pytest.fixture(scope="module")
def core() -> bytes:
    """gRPC's own code, which has the name of every option that it reads."""
    return Path(cygrpc.__file__).read_bytes()


@pytest.mark.parametrize(
    "options",
    [server.options_of(PartSettings(max_connection_age=60.0)), channel.OPTIONS, connection.OPTIONS],
    ids=["server", "channel", "client"],
)
def test_grpc_knows_every_option_that_we_set(core: bytes, options: list[tuple[str, object]]) -> None:
    """It ignores those that it does not know, so a misspelt one is noticed by nothing else."""
    assert [name for name, _ in options if name.encode() not in core] == []


def test_servers_allow_the_pings_that_our_channels_send() -> None:
    """A server that finds them too many closes the connection, and every stream on it."""
    allowed = dict(server.options_of(PartSettings()))["grpc.http2.min_ping_interval_without_data_ms"]
    for options in (channel.OPTIONS, connection.OPTIONS):
        interval = dict(options)["grpc.keepalive_time_ms"]
        assert isinstance(interval, int)
        assert interval >= 2 * allowed
