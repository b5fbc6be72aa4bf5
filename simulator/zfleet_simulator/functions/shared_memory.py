# SPDX-License-Identifier: Apache-2.0
"""Saved segments, and who may load the restricted ones."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.configuration import PageRange, Segment
from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.directory import Entry
from zfleet_simulator.functions.image_directory import changed
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import Namesave
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    SharedMemoryAccessAddDM,
    SharedMemoryAccessQueryDM,
    SharedMemoryAccessRemoveDM,
    SharedMemoryCreate,
    SharedMemoryDelete,
    SharedMemoryQuery,
    SharedMemoryReplace,
)
from zfleet_smapi.calls.shared_memory import (
    MemorySegment,
    SharedMemoryAccessQueryDMReply,
    SharedMemoryQueryReply,
)
from zfleet_smapi.calls.shared_memory import PageRange as PageRangeRecord
from zfleet_smapi.declaration import Reply

_AVAILABLE, _RESTRICTED = 2, 3


def _images(here: Context, target: str) -> tuple[str, ...]:
    """An image, or the images of a list. Refusal 400/4."""
    members = here.parts.authorities.lists.get(upper_case(target))
    names = members.names if members is not None else (target,)
    return tuple(here.parts.directory.image(name).name for name in names)


def _saved(entry: Entry, segment: str) -> Namesave | None:
    return next((one for one in entry.all(Namesave) if segment in one.segments), None)


@serves(SharedMemoryAccessAddDM)
def shared_memory_access_add_dm(here: Context, call: SharedMemoryAccessAddDM) -> Reply:
    """NAMESAVE statements."""
    segment = upper_case(call.memory_segment_name)
    for name in _images(here, call.target):
        entry = here.parts.directory.for_update(name, here.caller)
        if _saved(entry, segment) is not None:
            raise Refusal(424, 4)
        _add(here, entry, segment)
    return changed(here)


def _add(here: Context, entry: Entry, segment: str) -> None:
    old = entry.first(Namesave)
    if old is None:
        here.parts.directory.update(entry.adding(Namesave((segment,))))
    else:
        here.parts.directory.update(entry.replacing(old, Namesave((*old.segments, segment))))


@serves(SharedMemoryAccessRemoveDM)
def shared_memory_access_remove_dm(here: Context, call: SharedMemoryAccessRemoveDM) -> Reply:
    """NAMESAVE statements go."""
    segment = upper_case(call.memory_segment_name)
    for name in _images(here, call.target):
        entry = here.parts.directory.for_update(name, here.caller)
        old = _saved(entry, segment)
        if old is None:
            raise Refusal(424, 8)
        left = tuple(one for one in old.segments if one != segment)
        here.parts.directory.update(entry.replacing(old, Namesave(left)) if left else entry.without(old))
    return changed(here)


@serves(SharedMemoryAccessQueryDM)
def shared_memory_access_query_dm(here: Context, call: SharedMemoryAccessQueryDM) -> SharedMemoryAccessQueryDMReply:
    """Which of the target's images may load a segment."""
    segment = upper_case(call.memory_segment_name)
    names = tuple(
        name for name in _images(here, call.target) if _saved(here.parts.directory.image(name), segment) is not None
    )
    if not names:
        return SharedMemoryAccessQueryDMReply(reason_code=20, bare=True)
    return SharedMemoryAccessQueryDMReply(name_array=names)


@serves(SharedMemoryCreate)
def shared_memory_create(here: Context, call: SharedMemoryCreate) -> Reply:
    """Save pages of a running user as a segment."""
    _running(here, call.target)
    if call.begin_page > call.end_page:
        raise Refusal(600, 8)
    segment = upper_case(call.memory_segment_name)
    restricted = call.memory_attributes == 1
    if call.memory_access_identifier and not restricted:
        raise Refusal(600, 24)
    pages = (PageRange(call.begin_page, call.end_page, call.page_access_descriptor),)
    here.parts.configuration.segments.put(segment, Segment(segment, _RESTRICTED if restricted else _AVAILABLE, pages))
    return done(_allow(here, call.memory_access_identifier, segment))


def _running(here: Context, user_id: str) -> None:
    if here.parts.cp.running(user_id) is None:
        raise Refusal(600, 12)


def _allow(here: Context, identifier: str, segment: str) -> int:
    """Give access to an image or list: the reason code (4 unknown user, 12 had it before)."""
    if not identifier:
        return 0
    members = here.parts.authorities.lists.get(upper_case(identifier))
    names = members.names if members is not None else (identifier,)
    reason = 0
    for name in names:
        entry = here.parts.directory.entries.get(upper_case(name))
        if entry is None or entry.is_profile:
            reason = 4
        elif _saved(entry, segment) is not None:
            reason = reason or 12
        else:
            _add(here, here.parts.directory.for_update(name, here.caller), segment)
    return reason


@serves(SharedMemoryReplace)
def shared_memory_replace(here: Context, call: SharedMemoryReplace) -> Reply:
    """Save a segment again from a running user."""
    _running(here, call.target)
    segments, name = here.parts.configuration.segments, upper_case(call.memory_segment_name)
    if name not in segments:
        raise Refusal(600, 28)
    if call.memory_access_identifier:
        segments.put(name, replace(segments[name], status=_RESTRICTED))
    return done(_allow(here, call.memory_access_identifier, name))


@serves(SharedMemoryDelete)
def shared_memory_delete(here: Context, call: SharedMemoryDelete) -> Reply:
    """Purge a segment."""
    segments, name = here.parts.configuration.segments, upper_case(call.memory_segment_name)
    if name not in segments:
        raise Refusal(600, 28)
    segments.drop(name)
    return done()


@serves(SharedMemoryQuery)
def shared_memory_query(here: Context, call: SharedMemoryQuery) -> SharedMemoryQueryReply:
    """One segment or all."""
    name = upper_case(call.memory_segment_name)
    found = [one for one in here.parts.configuration.segments.values() if name in ("*", one.name)]
    if not found:
        return SharedMemoryQueryReply(reason_code=28, bare=True)
    return SharedMemoryQueryReply(memory_segment_info_array=tuple(_record(one) for one in found))


def _record(one: Segment) -> MemorySegment:
    ranges = tuple(
        PageRangeRecord(begin_page=pages.first, end_page=pages.last, page_access_descriptor=pages.access)
        for pages in one.ranges
    )
    return MemorySegment(memory_segment_name=one.name, memory_segment_status=one.status, page_range_array=ranges)
