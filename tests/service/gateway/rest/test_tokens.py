# SPDX-License-Identifier: Apache-2.0
"""Who may call: the token flow of the contract, subjects and roles."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.service.gateway.fleet import PORTS
from tests.service.gateway.rest.world import Rest, rest_world
from zfleet_gateway.part import GatewayPart
from zfleet_gateway.settings import GatewaySettings
from zfleet_runtime.process import running
from zfleet_runtime.settings import SettingsError

ADMIN = "admin-token-of-alice-0001-as-long-as-a-hash"
READER = "reader-token-of-bob-0002"
DENIED = (400, 120, 400, 401)


@pytest.fixture
async def guarded(tmp_path: Path) -> AsyncIterator[Rest]:
    """Everything at work, with tokens asked for."""
    file = tmp_path / "tokens"
    file.write_text(f"# who may\nalice admin {ADMIN}\n\nbob reader {READER}\n")
    async with rest_world(tmp_path / "state", rest_auth="token", rest_token_file=file) as world:
        yield world


async def token_for(rest: Rest, admin_token: str) -> str:
    """A token from POST /token."""
    answer = await rest.http.post("/token", headers={"X-Admin-Token": admin_token})
    assert (answer.status_code, answer.content) == (200, b"")
    assert "application/json" in answer.headers["content-type"]
    return str(answer.headers["X-Auth-Token"])


async def test_without_authentication_everybody_gets_the_contracts_word(rest: Rest) -> None:
    """The Terraform provider asks for a token whether the server wants one or not."""
    assert await token_for(rest, "whatever") == "server-auth-closed"
    answer = await rest.http.get("/", headers={"X-Auth-Token": "server-auth-closed"})
    assert answer.status_code == 200


async def test_every_endpoint_but_the_token_asks_for_one(guarded: Rest) -> None:
    """Also GET /; the answer says nothing about why."""
    for method, path in (("GET", "/"), ("GET", "/guests"), ("POST", "/guests"), ("DELETE", "/guests/MAINT")):
        assert await guarded.refused(method, path, status=401) == DENIED
    for token in ("", "x", "a.b.c", "x" * 10_000):
        answer = await guarded.http.get("/", headers={"X-Auth-Token": token})
        assert answer.status_code == 401
    assert (await guarded.http.get("/docs")).status_code == 200


@pytest.mark.parametrize("given", [None, "", "wrong", ADMIN[:-1], f"{ADMIN}x", f"alice admin {ADMIN}", "é" * 20])
async def test_a_wrong_admin_token_is_401(guarded: Rest, given: str | None) -> None:
    """Whatever is wrong with it."""
    headers = {} if given is None else {b"X-Admin-Token": given.encode()}
    answer = await guarded.http.post("/token", headers=headers)
    assert answer.status_code == 401
    told = answer.json()
    assert (told["overallRC"], told["modID"], told["rc"], told["rs"]) == DENIED
    assert "x-auth-token" not in answer.headers
    assert not given or given not in answer.text


async def test_an_admin_may_do_everything_and_a_reader_only_read(guarded: Rest) -> None:
    """A reader's GET that changes something is refused too."""
    admin = {"X-Auth-Token": await token_for(guarded, ADMIN)}
    reader = {"X-Auth-Token": await token_for(guarded, READER)}
    body = {"vswitch": {"name": "VSWT"}}
    told = await guarded.call("POST", "/vswitches", body, 403, headers=reader)
    assert (told["overallRC"], told["rs"]) == (400, 403)
    info = {"info": {"reserve": True}}
    await guarded.call("GET", "/volumes/conn/LINUX01", info, 403, headers=reader)
    await guarded.post("/vswitches", body, headers=admin)
    assert "VSWT" in await guarded.get("/vswitches", headers=reader)


async def test_a_token_names_subject_role_and_audience_and_holds_no_secret(guarded: Rest) -> None:
    """It is signed with a key of the database: the admin token does not sign, and cannot be guessed from it."""
    token = await token_for(guarded, ADMIN)
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["sub"], claims["role"], claims["aud"]) == ("alice", "admin", "zfleet-rest")
    assert claims["exp"] - claims["iat"] == 3600
    assert ADMIN not in str(claims)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, ADMIN, algorithms=["HS256"], audience="zfleet-rest")
    forged = jwt.encode({**claims, "sub": "alice"}, ADMIN, algorithm="HS256")
    unsigned = jwt.encode(claims, "", algorithm="none")
    for bad in (forged, unsigned, token[:-2] + "AA"):
        assert (await guarded.http.get("/", headers={"X-Auth-Token": bad})).status_code == 401


async def test_taking_an_admin_token_away_takes_what_was_issued_for_it(guarded: Rest) -> None:
    """At once, without a restart; the others go on."""
    alice = {"X-Auth-Token": await token_for(guarded, ADMIN)}
    bob = {"X-Auth-Token": await token_for(guarded, READER)}
    settings = guarded.zfleet.process.settings
    assert settings.rest_token_file is not None
    settings.rest_token_file.write_text(f"alice admin another-token-for-alice\nbob reader {READER}\n")
    assert (await guarded.http.get("/", headers=alice)).status_code == 401
    assert (await guarded.http.get("/", headers=bob)).status_code == 200
    os.unlink(settings.rest_token_file)
    assert (await guarded.http.get("/", headers=bob)).status_code == 401


async def test_a_file_with_one_token_alone_is_feilongs(tmp_path: Path) -> None:
    """And all replicas that share a database take each other's tokens."""
    file = tmp_path / "token.dat"
    file.write_text(f"{ADMIN}\n")
    more: dict[str, Any] = {"rest_auth": "token", "rest_token_file": file}
    async with rest_world(tmp_path / "state", **more) as rest:
        token = await token_for(rest, ADMIN)
        assert jwt.decode(token, options={"verify_signature": False})["sub"] == "admin"
        await rest.call("GET", "/guests", headers={"X-Auth-Token": token})
    async with rest_world(tmp_path / "state", **more) as rest:
        await rest.call("GET", "/guests", headers={"X-Auth-Token": token})


@pytest.mark.parametrize("text", ["", "short\n", "alice admin", "alice root 12345678", "alice admin x y", None])
async def test_a_gateway_with_a_bad_token_file_does_not_start(tmp_path: Path, text: str | None) -> None:
    """And does not say what is in it."""
    file = tmp_path / "tokens"
    if text is not None:
        file.write_text(text)
    more: dict[str, Any] = {"rest_listen": "127.0.0.1:0", "rest_auth": "token", "rest_token_file": file}
    address: dict[str, Any] = dict.fromkeys(("guest_address", "storage_address", "network_address"), "127.0.0.1:1")
    with pytest.raises(SettingsError, match="rest_token_file") as refused:
        async with running(GatewayPart(), GatewaySettings(**PORTS, **address, **more)):
            pass
    assert "12345678" not in str(refused.value)
