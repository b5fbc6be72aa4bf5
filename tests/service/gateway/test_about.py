# SPDX-License-Identifier: Apache-2.0
"""What the gateway says of itself and of how z/VM answers."""

from __future__ import annotations

from importlib import metadata

import grpc

from tests.service.gateway.fleet import Fleet, refusal, spawn_request
from zfleet.gateway.v1 import gateway_service_pb2 as pb


async def test_the_version_and_every_service_at_this_address_are_told(zfleet: Fleet) -> None:
    """All of them can be called here."""
    answer = await zfleet.gateway.GetVersion(pb.GetVersionRequest(), timeout=20)
    assert answer.version == metadata.version("zfleet")
    assert list(answer.services) == sorted(answer.services)
    assert {
        "zfleet.gateway.v1.GatewayService",
        "zfleet.gateway.v1.OperationService",
        "zfleet.guest.v1.GuestService",
        "zfleet.guest.v1.GuestSystemService",
        "zfleet.network.v1.NetworkService",
        "zfleet.smapi.v1.GuestFunctionsService",
        "zfleet.storage.v1.StorageService",
        "zfleet.storage.v1.VolumeService",
    } <= set(answer.services)


async def health(zfleet: Fleet) -> pb.GetSmapiHealthResponse:
    """As it is now."""
    return await zfleet.gateway.GetSmapiHealth(pb.GetSmapiHealthRequest(), timeout=20)


async def test_calls_of_all_services_are_counted_together(zfleet: Fleet) -> None:
    """A spawn asks z/VM through all three."""
    before = await health(zfleet)
    await zfleet.spawn(spawn_request())
    after = await health(zfleet)
    assert [each.service for each in after.services] == ["guest", "storage", "network"]
    assert not after.missing
    assert after.total.healthy
    assert after.total.total_success == sum(each.health.total_success for each in after.services)
    for earlier, later in zip(before.services, after.services, strict=True):
        assert later.health.total_success > earlier.health.total_success, later
    assert after.total.last_success_time.ToNanoseconds() == max(
        each.health.last_success_time.ToNanoseconds() for each in after.services
    )


async def test_a_service_that_is_away_is_named_and_the_others_are_counted(zfleet: Fleet) -> None:
    """Only when all are away there is no answer."""
    await zfleet.network_part.stop(drain=0, grace=0)
    answer = await health(zfleet)
    assert [each.service for each in answer.services] == ["guest", "storage"]
    assert [part.service for part in answer.missing] == ["network"]
    await zfleet.storage_part.stop(drain=0, grace=0)
    await zfleet.guest_part.stop(drain=0, grace=0)
    error = await refusal(zfleet.gateway.GetSmapiHealth(pb.GetSmapiHealthRequest(), timeout=20))
    assert error.status is grpc.StatusCode.UNAVAILABLE
