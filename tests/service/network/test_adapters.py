# SPDX-License-Identifier: Apache-2.0
"""What running guests have, what went through it, and how the service's own calls went."""

from __future__ import annotations

import asyncio
import time

import grpc

from tests.service.network.world import World, refused
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_simulator.faults import FaultRule

STATISTICS = "Virtual_Network_Vswitch_Query_Byte_Stats"


async def create(world: World, user_id: str, *switches: str) -> list[pb.Nic]:
    """NICs of a guest, one for each switch ("" for none)."""
    nics = [pb.NicSpec(virtual_switch=switch) for switch in switches]
    return list((await world.stub.CreateNics(pb.CreateNicsRequest(user_id=user_id, nics=nics))).nics)


async def adapters(world: World, user_id: str) -> list[pb.Adapter]:
    """The adapters of a guest."""
    return list((await world.stub.ListAdapters(pb.ListAdaptersRequest(user_id=user_id))).adapters)


async def statistics(world: World, *user_ids: str) -> pb.ListNicStatisticsResponse:
    """The counters of guests' NICs."""
    answer: pb.ListNicStatisticsResponse = await world.stub.ListNicStatistics(
        pb.ListNicStatisticsRequest(user_ids=user_ids)
    )
    return answer


async def test_a_booted_guest_has_addresses(world: World) -> None:
    """MAC and IP address as CP learned them; with an uncoupled NIC beside."""
    await world.stub.GrantVirtualSwitch(pb.GrantVirtualSwitchRequest(name="VSW1", user_id="LINUX01"))
    statements = (
        "IPL 0100",
        "MDISK 0100 3390 AUTOG 10 POOL1 MR",
        "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID 0000AA",
        "NICDEF 1003 TYPE QDIO",
    )
    await world.define("LINUX01", *statements, running=True)
    async with asyncio.timeout(20):
        while not (found := await adapters(world, "linux01"))[0].addresses:
            await asyncio.sleep(0.01)
    first, second = found
    assert (first.device_number, second.device_number) == ("1000", "1003")
    assert (first.status, first.lan_owner, first.lan_name) == (pb.ADAPTER_STATUS_ACTIVE, "SYSTEM", "VSW1")
    assert (first.adapter_type, first.device_count) == (pb.ADAPTER_TYPE_QDIO, 3)
    switch = (await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="VSW1"))).virtual_switch
    assert first.mac_address == switch.connected_nics[0].mac_address
    assert [each.ip_version for each in first.addresses] == [4]
    assert first.addresses[0].ip_address.count(".") == 3
    assert (second.status, second.lan_name, second.mac_address) == (pb.ADAPTER_STATUS_NOT_COUPLED, "", "")


async def test_a_guest_that_was_not_booted_has_adapters_without_addresses(world: World) -> None:
    """Coupled, not active."""
    await world.define("LINUX01", running=True)
    await create(world, "LINUX01", "VSW1")
    (only,) = await adapters(world, "LINUX01")
    assert (only.status, only.mac_address, list(only.addresses)) == (pb.ADAPTER_STATUS_COUPLED, "", [])


async def test_a_guest_without_adapters_is_a_success(world: World) -> None:
    """But one that is off, or not there, is told apart."""
    await world.define("LINUX01", running=True)
    await world.define("LINUX02")
    assert await adapters(world, "LINUX01") == []
    error = await refused(adapters(world, "LINUX02"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
    error = await refused(adapters(world, "LINUX03"))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    error = await refused(adapters(world, "A B"))
    assert [violation.field for violation in error.violations] == ["user_id"]


async def test_counters_of_many_guests_cost_one_call(world: World) -> None:
    """Whoever asks within the time that they are kept; guests that are off or unknown are left out."""
    for user_id in ("LINUX01", "LINUX02"):
        await world.define(user_id, running=True)
        await create(world, user_id, "VSW1", "VSW2", "")
    await world.define("LINUX03")
    before = time.time()
    answers = await asyncio.gather(*(statistics(world, "LINUX02", "LINUX01", "LINUX03", "NOBODY") for _ in range(5)))
    answers.append(await statistics(world, "LINUX02", "LINUX01", "LINUX03", "NOBODY"))
    assert world.calls.seen[STATISTICS] == 1
    assert all(answer == answers[0] for answer in answers)
    assert before <= answers[0].read_time.ToMicroseconds() / 1_000_000 <= time.time()
    assert [(each.user_id, each.device_number, each.virtual_switch) for each in answers[0].statistics] == [
        ("LINUX01", "1000", "VSW1"),
        ("LINUX01", "1003", "VSW2"),
        ("LINUX02", "1000", "VSW1"),
        ("LINUX02", "1003", "VSW2"),
    ]
    assert [each.user_id for each in (await statistics(world, "linux02")).statistics] == ["LINUX02"] * 2
    assert world.calls.seen[STATISTICS] == 1


async def test_a_failed_reading_is_not_kept(world: World) -> None:
    """The next caller asks z/VM again."""
    await world.define("LINUX01", running=True)
    await create(world, "LINUX01", "VSW1")
    world.zvm.faults.add(FaultRule(function=STATISTICS, return_code=396, reason_code=0, times=1))
    error = await refused(statistics(world, "LINUX01"))
    assert error.metadata["return_code"] == "396"
    assert len((await statistics(world, "LINUX01")).statistics) == 1


async def test_a_host_without_switches_has_no_counters(world: World) -> None:
    """z/VM's 212/40 is no error here."""
    for name in ("VSW1", "VSW2"):
        await world.stub.DeleteVirtualSwitch(pb.DeleteVirtualSwitchRequest(name=name))
    assert list((await statistics(world, "LINUX01")).statistics) == []


async def test_bad_user_ids_are_named(world: World) -> None:
    """At least one, at most 1000, each by itself."""
    error = await refused(statistics(world))
    assert [violation.field for violation in error.violations] == ["user_ids"]
    error = await refused(statistics(world, "A B", "LINUX01", "'"))
    assert [violation.field for violation in error.violations] == ["user_ids[0]", "user_ids[2]"]
    error = await refused(statistics(world, *[f"L{n}" for n in range(1001)]))
    assert [violation.field for violation in error.violations] == ["user_ids"]


async def test_the_health_counts_answers_and_failures(world: World) -> None:
    """A refusal is an answer; a conversation that broke is a failure, even if its repeat was answered."""
    before = (await world.stub.GetSmapiHealth(pb.GetSmapiHealthRequest())).health
    assert before.healthy
    await refused(world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="NOWHERE")))
    after = (await world.stub.GetSmapiHealth(pb.GetSmapiHealthRequest())).health
    assert after.total_success == before.total_success + 1
    assert (after.total_fail, after.continuous_fail, after.HasField("last_fail_time")) == (0, 0, False)
    assert after.last_success_time.ToMicroseconds() > 0
    world.zvm.faults.add(FaultRule(function="Virtual_Network_Vswitch_Query_Extended", drop="before", times=1))
    await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="VSW1"))  # tried again
    failed = (await world.stub.GetSmapiHealth(pb.GetSmapiHealthRequest())).health
    assert (failed.total_fail, failed.continuous_fail) == (1, 0)
    assert failed.total_success > after.total_success
    assert failed.last_fail_time.ToMicroseconds() >= after.last_success_time.ToMicroseconds()
