# SPDX-License-Identifier: Apache-2.0
"""Several guests at once, made and removed: python examples/many.py ADDRESS PREFIX COUNT."""

import asyncio
import sys
import time

from zfleet_client import Fleet, disk, nic


async def main(address: str, prefix: str, count: str) -> None:
    """The gateway works on all of them at the same time; z/VM's worker servers are what is few."""
    names = [f"{prefix}{number:02d}" for number in range(int(count))]
    async with Fleet(address, timeout=120) as fleet:

        async def spawn(name: str) -> None:
            operation = await fleet.spawn(name, memory="512M", disks=[disk("20M")], nics=[nic("VSW1")])
            await operation.result()

        async def destroy(name: str) -> None:
            await (await fleet.destroy(name)).result()

        for verb, act in (("made", spawn), ("removed", destroy)):
            began = time.monotonic()
            await asyncio.gather(*map(act, names))
            print(f"{len(names)} guests {verb} in {time.monotonic() - began:.2f} s")


asyncio.run(main(*sys.argv[1:]))
