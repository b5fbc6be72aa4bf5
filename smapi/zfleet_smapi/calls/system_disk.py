# SPDX-License-Identifier: Apache-2.0
"""Real disks and Fibre Channel devices of the system."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, Retry, Words
from ..kinds import CHAR10, CHAR16, CHAR26, CHAR36, ArrayOf, CText, Framing, Key


class SystemDiskAccessibility(
    HostCall[Reply],
    function="System_Disk_Accessibility",
    group="storage",
    level=620,
    parameters="parameters",
    retry=Retry.REPEAT,
):
    """Tell whether a real device could be attached.

    0/0: it could. 8/8: no such device. 8/10: not available.
    """

    dev_num: Annotated[str, Key(1, 4, CHAR36), "real device number"]


class SystemDiskAdd(HostCall[Reply], function="System_Disk_Add", group="storage", level=611, parameters="parameters"):
    """Bring a real ECKD device online.

    8/8: no such device.
    """

    dev_num: Annotated[str, Key(1, 4, CHAR36), "real ECKD device number"]


class SystemDiskIOQueryReply(Reply):
    """The answer of System_Disk_IO_Query."""

    dasd_information_data: Annotated[tuple[str, ...], ArrayOf(CText())] = ()


class SystemDiskIOQuery(
    HostCall[SystemDiskIOQueryReply],
    function="System_Disk_IO_Query",
    group="storage",
    error_buffer=Framing.BYTE_LENGTH,
    error_buffer_expected=False,
    level=630,
    parameters="system_disk_IO_list",
    framing=Framing.BYTE_LENGTH,
):
    """Read I/O rates of real disks out of CP's monitor data.

    8/3016 to 8/3018: there is no monitor segment with data in it.
    """

    rdev: Annotated[str | None, Key(wire="RDEV"), "'*' (default) or blank separated real devices"] = None


class DiskLine(Words):
    """One real disk; the state is OWNED, SYSTEM, FREE, OFFLINE or another."""

    dev_id: str
    dev_type: str
    dev_status: str
    dev_volser: str
    dev_size: str


class SystemDiskQueryReply(Reply):
    """The answer of System_Disk_Query."""

    disk_info_array: Annotated[tuple[DiskLine, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class SystemDiskQuery(
    HostCall[SystemDiskQueryReply], function="System_Disk_Query", group="storage", level=611, parameters="parameters"
):
    """List real disks with type, state and label, and their size when asked.

    4/28: none. 8/8: no such device.
    """

    dev_num: Annotated[str, Key(1, 4, CHAR36), "real device number, or ALL"]
    disk_size: Annotated[str | None, Key(0, 3, CHAR26, choices={"YES": "add the size", "NO": "default"})] = None


class FreeLunLine(Words, separator=";"):
    """One free logical unit."""

    fcp_dev: str
    wwpn: str
    lun: str
    uuid: str
    vendor: str
    prod: str
    model: str
    serial: str
    code: str
    blk_size: str
    diskblks: str
    lun_size: str


class SystemFCPFreeQueryReply(Reply):
    """The answer of System_FCP_Free_Query."""

    fcp_array: Annotated[tuple[FreeLunLine, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class SystemFCPFreeQuery(
    HostCall[SystemFCPFreeQueryReply],
    function="System_FCP_Free_Query",
    group="storage",
    level=620,
    parameters="parameters",
):
    """List the logical units that an FCP device can reach and nobody uses.

    The words of this answer are separated by semicolons. 8/8: no such device.
    """

    fcp_dev: Annotated[str, Key(1, 4, CHAR16), "FCP device number"]


class SystemSCSIDiskAdd(
    HostCall[Reply], function="System_SCSI_Disk_Add", group="storage", level=611, parameters="parameters"
):
    """Make an emulated FBA disk (EDEV) out of a SCSI disk, or change its paths.

    4/8: no such device. 396/x: CP refused.
    """

    dev_num: Annotated[str, Key(1, 4, CHAR16), "EDEV number"]
    dev_path_array: Annotated[str | None, Key(), "'fcp_dev wwpn lun' triples, separated by ';'"] = None
    option: Annotated[
        str | None, Key(0, 1, CHAR10, choices={"1": "new disk (default)", "2": "add paths", "3": "delete paths"})
    ] = None
    persist: Annotated[
        str | None, Key(0, 3, choices={"YES": "also permanent configuration", "NO": "running system only (default)"})
    ] = None


class SystemSCSIDiskDelete(
    HostCall[Reply], function="System_SCSI_Disk_Delete", group="storage", level=620, parameters="parameters"
):
    """Remove an emulated FBA disk.

    8/8: no such device.
    """

    dev_num: Annotated[str, Key(1, 4, CHAR16), "EDEV number"]
    persist: Annotated[
        str | None, Key(0, 3, choices={"YES": "also permanent configuration", "NO": "running system only (default)"})
    ] = None


class ScsiDiskLine(Words):
    """One emulated disk; each path is 4 + 16 + 16 characters (device, WWPN, LUN) without separators."""

    dev_id: str
    dev_type: str
    dev_attr: str
    dev_size: str
    fcp_paths: str


class SystemSCSIDiskQueryReply(Reply):
    """The answer of System_SCSI_Disk_Query."""

    scsi_info_array: Annotated[tuple[ScsiDiskLine, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class SystemSCSIDiskQuery(
    HostCall[SystemSCSIDiskQueryReply],
    function="System_SCSI_Disk_Query",
    group="storage",
    level=611,
    parameters="parameters",
):
    """List emulated FBA disks with their paths.

    A real system left out the null behind the very last line. 4/28: none.
    """

    dev_num: Annotated[str, Key(1, 4, CHAR36), "EDEV number, or ALL"]


class FcpLine(Words):
    """One FCP device; the NPIV port name is NONE when NPIV is off, the owner comes only when asked for."""

    fcp_dev_id: str
    npiv_wwpn: str
    chpid: str
    perm_wwpn: str
    dev_status: str
    owner: str


class SystemWWPNQueryReply(Reply):
    """The answer of System_WWPN_Query."""

    wwpn_array: Annotated[tuple[FcpLine, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class SystemWWPNQuery(
    HostCall[SystemWWPNQueryReply], function="System_WWPN_Query", group="storage", level=611, parameters="parameters"
):
    """List FCP devices with their port names and state.

    4/28: the system has none.
    """

    owner: Annotated[str | None, Key(0, 3, CHAR26, choices={"YES": "add the owner word", "NO": "default"})] = None
