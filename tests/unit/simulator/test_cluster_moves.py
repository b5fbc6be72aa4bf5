# SPDX-License-Identifier: Apache-2.0
"""Guests that move between two simulated hosts while they run: what they take along, what stands in the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.clusters import ONE, Pair, grant, logged_on, move, moves, pair, started
from tests.unit.simulator.worlds import refused
from zfleet_simulator.linux import LinuxError
from zfleet_smapi.calls import (
    ImageActivate,
    ImageActiveConfigurationQuery,
    ImageConsoleGet,
    ImageCreateDM,
    ImageDeactivate,
    ImageDeviceDedicate,
    ImageDeviceUndedicate,
    ImageDiskShare,
    ImageQueryActivateTime,
    SystemShutdown,
    SystemWWPNQuery,
    VirtualNetworkAdapterConnectLAN,
    VirtualNetworkAdapterDisconnect,
    VirtualNetworkAdapterQueryExtended,
    VirtualNetworkLANCreate,
    VirtualNetworkVswitchDeleteExtended,
    VirtualNetworkVswitchSetExtended,
    VMRELOCATEImageAttributes,
    VMRELOCATEModify,
    XCATCommandsIUO,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import ReturnCodeError
from zfleet_smapi.events import SystemEvent

OUT_BEGUN, IN_BEGUN, OUT_DONE, IN_DONE, OUT_FAILED, IN_FAILED = range(9, 15)


async def obstacles(client: SmapiClient, **changes: Any) -> tuple[str, ...]:
    """What a test finds, empty when nothing stands in the way; otherwise a move is refused with the same."""
    found = await _refusal(client, 4, action="TEST", **changes)
    assert not found or found == await _refusal(client, 8, action="MOVE", **changes)
    return found


async def _refusal(client: SmapiClient, return_code: int, **changes: Any) -> tuple[str, ...]:
    try:
        await client.call(move(**changes))
    except ReturnCodeError as error:
        codes_and_text = (error.return_code, error.reason_code, *error.error_texts)
    else:
        return ()
    assert codes_and_text[:2] == (return_code, 3000)
    return tuple(str(codes_and_text[2]).split())


async def adapter(client: SmapiClient) -> str:
    """What the member says of LINUX01's adapter."""
    query = VirtualNetworkAdapterQueryExtended(target=ONE, image_device_number="1000")
    return " ".join((await client.call(query)).response_list)


async def console(both: Pair, system: str, client: SmapiClient) -> str:
    """What LINUX01's console has said, read at that member."""
    await client.call(ImageConsoleGet(target=ONE))
    linux = both.linux(system)
    await linux.command("TRANSFER MAINT RDR ALL TO ZFLEETLX RDR")
    spool_id = (await linux.command("QUERY RDR")).splitlines()[-1].split()[1]
    return (await linux.receive(spool_id)).decode("ascii", "replace")


async def test_a_guest_moves_with_all_it_has() -> None:
    """In the same logon: memory and CPUs, adapter with its address, Linux, disk; nothing is left behind."""
    async with started("CPU 00 BASE", "CPU 01") as both:
        seen, size = await adapter(both.one), await both.one.call(ImageActiveConfigurationQuery(target=ONE))
        since = await both.one.call(ImageQueryActivateTime(target=ONE, date_format_indicator=4))
        await both.linux("VM1").guest_command(ONE, ["sh", "-c", "echo kept > /etc/hostname"])
        hostname = (await both.linux("VM1").guest_command(ONE, ["cat", "/etc/hostname"])).output
        await both.move()
        assert (await logged_on(both.one), await logged_on(both.two)) == (False, True)
        assert await adapter(both.two) == seen
        assert "VSW1" in seen
        config = await both.two.call(ImageActiveConfigurationQuery(target=ONE))
        assert (config.memory_size, config.number_cpus) == (size.memory_size, size.number_cpus)
        later = await both.two.call(ImageQueryActivateTime(target=ONE, date_format_indicator=4))
        assert (later.activation_date, later.activation_time) == (since.activation_date, since.activation_time)
        assert (await both.linux("VM2").guest_command(ONE, ["cat", "/etc/hostname"])).output == hostname
        with pytest.raises(LinuxError, match="ENETUNREACH"):
            await both.linux("VM1").guest_command(ONE, ["pwd"])
        assert await both.linux("VM1").command(f"QUERY USER {ONE}") == "LINUX01  - SSI\n"
        assert await refused(both.one, ImageActivate(target=ONE)) == (200, 8)
        with pytest.raises(LinuxError, match="R/W by LINUX01"):
            await both.linux("VM1").link(ONE, "0100", "W")


async def test_iucv_reaches_guests_of_other_members_where_it_is_distributed() -> None:
    """Whoever the guest obeys may be on any member then."""
    async with started(distributed_iucv=True) as both:
        for system in ("VM1", "VM2"):
            assert (await both.linux(system).guest_command(ONE, ["hostname"])).exit_code == 0
        await both.move()
        await both.linux("VM1").guest_command(ONE, ["sh", "-c", "printf ZCC2 > /etc/iucv_authorized_userid"])
        for system in ("VM1", "VM2"):
            with pytest.raises(LinuxError, match="UNAUTHORIZED"):
                await both.linux(system).guest_command(ONE, ["hostname"])


async def test_the_console_moves_along() -> None:
    """What it said before the move can be read after it, where the guest runs."""
    async with started() as both:
        await both.move()
        assert f"{ONE} login:" in await console(both, "VM2", both.two)
        assert await refused(both.one, ImageConsoleGet(target=ONE)) == (8, 8)


async def test_a_guest_moves_back() -> None:
    """As often as it likes; each time it is at one place."""
    async with started() as both:
        await both.move()
        await both.two.call(move(destination="VM1"))
        await both.pass_time(3)
        assert (await logged_on(both.one), await logged_on(both.two)) == (True, False)
        assert (await both.linux("VM1").guest_command(ONE, ["pwd"])).exit_code == 0
        await both.one.call(ImageDeactivate(target=ONE, force_time="IMMED"))
        await both.two.call(ImageActivate(target=ONE))


async def test_a_linux_that_boots_comes_up_where_it_has_moved_to() -> None:
    """At the time at which it would have been up."""
    async with started(boot_seconds=60.0) as both:
        await both.move()
        with pytest.raises(LinuxError, match="ECONNREFUSED"):
            await both.linux("VM2").guest_command(ONE, ["pwd"])
        await both.pass_time(60)
        assert (await both.linux("VM2").guest_command(ONE, ["pwd"])).exit_code == 0


async def test_both_members_show_a_move_while_it_is_under_way() -> None:
    """Outgoing here, incoming there; with time and caller."""
    async with started() as both:
        assert [await moves(both.one), await moves(both.two)] == [[], []]
        await both.one.call(move())
        await both.pass_time(1)
        line = [f"{ONE} VM1 VM2 MAINT 00:00:01 Moving"]
        for what, first, second in (
            ("ALL", line, line),
            (f"USER {ONE}", line, line),
            ("OUTGOING", line, []),
            ("INCOMING", [], line),
            ("USER NOBODY", [], []),
        ):
            assert [await moves(both.one, what), await moves(both.two, what)] == [first, second]
        await both.pass_time(2)
        assert [await moves(both.one), await moves(both.two)] == [[], []]


async def events_of(both: Pair, end: Any) -> list[list[tuple[int, tuple[str, ...], bytes]]]:
    """The two first records about the move at each member; ``end`` brings it to its end."""
    told = []
    async with both.one.subscribe() as first, both.two.subscribe() as second:
        await both.one.call(move())
        await end()
        for events in (first, second):
            found = [await anext(events), await anext(events)]
            assert all(isinstance(one, SystemEvent) and one.record_class == 0 for one in found)
            told.append([(one.record_type, one.names, one.flags) for one in found if isinstance(one, SystemEvent)])
    return told


async def test_both_members_tell_of_a_move() -> None:
    """Each names the other system."""
    async with started() as both:
        first, second = await events_of(both, lambda: both.pass_time(3))
        assert first == [(OUT_BEGUN, (ONE, "VM2"), b""), (OUT_DONE, (ONE, "VM2"), b"")]
        assert second == [(IN_BEGUN, (ONE, "VM1"), b""), (IN_DONE, (ONE, "VM1"), b"")]


ENDS: dict[str, tuple[bytes, Any]] = {
    "cancelled": (b"\1", lambda both: both.one.call(move(action="CANCEL"))),
    "time is up": (b"\4", lambda both: both.one.call(VMRELOCATEModify(target=ONE, max_total="1"))),
    "switch gone": (b"\6", lambda both: both.two.call(VirtualNetworkVswitchDeleteExtended(switch_name="VSW1"))),
    "destination down": (b"\3", lambda both: both.two.call(SystemShutdown(immediate="IMMEDIATE"))),
}


@pytest.mark.parametrize("why", ENDS)
async def test_a_move_that_fails_leaves_the_guest_where_it_is(why: str) -> None:
    """Both members tell the reason, and the guest can be moved again when nothing stands in the way any more."""
    reason, cause = ENDS[why]
    async with started() as both:
        told: list[bytes] = []
        async with both.one.subscribe() as events:
            await both.one.call(move())
            await cause(both)
            await both.pass_time(3)
            for expected in (OUT_BEGUN, OUT_FAILED):
                event = await anext(events)
                assert isinstance(event, SystemEvent)
                assert event.record_type == expected
                told.append(event.flags)
        assert told == [b"", reason]
        assert (await logged_on(both.one), await logged_on(both.two)) == (True, False)
        assert await moves(both.one) == []
        assert (await both.linux("VM1").guest_command(ONE, ["pwd"])).exit_code == 0


async def test_orders_about_a_move_are_taken_where_it_began() -> None:
    """The destination cannot cancel it or change its limits."""
    async with started() as both:
        await both.one.call(move())
        assert await refused(both.two, move(action="CANCEL")) == (8, 3000)
        assert await refused(both.two, VMRELOCATEModify(target=ONE, max_total="1")) == (8, 3010)
        await both.pass_time(3)
        assert await logged_on(both.two)


# --- obstacles -------------------------------------------------------------------------------------------------------


async def test_a_switch_that_the_destination_does_not_have_is_an_obstacle() -> None:
    """So is one that it has and where the guest is not authorized."""
    async with started() as both:
        assert await obstacles(both.one) == ()
        revoke = VirtualNetworkVswitchSetExtended(switch_name="VSW1", revoke_userid=ONE)
        await both.two.call(revoke)
        assert await obstacles(both.one) == ("1997",)
        await both.two.call(grant())
        await both.two.call(VirtualNetworkVswitchDeleteExtended(switch_name="VSW1"))
        assert await obstacles(both.one) == ("1997",)
        assert await logged_on(both.one)


async def test_a_guest_on_a_lan_of_its_system_stays() -> None:
    """A guest LAN ends at its system, whatever the destination has."""
    async with started() as both:
        for client in (both.one, both.two):
            await client.call(VirtualNetworkLANCreate(lan_name="LAN1", lan_owner="SYSTEM", lan_type=2))
        await both.one.call(VirtualNetworkAdapterDisconnect(target=ONE, image_device_number="1000"))
        assert await obstacles(both.one) == ()
        connect = VirtualNetworkAdapterConnectLAN(
            target=ONE, image_device_number="1000", lan_name="LAN1", lan_owner="SYSTEM"
        )
        await both.one.call(connect)
        assert await obstacles(both.one) == ("1997",)


def eqid(name: str, rdev: str = "B800") -> XCATCommandsIUO:
    """Say what a real device is like; an empty name says that it is like none."""
    return XCATCommandsIUO(
        target="OPERATOR", command=f"cmd=SET RDEVICE {rdev} " + (f"EQID {name}" if name else "NOEQID")
    )


async def test_a_dedicated_device_needs_its_like_at_the_destination() -> None:
    """One with the same EQID that is free there takes its place, whatever its number; the first one is free again."""
    async with started() as both:
        device = ImageDeviceDedicate(target=ONE, image_device_number="2000", real_device_number="B800", readonly=0)
        await both.one.call(device)
        assert await obstacles(both.one) == ("1996",)
        await both.one.call(eqid("FABRIC1"))
        assert await obstacles(both.one) == ("1996",)
        await both.two.call(eqid("FABRIC1", "B905"))
        assert await obstacles(both.one) == ()
        await both.move()
        assert await owner(both.one, "B800") == "NONE"
        assert await owner(both.two, "B905") == ONE
        await both.two.call(ImageDeviceUndedicate(target=ONE, image_device_number="2000"))
        assert await owner(both.two, "B905") == "NONE"


async def test_a_dedicated_volume_moves_along() -> None:
    """All members have the same volumes."""
    async with started() as both:
        device = ImageDeviceDedicate(target=ONE, image_device_number="0200", real_device_number="1010", readonly=0)
        await both.one.call(device)
        assert await obstacles(both.one) == ()
        await both.move()
        device = ImageDeviceDedicate(
            target="OPERATOR", image_device_number="0200", real_device_number="1010", readonly=0
        )
        assert await refused(both.one, device) == (204, 16)
        await both.two.call(ImageDeviceUndedicate(target=ONE, image_device_number="0200"))
        await both.one.call(device)


async def owner(client: SmapiClient, rdev: str) -> str:
    """Whom an FCP device is attached to."""
    lines = (await client.call(SystemWWPNQuery(owner="YES"))).wwpn_array
    return next(line.owner for line in lines if line.fcp_dev_id == rdev)


async def test_two_devices_need_two_of_their_like() -> None:
    """One free device does not serve twice."""
    async with started() as both:
        for vdev, rdev in (("2000", "B800"), ("2001", "B801")):
            await both.one.call(eqid("FABRIC1", rdev))
            device = ImageDeviceDedicate(target=ONE, image_device_number=vdev, real_device_number=rdev, readonly=0)
            await both.one.call(device)
        await both.two.call(eqid("FABRIC1", "B800"))
        assert await obstacles(both.one) == ("1996",)
        await both.two.call(eqid("FABRIC1", "B801"))
        await both.move()
        assert [await owner(both.two, rdev) for rdev in ("B800", "B801")] == [ONE, ONE]


async def test_disks_that_others_have_linked_are_no_obstacle_but_a_members_own_disks_are() -> None:
    """CP counts links in the whole cluster, so a link stays what it was; the disk of an IDENTITY is one member's."""
    async with started() as both:
        async with await both.linux("VM1").link(ONE, "0100", "RR"), await both.linux("VM2").link(ONE, "0100", "RR"):
            await both.move()
        await both.two.call(move(destination="VM1"))
        await both.pass_time(3)
        records = ("IDENTITY SERVER1 LBYONLY 1G 1G G", "MDISK 0200 3390 AUTOG 5 POOL1 MR READ")
        await both.one.call(ImageCreateDM(target="SERVER1", image_record_array=records))
        share = ImageDiskShare(
            target=ONE, image_disk_number="0200", target_image_name="SERVER1", target_image_disk_number="0200",
            read_write_mode="RR", optional_password="READ",
        )  # fmt: skip
        await both.one.call(share)
        assert await obstacles(both.one) == ("1996",)


async def test_a_guest_that_does_not_fit_is_refused() -> None:
    """More than memory and paging space has no room at all; room that others use can be forced."""
    async with pair() as both:
        for name, size in ((ONE, "400G"), ("LINUX02", "300G"), ("LINUX03", "600G")):
            records = (f"USER {name} LBYONLY {size} {size} G", "IPL CMS")
            await both.one.call(ImageCreateDM(target=name, image_record_array=records))
        await both.two.call(ImageActivate(target="LINUX02"))
        for name in (ONE, "LINUX03"):
            await both.one.call(ImageActivate(target=name))
        assert await obstacles(both.one, target="LINUX03", force="STORAGE") == ("1813",)
        assert await obstacles(both.one) == ("1813",)
        await both.move(force="storage")
        assert await logged_on(both.two)


async def test_what_runs_everywhere_cannot_move() -> None:
    """A multiconfiguration user id, for which attributes are refused too."""
    async with pair() as both:
        assert await obstacles(both.one, target="TCPIP") == ("1823",)
        attributes = VMRELOCATEImageAttributes(target="TCPIP", relocation_setting="ON")
        assert await refused(both.one, attributes) == (8, 1823)


async def test_a_guest_that_is_just_being_stopped_stays() -> None:
    """It ends where it is."""
    async with started(shutdown_seconds=60.0) as both:
        await both.one.call(ImageDeactivate(target=ONE))
        assert await obstacles(both.one) == ("0361",)


async def test_all_obstacles_are_told_at_once() -> None:
    """Each once."""
    async with started() as both:
        for vdev, rdev in (("2000", "B800"), ("2001", "B801")):
            device = ImageDeviceDedicate(target=ONE, image_device_number=vdev, real_device_number=rdev, readonly=0)
            await both.one.call(device)
        await both.one.call(VMRELOCATEImageAttributes(target=ONE, relocation_setting="OFF"))
        await both.two.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", revoke_userid=ONE))
        assert set(await obstacles(both.one)) == {"1981", "1996", "1997"}
        assert await obstacles(both.one, destination="VM1") == ("1983", "1981", "1996")
        assert await obstacles(both.two) == ("0045",)


async def test_a_member_that_is_down_takes_no_guest() -> None:
    """Until it is up again."""
    async with started() as both:
        await both.two.call(SystemShutdown(immediate="IMMEDIATE", reipl="NOREIPL"))
        await both.pass_time(1)
        assert await obstacles(both.one) == ("1983",)


async def test_a_member_that_is_only_named_takes_a_guest_away() -> None:
    """It is nowhere then, and can be logged on again."""
    async with started(cluster_members=("VM9",)) as both:
        await both.move(destination="VM9")
        assert (await logged_on(both.one), await logged_on(both.two)) == (False, False)
        await both.two.call(ImageActivate(target=ONE))
