# SPDX-License-Identifier: Apache-2.0
"""The connector's own Linux punches scripts to a guest and commands it: the Linux port, embedded and over TCP."""

from __future__ import annotations

import pytest

from zfleet_simulator.linux import GUEST_NOT_AUTHORISED, GUEST_NOT_LOGGED_ON, LinuxError
from zfleet_smapi.calls import (
    ImageActivate,
    ImageCPUQuery,
    ImageCreateDM,
    VirtualNetworkAdapterQueryExtended,
    VirtualNetworkVswitchSetExtended,
)

from .conftest import World

GUEST = "ZFCT0004"
SCRIPTS = (
    b"#!/bin/sh\n# zfleet: authorize user=ZFLEETLX\n",
    b"#!/bin/sh\n# zfleet: configure-nic device=1000 address=192.168.44.5/24 gateway=192.168.44.1\n",
)


async def test_a_deployed_guest_obeys_after_its_first_boot_only(world: World) -> None:
    """Off, then booted from an image with scripts in its reader: address and authority from them, CPUs by command."""
    linux = world.linux
    if linux is None:
        pytest.skip("a real host has no such port")
    records = (
        f"USER {GUEST} LBYONLY 1G 2G G",
        f"INCLUDE {world.profile}",
        "COMMAND DEFINE CPU 00 TYPE IFL",
        "IPL 0100",
        f"NICDEF 1000 TYPE QDIO LAN SYSTEM {world.switch}",
        f"MDISK 0100 3390 AUTOG 10 {world.pool} MR",
    )
    await world.client.call(ImageCreateDM(target=GUEST, image_record_array=records))
    await world.client.call(VirtualNetworkVswitchSetExtended(switch_name=world.switch, grant_userid=GUEST))
    async with await linux.link(GUEST, "0100", "W") as disk:
        await disk.write(0, b"an image")
    with pytest.raises(LinuxError) as off:
        await linux.guest_command(GUEST, ["pwd"])
    assert off.value.message_id == GUEST_NOT_LOGGED_ON
    for script in SCRIPTS:
        await linux.punch(GUEST, "setup", "sh", "X", [script])
    await world.client.call(ImageActivate(target=GUEST))

    assert (await linux.guest_command(GUEST, ["uname", "-s"])).output == "Linux\n"
    reply = await world.client.call(VirtualNetworkAdapterQueryExtended(target=GUEST, image_device_number="*"))
    assert "mac_ip_address=192.168.44.5" in reply.response_list
    for command in (["vmcp", "def", "cpu", "01"], ["chcpu", "-r"], ["chcpu", "-e", "1"]):
        assert (await linux.guest_command(GUEST, command)).exit_code == 0
    assert (await world.client.call(ImageCPUQuery(target=GUEST))).number_cpus == 2
    assert (await linux.guest_command(GUEST, ["no-such-program"])).exit_code == 127

    await linux.guest_command(GUEST, ["sh", "-c", "echo -n ELSEWHER > /etc/iucv_authorized_userid"])
    with pytest.raises(LinuxError) as stranger:
        await linux.guest_command(GUEST, ["pwd"])
    assert stranger.value.message_id == GUEST_NOT_AUTHORISED
