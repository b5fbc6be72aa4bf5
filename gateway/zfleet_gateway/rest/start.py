# SPDX-License-Identifier: Apache-2.0
"""Puts the facade together and starts it with the gateway."""

from __future__ import annotations

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.calls import Calls
from zfleet_gateway.describe import Describe
from zfleet_gateway.rest.app import RestApp
from zfleet_gateway.rest.documents import DOCUMENTS
from zfleet_gateway.rest.metrics import RestMetrics
from zfleet_gateway.rest.route import InProcess
from zfleet_gateway.rest.router import Router
from zfleet_gateway.rest.server import RestServer
from zfleet_gateway.rest.signing_key import signing_key
from zfleet_gateway.rest.table import ROUTES
from zfleet_gateway.rest.tokens import Tokens
from zfleet_gateway.services import Services
from zfleet_gateway.settings import GatewaySettings
from zfleet_runtime.database import Database
from zfleet_runtime.process import Runtime


async def start_rest(
    runtime: Runtime[GatewaySettings],
    database: Database,
    to: Services,
    calls: Calls,
    describe: Describe,
    version: pb.GetVersionResponse,
) -> RestServer | None:
    """Serves REST from now on; None when the settings want none. A stop takes no new requests.

    SettingsError when the address, a certificate or the token file cannot be used.
    """
    settings = runtime.settings
    if not settings.rest_listen:
        return None
    tokens = Tokens(None, b"", settings.rest_token_validity)
    if settings.rest_auth == "token":
        tokens = Tokens(settings.rest_token_file, await signing_key(database), settings.rest_token_validity)
        tokens.check_file()
    app = RestApp(
        Router((*ROUTES, *DOCUMENTS)),
        InProcess(to, calls, describe, version, tokens, settings),
        tokens,
        RestMetrics(runtime.metrics.registry),
        runtime.log,
        json_limit=settings.rest_body_limit,
    )
    server = RestServer(app, settings, runtime.log)
    await server.start()
    runtime.closing.push_async_callback(server.stopped)  # also when the part fails to open

    async def begin_stop() -> None:
        server.begin_stop()

    runtime.at_stop.append(begin_stop)
    runtime.addresses["rest_address"] = server.address
    return server
