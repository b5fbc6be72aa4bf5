# SPDX-License-Identifier: Apache-2.0
"""Guests with a Linux that is up, for the tests of what is done in it, and ways to make it fail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.guest.conftest import Served
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_simulator.guest_linux import commands
from zfleet_simulator.linux import GuestAnswer, LinuxClient
from zfleet_smapi.calls import ImageLockDM, ImageQueryDM, ImageReplaceDM

CPUS, MEMORY = "lscpu", "lsmem"


async def entry(served: Served, user_id: str = "LINUX01") -> list[str]:
    """The lines of a guest's directory entry, as somebody else sees them."""
    records = (await served.operator.call(ImageQueryDM(target=user_id))).image_record_array
    return [record[:72].rstrip() for record in records]


async def rewrite(served: Served, old: str, new: str, user_id: str = "LINUX01") -> None:
    """Somebody else edits a directory entry: every `old` becomes `new`."""
    lines = "\n".join(await entry(served, user_id)).replace(old, new).split("\n")
    await served.operator.call(ImageLockDM(target=user_id))
    records = tuple(line for line in lines if line and not line.startswith("*DVHOPT"))
    await served.operator.call(ImageReplaceDM(target=user_id, image_record_array=records))


async def linux(served: Served, user_id: str = "LINUX01", **spec: Any) -> None:
    """A guest whose Linux is up."""
    disk = pb.MinidiskStatement(device_number="0100", device_type="3390", size=100, pool="POOL1")
    guest = pb.GuestSpec(user_id=user_id, **spec)
    await served.stub.CreateGuest(pb.CreateGuestRequest(guest=guest, minidisks=[disk]))
    await served.stub.StartGuest(pb.StartGuestRequest(user_id=user_id))


async def inside(served: Served, *arguments: str, user_id: str = "LINUX01") -> str:
    """What a command in the guest's Linux says."""
    answer = await LinuxClient(served.host.connect_linux).guest_command(user_id, arguments)
    assert answer.exit_code == 0, answer
    return answer.output


async def online(served: Served, *options: str) -> list[int]:
    """The CPUs that are online in the guest's Linux."""
    lines = (await inside(served, "lscpu", "--parse=ADDRESS", *options)).splitlines()
    return [int(line) for line in lines if line.isdecimal()]


async def online_mib(served: Served) -> int:
    """The memory that is online in the guest's Linux."""
    lines = (await inside(served, "lsmem", "-b")).splitlines()
    return int(next(line for line in lines if "online" in line and "Total" in line).split()[-1]) >> 20


def broken(monkeypatch: pytest.MonkeyPatch, program: str, *options: str, after: int = 0) -> None:
    """From now on that program of every guest's Linux fails with those options, `after` so many times without fail."""
    real = commands._PROGRAMS[program]
    left = [after]

    def fails(session: Any, words: tuple[str, ...], given: str) -> GuestAnswer:
        if words[: len(options)] == options:
            if not left[0]:
                return GuestAnswer(1, f"{program}: Input/output error\n")
            left[0] -= 1
        return real(session, words, given)

    monkeypatch.setitem(commands._PROGRAMS, program, fails)
