# SPDX-License-Identifier: Apache-2.0
"""What the REST API adds to the gRPC calls that it makes, and how it reads a large host."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from grpc import aio

from tests.load.conftest import Say
from tests.load.loop_stalls import stalls_of
from tests.load.measure import Times, at_once, paired, timed
from tests.load.rest_caller import RestCaller, call_once
from tests.load.test_rest_spawn import OS_VERSION, STALL
from zfleet.gateway.v1 import gateway_service_pb2 as gateway_pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceStub
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet.network.v1 import network_service_pb2 as network_pb
from zfleet.storage.v1 import storage_service_pb2 as storage_pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceStub
from zfleet_client.local.local_fleet import LocalFleet
from zfleet_client.local.plan import PORTS, Plan

GUESTS = 4000
PAGE = 1000
"""The facade reads pages of this size, the services' biggest."""

LIST_BUDGET = 2.0
"""GET /guests of all may take so many times as long as its pages do over gRPC, one after another."""

BUDGET = 2.5
"""A REST call may take so many times as long as the same over gRPC at the gateway: where REST asks first whether the
guest is managed it makes two calls of one, and HTTP itself has half a call left."""

GUEST = "LINUX01"
NIC = "1000"
NETWORK = {
    "ip_addr": "192.0.2.10",
    "gateway_addr": "192.0.2.1",
    "cidr": "192.0.2.0/24",
    "mac_addr": "02:00:00:10:00:01",
    "nic_vdev": NIC,
}


@dataclass(frozen=True)
class Both:
    """The gateway, to be called over gRPC and over one REST connection that is kept."""

    local: LocalFleet
    channel: aio.Channel
    rest: RestCaller

    @property
    def gateway_metrics(self) -> str:
        """URL of the gateway's metrics."""
        return next(part.metrics_url for part in self.local.running if part.name == "gateway")


@asynccontextmanager
async def gateway(folder: Path, preset: str = "small") -> AsyncIterator[Both]:
    """Everything that `zfleet up` starts, on free ports."""
    plan = Plan(state_folder=folder, ports=dict.fromkeys(PORTS, 0), preset=preset)
    async with (
        LocalFleet(plan) as local,
        aio.insecure_channel(local.address) as channel,
        RestCaller(local.rest_url) as rest,
    ):
        yield Both(local, channel, rest)


async def test_four_thousand_managed_guests_are_listed(tmp_path: Path, say: Say) -> None:
    """Registered through the public API; GET /guests costs little more than its pages over gRPC do."""
    async with gateway(tmp_path, preset="fleet") as both:
        service = GuestServiceStub(both.channel)
        names = [f"FL{number:05}" for number in range(1, GUESTS + 1)]
        started = time.perf_counter()
        await at_once(
            lambda number: service.RegisterGuest(guest_pb.RegisterGuestRequest(user_id=names[number]), timeout=60),
            count=GUESTS,
            width=32,
        )
        registering = time.perf_counter() - started
        assert await both.rest.call("GET", "/guests") == names
        page = guest_pb.ListManagedGuestsRequest(page_size=PAGE)

        async def all_pages() -> None:
            token = ""
            while True:
                request = guest_pb.ListManagedGuestsRequest(page_size=PAGE, page_token=token)
                token = (await service.ListManagedGuests(request, timeout=30)).next_page_token
                if not token:
                    return

        before = await stalls_of(both.gateway_metrics)
        one = Times([await timed(lambda: service.ListManagedGuests(page, timeout=30)) for _ in range(20)])
        pair = await paired(all_pages, lambda: both.rest.call("GET", "/guests"), blocks=8, runs=5)
        together, rate = await at_once(lambda _: call_once(both.local.rest_url, "GET", "/guests"), count=48, width=16)
        stalls = (await stalls_of(both.gateway_metrics)).since(before)
    say(f"{GUESTS} guests registered in {registering:.1f} s, 32 at once: {GUESTS / registering:.0f}/s")
    say(f"GET /guests of {GUESTS}: {pair.second}; 16 at once: {rate:.1f}/s, {together}")
    say(f"one page of {PAGE} over gRPC: {one}; GET /guests is {pair.second.median / one.median:.1f} of them")
    say(f"all pages over gRPC: {pair.first}; GET /guests is {pair.ratio:.2f} times that (budget {LIST_BUDGET:.1f})")
    say(f"the gateway's event loop meanwhile: {stalls}")
    assert pair.ratio <= LIST_BUDGET
    assert not stalls.blocked.above(STALL)


class Calls:
    """The same things over REST and over gRPC, each as its clients get them."""

    def __init__(self, both: Both) -> None:
        self._rest = both.rest
        self._guest = GuestServiceStub(both.channel)
        self._storage = StorageServiceStub(both.channel)
        self._gateway = GatewayServiceStub(both.channel)

    async def rest_power_state(self) -> None:
        """One GET."""
        assert await self._rest.call("GET", f"/guests/{GUEST}/power_state") == "off"

    async def grpc_power_state(self) -> None:
        """What a gRPC client calls: REST also asks whether the guest is managed."""
        request = guest_pb.GetGuestRequest(user_id=GUEST, view=guest_pb.GUEST_VIEW_BASIC)
        await self._guest.GetGuest(request, timeout=30)

    async def rest_host(self) -> None:
        """One GET."""
        assert (await self._rest.call("GET", "/host"))["hypervisor_type"] == "zvm"

    async def grpc_host(self) -> None:
        """The host and its pools at the same time."""
        await asyncio.gather(
            self._guest.GetHost(guest_pb.GetHostRequest(), timeout=30),
            self._storage.ListPools(storage_pb.ListPoolsRequest(page_size=PAGE), timeout=30),
        )

    async def rest_interface(self) -> None:
        """A NIC is made, set up and removed again: two requests."""
        body = {"interface": {"os_version": OS_VERSION, "guest_networks": [NETWORK]}}
        await self._rest.call("POST", f"/guests/{GUEST}/interface", body)
        gone = {"interface": {"os_version": OS_VERSION, "vdev": NIC}}
        await self._rest.call("DELETE", f"/guests/{GUEST}/interface", gone)

    async def grpc_interface(self) -> None:
        """The same as two stories of the gateway; REST also asks, each time, whether the guest is managed."""
        spec = gateway_pb.NetworkInterfaceSpec()
        spec.nic.device_number, spec.nic.mac_address = NIC, NETWORK["mac_addr"]
        spec.nic.address.ip_address, spec.nic.address.cidr = NETWORK["ip_addr"], NETWORK["cidr"]
        spec.nic.address.gateway = NETWORK["gateway_addr"]
        create = gateway_pb.CreateNetworkInterfacesRequest(
            user_id=GUEST, interfaces=[spec], os_version=OS_VERSION, scope=network_pb.CHANGE_SCOPE_DIRECTORY
        )
        await self._gateway.CreateNetworkInterfaces(create, timeout=30)
        delete = gateway_pb.DeleteNetworkInterfacesRequest(
            user_id=GUEST, device_numbers=[NIC], os_version=OS_VERSION, scope=network_pb.CHANGE_SCOPE_DIRECTORY
        )
        await self._gateway.DeleteNetworkInterfaces(delete, timeout=30)


async def test_what_the_facade_adds(tmp_path: Path, say: Say) -> None:
    """To a cheap call, to one that asks two services, and to one that changes the directory."""
    async with gateway(tmp_path) as both:
        body = {"userid": GUEST, "vcpus": 1, "memory": 1024, "disk_list": [{"size": "10m", "is_boot_disk": True}]}
        await both.rest.call("POST", "/guests", {"guest": body})
        calls = Calls(both)
        url = f"/guests/{GUEST}/power_state"
        kept = await paired(
            calls.rest_power_state, lambda: call_once(both.local.rest_url, "GET", url), blocks=15, runs=20
        )
        pairs = {
            "GET power_state": await paired(calls.grpc_power_state, calls.rest_power_state, blocks=20, runs=20),
            "GET /host": await paired(calls.grpc_host, calls.rest_host, blocks=15, runs=15),
            "POST and DELETE interface": await paired(calls.grpc_interface, calls.rest_interface, blocks=10, runs=5),
        }
    for name, pair in pairs.items():
        added = (pair.second.median - pair.first.median) * 1e3
        say(f"{name} over REST: {pair.second}")
        say(f"   the same over gRPC at the gateway: {pair.first}")
        say(f"   the facade adds {added:.2f} ms: {pair.ratio:.2f} times gRPC (budget {BUDGET:.1f})")
    connecting = (kept.second.median - kept.first.median) * 1e3
    say(f"a connection of its own for every request, as nova's client has, costs {connecting:.2f} ms more")
    for name, pair in pairs.items():
        assert pair.ratio <= BUDGET, name


async def test_requests_that_nobody_needs_hold_nobody_up(tmp_path: Path, say: Say) -> None:
    """The longest bodies and queries that are read at all, full of what has to be complained about."""
    keys = ",".join(f'"k{number:x}":1' for number in range(1_990))
    bodies = {
        "a megabyte of unknown keys": "{" + ",".join(f'"k{number:x}":1' for number in range(90_000)) + "}",
        "as many unknown keys as are read": f'{{"guest":{{{keys}}}}}',
        "a megabyte of disks": '{"guest":{"disk_list":[' + ",".join(["{}"] * 340_000) + "]}}",
        "a user id of a megabyte": '{"guest":{"userid":"' + "A" * 1_000_000 + '"}}',
        "a megabyte of levels": "[" * 1_000_000,
    }
    query = "&".join(f"k{number}=" for number in range(9_000))
    async with gateway(tmp_path) as both:
        before = await stalls_of(both.gateway_metrics)
        for body in [*bodies.values()] * 10:
            async with RestCaller(both.local.rest_url) as caller:
                assert (await caller.exchange("POST", "/guests", body.encode()))[0] == 400
        assert (await both.rest.exchange("GET", f"/guests/stats?{query}", b""))[0] == 400
        stalls = (await stalls_of(both.gateway_metrics)).since(before)
    say(f"{', '.join(bodies)} and 9,000 query parameters: {stalls}")
    assert not stalls.blocked.above(STALL)
