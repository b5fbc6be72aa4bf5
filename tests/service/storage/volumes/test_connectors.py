# SPDX-License-Identifier: Apache-2.0
"""Devices reserved for guests and given back, by many at once too."""

from __future__ import annotations

import asyncio
from pathlib import Path

import grpc

from tests.service.storage.volumes.world import Volumes, volumes
from tests.service.storage.world import fields, refusal
from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet_smapi.calls import ImageActivate, ImageDeviceDedicate


async def test_a_connector_has_one_free_device_of_each_path(here: Volumes) -> None:
    """With its WWPNs, channels, the initiator's name, and the reservation in the records."""
    template = await here.template()
    connector = await here.reserve("linux01", template)
    assert [device.device_number[:2] for device in connector.devices] == ["B8", "B9"]
    assert [device.pchid for device in connector.devices] == ["019C", "01AC"]
    assert connector.devices[0].npiv_wwpn == f"c05076de3300{connector.devices[0].device_number.lower()}"
    assert connector.devices[0].physical_wwpn == "c05076de33272641"
    assert (connector.host, connector.template_id) == ("ZVMSIM1_LINUX01", template)
    assert (connector.host_identity.hypervisor_hostname, connector.host_identity.lpar) == ("ZVMSIM1", "LP1")
    assert connector.reservation_changed
    assert not connector.empty_reason
    for device in connector.devices:
        assert await here.record(device.device_number) == ("LINUX01", True, 0)


async def test_the_same_guest_gets_the_same_devices_again(here: Volumes) -> None:
    """Asked for one after the other, and twenty times at once."""
    template = await here.template()
    first = await here.reserve("LINUX01", template)
    again = await here.reserve("LINUX01", template)
    assert again.devices == first.devices
    assert not again.reservation_changed
    many = await asyncio.gather(*(here.reserve("LINUX02", template) for _ in range(20)))
    assert len({tuple(device.device_number for device in one.devices) for one in many}) == 1
    assert sum(one.reservation_changed for one in many) == 1
    assert len(await here.devices(template_id=template)) == 4


async def test_fifty_guests_at_once_never_share_a_device(here: Volumes) -> None:
    """There are 32 devices in each path: 32 guests get a connector, 18 are told why not; z/VM is asked together."""
    template = await here.template()
    here.calls.clear()
    connectors = await asyncio.gather(*(here.reserve(f"LINUX{n:03}", template) for n in range(50)))
    given = [device.device_number for one in connectors for device in one.devices]
    assert len(given) == len(set(given)) == 64
    empty = [one for one in connectors if not one.devices]
    assert len(empty) == 18
    assert all("free devices in 0 of 2 paths" in one.empty_reason and not one.host for one in empty)
    assert here.calls.count("System_WWPN_Query") <= 5


async def test_templates_that_share_devices_never_share_one_of_them(here: Volumes) -> None:
    """Choosers of different templates do not wait for each other; the slower one chooses anew."""
    templates = [
        await here.template("other", "b800-b81f;b900-b91f"),
        await here.template("all"),
        await here.template("crossed", "b900-b91f;b800-b81f"),
    ]
    connectors = await asyncio.gather(*(here.reserve(f"LINUX{n:03}", templates[n % 3]) for n in range(30)))
    given = [device.device_number for one in connectors for device in one.devices]
    assert len(given) == len(set(given)) == 60


async def test_a_template_with_a_minimum_gives_fewer_paths_when_it_must(here: Volumes) -> None:
    """Both paths while both have a free device, one after that, and none with a reason in the end."""
    template = await here.template(devices="b800-b801;b900", min_path_count=1)
    assert [len((await here.reserve(f"LINUX0{n}", template)).devices) for n in range(3)] == [2, 1, 0]
    strict = await here.template("strict", "b802-b803;b900")
    connector = await here.reserve("LINUX05", strict)
    assert not connector.devices
    assert "free devices in 1 of 2 paths, and a connector needs 2" in connector.empty_reason


async def test_devices_that_others_have_in_zvm_are_not_chosen(here: Volumes) -> None:
    """Looked at before each choice: what somebody attached meanwhile is passed over."""
    template = await here.template(devices="b800-b801")
    await here.world.make_guest("OTHER")
    await here.world.smapi.call(ImageActivate(target="OTHER"))
    await here.world.smapi.call(
        ImageDeviceDedicate(target="OTHER", image_device_number="B800", real_device_number="B800")
    )
    assert await here.reserved("LINUX01", template) == ["B801"]
    assert (await here.device("B800")).owner == "OTHER"


async def test_physical_channels_carry_no_more_than_they_may(here: Volumes) -> None:
    """A path whose channel is full has no device to give; a channel that is not told of is refused."""
    template = await here.template(min_path_count=1)
    full = pb.PchidCapacity(pchid="19c", allocated=128, max=128)
    room = pb.PchidCapacity(pchid="01AC", allocated=127, max=128)
    connector = await here.reserve("LINUX01", template, pchids=[full, room])
    assert [device.pchid for device in connector.devices] == ["01AC"]
    none = await here.reserve("LINUX02", template, pchids=[full, pb.PchidCapacity(pchid="1ac", allocated=1, max=1)])
    assert "have no room" in none.empty_reason
    error = await refusal(
        here.stub.ReserveConnector(pb.ReserveConnectorRequest(user_id="LINUX03", template_id=template, pchids=[room]))
    )
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "PCHID_INFO_MISSING")
    assert error.metadata["pchids"] == "019C"


async def test_the_template_is_the_given_one_or_a_default(here: Volumes) -> None:
    """First the storage provider's, then the host's; without any it is FAILED_PRECONDITION."""
    error = await refusal(here.stub.ReserveConnector(pb.ReserveConnectorRequest(user_id="LINUX01")))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NO_DEFAULT_TEMPLATE")
    host = await here.template("host", "b800-b80f", host_default=True)
    provider = await here.template("provider", "b900-b90f", storage_providers=["v7k60"])
    assert (await here.reserve("LINUX01")).template_id == host
    assert (await here.reserve("LINUX02", storage_provider="v7k60")).template_id == provider
    assert (await here.reserve("LINUX03", storage_provider="other")).template_id == host
    assert (await here.reserve("LINUX04", provider, storage_provider="other")).template_id == provider
    error = await refusal(
        here.stub.ReserveConnector(pb.ReserveConnectorRequest(user_id="LINUX05", template_id="missing"))
    )
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "FCP_TEMPLATE_NOT_FOUND")


async def test_what_no_volume_needs_is_given_back(here: Volumes) -> None:
    """A device with a volume stays reserved; a second release changes nothing."""
    template = await here.template()
    first, second = await here.reserved("LINUX01", template)
    await here.attach("LINUX01", [first], stage=pb.VOLUME_STAGE_COUNT)
    request = pb.ReleaseConnectorRequest(user_id="LINUX01", template_id=template)
    released = (await here.stub.ReleaseConnector(request)).connector
    assert [device.device_number for device in released.devices] == [first, second]
    assert released.reservation_changed
    assert await here.record(first) == ("LINUX01", True, 1)
    assert await here.record(second) == ("", False, 0)
    again = (await here.stub.ReleaseConnector(request)).connector
    assert [device.device_number for device in again.devices] == [first]
    assert not again.reservation_changed
    nothing = await here.stub.ReleaseConnector(pb.ReleaseConnectorRequest(user_id="LINUX09", template_id=template))
    assert "LINUX09 has no FCP devices" in nothing.connector.empty_reason


async def test_with_the_setting_a_connector_has_the_same_place_of_every_path(tmp_path: Path) -> None:
    """The n-th of each path, for all guests; paths of unequal length have the places of the shortest."""
    async with volumes(tmp_path, fcp_same_index=True) as here:
        template = await here.template(devices="b800-b803;b904-b906")
        pairs = [await here.reserved(f"LINUX0{n}", template) for n in range(4)]
        assert sorted(pairs[:3]) == [["B800", "B904"], ["B801", "B905"], ["B802", "B906"]]
        assert pairs[3] == []


async def test_every_bad_field_of_a_connector_is_named(here: Volumes) -> None:
    """Before z/VM is asked, and nothing is reserved."""
    request = pb.ReserveConnectorRequest(
        user_id="toolongname",
        template_id="a b",
        storage_provider="x" * 65,
        pchids=[pb.PchidCapacity(pchid="xyz"), pb.PchidCapacity(pchid="1"), pb.PchidCapacity(pchid="0001")],
    )
    error = await refusal(here.stub.ReserveConnector(request))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert fields(error) == ["user_id", "template_id", "storage_provider", "pchids[0].pchid", "pchids[2].pchid"]
    error = await refusal(here.stub.ReleaseConnector(pb.ReleaseConnectorRequest()))
    assert fields(error) == ["user_id", "template_id"]
