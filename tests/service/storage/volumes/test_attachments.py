# SPDX-License-Identifier: Apache-2.0
"""Volumes attached and detached: records, directory and running guest go together."""

from __future__ import annotations

import asyncio

import grpc
import pytest

from tests.service.storage.volumes.world import Volumes
from tests.service.storage.world import fields, refusal
from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet_simulator.faults import FaultRule
from zfleet_smapi.calls import ImageActivate, ImageDeactivate, ImageDeviceDedicate, ImageDeviceDedicateDM

PAIR = ["B800", "B900"]


@pytest.fixture
async def guest(here: Volumes) -> Volumes:
    """LINUX01, off; the devices are known."""
    await here.world.make_guest("LINUX01")
    await here.devices(sync=True)
    return here


async def test_the_first_volume_dedicates_and_the_last_one_takes_away(guest: Volumes) -> None:
    """In the directory and in the running guest; the volumes in between are only counted."""
    here = guest
    await here.world.start_guest("LINUX01")
    first = await here.attach("linux01", ["b800", "b900"])
    assert first.dedicated_device_numbers == PAIR
    assert [device.connection_count for device in first.devices] == [1, 1]
    assert await here.dedicated("LINUX01") == PAIR
    assert [await here.owner(number) for number in PAIR] == ["LINUX01", "LINUX01"]
    second = await here.attach("LINUX01", PAIR)
    assert second.dedicated_device_numbers == []
    assert await here.record("B800") == ("LINUX01", True, 2)
    one_left = await here.detach("LINUX01", PAIR)
    assert one_left.undedicated_device_numbers == []
    assert await here.dedicated("LINUX01") == PAIR
    last = await here.detach("LINUX01", PAIR)
    assert last.undedicated_device_numbers == PAIR
    assert await here.dedicated("LINUX01") == []
    assert [await here.owner(number) for number in PAIR] == ["NONE", "NONE"]
    assert await here.record("B800") == ("", False, 0)


async def test_the_devices_of_a_connector_stay_reserved_after_the_last_volume(guest: Volumes) -> None:
    """Until ReleaseConnector; devices that came through no template are given back with the volume."""
    template = await guest.template()
    numbers = await guest.reserved("LINUX01", template)
    await guest.attach("LINUX01", [*numbers, "B81F"], template_id=template)
    await guest.detach("LINUX01", [*numbers, "B81F"])
    assert [await guest.record(number) for number in numbers] == [("LINUX01", True, 0)] * 2
    request = pb.ReleaseConnectorRequest(user_id="LINUX01", template_id=template)
    connector = (await guest.stub.ReleaseConnector(request)).connector
    assert connector.reservation_changed
    for number in [*numbers, "B81F"]:
        assert await guest.record(number) == ("", False, 0)


async def test_a_guest_that_is_off_gets_its_devices_at_its_next_logon(guest: Volumes) -> None:
    """Only the directory is changed; detaching takes the statements out again."""
    await guest.attach("LINUX01", PAIR)
    assert await guest.owner("B800") == "NONE"
    await guest.world.start_guest("LINUX01")
    assert await guest.owner("B800") == "LINUX01"
    await guest.world.smapi.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
    await guest.detach("LINUX01", PAIR)
    assert await guest.dedicated("LINUX01") == []


async def test_volumes_of_one_guest_attached_at_once_are_all_counted(guest: Volumes) -> None:
    """Ten over the same two devices, on a running guest; then all detached at once."""
    await guest.world.start_guest("LINUX01")
    done = await asyncio.gather(*(guest.attach("LINUX01", PAIR) for _ in range(10)))
    assert sum(len(one.dedicated_device_numbers) for one in done) == 2
    assert await guest.record("B900") == ("LINUX01", True, 10)
    gone = await asyncio.gather(*(guest.detach("LINUX01", PAIR) for _ in range(10)))
    assert sum(len(one.undedicated_device_numbers) for one in gone) == 2
    assert await guest.record("B900") == ("", False, 0)
    assert await guest.dedicated("LINUX01") == []


async def test_a_device_of_another_guest_is_refused_and_nothing_changes(guest: Volumes) -> None:
    """FCP_DEVICE_TAKEN says who has it; the other devices of the request are as before."""
    await guest.world.make_guest("LINUX02")
    await guest.attach("LINUX02", ["B900"])
    error = await refusal(guest.attach("LINUX01", PAIR))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "FCP_DEVICE_TAKEN")
    assert error.metadata == {"device_number": "B900", "assigner": "LINUX02"}
    assert await guest.record("B800") == ("", False, 0)
    assert await guest.dedicated("LINUX01") == []


async def test_a_root_volume_is_only_counted(guest: Volumes) -> None:
    """Also for a guest that does not exist yet; no dedication is looked at."""
    guest.calls.clear()
    done = await guest.attach("NEWGUEST", PAIR, stage=pb.VOLUME_STAGE_COUNT)
    assert [device.connection_count for device in done.devices] == [1, 1]
    gone = await guest.detach("NEWGUEST", PAIR, stage=pb.VOLUME_STAGE_COUNT)
    assert [device.connection_count for device in gone.devices] == [0, 0]
    assert guest.calls == []


async def test_detaching_in_two_stages_is_detaching(guest: Volumes) -> None:
    """Counted off first, so that the guest can be told which devices go; then taken away."""
    await guest.attach("LINUX01", PAIR)
    counted = await guest.detach("LINUX01", PAIR, stage=pb.VOLUME_STAGE_COUNT)
    assert [device.connection_count for device in counted.devices] == [0, 0]
    assert await guest.dedicated("LINUX01") == PAIR
    taken = await guest.detach("LINUX01", PAIR, stage=pb.VOLUME_STAGE_DEDICATE)
    assert taken.undedicated_device_numbers == PAIR
    assert await guest.dedicated("LINUX01") == []
    await guest.attach("LINUX01", PAIR)
    still = await guest.detach("LINUX01", PAIR, stage=pb.VOLUME_STAGE_DEDICATE)
    assert still.undedicated_device_numbers == []


async def test_missing_things_are_no_errors_when_detaching(guest: Volumes) -> None:
    """A volume that was never counted, a device that nobody has, a guest that is gone."""
    assert [one.connection_count for one in (await guest.detach("LINUX01", ["B800", "1234"])).devices] == [0, 0]
    await guest.attach("LINUX01", PAIR)
    await guest.world.delete_guest("LINUX01")
    done = await guest.detach("LINUX01", PAIR)
    assert done.guest_missing
    assert await guest.record("B800") == ("", False, 0)


async def test_attaching_needs_the_guest_the_device_and_the_template(guest: Volumes) -> None:
    """NOT_FOUND for each, and nothing is recorded."""
    error = await refusal(guest.attach("NOBODY", PAIR))
    assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("guest", "NOBODY"))
    error = await refusal(guest.attach("LINUX01", ["B800", "1234"]))
    assert (error.reason, error.resource) == ("FCP_DEVICE_NOT_FOUND", ("fcp_device", "1234"))
    error = await refusal(guest.attach("LINUX01", PAIR, template_id="missing"))
    assert error.reason == "FCP_TEMPLATE_NOT_FOUND"
    assert await guest.record("B800") == ("", False, 0)


async def test_a_device_number_that_the_entry_uses_otherwise_is_refused(guest: Volumes) -> None:
    """A minidisk, or another real device under that number."""
    await guest.world.make_guest("LINUX02", "DEDICATE B800 B801")
    error = await refusal(guest.attach("LINUX02", PAIR))
    assert (error.reason, error.metadata["device_number"]) == ("DEVICE_NUMBER_IN_USE", "B800")
    assert await guest.record("B800") == ("", False, 0)


async def test_a_failed_attachment_is_undone_in_reverse_and_told(guest: Volumes) -> None:
    """z/VM refuses the second device: the first one is taken away again and the records are as they were."""
    template = await guest.template()
    numbers = await guest.reserved("LINUX01", template)
    await guest.world.start_guest("LINUX01")
    guest.world.host.faults.add(
        FaultRule(function="Image_Device_Dedicate_DM", target="LINUX01", nth=(2,), return_code=404, reason_code=0)
    )
    error = await refusal(guest.attach("LINUX01", numbers))
    assert error.metadata["function"] == "Image_Device_Dedicate_DM"
    assert await guest.dedicated("LINUX01") == []
    for number in numbers:
        assert await guest.owner(number) == "NONE"
        assert await guest.record(number) == ("LINUX01", True, 0)


async def test_a_device_that_cannot_be_had_now_undoes_the_directory_too(guest: Volumes) -> None:
    """Somebody has it in z/VM, though nobody by our records."""
    await guest.world.make_guest("OTHER")
    for name in ("OTHER", "LINUX01"):
        await guest.world.smapi.call(ImageActivate(target=name))
    await guest.world.smapi.call(
        ImageDeviceDedicate(target="OTHER", image_device_number="B900", real_device_number="B900")
    )
    error = await refusal(guest.attach("LINUX01", PAIR))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "DEVICE_NOT_AVAILABLE")
    assert await guest.dedicated("LINUX01") == []
    assert await guest.owner("B800") == "NONE"
    assert await guest.record("B800") == ("", False, 0)


async def test_without_rollback_the_error_is_told_and_everything_is_left(guest: Volumes) -> None:
    """keep_on_failure: what was done stays, in z/VM and in the records; nothing is swallowed."""
    guest.world.host.faults.add(
        FaultRule(function="Image_Device_Dedicate_DM", target="LINUX01", nth=(2,), return_code=404, reason_code=0)
    )
    error = await refusal(guest.attach("LINUX01", PAIR, keep_on_failure=True))
    assert error.metadata["return_code"] == "404"
    assert await guest.dedicated("LINUX01") == ["B800"]
    assert await guest.record("B900") == ("LINUX01", True, 1)
    guest.world.host.faults.add(
        FaultRule(function="Image_Device_Undedicate_DM", target="LINUX01", nth=(1,), return_code=596, reason_code=1)
    )
    error = await refusal(guest.detach("LINUX01", PAIR, keep_on_failure=True))
    assert error.metadata["function"] == "Image_Device_Undedicate_DM"
    assert await guest.record("B900") == ("LINUX01", True, 0)


async def test_a_failed_detachment_is_undone_and_told(guest: Volumes) -> None:
    """The directory manager refuses: the running guest has its devices again, the volume is counted."""
    await guest.world.start_guest("LINUX01")
    await guest.attach("LINUX01", PAIR)
    guest.world.host.faults.add(
        FaultRule(function="Image_Device_Undedicate_DM", target="LINUX01", nth=(2,), return_code=596, reason_code=1)
    )
    error = await refusal(guest.detach("LINUX01", PAIR))
    assert error.metadata["function"] == "Image_Device_Undedicate_DM"
    assert sorted(await guest.dedicated("LINUX01")) == PAIR
    assert [await guest.owner(number) for number in PAIR] == ["LINUX01", "LINUX01"]
    assert await guest.record("B800") == ("LINUX01", True, 1)


async def test_a_repeated_request_is_one_volume(guest: Volumes) -> None:
    """The same answer, one count; another content under the same id is refused."""
    first = await guest.attach("LINUX01", PAIR, request_id="a1")
    assert await guest.attach("LINUX01", PAIR, request_id="a1") == first
    assert await guest.record("B800") == ("LINUX01", True, 1)
    error = await refusal(guest.attach("LINUX01", ["B800"], request_id="a1"))
    assert error.reason == "REQUEST_ID_REUSED"
    gone = await guest.detach("LINUX01", PAIR, request_id="d1")
    assert await guest.detach("LINUX01", PAIR, request_id="d1") == gone


async def test_a_request_that_failed_may_be_repeated(guest: Volumes) -> None:
    """It was undone by itself, so the same id does it anew, once."""
    guest.world.host.faults.add(
        FaultRule(function="Image_Device_Dedicate_DM", target="LINUX01", nth=(1,), return_code=404, reason_code=0)
    )
    await refusal(guest.attach("LINUX01", PAIR, request_id="a1"))
    done = await guest.attach("LINUX01", PAIR, request_id="a1")
    assert done.dedicated_device_numbers == PAIR
    assert await guest.record("B800") == ("LINUX01", True, 1)


async def test_a_request_that_was_left_half_done_is_finished_by_its_repeat(guest: Volumes) -> None:
    """As after a crash: the volume is counted once, and what was dedicated already is left."""
    guest.world.host.faults.add(
        FaultRule(function="Image_Device_Dedicate_DM", target="LINUX01", nth=(2,), return_code=404, reason_code=0)
    )
    await refusal(guest.attach("LINUX01", PAIR, request_id="a1", keep_on_failure=True))
    assert await guest.dedicated("LINUX01") == ["B800"]
    done = await guest.attach("LINUX01", PAIR, request_id="a1", keep_on_failure=True)
    assert done.dedicated_device_numbers == PAIR
    assert await guest.dedicated("LINUX01") == PAIR
    assert await guest.record("B800") == ("LINUX01", True, 1)
    assert await guest.undo("a1", "LINUX01")
    assert await guest.dedicated("LINUX01") == []


@pytest.mark.parametrize("function", ["Image_Device_Dedicate_DM", "Image_Device_Dedicate"])
async def test_a_lost_answer_is_looked_up(guest: Volumes, function: str) -> None:
    """z/VM has done it, the connection broke: the volume is attached all the same, once."""
    await guest.world.start_guest("LINUX01")
    guest.world.host.faults.add(FaultRule(function=function, target="LINUX01", drop="after", times=1))
    guest.world.host.faults.add(FaultRule(function="Response_Recovery", drop="before"))
    await guest.attach("LINUX01", PAIR)
    assert await guest.dedicated("LINUX01") == PAIR
    assert [await guest.owner(number) for number in PAIR] == ["LINUX01", "LINUX01"]
    assert await guest.record("B800") == ("LINUX01", True, 1)


async def test_an_attachment_is_taken_back_to_what_was_before(guest: Volumes) -> None:
    """Reservations that it made go, those of a connector stay; a second undo, or the request again, does nothing."""
    template = await guest.template()
    first, _ = await guest.reserved("LINUX01", template)
    await guest.attach("LINUX01", [first, "B81F"], request_id="a1")
    assert await guest.undo("a1", "LINUX01")
    assert await guest.record(first) == ("LINUX01", True, 0)
    assert await guest.record("B81F") == ("", False, 0)
    assert await guest.dedicated("LINUX01") == []
    assert not await guest.undo("a1", "LINUX01")
    assert await guest.record(first) == ("LINUX01", True, 0)


async def test_undoing_leaves_what_others_need(guest: Volumes) -> None:
    """A second volume came over the same devices: they stay dedicated, and one volume is counted."""
    await guest.attach("LINUX01", PAIR, request_id="a1")
    await guest.attach("LINUX01", PAIR, request_id="a2")
    assert await guest.undo("a1", "LINUX01")
    assert await guest.record("B800") == ("LINUX01", True, 1)
    assert await guest.dedicated("LINUX01") == PAIR
    assert await guest.undo("a2", "LINUX01")
    assert await guest.record("B800") == ("", False, 0)


async def test_a_detachment_is_taken_back(guest: Volumes) -> None:
    """Counted, and dedicated in the directory and the running guest again."""
    await guest.world.start_guest("LINUX01")
    await guest.attach("LINUX01", PAIR)
    await guest.detach("LINUX01", PAIR, request_id="d1")
    assert await guest.undo("d1", "LINUX01")
    assert await guest.record("B800") == ("LINUX01", True, 1)
    assert await guest.dedicated("LINUX01") == PAIR
    assert await guest.owner("B900") == "LINUX01"


async def test_a_request_that_was_undone_before_it_came_does_nothing(guest: Volumes) -> None:
    """The undo of a call that was lost on its way is final."""
    assert not await guest.undo("a1", "LINUX01")
    error = await refusal(guest.attach("LINUX01", PAIR, request_id="a1"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REQUEST_UNDONE")
    assert await guest.record("B800") == ("", False, 0)


async def test_a_request_that_was_undone_is_not_answered_as_if_it_still_held(guest: Volumes) -> None:
    """Its repeat would believe in a volume that is not attached any more, or in one that is."""
    await guest.attach("LINUX01", PAIR, request_id="a1")
    assert await guest.undo("a1", "LINUX01")
    error = await refusal(guest.attach("LINUX01", PAIR, request_id="a1"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REQUEST_UNDONE")
    await guest.attach("LINUX01", PAIR)
    await guest.detach("LINUX01", PAIR, request_id="d1")
    assert await guest.undo("d1", "LINUX01")
    error = await refusal(guest.detach("LINUX01", PAIR, request_id="d1"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REQUEST_UNDONE")


async def test_a_device_that_is_dedicated_already_is_counted_only(guest: Volumes) -> None:
    """An administrator dedicated it: attaching finds it, and undoing leaves it."""
    await guest.world.smapi.call(
        ImageDeviceDedicateDM(target="LINUX01", image_device_number="B800", real_device_number="B800")
    )
    done = await guest.attach("LINUX01", PAIR, request_id="a1")
    assert done.dedicated_device_numbers == ["B900"]
    assert await guest.undo("a1", "LINUX01")
    assert await guest.dedicated("LINUX01") == ["B800"]


async def test_every_bad_field_of_an_attachment_is_named(guest: Volumes) -> None:
    """Statements and operands cannot be smuggled in."""
    request = pb.AttachVolumeRequest(
        request_id="a b",
        user_id="A B",
        device_numbers=["B800 R", "B80\n", "B9000"],
        template_id="x;y",
        stage=9,  # type: ignore[arg-type]  # no stage
    )
    error = await refusal(guest.stub.AttachVolume(request))
    numbers = [f"device_numbers[{at}]" for at in range(3)]
    assert fields(error) == ["request_id", "stage", "user_id", *numbers, "template_id"]
    error = await refusal(guest.stub.DetachVolume(pb.DetachVolumeRequest(user_id="LINUX01")))
    assert fields(error) == ["device_numbers"]
    error = await refusal(guest.stub.UndoVolumeChange(pb.UndoVolumeChangeRequest()))
    assert fields(error) == ["request_id", "user_id"]
