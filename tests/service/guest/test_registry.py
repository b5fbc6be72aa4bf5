# SPDX-License-Identifier: Apache-2.0
"""The registry of managed guests: created ones, registered ones, and what is said of them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import grpc
import pytest
import sqlalchemy as sa

from tests.service.guest.conftest import Served, refused, serving
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_guest.part import MIGRATIONS
from zfleet_guest.tables import guests
from zfleet_runtime.database import Database
from zfleet_smapi.calls import ImageDeleteDM


async def managed(served: Served, **more: Any) -> list[str]:
    """The user ids in the registry."""
    answer = await served.stub.ListManagedGuests(pb.ListManagedGuestsRequest(**more))
    return [guest.user_id for guest in answer.guests]


async def get(served: Served, user_id: str = "LINUX01") -> Any:
    """What the registry says of one guest."""
    return (await served.stub.GetManagedGuest(pb.GetManagedGuestRequest(user_id=user_id))).guest


async def test_a_created_guest_is_managed_and_a_deleted_one_is_not(served: Served) -> None:
    """Managed from the end of its creation, without any further call."""
    before = time.time()
    await served.create("LINUX01")
    found = await get(served)
    assert (found.os_version, found.metadata, found.network_configured, found.relocated_to) == ("", "", False, "")
    assert before - 1 <= found.register_time.ToSeconds() <= time.time()
    await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01"))
    assert (await refused(get(served))).reason == "GUEST_NOT_MANAGED"


async def test_a_guest_that_somebody_else_deleted_leaves_the_registry_with_delete(served: Served) -> None:
    """Missing in the directory, it stays managed until DeleteGuest says so."""
    await served.create("LINUX01")
    await served.operator.call(ImageDeleteDM(target="LINUX01", data_security_erase=0))
    assert await managed(served) == ["LINUX01"]
    await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01", allow_missing=True))
    assert await managed(served) == []


async def test_register_takes_over_what_is_in_the_directory(served: Served) -> None:
    """With all that is said of it, and once."""
    request = pb.RegisterGuestRequest(
        user_id="maint", os_version="rhel9.4", metadata="owner=ops, tier=1", network_configured=True
    )
    answer = await served.stub.RegisterGuest(request)
    assert not answer.already_managed
    assert (answer.guest.user_id, answer.guest.os_version) == ("MAINT", "rhel9.4")
    assert (answer.guest.metadata, answer.guest.network_configured) == ("owner=ops, tier=1", True)
    assert await get(served, "MAINT") == answer.guest


async def test_registering_again_keeps_all_but_the_relocation(served: Served) -> None:
    """The guest is back; what was known of it stays."""
    await served.create("LINUX01")
    change = pb.UpdateManagedGuestRequest(user_id="LINUX01", os_version="sles15.5", relocated_to="vm2")
    assert (await served.stub.UpdateManagedGuest(change)).guest.relocated_to == "VM2"
    request = pb.RegisterGuestRequest(user_id="LINUX01", os_version="other", metadata="other")
    answer = await served.stub.RegisterGuest(request)
    assert answer.already_managed
    assert (answer.guest.os_version, answer.guest.metadata, answer.guest.relocated_to) == ("sles15.5", "", "")


async def test_register_refuses_what_is_not_in_the_directory(served: Served) -> None:
    """Nothing is written then."""
    error = await refused(served.stub.RegisterGuest(pb.RegisterGuestRequest(user_id="NOBODY")))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    assert await managed(served) == []


async def test_deregister_lets_go_of_the_guest_only(served: Served) -> None:
    """It stays in the directory and can be registered again; a second time there is nothing to let go of."""
    await served.create("LINUX01", request_id="r1")
    request = pb.DeregisterGuestRequest(user_id="LINUX01")
    assert (await served.stub.DeregisterGuest(request)).deregistered
    assert await served.power("LINUX01") == pb.POWER_STATE_OFF
    error = await refused(served.stub.DeregisterGuest(request))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_MANAGED")
    request.allow_missing = True
    assert not (await served.stub.DeregisterGuest(request)).deregistered
    await served.stub.RegisterGuest(pb.RegisterGuestRequest(user_id="LINUX01"))
    undo = pb.DeleteGuestRequest(user_id="LINUX01", created_by_request_id="r1")
    assert not (await served.stub.DeleteGuest(undo)).deleted
    assert await managed(served) == ["LINUX01"]


async def test_a_guest_that_is_being_created_is_not_managed_yet(served: Served) -> None:
    """Nor can it be registered or deregistered; once it is there, it is."""
    served.go_wrong("Image_Create_DM", delay=0.3)
    creation = asyncio.create_task(served.create("LINUX01"))
    while not await rows(served):
        await asyncio.sleep(0.01)
    assert await managed(served) == []
    assert (await refused(get(served))).reason == "GUEST_NOT_MANAGED"
    deregistration = served.stub.DeregisterGuest(pb.DeregisterGuestRequest(user_id="LINUX01"))
    await creation
    assert (await deregistration).deregistered  # it waited for its turn
    assert await managed(served) == []


async def rows(served: Served) -> int:
    """Rows of the table, finished or not."""
    database = await served.process.runtime.open_database(None)
    async with database.reading() as session:
        return int(await session.scalar(sa.select(sa.func.count()).select_from(guests)) or 0)


@pytest.mark.parametrize("leased", [True, False])
async def test_the_claim_of_another_replica_is_respected_while_it_lasts(served: Served, leased: bool) -> None:
    """ABORTED during its creation; what a crash left behind is nobody's."""
    database = await served.process.runtime.open_database(None)
    row = {"user_id": "MAINT", "request_id": "r1", "fingerprint": "f", "state": "creating", "claimed_at": 1.0}
    async with database.writing() as session:
        await session.execute(sa.insert(guests).values(**row, lease_until=time.time() + 60 if leased else 1.0))
    register = pb.RegisterGuestRequest(user_id="MAINT")
    deregister = pb.DeregisterGuestRequest(user_id="MAINT")
    if leased:
        for call in (served.stub.RegisterGuest(register), served.stub.DeregisterGuest(deregister)):
            error = await refused(call)
            assert (error.status, error.reason) == (grpc.StatusCode.ABORTED, "GUEST_BEING_CREATED")
            assert error.retry_after
        return
    assert (await refused(served.stub.DeregisterGuest(deregister))).reason == "GUEST_NOT_MANAGED"
    assert not (await served.stub.RegisterGuest(register)).already_managed
    undo = pb.DeleteGuestRequest(user_id="MAINT", created_by_request_id="r1")
    assert not (await served.stub.DeleteGuest(undo)).deleted


async def test_the_list_is_paged_filtered_and_asks_nobody(served: Served) -> None:
    """In the order of user ids; relocated ones only on demand; z/VM is not asked."""
    names = [f"LINUX0{number}" for number in range(5)] + ["OTHERX1", "OTHER_1"]
    for name in reversed(names):
        await served.create(name, minidisks=[])
    await served.stub.UpdateManagedGuest(pb.UpdateManagedGuestRequest(user_id="LINUX02", relocated_to="VM2"))
    calls = served.calls()
    here = [name for name in names if name != "LINUX02"]
    assert await managed(served) == here
    assert await managed(served, include_relocated=True) == names
    assert await managed(served, user_id_prefix="linux") == [name for name in here if name.startswith("LINUX")]
    assert await managed(served, user_id_prefix="OTHER_") == ["OTHER_1"]
    assert await managed(served, user_ids=["linux04", "LINUX02", "NOBODY"]) == ["LINUX04"]
    found, token = [], ""
    while True:
        page = await served.stub.ListManagedGuests(pb.ListManagedGuestsRequest(page_size=2, page_token=token))
        found += [guest.user_id for guest in page.guests]
        token = page.next_page_token
        if not token:
            break
    assert found == here
    assert served.calls() == calls


async def test_update_changes_what_it_names(served: Served) -> None:
    """The rest stays; empty text forgets."""
    await served.create("LINUX01")

    async def update(**fields: Any) -> Any:
        return (await served.stub.UpdateManagedGuest(pb.UpdateManagedGuestRequest(user_id="LINUX01", **fields))).guest

    await update(os_version="rhel9.4", metadata="a=b", network_configured=True)
    found = await update(metadata="")
    assert (found.os_version, found.metadata, found.network_configured) == ("rhel9.4", "", True)
    assert await update() == found == await get(served)
    error = await refused(served.stub.UpdateManagedGuest(pb.UpdateManagedGuestRequest(user_id="MAINT", metadata="x")))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_MANAGED")


@pytest.mark.parametrize(
    ("method", "request_type", "bad"),
    [
        ("RegisterGuest", pb.RegisterGuestRequest, {"user_id": "", "os_version": "rhel 9", "metadata": "a\nb"}),
        ("DeregisterGuest", pb.DeregisterGuestRequest, {"user_id": "A B"}),
        ("GetManagedGuest", pb.GetManagedGuestRequest, {"user_id": "TOOLONGNAME"}),
        ("ListManagedGuests", pb.ListManagedGuestsRequest, {"page_size": -1, "page_token": "x", "user_id_prefix": "'"}),
        (
            "UpdateManagedGuest",
            pb.UpdateManagedGuestRequest,
            {"user_id": "A;", "os_version": "../x", "metadata": "x" * 1025, "relocated_to": "A B"},
        ),
    ],
)
async def test_every_bad_field_is_named(served: Served, method: str, request_type: Any, bad: dict[str, Any]) -> None:
    """In one answer, before z/VM or the database are touched."""
    error = await refused(getattr(served.stub, method)(request_type(**bad)))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert {violation.field for violation in error.violations} == set(bad)
    assert served.calls() == 0


async def test_user_ids_of_a_list_are_checked_one_by_one(served: Served) -> None:
    """And there are at most a page of them."""
    names = ["OK", "not ok"] + ["A"] * 999
    error = await refused(served.stub.ListManagedGuests(pb.ListManagedGuestsRequest(user_ids=names)))
    assert [violation.field for violation in error.violations] == ["user_ids", "user_ids[1]"]


async def test_guests_created_before_there_was_a_registry_are_managed(tmp_path: Path) -> None:
    """The migration takes over finished creations and leaves unfinished ones alone."""
    url = f"sqlite:///{tmp_path}/guest.db"
    old = tmp_path / "old"
    old.mkdir()
    (old / "0001_guests.py").write_text((MIGRATIONS / "0001_guests.py").read_text())
    database = Database(url, "guest")
    await database.upgrade(old)
    async with database.writing() as session:
        for name, state in (("DONE", "created"), ("BEGUN", "creating")):
            await session.execute(
                sa.text("INSERT INTO guest_guests VALUES (:name, 'r', 'f', :state, 1000.0, 0.0)"),
                {"name": name, "state": state},
            )
    await database.close()
    async with serving(database_url=url) as served:
        assert await managed(served) == ["DONE"]
        assert (await get(served, "DONE")).register_time.ToSeconds() == 1000


async def test_a_repeated_creation_stays_managed_since_the_first(served: Served) -> None:
    """A repeat after a crash finds the guest and changes nothing of what is known of it."""
    disk = pb.MinidiskStatement(device_number="0100", device_type="3390", size=100, pool="POOL1")
    request = pb.CreateGuestRequest(request_id="r1", guest=pb.GuestSpec(user_id="LINUX01"), minidisks=[disk])
    await served.stub.CreateGuest(request)
    await served.stub.UpdateManagedGuest(pb.UpdateManagedGuestRequest(user_id="LINUX01", os_version="rhel9.4"))
    first = await get(served)
    database = await served.process.runtime.open_database(None)
    async with database.writing() as session:
        await session.execute(sa.text("DELETE FROM guest_requests"))
    await served.stub.CreateGuest(request)
    assert await get(served) == first
