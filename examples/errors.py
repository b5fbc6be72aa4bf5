# SPDX-License-Identifier: Apache-2.0
"""What a program can do about failures: python examples/errors.py ADDRESS USER_ID."""

import asyncio
import sys

from zfleet_client import AlreadyExists, Fleet, InvalidArgument, NotFound, disk, nic


async def main(address: str, user_id: str) -> None:
    """Asks for a guest with mistakes, corrects them, asks twice, and removes it."""
    async with Fleet(address) as fleet:
        try:
            await fleet.spawn(user_id, disks=[disk("900T")], nics=[nic("NOSUCH", mac="nonsense")])
        except InvalidArgument as error:
            for bad in error.bad_fields:  # every bad field at once; nothing was changed on z/VM
                print(f"refused: {bad.field}: {bad.description}")
        # The same request id twice is one guest, so a program that lost the answer may ask again.
        first = await fleet.spawn(user_id, start=False, request_id=f"order-{user_id}")
        again = await fleet.spawn(user_id, start=False, request_id=f"order-{user_id}")
        print("one operation:", first.id == again.id)
        await first.result()
        try:
            await (await fleet.spawn(user_id)).result()
        except AlreadyExists as error:
            print(f"taken: {error.reason}")
        await (await fleet.destroy(user_id)).result()
        try:
            await fleet.guest(user_id)
        except NotFound as error:
            print(f"gone: {error.reason}")


asyncio.run(main(*sys.argv[1:]))
