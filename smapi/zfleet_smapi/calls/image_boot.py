# SPDX-License-Identifier: Apache-2.0
"""What an image boots from: IPL statement and SCSI boot data."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, Reply, UntargetedCall
from ..kinds import CHAR16, CHAR42, CText, Int1, Octets, Text


class ImageIPLDeleteDM(
    Call[Reply],
    function="Image_IPL_Delete_DM",
    group="guest",
    target="image or profile",
    background=Background.ID_IN_REASON_CODE,
):
    """Take the IPL statement out of an image's or profile's entry.

    460/4: there is none.
    """


class ImageIPLDeviceQueryReply(Reply):
    """The answer of Image_IPL_Device_Query."""

    ipl_device: Annotated[str, CText(4, 4)] = ""


class ImageIPLDeviceQuery(UntargetedCall[ImageIPLDeviceQueryReply], function="Image_IPL_Device_Query", group="guest"):
    """Ask CP which device an image was last booted from.

    An old form of call that IBM does not document; clients want exactly four characters back.
    """

    userid: Annotated[str, CText(1, 8), "image asked about"]


class ImageIPLQueryDMReply(Reply):
    """The answer of Image_IPL_Query_DM."""

    saved_system: Annotated[str, Text(1, 8)] = ""
    load_parameter: Annotated[str, Text(0, 10)] = ""
    parameter_string: Annotated[str, Text(0, 64)] = ""


class ImageIPLQueryDM(
    Call[ImageIPLQueryDMReply],
    function="Image_IPL_Query_DM",
    group="guest",
    target="image or profile",
    background=Background.ID_IN_REASON_CODE,
):
    """Read the IPL statement of an image's or profile's entry.

    0/28 or 460/4: there is none.
    """


class ImageIPLSetDM(
    Call[Reply],
    function="Image_IPL_Set_DM",
    group="guest",
    target="image or profile",
    background=Background.ID_IN_REASON_CODE,
):
    """Put an IPL statement into an image's or profile's entry, in place of the old one."""

    saved_system: Annotated[str, Text(1, 8, CHAR42), "saved system name or device number"]
    load_parameter: Annotated[str, Text(0, 10)] = ""
    parameter_string: Annotated[str, Text(0, 64)] = ""


class ImageSCSICharacteristicsDefineDM(
    Call[Reply],
    function="Image_SCSI_Characteristics_Define_DM",
    group="storage",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Set the LOADDEV statements: where a SCSI disk is booted from, and what is handed to the system there.

    An empty operand leaves a value as it is, DELETE takes it out. 456/4: nothing there to take out.
    """

    boot_program: Annotated[str, Text(0, 6), "0-30, empty to leave as is, DELETE to remove"] = ""
    br_lba: Annotated[
        str, Text(0, 16, CHAR16, also=("DELETE",)), "boot record block address; empty or DELETE as above"
    ] = ""
    lun: Annotated[str, Text(0, 16, CHAR16, also=("DELETE",)), "empty or DELETE as above"] = ""
    port_name: Annotated[str, Text(0, 16, CHAR16, also=("DELETE",)), "WWPN; empty or DELETE as above"] = ""
    scp_data_type: Annotated[
        int, Int1({0: "no data", 1: "remove the data", 2: "EBCDIC text (code page 924)", 3: "hex, UTF-8"})
    ] = 0
    scp_data: Annotated[bytes, Octets(0, 4096), "boot parameters, sent in EBCDIC for types 2 and 3"] = b""


class ImageSCSICharacteristicsQueryDMReply(Reply):
    """The answer of Image_SCSI_Characteristics_Query_DM."""

    boot_program: Annotated[str, Text(0, 6)] = ""
    br_lba: Annotated[str, Text(0, 16)] = ""
    lun: Annotated[str, Text(0, 16)] = ""
    port_name: Annotated[str, Text(0, 16)] = ""
    scp_data_type: Annotated[int, Int1({0: "none", 2: "EBCDIC text", 3: "hex"})] = 0
    scp_data: Annotated[bytes, Octets(0, 4102), "EBCDIC for types 2 and 3"] = b""


class ImageSCSICharacteristicsQueryDM(
    Call[ImageSCSICharacteristicsQueryDMReply],
    function="Image_SCSI_Characteristics_Query_DM",
    group="storage",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Read the LOADDEV statements of a directory entry.

    0/28: there are none.
    """
