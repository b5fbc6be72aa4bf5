# SPDX-License-Identifier: Apache-2.0
"""Memory of guests: in the directory, in the running guest, and back again when something fails."""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from tests.service.guest.conftest import Served, refused, serving
from tests.service.guest.linuxes import broken, entry, inside, linux, online_mib, rewrite
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.guest_linux import commands
from zfleet_simulator.guest_linux.session import Session
from zfleet_simulator.linux import GuestAnswer
from zfleet_simulator.statements import Ipl
from zfleet_smapi.calls import ImageLockDM, ImageLockQueryDM, ImageUnlockDM

STANDBY = "COMMAND DEF STOR INITIAL STANDBY REMAINDER"
RESERVED = "COMMAND DEF STOR RESERVED 62G"


async def resize(served: Served, mib: int, **more: Any) -> Any:
    """The answer of ResizeMemory for LINUX01."""
    return await served.stub.ResizeMemory(pb.ResizeMemoryRequest(user_id="LINUX01", memory_mib=mib, **more))


async def resize_fails(served: Served, mib: int, **more: Any) -> Any:
    """The error of ResizeMemory for LINUX01."""
    return await refused(resize(served, mib, **more))


async def user_statement(served: Served) -> str:
    """The first line of the entry."""
    return (await entry(served))[0]


async def is_locked(served: Served) -> bool:
    """Whether anybody has the entry locked."""
    return (await served.operator.call(ImageLockQueryDM(target="LINUX01"))).reason_code == 12


async def test_the_directory_gets_more_and_less_memory(served: Served) -> None:
    """Word 4 of the USER statement and nothing else; the lock is given back; the running guest keeps what it has."""
    await linux(served)
    before = await entry(served)
    answer = await resize(served, 4096)
    assert (answer.previous_memory_mib, answer.directory_changed, answer.online_memory_mib) == (2048, True, 0)
    assert await entry(served) == ["USER LINUX01 LBYONLY 4G 64G G", *before[1:]]
    assert not await is_locked(served)
    assert await online_mib(served) == 2048
    assert (await resize(served, 1500)).previous_memory_mib == 4096
    assert await user_statement(served) == "USER LINUX01 LBYONLY 1500M 64G G"


async def test_the_same_size_is_no_change(served: Served) -> None:
    """One look, no lock."""
    await served.create("LINUX01")
    before = served.calls()
    assert not (await resize(served, 2048)).directory_changed
    assert served.calls() == before + 1


async def test_memory_that_was_reserved_becomes_standby(served: Served) -> None:
    """The old command goes with the first resize."""
    await served.create("LINUX01")
    await rewrite(served, STANDBY, RESERVED)
    await resize(served, 3072)
    assert STANDBY in await entry(served)
    assert RESERVED not in await entry(served)


async def test_more_than_the_maximum_is_refused(served: Served) -> None:
    """The entry says how much there may be."""
    await served.create("LINUX01")
    error = await resize_fails(served, 65537)
    assert (error.status, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "MEMORY_ABOVE_MAXIMUM")
    assert error.metadata["maximum_mib"] == "65536"
    assert served.calls("Image_Lock_DM") == 0


@pytest.mark.parametrize("live", [False, True])
async def test_an_unknown_guest_is_not_found(served: Served, live: bool) -> None:
    """Whether it was to be resized live or not."""
    error = await refused(
        served.stub.ResizeMemory(pb.ResizeMemoryRequest(user_id="NOBODY", memory_mib=1024, live=live))
    )
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")


async def test_bad_fields_are_named_together(served: Served) -> None:
    """Before z/VM is asked."""
    error = await refused(served.stub.ResizeMemory(pb.ResizeMemoryRequest(user_id="A B", memory_mib=0)))
    assert [each.field for each in error.violations] == ["user_id", "memory_mib"]
    assert served.calls() == 0


async def test_an_entry_that_is_not_understood_is_left_alone(served: Served) -> None:
    """A record may have no room for another size: nothing is written, and the lock is given back."""
    await served.create("LINUX01")
    long = "USER LINUX01 LBYONLY 2G 64G G" + " " * 42 + ","
    await rewrite(served, "USER LINUX01 LBYONLY 2G 64G G", f"{long}\n  00 00")
    error = await resize_fails(served, 1500)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "USER_STATEMENT_UNREADABLE")
    assert not await is_locked(served)


async def test_a_lock_of_somebody_else_aborts_and_stays() -> None:
    """It is not ours to give back."""
    async with serving(smapi_lock_patience=0.2) as served:
        await served.create("LINUX01")
        await served.operator.call(ImageLockDM(target="LINUX01"))
        error = await resize_fails(served, 4096)
        assert (error.status, error.reason) == (grpc.StatusCode.ABORTED, "ENTRY_LOCKED")
        assert error.retry_after
        assert await is_locked(served)
        await served.operator.call(ImageUnlockDM(target="LINUX01"))
        assert (await resize(served, 4096)).directory_changed


async def test_a_refused_replacement_gives_the_lock_back(served: Served) -> None:
    """And says what z/VM said."""
    await served.create("LINUX01")
    served.go_wrong("Image_Replace_DM", return_code=596, reason_code=3213)
    error = await resize_fails(served, 4096)
    assert (error.metadata["function"], error.metadata["reason_code"]) == ("Image_Replace_DM", "3213")
    assert not await is_locked(served)
    assert await user_statement(served) == "USER LINUX01 LBYONLY 2G 64G G"


async def test_a_lock_that_cannot_be_given_back_is_told(served: Served) -> None:
    """Somebody has to do it by hand."""
    await served.create("LINUX01")
    served.go_wrong("Image_Replace_DM", return_code=596, reason_code=3213)
    served.go_wrong("Image_Unlock_DM", return_code=596, reason_code=3213)
    error = await resize_fails(served, 4096)
    assert error.metadata["not_undone"] == "lock of the directory entry"


@pytest.mark.parametrize("function", ["Image_Lock_DM", "Image_Replace_DM"])
@pytest.mark.parametrize("drop", ["before", "after"])
async def test_a_lost_reply_leaves_no_lock(served: Served, function: str, drop: str) -> None:
    """What was done is found out by reading; the lock is gone whatever happened."""
    await served.create("LINUX01")
    served.host.faults.add(FaultRule(function=function, nth=(1,), drop=drop))
    served.go_wrong("Response_Recovery", return_code=8, reason_code=3000)
    if (function, drop) == ("Image_Replace_DM", "after"):
        assert (await resize(served, 4096)).directory_changed
        assert await user_statement(served) == "USER LINUX01 LBYONLY 4G 64G G"
    else:
        assert (await resize_fails(served, 4096)).reason == "ZVM_REPLY_LOST"
        assert await user_statement(served) == "USER LINUX01 LBYONLY 2G 64G G"
    assert not await is_locked(served)


async def test_a_running_guest_gets_more_memory(served: Served) -> None:
    """From standby; the directory says the same."""
    await linux(served)
    answer = await resize(served, 4096, live=True)
    assert (answer.previous_memory_mib, answer.directory_changed, answer.online_memory_mib) == (2048, True, 4096)
    assert await online_mib(served) == 4096
    assert await user_statement(served) == "USER LINUX01 LBYONLY 4G 64G G"
    assert not (await resize(served, 4096, live=True)).directory_changed


async def test_a_running_guest_catches_up_with_its_entry(served: Served) -> None:
    """Only the guest changes then."""
    await linux(served)
    await resize(served, 3072)
    answer = await resize(served, 3072, live=True)
    assert (answer.directory_changed, answer.online_memory_mib) == (False, 3072)
    assert await online_mib(served) == 3072


async def test_memory_in_use_cannot_be_taken_away(served: Served) -> None:
    """FAILED_PRECONDITION before anything is changed."""
    await linux(served)
    error = await resize_fails(served, 1024, live=True)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "MEMORY_DECREASE")
    assert error.metadata["online_mib"] == "2048"
    assert await user_statement(served) == "USER LINUX01 LBYONLY 2G 64G G"


async def test_a_guest_that_is_off_is_not_resized_live(served: Served) -> None:
    """Nor one without Linux."""
    await served.create("LINUX01", minidisks=[])
    error = await resize_fails(served, 4096, live=True)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    assert (await resize_fails(served, 4096, live=True)).reason == "GUEST_NOT_REACHABLE"
    assert await user_statement(served) == "USER LINUX01 LBYONLY 2G 64G G"


async def test_a_guest_with_reserved_memory_gets_it_as_standby_first(served: Served) -> None:
    """One that was logged on by an old entry: CP is asked to make it standby, from inside of the guest."""
    await served.create("LINUX01")
    await rewrite(served, STANDBY, RESERVED)
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    assert "STANDBY = 0" in await inside(served, "vmcp", "q", "storage")
    assert (await resize(served, 4096, live=True)).online_memory_mib == 4096
    assert await online_mib(served) == 4096
    assert STANDBY in await entry(served)


@pytest.mark.parametrize(
    ("program", "option", "reason"),
    [
        ("vmcp", "q", "MEMORY_STANDBY_FAILED"),
        ("vmcp", "def", "MEMORY_STANDBY_FAILED"),
        ("chmem", "-e", "MEMORY_ONLINE_FAILED"),
    ],
)
async def test_a_step_that_fails_in_the_guest_puts_the_entry_back(
    served: Served, monkeypatch: pytest.MonkeyPatch, program: str, option: str, reason: str
) -> None:
    """As it was, the reserving command too; and a repeat succeeds."""
    await served.create("LINUX01")
    await rewrite(served, STANDBY, RESERVED)
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    before = await entry(served)
    with monkeypatch.context() as patch:
        broken(patch, program, option)
        error = await resize_fails(served, 4096, live=True)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, reason)
    assert error.metadata["output"] == f"{program}: Input/output error"
    assert "not_undone" not in error.metadata
    assert await entry(served) == before
    assert await online_mib(served) == 2048
    assert not await is_locked(served)
    assert (await resize(served, 4096, live=True)).online_memory_mib == 4096


async def test_memory_that_came_online_before_the_rest_failed_goes_back(served: Served) -> None:
    """The running guest has a smaller maximum than its entry by now: chmem does a part."""
    await linux(served, memory_mib=2048, max_memory_mib=3072)
    await rewrite(served, "2G 3G", "2G 8G")
    error = await resize_fails(served, 4096, live=True)
    assert error.reason == "MEMORY_ONLINE_FAILED"
    assert (error.metadata["exit_code"], "not_undone" in error.metadata) == ("64", False)
    assert await online_mib(served) == 2048
    assert await user_statement(served) == "USER LINUX01 LBYONLY 2G 8G G"


async def test_an_entry_that_somebody_changed_meanwhile_keeps_that_change(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the memory is put back then."""
    await linux(served)

    def fails(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
        directory = session.parts.directory
        found = directory.entries["LINUX01"]
        ipl = found.first(Ipl)
        assert ipl is not None
        directory.update(found.replacing(ipl, Ipl("0200")))
        return GuestAnswer(1, "")

    monkeypatch.setitem(commands._PROGRAMS, "chmem", fails)
    error = await resize_fails(served, 4096, live=True)
    assert (error.reason, "not_undone" in error.metadata) == ("MEMORY_ONLINE_FAILED", False)
    lines = await entry(served)
    assert lines[0] == "USER LINUX01 LBYONLY 2G 64G G"
    assert "IPL 0200" in lines


async def test_an_undo_that_fails_is_told(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry says more than the guest has; who reads the error knows."""
    await linux(served)
    broken(monkeypatch, "chmem", "-e")
    served.go_wrong("Image_Replace_DM", nth=(2,), return_code=596, reason_code=3213)
    error = await resize_fails(served, 4096, live=True)
    assert error.metadata["not_undone"] == "directory entry"
    assert await user_statement(served) == "USER LINUX01 LBYONLY 4G 64G G"
    assert not await is_locked(served)


async def test_a_linux_that_does_not_tell_its_memory_is_left_alone(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is guessed."""
    await linux(served)
    monkeypatch.setitem(commands._PROGRAMS, "lsmem", commands._PROGRAMS["nproc"])
    error = await resize_fails(served, 4096, live=True)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "MEMORY_LIST_FAILED")
    assert await user_statement(served) == "USER LINUX01 LBYONLY 2G 64G G"
