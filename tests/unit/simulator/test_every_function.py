# SPDX-License-Identifier: Apache-2.0
"""Every SMAPI function, asked with anything that passes the syntax check: never a defect of the host, never silence."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.unit.smapi.strategies import calls
from zfleet_simulator.clock import DrivenClock
from zfleet_simulator.functions import handlers
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_smapi.calls import FUNCTIONS, ImageActivate, ImageCreateDM, NameListAdd
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.conversation import Answered, ClientConversation
from zfleet_smapi.declaration import Call, Header, Stream
from zfleet_smapi.layout import layout
from zfleet_smapi.wire import parameter_problems

UNHURRIED = list(HealthCheck)
NAMES = ("LINUX01", "LINUX02", "OSDFLT", "MAINT", "TCPIP", "LIST1", "*", "NOBODY")
# Values that are something on this host, so that random calls get further than "no such thing".
KNOWN: dict[str, tuple[str, ...]] = {
    "switch_name": ("VSW1", "VSW2", "NEWVSW"),
    "lan_name": ("LAN1", "VSW1"),
    "lan_owner": ("SYSTEM", "LINUX01"),
    "image_device_number": ("1000", "0100", "2000", "*"),
    "real_device_number": ("B800", "0700", "1010"),
    "image_disk_number": ("0100", "0101", "0200"),
    "target_image_disk_number": ("0100", "0101"),
    "source_image_disk_number": ("0100", "0101"),
    "target_image_name": NAMES,
    "source_image_name": NAMES,
    "coupled_image_name": NAMES,
    "userid": NAMES,
    "name": NAMES,
    "group_name": ("POOL1", "POOL2", "POOL3"),
    "region_name": ("E00001", "F00001", "REGION1"),
    "image_vol_id": ("E00001", "E00002", "FREE01"),
    "allocation_area_name_or_volser": ("POOL1", "E00001", "POOL2"),
    "allocation_area_name": ("POOL1", "E00001"),
    "image_disk_allocation_type": ("AUTOG", "AUTOR", "AUTOV", "T-DISK", "V-DISK", "DEVNO", "100"),
    "image_disk_device_type": ("3390", "9336", "XXXX", "FB-512"),
    "grant_userid": ("LINUX01", "LINUX02"),
    "revoke_userid": ("LINUX01",),
    "dev_num": ("1000", "1010", "B800", "ALL", "7000"),
    "memory_segment_name": ("SEG1", "*"),
    "vdev": ("0100",),
    "vdasd_id": ("ALL", "0100"),
    "cpu_address": ("00", "01", "3F", "40"),
    "tcpip_stack": ("TCPIP",),
    "interface_id": ("ETH0",),
    "action": ("PAUSE=YES", "PAUSE=NO", "action=begin\0"),
}


async def furnished() -> SimulatedHost:
    """A host with a running guest, one that is off, and a list of both."""
    host = SimulatedHost(HostConfig(users={"MAINT": "pw"}, clock=DrivenClock()))
    await host.start()
    async with SmapiClient(host.connect, Credentials("MAINT", "pw")) as client:
        for name in ("LINUX01", "LINUX02"):
            lines = (
                f"USER {name} LBYONLY 1G 2G G",
                "INCLUDE OSDFLT",
                "IPL 0100",
                "CPU 00 BASE",
                "LOADDEV LUN 4000000000000000",
                "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1",
                "MDISK 0100 3390 AUTOG 10 POOL1 MR READ WRITE MULTI",
            )
            await client.call(ImageCreateDM(target=name, image_record_array=lines))
            await client.call(NameListAdd(target="LIST1", name=name))
        await client.call(ImageActivate(target="LINUX01"))
    return host


async def ask(host: SimulatedHost, call: Call[Any]) -> tuple[int, int]:
    """The codes of the answer, which must come and must be readable."""
    stream = await host.connect()
    conversation = ClientConversation(call)
    await stream.write(conversation.send_request("MAINT", "pw"))
    try:
        while True:
            async with asyncio.timeout(5):
                data = await stream.read(65536)
            for event in conversation.receive_data(data):
                if isinstance(event, Answered):
                    return event.reply.return_code, event.reply.reason_code
    finally:
        await stream.close()


def plausible(call_type: type[Call[Any]]) -> st.SearchStrategy[Any]:
    """Proper calls, many of them about things that exist."""
    names = {field.name for field in layout(call_type).parameters} & set(KNOWN)
    known = {name: st.none() | st.sampled_from(KNOWN[name]) for name in names}

    def merge(call: Any, values: dict[str, str | None], target: str) -> Any:
        changes = {name: value for name, value in values.items() if value is not None}
        if call_type.header is Header.STANDARD:
            changes["target"] = target
        return dataclasses.replace(call, **changes)

    merged = st.builds(merge, calls(call_type), st.fixed_dictionaries(known), st.sampled_from(NAMES))
    return merged.filter(lambda call: not parameter_problems(call))


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[asyncio.AbstractEventLoop, SimulatedHost]]:
    """One host for all functions: each meets what the others have left."""
    loop = asyncio.new_event_loop()
    host = loop.run_until_complete(furnished())
    yield loop, host
    loop.run_until_complete(host.stop())
    loop.close()


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_proper_call_is_always_answered(
    function: str, world: tuple[asyncio.AbstractEventLoop, SimulatedHost]
) -> None:
    """Whatever the values, z/VM's codes come back: 396/0, 900/28 and 900/12 would be defects of the host."""
    call_type, (loop, host) = FUNCTIONS[function], world
    if call_type.stream is not Stream.NONE:
        pytest.skip("answers with a stream: see test_events.py")

    @seed(1)
    @settings(
        max_examples=10, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(plausible(call_type))
    def every(call: Call[Any]) -> None:
        codes = loop.run_until_complete(ask(host, call))
        assert codes not in ((396, 0), (900, 28), (900, 12)), call

    every()


def test_every_function_has_a_handler_or_is_a_stream() -> None:
    """All of SMAPI is served."""
    served = handlers()
    assert [n for n, call in FUNCTIONS.items() if call not in served and call.stream is Stream.NONE] == []
