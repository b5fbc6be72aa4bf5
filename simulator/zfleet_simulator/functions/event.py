# SPDX-License-Identifier: Apache-2.0
"""Events that callers stream in, and answers that got lost.

Event_Subscribe and Event_Unsubscribe keep or end a connection: the request server serves them itself.
"""

from __future__ import annotations

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_smapi.calls import EventStreamAdd, ResponseRecovery
from zfleet_smapi.calls.event import ResponseRecoveryReply
from zfleet_smapi.declaration import Reply


@serves(EventStreamAdd)
def event_stream_add(here: Context, call: EventStreamAdd) -> Reply:
    """An event for all subscribers whose key fits."""
    here.parts.state.afterwards(lambda: here.parts.events.stream(call.event_id, call.event_data))
    return done()


@serves(ResponseRecovery)
def response_recovery(here: Context, call: ResponseRecovery) -> ResponseRecoveryReply:
    """The answer to an earlier request, as it was sent."""
    answer = here.recovered(call.failed_request_id)
    if answer is None:
        raise Refusal(4, 4)
    return ResponseRecoveryReply(response_data=answer)
