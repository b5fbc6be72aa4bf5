# SPDX-License-Identifier: Apache-2.0
"""Facts about watching guests."""

from __future__ import annotations

import json
from contextlib import aclosing

import pytest
from click.testing import CliRunner

from tests.unit.client.answering import Answer, answering, refusal
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_client import Fleet, FleetError, Unavailable
from zfleet_client.cli import zfleet

STARTED = pb.WatchGuestsResponse(started=pb.WatchStarted())


def event(user_id: str, kind: pb.GuestEventKind = pb.GUEST_EVENT_KIND_LOGGED_ON) -> pb.WatchGuestsResponse:
    """Something that happened."""
    return pb.WatchGuestsResponse(event=pb.GuestEvent(user_id=user_id, kind=kind))


async def told(answer: Answer, count: int) -> list[str]:
    """The first messages in short."""
    short = []
    with answering({"WatchGuests": answer}) as server:
        async with Fleet(server.address) as fleet, aclosing(fleet.guests.watch(prefix="L", patience=0.2)) as news:
            async for each in news:
                short.append(each.event.user_id or each.WhichOneof("news") or "")
                if len(short) == count:
                    break
    assert {request.user_id_prefix for request in server.requests("WatchGuests")} == {"L"}
    return short


async def test_a_broken_stream_is_a_gap_and_is_taken_up_again() -> None:
    """What was missed is not hidden; a service that restarts is waited for."""
    streams: list[object] = [[STARTED, event("LINUX01")], refusal(14, "restarting"), [STARTED, event("LINUX02")]]
    assert await told(lambda _: streams.pop(0), 5) == ["started", "LINUX01", "gap", "started", "LINUX02"]


async def test_watching_is_given_up_when_nobody_answers() -> None:
    """After the patience that was asked for."""
    with pytest.raises(Unavailable):
        await told(refusal(14, "no event server", reason="EVENTS_UNAVAILABLE"), 1)


async def test_other_failures_end_it_at_once() -> None:
    """Watching again would not help."""
    with pytest.raises(FleetError):
        await told(refusal(7, "may not subscribe"), 1)


@pytest.mark.parametrize("output", ["table", "json"])
def test_each_event_is_a_line(output: str) -> None:
    """For people with the kind in words, for programs as JSON; the refusal at the end is the command's failure."""
    changed = pb.GuestEvent(user_id="LINUX01", kind=pb.GUEST_EVENT_KIND_ENTRY_CHANGED, directory_action="UPDATE")
    moved = pb.GuestEvent(user_id="LINUX01", kind=pb.GUEST_EVENT_KIND_RELOCATION_ENDED, other_system="ZVM2")
    news = [STARTED, *(pb.WatchGuestsResponse(event=each) for each in (changed, moved))]
    streams: list[object] = [news, refusal(7, "no more")]
    with answering({"WatchGuests": lambda _: streams.pop(0)}) as server:
        arguments = ["watch", "--kind", "entry-changed", "--address", server.address, "--output", output]
        done = CliRunner().invoke(zfleet, arguments)
    assert done.exit_code == 1
    assert server.requests("WatchGuests")[0].kinds == [pb.GUEST_EVENT_KIND_ENTRY_CHANGED]
    if output == "table":
        assert "LINUX01  entry changed (UPDATE)\n" in done.stdout
        assert "LINUX01  relocation ended (to ZVM2)\n" in done.stdout
        assert "events may have been missed" in done.stderr
    else:
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert lines[1]["event"]["directory_action"] == "UPDATE"
        assert lines[3]["gap"]["reason"] == "WATCH_GAP_REASON_CONNECTION_LOST"
