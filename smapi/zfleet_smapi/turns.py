# SPDX-License-Identifier: Apache-2.0
"""Whose turn it is in a conversation: which step is allowed in which state, and where it leads.

Both sides of `conversation.py` go by these tables and by nothing else; a step that has no entry is out of turn. A
breach of the protocol leads to FAILED from anywhere.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


class State(enum.Enum):
    """Where a conversation stands; each side uses some of these."""

    READY = "ready"
    SENT = "sent"
    RECEIVING = "receiving"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    SUBSCRIBED = "subscribed"
    DONE = "done"
    FAILED = "failed"


class Step(enum.Enum):
    """What happens in a conversation, seen from either side."""

    REQUEST = "request"
    REQUEST_ID = "request id"
    SUBSCRIPTION = "subscription"
    EVENT = "event"
    ANSWER = "answer"
    CLOSE = "close"


Turns = Mapping[tuple[State, Step], State]

CLIENT: Final[Turns] = MappingProxyType(
    {
        (State.READY, Step.REQUEST): State.SENT,
        (State.SENT, Step.REQUEST_ID): State.ACCEPTED,
        (State.ACCEPTED, Step.ANSWER): State.DONE,
        # Event_Subscribe: the request id alone says that events will come.
        (State.ACCEPTED, Step.SUBSCRIPTION): State.SUBSCRIBED,
        (State.SUBSCRIBED, Step.EVENT): State.SUBSCRIBED,
        (State.SUBSCRIBED, Step.ANSWER): State.DONE,
        # Event_Unsubscribe: the end of the connection is the answer.
        (State.ACCEPTED, Step.CLOSE): State.DONE,
    }
)

SERVER: Final[Turns] = MappingProxyType(
    {
        (State.RECEIVING, Step.REQUEST): State.RECEIVED,
        (State.RECEIVED, Step.REQUEST_ID): State.ACCEPTED,
        (State.ACCEPTED, Step.ANSWER): State.DONE,
        (State.ACCEPTED, Step.SUBSCRIPTION): State.SUBSCRIBED,
        (State.SUBSCRIBED, Step.EVENT): State.SUBSCRIBED,
        (State.SUBSCRIBED, Step.ANSWER): State.DONE,
    }
)
