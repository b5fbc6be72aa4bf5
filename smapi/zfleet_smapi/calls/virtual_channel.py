# SPDX-License-Identifier: Apache-2.0
"""Virtual channel-to-channel connections between two images."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, Reply
from ..kinds import CHAR16, CHAR42, Text


class VirtualChannelConnectionCreate(
    Call[Reply], function="Virtual_Channel_Connection_Create", group="network", target="active image"
):
    """Couple channel-to-channel devices of two active images.

    212/4: no such partner. 204/12: the device is busy.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual CTC device on the target"]
    coupled_image_name: Annotated[str, Text(1, 8, CHAR42)]
    coupled_image_device_number: Annotated[str, Text(1, 4, CHAR16), "CTC device on the other image"]


class VirtualChannelConnectionCreateDM(
    Call[Reply],
    function="Virtual_Channel_Connection_Create_DM",
    group="network",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Add a channel-to-channel device to a directory entry, for one partner only.

    412/4: no such partner. 404/12: device locked.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual CTC device on the target"]
    coupled_image_name: Annotated[str, Text(1, 8, CHAR42), "only this userid may couple"]


class VirtualChannelConnectionDelete(
    Call[Reply], function="Virtual_Channel_Connection_Delete", group="network", target="active image"
):
    """Take a channel-to-channel device away from an active image."""

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]


class VirtualChannelConnectionDeleteDM(
    Call[Reply],
    function="Virtual_Channel_Connection_Delete_DM",
    group="network",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Take a channel-to-channel device out of a directory entry.

    404/8: no such device.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]
