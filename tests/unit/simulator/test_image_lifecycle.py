# SPDX-License-Identifier: Apache-2.0
"""When a guest was logged on, and from what it was booted."""

from __future__ import annotations

import pytest

from tests.unit.simulator.worlds import codes, define, entry, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import (
    ImageActivate,
    ImageCreateDM,
    ImageDeactivate,
    ImageIPLDeviceQuery,
    ImageIPLSetDM,
    ImageQueryActivateTime,
    ImageRecycle,
)
from zfleet_smapi.client import SmapiClient

ONE = "LINUX01"
NEW_YEAR_2026 = 1_767_225_600.0


@pytest.mark.parametrize(
    ("indicator", "text"),
    [(1, "02/03/26"), (2, "02/03/2026"), (3, "26-02-03"), (4, "2026-02-03"), (5, "03/02/26"), (6, "03/02/2026")],
)
async def test_the_time_of_the_logon_comes_in_the_form_asked_for(indicator: int, text: str) -> None:
    """Month, day and year in each of the six orders; the name in capitals, the time to the second."""
    clock = DrivenClock(NEW_YEAR_2026 + 33 * 86_400 + 4 * 3600 + 5 * 60 + 6)
    async with running(clock=clock) as (_, client):
        await define(client, ONE)
        await client.call(ImageActivate(target=ONE))
        await clock.advance(1000)
        reply = await client.call(ImageQueryActivateTime(target="linux01", date_format_indicator=indicator))
        assert (reply.image_name, reply.activation_date, reply.activation_time) == (ONE, text, "04:05:06")


async def test_a_new_logon_has_a_new_time() -> None:
    """200/12 while nobody is logged on; a list or an unknown user is not logged on either."""
    clock = DrivenClock(NEW_YEAR_2026)
    async with running(clock=clock) as (_, client):
        await define(client, ONE)

        async def time() -> str:
            query = ImageQueryActivateTime(target=ONE, date_format_indicator=4)
            return (await client.call(query)).activation_time

        await client.call(ImageActivate(target=ONE))
        assert await time() == "00:00:00"
        await clock.advance(90)
        await client.call(ImageRecycle(target=ONE))
        assert await time() == "00:01:30"
        await client.call(ImageDeactivate(target=ONE, force_time="IMMED"))
        for name in (ONE, "NOBODY", "OSDFLT"):
            query = ImageQueryActivateTime(target=name, date_format_indicator=4)
            assert await refused(client, query) == (200, 12)


async def booted(client: SmapiClient, name: str = ONE) -> str:
    """The device that the query names."""
    return (await client.call(ImageIPLDeviceQuery(userid=name))).ipl_device


async def test_the_boot_device_is_the_one_of_the_last_logon() -> None:
    """Four digits; a change in the directory counts from the next logon on; a saved system fills up with blanks."""
    async with running() as (_, client):
        await client.call(entry(ONE, "MDISK 0101 3390 AUTOG 5 POOL1 MR"))
        assert await codes(client, ImageIPLDeviceQuery(userid=ONE)) == (200, 12)
        await client.call(ImageActivate(target=ONE))
        assert await booted(client, "linux01") == "0100"
        for system, shown in (("101", "0101"), ("CMS", "CMS "), ("LINUXNSS", "LINU")):
            before = await booted(client)
            await client.call(ImageIPLSetDM(target=ONE, saved_system=system))
            assert await booted(client) == before
            await client.call(ImageRecycle(target=ONE))
            assert await booted(client) == shown


async def test_a_guest_that_was_not_booted_has_no_boot_device() -> None:
    """Neither without an IPL statement nor with one that names a device that is not there."""
    async with running() as (_, client):
        for name, *more in (("NOIPL",), ("NODISK", "IPL 0500")):
            await client.call(ImageCreateDM(target=name, image_record_array=(f"USER {name} LBYONLY 1G 1G G", *more)))
            await client.call(ImageActivate(target=name))
            assert await booted(client, name) == "0000"
