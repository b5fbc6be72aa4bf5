# SPDX-License-Identifier: Apache-2.0
"""Facts about the system: EQIDs, channel paths, the older queries, thresholds, spool space, the configuration file."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.simulator.worlds import codes, define, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import (
    ImageActivate,
    ImageDeactivate,
    SystemConfigSyntaxCheck,
    SystemEQIDQuery,
    SystemInfoQuery,
    SystemIOQuery,
    SystemPerformanceInfoQuery,
    SystemPerformanceInformationQuery,
    SystemPerformanceThresholdDisable,
    SystemPerformanceThresholdEnable,
    SystemSpoolUtilizationQuery,
    XCATCommandsIUO,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call
from zfleet_smapi.errors import ReturnCodeError


def command(text: str, target: str = "OPERATOR") -> XCATCommandsIUO:
    """A CP command."""
    return XCATCommandsIUO(target=target, command=f"cmd={text}")


# --- EQIDs -----------------------------------------------------------------------------------------------------------


async def eqids(client: SmapiClient, **how: Any) -> list[str]:
    """The lines of the query."""
    return [str(line) for line in (await client.call(SystemEQIDQuery(**how))).eqid_array]


async def test_equivalent_devices_are_named_by_device_and_by_name() -> None:
    """Device first for ALL and RDEV, name first with all its devices for EQID; in the recorded layout."""
    async with running() as (_, client):
        assert await refused(client, SystemEQIDQuery(eqid_for="ALL")) == (4, 8)
        await client.call(command("SET RDEVICE 0500-0502 EQID EXTERN TYPE OSA"))
        await client.call(command("SET RDEVICE B800 EQID FABRIC1"))
        assert await eqids(client, eqid_for="ALL") == [
            "00500 EXTERN",
            "00501 EXTERN",
            "00502 EXTERN",
            "0B800 FABRIC1",
        ]
        assert await eqids(client, eqid_for="EQID", eqid_target="extern NONE") == ["EXTERN 00500 00501 00502"]
        assert await eqids(client, eqid_for="RDEV", eqid_target="0501-0503 b800") == ["00501 EXTERN", "00502 EXTERN",
                                                                                      "0B800 FABRIC1"]  # fmt: skip
        await client.call(command("SET RDEVICE 0500-0502 NOEQID"))
        assert await eqids(client, eqid_for="ALL") == ["0B800 FABRIC1"]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"eqid_for": "RDEV", "eqid_target": "0600"}, (4, 8)),
        ({"eqid_for": "EQID", "eqid_target": "NOSUCH"}, (4, 8)),
        ({"eqid_for": "EQID"}, (8, 3004)),
        ({"eqid_for": "RDEV"}, (8, 3004)),
        ({"eqid_for": "RDEV", "eqid_target": "05XX"}, (8, 3003)),
        ({"eqid_for": "RDEV", "eqid_target": "0502-0500"}, (8, 3003)),
        ({"eqid_for": "RDEV", "eqid_target": "0-FFFFFFFFFFFF"}, (8, 3003)),
    ],
)
async def test_a_wrong_eqid_question_has_its_code(how: dict[str, Any], expected: tuple[int, int]) -> None:
    """4/8 none found, 8/3003 with the target named, 8/3004 no target."""
    async with running() as (_, client):
        await client.call(command("SET RDEVICE 0500 EQID EXTERN"))
        with pytest.raises(ReturnCodeError) as caught:
            await client.call(SystemEQIDQuery(**how))
        assert (caught.value.return_code, caught.value.reason_code) == expected
        if expected == (8, 3003):
            assert caught.value.error_texts == (f"UNKNOWN_PARAMETER_OPERAND={how['eqid_target']}",)


# --- levels and paths ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("device", "paths"),
    [("0500", ("05",)), ("051", None), ("b81f", ("27",)), ("1000", ("40", "41", "50", "51")), ("FFFF", None),
     ("5_0", None)],
)  # fmt: skip
async def test_a_device_has_its_channel_paths(device: str, paths: tuple[str, ...] | None) -> None:
    """By kind of device; 8/8 for one that is not there."""
    async with running() as (_, client):
        call = SystemIOQuery(real_device_address=device)
        if paths is None:
            assert await refused(client, call) == (8, 8)
        else:
            assert (await client.call(call)).chpid_list == paths


async def test_the_older_question_has_the_recorded_texts_and_the_hosts_time() -> None:
    """Six texts; only the time moves."""
    shapes = (
        r"[A-Z]{3} West \d\d\.\d\d\.\d\d",
        r"\d\d:\d\d:\d\d [A-Z]{3} [A-Z]+DAY \d{4}-\d\d-\d\d",
        r"z/VM Version \d Release \d\.\d, service level \d{4} \(64-bit\)",
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]{3}",
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]{3}",
        r"\d+G CONFIGURED = \d+G INC = 1M STANDBY = 0  RESERVED = 0",
    )
    names = ("timezone", "time", "vm_version", "cp_generation_time", "cp_ipl_time", "real_storage")
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        first = await client.call(SystemInfoQuery())
        for name, pattern in zip(names, shapes, strict=True):
            assert re.fullmatch(pattern, getattr(first, name)), name
        assert first.time == "00:00:00 UTC THURSDAY 2026-01-01"
        await clock.advance(90_061)
        later = await client.call(SystemInfoQuery())
        assert later.time == "01:01:01 UTC FRIDAY 2026-01-02"
        assert later.cp_ipl_time == first.cp_ipl_time == "2026-01-01 00:00:00 UTC"


# --- load ------------------------------------------------------------------------------------------------------------


async def test_the_older_load_figures_follow_the_guests() -> None:
    """Count, percent, paging, pages there are, pages in use, then a line a processor; the same as the newer ones."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await define(client, "LINUX01")
        idle = (await client.call(SystemPerformanceInfoQuery())).performance_info
        await client.call(ImageActivate(target="LINUX01"))
        await clock.advance(600)
        busy = (await client.call(SystemPerformanceInfoQuery(monrate="QUERY"))).performance_info
        assert (busy[0], busy[3]) == (idle[0], idle[3]) == ("0008", str(512 * 1024 * 1024 // 4))
        assert int(busy[4]) > int(idle[4])
        assert busy[5] == "2.00 SECONDS"
        assert len(busy) == len(idle) + 1 == 14
        assert all(re.fullmatch(r"PROC \d{4}-\d{3}% IFL  VM", line) for line in (*busy[6:], *idle[5:]))
        newer = (await client.call(SystemPerformanceInformationQuery())).system_performance_information_data
        assert f"MEMORY_IN_USE={busy[4]}" in newer


async def test_spool_space_follows_the_reader_files_and_has_the_recorded_layout() -> None:
    """Totals and first volume on one line; pages come with a file and go with it."""
    async with running() as (_, client):

        async def used() -> int:
            lines = (await client.call(SystemSpoolUtilizationQuery())).spool_information_structure
            words = str(lines[0]).split()
            assert len(words) == 10
            assert words[3:5] == ["VMSPL1", "1003"]
            assert words[5] == words[0] == "5758K"
            assert words[6] == words[1]
            assert words[8:] == ["NOTDUMP", "NOTDRAINED"]
            return int(words[1])

        before = await used()
        await client.call(command("SNAPDUMP"))
        assert await used() > before
        await client.call(command("PURGE RDR ALL", "OPERATNS"))
        assert await used() == before


async def monitored(client: SmapiClient) -> int:
    """How many events are watched for."""
    call = SystemPerformanceInformationQuery(monitor_event="QUERY=YES")
    lines = (await client.call(call)).system_performance_information_data
    return next(int(line.partition("=")[2]) for line in lines if line.startswith("MONITOR_EVENT_COUNT="))


async def test_thresholds_are_set_replaced_and_taken_away() -> None:
    """One for each event, for users one for each user; names in any case."""
    async with running() as (_, client):
        assert await monitored(client) == 0
        for event in ("System_CPU=99", "system_cpu=50", "User_CPU=linux01 80", "User_CPU = LINUX02 80",
                      "User_IO=LINUX01 1000", "System_Paging=200"):  # fmt: skip
            await client.call(SystemPerformanceThresholdEnable(event_type=event))
        assert await monitored(client) == 5
        for event in ("SYSTEM_CPU", "User_CPU LINUX01", "User_CPU NOBODY"):
            await client.call(SystemPerformanceThresholdDisable(event_type=event))
        assert await monitored(client) == 3


@pytest.mark.parametrize(
    "call",
    [
        SystemPerformanceThresholdEnable(event_type="System_Heat=99"),
        SystemPerformanceThresholdEnable(event_type="System_CPU"),
        SystemPerformanceThresholdEnable(event_type="System_CPU=hot"),
        SystemPerformanceThresholdEnable(event_type="System_CPU=101"),
        SystemPerformanceThresholdEnable(event_type="System_CPU=LINUX01 50"),
        SystemPerformanceThresholdEnable(event_type="User_CPU=50"),
        SystemPerformanceThresholdDisable(event_type="System_Heat"),
        SystemPerformanceThresholdDisable(event_type="User_CPU"),
        SystemPerformanceThresholdDisable(event_type=" "),
    ],
)
async def test_an_unknown_event_is_refused(call: Call[Any]) -> None:
    """8/3002: no such event, no limit, or a limit that cannot be."""
    async with running() as (_, client):
        assert await refused(client, call) == (8, 3002)
        assert await monitored(client) == 0


async def test_thresholds_need_the_performance_machine() -> None:
    """8/4 while PERSMAPI is not logged on."""
    async with running() as (_, client):
        await client.call(ImageDeactivate(target="PERSMAPI", force_time="IMMED"))
        assert await refused(client, SystemPerformanceThresholdEnable(event_type="System_CPU=99")) == (8, 4)


# --- the configuration file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({}, (0, 0)),
        ({"system_config_name": "SYSTEM", "system_config_type": "config", "parm_disk_owner": "maint"}, (0, 0)),
        ({"parm_disk_number": "CF0"}, (0, 0)),
        ({"parm_disk_number": "CF1"}, (8, 48)),
        ({"parm_disk_owner": "NOBODY"}, (8, 48)),
        ({"system_config_name": "OTHER"}, (8, 32)),
        ({"system_config_type": "BACKUP"}, (8, 32)),
        ({"parm_disk_password": "GUESS"}, (8, 46)),
        ({"parm_disk_password": ","}, (0, 0)),
    ],
)
async def test_the_configuration_file_is_looked_for_where_it_should_be(
    how: dict[str, Any], expected: tuple[int, int]
) -> None:
    """8/48 no such disk, 8/46 wrong password, 8/32 no such file."""
    async with running() as (_, client):
        assert await codes(client, SystemConfigSyntaxCheck(**how)) == expected
