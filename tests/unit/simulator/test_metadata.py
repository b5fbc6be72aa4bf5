# SPDX-License-Identifier: Apache-2.0
"""Named values kept for an id: set, read, listed by pattern and deleted."""

from __future__ import annotations

import pytest

from tests.unit.simulator.worlds import codes, refused, running
from zfleet_smapi.calls import MetadataDelete, MetadataGet, MetadataSet, MetadataSpaceQuery
from zfleet_smapi.calls.metadata import MetadataEntry
from zfleet_smapi.client import SmapiClient

NAMES = "key1 KEY1 key2 other"


def put(target: str = "LINUX01", **values: str) -> MetadataSet:
    """Values by name."""
    entries = tuple(MetadataEntry(metadata_entry_name=name, metadata=value) for name, value in values.items())
    return MetadataSet(target=target, metadata_entry_array=entries)


async def values(client: SmapiClient, names: str = NAMES, target: str = "LINUX01") -> dict[str, str]:
    """The values by name."""
    reply = await client.call(MetadataGet(target=target, metadata_names=names))
    return {one.metadata_entry_name: one.metadata for one in reply.metadata_entry_array}


async def listed(client: SmapiClient, pattern: str = "*") -> list[str]:
    """Lengths and names."""
    reply = await client.call(MetadataSpaceQuery(target="LINUX01", searchkey=pattern))
    return [str(line) for line in reply.output_data]


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("key1", ["5 KEY1", "6 key2", "1 other"]),
        ("KEY1 other", ["3 key1", "6 key2"]),
        ("  key2   nosuch ", ["3 key1", "5 KEY1", "1 other"]),
        ("nosuch", ["3 key1", "5 KEY1", "6 key2", "1 other"]),
        ("key*", ["3 key1", "5 KEY1", "6 key2", "1 other"]),
    ],
)
async def test_deleted_values_are_gone_from_every_question(names: str, left: list[str]) -> None:
    """By exact names, capital letters count; an unknown name does not matter, and another id keeps its own."""
    async with running() as (_, client):
        await client.call(put(key1="one", KEY1="other", key2="second", other="x"))
        await client.call(put("LINUX02", key1="mine"))
        await client.call(MetadataDelete(target="linux01", metadata_names=names))
        assert await listed(client) == left
        there = [line.split()[1] for line in left]
        assert [name for name, value in (await values(client)).items() if value] == there
        assert await values(client, "key1", "LINUX02") == {"key1": "mine"}


async def test_an_id_without_values_has_no_space() -> None:
    """8/8 after the last one is deleted, 4/4 while none fits; a value set again is there again."""
    async with running() as (_, client):
        everything = MetadataSpaceQuery(target="LINUX01", searchkey="*")
        await client.call(put(key1="one"))
        assert await refused(client, MetadataSpaceQuery(target="LINUX01", searchkey="z*")) == (4, 4)
        await client.call(MetadataDelete(target="LINUX01", metadata_names="key1"))
        assert await refused(client, everything) == (8, 8)
        assert await codes(client, MetadataDelete(target="LINUX01", metadata_names="key1")) == (0, 0)
        await client.call(put(key1="again"))
        assert await listed(client) == ["5 key1"]
