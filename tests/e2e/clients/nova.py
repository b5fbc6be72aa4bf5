# SPDX-License-Identifier: Apache-2.0
"""A nova-compute on the compute host, as far as its driver goes, and what a test tells it to do."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.clients.client_process import ClientProcess, running
from tests.e2e.clients.cloud import Rest
from tests.e2e.clients.openstack_services import OpenStackServices

_CONFIGURATION = """
[DEFAULT]
compute_driver = zvm.ZVMDriver
host = compute1
my_ip = 127.0.0.1
state_path = {state}
instances_path = {state}/instances
instance_name_template = {template}
force_config_drive = True
vif_plugging_timeout = 60
[zvm]
cloud_connector_url = {rest}
ca_file = {ca_file}
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


@dataclass(frozen=True)
class Server:
    """An instance in nova's database."""

    uuid: str
    name: str
    image_id: str

    @property
    def user_id(self) -> str:
        """On z/VM."""
        return self.name.upper()


@dataclass(frozen=True)
class Nova:
    """`state`: nova's folder on the compute host."""

    client: ClientProcess
    state: Path
    openstack: OpenStackServices

    async def call(self, method: str, *arguments: Any, **keywords: Any) -> Any:
        """One call of tests/e2e/clients/programs/nova_compute.py."""
        return await self.client.call(method, *arguments, **keywords)

    async def server(
        self, image_id: str, *nics: dict[str, str], ephemeral_gb: tuple[int, ...] = (), root_gb: int = 0
    ) -> Server:
        """A new one, not spawned yet. root_gb 0: as big as the image needs."""
        size = {"root_gb": root_gb, "ephemeral_gb": ephemeral_gb, "vcpus": 2, "memory_mb": 1024}
        made = await self.call("new_instance", image_id, nics=nics, **size)
        return Server(made["uuid"], made["name"], image_id)

    async def spawn(self, server: Server) -> None:
        """Its spawn. ClientFailed with what nova raised."""
        await self.call("spawn", server.uuid, self.openstack.images[server.image_id])


@contextmanager
def running_nova(
    python: Path, state: Path, openstack: OpenStackServices, *, rest: Rest, template: str, log: Path
) -> Iterator[Nova]:
    """For the time of a `with`. `template`: of the names of its instances."""
    for name in ("instances", "images", "locks"):
        (state / name).mkdir(parents=True)
    file = state / "nova.conf"
    values = {"rest": rest.url, "ca_file": rest.ca_file or "", "openstack": openstack.url, "template": template}
    file.write_text(_CONFIGURATION.format(state=state, **values))
    with running(python, "nova_compute", str(file), log=log) as client:
        yield Nova(client, state, openstack)


def a_nic(number: int) -> dict[str, str]:
    """A port of neutron with a fixed address."""
    return {
        "port_id": str(uuid.uuid4()),
        "network_id": str(uuid.uuid4()),
        "mac": f"02:00:00:0a:00:{number:02x}",
        "ip": f"10.20.{number}.5",
        "cidr": f"10.20.{number}.0/24",
        "gateway": f"10.20.{number}.1",
        "dns": "10.20.0.53",
    }
