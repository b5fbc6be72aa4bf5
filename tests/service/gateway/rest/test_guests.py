# SPDX-License-Identifier: Apache-2.0
"""Guests over REST: create, look, power, delete, and everything that is refused."""

from __future__ import annotations

import pytest

from tests.service.gateway.rest.world import Rest
from zfleet_simulator.faults import FaultRule
from zfleet_smapi.calls import ImageDeleteDM
from zfleet_smapi.client import Credentials, SmapiClient

NO_GUEST = (404, 10, 404, 1)


async def test_a_created_guest_answers_its_disks_and_is_off(rest: Rest) -> None:
    """Sizes with a unit are echoed, others are told in M or G; nova sends digit strings for cylinders."""
    disks = [
        {"size": "0010m", "is_boot_disk": "True", "disk_pool": "ECKD:POOL1"},
        {"size": "20", "format": "none", "vdev": "0200"},
    ]
    output = await rest.guest("inst0001", disk_list=disks, loaddev={}, max_cpu=4, max_mem="4G", user_profile="osdflt")
    assert output == [
        {"size": "0010m", "is_boot_disk": True, "format": "none", "vdev": "0100", "disk_pool": "ECKD:POOL1"},
        {"size": "14.1M", "is_boot_disk": False, "format": "none", "vdev": "0200", "disk_pool": "ECKD:POOL1"},
    ]
    assert await rest.get("/guests") == ["INST0001"]
    assert await rest.get("/guests/inst0001/power_state") == "off"
    info = await rest.get("/guests/INST0001/info")
    assert info == {
        "power_state": "off",
        "max_mem_kb": 1024 * 1024,
        "mem_kb": 0,
        "num_cpu": 1,
        "cpu_time_us": 0,
        "online_cpu_num": 0,
        "os_distro": "",
        "kernel_info": "",
    }
    lines = (await rest.get("/guests/INST0001"))["user_direct"]
    assert lines[0].startswith("USER INST0001 LBYONLY 1024M 4G G") or lines[0].split()[1] == "INST0001"
    assert any(line.startswith("IPL 0100") for line in lines)
    assert any(line.startswith("MACHINE ESA 4") for line in lines)


async def test_every_create_option_reaches_the_directory_entry(rest: Rest) -> None:
    """Under both names of the comments, and with text where the contract allows numbers as text."""
    await rest.guest(
        "OPTIONS",
        vcpus="2",
        memory="2048",
        ipl_from="0100",
        ipl_param="hvc_iucv=1",
        ipl_loadparam="1",
        dedicate_vdevs=["1a00"],
        loaddev={"portname": "5005076303000104", "lun": "4012400000000000"},
        account="DEPT42",
        comment_list=["made by a test"],
        cschedule="POOL4",
        cshare="ABS 10%",
        rdomain="DOMAIN1",
        pcif="1a:2b",
    )
    lines = [" ".join(line.split()) for line in (await rest.get("/guests/OPTIONS/user_direct"))["user_direct"]]
    text = "\n".join(lines)
    for expected in (
        "ACCOUNT DEPT42",
        "DEDICATE 1A00 1A00",
        "LOADDEV LUN 4012400000000000",
        "SHARE ABSOLUTE 10%",
        "* MADE BY A TEST",
        "WITHIN POOL POOL4",
        "DOMAIN DOMAIN1",
    ):
        assert expected in text, (expected, text)
    assert any(line.startswith("IPL 0100") and "HVC_IUCV=1" in line and "LOADPARM 1" in line for line in lines), text


async def test_creating_a_guest_twice_is_409(rest: Rest) -> None:
    """With z/VM's own numbers, as the reference tells them."""
    await rest.guest("INST0001")
    guest = {"guest": {"userid": "INST0001", "vcpus": 1, "memory": 1024, "disk_list": []}}
    assert await rest.refused("POST", "/guests", guest, status=409) == (8, 1, 400, 8)


async def test_a_guest_without_disks_is_made(rest: Rest) -> None:
    """The reference fails without a disk_list."""
    guest = {"guest": {"userid": "NODISKS", "vcpus": 1, "memory": 1024}}
    assert await rest.post("/guests", guest) == []


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"user_profile": "NOSUCH"}, 404),
        ({"disk_list": [{"size": "1g", "disk_pool": "ECKD:NOPOOL"}]}, 400),
        ({"disk_list": [{"size": "1g", "disk_pool": "FBA:POOL1"}]}, 400),
        ({"disk_list": [{"size": "900g", "format": "none"}]}, 400),
        ({"memory": 1024, "max_mem": "512m"}, 400),
        ({"vcpus": 8, "max_cpu": 4}, 400),
        ({"disk_list": [{"size": "10m", "is_boot_disk": True}, {"size": "10m", "is_boot_disk": True}]}, 400),
    ],
)
async def test_a_guest_that_cannot_be_made_leaves_nothing(rest: Rest, more: dict[str, object], status: int) -> None:
    """The numbers say why; the directory is as it was."""
    guest = {"userid": "INST0001", "vcpus": 1, "memory": 1024, "disk_list": [], **more}
    await rest.call("POST", "/guests", {"guest": guest}, status=status)
    assert await rest.get("/guests") == []
    assert await rest.zfleet.traces_of("INST0001") == []


async def test_a_create_that_fails_half_way_is_undone(rest: Rest) -> None:
    """Nova deletes after a failure, but must not have to."""
    rest.zfleet.host.faults.add(FaultRule(function="Image_Create_DM", times=1, return_code=396, reason_code=1234))
    guest = {"guest": {"userid": "INST0001", "vcpus": 1, "memory": 1024, "disk_list": [{"size": "10m"}]}}
    assert await rest.refused("POST", "/guests", guest, status=500) == (8, 1, 396, 1234)
    assert await rest.zfleet.traces_of("INST0001") == []


async def test_power_actions_do_what_they_say(rest: Rest) -> None:
    """Start, stop, softstop, pause, unpause, reset, reboot; a repeated start or stop is a success."""
    await rest.guest("INST0001")

    async def state() -> str:
        assert await rest.get("/guests/INST0001/power_state") == await rest.get("/guests/INST0001/power_state_real")
        return str(await rest.get("/guests/INST0001/power_state"))

    assert await rest.action("INST0001", "start") == ""
    assert await state() == "on"
    await rest.action("INST0001", "start", userid="INST0001", timeout="0")
    await rest.action("INST0001", "pause")
    assert await state() == "on"
    await rest.action("INST0001", "unpause", whatever=1)
    await rest.action("INST0001", "reset")
    assert await state() == "on"
    await rest.action("INST0001", "softstop", timeout=0, poll_interval=0)
    assert await state() == "off"
    await rest.action("INST0001", "stop", timeout=0, poll_interval="")
    await rest.action("INST0001", "start")
    await rest.action("INST0001", "stop")
    assert await state() == "off"


async def test_pausing_a_guest_that_is_off_is_409(rest: Rest) -> None:
    """300/300/5, which the reference tells so for actions."""
    await rest.guest("INST0001")
    for action in ("pause", "unpause"):
        body = {"action": action}
        assert await rest.refused("POST", "/guests/INST0001/action", body, status=409) == (300, 10, 300, 5)


async def test_console_output_is_one_text(rest: Rest) -> None:
    """What the guest has said since it was logged on."""
    await rest.guest("INST0001")
    await rest.action("INST0001", "start")
    assert isinstance(await rest.action("INST0001", "get_console_output"), str)


@pytest.mark.parametrize("body", [None, {}, {"action": ""}, {"action": None}, {"action": 7}, {"action": "__init__"}])
async def test_an_unknown_action_is_400(rest: Rest, body: object) -> None:
    """The reference looks it up among the attributes of an object."""
    assert await rest.refused("POST", "/guests/INST0001/action", body, status=400) == (400, 120, 400, 400)


async def test_a_guest_that_is_not_managed_is_404_for_all_but_a_few(rest: Rest) -> None:
    """Nobody stops, reads or deletes MAINT over REST; what the reference does not check is not checked here either."""
    for method, path in (
        ("GET", "/guests/MAINT"),
        ("GET", "/guests/MAINT/info"),
        ("GET", "/guests/MAINT/power_state"),
        ("GET", "/guests/MAINT/os_info"),
        ("GET", "/guests/MAINT/online_cpu_num"),
        ("DELETE", "/guests/MAINT"),
    ):
        assert await rest.refused(method, path, status=404) == NO_GUEST, path
    for action in ("start", "stop", "softstop", "pause", "reboot", "reset", "get_console_output"):
        body = {"action": action}
        assert await rest.refused("POST", "/guests/MAINT/action", body, status=404) == NO_GUEST, action
    assert await rest.get("/guests/MAINT/power_state_real") in ("on", "off")
    lines = (await rest.get("/guests/MAINT/user_direct"))["user_direct"]
    assert "secret" not in " ".join(lines).lower()
    assert lines[0].split()[:4] == ["USER", "MAINT", "******", "256M"]
    assert await rest.get("/guests/NOBODY/power_state_real") == "off"


async def test_a_deleted_guest_is_gone_and_deleting_it_again_is_a_success(rest: Rest) -> None:
    """As nova's clean-up needs it."""
    await rest.guest("INST0001")
    await rest.action("INST0001", "start")
    assert await rest.delete("/guests/inst0001") == ""
    assert await rest.get("/guests") == []
    assert await rest.zfleet.traces_of("INST0001") == []
    assert await rest.delete("/guests/INST0001") == ""


async def test_a_managed_guest_that_the_directory_has_lost_is_404_of_its_own(rest: Rest) -> None:
    """404/404/3, and deleting it cleans up what is left in tables."""
    await rest.guest("INST0001")
    async with SmapiClient(rest.zfleet.host.connect, credentials=Credentials("MAINT", "secret")) as smapi:
        await smapi.call(ImageDeleteDM(target="INST0001", data_security_erase=0))
    assert await rest.refused("GET", "/guests/INST0001/power_state", status=404) == (404, 10, 404, 3)
    assert await rest.get("/guests/INST0001/power_state_real") == "off"
    assert await rest.delete("/guests/INST0001") == ""
    assert await rest.get("/guests") == []


async def test_statistics_name_running_guests_only(rest: Rest) -> None:
    """Keys are user ids in upper case; without one there is nothing to tell."""
    await rest.guest("INST0001")
    await rest.guest("INST0002")
    await rest.action("INST0001", "start")
    assert await rest.get("/guests/stats") == {}
    found = await rest.get("/guests/stats?userid=inst0001, inst0002")
    assert list(found) == ["INST0001"]
    assert found["INST0001"]["guest_cpus"] == 1
    assert all(isinstance(value, int) for value in found["INST0001"].values())
    assert len(found["INST0001"]) == 11
    repeated = await rest.get("/guests/stats?userid=INST0001&userid=INST0002")
    assert list(repeated) == ["INST0001"]
    assert await rest.refused("GET", "/guests/stats?userid=INST0001,MAINT", status=404) == NO_GUEST
    assert (await rest.refused("GET", "/guests/stats?user=INST0001", status=400))[0] == 400
