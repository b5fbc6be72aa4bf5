# SPDX-License-Identifier: Apache-2.0
"""Saved segments (DCSS) that images share."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, HostCall, Reply, Struct
from ..kinds import CHAR42, ArrayOf, Framing, Int1, Int8, Text


class SharedMemoryAccessAddDM(
    Call[Reply],
    function="Shared_Memory_Access_Add_DM",
    group="guest",
    target="userid or list",
    background=Background.ID_IN_REASON_CODE,
):
    """Let an image use a restricted segment (NAMESAVE statement).

    0/12 and 424/4: it may already.
    """

    memory_segment_name: Annotated[str, Text(1, 8, CHAR42)]


class SharedMemoryAccessQueryDMReply(Reply):
    """The answer of Shared_Memory_Access_Query_DM."""

    name_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 8, CHAR42)), "user id that has access"] = ()


class SharedMemoryAccessQueryDM(
    Call[SharedMemoryAccessQueryDMReply],
    function="Shared_Memory_Access_Query_DM",
    group="guest",
    target="userid or list",
    background=Background.ID_IN_REASON_CODE,
):
    """Tell which images may use a restricted segment.

    0/20: this one may not. 424/8: no such segment.
    """

    memory_segment_name: Annotated[str, Text(1, 8, CHAR42)]


class SharedMemoryAccessRemoveDM(
    Call[Reply],
    function="Shared_Memory_Access_Remove_DM",
    group="guest",
    target="userid or list",
    background=Background.ID_IN_REASON_CODE,
):
    """Take the right to use a restricted segment away from an image.

    424/8: no such segment.
    """

    memory_segment_name: Annotated[str, Text(1, 8, CHAR42)]


class SharedMemoryCreate(
    Call[Reply],
    function="Shared_Memory_Create",
    group="guest",
    target="userid whose memory is saved",
    background=Background.ID_IN_REASON_CODE,
):
    """Save a range of pages of the target's memory as a segment.

    0/4: saved, but the user id for restricted access is unknown. 600/8: bad page range. 600/12: not logged on.
    """

    memory_segment_name: Annotated[str, Text(1, 8, CHAR42)]
    begin_page: Annotated[int, Int8(0, 524031)]
    end_page: Annotated[int, Int8(0, 524031)]
    page_access_descriptor: Annotated[
        int,
        Int1(
            {
                1: "SW shared read-write",
                2: "EW exclusive read-write",
                3: "SR shared read-only",
                4: "ER exclusive read-only",
                5: "SN shared read-write, no data saved",
                6: "EN exclusive read-write, no data saved",
                7: "SC shared read-only, no data saved, CP may write",
            }
        ),
    ]
    memory_attributes: Annotated[int, Int1({0: "unspecified", 1: "restricted", 2: "unrestricted (default)"})] = 0
    memory_access_identifier: Annotated[str, Text(0, 8, CHAR42), "image or list allowed, for restricted segments"] = ""


class SharedMemoryDelete(
    HostCall[Reply], function="Shared_Memory_Delete", group="guest", background=Background.ID_IN_REASON_CODE
):
    """Purge a saved segment.

    600/28: no such segment.
    """

    memory_segment_name: Annotated[str, Text(1, 8, CHAR42)]


class PageRange(Struct):
    """Pages of a segment, first and last."""

    begin_page: Annotated[int, Int8()]
    end_page: Annotated[int, Int8()]
    page_access_descriptor: Annotated[
        int,
        Int1(
            {
                1: "SW shared read-write",
                2: "EW exclusive read-write",
                3: "SR shared read-only",
                4: "ER exclusive read-only",
                5: "SN shared read-write, no data saved",
                6: "EN exclusive read-write, no data saved",
                7: "SC shared read-only, no data saved, CP may write",
            }
        ),
    ]


class MemorySegment(Struct):
    """One saved segment."""

    memory_segment_name: Annotated[str, Text(1, 8, CHAR42.plus("*"))]
    memory_segment_status: Annotated[
        int, Int1({1: "skeleton", 2: "available, not restricted", 3: "available, restricted", 4: "purge pending"})
    ]
    page_range_array: Annotated[
        tuple[PageRange, ...], ArrayOf(PageRange, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class SharedMemoryQueryReply(Reply):
    """The answer of Shared_Memory_Query."""

    memory_segment_info_array: Annotated[
        tuple[MemorySegment, ...], ArrayOf(MemorySegment, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class SharedMemoryQuery(HostCall[SharedMemoryQueryReply], function="Shared_Memory_Query", group="guest"):
    """List saved segments with their page ranges.

    0/28: no such segment.
    """

    memory_segment_name: Annotated[str, Text(1, 8, CHAR42.plus("*")), "'*' for all"]


class SharedMemoryReplace(
    Call[Reply],
    function="Shared_Memory_Replace",
    group="guest",
    target="userid whose memory is replaced",
    background=Background.ID_IN_REASON_CODE,
):
    """Save the target's memory again in place of an existing segment.

    600/28: no such segment.
    """

    memory_segment_name: Annotated[str, Text(1, 8, CHAR42)]
    memory_access_identifier: Annotated[str, Text(0, 8, CHAR42)] = ""
