# SPDX-License-Identifier: Apache-2.0
"""A part as a process: from settings to a serving server, and back down without losing a call.

    class GuestPart:
        name = "guest"
        settings = GuestSettings

        async def open(self, runtime: Runtime[GuestSettings]) -> Sequence[Service]:
            database = await runtime.open_database(MIGRATIONS)
            smapi = await runtime.open_smapi()
            return [service(add_GuestServiceServicer_to_server, GuestApi(smapi, database))]

        async def close(self) -> None: ...

    main(GuestPart())                                          # __main__.py
    async with running(GuestPart(), settings) as process:      # tests, and several parts in one process
        process.address, process.metrics_address

A stop is: NOT_SERVING, a pause in which callers move on, the end of streams that would last for ever (`at_stop`), no
new calls and grace for those under way, the part's close(), then the database, the channels and the z/VM connections.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError

from zfleet_runtime.channel import Channels
from zfleet_runtime.command_line import settings_from
from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.host import HostAccess
from zfleet_runtime.log import Log, open_log, take_over_standard_logging
from zfleet_runtime.loop_delay import LoopDelay
from zfleet_runtime.metrics import Metrics, version
from zfleet_runtime.metrics_server import MetricsServer
from zfleet_runtime.requests import Requests
from zfleet_runtime.server import Server
from zfleet_runtime.service import Service
from zfleet_runtime.settings import DatabaseSettings, HostSettings, PartSettings, SettingsError
from zfleet_runtime.tls import files_of
from zfleet_runtime.tracing import open_tracer

if TYPE_CHECKING:
    from zfleet_simulator.host import SimulatedHost
    from zfleet_smapi.client import SmapiClient

Settings = TypeVar("Settings", bound=PartSettings)


class Part(Protocol[Settings]):
    """What a service or the gateway is to the runtime."""

    name: str

    @property
    def settings(self) -> type[Settings]:
        """The class of its settings."""

    async def open(self, runtime: Runtime[Settings]) -> Sequence[Service]:
        """Opens what the part needs and gives the services that it serves. An exception ends the process."""

    async def close(self) -> None:
        """Ends the part's own background work. No call is under way any more; the database is still open."""


class Runtime(Generic[Settings]):
    """What a part is given: its settings, log, metrics and channels, and what it asks to be opened.

    Everything opened is closed by the runtime after the part's close(), the last opened first.
    """

    def __init__(
        self,
        settings: Settings,
        log: Log,
        metrics: Metrics,
        server: Server,
        closing: AsyncExitStack,
        shared: SimulatedHost | None = None,
    ) -> None:
        self.settings = settings
        self.log = log
        self.metrics = metrics
        self.health = server.health
        self.at_stop: list[Callable[[], Awaitable[None]]] = []
        """What ends streams that nothing else would end in time; called when a stop begins, the last one first."""
        self.addresses: dict[str, str] = {}
        """Where else the part listens, by name; told in the log when it serves."""
        self.channels = Channels(metrics.client, files_of(settings))
        self.closing = closing
        self._temporary: Path | None = None
        self._shared = shared
        self._host: HostAccess | None = None
        closing.push_async_callback(self.channels.close)

    @property
    def host(self) -> HostAccess:
        """The way to the z/VM host that the settings (a HostSettings) name: `await runtime.host.smapi()`."""
        if self._host is None:
            if not isinstance(self.settings, HostSettings):
                raise TypeError(f"{type(self.settings).__name__} is not a HostSettings")
            self._host = HostAccess(self.settings, self.metrics, self.closing, self._shared)
        return self._host

    async def open_smapi(self) -> SmapiClient:
        """A SmapiClient of the host, with metrics. SettingsError when a password or certificate is missing."""
        client = await self.host.smapi()
        self.at_stop.append(client.end_subscriptions)
        return client

    async def open_database(self, migrations: Path | None = None) -> Database:
        """The part's database, its tables up to date; `migrations` is a folder of Alembic versions.

        SettingsError when the URL is no good or the database cannot be reached.
        """
        settings = self.settings
        if not isinstance(settings, DatabaseSettings):
            raise TypeError(f"{type(settings).__name__} is not a DatabaseSettings")
        url = settings.database_url.get_secret_value()
        if not url:
            url = f"sqlite:///{self.state_folder() / (self.metrics.part + '.sqlite')}"
        durable = bool(settings.database_url.get_secret_value() or settings.state_folder)
        if not durable and getattr(settings, "zvm", "") != "embedded":  # an embedded host is as temporary
            self.log.warning("the database is temporary: set database_url or state_folder to keep it")
        database = Database(url, self.metrics.part, durable=durable)
        self.closing.push_async_callback(database.close)
        try:
            await database.upgrade(migrations)
        except (DBAPIError, OSError) as error:
            raise SettingsError(f"database_url: the database cannot be used ({type(error).__name__})") from error
        return database

    async def open_requests(self, database: Database) -> Requests:
        """The requests that the part has seen, in `database`; old ones are forgotten every hour."""
        settings = self.settings
        if not isinstance(settings, DatabaseSettings):
            raise TypeError(f"{type(settings).__name__} is not a DatabaseSettings")
        requests = Requests(database, remember=settings.remember_requests * 3600, lease=settings.request_lease)
        self.closing.push_async_callback(requests.close)
        forgetting = asyncio.create_task(_hourly(requests, self.log))
        self.closing.push_async_callback(_cancelled, forgetting)
        return requests

    def state_folder(self) -> Path:
        """The folder that outlives the process; a temporary one, removed at the end, when none is set.

        SettingsError when it cannot be made.
        """
        if (folder := self.settings.state_folder) is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise SettingsError(f"state_folder: {folder} cannot be made ({type(error).__name__})") from error
            return folder
        if self._temporary is None:
            made = tempfile.TemporaryDirectory(prefix=f"zfleet-{self.metrics.part}-")
            self._temporary = Path(self.closing.enter_context(made))
        return self._temporary


class Process(Generic[Settings]):
    """A part that runs: where it listens, and how it is stopped."""

    def __init__(
        self, part: Part[Settings], settings: Settings, log: Log | None = None, host: SimulatedHost | None = None
    ) -> None:
        self.part = part
        self.settings = settings
        self.log = log or open_log(part.name, level=settings.log_level, form=settings.log_format)
        self.metrics = Metrics(part.name)
        self._loop_delay = LoopDelay(self.metrics.registry)
        self._server = Server(settings, self.metrics, self.log)
        self._closing = AsyncExitStack()
        self._metrics_server: MetricsServer | None = None
        self._opened = False
        self._shared = host

    @property
    def address(self) -> str:
        """HOST:PORT of the gRPC server, with the real port."""
        return self._server.address

    @property
    def metrics_address(self) -> str:
        """HOST:PORT of /metrics; empty when there is none."""
        return self._metrics_server.address if self._metrics_server else ""

    async def start(self) -> None:
        """Opens the part and serves it. On an exception everything is closed again."""
        began = time.perf_counter()
        try:
            self.runtime = Runtime(self.settings, self.log, self.metrics, self._server, self._closing, self._shared)
            self._start_metrics()
            services = await self.part.open(self.runtime)
            self._opened = True
            await self._server.start(services, open_tracer(self.settings, self._closing))
        except BaseException:
            await self.stop(drain=0, grace=0)
            raise
        self._loop_delay.start(asyncio.get_running_loop())  # not before: what opening takes holds up no call
        self.log.info(
            "serving",
            address=self.address,
            metrics=self.metrics_address,
            **self.runtime.addresses,
            services=[each.name for each in services],
            version=version(),
            seconds=round(time.perf_counter() - began, 3),
        )

    def _start_metrics(self) -> None:
        if not self.settings.metrics_listen:
            return
        try:
            server = MetricsServer(
                self.settings.metrics_listen, self.metrics.registry, lambda: self._server.health.serving
            )
        except OSError as error:
            where = self.settings.metrics_listen
            raise SettingsError(f"metrics_listen: {where} cannot be bound ({error.strerror})") from error
        server.start()
        self._metrics_server = server

    async def stop(self, *, drain: float | None = None, grace: float | None = None) -> None:
        """Stops as the module says. `drain` and `grace` (seconds) are the settings' unless given."""
        if self._opened:
            await self._server.drain(self.settings.drain if drain is None else drain)
            while self.runtime.at_stop:
                await self.runtime.at_stop.pop()()
        await self._server.stop(self.settings.grace if grace is None else grace)
        try:
            if self._opened:
                self._opened = False
                await self.part.close()
        finally:
            await self._closing.aclose()
            self._loop_delay.stop()
            if self._metrics_server is not None:
                self._metrics_server.stop()


@asynccontextmanager
async def running(
    part: Part[Settings], settings: Settings, *, log: Log | None = None, host: SimulatedHost | None = None
) -> AsyncIterator[Process[Settings]]:
    """Runs a part inside this process and event loop, for the time of a `with`. It stops without a drain pause.

    `host`: the simulated host that `embedded` stands for, when several parts are to share one.
    """
    process = Process(part, settings, log, host)
    await process.start()
    try:
        yield process
    finally:
        await process.stop(drain=0)


def main(part: Part[Any], arguments: Sequence[str] | None = None) -> None:
    """Runs a part as this process, until SIGTERM or SIGINT; a second signal ends it at once. Leaves by sys.exit.

    Exit codes: 0 stopped, 1 could not start or failed, 2 bad options.
    """
    try:
        settings = settings_from(part.settings, sys.argv[1:] if arguments is None else arguments, os.environ)
    except SettingsError as error:
        print(f"zfleet {part.name}: cannot start:\n{error}", file=sys.stderr)  # noqa: T201  # before there is a log
        sys.exit(2)
    with asyncio.Runner(loop_factory=_loop_factory(settings)) as runner:
        sys.exit(runner.run(_until_signalled(part, settings)))


async def _until_signalled(part: Part[Settings], settings: Settings) -> int:
    process = Process(part, settings)
    take_over_standard_logging(process.log)
    loop = asyncio.get_running_loop()
    asked, urged = asyncio.Event(), asyncio.Event()

    def heard(name: str) -> None:
        process.log.info("stopping", signal=name, at_once=asked.is_set())
        (urged if asked.is_set() else asked).set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, heard, number.name)
    try:
        starting = asyncio.ensure_future(process.start())
        await _first(starting, asked)
        if not starting.done():
            starting.cancel()
            await asyncio.wait([starting])
            return 0
        starting.result()
        _leave_out_of_collections()
        await asked.wait()
        stopping = asyncio.ensure_future(process.stop())
        await _first(stopping, urged)
        if not stopping.done():
            stopping.cancel()
            await asyncio.wait([stopping])
            await process.stop(drain=0, grace=0)
        else:
            stopping.result()
    except SettingsError as error:
        process.log.error("cannot start", problem=str(error))
        return 2
    except Exception as error:
        process.log.error("failed", error=type(error).__name__, exc_info=error)
        return 1
    process.log.info("stopped")
    return 0


def _leave_out_of_collections() -> None:
    """Everything that is there when the process serves stays: modules, classes, messages, tables, routes.

    A full garbage collection would look at all of it again and again, and hold up the event loop for about 0.1 s.
    """
    gc.freeze()


async def _hourly(requests: Requests, log: Log) -> None:
    while True:
        try:
            await requests.forget_old()
        except ZfleetError as error:  # the database is away; the next hour will do
            log.warning("old requests not forgotten", reason=error.reason)
        await asyncio.sleep(3600)


async def _cancelled(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.wait([task])


async def _first(task: asyncio.Future[Any], event: asyncio.Event) -> None:
    """Returns when the task is done or the event is set."""
    waiting = asyncio.ensure_future(event.wait())
    await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()


def _loop_factory(settings: PartSettings) -> Callable[[], asyncio.AbstractEventLoop] | None:
    if not settings.uvloop:
        return None
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
