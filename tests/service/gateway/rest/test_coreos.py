# SPDX-License-Identifier: Apache-2.0
"""Red Hat CoreOS over REST: interface with mtu, deploy with the Ignition file, and the numbers of what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.service.gateway.rest.world import Rest, rest_world
from tests.service.gateway.test_deploy_coreos import IGNITION, image
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import storage_service_pb2 as storage

NETWORK = {
    "ip_addr": "192.168.10.11",
    "cidr": "192.168.10.0/24",
    "gateway_addr": "192.168.10.1",
    "dns_addr": ["192.168.10.2"],
    "mac_addr": "02:00:00:12:34:56",
    "nic_id": "port-1",
    "hostname": "node1",
    "mtu": 1500,
}


async def connect(rest: Rest) -> None:
    """LINUX01's interface on VSW1, as a caller makes it: created, then coupled."""
    body = {"interface": {"os_version": "rhcos4.14", "guest_networks": [NETWORK], "active": False}}
    (made,) = await rest.post("/guests/LINUX01/interface", body)
    await rest.put("/vswitches/VSW1", {"vswitch": {"grant_userid": "LINUX01"}})
    couple = {"info": {"couple": True, "vswitch": "VSW1", "active": False}}
    await rest.put(f"/guests/LINUX01/nic/{made['nic_vdev']}", couple)


async def refused(rest: Rest, status: int, **fields: Any) -> tuple[int, Any, int, int]:
    """The numbers of a refused deploy."""
    return await rest.refused("POST", "/guests/LINUX01/action", {"action": "deploy", **fields}, status=status)


async def test_coreos_is_deployed_and_what_is_missing_has_a_number(tmp_path: Path) -> None:
    """300/300/12, 13 and 14; the network is used up by the deploy that succeeds."""
    drops = tmp_path / "drops"
    drops.mkdir()
    file = drops / "node.ign"
    file.write_bytes(IGNITION.content)
    async with rest_world(tmp_path, storage={"file_folders": [drops]}) as rest:
        await rest.guest()
        await image(rest.zfleet)
        await image(rest.zfleet, "scsi", storage.IMAGE_DISK_TYPE_SCSI)
        fields = {"image": "rhcos", "transportfiles": str(file)}
        assert await refused(rest, 500, image="rhcos") == (300, 10, 300, 13)
        assert await refused(rest, 500, **fields) == (300, 10, 300, 12)
        await connect(rest)
        assert await refused(rest, 500, image="rhcos") == (300, 10, 300, 13)
        assert await refused(rest, 500, **(fields | {"image": "scsi"})) == (300, 10, 300, 14)
        assert await refused(rest, 404, **(fields | {"transportfiles": f"{file}x"})) == (300, 10, 300, 4)
        assert await rest.action("LINUX01", "deploy", **fields) == ""
        assert await refused(rest, 500, **fields) == (300, 10, 300, 12)
        await rest.action("LINUX01", "start")
        (adapter,) = (await rest.get("/guests/LINUX01/adapters"))["adapters"]
        assert adapter["mac_ip_address"] == "192.168.10.11"
        console = await rest.zfleet.guests.GetConsole(guest.GetConsoleRequest(user_id="LINUX01"), timeout=20)
        assert "node7 login:" in console.text


async def test_a_config_that_is_none_is_a_bad_file(tmp_path: Path) -> None:
    """300/300/4: for example the config drive that other systems get."""
    (tmp_path / "drive.iso").write_bytes(b"\x01CD001")
    async with rest_world(tmp_path, storage={"file_folders": [tmp_path]}) as rest:
        await rest.guest()
        await image(rest.zfleet)
        await connect(rest)
        drive = {"image": "rhcos", "transportfiles": str(tmp_path / "drive.iso")}
        assert await refused(rest, 400, **drive) == (300, 10, 300, 4)
