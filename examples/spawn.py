# SPDX-License-Identifier: Apache-2.0
"""The smallest program that makes a guest: python examples/spawn.py ADDRESS USER_ID."""

import asyncio
import sys

from zfleet.gateway.v1.gateway_service_pb2 import StepState
from zfleet_client import Fleet, disk, nic


async def main(address: str, user_id: str) -> None:
    """Spawns a guest with one disk and one NIC, and tells how it goes."""
    async with Fleet(address) as fleet:
        operation = await fleet.spawn(user_id, memory="1G", disks=[disk("50M")], nics=[nic("VSW1")], start=False)
        async for step in operation.watch():
            print(step.name, StepState.Name(step.state))
        result = await operation.result()
        print(result.guest.user_id, "has disk", result.disks[0].device_number, "and NIC", result.nics[0].mac_address)


asyncio.run(main(*sys.argv[1:]))
