# SPDX-License-Identifier: Apache-2.0
"""Guest LANs, adapters on them, and the old forms of the network queries."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import client_of, codes, define, refused, running
from zfleet_smapi.calls import (
    ImageActivate,
    ImageDeviceDedicate,
    ImageLockDM,
    ImageQueryDM,
    ImageRecycle,
    ImageUnlockDM,
    IPaddrGet,
    NetworkIPInterfaceCreate,
    NetworkIPInterfaceRemove,
    StaticImageChangesDeactivateDM,
    VirtualNetworkAdapterConnectLAN,
    VirtualNetworkAdapterConnectLANDM,
    VirtualNetworkAdapterCreate,
    VirtualNetworkAdapterCreateExtended,
    VirtualNetworkAdapterDelete,
    VirtualNetworkAdapterQuery,
    VirtualNetworkAdapterQueryExtended,
    VirtualNetworkLANCreate,
    VirtualNetworkLANDelete,
    VirtualNetworkLANQuery,
    VirtualNetworkOSAQuery,
    VirtualNetworkQueryLAN,
    VirtualNetworkQueryOSA,
    VirtualNetworkVswitchDeleteExtended,
    VirtualNetworkVswitchQuery,
)
from zfleet_smapi.client import SmapiClient

ONE, TWO = "LINUX01", "LINUX02"
HIPERSOCKETS, QDIO = 1, 2


def lan(name: str = "LAN1", owner: str = "SYSTEM", kind: int = QDIO) -> VirtualNetworkLANCreate:
    """A LAN that is open to all."""
    return VirtualNetworkLANCreate(lan_name=name, lan_owner=owner, lan_type=kind)


def no_lan(name: str = "LAN1", owner: str = "SYSTEM") -> VirtualNetworkLANDelete:
    """Take a LAN away."""
    return VirtualNetworkLANDelete(lan_name=name, lan_owner=owner)


def nic(number: str = "2000", target: str = ONE, kind: int = QDIO, devices: int = 3) -> VirtualNetworkAdapterCreate:
    """An adapter for a running guest."""
    return VirtualNetworkAdapterCreate(
        target=target, image_device_number=number, adapter_type=kind, network_adapter_devices=devices
    )


def from_logon_on(number: str = "1000", name: str = "LAN1", owner: str = "SYSTEM", target: str = ONE) -> Any:
    """An adapter in the directory on a LAN."""
    return VirtualNetworkAdapterConnectLANDM(
        target=target, image_device_number=number, lan_name=name, lan_owner=owner
    )  # fmt: skip


async def connect(client: SmapiClient, number: str, name: str = "LAN1", owner: str = "SYSTEM") -> None:
    """Couple an adapter of the running guest."""
    await client.call(
        VirtualNetworkAdapterConnectLAN(target=ONE, image_device_number=number, lan_name=name, lan_owner=owner)
    )


async def adapters(client: SmapiClient, target: str = ONE) -> dict[str, tuple[int, int, int, str]]:
    """Type, number of devices, status and network of the adapters, by device number; both queries say the same."""
    reply = await client.call(VirtualNetworkAdapterQuery(target=target, image_device_number="*"))
    extended = VirtualNetworkAdapterQueryExtended(target=target, image_device_number="*")
    lines = (await client.call(extended)).response_list
    for key, values in (
        ("adapter_address", [one.image_device_number for one in reply.adapter_array]),
        ("network_device_count", [str(one.network_adapter_devices) for one in reply.adapter_array]),
        ("adapter_status", [f"{one.adapter_status:02}" for one in reply.adapter_array]),
        ("lan_name", [one.lan_name.rstrip() for one in reply.adapter_array]),
    ):
        assert [line.partition("=")[2] for line in lines if line.startswith(key + "=")] == values
    return {
        one.image_device_number: (
            one.adapter_type, one.network_adapter_devices, one.adapter_status,
            f"{one.lan_owner.rstrip()} {one.lan_name.rstrip()}".strip(),
        )
        for one in reply.adapter_array
    }  # fmt: skip


async def on_lan(client: SmapiClient, name: str = "LAN1", owner: str = "SYSTEM") -> list[tuple[str, str]]:
    """The adapters that the LAN query shows."""
    [found] = (await client.call(VirtualNetworkLANQuery(lan_name=name, lan_owner=owner))).lan_array
    return [(one.adapter_owner, one.image_device_number) for one in found.connected_adapter_array]


async def nicdefs(client: SmapiClient) -> list[str]:
    """The NICDEF statements of the entry."""
    records = (await client.call(ImageQueryDM(target=ONE))).image_record_array
    return [record.rstrip() for record in records if record.startswith("NICDEF")]


async def test_a_created_adapter_shows_in_both_queries_and_can_be_coupled() -> None:
    """Not coupled at first; of the type and with the devices asked for; it is gone with the logon."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(ImageActivate(target=ONE))
        await client.call(lan("HIPERS", kind=HIPERSOCKETS))
        assert await codes(client, nic(devices=240)) == (0, 0)
        assert await codes(client, nic("3000", kind=HIPERSOCKETS)) == (0, 0)
        found = await adapters(client)
        assert (found["2000"], found["3000"]) == ((QDIO, 240, 0, ""), (HIPERSOCKETS, 3, 0, ""))
        await connect(client, "3000", "HIPERS")
        assert (await adapters(client))["3000"] == (HIPERSOCKETS, 3, 2, "SYSTEM HIPERS")
        assert await on_lan(client, "HIPERS") == [(ONE, "3000")]
        await client.call(ImageRecycle(target=ONE))
        assert list(await adapters(client)) == ["1000"]
        assert await on_lan(client, "HIPERS") == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (nic(target="NOBODY"), (200, 4)),
        (nic(target="OSDFLT"), (200, 4)),
        (nic(target=TWO), (200, 12)),
        (nic("1000"), (204, 4)),
        (nic("0FFE"), (204, 4)),
        (nic("0100"), (204, 28)),
        (nic("00FE"), (204, 28)),
        (nic("FFFE"), (204, 2)),
        (nic(devices=241), (24, 318)),
        (VirtualNetworkAdapterCreateExtended(target=ONE, image_device_number="2000", adapter_type="QDIO",
                                             devices="241"), (8, 3003)),
    ],
)  # fmt: skip
async def test_an_adapter_that_cannot_be_has_its_code(call: Any, expected: tuple[int, int]) -> None:
    """And there is no more than the one from the directory."""
    async with running() as (_, client):
        await define(client, ONE, TWO)
        await client.call(ImageActivate(target=ONE))
        assert await refused(client, call) == expected
        assert list(await adapters(client)) == ["1000"]


async def test_an_adapter_is_on_its_lan_from_the_next_logon_on() -> None:
    """The statement says so; the owner SYSTEM may be written in any case; the running guest stays where it is."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(lan())
        await client.call(ImageActivate(target=ONE))
        assert await codes(client, from_logon_on(owner="system", name="lan1")) == (0, 0)
        assert await nicdefs(client) == ["NICDEF 1000 TYPE QDIO LAN SYSTEM LAN1"]
        assert (await adapters(client))["1000"][3] == "SYSTEM VSW1"
        await client.call(ImageRecycle(target=ONE))
        assert (await adapters(client))["1000"] == (QDIO, 3, 2, "SYSTEM LAN1")
        assert await on_lan(client) == [(ONE, "1000")]


async def test_a_guests_own_lan_is_there_for_an_entry_as_long_as_its_owner_runs_it() -> None:
    """The directory names it in advance; a logon without the LAN leaves the adapter uncoupled."""
    async with running() as (_, client):
        await define(client, ONE, TWO)
        await client.call(from_logon_on(owner=TWO, name="PRIVATE"))
        assert await nicdefs(client) == ["NICDEF 1000 TYPE QDIO LAN LINUX02 PRIVATE"]
        await client.call(ImageActivate(target=ONE))
        assert (await adapters(client))["1000"][2:] == (0, "")
        await client.call(ImageActivate(target=TWO))
        await client.call(lan("PRIVATE", TWO))
        await client.call(ImageRecycle(target=ONE))
        assert (await adapters(client))["1000"][2:] == (2, "LINUX02 PRIVATE")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (from_logon_on(target="NOBODY"), (400, 4)),
        (from_logon_on(target="OSDFLT"), (400, 4)),
        (from_logon_on("2000"), (404, 8)),
        (from_logon_on("0100"), (404, 8)),
        (no_lan("NOSUCH"), (212, 12)),
        (no_lan(owner=ONE), (212, 12)),
        (no_lan("VSW1"), (212, 12)),
    ],
)
async def test_what_is_not_there_cannot_be_connected_or_deleted(call: Any, expected: tuple[int, int]) -> None:
    """A switch is no LAN; nothing changes."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(lan())
        before = (await nicdefs(client), (await client.call(VirtualNetworkQueryLAN())).lan_list)
        assert await refused(client, call) == expected
        assert (await nicdefs(client), (await client.call(VirtualNetworkQueryLAN())).lan_list) == before


async def test_locks_and_held_back_changes_count_for_adapters_too() -> None:
    """400/12 for the entry, 404/12 for the device, 0/8 while changes are held back."""
    async with (
        running(users={"MAINT": "secret", "OTHER": "secret"}) as (host, client),
        client_of(host, "OTHER") as other,
    ):
        await define(client, ONE)
        await client.call(ImageLockDM(target=ONE))
        assert await refused(other, from_logon_on()) == (400, 12)
        await client.call(ImageUnlockDM(target=ONE))
        await client.call(ImageLockDM(target=ONE, device_address="1000"))
        assert await refused(client, from_logon_on()) == (404, 12)
        await client.call(ImageUnlockDM(target=ONE, device_address="1000"))
        assert await nicdefs(client) == ["NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1"]
        await client.call(StaticImageChangesDeactivateDM())
        assert await codes(client, from_logon_on()) == (0, 8)


async def test_a_deleted_lan_leaves_its_adapters_uncoupled() -> None:
    """They are still there; the LAN is in no query, and another of the same name is empty."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(ImageActivate(target=ONE))
        await client.call(lan())
        await client.call(lan("LAN2"))
        await client.call(nic())
        await connect(client, "2000")
        assert await on_lan(client) == [(ONE, "2000")]
        assert await codes(client, no_lan("lan1", "system")) == (0, 0)
        assert (await adapters(client))["2000"] == (QDIO, 3, 0, "")
        assert (await adapters(client))["1000"][3] == "SYSTEM VSW1"
        assert await refused(client, VirtualNetworkLANQuery(lan_name="LAN1", lan_owner="SYSTEM")) == (212, 12)
        assert "SYSTEM LAN1" not in (await client.call(VirtualNetworkQueryLAN())).lan_list
        assert await refused(client, no_lan()) == (212, 12)
        await client.call(lan())
        assert await on_lan(client) == []
        await client.call(VirtualNetworkAdapterDelete(target=ONE, image_device_number="2000"))


async def test_the_old_lan_query_lists_lans_and_switches_by_owner_and_name() -> None:
    """One line each, and it follows what is created and deleted."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(ImageActivate(target=ONE))

        async def listed() -> tuple[str, ...]:
            return (await client.call(VirtualNetworkQueryLAN())).lan_list

        assert await listed() == ("SYSTEM VSW1", "SYSTEM VSW2")
        await client.call(lan())
        await client.call(lan("OWN", ONE))
        assert await listed() == ("LINUX01 OWN", "SYSTEM LAN1", "SYSTEM VSW1", "SYSTEM VSW2")
        await client.call(VirtualNetworkVswitchDeleteExtended(switch_name="VSW2"))
        await client.call(no_lan())
        assert await listed() == ("LINUX01 OWN", "SYSTEM VSW1")


async def test_the_old_osa_query_tells_who_has_each_device() -> None:
    """The same devices as the new query; a switch's uplink is its controller's, a dedicated one its guest's."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(ImageActivate(target=ONE))

        async def listed() -> dict[str, str]:
            lines = (await client.call(VirtualNetworkQueryOSA())).osa_list
            assert all(line.startswith("OSA ") for line in lines)
            return {line[4:8]: line[9:] for line in lines}

        found = await listed()
        newer = (await client.call(VirtualNetworkOSAQuery())).osa_info_structure
        assert list(found) == [line.split()[0] for line in newer]
        [switch] = (await client.call(VirtualNetworkVswitchQuery(switch_name="VSW1"))).vswitch_array
        [uplink] = switch.real_device_info_array
        assert found["0500"] == f"ATTACHED {uplink.controller_name.rstrip()}"
        assert found["0700"] == "FREE"
        give = ImageDeviceDedicate(target=ONE, image_device_number="4000", real_device_number="0700", readonly=0)
        await client.call(give)
        assert (await listed())["0700"] == "ATTACHED LINUX01"
        await client.call(VirtualNetworkVswitchDeleteExtended(switch_name="VSW1"))
        assert (await listed())["0500"] == "FREE"


async def test_the_hosts_addresses_are_those_of_its_interfaces() -> None:
    """The one that it was installed with, then those of the interfaces that its stack gets, as long as it has them."""
    async with running() as (_, client):

        async def addresses() -> tuple[str, ...]:
            return (await client.call(IPaddrGet())).ip_list

        assert await addresses() == ("192.0.2.10",)
        interface = {"tcpip_stack": "TCPIP", "interface_id": "ETH0"}
        await client.call(
            NetworkIPInterfaceCreate(**interface, primary_ipv4="198.51.100.7/24", interface="ETH 0700")
        )  # fmt: skip
        assert await addresses() == ("192.0.2.10", "198.51.100.7")
        await client.call(NetworkIPInterfaceRemove(**interface))
        assert await addresses() == ("192.0.2.10",)
