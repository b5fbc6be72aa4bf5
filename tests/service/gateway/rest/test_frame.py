# SPDX-License-Identifier: Apache-2.0
"""What holds for every endpoint: envelope, statuses, limits, headers, JSON."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from typing import Any

import httpx
import pytest

from tests.service.gateway.rest.world import Rest


async def test_the_version_is_the_contracts(rest: Rest) -> None:
    """Clients refuse to start unless api_version is 1.0."""
    output = await rest.get("/")
    assert output.pop("version")
    assert output == {"api_version": "1.0", "min_version": "1.0", "max_version": "1.0"}


async def test_health_counts_the_calls_of_zvm(rest: Rest) -> None:
    """The deprecated form is not in the envelope."""
    await rest.get("/host")
    health = await rest.get("/smapi_health")
    assert health["totalSuccess"] > 0
    assert health["healthy"] is True
    assert health["lastSuccess"].endswith("Z")
    assert (await rest.http.get("/smapi-healthy")).json()["SMAPI"].keys() == health.keys()


@pytest.mark.parametrize("path", ["/nothing", "/guests/", "/guests//info", "/Guests", "/host/disk/POOL1"])
async def test_an_unknown_path_is_404_in_the_envelope(rest: Rest, path: str) -> None:
    """Letter case counts, and a trailing slash is another path."""
    assert await rest.refused("GET", path, status=404) == (404, 120, 404, 1)


async def test_a_wrong_method_is_405_and_says_which_are_right(rest: Rest) -> None:
    """In the order of the contract's table."""
    answer = await rest.http.request("PATCH", "/guests")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.json()["overallRC"] == 400
    head = await rest.http.head("/host")
    assert (head.status_code, head.headers["allow"]) == (405, "GET")
    assert (await rest.http.get("/guests/LINUX01/nic")).status_code == 405


BAD_JSON = {
    "no JSON": b"{",
    "nothing": b"",
    "not a number": b'{"guest": NaN}',
    "infinity": b'{"guest": 1e999}',
    "a long number": b'{"guest": ' + b"9" * 5000 + b"}",
    "a key twice": b'{"guest": {"userid": "A", "userid": "B"}}',
    "too deep": b'{"guest":' + b"[" * 50 + b"]" * 50 + b"}",
    "far too deep": b"[" * 200_000,
    "not UTF-8": b'{"guest": "\xff"}',
    "half a surrogate pair": b'{"guest": "\\ud800"}',
    "a list": b"[]",
    "a text": b'"guest"',
    "null": b"null",
}


@pytest.mark.parametrize("body", BAD_JSON.values(), ids=BAD_JSON.keys())
async def test_json_that_cannot_be_accepted_is_400(rest: Rest, body: bytes) -> None:
    """And never more than that: no crash, no stack trace."""
    answer = await rest.http.post("/guests", content=body)
    told = answer.json()
    assert answer.status_code == 400, told
    assert (told["overallRC"], told["modID"], told["rc"], told["rs"]) == (400, 120, 400, 400)


async def test_every_bad_field_is_named_at_once(rest: Rest) -> None:
    """Of path, query and body, before anything is done."""
    disks = [{"size": "10x", "is_boot_disk": 1}, {"size": "1g", "vdev": "wxyz", "more": 1}]
    guest = {"userid": "toolonguserid", "vcpus": 0, "memory": "1g", "disk_list": disks, "loaddev": {"lun": "xx"}}
    told = await rest.call("POST", "/guests", {"guest": guest, "more": 1}, status=400)
    names = ["guest.userid", "guest.vcpus", "guest.memory", "guest.disk_list.0.size", "guest.disk_list.0.is_boot_disk"]
    names += ["guest.disk_list.1.vdev", "guest.disk_list.1.more", "guest.loaddev.lun", "more"]
    for name in names:
        assert f"field/attribute {name}." in told["errmsg"], (name, told["errmsg"])
    told = await rest.call("PUT", "/guests/wrong!id/nic/xyz", {"info": {}}, status=400)
    for name in ("userid", "vdev", "info.couple"):
        assert f"field/attribute {name}." in told["errmsg"]


async def test_the_content_type_of_a_body_does_not_matter(rest: Rest) -> None:
    """The reference reads JSON whatever it is called."""
    body = json.dumps({"vswitch": {"name": "VSWZ"}}).encode()
    answer = await rest.http.post("/vswitches", content=body, headers={"content-type": "text/plain"})
    assert answer.status_code == 200, answer.text
    assert "VSWZ" in await rest.get("/vswitches")


@pytest.mark.parametrize("told", [True, False])
async def test_a_body_that_is_too_long_is_413(rest: Rest, told: bool) -> None:
    """Whether its length is announced or not; the connection is not used again."""
    content: Any = b" " * (1024 * 1024 + 1)

    async def parts() -> Any:
        for _ in range(20):
            yield b" " * 65536

    answer = await rest.http.post("/guests", content=content if told else parts())
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert answer.json()["rs"] == 413
    await rest.get("/")


async def test_request_ids_come_back_and_bad_ones_are_replaced(rest: Rest) -> None:
    """A line feed in one could forge a log line."""
    answer = await rest.http.get("/", headers={"x-request-id": "req-1234"})
    assert answer.headers["x-request-id"] == "req-1234"
    answer = await rest.http.get("/", headers={"x-request-id": "a b"})
    assert len(answer.headers["x-request-id"]) == 32


async def test_requests_are_counted_by_route_method_and_status(rest: Rest) -> None:
    """Labels are patterns: what a caller writes into a path makes no new series."""
    await rest.get("/guests")
    for name in ("A", "B", "C"):
        await rest.refused("GET", f"/guests/{name}/info", status=404)
    await rest.refused("GET", "/whatever", status=404)
    counted = "zfleet_rest_requests_total"
    assert rest.zfleet.metric(counted, route="/guests", method="GET", code="200") == 1
    assert rest.zfleet.metric(counted, route="/guests/{userid}/info", method="GET", code="404") == 3
    assert rest.zfleet.metric(counted, route="unknown", method="GET", code="404") == 1
    seconds = "zfleet_rest_request_seconds_count"
    assert rest.zfleet.metric(seconds, route="/guests/{userid}/info", method="GET") == 3


async def test_more_than_anybody_needs_is_refused_with_one_complaint(rest: Rest) -> None:
    """Thousands of query parameters or values in a body: to complain of each would hold everybody else up."""
    for path in ("/guests/nics", "/guests/stats", "/images"):
        for query in ("&".join(f"k{number}=" for number in range(2000)), "&".join(["userid=X"] * 2000)):
            told = await rest.call("GET", f"{path}?{query}", status=400)
            assert told["rs"] == 400
            assert len(told["errmsg"]) < 200
    ports = {f"port {number}": "a b" for number in range(2000)}
    body = {"action": "register_vm", "meta": "", "net_set": "0", "port_macs": ports}
    assert len((await rest.call("POST", "/guests/LINUX01/action", body, 400))["errmsg"]) < 200
    assert await rest.get("/guests/nics?" + "&".join(f"k{number}=" for number in range(1000))) == []


async def test_many_requests_at_once_are_answered(rest: Rest) -> None:
    """On as many connections as the client likes."""
    answers = await asyncio.gather(*(rest.get("/guests") for _ in range(64)))
    assert answers == [[]] * 64


async def test_the_page_for_people_needs_nothing_from_elsewhere(rest: Rest) -> None:
    """No script, no style, no picture of another server, and every endpoint is on it."""
    page = await rest.http.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert re.findall(r"(?:src|href|url)\W{1,3}(?:https?:)?//", page.text) == []
    assert "<script" not in page.text
    document = (await rest.http.get("/openapi.json")).json()
    assert document["openapi"] == "3.1.0"
    assert len(document["paths"]) == 41
    assert sum(len(methods) for methods in document["paths"].values()) == 58
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page.text


async def test_a_stop_answers_what_is_under_way(rest: Rest) -> None:
    """New connections are refused, a request that has begun gets its answer."""
    began = asyncio.Event()

    async def parts() -> Any:
        yield b'{"vswitch": '
        began.set()
        await asyncio.sleep(0.3)
        yield b'{"name": "VSWY"}}'

    under_way = asyncio.create_task(rest.http.post("/vswitches", content=parts()))
    await began.wait()
    stopping = asyncio.create_task(rest.zfleet.process.stop(drain=0))
    answer = await under_way
    assert answer.status_code == 200, answer.text
    await stopping
    with pytest.raises(httpx.ConnectError):
        await rest.http.get("/")


async def test_answers_do_not_wait_for_acknowledgements(rest: Rest) -> None:
    """Nagle's algorithm would hold the body back for 40 ms behind the head."""
    await rest.get("/")
    server = rest.zfleet.process.part.rest  # type: ignore[attr-defined]
    for connection in server._server.server_state.connections:
        option = connection.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert option != 0
    assert server._server.server_state.connections
