# SPDX-License-Identifier: Apache-2.0
"""The ASGI application: finds the route, checks everything at once, calls the handler, wraps what came of it.

Nothing that goes wrong here is answered in another form than the contract's envelope.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

import grpc
from pydantic import ValidationError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from zfleet_gateway.rest import envelope, json_body
from zfleet_gateway.rest.envelope import Module, Numbers, Refusal
from zfleet_gateway.rest.metrics import RestMetrics
from zfleet_gateway.rest.models.paths import PATHS
from zfleet_gateway.rest.models.types import Query
from zfleet_gateway.rest.receive import BodyTooLong, discard, received, streamed
from zfleet_gateway.rest.refusals import refusal_of
from zfleet_gateway.rest.registry import is_managed
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.router import Found, Router
from zfleet_gateway.rest.tokens import Tokens
from zfleet_runtime import request_context
from zfleet_runtime.deadline import expect
from zfleet_runtime.errors import Violation, ZfleetError, from_call
from zfleet_runtime.log import Log

_JSON = "application/json"
_MOST_PARAMETERS = 1000  # of a query; as with a body's values, each may become a complaint
_TOO_LONG = Numbers(400, Module.REST, 400, 413, 413)
_NO_ROUTE = Numbers(404, Module.REST, 404, 1, 404)
_NO_METHOD = Numbers(400, Module.REST, 400, 405, 405)


class RestApp:
    """The facade as an ASGI application."""

    def __init__(
        self, router: Router, to: InProcess, tokens: Tokens, metrics: RestMetrics, log: Log, *, json_limit: int
    ) -> None:
        """`json_limit`: most bytes of a JSON body."""
        self._router = router
        self._to = to
        self._tokens = tokens
        self._metrics = metrics
        self._log = log
        self._json_limit = json_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP request."""
        if scope["type"] != "http":
            return
        started = time.perf_counter()
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        context = request_context.from_metadata(headers.items())
        request_context.enter(context)
        settings = self._to.settings
        # What only reads has no reason to last as long as work on z/VM may.
        longest = settings.rest_timeout if scope["method"] != "GET" else settings.default_deadline
        expect(min(longest, settings.rest_timeout))
        call = _Call(self, scope, headers, receive)
        response = await call.answer()
        response.headers["x-request-id"] = context.request_id
        response.headers.setdefault("cache-control", "no-cache")
        seconds = time.perf_counter() - started
        self._metrics.ended(call.label, scope["method"], response.status_code, seconds)
        self._tell(call, scope, response.status_code, seconds)
        await response(scope, receive, send)

    def _tell(self, call: _Call, scope: Scope, status: int, seconds: float) -> None:
        """One line. Paths are logged by their pattern, and the names in them when they are ones: what a caller wrote
        there may be anything."""
        write = self._log.warning if status >= 500 else self._log.info
        told = {"reason": call.refusal.reason, "message": call.refusal.errmsg} if call.refusal else {}
        told |= call.names
        peer = scope["client"][0] if scope.get("client") else ""
        about = {"route": call.label, "method": scope["method"], "status": status, "seconds": round(seconds, 6)}
        write("request", **about, peer=peer, subject=call.subject, **told)


class _Call:
    """One request on its way."""

    def __init__(self, app: RestApp, scope: Scope, headers: Mapping[str, str], receive: Receive) -> None:
        self._app = app
        self._scope = scope
        self._headers = headers
        self._receive = receive
        self.label = "unknown"
        self.subject = ""
        self.refusal: Refusal | None = None
        self.names: dict[str, str] = {}
        self._patience = app._to.settings.rest_read_timeout

    async def answer(self) -> Response:
        """Whatever happens, an answer."""
        route: Route | None = None
        try:
            found = self._find()
            route = found.route
            self.label = route.label
            self._authorise(route)
            route, asked = await self._asked(route, found)
            self.label = route.label
            return await self._handled(route, asked)
        except Refusal as refusal:
            self.refusal = refusal
            if refusal.status == _TOO_LONG.status and "expect" not in self._headers:
                await discard(self._receive)
        except (ZfleetError, grpc.aio.AioRpcError) as error:
            ours = error if isinstance(error, ZfleetError) else from_call(error)
            rules, module = (route.rules, route.module) if route else ({}, Module.ANY)
            self.refusal = refusal_of(ours, rules, module)
        except Exception as error:  # noqa: BLE001  # the border: what nobody foresaw is logged and answered in form
            self._app._log.error("unexpected", route=self.label, error=type(error).__name__, exc_info=error)
            text = f"internal error; the log has it under request id {request_context.request_id()}"
            self.refusal = Refusal(envelope.INTERNAL, text, reason="INTERNAL_ERROR")
        return Response(self.refusal.body(), self.refusal.status, headers=dict(self.refusal.headers), media_type=_JSON)

    def _find(self) -> Found:
        segments = _segments(self._scope)
        method = self._scope["method"]
        found = self._app._router.find(segments)
        if found is None:
            raise Refusal(_NO_ROUTE, "there is nothing at this path", reason="NO_SUCH_PATH")
        at_path = found.methods.get(method)
        if at_path is None:
            self.label = next(iter(found.methods.values()))[0].path
            allowed = ", ".join(found.methods)
            raise Refusal(_NO_METHOD, f"this path takes {allowed}", {"allow": allowed}, "NO_SUCH_METHOD")
        return Found(at_path, found.values)

    def _authorise(self, route: Route) -> None:
        if not route.anonymous:
            self.subject = self._app._tokens.subject_of(self._headers.get("x-auth-token", ""), writes=route.for_admins)

    async def _asked(self, route: Route, found: Found) -> tuple[Route, Asked[Any]]:
        """The request checked, and of several actions the one that it asks for. Refusal naming every bad field."""
        if route.takes_file:
            limit = self._app._to.settings.rest_file_limit
            size = self._length(limit)
            return route, Asked(None, content=streamed(self._receive, limit, self._patience), size=size)
        given = await self._json()
        if found.routes[0].action:
            route, given = _action_of(found.routes, given)
        violations: list[Violation] = []
        path = self.names = _path_values(found.values, violations)
        query = _query_of(route.query, self._scope["query_string"], violations)
        body = _body_of(route, given, violations)
        if violations:
            raise envelope.bad_fields(violations)
        return route, Asked(body, path, query, headers=self._headers)

    async def _json(self) -> Any:
        """The body's value; None for an empty one."""
        self._length(self._app._json_limit)
        try:
            body = await received(self._receive, self._app._json_limit, self._patience)
        except BodyTooLong as error:
            raise _too_long(self._app._json_limit) from error
        if not body.strip():
            return None
        try:
            return json_body.parse(body)
        except json_body.Malformed as error:
            raise Refusal(envelope.NOT_ACCEPTED, f"Malformed JSON: {error}", reason="MALFORMED_JSON") from error

    def _length(self, limit: int) -> int | None:
        """What the caller says that the body's length is."""
        text = self._headers.get("content-length", "")
        if not text:
            return None
        if not text.isascii() or not text.isdigit():
            raise Refusal(envelope.NOT_ACCEPTED, "content-length must be a number", reason="MALFORMED_REQUEST")
        if len(text) > 18 or int(text) > limit:
            raise _too_long(limit)
        return int(text)

    async def _handled(self, route: Route, asked: Asked[Any]) -> Response:
        if route.managed and not await is_managed(self._app._to, asked.user_id):
            text = f"Guest {asked.user_id} does not exist."
            raise Refusal(envelope.missing(Module.GUEST), text, reason="GUEST_NOT_MANAGED")
        try:
            output = await route.handler(self._app._to, asked)
        except (ZfleetError, grpc.aio.AioRpcError) as error:
            ours = error if isinstance(error, ZfleetError) else from_call(error)
            raise refusal_of(ours, route.rules, route.module) from error
        except BodyTooLong as error:
            raise _too_long(self._app._to.settings.rest_file_limit) from error
        if isinstance(output, Response):
            return output
        body = envelope.bare(output) if route.bare else envelope.success(output)
        return Response(body, media_type=_JSON)


def _segments(scope: Scope) -> list[str]:
    """The path's parts, decoded one by one: an encoded slash stays inside its part."""
    raw = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0].decode("latin-1")
    return [unquote(part, errors="replace") for part in path.split("/")[1:]]


def _path_values(given: Mapping[str, str], violations: list[Violation]) -> dict[str, str]:
    values = {}
    for name, text in given.items():
        try:
            values[name] = PATHS[name].check(text)
        except ValueError as error:
            violations.append(Violation(name, f"Value: {_shown(text)}. {error}"))
    return values


def _query_of(model: type[Query] | None, raw: bytes, violations: list[Violation]) -> Query | None:
    if model is None:
        return None
    if raw.count(b"&") >= _MOST_PARAMETERS:
        violations.append(Violation("query parameters", f"there are more than {_MOST_PARAMETERS}"))
        return None
    found: dict[str, str] = {}
    for key, value in parse_qsl(raw.decode("latin-1"), keep_blank_values=True, max_num_fields=None):
        if key in found and key in model.lists:
            found[key] += f",{value}"
        elif key in found and key in _names(model):
            violations.append(Violation(f"query parameters {key}", "may come only once"))
        else:
            found[key] = value
    if model.unknown_is_fine:
        found = {key: value for key, value in found.items() if key in _names(model)}
    try:
        return model.model_validate(found)
    except ValidationError as error:
        violations += _violations(error, "query parameters ")
        return None


@functools.cache  # asked for each key that a caller sends, which may be thousands
def _names(model: type[Query]) -> frozenset[str]:
    return frozenset(model.model_json_schema()["properties"])


def _body_of(route: Route, given: Any, violations: list[Violation]) -> Any:
    if route.body is None:
        return None
    if given is None and route.body_may_be_missing:
        given = {}
    try:
        return route.body.model_validate(given)
    except ValidationError as error:
        violations += _violations(error, "")
        return None


def _violations(error: ValidationError, prefix: str) -> list[Violation]:
    found = []
    for each in error.errors(include_url=False, include_context=False):
        where = ".".join(str(part) for part in each["loc"] if part != "[key]") or "body"
        text = each["msg"].removeprefix("Value error, ")
        shown = "" if each["type"] == "missing" else f"Value: {_shown(each['input'])}. "
        found.append(Violation(prefix + where, f"{shown}{text}"))
    return found


def _shown(value: Any) -> str:
    text = ascii(value[:80] if isinstance(value, str) else value)
    return text if len(text) <= 80 else text[:77] + "..."


def _action_of(routes: tuple[Route, ...], given: Any) -> tuple[Route, Any]:
    action = given.get("action") if isinstance(given, dict) else None
    if not action or not isinstance(action, str):
        raise Refusal(envelope.NOT_ACCEPTED, "action not exist or is empty", reason="NO_ACTION")
    for route in routes:
        if route.action == action:
            return route, {key: value for key, value in given.items() if key != "action"}
    known = ", ".join(route.action for route in routes)
    text = f"action {_shown(action)} is invalid; there are {known}"
    raise Refusal(envelope.NOT_ACCEPTED, text, reason="NO_SUCH_ACTION")


def _too_long(limit: int) -> Refusal:
    text = f"the body is longer than {limit} bytes"
    return Refusal(_TOO_LONG, text, {"connection": "close"}, "BODY_TOO_LONG")
