# SPDX-License-Identifier: Apache-2.0
"""zfleet import-feilong against a whole fleet: what a Feilong connector kept is there afterwards, and once only."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.service.gateway import feilong_databases
from tests.service.gateway.fleet import Fleet, fleet
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.smapi.v1 import guest_functions_pb2 as functions
from zfleet.smapi.v1.guest_functions_pb2_grpc import GuestFunctionsServiceStub
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet.storage.v1 import volume_service_pb2 as volume
from zfleet_simulator.config import HostConfig

IMAGE = "0f4c1a5e-8a2e-4c1f-9a55-6a1f6d1f0e11"
CAPTURED = "web-2024"
RHCOS = "rhcos-4.14"
CONTENT = b"a root disk " * 1000
TEMPLATE = "36439338-db14-11ec-bb41-0201018b1dd2"
OTHER = "4a5b7e1c-db14-11ec-bb41-0201018b1dd2"
ENTRY = (
    "USER {} LBYONLY 1G 4G G",
    "INCLUDE OSDFLT",
    "IPL 0100",
    "MDISK 0100 3390 AUTOG 100 POOL1 MR",
    "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID {}",
    "NICDEF 1003 TYPE QDIO LAN SYSTEM VSW2",
)
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Moved:
    """A fleet, and what the connector before it has left."""

    zfleet: Fleet
    databases: Path
    images: Path

    async def run(self, *arguments: str) -> tuple[int, Any]:
        """The command as an operator runs it, for programs: exit code and answer."""
        code, out, err = await command(
            "--address", self.zfleet.process.address, "import-feilong", "--output", "json", *arguments
        )
        return code, json.loads(out or err)

    async def all(self, *arguments: str) -> tuple[int, Any]:
        """Everything there is."""
        return await self.run("--databases", str(self.databases), "--images", str(self.images), *arguments)


async def command(*arguments: str) -> tuple[int, str, str]:
    """zfleet to its end: exit code, stdout, stderr."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "zfleet_client", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def outcomes(answer: Any) -> dict[tuple[str, str], str]:
    """By kind and name."""
    return {(item["kind"], item["name"].partition(" (")[0]): item["outcome"] for item in answer["items"]}


def reason(answer: Any, kind: str, name: str) -> str:
    """Why one thing came out as it did."""
    (found,) = [i["reason"] for i in answer["items"] if (i["kind"], i["name"].partition(" (")[0]) == (kind, name)]
    return str(found)


@pytest.fixture
async def moved(tmp_path: Path) -> AsyncIterator[Moved]:
    """On a host of its own."""
    async with world(tmp_path) as made:
        yield made


@asynccontextmanager
async def world(tmp_path: Path, config: HostConfig | None = None) -> AsyncIterator[Moved]:
    """Three guests on z/VM, databases that know them, images, FCP devices; a fleet that knows nothing of them."""
    images = tmp_path / "images"
    for name, device in ((IMAGE, "0100"), (CAPTURED, "0201"), (RHCOS, "0100")):
        folder = images / "netboot" / "rhel9.4" / name
        folder.mkdir(parents=True)
        (folder / device).write_bytes(CONTENT)
    databases = feilong_databases.made(
        tmp_path / "databases",
        guests=[
            ("1", "WEB00001", "os_version=rhel9.4", 1, ""),
            ("2", "web00002", "project=a,os_version=ubuntu22.04", "0", '{"other": 2}'),
            ("3", "GONE0001", "", 0, ""),
            ("4", "AWAY0001", "", 0, '{"migrated": 1}'),
        ],
        switch=[
            ("WEB00001", "1000", "VSW1", "port-1", None),
            ("WEB00001", "1003", "VSW2", "port-2", None),
            ("web00002", "1000", "VSW1", None, None),
            ("WEB00002", "2000", "VSW1", "port-3", None),
            ("WEB00002", "a00", None, "port-4", "OSA=8080"),
            ("AWAY0001", "1000", "VSW1", "p" * 65, None),
        ],
        image=[
            (IMAGE, "rhel9.4", MD5, "100:CYL", "rootonly", None),
            (CAPTURED, "rhel9.4", MD5, "100:CYL", "rootonly", None),
            (RHCOS, "rhel9.4", MD5, "100:CYL", "rootonly", "{'disk_type': 'SCSI'}"),
            ("missing", "rhel9.4", MD5, "100:CYL", "rootonly", None),
            ("../../etc", "rhel9.4", MD5, "100:CYL", "rootonly", None),
        ],
        template=[(TEMPLATE, "both fabrics", "for all", 1, 2), (OTHER, "one", "", 0, -1)],
        template_sp_mapping=[("v7k60", TEMPLATE), ("ds8k", OTHER)],
        template_fcp_mapping=[
            *((f"b80{digit}", TEMPLATE, 0) for digit in "0123"),
            *((f"b90{digit}", TEMPLATE, 1) for digit in "0123"),
            ("b810", OTHER, 0),
        ],
        fcp=[
            ("b800", "WEB00001", 2, 1, "active", TEMPLATE, "c05076ffff000001"),
            ("b900", "WEB00001", 2, 1, "active", TEMPLATE, ""),
            ("b801", "", 0, 0, "free", "", ""),
            ("b802", "WEB00002", 0, 1, "free", TEMPLATE, ""),
            ("ffff", "WEB00002", 1, 1, "notfound", TEMPLATE, ""),
        ],
    )
    async with fleet(tmp_path / "fleet", config=config, storage={"import_folders": (images,)}) as zfleet:
        for user_id, mac_id in (("WEB00001", "111111"), ("WEB00002", "222222"), ("AWAY0001", "333333")):
            records = [line.format(*((user_id,) if "USER" in line else (mac_id,))) for line in ENTRY]
            create = functions.ImageCreateDMRequest(target=user_id, image_record_array=records)
            await GuestFunctionsServiceStub(zfleet.channel).ImageCreateDM(create, timeout=20)
        for switch in ("VSW1", "VSW2"):
            grant = network.GrantVirtualSwitchRequest(name=switch, user_id="WEB00001")
            await zfleet.nics.GrantVirtualSwitch(grant, timeout=20)
        await zfleet.guests.StartGuest(guest.StartGuestRequest(user_id="WEB00001"), timeout=20)
        yield Moved(zfleet, databases, images)


async def records(zfleet: Fleet) -> dict[str, Any]:
    """All that the fleet's own records say of guests, NICs, images, templates and devices."""
    guests = await zfleet.guests.ListManagedGuests(guest.ListManagedGuestsRequest(include_relocated=True), timeout=20)
    nics = await zfleet.nics.ListNics(network.ListNicsRequest(), timeout=20)
    images = await zfleet.disks.ListImages(storage.ListImagesRequest(), timeout=20)
    templates = await zfleet.volumes.ListFcpTemplates(volume.ListFcpTemplatesRequest(), timeout=20)
    devices = await zfleet.volumes.ListFcpDevices(volume.ListFcpDevicesRequest(page_size=1000), timeout=20)
    return {
        "guests": {each.user_id: each for each in guests.guests},
        "nics": {(each.user_id, each.device_number): each.nic_id for each in nics.nics},
        "images": {each.name: each for each in images.images},
        "templates": {each.template_id: each for each in templates.templates},
        "devices": {
            each.device_number: (each.assigner, each.reserved, each.connection_count, each.template_id)
            for each in devices.devices
            if each.assigner
        },
    }


async def test_everything_is_taken_over_and_a_second_run_changes_nothing(moved: Moved) -> None:
    """Guests, names of NICs, images, templates with their identifiers, devices; what cannot be is told with why."""
    code, answer = await moved.all("--relocated-to", "zvm2")
    assert code == 0, answer
    assert outcomes(answer) == {
        ("guest", "WEB00001"): "taken over",
        ("nic", "WEB00001 1000"): "taken over",
        ("nic", "WEB00001 1003"): "taken over",
        ("guest", "WEB00002"): "taken over",
        ("nic", "WEB00002 1000"): "already there",
        ("nic", "WEB00002 2000"): "skipped",
        ("nic", "WEB00002 0A00"): "skipped",
        ("guest", "GONE0001"): "skipped",
        ("guest", "AWAY0001"): "taken over",
        ("nic", "AWAY0001 1000"): "skipped",
        ("image", IMAGE): "taken over",
        ("image", CAPTURED): "taken over",
        ("image", RHCOS): "taken over",
        ("image", "missing"): "skipped",
        ("image", "../../etc"): "skipped",
        ("template", "both fabrics"): "taken over",
        ("template", "one"): "taken over",
        ("fcp device", "B800 of WEB00001"): "taken over",
        ("fcp device", "B900 of WEB00001"): "taken over",
        ("fcp device", "B802 of WEB00002"): "taken over",
        ("fcp device", "FFFF of WEB00002"): "skipped",
    }
    assert reason(answer, "fcp device", "B800 of WEB00001").endswith("volumes were mapped to c05076ffff000001")
    assert reason(answer, "fcp device", "B900 of WEB00001") == ""
    found = await records(moved.zfleet)
    guests = found["guests"]
    assert sorted(guests) == ["AWAY0001", "WEB00001", "WEB00002"]
    assert (guests["WEB00001"].os_version, guests["WEB00001"].network_configured) == ("rhel9.4", True)
    assert guests["WEB00002"].os_version == "ubuntu22.04"
    assert guests["WEB00002"].metadata == "project=a,os_version=ubuntu22.04"
    assert not guests["WEB00002"].network_configured
    assert [guests[each].relocated_to for each in sorted(guests)] == ["ZVM2", "", ""]
    assert (found["nics"]["WEB00001", "1000"], found["nics"]["WEB00001", "1003"]) == ("port-1", "port-2")
    assert found["nics"]["WEB00002", "1000"] == ""
    assert {name: image.md5 for name, image in found["images"].items()} == {IMAGE: MD5, CAPTURED: MD5, RHCOS: MD5}
    assert found["images"][IMAGE].os_version == "rhel9.4"
    assert found["images"][RHCOS].disk_type == storage.IMAGE_DISK_TYPE_SCSI
    template = found["templates"][TEMPLATE]
    assert (template.name, template.description, template.host_default) == ("both fabrics", "for all", True)
    assert (template.devices, template.min_path_count) == ("B800-B803;B900-B903", 2)
    assert list(template.storage_providers) == ["v7k60"]
    assert found["templates"][OTHER].min_path_count == 1
    assert found["devices"] == {
        "B800": ("WEB00001", True, 2, TEMPLATE),
        "B900": ("WEB00001", True, 2, TEMPLATE),
        "B802": ("WEB00002", True, 0, TEMPLATE),
    }

    code, again = await moved.all("--relocated-to", "zvm2")
    assert code == 0, again
    assert set(outcomes(again).values()) == {"already there", "skipped"}
    assert [each for each, what in outcomes(again).items() if what == "skipped"] == [
        each for each, what in outcomes(answer).items() if what == "skipped"
    ]
    assert await records(moved.zfleet) == found


async def test_a_dry_run_changes_nothing_and_tells_the_same(moved: Moved) -> None:
    """Neither records nor z/VM."""
    before = await records(moved.zfleet)
    code, answer = await moved.all("--dry-run", "--relocated-to", "ZVM2")
    assert (code, answer["dry_run"]) == (0, True)
    assert outcomes(answer)["guest", "WEB00001"] == "would be taken over"
    assert outcomes(answer)["guest", "GONE0001"] == "skipped"
    assert reason(answer, "image", CAPTURED).endswith(f"netboot/rhel9.4/{CAPTURED}/0201")
    assert answer["counts"]["would be taken over"] == 14
    assert await records(moved.zfleet) == before


async def test_what_fails_is_told_and_the_rest_goes_on(moved: Moved) -> None:
    """A bad user id, a wrong MD5: exit code 1, and everything else is there; mended, the next run takes it over."""
    feilong_databases.add(moved.databases, guests=[("9", "BAD ID", "", 0, "")])
    content = moved.images / "netboot" / "rhel9.4" / IMAGE / "0100"
    content.write_bytes(b"something else")
    code, answer = await moved.all("--relocated-to", "ZVM2")
    assert code == 1
    assert [each for each, what in outcomes(answer).items() if what == "failed"] == [
        ("guest", "BAD ID"),
        ("image", IMAGE),
    ]
    assert reason(answer, "guest", "BAD ID").startswith("user_id: ")
    assert IMAGE not in (await records(moved.zfleet))["images"]
    content.write_bytes(CONTENT)
    code, answer = await moved.all("--relocated-to", "ZVM2")
    assert (code, outcomes(answer)["image", IMAGE]) == (1, "taken over")
    assert [each for each, what in outcomes(answer).items() if what == "failed"] == [("guest", "BAD ID")]


async def test_what_the_fleet_has_is_never_overwritten(moved: Moved) -> None:
    """Another guest's FCP device, another default template, a NIC with a name of its own, another image."""
    zfleet = moved.zfleet
    made = volume.CreateFcpTemplateRequest(
        name="mine", devices="b81e", host_default=True, storage_providers=["v7k60"], min_path_count=1
    )
    await zfleet.volumes.CreateFcpTemplate(made, timeout=20)
    device = volume.UpdateFcpDeviceRequest(device_number="B800", assigner="SOMEBODY", reserved=True)
    await zfleet.volumes.UpdateFcpDevice(device, timeout=20)
    register = network.RegisterNicsRequest(user_id="WEB00001", nic_ids={"111111": "my-port"})
    await zfleet.nics.RegisterNics(register, timeout=20)
    await zfleet.upload(IMAGE, b"my own content")
    code, answer = await moved.all("--relocated-to", "ZVM2")
    assert code == 0, answer
    assert reason(answer, "fcp device", "B800 of WEB00001") == (
        "the fleet has it as reserved for SOMEBODY with 0 volumes"
    )
    assert reason(answer, "nic", "WEB00001 1000") == "the fleet has it as my-port"
    assert outcomes(answer)["image", IMAGE] == "skipped"
    assert reason(answer, "template", "both fabrics") == (
        "not as the host's default: the fleet has one; not as the default of v7k60: the fleet has one"
    )
    found = await records(zfleet)
    assert [each.name for each in found["templates"].values() if each.host_default] == ["mine"]
    assert found["devices"]["B800"] == ("SOMEBODY", True, 0, "")


async def test_a_migrated_guest_whose_member_nobody_knows_waits_for_the_operator(moved: Moved) -> None:
    """This host is in no cluster."""
    code, answer = await moved.all()
    assert code == 0, answer
    assert "--relocated-to" in reason(answer, "guest", "AWAY0001")
    assert "AWAY0001" not in (await records(moved.zfleet))["guests"]


async def test_a_migrated_guest_is_on_the_only_other_member_of_the_cluster(tmp_path: Path) -> None:
    """Feilong does not keep which one it was; --relocated-to says it where there are more."""
    config = HostConfig(users={"MAINT": "secret"}, system_name="VM1", cluster_members=("VM2",))
    async with world(tmp_path, config) as moved:
        code, answer = await moved.all()
        assert (code, reason(answer, "guest", "AWAY0001")) == (0, "relocated to VM2")
        assert (await records(moved.zfleet))["guests"]["AWAY0001"].relocated_to == "VM2"


async def test_what_is_not_feilongs_is_one_clear_error(moved: Moved, tmp_path: Path) -> None:
    """A broken file, another program's database, an empty folder; nothing was taken over."""
    (moved.databases / "sdk_image.sqlite").write_bytes(b"no database at all, though long enough to be one" * 100)
    code, error = await moved.all()
    assert code == 1
    assert error["reason"] == "FEILONG_DATABASE_UNUSABLE"
    assert "sdk_image.sqlite" in error["message"]
    assert not (await records(moved.zfleet))["guests"]
    empty = tmp_path / "empty"
    empty.mkdir()
    code, error = await moved.run("--databases", str(empty))
    assert (code, error["reason"]) == (1, "FEILONG_DATABASE_UNUSABLE")


async def test_people_read_a_table_and_one_line_of_counts(moved: Moved) -> None:
    """The same for people."""
    code, out, err = await command(
        "--address", moved.zfleet.process.address, "import-feilong", "--databases", str(moved.databases)
    )
    assert (code, err) == (0, "")
    assert "WEB00001" in out
    assert out.splitlines()[-1] == "9 taken over, 1 already there, 10 skipped"
