# SPDX-License-Identifier: Apache-2.0
"""Facts about following an operation."""

from __future__ import annotations

import pytest

from tests.unit.client.answering import answering, refusal
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet_client import AlreadyExists, DeadlineExceeded, Fleet, FleetError, NotFound, OperationCancelled
from zfleet_client.operations import Operation

RUNNING, SUCCEEDED = pb.STEP_STATE_RUNNING, pb.STEP_STATE_SUCCEEDED


def operation(state: pb.OperationState = pb.OPERATION_STATE_RUNNING, **steps: pb.StepState) -> pb.Operation:
    """An operation with these steps."""
    return pb.Operation(
        operation_id="op-1",
        state=state,
        user_id="LINUX01",
        steps=[pb.Step(name=name, state=step) for name, step in steps.items()],
    )


def answer(state: pb.OperationState = pb.OPERATION_STATE_RUNNING, **steps: pb.StepState) -> pb.WatchOperationResponse:
    """One message of the stream."""
    return pb.WatchOperationResponse(operation=operation(state, **steps))


async def watched(address: str) -> tuple[list[tuple[str, int]], Operation]:
    """The steps that a watcher sees, and the operation at the end."""
    async with Fleet(address) as fleet:
        found = await fleet.operations.get("op-1")
        return [(step.name, step.state) async for step in found.watch()], found


async def test_watching_gives_each_step_when_it_changes_and_ends_with_the_operation() -> None:
    """The stream has whole operations; the watcher gets only what is new."""
    stream = [
        answer(plan=RUNNING, start=pb.STEP_STATE_PENDING),
        answer(plan=SUCCEEDED, start=pb.STEP_STATE_PENDING),
        answer(pb.OPERATION_STATE_SUCCEEDED, plan=SUCCEEDED, start=SUCCEEDED),
    ]
    with answering(
        {"GetOperation": pb.GetOperationResponse(operation=operation()), "WatchOperation": stream}
    ) as server:
        seen, found = await watched(server.address)
    assert seen == [
        ("plan", RUNNING),
        ("start", pb.STEP_STATE_PENDING),
        ("plan", SUCCEEDED),
        ("start", SUCCEEDED),
    ]
    assert found.ended
    assert found.error is None


async def test_a_broken_stream_is_taken_up_again() -> None:
    """The first stream ends early, the second is refused by a gateway that restarts, the third goes to the end."""
    streams: list[object] = [
        [answer(plan=RUNNING)],
        refusal(14, "restarting"),
        [answer(pb.OPERATION_STATE_SUCCEEDED, plan=SUCCEEDED)],
    ]
    with answering(
        {
            "GetOperation": pb.GetOperationResponse(operation=operation()),
            "WatchOperation": lambda _: streams.pop(0),
        }
    ) as server:
        seen, found = await watched(server.address)
    assert seen == [("plan", RUNNING), ("plan", SUCCEEDED)]
    assert found.ended


async def test_an_operation_that_is_forgotten_meanwhile_is_not_found() -> None:
    """Only UNAVAILABLE is waited out."""
    answers = {"GetOperation": pb.GetOperationResponse(operation=operation()), "WatchOperation": refusal(5, "gone")}
    with answering(answers) as server, pytest.raises(NotFound):
        await watched(server.address)


async def test_the_result_of_a_spawn_is_its_guest() -> None:
    """Asked again until the operation has ended."""
    done = operation(pb.OPERATION_STATE_SUCCEEDED)
    done.spawn_guest.guest.user_id = "LINUX01"
    answers = [operation(), operation(), done]
    with answering(
        {
            "SpawnGuest": pb.SpawnGuestResponse(operation=operation()),
            "WaitOperation": lambda _: pb.WaitOperationResponse(operation=answers.pop(0)),
        }
    ) as server:
        async with Fleet(server.address) as fleet:
            result = await (await fleet.spawn("LINUX01")).result()
    assert result.guest == guest_pb.Guest(user_id="LINUX01")


async def test_the_result_of_a_failed_spawn_is_its_error_with_the_step_that_failed() -> None:
    """Typed as the call itself would have failed."""
    failed = operation(pb.OPERATION_STATE_FAILED, plan=SUCCEEDED, create_guest=pb.STEP_STATE_FAILED)
    failed.error.MergeFrom(pb.OperationError(code=6, message="taken", reason="GUEST_EXISTS"))
    with answering({"GetOperation": pb.GetOperationResponse(operation=failed)}) as server:
        async with Fleet(server.address) as fleet:
            with pytest.raises(AlreadyExists) as caught:
                await (await fleet.operations.get("op-1")).result()
    assert (caught.value.step, caught.value.operation_id) == ("create_guest", "op-1")


@pytest.mark.parametrize(
    ("state", "kind"),
    [(pb.OPERATION_STATE_CANCELLED, OperationCancelled), (pb.OPERATION_STATE_FAILED, FleetError)],
)
async def test_a_bad_end_without_words_is_still_an_error(state: pb.OperationState, kind: type[FleetError]) -> None:
    """A result is never silently empty."""
    with answering({"GetOperation": pb.GetOperationResponse(operation=operation(state))}) as server:
        async with Fleet(server.address) as fleet:
            with pytest.raises(kind, match="op-1"):
                await (await fleet.operations.get("op-1")).result()


async def test_waiting_ends_when_its_time_is_over() -> None:
    """The operation goes on; only the wait ends."""
    with answering(
        {
            "GetOperation": pb.GetOperationResponse(operation=operation()),
            "WaitOperation": pb.WaitOperationResponse(operation=operation()),
        }
    ) as server:
        async with Fleet(server.address) as fleet:
            with pytest.raises(DeadlineExceeded, match="still runs after"):
                await (await fleet.operations.get("op-1")).wait(0.2)
    assert all(request.timeout.ToTimedelta().total_seconds() <= 0.2 for request in server.requests("WaitOperation"))


async def test_cancel_asks_and_returns() -> None:
    """What becomes of it is seen by waiting."""
    undoing = operation(pb.OPERATION_STATE_UNDOING)
    answers = {"CancelOperation": pb.CancelOperationResponse(operation=undoing)}
    with answering(answers) as server:
        async with Fleet(server.address) as fleet:
            found = await fleet.operations.cancel("op-1")
    assert not found.ended
    assert server.requests("CancelOperation")[0].operation_id == "op-1"
