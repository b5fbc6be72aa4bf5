# SPDX-License-Identifier: Apache-2.0
"""Prototypes: patterns that the directory manager builds entries from."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, HostCall, Reply
from ..kinds import CHAR42, ArrayOf, Text


class PrototypeCreateDM(
    Call[Reply],
    function="Prototype_Create_DM",
    group="guest",
    target="new prototype",
    background=Background.ID_IN_REASON_CODE,
):
    """Add a prototype, from which Image_Create_DM can build entries.

    416/8: there already.
    """

    prototype_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 72)), "lines, each with its own int4 length"]


class PrototypeDeleteDM(
    Call[Reply],
    function="Prototype_Delete_DM",
    group="guest",
    target="prototype",
    background=Background.ID_IN_REASON_CODE,
):
    """Remove a prototype.

    416/4: no such prototype.
    """


class PrototypeNameQueryDMReply(Reply):
    """The answer of Prototype_Name_Query_DM."""

    prototype_name_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 8, CHAR42))] = ()


class PrototypeNameQueryDM(
    HostCall[PrototypeNameQueryDMReply],
    function="Prototype_Name_Query_DM",
    group="guest",
    background=Background.ID_IN_REASON_CODE,
):
    """List the names of all prototypes."""


class PrototypeQueryDMReply(Reply):
    """The answer of Prototype_Query_DM."""

    prototype_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 72))] = ()


class PrototypeQueryDM(
    Call[PrototypeQueryDMReply],
    function="Prototype_Query_DM",
    group="guest",
    target="prototype",
    background=Background.ID_IN_REASON_CODE,
):
    """Read a prototype's statements.

    IBM allows records of 80 bytes, at least one client refuses more than 72. 416/4: no such prototype.
    """


class PrototypeReplaceDM(
    Call[Reply],
    function="Prototype_Replace_DM",
    group="guest",
    target="prototype",
    background=Background.ID_IN_REASON_CODE,
):
    """Put new statements in place of a prototype.

    416/4: no such prototype.
    """

    prototype_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 72)), "lines, each with its own int4 length"]
