# SPDX-License-Identifier: Apache-2.0
"""Connections: garbage, silence, limits, passwords, events, lost answers."""

from __future__ import annotations

import asyncio
import logging
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.simulator.worlds import PASSWORD, client_of, codes, config, define, running
from zfleet_simulator.clock import RealClock
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.calls import (
    AuthorizationListAdd,
    AuthorizationListQuery,
    AuthorizationListRemove,
    CheckAuthentication,
    ImageActivate,
    ImageNameQueryDM,
    ImageStatusQuery,
    NameListAdd,
    QueryAPIFunctionalLevel,
    ResponseRecovery,
    SystemProcessorQuery,
)
from zfleet_smapi.stream import Stream
from zfleet_smapi.wire import encode_request


async def everything(stream: Stream) -> bytes:
    """All bytes until the host closes."""
    data = b""
    while chunk := await stream.read(65536):
        data += chunk
    return data


async def exchange(host: SimulatedHost, request: bytes) -> bytes:
    """What comes back for raw bytes."""
    stream = await host.connect()
    await stream.write(request)
    async with asyncio.timeout(5):
        data = await everything(stream)
    await stream.close()
    return data


async def test_a_request_id_comes_before_the_work_is_done() -> None:
    """The client may wait for the id alone while every worker is busy."""
    async with running(workers=1) as (host, _):
        async with host.workers.one():
            stream = await host.connect()
            await stream.write(encode_request(ImageStatusQuery(target="MAINT"), "MAINT", PASSWORD))
            async with asyncio.timeout(5):
                assert len(await stream.read(100)) == 4
        assert len(await everything(stream)) == 16
        await stream.close()


async def test_ids_differ_from_request_to_request() -> None:
    """An id names one request."""
    async with running() as (_, client):
        first = await client.call(QueryAPIFunctionalLevel())
        second = await client.call(QueryAPIFunctionalLevel())
        assert first.request_id != second.request_id


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_garbage_ends_in_a_clean_close_and_the_host_lives_on(data: bytes) -> None:
    """Whatever bytes come, the connection ends and the next caller is served."""

    async def scenario() -> None:
        async with SimulatedHost(config(preset="bare", clock=RealClock(), idle_timeout_seconds=0.05)) as host:
            await exchange(host, struct.pack(">I", len(data)) + data)
            await exchange(host, data)
            async with client_of(host) as client:
                assert (await client.call(QueryAPIFunctionalLevel())).reason_code == 730

    asyncio.run(scenario())


async def test_a_length_beyond_all_limits_closes_at_once() -> None:
    """Nothing is set aside for a message of two gigabytes."""
    async with running() as (host, _):
        assert await exchange(host, struct.pack(">I", 0x7FFFFFFF)) == b""


async def test_a_silent_connection_is_closed() -> None:
    """After the idle timeout."""
    async with running(idle_timeout_seconds=0.05, clock=RealClock()) as (host, _):
        stream = await host.connect()
        async with asyncio.timeout(5):
            assert await stream.read(1) == b""


async def test_more_connections_than_allowed_are_closed() -> None:
    """The last one gets nothing, the others are served."""
    async with running(max_connections=2) as (host, _):
        first, second, third = [await host.connect() for _ in range(3)]
        async with asyncio.timeout(5):
            assert await third.read(1) == b""
        await first.write(encode_request(QueryAPIFunctionalLevel(target="MAINT"), "MAINT", PASSWORD))
        assert len(await everything(first)) == 20
        await second.close()


async def test_an_unknown_function_is_900_12() -> None:
    """z/VM's own answer for what it does not know."""
    head = b"".join(struct.pack(">I", len(part)) + part for part in (b"No_Such", b"MAINT", PASSWORD.encode(), b"X"))
    async with running() as (host, _):
        answer = await exchange(host, struct.pack(">I", len(head)) + head)
        assert struct.unpack(">ii", answer[12:20]) == (900, 12)


async def test_a_function_of_a_higher_level_is_unknown() -> None:
    """System_Processor_Query came with 720."""
    async with running(api_level=640) as (_, client):
        assert await codes(client, SystemProcessorQuery()) == (900, 12)
        assert (await client.call(QueryAPIFunctionalLevel())).reason_code == 640


async def test_bytes_behind_the_last_parameter_are_900_20() -> None:
    """The total length and the content must agree."""
    request = encode_request(ImageStatusQuery(target="X"), "MAINT", PASSWORD)[4:] + b"more"
    async with running() as (host, _):
        answer = await exchange(host, struct.pack(">I", len(request)) + request)
        assert struct.unpack(">ii", answer[12:20]) == (900, 20)


async def test_a_wrong_password_is_120_0_and_case_does_not_matter() -> None:
    """z/VM takes passwords in either case."""
    async with running() as (host, _):
        async with client_of(host, password="wrong") as client:
            assert await codes(client, ImageNameQueryDM(target="X")) == (120, 0)
            assert await codes(client, CheckAuthentication()) == (120, 0)
        async with client_of(host, "maint", PASSWORD.upper()) as client:
            assert await codes(client, CheckAuthentication()) == (0, 0)


async def test_a_trusted_caller_needs_no_password() -> None:
    """As over IUCV, where z/VM vouches for the caller; without the mode it is 120/0."""
    async with running(users={}, trusted_user="LINUX9") as (host, _), client_of(host, "", "") as client:
        assert await codes(client, QueryAPIFunctionalLevel()) == (0, 730)
    async with running() as (host, _), client_of(host, "", "") as client:
        assert await codes(client, QueryAPIFunctionalLevel()) == (120, 0)


async def test_a_directory_password_logs_in_but_only_the_list_authorizes() -> None:
    """100/16 until the caller is on the authorization list, by name, list or function list."""
    async with running() as (host, maint):
        from zfleet_smapi.calls import ImageCreateDM

        await maint.call(ImageCreateDM(target="ADMIN1", image_record_array=("USER ADMIN1 PASS1234 32M 32M G",)))
        async with client_of(host, "ADMIN1", "PASS1234") as admin:
            question = ImageStatusQuery(target="MAINT")
            assert await codes(admin, question) == (100, 16)
            await maint.call(NameListAdd(target="OPS", name="ADMIN1"))
            await maint.call(NameListAdd(target="LOOK", name="Image_Status_Query"))
            await maint.call(AuthorizationListAdd(target="OPS", for_id="ALL", function_id="LOOK"))
            assert await codes(admin, question) == (0, 12)
            assert await codes(admin, ImageActivate(target="ADMIN1")) == (100, 16)
            await maint.call(AuthorizationListRemove(target="OPS", for_id="*", function_id="*"))
            assert await codes(admin, question) == (100, 16)


async def test_the_authorization_list_can_be_read() -> None:
    """Each entry with its marks for lists; an unknown one is 112/0, a second one 108/0."""
    async with running() as (_, client):
        entries = (await client.call(AuthorizationListQuery(target="*", for_id="*", function_id="*"))).auth_record_array
        assert [(e.requesting_userid, e.for_userid, e.function_name) for e in entries] == [("MAINT", "ALL", "ALL")]
        assert await codes(client, AuthorizationListAdd(target="MAINT", for_id="ALL", function_id="ALL")) == (108, 0)
        assert await codes(client, AuthorizationListQuery(target="NOBODY", for_id="*", function_id="*")) == (112, 0)


async def test_a_lost_answer_is_recovered_by_its_request_id() -> None:
    """Response_Recovery gives the bytes of the answer; an unknown id is 4/4."""
    async with running() as (_, client):
        answered = await client.call(ImageNameQueryDM(target="X"))
        kept = await client.call(ResponseRecovery(failed_request_id=answered.request_id))
        assert struct.unpack(">I", kept.response_data[4:8])[0] == answered.request_id
        assert b"DIRMAINT" in kept.response_data
        assert await codes(client, ResponseRecovery(failed_request_id=1)) == (4, 4)


async def test_each_request_is_one_debug_line_without_the_password(caplog: pytest.LogCaptureFixture) -> None:
    """Function, caller, target, codes; nothing secret."""
    with caplog.at_level(logging.DEBUG, logger="zfleet_simulator"):
        async with running() as (_, client):
            await client.call(ImageStatusQuery(target="MAINT"))
    lines = [record.getMessage() for record in caplog.records if "Image_Status_Query" in record.getMessage()]
    assert len(lines) == 1
    assert '"reason_code": 12' in lines[0]
    assert PASSWORD not in caplog.text


async def test_two_hosts_in_one_process_share_nothing() -> None:
    """A guest of the one is unknown to the other."""
    async with running() as (_, first), running() as (_, second):
        await define(first, "LINUX01")
        assert await codes(first, ImageActivate(target="LINUX01")) == (0, 0)
        assert await codes(second, ImageActivate(target="LINUX01")) == (200, 4)


async def test_a_stopped_host_refuses_connections() -> None:
    """As a host that is down."""
    host = SimulatedHost(config(preset="bare"))
    await host.start()
    await host.stop()
    with pytest.raises(ConnectionRefusedError):
        await host.connect()
