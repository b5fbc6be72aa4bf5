# SPDX-License-Identifier: Apache-2.0
"""`zfleet watch`: what happens to guests, a line for each event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import aclosing

import click
from google.protobuf.json_format import MessageToDict

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.session import Session, in_session
from zfleet_client.show.answer import word

KINDS = {
    "logged-on": pb.GUEST_EVENT_KIND_LOGGED_ON,
    "logged-off": pb.GUEST_EVENT_KIND_LOGGED_OFF,
    "entry-added": pb.GUEST_EVENT_KIND_ENTRY_ADDED,
    "entry-changed": pb.GUEST_EVENT_KIND_ENTRY_CHANGED,
    "entry-removed": pb.GUEST_EVENT_KIND_ENTRY_REMOVED,
    "relocation-begun": pb.GUEST_EVENT_KIND_RELOCATION_BEGUN,
    "relocation-ended": pb.GUEST_EVENT_KIND_RELOCATION_ENDED,
    "relocation-failed": pb.GUEST_EVENT_KIND_RELOCATION_FAILED,
    "other": pb.GUEST_EVENT_KIND_OTHER,
}


@click.command("watch")
@click.option("--prefix", default="", shell_complete=completion.guests, help="Only user ids that start with this.")
@click.option(
    "--kind", "kinds", type=click.Choice([*KINDS]), multiple=True, help="Only these. [default: all but other]"
)
@in_session
async def watch_command(session: Session, prefix: str, kinds: Sequence[str]) -> None:
    """Tell what happens to guests, whoever does it, until Ctrl-C.

    With --output json there is one JSON object a line. A gap says that events may have been missed.
    """
    async with session.fleet() as fleet:
        watching = fleet.guests.watch(prefix=prefix, kinds=[KINDS[kind] for kind in kinds])
        async with aclosing(watching) as news:
            async for each in news:
                if session.for_programs:
                    click.echo(json.dumps(MessageToDict(each, preserving_proto_field_name=True)))
                else:
                    click.echo(line_of(each), err=each.WhichOneof("news") != "event")


def line_of(news: pb.WatchGuestsResponse) -> str:
    """A message for people."""
    time = news.receive_time.ToDatetime().strftime("%H:%M:%S")
    match news.WhichOneof("news"):
        case "event":
            event = news.event
            kind = word(pb.GuestEventKind.Name(event.kind), "GUEST_EVENT_KIND_")
            more = event.directory_action or (f"{'from' if event.inbound else 'to'} {event.other_system}")
            return f"{time} {event.user_id:<8} {kind}" + (
                f" ({more})" if event.directory_action or event.other_system else ""
            )
        case "gap":
            return f"{time} events may have been missed: {news.gap.message}"
        case _:
            return f"{time} watching"
