# SPDX-License-Identifier: Apache-2.0
"""TLS to z/VM: who is believed, and what is said of who is not. Nothing hangs, nothing is sent to a stranger."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme

from tests.service.runtime.test_host import HostPart, ask, failure, settings
from tests.service.smapi.lives import PASSWORD, Lives, guest, system
from zfleet_runtime.process import running
from zfleet_smapi.calls import ImageQueryDM, QueryAPIFunctionalLevel
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.declaration import Call
from zfleet_smapi.errors import GuestNotFound, SmapiError, TlsFailed, Unreachable
from zfleet_smapi.tcp import tcp_connect, tls_context

LEVEL = "Query_API_Functional_Level:MAINT"


@dataclass
class Secured:
    """A z/VM system behind TLS, and the certificates around it."""

    zvm: Lives
    ca: Path
    strangers_ca: Path

    def client(self, ca: Path, host: str = "localhost") -> SmapiClient:
        """A client that believes that CA."""
        return SmapiClient(tcp_connect(host, self.zvm.port, tls_context(ca)), Credentials("MAINT", PASSWORD))


@pytest.fixture
async def secured(tmp_path: Path) -> AsyncIterator[Secured]:
    """A certificate for localhost, and for no address."""
    ca, stranger = trustme.CA(), trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    stranger.cert_pem.write_to_path(tmp_path / "stranger.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("localhost").configure_cert(context)
    async with system(tmp_path / "state", tls=context) as zvm:
        yield Secured(zvm, tmp_path / "ca.pem", tmp_path / "stranger.pem")


async def test_calls_go_through_tls_when_the_certificate_is_right(secured: Secured) -> None:
    """Small ones, big ones, many at once."""
    async with secured.client(secured.ca) as smapi:
        await asyncio.gather(*(smapi.call(guest(f"LINUX{number:02}")) for number in range(6)))
        assert (await smapi.call(ImageQueryDM(target="LINUX05"))).image_record_array
        with pytest.raises(GuestNotFound):
            await smapi.call(ImageQueryDM(target="NOBODY"))


async def test_a_stranger_is_told_from_a_host_that_is_down(secured: Secured) -> None:
    """Another CA, another name: refused at once, not tried again, with the reason in the text."""
    for ca, host, why in (
        (secured.strangers_ca, "localhost", "CERTIFICATE_VERIFY_FAILED"),
        (secured.ca, "127.0.0.1", "IP address mismatch"),
    ):
        async with secured.client(ca, host) as smapi:
            started = time.monotonic()
            with pytest.raises(TlsFailed, match=why):
                await smapi.call(QueryAPIFunctionalLevel())
            assert time.monotonic() - started < 3


async def test_plain_text_to_a_tls_port_ends_in_a_clear_error(secured: Secured) -> None:
    """A query and a change; neither was done, neither hangs."""
    async with secured.zvm.client() as smapi:
        calls: tuple[Call[Any], ...] = (QueryAPIFunctionalLevel(), guest("LINUX01"))
        for call in calls:
            started = time.monotonic()
            with pytest.raises(SmapiError, match=r"TLS|lost"):
                await smapi.call(call)
            assert time.monotonic() - started < 10


async def test_tls_to_a_plain_port_ends_in_a_clear_error(tmp_path: Path) -> None:
    """The simulated host closes: the greeting is a length beyond its limit."""
    ca = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(ca)
    async with system(tmp_path / "state") as zvm:
        connect = tcp_connect("localhost", zvm.port, tls_context(ca))
        async with SmapiClient(connect, Credentials("MAINT", PASSWORD), connect_patience_seconds=0.5) as smapi:
            with pytest.raises(Unreachable, match="no connection"):
                await smapi.call(QueryAPIFunctionalLevel())


async def test_a_tls_alert_for_an_answer_is_recognized() -> None:
    """What servers of other make send to a request in the clear: seven bytes, and the end."""

    async def alert(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(bytes.fromhex("15030300020246"))
        writer.close()

    async with await asyncio.start_server(alert, "127.0.0.1", 0) as server:
        connect = tcp_connect("127.0.0.1", server.sockets[0].getsockname()[1])
        async with SmapiClient(connect, Credentials("MAINT", PASSWORD)) as smapi:
            calls: tuple[Call[Any], ...] = (QueryAPIFunctionalLevel(), guest("LINUX01"))
            for call in calls:
                with pytest.raises(TlsFailed, match="speaks TLS"):
                    await smapi.call(call)


async def test_a_server_that_never_greets_is_given_up() -> None:
    """It takes the connection and says nothing: the attempt ends after its own time, with address and time named."""

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        connect = tcp_connect("127.0.0.1", port, tls_context(), timeout_seconds=0.2)
        async with SmapiClient(connect, connect_patience_seconds=0) as smapi:
            with pytest.raises(Unreachable, match=f"127.0.0.1:{port} did not answer within 0.2 s"):
                await smapi.call(QueryAPIFunctionalLevel())


async def test_a_service_believes_the_ca_file_of_its_settings(secured: Secured) -> None:
    """With the right one it serves; with another its callers learn that the settings are wrong."""
    known = {"zvm": f"tls://localhost:{secured.zvm.port}", "zvm_password": PASSWORD}
    async with running(HostPart(), settings(**known, zvm_ca_file=secured.ca)) as process:
        assert await ask(process, LEVEL) == "0/730"
    async with running(HostPart(), settings(**known, zvm_ca_file=secured.strangers_ca)) as process:
        error = await failure(process, LEVEL)
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "ZVM_TLS_FAILED")
        assert error.retry_after is None
        assert PASSWORD not in error.message
