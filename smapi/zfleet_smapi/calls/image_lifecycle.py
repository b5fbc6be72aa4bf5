# SPDX-License-Identifier: Apache-2.0
"""Images running or not: start, stop, restart, pause, and who is active."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Call, Reply, Struct
from ..kinds import CHAR42, ArrayOf, Framing, Int1, Int4, Rest, Text


class FailingImage(Struct):
    """One image of a list that could not be processed."""

    image_name: Annotated[str, Text(1, 8, CHAR42)]
    return_code: Annotated[int, Int4()]
    reason_code: Annotated[int, Int4()]


class ImageActivateReply(Reply):
    """The answer of Image_Activate."""

    activated: Annotated[int, Int4(), "number of images started"] = 0
    not_activated: Annotated[int, Int4()] = 0
    failing_array: Annotated[
        tuple[FailingImage, ...],
        ArrayOf(FailingImage, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH),
        "the images that failed",
    ] = ()


class ImageActivate(
    Call[ImageActivateReply], function="Image_Activate", group="guest", target="image, or list of images"
):
    """Log an image on (XAUTOLOG), or every image of a name list.

    For one image z/VM answers codes alone. With a list, or when some of it failed (200/28), the counts and the
    failing images follow. 200/8: active already. 200/16: still logging off, worth another try a little later.
    """


class ImageDeactivateReply(Reply):
    """The answer of Image_Deactivate."""

    deactivated: Annotated[int, Int4()] = 0
    not_deactivated: Annotated[int, Int4()] = 0
    failing_array: Annotated[
        tuple[FailingImage, ...],
        ArrayOf(FailingImage, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH),
        "the images that failed",
    ] = ()


class ImageDeactivate(
    Call[ImageDeactivateReply], function="Image_Deactivate", group="guest", target="image, or list of images"
):
    """Log an image off, or every image of a name list, after a shutdown signal if there is time for one.

    200/12: not active. 200/16: being logged off already. Callers who only want it gone take both for success. 200/32:
    not all images of a list were stopped.
    """

    force_time: Annotated[
        str, Text(0, 12, CHAR42.plus(" ")), "IMMED, WITHIN seconds, BY hh:mm[:ss]; empty for the system's own time"
    ] = ""


class ImageRecycleReply(Reply):
    """The answer of Image_Recycle."""

    recycled: Annotated[int, Int4()] = 0
    not_recycled: Annotated[int, Int4()] = 0
    failing_array: Annotated[
        tuple[FailingImage, ...],
        ArrayOf(FailingImage, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH),
        "the images that failed",
    ] = ()


class ImageRecycle(Call[ImageRecycleReply], function="Image_Recycle", group="guest", target="image, or list of images"):
    """Log an image off and on again, or every image of a name list.

    200/12: not active. 200/36: not all images of a list were recycled. The counts and the failing images follow for a
    list.
    """


class ImagePause(Call[Reply], function="Image_Pause", group="guest", target="active image", level=630):
    """Stop the virtual processors of an active image, or let them go on.

    `action` runs to the end of the message, and clients do not agree on its wording: PAUSE=YES and PAUSE=NO without a
    null, or action=PAUSE and action=BEGIN with one. z/VM takes both. 0/12: image not active.
    """

    action: Annotated[str, Rest(), "PAUSE=YES|NO, or action=PAUSE|BEGIN and a null"]


class ImageStatusQueryReply(Reply):
    """The answer of Image_Status_Query."""

    image_name_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 8, CHAR42)), "the images that are active"] = ()


class ImageStatusQuery(
    Call[ImageStatusQueryReply],
    function="Image_Status_Query",
    group="guest",
    target="image, list of images, or '*' for all active",
):
    """Tell which of the named images are logged on.

    The target is one image, a name list, or '*' for all that are active. 0/12 without data: the one image is not
    active.
    """


class ImageQueryActivateTimeReply(Reply):
    """The answer of Image_Query_Activate_Time."""

    image_name: Annotated[str, Text(1, 8, CHAR42)] = ""
    activation_date: Annotated[str, Text(8, 10)] = ""
    activation_time: Annotated[str, Text(8, 8)] = ""


class ImageQueryActivateTime(
    Call[ImageQueryActivateTimeReply], function="Image_Query_Activate_Time", group="guest", target="active image"
):
    """Tell when an active image was logged on.

    200/12: not active.
    """

    date_format_indicator: Annotated[
        int, Int1({1: "mm/dd/yy", 2: "mm/dd/yyyy", 3: "yy-mm-dd", 4: "yyyy-mm-dd", 5: "dd/mm/yy", 6: "dd/mm/yyyy"})
    ]
