# SPDX-License-Identifier: Apache-2.0
"""Serves whole groups of SMAPI functions as the typed rpcs of zfleet.smapi.v1.

One table-driven servicer for all of them: a request message becomes the call's dataclass, the reply's dataclass the
response message. Converters are made once per function, when the service is put together. Event_Subscribe is a stream,
with a connection to z/VM for each caller; Event_Unsubscribe is not offered, for it would end the subscriptions of
everybody who uses the same z/VM user id: a caller ends its own by cancelling.

    services = [smapi_functions("storage", runtime.smapi)]
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

import grpc
from google.protobuf.message import Message

from zfleet_runtime.deadline import remaining
from zfleet_runtime.errors import resource_exhausted, unavailable
from zfleet_runtime.service import Context, Service
from zfleet_runtime.smapi_contract import (
    FIRST_REPLY_FIELD,
    PACKAGE,
    field_type,
    has_presence,
    message_name,
    service_name,
    word_name,
)
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Background, Call, Header, Reply, Stream, Struct, Words
from zfleet_smapi.errors import ConnectionCut
from zfleet_smapi.layout import Field, Layout, fields_of, layout

Convert = Callable[[Any], Any]

MOST_SUBSCRIPTIONS = 16  # each holds a connection to z/VM, beside those of ordinary calls
ALL = "ALL"  # the target of a subscription, when a caller names none

__all__ = ["FIRST_REPLY_FIELD", "MOST_SUBSCRIPTIONS", "smapi_functions"]


def smapi_functions(group: str, client: SmapiClient) -> Service:
    """All functions of one group, each an rpc that is one SMAPI call made by `client`.

    Errors are SmapiErrors: the error interceptor makes statuses of them. A parameter that breaks its limits is refused
    before z/VM is asked. The call's deadline is the rpc's.
    """
    messages = importlib.import_module(f"{PACKAGE}.{group}_functions_pb2")
    methods: dict[str, grpc.RpcMethodHandler[Any, Any]] = {}
    for call_type in FUNCTIONS.values():
        if call_type.group != group or call_type.stream is Stream.CLOSE:
            continue
        function = layout(call_type)
        codecs = {
            "request_deserializer": getattr(messages, f"{function.class_name}Request").FromString,
            "response_serializer": lambda response: response.SerializeToString(),
        }
        if call_type.stream is Stream.EVENTS:
            handler = grpc.unary_stream_rpc_method_handler(_events(call_type, function, messages, client), **codecs)
        else:
            handler = grpc.unary_unary_rpc_method_handler(_handler(call_type, function, messages, client), **codecs)
        methods[function.class_name] = handler
    return Service(f"{PACKAGE}.{service_name(group)}", methods)


def _handler(call_type: type[Call[Any]], function: Layout, messages: Any, client: SmapiClient) -> Any:
    to_call = _to_call(call_type, function, messages)
    to_response = _to_response(function, messages)
    may_return_at_once = function.background is not Background.NONE

    async def handle(request: Any, context: Context) -> Message:
        wait = not (may_return_at_once and request.return_at_once)
        return to_response(await client.call(to_call(request), timeout=remaining(), wait=wait))

    return handle


def _events(call_type: type[Call[Any]], function: Layout, messages: Any, client: SmapiClient) -> Any:
    """The blocks of one subscription, as z/VM sends them."""
    to_call = _to_call(call_type, function, messages)
    response = getattr(messages, f"{function.class_name}Response")
    places = asyncio.Semaphore(MOST_SUBSCRIPTIONS)

    async def stream(request: Any, context: Context) -> AsyncIterator[Message]:
        call: Any = to_call(request)
        if places.locked():
            raise resource_exhausted("TOO_MANY_SUBSCRIPTIONS", f"{MOST_SUBSCRIPTIONS} callers have subscribed already")
        async with places, client.subscribe(call.match_key, call.target or ALL) as events:
            try:
                while True:
                    block = await events.block()
                    yield response(event_type=block.event_type, data=block.data)
            except ConnectionCut as error:
                raise unavailable("SUBSCRIPTION_ENDED", f"{function.function}: z/VM closed the connection") from error

    return stream


def _to_call(call_type: type[Call[Any]], function: Layout, messages: Any) -> Callable[[Any], Call[Any]]:
    read = _reader(function.parameters, messages)
    if function.header is not Header.STANDARD:
        return lambda request: call_type(**read(request))
    if function.target_required:
        return lambda request: call_type(target=request.target, **read(request))
    return lambda request: call_type(**({"target": request.target} if request.target else {}), **read(request))


def _to_response(function: Layout, messages: Any) -> Callable[[Reply], Message]:
    make = getattr(messages, f"{function.class_name}Response")
    write = _writer(function.reply, messages)

    def convert(reply: Reply) -> Message:
        response: Message = make(return_code=reply.return_code, reason_code=reply.reason_code, **write(reply))
        return response

    return convert


def _reader(fields: Iterable[Field], messages: Any) -> Callable[[Any], dict[str, Any]]:
    """From a message to a dataclass's arguments: absent fields are left to the dataclass's defaults."""
    plain = [(field.name, _from_message(field, messages)) for field in fields if not has_presence(field)]
    present = [(field.name, _from_message(field, messages)) for field in fields if has_presence(field)]

    def read(message: Any) -> dict[str, Any]:
        values = {name: convert(getattr(message, name)) for name, convert in plain}
        values |= {name: convert(getattr(message, name)) for name, convert in present if message.HasField(name)}
        return values

    return read


def _writer(fields: Iterable[Field], messages: Any) -> Callable[[Any], dict[str, Any]]:
    """From a dataclass to a message's arguments: None is left out."""
    converters = [(field.name, _to_message(field, messages)) for field in fields]

    def write(value: Any) -> dict[str, Any]:
        found = ((name, convert, getattr(value, name)) for name, convert in converters)
        return {name: convert(each) for name, convert, each in found if each is not None}

    return write


def _from_message(field: Field, messages: Any) -> Convert:
    if field.kind == "pairs":
        return lambda items: tuple((item.keyword, item.value if item.HasField("value") else None) for item in items)
    if field.kind == "array":
        each = (
            _struct_from(field.struct, messages) if field.struct is not None else _from_message(_item(field), messages)
        )
        return lambda items: tuple(map(each, items))
    if field.words_class is not None:
        return _words_from(field.words_class)
    return _same


def _to_message(field: Field, messages: Any) -> Convert:
    if field.kind == "pairs":
        make = _message(messages, "Assignment")
        return lambda pairs: [make(keyword=keyword, value=value) for keyword, value in pairs]
    if field.kind == "array":
        each = _struct_to(field.struct, messages) if field.struct is not None else _to_message(_item(field), messages)
        return lambda items: [each(item) for item in items]
    if field.words_class is not None:
        return _words_to(field.words_class, messages)
    if field_type(field) == "uint32":
        return lambda number: number & 0xFFFFFFFF
    return _same


def _same(value: Any) -> Any:
    return value


def _item(field: Field) -> Field:
    if field.item is None:
        raise TypeError(f"{field.name}: an array without items")
    return field.item


def _message(messages: Any, name: str) -> Any:
    if name == "Assignment":
        return importlib.import_module(f"{PACKAGE}.assignment_pb2").Assignment
    return getattr(messages, name)


def _struct_from(struct: type[Struct], messages: Any) -> Convert:
    read = _reader(fields_of(struct), messages)
    return lambda message: struct(**read(message))


def _struct_to(struct: type[Struct], messages: Any) -> Convert:
    make, write = getattr(messages, message_name(struct)), _writer(fields_of(struct), messages)
    return lambda value: make(**write(value))


def _words_from(words: type[Words]) -> Convert:
    names = [word_name(word) for word in words.words]
    separator = words.separator or " "
    return lambda message: words(separator.join(filter(None, (getattr(message, name) for name in names))))


def _words_to(words: type[Words], messages: Any) -> Convert:
    make = getattr(messages, message_name(words))
    return lambda line: make(**{word_name(word): value for word, value in line.by_name().items()})
