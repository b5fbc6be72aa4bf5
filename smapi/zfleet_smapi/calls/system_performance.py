# SPDX-License-Identifier: Apache-2.0
"""Load of the system: processors, paging, spool."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, Words
from ..kinds import ArrayOf, CText, Framing, Key


class PagingLine(Words, leading=3):
    """One paging volume; the totals stand in the first line only. A number may end in K."""

    total_paging_pages: str
    total_paging_pages_in_use: str
    total_paging_percent_used: str
    volid: str
    rdev: str
    total_pages: str
    pages_in_use: str
    percent_used: str
    drained: str


class SystemPageUtilizationQueryReply(Reply):
    """The answer of System_Page_Utilization_Query."""

    paging_information_structure: Annotated[tuple[PagingLine, ...], ArrayOf(CText())] = ()


class SystemPageUtilizationQuery(
    HostCall[SystemPageUtilizationQueryReply],
    function="System_Page_Utilization_Query",
    group="host",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
):
    """Tell how full each paging volume is.

    The first line starts with the three totals, then comes its volume; other lines have their volume only.
    """


class SystemPerformanceInfoQueryReply(Reply):
    """The answer of System_Performance_Info_Query."""

    performance_info: Annotated[tuple[str, ...], ArrayOf(CText(), Framing.TO_END), "in the order told at the call"] = ()


class SystemPerformanceInfoQuery(
    HostCall[SystemPerformanceInfoQueryReply],
    function="System_Performance_Info_Query",
    group="host",
    parameters="parameters",
):
    """Tell processor use, paging rate and memory, one value a line (undocumented by IBM).

    In this order: number of processors, use in percent, paging rate, pages configured, pages in use, the monitor rate
    if it was asked for, then one line for each processor.
    """

    monrate: Annotated[str | None, Key(1, 8, choices={"QUERY": "add the monitor rate"})] = None


class SystemPerformanceInformationQueryReply(Reply):
    """The answer of System_Performance_Information_Query."""

    system_performance_information_data: Annotated[
        tuple[str, ...], ArrayOf(CText()), "KEY=VALUE lines; each DETAILED_CPU line has subkeys"
    ] = ()


class SystemPerformanceInformationQuery(
    HostCall[SystemPerformanceInformationQueryReply],
    function="System_Performance_Information_Query",
    group="host",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
    parameters="system_performance_information_list",
    framing=Framing.BYTE_LENGTH,
):
    """Tell the load of the partition and, if asked, of each of its processors.

    8/3016 to 8/3019: there are no usable monitor data.
    """

    detailed_cpu: Annotated[str | None, Key(wire="DETAILED_CPU"), "SHOW=YES|NO"] = None
    monitor_event: Annotated[str | None, Key(wire="MONITOR_EVENT"), "QUERY=YES|NO"] = None


class SystemPerformanceThresholdDisable(
    HostCall[Reply], function="System_Performance_Threshold_Disable", group="host", level=620
):
    """Stop events for a threshold."""

    event_type: Annotated[
        str,
        CText(
            1,
            26,
            choices={
                "System_CPU": "",
                "System_Virtual_IO": "",
                "System_Paging": "",
                "System_DASD_IO": "",
                "User_CPU userid": "",
                "User_IO userid": "",
            },
            open=True,
        ),
        "one of the names, with userid after User_*",
    ]


class SystemPerformanceThresholdEnable(
    HostCall[Reply], function="System_Performance_Threshold_Enable", group="host", level=620
):
    """Have an event sent when a load passes a limit.

    8/4: the performance monitor machine is not up.
    """

    event_type: Annotated[
        str,
        CText(
            1,
            26,
            choices={
                "System_CPU=percent": "",
                "System_Virtual_IO=rate": "per second",
                "System_Paging=rate": "per second",
                "System_DASD_IO=rate": "per second",
                "User_CPU=userid percent": "",
                "User_IO=userid rate": "per second",
            },
            open=True,
        ),
        "name = limit",
    ]


class SpoolLine(Words, leading=3):
    """One spool volume; the totals stand in the first line only. A number may end in K."""

    total_spool_pages: str
    total_spool_pages_in_use: str
    total_spool_percent_used: str
    volid: str
    rdev: str
    total_pages: str
    pages_in_use: str
    percent_used: str
    dump: str
    drained: str


class SystemSpoolUtilizationQueryReply(Reply):
    """The answer of System_Spool_Utilization_Query."""

    spool_information_structure: Annotated[tuple[SpoolLine, ...], ArrayOf(CText(1, 75))] = ()


class SystemSpoolUtilizationQuery(
    HostCall[SystemSpoolUtilizationQueryReply],
    function="System_Spool_Utilization_Query",
    group="host",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
):
    """Tell how full each spool volume is.

    The first line starts with the three totals, then comes its volume; other lines have their volume only.
    """
