# SPDX-License-Identifier: Apache-2.0
"""What the gateway adds to a call that it only passes on."""

from __future__ import annotations

from pathlib import Path

from grpc import aio

from tests.load.conftest import Say
from tests.load.measure import paired
from zfleet.network.v1.network_service_pb2 import ListNicsRequest
from zfleet.network.v1.network_service_pb2_grpc import NetworkServiceStub
from zfleet_client.local.local_fleet import LocalFleet
from zfleet_client.local.plan import PORTS, Plan


async def test_what_forwarding_adds(tmp_path: Path, say: Say) -> None:
    """NetworkService.ListNics of an unknown guest, at the service itself and through the gateway."""
    plan = Plan(state_folder=tmp_path, ports=dict.fromkeys(PORTS, 0))
    async with LocalFleet(plan) as local:
        direct_address = next(part.address for part in local.running if part.name == "network")
        async with aio.insecure_channel(direct_address) as one, aio.insecure_channel(local.address) as two:
            direct, through = NetworkServiceStub(one), NetworkServiceStub(two)
            request = ListNicsRequest(user_id="NOBODY")
            pair = await paired(
                lambda: direct.ListNics(request, timeout=10), lambda: through.ListNics(request, timeout=10)
            )
    added = pair.second.median - pair.first.median
    say(f"a call at the service: {pair.first}")
    say(f"the same through the gateway: {pair.second}")
    say(f"forwarding adds {added * 1e3:.2f} ms: {pair.ratio:.2f} times the direct call")
    assert pair.ratio < 10
