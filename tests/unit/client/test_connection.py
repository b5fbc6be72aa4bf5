# SPDX-License-Identifier: Apache-2.0
"""Facts about addresses, deadlines, request ids and what comes back over a real socket."""

from __future__ import annotations

import time

import grpc
import pytest

from tests.unit.client.answering import answering, refusal
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet_client import DeadlineExceeded, Fleet, FleetError, InvalidArgument, NotFound, Unavailable, disk
from zfleet_client.connection import target_of


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("127.0.0.1:50050", "ipv4:127.0.0.1:50050"),
        ("127.0.0.1:1,127.0.0.1:2", "ipv4:127.0.0.1:1,127.0.0.1:2"),
        ("[::1]:50050", "ipv6:[::1]:50050"),
        ("gateway.example:50050", "dns:///gateway.example:50050"),
        ("dns:///gateway:50050", "dns:///gateway:50050"),
        ("unix:/run/zfleet", "unix:/run/zfleet"),
    ],
)
def test_an_address_becomes_grpcs_name(address: str, target: str) -> None:
    """HOST:PORT, several numeric ones, or a name that gRPC knows already."""
    assert target_of(address) == target


@pytest.mark.parametrize("address", ["", "gateway", "gateway:", ":50050", "gateway:x", "h:0", "h:70000", "a:1,b:2"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """Before anything is connected."""
    with pytest.raises(ValueError):
        target_of(address)


async def test_every_call_has_a_deadline_and_an_id_of_its_own() -> None:
    """The id is in the services' logs and in the error."""
    with answering({"GetHost": pb.GetHostResponse(), "GetGuest": refusal(13, "broken", reason="INTERNAL")}) as server:
        async with Fleet(server.address) as fleet:
            await fleet.host()
            await fleet.host()
            with pytest.raises(FleetError) as caught:
                await fleet.guest("LINUX01")
    ids = [metadata["x-request-id"] for _, _, metadata in server.heard]
    assert len(set(ids)) == 3
    assert caught.value.call_id == ids[2]


async def test_what_makes_something_has_a_request_id_by_default() -> None:
    """Two spawns are two requests; the same id given twice is one."""
    with answering({"SpawnGuest": pb.SpawnGuestResponse()}) as server:
        async with Fleet(server.address) as fleet:
            await fleet.spawn("A", disks=[disk("1G")])
            await fleet.spawn("A", disks=[disk("1G")])
            await fleet.spawn("A", request_id="mine")
    first, second, third = (request.request_id for request in server.requests("SpawnGuest"))
    assert first != second
    assert third == "mine"
    assert min(len(first), len(second)) == 36


async def test_arguments_are_laid_over_a_guest_spec() -> None:
    """What is not given stays as the spec has it; the caller's own spec is not touched."""
    spec = guest_pb.GuestSpec(user_id="A", cpu_count=1, account="ACC")
    with answering({"SpawnGuest": pb.SpawnGuestResponse()}) as server:
        async with Fleet(server.address) as fleet:
            await fleet.spawn(spec, cpus=4, memory="2G", start=False)
    (request,) = server.requests("SpawnGuest")
    assert (request.guest.cpu_count, request.guest.memory_mib, request.guest.account) == (4, 2048, "ACC")
    assert request.no_start
    assert (spec.cpu_count, spec.memory_mib) == (1, 0)


async def test_details_of_a_refusal_arrive_as_a_typed_error() -> None:
    """Over a real socket, not only from a value."""
    answer = refusal(3, "bad", reason="INVALID_FIELDS", bad={"guest.user_id": "too long", "disks[0].size_bytes": "0"})
    with answering({"SpawnGuest": answer}) as server:
        async with Fleet(server.address) as fleet:
            with pytest.raises(InvalidArgument) as caught:
                await fleet.spawn("TOOLONGNAME")
    assert {bad.field for bad in caught.value.bad_fields} == {"guest.user_id", "disks[0].size_bytes"}


async def test_nobody_there_is_unavailable_and_names_the_address() -> None:
    """After a few tries, within a few seconds."""
    with answering({}) as server:
        address = server.address
    began = time.monotonic()
    async with Fleet(address) as fleet:
        with pytest.raises(Unavailable) as caught:
            await fleet.host()
    assert address in caught.value.message
    assert time.monotonic() - began < 10


async def test_a_call_ends_at_its_deadline() -> None:
    """A server that does not answer costs its caller no more than the timeout."""

    def slow(_: object) -> pb.GetHostResponse:
        time.sleep(1.0)
        return pb.GetHostResponse()

    with answering({"GetHost": slow}) as server:
        async with Fleet(server.address, timeout=0.1) as fleet:
            with pytest.raises(DeadlineExceeded):
                await fleet.host()


async def test_unavailable_is_tried_again() -> None:
    """A gateway that restarts is not the caller's concern."""
    answers = [
        refusal(14, "starting"),
        refusal(14, "starting"),
        pb.GetHostResponse(host=guest_pb.Host(system_name="Z")),
    ]
    with answering({"GetHost": lambda _: answers.pop(0)}) as server:
        async with Fleet(server.address) as fleet:
            assert (await fleet.host()).host.system_name == "Z"


async def test_other_failures_are_not_tried_again() -> None:
    """Only UNAVAILABLE says that nothing was done."""
    with answering({"GetGuest": refusal(5, "no", reason="GUEST_NOT_FOUND")}) as server:
        async with Fleet(server.address) as fleet:
            with pytest.raises(NotFound):
                await fleet.guest("A")
    assert len(server.heard) == 1


async def test_lists_go_over_all_pages() -> None:
    """Page after page, with the same question."""

    def page(request: pb.ListGuestsRequest) -> pb.ListGuestsResponse:
        number = int(request.page_token or "0")
        token = str(number + 1) if number < 2 else ""
        return pb.ListGuestsResponse(guests=[pb.Guest(user_id=f"L{number}")], next_page_token=token)

    with answering({"ListGuests": page}) as server:
        async with Fleet(server.address) as fleet:
            found = [guest.user_id async for guest in fleet.guests.list(prefix="L")]
    assert found == ["L0", "L1", "L2"]
    assert {request.user_id_prefix for request in server.requests("ListGuests")} == {"L"}


async def test_an_unserved_method_says_so() -> None:
    """An old gateway is told apart from a missing guest."""
    with answering({}) as server:
        async with Fleet(server.address) as fleet:
            with pytest.raises(FleetError) as caught:
                await fleet.host()
    assert caught.value.status is grpc.StatusCode.UNIMPLEMENTED
