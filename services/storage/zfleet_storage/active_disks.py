# SPDX-License-Identifier: Apache-2.0
"""The disks that a running guest has, read with Image_Disk_Query."""

from __future__ import annotations

from zfleet_runtime.errors import failed_precondition
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_smapi.calls import ImageDiskQuery
from zfleet_smapi.calls.image_disk import VirtualDisk
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError

ALL = "ALL"
NO_SUCH_GUEST = (200, 4)
OFF = {(200, 12), (8, 45)}
NO_DISKS = (8, 8)


async def active_disks(smapi: SmapiClient, user_id: str) -> list[VirtualDisk]:
    """The disks of a running guest by device number.

    NOT_FOUND: no such guest. FAILED_PRECONDITION (GUEST_NOT_RUNNING).
    """
    try:
        reply = await smapi.call(ImageDiskQuery(target=user_id, vdasd_id=ALL))
    except SmapiError as error:
        codes = (error.return_code, error.reason_code)
        if codes == NO_DISKS:
            return []
        if codes == NO_SUCH_GUEST:
            raise no_such_guest(user_id) from error
        if codes in OFF:
            raise failed_precondition("GUEST_NOT_RUNNING", f"guest {user_id} is not logged on") from error
        raise
    return sorted(reply.vdasd_array, key=lambda disk: disk.vdasd_vdev)
