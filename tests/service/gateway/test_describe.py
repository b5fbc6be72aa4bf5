# SPDX-License-Identifier: Apache-2.0
"""What is read from all services, and what is said when one of them is down."""

from __future__ import annotations

from pathlib import Path

import grpc

from tests.service.gateway.fleet import Fleet, fleet, refusal, spawn_request
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet_simulator.faults import FaultRule


async def test_the_host_is_described_from_all_services(zfleet: Fleet) -> None:
    """Facts, pools, switches without their grants."""
    await zfleet.spawn(spawn_request())
    host = await zfleet.gateway.GetHost(pb.GetHostRequest(), timeout=20)
    assert not host.missing
    assert host.host.system_name == zfleet.host.system_name
    assert [pool.name for pool in host.pools] == ["POOL1", "POOL2"]
    assert [switch.name for switch in host.virtual_switches] == ["VSW1", "VSW2"]
    assert all(not switch.grants and not switch.connected_nics for switch in host.virtual_switches)


async def test_a_service_that_is_down_is_named_as_missing(zfleet: Fleet) -> None:
    """The rest of the answer is there."""
    await zfleet.spawn(spawn_request())
    await zfleet.network_part.stop(drain=0, grace=0)
    found = await zfleet.gateway.GetGuest(pb.GetGuestRequest(user_id="LINUX01"), timeout=20)
    assert [part.service for part in found.missing] == ["network"]
    assert found.missing[0].error.code == grpc.StatusCode.UNAVAILABLE.value[0]
    assert len(found.guest.disks) == 2
    assert found.guest.guest.power_state == guest.POWER_STATE_ON
    listed = await zfleet.gateway.ListGuests(
        pb.ListGuestsRequest(view=guest.GUEST_VIEW_FULL, user_id_prefix="LINUX"), timeout=20
    )
    assert [part.service for part in listed.missing] == ["network"]
    assert len(listed.guests[0].disks) == 2
    host = await zfleet.gateway.GetHost(pb.GetHostRequest(), timeout=20)
    assert [part.service for part in host.missing] == ["network"]
    assert host.pools


async def test_without_the_guest_service_a_guest_still_has_its_disks_and_nics(zfleet: Fleet) -> None:
    """But there is no page of guests, and a spawn is refused."""
    await zfleet.spawn(spawn_request())
    await zfleet.guest_part.stop(drain=0, grace=0)
    found = await zfleet.gateway.GetGuest(pb.GetGuestRequest(user_id="LINUX01"), timeout=20)
    assert [part.service for part in found.missing] == ["guest"]
    assert not found.guest.HasField("guest")
    assert len(found.guest.disks) == 2
    assert len(found.guest.nics) == 1
    error = await refusal(zfleet.gateway.ListGuests(pb.ListGuestsRequest(), timeout=20))
    assert error.status is grpc.StatusCode.UNAVAILABLE
    free_before = await zfleet.free_bytes()
    error = await refusal(zfleet.gateway.SpawnGuest(spawn_request("LINUX02"), timeout=20))
    assert error.status is grpc.StatusCode.UNAVAILABLE
    assert await zfleet.free_bytes() == free_before


async def test_when_no_service_answers_the_call_is_unavailable(zfleet: Fleet) -> None:
    """An answer with nothing in it would be taken for an empty host."""
    for part in (zfleet.guest_part, zfleet.storage_part, zfleet.network_part):
        await part.stop(drain=0, grace=0)
    error = await refusal(zfleet.gateway.GetHost(pb.GetHostRequest(), timeout=20))
    assert error.status is grpc.StatusCode.UNAVAILABLE


async def test_a_service_that_takes_too_long_for_a_read_is_unavailable(tmp_path: Path) -> None:
    """The caller's own time is not over, so it is not DEADLINE_EXCEEDED."""
    async with fleet(tmp_path, read_timeout=0.2) as zfleet:
        zfleet.host.faults.add(FaultRule(function="Image_Name_Query_DM", delay=1.0))
        error = await refusal(zfleet.gateway.ListGuests(pb.ListGuestsRequest(), timeout=20))
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "SERVICE_TOO_SLOW")
        assert error.retry_after


async def test_guests_are_listed_page_by_page_in_the_order_of_their_names(zfleet: Fleet) -> None:
    """Tokens are the guest service's; bad pages are refused by field."""
    for name in ("LINUX01", "LINUX02", "LINUX03"):
        await zfleet.spawn(spawn_request(name, disks=[], nics=[], files=[]))
    request = pb.ListGuestsRequest(page_size=2, user_id_prefix="LINUX")
    first = await zfleet.gateway.ListGuests(request, timeout=20)
    request.page_token = first.next_page_token
    second = await zfleet.gateway.ListGuests(request, timeout=20)
    names = [each.user_id for each in (*first.guests, *second.guests)]
    assert names == ["LINUX01", "LINUX02", "LINUX03"]
    assert second.next_page_token == ""
    error = await refusal(zfleet.gateway.ListGuests(pb.ListGuestsRequest(page_size=-1), timeout=20))
    assert [each.field for each in error.violations] == ["page_size"]


async def test_an_unknown_guest_is_not_found_and_a_malformed_name_is_invalid(zfleet: Fleet) -> None:
    """As the services say it."""
    error = await refusal(zfleet.gateway.GetGuest(pb.GetGuestRequest(user_id="NOBODY"), timeout=20))
    assert error.status is grpc.StatusCode.NOT_FOUND
    error = await refusal(zfleet.gateway.GetGuest(pb.GetGuestRequest(user_id="NO GOOD"), timeout=20))
    assert [each.field for each in error.violations] == ["user_id"]
