# SPDX-License-Identifier: Apache-2.0
"""HTTP/1.1 on one connection: uvicorn's own, with limits on how long a caller may keep us waiting.

uvicorn waits for ever for the rest of a request's head and for a caller that reads nothing, and it answers what is not
HTTP at all in plain text.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from zfleet_gateway.rest.envelope import NOT_ACCEPTED, Numbers, Refusal
from zfleet_gateway.rest.receive import TIMED_OUT


class ImpatientProtocol(H11Protocol):
    """A connection whose other end has `patience` seconds for the head of each request, and as long to take in some of
    an answer."""

    patience = 60.0
    _head: asyncio.TimerHandle | None = None
    _answer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first request may take its time too."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        super().connection_lost(exc)
        self._forget_head()
        self._forget_answer()

    def data_received(self, data: bytes) -> None:
        """More bytes do not give more time: one at a time would last for ever."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._forget_head()
        elif self._head is None:
            self._expect_head()

    def pause_writing(self) -> None:
        """The caller does not read as fast as we write."""
        super().pause_writing()
        self._forget_answer()
        self._answer = self.loop.call_later(self.patience, self.transport.abort)

    def resume_writing(self) -> None:
        """It read some."""
        super().resume_writing()
        self._forget_answer()

    def send_400_response(self, msg: str) -> None:
        """What is not HTTP is answered in the envelope too."""
        self._refuse(NOT_ACCEPTED, msg)

    def _forget_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _forget_answer(self) -> None:
        if self._answer is not None:
            self._answer.cancel()
            self._answer = None

    def _expect_head(self) -> None:
        self._head = self.loop.call_later(self.patience, self._head_late)

    def _head_late(self) -> None:
        if self.conn.trailing_data[0]:
            self._refuse(TIMED_OUT, f"the head of the request did not come within {self.patience:g} s")
        else:
            self.transport.close()

    def _refuse(self, numbers: Numbers, text: str) -> None:
        refusal = Refusal(numbers, text)
        body = refusal.body()
        headers = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close"}
        response = h11.Response(status_code=refusal.status, headers=list(headers.items()))
        try:
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                if output := self.conn.send(event):
                    self.transport.write(output)
        except h11.LocalProtocolError:
            pass  # an answer is under way, or was given: that is the one that counts
        self.transport.close()


def impatient(patience: float) -> type[ImpatientProtocol]:
    """The protocol with this patience, seconds: uvicorn makes its objects itself."""
    return type("ImpatientProtocol", (ImpatientProtocol,), {"patience": patience})
