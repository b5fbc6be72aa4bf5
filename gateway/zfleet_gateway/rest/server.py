# SPDX-License-Identifier: Apache-2.0
"""The HTTP server: uvicorn in the gateway's own event loop, started and stopped with the part."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Generator

import uvicorn
from starlette.types import ASGIApp

from zfleet_gateway.rest.protocol import impatient
from zfleet_gateway.settings import GatewaySettings
from zfleet_runtime.log import Log
from zfleet_runtime.settings import SettingsError, host_and_port
from zfleet_runtime.tls import files_of

_IDLE = 75.0  # seconds that a connection may be idle: longer than the pools of usual clients keep one
_LOOK_AT_FILES = 30.0  # seconds between looks at the certificate files
_BACKLOG = 1024


class _Uvicorn(uvicorn.Server):
    """uvicorn without hands of its own on the process's signals."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Says when it is done."""
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """They are the process's business (zfleet_runtime.process)."""
        yield


class RestServer:
    """One listening socket. Plain HTTP, or HTTPS when the settings have a certificate."""

    def __init__(self, app: ASGIApp, settings: GatewaySettings, log: Log) -> None:
        self._settings = settings
        self._log = log
        self._files = files_of(settings)
        self._tls = self._context()
        self._server = _Uvicorn(
            uvicorn.Config(
                app,
                http=impatient(settings.rest_read_timeout),
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                backlog=_BACKLOG,
                timeout_keep_alive=round(_IDLE),
                timeout_graceful_shutdown=max(1, round(settings.grace)),
            )
        )
        self._serving: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self.address = ""

    async def start(self) -> None:
        """Serves from now on. SettingsError when the address cannot be had."""
        host, _ = host_and_port(self._settings.rest_listen)
        bound = self._bind()
        port = bound.getsockname()[1]
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._server.config.load()
        self._server.config.ssl = self._tls
        self._serving = asyncio.create_task(self._server.serve(sockets=[bound]))
        if self._tls is not None:
            self._looking = asyncio.create_task(self._look_at_files(self._tls))
        ready = asyncio.create_task(self._server.ready.wait())
        await asyncio.wait([ready, self._serving], return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._serving.done():
            self._serving.result()

    def begin_stop(self) -> None:
        """Takes no new connection; requests under way get the settings' grace, idle connections end now."""
        self._server.should_exit = True
        if self._looking is not None:
            self._looking.cancel()

    async def stopped(self) -> None:
        """Returns when the last request has been answered, or its grace is over."""
        self.begin_stop()
        if self._serving is not None:
            await asyncio.wait([self._serving])

    def _bind(self) -> socket.socket:
        host, port = host_and_port(self._settings.rest_listen)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # With the protocol said, or asyncio leaves Nagle's delay on: 40 ms between an answer's head and body.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((host, port))
            bound.listen(_BACKLOG)
        except OSError as error:
            bound.close()
            where = self._settings.rest_listen
            raise SettingsError(f"rest_listen: {where} cannot be bound ({error.strerror})") from error
        bound.setblocking(False)
        return bound

    def _context(self) -> ssl.SSLContext | None:
        if self._files.certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            context.load_cert_chain(self._files.certificate, self._files.key)
            if self._settings.rest_tls_ca_file is not None:
                context.load_verify_locations(self._settings.rest_tls_ca_file)
                context.verify_mode = ssl.CERT_REQUIRED
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(f"the REST certificate files cannot be used ({type(error).__name__})") from error
        return context

    async def _look_at_files(self, context: ssl.SSLContext) -> None:
        """New connections get a renewed certificate without a restart."""
        stamp = self._files.stamp()
        while True:
            await asyncio.sleep(_LOOK_AT_FILES)
            if (seen := self._files.stamp()) == stamp or self._files.certificate is None:
                continue
            stamp = seen
            try:
                context.load_cert_chain(self._files.certificate, self._files.key)
                self._log.info("REST certificate renewed")
            except (OSError, ssl.SSLError):
                self._log.error("REST certificate files cannot be used; the old certificate stays")
