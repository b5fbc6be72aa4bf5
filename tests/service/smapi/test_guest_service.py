# SPDX-License-Identifier: Apache-2.0
"""The guest service while its z/VM system is restarted, full or away: what its callers are told is true."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.smapi.lives import PASSWORD, Lives, system
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet_guest.part import GuestPart
from zfleet_guest.settings import GuestSettings
from zfleet_runtime.channel import Channel
from zfleet_runtime.errors import ZfleetError, from_call
from zfleet_runtime.process import running
from zfleet_simulator.latency import LatencyRule
from zfleet_smapi.calls import ImageNameQueryDM


@asynccontextmanager
async def serving(zvm: Lives) -> AsyncIterator[Any]:
    """The service with its only way to z/VM over TCP."""
    assert zvm.host is not None
    linux = "simulator://{}:{}".format(*await zvm.host.listen_linux())
    options: dict[str, Any] = {"listen": "127.0.0.1:0", "metrics_listen": "", "log_level": "error", "grace": 5.0}
    options |= {"zvm": f"tcp://127.0.0.1:{zvm.port}", "linux_access": linux, "zvm_password": PASSWORD}
    async with (
        running(GuestPart(), GuestSettings(**options)) as process,
        Channel(process.address, timeout=30) as channel,
    ):
        yield GuestServiceStub(channel)


def request(number: int) -> pb.CreateGuestRequest:
    """One guest with one disk, under a request id of its own."""
    disk = pb.MinidiskStatement(device_number="0100", device_type="3390", size=1, pool="POOL1")
    spec = pb.GuestSpec(user_id=f"LINUX{number:02}")
    return pb.CreateGuestRequest(guest=spec, minidisks=[disk], request_id=f"r{number}")


async def created(stub: Any, numbers: Sequence[int], **more: Any) -> list[ZfleetError | None]:
    """All of them at once; None or the error of each."""

    async def one(number: int) -> ZfleetError | None:
        try:
            await stub.CreateGuest(request(number), **more)
        except grpc.aio.AioRpcError as error:
            return from_call(error)
        return None

    return await asyncio.gather(*(one(number) for number in numbers))


async def names(zvm: Lives) -> set[str]:
    """The guests that z/VM has."""
    async with zvm.client() as smapi:
        found = (await smapi.call(ImageNameQueryDM(target="ALL"))).image_name_array
    return {name for name in found if name.startswith("LINUX")}


async def test_guests_created_during_a_restart_are_there_once_or_told_as_failed(tmp_path: Path) -> None:
    """The service reads lost changes back; what still failed can be asked for again under the same request id."""
    async with system(tmp_path, latency=(LatencyRule("*", 0.01),)) as zvm, serving(zvm) as stub:
        wanted = list(range(16))
        creating = asyncio.create_task(created(stub, wanted))
        for _ in range(2):
            await asyncio.sleep(0.1)
            await zvm.stop()
            await asyncio.sleep(0.1)
            await zvm.start()
        outcome = await creating
        there = await names(zvm)
        for number, error in zip(wanted, outcome, strict=True):
            if error is None:
                assert f"LINUX{number:02}" in there
            else:
                assert error.status in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED, grpc.StatusCode.UNKNOWN)
        assert await created(stub, wanted) == [None] * len(wanted)
        assert await names(zvm) == {f"LINUX{number:02}" for number in wanted}


async def test_a_host_that_stays_away_is_unavailable_with_a_time_to_come_back(tmp_path: Path) -> None:
    """A read is tried for as long as its caller's deadline lets it, and says then that z/VM is the reason."""
    async with system(tmp_path) as zvm, serving(zvm) as stub:
        await zvm.stop()
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await stub.GetGuest(pb.GetGuestRequest(user_id="LINUX01"), timeout=2)
        error = from_call(caught.value)
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "ZVM_UNREACHABLE")
        assert error.retry_after is not None
        # A creation is not broken off: it goes on when the host is back, though its caller has gone.
        (late,) = await created(stub, [1], timeout=0.5)
        assert late is not None
        assert late.status is grpc.StatusCode.DEADLINE_EXCEEDED
        await zvm.start()
        assert await created(stub, [1]) == [None]
        assert await names(zvm) == {"LINUX01"}


async def test_a_worker_that_dies_under_a_creation_leaves_one_guest(tmp_path: Path) -> None:
    """The answer never comes; the service looks, finds nothing, and does it again."""
    async with system(tmp_path) as zvm, serving(zvm) as stub:
        zvm.go_wrong("Image_Create_DM", nth=(1,), abend=True)
        assert await created(stub, [1]) == [None]
        assert await names(zvm) == {"LINUX01"}


@pytest.mark.parametrize("rule", [{"truncate": 8}, {"truncate": 0}, {"drop": "after"}, {"drop": "before"}], ids=str)
async def test_half_an_answer_is_found_out(tmp_path: Path, rule: dict[str, Any]) -> None:
    """With and without z/VM's own copy of the answer."""
    async with system(tmp_path) as zvm, serving(zvm) as stub:
        for name in ("LINUX01", "LINUX02"):
            zvm.go_wrong("Image_Create_DM", target=name, nth=(1,), **rule)
        zvm.go_wrong("Response_Recovery", nth=(1,), return_code=4, reason_code=4)
        assert await created(stub, [1, 2]) == [None, None]
        assert await names(zvm) == {"LINUX01", "LINUX02"}


async def test_fifty_creations_through_three_workers_all_come_to_their_end(tmp_path: Path) -> None:
    """Those with too little time are told so at once when it is over; the others are served in turn."""
    async with system(tmp_path, latency=(LatencyRule("*", 0.01),)) as zvm, serving(zvm) as stub:
        patient, hurried = await asyncio.gather(
            created(stub, range(50), timeout=30), created(stub, range(50, 60), timeout=0.05)
        )
        assert patient == [None] * 50
        assert all(error is None or error.status is grpc.StatusCode.DEADLINE_EXCEEDED for error in hurried)
        assert {f"LINUX{number:02}" for number in range(50)} <= await names(zvm)
