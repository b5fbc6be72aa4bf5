# SPDX-License-Identifier: Apache-2.0
"""Requests recorded against a real z/VM, sent to the host as they are: its answers have the real ones' layout.

The recorded system's names are made to exist first. Where an answer cannot be the same byte for byte (extents, MAC
addresses, times), each line must have the same words in the same places.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.golden.reference import reference
from tests.unit.simulator.worlds import client_of, config
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.calls import (
    ImageActivate,
    ImageCreateDM,
    ImageLockDM,
    ImageVolumeSpaceDefineDM,
    NameListAdd,
    VirtualNetworkLANAccess,
    VirtualNetworkVswitchCreateExtended,
    VirtualNetworkVswitchSetExtended,
    function_named,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.wire import decode_reply

CAPTURES: dict[tuple[str, str], dict[str, Any]] = {
    (one["function"], one["capture"]): one for one in reference("captures.json")
}


@pytest.fixture
async def world() -> AsyncIterator[tuple[SimulatedHost, SmapiClient]]:
    """A host whose MAINT has the recorded password, with the recorded pool."""
    async with SimulatedHost(config(users={"MAINT": "maint"})) as host, client_of(host, password="maint") as client:
        await client.call(ImageVolumeSpaceDefineDM(function_type=5, region_name="E00006", group_name="LINUX"))
        yield host, client


async def replayed(host: SimulatedHost, function: str, capture: str = "1") -> tuple[Any, Any]:
    """The real answer and ours to one recorded request."""
    call_type = function_named(function)
    assert call_type is not None
    one = CAPTURES[function, capture]
    stream = await host.connect()
    await stream.write(bytes.fromhex(one["request"]))
    ours = b""
    while chunk := await stream.read(65536):
        ours += chunk
    await stream.close()
    return decode_reply(call_type, bytes.fromhex(one["reply"])[8:]), decode_reply(call_type, ours[8:])


def same_codes(real: Any, ours: Any) -> bool:
    """Return and reason code are the recorded ones."""
    return (real.return_code, real.reason_code) == (ours.return_code, ours.reason_code)


def shape(line: str) -> str:
    """A line with every number, MAC address and time replaced by a letter."""
    return re.sub(r"\d+(?:[:./-]\d+)*", "9", re.sub(r"([0-9A-F]{2}-){5}[0-9A-F]{2}", "MAC", line))


async def test_the_recorded_entry_is_created_and_read_in_records_of_the_same_text(
    world: tuple[SimulatedHost, SmapiClient],
) -> None:
    """Fixed columns, capitals, indentation as it was sent."""
    host, client = world
    real, ours = await replayed(host, "Image_Create_DM")
    assert same_codes(real, ours)
    assert (ours.operation_id, ours.bare) == (real.operation_id, real.bare) == (-1, False)
    real, ours = await replayed(host, "Image_Query_DM")
    texts = [record.rstrip() for record in ours.image_record_array]
    assert all(len(record) == 80 for record in ours.image_record_array)
    recorded = [record.rstrip() for record in real.image_record_array]
    for line in ("  CONSOLE   0009 3215", "  SPOOL 00C 2540 READER *", "  LINK MAINT 190 190 RR"):
        assert line in texts
        assert line in recorded
    await client.call(ImageLockDM(target="GT@PONG"))
    real, ours = await replayed(host, "Image_Lock_Query_DM")
    assert (ours.lock_info, ours.reason_code) == (real.lock_info, real.reason_code) == ("IMAGE MAINT", 12)


async def test_the_recorded_definition_comes_back_in_the_same_words(world: tuple[SimulatedHost, SmapiClient]) -> None:
    """Keyword for keyword; only where the disk lies is another matter."""
    host, _ = world
    real, ours = await replayed(host, "Image_Definition_Create_DM", "2")
    assert same_codes(real, ours)
    for number in ("3", "2"):
        real, ours = await replayed(host, "Image_Definition_Update_DM", number)
        assert same_codes(real, ours)
    real, ours = await replayed(host, "Image_Definition_Delete_DM", "2")
    assert same_codes(real, ours)
    real, ours = await replayed(host, "Image_Definition_Query_DM", "3")

    def comparable(reply: Any) -> list[str]:
        # The recorded system shows the password without its keyword.
        lines = [line for line in reply.directory_information_data if "@SM8PI@" not in line]
        return [re.sub(r"START=\d+|VOLID=\w+", "WHERE", line) for line in lines]

    assert comparable(ours) == comparable(real)


@pytest.mark.parametrize(
    ("function", "capture"),
    [
        ("Image_Definition_Delete_DM", "1"),
        ("Image_Definition_Update_DM", "1"),
        ("Image_Definition_Query_DM", "1"),
    ],
)
async def test_an_unknown_keyword_is_named_in_the_error_buffer(
    world: tuple[SimulatedHost, SmapiClient], function: str, capture: str
) -> None:
    """8/3002 and the recorded text."""
    host, _ = world
    await replayed(host, "Image_Definition_Create_DM", "2")
    real, ours = await replayed(host, function, capture)
    assert same_codes(real, ours)
    assert tuple(ours.error_texts) == tuple(real.error_texts)


async def test_used_space_has_the_recorded_words(world: tuple[SimulatedHost, SmapiClient]) -> None:
    """By region: volume, type, start, size, owner, device, two asterisks, region."""
    host, _ = world
    await replayed(host, "Image_Definition_Create_DM", "2")
    real, ours = await replayed(host, "Image_Volume_Space_Query_DM")
    mine = next(line for line in ours.record_array if "GT@PING" in line).split()
    theirs = next(line for line in real.record_array if "GT@PING" in line).split()
    assert len(mine) == len(theirs) == 9
    assert mine[4:8] == theirs[4:8] == ["GT@PING", "0777", "*", "*"]
    assert mine[0] == mine[8]


async def test_a_running_guest_is_shown_as_recorded(world: tuple[SimulatedHost, SmapiClient]) -> None:
    """Status, configuration, adapters."""
    host, client = world
    await replayed(host, "Image_Create_DM")
    await client.call(ImageActivate(target="GT@PONG"))
    real, ours = await replayed(host, "Image_Status_Query")
    assert ours.image_name_array == real.image_name_array
    real, ours = await replayed(host, "Image_Active_Configuration_Query")
    for name in ("memory_size", "memory_unit", "share_type", "share_value", "number_cpus"):
        assert getattr(ours, name) == getattr(real, name)
    assert ours.device_info_array[:6] == real.device_info_array[:6]
    assert len(ours.cpu_info_array[0].cpu_id) == len(real.cpu_info_array[0].cpu_id) == 16


async def test_adapters_are_described_as_recorded(world: tuple[SimulatedHost, SmapiClient]) -> None:
    """Three adapters, made by three recorded functions, coupled by three others, on a LAN that is restricted."""
    host, client = world
    await replayed(host, "Image_Create_DM")
    for function in ("Virtual_Network_Adapter_Create_DM", "Virtual_Network_Adapter_Create_Extended_DM"):
        real, ours = await replayed(host, function)
        assert same_codes(real, ours)
    await client.call(ImageActivate(target="GT@PONG"))
    for function in ("Virtual_Network_LAN_Create", "Virtual_Network_LAN_Access", "Virtual_Network_Adapter_Connect_LAN"):
        real, ours = await replayed(host, function)
        assert same_codes(real, ours), function
    real, ours = await replayed(host, "Virtual_Network_Adapter_Query_Extended")

    def first_coupled(reply: Any) -> list[str]:
        lines = list(reply.response_list)
        start = lines.index("adapter_address=9000")
        kept = [line for line in lines[start:] if not line.startswith(("device_", "router_", "mac_"))]
        return kept[: kept.index("adapter_info_end") + 1]

    assert [line.replace("status=02", "status=01") for line in first_coupled(ours)] == first_coupled(real)
    real, ours = await replayed(host, "Virtual_Network_LAN_Query")
    assert ours.lan_array[0].lan_name == real.lan_array[0].lan_name
    assert ours.lan_array[0].lan_owner == real.lan_array[0].lan_owner
    await client.call(
        VirtualNetworkLANAccess(
            lan_name="GT@VSW1", lan_owner="SYSTEM", access_op="GRANT", access_user="GT@PING", promiscuity="PROMISCUOUS"
        )
    )
    real, ours = await replayed(host, "Virtual_Network_LAN_Access_Query")
    assert ours.authorized_users_array == real.authorized_users_array


async def test_switches_are_described_as_recorded(world: tuple[SimulatedHost, SmapiClient]) -> None:
    """The attribute line has the same words in the same places, users and adapters too."""
    host, client = world
    await client.call(
        VirtualNetworkVswitchCreateExtended(
            switch_name="EXTERN", real_device_address="0700", transport_type="ETHERNET", vlan_id="UNAWARE"
        )
    )
    await client.call(VirtualNetworkVswitchSetExtended(switch_name="EXTERN", grant_userid="TCPIP"))
    for capture in ("1", "3"):
        real, ours = await replayed(host, "Virtual_Network_Vswitch_Create_Extended", capture)
        assert same_codes(real, ours)
    for capture in ("11", "15", "16", "17", "21"):
        real, ours = await replayed(host, "Virtual_Network_Vswitch_Set_Extended", capture)
        assert same_codes(real, ours), capture
    real, ours = await replayed(host, "Virtual_Network_Vswitch_Query_Extended")

    def switch(reply: Any, name: str) -> Any:
        return next(one for one in reply.vswitch_array if one.vswitch_attributes.switch_name == name)

    for name in ("EXTERN", "GT@VSW2"):
        mine, theirs = switch(ours, name).vswitch_attributes, switch(real, name).vswitch_attributes
        assert len(mine.split()) == len(theirs.split())
    assert shape(switch(ours, "EXTERN").vswitch_attributes) == shape(switch(real, "EXTERN").vswitch_attributes)
    assert shape(switch(ours, "EXTERN").real_device_array[0]).split()[:2] == ["9", "9"]
    mine, theirs = switch(ours, "EXTERN").authorized_user_array, switch(real, "EXTERN").authorized_user_array
    assert mine[0] == theirs[0]


async def test_the_search_finds_statements_by_their_first_words(world: tuple[SimulatedHost, SmapiClient]) -> None:
    """The recorded pattern is ``user sys*``."""
    host, client = world
    for name in ("SYS", "SYSADMIN", "OTHER"):
        await client.call(ImageCreateDM(target=name, image_record_array=(f"USER {name} NOLOG 32M 32M G",)))
    _, ours = await replayed(host, "Directory_Manager_Search_DM")
    assert [(one.target_id, one.statement[:8]) for one in ours.statement_array] == [
        ("SYS", "USER SYS"),
        ("SYSADMIN", "USER SYS"),
    ]


@pytest.mark.parametrize(
    ("function", "data"),
    [
        ("System_Information_Query", "system_information_data"),
        ("System_Page_Utilization_Query", "paging_information_structure"),
        ("System_Performance_Information_Query", "system_performance_information_data"),
        ("System_Service_Query", "system_service_query_data"),
    ],
)
async def test_facts_about_the_system_have_the_recorded_keys(
    world: tuple[SimulatedHost, SmapiClient], function: str, data: str
) -> None:
    """Line by line, KEY=VALUE by KEY=VALUE, as many words."""
    host, _ = world
    real, ours = await replayed(host, function)

    def keys(line: str) -> list[str]:
        return [word.partition("=")[0] if "=" in word else "word" for word in line.split()]

    mine = [keys(line) for line in getattr(ours, data)]
    theirs = [keys(line) for line in getattr(real, data)]
    if function == "System_Service_Query":
        # The recorded system has two production levels that run into each other.
        assert mine[0] == theirs[0]
        return
    assert mine[: len(theirs[:9])] == theirs[:9]


@pytest.mark.parametrize(
    ("function", "capture"),
    [
        ("Directory_Manager_Task_Cancel_DM", "1"),
        ("Metadata_Set", "1"),
        ("Name_List_Destroy", "1"),
        ("Page_or_Spool_Volume_Add", "1"),
        ("Query_Asynchronous_Operation_DM", "1"),
        ("System_FCP_Free_Query", "1"),
        ("System_SCSI_Disk_Add", "1"),
        ("VMRELOCATE_Status", "1"),
        ("Network_IP_Interface_Modify", "1"),
        ("Network_IP_Interface_Remove", "1"),
        ("Network_IP_Interface_Query", "1"),
    ],
)
async def test_refusals_are_the_recorded_ones(
    world: tuple[SimulatedHost, SmapiClient], function: str, capture: str
) -> None:
    """Codes and error texts."""
    host, client = world
    await client.call(NameListAdd(target="USERLIST", name="X"))
    real, ours = await replayed(host, function, capture)
    assert same_codes(real, ours)
    assert tuple(ours.error_texts) == tuple(real.error_texts)


async def test_metadata_is_answered_as_recorded(world: tuple[SimulatedHost, SmapiClient]) -> None:
    """Unknown names with empty values; lengths and names by pattern."""
    host, _ = world
    real, ours = await replayed(host, "Metadata_Get")
    assert ours.metadata_entry_array == real.metadata_entry_array
    await replayed(host, "Metadata_Set")
    real, ours = await replayed(host, "Metadata_Space_Query")
    assert ours.output_data == real.output_data[:2]
