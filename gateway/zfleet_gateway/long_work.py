# SPDX-License-Identifier: Apache-2.0
"""Work of the storage service that tells its progress: what it answers last, and how far it is for whoever watches."""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import TypeAlias

from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.story import At
from zfleet_runtime.errors import ZfleetError, internal

OfDisk: TypeAlias = storage.WriteImageResponse | storage.WriteCoreosImageResponse | storage.FormatDiskResponse


async def disk_of(messages: AsyncIterable[OfDisk], at: At) -> storage.Disk:
    """The disk that long work answers last. INTERNAL when it answers none."""
    async for message in messages:
        if message.HasField("disk"):
            return message.disk
        at.progress(message.progress.done_bytes, message.progress.total_bytes)
    raise _no_result()


async def volume_of(messages: AsyncIterable[storage.WriteCoreosImageResponse], at: At) -> storage.ScsiVolume:
    """The volume that a CoreOS was written to. INTERNAL when it answers none."""
    async for message in messages:
        if message.HasField("volume"):
            return message.volume
        at.progress(message.progress.done_bytes, message.progress.total_bytes)
    raise _no_result()


async def image_of(messages: AsyncIterable[storage.CaptureImageResponse], at: At) -> storage.Image:
    """The image that a capture answers last. INTERNAL when it answers none."""
    async for message in messages:
        if message.HasField("image"):
            return message.image
        at.progress(message.progress.done_bytes, message.progress.total_bytes)
    raise _no_result()


def _no_result() -> ZfleetError:
    return internal("NO_RESULT", "the storage service ended the work without saying what came of it")
