# SPDX-License-Identifier: Apache-2.0
"""What a new system finds at its first boot, and that nothing of an earlier deployment is left for it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import grpc

from tests.service.guest.conftest import Served, inside, refused, serving
from tests.service.guest.test_files import reader
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as pb
from zfleet_guest.guest_commands import SimulatedGuestCommands
from zfleet_guest.part import MIGRATIONS
from zfleet_guest.tables import metadata
from zfleet_runtime.database import Database
from zfleet_simulator.linux import LinuxClient

DRIVE = guest_pb.ReaderFile(name="cfgdrive", type="iso", content=b"\x00\xffdata" * 1000)


async def names(served: Served) -> list[str]:
    """What lies in the reader of LINUX01."""
    return [f"{file.name}.{file.type} {file.spool_class}".lower() for file in await reader(served, "LINUX01")]


def request(**more: Any) -> pb.PrepareFirstBootRequest:
    """A first boot of LINUX01."""
    return pb.PrepareFirstBootRequest(user_id="LINUX01", **more)


def rhcos_nic(**more: Any) -> pb.ConfigureNicsRequest:
    """Its interface."""
    nic = pb.NicSetup(device_number="1000", address="192.0.2.5/24", gateway="192.0.2.1", mtu=1500, hostname="node1")
    return pb.ConfigureNicsRequest(user_id="LINUX01", os_version="rhcos4.14", nics=[nic], **more)


async def test_files_and_authorisation_lie_in_the_reader_in_their_order(served: Served) -> None:
    """All of class X; the host name is left to the config drive."""
    await served.create("LINUX01")
    async with inside(served) as system:
        answer = await system.PrepareFirstBoot(request(files=[DRIVE], hostname="web1"))
    assert [(file.name, file.type, file.spool_class) for file in answer.files] == [
        ("cfgdrive", "iso", "X"),
        ("iucvauth", "sh", "X"),
    ]
    assert await names(served) == ["cfgdrive.iso x", "iucvauth.sh x"]
    assert [file.spool_id for file in answer.files] == [file.spool_id for file in await reader(served, "LINUX01")]
    assert list(answer.purged_files) == []


async def test_without_files_a_script_sets_the_host_name(served: Served) -> None:
    """The guest takes it, and commands from this service, at its boot."""
    await served.create("LINUX01")
    linux = LinuxClient(served.host.connect_linux)
    async with await linux.link("LINUX01", "0100") as disk:
        await disk.write(0, b"a deployed image")  # which by itself trusts nobody
    async with inside(served) as system:
        answer = await system.PrepareFirstBoot(request(hostname="web1.example"))
        assert [file.name for file in answer.files] == ["iucvauth", "hostname"]
        await served.stub.StartGuest(guest_pb.StartGuestRequest(user_id="LINUX01"))
        assert await names(served) == []
        assert (await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))).reachable
    answer = await SimulatedGuestCommands(linux).run("LINUX01", ["hostname"])
    assert answer.output == "web1.example\n"


async def test_a_second_preparation_takes_out_what_the_first_has_left(served: Served) -> None:
    """Stale files would be done at the boot; files of others stay."""
    await served.create("LINUX01")
    other = guest_pb.ReaderFile(name="other", type="sh", content=b"#!/bin/sh\n")
    await served.stub.SendFiles(guest_pb.SendFilesRequest(user_id="LINUX01", files=[other]))
    async with inside(served) as system:
        first = await system.PrepareFirstBoot(request(files=[DRIVE]))
        second = await system.PrepareFirstBoot(request(hostname="web1"))
        assert [file.spool_id for file in second.purged_files] == [file.spool_id for file in first.files]
        assert await names(served) == ["other.sh x", "iucvauth.sh x", "hostname.sh x"]
        third = await system.PrepareFirstBoot(request())
    assert len(third.purged_files) == 2
    assert await names(served) == ["other.sh x", "iucvauth.sh x"]


async def test_a_repeated_request_prepares_once(served: Served) -> None:
    """Same id, same answer, no second copy."""
    await served.create("LINUX01")
    async with inside(served) as system:
        once = request(request_id="r1", files=[DRIVE])
        assert await system.PrepareFirstBoot(once) == await system.PrepareFirstBoot(once)
    assert await names(served) == ["cfgdrive.iso x", "iucvauth.sh x"]


async def test_all_files_or_none_and_a_repeat_starts_anew(served: Served) -> None:
    """The second file cannot be punched: the first does not stay."""
    await served.create("LINUX01")
    once = request(request_id="r1", files=[DRIVE])
    async with inside(served) as system:
        served.host.refuse = frozenset([served.host.linux_connections + 3])  # after QUERY USERID and the drive
        error = await refused(system.PrepareFirstBoot(once))
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "READER_ACCESS_UNAVAILABLE")
        assert await names(served) == []
        await system.PrepareFirstBoot(once)
    assert await names(served) == ["cfgdrive.iso x", "iucvauth.sh x"]


async def test_a_managed_guest_is_known_by_its_distribution_afterwards(served: Served) -> None:
    """What the caller gave last counts; nothing given changes nothing."""
    await served.create("LINUX01")
    managed = guest_pb.GetManagedGuestRequest(user_id="LINUX01")
    async with inside(served) as system:
        await system.PrepareFirstBoot(request(os_version="rhel9.4"))
        assert (await served.stub.GetManagedGuest(managed)).guest.os_version == "rhel9.4"
        await system.PrepareFirstBoot(request())
        assert (await served.stub.GetManagedGuest(managed)).guest.os_version == "rhel9.4"
        await served.stub.DeregisterGuest(guest_pb.DeregisterGuestRequest(user_id="LINUX01"))
        await system.PrepareFirstBoot(request(os_version="sles15.5"))  # works on guests that are not managed too


async def test_the_configured_user_id_is_authorised(served: Served) -> None:
    """Instead of that of our own Linux, for a connector that has another one beside it."""
    async with serving(authorised_user_id="OTHERLX", boot_device_number="0100") as other:
        await other.create("LINUX01")
        async with inside(other) as system:
            await system.PrepareFirstBoot(request())
            await other.stub.StartGuest(guest_pb.StartGuestRequest(user_id="LINUX01"))
            found = await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))
        assert found.unreachable_reason == "GUEST_NOT_AUTHORISED"


async def test_rhcos_gets_no_files_but_the_parameter_that_was_kept(served: Served) -> None:
    """Its ignition file comes with its image, its network with its kernel's parameters."""
    await served.create("LINUX01")
    async with inside(served) as system:
        error = await refused(system.PrepareFirstBoot(request(os_version="rhcos4.14")))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NICS_NOT_CONFIGURED")
        kept = await system.ConfigureNics(rhcos_nic())
        for _ in range(2):  # it stays until somebody says that it was used
            answer = await system.PrepareFirstBoot(request(os_version="rhcos4.14"))
            assert answer.network_parameter == "192.0.2.5::192.0.2.1:24:node1:enc1000:none::;1500"
            assert kept.network_parameter == answer.network_parameter
            assert (list(answer.files), list(kept.files), kept.applied) == ([], [], False)
    assert await names(served) == []


async def test_the_parameter_of_rhcos_is_read_and_used_up(served: Served) -> None:
    """A second one who used it, or who used another one, changes nothing."""
    await served.create("LINUX01")
    asked = pb.GetNetworkParameterRequest(user_id="LINUX01")
    async with inside(served) as system:
        error = await refused(system.GetNetworkParameter(asked))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NICS_NOT_CONFIGURED")
        kept = (await system.ConfigureNics(rhcos_nic())).network_parameter
        assert (await system.GetNetworkParameter(asked)).network_parameter == kept
        used = pb.ForgetNetworkParameterRequest(user_id="LINUX01", network_parameter="an older one")
        assert not (await system.ForgetNetworkParameter(used)).forgotten
        assert (await system.GetNetworkParameter(asked)).network_parameter == kept
        used.network_parameter = kept
        assert (await system.ForgetNetworkParameter(used)).forgotten
        assert not (await system.ForgetNetworkParameter(used)).forgotten
        assert (await refused(system.GetNetworkParameter(asked))).reason == "NICS_NOT_CONFIGURED"
        gone = pb.ForgetNetworkParameterRequest(user_id="NOBODY", network_parameter=kept)
        assert not (await system.ForgetNetworkParameter(gone)).forgotten
        nobody = pb.GetNetworkParameterRequest(user_id="NOBODY")
        assert (await refused(system.GetNetworkParameter(nobody))).reason == "GUEST_NOT_FOUND"
        bad = pb.ForgetNetworkParameterRequest(user_id="not one", network_parameter="two\nlines")
        error = await refused(system.ForgetNetworkParameter(bad))
        assert [each.field for each in error.violations] == ["user_id", "network_parameter"]


async def test_a_deleted_guest_leaves_nothing_for_the_next_of_its_name(served: Served) -> None:
    """Neither parameter nor names of files."""
    await served.create("LINUX01")
    async with inside(served) as system:
        await system.ConfigureNics(rhcos_nic())
        await served.stub.DeleteGuest(guest_pb.DeleteGuestRequest(user_id="LINUX01"))
        await served.create("LINUX01")
        error = await refused(system.PrepareFirstBoot(request(os_version="rhcos4.14")))
    assert error.reason == "NICS_NOT_CONFIGURED"


async def test_nobody_is_not_found(served: Served) -> None:
    """Also for rhcos, which sends nothing."""
    async with inside(served) as system:
        for os_version in ("", "rhcos4"):
            wanted = pb.PrepareFirstBootRequest(user_id="NOBODY", os_version=os_version)
            error = await refused(system.PrepareFirstBoot(wanted))
            assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
        kept = rhcos_nic()
        kept.user_id = "NOBODY"
        assert (await refused(system.ConfigureNics(kept))).reason == "GUEST_NOT_FOUND"


async def test_every_bad_field_is_named_before_anything_is_sent(served: Served) -> None:
    """Names and text that are to end in a script are checked."""
    await served.create("LINUX01")
    bad = guest_pb.ReaderFile(name="too long a name", type="", spool_class="A")
    async with inside(served) as system:
        wanted = request(request_id="no blanks", os_version="debian12", hostname="web1\nreboot", files=[DRIVE, bad])
        error = await refused(system.PrepareFirstBoot(wanted))
        assert [each.field for each in error.violations] == [
            "request_id",
            "os_version",
            "hostname",
            "files[1].name",
            "files[1].type",
            "files[1].spool_class",
        ]
        error = await refused(system.PrepareFirstBoot(request(os_version="rhcos4", files=[DRIVE])))
        assert [each.field for each in error.violations] == ["files"]
        error = await refused(system.PrepareFirstBoot(request(files=[DRIVE] * 15)))
        assert [each.field for each in error.violations] == ["files"]
    assert await names(served) == []


async def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    """Column by column, index by index, also a second time."""
    database = Database(f"sqlite:///{tmp_path / 'guest.sqlite'}", "guest")
    await database.upgrade(MIGRATIONS)
    await database.upgrade(MIGRATIONS)
    assert "guest_first_boot" in metadata.tables
    assert await database.differences(metadata) == []
    await database.close()


async def test_of_two_preparations_at_once_one_is_left(served: Served) -> None:
    """Never files of both."""
    await served.create("LINUX01")
    async with inside(served) as system:
        await asyncio.gather(*(system.PrepareFirstBoot(request(files=[DRIVE])) for _ in range(5)))
    assert await names(served) == ["cfgdrive.iso x", "iucvauth.sh x"]
