# SPDX-License-Identifier: Apache-2.0
"""Profiles and prototypes: locks, new records, and what guests get of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import client_of, codes, refused, running
from zfleet_smapi.calls import (
    DirectoryManagerSearchDM,
    ImageActivate,
    ImageActiveConfigurationQuery,
    ImageCreateDM,
    ImageQueryDM,
    ImageRecycle,
    ProfileCreateDM,
    ProfileDeleteDM,
    ProfileLockDM,
    ProfileLockQueryDM,
    ProfileQueryDM,
    ProfileReplaceDM,
    ProfileUnlockDM,
    PrototypeCreateDM,
    PrototypeDeleteDM,
    PrototypeNameQueryDM,
    PrototypeQueryDM,
    PrototypeReplaceDM,
    QueryAllDM,
    StaticImageChangesDeactivateDM,
)
from zfleet_smapi.client import SmapiClient

MINE, GUEST, PATTERN = "MINE", "LINUX01", "LINUX"
NEW = ("PROFILE MINE", "MACHINE ESA 4", "SPOOL 000C 2540 READER *", "CONSOLE 0009 3215 T")
USER = ("USER LINUX01 LBYONLY 1G 2G G", "INCLUDE MINE")
PROTOTYPE = ("USER PROTO NOLOG 1G 2G G", "INCLUDE OSDFLT")


async def with_profile(client: SmapiClient) -> None:
    """A profile with nothing but a reader, and a guest that includes it."""
    old = ("PROFILE MINE", "SPOOL 000C 2540 READER *")
    await client.call(ProfileCreateDM(target=MINE, profile_record_array=old))
    await client.call(ImageCreateDM(target=GUEST, image_record_array=USER))


def replace(*records: str, target: str = MINE) -> ProfileReplaceDM:
    """New records for a profile."""
    return ProfileReplaceDM(target=target, profile_record_array=records or NEW)


async def profile(client: SmapiClient) -> tuple[str, ...]:
    """The records of the profile."""
    return tuple(one.rstrip() for one in (await client.call(ProfileQueryDM(target=MINE))).profile_record_array)


async def devices(client: SmapiClient) -> list[str]:
    """The devices of the running guest."""
    reply = await client.call(ImageActiveConfigurationQuery(target=GUEST))
    return [one.device_address for one in reply.device_info_array]


async def test_a_replaced_profile_shows_in_every_query_and_at_the_next_logon() -> None:
    """The guest that runs keeps what it has; the lock goes with the replacement."""
    async with running() as (_, client):
        await with_profile(client)
        await client.call(ImageActivate(target=GUEST))
        await client.call(ProfileLockDM(target=MINE))
        assert await codes(client, replace()) == (0, 0)
        assert await profile(client) == NEW
        assert await codes(client, ProfileLockQueryDM(target=MINE)) == (0, 24)
        found = (await client.call(DirectoryManagerSearchDM(search_pattern="MACHINE ESA 4"))).statement_array
        assert MINE in [one.target_id for one in found]
        entries = (await client.call(QueryAllDM(format="NO"))).directory_array
        records = next(one.directory_entry_record_array for one in entries if one.directory_entry_id == MINE)
        assert tuple(record.rstrip() for record in records) == NEW
        assert await devices(client) == ["000C"]
        await client.call(ImageRecycle(target=GUEST))
        assert await devices(client) == ["0009", "000C"]


async def test_a_profile_is_replaced_only_when_it_is_locked() -> None:
    """400/24; and 0/8 while changes are held back, when CP goes on with the old one."""
    async with running() as (_, client):
        await with_profile(client)
        assert await refused(client, replace()) == (400, 24)
        await client.call(StaticImageChangesDeactivateDM())
        await client.call(ProfileLockDM(target=MINE))
        assert await codes(client, replace()) == (0, 8)
        assert await profile(client) == NEW
        await client.call(ImageActivate(target=GUEST))
        assert await devices(client) == ["000C"]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (("PROFILE OTHER", "MACHINE ESA 4"), (400, 0)),
        (("USER MINE LBYONLY 1G 1G G",), (400, 4)),
        (("PROFILE MINE", "MACHINE PDP11"), (596, 3212)),
        (("PROFILE MINE", "PROFILE MINE"), (400, 40)),
        (("PROFILE MINE", "LINK MAINT 0190 0190 RR", "LINK MAINT 019E 0190 RR"), (404, 4)),
    ],
)
async def test_records_that_are_no_profile_leave_the_old_ones_and_the_lock(
    records: tuple[str, ...], expected: tuple[int, int]
) -> None:
    """The holder may try again."""
    async with running() as (_, client):
        await with_profile(client)
        before = await profile(client)
        await client.call(ProfileLockDM(target=MINE))
        assert await refused(client, replace(*records)) == expected
        assert await profile(client) == before
        await client.call(replace())
        assert await profile(client) == NEW


async def test_a_locked_profile_belongs_to_its_holder() -> None:
    """The lock query names the holder; others cannot lock, replace, unlock or delete it (400/12)."""
    users = {"MAINT": "secret", "OTHER": "secret"}
    async with running(users=users) as (host, maint), client_of(host, "OTHER") as other:
        await maint.call(ProfileCreateDM(target=MINE, profile_record_array=NEW))
        assert await codes(maint, ProfileLockQueryDM(target=MINE)) == (0, 24)
        assert await codes(maint, ProfileLockDM(target="mine")) == (0, 0)
        reply = await other.call(ProfileLockQueryDM(target=MINE))
        assert (reply.reason_code, reply.lock_info, reply.locked_dev_array) == (12, "PROFILE MAINT", ())
        for call in (ProfileLockDM(target=MINE), replace(), ProfileUnlockDM(target=MINE), ProfileDeleteDM(target=MINE)):
            assert await refused(other, call) == (400, 12)
        assert await refused(maint, ProfileLockDM(target=MINE)) == (400, 12)
        assert await codes(maint, ProfileUnlockDM(target=MINE)) == (0, 0)
        assert await codes(other, ProfileLockQueryDM(target=MINE)) == (0, 24)
        assert await refused(maint, ProfileUnlockDM(target=MINE)) == (400, 24)
        await other.call(ProfileLockDM(target=MINE))
        await other.call(replace())
        await other.call(ProfileDeleteDM(target=MINE))


@pytest.mark.parametrize("target", ["NOSUCH", GUEST])
async def test_what_is_no_profile_is_400_4(target: str) -> None:
    """A user entry is as unknown to these functions as a name that is not there; nothing is locked by asking."""
    async with running() as (_, client):
        await with_profile(client)
        calls: tuple[Any, ...] = (
            ProfileLockDM(target=target),
            ProfileUnlockDM(target=target),
            ProfileLockQueryDM(target=target),
            replace(*USER, target=target),
        )
        for call in calls:
            assert await refused(client, call) == (400, 4)


def prototype(*records: str, target: str = PATTERN) -> PrototypeReplaceDM:
    """New records for a prototype."""
    return PrototypeReplaceDM(target=target, prototype_record_array=records)


async def test_a_prototype_is_read_as_it_was_written_and_new_guests_follow_the_new_one() -> None:
    """Guests that were made from the old one stay as they are."""
    async with running() as (_, client):
        await client.call(PrototypeCreateDM(target=PATTERN, prototype_record_array=PROTOTYPE))
        assert (await client.call(PrototypeQueryDM(target="linux"))).prototype_record_array == PROTOTYPE
        await client.call(ImageCreateDM(target="OLD", prototype_name=PATTERN))
        changed = ("USER PROTO NOLOG 2G 4G G", "MACHINE ESA 8")
        assert await codes(client, prototype(*changed)) == (0, 0)
        assert (await client.call(PrototypeQueryDM(target=PATTERN))).prototype_record_array == changed
        assert (await client.call(PrototypeNameQueryDM())).prototype_name_array == (PATTERN,)
        await client.call(ImageCreateDM(target="NEW", prototype_name=PATTERN))

        async def entry(name: str) -> list[str]:
            return [record.rstrip() for record in (await client.call(ImageQueryDM(target=name))).image_record_array]

        assert await entry("OLD") == ["USER OLD NOLOG 1G 2G G", "INCLUDE OSDFLT"]
        assert await entry("NEW") == ["USER NEW NOLOG 2G 4G G", "MACHINE ESA 8"]


async def test_a_prototype_that_is_not_there_is_416_4() -> None:
    """Neither read, replaced nor deleted; a replacement makes none. Names of guests are no prototypes."""
    async with running() as (_, client):
        for name in (PATTERN, "MAINT"):
            for call in (
                PrototypeQueryDM(target=name),
                prototype(*PROTOTYPE, target=name),
                PrototypeDeleteDM(target=name),
            ):
                assert await refused(client, call) == (416, 4)
        assert (await client.call(PrototypeNameQueryDM())).prototype_name_array == ()


@pytest.mark.parametrize("records", [("MACHINE ESA 8",), ("USER PROTO", "MACHINE PDP11"), ("PROFILE PROTO",)])
async def test_records_that_no_guest_can_be_made_of_leave_the_prototype(records: tuple[str, ...]) -> None:
    """A prototype begins with a USER statement."""
    async with running() as (_, client):
        await client.call(PrototypeCreateDM(target=PATTERN, prototype_record_array=PROTOTYPE))
        assert await refused(client, prototype(*records)) == (416, 0)
        assert (await client.call(PrototypeQueryDM(target=PATTERN))).prototype_record_array == PROTOTYPE
