# SPDX-License-Identifier: Apache-2.0
"""Opens the way to z/VM that the settings name: a SmapiClient with metrics, and the Linux on z/VM beside it.

`embedded` is a SimulatedHost in this process, furnished by a preset and spoken to in SMAPI bytes. Several parts in one
process share one by giving it to `running(..., host=...)`; without that each part has a host of its own.
"""

from __future__ import annotations

import ssl
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zfleet_runtime.deadline import within
from zfleet_runtime.metrics import Metrics
from zfleet_runtime.settings import HostSettings, SettingsError, host_and_port
from zfleet_runtime.smapi_health import SmapiHealthCounters
from zfleet_runtime.smapi_metrics import SmapiMetrics
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.declaration import Call, ReplyT
from zfleet_smapi.iucv import iucv_connect
from zfleet_smapi.stream import Connect
from zfleet_smapi.tcp import tcp_connect, tls_context

if TYPE_CHECKING:  # imported where used: a part without a z/VM host has no need to load them
    from zfleet_simulator.host import SimulatedHost
    from zfleet_simulator.linux import LinuxClient

EMBEDDED_PASSWORD = "embedded"  # noqa: S105  # of a simulated host that only this process can reach


class DeadlineSmapiClient(SmapiClient):
    """A SmapiClient whose calls never outlast the rpc that they are made for."""

    def __init__(self, connect: Connect, timeout_seconds: float, **more: Any) -> None:
        super().__init__(connect, timeout_seconds=timeout_seconds, **more)
        self._longest = timeout_seconds

    async def call(self, call: Call[ReplyT], timeout: float | None = None, wait: bool = True) -> ReplyT:
        """As SmapiClient.call; the timeout given (or the settings') is cut to what remains of the rpc's deadline."""
        return await super().call(call, within(self._longest if timeout is None else timeout), wait)


class HostAccess:
    """One part's way to its z/VM host. The embedded host is started at the first use, once."""

    def __init__(
        self, settings: HostSettings, metrics: Metrics, closing: AsyncExitStack, host: SimulatedHost | None = None
    ) -> None:
        self._settings = settings
        self._metrics = metrics
        self._closing = closing
        self._host = host
        self.smapi_health = SmapiHealthCounters()
        """How the calls of this part's clients have gone so far."""

    async def smapi(self) -> SmapiClient:
        """A client of the host's SMAPI. SettingsError when its password or certificates cannot be read."""
        settings = self._settings
        password = settings.password()
        if settings.zvm == "embedded":
            password = password or (await self.embedded()).config.users.get(settings.zvm_user_id, "")
        elif not password and not settings.zvm.startswith("iucv:"):
            raise SettingsError(f"zvm_password: {settings.zvm_user_id} needs one (or zvm_password_file)")
        client = DeadlineSmapiClient(
            await self._connect(),
            credentials=Credentials(settings.zvm_user_id, password),
            max_conversations=settings.smapi_conversations,
            timeout_seconds=settings.smapi_timeout,
            lock_patience_seconds=settings.smapi_lock_patience,
            observer=SmapiMetrics(self._metrics.registry, self.smapi_health),
        )
        self._closing.push_async_callback(client.close)
        return client

    async def _connect(self) -> Connect:
        settings = self._settings
        kind, _, rest = settings.zvm.partition(":")
        if kind == "embedded":
            return (await self.embedded()).connect
        if kind == "iucv":
            return iucv_connect(rest)
        host, port = host_and_port(rest.removeprefix("//"))
        return tcp_connect(host, port, tls=_tls(settings.zvm_ca_file) if kind == "tls" else None)

    async def embedded(self) -> SimulatedHost:
        """The simulated host of this process, started when it is not yet."""
        if self._host is None:
            from zfleet_simulator.host import HostConfig, SimulatedHost

            settings = self._settings
            users = {settings.zvm_user_id: settings.password() or EMBEDDED_PASSWORD}
            folder = settings.state_folder / "host" if settings.state_folder else None
            host = SimulatedHost(HostConfig(preset=settings.zvm_preset, users=users, state_folder=folder))
            await host.start()
            self._closing.push_async_callback(host.stop)
            self._host = host
        return self._host

    async def linux(self) -> LinuxClient:
        """A client of the simulator's Linux port, for `embedded` and `simulator://`; `local` is the service's own."""
        from zfleet_simulator.linux import LinuxClient

        access = self._settings.linux_access
        if access == "local":
            raise TypeError("linux_access is local: there is no simulator to ask")
        if access == "embedded":
            client = LinuxClient((await self.embedded()).connect_linux)
        else:
            client = LinuxClient(tcp_connect(*host_and_port(access.removeprefix("simulator://"))))
        return client


def _tls(ca: Path | None) -> ssl.SSLContext:
    try:
        return tls_context(ca)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"zvm_ca_file: {ca} cannot be used ({type(error).__name__})") from error
