# SPDX-License-Identifier: Apache-2.0
"""Prototypes: patterns that new entries are made from."""

from __future__ import annotations

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.directory import Entry, entry_from_records
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import StatementError, User
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    PrototypeCreateDM,
    PrototypeDeleteDM,
    PrototypeNameQueryDM,
    PrototypeQueryDM,
    PrototypeReplaceDM,
)
from zfleet_smapi.calls.prototype import PrototypeNameQueryDMReply, PrototypeQueryDMReply
from zfleet_smapi.declaration import Reply


def _prototype(name: str, records: tuple[str, ...]) -> Entry:
    """A prototype's records under its own name. Refusal 416/0."""
    try:
        entry = entry_from_records(records)
    except StatementError:
        raise Refusal(416, 0) from None
    if entry.first(User) is None:
        raise Refusal(416, 0)
    return Entry(name, entry.records)


@serves(PrototypeCreateDM)
def prototype_create_dm(here: Context, call: PrototypeCreateDM) -> Reply:
    """A new prototype."""
    prototypes, name = here.parts.directory.prototypes, upper_case(call.target)
    if name in prototypes:
        raise Refusal(416, 8)
    prototypes.put(name, _prototype(name, call.prototype_record_array))
    return done()


@serves(PrototypeReplaceDM)
def prototype_replace_dm(here: Context, call: PrototypeReplaceDM) -> Reply:
    """Other records for a prototype."""
    name = _known(here, call.target).name
    here.parts.directory.prototypes.put(name, _prototype(name, call.prototype_record_array))
    return done()


@serves(PrototypeDeleteDM)
def prototype_delete_dm(here: Context, call: PrototypeDeleteDM) -> Reply:
    """Take a prototype out."""
    here.parts.directory.prototypes.drop(_known(here, call.target).name)
    return done()


@serves(PrototypeQueryDM)
def prototype_query_dm(here: Context, call: PrototypeQueryDM) -> PrototypeQueryDMReply:
    """The records of a prototype."""
    return PrototypeQueryDMReply(prototype_record_array=_known(here, call.target).records)


@serves(PrototypeNameQueryDM)
def prototype_name_query_dm(here: Context, call: PrototypeNameQueryDM) -> PrototypeNameQueryDMReply:
    """The names of all prototypes."""
    return PrototypeNameQueryDMReply(prototype_name_array=tuple(sorted(here.parts.directory.prototypes)))


def _known(here: Context, name: str) -> Entry:
    found = here.parts.directory.prototypes.get(upper_case(name))
    if found is None:
        raise Refusal(416, 4)
    return found
