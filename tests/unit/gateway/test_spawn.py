# SPDX-License-Identifier: Apache-2.0
"""The spawn story as values: which steps there are, what waits for what, what is sent and combined."""

from __future__ import annotations

from typing import Any, cast

import pytest
from google.protobuf.message import Message

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.record import OperationRecord, StepRecord
from zfleet_gateway.services import Services
from zfleet_gateway.spawn import Spawn, minidisk_statement, nic_statement, placements
from zfleet_gateway.story import Step, StoryError, Told, check_steps
from zfleet_gateway.times import Times

NOBODY = cast(Services, None)  # these tests call no service


def record_of(**answers: Message) -> OperationRecord:
    """An operation whose steps have answered."""
    record = OperationRecord("op", pb.OPERATION_KIND_SPAWN_GUEST, "LINUX01", "", b"", b"", 0)
    for name, answer in answers.items():
        record.steps[name] = StepRecord(name, pb.STEP_STATE_SUCCEEDED, start_us=1, result=answer.SerializeToString())
    return record


def spawn_of(**fields: Any) -> Spawn:
    """The story of a request."""
    request = pb.SpawnGuestRequest(**({"guest": guest.GuestSpec(user_id="LINUX01")} | fields))
    return Spawn(request, NOBODY, Times())


def planned(*disks: storage.Disk, after_entry: bool = False) -> storage.PlanDisksResponse:
    """What the storage service planned."""
    return storage.PlanDisksResponse(disks=disks, create_after_entry=after_entry)


ROOT = storage.Disk(device_number="0100", device_type="3390", size=100, pool="POOL1", mode="MR", boot=True)
DATA = storage.Disk(device_number="0101", device_type="3390", size=50, pool="POOL1", mode="MR")
SWAP = storage.Disk(device_number="0102", device_type="FB-512", size=2048, virtual_disk=True, mode="MR")
NIC = network.Nic(device_number="1000", virtual_switch="VSW1", mac_id="00000A", vlan_id=7)


def steps_of(story: Spawn, record: OperationRecord) -> dict[str, Step]:
    """All steps by name, checked as a runner checks them."""
    steps = [*story.plan(), *story.foreseen(), *story.go_on(Told(record))]
    check_steps(steps)
    return {step.name: step for step in steps}


def test_nothing_waits_for_what_it_does_not_need() -> None:
    """Grants, files and disks wait for the entry only; an image for its disk; the start for all."""
    story = spawn_of(
        disks=[storage.DiskSpec(image="rhel"), storage.DiskSpec(file_system=storage.FILE_SYSTEM_EXT4)],
        nics=[network.NicSpec()],
        files=[guest.ReaderFile()],
    )
    steps = steps_of(story, record_of(plan_disks=planned(ROOT, DATA)))
    assert {name: step.after for name, step in steps.items()} == {
        "plan_disks": (),
        "plan_nics": (),
        "check_guest": (),
        "create_guest": ("plan_disks", "plan_nics", "check_guest"),
        "confirm_disks": ("create_guest",),
        "grant_nics": ("create_guest",),
        "send_files": ("create_guest",),
        "write_image 0100": ("confirm_disks",),
        "format 0101": ("confirm_disks",),
        "start_guest": ("confirm_disks", "grant_nics", "send_files", "write_image 0100", "format 0101"),
    }
    assert not any(step.skip for step in steps.values())
    assert steps["write_image 0100"].stoppable
    assert steps["write_image 0100"].kind == "write_image"
    assert not steps["create_guest"].stoppable


def test_what_a_guest_does_not_need_is_skipped() -> None:
    """But checked and created it is always."""
    steps = steps_of(spawn_of(no_start=True), record_of(plan_disks=planned()))
    assert {name for name, step in steps.items() if not step.skip} == {"check_guest", "create_guest"}


@pytest.mark.parametrize("by_prototype", [True, False])
def test_disks_come_after_the_entry_where_it_cannot_have_them(by_prototype: bool) -> None:
    """The directory manager refuses automatic allocation there, or a prototype is the whole entry."""
    spec = guest.GuestSpec(user_id="LINUX01", prototype="LINUX") if by_prototype else guest.GuestSpec(user_id="LINUX01")
    story = spawn_of(guest=spec, disks=[storage.DiskSpec(image="rhel")])
    steps = steps_of(story, record_of(plan_disks=planned(ROOT, after_entry=not by_prototype)))
    assert "confirm_disks" not in steps
    assert steps["create_disks"].after == ("create_guest",)
    assert steps["write_image 0100"].after == ("create_disks",)


def test_every_step_that_changes_anything_beyond_the_entry_has_an_undo() -> None:
    """Disks and what is on them go with the entry; their records with the plan."""
    story = spawn_of(disks=[storage.DiskSpec(image="rhel")], nics=[network.NicSpec()], files=[guest.ReaderFile()])
    steps = steps_of(story, record_of(plan_disks=planned(ROOT)))
    assert {name for name, step in steps.items() if step.undo is None} == {
        "check_guest",
        "confirm_disks",
        "write_image 0100",
    }
    assert steps["plan_disks"].undo_needs == ("create_guest",)


def test_planned_disks_and_nics_become_statements() -> None:
    """A V-DISK has no pool."""
    assert minidisk_statement(ROOT) == guest.MinidiskStatement(
        device_number="0100", device_type="3390", size=100, pool="POOL1", mode="MR"
    )
    assert minidisk_statement(SWAP) == guest.MinidiskStatement(
        device_number="0102", device_type="FB-512", size=2048, virtual_disk=True, mode="MR"
    )
    assert nic_statement(NIC) == guest.NicStatement(
        device_number="1000", virtual_switch="VSW1", mac_id="00000A", vlan_id=7
    )


def test_only_planned_real_disks_are_placed() -> None:
    """The entry may have others, from its profile; a V-DISK lies nowhere."""
    place = guest.Extent(volume="E00001", start=500)
    entry = [
        guest.DirectoryMinidisk(device_number="0100", extent=place, size=100),
        guest.DirectoryMinidisk(device_number="0102", size=2048),
        guest.DirectoryMinidisk(device_number="0191", extent=place, size=5),
    ]
    assert placements([ROOT, SWAP], entry) == [
        storage.DiskPlacement(device_number="0100", volume="E00001", start=500, size=100)
    ]


@pytest.mark.parametrize(("no_start", "power"), [(False, guest.POWER_STATE_ON), (True, guest.POWER_STATE_OFF)])
def test_the_result_is_combined_from_what_the_steps_answered(no_start: bool, power: guest.PowerState) -> None:
    """A disk is as its last step left it."""
    written = storage.Disk(device_number="0100", image="rhel")
    record = record_of(
        plan_disks=planned(ROOT, DATA),
        create_guest=guest.CreateGuestResponse(guest=guest.Guest(user_id="LINUX01")),
        confirm_disks=storage.ConfirmDisksResponse(disks=[ROOT, DATA]),
        grant_nics=network.GrantNicsResponse(nics=[NIC]),
    )
    record.steps["write_image 0100"] = StepRecord(
        "write_image 0100", pb.STEP_STATE_SUCCEEDED, start_us=1, result=written.SerializeToString()
    )
    story = spawn_of(
        disks=[storage.DiskSpec(image="rhel"), storage.DiskSpec()], nics=[network.NicSpec()], no_start=no_start
    )
    result = pb.SpawnGuestResult.FromString(story.combine(Told(record)))
    assert list(result.disks) == [written, DATA]
    assert list(result.nics) == [NIC]
    assert (result.guest.user_id, result.guest.power_state) == ("LINUX01", power)


def test_the_content_of_files_is_not_kept_after_the_end() -> None:
    """A config drive has keys in it; names and all else stay."""
    story = spawn_of(files=[guest.ReaderFile(name="CFG", type="TGZ", content=b"key")])
    kept = pb.SpawnGuestRequest.FromString(story.kept_request())
    assert kept.files[0].content == b""
    assert kept.files[0].name == "CFG"
    assert kept.guest.user_id == "LINUX01"


def test_steps_that_cannot_be_told_are_refused() -> None:
    """A name twice; a step that waits for one that is not before it."""
    story = spawn_of()
    with pytest.raises(StoryError):
        check_steps([*story.plan(), *story.plan()])
    with pytest.raises(StoryError):
        check_steps(story.go_on(Told(record_of(plan_disks=planned()))))
