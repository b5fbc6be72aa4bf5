# SPDX-License-Identifier: Apache-2.0
"""The actions on a guest beyond power: register, resize, deploy, capture, migrate, grow."""

from __future__ import annotations

import itertools

from tests.service.gateway.rest.world import Rest
from zfleet_smapi.calls import ImageCreateDM
from zfleet_smapi.client import Credentials, SmapiClient

BAD = (400, 120, 400, 400)
NO_GUEST = (404, 10, 404, 1)
CONTENT = b"a bootable system " * 20_000


async def foreign(rest: Rest, user_id: str = "FOREIGN1") -> None:
    """A guest that somebody else has made, with a NIC."""
    entry = (
        f"USER {user_id} LBYONLY 1G 2G G",
        "INCLUDE OSDFLT",
        "CPU 00 BASE",
        "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID 0000AB",
    )
    async with SmapiClient(rest.zfleet.host.connect, credentials=Credentials("MAINT", "secret")) as smapi:
        await smapi.call(ImageCreateDM(target=user_id, image_record_array=entry))


async def running(rest: Rest, **more: object) -> None:
    """INST0001 with its Linux up."""
    await rest.guest("INST0001", **more)
    await rest.action("INST0001", "start", timeout=5)


async def refused(rest: Rest, action: str, status: int, **fields: object) -> tuple[int, object, int, int]:
    """The numbers that an action on INST0001 is refused with."""
    body = {"action": action, **fields}
    return await rest.refused("POST", "/guests/INST0001/action", body, status=status)


async def test_a_guest_is_registered_and_deregistered(rest: Rest) -> None:
    """With the caller's names of its NICs, by the end of their MAC addresses; a null is none."""
    await foreign(rest)
    assert await rest.refused("GET", "/guests/FOREIGN1/power_state", status=404) == NO_GUEST
    fields = {"meta": "os_version=rhel9.4,owner=me", "net_set": "1", "port_macs": {"0000ab": "port-1"}, "extra": 1}
    assert await rest.action("FOREIGN1", "register_vm", **fields) == ""
    assert await rest.get("/guests") == ["FOREIGN1"]
    (nic,) = await rest.get("/guests/nics?userid=FOREIGN1")
    assert (nic["interface"], nic["switch"], nic["port"]) == ("1000", "VSW1", "port-1")
    assert await rest.action("FOREIGN1", "register_vm", meta="", net_set="0", port=None) == ""
    assert await rest.action("FOREIGN1", "deregister_vm", userid="foreign1") == ""
    assert await rest.get("/guests") == []
    body = {"action": "deregister_vm"}
    assert await rest.refused("POST", "/guests/FOREIGN1/action", body, status=404) == NO_GUEST
    assert (await rest.get("/guests/FOREIGN1/user_direct"))["user_direct"]
    body = {"action": "register_vm", "meta": "", "net_set": "0"}
    assert (await rest.refused("POST", "/guests/NOBODY/action", body, status=404))[0] == 404
    assert await rest.refused("POST", "/guests/NOBODY/action", {"action": "register_vm"}, status=400) == BAD


async def test_a_running_guest_tells_of_its_linux(rest: Rest) -> None:
    """CPUs, kernel and distribution are asked of it."""
    await running(rest, vcpus=2)
    info = await rest.get("/guests/INST0001/info")
    assert (info["power_state"], info["num_cpu"], info["online_cpu_num"]) == ("on", 2, 2)
    assert info["max_mem_kb"] == 1024 * 1024
    assert info["kernel_info"].startswith("Linux")
    told = await rest.get("/guests/INST0001/os_info")
    assert told == {"os_distro": info["os_distro"], "kernel_info": info["kernel_info"]}
    assert await rest.get("/guests/INST0001/online_cpu_num") == 2


async def test_cpus_are_resized_in_the_directory_and_at_once(rest: Rest) -> None:
    """With a share in any spelling."""
    await rest.guest("INST0001", max_cpu=8)
    await rest.action("INST0001", "resize_cpus", cpu_cnt=3, cpu_share="REL 250")
    lines = " ".join((await rest.get("/guests/INST0001"))["user_direct"])
    assert "SHARE RELATIVE 250" in lines
    assert (await rest.get("/guests/INST0001/info"))["num_cpu"] == 3
    assert await refused(rest, "live_resize_cpus", 409, cpu_cnt=4) == (409, 10, 409, 1)
    await rest.action("INST0001", "start", timeout=5)
    await rest.action("INST0001", "live_resize_cpus", cpu_cnt=4)
    assert await rest.get("/guests/INST0001/online_cpu_num") == 4
    assert await refused(rest, "resize_cpus", 409, cpu_cnt=9) == (409, 10, 409, 4)
    for bad in (0, 65, "4", True, None):
        assert await refused(rest, "resize_cpus", 400, cpu_cnt=bad) == BAD
    assert await refused(rest, "resize_cpus", 400, cpu_cnt=2, cpu_share="LOTS") == BAD


async def test_memory_is_resized_in_the_directory_and_at_once(rest: Rest) -> None:
    """Less than what is in use is 409 rs 18, more than the maximum rs 20."""
    await rest.guest("INST0001", max_mem="4g")
    await rest.action("INST0001", "resize_mem", size="2g")
    assert (await rest.get("/guests/INST0001"))["user_direct"][0].split()[3] in ("2048M", "2G")
    await rest.action("INST0001", "start", timeout=5)
    await rest.action("INST0001", "live_resize_mem", size="3072M")
    assert await refused(rest, "live_resize_mem", 409, size="1g") == (409, 10, 409, 18)
    assert await refused(rest, "resize_mem", 409, size="5G") == (409, 10, 409, 20)
    for bad in ("0g", "1t", "12345m", 1024, "1 g"):
        assert await refused(rest, "resize_mem", 400, size=bad) == BAD


async def test_an_image_is_deployed_with_a_host_name(rest: Rest) -> None:
    """Its bytes are on the boot disk; a running guest, a missing image and a missing disk are told apart."""
    await rest.guest("INST0001")
    await rest.zfleet.upload("rhel9", CONTENT, os_version="rhel9.4")
    await rest.action("INST0001", "deploy", image="rhel9", transportfiles=None, remotehost="me@host.example", vdev=None)
    await rest.action("INST0001", "deploy", image="rhel9", hostname="web-1.example", skipdiskcopy="no")
    assert await refused(rest, "deploy", 404, image="none") == (404, 40, 404, 1)
    assert (await refused(rest, "deploy", 404, image="rhel9", vdev="0200"))[:2] == (300, 10)
    await rest.action("INST0001", "deploy", image="rhel9.4", skipdiskcopy=True)
    await rest.action("INST0001", "start", timeout=5)
    assert (await rest.get("/guests/INST0001/os_info"))["os_distro"]
    assert await refused(rest, "deploy", 409, image="rhel9") == (300, 10, 300, 3)
    (image,) = await rest.get("/images?imagename=rhel9")
    assert image["last_access_time"] > 0


async def test_transport_files_are_fetched_from_configured_folders_only(rest: Rest) -> None:
    """300/300/4, and nothing is written to the disk."""
    await rest.guest("INST0001")
    await rest.zfleet.upload("rhel9", CONTENT, os_version="rhel9.4")
    fields = {"image": "rhel9", "transportfiles": "/etc/passwd"}
    assert await refused(rest, "deploy", 403, **fields) == (300, 10, 300, 4)
    assert (await refused(rest, "deploy", 500, **fields, remotehost="root@db.example.org"))[:3] == (300, 10, 300)
    for bad in ({"transportfiles": "/a b"}, {"remotehost": "root@host"}, {"remotehost": "-oProxyCommand=x@h.e"}):
        assert await refused(rest, "deploy", 400, **(fields | bad)) == BAD


async def test_a_guest_is_captured_and_is_on_again(rest: Rest) -> None:
    """alldisks is 501, with the module's name in modID as in the reference."""
    await rest.guest("INST0001")
    await rest.zfleet.upload("rhel9", CONTENT, os_version="rhel9.4")
    await rest.action("INST0001", "deploy", image="rhel9")
    await rest.action("INST0001", "start", timeout=5)
    assert await rest.action("INST0001", "capture", image="golden", compress_level=1) == ""
    assert await rest.get("/guests/INST0001/power_state") == "on"
    (image,) = await rest.get("/images?imagename=golden")
    assert image["imageosdistro"] == (await rest.get("/guests/INST0001/os_info"))["os_distro"]
    assert await refused(rest, "capture", 501, image="x", capture_type="alldisks") == (501, "guest", 501, 1)
    assert await refused(rest, "capture", 409, image="golden") == (300, 40, 300, 13)
    for bad in ({"image": "../x"}, {"capture_type": "some"}, {"compress_level": 10}):
        assert await refused(rest, "capture", 400, **{"image": "y", **bad}) == BAD


async def test_the_root_volume_grows_at_the_next_boot(rest: Rest) -> None:
    """One file in the reader."""
    await rest.guest("INST0001")
    await rest.action("INST0001", "grow_root_volume", os_version="RHEL9.4")
    assert len(await rest.zfleet.reader_of("INST0001")) == 1
    assert await refused(rest, "grow_root_volume", 400, os_version="windows") == BAD


async def test_a_relocation_needs_a_running_guest_and_a_cluster(rest: Rest) -> None:
    """Under both names of the verb, with missing limits."""
    await rest.guest("INST0001")
    fields = {"destination": "VMSYS2"}
    assert await refused(rest, "live_migrate_vm", 409, **fields, operation="test") == (409, 10, 409, 1)
    await rest.action("INST0001", "start")
    parms = {"maxtotal": -1, "maxquiesce": 20, "immediate": "NO", "forcearch": "yes"}
    numbers = await refused(rest, "live_migrate_vm", 500, **fields, lgr_action="move", parms=parms)
    assert numbers[0] == 99
    for bad in ({"operation": "fly"}, {}, {"operation": "move", "parms": {"maxtotal": "x"}}):
        assert await refused(rest, "live_migrate_vm", 400, **fields, **bad) == BAD


async def test_no_text_becomes_a_statement_of_the_directory(rest: Rest) -> None:
    """A line feed, a quote, a control character: refused, or kept inside of its own statement."""
    fields = ("ipl_param", "account", "comments", "cschedule", "rdomain", "user_profile", "pcif")
    texts = ("a\nUSER EVIL", "a\rb", "a\x00b", 'a"b', "a'b", "a\x85b", "a b")
    for place, (field, text) in enumerate(itertools.product(fields, texts)):
        user_id = f"INST{place:04}"
        value = [text] if field == "comments" else text
        guest = {"userid": user_id, "vcpus": 1, "memory": 1024, "disk_list": [], field: value}
        answer = await rest.http.post("/guests", json={"guest": guest})
        if answer.status_code == 200:
            assert text == "a b", (field, text)
            lines = (await rest.get(f"/guests/{user_id}"))["user_direct"]
            assert sum(line.split()[0] == "USER" for line in lines) == 1
        else:
            assert answer.status_code == 400, (field, text, answer.text)
            assert user_id not in await rest.get("/guests")
