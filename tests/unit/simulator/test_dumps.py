# SPDX-License-Identifier: Apache-2.0
"""Dumps of CP: taken, listed, processed and deleted; and the server's own state written down."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import codes, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import (
    DeleteABENDDump,
    ImageDeactivate,
    ProcessABENDDump,
    QueryABENDDump,
    SMAPIStatusCapture,
    SystemRDRFileManage,
    XCATCommandsIUO,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call

Found = list[tuple[int, str, str, str]]
SNAPDUMP = XCATCommandsIUO(target="OPERATNS", command="cmd=SNAPDUMP")


async def dumps(client: SmapiClient, location: str = "ALL") -> Found:
    """Place, name, date and distribution of the dumps."""
    reply = await client.call(QueryABENDDump(location=location))
    return [
        (one.abend_dump_loc, one.abend_dump_id.rstrip(), one.abend_dump_date, one.abend_dump_dist.rstrip())
        for one in reply.abend_dump_array
    ]


async def reader(client: SmapiClient, user_id: str) -> list[str]:
    """The files in a reader, without the heading."""
    reply = await client.call(XCATCommandsIUO(target=user_id, command="cmd=QUERY RDR ALL"))
    return list(reply.command_output[1:])


async def test_a_system_that_never_took_a_dump_has_none() -> None:
    """0/28 without data."""
    async with running() as (_, client):
        for location in ("RDR", "SFS", "ALL"):
            assert await codes(client, QueryABENDDump(location=location)) == (0, 28)
        assert await codes(client, ProcessABENDDump()) == (0, 0)


async def test_a_dump_goes_from_the_reader_to_the_directory_and_away() -> None:
    """In the layout that was recorded: the spool id with SNP001, then PRB00000 without."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await client.call(SNAPDUMP)
        await clock.advance(86_400)
        await client.call(SNAPDUMP)
        assert await dumps(client, "RDR") == [
            (1, "0001", "2026-01-01", "SNP001"),
            (1, "0002", "2026-01-02", "SNP001"),
        ]
        assert len(await reader(client, "OPERATNS")) == 2
        await client.call(ProcessABENDDump())
        assert await dumps(client) == [(1, "0002", "2026-01-02", "SNP001"), (2, "PRB00000", "2026-01-01", "")]
        assert len(await reader(client, "OPERATNS")) == 1
        await client.call(ProcessABENDDump(spoolid="0002"))
        assert [name for _, name, _, _ in await dumps(client, "SFS")] == ["PRB00000", "PRB00001"]
        assert await codes(client, QueryABENDDump(location="RDR")) == (0, 28)
        await client.call(DeleteABENDDump(id="PRB00000"))
        assert [name for _, name, _, _ in await dumps(client)] == ["PRB00001"]


async def test_a_processed_dump_is_never_overwritten_by_the_next() -> None:
    """After a deletion the free name is taken, not one that is in use."""
    async with running() as (_, client):
        for _ in range(2):
            await client.call(SNAPDUMP)
        await client.call(ProcessABENDDump(spoolid="ALL"))
        await client.call(DeleteABENDDump(id="PRB00000"))
        await client.call(SNAPDUMP)
        await client.call(ProcessABENDDump(spoolid="ALL"))
        assert {name for _, name, _, _ in await dumps(client)} == {"PRB00000", "PRB00001"}


async def test_a_dump_deleted_or_purged_leaves_both_the_reader_and_the_list() -> None:
    """One thing, two ways to see it and two ways to remove it."""
    async with running() as (_, client):
        for _ in range(2):
            await client.call(SNAPDUMP)
        await client.call(DeleteABENDDump(id="0001"))
        assert len(await reader(client, "OPERATNS")) == 1
        await client.call(SystemRDRFileManage(target="OPERATNS", spoolids="0002", action="PURGE"))
        assert await codes(client, QueryABENDDump(location="ALL")) == (0, 28)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (DeleteABENDDump(id="0999"), (8, 3003)),
        (DeleteABENDDump(id="PRB99999"), (8, 3003)),
        (ProcessABENDDump(spoolid="0999"), (8, 3003)),
    ],
)
async def test_a_dump_that_is_not_there_is_a_bad_value(call: Call[Any], expected: tuple[int, int]) -> None:
    """8/3003."""
    async with running() as (_, client):
        await client.call(SNAPDUMP)
        assert await refused(client, call) == expected


@pytest.mark.parametrize("call", [QueryABENDDump(location="ALL"), ProcessABENDDump(), DeleteABENDDump(id="0001")])
async def test_dumps_need_their_machine(call: Call[Any]) -> None:
    """200/12 while OPERATNS is not logged on."""
    async with running() as (_, client):
        await client.call(ImageDeactivate(target="OPERATNS", force_time="IMMED"))
        assert await refused(client, call) == (200, 12)


async def test_the_servers_state_is_written_to_a_file_for_maint() -> None:
    """A reader file of its own at each capture, with what the system is."""
    async with running() as (_, client):
        before = await reader(client, "VSMGUARD")
        await client.call(SMAPIStatusCapture())
        await client.call(SMAPIStatusCapture())
        assert await reader(client, "VSMGUARD") == before
        listed = await client.call(XCATCommandsIUO(target="OPERATOR", command="cmd=TRANSFER MAINT RDR ALL TO *"))
        assert len(listed.command_output) == 2
        mine = await reader(client, "OPERATOR")
        assert [line.split()[0] for line in mine] == ["VSMGUARD", "VSMGUARD"]
        assert all(line.split()[-3:-1] == ["SMAPI", "CAPTURE"] for line in mine)
