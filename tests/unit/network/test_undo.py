# SPDX-License-Identifier: Apache-2.0
"""All or none, in turn, and to the end."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable

import pytest

from zfleet_network.refusals import CREATE_NIC, explaining
from zfleet_network.undo import together, undoing
from zfleet_runtime.changes import Changes
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.log import open_log
from zfleet_runtime.turns import Turns
from zfleet_smapi.errors import ReplyLost, SmapiError, Unreachable

LOG = open_log("network", stream=io.StringIO())


def noting(notes: list[str], note: str) -> Callable[[], Awaitable[None]]:
    """An action that writes down that it was done."""

    async def action() -> None:
        notes.append(note)

    return action


async def failing(error: Exception) -> None:
    """Work that fails."""
    raise error


async def test_a_failed_step_undoes_those_before_it_in_reverse() -> None:
    """The step that z/VM refused was not done, so it is not undone."""
    notes: list[str] = []
    refusal = SmapiError("refused", return_code=404, reason_code=4)

    async def change() -> None:
        async with undoing(LOG) as undo:
            await undo.step(noting(notes, "one")(), noting(notes, "undo one"))
            await undo.step(noting(notes, "two")(), noting(notes, "undo two"))
            await undo.step(failing(refusal), noting(notes, "undo three"))

    with pytest.raises(SmapiError):
        await change()
    assert notes == ["one", "two", "undo two", "undo one"]


async def test_a_step_whose_answer_was_lost_is_undone_too() -> None:
    """It may have been done."""
    notes: list[str] = []
    with pytest.raises(ReplyLost):
        async with undoing(LOG) as undo:
            await undo.step(failing(ReplyLost("lost")), noting(notes, "undo"))
    assert notes == ["undo"]


async def test_a_step_that_never_reached_z_vm_is_not_undone() -> None:
    """Nothing was asked of it."""
    notes: list[str] = []
    with pytest.raises(Unreachable):
        async with undoing(LOG) as undo:
            await undo.step(failing(Unreachable("no connection")), noting(notes, "undo"))
    assert notes == []


async def test_a_refusal_is_known_as_one_after_it_was_explained() -> None:
    """The error that callers see still says that z/VM refused."""
    notes: list[str] = []

    async def refused() -> None:
        with explaining(CREATE_NIC, user_id="LINUX01", device_number="1000"):
            raise SmapiError("refused", return_code=404, reason_code=4)

    with pytest.raises(ZfleetError):
        async with undoing(LOG) as undo:
            await undo.step(refused(), noting(notes, "undo"))
    assert notes == []


async def test_an_undo_that_fails_does_not_stop_the_others() -> None:
    """The caller hears of the first failure; the log hears of the second."""
    notes: list[str] = []
    written = io.StringIO()

    async def change() -> None:
        async with undoing(open_log("network", stream=written)) as undo:
            await undo.step(noting(notes, "one")(), noting(notes, "undo one"))
            await undo.step(noting(notes, "two")(), lambda: failing(RuntimeError("second")))
            await undo.step(failing(ValueError("first")), noting(notes, "undo three"))

    with pytest.raises(ValueError, match="first"):
        await change()
    assert notes == ["one", "two", "undo three", "undo one"]
    assert "undo failed" in written.getvalue()


async def test_independent_work_runs_at_the_same_time_and_all_of_it_ends() -> None:
    """The failure of one is raised after the other has ended: a SMAPI call is never cut off."""
    began, notes = asyncio.Barrier(2), list[str]()

    async def slow() -> None:
        await began.wait()
        await asyncio.sleep(0.01)
        notes.append("slow")

    async def quick() -> None:
        await began.wait()
        raise ValueError("quick")

    with pytest.raises(ValueError, match="quick"):
        await together(slow(), quick())
    assert notes == ["slow"]


async def test_writers_of_one_entry_take_turns_and_others_do_not_wait() -> None:
    """Two of one guest follow each other; the third, of another guest, passes."""
    turns, notes = Turns(), list[str]()
    hold = asyncio.Event()

    async def write(user_id: str, note: str, until: asyncio.Event | None = None) -> None:
        async with turns.of(user_id):
            notes.append(f"{note} begins")
            if until is not None:
                await until.wait()
            notes.append(f"{note} ends")

    first = asyncio.create_task(write("LINUX01", "first", hold))
    await asyncio.sleep(0)
    second = asyncio.create_task(write("LINUX01", "second"))
    await asyncio.wait_for(write("LINUX02", "other"), 1)
    assert notes == ["first begins", "other begins", "other ends"]
    hold.set()
    await asyncio.gather(first, second)
    assert notes[3:] == ["first ends", "second begins", "second ends"]


async def test_a_change_goes_on_when_its_caller_goes_away() -> None:
    """And a stop waits for it."""
    changes, notes = Changes(), list[str]()
    hold = asyncio.Event()

    async def change() -> None:
        await hold.wait()
        notes.append("done")

    caller = asyncio.create_task(changes.run(change()))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert notes == []
    hold.set()
    await changes.finish()
    assert notes == ["done"]
