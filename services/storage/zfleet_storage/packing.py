# SPDX-License-Identifier: Apache-2.0
"""How an image is packed: recognised by its header, checked as it comes in, unpacked for a disk, packed by a capture.

A packed image has a header of 512 bytes, blanks behind the text: `xCAT CKD Disk Image:` or `xCAT FBA Disk Image:`, the
disk's size right-aligned in 16 characters (`3338 CYL`, `409600 BLK`), ` HLen: 0055` and ` GZIP: 6`, gzip's level. The
oldest have 36 characters of header and are always compressed. Then comes the disk: an FBA disk's bytes, an ECKD disk's
tracks (see ckd_tracks). An image without that header is raw: the disk's bytes from the first one on. No I/O.
"""

from __future__ import annotations

import enum
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from zfleet_storage.ckd_tracks import TRACKS_PER_CYLINDER, BadTracks, TrackDecoder, TrackEncoder
from zfleet_storage.sizes import MOST_UNITS, DiskKind

HEADER_BYTES = 512
LEVEL_NOT_COMPRESSED = 0
MOST_LEVEL = 9
_OLD_HEADER_BYTES = 36
_TAG_BYTES = 20
_TAG = re.compile(rb"xCAT (CKD|FBA|FCP) (Disk|Part) Image:")
_SIZE = re.compile(rb" *([0-9]{1,12}) (CYL|BLK) *")
_LENGTH = re.compile(rb" HLen: ([0-9]{4})")
_LEVEL = re.compile(rb" GZIP: ([0-9])")
_UNITS = {DiskKind.ECKD: "CYL", DiskKind.FBA: "BLK"}
_TAGS = {DiskKind.ECKD: "CKD", DiskKind.FBA: "FBA"}
_GZIP = 31  # zlib: a gzip header, 15 bits of window
_AT_ONCE = 1024 * 1024  # bytes that are unpacked before somebody takes them


class Packing(enum.StrEnum):
    """How an image's content is stored."""

    RAW = "raw"
    CKD = "ckd"
    CKD_GZIP = "ckd.gz"
    FBA = "fba"
    FBA_GZIP = "fba.gz"

    @property
    def kind(self) -> DiskKind | None:
        """The kind of disk that it was made of; None: either."""
        return {"ckd": DiskKind.ECKD, "fba": DiskKind.FBA}.get(self.value.partition(".")[0])

    @property
    def compressed(self) -> bool:
        """Whether its payload is."""
        return self.value.endswith(".gz")


class ImageDamaged(ValueError):
    """The content is not what its header says."""


class ImageUnsupported(ValueError):
    """The content is of a kind that cannot be written to a minidisk."""


@dataclass(frozen=True, slots=True)
class Form:
    """How an image is packed: `size` in `unit` (CYL or BLK) is the smallest disk for it, its payload starts at `at`."""

    packing: Packing
    size: int
    unit: str
    disk_bytes: int
    at: int = 0


def packed_form(kind: DiskKind, size: int, level: int) -> Form:
    """The form of an image that is made of a disk of `size` cylinders or blocks, compressed by gzip's `level`."""
    packing = Packing(_TAGS[kind].lower() + (".gz" if level else ""))
    return Form(packing, size, _UNITS[kind], kind.bytes(size), HEADER_BYTES)


def raw_form(size_bytes: int, *, for_scsi: bool = False) -> Form:
    """The form of an image that is a disk's bytes: counted in cylinders, which are the larger unit, but for SCSI."""
    kind = DiskKind.FBA if for_scsi else DiskKind.ECKD
    return Form(Packing.RAW, kind.units(size_bytes), _UNITS[kind], size_bytes)


def form_of(head: bytes) -> Form | None:
    """The form of an image that begins so (512 bytes, or all of it); None for a raw one. ImageDamaged, -Unsupported."""
    tag = _TAG.fullmatch(head[:_TAG_BYTES])
    if tag is None:
        return None
    if tag[1] == b"FCP":
        raise ImageUnsupported("it is an image of a SCSI disk, which is not for minidisks")
    if tag[2] == b"Part":
        raise ImageUnsupported(
            "it is an image of a partition only: a boot record would have to be made with its own zipl"
        )
    kind = DiskKind.ECKD if tag[1] == b"CKD" else DiskKind.FBA
    size = _SIZE.fullmatch(head[_TAG_BYTES:_OLD_HEADER_BYTES])
    if size is None or size[2].decode() != _UNITS[kind] or not 0 < int(size[1]) <= MOST_UNITS:
        raise ImageDamaged(f"its header does not say how many {kind.unit_name} the disk had")
    at, compressed = _OLD_HEADER_BYTES, True
    length = _LENGTH.match(head, _OLD_HEADER_BYTES)
    if length is not None:
        level = _LEVEL.match(head, length.end())
        at = (int(length[1]) // HEADER_BYTES + 1) * HEADER_BYTES
        compressed = level is None or level[1] != b"0"
    return Form(
        Packing(_TAGS[kind].lower() + (".gz" if compressed else "")),
        int(size[1]),
        _UNITS[kind],
        kind.bytes(int(size[1])),
        at,
    )


class Unpacker:
    """Gives a disk's bytes for a packed image's, in order and never more than about 1 MiB at once."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._header_left = form.at
        self._gzip = zlib.decompressobj(_GZIP) if form.packing.compressed else None
        self._ended = False
        self._tracks = TrackDecoder(form.size * TRACKS_PER_CYLINDER) if form.packing.kind is DiskKind.ECKD else None
        self._given = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What the next bytes of the image are on the disk. ImageDamaged, ImageUnsupported."""
        passed = min(self._header_left, len(data))
        self._header_left -= passed
        for payload in self._inflated(data[passed:]):
            blocks = self._blocks(payload)
            self._given += len(blocks)
            if self._given > self._form.disk_bytes:
                raise ImageDamaged(f"it holds more than the {self._form.size} {self._form.unit} of its header")
            if blocks:
                yield blocks

    def finish(self) -> None:
        """Says that the image has ended. ImageDamaged when that is too early."""
        if self._gzip is not None and not self._ended:
            raise ImageDamaged("its compressed payload is cut off")
        try:
            if self._tracks is not None:
                self._tracks.finish()
        except BadTracks as error:
            raise ImageDamaged(f"its payload is cut off: {error}") from error
        if self._given != self._form.disk_bytes:
            raise ImageDamaged(f"it holds {self._given} of the {self._form.disk_bytes} bytes of its header")

    def _inflated(self, data: bytes) -> Iterator[bytes]:
        if self._gzip is None:
            for at in range(0, len(data), _AT_ONCE):
                yield data[at : at + _AT_ONCE]
            return
        more = bool(data)
        while more:
            if self._ended:  # what follows is another member, or a tape's zeros
                if not data.strip(b"\0"):
                    return
                self._gzip = zlib.decompressobj(_GZIP)
                self._ended = False
            try:
                payload = self._gzip.decompress(data, _AT_ONCE)
            except zlib.error as error:
                raise ImageDamaged(f"its compressed payload is damaged: {error}") from error
            data = self._gzip.unconsumed_tail
            if self._gzip.eof:
                self._ended, data = True, self._gzip.unused_data
            # All input may be taken and some output still be kept back for the limit's sake.
            more = bool(data) or (len(payload) == _AT_ONCE and not self._ended)
            yield payload

    def _blocks(self, payload: bytes) -> bytes:
        if self._tracks is None:
            return payload
        try:
            return self._tracks.feed(payload)
        except BadTracks as error:
            raise ImageUnsupported(f"its tracks cannot be written as blocks: {error}") from error


class Packer:
    """Makes a packed image of a disk's bytes. `level` is gzip's, 0 for none."""

    def __init__(self, form: Form, level: int) -> None:
        kind = form.packing.kind
        if kind is None:
            raise ValueError("a raw image has no header")
        text = f"xCAT {_TAGS[kind]} Disk Image:{f'{form.size} {form.unit}':>16} HLen: 0055 GZIP: {level}"
        self.header = text.encode().ljust(HEADER_BYTES)
        self._tracks = TrackEncoder() if kind is DiskKind.ECKD else None
        self._gzip = zlib.compressobj(level, zlib.DEFLATED, _GZIP) if level else None

    def feed(self, data: bytes) -> bytes:
        """What follows in the image for the next bytes of the disk."""
        payload = data if self._tracks is None else self._tracks.feed(data)
        return payload if self._gzip is None else self._gzip.compress(payload)

    def finish(self) -> bytes:
        """The image's last bytes. BadTracks when the disk does not end with a whole track."""
        if self._tracks is not None:
            self._tracks.finish()
        return b"" if self._gzip is None else self._gzip.flush()


class Examiner:
    """Looks at an image while it comes in. `most_bytes` is the largest disk that it may be for."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._head: bytearray | None = bytearray()
        self._form: Form | None = None
        self._unpacker: Unpacker | None = None

    @property
    def looks(self) -> bool:
        """Whether it matters what comes next: not in a raw image behind its first bytes."""
        return self._head is not None or self._unpacker is not None

    def feed(self, data: bytes) -> None:
        """The next bytes. ImageDamaged, ImageUnsupported."""
        if self._head is not None:
            self._head += data
            if len(self._head) < HEADER_BYTES:
                return
            data = self._begin()
        self._look(data)

    def finish(self, size_bytes: int, *, for_scsi: bool = False) -> Form:
        """The form of what has come, `size_bytes` in all. ImageDamaged when it is cut off."""
        if self._head is not None:
            self._look(self._begin())
        if self._unpacker is not None:
            self._unpacker.finish()
        return self._form or raw_form(size_bytes, for_scsi=for_scsi)

    def _look(self, data: bytes) -> None:
        if self._unpacker is not None:
            for _ in self._unpacker.feed(data):
                pass

    def _begin(self) -> bytes:
        head = bytes(self._head or b"")
        self._head = None
        self._form = form_of(head[:HEADER_BYTES])
        if self._form is not None:
            if self._form.disk_bytes > self._most_bytes:
                raise ImageUnsupported(f"its disk has {self._form.disk_bytes} bytes, more than {self._most_bytes}")
            self._unpacker = Unpacker(self._form)
        return head
