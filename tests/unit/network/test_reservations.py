# SPDX-License-Identifier: Apache-2.0
"""Reservations in a real database: unique, in time, and given up when their time is over."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from zfleet_network.nics import CREATED, CREATING, PLANNED, Nic, NicWish
from zfleet_network.part import MIGRATIONS
from zfleet_network.reservations import Claim, Reservations
from zfleet_network.tables import metadata
from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.validation import Violations


class Clock:
    """A time that tests set."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database with the service's tables."""
    opened = Database(f"sqlite:///{tmp_path}/network.sqlite", "network", durable=False)
    await opened.upgrade(MIGRATIONS)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> Clock:
    """The service's time."""
    return Clock()


@pytest.fixture
def reservations(database: Database, clock: Clock) -> Reservations:
    """As the service has them."""
    return Reservations(database, clock=clock)


def counting() -> Callable[[int], int]:
    """Draws 0, 1, 2, ... whatever the limit."""
    numbers = itertools.count()
    return lambda _: next(numbers)


def claim(plan: str, user_id: str = "LINUX01", state: str = PLANNED, expires_at: float = 1060.0) -> Claim:
    """A claim of 60 seconds."""
    return Claim(user_id=user_id, plan=plan, state=state, expires_at=expires_at)


async def plan(reservations: Reservations, name: str, *wishes: NicWish, user_id: str = "LINUX01") -> list[Nic]:
    """The NICs of a plan."""
    return await reservations.plan(claim(name, user_id), name.encode(), wishes, (), Violations())


async def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    """Nothing to add, nothing to drop."""
    assert await database.differences(metadata) == []


async def test_a_plan_that_nothing_confirms_is_given_up(reservations: Reservations, clock: Clock) -> None:
    """After its time its numbers and addresses are free; until then they are not."""
    wish = NicWish(device_number="1000", mac_id="000001")
    await plan(reservations, "p-1", wish)
    clock.time = 1059.0
    with pytest.raises(ZfleetError) as caught:
        await plan(reservations, "p-2", wish)
    assert [violation.field for violation in caught.value.violations] == [
        "nics[0].mac_address",
        "nics[0].device_number",
    ]
    clock.time = 1061.0
    (nic,) = await plan(reservations, "p-2", wish)
    assert nic.mac_id == "000001"
    assert await reservations.of_plan("p-1", "LINUX01") is None


async def test_a_plan_that_is_asked_for_again_lives_longer(reservations: Reservations, clock: Clock) -> None:
    """The same NICs, from now on."""
    first = await plan(reservations, "p-1", NicWish())
    clock.time = 1050.0
    again = await reservations.plan(claim("p-1", expires_at=1110.0), b"p-1", [NicWish()], (), Violations())
    assert again == first
    clock.time = 1100.0
    await reservations.drop_expired()
    assert await reservations.of_plan("p-1", "LINUX01") == first


async def test_what_was_created_never_expires(reservations: Reservations, clock: Clock) -> None:
    """Only plans do."""
    nics = await plan(reservations, "p-1", NicWish(), NicWish())
    created = [replace(nic, state=CREATED, granted=True, virtual_switch="VSW1") for nic in nics]
    await reservations.mark(created)
    clock.time = 1e9
    await reservations.drop_expired()
    assert await reservations.of_guest("LINUX01") == created
    assert await reservations.of_plan("p-1", "LINUX01") == created


async def test_an_empty_plan_is_known_until_it_expires(reservations: Reservations, clock: Clock) -> None:
    """An empty list is not the same as no plan."""
    await plan(reservations, "p-1")
    assert await reservations.of_plan("p-1", "LINUX01") == []
    assert await reservations.of_plan("p-1", "LINUX02") is None
    clock.time = 1061.0
    await reservations.drop_expired()
    assert await reservations.of_plan("p-1", "LINUX01") is None


async def test_an_address_that_is_drawn_twice_is_drawn_again(database: Database, clock: Clock) -> None:
    """Also when a row has it that another guest reserved."""
    draws = iter([0, 0, 0, 1, 1, 2])
    reservations = Reservations(database, clock=clock, random_below=lambda _: next(draws))
    first = await plan(reservations, "p-1", NicWish(), user_id="LINUX01")
    second = await plan(reservations, "p-2", NicWish(), NicWish(), user_id="LINUX02")
    assert [nic.mac_id for nic in first + second] == ["000001", "000003", "000002"]


async def test_two_replicas_never_give_the_same_thing(tmp_path: Path, clock: Clock) -> None:
    """Each with its own connections to one database, both drawing the same addresses in the same order."""
    url = f"sqlite:///{tmp_path}/shared.sqlite"
    replicas = [Database(url, "network", durable=False) for _ in range(2)]
    await replicas[0].upgrade(MIGRATIONS)

    both = [Reservations(replica, clock=clock, random_below=counting()) for replica in replicas]
    planned = await asyncio.gather(
        *(plan(both[n % 2], f"p-{n}", NicWish(), NicWish()) for n in range(20)),
    )
    nics = [nic for each in planned for nic in each]
    assert len({nic.mac_id for nic in nics}) == len({nic.device_number for nic in nics}) == 40
    for replica in replicas:
        await replica.close()


async def test_a_creation_that_was_left_is_found_when_its_lease_is_over(
    reservations: Reservations, clock: Clock
) -> None:
    """Its NICs are not given up by themselves: z/VM may have them."""
    found = await reservations.reserve(claim("c-1", state=CREATING), [NicWish()], (), Violations())
    assert await reservations.abandoned() == []
    clock.time = 1061.0
    await reservations.drop_expired()
    assert await reservations.abandoned() == found


async def test_the_device_numbers_go_with_their_nic(reservations: Reservations) -> None:
    """All three of them, at once."""
    await plan(reservations, "p-1", NicWish(device_number="1000"))
    assert await reservations.forget("LINUX01", ["1000"]) == 1
    assert await plan(reservations, "p-2", NicWish(device_number="1002"))


async def test_what_was_kept_before_stays_when_the_tables_change(tmp_path: Path) -> None:
    """A NIC with its three device numbers from before NICs could be without a MACID; its address stays unique."""
    path = tmp_path / "network.sqlite"
    old = tmp_path / "migrations"
    old.mkdir()
    shutil.copy(MIGRATIONS / "0001_nics.py", old)
    opened = Database(f"sqlite:///{path}", "network", durable=False)
    await opened.upgrade(old)
    await opened.close()
    with sqlite3.connect(path) as raw:
        raw.execute(
            "INSERT INTO network_nics VALUES ('LINUX01', '1000', '00000A', 'VSW1', 0, 'p', '', 'created', 1, 'r', 0, 0)"
        )
        for number in ("1000", "1001", "1002"):
            raw.execute("INSERT INTO network_nic_devices VALUES ('LINUX01', ?, '1000')", (number,))
    raw.close()
    opened = Database(f"sqlite:///{path}", "network", durable=False)
    try:
        await opened.upgrade(MIGRATIONS)
        assert await opened.differences(metadata) == []
        reservations = Reservations(opened)
        expected = Nic(
            user_id="LINUX01",
            device_number="1000",
            mac_id="00000A",
            virtual_switch="VSW1",
            nic_id="p",
            state=CREATED,
            granted=True,
        )
        assert await reservations.of_guest("LINUX01") == [expected]
        with pytest.raises(ZfleetError, match="device number 1002"):
            await reservations.reserve(claim("r-2"), [NicWish(device_number="1002")], (), Violations())
        with pytest.raises(ZfleetError, match="taken by another NIC"):
            await reservations.reserve(claim("r-2", "LINUX02"), [NicWish(mac_id="00000A")], (), Violations())
        adopted = [
            Nic(user_id="LINUX02", device_number=number, mac_id="", state=CREATED) for number in ("1000", "1003")
        ]
        await reservations.adopt("LINUX02", adopted)
        assert await reservations.of_guest("LINUX02") == adopted
    finally:
        await opened.close()


async def test_an_osa_device_is_promised_once(reservations: Reservations) -> None:
    """To the first of many that ask at the same time, and to nobody any more when its NIC is forgotten."""
    guests = [f"LINUX{n:02}" for n in range(8)]
    outcomes = await asyncio.gather(
        *(
            reservations.reserve(claim(user_id, user_id, CREATING), [NicWish(osa_device="0700")], (), Violations())
            for user_id in guests
        ),
        return_exceptions=True,
    )
    won = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    assert len(won) == 1
    ((nic,),) = won
    assert (nic.osa_device, nic.mac_id) == ("0700", "")
    assert {each.reason for each in outcomes if isinstance(each, ZfleetError)} == {"OSA_DEVICE_NOT_FREE"}
    await reservations.forget(nic.user_id)
    await reservations.reserve(claim("again", "LINUX99"), [NicWish(osa_device="06FE")], (), Violations())
