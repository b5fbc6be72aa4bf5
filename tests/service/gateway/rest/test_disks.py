# SPDX-License-Identifier: Apache-2.0
"""A guest's disks over REST."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.gateway.rest.world import Rest, rest_world

BAD = (400, 120, 400, 400)


def info(*disks: object) -> dict[str, object]:
    """The body that has these disks."""
    return {"disk_info": {"disk_list": list(disks)}}


async def test_disks_are_added_and_removed(rest: Rest) -> None:
    """Removing one that is gone is a success; removing from a running guest is 501, as in the reference."""
    await rest.guest("INST0001")
    made = await rest.post("/guests/INST0001/disks", info({"size": "15", "format": "none"}, {"size": "10m"}))
    assert [disk["vdev"] for disk in made] == ["0101", "0102"]
    assert made[0] == {
        "size": "10.5M",
        "is_boot_disk": False,
        "format": "none",
        "vdev": "0101",
        "disk_pool": "ECKD:POOL1",
    }
    assert made[1]["format"] == "ext4"
    lines = (await rest.get("/guests/INST0001"))["user_direct"]
    assert [line.split()[1] for line in lines if line.startswith("MDISK")] == ["0100", "0101", "0102"]
    await rest.action("INST0001", "start")
    found = (await rest.get("/guests/INST0001/disks"))["minidisks"]
    assert [disk["vdev"] for disk in found][:3] == ["0100", "0101", "0102"]  # then the profile's links
    assert found[1] | {"rdev": "", "volume_label": ""} == {
        "vdev": "0101",
        "rdev": "",
        "access_type": "R/W",
        "device_type": "3390",
        "device_size": 15,
        "device_units": "Cylinders",
        "volume_label": "",
    }
    gone = {"vdev_info": {"vdev_list": ["0101"]}}
    assert await rest.refused("DELETE", "/guests/INST0001/disks", gone, status=501) == (501, "guest", 501, 1)
    await rest.action("INST0001", "stop")
    for _ in range(2):
        assert await rest.delete("/guests/INST0001/disks", gone) == ""
    lines = (await rest.get("/guests/INST0001"))["user_direct"]
    assert [line.split()[1] for line in lines if line.startswith("MDISK")] == ["0100", "0102"]


async def test_no_disks_are_a_success(rest: Rest) -> None:
    """Missing or empty."""
    await rest.guest("INST0001")
    for method in ("POST", "PUT"):
        bodies: tuple[dict[str, object], ...] = (info(), {"disk_info": {}})
        for body in bodies:
            assert (await rest.call(method, "/guests/INST0001/disks", body))["output"] == ""


async def test_a_taken_device_number_is_refused_and_nothing_is_made(rest: Rest) -> None:
    """The other disk of the request neither."""
    await rest.guest("INST0001")
    disks = info({"size": "10m", "vdev": "0200", "format": "none"}, {"size": "10m", "vdev": "0100", "format": "none"})
    numbers = await rest.refused("POST", "/guests/INST0001/disks", disks, status=409)
    assert numbers[0] == 409
    lines = (await rest.get("/guests/INST0001"))["user_direct"]
    assert sum(line.startswith("MDISK") for line in lines) == 1


async def test_the_disks_of_a_guest_that_is_off_cannot_be_told(rest: Rest) -> None:
    """They are what the running guest has."""
    await rest.guest("INST0001")
    assert await rest.refused("GET", "/guests/INST0001/disks", status=409) == (409, 10, 409, 1)
    assert (await rest.refused("GET", "/guests/NOBODY/disks", status=404))[0] == 404


async def test_minidisks_are_configured_by_place_without_a_number(rest: Rest) -> None:
    """nova's ephemeral disks have a size and a format and nothing else."""
    disks = [{"size": "10m", "is_boot_disk": True}, {"size": "10m", "format": "ext3"}]
    await rest.guest("INST0001", disk_list=disks)
    assert await rest.put("/guests/INST0001/disks", info({"size": "10m", "format": "ext3"})) == ""
    reader = await rest.zfleet.reader_of("INST0001")
    assert len(reader) == 1
    await rest.put("/guests/INST0001/disks", info({"vdev": "0101", "format": "ext3", "mntdir": "/mnt/data"}))


@pytest.mark.parametrize(
    "disk",
    [
        {"format": "ext3", "mntdir": "relative"},
        {"format": "ext3", "mntdir": "/mnt/a b"},
        {"format": "ext3", "mntdir": "/mnt/$(reboot)"},
        {"format": "ext3", "mntdir": "/mnt\n"},
        {"format": "ntfs"},
        {"vdev": "0101"},
        {"format": "ext3", "vdev": "xyz"},
    ],
)
async def test_what_cannot_be_configured_is_400(rest: Rest, disk: object) -> None:
    """Nothing gets into a script that is not a path."""
    await rest.guest("INST0001")
    assert await rest.refused("PUT", "/guests/INST0001/disks", info(disk), status=400) == BAD


@pytest.mark.parametrize("numbers", [[], ["0101", "101"], ["01011"], "0101", None])
async def test_which_disks_go_must_be_a_list_of_numbers(rest: Rest, numbers: object) -> None:
    """At least one, each once."""
    body = {"vdev_info": {"vdev_list": numbers}}
    assert await rest.refused("DELETE", "/guests/INST0001/disks", body, status=400) == BAD


async def test_a_single_swap_disk_is_in_memory(rest: Rest) -> None:
    """With others it is a minidisk unless the settings say otherwise."""
    await rest.guest("INST0001", disk_list=[{"size": "8m", "format": "swap"}])
    lines = " ".join((await rest.get("/guests/INST0001"))["user_direct"])
    assert "V-DISK" in lines


async def test_settings_say_where_swap_goes_and_which_pools_there_are(tmp_path: Path) -> None:
    """Of several pools a request must name one."""
    disks = [{"size": "10m", "is_boot_disk": True}, {"size": "8m", "format": "swap"}]
    async with rest_world(tmp_path, rest_swap_on_minidisk=False, rest_disk_pools=("ECKD:POOL1",)) as rest:
        made = await rest.guest("INST0001", disk_list=disks)
        assert made[1]["disk_pool"] == ""
        assert "V-DISK" in " ".join((await rest.get("/guests/INST0001"))["user_direct"])
    async with rest_world(tmp_path / "b", rest_disk_pools=("ECKD:POOL1", "ECKD:POOL2")) as rest:
        body = {"guest": {"userid": "INST0001", "vcpus": 1, "memory": 1024, "disk_list": disks}}
        assert await rest.refused("POST", "/guests", body, status=400) == (100, 400, 100, 3)
