# SPDX-License-Identifier: Apache-2.0
"""A fleet of processes for the clients: a simulated host of a cluster, three services, gateways as many as wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import trustme

from tests.e2e.clients.compute_host import ComputeHost
from zfleet_client.local import PORTS, LocalFleet, Plan
from zfleet_client.local.child import Child

FREE_PORTS = dict.fromkeys(PORTS, 0)
PATIENCE = 90.0  # seconds; the machine may be busy
CLUSTER_MEMBER = "ZVMSIM2"

# Of guests with these names some calls fail, as they do on a z/VM that is out of something.
FAULTS = """
[[fault]]
function = "Virtual_Network_Adapter_Create_Extended_DM"
target = "NIC*"
return_code = 396
reason_code = 2797

[[fault]]
function = "Image_Activate"
target = "OFF*"
return_code = 396
reason_code = 1140
"""


@dataclass(frozen=True)
class Rest:
    """Where a gateway serves REST."""

    host: str
    port: int
    ca_file: Path | None = None
    """Of a gateway that serves https."""

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http{'s' if self.ca_file else ''}://{self.host}:{self.port}"


@dataclass(frozen=True)
class Cloud:
    """A running fleet whose storage service may copy from and to the compute host."""

    fleet: LocalFleet
    compute: ComputeHost

    @property
    def state(self) -> Path:
        """Where it keeps everything."""
        return self.fleet.plan.state_folder

    @property
    def address(self) -> str:
        """Of its gateway, for gRPC."""
        return self.fleet.address

    @property
    def rest(self) -> Rest:
        """Of its gateway."""
        parts = urlsplit(self.fleet.rest_url)
        assert parts.hostname is not None
        assert parts.port is not None
        return Rest(parts.hostname, parts.port)

    @asynccontextmanager
    async def another_gateway(self, state: Path, *options: str) -> AsyncIterator[Rest]:
        """One more gateway in front of the same services, with https and other options."""
        ca_file = state / "ca.pem"
        plan = Plan(
            state_folder=state, ports=FREE_PORTS, arguments={"gateway": (*_certificate(state, ca_file), *options)}
        )
        addresses = {each.name: each.address for each in self.fleet.running}
        child = Child("gateway", "zfleet_gateway", plan.gateway(addresses), plan.log_file("gateway"))
        await child.start()
        try:
            host, _, port = (await child.serving(PATIENCE))["rest_address"].rpartition(":")
            yield Rest(host, int(port), ca_file)
        finally:
            await child.stop(PATIENCE)


def _certificate(folder: Path, ca_file: Path) -> tuple[str, str]:
    """Options of a gateway with a certificate of a new CA."""
    folder.mkdir(parents=True, exist_ok=True)
    ca = trustme.CA()
    issued = ca.issue_cert("127.0.0.1")
    ca.cert_pem.write_to_path(str(ca_file))
    issued.cert_chain_pems[0].write_to_path(str(folder / "certificate.pem"))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    return f"--tls-certificate-file={folder / 'certificate.pem'}", f"--tls-key-file={folder / 'key.pem'}"


@asynccontextmanager
async def running_cloud(state: Path, compute: ComputeHost) -> AsyncIterator[Cloud]:
    """For the time of an `async with`."""
    faults = state / "faults.toml"
    faults.write_text(FAULTS)
    arguments = {
        "simulator": [f"--cluster-member={CLUSTER_MEMBER}", f"--faults={faults}"],
        "guest": ["--statistics-age=0"],
        "storage": [*compute.storage_options, "--compress-level=0"],  # see test_nova_snapshot
    }
    plan = Plan(state_folder=state, ports=FREE_PORTS, arguments=arguments)
    async with LocalFleet(plan) as fleet:
        yield Cloud(fleet, compute)
