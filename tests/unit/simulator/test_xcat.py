# SPDX-License-Identifier: Apache-2.0
"""CP commands through SMAPI, as the target's virtual machine would give them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import define, running
from zfleet_smapi.calls import (
    ImageActivate,
    ImageConsoleGet,
    ImageDeactivate,
    SystemRDRFileQuery,
    SystemWWPNQuery,
    VirtualNetworkAdapterDisconnect,
    XCATCommandsIUO,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import ReturnCodeError

ONE = "LINUX01"


async def said(client: SmapiClient, command: str, target: str = ONE) -> tuple[str, ...]:
    """What CP answers."""
    return tuple((await client.call(XCATCommandsIUO(target=target, command=f"cmd={command}"))).command_output)


async def started(client: SmapiClient) -> None:
    """The guest, logged on."""
    await define(client, ONE)
    await client.call(ImageActivate(target=ONE))


@pytest.mark.parametrize("stray", ["", "\0\0\0\0"])
async def test_a_command_is_given_by_the_target(stray: str) -> None:
    """Whoever calls; the four stray bytes of the reference client do not matter, nor do small letters."""
    async with running() as (_, client):
        await started(client)
        reply = await client.call(XCATCommandsIUO(target=ONE.lower(), command=f"CMD=query userid{stray}"))
        assert tuple(reply.command_output) == ("LINUX01  AT ZVMSIM1",)


async def test_adapters_are_shown_as_they_are_coupled() -> None:
    """Two lines for each; an uncoupled one names no switch."""
    async with running() as (_, client):
        await started(client)
        first, second = await said(client, "QUERY NIC 1000")
        assert first.split() == ["Adapter", "1000.P00", "Type:", "QDIO", "Name:", "UNASSIGNED", "Devices:", "3"]
        assert second.split()[2:] == ["VSWITCH:", "SYSTEM", "VSW1"]
        await client.call(VirtualNetworkAdapterDisconnect(target=ONE, image_device_number="1000"))
        assert (await said(client, "QUERY NIC"))[1].split()[2:] == ["LAN:", "*"]


async def test_what_a_command_changes_shows_in_the_calls() -> None:
    """Devices attached and detached, reader files transferred and purged, words on a console."""
    async with running() as (_, client):
        await started(client)

        async def owner() -> str:
            lines = (await client.call(SystemWWPNQuery(owner="YES"))).wwpn_array
            return str(lines[0]).split()[-1]

        await said(client, "ATTACH B800 * 1A00")
        assert await owner() == ONE
        assert await said(client, "QUERY VIRTUAL 1A00") == ("FCP  1A00 ON FCP  B800",)
        await said(client, "DETACH 1A00")
        assert await owner() == "NONE"
        await said(client, "SNAPDUMP", "OPERATNS")
        await said(client, f"TRANSFER RDR ALL TO {ONE}", "OPERATNS")
        (file,) = (await client.call(SystemRDRFileQuery(target=ONE))).rdr_file_array
        assert "CPDUMP" in str(file)
        await said(client, "PURGE RDR ALL")
        assert await said(client, "QUERY RDR ALL") == ("NO RDR FILES",)
        await said(client, f"SEND {ONE} HELLO THERE", "OPERATOR")
        await client.call(ImageConsoleGet(target=ONE))
        (console,) = (await client.call(SystemRDRFileQuery(target="MAINT"))).rdr_file_array
        assert str(console).split()[3] == "CON"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("cmd=FROBNICATE", (396, 1, "HCPCMD001E Unknown CP command: FROBNICATE")),
        ("cmd=QUERY NOBODY", (396, 3, "HCPCQV003E Invalid option - NOBODY")),
        ("cmd=QUERY USER NOBODY", (396, 45, "HCPCQU045E NOBODY not logged on")),
        ("cmd=QUERY NIC 5000", (396, 40, "HCPQNC040E Device 5000 does not exist")),
        ("cmd=DETACH 5000", (396, 40, "HCPDTV040E Device 5000 does not exist")),
        ("cmd=PURGE RDR 0999", (396, 42, "HCPCSU042E RDR file 0999 does not exist")),
        ("cmd=SET RDEVICE 9999 EQID X", (396, 40, "HCPZVY040E Device 9999 does not exist")),
        ("cmd=SET RDEVICE 0500 EQID TOOLONGNAME", (396, 3, "HCPZVY003E Invalid option - EQID")),
        ("cmd=SEND NOBODY HELLO", (396, 45, "HCPSEN045E NOBODY not logged on")),
        ("cmd=DETACH", (396, 26, "HCPCFC026E Operand missing or invalid")),
        ("QUERY NIC", (8, 3002, "UNKNOWN_PARAMETER=QUERY NIC")),
        ("run=QUERY NIC", (8, 3002, "UNKNOWN_PARAMETER=run")),
    ],
)
async def test_cps_message_and_its_number_come_back(command: str, expected: tuple[Any, ...]) -> None:
    """396 with the number, the message in the error buffer; 8/3002 without the keyword."""
    async with running() as (_, client):
        await started(client)
        with pytest.raises(ReturnCodeError) as caught:
            await client.call(XCATCommandsIUO(target=ONE, command=command))
        error = caught.value
        assert (error.return_code, error.reason_code, *error.error_texts) == expected


async def test_a_target_that_is_not_logged_on_gives_no_commands() -> None:
    """200/12."""
    async with running() as (_, client):
        await started(client)
        await client.call(ImageDeactivate(target=ONE, force_time="IMMED"))
        with pytest.raises(ReturnCodeError) as caught:
            await said(client, "QUERY NIC")
        assert (caught.value.return_code, caught.value.reason_code) == (200, 12)
