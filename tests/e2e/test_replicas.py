# SPDX-License-Identifier: Apache-2.0
"""Facts about two replicas of a service: one can be taken away under load."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from grpc import aio

from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet_client import Fleet, FleetError
from zfleet_client.local import Plan
from zfleet_client.local.child import Child
from zfleet_client.local.plan import PORTS, SERVICES

CALLERS = 8  # of each kind
STRAIGHT = (
    ("grpc.enable_retries", 0),
    (
        "grpc.service_config",
        json.dumps({"loadBalancingConfig": [{"round_robin": {}}], "healthCheckConfig": {"serviceName": ""}}),
    ),
)

Stop = Callable[[], Awaitable[object]]
Call = Callable[[], Awaitable[str]]


async def start(part: str, arguments: list[str], log: Path) -> tuple[Child, dict[str, str]]:
    """A process of one part, serving."""
    child = Child(log.stem, f"zfleet_{part}", arguments, log)
    await child.start()
    return child, dict(await child.serving(90))


@pytest.mark.timeout(180)
async def test_a_replica_that_is_stopped_under_load_loses_no_call(tmp_path: Path) -> None:
    """Two guest services; SIGTERM for one while callers go on, through the gateway and straight to both.

    The gateway would try a lost call again; the straight callers do not, so nothing may be lost in the first place.
    """
    plan = Plan(state_folder=tmp_path, ports=dict.fromkeys(PORTS, 0))
    plan.own_import_folder.mkdir(parents=True)
    plan.password_file.write_text("simulated\n")
    children: list[Child] = []
    try:
        child, host = await start("simulator", plan.simulator(), plan.log_file("simulator"))
        children.append(child)

        def arguments(part: str, folder: str) -> list[str]:
            simulated = plan.simulated_host(zvm=host["address"], linux=host["linux_address"])
            return [*plan.service(part, simulated), f"--state-folder={tmp_path / folder}", "--drain=1"]

        started = await asyncio.gather(
            *(start(part, arguments(part, part), plan.log_file(part)) for part in SERVICES),
            start("guest", arguments("guest", "guest-2"), plan.log_file("guest-2")),
        )
        children += [child for child, _ in started]
        addresses = {part: said["address"] for part, (_, said) in zip(SERVICES, started, strict=False)}
        addresses["guest"] = f"ipv4:{addresses['guest']},{started[3][1]['address']}"
        child, gateway = await start("gateway", plan.gateway(addresses), plan.log_file("gateway"))
        children.append(child)

        answered, failed = await load_while(gateway["address"], addresses["guest"], lambda: started[0][0].stop(30))
        assert failed == []
        assert answered["before"] > CALLERS
        assert answered["during"] > CALLERS
        assert answered["after"] > CALLERS
        assert started[0][0].exit_code == 0
        assert started[3][0].exit_code is None
    finally:
        await asyncio.gather(*(child.stop(30) for child in children))


async def load_while(address: str, guests: str, stop: Stop) -> tuple[dict[str, int], list[str]]:
    """Callers without a pause, before, during and after `stop`; answers by phase, and failures."""
    phase = "before"
    answered = dict.fromkeys(("before", "during", "after"), 0)
    failed: list[str] = []
    going = True

    async def caller(call: Call) -> None:
        while going:
            at = phase
            try:
                if wrong := await call():
                    failed.append(f"{at}: {wrong}")
                answered[at] += 1
            except (FleetError, aio.AioRpcError) as error:
                failed.append(f"{at}: {error!r}")

    async with Fleet(address) as fleet, aio.insecure_channel(guests, options=STRAIGHT) as channel:
        service = GuestServiceStub(channel)

        async def through_the_gateway() -> str:
            shown = await fleet.guest("MAINT")
            return " ".join(part.service for part in shown.missing)

        async def straight() -> str:
            request = guest_pb.GetGuestRequest(user_id="MAINT", view=guest_pb.GUEST_VIEW_BASIC)
            return "" if (await service.GetGuest(request, timeout=30)).guest.user_id == "MAINT" else "no guest"

        await asyncio.gather(through_the_gateway(), straight())
        callers = [
            asyncio.create_task(caller(call)) for call in (through_the_gateway, straight) for _ in range(CALLERS)
        ]
        await until(lambda: answered["before"] > 5 * CALLERS)
        phase = "during"
        await stop()
        phase = "after"
        await until(lambda: answered["after"] > 5 * CALLERS)
        going = False
        await asyncio.gather(*callers)
    return answered, failed


async def until(true: Callable[[], bool]) -> None:
    """Returns when it is true; TimeoutError after 30 s."""
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.02)
