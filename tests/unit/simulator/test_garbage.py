# SPDX-License-Identifier: Apache-2.0
"""What fuzzing the simulated host found: requests that once hung it, or ended without an answer."""

from __future__ import annotations

import asyncio
import json
import struct
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.simulator.worlds import PASSWORD, client_of, codes, config, define, running
from zfleet_simulator.clock import RealClock
from zfleet_simulator.directory import entry_from_records, render_records
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.linux import MAX_PAYLOAD, LinuxClient, LinuxError
from zfleet_simulator.statement_parser import parse_statement
from zfleet_simulator.statements import StatementError
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    AuthorizationListAdd,
    EventStreamAdd,
    ImageCreateDM,
    ImageDeactivate,
    ImageDefinitionCreateDM,
    ImageDefinitionUpdateDM,
    ImageQueryDM,
    NameListAdd,
    NameListQuery,
    PrototypeCreateDM,
    PrototypeNameQueryDM,
    QueryAllDM,
    QueryAPIFunctionalLevel,
    SystemPerformanceThresholdDisable,
    SystemRDRFileManage,
    SystemShutdown,
    VirtualNetworkVLANQueryStats,
    VMRELOCATEStatus,
)
from zfleet_smapi.conversation import REQUEST_LIMIT
from zfleet_smapi.stream import MemoryStream, Stream, memory_pair
from zfleet_smapi.wire import encode_request

ODD_TEXT = st.text(st.sampled_from("µßÿ²\x85\xa0\x1c\n',=*0A \0"), max_size=80)


def part(data: bytes) -> bytes:
    """Bytes with their length in front."""
    return struct.pack(">I", len(data)) + data


def frame(head: object, payload: bytes = b"") -> bytes:
    """One frame of the Linux port."""
    return part(json.dumps(head).encode()) + part(payload)


async def end_of(stream: Stream) -> bytes:
    """All that comes until the host closes."""
    data = b""
    async with asyncio.timeout(5):
        while chunk := await stream.read(65536):
            data += chunk
    return data


# --- directory statements --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["OPTION " + "X" * 71, "COMMAND " + "9" * 100, "IPL 0100 PARM " + "Y" * 200])
def test_a_word_that_no_record_can_hold_is_refused(text: str) -> None:
    """It was once cut at the blank in front of it, again and again, without end."""
    with pytest.raises(StatementError, match="72 columns"):
        render_records(parse_statement(text))


def test_the_longest_words_that_fit_are_written_and_read_back() -> None:
    """Behind the two blanks that a continuation starts with; the last line needs no room for a comma."""
    statement = parse_statement("COMMAND " + "X" * 68 + " " + "Y" * 70)
    records = render_records(statement)
    assert max(map(len, records)) == 72
    assert entry_from_records(("USER A NOLOG", *records)).statements[-1] == statement


def test_a_comma_at_the_end_cannot_swallow_the_next_statement() -> None:
    """A record that ends with a comma is continued by the one behind it."""
    with pytest.raises(StatementError, match="comma"):
        render_records(parse_statement("OPTION LNKNOPAS,"))


@pytest.mark.parametrize(
    "text",
    [
        "MDISK 0100 3390 T-DISK 99999999999999999999 MR",
        "MDISK 0100 3390 1 2147483648 VOL001 MR",
        "USER A B 99999999999999G",
        "MACHINE ESA " + "9" * 5000,
        "USER ²µ NOLOG",
        "MDISK ²² 3390 1 1 VOL001 MR",
    ],
)
def test_numbers_and_names_that_zvm_could_not_hold_are_refused(text: str) -> None:
    """Four bytes hold a number; digits and letters are those of ASCII."""
    with pytest.raises(StatementError):
        parse_statement(text)


def test_only_the_letters_of_ascii_have_capitals() -> None:
    """The capital of a micro sign is a Greek letter, which no answer could carry."""
    assert upper_case("aµßÿ") == "Aµßÿ"
    assert upper_case("linux01") == "LINUX01"


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["", "USER A ", "MDISK 0100 ", "OPTION ", "COMMAND ", "NICDEF 1000 ", "IPL ", "LINK "]), ODD_TEXT
)
def test_any_text_is_a_statement_that_is_written_as_it_was_read_or_an_error(keyword: str, text: str) -> None:
    """Nothing but StatementError comes out, and what is rendered means the same when it is read again."""
    try:
        statement = parse_statement(keyword + text)
        records = render_records(statement)
    except StatementError:
        return
    assert all(len(record) <= 72 for record in records)
    assert parse_statement(statement.render()).render() == statement.render()


# --- SMAPI requests --------------------------------------------------------------------------------------------------


async def test_an_operand_of_any_length_is_answered() -> None:
    """8/3032 for a value that makes no statement; the host serves on."""
    async with running() as (_, client):
        await define(client, "LINUX01")
        for value in ("X" * 71, "X" * 60_000, "LNKNOPAS,"):
            update = ImageDefinitionUpdateDM(
                target="LINUX01", definition_update_directory_keyword_parameter_list=(("OPTION", value),)
            )
            async with asyncio.timeout(5):
                assert (await codes(client, update))[0] in (8, 596)
        entry = (await client.call(ImageQueryDM(target="LINUX01"))).image_record_array
        assert not any("X" * 60 in line for line in entry)


async def test_letters_without_a_capital_do_not_spoil_the_answers_of_others() -> None:
    """A list called µ once made every query of all lists fail."""
    async with running() as (_, client):
        await client.call(NameListAdd(target="µßÿ", name="A"))
        assert (await client.call(NameListQuery(target="*"))).name_array == ("µßÿ",)
        assert (await client.call(NameListQuery(target="µßÿ"))).name_array == ("A",)
        records = ("USER PROTO NOLOG", "COMMAND MSG µ")
        await client.call(PrototypeCreateDM(target="µ", prototype_record_array=records))
        assert "µ" in (await client.call(PrototypeNameQueryDM())).prototype_name_array
        await client.call(
            ImageCreateDM(target="LINUX01", image_record_array=("USER LINUX01 LBYONLY 1G", "COMMAND msg µ"))
        )
        assert any("MSG µ" in line for line in (await client.call(ImageQueryDM(target="LINUX01"))).image_record_array)


async def test_blanks_are_no_operand() -> None:
    """A keyword's value of blanks alone is an empty one; a text of them has no first word."""
    async with running() as (_, client):
        for call in (
            SystemShutdown(within=" "),
            VirtualNetworkVLANQueryStats(userid="LINUX01", vlan_id=" "),
            VMRELOCATEStatus(status_target="\xa0"),
            SystemPerformanceThresholdDisable(event_type="\xa0"),
            SystemRDRFileManage(target="MAINT", spoolids="9" * 5000),
        ):
            assert await codes(client, call) not in ((396, 0), (900, 28)), call


def test_a_record_of_nothing_but_its_sequence_number_is_no_record() -> None:
    """Columns 73 to 80 are no text."""
    assert entry_from_records(("USER A NOLOG", " " * 72 + "00010000")).records == ("USER A NOLOG",)


async def test_control_characters_are_no_part_of_a_record() -> None:
    """A null would end the line of the answer that shows it, a new line looks like two records."""
    async with running() as (_, client):
        for odd in ("* A\0B", "COMMAND A\nMDISK", "\x85"):
            call = ImageCreateDM(target="LINUX02", image_record_array=("USER LINUX02 LBYONLY 1G", odd))
            assert (await codes(client, call))[0] != 0
        for form in ("YES", "NO"):
            assert (await client.call(QueryAllDM(format=form))).return_code == 0


async def test_a_request_of_megabytes_is_refused_but_for_events() -> None:
    """900/36: working it through would keep the host from its other callers."""
    async with running() as (_, client):
        records = ("USER LINUX01 LBYONLY 1G", *["* " + "X" * 70] * 14_000)
        assert await codes(client, ImageCreateDM(target="LINUX01", image_record_array=records)) == (900, 36)
        assert (await codes(client, EventStreamAdd(event_id=16777300, event_data=b"x" * (2 << 20))))[0] == 0


async def test_lists_of_lists_cost_what_they_hold() -> None:
    """Two hundred lists, each with the next two: once walked along every path, more than any host has time for."""
    async with running() as (host, client):
        for number in range(200):
            for following in (number + 1, number + 2):
                await client.call(NameListAdd(target=f"L{number}", name=f"L{following}"))
        await client.call(AuthorizationListAdd(target="L0", for_id="ALL", function_id="ALL"))
        async with client_of(host, "ADMIN1", PASSWORD) as nobody, asyncio.timeout(5):
            assert await codes(nobody, QueryAPIFunctionalLevel()) == (120, 0)
            assert len(host._parts.authorities.members("L0")) == 201 if host._parts else False


async def test_an_error_text_that_cannot_be_sent_still_leaves_an_answer() -> None:
    """The conversation once ended without one."""
    async with running() as (_, client):
        call = ImageDefinitionCreateDM(
            target="NEW1", definition_create_directory_keyword_parameter_list=(("µ", "VDEV=1"),)
        )
        assert await codes(client, call) == (8, 3002)


async def test_a_claimed_length_takes_no_memory() -> None:
    """2 GiB, the limit itself, and a part of a frame: what has not come costs nothing."""
    async with running(clock=RealClock()) as (host, client):
        await client.call(QueryAPIFunctionalLevel())
        tracemalloc.start()
        try:
            waiting = []
            for length in (0x7FFFFFFF, 0xFFFFFFFF, REQUEST_LIMIT):
                stream = await host.connect()
                await stream.write(struct.pack(">I", length) + b"x" * 1000)
                waiting.append(stream)
            for length in (0x7FFFFFFF, MAX_PAYLOAD):
                stream = await host.connect_linux()
                await stream.write(part(b"{}") + struct.pack(">I", length) + b"x" * 1000)
                waiting.append(stream)
            await asyncio.sleep(0.05)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert most < 2_000_000
        for stream in (waiting[0], waiting[1], waiting[3]):
            assert await end_of(stream) == b""
        assert (await client.call(QueryAPIFunctionalLevel())).return_code == 0
        for stream in waiting:
            await stream.close()


async def test_a_peer_that_does_not_take_its_answer_loses_its_connection() -> None:
    """It once kept one of the connections for ever."""
    async with running(idle_timeout_seconds=0.05, clock=RealClock(), max_connections=2) as (host, client):
        records = ("USER LINUX01 LBYONLY 1G", *["* " + "A LONG ENTRY " * 5] * 2000)
        await client.call(ImageCreateDM(target="LINUX01", image_record_array=records))
        stream = await host.connect()
        await stream.write(encode_request(ImageQueryDM(target="LINUX01"), "MAINT", PASSWORD))
        await asyncio.sleep(0.3)
        assert len(await end_of(stream)) < 150_000
        assert (await client.call(QueryAPIFunctionalLevel())).return_code == 0


# --- the Linux port --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        {"do": "read", "offset": float("inf"), "length": 1},
        {"do": "read", "offset": 10**400, "length": 1},
        {"do": "read", "offset": 2**63, "length": 1},
        {"do": "read", "offset": -1, "length": 1},
        {"do": "read", "offset": 0, "length": MAX_PAYLOAD + 1},
        {"do": "read", "offset": True, "length": 1},
        {"do": "zero", "offset": 2**63 - 1, "length": 2**63 - 1},
        {"do": "write", "offset": "0"},
        {"do": "write"},
        {"do": "link", "user_id": "LINUX01", "device_number": "-100", "mode": "MR"},
        {"do": "link", "user_id": "LINUX01", "device_number": "0x10", "mode": "MR"},
        {"do": "link", "user_id": None, "device_number": "0100", "mode": "MR"},
        {"do": "punch", "user_id": "LINUX01", "name": "a b", "type": "X", "class": "A"},
        {"do": "punch", "user_id": "LINUX01", "name": "\u2028", "type": "X", "class": "A"},
        {"do": "punch", "user_id": "LINUX01", "name": "A", "type": "X", "class": "²"},
        {"do": "punch data"},
        {"do": "punch end"},
        {"do": "receive", "spool_id": "9" * 5000},
        {"do": "command", "text": "QUERY RDR " + "9" * 5000},
        {"do": "command", "text": "ATTACH B800 * AS " + "F" * 100},
        {"do": "command", "text": "ATTACH B800 * AS -5"},
        {"do": "nothing of the kind"},
        {},
    ],
)
async def test_a_request_that_makes_no_sense_is_answered_with_an_error(head: dict[str, Any]) -> None:
    """The connection goes on: the frame itself was one. Some of these once ended it with a defect."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        stream = await host.connect_linux()
        link = {"do": "link", "user_id": "LINUX01", "device_number": "0100", "mode": "MR"}
        await stream.write(frame(link) * (head.get("do") != "link") + frame(head) + frame({"do": "detach"}))
        answers = b""
        async with asyncio.timeout(5):
            while answers.count(b"{") < 2 + (head.get("do") != "link"):
                answers += await stream.read(65536)
        assert b"error" in answers or head.get("do") == "command"
        await stream.close()


@pytest.mark.parametrize("head", [b"[" * 60_000, b"[]", b"1", b"", b"\xff\xfe", b'{"do": Infinity', b"{" * 1000])
async def test_a_head_that_is_no_object_ends_the_connection(head: bytes) -> None:
    """Even one that nests deeper than a parser can follow."""
    async with running() as (host, _):
        stream = await host.connect_linux()
        await stream.write(part(head) + part(b""))
        assert await end_of(stream) == b""


@pytest.mark.parametrize(
    "answer",
    [
        b"\xff\xff\xff\xff",
        part(b"nonsense") + part(b""),
        part(b"[" * 60_000) + part(b""),
        frame({}),
        frame({"size": None, "writable": True, "message": ""}),
        b"",
    ],
)
async def test_a_client_of_the_linux_port_takes_garbage_for_a_broken_connection(answer: bytes) -> None:
    """An OSError, as for any port that cannot be spoken to, and the stream is closed."""
    ours: list[MemoryStream] = []

    async def connect() -> MemoryStream:
        near, far = memory_pair()
        ours.append(far)
        await far.write(answer)
        if not answer:
            await far.close()
        return near

    with pytest.raises(OSError):
        async with asyncio.timeout(5):
            await LinuxClient(connect).link("LINUX01", "0100")
    with pytest.raises(OSError, match="closed"):
        await ours[0].write(b"x" * 10)


async def test_a_logged_off_linux_can_give_no_command() -> None:
    """Its virtual machine is not there any more: an error, not a defect."""
    async with SimulatedHost(config()) as host, client_of(host) as client:
        await client.call(ImageDeactivate(target="ZFLEETLX", force_time="IMMED"))
        for text in ("QUERY VIRTUAL ALL", "DETACH B800", "ATTACH B800 * AS B800"):
            with pytest.raises(LinuxError):
                await LinuxClient(host.connect_linux).command(text)
