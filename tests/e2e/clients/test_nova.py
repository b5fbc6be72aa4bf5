# SPDX-License-Identifier: Apache-2.0
"""Facts about nova's own zvm driver on a fleet: the spawn, the life, the end, and what is left when it fails."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.e2e.clients.client_process import ClientProcess, running
from tests.e2e.clients.conftest import Cloud
from tests.e2e.clients.openstack_services import OpenStackServices, openstack_services

CONFIGURATION = """
[DEFAULT]
compute_driver = zvm.ZVMDriver
host = compute1
my_ip = 127.0.0.1
state_path = {state}
instances_path = {state}/instances
instance_name_template = nv%06d
config_drive_format = iso9660
force_config_drive = True
vif_plugging_timeout = 60
default_ephemeral_format = ext4
[zvm]
cloud_connector_url = {rest}
image_tmp_path = {state}/images
[glance]
api_servers = {openstack}
[neutron]
endpoint_override = {openstack}
auth_type = admin_token
endpoint = {openstack}
token = token
[database]
connection = sqlite:///{state}/nova.sqlite
[oslo_concurrency]
lock_path = {state}/locks
"""


@pytest.fixture(scope="module")
async def openstack() -> AsyncIterator[OpenStackServices]:
    """glance and neutron."""
    async with openstack_services() as services:
        yield services


@pytest.fixture(scope="module")
def nova(
    cloud: Cloud, clients_python: Path, openstack: OpenStackServices, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ClientProcess]:
    """A nova-compute, as far as its driver goes."""
    state = cloud.compute.folder / "nova"
    for name in ("instances", "images", "locks"):
        (state / name).mkdir(parents=True)
    rest = "http://{}:{}".format(*cloud.rest)
    file = state / "nova.conf"
    file.write_text(CONFIGURATION.format(state=state, rest=rest, openstack=openstack.url))
    log = tmp_path_factory.mktemp("log") / "nova.log"
    with running(clients_python, "nova_compute", str(file), log=log) as client:
        yield client
    print(log.read_text())


async def test_first(nova: ClientProcess, openstack: OpenStackServices, linux_image: Path) -> None:
    print(await nova.call("init_host"))
    print(await nova.call("resources"))
    print(await nova.call("inventory"))
    image = openstack.add_image(linux_image.read_bytes(), os_distro="rhel9.2")
    made = await nova.call("new_instance", image, root_gb=0, vcpus=1, memory_mb=1024, ephemeral_gb=[1, 1], nics=[])
    print(made)
    await nova.call("spawn", made["uuid"], openstack.images[image])
    print(await nova.call("power_state", made["uuid"]))
    print(await nova.call("console", made["uuid"]))
