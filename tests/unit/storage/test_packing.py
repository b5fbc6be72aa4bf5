# SPDX-License-Identifier: Apache-2.0
"""Packed images: what goes in comes out, whatever the pieces; what is damaged or foreign is refused with a reason."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator

import pytest

from tests.service.storage.disk_images import labelled_disk
from zfleet_storage.ckd_tracks import (
    BLOCK,
    LABEL_TRACKS_BYTES,
    LABELS,
    TRACK_BYTES,
    TRACKS_PER_CYLINDER,
    has_labels,
)
from zfleet_storage.packing import (
    HEADER_BYTES,
    Examiner,
    ImageDamaged,
    ImageUnsupported,
    Packer,
    Packing,
    Unpacker,
    form_of,
    packed_form,
    raw_form,
)
from zfleet_storage.sizes import CYLINDER_BYTES, DiskKind

LARGEST = 1 << 40


def packed(disk: bytes, kind: DiskKind, level: int, piece: int = 100_000) -> bytes:
    """An image of a disk, made in pieces."""
    packer = Packer(packed_form(kind, kind.units(len(disk)), level), level)
    parts = [packer.feed(disk[at : at + piece]) for at in range(0, len(disk), piece)]
    return b"".join((packer.header, *parts, packer.finish()))


def unpacked(image: bytes, piece: int = 70_001) -> bytes:
    """The disk of an image that comes in pieces."""
    form = form_of(image[:HEADER_BYTES])
    assert form is not None
    unpacker = Unpacker(form)

    def parts() -> Iterator[bytes]:
        for at in range(0, len(image), piece):
            yield from unpacker.feed(image[at : at + piece])

    disk = b"".join(parts())
    unpacker.finish()
    return disk


@pytest.mark.parametrize(("level", "piece"), [(0, 511), (0, 4097), (0, 1 << 20), (1, 512), (6, 1), (9, 70_001)])
def test_an_image_of_a_labelled_eckd_disk_is_that_disk_again(level: int, piece: int) -> None:
    """With its keys, whatever the pieces that it comes in."""
    disk = labelled_disk(1)
    assert has_labels(disk[:LABEL_TRACKS_BYTES])
    assert unpacked(packed(disk, DiskKind.ECKD, level), piece) == disk


def test_the_labels_travel_as_keys_and_data() -> None:
    """The stream of tracks has the lengths of the records that Linux hides behind its blocks."""
    image = packed(labelled_disk(1), DiskKind.ECKD, 0)
    assert image[:55] == b"xCAT CKD Disk Image:           1 CYL HLen: 0055 GZIP: 0"
    assert image[55:HEADER_BYTES] == b" " * (HEADER_BYTES - 55)
    lengths = bytes([12, 3, 4, 9, 0, 1, 0, 24, 1, 0, 144, 1, 0, 80, 9, 16, 0])
    assert image.startswith(lengths, HEADER_BYTES)
    labels = sum(key + data for records in LABELS for key, data in records)
    second_head = bytes([12, 12, 44, 12, 0, 96])
    third = HEADER_BYTES + len(lengths) + labels + len(second_head)
    assert image[third : third + 6] == bytes([12, 12, 0, 12, 16, 0])


def test_a_disk_without_labels_keeps_every_byte() -> None:
    """Also one whose third block only looks like a label: what lies behind it would be lost in a record of 84 bytes."""
    for disk in (
        random.Random(1).randbytes(CYLINDER_BYTES),
        bytes(2 * BLOCK) + "VOL1VOL1".encode("cp037") + random.Random(2).randbytes(CYLINDER_BYTES - 2 * BLOCK - 8),
    ):
        assert unpacked(packed(disk, DiskKind.ECKD, 6)) == disk


def test_an_image_of_an_fba_disk_is_that_disk_again() -> None:
    """It has blocks, and its size counts them."""
    disk = random.Random(3).randbytes(512 * 999)
    image = packed(disk, DiskKind.FBA, 6)
    assert image.startswith(b"xCAT FBA Disk Image:         999 BLK HLen: 0055 GZIP: 6")
    assert unpacked(image) == disk
    form = form_of(image[:HEADER_BYTES])
    assert form is not None
    assert (form.packing, form.size, form.unit, form.disk_bytes) == (Packing.FBA_GZIP, 999, "BLK", 999 * 512)


def test_tracks_that_were_never_written_are_zeros() -> None:
    """A track may have no records at all."""
    header = b"xCAT CKD Disk Image:           1 CYL HLen: 0055 GZIP: 0".ljust(HEADER_BYTES)
    assert unpacked(header + bytes(TRACKS_PER_CYLINDER)) == bytes(CYLINDER_BYTES)


def test_the_oldest_header_has_36_characters_and_is_compressed() -> None:
    """Its payload follows at once."""
    disk = random.Random(4).randbytes(512 * 5)
    assert unpacked(b"xCAT FBA Disk Image:           5 BLK" + gzip.compress(disk)) == disk


def test_a_payload_of_several_gzip_members_and_zeros_behind_it_is_whole() -> None:
    """As gzip itself takes it."""
    disk = random.Random(5).randbytes(512 * 6)
    header = b"xCAT FBA Disk Image:           6 BLK HLen: 0055 GZIP: 6".ljust(HEADER_BYTES)
    image = header + gzip.compress(disk[:1000]) + gzip.compress(disk[1000:]) + bytes(10_000)
    assert unpacked(image, 333) == disk


@pytest.mark.parametrize(
    "head",
    [
        b"xCAT CKD Disk Image:           0 CYL HLen: 0055 GZIP: 6",
        b"xCAT CKD Disk Image:            none HLen: 0055 GZIP: 6",
        b"xCAT CKD Disk Image:           7 BLK HLen: 0055 GZIP: 6",
        b"xCAT FBA Disk Image:           7 CYL HLen: 0055 GZIP: 6",
        b"xCAT FBA Disk Image:999999999999 BLK HLen: 0055 GZIP: 6",
        b"xCAT FBA Disk Image:",
    ],
)
def test_a_header_without_a_size_is_damaged(head: bytes) -> None:
    """Or with one that no disk has."""
    with pytest.raises(ImageDamaged, match="does not say"):
        form_of(head.ljust(HEADER_BYTES))


@pytest.mark.parametrize(
    ("head", "said"),
    [(b"xCAT FCP Disk Image:", "SCSI"), (b"xCAT FBA Part Image:", "zipl")],
)
def test_what_no_minidisk_can_take_is_refused(head: bytes, said: str) -> None:
    """With the reason."""
    with pytest.raises(ImageUnsupported, match=said):
        form_of((head + b"           5 BLK HLen: 0055 GZIP: 6").ljust(HEADER_BYTES))


def test_a_raw_image_is_counted_in_whole_cylinders() -> None:
    """Rounded up; one for SCSI disks in blocks."""
    assert form_of(b"anything else".ljust(HEADER_BYTES)) is None
    assert (raw_form(1).size, raw_form(CYLINDER_BYTES).size, raw_form(CYLINDER_BYTES + 1).size) == (1, 1, 2)
    assert (raw_form(513, for_scsi=True).size, raw_form(513, for_scsi=True).unit) == (2, "BLK")


def examined(image: bytes, piece: int = 9999) -> Packing:
    """What an examiner finds."""
    examiner = Examiner(LARGEST)
    for at in range(0, len(image), piece):
        examiner.feed(image[at : at + piece])
    return examiner.finish(len(image)).packing


def test_whatever_is_missing_or_too_much_is_found_out() -> None:
    """At the end of the content, at the latest."""
    disk = labelled_disk(1)
    for kind, level in ((DiskKind.ECKD, 0), (DiskKind.ECKD, 6), (DiskKind.FBA, 0), (DiskKind.FBA, 6)):
        image = packed(disk, kind, level)
        assert examined(image).kind is kind
        with pytest.raises(ImageDamaged):
            examined(image[:-100])
        with pytest.raises(ImageDamaged):
            examined(image[: HEADER_BYTES + 3])
        with pytest.raises((ImageDamaged, ImageUnsupported)):
            examined(image + image[HEADER_BYTES:])
    flipped = bytearray(packed(disk, DiskKind.FBA, 6))
    flipped[5000] ^= 0x55
    with pytest.raises(ImageDamaged, match="damaged"):
        examined(bytes(flipped))


def test_tracks_that_linux_cannot_show_are_refused() -> None:
    """CMS's small blocks, keys where there are none, a label track without its label, nonsense."""
    header = b"xCAT CKD Disk Image:           1 CYL HLen: 0055 GZIP: 0".ljust(HEADER_BYTES)
    cms = bytes([33, 33, 0, 33, 4, 0]) + bytes(33 * 1024)
    keyed = bytes([12, 12, 8, 12, 0, 80]) + bytes(12 * 88)
    label = bytes([12, 3, 4, 9, 0, 1, 0, 24, 1, 0, 144, 1, 0, 80, 9, 16, 0]) + bytes(28 + 148 + 84 + 9 * BLOCK)
    runs = bytes([12, 13, 0])
    endless = bytes([12, 0, 0])
    huge = bytes([255, 255, 255, 255, 255, 255])
    for track in (cms, keyed, label, runs, endless, huge):
        with pytest.raises(ImageUnsupported, match="track"):
            examined(header + track)
    labelled = packed(labelled_disk(1), DiskKind.ECKD, 0)
    plain_second = labelled[: HEADER_BYTES + 17 + 28 + 148 + 84 + 9 * BLOCK] + bytes([12, 12, 0, 12, 16, 0])
    with pytest.raises(ImageUnsupported, match="track 1"):
        examined(plain_second + bytes(TRACK_BYTES))


def test_a_small_file_cannot_become_an_endless_disk() -> None:
    """The header's size is the most that is unpacked, and it has a limit itself."""
    header = b"xCAT FBA Disk Image:           5 BLK HLen: 0055 GZIP: 6".ljust(HEADER_BYTES)
    with pytest.raises(ImageDamaged, match="more than"):
        examined(header + gzip.compress(bytes(50 << 20)))
    examiner = Examiner(1000)
    with pytest.raises(ImageUnsupported, match="more than 1000"):
        examiner.feed(header)


def test_short_content_is_a_raw_image() -> None:
    """Even when it has less than a header's length."""
    assert examined(b"x") is Packing.RAW
    with pytest.raises(ImageDamaged):
        examined(b"xCAT FBA Disk Image:           5 BLK")
