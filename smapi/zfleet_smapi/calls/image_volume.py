# SPDX-License-Identifier: Apache-2.0
"""DASD volumes, and the regions and groups that the directory manager takes minidisks from."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, HostCall, Reply
from ..kinds import CHAR10, CHAR16, CHAR26, CHAR36, CHAR42, ArrayOf, CText, Framing, Int1, Int4, Key, Text
from .system_config import (
    AltParmDiskNumber,
    AltParmDiskOwner,
    AltParmDiskPassword,
    AltSystemConfigName,
    AltSystemConfigType,
    ParmDiskNumber,
    ParmDiskNumberKey,
    ParmDiskOwner,
    ParmDiskOwnerKey,
    ParmDiskPassword,
    ParmDiskPasswordKey,
    SystemConfigName,
    SystemConfigNameKey,
    SystemConfigType,
    SystemConfigTypeKey,
)


class ImageVolumeAdd(HostCall[Reply], function="Image_Volume_Add", group="storage"):
    """Put a DASD volume at the system's disposal, now and in the system configuration files."""

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "real device number of the volume"]
    image_vol_id: Annotated[str, Text(1, 6, CHAR42), "volume label"]
    system_config_name: SystemConfigName = ""
    system_config_type: SystemConfigType = ""
    parm_disk_owner: ParmDiskOwner = ""
    parm_disk_number: ParmDiskNumber = ""
    parm_disk_password: ParmDiskPassword = ""
    alt_system_config_name: AltSystemConfigName = ""
    alt_system_config_type: AltSystemConfigType = ""
    alt_parm_disk_owner: AltParmDiskOwner = ""
    alt_parm_disk_number: AltParmDiskNumber = ""
    alt_parm_disk_password: AltParmDiskPassword = ""


class ImageVolumeDelete(HostCall[Reply], function="Image_Volume_Delete", group="storage"):
    """Take a DASD volume out of the system configuration files and detach it."""

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "real device number of the volume"]
    image_vol_id: Annotated[str, Text(1, 6, CHAR42), "volume label"]
    system_config_name: SystemConfigName = ""
    system_config_type: SystemConfigType = ""
    parm_disk_owner: ParmDiskOwner = ""
    parm_disk_number: ParmDiskNumber = ""
    parm_disk_password: ParmDiskPassword = ""
    alt_system_config_name: AltSystemConfigName = ""
    alt_system_config_type: AltSystemConfigType = ""
    alt_parm_disk_owner: AltParmDiskOwner = ""
    alt_parm_disk_number: AltParmDiskNumber = ""
    alt_parm_disk_password: AltParmDiskPassword = ""


class ImageVolumeShare(
    HostCall[Reply], function="Image_Volume_Share", group="storage", level=620, parameters="parameters"
):
    """Say whether other systems may use a volume at the same time (CP SET SHARED).

    8/3012: no such volume. 8/18 to 8/20: it is CP's own or in use.
    """

    img_vol_addr: Annotated[str, Key(1, 4, CHAR36), "real device number"]
    share_enable: Annotated[str | None, Key(0, 3, CHAR26, choices={"ON": "share (default)", "OFF": "stop sharing"})] = (
        None
    )


class ImageVolumeSpaceDefineDM(
    HostCall[Reply], function="Image_Volume_Space_Define_DM", group="storage", background=Background.ID_IN_REASON_CODE
):
    """Define regions of a volume, and groups of regions, for the directory manager to take minidisks from.

    420/4: defined already. 420/36: the volume is offline.
    """

    function_type: Annotated[
        int,
        Int1(
            {
                1: "region as given",
                2: "region as given, and put in group",
                3: "region over the whole volume",
                4: "whole volume, and put in group",
                5: "existing region into group (made if new)",
            }
        ),
    ]
    region_name: Annotated[str, Text(0, 8, CHAR42)] = ""
    image_vol_id: Annotated[str, Text(0, 6, CHAR42)] = ""
    start_cylinder: Annotated[int, Int4(-1, 2147483640), "-1 when not used"] = -1
    size: Annotated[int, Int4(-1, 2147483640), "cylinders; -1 when not used"] = -1
    group_name: Annotated[str, Text(0, 8, CHAR42)] = ""
    device_type: Annotated[int, Int1({0: "unspecified", 1: "3390", 2: "9336", 3: "3380", 4: "FB-512"})] = 0


class ImageVolumeSpaceDefineExtendedDM(
    HostCall[Reply],
    function="Image_Volume_Space_Define_Extended_DM",
    group="storage",
    background=Background.ID_IN_REASON_CODE,
    level=620,
    parameters="parameters",
    framing=Framing.BYTE_LENGTH,
):
    """Define regions and groups in the key=value form, which also sets how a group is filled.

    420/4: defined already. 420/8: no such region.
    """

    function_type: Annotated[
        str,
        Key(
            1,
            1,
            CHAR10,
            choices={
                "1": "region as given",
                "2": "region as given, and put in group",
                "3": "region over the whole volume",
                "4": "whole volume, and put in group",
                "5": "existing region into group (made if new)",
            },
        ),
    ]
    region_name: Annotated[str | None, Key(0, 8, CHAR42)] = None
    image_vol_id: Annotated[str | None, Key(0, 6, CHAR42), "volume label"] = None
    start_cylinder: Annotated[str | None, Key(0, 10, CHAR10), "first cylinder"] = None
    size: Annotated[str | None, Key(0, 10, CHAR10), "cylinders"] = None
    group_name: Annotated[str | None, Key(0, 8, CHAR42)] = None
    device_type: Annotated[
        str | None,
        Key(0, 1, CHAR10, choices={"0": "unspecified", "1": "3390", "2": "9336", "3": "3380", "4": "FB-512"}),
    ] = None
    alloc_method: Annotated[
        str | None,
        Key(0, 1, CHAR10, choices={"0": "unspecified", "1": "fill regions in order", "2": "rotate over regions"}),
    ] = None


class ImageVolumeSpaceQueryDMReply(Reply):
    """The answer of Image_Volume_Space_Query_DM."""

    record_array: Annotated[tuple[str, ...], ArrayOf(Text(1))] = ()


class ImageVolumeSpaceQueryDM(
    HostCall[ImageVolumeSpaceQueryDMReply],
    function="Image_Volume_Space_Query_DM",
    group="storage",
    background=Background.ID_IN_REASON_CODE,
):
    """Read how volumes, regions or groups are defined, what is free in them, or what is used.

    Each record is a line in the directory manager's own words; which ones depends on the query type. For used space:
    volume, device type, start, size, owner, device number, system, a mark, region. A pool that does not exist is an
    empty list or 420/8, by the kind of query.
    """

    query_type: Annotated[int, Int1({1: "definition", 2: "free space", 3: "used space"})]
    entry_type: Annotated[int, Int1({1: "volume", 2: "region", 3: "group"})]
    entry_names: Annotated[
        str, Text(0, 255, CHAR42.plus(" ").plus("*")), "blank separated names, '*' or empty for all"
    ] = ""


class ImageVolumeSpaceQueryExtendedDMReply(Reply):
    """The answer of Image_Volume_Space_Query_Extended_DM."""

    record_array: Annotated[tuple[str, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class ImageVolumeSpaceQueryExtendedDM(
    HostCall[ImageVolumeSpaceQueryExtendedDMReply],
    function="Image_Volume_Space_Query_Extended_DM",
    group="storage",
    background=Background.ID_IN_REASON_CODE,
    level=620,
    parameters="parameters",
    framing=Framing.BYTE_LENGTH,
):
    """Read space definitions, free or used space; the key=value form of the query.

    420/8: no such volume, region or group.
    """

    query_type: Annotated[str, Key(1, 1, CHAR10, choices={"1": "definition", "2": "free space", "3": "used space"})]
    entry_type: Annotated[str, Key(1, 1, CHAR10, choices={"1": "volume", "2": "region", "3": "group"})]
    entry_names: Annotated[str | None, Key(0, 255, CHAR42.plus(" ").plus("*")), "blank separated, default '*'"] = None


class ImageVolumeSpaceRemoveDM(
    HostCall[Reply], function="Image_Volume_Space_Remove_DM", group="storage", background=Background.ID_IN_REASON_CODE
):
    """Take regions out of groups, or remove regions or groups altogether.

    420/8: no such region or group. 420/12: the region is not in that group.
    """

    function_type: Annotated[
        int,
        Int1(
            {
                1: "remove region",
                2: "region from group",
                3: "region from all groups",
                4: "all regions of a volume",
                5: "all regions of a volume from a group",
                6: "all regions of a volume from all groups",
                7: "remove group",
            }
        ),
    ]
    region_name: Annotated[str, Text(0, 8, CHAR42)] = ""
    image_vol_id: Annotated[str, Text(0, 6, CHAR42)] = ""
    group_name: Annotated[str, Text(0, 8, CHAR42)] = ""


class PageorSpoolVolumeAdd(
    HostCall[Reply], function="Page_or_Spool_Volume_Add", group="storage", level=620, parameters="parameters"
):
    """Prepare a volume for paging or spooling, and add it to the running system and its configuration file.

    8/10: the device cannot be attached. 8/12: it is no volume. 8/34: the configuration file has errors.
    """

    vol_addr: Annotated[str, Key(1, 4, CHAR16), "real device number"]
    volume_label: Annotated[str, Key(1, 6, CHAR36), "label to write"]
    volume_use: Annotated[str, Key(4, 5, CHAR26, choices={"PAGE": "paging", "SPOOL": "spooling"})]
    system_config_name: SystemConfigNameKey = None
    system_config_type: SystemConfigTypeKey = None
    parm_disk_owner: ParmDiskOwnerKey = None
    parm_disk_number: ParmDiskNumberKey = None
    parm_disk_password: ParmDiskPasswordKey = None
