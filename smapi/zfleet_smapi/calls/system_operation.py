# SPDX-License-Identifier: Apache-2.0
"""The system as a whole: configuration check, shutdown, status capture, dumps."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, Retry, Struct
from ..kinds import CHAR10, CHAR26, CHAR42, ArrayOf, Fixed, Framing, Int1, Key
from .system_config import (
    ParmDiskNumberKey,
    ParmDiskOwnerKey,
    ParmDiskPasswordKey,
    SystemConfigNameKey,
    SystemConfigTypeKey,
)


class SMAPIStatusCapture(HostCall[Reply], function="SMAPI_Status_Capture", group="host", level=630):
    """Have the server write a file about its own state, for IBM's support.

    8/3015: the file could not be written.
    """


class SystemConfigSyntaxCheck(
    HostCall[Reply],
    function="System_Config_Syntax_Check",
    group="host",
    error_buffer=Framing.TO_END,
    level=611,
    parameters="parameters",
    retry=Retry.REPEAT,
):
    """Check the system configuration file.

    8/34: it has errors, which the error texts list. 8/24: the parm disk could not be linked. 8/32: no such file.
    """

    system_config_name: SystemConfigNameKey = None
    system_config_type: SystemConfigTypeKey = None
    parm_disk_owner: ParmDiskOwnerKey = None
    parm_disk_number: ParmDiskNumberKey = None
    parm_disk_password: ParmDiskPasswordKey = None


class SystemShutdown(
    HostCall[Reply],
    function="System_Shutdown",
    group="host",
    error_buffer=Framing.BYTE_LENGTH,
    error_buffer_expected=False,
    level=630,
    parameters="parameters",
):
    """Shut the whole z/VM system down, now or later, or call a pending shutdown off."""

    within: Annotated[str | None, Key(0, 5, CHAR10, wire="Within"), "seconds 1-65535"] = None
    by: Annotated[str | None, Key(0, 8, wire="By"), "hh:mm or hh:mm:ss"] = None
    immediate: Annotated[
        str | None, Key(0, 11, choices={"IMMEDIATE": "no signals sent", "NOIMMEDIATE": "default"}, wire="Immediate")
    ] = None
    reipl: Annotated[str | None, Key(0, 7, choices={"REIPL": "default", "NOREIPL": "stay down"}, wire="Reipl")] = None
    cancel: Annotated[
        str | None, Key(0, 8, choices={"CANCEL": "call off a pending shutdown", "NOCANCEL": "default"}, wire="Cancel")
    ] = None


class DeleteABENDDump(HostCall[Reply], function="Delete_ABEND_Dump", group="host", level=620, parameters="parameters"):
    """Delete a dump, in the reader or already processed.

    8/8: no such dump.
    """

    id: Annotated[str, Key(1, 8, CHAR42), "file name of a processed dump, or spool id"]


class ProcessABENDDump(
    HostCall[Reply], function="Process_ABEND_Dump", group="host", level=620, parameters="parameters"
):
    """Load dumps out of the reader for analysis; without a spool id, the next one."""

    spoolid: Annotated[str | None, Key(1, 8, CHAR42), "spool id, or ALL; absent: next dump"] = None


class AbendDump(Struct):
    """One dump."""

    abend_dump_loc: Annotated[int, Int1({1: "reader, not processed", 2: "SFS directory, processed"})]
    abend_dump_id: Annotated[str, Fixed(8)]
    abend_dump_date: Annotated[str, Fixed(10)]
    abend_dump_dist: Annotated[str, Fixed(8)]


class QueryABENDDumpReply(Reply):
    """The answer of Query_ABEND_Dump."""

    abend_dump_array: Annotated[tuple[AbendDump, ...], ArrayOf(AbendDump, Framing.TO_END)] = ()


class QueryABENDDump(
    HostCall[QueryABENDDumpReply],
    function="Query_ABEND_Dump",
    group="host",
    level=620,
    parameters="parameters",
    retry=Retry.REPEAT,
):
    """List dumps in the reader, in the file pool directory, or both.

    0/28: there are none. Records have fixed columns.
    """

    location: Annotated[
        str, Key(3, 3, CHAR26, choices={"RDR": "dumps still in the reader", "SFS": "processed dumps", "ALL": "both"})
    ]
