# SPDX-License-Identifier: Apache-2.0
"""What goes wrong inside of a running guest is told apart, and no script stays in its reader for the next boot."""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from tests.service.guest.conftest import Served, inside, refused
from tests.service.guest.test_files import reader
from tests.service.guest.test_system_configure import STATIC, disks, make, nics
from tests.service.guest.test_system_volume import make as make_with_fcp
from tests.service.guest.test_system_volume import volume
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as pb
from zfleet_runtime.errors import ZfleetError
from zfleet_simulator.faults import FaultRule

START = "/usr/bin/zvmguestconfigure start"


async def failing(served: Served, request: Any, **rule: Any) -> ZfleetError:
    """The error of a call about a running guest in which something goes wrong."""
    served.host.faults.add(FaultRule(**rule))
    calls = {
        pb.ConfigureDisksRequest: "ConfigureDisks",
        pb.ConfigureNicsRequest: "ConfigureNics",
        pb.ConfigureVolumeRequest: "ConfigureVolume",
    }
    async with inside(served) as system:
        error = await refused(getattr(system, calls[type(request)])(request))
    assert await reader(served, "LINUX01") == []
    return error


@pytest.mark.parametrize(
    ("order", "code", "reason"),
    [
        ("attach-volume *", 1, "VOLUME_MULTIPATH_FAILED"),
        ("attach-volume *", 2, "VOLUME_SETUP_INTERRUPTED"),
        ("detach-volume *", 5, "VOLUME_IN_USE"),
        ("detach-volume *", 77, "VOLUME_SETUP_FAILED"),
    ],
)
async def test_each_exit_code_of_a_volume_script_is_a_reason(
    served: Served, order: str, code: int, reason: str
) -> None:
    """As the script left it in its result."""
    await make_with_fcp(served)
    action = pb.VOLUME_ACTION_ATTACH if order.startswith("attach") else pb.VOLUME_ACTION_DETACH
    error = await failing(served, volume(action), command=order, return_code=code)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, reason)
    assert error.metadata["exit_code"] == str(code)


async def test_a_failing_interface_is_said_with_its_script(served: Served) -> None:
    """The first configuration is none then: the next one clears away what the image brought as well."""
    await make(served)
    error = await failing(served, nics(activate=True), command="configure-nic *", return_code=1)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_CONFIGURATION_FAILED")
    assert (error.metadata["script"], error.metadata["exit_code"]) == ("network.doscript", "1")
    managed = await served.stub.GetManagedGuest(guest_pb.GetManagedGuestRequest(user_id="LINUX01"))
    assert not managed.guest.network_configured


async def test_one_of_several_scripts_fails(served: Served) -> None:
    """The error is about that one."""
    await make(served)
    wanted = nics(nics=[STATIC], removed_device_numbers=["2000"], activate=True)
    error = await failing(served, wanted, command="configure-nic *", return_code=1)
    assert error.metadata["script"] == "network.doscript"
    error = await failing(served, wanted, command="remove-nic *", return_code=1)
    assert error.metadata["script"] == "DEL2000.sh"


async def test_a_script_without_a_result_has_failed(served: Served) -> None:
    """It was taken, and nobody knows what became of it."""
    await make(served)
    error = await failing(served, disks(), command="cat /var/run/zfleet.disks.result", return_code=1)
    assert error.reason == "GUEST_CONFIGURATION_FAILED"
    assert "exit_code" not in error.metadata
    assert "could not do it" in error.message


async def test_a_script_that_is_not_taken_is_said_to_be_so(served: Served) -> None:
    """zvmguestconfigure takes files from senders only that it was told of."""
    await make(served)
    texts = ("zvmguestconfigure is disabled",)
    error = await failing(served, disks(), command=START, return_code=1, texts=texts)
    assert error.reason == "GUEST_CONFIGURATION_FAILED"
    assert "did not take it from the reader" in error.message
    assert "zvmguestconfigure is disabled" in error.metadata["output"]


async def test_a_linux_that_takes_too_long_is_given_up(served: Served) -> None:
    """Whether it is done is not known; what is left of the script is not done later."""
    await make_with_fcp(served)
    slow = volume()
    slow.timeout.FromSeconds(1)
    error = await failing(served, slow, command=START, delay=5.0)
    assert (error.status, error.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "GUEST_COMMAND_TIMED_OUT")


async def test_an_answer_that_is_lost_is_no_success(served: Served) -> None:
    """The connection broke after the Linux had begun."""
    await make(served)
    error = await failing(served, disks(), command=START, drop="after")
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "GUEST_COMMANDS_UNAVAILABLE")


async def test_a_failed_request_may_be_repeated_under_its_id(served: Served) -> None:
    """It is tried again, and answered as it ends then."""
    await make(served)
    wanted = disks(request_id="r1")
    served.host.faults.add(FaultRule(command="mount-disk *", return_code=1, nth=(1,)))
    async with inside(served) as system:
        await refused(system.ConfigureDisks(wanted))
        answer = await system.ConfigureDisks(wanted)
        assert answer.applied
        assert await system.ConfigureDisks(wanted) == answer


async def test_an_inspection_goes_without_what_one_command_cannot_tell(served: Served) -> None:
    """An old system has no os-release; a minimal one no lsmem."""
    await make(served)
    for command in ("cat /etc/os-release", "lsmem*", "lscpu*", "ip *"):
        served.host.faults.add(FaultRule(command=command, return_code=127))
    async with inside(served) as system:
        found = await system.InspectGuest(pb.InspectGuestRequest(user_id="LINUX01"))
    assert (found.reachable, found.os_version, found.online_cpu_count, list(found.addresses)) == (True, "", 0, [])
    assert (found.memory_mib, found.root_device_number) == (2048, "0100")
