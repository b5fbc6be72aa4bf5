# SPDX-License-Identifier: Apache-2.0
"""A cluster of simulated hosts: what its members have in common, what each has for itself, and restarts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.unit.simulator.clusters import ONE, Pair, grant, logged_on, move, moves, pair, started
from tests.unit.simulator.worlds import client_of, codes, config, define, entry, refused
from zfleet_simulator.cluster import SimulatedCluster
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.linux import LinuxError
from zfleet_smapi.calls import (
    VMRELOCATE,
    AsynchronousNotificationEnableDM,
    ImageActivate,
    ImageActiveConfigurationQuery,
    ImageDeactivate,
    ImageDeleteDM,
    ImageDeviceDedicate,
    ImageDeviceUndedicate,
    ImageLockDM,
    ImageNameQueryDM,
    ImageQueryDM,
    ImageRecycle,
    ImageStatusQuery,
    NameListAdd,
    NameListQuery,
    SSIQuery,
    SystemShutdown,
    SystemWWPNQuery,
    VirtualNetworkAdapterDisconnect,
    VirtualNetworkAdapterQueryExtended,
    VirtualNetworkVswitchDeleteExtended,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call
from zfleet_smapi.errors import ReturnCodeError
from zfleet_smapi.events import DirectoryChange


async def members_seen_by(client: SmapiClient) -> list[str]:
    """Slot, name and state of each member."""
    return [" ".join(str(line).split()[:3]) for line in (await client.call(SSIQuery())).ssi_info_array]


async def test_all_members_show_the_same_cluster() -> None:
    """Slots and states; a member that is only named is in it too, one that was shut down is Down."""
    async with pair(cluster_members=("VM9",)) as both:
        first, second = await both.one.call(SSIQuery()), await both.two.call(SSIQuery())
        assert replace(first, request_id=0) == replace(second, request_id=0)
        assert await members_seen_by(both.two) == ["1 VM1 Joined", "2 VM2 Joined", "3 VM9 Joined"]
        await both.two.call(SystemShutdown(immediate="IMMEDIATE", reipl="NOREIPL"))
        await both.pass_time(1)
        assert await members_seen_by(both.one) == ["1 VM1 Joined", "2 VM2 Down", "3 VM9 Joined"]


async def test_each_member_is_a_system_of_its_own() -> None:
    """Its name, its servers, its switches, its name lists, the WWPNs of its FCP devices."""
    async with pair() as both:
        for system, client in (("VM1", both.one), ("VM2", both.two)):
            assert (await both.linux(system).command("Q USERID")).split() == ["ZFLEETLX", "AT", system]
            assert await codes(client, ImageStatusQuery(target="VSMWORK1")) == (0, 0)
        await both.one.call(NameListAdd(target="MINE", name=ONE))
        assert await refused(both.two, NameListQuery(target="MINE")) == (200, 24)
        await both.one.call(VirtualNetworkVswitchDeleteExtended(switch_name="VSW1"))
        await both.two.call(grant())
        ports = [
            {line.npiv_wwpn for line in (await client.call(SystemWWPNQuery())).wwpn_array}
            for client in (both.one, both.two)
        ]
        assert len(ports[0]) == len(ports[1]) > 0
        assert not ports[0] & ports[1]


async def test_the_directory_and_the_disks_are_one() -> None:
    """An entry made at one member is at the other, with its lock; so is what is on its disk, and who has linked it."""
    async with pair() as both:
        await define(both.one, ONE)
        assert ONE in (await both.two.call(ImageNameQueryDM())).image_name_array
        await both.two.call(ImageLockDM(target=ONE))
        assert await refused(both.one, ImageDeleteDM(target=ONE)) == (400, 12)
        async with await both.linux("VM1").link(ONE, "0100", "W") as disk:
            await disk.write(0, b"written at VM1")
            with pytest.raises(LinuxError, match="not linked; R/W by ZFLEETLX"):
                await both.linux("VM2").link(ONE, "0100", "W")
        async with await both.linux("VM2").link(ONE, "0100", "R") as disk:
            assert await disk.read(0, 14) == b"written at VM1"


async def test_no_two_members_give_away_the_same_extent() -> None:
    """Allocation at one member knows what the other has taken."""
    async with pair() as both:
        names = [f"LINUX{number:02}" for number in range(4)]
        for client, name in zip((both.one, both.two) * 2, names, strict=True):
            await client.call(entry(name))
        places = set()
        for name in names:
            records = (await both.two.call(ImageQueryDM(target=name))).image_record_array
            mdisk = next(record.split() for record in records if record.startswith("MDISK"))
            places.add((mdisk[5], mdisk[3]))
        assert len(places) == 4


async def test_a_slow_change_at_one_member_keeps_the_other_out() -> None:
    """DIRMAINT locks the entry for the whole cluster, whoever asked it."""
    async with pair(background=(("Image_Delete_DM", 10.0),)) as both:
        await both.one.call(entry(ONE))
        assert (await codes(both.one, ImageDeleteDM(target=ONE)))[0] == 592
        assert await refused(both.two, ImageLockDM(target=ONE)) == (400, 12)
        await both.pass_time(11)
        assert await refused(both.two, ImageLockDM(target=ONE)) == (400, 4)


async def test_directory_changes_are_told_at_every_member_and_delivered_once() -> None:
    """Event subscribers of each hear of it; an address that was subscribed is connected to once."""
    delivered: list[bytes] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        delivered.append(await reader.read())
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server, pair() as both:
        subscription = AsynchronousNotificationEnableDM(
            target="ALL",
            entity_type=1,
            subscription_type=1,
            communication_type=1,
            port_number=server.sockets[0].getsockname()[1],
            ip_address="127.0.0.1",
        )
        await both.one.call(subscription)
        async with both.one.subscribe() as first, both.two.subscribe() as second:
            for name in (ONE, "LINUX02"):
                await both.two.call(entry(name))
                for events in (first, second):
                    event = await anext(events)
                    assert isinstance(event, DirectoryChange)
                    assert event.user_id == name
        async with asyncio.timeout(5):
            while len(delivered) < 2:
                await asyncio.sleep(0.01)
        assert [ONE.encode() in data for data in delivered] == [True, False]


async def test_reader_files_are_the_users_everywhere_but_for_the_members_own_machines() -> None:
    """A file for a guest is seen at both members; one for the connector's Linux where it was sent."""
    async with pair() as both:
        await both.one.call(entry(ONE))
        await both.linux("VM1").punch(ONE, "a", "file", "A", [b"to the guest"])
        await both.linux("VM1").punch("ZFLEETLX", "b", "file", "A", [b"to the Linux here"])
        assert "FILE" in await both.linux("VM1").command("QUERY RDR")
        assert await both.linux("VM2").command("QUERY RDR") == "NO RDR FILES\n"
        assert "0001 FILES" in await both.linux("VM2").command(f"PURGE {ONE} RDR ALL")


async def test_a_guest_is_logged_on_at_one_member_only() -> None:
    """CP says at the other where it is not; its entry cannot be deleted from there."""
    async with started() as both:
        assert await both.linux("VM1").command(f"QUERY USER {ONE}") == "LINUX01  - DSC\n"
        assert await both.linux("VM2").command(f"QUERY USER {ONE}") == "LINUX01  - SSI\n"
        assert await both.linux("VM2").command(f"QUERY {ONE}") == "LINUX01  - SSI\n"
        assert await refused(both.two, ImageActivate(target=ONE)) == (200, 8)
        assert await refused(both.two, ImageDeactivate(target=ONE, force_time="IMMED")) == (200, 12)
        assert await refused(both.two, ImageDeleteDM(target=ONE)) == (596, 6831)
        await both.one.call(ImageDeactivate(target=ONE, force_time="IMMED"))
        with pytest.raises(LinuxError, match="HCPCQU045E"):
            await both.linux("VM2").command(f"QUERY USER {ONE}")
        await both.two.call(ImageActivate(target=ONE))
        assert not await logged_on(both.one)


# --- state folder ----------------------------------------------------------------------------------------------------


async def test_a_restart_keeps_all_members(tmp_path: Path) -> None:
    """Each guest is where it was, a further member joins, and what is on the disks is there."""
    async with started(state_folder=tmp_path) as both:
        await both.move()
        await both.two.call(NameListAdd(target="MINE", name=ONE))
    async with SimulatedCluster(config(state_folder=tmp_path), ("VM1", "VM2", "VM3")) as again:
        one, two, three = (client_of(again[name]) for name in again.names)
        assert [await logged_on(client) for client in (one, two, three)] == [False, True, False]
        assert await members_seen_by(three) == ["1 VM1 Joined", "2 VM2 Joined", "3 VM3 Joined"]
        assert (await two.call(NameListQuery(target="MINE"))).name_array == (ONE,)
        assert await codes(three, ImageStatusQuery(target="VSMWORK1")) == (0, 0)
        assert await refused(three, ImageActivate(target=ONE)) == (200, 8)


async def test_a_folder_is_a_hosts_or_a_clusters(tmp_path: Path) -> None:
    """Neither takes the other's, and neither spoils it."""
    alone, together = config(state_folder=tmp_path / "one"), config(state_folder=tmp_path / "two")
    async with SimulatedHost(alone):
        pass
    with pytest.raises(ValueError, match="a host on its own"):
        await SimulatedCluster(alone, ("VM1", "VM2")).start()
    async with SimulatedCluster(together, ("VM1", "VM2")):
        pass
    with pytest.raises(ValueError, match="a cluster of VM1, VM2"):
        await SimulatedHost(together).start()
    async with SimulatedHost(alone) as host, SimulatedCluster(together, ("VM1", "VM2")) as cluster:
        assert await codes(client_of(host), ImageStatusQuery(target="TCPIP")) == (0, 0)
        assert await codes(client_of(cluster["VM2"]), ImageStatusQuery(target="TCPIP")) == (0, 0)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("VM1",), "1 members are not 2 to 8"),
        (("VM1", "vm1"), "VM1 is named more than once"),
        (("VM1", "VM 2"), "'VM 2' is not 1 to 8 letters or digits"),
        (("VM1", "VM9"), "VM9 is named more than once"),
    ],
)
def test_members_that_cannot_be_are_refused(names: tuple[str, ...], message: str) -> None:
    """Before anything starts."""
    with pytest.raises(ValueError, match=message):
        SimulatedCluster(replace(config(), cluster_members=("VM9",)), names)


async def test_a_move_that_a_restart_breaks_off_leaves_the_guest_where_it_was(tmp_path: Path) -> None:
    """It can be moved again."""
    async with started(state_folder=tmp_path) as both:
        await both.one.call(move())
        await both.pass_time(1)
    async with pair(state_folder=tmp_path) as both:
        assert [await moves(both.one), await moves(both.two)] == [[], []]
        assert (await logged_on(both.one), await logged_on(both.two)) == (True, False)
        await both.move()
        assert await logged_on(both.two)


GUESTS = ("LINUX01", "LINUX02", "LINUX03")


def anything(random: Random) -> tuple[int, Call[Any]]:
    """A member's number and a call for it, which it may well refuse."""
    guest, member = random.choice(GUESTS), random.randrange(2)
    calls: list[Call[Any]] = [
        ImageActivate(target=guest),
        ImageDeactivate(target=guest, force_time="IMMED"),
        ImageRecycle(target=guest),
        VMRELOCATE(target=guest, destination=f"VM{2 - member}", action="MOVE"),
        VMRELOCATE(target=guest, destination=f"VM{2 - member}", action="MOVE", max_total="1"),
        VMRELOCATE(target=guest, destination=f"VM{2 - member}", action="CANCEL"),
        VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid=guest),
        VirtualNetworkVswitchSetExtended(switch_name="VSW1", revoke_userid=guest),
        VirtualNetworkAdapterDisconnect(target=guest, image_device_number="1000"),
        ImageDeviceDedicate(target=guest, image_device_number="0300", real_device_number="1010", readonly=0),
        ImageDeviceUndedicate(target=guest, image_device_number="0300"),
    ]
    return member, random.choice(calls)


async def picture(both: Pair) -> list[str]:
    """All that the members say of the guests, their adapters and their disks."""
    said = []
    for client in (both.one, both.two):
        for guest in GUESTS:
            questions: tuple[Call[Any], ...] = (
                ImageStatusQuery(target=guest),
                ImageActiveConfigurationQuery(target=guest),
                VirtualNetworkAdapterQueryExtended(target=guest, image_device_number="*"),
            )
            for question in questions:
                try:
                    said.append(repr(replace(await client.call(question), request_id=0)))
                except ReturnCodeError as error:
                    said.append(f"{error.return_code}/{error.reason_code}")
        said.append(repr(await moves(client)))
    for guest in GUESTS:
        try:
            async with await both.linux("VM1").link(guest, "0100", "W"):
                said.append("linked")
        except LinuxError as error:
            said.append(error.message)
    return said


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_done_a_guest_is_at_one_place_and_a_restart_shows_the_same(seed: int, tmp_path: Path) -> None:
    """Indexes made anew from what was stored agree with those that followed every change and every refusal."""
    random, arrived = Random(seed), 0
    async with pair(state_folder=tmp_path) as both:
        await define(both.one, *GUESTS)
        for _ in range(150):
            member, call = anything(random)
            await codes((both.one, both.two)[member], call)
            await both.pass_time(random.choice((0.0, 0.5, 1.0)))
            for guest in GUESTS:
                here = [await codes(client, ImageStatusQuery(target=guest)) for client in (both.one, both.two)]
                assert here != [(0, 0), (0, 0)]
                arrived += here[1] == (0, 0)
        await both.pass_time(5)
        before = await picture(both)
    assert arrived
    async with pair(state_folder=tmp_path) as both:
        assert await picture(both) == before
