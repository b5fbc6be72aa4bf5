# SPDX-License-Identifier: Apache-2.0
"""A CoreOS on a simulated host: written as any image; what its first boot needs is handed to the host.

SCSI disks have no content there. Of an image for one only its size counts, and what the first boot finds is kept.
"""

from __future__ import annotations

from zfleet_runtime.errors import Violation, ZfleetError, internal, invalid_argument, not_found, unavailable
from zfleet_simulator.linux import LinuxClient, LinuxError
from zfleet_storage.contents import DiskContents, transfer_failed
from zfleet_storage.coreos.order import FirstBoot, ScsiVolume
from zfleet_storage.coreos.write import OpenImage, too_small
from zfleet_storage.disk_access import SimulatedDisk
from zfleet_storage.disks import Disk
from zfleet_storage.transfer import Progress, write_file


class SimulatedCoreos:
    """The Linux of a simulated host, over its Linux port."""

    def __init__(self, contents: DiskContents, linux: LinuxClient) -> None:
        """`contents` must reach minidisks over the same port."""
        self._contents = contents
        self._linux = linux

    async def to_minidisk(self, image: OpenImage, first_boot: FirstBoot, disk: Disk, progress: Progress) -> None:
        """See CoreosWriter."""
        async with self._contents.alone(disk) as target:
            if not isinstance(target, SimulatedDisk):
                raise TypeError("this disk is of no simulated host")
            if image.size_bytes > target.size:
                raise too_small(image.size_bytes, target.size)
            try:
                await write_file(image.descriptor, image.size_bytes, target, progress)
                await target.prepare_coreos(first_boot.network.parameter, first_boot.ignition)
            except OSError as error:
                raise transfer_failed(error) from error

    async def to_volume(self, image: OpenImage, first_boot: FirstBoot, volume: ScsiVolume, progress: Progress) -> None:
        """See CoreosWriter."""
        try:
            await self._linux.write_coreos(
                volume.fcp_device,
                volume.wwpn,
                volume.lun,
                image.size_bytes,
                first_boot.network.parameter,
                first_boot.ignition,
            )
        except LinuxError as error:
            raise _refusal(error, volume) from error
        except OSError as error:
            text = "the Linux on z/VM that writes images cannot be reached"
            raise unavailable("DISK_ACCESS_UNAVAILABLE", text) from error


def _refusal(error: LinuxError, volume: ScsiVolume) -> ZfleetError:
    if error.message_id == "ENODEV":
        return not_found("volume", str(volume), error.message)
    if error.message_id == "ENOSPC":
        return invalid_argument([Violation("image", error.message)], "DISK_TOO_SMALL")
    return internal("TRANSFER_FAILED", f"the transfer failed: {error.message}")
