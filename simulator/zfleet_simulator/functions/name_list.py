# SPDX-License-Identifier: Apache-2.0
"""Name lists of the server."""

from __future__ import annotations

from zfleet_simulator.authorisation import NameList
from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import NameListAdd, NameListDestroy, NameListQuery, NameListRemove
from zfleet_smapi.calls.name_list import NameListQueryReply
from zfleet_smapi.declaration import Reply


@serves(NameListAdd)
def name_list_add(here: Context, call: NameListAdd) -> Reply:
    """One more name; the list is made when it is not there."""
    lists, target, name = here.parts.authorities.lists, upper_case(call.target), upper_case(call.name)
    known = lists.get(target)
    if known is None:
        lists.put(target, NameList((name,)))
        return done(12)
    if name in known.names:
        return done(36)
    lists.put(target, NameList((*known.names, name)))
    return done()


@serves(NameListRemove)
def name_list_remove(here: Context, call: NameListRemove) -> Reply:
    """One name less; the last one takes the list along."""
    lists, target, name = here.parts.authorities.lists, upper_case(call.target), upper_case(call.name)
    known = lists.get(target)
    if known is None:
        raise Refusal(200, 24)
    if name not in known.names:
        return done(32)
    left = tuple(one for one in known.names if one != name)
    if not left:
        lists.drop(target)
        return done(16)
    lists.put(target, NameList(left))
    return done()


@serves(NameListDestroy)
def name_list_destroy(here: Context, call: NameListDestroy) -> Reply:
    """The whole list goes."""
    lists = here.parts.authorities.lists
    if upper_case(call.target) not in lists:
        raise Refusal(200, 24)
    lists.drop(upper_case(call.target))
    return done()


@serves(NameListQuery)
def name_list_query(here: Context, call: NameListQuery) -> NameListQueryReply:
    """The names in a list, or of all lists."""
    lists = here.parts.authorities.lists
    if call.target == "*":
        return NameListQueryReply(name_array=tuple(sorted(lists)))
    known = lists.get(upper_case(call.target))
    if known is None:
        raise Refusal(200, 24)
    return NameListQueryReply(name_array=known.names)
