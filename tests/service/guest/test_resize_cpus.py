# SPDX-License-Identifier: Apache-2.0
"""CPUs of guests: in the directory, in the running guest, and back again when something fails."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest

from tests.service.guest.conftest import PROFILE, Served, refused, serving
from tests.service.guest.linuxes import broken, entry, inside, linux, online, rewrite
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_simulator.guest_linux import resources
from zfleet_smapi.calls import ImageLockDM, ImageUnlockDM, ProfileLockDM, ProfileQueryDM, ProfileReplaceDM

CHANGES = ("Image_Definition_Update_DM", "Image_Definition_Delete_DM")


async def resize(served: Served, count: int, **more: Any) -> Any:
    """The answer of ResizeCpus for LINUX01."""
    return await served.stub.ResizeCpus(pb.ResizeCpusRequest(user_id="LINUX01", cpu_count=count, **more))


async def resize_fails(served: Served, count: int, **more: Any) -> Any:
    """The error of ResizeCpus for LINUX01."""
    return await refused(resize(served, count, **more))


async def cpus(served: Served) -> list[str]:
    """The statements of the entry about CPUs, and its share."""
    words = ("COMMAND DEFINE CPU", "CPU ", "SHARE")
    return sorted(line for line in await entry(served) if line.startswith(words))


def definitions(count: int, share: str = "") -> list[str]:
    """What an entry of ours says with so many CPUs."""
    lines = [f"COMMAND DEFINE CPU {address:02X} TYPE IFL" for address in range(count)]
    return [*lines, share or f"SHARE RELATIVE {100 * count}"]


async def test_the_directory_gets_more_and_fewer_cpus(served: Served) -> None:
    """One change for more, and the share goes along; the running guest keeps what it has."""
    await linux(served)
    answer = await resize(served, 4)
    assert (answer.previous_cpu_count, answer.directory_changed, answer.online_cpu_count) == (1, True, 0)
    assert await cpus(served) == definitions(4)
    assert [served.calls(each) for each in CHANGES] == [1, 0]
    assert await online(served) == [0]
    answer = await resize(served, 2)
    assert (answer.previous_cpu_count, answer.directory_changed) == (4, True)
    assert await cpus(served) == definitions(2)


async def test_what_is_so_already_is_not_written(served: Served) -> None:
    """The same number: one look at entry and profile, no change. Another share is a change."""
    await served.create("LINUX01")
    assert not (await resize(served, 1)).directory_changed
    assert [served.calls(each) for each in CHANGES] == [0, 0]
    share = pb.ShareSpec(absolute_percent=2.5)
    assert (await resize(served, 1, share=share)).directory_changed
    assert await cpus(served) == definitions(1, "SHARE ABSOLUTE 2.5%")
    assert not (await resize(served, 1)).directory_changed


async def test_a_share_may_be_given_with_the_number(served: Served) -> None:
    """It is taken instead of 100 for each CPU."""
    await served.create("LINUX01")
    await resize(served, 2, share=pb.ShareSpec(relative=777))
    assert await cpus(served) == definitions(2, "SHARE RELATIVE 777")


async def test_more_than_the_maximum_is_refused(served: Served) -> None:
    """The entry says how many there may be; nothing is changed."""
    await served.stub.CreateGuest(pb.CreateGuestRequest(guest=pb.GuestSpec(user_id="LINUX01", max_cpu_count=4)))
    error = await resize_fails(served, 5)
    assert (error.status, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "CPUS_ABOVE_MAXIMUM")
    assert error.metadata["maximum"] == "4"
    assert [served.calls(each) for each in CHANGES] == [0, 0]


async def test_without_a_maximum_there_can_only_be_fewer(served: Served) -> None:
    """MACHINE may have no number, or be missing altogether."""
    await served.create("LINUX01")
    await resize(served, 3)
    await rewrite(served, "MACHINE ESA 32\n", "")
    await rewrite_profile(served, "MACHINE", "* MACHINE")
    error = await resize_fails(served, 4)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "MAX_CPUS_NOT_DEFINED")
    assert (await resize(served, 2)).directory_changed


async def test_cpus_of_the_profile_cannot_be_taken_out(served: Served) -> None:
    """Nor can the base CPU; those of the entry can."""
    await served.create("LINUX01")
    defined = "COMMAND DEFINE CPU 00 TYPE IFL\nCOMMAND DEFINE CPU 01 TYPE IFL"
    await rewrite_profile(served, f"PROFILE {PROFILE}", f"PROFILE {PROFILE}\n{defined}")
    assert (await resize(served, 3)).previous_cpu_count == 2
    error = await resize_fails(served, 1)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "CPUS_IN_PROFILE")
    assert (await resize(served, 2)).directory_changed


async def test_an_entry_that_defines_no_cpu_has_one(served: Served) -> None:
    """CPU 00 is there by itself; it is defined with the others, as in our own entries."""
    await served.create("LINUX01")
    await rewrite(served, "COMMAND DEFINE CPU 00 TYPE IFL\n", "")
    assert not (await resize(served, 1)).directory_changed
    assert (await resize(served, 3)).previous_cpu_count == 1
    assert await cpus(served) == definitions(3)


async def test_cpu_statements_of_others_stay_and_go(served: Served) -> None:
    """Entries that people wrote have CPU statements: the highest go first, the base CPU never."""
    await served.create("LINUX01")
    await rewrite(served, "COMMAND DEFINE CPU 00 TYPE IFL", "CPU 00 BASE\nCPU 01 NODEDICATE\nCPU 02")
    assert (await resize(served, 4)).previous_cpu_count == 3
    assert (await cpus(served))[0] == "COMMAND DEFINE CPU 03 TYPE IFL"
    assert (await resize(served, 1)).previous_cpu_count == 4
    assert await cpus(served) == ["CPU 00 BASE", "SHARE RELATIVE 100"]


@pytest.mark.parametrize(
    ("status", "reason", "request_fields"),
    [
        (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND", {"user_id": "NOBODY", "cpu_count": 2}),
        (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND", {"user_id": "NOBODY", "cpu_count": 2, "live": True}),
        (
            grpc.StatusCode.FAILED_PRECONDITION,
            "GUEST_NOT_RUNNING",
            {"user_id": "LINUX01", "cpu_count": 2, "live": True},
        ),
        (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS", {"user_id": "LINUX01", "cpu_count": 0}),
        (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS", {"user_id": "LINUX01", "cpu_count": 65}),
    ],
)
async def test_what_cannot_be_is_refused_first(
    served: Served, status: Any, reason: str, request_fields: dict[str, Any]
) -> None:
    """Nothing was changed then."""
    await served.create("LINUX01")
    error = await refused(served.stub.ResizeCpus(pb.ResizeCpusRequest(**request_fields)))
    assert (error.status, error.reason) == (status, reason)
    assert await cpus(served) == definitions(1)


async def test_bad_fields_are_named_together(served: Served) -> None:
    """With the share's."""
    share = pb.ShareSpec(absolute_percent=101)
    error = await refused(served.stub.ResizeCpus(pb.ResizeCpusRequest(user_id="A B", cpu_count=99, share=share)))
    assert [each.field for each in error.violations] == ["user_id", "cpu_count", "share.absolute_percent"]
    empty = pb.ResizeCpusRequest(user_id="A", cpu_count=1, share=pb.ShareSpec())
    assert [each.field for each in (await refused(served.stub.ResizeCpus(empty))).violations] == ["share"]


async def test_a_lock_of_somebody_else_aborts() -> None:
    """ABORTED with the time to come back; the entry is as it was."""
    async with serving(smapi_lock_patience=0.2) as served:
        await served.create("LINUX01")
        await served.operator.call(ImageLockDM(target="LINUX01"))
        error = await resize_fails(served, 2)
        assert (error.status, error.reason) == (grpc.StatusCode.ABORTED, "ENTRY_LOCKED")
        assert error.retry_after
        assert await cpus(served) == definitions(1)


async def test_half_a_change_is_undone(served: Served) -> None:
    """Fewer CPUs are two changes: the share is put back when the CPUs cannot be taken out."""
    await served.create("LINUX01")
    await resize(served, 3)
    served.go_wrong("Image_Definition_Delete_DM", return_code=596, reason_code=1234)
    error = await resize_fails(served, 1)
    assert error.metadata["function"] == "Image_Definition_Delete_DM"
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("596", "1234")
    assert "not_undone" not in error.metadata
    assert await cpus(served) == definitions(3)


async def test_a_failed_undo_is_told(served: Served) -> None:
    """Who has to look at the entry by hand finds out."""
    await served.create("LINUX01")
    await resize(served, 3)
    served.go_wrong("Image_Definition_Delete_DM", return_code=596, reason_code=1234)
    served.go_wrong("Image_Definition_Update_DM", nth=(2,), return_code=596, reason_code=1234)
    error = await resize_fails(served, 1)
    assert error.metadata["not_undone"] == "directory entry"
    assert error.metadata["function"] == "Image_Definition_Delete_DM"


@pytest.mark.parametrize("drop", ["before", "after"])
async def test_a_lost_reply_is_found_out(served: Served, drop: str) -> None:
    """The entry tells whether it was done; if not, nothing was."""
    await served.create("LINUX01")
    served.go_wrong("Image_Definition_Update_DM", nth=(1,), drop=drop)
    served.go_wrong("Response_Recovery", return_code=8, reason_code=3000)
    if drop == "after":
        assert (await resize(served, 2)).directory_changed
        assert await cpus(served) == definitions(2)
    else:
        assert (await resize_fails(served, 2)).reason == "ZVM_REPLY_LOST"
        assert await cpus(served) == definitions(1)


async def test_a_running_guest_gets_more_and_fewer_cpus(served: Served) -> None:
    """CP defines them, Linux takes them online, and the directory says the same."""
    await linux(served)
    answer = await resize(served, 3, live=True)
    assert (answer.previous_cpu_count, answer.directory_changed, answer.online_cpu_count) == (1, True, 3)
    assert await online(served) == [0, 1, 2]
    assert await cpus(served) == definitions(3)
    assert (await resize(served, 1, live=True)).online_cpu_count == 1
    assert await online(served) == [0]
    assert await online(served, "--offline") == [1, 2]
    assert await cpus(served) == definitions(1)
    assert (await resize(served, 2, live=True)).online_cpu_count == 2
    assert await online(served) == [0, 1]  # one that was offline: CP is not asked for it again


async def test_a_running_guest_catches_up_with_its_entry(served: Served) -> None:
    """The directory may have been resized before: only the guest changes then."""
    await linux(served)
    await resize(served, 4)
    answer = await resize(served, 4, live=True)
    assert (answer.directory_changed, answer.online_cpu_count) == (False, 4)
    assert await online(served) == [0, 1, 2, 3]
    assert not (await resize(served, 4, live=True)).directory_changed


async def test_a_guest_without_linux_is_not_resized_live(served: Served) -> None:
    """Found out before the directory is changed."""
    await served.create("LINUX01", minidisks=[])
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    error = await resize_fails(served, 2, live=True)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_REACHABLE")
    assert await cpus(served) == definitions(1)


async def test_a_linux_that_obeys_others_is_not_resized(served: Served) -> None:
    """Nor is one that is paused; both are found out first."""
    await linux(served)
    await inside(served, "sh", "-c", "echo -n OTHER > /etc/iucv_authorized_userid")
    assert (await resize_fails(served, 2, live=True)).reason == "GUEST_NOT_AUTHORISED"
    await served.stub.PauseGuest(pb.PauseGuestRequest(user_id="LINUX01"))
    error = await resize_fails(served, 2, live=True)
    assert (error.status, error.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "GUEST_COMMAND_TIMED_OUT")
    assert await cpus(served) == definitions(1)


@pytest.mark.parametrize(
    ("count", "program", "option", "reason"),
    [
        (4, "vmcp", "def", "CPU_DEFINE_FAILED"),
        (4, "chcpu", "-r", "CPU_RESCAN_FAILED"),
        (4, "chcpu", "-e", "CPU_ENABLE_FAILED"),
        (1, "chcpu", "-d", "CPU_DISABLE_FAILED"),
    ],
)
async def test_a_step_that_fails_in_the_guest_puts_everything_back(
    served: Served, monkeypatch: pytest.MonkeyPatch, count: int, program: str, option: str, reason: str
) -> None:
    """Definitions, share and online CPUs are as before, whichever step it was; the error says what the guest said."""
    await linux(served)
    await resize(served, 2, share=pb.ShareSpec(relative=250), live=True)
    with monkeypatch.context() as patch:
        broken(patch, program, option)
        error = await resize_fails(served, count, live=True)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, reason)
    assert error.metadata["output"] == f"{program}: Input/output error"
    assert "not_undone" not in error.metadata
    assert await cpus(served) == definitions(2, "SHARE RELATIVE 250")
    assert await online(served) == [0, 1]
    assert (await resize(served, count, live=True)).online_cpu_count == count


async def test_cp_may_refuse_what_the_directory_allows(served: Served) -> None:
    """The maximum of the running guest is that of its logon; the entry's may have been raised since."""
    await linux(served, max_cpu_count=2)
    await rewrite(served, "MACHINE ESA 2", "MACHINE ESA 8")
    error = await resize_fails(served, 4, live=True)
    assert error.reason == "CPU_DEFINE_FAILED"
    assert "HCPCPU1458E" in error.metadata["output"]
    assert await cpus(served) == definitions(1)
    assert await online(served) == [0]


async def test_cpus_that_came_online_before_another_failed_go_offline_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """chcpu goes as far as it can."""
    await linux(served)
    real_enable = resources._enable

    def enable(session: Any, address: int) -> tuple[bool, str]:
        return (False, "CPU 2 enable failed") if address == 2 else real_enable(session, address)

    monkeypatch.setattr(resources, "_enable", enable)
    error = await resize_fails(served, 4, live=True)
    assert error.reason == "CPU_ENABLE_FAILED"
    assert (error.metadata["exit_code"], "not_undone" in error.metadata) == ("64", False)
    assert await online(served) == [0]
    assert await cpus(served) == definitions(1)


async def test_a_guest_that_goes_away_half_way_is_put_back_in_the_directory(served: Served) -> None:
    """Two connections look, five more define; after the seventh it is too late to put the guest itself back."""
    await linux(served)
    served.host.refuse = frozenset(range(served.host.linux_connections + 3, 1000))
    error = await resize_fails(served, 2, live=True)
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "GUEST_COMMANDS_UNAVAILABLE")
    assert "not_undone" not in error.metadata
    assert await cpus(served) == definitions(1)
    served.host.refuse = frozenset(range(served.host.linux_connections + 8, 1000))
    error = await resize_fails(served, 2, live=True)
    assert error.metadata["not_undone"] == "CPUs online"
    assert await cpus(served) == definitions(1)


async def test_a_cancelled_resize_is_finished(served: Served) -> None:
    """A caller who gives up leaves no half."""
    await linux(served)
    served.go_wrong("Image_Definition_Update_DM", nth=(1,), delay=0.3)
    call = served.stub.ResizeCpus(pb.ResizeCpusRequest(user_id="LINUX01", cpu_count=2, live=True), timeout=0.15)
    assert (await refused(call)).status is grpc.StatusCode.DEADLINE_EXCEEDED
    assert (await resize(served, 2, live=True)).previous_cpu_count == 2
    assert await online(served) == [0, 1]
    assert await cpus(served) == definitions(2)


async def test_resizes_of_one_guest_take_turns(served: Served) -> None:
    """A lock held by somebody else's edit is waited for; two of ours never meet."""
    await served.create("LINUX01")
    await served.operator.call(ImageLockDM(target="LINUX01"))
    both = [asyncio.create_task(resize(served, count)) for count in (2, 3)]
    await asyncio.sleep(0.05)
    await served.operator.call(ImageUnlockDM(target="LINUX01"))
    assert all(answer.directory_changed for answer in await asyncio.gather(*both))
    assert await cpus(served) == definitions(3)


async def rewrite_profile(served: Served, old: str, new: str) -> None:
    """Somebody else edits the profile that guests include."""
    lines = (await served.operator.call(ProfileQueryDM(target=PROFILE))).profile_record_array
    text = "\n".join(line[:72].rstrip() for line in lines).replace(old, new)
    await served.operator.call(ProfileLockDM(target=PROFILE))
    await served.operator.call(ProfileReplaceDM(target=PROFILE, profile_record_array=tuple(text.split("\n"))))
