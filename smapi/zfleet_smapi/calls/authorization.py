# SPDX-License-Identifier: Apache-2.0
"""Who may call what: the server's own list, and the check of a password."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..declaration import Call, Header, Reply, Retry, Struct, UntargetedCall
from ..kinds import CHAR43, ArrayOf, Framing, Int1, Text


class AuthorizationListAdd(
    Call[Reply], function="Authorization_List_Add", group="other", target="user id or list that may act for others"
):
    """Let a user id or list call functions for others."""

    for_id: Annotated[
        str,
        Text(1, 64, CHAR43.plus("*")),
        "whom they may act for; '=' is the target itself; ALL to add, '*' to find every one",
    ]
    function_id: Annotated[
        str, Text(1, 64, CHAR43.plus("*")), "function or list of functions; ALL to add, '*' to find every one"
    ]


class Authorization(Struct):
    """One entry of the authorization list."""

    requesting_userid: Annotated[str, Text(0, 64, CHAR43)]
    requesting_list_indicator: Annotated[int, Int1({0: "a single userid", 1: "a list name"})]
    for_userid: Annotated[str, Text(0, 64, CHAR43)]
    for_list_indicator: Annotated[int, Int1({0: "single", 1: "list"})]
    function_name: Annotated[str, Text(0, 64, CHAR43)]
    function_list_indicator: Annotated[int, Int1({0: "single function", 1: "function list"})]


class AuthorizationListQueryReply(Reply):
    """The answer of Authorization_List_Query."""

    auth_record_array: Annotated[
        tuple[Authorization, ...], ArrayOf(Authorization, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class AuthorizationListQuery(
    Call[AuthorizationListQueryReply],
    function="Authorization_List_Query",
    group="other",
    target="user id or list; empty for every entry",
):
    """Read entries of the server's authorization list; empty selectors mean all."""

    for_id: Annotated[
        str,
        Text(0, 64, CHAR43.plus("*")),
        "whom they may act for; '=' is the target itself; ALL to add, '*' to find every one",
    ] = ""
    function_id: Annotated[
        str, Text(0, 64, CHAR43.plus("*")), "function or list of functions; ALL to add, '*' to find every one"
    ] = ""


class AuthorizationListRemove(
    Call[Reply], function="Authorization_List_Remove", group="other", target="user id or list that may no longer act"
):
    """Take an entry out of the server's authorization list."""

    for_id: Annotated[
        str,
        Text(1, 64, CHAR43.plus("*")),
        "whom they may act for; '=' is the target itself; ALL to add, '*' to find every one",
    ]
    function_id: Annotated[
        str, Text(1, 64, CHAR43.plus("*")), "function or list of functions; ALL to add, '*' to find every one"
    ]


class CheckAuthentication(UntargetedCall[Reply], function="Check_Authentication", group="other", retry=Retry.REPEAT):
    """Check the user id and password of the request's head.

    Nothing follows the password: there is not even a target. 120/0: wrong. 128/0: expired.
    """

    header: ClassVar[Header] = Header.NO_TARGET
