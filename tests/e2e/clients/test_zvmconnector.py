# SPDX-License-Identifier: Apache-2.0
"""Facts about zvmconnector on a fleet: the host, images and files, switches, and how errors come back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.clients import test_zvmconnector_life
from tests.e2e.clients.cloud import CLUSTER_MEMBER, Cloud
from tests.e2e.clients.openstack_services import OpenStackServices
from tests.e2e.clients.zvmconnector import Zvmconnector


@pytest.fixture(scope="module")
def zvm(connect: Callable[..., Zvmconnector]) -> Zvmconnector:
    """To the cloud's gateway."""
    return connect()


async def test_the_host_tells_what_it_is_and_has(zvm: Zvmconnector) -> None:
    """Version, host, directory, pools, volumes, cluster: types as clients read them."""
    version = await zvm.ok("version")
    assert version["api_version"] == version["min_version"] == version["max_version"] == "1.0"
    host = await zvm.ok("host_get_info")
    integers = ("vcpus", "vcpus_used", "memory_mb", "hypervisor_version", "disk_total", "disk_used", "disk_available")
    assert all(isinstance(host[key], int) for key in integers), host
    assert (host["hypervisor_type"], host["hypervisor_hostname"], host["zvm_host"]) == ("zvm", "ZVMSIM1", "ZVMSIM1")
    assert host["cpu_info"]["architecture"] == "s390x"
    assert {"MAINT", "OPERATOR"} <= set(await zvm.ok("host_get_guest_list"))

    pool = await zvm.ok("host_diskpool_get_info", disk_pool="ECKD:POOL1")
    assert pool["disk_total"] == pool["disk_used"] + pool["disk_available"] > 0
    whole = await zvm.ok("host_diskpool_get_info")
    assert whole["disk_total"] == host["disk_total"]
    assert await zvm.error("host_diskpool_get_info", disk_pool="ECKD:NOPOOL") == (4, 5, 402)
    labels = (await zvm.ok("host_get_diskpool_volumes", disk_pool="ECKD:POOL1"))["diskpool_volumes"].split()
    assert labels == [f"E{number:05}" for number in range(1, 7)]
    volume = await zvm.ok("host_get_volume_info", volume="E00001")
    assert volume == {"volume_type": "3390-64K", "volume_size": "65520"}
    assert await zvm.error("host_get_volume_info", volume="NOVOL") == (404, 404, 1)
    assert f"member_system_id = {CLUSTER_MEMBER}" in await zvm.ok("host_get_ssi_info")


async def test_a_token_is_not_needed_unless_the_gateway_wants_one(zvm: Zvmconnector) -> None:
    """POST /token has an empty answer, which this client's own token_create cannot read: the 101 is its own."""
    assert await zvm.error("token_create") == (101, 101, 1)
    await zvm.ok("version")


async def test_images_come_and_go(
    zvm: Zvmconnector, cloud: Cloud, openstack: OpenStackServices, linux_image: Path, tmp_path: Path
) -> None:
    """Imported from an uploaded file, from another host, from a web server; queried; exported; deleted."""
    content = linux_image.read_bytes()
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    await the_three_ways_in(zvm, cloud, openstack, linux_image, md5)

    [image] = await zvm.ok("image_query", imagename="zc-remote")
    size, unit = image["disk_size_units"].split(":")
    assert (unit, image["type"], image["imageosdistro"], image["md5sum"]) == ("CYL", "rootonly", "rhel9.2", md5)
    assert image["image_size_in_bytes"] == str(len(content))
    assert await zvm.ok("image_get_root_disk_size", "zc-remote") == size
    assert {"zc-file", "zc-remote", "zc-web"} <= {each["imagename"] for each in await zvm.ok("image_query")}

    target = cloud.compute.folder / "exported.img"
    told = await zvm.ok("image_export", "zc-remote", f"file://{target}", remote_host=cloud.compute.remote)
    assert (told["image_name"], told["os_version"], told["md5sum"]) == ("zc-remote", "rhel9.2", md5)
    assert target.read_bytes() == content
    for name in ("zc-file", "zc-remote", "zc-web", "zc-web"):
        await zvm.ok("image_delete", name)
    assert await zvm.error("image_query", imagename="zc-remote") == (404, 404, 1)
    assert await zvm.error("image_get_root_disk_size", "zc-remote") == (404, 404, 1)
    assert await zvm.error("image_export", "zc-remote", f"file://{target}") == (404, 404, 1)


async def the_three_ways_in(
    zvm: Zvmconnector, cloud: Cloud, openstack: OpenStackServices, linux_image: Path, md5: str
) -> None:
    """And what is refused."""
    meta = {"os_version": "rhel9.2", "md5sum": md5}
    uploaded = await zvm.ok("file_import", str(linux_image))
    assert (uploaded["filesize_in_bytes"], uploaded["md5sum"]) == (linux_image.stat().st_size, md5)
    back = await zvm.ok("file_export", uploaded["dest_url"].removeprefix("file://"))
    assert back["filesize_in_bytes"] == uploaded["filesize_in_bytes"]
    assert Path(back["dest_url"]).read_bytes() == linux_image.read_bytes()
    Path(back["dest_url"]).unlink()
    await zvm.ok("image_import", "zc-file", uploaded["dest_url"], meta)

    here = cloud.compute.folder / "glance.img"
    here.write_bytes(linux_image.read_bytes())
    remote = {"remote_host": cloud.compute.remote}
    await zvm.ok("image_import", "zc-remote", f"file://{here}", meta, **remote)
    assert await zvm.error("image_import", "zc-remote", f"file://{here}", meta, **remote) == (300, 300, 13)
    wrong = {"os_version": "rhel9.2", "md5sum": "0" * 32}
    assert await zvm.error("image_import", "zc-wrong", f"file://{here}", wrong, **remote) == (300, 300, 4)
    assert await zvm.error("image_import", "zc-none", f"file://{here}2", meta, **remote) == (300, 300, 10)
    assert await zvm.error("image_query", imagename="zc-wrong") == (404, 404, 1)

    web = openstack.add_image(linux_image.read_bytes())
    await zvm.ok("image_import", "zc-web", f"{openstack.url}/v2/images/{web}/file", meta)
    assert await zvm.error("file_export", "/etc/passwd") == (300, 300, 2)


async def test_switches_come_and_go(zvm: Zvmconnector) -> None:
    """Created with every field, listed in upper case, queried as text, deleted; the name is free again."""
    fields = {"rdev": "0700 0703", "controller": "*", "queue_mem": 4, "network_type": "ETHERNET", "vid": 100}
    more = {"port_type": "ACCESS", "native_vid": 1, "gvrp": "NOGVRP", "connection": "CONNECT", "persist": True}
    await zvm.ok("vswitch_create", "zcsw", **fields, **more)
    assert "ZCSW" in await zvm.ok("vswitch_get_list")
    found = await zvm.ok("vswitch_query", "ZCSW")
    assert {key: found[key] for key in ("switch_name", "vlan_awareness", "vlan_id", "queue_memory_limit")} == {
        "switch_name": "ZCSW",
        "vlan_awareness": "AWARE",
        "vlan_id": "0100",
        "queue_memory_limit": "4",
    }
    assert set(found["real_devices"]) == {"0700", "0703"}
    flat = {key: value for key, value in found.items() if key not in ("real_devices", "authorized_users", "adapters")}
    assert all(isinstance(value, str) for value in flat.values())
    assert re.fullmatch(r"([0-9A-F]{2}-){5}[0-9A-F]{2}", found["mac_address"])
    assert await zvm.error("vswitch_create", "ZCSW") == (8, 212, 36)
    await zvm.ok("vswitch_delete", "ZCSW")
    await zvm.ok("vswitch_delete", "ZCSW")
    assert await zvm.error("vswitch_query", "ZCSW") == (404, 404, 1)


async def test_errors_come_back_as_the_client_knows_them(zvm: Zvmconnector) -> None:
    """400 of a bad body, 404 of guests that are not managed, also of those that z/VM has."""
    assert await zvm.error("guest_create", "TOOLONGNAME", 1, 1024, disk_list=[]) == (400, 400, 400)
    assert await zvm.error("guest_create", "ZCBAD", 1, 1024, disk_list=[], comment="x") == (400, 400, 400)
    assert await zvm.error("guest_create", "ZCBAD", "x; LINK MAINT", 1024, disk_list=[]) == (400, 400, 400)
    profile = {"disk_list": [], "user_profile": "NOPROF"}
    assert await zvm.error("guest_create", "ZCBAD", 1, 1024, **profile) == (404, 404, 1)
    pool = {"disk_list": [{"size": "1g", "is_boot_disk": True, "disk_pool": "ECKD:NOPOOL"}]}
    assert (await zvm.error("guest_create", "ZCBAD", 1, 1024, **pool))[0] in (4, 100, 404)
    assert "ZCBAD" not in await zvm.ok("host_get_guest_list")
    for name in ("guest_start", "guest_stop", "guest_get_info", "guest_get_power_state", "guest_get_definition_info"):
        assert await zvm.error(name, "MAINT") == (404, 404, 1), name
        assert await zvm.error(name, "NOBODY") == (404, 404, 1), name
    assert await zvm.error("guest_delete", "MAINT") == (404, 404, 1)
    await zvm.ok("guest_delete", "NOBODY")
    assert await zvm.error("vswitch_grant_user", "VSW1", "NOBODY") == (404, 404, 1)
    # Its own checks come before any request.
    assert await zvm.error("guest_no_such") == (101, 101, 1)


async def test_a_gateway_that_wants_tokens_gives_them_for_the_admin_token_only(
    cloud: Cloud, connect: Callable[..., Zvmconnector], tmp_path: Path
) -> None:
    """The client shows a new token with each request, over https; a reader may not write; without one it is 401."""
    (tmp_path / "admin").write_text("a-long-admin-token\n")
    (tmp_path / "reader").write_text("a-long-reader-token\n")
    (tmp_path / "stranger").write_text("a-token-of-nobody\n")
    holders = tmp_path / "holders"
    holders.write_text("nova admin a-long-admin-token\nceilometer reader a-long-reader-token\n")
    async with cloud.another_gateway(tmp_path / "gateway", "--rest-auth=token", f"--rest-token-file={holders}") as rest:
        admin, reader = (connect(rest, token_path=str(tmp_path / name)) for name in ("admin", "reader"))
        assert (await admin.ok("version"))["api_version"] == "1.0"
        made = await admin.ok("guest_create", "ZCTOKEN", 1, 512, disk_list=[])
        assert made == []
        assert "ZCTOKEN" in await reader.ok("guest_list")
        assert (await reader.error("guest_delete", "ZCTOKEN"))[0] == 400
        await admin.ok("guest_delete", "ZCTOKEN")
        for name in ("version", "guest_list", "guest_delete"):
            arguments = ("ZCTOKEN",) if name == "guest_delete" else ()
            assert await connect(rest).error(name, *arguments) == (400, 400, 401)
        stranger = connect(rest, token_path=str(tmp_path / "stranger"))
        assert await stranger.error("version") == (101, 101, 3)  # no token came: that is all this client says
        missing = connect(rest, token_path=str(tmp_path / "nowhere"))
        assert await missing.error("version") == (101, 101, 2)
        distrusting = connect(rest, token_path=str(tmp_path / "admin"), verify=True)
        assert await distrusting.error("version") == (101, 101, 1)
        holders.write_text("nova admin a-long-admin-token\n")
        assert (await reader.error("version"))[0] == 101
        await admin.ok("version")


async def test_every_request_that_the_client_has_was_made(zvm: Zvmconnector) -> None:
    """By the tests above and by those of a guest's life."""
    known = set(await zvm.client.call("names"))
    assert len(known) == 72
    assert known - zvm.used == test_zvmconnector_life.HERE - zvm.used
