# SPDX-License-Identifier: Apache-2.0
"""Subscriptions to directory changes: who is told what over which connection, and how they are listed and ended."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from tests.unit.simulator.test_captured_layouts import replayed, same_codes
from tests.unit.simulator.worlds import codes, config, define, entry, refused, running
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.calls import (
    AsynchronousNotificationDisableDM,
    AsynchronousNotificationEnableDM,
    AsynchronousNotificationQueryDM,
    ImageDeleteDM,
    ImageLockDM,
)
from zfleet_smapi.client import SmapiClient

ONE, TWO = "LINUX01", "LINUX02"
INCLUDE, EXCLUDE = 1, 2
TCP, UDP = 1, 2
ASCII, EBCDIC = 1, 2


def enable(port: int = 5000, **changes: Any) -> AsynchronousNotificationEnableDM:
    """A subscription to one entry, over TCP."""
    values: dict[str, Any] = {
        "target": ONE,
        "entity_type": 1,
        "subscription_type": INCLUDE,
        "communication_type": TCP,
        "port_number": port,
        "ip_address": "127.0.0.1",
        "encoding": ASCII,
        "subscriber_data": "my data",
    }
    return AsynchronousNotificationEnableDM(**{**values, **changes})


def disable(port: int = 5000, **changes: Any) -> AsynchronousNotificationDisableDM:
    """The end of the subscription that enable makes."""
    values: dict[str, Any] = {
        "target": ONE,
        "entity_type": 1,
        "communication_type": TCP,
        "port_number": port,
        "ip_address": "127.0.0.1",
        "encoding": ASCII,
        "subscriber_data": "my data",
    }
    return AsynchronousNotificationDisableDM(**{**values, **changes})


def query(**changes: Any) -> AsynchronousNotificationQueryDM:
    """All subscriptions unless something is named."""
    values: dict[str, Any] = {"target": "ALL", "entity_type": 1, "port_number": 0, "subscriber_data": "*"}
    return AsynchronousNotificationQueryDM(**{**values, **changes})


def texts(data: bytes, encoding: str = "ascii") -> list[str]:
    """The counted texts of a notice."""
    found, at = [], 0
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found.append(data[at + 4 : at + 4 + length].decode(encoding))
        at += 4 + length
    return found


Notices = asyncio.Queue[bytes]


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[int, Notices]]:
    """A subscriber's TCP port; each connection is one notice."""
    notices: Notices = asyncio.Queue()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        notices.put_nowait(await reader.read())
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], notices


class Datagrams(asyncio.DatagramProtocol):
    """A subscriber's UDP port; each datagram is one notice."""

    def __init__(self) -> None:
        self.notices: Notices = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """Keep it."""
        self.notices.put_nowait(data)


async def told(notices: Notices, number: int, encoding: str = "ascii") -> list[list[str]]:
    """The next notices, in any order: each change has a connection of its own."""
    async with asyncio.timeout(5):
        return sorted([texts(await notices.get(), encoding) for _ in range(number)])


async def test_a_subscriber_is_connected_to_and_told_user_word_and_its_own_data() -> None:
    """Changes of other entries are none of its business, nor is anything after it has ended the subscription."""
    async with running() as (_, client), listening() as (port, notices):
        await define(client, ONE)
        assert await codes(client, enable(port)) == (0, 0)
        await client.call(entry(TWO))
        await client.call(ImageDeleteDM(target=ONE))
        assert await told(notices, 1) == [[ONE, "PURGE", "my data"]]
        await client.call(entry(ONE))
        assert await told(notices, 1) == [[ONE, "ADD", "my data"]]
        await client.call(disable(port))
        await client.call(enable(port, target=TWO, subscriber_data="two"))
        await client.call(ImageDeleteDM(target=ONE))
        await client.call(ImageDeleteDM(target=TWO))
        assert await told(notices, 1) == [[TWO, "PURGE", "two"]]
        assert notices.empty()


async def test_notices_come_as_datagrams_in_ebcdic_for_those_who_want_that() -> None:
    """The user id, the word and the data, all three of them."""
    loop = asyncio.get_running_loop()
    transport, datagrams = await loop.create_datagram_endpoint(Datagrams, local_addr=("127.0.0.1", 0))
    try:
        async with running() as (_, client):
            await define(client, ONE)
            port = transport.get_extra_info("sockname")[1]
            await client.call(enable(port, communication_type=UDP, encoding=EBCDIC))
            await client.call(ImageDeleteDM(target=ONE))
            assert await told(datagrams.notices, 1, "cp1140") == [[ONE, "PURGE", "my data"]]
    finally:
        transport.close()


async def test_who_subscribes_to_all_may_leave_entries_out() -> None:
    """Subscription type 2 takes one target out of ALL."""
    async with running() as (_, client), listening() as (port, notices):
        await define(client, ONE, TWO)
        await client.call(enable(port, target="ALL"))
        await client.call(enable(port, subscription_type=EXCLUDE))
        await client.call(ImageDeleteDM(target=ONE))
        await client.call(ImageDeleteDM(target=TWO))
        assert await told(notices, 1) == [[TWO, "PURGE", "my data"]]
        await client.call(entry(ONE))
        await client.call(disable(port))
        await client.call(ImageDeleteDM(target=ONE))
        assert await told(notices, 1) == [[ONE, "PURGE", "my data"]]


async def test_subscriptions_are_listed_as_they_were_made() -> None:
    """Every field comes back; each field of the query narrows the list."""
    async with running() as (_, client):
        await define(client, ONE, TWO)
        for call in (enable(), enable(6000, communication_type=UDP), enable(target=TWO), enable(7000, target="ALL")):
            await client.call(call)

        async def listed(**changes: Any) -> list[tuple[str, int, int]]:
            reply = await client.call(query(**changes))
            return [(one.userid, one.communication_type, one.port_number) for one in reply.notification_array]

        everything = [(ONE, TCP, 5000), (ONE, UDP, 6000), (TWO, TCP, 5000), ("ALL", TCP, 7000)]
        assert await listed() == everything
        assert await listed(target=ONE) == everything[:2]
        assert await listed(port_number=5000) == [everything[0], everything[2]]
        assert await listed(communication_type=UDP) == [everything[1]]
        assert await listed(ip_address="127.0.0.1", subscriber_data="my data", encoding=ASCII) == everything
        [first] = (await client.call(query(target=TWO))).notification_array
        assert (first.subscription_type, first.ip_address, first.encoding, first.subscriber_data) == (
            INCLUDE, "127.0.0.1", ASCII, "my data",
        )  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [{"target": TWO}, {"port_number": 5001}, {"communication_type": UDP}, {"ip_address": "127.0.0.2"},
     {"subscriber_data": "other"}, {"encoding": EBCDIC}],
)  # fmt: skip
async def test_what_nobody_subscribed_to_is_not_listed_and_cannot_be_ended(changes: dict[str, Any]) -> None:
    """0/28 from the query, 428/8 from the removal; the subscription that there is stays."""
    async with running() as (_, client):
        await define(client, ONE, TWO)
        await client.call(enable())
        assert await codes(client, query(**changes)) == (0, 28)
        assert await refused(client, disable(**changes)) == (428, 8)
        assert await listed_ports(client) == [5000]


async def listed_ports(client: SmapiClient) -> list[int]:
    """The ports of all subscriptions."""
    return [one.port_number for one in (await client.call(query())).notification_array]


async def test_a_subscription_is_made_once_and_ended_once() -> None:
    """428/4 and 428/8; the same subscriber may have another port. An asterisk as data stands for any."""
    async with running() as (_, client):
        await define(client, ONE)
        assert await codes(client, query()) == (0, 28)
        await client.call(enable())
        assert await refused(client, enable()) == (428, 4)
        assert await refused(client, enable(subscription_type=EXCLUDE)) == (428, 4)
        await client.call(enable(6000))
        assert await listed_ports(client) == [5000, 6000]
        await client.call(disable(subscriber_data="*"))
        assert await refused(client, disable()) == (428, 8)
        assert await listed_ports(client) == [6000]


@pytest.mark.parametrize("target", ["NOBODY", "OSDFLT"])
async def test_only_images_can_be_watched(target: str) -> None:
    """400/4 from all three for a user that is not there and for a profile."""
    async with running() as (_, client):
        for call in (enable(target=target), disable(target=target), query(target=target)):
            assert await refused(client, call) == (400, 4)


async def test_a_refused_change_and_a_lock_are_no_notice() -> None:
    """Only what changed the directory is told."""
    async with running() as (_, client), listening() as (port, notices):
        await define(client, ONE)
        await client.call(enable(port))
        await client.call(ImageLockDM(target=ONE))
        assert await refused(client, ImageDeleteDM(target=ONE)) == (400, 12)
        assert await refused(client, entry(ONE)) == (400, 8)
        await client.call(enable(port, target="ALL", subscriber_data="all"))
        await client.call(entry(TWO))
        assert await told(notices, 1) == [[TWO, "ADD", "all"]]
        assert notices.empty()


async def test_recorded_requests_are_answered_as_on_the_recorded_system() -> None:
    """Enable, query and disable, byte for byte as a client sent them; only the padding of the data differs."""
    async with SimulatedHost(config(users={"MAINT": "maint"})) as host:
        for function in ("Enable", "Query", "Disable"):
            real, ours = await replayed(host, f"Asynchronous_Notification_{function}_DM")
            assert same_codes(real, ours)
            if function == "Query":
                [recorded], [found] = real.notification_array, ours.notification_array
                assert replace(found, subscriber_data="") == replace(recorded, subscriber_data="")
