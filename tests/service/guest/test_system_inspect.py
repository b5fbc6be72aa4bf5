# SPDX-License-Identifier: Apache-2.0
"""What a guest's Linux says of itself, and that one which says nothing is no error."""

from __future__ import annotations

import grpc

from tests.service.guest.conftest import Served, inside, refused
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as pb
from zfleet_simulator.linux import LinuxClient


async def test_a_running_linux_tells_what_it_is(served: Served) -> None:
    """Release, kernel, CPUs, memory and root disk come from commands in the guest; no SMAPI call is made."""
    await served.create("LINUX01")
    await served.stub.StartGuest(guest_pb.StartGuestRequest(user_id="LINUX01"))
    before = served.calls()
    async with inside(served) as system:
        found = await system.InspectGuest(pb.InspectGuestRequest(user_id="linux01"))
    assert served.calls() == before
    assert (found.reachable, found.unreachable_reason) == (True, "")
    assert (found.os_version, found.os_name) == ("ubuntu22.04", "Ubuntu 22.04")
    assert found.kernel == "Linux 5.15.0-91-generic s390x"
    assert (found.online_cpu_count, found.memory_mib) == (1, 2048)
    assert found.root_device_number == "0100"
    assert list(found.addresses) == []


async def test_a_guest_that_is_off_is_not_reachable(served: Served) -> None:
    """It is no error, and everything else is empty."""
    await served.create("LINUX01")
    async with inside(served) as system:
        found = await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))
    assert found == pb.InspectGuestResponse(unreachable_reason="GUEST_NOT_RUNNING")


async def test_a_guest_without_linux_is_not_reachable(served: Served) -> None:
    """On, but nothing was booted that could answer."""
    await served.create("LINUX01", minidisks=[])
    await served.stub.StartGuest(guest_pb.StartGuestRequest(user_id="LINUX01"))
    async with inside(served) as system:
        found = await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))
    assert found == pb.InspectGuestResponse(unreachable_reason="GUEST_NOT_REACHABLE")


async def test_a_linux_that_obeys_somebody_else_is_not_reachable(served: Served) -> None:
    """Nor is one that does not answer in time."""
    await served.create("LINUX01")
    await served.stub.StartGuest(guest_pb.StartGuestRequest(user_id="LINUX01"))
    linux = LinuxClient(served.host.connect_linux)
    await linux.guest_command("LINUX01", ["sh", "-c", "echo -n OTHER > /etc/iucv_authorized_userid"])
    async with inside(served) as system:
        found = await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))
        assert found == pb.InspectGuestResponse(unreachable_reason="GUEST_NOT_AUTHORISED")
        await served.stub.PauseGuest(guest_pb.PauseGuestRequest(user_id="LINUX01"))
        found = await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))
    assert found == pb.InspectGuestResponse(unreachable_reason="GUEST_COMMAND_TIMED_OUT")


async def test_nobody_is_not_found_and_bad_fields_are_named(served: Served) -> None:
    """Before the host is asked anything."""
    async with inside(served) as system:
        error = await refused(system.InspectGuest(pb.InspectGuestRequest(user_id="NOBODY")))
        assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
        request = pb.InspectGuestRequest(user_id="no blanks please")
        request.timeout.FromSeconds(0)
        error = await refused(system.InspectGuest(request))
        assert [each.field for each in error.violations] == ["user_id", "timeout"]


async def test_without_the_linux_port_the_service_says_that_its_own_way_is_missing(served: Served) -> None:
    """That is not the guest's fault, so it is an error."""
    await served.create("LINUX01")
    served.host.refuse = frozenset(range(1, 100))
    async with inside(served) as system:
        error = await refused(system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01")))
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "GUEST_COMMANDS_UNAVAILABLE")
