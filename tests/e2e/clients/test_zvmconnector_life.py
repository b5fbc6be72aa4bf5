# SPDX-License-Identifier: Apache-2.0
"""Facts about a guest's whole life by zvmconnector, and about its volumes: every request has its effect on z/VM."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.clients.cloud import CLUSTER_MEMBER, Cloud
from tests.e2e.clients.traces import traces
from tests.e2e.clients.zvmconnector import Zvmconnector
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet_client import Fleet

HERE = {
    "guest_create", "guest_list", "guest_get_definition_info", "guest_get_user_direct", "guest_get_power_state",
    "guest_get_power_state_real", "guest_deploy", "guest_config_minidisks", "guest_create_disks", "guest_delete_disks",
    "guest_create_network_interface", "guest_delete_network_interface", "guest_create_nic", "guest_delete_nic",
    "guests_get_nic_info", "guest_nic_couple_to_vswitch", "guest_nic_uncouple_from_vswitch", "vswitch_grant_user",
    "vswitch_revoke_user", "vswitch_set_vlan_id_for_user", "guest_start", "guest_stop", "guest_softstop", "guest_pause",
    "guest_unpause", "guest_reboot", "guest_reset", "guest_get_info", "guest_get_adapters_info", "guest_inspect_stats",
    "guest_inspect_vnics", "guest_get_console_output", "guest_live_resize_cpus", "guest_live_resize_mem",
    "guest_resize_cpus", "guest_resize_mem", "guest_grow_root_volume", "guest_live_migrate", "guest_capture",
    "guest_deregister", "guest_register", "guest_delete", "create_fcp_template", "edit_fcp_template",
    "delete_fcp_template", "get_fcp_templates", "get_fcp_templates_details", "get_fcp_usage", "set_fcp_usage",
    "get_volume_connector", "volume_attach", "volume_detach", "volume_refresh_bootmap",
}  # fmt: skip
GUEST = "ZCLIFE"
VOLUMES = "ZCVOL"


@pytest.fixture(scope="module")
def zvm(connect: Callable[..., Zvmconnector]) -> Zvmconnector:
    """To the cloud's gateway."""
    return connect()


@pytest.fixture(scope="module")
async def fleet(cloud: Cloud) -> AsyncIterator[Fleet]:
    """To look at what came of it, past REST."""
    async with Fleet(cloud.address) as client:
        yield client


@pytest.fixture(scope="module")
async def image(zvm: Zvmconnector, cloud: Cloud, linux_image: Path) -> str:
    """An imported Linux."""
    here = cloud.compute.folder / "life.img"
    here.write_bytes(linux_image.read_bytes())
    await zvm.ok(
        "image_import", "zc-life", f"file://{here}", {"os_version": "rhel9.2"}, remote_host=cloud.compute.remote
    )
    return "zc-life"


async def statements(zvm: Zvmconnector, name: str = GUEST) -> list[str]:
    """The directory entry."""
    found = (await zvm.ok("guest_get_definition_info", name))["user_direct"]
    masked = [found[0].replace(" LBYONLY ", " ****** "), *found[1:]]  # whatever stands in the password's place
    assert (await zvm.ok("guest_get_user_direct", name))["user_direct"] == masked
    return [line.strip() for line in found]


async def test_a_guest_is_created_with_every_option(zvm: Zvmconnector, image: str, fleet: Fleet) -> None:
    """What is asked for is in the directory entry; the answer has the disks with their device numbers."""
    disks = [
        {"size": "100m", "is_boot_disk": True},
        {"size": "1g", "format": "ext4", "disk_pool": "ECKD:POOL1"},
        {"size": "100m", "format": "swap"},
        {"size": "2000", "format": "none"},
    ]
    options = {"max_cpu": 8, "max_mem": "8g", "ipl_param": "console=ttyS0", "ipl_loadparam": "1", "account": "team1"}
    more = {"user_profile": "osdflt", "comments": ["made by a test"], "cshare": "RELATIVE 150", "rdomain": "SSI"}
    made = await zvm.ok("guest_create", GUEST, 2, 1024, disk_list=disks, dedicate_vdevs=["1A00"], **options, **more)
    assert [(disk["vdev"], disk["size"], disk["format"]) for disk in made] == [
        ("0100", "100m", "none"),
        ("0101", "1g", "ext4"),
        ("0102", "100m", "swap"),
        ("0103", "1.4G", "none"),
    ]
    assert all(disk["disk_pool"] == "ECKD:POOL1" for disk in made)
    assert [disk["is_boot_disk"] for disk in made] == [True, False, False, False]
    assert GUEST in await zvm.ok("guest_list")
    entry = await statements(zvm)
    for wanted in (
        f"USER {GUEST} LBYONLY 1G 8G G",
        "INCLUDE OSDFLT",
        "MACHINE ESA 8",
        "ACCOUNT TEAM1",
        "SHARE RELATIVE 150",
        "DEDICATE 1A00 1A00",
        "* MADE BY A TEST",
    ):
        assert any(line.upper().startswith(wanted) for line in entry), (wanted, entry)
    assert await zvm.ok("guest_get_power_state", GUEST) == "off"
    assert await zvm.ok("guest_get_power_state_real", GUEST) == "off"
    assert await zvm.error("guest_create", GUEST, 1, 1024, disk_list=[]) == (8, 400, 8)


async def test_it_gets_an_image_disks_and_interfaces(
    zvm: Zvmconnector, image: str, cloud: Cloud, fleet: Fleet, tmp_path: Path
) -> None:
    """Deployed with a hostname, its disks set up, interfaces configured, NICs and disks made and removed."""
    assert await zvm.error("guest_deploy", GUEST, "zc-nothing") == (404, 404, 1)
    await zvm.ok("guest_deploy", GUEST, image, hostname="life.example.org")
    await zvm.ok("guest_config_minidisks", GUEST, [{"vdev": "0101", "format": "ext4", "mntdir": "/srv"}])
    more = await zvm.ok(
        "guest_create_disks", GUEST, [{"size": "50m", "format": "ext3"}, {"size": "60m", "vdev": "0200"}]
    )
    assert [(disk["vdev"], disk["format"]) for disk in more] == [("0104", "ext3"), ("0200", "ext4")]
    await zvm.ok("guest_delete_disks", GUEST, ["0104", "0200"])
    assert {disk.device_number async for disk in fleet.disks.list(GUEST)} == {"0100", "0101", "0102", "0103"}

    net = {"ip_addr": "10.30.0.5", "cidr": "10.30.0.0/24", "gateway_addr": "10.30.0.1", "dns_addr": ["10.30.0.53"]}
    nets = [{**net, "nic_id": "port-1", "mac_addr": "02:00:00:0b:00:01"}, {"method": "dhcp", "nic_vdev": "2000"}]
    given = await zvm.ok("guest_create_network_interface", GUEST, "rhel9.2", nets)
    assert [each["nic_vdev"] for each in given] == ["1000", "2000"]
    assert await zvm.ok("guest_create_nic", GUEST, nic_id="port-3", mac_addr="02:00:00:0b:00:03") == "1003"
    assert await zvm.ok("guest_create_nic", GUEST, vdev="3000") == "3000"
    assert await zvm.error("guest_create_nic", GUEST, vdev="3001") == (409, 409, 6)
    await zvm.ok("guest_delete_nic", GUEST, "3000")
    await zvm.ok("guest_delete_nic", GUEST, "3000")


async def test_its_nics_are_granted_and_coupled(zvm: Zvmconnector) -> None:
    """Grants are seen at the switch, couplings in the records of NICs; a coupling to no switch is refused."""
    await zvm.ok("vswitch_create", "ZCLAN", vid="AWARE", port_type="TRUNK", rdev=None)
    await zvm.ok("vswitch_grant_user", "VSW1", GUEST)
    await zvm.ok("vswitch_grant_user", "VSW1", GUEST)
    await zvm.ok("vswitch_grant_user", "ZCLAN", GUEST)
    await zvm.ok("vswitch_set_vlan_id_for_user", "ZCLAN", GUEST, 42)
    switch = await zvm.ok("vswitch_query", "ZCLAN")
    assert (switch["authorized_users"][GUEST]["vlan_count"], switch["authorized_users"][GUEST]["vlan_ids"]) == (
        "1",
        ["42"],
    )
    await zvm.ok("guest_nic_couple_to_vswitch", GUEST, "1000", "VSW1")
    await zvm.ok("guest_nic_couple_to_vswitch", GUEST, "2000", "VSW1", vlan_id=-1)
    await zvm.ok("guest_nic_couple_to_vswitch", GUEST, "1003", "ZCLAN")
    assert (await zvm.error("guest_nic_couple_to_vswitch", GUEST, "1000", "NOSWITCH"))[0] == 404
    records = await zvm.ok("guests_get_nic_info", userid=GUEST.lower())
    assert sorted((each["interface"], each["switch"], each["port"]) for each in records) == [
        ("1000", "VSW1", "port-1"),
        ("1003", "ZCLAN", "port-3"),
        ("2000", "VSW1", None),
    ]
    assert [each["interface"] for each in await zvm.ok("guests_get_nic_info", nic_id="port-3")] == ["1003"]
    assert GUEST in {each["userid"] for each in await zvm.ok("guests_get_nic_info", vswitch="ZCLAN")}
    await zvm.ok("guest_nic_uncouple_from_vswitch", GUEST, "1003")
    [record] = await zvm.ok("guests_get_nic_info", nic_id="port-3")
    assert record["switch"] is None
    await zvm.ok("vswitch_revoke_user", "ZCLAN", GUEST)
    await zvm.ok("vswitch_revoke_user", "ZCLAN", GUEST)
    assert GUEST not in (await zvm.ok("vswitch_query", "ZCLAN"))["authorized_users"]
    await zvm.ok("vswitch_delete", "ZCLAN")
    assert await zvm.error("guest_nic_couple_to_vswitch", GUEST, "1000", "VSW1", active=True) == (409, 409, 1)


async def test_it_starts_and_tells_of_itself(zvm: Zvmconnector) -> None:
    """Reachable within the time; info, addresses, statistics, traffic and console as their readers take them."""
    await zvm.ok("guest_start", GUEST, timeout=60)
    await zvm.ok("guest_start", GUEST)
    assert await zvm.ok("guest_get_power_state", GUEST) == await zvm.ok("guest_get_power_state_real", GUEST) == "on"
    info = await zvm.ok("guest_get_info", GUEST)
    assert {key: info[key] for key in ("power_state", "num_cpu", "online_cpu_num", "os_distro", "max_mem_kb")} == {
        "power_state": "on",
        "num_cpu": 2,
        "online_cpu_num": 2,
        "os_distro": "rhel9.2",
        "max_mem_kb": 1024 * 1024,
    }
    assert isinstance(info["cpu_time_us"], int)
    adapters = (await zvm.ok("guest_get_adapters_info", GUEST))["adapters"]
    by_number = {each["adapter_address"]: each for each in adapters}
    assert (by_number["1000"]["mac_address"], by_number["1000"]["mac_ip_address"]) == ("02:00:00:0b:00:01", "10.30.0.5")
    assert (by_number["1000"]["lan_name"], by_number["1000"]["mac_ip_version"]) == ("VSW1", "4")
    assert by_number["2000"]["mac_ip_address"].startswith("10.")

    stats = await zvm.ok("guest_inspect_stats", [GUEST, GUEST.lower()])
    assert set(stats) == {GUEST}
    assert stats[GUEST]["guest_cpus"] == 2
    assert all(isinstance(value, int) for value in stats[GUEST].values())
    traffic = await zvm.ok("guest_inspect_vnics", GUEST)
    assert {each["nic_vdev"] for each in traffic[GUEST]} == {"1000", "2000"}
    assert all(isinstance(each["nic_fr_rx"], int) for each in traffic[GUEST])
    console = await zvm.ok("guest_get_console_output", GUEST)
    assert isinstance(console, str)
    assert "life.example.org login:" in console
    assert "mount-disk done" in console


async def test_it_is_paused_rebooted_and_reset(zvm: Zvmconnector, fleet: Fleet) -> None:
    """And is on after each of them; pausing a guest that is off is a conflict."""
    await zvm.ok("guest_pause", GUEST)
    assert (await fleet.guest(GUEST)).guest.guest.power_state == guest_pb.POWER_STATE_PAUSED
    assert await zvm.ok("guest_get_power_state", GUEST) == "on"
    await zvm.ok("guest_unpause", GUEST)
    assert (await fleet.managed.inspect(GUEST)).reachable
    for action in ("guest_reboot", "guest_reset"):
        boots = (await zvm.ok("guest_get_console_output", GUEST)).count("login:")
        await zvm.ok(action, GUEST)
        assert await zvm.ok("guest_get_power_state", GUEST) == "on"
        assert (await zvm.ok("guest_get_console_output", GUEST)).count("login:") == boots + 1


async def test_it_grows_while_it_runs(zvm: Zvmconnector) -> None:
    """CPUs and memory of the running guest and of its entry; beyond its maxima it is a conflict and nothing changes."""
    await zvm.ok("guest_live_resize_cpus", GUEST, 4)
    await zvm.ok("guest_live_resize_mem", GUEST, "2g")
    info = await zvm.ok("guest_get_info", GUEST)
    assert (info["num_cpu"], info["online_cpu_num"]) == (4, 4)
    entry = await statements(zvm)
    assert any(line.startswith(f"USER {GUEST} LBYONLY 2") for line in entry), entry
    assert sum("DEFINE CPU" in line for line in entry) == 4
    assert await zvm.error("guest_live_resize_cpus", GUEST, 9) == (409, 409, 4)
    assert await zvm.error("guest_live_resize_mem", GUEST, "9g") == (409, 409, 20)
    assert await zvm.error("guest_live_resize_mem", GUEST, "1g") == (409, 409, 18)
    assert await statements(zvm) == entry
    assert await zvm.error("guest_delete_disks", GUEST, ["0103"]) == (501, 501, 1)


async def test_relocating_it_can_be_tested(zvm: Zvmconnector) -> None:
    """What stands in the way is told; the guest stays where it is."""
    limits = {"maxtotal": 120, "maxquiesce": 10, "immediate": "NO"}
    refused = await zvm.error("guest_live_migrate", GUEST, "ZCCUSER", "NOWHERE", limits, "test")
    assert refused[:2] == (99, 99)
    await zvm.ok("guest_create", "ZCMOVE", 1, 512, disk_list=[])
    assert await zvm.error("guest_live_migrate", "ZCMOVE", None, CLUSTER_MEMBER, limits, "test") == (409, 409, 1)
    await zvm.ok("guest_start", "ZCMOVE")
    await zvm.ok("guest_live_migrate", "ZCMOVE", None, CLUSTER_MEMBER, limits, "test")
    assert "ZCMOVE" in await zvm.ok("guest_list")
    await zvm.ok("guest_delete", "ZCMOVE")


async def test_it_is_captured_and_what_was_captured_is_deployed_again(
    zvm: Zvmconnector, fleet: Fleet, linux_image: Path
) -> None:
    """It is on again afterwards. The new image has its Linux; a second guest of it has the same disk."""
    await zvm.ok("guest_capture", GUEST, "zc-captured", compress_level=6)
    assert await zvm.ok("guest_get_power_state", GUEST) == "on"
    [captured] = await zvm.ok("image_query", imagename="zc-captured")
    assert captured["imageosdistro"] == "rhel9.2"
    assert await zvm.error("guest_capture", GUEST, "zc-captured") == (300, 300, 13)
    assert await zvm.error("guest_capture", GUEST, "zc-all", capture_type="alldisks") == (501, 501, 1)
    size = await zvm.ok("image_get_root_disk_size", "zc-captured")
    await zvm.ok("guest_create", "ZCAGAIN", 1, 1024, disk_list=[{"size": size, "is_boot_disk": True}])
    await zvm.ok("guest_deploy", "ZCAGAIN", "zc-captured")
    content = linux_image.read_bytes()
    assert b"".join([part async for part in fleet.disks.read("ZCAGAIN", "0100", length=len(content))]) == content
    await zvm.ok("guest_delete", "ZCAGAIN")
    await zvm.ok("image_delete", "zc-captured")


async def test_it_is_stopped_and_changed_while_it_is_off(zvm: Zvmconnector) -> None:
    """Softly and at once; resized, told to grow, given back its size."""
    await zvm.ok("guest_softstop", GUEST, timeout=0, poll_interval=0)
    assert await zvm.ok("guest_get_power_state", GUEST) == "off"
    assert await zvm.error("guest_pause", GUEST) == (300, 300, 5)
    assert await zvm.error("guest_live_resize_cpus", GUEST, 2) == (409, 409, 1)
    assert await zvm.ok("guest_inspect_stats", GUEST) == {}
    await zvm.ok("guest_resize_cpus", GUEST, 3)
    await zvm.ok("guest_resize_mem", GUEST, "512m")
    entry = await statements(zvm)
    assert sum("DEFINE CPU" in line for line in entry) == 3
    assert any(line.startswith(f"USER {GUEST} LBYONLY 512M") for line in entry), entry
    assert await zvm.error("guest_resize_mem", GUEST, "9g") == (409, 409, 20)
    await zvm.ok("guest_grow_root_volume", GUEST, "rhel9.2")
    await zvm.ok("guest_delete_disks", GUEST, ["0103"])
    await zvm.ok("guest_delete_network_interface", GUEST, "rhel9.2", "2000")
    await zvm.ok("guest_start", GUEST, timeout=60)
    info = await zvm.ok("guest_get_info", GUEST)
    assert (info["num_cpu"], info["online_cpu_num"]) == (3, 3)
    await zvm.ok("guest_stop", GUEST)
    assert await zvm.ok("guest_get_power_state", GUEST) == "off"


async def test_it_is_given_up_and_taken_over_again(zvm: Zvmconnector) -> None:
    """Not managed, it is unknown to all but the directory; registered with its ports it is as it was."""
    await zvm.ok("guest_deregister", GUEST)
    assert GUEST not in await zvm.ok("guest_list")
    assert await zvm.error("guest_start", GUEST) == (404, 404, 1)
    assert GUEST in await zvm.ok("host_get_guest_list")
    await zvm.ok("guest_register", GUEST, "os_version=rhel9.2", "1", {"0B0001": "port-1"})
    assert GUEST in await zvm.ok("guest_list")
    [record] = await zvm.ok("guests_get_nic_info", nic_id="port-1")
    assert (record["userid"], record["interface"], record["switch"]) == (GUEST, "1000", "VSW1")
    assert await zvm.error("guest_register", "NOBODY", "os_version=rhel9.2", "0") == (404, 404, 1)


async def test_it_ends_without_a_trace(zvm: Zvmconnector, cloud: Cloud, image: str) -> None:
    """On z/VM and in every service; deleting it once more is a success."""
    await zvm.ok("guest_start", GUEST)
    await zvm.ok("guest_delete", GUEST)
    await zvm.ok("guest_delete", GUEST)
    assert await zvm.error("guest_get_power_state", GUEST) == (404, 404, 1)
    assert GUEST not in await zvm.ok("host_get_guest_list")
    assert traces(cloud.state, GUEST) == {}
    await zvm.ok("image_delete", image)


async def test_fcp_templates_are_made_changed_and_listed(zvm: Zvmconnector) -> None:
    """With their devices counted; the first filter decides."""
    made = (await zvm.ok("create_fcp_template", "zc", description="d", fcp_devices="B800-B803;B900-B903"))[
        "fcp_template"
    ]
    assert (made["name"], made["host_default"], made["min_fcp_paths_count"]) == ("zc", False, 2)
    assert {"cpc_sn", "cpc_name", "lpar", "hypervisor_hostname"} <= set(made)
    edited = await zvm.ok(
        "edit_fcp_template", made["id"], host_default=True, storage_providers=["V7K"], description="e"
    )
    assert (edited["fcp_template"]["host_default"], edited["fcp_template"]["storage_providers"]) == (True, ["V7K"])
    for query in (
        {"template_id_list": [made["id"]]},
        {"host_default": True},
        {"storage_providers": ["V7K"]},
        {},
    ):
        listed = (await zvm.ok("get_fcp_templates", **query))["fcp_templates"]
        assert made["id"] in {each["id"] for each in listed}, query
    assert await zvm.error("get_fcp_templates", template_id_list=["no-such"]) == (404, 404, 1)
    details = await zvm.ok("get_fcp_templates_details", template_id_list=[made["id"]], raw=True, sync_with_zvm=True)
    [found] = details["fcp_templates"]
    [template_channel] = found["statistics"]["1"]["pchids"]
    assert found["statistics"]["0"]["total"] == "B800 - B803"
    assert found["statistics"]["1"]["total_count"] == {template_channel: 4}
    assert {row[0] for row in found["raw"]["0"]} == {"b800", "b801", "b802", "b803"}
    assert all(len(row) == 12 for row in found["raw"]["0"])


async def test_a_volume_is_attached_to_a_guest_and_detached(zvm: Zvmconnector, cloud: Cloud) -> None:
    """Devices reserved over both channels, a volume mounted in the running Linux and taken away; then all are free."""
    [template] = (await zvm.ok("get_fcp_templates", storage_providers=["V7K"]))["fcp_templates"]
    await zvm.ok("guest_create", VOLUMES, 1, 1024, disk_list=[{"size": "100m", "is_boot_disk": True}])
    await zvm.ok("guest_start", VOLUMES, timeout=60)
    wanted = {"fcp_template_id": template["id"], "pchid_info": channels(template["pchids"])}
    connector = await zvm.ok("get_volume_connector", VOLUMES, reserve=True, **wanted)
    assert (len(connector["zvm_fcp"]), connector["fcp_paths"], connector["is_reserved_changed"]) == (2, 2, True)
    assert connector["host"] == f"ZVMSIM1_{VOLUMES}"
    assert len(connector["wwpns"]) == 2
    again = await zvm.ok("get_volume_connector", VOLUMES, reserve=True, **wanted)
    assert (again["zvm_fcp"], again["is_reserved_changed"]) == (connector["zvm_fcp"], False)

    connection = {
        "assigner_id": VOLUMES,
        "zvm_fcp": connector["zvm_fcp"],
        "target_wwpn": ["0x5005076300c20b8e"],
        "target_lun": "0x4001400000000000",
        "multipath": True,
        "os_version": "ubuntu22.04",
        "mount_point": "/dev/sdz",
        "fcp_template_id": template["id"],
        "is_root_volume": False,
        "update_connections_only": False,
        "do_rollback": True,
    }
    await zvm.ok("volume_attach", connection)
    assert "attach-volume done" in await zvm.ok("guest_get_console_output", VOLUMES)
    assert await usage(zvm, connector) == [[VOLUMES, 1, 1, template["id"]]] * 2
    assert await zvm.error("delete_fcp_template", template["id"]) == (409, 409, 22)
    await zvm.ok("volume_detach", connection)
    assert "detach-volume done" in await zvm.ok("guest_get_console_output", VOLUMES)
    assert await usage(zvm, connector) == [[VOLUMES, 1, 0, template["id"]]] * 2
    released = await zvm.ok("get_volume_connector", VOLUMES, reserve=False, fcp_template_id=template["id"])
    assert released["is_reserved_changed"] is True
    assert all(row[1:3] == [0, 0] for row in await usage(zvm, connector))
    await zvm.ok("guest_delete", VOLUMES)
    assert traces(cloud.state, VOLUMES) == {}


def channels(pchids: list[str]) -> dict[str, dict[str, int]]:
    """What the scheduler says of each physical channel."""
    return {pchid: {"allocated": 0, "max": 128} for pchid in pchids}


async def usage(zvm: Zvmconnector, connector: dict[str, Any]) -> list[list[Any]]:
    """Of both devices."""
    return [await zvm.ok("get_fcp_usage", device) for device in connector["zvm_fcp"]]


async def test_usage_and_boot_maps_are_written_and_templates_deleted(zvm: Zvmconnector) -> None:
    """A boot map needs paths that work; usage can be set past all checks; an unused template goes."""
    [template] = (await zvm.ok("get_fcp_templates", storage_providers=["V7K"]))["fcp_templates"]
    await zvm.ok("set_fcp_usage", "b803", "SOMEBODY", 1, 2, template["id"])
    assert await zvm.ok("get_fcp_usage", "b803") == ["SOMEBODY", 1, 2, template["id"]]
    await zvm.ok("set_fcp_usage", "b803", "", 0, 0, "")
    assert await zvm.error("get_fcp_usage", "ffff") == (404, 404, 1)
    target = {"wwpn": ["5005076300c20b8e"], "lun": "4002400000000000", "wwid": "6005076303ffc46a0000000000000002"}
    devices = ["b801", "b901"]
    paths = await zvm.ok("volume_refresh_bootmap", fcpchannels=devices, fcp_template_id=template["id"], **target)
    assert paths == {device: ["5005076300c20b8e"] for device in devices}
    await zvm.ok("delete_fcp_template", template["id"])
    assert await zvm.error("delete_fcp_template", template["id"]) == (404, 404, 1)


def test_these_requests_were_all_made(zvm: Zvmconnector) -> None:
    """By the tests above, all of them run; what else the client has is in test_zvmconnector."""
    assert HERE - zvm.used == set()
