# SPDX-License-Identifier: Apache-2.0
"""Virtual processors and memory of an image."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, Reply, Struct
from ..kinds import CHAR10, CHAR16, ArrayOf, Framing, Int1, Int4, Text


class ActiveCpu(Struct):
    """One virtual processor, in short."""

    cpu_number: Annotated[int, Int4()]
    cpu_id: Annotated[str, Text(1, 16, CHAR16)]
    cpu_status: Annotated[int, Int1({1: "base", 2: "stopped", 3: "check-stopped", 4: "not base, active"})]


class ActiveDevice(Struct):
    """One virtual device."""

    device_type: Annotated[int, Int1({1: "CONS", 2: "RDR", 3: "PUN", 4: "PRT", 5: "DASD"})]
    device_address: Annotated[str, Text(4, 16, CHAR16)]


class ImageActiveConfigurationQueryReply(Reply):
    """The answer of Image_Active_Configuration_Query."""

    memory_size: Annotated[int, Int4()] = 0
    memory_unit: Annotated[int, Int1({1: "KB", 2: "MB", 3: "GB"})] = 0
    share_type: Annotated[int, Int1({1: "relative", 2: "absolute"})] = 0
    share_value: Annotated[str, Text(1, 5, CHAR10.plus("."))] = ""
    number_cpus: Annotated[int, Int4()] = 0
    cpu_info_array: Annotated[tuple[ActiveCpu, ...], ArrayOf(ActiveCpu, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)] = ()
    device_info_array: Annotated[
        tuple[ActiveDevice, ...], ArrayOf(ActiveDevice, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class ImageActiveConfigurationQuery(
    Call[ImageActiveConfigurationQueryReply],
    function="Image_Active_Configuration_Query",
    group="guest",
    target="active image",
):
    """Tell what an active image has: memory, share, processors and devices.

    200/12: not active.
    """


class ImageCPUDefine(Call[Reply], function="Image_CPU_Define", group="guest", target="active image"):
    """Add a virtual processor to an active image (CP DEFINE CPU).

    0/4: added, though processor affinity is not in force. 216/24: that address is taken. 216/28: more than the
    directory allows. 216/40: the machine has no such processors. 216/12: not active.
    """

    cpu_address: Annotated[str, Text(1, 2, CHAR16), "virtual CPU address, hexadecimal"]
    cpu_type: Annotated[int, Int1({0: "unspecified", 1: "CP", 2: "IFL", 3: "ZAAP", 4: "ZIIP"})] = 0


class ImageCPUDefineDM(
    Call[Reply],
    function="Image_CPU_Define_DM",
    group="guest",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Add a CPU statement to a directory entry.

    520/24: there is a base processor already. 520/28: address out of range. 520/32: more than the entry's maximum.
    """

    cpu_address: Annotated[str, Text(1, 2, CHAR16), "virtual CPU address, hexadecimal"]
    base_cpu: Annotated[int, Int1({0: "unspecified", 1: "base processor"})] = 0
    cpuid: Annotated[str, Text(0, 6, CHAR16), "bits 8-31 of the CPU id"] = ""
    dedicate_cpu: Annotated[int, Int1({0: "unspecified", 1: "not dedicated", 2: "dedicated"})] = 0
    crypto: Annotated[int, Int1({0: "unspecified", 1: "crypto facility (ignored since z/VM 6.1)"})] = 0


class ImageCPUDelete(Call[Reply], function="Image_CPU_Delete", group="guest", target="active image"):
    """Take a virtual processor away from an active image; its memory is cleared by CP.

    216/4: no such processor. 216/12: not active.
    """

    cpu_address: Annotated[str, Text(1, 2, CHAR16), "virtual CPU address, hexadecimal"]


class ImageCPUDeleteDM(
    Call[Reply],
    function="Image_CPU_Delete_DM",
    group="guest",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Take a CPU statement out of a directory entry.

    520/30: no such processor.
    """

    cpu_address: Annotated[str, Text(1, 2, CHAR16), "virtual CPU address, hexadecimal"]


class Cpu(Struct):
    """One virtual processor."""

    cpu_number: Annotated[int, Int4()]
    cpu_id: Annotated[str, Text(1, 16, CHAR16)]
    cpu_base: Annotated[int, Int1({0: "not base", 1: "base", 2: "not base, by the book"})]
    cpu_status: Annotated[int, Int1({1: "stopped", 2: "check-stopped", 3: "soft-stopped or active"})]
    cpu_type: Annotated[int, Int1({1: "CP", 2: "IFL", 3: "ZAAP", 4: "ZIIP"})]


class ImageCPUQueryReply(Reply):
    """The answer of Image_CPU_Query."""

    number_cpus: Annotated[int, Int4()] = 0
    cpu_info_array: Annotated[tuple[Cpu, ...], ArrayOf(Cpu, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)] = ()


class ImageCPUQuery(Call[ImageCPUQueryReply], function="Image_CPU_Query", group="guest", target="active image"):
    """List the virtual processors of an active image.

    216/12: not active.
    """


class ImageCPUQueryDMReply(Reply):
    """The answer of Image_CPU_Query_DM."""

    cpu_address: Annotated[str, Text(1, 2, CHAR16), "virtual CPU address, hexadecimal"] = ""
    base_cpu: Annotated[int, Int1({0: "unspecified", 1: "base"})] = 0
    cpuid: Annotated[str, Text(0, 6, CHAR16)] = ""
    dedicate_cpu: Annotated[int, Int1({0: "unspecified", 1: "not dedicated", 2: "dedicated"})] = 0
    crypto: Annotated[int, Int1({0: "unspecified", 1: "crypto"})] = 0


class ImageCPUQueryDM(
    Call[ImageCPUQueryDMReply],
    function="Image_CPU_Query_DM",
    group="guest",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Read one CPU statement of a directory entry.

    520/30: no such processor.
    """

    cpu_address: Annotated[str, Text(1, 2, CHAR16), "virtual CPU address, hexadecimal"]


class ImageCPUSetMaximumDM(
    Call[Reply],
    function="Image_CPU_Set_Maximum_DM",
    group="guest",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Set how many virtual processors an image may define (MACHINE statement)."""

    max_cpu: Annotated[int, Int4(), "most virtual CPUs the image may define"]
