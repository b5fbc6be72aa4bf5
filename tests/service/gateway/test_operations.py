# SPDX-License-Identifier: Apache-2.0
"""Operations as their callers see them: repeated, waited for, watched, cancelled, listed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import grpc

from tests.service.gateway.fleet import MIB, Fleet, fleet, refusal, spawn_request, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_simulator.faults import FaultRule

SLOW_START = FaultRule(function="Image_Activate", delay=1.0, times=1)


async def until_running(zfleet: Fleet, operation_id: str, step: str) -> None:
    """Returns when a step is at work."""
    watching = zfleet.operations.WatchOperation(pb.WatchOperationRequest(operation_id=operation_id), timeout=20)
    async for message in watching:
        if states(message.operation).get(step) == "RUNNING":
            watching.cancel()
            return
    raise AssertionError(f"{step} was never seen at work")


async def until_ended(zfleet: Fleet, operation_id: str) -> pb.Operation:
    """The operation's end."""
    return await zfleet.ended(pb.Operation(operation_id=operation_id))


async def test_the_same_request_id_is_one_operation_and_one_guest(zfleet: Fleet) -> None:
    """At the same time, and again after the end."""
    request = spawn_request(request_id="same")
    answers = await asyncio.gather(*(zfleet.gateway.SpawnGuest(request, timeout=20) for _ in range(4)))
    ids = {answer.operation.operation_id for answer in answers}
    assert len(ids) == 1
    ended = await until_ended(zfleet, ids.pop())
    assert ended.state == pb.OPERATION_STATE_SUCCEEDED
    again = await zfleet.gateway.SpawnGuest(request, timeout=20)
    assert again.operation == ended
    other = await refusal(zfleet.gateway.SpawnGuest(spawn_request("OTHER", request_id="same"), timeout=20))
    assert other.reason == "REQUEST_ID_REUSED"


async def test_a_second_operation_on_a_guest_is_aborted_and_names_the_first(zfleet: Fleet) -> None:
    """Until the first has ended."""
    zfleet.host.faults.add(SLOW_START)
    first = (await zfleet.gateway.SpawnGuest(spawn_request(), timeout=20)).operation
    for call in (
        zfleet.gateway.SpawnGuest(spawn_request(), timeout=20),
        zfleet.gateway.DestroyGuest(pb.DestroyGuestRequest(user_id="LINUX01"), timeout=20),
    ):
        error = await refusal(call)
        assert error.status is grpc.StatusCode.ABORTED
        assert error.retry_after is not None
        assert error.metadata["operation_id"] == first.operation_id
    shown = await zfleet.gateway.GetGuest(pb.GetGuestRequest(user_id="LINUX01"), timeout=20)
    assert shown.guest.operation_id == first.operation_id
    await zfleet.ended(first)


async def test_sixteen_spawns_at_once_all_succeed(zfleet: Fleet) -> None:
    """With different device numbers, addresses and space for all."""
    names = [f"LINUX{number:02}" for number in range(16)]
    ended = await asyncio.gather(*(zfleet.spawn(spawn_request(name)) for name in names))
    assert {operation.state for operation in ended} == {pb.OPERATION_STATE_SUCCEEDED}, ended
    addresses = [nic.mac_address for operation in ended for nic in operation.spawn_guest.nics]
    assert len(set(addresses)) == 16
    places = [(disk.volume, disk.start) for operation in ended for disk in operation.spawn_guest.disks]
    assert len(set(places)) == 32
    listed = await zfleet.gateway.ListGuests(
        pb.ListGuestsRequest(user_id_prefix="LINUX", view=guest.GUEST_VIEW_FULL), timeout=30
    )
    assert [each.user_id for each in listed.guests] == names
    assert all(len(each.disks) == 2 and len(each.nics) == 1 for each in listed.guests)
    assert listed.total_size == 16
    assert not listed.missing


async def test_a_cancelled_spawn_undoes_what_it_did(zfleet: Fleet) -> None:
    """The step at work is waited for, then everything is taken back."""
    free_before = await zfleet.free_bytes()
    zfleet.host.faults.add(SLOW_START)
    operation = (await zfleet.gateway.SpawnGuest(spawn_request(), timeout=20)).operation
    await until_running(zfleet, operation.operation_id, "start_guest")
    asked = await zfleet.operations.CancelOperation(
        pb.CancelOperationRequest(operation_id=operation.operation_id), timeout=20
    )
    assert asked.operation.state in (pb.OPERATION_STATE_RUNNING, pb.OPERATION_STATE_UNDOING)
    ended = await zfleet.ended(operation)
    assert ended.state == pb.OPERATION_STATE_CANCELLED
    assert not ended.HasField("error")
    assert states(ended)["create_guest"] == "UNDONE"
    assert await zfleet.traces_of("LINUX01") == []
    assert await zfleet.free_bytes() == free_before
    error = await refusal(
        zfleet.operations.CancelOperation(pb.CancelOperationRequest(operation_id=operation.operation_id), timeout=20)
    )
    assert error.reason == "OPERATION_ENDED"


async def test_a_watcher_that_leaves_cancels_the_operation_only_when_it_said_so(zfleet: Fleet) -> None:
    """Its deadline passes; with cancel_on_disconnect the spawn is undone, without it goes on."""
    for user_id, cancels, state in (
        ("LINUX01", True, pb.OPERATION_STATE_CANCELLED),
        ("LINUX02", False, pb.OPERATION_STATE_SUCCEEDED),
    ):
        zfleet.host.faults.add(SLOW_START)
        operation = (await zfleet.gateway.SpawnGuest(spawn_request(user_id), timeout=20)).operation
        request = pb.WatchOperationRequest(operation_id=operation.operation_id, cancel_on_disconnect=cancels)
        code = None
        try:
            async for _ in zfleet.operations.WatchOperation(request, timeout=0.5):
                pass
        except grpc.aio.AioRpcError as error:
            code = error.code()
        assert code is grpc.StatusCode.DEADLINE_EXCEEDED
        assert (await zfleet.ended(operation)).state == state
        assert bool(await zfleet.traces_of(user_id)) is not cancels


async def test_a_caller_that_goes_while_the_plan_is_made_leaves_nothing(zfleet: Fleet) -> None:
    """It was never told of an operation, so there is none."""
    zfleet.host.faults.add(FaultRule(function="Image_Volume_Space_Query_DM", delay=0.5, times=4))
    free_before = await zfleet.free_bytes()
    zfleet.host.faults.clear()
    zfleet.host.faults.add(FaultRule(function="Virtual_Network_Vswitch_Query*", delay=0.7, times=4))
    error = await refusal(zfleet.gateway.SpawnGuest(spawn_request(request_id="gone"), timeout=0.3))
    assert error.status is grpc.StatusCode.DEADLINE_EXCEEDED
    zfleet.host.faults.clear()
    operation = await zfleet.spawn(spawn_request("OTHER"))
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED
    await zfleet.destroy("OTHER")
    while zfleet.metric("zfleet_operations_running"):
        await asyncio.sleep(0.02)
    assert await zfleet.traces_of("LINUX01") == []
    assert await zfleet.free_bytes() == free_before


async def test_watching_shows_every_step_and_the_progress_of_an_image(zfleet: Fleet) -> None:
    """The first message is the present state, the last one the end; bytes only grow."""
    await zfleet.upload("big", bytes(8 * MIB))
    disks = [storage.DiskSpec(image="big", boot=True)]
    operation = (await zfleet.gateway.SpawnGuest(spawn_request(disks=disks), timeout=20)).operation
    seen = [
        message.operation
        async for message in zfleet.operations.WatchOperation(
            pb.WatchOperationRequest(operation_id=operation.operation_id), timeout=20
        )
    ]
    assert seen[0].operation_id == operation.operation_id
    assert seen[-1].state == pb.OPERATION_STATE_SUCCEEDED
    assert all(each.state == pb.OPERATION_STATE_RUNNING for each in seen[:-1])
    done = [step.done_bytes for each in seen for step in each.steps if step.name == "write_image 0100"]
    assert done == sorted(done)
    (last,) = [step for step in seen[-1].steps if step.name == "write_image 0100"]
    assert last.total_bytes >= 8 * MIB
    assert last.after == ["confirm_disks"]
    assert last.duration.ToTimedelta().total_seconds() > 0


async def test_waiting_ends_at_its_timeout_with_the_operation_as_it_is(zfleet: Fleet) -> None:
    """An operation that has not ended is no error."""
    zfleet.host.faults.add(SLOW_START)
    operation = (await zfleet.gateway.SpawnGuest(spawn_request(), timeout=20)).operation
    request = pb.WaitOperationRequest(operation_id=operation.operation_id)
    request.timeout.FromMilliseconds(50)
    answer = await zfleet.operations.WaitOperation(request, timeout=20)
    assert answer.operation.state == pb.OPERATION_STATE_RUNNING
    before_deadline = await zfleet.operations.WaitOperation(
        pb.WaitOperationRequest(operation_id=operation.operation_id), timeout=0.3
    )
    assert before_deadline.operation.state == pb.OPERATION_STATE_RUNNING
    assert (await zfleet.ended(operation)).state == pb.OPERATION_STATE_SUCCEEDED


async def test_operations_are_listed_youngest_first_page_by_page(zfleet: Fleet) -> None:
    """Of one guest or in one state when asked; a token is good only for its own query."""
    for number in range(3):
        bare = await zfleet.spawn(spawn_request(f"LINUX0{number}", disks=[], nics=[], files=[]))
        assert bare.state == pb.OPERATION_STATE_SUCCEEDED, bare.error
    await zfleet.destroy("LINUX00")
    listed: list[str] = []
    token, pages = "", 0
    while True:
        page = await zfleet.operations.ListOperations(
            pb.ListOperationsRequest(page_size=3, page_token=token), timeout=20
        )
        listed += [each.user_id for each in page.operations]
        token, pages = page.next_page_token, pages + 1
        if not token:
            break
        last_token = token
    assert listed == ["LINUX00", "LINUX02", "LINUX01", "LINUX00"]
    assert pages == 2
    of_guest = await zfleet.operations.ListOperations(pb.ListOperationsRequest(user_id="linux00"), timeout=20)
    assert [each.kind for each in of_guest.operations] == [
        pb.OPERATION_KIND_DESTROY_GUEST,
        pb.OPERATION_KIND_SPAWN_GUEST,
    ]
    error = await refusal(
        zfleet.operations.ListOperations(
            pb.ListOperationsRequest(page_size=-1, page_token=last_token, user_id="LINUX00"), timeout=20
        )
    )
    assert {each.field for each in error.violations} == {"page_size", "page_token"}


async def test_an_unknown_operation_is_not_found_by_every_method(zfleet: Fleet) -> None:
    """And a malformed id is INVALID_ARGUMENT."""
    nobody = "00000000-0000-4000-8000-000000000000"
    calls = (
        zfleet.operations.GetOperation(pb.GetOperationRequest(operation_id=nobody), timeout=20),
        zfleet.operations.WaitOperation(pb.WaitOperationRequest(operation_id=nobody), timeout=20),
        zfleet.operations.CancelOperation(pb.CancelOperationRequest(operation_id=nobody), timeout=20),
        zfleet.operations.WatchOperation(pb.WatchOperationRequest(operation_id=nobody), timeout=20).read(),
    )
    for call in calls:
        error = await refusal(call)
        assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "OPERATION_NOT_FOUND")
    malformed = await refusal(zfleet.operations.GetOperation(pb.GetOperationRequest(operation_id="op"), timeout=20))
    assert [each.field for each in malformed.violations] == ["operation_id"]


async def test_operations_steps_and_undos_are_counted(zfleet: Fleet) -> None:
    """By kind of step, without device numbers."""
    await zfleet.spawn(spawn_request())
    zfleet.host.faults.add(FaultRule(function="Image_Activate", times=1, return_code=200, reason_code=24))
    await zfleet.spawn(spawn_request("LINUX02"))
    assert zfleet.metric("zfleet_operations_total", kind="spawn_guest", state="succeeded") == 1
    assert zfleet.metric("zfleet_operations_total", kind="spawn_guest", state="failed") == 1
    assert zfleet.metric("zfleet_undo_total", step="create_guest", outcome="undone") == 1
    assert zfleet.metric("zfleet_spawn_step_seconds_count", step="create_guest") == 2
    assert zfleet.metric("zfleet_operations_running") == 0


async def test_a_repeat_whose_first_caller_went_away_makes_the_guest(zfleet: Fleet) -> None:
    """The first one's plan is undone; the one that waited for it is not told of an operation that is no more."""
    zfleet.host.faults.add(FaultRule(function="Virtual_Network_Vswitch_Query*", delay=0.6, times=1))
    request = spawn_request(request_id="twice")
    first = zfleet.gateway.SpawnGuest(request, timeout=20)
    while not zfleet.metric("zfleet_operations_running"):
        await asyncio.sleep(0.01)
    second = asyncio.ensure_future(zfleet.spawn(request))
    await asyncio.sleep(0.1)
    first.cancel()
    ended = await second
    assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended


async def test_a_gateway_that_has_enough_to_do_refuses_more(tmp_path: Path) -> None:
    """RESOURCE_EXHAUSTED, with the time after which to come again."""
    async with fleet(tmp_path, operation_limit=1) as zfleet:
        zfleet.host.faults.add(SLOW_START)
        first = (await zfleet.gateway.SpawnGuest(spawn_request(), timeout=20)).operation
        error = await refusal(zfleet.gateway.SpawnGuest(spawn_request("LINUX02"), timeout=20))
        assert (error.status, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_OPERATIONS")
        assert error.retry_after is not None
        await zfleet.ended(first)
