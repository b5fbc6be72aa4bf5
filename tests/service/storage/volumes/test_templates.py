# SPDX-License-Identifier: Apache-2.0
"""Templates: made, changed, found, removed; devices listed and mended."""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from tests.service.storage.volumes.world import TWO_PATHS, Volumes
from tests.service.storage.world import fields, refusal
from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet_simulator.faults import FaultRule
from zfleet_smapi.calls import ImageActivate, ImageDeviceDedicate


@pytest.fixture
async def known(here: Volumes) -> Volumes:
    """The devices are known."""
    await here.devices(sync=True)
    return here


async def listed(here: Volumes, **filters: Any) -> list[pb.FcpTemplate]:
    """ListFcpTemplates, its first page."""
    return list((await here.stub.ListFcpTemplates(pb.ListFcpTemplatesRequest(**filters))).templates)


async def update(here: Volumes, template_id: str, **changes: Any) -> pb.UpdateFcpTemplateResponse:
    """UpdateFcpTemplate."""
    request = pb.UpdateFcpTemplateRequest(template_id=template_id, **changes)
    answer: pb.UpdateFcpTemplateResponse = await here.stub.UpdateFcpTemplate(request)
    return answer


async def test_a_template_says_its_paths_channels_and_host(known: Volumes) -> None:
    """Paths are sorted and shown in ranges; a PCHID that no template used before is told."""
    request = pb.CreateFcpTemplateRequest(
        name="prod", description="both switches", devices="b801,b800-b803;B810;1a00", storage_providers=["v7k", "ds8"]
    )
    made = await known.stub.CreateFcpTemplate(request)
    template = made.template
    assert template.devices == "B800-B803;B810;1A00"
    assert [path.devices.text for path in template.paths] == ["B800 - B803", "B810", "1A00"]
    assert (template.min_path_count, template.host_default) == (3, False)
    assert template.storage_providers == ["ds8", "v7k"]
    assert (template.pchids, made.first_used_pchids) == (["019C"], ["019C"])
    assert made.host_identity.hypervisor_hostname == "ZVMSIM1"
    second = await known.stub.CreateFcpTemplate(pb.CreateFcpTemplateRequest(name="more", devices=TWO_PATHS))
    assert (second.template.pchids, second.first_used_pchids) == (["019C", "01AC"], ["01AC"])
    assert await listed(known) == sorted([template, second.template], key=lambda one: one.template_id)


async def test_there_is_one_default_of_the_host_and_of_each_provider(known: Volumes) -> None:
    """The new one takes the place of the old one, when made and when changed."""
    first = await known.template("first", host_default=True, storage_providers=["v7k"])
    second = await known.template("second", host_default=True, storage_providers=["v7k", "ds8"])
    assert [one.template_id for one in await listed(known, host_default=True)] == [second]
    assert [one.template_id for one in await listed(known, host_default=False)] == [first]
    assert (await listed(known, template_ids=[first]))[0].storage_providers == []
    await update(known, first, host_default=True, storage_providers=pb.StorageProviders(names=["ds8"]))
    assert [one.template_id for one in await listed(known, host_default=True)] == [first]
    assert (await listed(known, template_ids=[second]))[0].storage_providers == ["v7k"]
    assert [one.template_id for one in await listed(known, storage_providers=["ds8"])] == [first]
    assert {one.template_id for one in await listed(known, storage_providers=["all"])} == {first, second}
    await update(known, first, storage_providers=pb.StorageProviders())
    assert (await listed(known, template_ids=[first]))[0].storage_providers == []


async def test_only_what_is_given_is_changed(known: Volumes) -> None:
    """And the PCHIDs that come and go are told."""
    template = await known.template("old", "b800-b803", description="kept", min_path_count=1)
    changed = await update(known, template, name="new")
    assert (changed.template.name, changed.template.description, changed.template.devices) == (
        "new",
        "kept",
        "B800-B803",
    )
    assert not changed.added_pchids
    changed = await update(known, template, devices="b900", description="")
    assert (changed.template.description, changed.template.devices) == ("", "B900")
    assert list(changed.added_pchids) == list(changed.first_used_pchids) == ["01AC"]
    assert list(changed.removed_pchids) == list(changed.unused_pchids) == ["019C"]


async def test_a_minimum_above_the_paths_is_refused(known: Volumes) -> None:
    """When made, and when paths or minimum are changed."""
    error = await refusal(known.template(min_path_count=3))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "MIN_PATHS_TOO_LARGE")
    template = await known.template(min_path_count=2)
    for changes in ({"min_path_count": 3}, {"devices": "b800"}):
        error = await refusal(update(known, template, **changes))
        assert error.reason == "MIN_PATHS_TOO_LARGE"
    assert (await listed(known))[0].devices == "B800-B81F;B900-B91F"


async def test_devices_in_use_keep_their_path(known: Volumes) -> None:
    """They can neither leave the template nor change their path; others may, and the template cannot be removed."""
    template = await known.template(devices="b800-b801;b900")
    first, second = await known.reserved("LINUX01", template)
    other = "B801" if first == "B800" else "B800"
    for devices in (f"{other};{second}", f"{second};{first}"):
        error = await refusal(update(known, template, devices=devices))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "TEMPLATE_DEVICES_IN_USE")
        assert first in error.metadata["device_numbers"]
    assert (await update(known, template, devices=f"{first},b810;{second}")).template.devices
    error = await refusal(known.stub.DeleteFcpTemplate(pb.DeleteFcpTemplateRequest(template_id=template)))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "TEMPLATE_IN_USE")
    await known.stub.ReleaseConnector(pb.ReleaseConnectorRequest(user_id="LINUX01", template_id=template))
    await known.stub.DeleteFcpTemplate(pb.DeleteFcpTemplateRequest(template_id=template))
    assert await listed(known) == []


async def test_templates_that_are_missing_are_not_found(known: Volumes) -> None:
    """To change, to remove (unless that is fine) and to list; the answer names all that are missing."""
    error = await refusal(update(known, "missing", name="x"))
    assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("fcp_template", "missing"))
    error = await refusal(known.stub.DeleteFcpTemplate(pb.DeleteFcpTemplateRequest(template_id="missing")))
    assert error.reason == "FCP_TEMPLATE_NOT_FOUND"
    await known.stub.DeleteFcpTemplate(pb.DeleteFcpTemplateRequest(template_id="missing", allow_missing=True))
    there = await known.template()
    error = await refusal(
        known.stub.ListFcpTemplates(pb.ListFcpTemplatesRequest(template_ids=["missing", there, "gone"]))
    )
    assert error.metadata["template_ids"] == "gone,missing"


async def test_statistics_say_how_the_devices_of_a_path_are_used(known: Volumes) -> None:
    """Each kind of use by its own list; inventory gives every device."""
    template = await known.template(devices="b800-b805,1a00;b900")
    await known.world.make_guest("OTHER")
    await known.world.smapi.call(ImageActivate(target="OTHER"))
    await known.world.smapi.call(
        ImageDeviceDedicate(target="OTHER", image_device_number="B801", real_device_number="B801")
    )
    for number, reserved, count in (("B802", True, 0), ("B803", True, 2), ("B804", False, 1)):
        await known.stub.UpdateFcpDevice(
            pb.UpdateFcpDeviceRequest(
                device_number=number,
                assigner="LINUX01",
                reserved=reserved,
                connection_count=count,
                template_id=template,
            )
        )
    (found,) = await listed(known, sync=True, with_statistics=True, with_inventory=True)
    use = found.paths[0].statistics
    assert use.total.text == "1A00, B800 - B805"
    assert use.available.text == "B800, B805"
    assert use.reserve_only.device_numbers == ["B802"]
    assert use.allocated.device_numbers == ["B803"]
    assert use.connection_only.device_numbers == ["B804"]
    assert use.allocated_but_free.text == "B803 - B804"
    assert use.not_found.device_numbers == ["1A00"]
    assert dict(use.unallocated_but_active) == {"B801": "OTHER"}
    assert [(one.channel, one.devices.text, one.available.text) for one in use.pchids] == [
        ("019C", "B800 - B805", "B800, B805")
    ]
    assert [one.channel for one in use.chpids] == ["27"]
    inventory = found.paths[0].inventory
    assert [one.device_number for one in inventory] == ["1A00", *(f"B80{n}" for n in range(6))]
    assert inventory[0].state == pb.FCP_DEVICE_STATE_NOT_FOUND
    assert [one.template_id for one in await listed(known, assigner="linux01")] == [template]
    assert await listed(known, assigner="LINUX02") == []
    (plain,) = await listed(known)
    assert not plain.paths[0].HasField("statistics")
    assert not plain.paths[0].inventory


async def test_templates_and_devices_come_page_by_page(known: Volumes) -> None:
    """Every one once, in order; a token of another query is refused."""
    ids = sorted([await known.template(f"t{n}", f"b80{n}") for n in range(5)])
    found: list[str] = []
    token = ""
    while True:
        request = pb.ListFcpTemplatesRequest(page_size=2, page_token=token)
        page = await known.stub.ListFcpTemplates(request)
        found += [one.template_id for one in page.templates]
        token = page.next_page_token
        if not token:
            break
    assert found == ids
    first = await known.stub.ListFcpDevices(pb.ListFcpDevicesRequest(page_size=63))
    rest = await known.stub.ListFcpDevices(pb.ListFcpDevicesRequest(page_size=63, page_token=first.next_page_token))
    assert ([one.device_number for one in rest.devices], rest.next_page_token) == (["B91F"], "")
    error = await refusal(
        known.stub.ListFcpDevices(pb.ListFcpDevicesRequest(assigner="X", page_token=first.next_page_token))
    )
    assert fields(error) == ["page_token"]


async def test_devices_are_found_by_number_state_and_guest(known: Volumes) -> None:
    """Letter case and leading zeros of a number do not matter; a device that was never there is NOT_FOUND."""
    assert (await known.device("b8" + "0a")).device_number == "B80A"
    error = await refusal(known.device("0001"))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "FCP_DEVICE_NOT_FOUND")
    assert len(await known.devices(state=pb.FCP_DEVICE_STATE_FREE)) == 64
    assert await known.devices(state=pb.FCP_DEVICE_STATE_OFFLINE) == []
    template = await known.template()
    numbers = await known.reserved("LINUX01", template)
    assert [one.device_number for one in await known.devices(assigner="linux01")] == numbers
    assert len(await known.devices(template_id=template)) == 2


async def test_a_device_is_mended_by_hand(known: Volumes) -> None:
    """Who has it, how often, through which template; missing devices and templates are NOT_FOUND."""
    template = await known.template()
    request = pb.UpdateFcpDeviceRequest(
        device_number="b800", assigner="linux01", reserved=True, connection_count=3, template_id=template
    )
    device = (await known.stub.UpdateFcpDevice(request)).device
    assert (device.assigner, device.reserved, device.connection_count) == ("LINUX01", True, 3)
    await known.stub.UpdateFcpDevice(pb.UpdateFcpDeviceRequest(device_number="B800"))
    assert await known.record("B800") == ("", False, 0)
    for wrong, reason in (
        (pb.UpdateFcpDeviceRequest(device_number="1234"), "FCP_DEVICE_NOT_FOUND"),
        (pb.UpdateFcpDeviceRequest(device_number="B800", template_id="none"), "FCP_TEMPLATE_NOT_FOUND"),
    ):
        assert (await refusal(known.stub.UpdateFcpDevice(wrong))).reason == reason
    error = await refusal(
        known.stub.UpdateFcpDevice(pb.UpdateFcpDeviceRequest(device_number="", reserved=True, connection_count=65536))
    )
    assert fields(error) == ["device_number", "connection_count", "assigner"]


async def test_a_repeated_creation_is_one_template(known: Volumes) -> None:
    """The same answer under the same request_id."""
    request = pb.CreateFcpTemplateRequest(request_id="t1", name="once", devices=TWO_PATHS)
    assert await known.stub.CreateFcpTemplate(request) == await known.stub.CreateFcpTemplate(request)
    assert len(await listed(known)) == 1


async def test_a_template_keeps_the_identifier_that_it_comes_with(known: Volumes) -> None:
    """From another connector; a second one of that identifier is refused."""
    assert await known.template("moved", template_id="36439338-db14-11ec-bb41-0201018b1dd2") == (
        "36439338-db14-11ec-bb41-0201018b1dd2"
    )
    for _ in range(2):
        again = known.template("again", template_id="36439338-db14-11ec-bb41-0201018b1dd2", request_id="r1")
        error = await refusal(again)
        assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "FCP_TEMPLATE_EXISTS")


async def test_devices_are_known_without_being_asked_for(here: Volumes) -> None:
    """The first call that needs them asks z/VM, the next ones do not; without z/VM the table has to do."""
    here.world.host.faults.add(FaultRule(function="System_WWPN_Query", times=1, return_code=24, reason_code=13))
    assert await here.devices() == []
    assert (await refusal(here.device("B800"))).reason == "FCP_DEVICE_NOT_FOUND"
    assert len(await here.devices(sync=True)) == 64
    here.calls.clear()
    assert (await here.device("B800")).pchid == "019C"
    assert here.calls == []


async def test_every_bad_field_of_a_template_is_named(known: Volumes) -> None:
    """Names, devices, providers, the minimum; a device in two paths."""
    request = pb.CreateFcpTemplateRequest(
        name=" ",
        description="a\nb",
        devices="b800;b800",
        storage_providers=["ok", ""],
        min_path_count=17,
    )
    error = await refusal(known.stub.CreateFcpTemplate(request))
    assert fields(error) == ["name", "description", "min_path_count", "storage_providers[1]", "devices"]
    for devices in ("b803-b800", "xyz", "b800-", ";".join(f"{n:04x}" for n in range(17))):
        error = await refusal(known.template(devices=devices))
        assert fields(error) == ["devices"]
