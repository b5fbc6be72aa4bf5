# SPDX-License-Identifier: Apache-2.0
"""Lists of user ids or functions, used wherever one of them could stand."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Call, Reply
from ..kinds import CHAR43, ArrayOf, Text


class NameListAdd(Call[Reply], function="Name_List_Add", group="other", target="list name"):
    """Add a name to a list, which is made if it is not there.

    0/12: the list is new. 0/36: the name was in it.
    """

    name: Annotated[str, Text(1, 64, CHAR43), "userid, function name or list name"]


class NameListDestroy(Call[Reply], function="Name_List_Destroy", group="other", target="list name"):
    """Remove a name list.

    28/0: there are no lists at all.
    """


class NameListQueryReply(Reply):
    """The answer of Name_List_Query."""

    name_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 64, CHAR43))] = ()


class NameListQuery(
    Call[NameListQueryReply],
    function="Name_List_Query",
    group="other",
    target="list name, or '*' for the names of all lists",
):
    """Read the names in a list; '*' as the list's name gives all lists."""


class NameListRemove(Call[Reply], function="Name_List_Remove", group="other", target="list name"):
    """Take a name off a list, which goes when it is empty.

    0/16: that was the last name. 0/32: it was not in the list.
    """

    name: Annotated[str, Text(1, 64, CHAR43), "userid, function name or list name"]
