# SPDX-License-Identifier: Apache-2.0
"""Moves content between a file and a linked disk, with reads, writes and the file's own I/O overlapping.

Holes and pieces of zeros travel as a range, not as bytes. File I/O runs in threads, so the event loop only ever waits.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from zfleet_storage.disk_access import LinkedDisk
from zfleet_storage.image_folder import is_zero, runs
from zfleet_storage.packing import Form, ImageDamaged, ImageUnsupported, Unpacker
from zfleet_storage.threads import in_thread
from zfleet_storage.together import tasks

CHUNK_BYTES = 1024 * 1024
SMALLEST_HOLE = 64 * 1024  # shorter ones cost more as a message of their own than as zeros within a chunk
PACKED_BYTES = 128 * 1024  # of a packed image at once; unpacked they may be a thousand times as many
IN_FLIGHT = 8  # chunks under way at once
PROGRESS_SECONDS = 0.5

Result = TypeVar("Result")


@dataclass
class Progress:
    """How far work has come, in bytes."""

    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file: its bytes, or None for a range of zeros."""

    offset: int
    length: int
    data: bytes | None


def pieces(descriptor: int, size: int) -> Iterator[Piece]:
    """The file in pieces, in order: at most CHUNK_BYTES of data, or a hole of any length. Blocks."""
    for offset, length, has_data in _worthwhile(runs(descriptor, size)):
        if not has_data:
            yield Piece(offset, length, None)
            continue
        for at in range(offset, offset + length, CHUNK_BYTES):
            asked = min(CHUNK_BYTES, offset + length - at)
            data = os.pread(descriptor, asked, at)
            if len(data) != asked:
                raise OSError(f"the file ends at {at + len(data)}, before the {size} bytes it had")
            yield Piece(at, asked, None if is_zero(data) else data)


def _worthwhile(found: Iterator[tuple[int, int, bool]]) -> Iterator[tuple[int, int, bool]]:
    """The runs with short holes as part of the data around them."""
    start, length = 0, 0
    for offset, extent, has_data in found:
        if has_data or (length and extent < SMALLEST_HOLE):
            if not length:
                start = offset
            length += extent
            continue
        if length:
            yield start, length, True
            length = 0
        yield offset, extent, False
    if length:
        yield start, length, True


def packed_pieces(descriptor: int, size: int, form: Form) -> Iterator[Piece]:
    """The disk of a packed image's file in pieces, in order. OSError when the file is not what it was. Blocks."""
    unpacker = Unpacker(form)
    at = 0
    try:
        for offset in range(0, size, PACKED_BYTES):
            for data in unpacker.feed(os.pread(descriptor, min(PACKED_BYTES, size - offset), offset)):
                for start in range(0, len(data), CHUNK_BYTES):
                    part = data[start : start + CHUNK_BYTES]
                    yield Piece(at, len(part), None if is_zero(part) else part)
                    at += len(part)
        unpacker.finish()
    except (ImageDamaged, ImageUnsupported) as error:
        raise OSError(f"the image is damaged: {error}") from error


async def write_file(descriptor: int, size: int, disk: LinkedDisk, progress: Progress) -> None:
    """Writes the first `size` bytes of a file to the start of a disk. OSError when the file turns out shorter."""
    await write_pieces(pieces(descriptor, size), size, disk, progress)


async def write_pieces(source: Iterator[Piece], size: int, disk: LinkedDisk, progress: Progress) -> None:
    """Writes pieces, `size` bytes in all, to a disk; making them may block. OSError as they raise it."""
    progress.total = size
    async with tasks() as group:
        room = asyncio.Semaphore(IN_FLIGHT)

        async def put(piece: Piece) -> None:
            try:
                if piece.data is None:
                    await disk.zero(piece.offset, piece.length)
                else:
                    await disk.write(piece.offset, piece.data)
                progress.done += piece.length
            finally:
                room.release()

        while True:
            await room.acquire()
            piece = await in_thread(next, source, None)
            if piece is None:
                break
            group.create_task(put(piece))
    await disk.flush()


async def read_chunks(disk: LinkedDisk, offset: int, length: int) -> AsyncGenerator[bytes, None]:
    """The content of a range in order, with several reads under way at once."""
    waiting: deque[asyncio.Task[bytes]] = deque()
    end = offset + length
    try:
        while offset < end or waiting:
            while offset < end and len(waiting) < IN_FLIGHT:
                asked = min(CHUNK_BYTES, end - offset)
                waiting.append(asyncio.create_task(_read_all(disk, offset, asked)))
                offset += asked
            yield await waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def _read_all(disk: LinkedDisk, offset: int, length: int) -> bytes:
    data = await disk.read(offset, length)
    if len(data) != length:
        raise OSError(f"the disk gave {len(data)} of {length} bytes at {offset}")
    return data


async def watched(work: Callable[[Progress], Awaitable[Result]]) -> AsyncGenerator[Progress | Result, None]:
    """Runs work, gives its progress now and then, and at last what it gave. The work ends with this iteration."""
    progress = Progress()
    task = asyncio.ensure_future(work(progress))
    reported = -1
    try:
        while True:
            done, _ = await asyncio.wait({task}, timeout=PROGRESS_SECONDS)
            if done:
                break
            if progress.done != reported:
                reported = progress.done
                yield Progress(progress.done, progress.total)
        result = task.result()
        if progress.done != reported and progress.total:  # also short work tells once how much it was
            yield Progress(progress.done, progress.total)
        yield result
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
