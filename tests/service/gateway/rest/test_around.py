# SPDX-License-Identifier: Apache-2.0
"""What surrounds a request: what is passed on, what is logged, TLS, many guests."""

from __future__ import annotations

import io
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
import trustme

from tests.service.gateway.fleet import PORTS
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet_gateway.part import GatewayPart
from zfleet_gateway.settings import GatewaySettings
from zfleet_runtime.log import open_log
from zfleet_runtime.process import Process, running

ADMIN = "admin-token-of-alice-0001-as-long-as-a-hash"
MANY = 4000


class Registry:
    """A guest service that has nothing but a registry, and remembers what it was called with."""

    def __init__(self, count: int = 0) -> None:
        self.count = count
        self.metadata: list[dict[str, Any]] = []
        self.pages: list[int] = []

    def _list(self, request: guest.ListManagedGuestsRequest, context: Any) -> guest.ListManagedGuestsResponse:
        start = int(request.page_token or 0)
        end = min(start + request.page_size, self.count)
        self.pages.append(request.page_size)
        guests = [guest.ManagedGuest(user_id=f"G{number:07}") for number in range(start, end)]
        return guest.ListManagedGuestsResponse(guests=guests, next_page_token=str(end) if end < self.count else "")

    def _get(self, request: guest.GetManagedGuestRequest, context: Any) -> guest.GetManagedGuestResponse:
        self.metadata.append(dict(context.invocation_metadata()))
        return guest.GetManagedGuestResponse(guest=guest.ManagedGuest(user_id=request.user_id, relocated_to="VM2"))

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        """Its address."""

        def handler(method: Any, form: Any) -> Any:
            async def call(request: Any, context: Any) -> Any:
                return method(request, context)

            return grpc.unary_unary_rpc_method_handler(call, form.FromString, lambda answer: answer.SerializeToString())

        handlers = {
            "ListManagedGuests": handler(self._list, guest.ListManagedGuestsRequest),
            "GetManagedGuest": handler(self._get, guest.GetManagedGuestRequest),
        }
        server = grpc.aio.server()
        server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler("zfleet.guest.v1.GuestService", handlers),)
        )
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            await server.stop(0)


@asynccontextmanager
async def gateway(
    guests: str = "127.0.0.1:1", log: io.StringIO | None = None, **more: Any
) -> AsyncIterator[Process[Any]]:
    """A gateway alone, with its REST API."""
    settings = GatewaySettings(
        **PORTS,
        **{"rest_listen": "127.0.0.1:0", **more},
        guest_address=guests,
        storage_address="127.0.0.1:1",
        network_address="127.0.0.1:1",
    )
    async with running(GatewayPart(), settings, log=open_log("gateway", stream=log or io.StringIO())) as process:
        yield process


def url(process: Process[Any], scheme: str = "http") -> str:
    """Its base URL."""
    return f"{scheme}://{process.runtime.addresses['rest_address']}"


async def test_request_id_and_trace_are_passed_on_and_logged() -> None:
    """And the log line names the route and the guest that it was about."""
    registry, log = Registry(), io.StringIO()
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    async with registry.served() as address, gateway(address, log) as process, httpx.AsyncClient() as http:
        headers = {"x-request-id": "from-nova-1", "traceparent": trace}
        answer = await http.get(f"{url(process)}/guests/INST0001/power_state", headers=headers)
    assert (answer.status_code, answer.headers["x-request-id"]) == (404, "from-nova-1")
    assert registry.metadata[0]["x-request-id"] == "from-nova-1"
    assert registry.metadata[0]["traceparent"].split("-")[1] == trace.split("-")[1]
    (line,) = [json.loads(line) for line in log.getvalue().splitlines() if '"request"' in line]
    assert (line["route"], line["method"], line["status"]) == ("/guests/{userid}/power_state", "GET", 404)
    assert line["userid"] == "INST0001"
    assert (line["request_id"], line["trace_id"], line["reason"]) == (
        "from-nova-1",
        trace.split("-")[1],
        "GUEST_NOT_MANAGED",
    )


async def test_what_is_no_name_is_not_logged_as_one() -> None:
    """A line that looks like another one of ours could be made of it."""
    log = io.StringIO()
    async with Registry().served() as address, gateway(address, log) as process, httpx.AsyncClient() as http:
        answer = await http.get(f"{url(process)}/guests/A%0A%7B%22event%22/power_state")
    assert answer.status_code == 400
    (line,) = [json.loads(line) for line in log.getvalue().splitlines() if '"request"' in line]
    assert line["route"] == "/guests/{userid}/power_state"
    assert "userid" not in line
    assert "\n" not in line["message"]


async def test_a_guest_that_was_relocated_away_is_404() -> None:
    """It is another connector's now."""
    registry = Registry()
    async with registry.served() as address, gateway(address) as process, httpx.AsyncClient() as http:
        answer = await http.post(f"{url(process)}/guests/INST0001/action", json={"action": "start"})
    assert (answer.status_code, answer.json()["overallRC"], answer.json()["modID"]) == (404, 404, 10)


async def test_four_thousand_guests_are_listed_in_the_biggest_pages() -> None:
    """Four calls, not forty."""
    registry = Registry(MANY)
    async with registry.served() as address, gateway(address) as process, httpx.AsyncClient() as http:
        answer = await http.get(f"{url(process)}/guests")
    assert len(set(answer.json()["output"])) == MANY
    assert registry.pages == [1000] * 4


async def test_a_service_that_is_away_is_503_with_a_time_to_come_back() -> None:
    """And names no address."""
    async with gateway() as process, httpx.AsyncClient() as http:
        answer = await http.get(f"{url(process)}/guests")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    told = answer.json()
    assert (told["overallRC"], told["modID"], told["rc"], told["rs"]) == (503, 120, 503, 1)
    assert "127.0.0.1" not in told["errmsg"]


async def test_no_token_is_ever_logged(tmp_path: Path) -> None:
    """Neither a right one nor a wrong one, nor what was issued."""
    file, log = tmp_path / "tokens", io.StringIO()
    file.write_text(f"alice admin {ADMIN}\n")
    async with gateway(log=log, rest_auth="token", rest_token_file=file) as process, httpx.AsyncClient() as http:
        issued = (await http.post(f"{url(process)}/token", headers={"X-Admin-Token": ADMIN})).headers["x-auth-token"]
        await http.post(f"{url(process)}/token", headers={"X-Admin-Token": f"{ADMIN}-wrong"})
        await http.get(f"{url(process)}/", headers={"X-Auth-Token": issued})
        await http.get(f"{url(process)}/", headers={"X-Auth-Token": f"{issued}x"})
    text = log.getvalue()
    assert ADMIN not in text
    assert issued not in text
    assert '"subject":"alice"' in text
    assert '"reason":"TOKEN_INVALID"' in text


@pytest.mark.parametrize("mutual", [False, True])
async def test_https_with_the_gateways_certificate(tmp_path: Path, mutual: bool) -> None:
    """gRPC's CA asks gRPC callers for certificates; REST callers are asked only by its own setting."""
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    files = {name: tmp_path / name for name in ("certificate", "key", "ca")}
    files["certificate"].write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    files["key"].write_bytes(certificate.private_key_pem.bytes())
    authority.cert_pem.write_to_path(str(files["ca"]))
    more: dict[str, Any] = {"tls_certificate_file": files["certificate"], "tls_key_file": files["key"]}
    trusting = ssl.create_default_context(cafile=str(files["ca"]))
    if mutual:
        more["rest_tls_ca_file"] = files["ca"]
    async with gateway(**more) as process:
        base = url(process, "https")
        async with httpx.AsyncClient(verify=trusting) as http:
            if mutual:
                with pytest.raises(httpx.HTTPError):
                    await http.get(f"{base}/")
            else:
                assert (await http.get(f"{base}/")).json()["output"]["api_version"] == "1.0"
        authority.issue_cert("client.example").configure_cert(trusting)
        async with httpx.AsyncClient(verify=trusting) as http:
            assert (await http.get(f"{base}/")).status_code == 200
        async with httpx.AsyncClient() as http:
            with pytest.raises(httpx.HTTPError):
                await http.get(f"{url(process)}/")


async def test_without_an_address_there_is_no_rest_api() -> None:
    """An empty rest_listen."""
    async with gateway(rest_listen="") as process:
        assert process.runtime.addresses == {}
