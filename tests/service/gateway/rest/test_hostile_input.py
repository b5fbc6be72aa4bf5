# SPDX-License-Identifier: Apache-2.0
"""Every field of every endpoint with texts that would add a statement, an operand or a command: none gets through."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import BaseModel, ValidationError

from tests.service.gateway.rest import hostile
from tests.service.gateway.rest.hostile import BODIES, PATHS, QUERIES, RAW, TEXTS, VICTIM, WRONG_KINDS, allowed
from tests.service.gateway.rest.world import Rest, rest_world
from zfleet_gateway.rest.models.types import Query
from zfleet_gateway.rest.table import ROUTES

pytestmark = pytest.mark.sweep

AT_ONCE = 16
BY_KEY = {(route.method, route.label): route for route in ROUTES}


@pytest.fixture(scope="module")
async def rest(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rest]:
    """One host for all of it, with a guest that is off."""
    folder: Path = tmp_path_factory.mktemp("rest")
    async with rest_world(folder, rest_busy_patience=0.1) as world:
        await world.guest(VICTIM)
        yield world


async def state(rest: Rest) -> dict[str, Any]:
    """All that could have been changed: the directory to the letter, switches, NICs, images, templates, reader."""
    users = await rest.get("/host/guests")
    entries = await asyncio.gather(*(rest.get(f"/guests/{user}/user_direct") for user in users))
    switches = await rest.get("/vswitches")
    details = await asyncio.gather(*(rest.get(f"/vswitches/{name}") for name in switches))
    return {
        "users": dict(zip(users, entries, strict=True)),
        "switches": dict(zip(switches, details, strict=True)),
        "managed": await rest.get("/guests"),
        "nics": await rest.get("/guests/nics"),
        "images": await rest.get("/images"),
        "templates": await rest.get("/volumes/fcptemplates"),
        "pools": await rest.get("/host/diskpool?details=true"),
        "reader": await rest.zfleet.reader_of(VICTIM),
        "power": await rest.get(f"/guests/{VICTIM}/power_state"),
    }


def path_of(label: str, **values: str) -> str:
    """A route's path with right values, or others."""
    return label.partition(":")[0].format(**{name: quote(text, safe="") for name, text in {**PATHS, **values}.items()})


async def sent(rest: Rest, method: str, path: str, **more: Any) -> tuple[int, dict[str, Any]]:
    """Status and envelope of an answer, whose form is checked."""
    answer = await rest.http.request(method, path, timeout=30, **more)
    told = answer.json()
    assert answer.headers["content-type"] == "application/json", (method, path, more)
    assert set(told) == {"overallRC", "modID", "rc", "rs", "errmsg", "output"}, (method, path, more)
    assert answer.status_code < 500 or answer.status_code in (501, 503) or told["overallRC"] not in (500, 400), told
    return answer.status_code, told


async def all_of(work: Iterable[Any]) -> list[Any]:
    """The results of much work, some at once."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(each: Any) -> Any:
        async with turns:
            return await each

    return await asyncio.gather(*(one(each) for each in work))


def test_every_field_of_every_endpoint_is_tried() -> None:
    """A field that is added to a model must be added to the right requests too."""
    for key, route in BY_KEY.items():
        if route.body is not None:
            wanted = set(hostile.fields_of(route.body))
            assert wanted <= hostile.named(BODIES[key]), (key, wanted - hostile.named(BODIES[key]))
        if route.query is not None:
            assert set(route.query.model_fields) == set(QUERIES[key]), key
        for part in route.path.split("/"):
            assert not part.startswith("{") or part[1:-1] in PATHS


async def test_hostile_texts_in_bodies_are_refused_and_change_nothing(rest: Rest) -> None:
    """400 that names every field which has one, before anybody is asked."""
    before = await state(rest)

    async def one(key: tuple[str, str], text: str) -> list[tuple[str, str]]:
        body, names = hostile.filled(key, text)
        if not names:
            return []
        status, told = await sent(rest, key[0], path_of(key[1]), json=body)
        return [(name, text) for name in names if status != 400 or f"attribute {name}." not in told["errmsg"]]

    through = await all_of(one(key, text) for key in BODIES for text in TEXTS.values())
    assert [each for found in through for each in found] == []
    assert await state(rest) == before


@pytest.mark.parametrize("key", sorted(key for key in BODIES if hostile.free(key)), ids=" ".join)
async def test_a_callers_own_texts_do_no_harm(rest: Rest, key: tuple[str, str]) -> None:
    """Where a field may hold such letters they are text: nothing changes but what the request is for."""
    method, label = key
    before = await state(rest)
    await all_of(sent(rest, method, path_of(label), json=place.body(text)) for place, text in hostile.free(key))
    after = await state(rest)
    made = MADE.get(key, "")
    if made == "nics":  # and their statements in the entry, nothing else
        kinds = [statements(each["users"].pop(VICTIM)) for each in (before, after)]
        assert set(kinds[1] - kinds[0]) == {"NICDEF"}
        await all_of(rest.delete(f"/guests/{VICTIM}/nic/{nic['interface']}") for nic in after["nics"])
    elif made == "templates":
        await all_of(rest.delete(f"/volumes/fcptemplates/{each['id']}") for each in after[made]["fcp_templates"])
    elif made == "switches":
        assert set(after[made]) - set(before[made]) <= {"NEWSW"}
        await rest.delete("/vswitches/NEWSW")
    assert {**after, made: before.get(made)} == {**before, made: before.get(made)}


MADE = {
    ("POST", "/guests/{userid}/nic"): "nics",
    ("POST", "/volumes/fcptemplates"): "templates",
    ("POST", "/vswitches"): "switches",
    ("PUT", "/guests/{userid}/disks"): "reader",
    ("DELETE", "/guests/volumes"): "reader",
}
"""What a request with the caller's own text in it makes."""


async def test_values_of_another_kind_never_break_anything(rest: Rest) -> None:
    """Objects for texts, lists for objects, numbers for booleans: an answer in form, and never our own failure."""
    work = []
    for key in BODIES:
        model = BY_KEY[key].body
        assert model is not None
        bodies = [place.body(value) for place in hostile.places(key) for value in WRONG_KINDS.values()]
        bodies += WRONG_KINDS.values()
        sendable = [body for number, body in enumerate(bodies) if number % 50 == 0 or accepted(model, body)]
        work += [sent(rest, key[0], path_of(key[1]), json=body) for body in sendable]
    await all_of(work)
    if VICTIM not in await rest.get("/guests"):  # some of it is a whole request: deregister_vm needs nothing more
        again = {"action": "register_vm", "meta": "", "net_set": "0"}
        await rest.call("POST", f"/guests/{VICTIM}/action", again)


def accepted(model: type[BaseModel], body: Any) -> bool:
    """Whether the facade goes on with it; nothing but ValidationError may come of what it refuses."""
    given = {key: value for key, value in body.items() if key != "action"} if isinstance(body, dict) else body
    try:
        model.model_validate(given)
    except ValidationError:
        return False
    return True


async def test_what_is_no_json_is_refused_wherever_it_stands(rest: Rest) -> None:
    """NaN, keys that come twice, half a character: what one reader takes one way and the next another way."""
    before = await state(rest)
    work = [
        sent(rest, key[0], path_of(key[1]), content=place.raw(text))
        for key in BODIES
        for place in list(hostile.leaves(key))[:1]
        for text in RAW.values()
    ]
    assert {(status, told["rs"]) for status, told in await all_of(work)} == {(400, 400)}
    assert await state(rest) == before


async def test_hostile_texts_in_paths_are_refused_and_change_nothing(rest: Rest) -> None:
    """Encoded as a client would, so that they arrive as they are."""
    before = await state(rest)

    async def one(method: str, label: str, name: str, text: str) -> tuple[str, str, str, str] | None:
        body = BODIES.get((method, label))
        status, _ = await sent(rest, method, path_of(label, **{name: text}), **({"json": body} if body else {}))
        fine = status == 400 or (status in (200, 404) and allowed(name, text) and text not in ("..", "."))
        return None if fine else (method, label, name, text)

    parts = {
        key: [part[1:-1] for part in key[1].partition(":")[0].split("/") if part.startswith("{")] for key in BY_KEY
    }
    texts = [text for text in TEXTS.values() if text not in ("..", ".")]  # a client takes those out of a path itself
    work = [one(*key, name, text) for key, names in parts.items() for name in names for text in texts]
    assert [each for each in await all_of(work) if each] == []
    assert await state(rest) == before


TRAVERSALS = [
    "..",
    "%2e%2e",
    ".%2e",
    "..%2f..%2fetc",
    "%2e%2e%2f%2e%2e",
    "..%5c..",
    "%00",
    "a%00",
    "a%0d%0ab",
    "%ff%fe",
]


@pytest.mark.parametrize("path", ["/images/{}", "/images/{}/root_disk_size", "/guests/{}", "/vswitches/{}"])
@pytest.mark.parametrize("text", TRAVERSALS)
async def test_no_path_leads_out_of_its_place(rest: Rest, path: str, text: str) -> None:
    """Sent as written, without a client that tidies it up."""
    url = rest.http.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    line = path.format(text)
    writer.write(f"GET {line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".encode())
    head, _, body = (await asyncio.wait_for(reader.read(), 30)).partition(b"\r\n\r\n")
    writer.close()
    assert int(head.split()[1]) in (400, 404, 405), head
    assert json.loads(body)["output"] == ""


@pytest.mark.parametrize("key", sorted(QUERIES), ids=" ".join)
async def test_hostile_texts_in_queries_are_refused(rest: Rest, key: tuple[str, str]) -> None:
    """Also keys that nobody knows, and keys that come twice."""
    method, label = key
    right = QUERIES[key]

    async def one(name: str, text: str) -> tuple[str, str] | None:
        status, _ = await sent(rest, method, label, params={**right, name: text})
        fine = status == 400 or allowed(f"?{name}", text) or allowed(name, text)
        return None if fine else (name, text)

    found = await all_of(one(name, text) for name in right for text in TEXTS.values())
    assert [each for each in found if each] == []
    model: type[Query] = BY_KEY[key].query  # type: ignore[assignment]  # all of these have one
    status, _ = await sent(rest, method, label, params={**right, "__class__": "x"})
    assert (status == 400) is not model.unknown_is_fine
    for name in set(right) - model.lists:
        twice = [*right.items(), (name, right[name])]
        assert (await sent(rest, method, label, params=twice))[0] == 400, name


FREE_TEXTS = [text for text in TEXTS.values() if allowed("comments.0", text) and text.strip()]


async def test_a_callers_own_text_stays_text_in_the_directory(rest: Rest) -> None:
    """Comments, account and IPL parameters may hold what looks like statements, options or commands: the entry has the
    same statements as without them."""
    plain = {"userid": "TEXTS01", "vcpus": 1, "memory": 128, "disk_list": [], "ipl_from": "CMS"}
    own = {"comments": ["a"] * len(FREE_TEXTS), "account": "a", "ipl_param": "a"}
    await rest.post("/guests", {"guest": {**plain, **own}})
    wanted = await entry_of(rest, "TEXTS01")
    await rest.delete("/guests/TEXTS01")
    for text in FREE_TEXTS:
        own = {"comments": FREE_TEXTS, "account": text, "ipl_param": text}
        await rest.http.post("/guests", json={"guest": {**plain, **own}})
        if "TEXTS01" in await rest.get("/guests"):  # z/VM's account is a word of 8 at most: others are refused
            assert await entry_of(rest, "TEXTS01") == wanted, text
            await rest.delete("/guests/TEXTS01")
    own = {"comments": FREE_TEXTS, "account": "a", "ipl_param": "a"}
    await rest.post("/guests", {"guest": {**plain, **own}})
    assert await entry_of(rest, "TEXTS01") == wanted
    await rest.delete("/guests/TEXTS01")


def statements(entry: dict[str, list[str]]) -> Counter[str]:
    """How many statements of each kind an entry has; a comment is one."""
    return Counter("*" if line.startswith("*") else line.split()[0] for line in entry["user_direct"] if line.strip())


async def entry_of(rest: Rest, user_id: str) -> Counter[str]:
    """The statements of a guest's entry."""
    return statements(await rest.get(f"/guests/{user_id}/user_direct"))


HEADERS = ["x-auth-token", "x-admin-token", "x-request-id", "traceparent", "content-type", "accept", "host", "cookie"]


async def test_hostile_texts_in_headers_are_no_trouble(rest: Rest) -> None:
    """What HTTP lets through at all."""
    texts = [text for text in TEXTS.values() if text.isprintable() and text.isascii() and text == text.strip()]
    work = [sent(rest, "GET", "/", headers=dict.fromkeys(HEADERS, text)) for text in texts]
    assert {status for status, _ in await all_of(work)} == {200}
