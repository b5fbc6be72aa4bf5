# SPDX-License-Identifier: Apache-2.0
"""Minidisks of an image."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, OperationId, Reply, Struct, Words
from ..kinds import (
    CHAR16,
    CHAR26,
    CHAR36,
    CHAR37,
    CHAR42,
    CHAR_NB,
    SECRET,
    ArrayOf,
    CText,
    Fixed,
    Framing,
    Int1,
    Int4,
    Int8,
    Key,
    Text,
)
from .choices import LINK_MODES


class ImageDiskCopy(Call[Reply], function="Image_Disk_Copy", group="storage", target="active image"):
    """Give an active image the disk that Image_Disk_Copy_DM has made for it."""

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "device number of the new disk"]


class ImageDiskCopyDM(
    Call[OperationId],
    function="Image_Disk_Copy_DM",
    group="storage",
    target="image that receives the copy",
    background=Background.ID_IN_DATA,
    operation_target="source_image_name",
):
    """Copy a minidisk: allocate one on the target like the source's, then copy the content in the background (592/0).

    The allocation may be left empty when the target's disk exists. The reference client asks for the end of the work
    with the source image as the target. 408/4: disk exists. 408/24: no room. 404/24 and 404/28: type or size differ.
    """

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "new disk on the target"]
    source_image_name: Annotated[str, Text(1, 8, CHAR42)]
    source_image_disk_number: Annotated[str, Text(1, 4, CHAR16)]
    image_disk_allocation_type: Annotated[
        str,
        Text(
            0,
            10,
            choices={
                "(digits)": "start cylinder or block",
                "AUTOG": "any space in a group",
                "AUTOR": "any space in a region",
                "AUTOV": "any space on a volume",
                "DEVNO": "whole volume by device number",
            },
            open=True,
        ),
    ] = ""
    allocation_area_name: Annotated[
        str, Text(0, 10, CHAR42), "what the allocation type asks for: group, region, label or device number"
    ] = ""
    image_disk_mode: Annotated[str, Text(0, 5, CHAR26, choices=LINK_MODES)] = ""
    read_password: Annotated[str, Text(0, 8, CHAR_NB), SECRET] = ""
    write_password: Annotated[str, Text(0, 8, CHAR_NB), SECRET] = ""
    multi_password: Annotated[str, Text(0, 8, CHAR_NB), SECRET] = ""


class ImageDiskCreate(Call[Reply], function="Image_Disk_Create", group="storage", target="active image"):
    """Give an active image a disk that is in its directory entry already (CP LINK to itself)."""

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the minidisk"]
    image_disk_mode: Annotated[str, Text(0, 5, CHAR26, choices=LINK_MODES)] = ""


class ImageDiskCreateDM(
    Call[OperationId],
    function="Image_Disk_Create_DM",
    group="storage",
    target="image directory entry",
    background=Background.ID_IN_DATA,
):
    """Add a minidisk to a directory entry: allocate space, and format it if asked.

    Formatting goes on in the background (592/0). 408/4: the number is taken. 408/24: no extent is big enough. 420/8:
    no such group, region or volume. 400/12: entry locked.
    """

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the minidisk"]
    image_disk_device_type: Annotated[str, Text(1, 8, CHAR37), "3390, 9336, FB-512, XXXX..."]
    image_disk_allocation_type: Annotated[
        str,
        Text(
            0,
            10,
            choices={
                "(digits)": "start cylinder or block",
                "AUTOG": "any space in a group",
                "AUTOR": "any space in a region",
                "AUTOV": "any space on a volume",
                "DEVNO": "whole volume by device number",
                "T-DISK": "temporary disk",
                "V-DISK": "virtual disk in storage (device type FB-512)",
            },
            open=True,
        ),
    ] = ""
    allocation_area_name_or_volser: Annotated[
        str, Text(0, 8, CHAR42), "what the allocation type asks for: group, region, label or device number"
    ] = ""
    allocation_unit_size: Annotated[
        int,
        Int1(
            {1: "cylinders", 2: "512-byte blocks", 3: "1024-byte blocks", 4: "2048-byte blocks", 5: "4096-byte blocks"}
        ),
    ]
    image_disk_size: Annotated[int, Int4(0, 2147483640), "in units of allocation_unit_size"]
    image_disk_mode: Annotated[str, Text(1, 5, CHAR26, choices=LINK_MODES)]
    image_disk_formatting: Annotated[
        int,
        Int1(
            {
                0: "unspecified",
                1: "not formatted",
                2: "CMS 512",
                3: "CMS 1024",
                4: "CMS 2048",
                5: "CMS 4096",
                6: "CMS, device default block",
            }
        ),
    ] = 0
    image_disk_label: Annotated[str, Text(0, 6, CHAR_NB)] = ""
    read_password: Annotated[str, Text(0, 8, CHAR_NB), SECRET] = ""
    write_password: Annotated[str, Text(0, 8, CHAR_NB), SECRET] = ""
    multi_password: Annotated[str, Text(0, 8, CHAR_NB), SECRET] = ""


class ImageDiskDelete(Call[Reply], function="Image_Disk_Delete", group="storage", target="active image"):
    """Take a disk away from an active image (CP DETACH); the directory keeps it.

    208/36: no such disk.
    """

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the minidisk"]


class ImageDiskDeleteDM(
    Call[OperationId],
    function="Image_Disk_Delete_DM",
    group="storage",
    target="image directory entry",
    background=Background.ID_IN_DATA,
):
    """Take a minidisk out of a directory entry, give its space back, and erase it if asked.

    Erasing goes on in the background (592/0). 408/8 and 208/36: no such disk. 408/12: disk locked.
    """

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the minidisk"]
    data_security_erase: Annotated[int, Int1({0: "installation default", 1: "keep the data", 2: "erase the data"})] = 0


class VirtualDisk(Struct):
    """One disk of an active image."""

    vdasd_vdev: Annotated[str, Fixed(4)]
    vdasd_rdev: Annotated[str, Fixed(4), "real device, or VDSK"]
    vdasd_access_type: Annotated[int, Int1({1: "read-only", 2: "read-write"})]
    vdasd_devtype: Annotated[str, Fixed(4)]
    vdasd_size: Annotated[int, Int8()]
    vdasd_unit: Annotated[int, Int1({1: "cylinders", 2: "blocks"})]
    vdasd_volid: Annotated[str, CText(1, 6), "volume label, or (TEMP) / (VDSK)"]


class ImageDiskQueryReply(Reply):
    """The answer of Image_Disk_Query."""

    vdasd_array: Annotated[tuple[VirtualDisk, ...], ArrayOf(VirtualDisk, Framing.TO_END)] = ()


class ImageDiskQuery(
    Call[ImageDiskQueryReply],
    function="Image_Disk_Query",
    group="storage",
    target="image",
    level=611,
    parameters="parameters",
):
    """List the disks of an active image.

    Records stand back to back without any length. 8/8: no such disk. 8/45: not logged on.
    """

    vdasd_id: Annotated[str, Key(1, 4, CHAR36), "virtual device number, or ALL"]


class ImageDiskShare(Call[Reply], function="Image_Disk_Share", group="storage", target="active image that gets access"):
    """Give an active image access to a disk of another image (CP LINK).

    The first number is the one on the target image, the other the owner's. 208/x: refused by CP.
    """

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "device number on the target image"]
    target_image_name: Annotated[str, Text(1, 8, CHAR42), "owner of the disk"]
    target_image_disk_number: Annotated[str, Text(1, 4, CHAR16)]
    read_write_mode: Annotated[str, Text(0, 4, CHAR26, choices=LINK_MODES)] = ""
    optional_password: Annotated[str, Text(0, 8, CHAR_NB), SECRET] = ""


class ImageDiskShareDM(
    Call[Reply],
    function="Image_Disk_Share_DM",
    group="storage",
    target="image directory entry that gets access",
    background=Background.ID_IN_REASON_CODE,
):
    """Add a LINK statement to a directory entry.

    The first number is the owner's, the other the one on the target image: the other way round than in
    Image_Disk_Share. 408/8: the owner has no such disk. 408/16: the owner's entry forbids it. 408/32: wrong password.
    """

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the minidisk at its owner"]
    target_image_name: Annotated[str, Text(1, 8, CHAR42), "owner of the disk"]
    target_image_disk_number: Annotated[str, Text(1, 4, CHAR16), "device number on the target image"]
    read_write_mode: Annotated[str, Text(0, 4, CHAR26, choices=LINK_MODES)] = ""
    optional_password: Annotated[str, Text(0, 8, CHAR_NB), SECRET] = ""


class ImageDiskUnshare(Call[Reply], function="Image_Disk_Unshare", group="storage", target="active image"):
    """Take another image's disk away from an active image."""

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the minidisk"]


class ImageDiskUnshareDM(
    Call[Reply],
    function="Image_Disk_Unshare_DM",
    group="storage",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Take a LINK statement out of a directory entry.

    408/8: there is none like it.
    """

    image_disk_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the minidisk at its owner"]
    target_image_name: Annotated[str, Text(1, 8, CHAR42), "owner of the disk"]
    target_image_disk_number: Annotated[str, Text(1, 4, CHAR16), "device number on the target image"]


class LinkLine(Words):
    """One link; the mode is READ or WRITE."""

    system_name: str
    user: str
    vaddr: str
    access_mode: str


class ImageMDISKLinkQueryReply(Reply):
    """The answer of Image_MDISK_Link_Query."""

    link_array: Annotated[tuple[LinkLine, ...], ArrayOf(CText(1, 29))] = ()


class ImageMDISKLinkQuery(
    Call[ImageMDISKLinkQueryReply],
    function="Image_MDISK_Link_Query",
    group="storage",
    target="image that owns the disk",
    level=630,
    parameters="parameters",
):
    """Tell who has links to a disk of an image.

    0/28: nobody. 8/8: no such disk. 8/12: the owner is not logged on.
    """

    vdev: Annotated[str, Key(1, 4, CHAR36), "virtual device number of the minidisk"]
