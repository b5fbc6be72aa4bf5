# SPDX-License-Identifier: Apache-2.0
"""A directory entry that somebody else keeps locked for longer than calls are tried again."""

from __future__ import annotations

from pathlib import Path

import grpc
import pytest
from pydantic import SecretStr

from tests.service.network.world import PASSWORD, USER, World, refused
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_network.settings import NetworkSettings
from zfleet_simulator.faults import FaultRule

NIC, OSA = pb.NicSpec(virtual_switch="VSW1"), pb.NicSpec(osa_device="0700")


@pytest.fixture
def settings(tmp_path: Path) -> NetworkSettings:
    """As everywhere, but with little patience."""
    return NetworkSettings(
        listen="127.0.0.1:0",
        metrics_listen="",
        grace=5,
        zvm_user_id=USER,
        zvm_password=SecretStr(PASSWORD),
        state_folder=tmp_path,
        smapi_lock_patience=0.0,
    )


@pytest.mark.parametrize(
    ("there", "method", "request_", "function", "operation"),
    [
        (
            None,
            "CreateNics",
            pb.CreateNicsRequest(user_id="LINUX01", nics=[NIC]),
            "Virtual_Network_Adapter_Create_Extended_DM",
            "CREATE_NIC",
        ),
        (
            None,
            "CreateNics",
            pb.CreateNicsRequest(user_id="LINUX01", nics=[OSA]),
            "Image_Device_Dedicate_DM",
            "DEDICATE_OSA",
        ),
        (
            NIC,
            "CoupleNic",
            pb.CoupleNicRequest(user_id="LINUX01", device_number="1000", virtual_switch="VSW2"),
            "Virtual_Network_Adapter_Connect_Vswitch_DM",
            "COUPLE",
        ),
        (
            NIC,
            "UncoupleNic",
            pb.UncoupleNicRequest(user_id="LINUX01", device_number="1000"),
            "Virtual_Network_Adapter_Disconnect_DM",
            "UNCOUPLE",
        ),
        (
            NIC,
            "DeleteNics",
            pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"]),
            "Virtual_Network_Adapter_Delete_DM",
            "DELETE_NIC",
        ),
        (
            OSA,
            "DeleteNics",
            pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"]),
            "Image_Device_Undedicate_DM",
            "UNDEDICATE_OSA",
        ),
    ],
)
async def test_a_locked_entry_is_one_reason_told_apart_by_its_operation(
    world: World, there: pb.NicSpec | None, method: str, request_: object, function: str, operation: str
) -> None:
    """ABORTED, ENTRY_LOCKED, to be tried again; the same request is done when the lock is gone."""
    await world.define("LINUX01")
    if there is not None:
        await world.stub.CreateNics(pb.CreateNicsRequest(user_id="LINUX01", nics=[there]))
    world.zvm.faults.add(FaultRule(function=function, return_code=400, reason_code=12, times=1))
    error = await refused(getattr(world.stub, method)(request_))
    assert (error.status, error.reason) == (grpc.StatusCode.ABORTED, "ENTRY_LOCKED")
    assert (error.metadata["operation"], error.metadata["function"]) == (operation, function)
    assert error.retry_after
    await getattr(world.stub, method)(request_)
