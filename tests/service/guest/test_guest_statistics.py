# SPDX-License-Identifier: Apache-2.0
"""CP's counters of guests: one query for all, a name list that is kept up, a reading that is kept for a while."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest

from tests.service.guest.conftest import Served, refused, serving
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_smapi.calls import NameListAdd, NameListQuery

QUERY, ADD, REMOVE = "System_Image_Performance_Query", "Name_List_Add", "Name_List_Remove"


async def statistics(served: Served, *user_ids: str) -> list[Any]:
    """The answer of ListGuestStatistics."""
    request = pb.ListGuestStatisticsRequest(user_ids=user_ids)
    return list((await served.stub.ListGuestStatistics(request)).statistics)


async def start(served: Served, *user_ids: str) -> None:
    """Guests that are on."""
    for user_id in user_ids:
        await served.create(user_id)
        await served.stub.StartGuest(pb.StartGuestRequest(user_id=user_id))


async def listed(served: Served, name: str = "NLMAINT") -> list[str]:
    """The names in the name list."""
    return sorted((await served.operator.call(NameListQuery(target=name))).name_array)


async def test_guests_that_are_on_have_counters(served: Served) -> None:
    """Typed and in their units; a guest that is off, or unknown, is absent."""
    await start(served, "LINUX01", "LINUX02")
    await served.create("LINUX03")
    found = await statistics(served, "linux02", "LINUX03", "NOBODY", "LINUX01")
    assert [one.user_id for one in found] == ["LINUX01", "LINUX02"]
    one = found[0]
    assert one.cpu_count == 1
    assert one.max_memory_kib >= one.used_memory_kib > 0
    assert one.elapsed_time.ToMicroseconds() >= one.used_cpu_time.ToMicroseconds()
    assert one.max_cpu_limit > 0


async def test_all_guests_cost_one_query(served: Served) -> None:
    """Names that are missing are added once; the list is called after our user id."""
    names = [f"LINUX{number:02}" for number in range(6)]
    await start(served, *names)
    assert [one.user_id for one in await statistics(served, *names)] == names
    assert (served.calls(QUERY), served.calls(ADD)) == (1, 6)
    assert await listed(served) == names


async def test_no_user_ids_mean_all_managed_guests_of_this_host(served: Served) -> None:
    """Without those that were relocated away; without any there is nothing to ask."""
    assert await statistics(served) == []
    assert served.calls() == 0
    await start(served, "LINUX01", "LINUX02", "LINUX03")
    await served.stub.DeregisterGuest(pb.DeregisterGuestRequest(user_id="LINUX02"))
    await served.stub.UpdateManagedGuest(pb.UpdateManagedGuestRequest(user_id="LINUX03", relocated_to="VM2"))
    assert [one.user_id for one in await statistics(served)] == ["LINUX01"]


async def test_a_reading_is_kept_for_a_while() -> None:
    """As long as it has all guests that are asked about."""
    async with serving(statistics_age=60.0) as served:
        await start(served, "LINUX01", "LINUX02", "LINUX03")
        await statistics(served, "LINUX01", "LINUX02")
        before = served.calls()
        assert len(await statistics(served, "LINUX02")) == 1
        assert len(await statistics(served, "LINUX01", "LINUX02")) == 2
        assert served.calls() == before
        assert len(await statistics(served, "LINUX03")) == 1
        assert served.calls(QUERY) == 2


async def test_those_who_ask_at_the_same_time_share_one_query(served: Served) -> None:
    """Whoever comes while it is under way gets its answer."""
    await start(served, "LINUX01")
    served.go_wrong(QUERY, delay=0.2)
    asking = [asyncio.create_task(statistics(served, "LINUX01")) for _ in range(10)]
    assert all(len(found) == 1 for found in await asyncio.gather(*asking))
    assert (served.calls(QUERY), served.calls(ADD)) == (1, 1)


async def test_who_gives_up_does_not_take_the_others_along(served: Served) -> None:
    """The next one in line asks again."""
    await start(served, "LINUX01")
    served.go_wrong(QUERY, nth=(1,), delay=0.5)
    request = pb.ListGuestStatisticsRequest(user_ids=["LINUX01"])
    first = served.stub.ListGuestStatistics(request, timeout=0.2)
    second = asyncio.create_task(statistics(served, "LINUX01"))
    assert (await refused(first)).status is grpc.StatusCode.DEADLINE_EXCEEDED
    assert len(await second) == 1


async def test_the_list_loses_names_that_nobody_asks_about() -> None:
    """What an earlier process has left there; managed guests, and those asked about lately, stay."""
    async with serving(statistics_age=0.0, name_list="OURS") as served:
        await start(served, "LINUX01", "LINUX02")
        for name in ("LEFTOVER", "LINUX02"):
            await served.operator.call(NameListAdd(target="OURS", name=name))
        await statistics(served, "LINUX01", "MAINT")
        assert await listed(served, "OURS") == ["LINUX01", "LINUX02", "MAINT"]
        await statistics(served, "LINUX01")
        assert await listed(served, "OURS") == ["LINUX01", "LINUX02", "MAINT"]
        assert served.calls(REMOVE) == 1


async def test_nobody_on_is_no_error(served: Served) -> None:
    """z/VM says 4/4 then."""
    await served.create("LINUX01")
    assert await statistics(served, "LINUX01") == []
    assert served.calls(QUERY) == 1


@pytest.mark.parametrize("function", [QUERY, ADD, "Name_List_Query"])
async def test_a_refusal_is_told(served: Served, function: str) -> None:
    """With z/VM's function and codes; the next call asks again."""
    await start(served, "LINUX01")
    served.go_wrong(function, nth=(1,), return_code=100, reason_code=8)
    error = await refused(statistics(served, "LINUX01"))
    assert error.status is grpc.StatusCode.PERMISSION_DENIED
    assert (error.metadata["function"], error.metadata["return_code"]) == (function, "100")
    assert len(await statistics(served, "LINUX01")) == 1


async def test_a_level_without_the_function_says_so(served: Served) -> None:
    """Below 640 z/VM has no counters to give."""
    await start(served, "LINUX01")
    served.go_wrong(QUERY, return_code=900, reason_code=12)
    error = await refused(statistics(served, "LINUX01"))
    assert error.status is grpc.StatusCode.UNIMPLEMENTED


async def test_bad_user_ids_are_named(served: Served) -> None:
    """Each one, before z/VM is asked."""
    error = await refused(statistics(served, "OK", "A B", ""))
    assert [each.field for each in error.violations] == ["user_ids[1]", "user_ids[2]"]
    assert served.calls() == 0
