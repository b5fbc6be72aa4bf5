# SPDX-License-Identifier: Apache-2.0
"""Starts the processes of a plan in order, each when what it needs serves, and stops them the other way round.

async with LocalFleet(Plan(state_folder=folder)) as local, Fleet(local.address) as fleet:
    ...
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grpc import aio
from grpc_health.v1 import health_pb2

from zfleet_client.local.child import Child, ChildFailed
from zfleet_client.local.plan import HOST, PARTS, PORTS, SERVICES, Plan, taken_ports_advice

START_PATIENCE = 60.0  # seconds until a child serves; a busy laptop needs some
STOP_PATIENCE = 25.0  # seconds until a stopping child is killed; more than its drain and grace

_MODULES: Mapping[str, str] = {"simulator": "zfleet_simulator", **{part: f"zfleet_{part}" for part in PARTS[1:]}}


@dataclass(frozen=True, slots=True)
class Running:
    """A process that serves: its address, its metrics URL (empty for none), its process id and log file.

    linux_address: of the simulator. rest_url: of the gateway's REST API. Both are empty for others.
    """

    name: str
    address: str
    metrics_url: str
    pid: int
    log_file: Path
    linux_address: str = ""
    rest_url: str = ""


class LocalFleet:
    """A fleet on this machine. `report` is told, in a word or two, what is being done."""

    def __init__(self, plan: Plan, *, report: Callable[[str], None] = lambda _: None) -> None:
        self.plan = plan
        self._report = report
        self._children: dict[str, Child] = {}
        self._running: dict[str, Running] = {}

    @property
    def running(self) -> tuple[Running, ...]:
        """All processes, in the order of their start."""
        return tuple(self._running[part] for part in self.plan.parts if part in self._running)

    @property
    def address(self) -> str:
        """The gateway's address."""
        return self._running["gateway"].address

    @property
    def rest_url(self) -> str:
        """Base URL of the gateway's REST API."""
        return self._running["gateway"].rest_url

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Starts everything. ChildFailed, with everything stopped again, when a part does not come up."""
        await asyncio.to_thread(self._prepare)
        try:
            host = self.plan.host or await self._simulated_host()
            async with asyncio.TaskGroup() as group:
                for part in SERVICES:
                    group.create_task(self._start(part, self.plan.service(part, host)))
            addresses = {part: self._running[part].address for part in SERVICES}
            await self._start("gateway", self.plan.gateway(addresses))
        except BaseException as error:
            await self.stop()
            if isinstance(error, BaseExceptionGroup):
                raise error.exceptions[0] from None
            raise

    async def _simulated_host(self) -> tuple[str, ...]:
        simulator = await self._start("simulator", self.plan.simulator())
        return self.plan.simulated_host(zvm=simulator.address, linux=simulator.linux_address)

    async def ended(self) -> ChildFailed:
        """Returns when a child has ended by itself, and says how; nothing is restarted silently."""
        waiting = {asyncio.ensure_future(child.ended()) for child in self._children.values()}
        try:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            return await done.pop().result().failure()
        finally:
            for each in waiting:
                each.cancel()

    async def stop(self) -> Mapping[str, int | None]:
        """Stops what runs: the gateway, the services, the simulated host. Gives the exit codes by name."""
        for parts in (("gateway",), SERVICES, ("simulator",)):
            stopping = [self._stop(self._children[part]) for part in parts if part in self._children]
            await asyncio.gather(*stopping)
        codes = {name: child.exit_code for name, child in self._children.items()}
        self._running.clear()
        return codes

    async def stop_part(self, part: str) -> int | None:
        """Stops one process and gives its exit code."""
        await self._stop(self._children[part])
        return self._children[part].exit_code

    async def _stop(self, child: Child) -> None:
        self._report(f"stopping {child.name}")
        await child.stop(STOP_PATIENCE)
        self._report(f"{child.name} stopped, exit code {child.exit_code}")

    async def _start(self, part: str, arguments: list[str]) -> Running:
        self._report(f"starting {part}")
        child = Child(part, _MODULES[part], arguments, self.plan.log_file(part))
        self._children[part] = child
        await child.start()
        said = await child.serving(START_PATIENCE)
        address = said["address"]
        if part != "simulator":
            await _until_healthy(address, part)
        metrics = said.get("metrics", said.get("metrics_address", ""))
        self._running[part] = Running(
            part,
            address,
            f"http://{metrics}/metrics" if metrics else "",
            child.pid,
            child.log_file,
            said.get("linux_address", ""),
            f"http://{said['rest_address']}" if "rest_address" in said else "",
        )
        return self._running[part]

    def _prepare(self) -> None:
        """The folders, the password of the simulated host, and a look whether the ports are free."""
        plan = self.plan
        plan.own_import_folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(plan.password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(24) + "\n")
        wanted = {
            name: port for name, port in plan.ports.items() if name.split("-")[0] in (*plan.parts, "linux", "rest")
        }
        taken = [name for name, port in wanted.items() if port and not _is_free(port)]
        if taken:
            raise ChildFailed(taken_ports_advice(plan.ports, taken))


async def _until_healthy(address: str, part: str) -> None:
    """Returns when the gRPC health service says SERVING. ChildFailed when it does not within START_PATIENCE."""
    async with aio.insecure_channel(address) as channel:
        method = channel.unary_stream(
            "/grpc.health.v1.Health/Watch",
            request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=health_pb2.HealthCheckResponse.FromString,
        )
        watch = method(health_pb2.HealthCheckRequest(), timeout=START_PATIENCE, wait_for_ready=True)
        try:
            async for answer in watch:
                if answer.status == health_pb2.HealthCheckResponse.SERVING:
                    return
        except aio.AioRpcError as error:
            raise ChildFailed(f"{part} at {address} is not healthy: {error.details()}") from None
        finally:
            watch.cancel()
    raise ChildFailed(f"{part} at {address} ended its health service")


def default_or_free_ports() -> dict[str, int]:
    """The usual ports where they are free, 0 (any free one) where they are not."""
    return {name: port if _is_free(port) else 0 for name, port in PORTS.items()}


def _is_free(port: int) -> bool:
    """Whether a port of this machine can be listened on now."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            return error.errno != errno.EADDRINUSE
        return True
