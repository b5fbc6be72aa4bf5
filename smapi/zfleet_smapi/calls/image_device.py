# SPDX-License-Identifier: Apache-2.0
"""Real devices given to an image."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, Reply
from ..kinds import CHAR16, Int1, Text


class ImageDeviceDedicate(Call[Reply], function="Image_Device_Dedicate", group="guest", target="active image"):
    """Give a real device to an active image for itself alone (CP ATTACH).

    204/4: the virtual device is there already. 204/16: the real device cannot be had. 200/12: not active.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]
    real_device_number: Annotated[str, Text(1, 4, CHAR16)]
    readonly: Annotated[int, Int1({0: "read-write", 1: "read-only"})] = 0


class ImageDeviceDedicateDM(
    Call[Reply],
    function="Image_Device_Dedicate_DM",
    group="guest",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Add a DEDICATE statement to a directory entry.

    404/4: the device number is in the entry already. 404/12: the device is locked.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]
    real_device_number: Annotated[str, Text(1, 4, CHAR16)]
    readonly: Annotated[int, Int1({0: "read-write", 1: "read-only"})] = 0


class ImageDeviceReset(Call[Reply], function="Image_Device_Reset", group="guest", target="active image"):
    """Reset a device of an active image and clear all pending interrupts of it."""

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]


class ImageDeviceUndedicate(Call[Reply], function="Image_Device_Undedicate", group="guest", target="active image"):
    """Take a dedicated device away from an active image (CP DETACH).

    204/8: no such device.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]


class ImageDeviceUndedicateDM(
    Call[Reply],
    function="Image_Device_Undedicate_DM",
    group="guest",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Take a DEDICATE statement out of a directory entry.

    404/8: no such device.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]
