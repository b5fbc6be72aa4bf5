# SPDX-License-Identifier: Apache-2.0
"""The directory manager itself: search, tags, background work, the whole directory."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, HostCall, Reply, Retry, Struct
from ..kinds import CHAR26, CHAR36, CHAR42, SECRET, ArrayOf, CText, Framing, Int1, Int4, Key, Text, When


class DirectoryManagerLocalTagDefineDM(
    HostCall[Reply],
    function="Directory_Manager_Local_Tag_Define_DM",
    group="directory",
    background=Background.ID_IN_REASON_CODE,
):
    """Define a local tag, a named comment in directory entries, or change its place among the others.

    432/4: defined already. 432/12: that ordinal is taken.
    """

    tag_name: Annotated[str, Text(1, 8, CHAR36), "the tag (also a named comment)"]
    tag_ordinal: Annotated[int, Int4(0, 999), "sort position among local tags"]
    define_action: Annotated[int, Int1({1: "create", 2: "change the ordinal"})]


class DirectoryManagerLocalTagDeleteDM(
    HostCall[Reply],
    function="Directory_Manager_Local_Tag_Delete_DM",
    group="directory",
    background=Background.ID_IN_REASON_CODE,
):
    """Remove a local tag's definition.

    432/8: no such tag. 432/16: entries still use it.
    """

    tag_name: Annotated[str, Text(1, 8, CHAR36), "the tag (also a named comment)"]


class DirectoryManagerLocalTagQueryDMReply(Reply):
    """The answer of Directory_Manager_Local_Tag_Query_DM."""

    tag_value: Annotated[str, Text(1, 240)] = ""


class DirectoryManagerLocalTagQueryDM(
    Call[DirectoryManagerLocalTagQueryDMReply],
    function="Directory_Manager_Local_Tag_Query_DM",
    group="directory",
    target="image whose tag is read",
    background=Background.ID_IN_REASON_CODE,
):
    """Read the value of a local tag in an image's entry.

    0/28: it has none. IBM allows values of 1024 bytes, at least one client takes 240 at most.
    """

    tag_name: Annotated[str, Text(1, 8, CHAR36), "the tag (also a named comment)"]


class DirectoryManagerLocalTagSetDM(
    Call[Reply],
    function="Directory_Manager_Local_Tag_Set_DM",
    group="directory",
    target="image whose tag is set",
    background=Background.ID_IN_REASON_CODE,
):
    """Set the value of a local tag in an image's entry.

    432/8: no such tag. 432/16: value too long.
    """

    tag_name: Annotated[str, Text(1, 8, CHAR36), "the tag (also a named comment)"]
    tag_value: Annotated[str, Text(1, 1024)]


class FoundStatement(Struct):
    """One statement that fits."""

    target_id: Annotated[str, Text(1, 8, CHAR42)]
    statement: Annotated[str, Text(1, 72), SECRET]


class DirectoryManagerSearchDMReply(Reply):
    """The answer of Directory_Manager_Search_DM."""

    statement_array: Annotated[tuple[FoundStatement, ...], ArrayOf(FoundStatement)] = ()


class DirectoryManagerSearchDM(
    HostCall[DirectoryManagerSearchDMReply],
    function="Directory_Manager_Search_DM",
    group="directory",
    background=Background.ID_IN_REASON_CODE,
    retry=Retry.REPEAT,
):
    """Find statements anywhere in the directory by words and wildcards.

    0/28: nothing found.
    """

    search_pattern: Annotated[str, Text(1, 72), "blank separated words to look for, * as wildcard"]


class DirectoryManagerTaskCancelDM(
    HostCall[Reply],
    function="Directory_Manager_Task_Cancel_DM",
    group="directory",
    background=Background.ID_IN_REASON_CODE,
):
    """Stop a piece of the directory manager's background work.

    452/4: no such task.
    """

    operation_id: Annotated[int, Int4(0, 2147483647), "background operation to stop"]


class DirectoryEntry(Struct):
    """One entry of the directory, in one of two forms."""

    directory_entry_type: Annotated[
        int,
        Int4(
            values={
                0: "user",
                1: "profile",
                2: "pool user",
                3: "pool",
                4: "directory",
                5: "global",
                6: "identity",
                7: "subconfig",
                8: "other",
            }
        ),
    ]
    directory_entry_id: Annotated[str, Text(1, 10)]
    directory_entry_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 80)), When("format", "NO"), SECRET] = ()
    directory_entry_data: Annotated[tuple[str, ...], ArrayOf(CText()), When("format", "YES"), SECRET] = ()


class QueryAllDMReply(Reply):
    """The answer of Query_All_DM."""

    directory_array: Annotated[
        tuple[DirectoryEntry, ...], ArrayOf(DirectoryEntry, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class QueryAllDM(
    HostCall[QueryAllDMReply],
    function="Query_All_DM",
    group="host",
    background=Background.ID_IN_REASON_CODE,
    level=620,
    parameters="query_keyword_parameter_list",
    framing=Framing.BYTE_LENGTH,
    reply_option="format",
    retry=Retry.REPEAT,
):
    """Read the whole directory in one answer, as keywords or as raw records.

    Megabytes on a big system. The layout inside depends on FORMAT; real systems list only users and profiles as
    keywords, and pools, globals and the rest as records too. 8/28: nothing to return.
    """

    format: Annotated[
        str, Key(2, 3, CHAR26, choices={"YES": "keyword=value form", "NO": "raw directory records"}, wire="FORMAT")
    ]


class QueryAsynchronousOperationDM(
    Call[Reply],
    function="Query_Asynchronous_Operation_DM",
    group="host",
    target="image the operation works on",
    background=Background.ID_IN_REASON_CODE,
    success_reasons=(0, 100, 104, 108),
    retry=Retry.REPEAT,
):
    """Ask how a background operation stands.

    0/100 (or 0/0): done. 0/104: running. 0/108: failed. The target is the image that the operation works on.
    """

    operation_id: Annotated[int, Int4(0, 2147483647), "from a 592 answer"]


class QueryDirectoryManagerLevelDMReply(Reply):
    """The answer of Query_Directory_Manager_Level_DM."""

    directory_manager_level: Annotated[str, Text(1, 100)] = ""


class QueryDirectoryManagerLevelDM(
    HostCall[QueryDirectoryManagerLevelDMReply],
    function="Query_Directory_Manager_Level_DM",
    group="host",
    background=Background.ID_IN_REASON_CODE,
    retry=Retry.REPEAT,
):
    """Tell name and level of the directory manager."""


class StaticImageChangesActivateDM(
    HostCall[Reply],
    function="Static_Image_Changes_Activate_DM",
    group="directory",
    background=Background.ID_IN_REASON_CODE,
):
    """Let changes of the source directory go online as they are made, from now on."""


class StaticImageChangesDeactivateDM(
    HostCall[Reply],
    function="Static_Image_Changes_Deactivate_DM",
    group="directory",
    background=Background.ID_IN_REASON_CODE,
):
    """Hold changes of the source directory back until they are activated."""


class StaticImageChangesImmediateDM(
    HostCall[Reply],
    function="Static_Image_Changes_Immediate_DM",
    group="directory",
    background=Background.ID_IN_REASON_CODE,
):
    """Put the source directory online once, now."""
