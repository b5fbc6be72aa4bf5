# SPDX-License-Identifier: Apache-2.0
"""Disks and interfaces are set up by the guest's Linux, at once when it answers and else at its next boot."""

from __future__ import annotations

from typing import Any

import grpc

from tests.service.guest.conftest import POOL, SWITCH, Served, inside, refused
from tests.service.guest.test_files import reader
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as pb
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.calls import VirtualNetworkVswitchSetExtended

DATA = pb.DiskSetup(device_number="0101", file_system="xfs", mount_point="/srv/data")
SWAP = pb.DiskSetup(device_number="0102", file_system="swap")
STATIC = pb.NicSetup(
    device_number="1000", address="192.0.2.5/24", gateway="192.0.2.1", name_servers=["192.0.2.2"], mtu=1400
)


async def make(served: Served, start: bool = True) -> None:
    """A guest with three disks and an interface that is coupled."""
    disks = [
        guest_pb.MinidiskStatement(device_number=number, device_type="3390", size=100, pool=POOL)
        for number in ("0100", "0101", "0102")
    ]
    await served.create(
        "LINUX01", minidisks=disks, nics=[guest_pb.NicStatement(device_number="1000", virtual_switch=SWITCH)]
    )
    grant = VirtualNetworkVswitchSetExtended(target="MAINT", switch_name=SWITCH, grant_userid="LINUX01")
    await served.operator.call(grant)
    if start:
        await boot(served)


async def boot(served: Served) -> None:
    """Its Linux comes up."""
    await served.stub.StartGuest(guest_pb.StartGuestRequest(user_id="LINUX01"))


async def said(served: Served, *command: str) -> str:
    """What a command in the guest prints."""
    return (await LinuxClient(served.host.connect_linux).guest_command("LINUX01", command)).output


def disks(*setups: pb.DiskSetup, **more: Any) -> pb.ConfigureDisksRequest:
    """Disks of LINUX01."""
    return pb.ConfigureDisksRequest(user_id="LINUX01", disks=setups or (DATA, SWAP), **more)


def nics(**more: Any) -> pb.ConfigureNicsRequest:
    """Interfaces of LINUX01."""
    more = {"os_version": "ubuntu22.04", "nics": [STATIC], **more}
    return pb.ConfigureNicsRequest(user_id="LINUX01", **more)


async def test_a_running_linux_sets_up_disks_at_once(served: Served) -> None:
    """They are mounted when the call returns, and nothing lies in the reader."""
    await make(served)
    async with inside(served) as system:
        answer = await system.ConfigureDisks(disks())
    assert answer.applied
    assert [(file.name, file.type, file.spool_class) for file in answer.files] == [("disks", "sh", "X")]
    assert "/srv/data xfs" in await said(served, "cat", "/proc/mounts")
    assert "/dev/dasdc1" in await said(served, "cat", "/proc/swaps")
    assert await reader(served, "LINUX01") == []


async def test_a_guest_that_is_off_sets_up_disks_at_its_boot(served: Served) -> None:
    """The script waits in its reader. A disk without a mount point gets one of its own."""
    await make(served, start=False)
    async with inside(served) as system:
        answer = await system.ConfigureDisks(disks(pb.DiskSetup(device_number="101")))
    assert not answer.applied
    assert [file.spool_id for file in answer.files] == [file.spool_id for file in await reader(served, "LINUX01")]
    await boot(served)
    assert "/mnt/ephemeral0101 ext4" in await said(served, "cat", "/proc/mounts")


async def test_a_disk_that_is_not_there_is_an_error_with_the_exit_code(served: Served) -> None:
    """And no script stays behind to be tried again at each boot."""
    await make(served)
    async with inside(served) as system:
        error = await refused(system.ConfigureDisks(disks(pb.DiskSetup(device_number="0FFF"))))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_CONFIGURATION_FAILED")
    assert error.metadata["script"] == "disks.sh"
    assert int(error.metadata["exit_code"]) > 0
    assert await reader(served, "LINUX01") == []


async def test_a_repeated_request_configures_once(served: Served) -> None:
    """Same id, same answer."""
    await make(served, start=False)
    async with inside(served) as system:
        for call, wanted in (
            (system.ConfigureDisks, disks(request_id="r1")),
            (system.ConfigureNics, nics(request_id="r2")),
        ):
            assert await call(wanted) == await call(wanted)
    assert [file.name.lower() for file in await reader(served, "LINUX01")] == ["disks", "network"]


async def test_interfaces_are_set_up_at_the_next_boot_unless_told_otherwise(served: Served) -> None:
    """A running guest goes on as it is."""
    await make(served)
    async with inside(served) as system:
        answer = await system.ConfigureNics(nics())
        assert not answer.applied
        assert [f"{file.name}.{file.type}" for file in answer.files] == ["network.doscript"]
        found = await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))
        assert list(found.addresses) != ["192.0.2.5/24"]
        await served.stub.ResetGuest(guest_pb.ResetGuestRequest(user_id="LINUX01"))
        found = await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))
    assert list(found.addresses) == ["192.0.2.5/24"]


async def test_activate_sets_up_and_forgets_interfaces_at_once(served: Served) -> None:
    """Addresses come and go while the guest runs."""
    await make(served)
    async with inside(served) as system:
        answer = await system.ConfigureNics(nics(activate=True))
        assert answer.applied
        assert list((await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))).addresses) == [
            "192.0.2.5/24"
        ]
        answer = await system.ConfigureNics(nics(nics=[], removed_device_numbers=["1000"], activate=True))
        assert answer.applied
        assert [f"{file.name}.{file.type}" for file in answer.files] == ["DEL1000.sh"]
        found = await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))
    assert list(found.addresses) != ["192.0.2.5/24"]
    assert await reader(served, "LINUX01") == []


async def test_activate_needs_a_linux_that_answers_before_anything_is_sent(served: Served) -> None:
    """Off, not answering, obeying somebody else: each is said."""
    await make(served, start=False)
    wanted = nics(activate=True)
    async with inside(served) as system:
        error = await refused(system.ConfigureNics(wanted))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
        await boot(served)
        await said(served, "sh", "-c", "echo -n OTHER > /etc/iucv_authorized_userid")
        error = await refused(system.ConfigureNics(wanted))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_AUTHORISED")
        wanted.user_id = "NOBODY"
        assert (await refused(system.ConfigureNics(wanted))).reason == "GUEST_NOT_FOUND"
    assert await reader(served, "LINUX01") == []


async def test_activate_of_a_guest_that_halted_is_not_reachable(served: Served) -> None:
    """CP has it logged on all the same."""
    await make(served)
    await said(served, "halt")
    async with inside(served) as system:
        error = await refused(system.ConfigureNics(nics(activate=True)))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_REACHABLE")


async def test_the_registry_knows_the_distribution_and_that_the_network_is_configured(served: Served) -> None:
    """Only the first configuration clears away what the image brought."""
    await make(served, start=False)
    async with inside(served) as system:
        unknown = nics(os_version="")
        error = await refused(system.ConfigureNics(unknown))
        assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "OS_VERSION_UNKNOWN")
        assert [each.field for each in error.violations] == ["os_version"]
        await served.stub.UpdateManagedGuest(
            guest_pb.UpdateManagedGuestRequest(user_id="LINUX01", os_version="ubuntu22.04")
        )
        managed = guest_pb.GetManagedGuestRequest(user_id="LINUX01")
        assert not (await served.stub.GetManagedGuest(managed)).guest.network_configured
        linux = LinuxClient(served.host.connect_linux)
        for first in (True, False):
            answer = await system.ConfigureNics(unknown)
            (number,) = [file.spool_id for file in answer.files]
            await linux.command(f"TRANSFER LINUX01 RDR {number:04} TO ZFLEETLX RDR")
            content = await linux.receive(f"{number:04}")
            assert (b"rm -f /etc/netplan/*.yaml" in content) is first
            assert (await served.stub.GetManagedGuest(managed)).guest.network_configured


async def test_rhcos_cannot_be_changed_from_outside(served: Served) -> None:
    """It has no reader and no agent."""
    await make(served, start=False)
    static = pb.NicSetup(device_number="1000", address="192.0.2.5/24", mtu=1500)
    async with inside(served) as system:
        for more in ({"activate": True}, {"removed_device_numbers": ["2000"]}):
            error = await refused(system.ConfigureNics(nics(os_version="rhcos4", nics=[static], **more)))
            assert (error.status, error.reason) == (grpc.StatusCode.UNIMPLEMENTED, "RHCOS_NICS_FIXED")
        error = await refused(system.ConfigureNics(nics(os_version="rhcos4", nics=[pb.NicSetup(device_number="1000")])))
        assert [each.field for each in error.violations] == ["nics[0].address", "nics[0].mtu"]


async def test_every_bad_field_of_disks_is_named(served: Served) -> None:
    """Before anything is sent."""
    bad = pb.DiskSetup(device_number="xyz", file_system="zfs", mount_point="/srv/$(reboot)")
    await make(served, start=False)
    async with inside(served) as system:
        mounted_swap = pb.DiskSetup(device_number="0103", file_system="swap", mount_point="/srv")
        again = pb.DiskSetup(device_number="0101", mount_point="/srv/data")
        system_path = pb.DiskSetup(device_number="0104", mount_point="/usr/")
        error = await refused(system.ConfigureDisks(disks(DATA, bad, mounted_swap, again, system_path)))
        assert [each.field for each in error.violations] == [
            "disks[1].device_number",
            "disks[1].file_system",
            "disks[1].mount_point",
            "disks[2].mount_point",
            "disks[4].mount_point",
            "disks[3].device_number",
            "disks[3].mount_point",
        ]
        error = await refused(system.ConfigureDisks(pb.ConfigureDisksRequest(user_id="LINUX01")))
        assert [each.field for each in error.violations] == ["disks"]
    assert await reader(served, "LINUX01") == []


async def test_every_bad_field_of_interfaces_is_named(served: Served) -> None:
    """Addresses that are none, gateways out of reach, numbers given twice."""
    bad = [
        pb.NicSetup(device_number="FFFE", address="192.0.2.5", gateway="x", name_servers=["1.2.3"], mtu=100),
        pb.NicSetup(device_number="1000", address="192.0.2.5/24", gateway="198.51.100.1", hostname="-a"),
        pb.NicSetup(device_number="1000", dhcp=True, gateway="192.0.2.1"),
        pb.NicSetup(device_number="2000", address="192.0.2.255/24"),
    ]
    async with inside(served) as system:
        error = await refused(system.ConfigureNics(nics(os_version="hurd", nics=bad, removed_device_numbers=["2000"])))
        assert [each.field for each in error.violations] == [
            "os_version",
            "nics[0].device_number",
            "nics[0].address",
            "nics[0].gateway",
            "nics[0].name_servers[0]",
            "nics[0].mtu",
            "nics[1].gateway",
            "nics[1].hostname",
            "nics[2].gateway",
            "nics[3].address",
            "nics[2].device_number",
            "removed_device_numbers[0]",
        ]
        error = await refused(system.ConfigureNics(nics(nics=[])))
        assert [each.field for each in error.violations] == ["nics"]


async def test_a_broken_attempt_takes_no_script_of_another_request_away(served: Served) -> None:
    """Both have the same name; the guest that is off does all of them at its boot."""
    await make(served, start=False)
    async with inside(served) as system:
        await system.ConfigureDisks(disks(DATA, request_id="r1"))
        second = disks(SWAP, request_id="r2")
        served.host.refuse = frozenset([served.host.linux_connections + 1])
        await refused(system.ConfigureDisks(second))
        await system.ConfigureDisks(second)
    await boot(served)
    assert "/srv/data xfs" in await said(served, "cat", "/proc/mounts")
    assert "/dev/dasdc1" in await said(served, "cat", "/proc/swaps")
