# SPDX-License-Identifier: Apache-2.0
"""Changes of the directory only, and changes that need a running guest."""

from __future__ import annotations

import grpc
import pytest

from tests.service.network.world import World, refused
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_smapi.calls import ImageActivate, ImageDeactivate

DIRECTORY, RUNNING_TOO = pb.CHANGE_SCOPE_DIRECTORY, pb.CHANGE_SCOPE_RUNNING_TOO


def creation(scope: pb.ChangeScope = pb.CHANGE_SCOPE_UNSPECIFIED, **spec: str) -> pb.CreateNicsRequest:
    """One NIC for LINUX01."""
    return pb.CreateNicsRequest(user_id="LINUX01", nics=[pb.NicSpec(**spec)], scope=scope)  # type: ignore[arg-type]


def coupling(switch: str, scope: pb.ChangeScope) -> pb.CoupleNicRequest:
    """LINUX01's first NIC to a switch."""
    return pb.CoupleNicRequest(user_id="LINUX01", device_number="1000", virtual_switch=switch, scope=scope)


def uncoupling(scope: pb.ChangeScope) -> pb.UncoupleNicRequest:
    """LINUX01's first NIC from its switch."""
    return pb.UncoupleNicRequest(user_id="LINUX01", device_number="1000", scope=scope)


def removal(scope: pb.ChangeScope) -> pb.DeleteNicsRequest:
    """LINUX01's first NIC."""
    return pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"], scope=scope)


async def test_a_nic_of_the_directory_appears_at_the_next_logon(world: World) -> None:
    """The running guest is neither asked nor changed; then it has the NIC, coupled, with the reserved address."""
    await world.define("LINUX01", running=True)
    world.calls.seen.clear()
    (nic,) = (await world.stub.CreateNics(creation(DIRECTORY, virtual_switch="VSW1"))).nics
    assert not nic.connected
    assert "Adapter_Query" not in world.calls.of_network()
    assert await world.adapters("LINUX01") == {}
    await world.smapi.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
    await world.smapi.call(ImageActivate(target="LINUX01"))
    assert await world.adapters("LINUX01") == {"1000": "VSW1"}
    switch = (await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="VSW1"))).virtual_switch
    assert [each.mac_address for each in switch.connected_nics] == [nic.mac_address]


async def test_coupling_in_the_directory_leaves_the_running_guest_where_it_is(world: World) -> None:
    """And its grant there, which would cut it off; with the running guest both move."""
    await world.define("LINUX01", running=True)
    await world.stub.CreateNics(creation(virtual_switch="VSW1"))
    nic = (await world.stub.CoupleNic(coupling("VSW2", DIRECTORY))).nic
    assert (nic.virtual_switch, nic.connected) == ("VSW2", False)
    assert "LAN SYSTEM VSW2" in (await world.nicdefs("LINUX01"))[0]
    assert await world.adapters("LINUX01") == {"1000": "VSW1"}
    assert await world.grants("VSW1") == await world.grants("VSW2") == ["LINUX01"]
    nic = (await world.stub.CoupleNic(coupling("VSW2", RUNNING_TOO))).nic
    assert nic.connected
    assert await world.adapters("LINUX01") == {"1000": "VSW2"}


async def test_uncoupling_in_the_directory_leaves_the_running_guest_coupled(world: World) -> None:
    """It keeps its grant as long as it runs; with the running guest too, the grant of a NIC goes."""
    await world.define("LINUX01", running=True)
    await world.stub.CreateNics(creation(virtual_switch="VSW1"))
    await world.stub.UncoupleNic(uncoupling(DIRECTORY))
    assert "LAN" not in (await world.nicdefs("LINUX01"))[0]
    assert await world.adapters("LINUX01") == {"1000": "VSW1"}
    assert await world.grants("VSW1") == ["LINUX01"]
    await world.stub.UncoupleNic(uncoupling(RUNNING_TOO))
    assert await world.adapters("LINUX01") == {"1000": ""}


async def test_removing_from_the_directory_leaves_the_running_guest_its_nic(world: World) -> None:
    """The record is gone, so its number and address are free; the grant stays as long as the guest is coupled."""
    await world.define("LINUX01", running=True)
    await world.stub.CreateNics(creation(virtual_switch="VSW1"))
    await world.stub.DeleteNics(removal(DIRECTORY))
    assert await world.nicdefs("LINUX01") == []
    assert await world.adapters("LINUX01") == {"1000": "VSW1"}
    assert await world.grants("VSW1") == ["LINUX01"]
    assert (await world.stub.ListNics(pb.ListNicsRequest())).nics == []


async def test_a_grant_goes_with_the_directory_when_the_guest_is_off(world: World) -> None:
    """Nothing is cut off then."""
    await world.define("LINUX01")
    await world.stub.CreateNics(creation(DIRECTORY, virtual_switch="VSW1"))
    assert await world.grants("VSW1") == ["LINUX01"]
    await world.stub.DeleteNics(removal(DIRECTORY))
    assert await world.grants("VSW1") == []


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("CreateNics", creation(RUNNING_TOO, device_number="2000")),
        ("CoupleNic", coupling("VSW2", RUNNING_TOO)),
        ("UncoupleNic", uncoupling(RUNNING_TOO)),
        ("DeleteNics", removal(RUNNING_TOO)),
    ],
)
async def test_a_change_that_needs_a_running_guest_is_refused_before_anything(
    world: World, method: str, request_: object
) -> None:
    """GUEST_NOT_RUNNING; directory, grants and records are as before."""
    await world.define("LINUX01")
    await world.stub.CreateNics(creation(virtual_switch="VSW1"))
    before = await world.nicdefs("LINUX01")
    error = await refused(getattr(world.stub, method)(request_))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
    assert error.resource == ("guest", "LINUX01")
    assert await world.nicdefs("LINUX01") == before
    assert (await world.grants("VSW1"), await world.grants("VSW2")) == (["LINUX01"], [])
    nics = (await world.stub.ListNics(pb.ListNicsRequest())).nics
    assert [(nic.device_number, nic.virtual_switch) for nic in nics] == [("1000", "VSW1")]


async def test_a_guest_that_is_not_there_is_not_one_that_is_off(world: World) -> None:
    """NOT_FOUND."""
    error = await refused(world.stub.CreateNics(creation(RUNNING_TOO)))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")


@pytest.mark.parametrize(("method", "operation"), [("CoupleNic", "COUPLE"), ("UncoupleNic", "UNCOUPLE")])
async def test_a_nic_that_the_running_guest_lacks_cannot_be_coupled_there(
    world: World, method: str, operation: str
) -> None:
    """It gets it at its next logon; the directory is not changed meanwhile."""
    await world.define("LINUX01", running=True)
    await world.stub.CreateNics(creation(DIRECTORY, virtual_switch="VSW1"))
    before = await world.nicdefs("LINUX01")
    request = coupling("VSW2", RUNNING_TOO) if method == "CoupleNic" else uncoupling(RUNNING_TOO)
    error = await refused(getattr(world.stub, method)(request))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "NIC_NOT_FOUND")
    assert error.metadata["operation"] == operation
    assert await world.nicdefs("LINUX01") == before


async def test_an_unknown_scope_is_named(world: World) -> None:
    """As any bad field."""
    error = await refused(world.stub.CreateNics(creation(7)))  # type: ignore[arg-type]
    assert [violation.field for violation in error.violations] == ["scope"]
