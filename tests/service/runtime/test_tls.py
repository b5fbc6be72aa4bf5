# SPDX-License-Identifier: Apache-2.0
"""TLS and mTLS from files, and certificates that are renewed while the process runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import pytest
import trustme
from google.protobuf.wrappers_pb2 import StringValue

from tests.service.runtime.conftest import WIRE, settings
from tests.service.runtime.tiny import NAME, TinyPart, TinySettings
from zfleet_runtime.channel import Channel
from zfleet_runtime.process import Process, running
from zfleet_runtime.tls import Files


def write(folder: Path, ca: trustme.CA, *, name: str = "part") -> Files:
    """Issues a certificate for the local host and writes the three files."""
    issued = ca.issue_cert("localhost", "127.0.0.1")
    files = Files(folder / f"{name}.pem", folder / f"{name}.key", folder / "ca.pem")
    assert files.certificate is not None
    assert files.key is not None
    assert files.ca is not None
    files.certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    files.key.write_bytes(issued.private_key_pem.bytes())
    files.ca.write_bytes(ca.cert_pem.bytes())
    return files


def over(files: Files, *, mutual: bool = True) -> TinySettings:
    return settings(
        tls_certificate_file=files.certificate,
        tls_key_file=files.key,
        tls_ca_file=files.ca if mutual else None,
    )


@pytest.fixture
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def mutual(tmp_path: Path, ca: trustme.CA) -> AsyncIterator[tuple[Process[TinySettings], Files]]:
    files = write(tmp_path, ca)
    async with running(TinyPart(), over(files)) as process:
        yield process, files


async def echo(channel: grpc.aio.Channel) -> str:
    call = channel.unary_unary(f"/{NAME}/Echo", WIRE["request_serializer"], WIRE["response_deserializer"])
    answer: StringValue = await call(StringValue(value="x"), timeout=3)
    return answer.value


async def test_a_caller_with_a_certificate_of_the_ca_is_served(mutual: tuple[Process[TinySettings], Files]) -> None:
    process, files = mutual
    async with Channel(process.address, files=files) as channel:
        assert await echo(channel) == "x"


async def test_callers_without_or_with_a_strangers_certificate_or_in_plain_text_are_not(
    mutual: tuple[Process[TinySettings], Files], tmp_path: Path
) -> None:
    process, files = mutual
    (tmp_path / "stranger").mkdir()
    stranger = write(tmp_path / "stranger", trustme.CA())
    for wrong in (
        Files(ca=files.ca),
        Files(certificate=stranger.certificate, key=stranger.key, ca=files.ca),
        Files(certificate=files.certificate, key=files.key, ca=stranger.ca),
        Files(),
    ):
        async with Channel(process.address, files=wrong) as channel:
            with pytest.raises(grpc.aio.AioRpcError) as caught:
                await echo(channel)
            assert caught.value.code() is grpc.StatusCode.UNAVAILABLE


async def test_without_a_ca_the_server_alone_shows_a_certificate(tmp_path: Path, ca: trustme.CA) -> None:
    files = write(tmp_path, ca)
    async with (
        running(TinyPart(), over(files, mutual=False)) as process,
        Channel(process.address, files=Files(ca=files.ca)) as channel,
    ):
        assert await echo(channel) == "x"


async def test_renewed_files_count_for_new_connections_on_both_sides(
    mutual: tuple[Process[TinySettings], Files], tmp_path: Path
) -> None:
    process, files = mutual
    async with Channel(process.address, files=files) as kept:
        assert await echo(kept) == "x"
        write(tmp_path, trustme.CA())  # another CA altogether: nothing of before is good any more
        assert await echo(kept) == "x"  # the open connection goes on
        async with Channel(process.address, files=files) as fresh:
            assert await echo(fresh) == "x"
        kept.renew_if_changed()
        assert kept.generation == 1
        assert await echo(kept) == "x"


async def test_files_that_cannot_be_used_leave_the_old_certificate_in_place(
    mutual: tuple[Process[TinySettings], Files], tmp_path: Path
) -> None:
    process, files = mutual
    (tmp_path / "client").mkdir()
    client = Files(*(Path(tmp_path / "client" / name) for name in ("part.pem", "part.key", "ca.pem")))
    for source, copy in zip(
        (files.certificate, files.key, files.ca), (client.certificate, client.key, client.ca), strict=True
    ):
        assert source is not None
        assert copy is not None
        copy.write_bytes(source.read_bytes())
    assert files.key is not None
    await asyncio.to_thread(files.key.unlink)
    async with Channel(process.address, files=client) as channel:
        assert await echo(channel) == "x"
