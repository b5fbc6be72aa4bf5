# SPDX-License-Identifier: Apache-2.0
"""z/VM's events on a connection that stays open, and the recovery of a lost answer."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, Retry, Stream
from ..kinds import ABSENT_AT_END, Framing, Int4, Rest, Text


class EventStreamAdd(
    HostCall[Reply], function="Event_Stream_Add", group="host", error_buffer=Framing.BYTE_LENGTH, level=611
):
    """Send an event of type 1 to all who subscribed.

    The payload runs to the end of the message. 8/999: not on this system.
    """

    event_id: Annotated[int, Int4(16777215), "number of the event, X'FFFFFF' or more"]
    event_data: Annotated[bytes, Rest(), "event payload, as is"]


class EventSubscribe(HostCall[Reply], function="Event_Subscribe", group="host", level=611, stream=Stream.EVENTS):
    """Keep this connection open for events (see `events.py`).

    Only the request id is answered; blocks of int4 length, int4 type and data follow for ever. A block of 12 bytes is
    no event but the failure of the subscription. Some clients leave the match key out altogether.
    """

    match_key: Annotated[str | None, Text(0, 16777216), ABSENT_AT_END, "filter for type 1 events; empty for all"] = ""


class EventUnsubscribe(HostCall[Reply], function="Event_Unsubscribe", group="host", level=611, stream=Stream.CLOSE):
    """End the caller's subscription.

    Only the request id is answered; the end of the connection says that it is done.
    """


class ResponseRecoveryReply(Reply):
    """The answer of Response_Recovery."""

    response_data: Annotated[bytes, Rest(), "the whole answer of that earlier request, or nothing"] = b""


class ResponseRecovery(
    HostCall[ResponseRecoveryReply], function="Response_Recovery", group="other", level=611, retry=Retry.REPEAT
):
    """Ask for the answer to an earlier request that did not arrive.

    4/4: the server keeps no answer for that request id. How the kept answer is laid out in the data is not known for
    sure, so it is given as it comes.
    """

    failed_request_id: Annotated[int, Int4(signed=False), "request id whose answer was lost"]
