# SPDX-License-Identifier: Apache-2.0
"""Worker servers, latency, faults and background work, with a clock that the tests drive."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.unit.simulator.worlds import client_of, codes, config, define, entry, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_simulator.faults import FaultRule, Faults, load_faults
from zfleet_simulator.host import HostConfig
from zfleet_simulator.latency import Latency, LatencyRule, latency_rule
from zfleet_simulator.worker_servers import RESTART_SECONDS, WorkerServers
from zfleet_smapi.calls import (
    DirectoryManagerTaskCancelDM,
    ImageActivate,
    ImageCreateDM,
    ImageDeactivate,
    ImageDeleteDM,
    ImageDiskCreateDM,
    ImageLockDM,
    ImageQueryDM,
    ImageStatusQuery,
    QueryAPIFunctionalLevel,
    QueryAsynchronousOperationDM,
)
from zfleet_smapi.errors import OperationFailed, ReplyLost


async def settle() -> None:
    """Let every task run as far as it can."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_workers_take_requests_in_the_order_in_which_they_came() -> None:
    """One at a time each, first come first served."""
    workers, order = WorkerServers(2, DrivenClock()), []
    gates = [asyncio.Event() for _ in range(5)]

    async def request(number: int) -> None:
        async with workers.one():
            order.append(number)
            await gates[number].wait()

    tasks = [asyncio.create_task(request(number)) for number in range(5)]
    await settle()
    assert (order, workers.busy, workers.waiting) == ([0, 1], 2, 3)
    gates[1].set()
    await settle()
    assert order == [0, 1, 2]
    for gate in gates:
        gate.set()
    await asyncio.gather(*tasks)
    assert (order, workers.busy, workers.waiting) == ([0, 1, 2, 3, 4], 0, 0)


async def test_a_caller_that_gives_up_in_line_loses_no_worker() -> None:
    """Its place is skipped, even when the worker was just handed over."""
    workers = WorkerServers(1, DrivenClock())

    async def request() -> None:
        async with workers.one():
            pass

    async with workers.one():
        waiting = asyncio.create_task(request())
        await settle()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(1), workers.one():
        assert workers.busy == 1


async def test_a_worker_that_abends_is_back_after_its_restart() -> None:
    """With one worker, nothing is served meanwhile."""
    clock = DrivenClock()
    async with running(workers=1, clock=clock) as (host, client):
        host.faults.add(FaultRule(function="Image_Status_Query", nth=(1,), abend=True))
        with pytest.raises(ReplyLost):
            await asyncio.wait_for(_first_try(client_of(host)), 5)
        assert host.workers.busy == 1
        waiting = asyncio.create_task(client.call(QueryAPIFunctionalLevel()))
        await settle()
        assert not waiting.done()
        await clock.advance(RESTART_SECONDS)
        assert (await waiting).reason_code == 730


async def _first_try(client: object) -> None:
    """A call whose answer is lost, asked once: Response_Recovery would wait for the dead worker."""
    from zfleet_smapi.conversation import ClientConversation
    from zfleet_smapi.errors import ConversationError

    stream = await client._connect()  # type: ignore[attr-defined]
    conversation = ClientConversation(ImageStatusQuery(target="X"))
    await stream.write(conversation.send_request("MAINT", "secret"))
    try:
        while True:
            conversation.receive_data(await stream.read(100))
    except ConversationError as error:
        raise ReplyLost("lost") from error


async def test_latency_takes_the_hosts_time_and_one_worker_each() -> None:
    """Two calls of a second on one worker take two seconds."""
    clock = DrivenClock()
    async with running(workers=1, clock=clock, latency=(LatencyRule("Image_Status_Query", 1.0),)) as (_, client):
        calls = [asyncio.create_task(client.call(ImageStatusQuery(target="X"))) for _ in range(2)]
        await settle()
        await clock.advance(0.9)
        assert not any(call.done() for call in calls)
        await clock.advance(0.2)
        assert [call.done() for call in calls] == [True, False]
        await clock.advance(1.0)
        assert all(call.done() for call in calls)


async def test_what_the_host_needs_itself_is_a_part_of_a_calls_latency() -> None:
    """A call that shall take a second takes one and not more, nor less when the host was slower before."""
    clock, latency = DrivenClock(), Latency((LatencyRule("*", 1.0),), 1)

    async def call(own: float) -> float:
        """What a call takes in which the host itself needs `own` seconds."""
        began = clock.now()
        async with latency.spent("Image_Query_DM", 1.0, clock) as pause:
            await clock.sleep(pause + own)
        return clock.now() - began

    async def taken(own: float) -> float:
        running = asyncio.create_task(call(own))
        while not running.done():
            await clock.advance(0.125)
        return running.result()

    assert await taken(0.25) == 1.25  # nobody knew
    assert [await taken(0.25) for _ in range(3)] == [1.0] * 3
    assert await taken(0.0) == 1.0
    assert [await taken(3.0) for _ in range(20)][-1] == 3.0
    assert await taken(0.25) == 1.0
    assert latency.pause("Image_Activate", 1.0) == 1.0


def test_jitter_is_the_same_in_every_run_and_stays_in_its_bounds() -> None:
    """Seeded; the first rule that fits counts."""
    rules = (LatencyRule("Image_*", 1.0, 0.2), LatencyRule("*", 5.0))
    first = [Latency(rules, 3).seconds("Image_Activate") for _ in range(1)]
    assert first == [Latency(rules, 3).seconds("Image_Activate") for _ in range(1)]
    spread = Latency(rules, 3)
    assert all(0.8 <= spread.seconds("Image_Activate") <= 1.2 for _ in range(100))
    assert spread.seconds("SSI_Query") == 5.0
    assert Latency((), 0).seconds("SSI_Query") == 0.0


@pytest.mark.parametrize("text", ["Image_Activate", "=1", "X=fast", "X=-1", "X=1~2"])
def test_a_latency_rule_that_makes_no_sense_is_refused(text: str) -> None:
    """FUNCTION=SECONDS[~JITTER] and nothing else."""
    with pytest.raises(ValueError):
        latency_rule(text)


async def test_an_entry_that_is_being_changed_is_locked_for_others() -> None:
    """Two changes of one entry at the same time: the second gets 400/12; another entry is free."""
    clock = DrivenClock()
    async with running(clock=clock) as (host, client):
        await define(client, "LINUX01", "LINUX02")
        host.latency.__init__((LatencyRule("*_DM", 1.0),), 0)  # type: ignore[misc]  # from here on
        first = asyncio.create_task(codes(client, disk("LINUX01", "0200")))
        await settle()
        second = asyncio.create_task(codes(client, disk("LINUX01", "0201")))
        third = asyncio.create_task(codes(client, disk("LINUX02", "0200")))
        await settle()
        await clock.advance(2)
        assert [await first, await second, await third] == [(0, 0), (400, 12), (0, 0)]


def disk(target: str, vdev: str, size: int = 5) -> ImageDiskCreateDM:
    """A further disk for a guest."""
    return ImageDiskCreateDM(
        target=target,
        image_disk_number=vdev,
        image_disk_device_type="3390",
        image_disk_allocation_type="AUTOG",
        allocation_area_name_or_volser="POOL1",
        allocation_unit_size=1,
        image_disk_size=size,
        image_disk_mode="MR",
    )


async def test_background_work_answers_592_and_shows_when_it_is_done() -> None:
    """The entry is locked and not there until then; the operation can be asked about."""
    clock = DrivenClock()
    async with running(clock=clock, background=(("Image_Create_DM", 10.0),)) as (_, client):
        started = await client.call(entry("LINUX01"), wait=False)
        assert (started.return_code, started.reason_code) == (592, 0)
        question = QueryAsynchronousOperationDM(target="LINUX01", operation_id=started.operation_id)
        assert await codes(client, question) == (0, 104)
        assert await codes(client, ImageQueryDM(target="LINUX01")) == (400, 4)
        assert await codes(client, entry("LINUX01")) == (400, 12)
        await clock.advance(10)
        assert await codes(client, question) == (0, 100)
        assert await codes(client, ImageQueryDM(target="LINUX01")) == (0, 0)


async def test_background_work_that_cannot_work_is_refused_at_once() -> None:
    """A missing profile needs no background."""
    async with running(background=(("*", 10.0),)) as (_, client):
        lines = ("USER X LBYONLY 1G 1G G", "INCLUDE NOSUCH")
        assert await codes(client, ImageCreateDM(target="X", image_record_array=lines)) == (436, 4)


async def test_background_work_that_fails_later_answers_108() -> None:
    """The space was free when it was asked for, and is not any more."""
    clock = DrivenClock()
    async with running(clock=clock, background=(("Image_Disk_Create_DM", 10.0),)) as (_, client):
        await define(client, "LINUX01")
        big = 393_000 // 6
        started = await client.call(disk("LINUX01", "0200", big), wait=False)
        for number in range(6):
            await client.call(entry(f"FILL{number}", disk=f"MDISK 0100 3390 AUTOG {big - 20} POOL1 MR"))
        waiting = asyncio.create_task(
            client.call(QueryAsynchronousOperationDM(target="LINUX01", operation_id=started.operation_id))
        )
        assert (await waiting).reason_code == 104
        await clock.advance(10)
        question = QueryAsynchronousOperationDM(target="LINUX01", operation_id=started.operation_id)
        assert await codes(client, question) == (0, 108)


async def test_a_cancelled_task_never_happens() -> None:
    """452/4 for a task that is not running."""
    clock = DrivenClock()
    async with running(clock=clock, background=(("Image_Create_DM", 10.0),)) as (_, client):
        started = await client.call(entry("LINUX01"), wait=False)
        cancel = DirectoryManagerTaskCancelDM(operation_id=started.operation_id)
        assert await codes(client, cancel) == (0, 0)
        assert await codes(client, cancel) == (452, 4)
        await clock.advance(10)
        assert await codes(client, ImageQueryDM(target="LINUX01")) == (400, 4)


async def test_the_client_waits_for_background_work_by_itself() -> None:
    """With a real clock and a tenth of a second, the final answer says 0/0."""
    from zfleet_simulator.clock import RealClock

    async with running(clock=RealClock(), background=(("Image_Delete_DM", 0.1),)) as (_, client):
        await define(client, "LINUX01")
        reply = await client.call(ImageDeleteDM(target="LINUX01"))
        assert (reply.return_code, reply.reason_code) == (0, 0)
        assert await refused(client, ImageQueryDM(target="LINUX01")) == (400, 4)


async def test_a_signalled_guest_ends_when_its_time_is_up() -> None:
    """200/16 meanwhile, IMMED ends it at once."""
    clock = DrivenClock()
    async with running(clock=clock, shutdown_seconds=30) as (_, client):
        await define(client, "LINUX01", "LINUX02")
        for name in ("LINUX01", "LINUX02"):
            await client.call(ImageActivate(target=name))
            await client.call(ImageDeactivate(target=name))
        assert await codes(client, ImageDeactivate(target="LINUX01")) == (200, 16)
        assert await codes(client, ImageDeactivate(target="LINUX02", force_time="IMMED")) == (0, 0)
        assert (await client.call(ImageStatusQuery(target="LINUX01"))).reason_code == 0
        await clock.advance(30)
        assert (await client.call(ImageStatusQuery(target="LINUX01"))).reason_code == 12


# --- faults ----------------------------------------------------------------------------------------------------------


def test_rules_count_the_calls_that_fit_them() -> None:
    """The nth call, a number of times, by function and target."""
    faults = Faults((FaultRule(function="Image_*", target="TEST*", nth=(2,), return_code=400, reason_code=12),), 0)
    assert faults.next("Image_Create_DM", "OTHER").return_code == 0
    assert [faults.next("image_create_dm", "test1").return_code for _ in range(3)] == [0, 400, 0]
    twice = Faults((FaultRule(times=2, return_code=1),), 0)
    assert [twice.next("X", "").return_code for _ in range(3)] == [1, 1, 0]


def test_probability_is_seeded() -> None:
    """The same seed strikes the same calls; about as many as asked for."""
    struck = [
        [Faults((FaultRule(probability=0.3, return_code=1),), seed).next("X", "").return_code for _ in range(1)]
        for seed in (1, 1)
    ]
    assert struck[0] == struck[1]
    faults = Faults((FaultRule(probability=0.3, return_code=1),), 5)
    assert 200 < sum(faults.next("X", "").return_code for _ in range(1000)) < 400


async def test_a_fault_answers_its_codes_instead_of_doing_the_work() -> None:
    """Nothing was created; the next call goes through."""
    rule = FaultRule(function="Image_Create_DM", nth=(1,), return_code=596, reason_code=3658)
    async with running(faults=(rule,)) as (_, client):
        assert await codes(client, entry("LINUX01")) == (596, 3658)
        assert await codes(client, ImageQueryDM(target="LINUX01")) == (400, 4)
        assert await codes(client, entry("LINUX01")) == (0, 0)


@pytest.mark.parametrize(("when", "done"), [("before", (400, 4)), ("after", (0, 0))])
async def test_a_dropped_connection_leaves_the_work_undone_or_done(when: str, done: tuple[int, int]) -> None:
    """Before the work nothing happened; after it the answer can be recovered by request id."""
    rule = FaultRule(function="Image_Create_DM", nth=(1,), drop=when)
    async with running(faults=(rule,)) as (_, client):
        if when == "before":
            with pytest.raises(ReplyLost):
                await client.call(entry("LINUX01"))
        else:
            await client.call(entry("LINUX01"))
        assert await codes(client, ImageQueryDM(target="LINUX01")) == done


async def test_a_truncated_answer_is_recovered_by_the_client() -> None:
    """Six bytes of the answer and the end of the connection."""
    async with running(faults=(FaultRule(function="Image_Name_Query_DM", nth=(1,), truncate=6),)) as (_, client):
        from zfleet_smapi.calls import ImageNameQueryDM

        assert "MAINT" in (await client.call(ImageNameQueryDM(target="X"))).image_name_array


async def test_a_delay_is_the_hosts_time() -> None:
    """The answer comes when the clock has moved."""
    clock = DrivenClock()
    async with running(clock=clock, faults=(FaultRule(function="Image_Status_Query", delay=5),)) as (_, client):
        waiting = asyncio.create_task(client.call(ImageStatusQuery(target="X")))
        await settle()
        assert not waiting.done()
        await clock.advance(5)
        assert (await waiting).reason_code == 12


async def test_faults_spare_the_loading_of_a_preset() -> None:
    """A host with the wildest rules still starts."""
    async with running(faults=(FaultRule(drop="before"),), latency=(LatencyRule("*", 60.0),)) as (host, _):
        assert host.system_name == "ZVMSIM1"


def test_rules_are_read_from_a_file(tmp_path: Path) -> None:
    """TOML tables; a setting that is none is named."""
    path = tmp_path / "faults.toml"
    path.write_text('[[fault]]\nfunction = "Image_*"\nnth = 2\nreturn_code = 400\n[[fault]]\ndrop = "after"\n')
    assert load_faults(path) == (FaultRule(function="Image_*", nth=(2,), return_code=400), FaultRule(drop="after"))
    path.write_text('[[fault]]\nfuncton = "X"\n')
    with pytest.raises(ValueError, match="functon"):
        load_faults(path)
    path.write_text('[[fault]]\ndrop = "sometimes"\n')
    with pytest.raises(ValueError, match="sometimes"):
        load_faults(path)


def test_a_bad_set_up_names_every_bad_field() -> None:
    """One error, before anything is started."""
    with pytest.raises(ValueError, match=r"workers.*mac_prefix"):
        HostConfig(workers=0, mac_prefix="xyz")


async def test_locked_by_a_caller_means_locked_for_all() -> None:
    """400/12 for a second lock and for changes, whoever asks."""
    async with running() as (_, client):
        await define(client, "LINUX01")
        await client.call(ImageLockDM(target="LINUX01"))
        assert await codes(client, ImageLockDM(target="LINUX01")) == (400, 12)
        assert await codes(client, disk("LINUX01", "0200")) == (400, 12)
        assert await codes(client, ImageDeleteDM(target="LINUX01")) == (400, 12)
        assert config().workers == 3


async def test_a_failed_operation_is_an_error_of_the_client() -> None:
    """0/108 raises, it does not pass for success."""
    from zfleet_simulator.clock import RealClock

    async with running(clock=RealClock(), background=(("Image_Create_DM", 0.05),)) as (_, client):
        call = entry("LINUX01", disk="MDISK 0100 3390 AUTOG 60000 POOL1 MR")
        others = [entry(f"FILL{n}", disk="MDISK 0100 3390 AUTOG 60000 POOL1 MR") for n in range(6)]
        results = await asyncio.gather(*(client.call(one) for one in (*others, call)), return_exceptions=True)
        assert sum(isinstance(result, OperationFailed) for result in results) == 1
