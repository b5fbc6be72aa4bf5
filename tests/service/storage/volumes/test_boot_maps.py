# SPDX-License-Identifier: Apache-2.0
"""Boot maps on a simulated host: whether the devices see the volume in the storage network."""

from __future__ import annotations

import grpc

from tests.service.storage.volumes.world import PORT, Volumes
from tests.service.storage.world import fields, refusal
from zfleet.storage.v1 import volume_service_pb2 as pb

LUN = "0x4001400000000000"


async def test_the_paths_that_see_the_volume_are_answered(here: Volumes) -> None:
    """Each device with the ports that show the volume; unknown ports and devices are left out."""
    request = pb.RefreshBootMapRequest(
        device_numbers=["b800", "1234", "b900"], wwpns=[f"0x{PORT.upper()}", "5005076300C20B8F"], lun=LUN
    )
    answer = await here.stub.RefreshBootMap(request)
    assert [(path.device_number, list(path.wwpns)) for path in answer.paths] == [("B800", [PORT]), ("B900", [PORT])]


async def test_fewer_paths_than_the_template_needs_are_refused(here: Volumes) -> None:
    """The template's minimum holds, named or known from the devices; a volume that nobody sees has no path."""
    template = await here.template(min_path_count=2)
    numbers = await here.reserved("LINUX01", template)
    good = await here.stub.RefreshBootMap(pb.RefreshBootMapRequest(device_numbers=numbers, wwpns=[PORT], lun=LUN))
    assert len(good.paths) == 2
    for more in ({}, {"template_id": template}):
        request = pb.RefreshBootMapRequest(device_numbers=[*numbers[:1], "1234"], wwpns=[PORT], lun=LUN, **more)
        error = await refusal(here.stub.RefreshBootMap(request))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "TOO_FEW_PATHS")
        assert error.metadata == {"path_count": "1", "min_path_count": "2"}
    request = pb.RefreshBootMapRequest(device_numbers=["B81F"], wwpns=[PORT], lun="40ff400000000000")
    assert (await refusal(here.stub.RefreshBootMap(request))).reason == "TOO_FEW_PATHS"


async def test_every_bad_field_of_a_boot_map_is_named(here: Volumes) -> None:
    """Nothing that a program's argument could be made of gets through."""
    request = pb.RefreshBootMapRequest(
        device_numbers=["b800 b801"],
        wwpns=["12", PORT],
        lun="",
        wwid="a b",
        template_id="-x",
        ignition_url="http://host/a b",
        ip_config="a'b",
    )
    error = await refusal(here.stub.RefreshBootMap(request))
    names = ["device_numbers[0]", "wwpns[0]", "nic_id", "lun", "wwid", "ignition_url", "ip_config", "template_id"]
    assert fields(error) == names
