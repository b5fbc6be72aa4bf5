# SPDX-License-Identifier: Apache-2.0
"""Dedicated devices and channel-to-channel adapters: in the directory, and on a running guest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import client_of, codes, define, refused, running
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.calls import (
    ImageActivate,
    ImageConsoleGet,
    ImageDeactivate,
    ImageDeviceDedicateDM,
    ImageDeviceReset,
    ImageDeviceUndedicate,
    ImageDeviceUndedicateDM,
    ImageLockDM,
    ImageQueryDM,
    ImageUnlockDM,
    StaticImageChangesDeactivateDM,
    SystemWWPNQuery,
    VirtualChannelConnectionCreate,
    VirtualChannelConnectionCreateDM,
    VirtualChannelConnectionDelete,
    VirtualChannelConnectionDeleteDM,
)
from zfleet_smapi.client import SmapiClient

ONE, TWO, THREE = "LINUX01", "LINUX02", "LINUX03"
FCP = ImageDeviceDedicateDM(target=ONE, image_device_number="1A00", real_device_number="B800", readonly=0)


def undedicate(number: str = "1A00", target: str = ONE) -> ImageDeviceUndedicateDM:
    """Take the statement out."""
    return ImageDeviceUndedicateDM(target=target, image_device_number=number)


def reset(number: str, target: str = ONE) -> ImageDeviceReset:
    """Reset a device of a running guest."""
    return ImageDeviceReset(target=target, image_device_number=number)


def channel(number: str = "F100", target: str = ONE, partner: str = TWO) -> VirtualChannelConnectionCreateDM:
    """A SPECIAL statement."""
    return VirtualChannelConnectionCreateDM(target=target, image_device_number=number, coupled_image_name=partner)


def no_channel(number: str = "F100", target: str = ONE) -> VirtualChannelConnectionDeleteDM:
    """Take the SPECIAL statement out."""
    return VirtualChannelConnectionDeleteDM(target=target, image_device_number=number)


def couple(partner: str = TWO, target: str = ONE) -> VirtualChannelConnectionCreate:
    """A pair of adapters of running guests."""
    return VirtualChannelConnectionCreate(
        target=target, image_device_number="F100", coupled_image_name=partner, coupled_image_device_number="F200"
    )


async def statements(client: SmapiClient, word: str, name: str = ONE) -> list[str]:
    """The statements of one kind in an entry."""
    records = (await client.call(ImageQueryDM(target=name))).image_record_array
    return [record.rstrip() for record in records if record.startswith(word)]


async def owner_of_fcp(client: SmapiClient) -> str:
    """Who has FCP device B800."""
    lines = (await client.call(SystemWWPNQuery(owner="YES"))).wwpn_array
    return next(line.owner for line in lines if line.fcp_dev_id == "B800")


async def has(client: SmapiClient, number: str, name: str = ONE) -> bool:
    """A running guest has a device: no query shows adapters of this kind, but what is not there cannot be reset."""
    answered = await codes(client, reset(number, name))
    assert answered in ((0, 0), (204, 8))
    return answered == (0, 0)


async def test_an_undedicated_device_is_gone_from_the_entry_and_from_the_next_logon() -> None:
    """The running guest keeps it until it logs off."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(FCP)
        assert await statements(client, "DEDICATE") == ["DEDICATE 1A00 B800"]
        await client.call(ImageActivate(target=ONE))
        assert await owner_of_fcp(client) == ONE
        assert await codes(client, undedicate("1a00")) == (0, 0)
        assert await statements(client, "DEDICATE") == []
        assert await has(client, "1A00")
        await client.call(ImageDeactivate(target=ONE, force_time="IMMED"))
        await client.call(ImageActivate(target=ONE))
        assert await owner_of_fcp(client) == "NONE"
        assert not await has(client, "1A00")
        assert await refused(client, undedicate()) == (404, 8)


async def test_a_reset_device_stays_and_says_so_on_the_console() -> None:
    """A device number of three digits is one of four; a detached device can no longer be reset."""
    async with running() as (host, client):
        await define(client, ONE)
        await client.call(FCP)
        await client.call(ImageActivate(target=ONE))
        for number in ("1a00", "0100", "100", "1000", "009"):
            assert await codes(client, reset(number)) == (0, 0)
        await client.call(ImageConsoleGet(target=ONE))
        linux = LinuxClient(host.connect_linux)
        spool_id = (await linux.command("TRANSFER MAINT RDR ALL TO *")).split()[2]
        assert "Device 1A00 was reset" in (await linux.receive(spool_id)).decode()
        assert await owner_of_fcp(client) == ONE
        await client.call(ImageDeviceUndedicate(target=ONE, image_device_number="1A00"))
        assert await refused(client, reset("1A00")) == (204, 8)


async def test_a_guest_that_is_being_stopped_has_no_devices_to_reset() -> None:
    """200/16 until its shutdown is over, 200/12 then."""
    async with running(shutdown_seconds=30.0) as (host, client):
        await define(client, ONE)
        await client.call(ImageActivate(target=ONE))
        await client.call(ImageDeactivate(target=ONE, force_time="WITHIN 60"))
        assert await refused(client, reset("0100")) == (200, 16)
        await host.config.clock.advance(61)  # type: ignore[attr-defined]
        assert await refused(client, reset("0100")) == (200, 12)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (reset("0100", "NOBODY"), (200, 4)),
        (reset("0100", "OSDFLT"), (200, 4)),
        (reset("0100", TWO), (200, 12)),
        (undedicate("1000"), (404, 8)),
        (undedicate("0100"), (404, 8)),
        (undedicate(target="NOBODY"), (400, 4)),
        (undedicate(target="OSDFLT"), (400, 4)),
        (channel(target="NOBODY"), (400, 4)),
        (channel(target="OSDFLT"), (400, 4)),
        (channel(partner="NOBODY"), (412, 4)),
        (channel(partner="OSDFLT"), (412, 4)),
        (channel("0100"), (404, 4)),
        (channel("1002"), (404, 4)),
        (no_channel(), (404, 8)),
        (no_channel("1000"), (404, 8)),
        (no_channel(target="NOBODY"), (400, 4)),
    ],
)
async def test_what_is_not_there_has_its_code(call: Any, expected: tuple[int, int]) -> None:
    """And the entry is what it was."""
    async with running() as (_, client):
        await define(client, ONE, TWO)
        before = await client.call(ImageQueryDM(target=ONE))
        assert await refused(client, call) == expected
        assert (await client.call(ImageQueryDM(target=ONE))).image_record_array == before.image_record_array


async def test_a_channel_in_the_directory_is_an_adapter_that_one_partner_may_couple_to() -> None:
    """CP refuses everybody else; the running adapter is free for its partner again when a pair is taken apart."""
    async with running() as (_, client):
        await define(client, ONE, TWO, THREE)
        assert await codes(client, channel()) == (0, 0)
        assert await statements(client, "SPECIAL") == ["SPECIAL F100 CTCA LINUX02"]
        assert await refused(client, channel()) == (404, 4)
        for name in (ONE, TWO, THREE):
            await client.call(ImageActivate(target=name))
        assert await has(client, "F100")
        for _ in range(2):
            assert await refused(client, couple(THREE)) == (396, 6011)
            assert not await has(client, "F200", THREE)
            await client.call(couple())
            assert await has(client, "F200", TWO)
            await client.call(VirtualChannelConnectionDelete(target=TWO, image_device_number="F200"))
            assert await has(client, "F100")


async def test_a_channel_taken_out_of_the_entry_is_not_there_after_the_next_logon() -> None:
    """And a second removal is 404/8."""
    async with running() as (_, client):
        await define(client, ONE, TWO)
        await client.call(channel())
        assert await codes(client, no_channel("f100")) == (0, 0)
        assert await statements(client, "SPECIAL") == []
        await client.call(ImageActivate(target=ONE))
        assert not await has(client, "F100")
        assert await refused(client, no_channel()) == (404, 8)


@pytest.mark.parametrize("call", [undedicate(), channel("F200"), no_channel()])
async def test_locks_keep_devices_as_they_are(call: Any) -> None:
    """400/12 when the entry is locked, 404/12 when the device is."""
    async with (
        running(users={"MAINT": "secret", "OTHER": "secret"}) as (host, client),
        client_of(host, "OTHER") as other,
    ):
        await define(client, ONE, TWO)
        await client.call(FCP)
        await client.call(channel())
        await client.call(ImageLockDM(target=ONE))
        assert await refused(other, call) == (400, 12)
        await client.call(ImageUnlockDM(target=ONE))
        if not isinstance(call, VirtualChannelConnectionCreateDM):
            lock = ImageLockDM(target=ONE, device_address=call.image_device_number)
            await client.call(lock)
            assert await refused(client, call) == (404, 12)
            await client.call(ImageUnlockDM(target=ONE, device_address=call.image_device_number))
        assert await codes(client, call) == (0, 0)


@pytest.mark.parametrize("call", [undedicate(), channel("F200"), no_channel()])
async def test_changes_that_are_held_back_say_so(call: Any) -> None:
    """0/8: the source directory has it, the online directory has not."""
    async with running() as (_, client):
        await define(client, ONE, TWO)
        await client.call(FCP)
        await client.call(channel())
        await client.call(StaticImageChangesDeactivateDM())
        assert await codes(client, call) == (0, 8)
        await client.call(ImageActivate(target=ONE))
        assert [await has(client, number) for number in ("1A00", "F100", "F200")] == [True, True, False]
