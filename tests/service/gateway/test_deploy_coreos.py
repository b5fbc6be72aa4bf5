# SPDX-License-Identifier: Apache-2.0
"""Red Hat CoreOS: first its network, then image, Ignition config and network on the disk, and a boot that shows it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.gateway.fleet import Fleet, fleet, refusal, spawn_request, states
from tests.service.gateway.test_deploy import DRIVE, SLOW_DISK, on_disk, registered_os
from tests.service.gateway.test_interfaces import nics_of
from tests.service.gateway.test_operations import until_running
from tests.service.gateway.test_register import last_operation
from tests.service.gateway.test_restart import LEASE, another_gateway, wait
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.guest.v1.guest_system_service_pb2_grpc import GuestSystemServiceStub
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.interfaces import CreateInterfaces
from zfleet_gateway.part import GatewayPart
from zfleet_gateway.record import OperationRecord, StepRecord
from zfleet_gateway.services import Services
from zfleet_gateway.story import At
from zfleet_gateway.times import Times

CONTENT = b"an image of CoreOS " * 40_000
HOSTNAME = {"path": "/etc/hostname", "contents": {"source": "data:,node7"}}
SECRET = "of the core user"
CONFIG = {
    "ignition": {"version": "3.2.0"},
    "storage": {"files": [HOSTNAME]},
    "passwd": {"users": [{"name": "core", "passwordHash": SECRET}]},
}
IGNITION = guest.ReaderFile(name="node7", type="ign", content=json.dumps(CONFIG).encode())
PARAMETER = "192.0.2.5::192.0.2.1:24:node1:enc1000:none:192.0.2.2:;1500"
PORT, LUN = "5005076300c20b8e", "4001400000000000"


async def image(zfleet: Fleet, name: str = "rhcos", disk_type: Any = storage.IMAGE_DISK_TYPE_DASD) -> None:
    """An image of CoreOS."""

    async def parts() -> Any:
        header = storage.UploadHeader(name=name, os_version="rhcos4.14", disk_type=disk_type)
        yield storage.UploadImageRequest(header=header)
        yield storage.UploadImageRequest(content=CONTENT)

    await zfleet.disks.UploadImage(parts(), timeout=20)


async def ready(zfleet: Fleet, **more: Any) -> None:
    """LINUX01, off, with a disk and without a network, and the image rhcos."""
    given: dict[str, Any] = {"nics": [], "files": [], "no_start": True}
    ended = await zfleet.spawn(spawn_request(**(given | more)))
    assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
    await image(zfleet)


def interfaces(mtu: int = 1500) -> pb.CreateNetworkInterfacesRequest:
    """LINUX01's interface."""
    plan = network.AddressPlan(
        ip_address="192.0.2.5", cidr="192.0.2.0/24", gateway="192.0.2.1", dns_servers=["192.0.2.2"], mtu=mtu
    )
    interface = pb.NetworkInterfaceSpec(nic=network.NicSpec(virtual_switch="VSW1", address=plan), hostname="node1")
    return pb.CreateNetworkInterfacesRequest(user_id="LINUX01", os_version="rhcos4.14", interfaces=[interface])


async def connect(zfleet: Fleet, mtu: int = 1500) -> pb.CreateNetworkInterfacesResponse:
    """It, created; what CoreOS gets to know of it is kept."""
    return await zfleet.gateway.CreateNetworkInterfaces(interfaces(mtu), timeout=20)


def request(**more: Any) -> pb.DeployGuestRequest:
    """A deploy of rhcos to LINUX01."""
    given: dict[str, Any] = {"user_id": "linux01", "image": "rhcos", "files": [IGNITION]}
    return pb.DeployGuestRequest(**(given | more))


async def deploy(zfleet: Fleet, **more: Any) -> pb.Operation:
    """That, and its end."""
    return await zfleet.ended((await zfleet.gateway.DeployGuest(request(**more), timeout=20)).operation)


async def kept(zfleet: Fleet) -> str:
    """The network parameter that the guest service keeps for LINUX01; empty for none."""
    asked = system.GetNetworkParameterRequest(user_id="LINUX01")
    try:
        answer = await GuestSystemServiceStub(zfleet.channel).GetNetworkParameter(asked, timeout=20)
    except grpc.aio.AioRpcError:
        return ""
    return answer.network_parameter


async def console_of_started(zfleet: Fleet) -> str:
    """What LINUX01 says when it comes up."""
    await zfleet.guests.StartGuest(guest.StartGuestRequest(user_id="LINUX01"), timeout=20)
    return (await zfleet.guests.GetConsole(guest.GetConsoleRequest(user_id="LINUX01"), timeout=20)).text


async def test_a_deployed_coreos_comes_up_with_its_name_and_address(zfleet: Fleet) -> None:
    """Nothing lies in its reader; what was kept of its network is used up."""
    await ready(zfleet)
    answer = await connect(zfleet)
    assert [nic.device_number for nic in answer.nics] == ["1000"]
    assert await kept(zfleet) == PARAMETER
    operation = await deploy(zfleet)
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert states(operation) == {
        "check_guest": "SUCCEEDED",
        "check_image": "SUCCEEDED",
        "fetch_files": "SKIPPED",
        "prepare_first_boot": "SUCCEEDED",
        "write_image": "SUCCEEDED",
        "forget_network": "SUCCEEDED",
    }
    result = operation.deploy_guest
    assert (result.disk.device_number, result.disk.image, result.os_version) == ("0100", "rhcos", "rhcos4.14")
    assert (list(result.files), await zfleet.reader_of("LINUX01"), await kept(zfleet)) == ([], [], "")
    assert await on_disk(zfleet, "0100", len(CONTENT)) == CONTENT
    assert await registered_os(zfleet) == "rhcos4.14"
    said = await console_of_started(zfleet)
    assert "enc1000: 192.0.2.5/24" in said
    assert "node7 login:" in said
    adapters = (await zfleet.nics.ListAdapters(network.ListAdaptersRequest(user_id="LINUX01"), timeout=20)).adapters
    assert [each.ip_address for each in adapters[0].addresses] == ["192.0.2.5"]


@pytest.mark.parametrize(
    ("connected", "more", "status", "reason"),
    [
        (True, {"files": []}, grpc.StatusCode.INVALID_ARGUMENT, "IGNITION_MISSING"),
        (True, {"files": [IGNITION, DRIVE]}, grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS"),
        (False, {}, grpc.StatusCode.FAILED_PRECONDITION, "NICS_NOT_CONFIGURED"),
        (True, {"image": "scsi"}, grpc.StatusCode.FAILED_PRECONDITION, "LOAD_DEVICE_UNKNOWN"),
        (True, {"image": "scsi", "device_number": "b800"}, grpc.StatusCode.FAILED_PRECONDITION, "LOAD_DEVICE_UNKNOWN"),
        (True, {"device_number": "0999"}, grpc.StatusCode.NOT_FOUND, "DISK_NOT_FOUND"),
    ],
)
async def test_what_is_missing_is_told_before_anything_is_changed(
    zfleet: Fleet, connected: bool, more: dict[str, Any], status: grpc.StatusCode, reason: str
) -> None:
    """No operation is left, the network stays for the next attempt."""
    await ready(zfleet)
    await image(zfleet, "scsi", storage.IMAGE_DISK_TYPE_SCSI)
    if connected:
        await connect(zfleet)
    error = await refusal(zfleet.gateway.DeployGuest(request(**more), timeout=20))
    assert (error.status, error.reason) == (status, reason)
    assert (await last_operation(zfleet)).kind != pb.OPERATION_KIND_DEPLOY_GUEST
    assert await kept(zfleet) == (PARAMETER if connected else "")
    assert await on_disk(zfleet, "0100", 100) == bytes(100)


async def test_a_deploy_that_fails_leaves_the_network_for_the_next_one(zfleet: Fleet) -> None:
    """A config that is none is told when the disk would be written; it is not."""
    await ready(zfleet)
    await connect(zfleet)
    operation = await deploy(zfleet, files=[DRIVE])
    assert (operation.state, operation.error.reason) == (pb.OPERATION_STATE_FAILED, "IGNITION_MALFORMED")
    assert await on_disk(zfleet, "0100", 100) == bytes(100)
    assert await kept(zfleet) == PARAMETER
    assert (await deploy(zfleet)).state == pb.OPERATION_STATE_SUCCEEDED


async def test_the_config_may_come_from_elsewhere_and_is_kept_nowhere(tmp_path: Path) -> None:
    """Neither the journal nor any other file of the services has its secrets when all is done."""
    drops = tmp_path / "drops"
    drops.mkdir()
    (drops / "node7.ign").write_bytes(IGNITION.content)
    async with fleet(tmp_path, storage={"file_folders": [drops]}) as zfleet:
        await ready(zfleet)
        await connect(zfleet)
        remote = pb.RemoteFile(path=str(drops / "node7.ign"))
        operation = await deploy(zfleet, files=[], remote_files=[remote])
        assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
        assert "node7 login:" in await console_of_started(zfleet)
        databases = list(tmp_path.rglob("*.sqlite"))
        assert databases
        for path in databases:
            with sqlite3.connect(path) as database:
                assert SECRET not in "\n".join(database.iterdump())


async def test_an_image_for_scsi_disks_goes_to_the_volume_of_the_load_device(zfleet: Fleet) -> None:
    """By the real device behind the guest's; the guest boots from it."""
    spec = guest.GuestSpec(
        user_id="LINUX01",
        cpu_count=1,
        memory_mib=1024,
        dedicated_devices=[guest.DedicatedDevice(device_number="1A00", real_device_number="B800")],
        load_device=guest.LoadDevice(port_name=PORT, lun=LUN),
        ipl=guest.IplSpec(**{"from": "1A00"}),
    )
    await ready(zfleet, guest=spec, disks=[])
    await image(zfleet, "scsi", storage.IMAGE_DISK_TYPE_SCSI)
    await connect(zfleet)
    operation = await deploy(zfleet, image="scsi")
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert states(operation)["write_volume"] == "SUCCEEDED"
    assert not operation.deploy_guest.HasField("disk")
    assert operation.deploy_guest.volume == storage.ScsiVolume(fcp_device="B800", wwpn=PORT, lun=LUN)
    assert await kept(zfleet) == ""
    assert "node7 login:" in await console_of_started(zfleet)


async def test_with_a_volume_that_has_it_all_already_only_the_network_is_used_up(zfleet: Fleet) -> None:
    """RefreshBootMap has told it; the file is not looked at and lies in no reader."""
    await ready(zfleet)
    await connect(zfleet)
    operation = await deploy(zfleet, image="", skip_disk_copy=True, os_version="rhcos4")
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert states(operation)["write_image"] == "SKIPPED"
    assert (await zfleet.reader_of("LINUX01"), await kept(zfleet)) == ([], "")


async def test_a_network_that_cannot_be_kept_leaves_no_nic(zfleet: Fleet) -> None:
    """Without the largest packet the kernel's parameter is not whole: that is told at once, not at the deploy."""
    await ready(zfleet)
    error = await refusal(connect(zfleet, mtu=0))
    assert [each.field for each in error.violations] == ["interfaces[0].nic.address.mtu"]
    assert (await nics_of(zfleet), await kept(zfleet)) == ([], "")
    assert (await refusal(zfleet.gateway.DeployGuest(request(), timeout=20))).reason == "NICS_NOT_CONFIGURED"


@pytest.mark.parametrize("known", [True, False])
async def test_a_network_that_is_undone_is_not_deployed(zfleet: Fleet, known: bool) -> None:
    """Its NIC is gone: CoreOS would have an address without one. Also when nobody knows whether it was kept."""
    await ready(zfleet)
    services = Services(
        guest=zfleet.guests,
        guest_system=GuestSystemServiceStub(zfleet.channel),
        storage=zfleet.disks,
        volume=zfleet.volumes,
        network=zfleet.nics,
        channels={},
    )
    story = CreateInterfaces(interfaces(), services, Times())
    steps = {step.name: step for step in (*story.plan(), *story.foreseen())}
    record = OperationRecord("an-operation", story.kind, "LINUX01", "", b"", b"", 0)
    for name, step in steps.items():
        record.steps[name] = StepRecord(name, pb.STEP_STATE_RUNNING, start_us=1)
        reply = await step.do(At(record, step, lambda done, total: None))
        record.steps[name].result = reply.SerializeToString()
    assert await kept(zfleet) == PARAMETER
    if not known:
        record.steps["configure_nics"].result = None
    for step in reversed(steps.values()):
        assert step.undo is not None
        await step.undo(At(record, step, lambda done, total: None))
    assert (await nics_of(zfleet), await kept(zfleet)) == ([], "")


@pytest.mark.parametrize("verb", ["finished", "undone"])
async def test_a_killed_gateways_deploy_is_finished_or_undone_by_the_next_one(tmp_path: Path, verb: str) -> None:
    """With the config that the journal has until then; undone, the network is still there."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        await ready(zfleet)
        await connect(zfleet)
        zfleet.host.faults.add(SLOW_DISK)
        operation = (await zfleet.gateway.DeployGuest(request(request_id="r1"), timeout=20)).operation
        await until_running(zfleet, operation.operation_id, "write_image")
        part = zfleet.process.part
        assert isinstance(part, GatewayPart)
        assert part.operations is not None
        if verb == "undone":
            cancel = pb.CancelOperationRequest(operation_id=operation.operation_id)
            await zfleet.operations.CancelOperation(cancel, timeout=20)
        part.operations.drop()
        async with another_gateway(zfleet) as operations:
            ended = await wait(operations, operation.operation_id)
        assert "UNDO_FAILED" not in states(ended).values(), ended
        if verb == "finished":
            assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
            assert await kept(zfleet) == ""
            assert "node7 login:" in await console_of_started(zfleet)
        else:
            assert ended.state == pb.OPERATION_STATE_CANCELLED, ended
            assert await kept(zfleet) == PARAMETER
