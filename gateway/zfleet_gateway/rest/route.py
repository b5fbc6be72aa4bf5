# SPDX-License-Identifier: Apache-2.0
"""A row of the table of routes, what a handler is given, and what it may call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import grpc
from pydantic import BaseModel

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.calls import Calls
from zfleet_gateway.describe import Describe
from zfleet_gateway.rest.envelope import Module
from zfleet_gateway.rest.models.types import Query
from zfleet_gateway.rest.refusals import Rules
from zfleet_gateway.rest.tokens import Tokens
from zfleet_gateway.services import Services
from zfleet_gateway.settings import GatewaySettings
from zfleet_runtime.errors import ZfleetError

BodyT = TypeVar("BodyT")
Answer = TypeVar("Answer")

# Seconds given to a call whose time the request's own deadline bounds.
AS_LONG_AS_IT_TAKES = 30 * 86400.0
PAGE = 1000  # the services' biggest


@dataclass(frozen=True, slots=True)
class Asked(Generic[BodyT]):
    """A request, checked: `path` by the parameter's name, `body` and `query` as the route's models."""

    body: BodyT
    path: Mapping[str, str] = field(default_factory=dict)
    query: Any = None
    content: AsyncIterator[bytes] | None = None
    """Of routes that take a file: its bytes as they come."""
    size: int | None = None
    """Of routes that take a file: how many bytes it will be, when the caller said so."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name."""

    @property
    def user_id(self) -> str:
        """The guest in the path."""
        return self.path["userid"]


class InProcess:
    """What the facade calls: the gateway's stories in process, the services through the gateway's stubs."""

    def __init__(
        self,
        to: Services,
        calls: Calls,
        describe: Describe,
        version: pb.GetVersionResponse,
        tokens: Tokens,
        settings: GatewaySettings,
    ) -> None:
        self.guest = to.guest
        self.guest_system = to.guest_system
        self.storage = to.storage
        self.volume = to.volume
        self.network = to.network
        self.calls = calls
        """The stories that span services: each answers when its operation has ended."""
        self.describe = describe
        self.version = version
        self.tokens = tokens
        self.settings = settings

    async def call(self, method: Callable[..., Any], request: Any) -> Any:
        """One call of a service, as long as the request's deadline lets it take."""
        return await method(request, timeout=AS_LONG_AS_IT_TAKES)

    async def pages_of(self, method: Callable[..., Any], request: Any, items: str) -> list[Any]:
        """Field `items` of all pages."""
        found: list[Any] = []
        request.page_size = PAGE
        while True:
            answer = await self.call(method, request)
            found += getattr(answer, items)
            if not answer.next_page_token:
                return found
            request.page_token = answer.next_page_token

    async def last_of(self, method: Callable[..., Any], request: Any, kind: str) -> Any:
        """The result of a method that streams its progress: field `kind` of the last message."""
        result: Any = None
        async for message in method(request, timeout=AS_LONG_AS_IT_TAKES):
            if message.WhichOneof("event") == kind:
                result = getattr(message, kind)
        if result is None:
            raise ZfleetError(grpc.StatusCode.INTERNAL, "NO_RESULT", "the service ended without a result")
        return result


Handler = Callable[[InProcess, Asked[Any]], Awaitable[Any]]


@dataclass(frozen=True, kw_only=True)
class Route:
    """One endpoint, or one action of the endpoint of actions.

    handler: gives the output, or a Starlette response of its own.
    body, query: what they must be; None means that there is none, or that it is not looked at.
    body_may_be_missing: an empty body is the model's default.
    managed: the guest in the path must be a managed one (and not relocated away): else 404/404/1.
    rules: what errors of this route are, by reason; before everything else.
    module: who its errors come from when nothing else says so.
    answer: JSON schema of the output. calls: the methods behind it, for the documentation.
    writes: a reader may not call it; None: unless it is a GET. anonymous: no token is asked for.
    bare: the answer is not in the envelope. takes_file: the body is bytes. gives_file: the answer is.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    module: Module = Module.ANY
    action: str = ""
    body: type[BaseModel] | None = None
    body_may_be_missing: bool = False
    query: type[Query] | None = None
    managed: bool = False
    rules: Rules = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)
    calls: tuple[str, ...] = ()
    writes: bool | None = None
    bare: bool = False
    takes_file: bool = False
    gives_file: bool = False
    anonymous: bool = False

    @property
    def for_admins(self) -> bool:
        """Whether a reader may not call it."""
        return self.method != "GET" if self.writes is None else self.writes

    @property
    def label(self) -> str:
        """What it is called in metrics, logs and the documentation."""
        return f"{self.path}:{self.action}" if self.action else self.path
