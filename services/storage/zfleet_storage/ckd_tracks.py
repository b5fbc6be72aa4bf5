# SPDX-License-Identifier: Apache-2.0
"""The tracks of an ECKD disk as a stream ("ckdencode"), to the blocks that Linux sees of them and back. No I/O.

For each track the stream has: a byte, how many records there are behind record zero; the records' key lengths in runs
(a byte how many records, a byte the length); their data lengths in runs (a byte how many, two bytes the length, big
endian); then key and data of each record.

Linux uses tracks of 12 records of 4096 bytes without keys. In its compatible disk layout (dasdfmt -d cdl) the first two
tracks have z/OS's labels: records of 4+24, 4+144 and 4+80 bytes of key and data at the start of track 0, and of 44+96
on track 1. As a block such a record is its key and data, filled up with X'E5' to 4096 bytes; written, it takes back no
more than it holds. A track without records was never written to: zeros. Any other track cannot be a block device of
Linux, so it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

BLOCK = 4096
BLOCKS_PER_TRACK = 12
TRACK_BYTES = BLOCK * BLOCKS_PER_TRACK
TRACKS_PER_CYLINDER = 15
LABEL_TRACKS_BYTES = 2 * TRACK_BYTES
FILLER = b"\xe5"
VOLUME_LABEL_AT = 2 * BLOCK
VOLUME_LABEL = "VOL1VOL1".encode("cp037")  # the third record of track 0: its key, and the label itself
LONGEST_TRACK = 65_536  # no track of a 3390 holds more

Record = tuple[int, int]  # bytes of key and data
PLAIN: Sequence[Record] = ((0, BLOCK),) * BLOCKS_PER_TRACK
LABELS = (
    ((4, 24), (4, 144), (4, 80), *((0, BLOCK),) * (BLOCKS_PER_TRACK - 3)),
    ((44, 96),) * BLOCKS_PER_TRACK,
)
_PLAIN_HEAD = bytes((BLOCKS_PER_TRACK, BLOCKS_PER_TRACK, 0, BLOCKS_PER_TRACK)) + BLOCK.to_bytes(2, "big")
_PLAIN_BYTES = len(_PLAIN_HEAD) + TRACK_BYTES


class BadTracks(ValueError):
    """The stream is no stream of tracks, or of tracks that are no block device of Linux."""


def has_labels(head: bytes) -> bool:
    """Whether a disk that begins with these blocks, two tracks of them, is in Linux's compatible disk layout."""
    if len(head) < LABEL_TRACKS_BYTES or not head.startswith(VOLUME_LABEL, VOLUME_LABEL_AT):
        return False
    for at, (key, data) in enumerate([*LABELS[0], *LABELS[1]]):
        rest = head[at * BLOCK + key + data : (at + 1) * BLOCK]
        if rest not in (FILLER * len(rest), bytes(len(rest))):
            return False
    return True


class TrackDecoder:
    """Makes blocks of a stream of tracks, `tracks` of them."""

    def __init__(self, tracks: int) -> None:
        self._expected = tracks
        self._done = 0
        self._waiting = bytearray()
        self._labelled = False

    def feed(self, data: bytes) -> bytes:
        """The blocks of the tracks that are complete now. BadTracks."""
        self._waiting += data
        found: list[bytes] = []
        at = 0
        with memoryview(self._waiting) as stream:
            while at < len(stream):
                if stream[at : at + len(_PLAIN_HEAD)] == _PLAIN_HEAD and (self._done > 1 or not self._labelled):
                    end = at + _PLAIN_BYTES
                    if end > len(stream):
                        break
                    found.append(bytes(stream[at + len(_PLAIN_HEAD) : end]))
                else:
                    track = _track(stream[at:], self._done)
                    if track is None:
                        break
                    records, start, length = track
                    end = at + start + length
                    found.append(self._blocks(records, bytes(stream[at + start : end])))
                at = end
                self._done += 1
                if self._done > self._expected:
                    raise BadTracks(f"there are more than the {self._expected} tracks that the header tells of")
        del self._waiting[:at]
        return b"".join(found)

    def finish(self) -> None:
        """Says that the stream has ended. BadTracks when it should not have."""
        if self._waiting or self._done != self._expected:
            raise BadTracks(f"it ends after {self._done} of {self._expected} tracks")

    def _blocks(self, records: Sequence[Record], body: bytes) -> bytes:
        if not records:
            return bytes(TRACK_BYTES)
        if records == PLAIN and not (self._labelled and self._done < len(LABELS)):
            return body
        if self._done < len(LABELS) and records == LABELS[self._done] and self._labelled == bool(self._done):
            blocks = b"".join(_filled(records, body))
            if self._done == 0 and not blocks.startswith(VOLUME_LABEL, VOLUME_LABEL_AT):
                raise BadTracks("track 0 has no volume label")
            self._labelled = True
            return blocks
        raise BadTracks(f"track {self._done} is not formatted as Linux formats it, with 12 records of {BLOCK} bytes")


class TrackEncoder:
    """Makes a stream of tracks of the blocks of a disk."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._begun = False

    def feed(self, data: bytes) -> bytes:
        """The tracks that are complete now."""
        self._waiting += data
        found: list[bytes] = []
        at = 0
        if not self._begun:
            if len(self._waiting) < LABEL_TRACKS_BYTES:  # the first two tracks together tell the layout
                return b""
            at = self._begin(bytes(self._waiting[:LABEL_TRACKS_BYTES]), found)
        while at + TRACK_BYTES <= len(self._waiting):
            found += (_PLAIN_HEAD, bytes(self._waiting[at : at + TRACK_BYTES]))
            at += TRACK_BYTES
        del self._waiting[:at]
        return b"".join(found)

    def finish(self) -> None:
        """Says that the disk has ended. BadTracks when not at the end of a track."""
        if self._waiting:
            raise BadTracks("the disk does not end with a whole track")

    def _begin(self, head: bytes, found: list[bytes]) -> int:
        self._begun = True
        if not has_labels(head):
            return 0
        for track, records in enumerate(LABELS):
            found.append(_head(records))
            for at, (key, data) in enumerate(records):
                start = (track * BLOCKS_PER_TRACK + at) * BLOCK
                found.append(head[start : start + key + data])
        return LABEL_TRACKS_BYTES


def _track(stream: memoryview, number: int) -> tuple[tuple[Record, ...], int, int] | None:
    """The records of the next track, where their content starts and its length; None when it is not all there."""
    count = stream[0]
    keys = _runs(stream, 1, count, 1)
    if keys is None:
        return None
    lengths, at = keys
    sizes = _runs(stream, at, count, 2)
    if sizes is None:
        return None
    records = tuple(zip(lengths, sizes[0], strict=True))
    length = sum(key + data for key, data in records)
    if length > LONGEST_TRACK:
        raise BadTracks(f"track {number} would have {length} bytes")
    return (records, sizes[1], length) if sizes[1] + length <= len(stream) else None


def _runs(stream: memoryview, at: int, count: int, width: int) -> tuple[list[int], int] | None:
    """One length for each record, written in runs, and where they end; None when they are not all there."""
    lengths: list[int] = []
    while len(lengths) < count:
        if at + 1 + width > len(stream):
            return None
        run = stream[at]
        if not run or len(lengths) + run > count:
            raise BadTracks("the lengths of a track's records do not match their number")
        lengths += [int.from_bytes(stream[at + 1 : at + 1 + width], "big")] * run
        at += 1 + width
    return lengths, at


def _filled(records: Sequence[Record], body: bytes) -> Iterator[bytes]:
    at = 0
    for key, data in records:
        yield body[at : at + key + data].ljust(BLOCK, FILLER)
        at += key + data


def _head(records: Sequence[Record]) -> bytes:
    """What stands before the content of a track with these records."""
    head = bytearray([len(records)])
    for which, width in ((0, 1), (1, 2)):
        runs: list[list[int]] = []
        for record in records:
            if runs and runs[-1][1] == record[which]:
                runs[-1][0] += 1
            else:
                runs.append([1, record[which]])
        for run, length in runs:
            head += bytes([run]) + length.to_bytes(width, "big")
    return bytes(head)
