# SPDX-License-Identifier: Apache-2.0
"""FCP devices of a simulated host: whose they are, while guests come and go, and which channel they are on."""

from __future__ import annotations

import pytest

from tests.unit.simulator.worlds import client_of, config, define, entry, refused, running
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.linux import LinuxClient, LinuxError
from zfleet_smapi.calls import (
    ImageActivate,
    ImageConsoleGet,
    ImageDeactivate,
    ImageDeviceDedicate,
    ImageDeviceDedicateDM,
    ImageDeviceUndedicate,
    SystemWWPNQuery,
)
from zfleet_smapi.client import SmapiClient

FREE, ACTIVE = "2", "1"


async def of(client: SmapiClient, number: str) -> tuple[str, str]:
    """State and owner of an FCP device."""
    reply = await client.call(SystemWWPNQuery(owner="YES"))
    (line,) = [line for line in reply.wwpn_array if line.fcp_dev_id == number]
    return line.dev_status, line.owner


async def test_a_device_of_the_directory_is_active_while_its_guest_is_on() -> None:
    """DEDICATE alone takes nothing; the logon does, the logoff gives it back."""
    async with running() as (_, client):
        await define(client, "LINUX01")
        await client.call(
            ImageDeviceDedicateDM(target="LINUX01", image_device_number="B800", real_device_number="B800")
        )
        assert await of(client, "B800") == (FREE, "NONE")
        await client.call(ImageActivate(target="LINUX01"))
        assert await of(client, "B800") == (ACTIVE, "LINUX01")
        await client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
        assert await of(client, "B800") == (FREE, "NONE")


async def test_a_device_is_taken_and_given_back_by_a_running_guest() -> None:
    """Image_Device_Dedicate and _Undedicate act at once; another guest cannot have it meanwhile (204/16)."""
    async with running() as (_, client):
        await define(client, "LINUX01", "LINUX02")
        for name in ("LINUX01", "LINUX02"):
            await client.call(ImageActivate(target=name))
        take = ImageDeviceDedicate(target="LINUX01", image_device_number="B801", real_device_number="B801")
        await client.call(take)
        assert await of(client, "B801") == (ACTIVE, "LINUX01")
        other = ImageDeviceDedicate(target="LINUX02", image_device_number="B801", real_device_number="B801")
        assert await refused(client, other) == (204, 16)
        await client.call(ImageDeviceUndedicate(target="LINUX01", image_device_number="B801"))
        assert await of(client, "B801") == (FREE, "NONE")
        await client.call(other)
        assert await of(client, "B801") == (ACTIVE, "LINUX02")


async def test_a_logon_without_a_device_that_somebody_has_goes_on() -> None:
    """CP says so on the console; the first owner keeps it."""
    async with running() as (host, client):
        for name in ("LINUX01", "LINUX02"):
            await client.call(entry(name, "DEDICATE B802 B802", disk=""))
            await client.call(ImageActivate(target=name))
        assert await of(client, "B802") == (ACTIVE, "LINUX01")
        await client.call(ImageConsoleGet(target="LINUX02"))
        linux = LinuxClient(host.connect_linux)
        spool_id = (await linux.command("TRANSFER MAINT RDR ALL TO *")).split()[2]
        assert b"Device B802 does not exist or is not available" in await linux.receive(spool_id)


async def test_cp_tells_the_physical_channel_of_a_channel_path() -> None:
    """QUERY CHPID nn PCHID, for paths that devices are on; QUERY CHPIDV says that they are not virtual."""
    async with SimulatedHost(config()) as host, client_of(host) as client:
        reply = await client.call(SystemWWPNQuery())
        assert {line.chpid for line in reply.wwpn_array} == {"27", "2B"}
        linux = LinuxClient(host.connect_linux)
        answers = {chpid: await linux.command(f"QUERY CHPID {chpid} PCHID") for chpid in ("27", "2B")}
        assert {chpid: answer.split()[-1] for chpid, answer in answers.items()} == {"27": "019C", "2B": "01AC"}
        assert await linux.command("QUERY CHPIDV") == "CHPIDV OFF\n"
        for wrong in ("QUERY CHPID 99 PCHID", "QUERY CHPID XYZ PCHID", "QUERY CHPID 27 STATUS", "QUERY CHPID"):
            with pytest.raises(LinuxError, match="HCP"):
                await linux.command(wrong)
