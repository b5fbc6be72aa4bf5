# SPDX-License-Identifier: Apache-2.0
"""A part as small as a part can be: one service with a method of each kind, and a request that is remembered.

`python tests/service/runtime/tiny.py --listen ...` runs it as a process of its own.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from typing import Any, ClassVar

import grpc
from google.protobuf.wrappers_pb2 import StringValue
from pydantic import SecretStr

from zfleet_runtime.deadline import detached, remaining
from zfleet_runtime.errors import aborted, unavailable
from zfleet_runtime.process import Runtime, main
from zfleet_runtime.requests import Requests
from zfleet_runtime.service import Context, Service
from zfleet_runtime.settings import DatabaseSettings, SettingsError, option
from zfleet_runtime.validation import Violations
from zfleet_smapi.errors import SmapiError

NAME = "zfleet.test.v1.TinyService"
SECRET = "hunter2"


class TinySettings(DatabaseSettings):
    """A tiny part for tests."""

    part: ClassVar[str] = "tiny"
    key: SecretStr = option(SecretStr(""), "A secret.")
    next: str = option("", "Another tiny part, which Relay passes its request on to.")
    broken: bool = option(False, "Fail while opening.")


class Tiny:
    """The handlers. What is done is told by the request's text."""

    def __init__(self, runtime: Runtime[TinySettings], requests: Requests) -> None:
        self.runtime = runtime
        self.requests = requests
        self.done: list[str] = []
        self.cancelled: list[str] = []
        self.background: list[asyncio.Task[float | None]] = []

    async def echo(self, request: StringValue, context: Context) -> StringValue:
        """The same text."""
        return request

    async def fail(self, request: StringValue, context: Context) -> StringValue:
        """Raises what the text names."""
        if request.value == "fields":
            v = Violations()
            v.add("user_id", "is too long")
            v.add("size", "is not a size")
            v.raise_if_any()
        failures: dict[str, Exception] = {
            "ours": aborted("ENTRY_LOCKED", "the entry is locked", metadata={"return_code": "400"}),
            "unavailable": unavailable("ZVM_UNREACHABLE", "z/VM does not answer"),
            "smapi": SmapiError("no", function="Image_Query_DM", return_code=500, reason_code=8),
            "defect": ValueError(f"password={SECRET}"),
        }
        if request.value in failures:
            raise failures[request.value]
        if request.value == "abort":
            await context.abort(grpc.StatusCode.NOT_FOUND, "not here")
        context.set_code(grpc.StatusCode.DATA_LOSS)
        return request

    async def wait(self, request: StringValue, context: Context) -> StringValue:
        """Waits as many seconds as the text says, and tells how long it had."""
        left = remaining()
        try:
            await asyncio.sleep(float(request.value))
        except asyncio.CancelledError:
            self.cancelled.append(request.value)
            raise
        return StringValue(value=repr(left))

    async def start(self, request: StringValue, context: Context) -> StringValue:
        """Starts work that outlives the call; it notes how long it has."""

        async def work() -> float | None:
            await asyncio.sleep(0)
            return remaining()

        self.background.append(detached(work()))
        return request

    async def count(self, request: StringValue, context: Context) -> AsyncIterator[StringValue]:
        """The numbers below the text's, then an error when the text ends with '!'."""
        try:
            for number in range(int(request.value.rstrip("!"))):
                yield StringValue(value=str(number))
            if request.value.endswith("!"):
                raise unavailable("BROKE", "broke on the way")
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled.append(request.value)
            raise

    async def collect(self, requests: AsyncIterator[StringValue], context: Context) -> StringValue:
        """All texts, joined."""
        return StringValue(value="".join([request.value async for request in requests]))

    async def chat(self, requests: AsyncIterator[StringValue], context: Context) -> AsyncIterator[StringValue]:
        """Every text back."""
        async for request in requests:
            yield request

    async def once(self, request: StringValue, context: Context) -> StringValue:
        """Does something once for a request id (the text up to ':'); fails the first time if the text ends with '!'."""

        async def work(repeated: bool) -> StringValue:
            self.done.append(request.value)
            if request.value.endswith("!") and not repeated:
                raise aborted("BUSY", "not now")
            await asyncio.sleep(0.05)
            return StringValue(value=f"{len(self.done)} {repeated}")

        return await self.requests.once(request.value.partition(":")[0], "Once", request, StringValue, work)

    async def relay(self, request: StringValue, context: Context) -> StringValue:
        """Calls the method that the text names at the next part: METHOD:TEXT."""
        method, _, text = request.value.partition(":")
        channel = self.runtime.channels.open(self.runtime.settings.next)
        call = channel.unary_unary(f"/{NAME}/{method}", StringValue.SerializeToString, StringValue.FromString)
        answer: StringValue = await call(StringValue(value=text))
        return answer

    async def metadata(self, request: StringValue, context: Context) -> StringValue:
        """The values that came with the key in the text."""
        pairs = context.invocation_metadata() or ()
        return StringValue(value=",".join(str(value) for key, value in pairs if key == request.value))

    async def collected(self, request: StringValue, context: Context) -> StringValue:
        """How many objects a full garbage collection of this process looks at, and how many it leaves alone."""
        return StringValue(value=f"{len(gc.get_objects())} {gc.get_freeze_count()}")

    def service(self) -> Service:
        """The table, made by hand: there is no proto for it."""
        wire: dict[str, Any] = {
            "request_deserializer": StringValue.FromString,
            "response_serializer": StringValue.SerializeToString,
        }
        unary: Any = grpc.unary_unary_rpc_method_handler
        methods = {
            name: unary(behaviour, **wire)
            for name, behaviour in {
                "Echo": self.echo,
                "Fail": self.fail,
                "Wait": self.wait,
                "Start": self.start,
                "Once": self.once,
                "Relay": self.relay,
                "Metadata": self.metadata,
                "Collected": self.collected,
            }.items()
        }
        server_stream: Any = grpc.unary_stream_rpc_method_handler
        client_stream: Any = grpc.stream_unary_rpc_method_handler
        bidi_stream: Any = grpc.stream_stream_rpc_method_handler
        methods["Count"] = server_stream(self.count, **wire)
        methods["Collect"] = client_stream(self.collect, **wire)
        methods["Chat"] = bidi_stream(self.chat, **wire)
        return Service(NAME, methods)


class TinyPart:
    """The part."""

    name = "tiny"
    settings = TinySettings

    def __init__(self) -> None:
        self.tiny: Tiny | None = None
        self.closed = False

    async def open(self, runtime: Runtime[TinySettings]) -> Sequence[Service]:
        """Opens a database and serves."""
        if runtime.settings.broken:
            raise SettingsError("broken: as asked")
        database = await runtime.open_database()
        self.tiny = Tiny(runtime, await runtime.open_requests(database))
        return [self.tiny.service()]

    async def close(self) -> None:
        """Notes that it was asked to."""
        self.closed = True


if __name__ == "__main__":
    main(TinyPart())
