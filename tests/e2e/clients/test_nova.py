# SPDX-License-Identifier: Apache-2.0
"""Facts about nova's own zvm driver on a fleet: what a server is made of, its life, its end, and failed spawns."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.clients.client_process import ClientFailed
from tests.e2e.clients.cloud import Cloud
from tests.e2e.clients.neutron_agent import Port, plug
from tests.e2e.clients.nova import Nova, Server, a_nic, running_nova
from tests.e2e.clients.openstack_services import OpenStackServices
from tests.e2e.clients.traces import traces
from tests.e2e.clients.zvmconnector import Zvmconnector
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet_client import Fleet, NotFound

GIB = 1024**3


@pytest.fixture(scope="module")
def nova(
    cloud: Cloud, clients_python: Path, openstack: OpenStackServices, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nova]:
    """On the compute host."""
    if not (shutil.which("genisoimage") or shutil.which("mkisofs")):
        pytest.skip("nova makes config drives with genisoimage (tests/e2e/install.sh installs it where it may)")
    log = tmp_path_factory.mktemp("log") / "nova.log"
    state = cloud.compute.folder / "nova"
    with running_nova(clients_python, state, openstack, rest=cloud.rest, template="nv%06d", log=log) as running:
        yield running


@pytest.fixture(scope="module")
def image_id(openstack: OpenStackServices, linux_image: Path) -> str:
    """A Linux in glance."""
    return openstack.add_image(linux_image.read_bytes(), os_distro="rhel9.2")


@pytest.fixture(scope="module")
def agent(connect: Callable[..., Zvmconnector]) -> Zvmconnector:
    """The neutron agent's connection: a process of its own, as the agent is."""
    return connect()


async def free_space(fleet: Fleet) -> dict[str, int]:
    """Bytes by pool."""
    return {pool.name: pool.free_bytes async for pool in fleet.pools.list()}


async def test_the_driver_starts_and_tells_placement_of_the_host(nova: Nova) -> None:
    """init_host, get_available_resource, update_provider_tree, get_host_uptime: numbers as placement takes them."""
    assert await nova.call("init_host") == {"driver": "ZVMDriver", "nodes": ["ZVMSIM1"]}
    found = await nova.call("resources")
    about = [found[f"hypervisor_{word}"] for word in ("hostname", "type", "version")]
    assert about == ["ZVMSIM1", "zvm", 730]
    assert json.loads(found["cpu_info"])["architecture"] == "s390x"
    assert re.fullmatch(r"IPL at \d\d/\d\d/\d\d \d\d:\d\d:\d\d \w+", found["stats"]["uptime"])
    assert await nova.call("uptime") == found["stats"]["uptime"]
    assert 0 <= found["local_gb_used"] < found["local_gb"] == found["local_gb_used"] + found["disk_available_least"]
    inventory = await nova.call("inventory")
    for name, total in {"VCPU": "vcpus", "MEMORY_MB": "memory_mb", "DISK_GB": "local_gb"}.items():
        assert isinstance(inventory[name]["total"], int)
        assert inventory[name]["total"] == inventory[name]["max_unit"] == found[total]


async def test_a_spawned_server_is_all_that_nova_asked_for_and_a_destroy_leaves_nothing(
    nova: Nova, agent: Zvmconnector, cloud: Cloud, image_id: str
) -> None:
    """Image from glance over SSH, two ephemeral disks, config drive, two NICs that the neutron agent couples meanwhile.

    The Linux that comes up has taken all of it; after the destroy no service and no part of the host knows its name.
    """
    await agent.ok("vswitch_create", "NOVAVLAN", rdev=None, vid="1", network_type="ETHERNET")
    first, second = a_nic(1), a_nic(2)
    server = await nova.server(image_id, first, second, ephemeral_gb=(1, 2))
    ports = {first["port_id"]: Port("VSW1"), second["port_id"]: Port("NOVAVLAN", 77)}
    async with Fleet(cloud.address) as fleet:
        free = await free_space(fleet)
        _, plugged = await asyncio.gather(nova.spawn(server), plug(agent, ports, nova, server))
        assert {record["userid"] for record in plugged.values()} == {server.user_id}

        assert await nova.call("power_state", server.uuid) == "running"
        assert server.user_id in await nova.call("list_instances")
        await it_is_what_nova_asked_for(fleet, server, first, second)
        await its_linux_has_taken_all(fleet, nova, server, first, second)
        assert {"guest_guests", "network_nics", "storage_disks"} <= set(traces(cloud.state, server.name))

        await nova.call("destroy", server.uuid)
        assert not await nova.call("exists", server.uuid)
        with pytest.raises(ClientFailed) as gone:
            await nova.call("power_state", server.uuid)
        assert gone.value.kind == "InstanceNotFound"
        with pytest.raises(NotFound):
            await fleet.guest(server.user_id)
        await agent.ok("vswitch_delete", "NOVAVLAN")
        assert await free_space(fleet) == free
    assert traces(cloud.state, server.name) == {}
    await nova.call("destroy", server.uuid)  # once more: nova only warns


async def it_is_what_nova_asked_for(
    fleet: Fleet, server: Server, first: dict[str, str], second: dict[str, str]
) -> None:
    """Directory entry, disks, NICs and grants."""
    found = (await fleet.guest(server.user_id)).guest
    assert (found.guest.running.cpu_count, found.guest.directory.memory_mib) == (2, 1024)
    sizes = [(disk.device_number, round(disk.size_bytes / GIB, 2)) for disk in found.disks]
    assert [number for number, _ in sizes] == ["0100", "0101", "0102"]
    assert sizes[1:] == [("0101", 1.0), ("0102", 2.0)]
    nics = [(nic.mac_address.lower(), nic.virtual_switch, nic.nic_id, nic.connected) for nic in found.nics]
    assert nics == [
        (first["mac"], "VSW1", first["port_id"], True),
        (second["mac"], "NOVAVLAN", second["port_id"], True),
    ]
    grants = (await fleet.virtual_switches.get("NOVAVLAN")).grants
    assert [list(grant.vlan_ids) for grant in grants if grant.user_id == server.user_id] == [[77]]


async def its_linux_has_taken_all(
    fleet: Fleet, nova: Nova, server: Server, first: dict[str, str], second: dict[str, str]
) -> None:
    """The image's own release, the addresses of the ports, the config drive that nova wrote, both file systems."""
    looked = await fleet.managed.inspect(server.name)
    assert (looked.reachable, looked.os_version, looked.online_cpu_count) == (True, "rhel9.2", 2)
    assert set(looked.addresses) == {f"{first['ip']}/24", f"{second['ip']}/24"}
    drive = (nova.state / "instances" / server.uuid / "cfgdrive.iso").read_bytes()
    assert b"secret-password" in drive
    console = await nova.call("console", server.uuid)
    assert f"CFGDRIVE.ISO of {len(drive)} bytes, sha256 {hashlib.sha256(drive).hexdigest()}" in console
    assert console.count("mount-disk done") == 2


async def test_a_server_lives_as_nova_tells_it(nova: Nova, cloud: Cloud, image_id: str) -> None:
    """power_off (with and without a timeout), power_on, pause, unpause, both reboots; its disk stays as it was."""
    server = await nova.server(image_id, root_gb=1)
    one = server.uuid
    await nova.spawn(server)
    assert await nova.call("power_state", one) == "running"
    async with Fleet(cloud.address) as fleet:
        for action, state in (("pause", guest_pb.POWER_STATE_PAUSED), ("unpause", guest_pb.POWER_STATE_ON)):
            await nova.call(action, one)
            assert (await fleet.guest(server.user_id)).guest.guest.power_state == state
    for kind in ("SOFT", "HARD"):
        boots = (await nova.call("console", one)).count("login:")
        await nova.call("reboot", one, kind)
        assert await nova.call("power_state", one) == "running"
        assert (await nova.call("console", one)).count("login:") == boots + 1, kind
    for timeout, interval in ((0, 0), (60, 10)):
        await nova.call("power_off", one, timeout, interval)
        assert await nova.call("power_state", one) == "shutdown"
        assert server.user_id in await nova.call("list_instances")
        await nova.call("power_on", one)
        assert await nova.call("power_state", one) == "running"
    await nova.call("power_off", one, 0, 0)
    async with Fleet(cloud.address) as fleet:
        image = nova.openstack.contents[image_id]
        back = b"".join([part async for part in fleet.disks.read(server.name, "0100", length=len(image))])
    assert back == image
    await nova.call("destroy", one)
    assert traces(cloud.state, server.name) == {}


async def test_servers_that_are_spawned_at_once_do_not_meet(nova: Nova, agent: Zvmconnector, cloud: Cloud) -> None:
    """Of an image that the fleet does not have yet: it is imported once, and each server has its own disks and NIC."""
    image_id = nova.openstack.add_image(b"a small image that nobody has seen" * 1000, os_distro="ubuntu22.04")
    nics = [a_nic(number) for number in (21, 22, 23)]
    servers = [await nova.server(image_id, nic, ephemeral_gb=(1,)) for nic in nics]
    async with Fleet(cloud.address) as fleet:
        free = await free_space(fleet)
        spawns = [nova.spawn(server) for server in servers]
        plugs = [
            plug(agent, {nic["port_id"]: Port("VSW2")}, nova, server) for nic, server in zip(nics, servers, strict=True)
        ]
        await asyncio.gather(*spawns, *plugs)
        assert nova.openstack.asked.count(f"GET /v2/images/{image_id}/file") == 1
        for nic, server in zip(nics, servers, strict=True):
            assert (await fleet.managed.inspect(server.name)).addresses == [f"{nic['ip']}/24"]
        disks = [disk for server in servers async for disk in fleet.disks.list(server.name)]
        assert len({(disk.volume, disk.start) for disk in disks}) == len(disks) == 6
        await asyncio.gather(*(nova.call("destroy", server.uuid) for server in servers))
        assert await free_space(fleet) == free
    assert [traces(cloud.state, server.name) for server in servers] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("template", "raised", "overall"),
    [
        pytest.param("nic%05d", "ZVMConnectorError", 409, id="a NIC cannot be made"),
        pytest.param("nvp%05d", "VirtualInterfaceCreateException", None, id="neutron never plugs"),
        pytest.param("off%05d", "ZVMConnectorError", 8, id="it cannot be started"),
        pytest.param("nvd%05d", "ZVMConnectorError", 300, id="its config drive cannot be fetched"),
    ],
)
async def test_a_spawn_that_fails_half_way_leaves_nothing(
    nova: Nova, agent: Zvmconnector, cloud: Cloud, image_id: str, template: str, raised: str, overall: int | None
) -> None:
    """nova undoes it by one guest_delete: no guest, disk, NIC, grant, reader file or record of any service remains."""
    await nova.call("configure", None, "instance_name_template", template)
    await nova.call("configure", None, "vif_plugging_timeout", 2 if template.startswith("nvp") else 60)
    nic = a_nic(9)
    server = await nova.server(image_id, nic, ephemeral_gb=(1,))
    ports = {nic["port_id"]: Port("VSW1")} if template.startswith("off") else {}
    known_hosts = cloud.compute.known_hosts.read_text()
    if template.startswith("nvd"):
        cloud.compute.known_hosts.write_text(f"elsewhere {known_hosts.partition(' ')[2]}")
    async with Fleet(cloud.address) as fleet:
        free = await free_space(fleet)
        try:
            spawned, _ = await asyncio.gather(
                nova.spawn(server), plug(agent, ports, nova, server), return_exceptions=True
            )
        finally:
            cloud.compute.known_hosts.write_text(known_hosts)
            await nova.call("configure", None, "instance_name_template", "nv%06d")
        assert isinstance(spawned, ClientFailed)
        assert (spawned.kind, spawned.facts.get("overallRC")) == (raised, overall), spawned
        assert await free_space(fleet) == free
    assert traces(cloud.state, server.name) == {}
    assert list((cloud.state / "storage" / "files").iterdir()) == []
