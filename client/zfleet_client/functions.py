# SPDX-License-Identifier: Apache-2.0
"""SMAPI's own functions, typed: what the services do not offer as a verb of their own can be called one by one.

reply = await fleet.functions.call("Image_Query_DM", target="LINUX01")
print(*reply.image_record_array, sep="\\n")
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from google.protobuf.message import Message

from zfleet_client.connection import Connection
from zfleet_runtime.smapi_contract import PACKAGE, service_name
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.declaration import Call, Stream


class Functions:
    """Every SMAPI function, by IBM's name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def call(self, function: str, **fields: Any) -> Any:
        """One call: `fields` are those of the request message, the answer is the response message.

        ValueError for a name that is no function, or one that answers a stream of events; TypeError or ValueError for
        fields that the request does not have.
        """
        found = function_of(function)
        return await self.send(found, request_type(found)(**fields))

    async def send(self, function: type[Call[Any]], request: Message) -> Any:
        """One call of a function with its request message."""
        method = self._connection.channel.unary_unary(
            f"/{PACKAGE}.{service_name(function.group)}/{function.__name__}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=_message(function, "Response").FromString,
        )
        return await self._connection.call(method, request)


def function_of(name: str) -> type[Call[Any]]:
    """The function of that name, in either case. ValueError when there is none that answers once."""
    # By IBM's name, not the wire's: one function has another there.
    found = next((call for function, call in FUNCTIONS.items() if function.upper() == name.upper()), None)
    if found is None:
        raise ValueError(f"there is no SMAPI function {name!r}")
    if found.stream is not Stream.NONE:
        raise ValueError(f"{found.function} answers a stream of events: watch guests instead")
    return found


def request_type(function: type[Call[Any]]) -> Any:
    """The request message's class."""
    return _message(function, "Request")


def _message(function: type[Call[Any]], end: str) -> Any:
    return getattr(import_module(f"{PACKAGE}.{function.group}_functions_pb2"), function.__name__ + end)
