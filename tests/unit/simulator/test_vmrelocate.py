# SPDX-License-Identifier: Apache-2.0
"""Moving guests to another member of the cluster: what stands in the way, time limits, attributes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import codes, define, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import (
    VMRELOCATE,
    ImageActivate,
    ImageDeactivate,
    ImageDeviceDedicate,
    ImageStatusQuery,
    VMRELOCATEImageAttributes,
    VMRELOCATEModify,
    VMRELOCATEStatus,
    XCATCommandsIUO,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call
from zfleet_smapi.errors import ReturnCodeError
from zfleet_smapi.events import SystemEvent

ONE = "LINUX01"
CLUSTER: dict[str, Any] = {"system_name": "VM1", "cluster_members": ("VM2",)}


def move(**changes: Any) -> VMRELOCATE:
    """A move to the other member."""
    return VMRELOCATE(**{"target": ONE, "destination": "VM2", "action": "MOVE", **changes})


async def moves(client: SmapiClient) -> list[str]:
    """The moves under way, none for 4/3001."""
    if await codes(client, VMRELOCATEStatus()) == (4, 3001):
        return []
    return [str(line) for line in (await client.call(VMRELOCATEStatus())).status_array]


async def obstacles(client: SmapiClient, **changes: Any) -> tuple[str, ...]:
    """What a test finds, empty when nothing stands in the way."""
    try:
        await client.call(move(action="TEST", **changes))
    except ReturnCodeError as error:
        found = (error.return_code, error.reason_code, *error.error_texts)
    else:
        return ()
    assert found[:2] == (4, 3000)
    return tuple(str(found[2]).split())


async def is_running(client: SmapiClient) -> bool:
    """Whether the guest is logged on here."""
    return await codes(client, ImageStatusQuery(target=ONE)) == (0, 0)


async def started(client: SmapiClient) -> None:
    """The guest, logged on."""
    await define(client, ONE)
    await client.call(ImageActivate(target=ONE))


async def test_a_guest_arrives_on_the_other_member() -> None:
    """The status shows the way and the time; afterwards the guest is not here."""
    clock = DrivenClock()
    async with running(clock=clock, **CLUSTER) as (_, client):
        await started(client)
        assert await moves(client) == []
        await client.call(move())
        await clock.advance(1)
        assert await moves(client) == [f"{ONE} VM1 VM2 MAINT 00:00:01 Moving"]
        assert await is_running(client)
        await clock.advance(2)
        assert await moves(client) == []
        assert not await is_running(client)


async def test_a_move_that_is_called_off_does_not_end_the_next_one() -> None:
    """The guest stays until the second move's own time."""
    clock = DrivenClock()
    async with running(clock=clock, **CLUSTER) as (_, client):
        await started(client)
        await client.call(move())
        await clock.advance(1)
        await client.call(move(action="CANCEL"))
        await client.call(move())
        assert await refused(client, move()) == (8, 3000)
        await clock.advance(1.5)
        assert await is_running(client)
        assert len(await moves(client)) == 1
        await clock.advance(1)
        assert not await is_running(client)


@pytest.mark.parametrize("at_start", [True, False])
async def test_a_move_whose_time_is_up_leaves_the_guest_here(at_start: bool) -> None:
    """The limit of the move, or one that is set while it is under way; subscribers hear of the end."""
    clock = DrivenClock()
    async with running(clock=clock, **CLUSTER) as (_, client):
        await started(client)
        async with client.subscribe() as events:
            await client.call(move(max_total="1" if at_start else "NOLIMIT"))
            if not at_start:
                await client.call(VMRELOCATEModify(target=ONE, max_total="1"))
            assert await anext(events) == SystemEvent(0, 9, (ONE, "VM2"))
            await clock.advance(1)
            event = await anext(events)
            assert isinstance(event, SystemEvent)
            assert (event.record_class, event.record_type) == (0, 13)
        assert await moves(client) == []
        await clock.advance(5)
        assert await is_running(client)


async def test_a_limit_is_lifted_in_time() -> None:
    """NOLIMIT: the guest arrives."""
    clock = DrivenClock()
    async with running(clock=clock, **CLUSTER) as (_, client):
        await started(client)
        await client.call(move(max_total="1"))
        await client.call(VMRELOCATEModify(target=ONE, max_total="nolimit", max_quiesce="20"))
        await clock.advance(1.5)
        assert len(await moves(client)) == 1
        await clock.advance(1)
        assert not await is_running(client)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (VMRELOCATEModify(target="NOBODY", max_total="5"), (8, 3010)),
        (VMRELOCATEModify(target=ONE, max_total="soon"), (8, 3003)),
        (VMRELOCATEModify(target=ONE, max_quiesce="0"), (8, 3003)),
        (VMRELOCATEModify(target=ONE), (8, 3004)),
        (move(action="CANCEL", target="NOBODY"), (8, 3000)),
        (VMRELOCATEStatus(status_target="INCOMING"), (4, 3001)),
        (VMRELOCATEStatus(status_target="USER NOBODY"), (4, 3001)),
    ],
)
async def test_what_cannot_be_done_to_a_move_has_its_code(call: Call[Any], expected: tuple[int, int]) -> None:
    """And the move goes on."""
    async with running(**CLUSTER) as (_, client):
        await started(client)
        await client.call(move())
        assert await refused(client, call) == expected
        assert len(await moves(client)) == 1


async def test_a_move_that_is_not_under_way_cannot_be_changed() -> None:
    """8/3010, before and after."""
    clock = DrivenClock()
    async with running(clock=clock, **CLUSTER) as (_, client):
        await started(client)
        assert await refused(client, VMRELOCATEModify(target=ONE, max_total="5")) == (8, 3010)
        await client.call(move())
        await clock.advance(3)
        assert await refused(client, VMRELOCATEModify(target=ONE, max_total="5")) == (8, 3010)


async def test_a_guest_that_is_set_so_is_not_moved() -> None:
    """OFF is an obstacle, ON takes it away; a new logon begins with ON."""
    clock = DrivenClock()
    async with running(clock=clock, **CLUSTER) as (_, client):
        await started(client)
        assert await obstacles(client) == ()
        await client.call(VMRELOCATEImageAttributes(target=ONE, relocation_setting="OFF"))
        assert await obstacles(client) == ("1981",)
        assert await refused(client, move()) == (8, 3000)
        await client.call(VMRELOCATEImageAttributes(target=ONE, relocation_setting="ON", domain_name="SSI"))
        assert await obstacles(client) == ()
        await client.call(VMRELOCATEImageAttributes(target=ONE, relocation_setting="off"))
        await client.call(ImageDeactivate(target=ONE, force_time="IMMED"))
        assert await obstacles(client) == ("0045",)
        await client.call(ImageActivate(target=ONE))
        assert await obstacles(client) == ()


async def test_a_dedicated_device_is_an_obstacle_unless_the_other_member_has_its_like() -> None:
    """An EQID says that it has."""
    async with running(**CLUSTER) as (_, client):
        await started(client)
        device = ImageDeviceDedicate(target=ONE, image_device_number="2000", real_device_number="B800", readonly=0)
        await client.call(device)
        assert await obstacles(client) == ("1996",)
        assert await obstacles(client, destination="VM3") == ("1983", "1996")
        await client.call(XCATCommandsIUO(target="OPERATOR", command="cmd=SET RDEVICE B800 EQID FABRIC1"))
        assert await obstacles(client) == ()


@pytest.mark.parametrize(
    ("how", "cluster", "expected"),
    [
        ({"target": ONE}, False, (8, 3008)),
        ({"target": "NOBODY"}, True, (8, 12)),
        ({"target": "*"}, True, (8, 12)),
        ({"target": ONE, "domain_name": "NOSUCH"}, True, (8, 1821)),
    ],
)
async def test_attributes_that_cannot_be_set_have_their_code(
    how: dict[str, str], cluster: bool, expected: tuple[int, int]
) -> None:
    """8/3008 no cluster, 8/12 not logged on (an asterisk is the caller), 8/1821 no such domain."""
    async with running(**(CLUSTER if cluster else {})) as (_, client):
        await started(client)
        call = VMRELOCATEImageAttributes(**how, relocation_setting="OFF")
        assert await refused(client, call) == expected
        if cluster:
            assert await obstacles(client) == ()
