# SPDX-License-Identifier: Apache-2.0
"""Facts about the host over REST."""

from __future__ import annotations

import re

import pytest

from tests.service.gateway.rest.world import Rest


async def test_the_host_is_told_in_whole_numbers_with_every_key(rest: Rest) -> None:
    """nova-compute does not start without them."""
    host = await rest.get("/host")
    for key in ("vcpus", "vcpus_used", "memory_mb", "memory_mb_used", "hypervisor_version", "disk_total", "disk_used"):
        assert type(host[key]) is int, key
    assert host["hypervisor_type"] == "zvm"
    assert host["hypervisor_version"] in (640, 710, 720, 730, 740)
    assert re.fullmatch(r"IPL at \d\d/\d\d/\d\d \d\d:\d\d:\d\d UTC", host["ipl_time"])
    assert host["cpu_info"]["architecture"] == "s390x"
    assert host["zvm_host"] == host["hypervisor_hostname"] != ""
    assert host["disk_total"] >= host["disk_available"] > 0
    assert host["zcc_userid"] == "ZFLEETLX"  # as CP QUERY USERID says, without a setting
    assert "disk_available" in host


async def test_all_users_of_the_directory_are_listed(rest: Rest) -> None:
    """Managed or not."""
    names = await rest.get("/host/guests")
    assert "MAINT" in names
    assert names == [name.upper() for name in names]


async def test_space_of_a_pool_and_where_it_is_free(rest: Rest) -> None:
    """Details are told by pool."""
    space = await rest.get("/host/diskpool?poolname=ECKD:POOL1")
    assert set(space) == {"disk_total", "disk_used", "disk_available"}
    assert all(type(value) is int for value in space.values())
    everything = await rest.get("/host/diskpool")
    assert everything["disk_total"] >= space["disk_total"] > 0
    details = await rest.get("/host/diskpool?poolname=eckd:pool1&details=True")
    assert list(details) == ["POOL1"]
    entry = details["POOL1"][0]
    assert set(entry) == {"volume_name", "device_type", "start_cylinder", "free_size", "dasd_group", "region_name"}
    assert isinstance(entry["start_cylinder"], str)
    assert isinstance(entry["free_size"], int)


async def test_volumes_of_a_pool_are_one_text(rest: Rest) -> None:
    """Flat, as it is documented and as the Go client reads it."""
    told = await rest.get("/host/diskpool_volumes?poolname=ECKD:POOL1")
    labels = told["diskpool_volumes"].split()
    assert labels
    found = await rest.get(f"/host/volume?volumename={labels[0]}")
    assert set(found) == {"volume_type", "volume_size"}
    assert found["volume_type"].startswith("3390")
    assert int(found["volume_size"]) > 0


@pytest.mark.parametrize(
    ("path", "status", "numbers"),
    [
        ("/host/diskpool?poolname=ECKD:NOPOOL", 404, (4, 1, 5, 402)),
        ("/host/diskpool?poolname=FBA:POOL1", 404, (4, 1, 5, 402)),
        ("/host/diskpool?poolname=POOL1", 400, (400, 120, 400, 400)),
        ("/host/diskpool?pool=ECKD:POOL1", 400, (400, 120, 400, 400)),
        ("/host/diskpool?poolname=ECKD:POOL1&poolname=ECKD:POOL2", 400, (400, 120, 400, 400)),
        ("/host/diskpool?details=maybe", 400, (400, 120, 400, 400)),
        ("/host/diskpool_volumes?poolname=ECKD:NOPOOL", 404, (4, 1, 5, 402)),
        ("/host/volume", 400, (100, 400, 100, 3)),
        ("/host/volume?volumename=TOOLONG", 400, (400, 120, 400, 400)),
        ("/host/volume?volumename=NOVOL", 404, (404, 400, 404, 1)),
    ],
)
async def test_what_is_not_there_and_what_is_not_right(rest: Rest, path: str, status: int, numbers: object) -> None:
    """Each with the contract's numbers."""
    assert await rest.refused("GET", path, status=status) == numbers


async def test_a_host_in_no_cluster_says_so_with_an_empty_list(rest: Rest) -> None:
    """A member answers key = value lines."""
    lines = await rest.get("/host/ssi")
    assert lines == [] or all(" = " in line for line in lines)
