# SPDX-License-Identifier: Apache-2.0
"""Guests, pages of guests, consoles and the host, as z/VM tells of them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import grpc
import pytest

from tests.service.guest.conftest import SWITCH, Served, refused, serving
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_simulator.config import HostConfig
from zfleet_simulator.latency import LatencyRule
from zfleet_smapi.calls import ImageDeactivate, ImageDeleteDM

USERS = {"MAINT": "secret"}


async def three_guests(served: Served) -> None:
    """FL1 is on, FL2 and FL3 are off."""
    for name in ("FL1", "FL2", "FL3"):
        await served.create(name, nics=[pb.NicStatement(device_number="1000", virtual_switch=SWITCH)])
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="FL1"))


async def test_a_guest_is_shown_as_far_as_asked(served: Served) -> None:
    """Directory and running state are two things; the running state is there while it is on."""
    await three_guests(served)
    seen = {}
    for view in (pb.GUEST_VIEW_BASIC, pb.GUEST_VIEW_DIRECTORY, pb.GUEST_VIEW_RUNNING, pb.GUEST_VIEW_FULL):
        guest = (await served.stub.GetGuest(pb.GetGuestRequest(user_id="fl1", view=view))).guest
        assert (guest.user_id, guest.power_state) == ("FL1", pb.POWER_STATE_ON)
        seen[view] = (guest.HasField("directory"), guest.HasField("running"))
    assert list(seen.values()) == [(False, False), (True, False), (False, True), (True, True)]
    off = (await served.stub.GetGuest(pb.GetGuestRequest(user_id="FL2"))).guest
    assert (off.power_state, off.HasField("directory"), off.HasField("running")) == (pb.POWER_STATE_OFF, True, False)


async def test_the_running_state_is_cps(served: Served) -> None:
    """CPUs, memory, times and devices."""
    await served.create("FL1")
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="FL1"))
    running = (await served.stub.GetGuest(pb.GetGuestRequest(user_id="FL1"))).guest.running
    assert (running.cpu_count, running.memory_mib) == (1, 2048)
    assert 0 <= running.used_memory_mib <= 2048
    assert 0 <= running.uptime.ToTimedelta().total_seconds() < 60
    devices = {device.device_number: device.type for device in running.devices}
    assert devices["0009"] == "CONS"
    assert (devices["000C"], devices["0100"]) == ("RDR", "DASD")


async def test_an_entry_without_cpus_has_its_profiles(served: Served) -> None:
    """MAINT's entry says little; a user with a profile has the profile's maximum."""
    guest = (await served.stub.GetGuest(pb.GetGuestRequest(user_id="MAINT", view=pb.GUEST_VIEW_DIRECTORY))).guest
    assert guest.directory.cpu_count >= 1
    assert guest.directory.max_cpu_count >= guest.directory.cpu_count
    assert not [line for line in guest.directory.statements if "secret" in line]


async def test_an_unknown_view_is_refused(served: Served) -> None:
    """A number that the contract does not have."""
    error = await refused(served.stub.GetGuest(pb.GetGuestRequest(user_id="A", view=99)))  # type: ignore[arg-type]
    assert [violation.field for violation in error.violations] == ["view"]


async def test_pages_cover_every_guest_once_in_order() -> None:
    """Whatever the page size; the total is the same on all pages, and the names cost one query."""
    async with serving(snapshot_age=60.0) as served:
        await three_guests(served)
        await served.stub.ListGuests(pb.ListGuestsRequest())
        names_before = served.calls("Image_Name_Query_DM")
        everybody = [guest.user_id for guest in (await served.stub.ListGuests(pb.ListGuestsRequest())).guests]
        assert everybody == sorted(everybody)
        assert {"FL1", "FL2", "FL3", "MAINT"} <= set(everybody)
        for size in (1, 2, 7):
            found, token = [], ""
            while True:
                page = await served.stub.ListGuests(pb.ListGuestsRequest(page_size=size, page_token=token))
                assert page.total_size == len(everybody)
                assert 0 < len(page.guests) <= size
                found += [guest.user_id for guest in page.guests]
                token = page.next_page_token
                if not token:
                    break
            assert found == everybody
        assert served.calls("Image_Name_Query_DM") == names_before


async def test_a_prefix_chooses(served: Served) -> None:
    """In either case; a token is good for its own prefix only."""
    await three_guests(served)
    page = await served.stub.ListGuests(pb.ListGuestsRequest(user_id_prefix="fl", page_size=2))
    assert [(guest.user_id, guest.power_state) for guest in page.guests] == [
        ("FL1", pb.POWER_STATE_ON),
        ("FL2", pb.POWER_STATE_OFF),
    ]
    assert page.total_size == 3
    rest = await served.stub.ListGuests(pb.ListGuestsRequest(user_id_prefix="FL", page_token=page.next_page_token))
    assert [guest.user_id for guest in rest.guests] == ["FL3"]
    assert rest.next_page_token == ""
    error = await refused(served.stub.ListGuests(pb.ListGuestsRequest(page_token=page.next_page_token)))
    assert [violation.field for violation in error.violations] == ["page_token"]
    none = await served.stub.ListGuests(pb.ListGuestsRequest(user_id_prefix="ZZZ"))
    assert (list(none.guests), none.next_page_token, none.total_size) == ([], "", 0)


async def test_a_token_is_a_place_and_not_a_number(served: Served) -> None:
    """Guests that come and go between two pages move nobody else."""
    await three_guests(served)
    page = await served.stub.ListGuests(pb.ListGuestsRequest(user_id_prefix="FL", page_size=2))
    await served.create("FL0")
    await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="FL2"))
    request = pb.ListGuestsRequest(user_id_prefix="FL", page_size=2, page_token=page.next_page_token)
    assert [guest.user_id for guest in (await served.stub.ListGuests(request)).guests] == ["FL3"]


async def test_bad_list_requests_name_every_field(served: Served) -> None:
    """Size, token, prefix and view."""
    request = pb.ListGuestsRequest(page_size=-1, page_token="?", user_id_prefix="NINECHARS", view=9)  # type: ignore[arg-type]
    error = await refused(served.stub.ListGuests(request))
    fields = {violation.field for violation in error.violations}
    assert fields == {"page_size", "page_token", "user_id_prefix", "view"}


@pytest.mark.parametrize(
    ("view", "function"),
    [(pb.GUEST_VIEW_DIRECTORY, "Image_Query_DM"), (pb.GUEST_VIEW_RUNNING, "Image_Active_Configuration_Query")],
)
async def test_a_fuller_page_asks_about_its_own_guests_only(served: Served, view: pb.GuestView, function: str) -> None:
    """One call for each guest on the page, none for the others."""
    await three_guests(served)
    before = served.calls(function)
    page = await served.stub.ListGuests(pb.ListGuestsRequest(user_id_prefix="FL", page_size=1, view=view))
    assert served.calls(function) == before + 1
    guest = page.guests[0]
    assert (guest.HasField("directory"), guest.HasField("running")) == (
        view == pb.GUEST_VIEW_DIRECTORY,
        view == pb.GUEST_VIEW_RUNNING,
    )


async def test_a_full_page_has_performance_of_all_its_guests(served: Served) -> None:
    """One call gives the counters of everybody who is on."""
    await three_guests(served)
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="FL3"))
    request = pb.ListGuestsRequest(user_id_prefix="FL", view=pb.GUEST_VIEW_FULL)
    one, two, three = (await served.stub.ListGuests(request)).guests
    assert [guest.HasField("running") for guest in (one, two, three)] == [True, False, True]
    assert three.running.memory_mib == 2048
    assert served.calls("Image_Performance_Query") == 1


async def test_a_guest_that_goes_while_a_page_is_made_is_left_out() -> None:
    """The names are a moment old; what is gone since is no error."""
    async with serving(snapshot_age=60.0) as served:
        await three_guests(served)
        request = pb.ListGuestsRequest(user_id_prefix="FL", view=pb.GUEST_VIEW_FULL)
        assert len((await served.stub.ListGuests(request)).guests) == 3
        await served.operator.call(ImageDeleteDM(target="FL2"))
        await served.operator.call(ImageDeactivate(target="FL1", force_time="IMMED"))
        shown = (await served.stub.ListGuests(request)).guests
        assert [(guest.user_id, guest.power_state) for guest in shown] == [
            ("FL1", pb.POWER_STATE_OFF),
            ("FL3", pb.POWER_STATE_OFF),
        ]


async def test_those_who_list_at_once_share_one_query() -> None:
    """Twenty callers, two SMAPI calls."""
    async with serving(HostConfig(users=USERS, latency=(LatencyRule("*", 0.05),))) as served:
        await asyncio.gather(*(served.stub.ListGuests(pb.ListGuestsRequest()) for _ in range(20)))
        assert served.calls() == 2


async def test_a_console_is_read_and_remembered(served: Served) -> None:
    """CP gives its text once; it is answered again and goes on."""
    await served.create("FL1")
    request = pb.GetConsoleRequest(user_id="FL1")
    assert (await served.stub.GetConsole(request)).text == ""
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="FL1"))
    first = await served.stub.GetConsole(request)
    assert "FL1 login:" in first.text
    assert first.text.endswith("\n")
    assert not first.truncated
    assert (await served.stub.GetConsole(request)).text == first.text
    await served.stub.StopGuest(pb.StopGuestRequest(user_id="FL1"))
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="FL1"))
    more = (await served.stub.GetConsole(request)).text
    assert more.startswith(first.text)
    assert more.count("FL1 login:") == 2


async def test_the_end_of_a_console_begins_with_a_whole_line(served: Served) -> None:
    """max_bytes counts from the end; what was cut off is said."""
    await served.create("FL1")
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="FL1"))
    whole = (await served.stub.GetConsole(pb.GetConsoleRequest(user_id="FL1"))).text
    end = await served.stub.GetConsole(pb.GetConsoleRequest(user_id="FL1", max_bytes=30))
    assert end.truncated
    assert 0 < len(end.text) <= 30
    assert whole.endswith("\n" + end.text)
    error = await refused(served.stub.GetConsole(pb.GetConsoleRequest(user_id="FL1", max_bytes=2**20 + 1)))
    assert [violation.field for violation in error.violations] == ["max_bytes"]


async def test_two_who_read_a_console_at_once_see_the_same(served: Served) -> None:
    """Neither gets half of it."""
    await served.create("FL1")
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="FL1"))
    request = pb.GetConsoleRequest(user_id="FL1")
    one, two = await asyncio.gather(served.stub.GetConsole(request), served.stub.GetConsole(request))
    assert one.text == two.text != ""


async def test_the_host_tells_about_itself(served: Served) -> None:
    """Facts from eight places, gathered at once."""
    await served.create("FL1")
    host = (await served.stub.GetHost(pb.GetHostRequest())).host
    assert host.system_name
    assert host.hypervisor.startswith("z/VM 7")
    assert host.smapi_level == 730
    assert "DIRMAINT" in host.directory_manager.upper()
    assert host.processor_count >= host.active_processor_count > 0
    assert host.memory_mib > host.used_memory_mib > 0
    assert host.machine.isdigit()
    assert abs((datetime.now(UTC) - host.ipl_time.ToDatetime(UTC)).total_seconds()) < 3600
    assert host.defined_guest_count > host.running_guest_count > 0


async def test_what_an_old_host_cannot_tell_is_left_empty() -> None:
    """A lower level has fewer functions; the rest is answered."""
    async with serving(HostConfig(users=USERS, api_level=630)) as served:
        host = (await served.stub.GetHost(pb.GetHostRequest())).host
        assert host.smapi_level == 630
        assert host.system_name
        assert host.defined_guest_count > 0


async def test_a_fact_that_fails_is_an_error(served: Served) -> None:
    """Only what the host does not have may be left out."""
    served.go_wrong("System_Information_Query", return_code=396, reason_code=0)
    error = await refused(served.stub.GetHost(pb.GetHostRequest()))
    assert error.metadata["function"] == "System_Information_Query"


async def test_the_typed_smapi_functions_are_served_too(served: Served) -> None:
    """Every function of guests, directory, host and the rest is an rpc of its own."""
    call = served.process.runtime.channels.open(served.process.address).unary_unary(
        "/zfleet.smapi.v1.GuestFunctionsService/ImageStatusQuery",
        request_serializer=bytes,
        response_deserializer=bytes,
    )
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call(b"\x0a\x01*\xff")  # no message: the method is there and refuses it
    assert caught.value.code() is not grpc.StatusCode.UNIMPLEMENTED
