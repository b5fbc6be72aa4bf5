# SPDX-License-Identifier: Apache-2.0
"""Serves /metrics (Prometheus text), /livez and /readyz over plain HTTP on a thread of its own.

The probes are here as well as on the gRPC port because a kubelet shows no certificate: mTLS shuts it out there.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from zfleet_runtime.settings import host_and_port

_IDLE = 10.0  # seconds that a client may take to send its request: threads must not pile up
_TEXT = "text/plain; charset=utf-8"


class MetricsServer:
    """One listening socket. `ready` is asked for /readyz, from the server's thread."""

    def __init__(self, listen: str, registry: CollectorRegistry, ready: Callable[[], bool]) -> None:
        host, port = host_and_port(listen)

        class Handler(_Handler):
            """Bound to this server's registry."""

            answers = {  # noqa: RUF012  # one class per server: this is its state
                "/metrics": lambda: (200, CONTENT_TYPE_LATEST, generate_latest(registry)),
                "/livez": lambda: (200, _TEXT, b"ok\n"),
                "/readyz": lambda: (200, _TEXT, b"ok\n") if ready() else (503, _TEXT, b"not serving\n"),
            }

        class Server(ThreadingHTTPServer):
            """Threads that do not hold up the end of the process."""

            daemon_threads = True
            request_queue_size = 128  # probes and scrapes that come at once must not wait for a second SYN
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A scraper that went away in the middle is no error of ours, and nothing to print."""
                if not isinstance(sys.exc_info()[1], OSError):
                    super().handle_error(request, client_address)

        self._server = Server((host, port), Handler)
        self._thread = threading.Thread(target=self._serve, name="metrics", daemon=True)
        self._stopping = False

    @property
    def address(self) -> str:
        """HOST:PORT with the real port."""
        host, port = self._server.server_address[:2]
        return f"[{host!s}]:{port}" if ":" in str(host) else f"{host!s}:{port}"

    def start(self) -> None:
        """Begins to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stops answering and gives the port back."""
        if self._thread.is_alive():
            self._stopping = True
            self._server.socket.shutdown(socket.SHUT_RDWR)  # wakes the thread, which serve_forever would do by polling
            self._thread.join()
        self._server.server_close()

    def _serve(self) -> None:
        while not self._stopping:
            self._server.handle_request()


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD of the paths in `answers`; nothing else."""

    answers: dict[str, Callable[[], tuple[int, str, bytes]]]
    timeout = _IDLE
    server_version = "zfleet"
    sys_version = ""

    def do_GET(self) -> None:
        """One of `answers`, or 404."""
        answer = self.answers.get(self.path.partition("?")[0])
        status, kind, body = answer() if answer else (404, _TEXT, b"not found\n")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Scrapes are not logged."""
