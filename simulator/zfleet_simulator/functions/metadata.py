# SPDX-License-Identifier: Apache-2.0
"""Named values kept for an id."""

from __future__ import annotations

from fnmatch import fnmatchcase

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import Metadata
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import MetadataDelete, MetadataGet, MetadataSet, MetadataSpaceQuery
from zfleet_smapi.calls.metadata import MetadataGetReply, MetadataNameLine, MetadataSpaceQueryReply, MetadataValue
from zfleet_smapi.declaration import Reply

_MAX_NAME = 1024


def _key(owner: str, name: str) -> str:
    return f"{upper_case(owner)} {name}"


@serves(MetadataSet)
def metadata_set(here: Context, call: MetadataSet) -> Reply:
    """Set values; a value that is there is replaced."""
    for one in call.metadata_entry_array:
        if len(one.metadata_entry_name) > _MAX_NAME:
            raise Refusal(24, 13)
        value = Metadata(upper_case(call.target), one.metadata_entry_name, one.metadata)
        here.parts.files.metadata.put(_key(call.target, one.metadata_entry_name), value)
    return done()


@serves(MetadataGet)
def metadata_get(here: Context, call: MetadataGet) -> MetadataGetReply:
    """Read values; an unknown name has an empty one."""
    shelf = here.parts.files.metadata
    found = []
    for name in call.metadata_names.split():
        known = shelf.get(_key(call.target, name))
        value = known.value if known is not None else ""
        found.append(MetadataValue(metadata_entry_name=name, metadata=value))
    return MetadataGetReply(metadata_entry_array=tuple(found))


@serves(MetadataDelete)
def metadata_delete(here: Context, call: MetadataDelete) -> Reply:
    """Values go; names that are not there do not matter."""
    shelf = here.parts.files.metadata
    for name in call.metadata_names.split():
        if _key(call.target, name) in shelf:
            shelf.drop(_key(call.target, name))
    return done()


@serves(MetadataSpaceQuery)
def metadata_space_query(here: Context, call: MetadataSpaceQuery) -> MetadataSpaceQueryReply:
    """The names that fit a pattern, with the lengths of their values."""
    owner = upper_case(call.target)
    mine = [one for one in here.parts.files.metadata.values() if one.owner == owner]
    if not mine:
        raise Refusal(8, 8)
    lines = tuple(
        MetadataNameLine(f"{len(one.value)} {one.name}") for one in mine if fnmatchcase(one.name, call.searchkey)
    )
    if not lines:
        raise Refusal(4, 4)
    return MetadataSpaceQueryReply(output_data=lines)
