# SPDX-License-Identifier: Apache-2.0
"""What images use of processors and memory."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Call, HostCall, Reply, Struct
from ..kinds import ArrayOf, CText, Fixed, Framing, Int4, Int8


class GuestPerformance(Struct):
    """One performance record; times are in microseconds, memory in KB."""

    record_version: Annotated[int, Int4()]
    guest_flags: Annotated[int, Int4()]
    used_cpu_time: Annotated[int, Int8(), "microseconds"]
    elapsed_time: Annotated[int, Int8(), "microseconds"]
    min_memory: Annotated[int, Int8(), "KB"]
    max_memory: Annotated[int, Int8(), "KB"]
    shared_memory: Annotated[int, Int8(), "KB"]
    used_memory: Annotated[int, Int8(), "KB"]
    active_cpus_in_cec: Annotated[int, Int4()]
    logical_cpus_in_vm: Annotated[int, Int4()]
    guest_cpus: Annotated[int, Int4()]
    min_cpu_count: Annotated[int, Int4()]
    max_cpu_limit: Annotated[int, Int4()]
    processor_share: Annotated[int, Int4()]
    samples_cpu_in_use: Annotated[int, Int4()]
    samples_cpu_delay: Annotated[int, Int4()]
    samples_page_wait: Annotated[int, Int4()]
    samples_idle: Annotated[int, Int4()]
    samples_other: Annotated[int, Int4()]
    samples_total: Annotated[int, Int4()]
    guest_name: Annotated[str, Fixed(8, ebcdic=True), "blank padded userid, in EBCDIC"]


class ImagePerformanceQueryReply(Reply):
    """The answer of Image_Performance_Query."""

    performance_records: Annotated[
        tuple[GuestPerformance, ...], ArrayOf(GuestPerformance, Framing.COUNT, Framing.BYTE_LENGTH)
    ] = ()


class ImagePerformanceQuery(
    HostCall[ImagePerformanceQueryReply], function="Image_Performance_Query", group="host", data_codes=((4, 4), (4, 10))
):
    """Read CP's performance records of some images (undocumented by IBM).

    The list starts with a number of records, not of bytes. 4/4: some of the images are not active; records of the
    others follow. 900/12: this level of z/VM has no such function.
    """

    target_list: Annotated[tuple[str, ...], ArrayOf(CText(1, 8), Framing.TO_END), "userids asked about"]


class SystemImagePerformanceQueryReply(Reply):
    """The answer of System_Image_Performance_Query."""

    image_performance_array: Annotated[
        tuple[GuestPerformance, ...], ArrayOf(GuestPerformance, Framing.COUNT, Framing.BYTE_LENGTH)
    ] = ()


class SystemImagePerformanceQuery(
    Call[SystemImagePerformanceQueryReply],
    function="System_Image_Performance_Query",
    group="host",
    target="userid, or name list",
    level=640,
    data_codes=((4, 4), (4, 10)),
):
    """Read CP's performance records (DIAGNOSE X'2FC') of an image or a name list.

    4/4 and 4/10: some names gave nothing, records of the others follow. 900/12: below level 640.
    """
