# SPDX-License-Identifier: Apache-2.0
"""Several callers at the same guest at the same time: they take turns, or are told to come back."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.service.gateway.rest.world import Rest, rest_world

INTERFACE = {"interface": {"os_version": "rhel9.4", "guest_networks": [{"method": "dhcp"}]}}
CALLERS = 6


async def at_once(rest: Rest, method: str, path: str, body: Any = None) -> list[httpx.Response]:
    """What all callers of the same request are answered."""
    return await asyncio.gather(*(rest.http.request(method, path, json=body) for _ in range(CALLERS)))


def statuses(answers: list[httpx.Response]) -> Counter[int]:
    """How often each status came."""
    return Counter(answer.status_code for answer in answers)


@pytest.mark.parametrize("patience", [30.0, 0.0])
async def test_callers_of_one_guest_take_turns_or_are_told_that_it_is_busy(tmp_path: Path, patience: float) -> None:
    """With patience all are served; without it who comes too early gets 409 and nothing of theirs is done."""
    async with rest_world(tmp_path, rest_busy_patience=patience) as rest:
        await rest.guest("INST0001")
        answers = await at_once(rest, "POST", "/guests/INST0001/interface", INTERFACE)
        served = [answer for answer in answers if answer.status_code == 200]
        numbers = [answer.json()["output"][0]["nic_vdev"] for answer in served]
        for answer in answers:
            told = answer.json()
            if answer.status_code != 200:
                assert (told["overallRC"], told["modID"], told["rc"], told["rs"]) == (409, 10, 409, 1)
                assert int(answer.headers["retry-after"]) >= 1
        assert len(served) == CALLERS if patience else len(served) >= 1
        assert sorted(numbers) == sorted(nic["interface"] for nic in await rest.get("/guests/nics"))


async def test_one_of_many_creates_a_guest_and_all_may_delete_it(tmp_path: Path) -> None:
    """The others are told that it exists; a second delete is a success, as clean-ups need it."""
    async with rest_world(tmp_path) as rest:
        body = {"guest": {"userid": "RACE", "vcpus": 1, "memory": 128, "disk_list": [{"size": "10m"}]}}
        answers = await at_once(rest, "POST", "/guests", body)
        assert statuses(answers) == {200: 1, 409: CALLERS - 1}
        told = [answer.json() for answer in answers if answer.status_code == 409]
        assert {(each["overallRC"], each["rc"], each["rs"]) for each in told} == {(8, 400, 8)}
        assert statuses(await at_once(rest, "DELETE", "/guests/RACE")) == {200: CALLERS}
        assert await rest.zfleet.traces_of("RACE") == []


async def test_one_of_many_makes_a_switch(tmp_path: Path) -> None:
    """The others have z/VM's own codes."""
    async with rest_world(tmp_path) as rest:
        answers = await at_once(rest, "POST", "/vswitches", {"vswitch": {"name": "VSWR"}})
        assert statuses(answers) == {200: 1, 409: CALLERS - 1}
        assert statuses(await at_once(rest, "DELETE", "/vswitches/VSWR")) == {200: CALLERS}
