# SPDX-License-Identifier: Apache-2.0
"""Which processes a fleet on this machine is made of, and the arguments of each. Values; nothing is started here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
SERVICES = ("guest", "storage", "network")
PARTS = ("simulator", *SERVICES, "gateway")  # in the order of starting; stopped the other way round

_NO_DRAIN = "--drain=0"  # a stopping part has no replica here that callers could move on to

PORTS: Mapping[str, int] = {
    "gateway": 50050,
    "guest": 50051,
    "storage": 50052,
    "network": 50053,
    "rest": 8080,
    "simulator": 44444,
    "linux": 44445,
    "gateway-metrics": 9150,
    "guest-metrics": 9151,
    "storage-metrics": 9152,
    "network-metrics": 9153,
    "simulator-metrics": 9154,
}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A fleet to be.

    state_folder: where its databases, disks, images and logs are kept; absolute. What is there is gone on with.
    ports: by listener name, as in PORTS; 0 takes a free one.
    preset: how the simulated host is furnished. latency: seconds that each of its SMAPI calls takes.
    host: arguments of the services that name another host, for example ("--zvm=tls://zvm1:44444", ...); none is
        simulated then.
    import_folders: where images may be imported from, absolute; the state folder's own is always one.
    arguments: more arguments of a part, for example {"guest": ["--log-level=debug"]}.
    """

    state_folder: Path
    ports: Mapping[str, int] = field(default_factory=lambda: dict(PORTS))
    preset: str = "small"
    latency: float = 0.0
    host: tuple[str, ...] = ()
    import_folders: tuple[Path, ...] = ()
    arguments: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def simulated(self) -> bool:
        """The fleet has a simulated host of its own."""
        return not self.host

    @property
    def parts(self) -> tuple[str, ...]:
        """Its processes, in the order of starting."""
        return PARTS if self.simulated else PARTS[1:]

    def simulated_host(self, *, zvm: str, linux: str) -> tuple[str, ...]:
        """Arguments of the services that name the simulated host, given its two addresses, HOST:PORT."""
        return (
            f"--zvm=tcp://{zvm}",
            f"--zvm-password-file={self.password_file}",
            f"--linux-access=simulator://{linux}",
        )

    @property
    def password_file(self) -> Path:
        """The file with the simulated host's password, made when the fleet is first started."""
        return self.state_folder / "smapi-password"

    @property
    def own_import_folder(self) -> Path:
        """Files laid here can always be imported as images."""
        return self.state_folder / "import"

    def log_file(self, part: str) -> Path:
        """Where a part's log goes."""
        return self.state_folder / "logs" / f"{part}.log"

    def simulator(self) -> list[str]:
        """Arguments of the simulated z/VM host."""
        latency = [f"--latency={self.latency:g}"] if self.latency else []
        return [
            f"--listen={self._listen('simulator')}",
            f"--linux-listen={self._listen('linux')}",
            f"--metrics-listen={self._listen('simulator-metrics')}",
            f"--preset={self.preset}",
            f"--password-file={self.password_file}",
            f"--state-folder={self.state_folder / 'simulator'}",
            *latency,
            *self.arguments.get("simulator", ()),
        ]

    def service(self, part: str, host: Sequence[str]) -> list[str]:
        """Arguments of a service, given those that name the z/VM host."""
        own = []
        if part == "storage":
            folders = dict.fromkeys((self.own_import_folder, *self.import_folders))
            own = [f"--import-folders={','.join(map(str, folders))}"]
            own += ["--default-pool=POOL1"] if self.simulated else []
        return [
            f"--listen={self._listen(part)}",
            f"--metrics-listen={self._listen(f'{part}-metrics')}",
            f"--state-folder={self.state_folder / part}",
            *host,
            _NO_DRAIN,
            *own,
            *self.arguments.get(part, ()),
        ]

    def gateway(self, addresses: Mapping[str, str]) -> list[str]:
        """Arguments of the gateway, given the addresses of the services by name."""
        return [
            f"--listen={self._listen('gateway')}",
            f"--metrics-listen={self._listen('gateway-metrics')}",
            f"--rest-listen={self._listen('rest')}",
            f"--state-folder={self.state_folder / 'gateway'}",
            _NO_DRAIN,
            *(f"--{name}-address={addresses[name]}" for name in SERVICES),
            *self.arguments.get("gateway", ()),
        ]

    def _listen(self, name: str) -> str:
        return f"{HOST}:{self.ports.get(name, PORTS[name])}"


def taken_ports_advice(ports: Mapping[str, int], taken: Sequence[str]) -> str:
    """What to tell somebody whose ports are in use."""
    listed = ", ".join(f"{ports[name]} ({name})" for name in taken)
    return (
        f"in use already: port {listed}. Is another `zfleet up` running? --port NAME=PORT takes another one, "
        "--free-ports takes free ones for everything"
    )
