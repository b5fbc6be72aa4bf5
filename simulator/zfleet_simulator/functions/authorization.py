# SPDX-License-Identifier: Apache-2.0
"""The server's authorization list, and the check of a password."""

from __future__ import annotations

from zfleet_simulator.authorisation import Authorization
from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    AuthorizationListAdd,
    AuthorizationListQuery,
    AuthorizationListRemove,
    CheckAuthentication,
)
from zfleet_smapi.calls.authorization import Authorization as AuthorizationRecord
from zfleet_smapi.calls.authorization import AuthorizationListQueryReply
from zfleet_smapi.declaration import Reply


@serves(AuthorizationListAdd)
def authorization_list_add(here: Context, call: AuthorizationListAdd) -> Reply:
    """One more entry."""
    requester = upper_case(call.target)
    target = requester if call.for_id == "=" else upper_case(call.for_id)
    here.parts.authorities.add(Authorization(requester, target, upper_case(call.function_id)))
    return done()


@serves(AuthorizationListRemove)
def authorization_list_remove(here: Context, call: AuthorizationListRemove) -> Reply:
    """Entries go."""
    authorities = here.parts.authorities
    found = authorities.matching(upper_case(call.target), upper_case(call.for_id), upper_case(call.function_id))
    if not found:
        raise Refusal(112, 0)
    for one in found:
        authorities.remove(one)
    return done()


@serves(AuthorizationListQuery)
def authorization_list_query(here: Context, call: AuthorizationListQuery) -> AuthorizationListQueryReply:
    """The entries that fit."""
    authorities = here.parts.authorities
    found = authorities.matching(upper_case(call.target), upper_case(call.for_id), upper_case(call.function_id))
    if not found:
        raise Refusal(112, 0)

    def is_list(name: str) -> int:
        return int(name in authorities.lists)

    records = tuple(
        AuthorizationRecord(
            requesting_userid=one.requester,
            requesting_list_indicator=is_list(one.requester),
            for_userid=one.target,
            for_list_indicator=is_list(one.target),
            function_name=one.function,
            function_list_indicator=is_list(one.function),
        )
        for one in found
    )
    return AuthorizationListQueryReply(auth_record_array=records)


@serves(CheckAuthentication)
def check_authentication(here: Context, call: CheckAuthentication) -> Reply:
    """Whoever gets this far has given the right password."""
    return done()
