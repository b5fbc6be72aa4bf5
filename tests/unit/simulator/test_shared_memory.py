# SPDX-License-Identifier: Apache-2.0
"""Saved segments: saved again, purged, and closed to users."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import client_of, codes, define, refused, running
from zfleet_smapi.calls import (
    ImageActivate,
    ImageLockDM,
    ImageQueryDM,
    NameListAdd,
    SharedMemoryAccessAddDM,
    SharedMemoryAccessQueryDM,
    SharedMemoryAccessRemoveDM,
    SharedMemoryCreate,
    SharedMemoryDelete,
    SharedMemoryQuery,
    SharedMemoryReplace,
    StaticImageChangesDeactivateDM,
)
from zfleet_smapi.client import SmapiClient

ONE, TWO = "LINUX01", "LINUX02"
AVAILABLE, RESTRICTED = 2, 3


def save(name: str = "SEG1", **more: Any) -> SharedMemoryCreate:
    """Save pages of MAINT."""
    return SharedMemoryCreate(
        target="MAINT", memory_segment_name=name, begin_page=256, end_page=511, page_access_descriptor=3, **more
    )


def again(name: str = "SEG1", target: str = "MAINT", allowed: str = "") -> SharedMemoryReplace:
    """Save a segment again."""
    return SharedMemoryReplace(target=target, memory_segment_name=name, memory_access_identifier=allowed)


def close(target: str = ONE, name: str = "SEG1") -> SharedMemoryAccessRemoveDM:
    """Take a segment from a user or list."""
    return SharedMemoryAccessRemoveDM(target=target, memory_segment_name=name)


async def prepare(client: SmapiClient) -> None:
    """Two guests, a list of them, and MAINT logged on."""
    await define(client, ONE, TWO)
    for name in (ONE, TWO):
        await client.call(NameListAdd(target="BOTH", name=name))
    await client.call(ImageActivate(target="MAINT"))


async def segments(client: SmapiClient, name: str = "*") -> dict[str, int]:
    """The segments with their status."""
    reply = await client.call(SharedMemoryQuery(memory_segment_name=name))
    return {one.memory_segment_name: one.memory_segment_status for one in reply.memory_segment_info_array}


async def namesave(client: SmapiClient, name: str = ONE) -> list[str]:
    """The NAMESAVE statements of an entry."""
    records = (await client.call(ImageQueryDM(target=name))).image_record_array
    return [record.rstrip() for record in records if record.startswith("NAMESAVE")]


async def allowed(client: SmapiClient, target: str = "BOTH") -> tuple[str, ...]:
    """Who of a target may load SEG1."""
    return (await client.call(SharedMemoryAccessQueryDM(target=target, memory_segment_name="SEG1"))).name_array


async def test_a_purged_segment_is_in_no_query_and_can_be_saved_anew() -> None:
    """Others stay; the entries keep their NAMESAVE statements, which the directory manager owns."""
    async with running() as (_, client):
        await prepare(client)
        await client.call(save(memory_attributes=1, memory_access_identifier=ONE))
        await client.call(save("SEG2"))
        assert await segments(client) == {"SEG1": RESTRICTED, "SEG2": AVAILABLE}
        assert await codes(client, SharedMemoryDelete(memory_segment_name="seg1")) == (0, 0)
        assert await segments(client) == {"SEG2": AVAILABLE}
        assert await codes(client, SharedMemoryQuery(memory_segment_name="SEG1")) == (0, 28)
        assert await refused(client, SharedMemoryDelete(memory_segment_name="SEG1")) == (600, 28)
        assert await namesave(client) == ["NAMESAVE SEG1"]
        await client.call(save())
        assert await segments(client, "SEG1") == {"SEG1": AVAILABLE}


async def test_a_segment_saved_again_keeps_its_pages_and_may_become_restricted() -> None:
    """Naming who may load it restricts it; 0/12 when the user had access before, as recorded, 0/4 when unknown."""
    async with running() as (_, client):
        await prepare(client)
        await client.call(save())
        before = (await client.call(SharedMemoryQuery(memory_segment_name="SEG1"))).memory_segment_info_array[0]
        assert await codes(client, again()) == (0, 0)
        assert await segments(client) == {"SEG1": AVAILABLE}
        assert await codes(client, again(allowed=ONE)) == (0, 0)
        after = (await client.call(SharedMemoryQuery(memory_segment_name="SEG1"))).memory_segment_info_array[0]
        assert (after.memory_segment_status, after.page_range_array) == (RESTRICTED, before.page_range_array)
        assert await namesave(client) == ["NAMESAVE SEG1"]
        assert await allowed(client) == (ONE,)
        assert await codes(client, again(allowed=ONE)) == (0, 12)
        assert await codes(client, again(allowed="NOBODY")) == (0, 4)
        assert await codes(client, again(allowed="BOTH")) == (0, 12)
        assert await allowed(client) == (ONE, TWO)


async def test_access_is_taken_from_a_user_or_from_a_whole_list() -> None:
    """The other segments of the statement stay; what nobody has cannot be taken (424/8) and nothing changes then."""
    async with running() as (_, client):
        await prepare(client)
        for name in ("SEG1", "SEG2"):
            await client.call(SharedMemoryAccessAddDM(target="BOTH", memory_segment_name=name))
        assert await codes(client, close(name="seg1")) == (0, 0)
        assert (await namesave(client, ONE), await namesave(client, TWO)) == (["NAMESAVE SEG2"], ["NAMESAVE SEG1 SEG2"])
        assert await allowed(client) == (TWO,)
        assert await refused(client, close("BOTH")) == (424, 8)
        assert await allowed(client) == (TWO,)
        await client.call(close("BOTH", "SEG2"))
        await client.call(close(TWO))
        assert (await namesave(client, ONE), await namesave(client, TWO)) == ([], [])
        query = SharedMemoryAccessQueryDM(target="BOTH", memory_segment_name="SEG1")
        assert await codes(client, query) == (0, 20)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (again("NOSUCH"), (600, 28)),
        (again(target=ONE), (600, 12)),
        (again(target="NOBODY"), (600, 12)),
        (SharedMemoryDelete(memory_segment_name="NOSUCH"), (600, 28)),
        (close("NOBODY"), (400, 4)),
        (close("OSDFLT"), (400, 4)),
        (close(TWO), (424, 8)),
        (close(name="NOSUCH"), (424, 8)),
    ],
)
async def test_what_cannot_be_done_to_a_segment_has_its_code(call: Any, expected: tuple[int, int]) -> None:
    """And the segment and its users are what they were."""
    async with running() as (_, client):
        await prepare(client)
        await client.call(save(memory_attributes=1, memory_access_identifier=ONE))
        assert await refused(client, call) == expected
        assert await segments(client) == {"SEG1": RESTRICTED}
        assert await allowed(client) == (ONE,)


async def test_a_locked_entry_keeps_its_access() -> None:
    """400/12, also for a segment that is saved again for its user: then it is not saved either."""
    async with (
        running(users={"MAINT": "secret", "OTHER": "secret"}) as (host, client),
        client_of(host, "OTHER") as other,
    ):
        await prepare(client)
        await client.call(save())
        await client.call(SharedMemoryAccessAddDM(target=ONE, memory_segment_name="SEG1"))
        for name in (ONE, TWO):
            await client.call(ImageLockDM(target=name))
        assert await refused(other, close()) == (400, 12)
        assert await refused(other, again(allowed=TWO)) == (400, 12)
        assert await segments(client) == {"SEG1": AVAILABLE}
        assert await allowed(client) == (ONE,)


async def test_access_may_be_changed_while_changes_are_held_back() -> None:
    """0/8 from the function whose documentation names it."""
    async with running() as (_, client):
        await prepare(client)
        await client.call(StaticImageChangesDeactivateDM())
        assert await codes(client, SharedMemoryAccessAddDM(target=ONE, memory_segment_name="SEG1")) == (0, 8)
        assert await allowed(client) == (ONE,)
        await client.call(close())
        assert await namesave(client) == []
