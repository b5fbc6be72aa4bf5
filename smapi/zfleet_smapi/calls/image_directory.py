# SPDX-License-Identifier: Apache-2.0
"""The directory entry of an image as a whole: create, read, replace, lock, delete."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, HostCall, OperationId, Reply, Words
from ..kinds import CHAR16, CHAR42, CHAR_NB, SECRET, ArrayOf, CText, Int1, Text


class ImageCreateDM(
    Call[OperationId], function="Image_Create_DM", group="guest", target="new image", background=Background.ID_IN_DATA
):
    """Add an entry to the user directory, from a prototype or from directory statements.

    Give either a prototype (then password and account number may go with it) or the records, whose first is the USER
    or IDENTITY statement. Statements may allocate minidisks, so the work can go on in the background (592/0). 400/8:
    there already. 400/20 and 416/4: no such prototype. 436/4: included profile missing. 408/24 and 420/8: no room, no
    such pool.
    """

    prototype_name: Annotated[str, Text(0, 8, CHAR42), "prototype to build from; empty when records are sent"] = ""
    initial_password: Annotated[str, Text(0, 200), SECRET] = ""
    initial_account_number: Annotated[str, Text(0, 8, CHAR_NB)] = ""
    image_record_array: Annotated[
        tuple[str, ...], ArrayOf(Text(1, 72)), SECRET, "lines, each with its own int4 length"
    ] = ()


class ImageDeleteDM(
    Call[OperationId], function="Image_Delete_DM", group="guest", target="image", background=Background.ID_IN_DATA
):
    """Remove an image's entry from the user directory and give its minidisks back.

    Erasing takes its time and goes on in the background (592/0). 400/4: no such image. 400/12: entry locked.
    596/6831: an earlier deletion has not come to its end.
    """

    data_security_erase: Annotated[int, Int1({0: "installation default", 1: "keep the data", 2: "erase the data"})] = 0


class ImageQueryDMReply(Reply):
    """The answer of Image_Query_DM."""

    image_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 80)), SECRET] = ()


class ImageQueryDM(
    Call[ImageQueryDMReply],
    function="Image_Query_DM",
    group="guest",
    target="image",
    background=Background.ID_IN_REASON_CODE,
):
    """Read an image's directory entry, statement by statement.

    Records are padded with blanks to 72 columns, or to 80 with a sequence number; at least one client cuts off the
    last 8 columns, so a server should send 80. The entry holds passwords. 400/4: no such image.
    """


class ImageReplaceDM(
    Call[Reply], function="Image_Replace_DM", group="guest", target="image", background=Background.ID_IN_REASON_CODE
):
    """Put new statements in place of an image's directory entry, and unlock it.

    The entry must have been locked by the same caller. 400/24: it is not locked.
    """

    image_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 72)), SECRET, "lines, each with its own int4 length"]


class ImageLockDM(
    Call[Reply], function="Image_Lock_DM", group="guest", target="image", background=Background.ID_IN_REASON_CODE
):
    """Lock an image's directory entry, or one device in it, against changes by others.

    400/12: locked already (the entry). 404/12: the device is.
    """

    device_address: Annotated[str, Text(0, 4, CHAR16), "empty to lock the whole entry"] = ""


class ImageLockLine(Words):
    """What is locked (IMAGE or DEVICE), and by whom if it is the whole entry."""

    locked_type: str
    image_locked_by: str


class LockedDeviceLine(Words):
    """A locked device and the user id that locked it."""

    dev_address: str
    dev_locked_by: str


class ImageLockQueryDMReply(Reply):
    """The answer of Image_Lock_Query_DM."""

    lock_info: Annotated[ImageLockLine, Text(0, 16)] = ImageLockLine()
    locked_dev_array: Annotated[tuple[LockedDeviceLine, ...], ArrayOf(CText(1, 13)), "only for device locks"] = ()


class ImageLockQueryDM(
    Call[ImageLockQueryDMReply],
    function="Image_Lock_Query_DM",
    group="guest",
    target="image",
    background=Background.ID_IN_REASON_CODE,
    level=630,
    success_reasons=(12, 24),
):
    """Tell whether an image's directory entry is locked, and by whom.

    0/12: locked, data follow. 0/24: not locked, no data. z/VM sends the line of the lock without a null.
    """


class ImageUnlockDM(
    Call[Reply], function="Image_Unlock_DM", group="guest", target="image", background=Background.ID_IN_REASON_CODE
):
    """Take the lock off an image's directory entry, or off one device.

    400/24: the entry is not locked. 404/24: the device is not.
    """

    device_address: Annotated[str, Text(0, 4, CHAR16), "empty to unlock the whole entry"] = ""


class ImageNameQueryDMReply(Reply):
    """The answer of Image_Name_Query_DM."""

    image_name_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 8, CHAR42))] = ()


class ImageNameQueryDM(
    HostCall[ImageNameQueryDMReply],
    function="Image_Name_Query_DM",
    group="guest",
    background=Background.ID_IN_REASON_CODE,
):
    """List the names of all entries in the user directory."""


class ImagePasswordSetDM(
    Call[Reply],
    function="Image_Password_Set_DM",
    group="guest",
    target="image",
    background=Background.ID_IN_REASON_CODE,
):
    """Change an image's logon password, or its password phrase.

    444/x: against the password rules. 500/20: the directory manager does not keep passwords in that form.
    """

    image_password: Annotated[str, Text(1, 200), SECRET]
