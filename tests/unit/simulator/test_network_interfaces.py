# SPDX-License-Identifier: Apache-2.0
"""Interfaces of z/VM's own TCP/IP stacks: made, changed, taken away, and what a new start of the stack keeps."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import codes, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import (
    ImageActivate,
    ImageDeactivate,
    NetworkIPInterfaceCreate,
    NetworkIPInterfaceModify,
    NetworkIPInterfaceQuery,
    NetworkIPInterfaceRemove,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call
from zfleet_smapi.errors import ReturnCodeError

ETH0: dict[str, Any] = {"tcpip_stack": "TCPIP", "interface_id": "ETH0"}


def create(**changes: Any) -> NetworkIPInterfaceCreate:
    """An interface on an OSA device."""
    values: dict[str, Any] = {**ETH0, "primary_ipv4": "192.0.2.10/28", "interface": "ETH 0700", "mtu": "9000"}
    return NetworkIPInterfaceCreate(**{**values, **changes})


def modify(**changes: Any) -> NetworkIPInterfaceModify:
    """One change of it."""
    return NetworkIPInterfaceModify(**{**ETH0, **changes})


async def lines(client: SmapiClient, everything: str = "NO") -> list[str]:
    """The interfaces of the stack, none for 4/3022."""
    call = NetworkIPInterfaceQuery(tcpip_stack="tcpip", interface_all=everything)
    if await codes(client, call) == (4, 3022):
        return []
    return list((await client.call(call)).interface_configuration_array)


async def new_start(client: SmapiClient, clock: DrivenClock) -> None:
    """The stack stops and starts a minute later."""
    await client.call(ImageDeactivate(target="TCPIP", force_time="IMMED"))
    await clock.advance(60)
    await client.call(ImageActivate(target="TCPIP"))


async def test_an_interface_is_made_changed_and_taken_away() -> None:
    """Each change shows in the next query, of all and of one."""
    async with running() as (_, client):
        assert await lines(client) == []
        await client.call(create())
        assert await lines(client) == ["ETH0 192.0.2.10 255.255.255.240 9000 ACTIVE"]
        await client.call(modify(change_mtu="1492"))
        await client.call(modify(change_mask="255.255.255.0"))
        await client.call(modify(add_ip="192.0.2.77"))
        await client.call(modify(delete_ip="192.0.2.10"))
        one = await client.call(NetworkIPInterfaceQuery(**{**ETH0, "interface_id": "eth0"}))
        assert one.interface_configuration_array == ("ETH0 192.0.2.77 255.255.255.0 1492 ACTIVE",)
        await client.call(NetworkIPInterfaceRemove(**ETH0))
        assert await lines(client, "YES") == []


async def test_only_what_is_permanent_is_there_after_a_new_start_of_the_stack() -> None:
    """Interfaces, changes and removals alike."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await client.call(create(permanent="YES"))
        await client.call(create(interface_id="ETH1", interface="ETH 0702"))
        await client.call(modify(change_mtu="1492"))
        assert len(await lines(client)) == 2
        await new_start(client, clock)
        assert await lines(client) == ["ETH0 192.0.2.10 255.255.255.240 9000 ACTIVE"]
        await client.call(modify(change_mtu="1492", permanent="YES"))
        await client.call(NetworkIPInterfaceRemove(**ETH0))
        assert await lines(client) == []
        assert await lines(client, "YES") == ["ETH0 192.0.2.10 255.255.255.240 1492 INACTIVE"]
        await new_start(client, clock)
        assert await lines(client) == ["ETH0 192.0.2.10 255.255.255.240 1492 ACTIVE"]
        await client.call(NetworkIPInterfaceRemove(**ETH0, permanent="YES"))
        await new_start(client, clock)
        assert await lines(client, "YES") == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (create(), (8, 12)),
        (create(interface_id="ETH9", interface="ETH 9999"), (8, 8)),
        (create(interface_id="ETH9", interface="TOKENRING 0700"), (8, 3003)),
        (create(interface_id="ETH9", interface="VETH 0700"), (8, 3003)),
        (create(interface_id="ETH9", interface="HS nope"), (8, 3003)),
        (create(interface_id="ETH9:"), (8, 3003)),
        (create(interface_id="-ETH9"), (8, 3003)),
        (create(interface_id="ETH;9"), (8, 3003)),
        (create(interface_id="ETH9", primary_ipv4="192.0.2.300"), (8, 3003)),
        (create(interface_id="ETH9", primary_ipv4="2001:db8::1"), (8, 3003)),
        (create(interface_id="ETH9", mtu="70000"), (8, 3003)),
        (create(interface_id="ETH9", cpu="7"), (8, 3003)),
        (create(interface_id="ETH9", primary_ipv4=None), (8, 3004)),
        (create(interface_id="ETH9", interface="IUCV LINUX01"), (8, 3004)),
        (create(tcpip_stack="TCPIP2"), (8, 12)),
        (modify(interface_id="ETH9", add_ip="192.0.2.11"), (8, 12)),
        (modify(), (8, 3004)),
        (modify(add_ip="192.0.2.11", change_mtu="1500"), (8, 3004)),
        (modify(add_ip="192.0.2.10"), (8, 12)),
        (modify(delete_ip="192.0.2.99"), (8, 12)),
        (modify(add_ip="not an address"), (8, 3003)),
        (modify(change_mtu="many"), (8, 3003)),
        (modify(change_mask="255.0.255.0"), (8, 3003)),
        (modify(tcpip_stack="TCPIP2", change_mtu="1500"), (8, 12)),
        (NetworkIPInterfaceRemove(tcpip_stack="TCPIP", interface_id="ETH9"), (8, 12)),
        (NetworkIPInterfaceQuery(tcpip_stack="TCPIP2"), (8, 3020)),
        (NetworkIPInterfaceQuery(tcpip_stack="TCPIP", interface_id="ETH9"), (8, 4)),
        (NetworkIPInterfaceQuery(**ETH0, interface_all="YES"), (8, 24)),
    ],
)
async def test_what_the_stack_cannot_do_has_its_code(call: Call[Any], expected: tuple[int, int]) -> None:
    """As documented for each function, and the interface is as before."""
    async with running() as (_, client):
        await client.call(create())
        assert await codes(client, call) == expected
        assert await lines(client, "YES") == ["ETH0 192.0.2.10 255.255.255.240 9000 ACTIVE"]


async def test_ifconfig_says_why() -> None:
    """8/12 with TCP/IP's own message in the error buffer."""
    async with running() as (_, client):
        await client.call(create())
        with pytest.raises(ReturnCodeError) as caught:
            await client.call(create())
        assert caught.value.error_texts == ("DTCIFC2613E Interface ETH0 already exists",)


async def test_an_interface_without_a_mask_has_a_class_c_one_and_point_to_point_has_a_peer() -> None:
    """Defaults of the stack: 255.255.255.0 and 1500."""
    async with running() as (_, client):
        await client.call(
            create(interface_id="LINK1", interface="IUCV LINUX01", primary_ipv4="192.0.2.1", p2p="192.0.2.2", mtu="0")
        )
        assert await lines(client) == ["LINK1 192.0.2.1 255.255.255.0 1500 ACTIVE"]
        assert await codes(client, modify(interface_id="LINK1", change_p2p="192.0.2.3")) == (0, 0)
        assert await refused(client, modify(interface_id="LINK1", change_p2p="peer.name")) == (8, 3003)
