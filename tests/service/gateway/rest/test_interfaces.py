# SPDX-License-Identifier: Apache-2.0
"""NICs with their configuration in the guest's Linux, over REST."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.gateway.rest.world import Rest

BAD = (400, 120, 400, 400)
NET = {
    "ip_addr": "192.0.2.5",
    "gateway_addr": "192.0.2.1",
    "cidr": "192.0.2.0/24",
    "mac_addr": "02:00:00:12:34:56",
    "nic_id": "port-1",
}


def body(*networks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The body that has these networks."""
    return {"interface": {"os_version": "rhel9.4", "guest_networks": list(networks), **more}}


async def test_interfaces_are_answered_as_given_with_their_numbers(rest: Rest) -> None:
    """nova's and Terraform's forms; keys that nobody knows are kept."""
    await rest.guest("INST0001")
    second = {"method": "dhcp", "dns_addr": [], "nic_vdev": "1100", "mtu": 1400, "more": {"a": 1}}
    made = await rest.post("/guests/INST0001/interface", body(NET, second))
    assert made == [
        {**NET, "nic_vdev": "1000", "primary": True},
        {**second, "nic_vdev": "1100", "primary": False},
    ]
    rows = await rest.get("/guests/nics?userid=INST0001")
    assert [(row["interface"], row["port"]) for row in rows] == [("1000", "port-1"), ("1100", None)]
    assert await rest.zfleet.reader_of("INST0001")
    delete = {"interface": {"os_version": "rhel9.4", "vdev": "1100"}}
    assert await rest.delete("/guests/INST0001/interface", delete) == ""
    assert await rest.delete("/guests/INST0001/interface", delete) == ""
    assert len(await rest.get("/guests/nics?userid=INST0001")) == 1


async def test_a_running_guest_gets_its_interface_at_once(rest: Rest) -> None:
    """And one that is off cannot: 409, nothing is made."""
    await rest.guest("INST0001")
    active = body({**NET, "method": "static"}, active="1")
    assert await rest.refused("POST", "/guests/INST0001/interface", active, status=409) == (409, 20, 409, 1)
    assert await rest.get("/guests/nics") == []
    await rest.action("INST0001", "start", timeout=5)
    await rest.post("/guests/INST0001/interface", active)
    assert (await rest.get("/guests/nics"))[0]["interface"] == "1000"


@pytest.mark.parametrize(
    "bad",
    [
        body(),
        body({"ip_addr": "192.0.2.5"}),
        body({**NET, "ip_addr": "192.0.2.500"}),
        body({**NET, "cidr": "192.0.2.0/33"}),
        body({**NET, "cidr": "198.51.100.0/24"}),
        body({**NET, "gateway_addr": "198.51.100.1"}),
        body({**NET, "mac_addr": "02-00-00-12-34-56"}),
        body({**NET, "mac_addr": "01:00:00:12:34:56"}),
        body({**NET, "nic_vdev": "12345"}),
        body({**NET, "method": "magic"}),
        body({**NET, "hostname": "a;reboot"}),
        body({**NET, "dns_addr": ["8.8.8.8; reboot"]}),
        body({**NET, "nic_id": "a b"}),
        body(NET, os_version="rhel9.4\n"),
        body(NET, os_version="windows"),
        body(NET, active=1),
        {"interface": {"guest_networks": [NET]}},
        {},
    ],
)
async def test_a_bad_interface_is_400_and_nothing_is_made(rest: Rest, bad: object) -> None:
    """Addresses are checked against each other too."""
    await rest.guest("INST0001")
    numbers = await rest.refused("POST", "/guests/INST0001/interface", bad, status=400)
    assert (numbers == (100, 400, 100, 3)) or bad != body()
    assert numbers in (BAD, (100, 400, 100, 3))
    assert await rest.get("/guests/nics") == []
    assert await rest.zfleet.reader_of("INST0001") == []


async def test_an_osa_device_is_dedicated(rest: Rest) -> None:
    """Three real devices for the guest alone; the record says which. One that is not free is 409 rs 14."""
    await rest.guest("INST0001")
    taken = body({"osa_device": "FFF0"})
    assert await rest.refused("POST", "/guests/INST0001/interface", taken, status=409) == (409, 20, 409, 14)
    free = await free_osa_device(rest)
    await rest.post("/guests/INST0001/interface", body({"osa_device": free}))
    assert (await rest.get("/guests/nics"))[0]["comments"] == f"OSA={free.lower()}"


async def free_osa_device(rest: Rest) -> str:
    """The first of three OSA devices that nobody has."""
    from zfleet.network.v1 import network_service_pb2 as pb

    found = await rest.zfleet.nics.ListOsaDevices(pb.ListOsaDevicesRequest(), timeout=20)
    free = {int(each.real_device_number, 16) for each in found.osa_devices if each.status == pb.OSA_STATUS_FREE}
    return next(f"{number:04X}" for number in sorted(free) if {number + 1, number + 2} <= free)
