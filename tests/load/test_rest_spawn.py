# SPDX-License-Identifier: Apache-2.0
"""Spawns as OpenStack's nova makes them: seven REST calls one after another, each on a connection of its own."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.load.conftest import Say
from tests.load.loop_stalls import stalls_of
from tests.load.measure import Times, at_once, timed
from tests.load.rest_caller import call_once
from zfleet_client import Fleet
from zfleet_client.local.local_fleet import LocalFleet
from zfleet_client.local.plan import PORTS, Plan

IMAGE = "0b52ee15-71b1-4bf5-a9a7-4d0d4e6a7c3a"
IMAGE_BYTES = 2 * 2**20
OS_VERSION = "rhel9.4"

STALL = 0.1
"""Seconds that nothing may hold up the gateway's event loop: every call of every client waits for it. People notice
0.1 s, and nova's client makes seven calls in a row."""


class Nova:
    """What nova's driver calls to spawn, in its order; how long each call took."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.times: defaultdict[str, list[float]] = defaultdict(list)

    async def _call(self, name: str, method: str, path: str, body: Any = None) -> Any:
        output: Any = None

        async def call() -> None:
            nonlocal output
            output = await call_once(self._url, method, path, body)

        self.times[name].append(await timed(call))
        return output

    async def spawn(self, user_id: str, number: int) -> None:
        """A guest with a boot disk from the image, an ephemeral disk and a NIC, started."""
        assert user_id not in await self._call("guest_list", "GET", "/guests")
        (image,) = await self._call("image_query", "GET", f"/images?imagename={IMAGE}")
        disks = [{"size": "10m", "is_boot_disk": True}, {"size": "10m", "format": "ext3"}]
        guest = {"userid": user_id, "vcpus": 1, "memory": 1024, "disk_list": disks}
        made = await self._call("guest_create", "POST", "/guests", {"guest": guest})
        assert [disk["vdev"] for disk in made] == ["0100", "0101"]
        deploy = {
            "action": "deploy",
            "image": image["imagename"],
            "transportfiles": None,
            "remotehost": "nova@127.0.0.1",
        }
        await self._call("guest_deploy", "POST", f"/guests/{user_id}/action", deploy)
        ephemeral = {"disk_info": {"disk_list": disks[1:]}}
        await self._call("guest_config_minidisks", "PUT", f"/guests/{user_id}/disks", ephemeral)
        network = {
            "ip_addr": f"192.0.2.{number % 200 + 10}",
            "gateway_addr": "192.0.2.1",
            "cidr": "192.0.2.0/24",
            "mac_addr": f"02:00:00:10:{number // 256:02x}:{number % 256:02x}",
            "nic_id": f"5f2d5c0e-0000-4000-8000-{number:012d}",
        }
        interface = {"interface": {"os_version": OS_VERSION, "guest_networks": [network]}}
        (nic,) = await self._call("guest_create_network_interface", "POST", f"/guests/{user_id}/interface", interface)
        assert nic["nic_vdev"] == "1000"
        await self._call("guest_start", "POST", f"/guests/{user_id}/action", {"action": "start"})


@pytest.mark.parametrize("width", [1, 4, 16])
async def test_nova_spawns_at_once(tmp_path: Path, say: Say, width: int) -> None:
    """Every guest is there afterwards, on, with its disks and its NIC; nothing has held up the gateway's loop."""
    count = max(16, width * 2)
    plan = Plan(state_folder=tmp_path, ports=dict.fromkeys(PORTS, 0), arguments={"simulator": ["--workers=16"]})
    async with LocalFleet(plan) as local, Fleet(local.address) as fleet:
        image = plan.own_import_folder / "image"
        image.write_bytes(bytes(range(256)) * (IMAGE_BYTES // 256))
        await fleet.images.import_from(IMAGE, str(image), os_version=OS_VERSION)
        await Nova(local.rest_url).spawn("WARMUP", 9999)
        nova = Nova(local.rest_url)
        metrics = {part.name: part.metrics_url for part in local.running if part.name != "simulator"}
        before = {name: await stalls_of(url) for name, url in metrics.items()}
        times, rate = await at_once(lambda number: nova.spawn(f"NOVA{number:04}", number), count=count, width=width)
        stalls = {name: (await stalls_of(url)).since(before[name]) for name, url in metrics.items()}
        expected = {f"NOVA{number:04}" for number in range(count)}
        assert expected <= set(await call_once(local.rest_url, "GET", "/guests"))
        for user_id in expected:
            found = (await fleet.guest(user_id)).guest
            assert (len(found.disks), len(found.nics)) == (2, 1)
            assert await call_once(local.rest_url, "GET", f"/guests/{user_id}/power_state") == "on"
    say(f"{width:2} nova-shaped spawns over REST at once: {rate:.1f}/s, {times}")
    for name, seconds in nova.times.items():
        say(f"   {name}: {Times(seconds)}")
    for name, seen in stalls.items():
        say(f"   {name}'s event loop: {seen}")
    assert not stalls["gateway"].blocked.above(STALL)
