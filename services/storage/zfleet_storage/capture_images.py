# SPDX-License-Identifier: Apache-2.0
"""Makes images of guests' disks: with a header, so that they can be written to a disk of the same kind again.

The header and an ECKD disk's tracks are what Feilong's services write and read: such an image can be deployed by both.
Its file has the image's own name and never the disk's number.
"""

from __future__ import annotations

from contextlib import aclosing

from zfleet_runtime.errors import failed_precondition
from zfleet_storage.contents import DiskContents, transfer_failed
from zfleet_storage.disk_access import LinkedDisk
from zfleet_storage.image_folder import Intake
from zfleet_storage.image_records import Image, Intent
from zfleet_storage.images import Expected, Images
from zfleet_storage.packing import Packer, packed_form
from zfleet_storage.threads import in_thread
from zfleet_storage.transfer import Progress, read_chunks


class ImageCapture:
    """Captures disks."""

    def __init__(self, images: Images, contents: DiskContents) -> None:
        self._images = images
        self._contents = contents

    async def run(self, intent: Intent, user_id: str, device_number: str, level: int, progress: Progress) -> Image:
        """Makes an image of a disk of a guest that is off. `level` is gzip's, 0 for none.

        ALREADY_EXISTS: the image's name is taken. NOT_FOUND: guest or disk. FAILED_PRECONDITION: the guest is on, the
        disk in use, in CP's memory, or not formatted with blocks of 4096 bytes.
        """
        disk = await self._contents.free_disk(user_id, device_number)
        packer = Packer(packed_form(disk.kind, disk.size, level), level)
        async with self._contents.linked_to_read(user_id, device_number) as source:
            if source.size != disk.size_bytes:
                text = (
                    f"disk {user_id}/{device_number} shows {source.size} bytes, not the {disk.size_bytes} that it has "
                    "when it is formatted with blocks of 4096 bytes"
                )
                raise failed_precondition("DISK_NOT_READABLE", text)
            progress.total = source.size
            async with self._images.receiving(intent, Expected()) as intake:
                await self._copy(source, packer, intake, progress)
        return await self._images.named(intent.name)

    async def _copy(self, source: LinkedDisk, packer: Packer, intake: Intake, progress: Progress) -> None:
        def pack(data: bytes) -> None:
            intake.write(packer.feed(data))

        await in_thread(intake.write, packer.header)
        try:
            async with aclosing(read_chunks(source, 0, source.size)) as chunks:
                async for data in chunks:
                    await in_thread(pack, data)
                    progress.done += len(data)
        except ConnectionError as error:
            raise transfer_failed(error) from error
        await in_thread(lambda: intake.write(packer.finish()))
