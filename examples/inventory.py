# SPDX-License-Identifier: Apache-2.0
"""What is on the host, as one line per guest, disk and NIC: python examples/inventory.py ADDRESS."""

import asyncio
import sys

from zfleet.guest.v1.guest_service_pb2 import GUEST_VIEW_FULL, PowerState
from zfleet_client import Fleet


async def main(address: str) -> None:
    """Asks for the host and for its guests at the same time."""
    async with Fleet(address) as fleet:
        host = asyncio.create_task(fleet.host())
        guests = [guest async for guest in fleet.guests.list(view=GUEST_VIEW_FULL)]
        found = await host
        print(f"{found.host.system_name}: {len(guests)} guests")
        for pool in found.pools:
            print(f"  pool {pool.name}: {pool.free_bytes // 1024**3} of {pool.size_bytes // 1024**3} GiB free")
        for guest in guests:
            print(f"  {guest.user_id}: {PowerState.Name(guest.guest.power_state)}")
            for disk in guest.disks:
                print(f"    disk {disk.device_number}: {disk.size_bytes} bytes on {disk.volume}")
            for nic in guest.nics:
                print(f"    NIC {nic.device_number}: {nic.mac_address} on {nic.virtual_switch}")


asyncio.run(main(*sys.argv[1:]))
