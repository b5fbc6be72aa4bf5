# SPDX-License-Identifier: Apache-2.0
"""A small scripted z/VM: each connection plays the next scene of its script, in real bytes over memory streams."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from zfleet_smapi.calls import function_named
from zfleet_smapi.conversation import RequestReceived, ServerConversation
from zfleet_smapi.declaration import Call, Reply
from zfleet_smapi.stream import MemoryStream, memory_pair
from zfleet_smapi.wire import decode_request, encode_reply

Scene = Callable[["Talk"], Awaitable[None]]


class Talk:
    """One connection, seen from the server."""

    def __init__(self, stream: MemoryStream, number: int) -> None:
        self.stream = stream
        self.number = number
        self.conversation = ServerConversation()
        self.call: Any = None

    async def receive(self) -> Call[Any]:
        """Read the request."""
        while True:
            for event in self.conversation.receive_data(await self.stream.read(65536)):
                assert isinstance(event, RequestReceived)
                cls = function_named(event.request.function)
                assert cls is not None
                self.user_id, self.password = event.request.user_id, event.request.password
                self.call = decode_request(cls, event.request)
                found: Call[Any] = self.call
                return found

    async def accept(self, request_id: int) -> None:
        """Send the request id."""
        await self.stream.write(self.conversation.accept(request_id))

    async def answer(self, reply: Reply) -> None:
        """Send the answer."""
        await self.stream.write(self.conversation.answer(self.call, reply))


class Peer:
    """Plays scenes in turn, the last one again and again; remembers the calls that came."""

    def __init__(self, *scenes: Scene | type[OSError]) -> None:
        self._scenes = list(scenes)
        self.calls: list[Call[Any]] = []
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def connect(self) -> MemoryStream:
        """One connection: a scene starts to play."""
        self.connections += 1
        scene = self._scenes.pop(0) if len(self._scenes) > 1 else self._scenes[0]
        if isinstance(scene, type):
            raise scene("not now")
        near, far = memory_pair()
        task = asyncio.create_task(self._play(scene, Talk(far, self.connections)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return near

    async def _play(self, scene: Scene, talk: Talk) -> None:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            self.calls.append(await talk.receive())
            await scene(talk)
        finally:
            self.open -= 1
            await talk.stream.close()

    @property
    def functions(self) -> list[str]:
        """The functions called, in order."""
        return [call.function for call in self.calls]


def answers(reply: Reply, *, after: float = 0.0) -> Scene:
    """Accept, wait, answer."""

    async def scene(talk: Talk) -> None:
        await talk.accept(1000 + talk.number)
        await asyncio.sleep(after)
        await talk.answer(reply)

    return scene


def fails(return_code: int, reason_code: int) -> Scene:
    """Accept, answer codes alone."""
    return answers(Reply(return_code=return_code, reason_code=reason_code, bare=True))


async def hangs_up(talk: Talk) -> None:
    """Close without a request id."""


def loses_answer(request_id: int) -> Scene:
    """Accept, then close without an answer."""

    async def scene(talk: Talk) -> None:
        await talk.accept(request_id)

    return scene


def recovers(call: type[Call[Any]], reply: Reply, request_id: int, *, with_length: bool = True) -> Scene:
    """Answer a Response_Recovery with a kept answer."""

    async def scene(talk: Talk) -> None:
        await talk.accept(2000)
        kept = encode_reply(call, reply, request_id)
        await talk.answer(talk.call.reply_type(response_data=kept if with_length else kept[4:]))

    return scene


async def is_silent(talk: Talk) -> None:
    """Accept, and never answer."""
    await talk.accept(1)
    await asyncio.sleep(3600)
