# SPDX-License-Identifier: Apache-2.0
"""The image folder: whole files or none, holes kept as holes."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zfleet_storage.image_folder import PIECE_BYTES, ImageFolder, is_zero, runs
from zfleet_storage.transfer import CHUNK_BYTES, pieces

part = st.one_of(
    st.binary(max_size=300),
    st.integers(0, 5 * PIECE_BYTES).map(bytes),
    st.integers(1, 3 * PIECE_BYTES).map(lambda size: b"x" * size),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(part, max_size=6))
def test_what_goes_in_comes_out(tmp_path: Path, parts: list[bytes]) -> None:
    """Content, size and checksum, whatever the mixture of data and zeros, and as pieces for a disk too."""
    folder = ImageFolder(tmp_path)
    content = b"".join(parts)
    intake = folder.intake(name := os.urandom(8).hex())
    intake.begin()
    for each in parts:
        intake.write(each)
    assert (intake.size, intake.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    intake.keep()
    descriptor = folder.open(name)
    try:
        assert os.pread(descriptor, len(content) + 1, 0) == content
        found = list(pieces(descriptor, len(content)))
    finally:
        os.close(descriptor)
    assert b"".join(bytes(one.length) if one.data is None else one.data for one in found) == content
    assert all(one.data is None or len(one.data) <= CHUNK_BYTES for one in found)
    folder.delete(name)


def test_zeros_take_no_space(tmp_path: Path) -> None:
    """64 MiB of zeros around one page of data are a file of a few blocks."""
    intake = ImageFolder(tmp_path).intake("sparse")
    intake.begin()
    intake.write(bytes(8 << 20))
    intake.write(b"data" * 1024)
    intake.skip(56 << 20)
    intake.keep()
    facts = (tmp_path / "sparse.image").stat()
    assert facts.st_size == (64 << 20) + 4096
    assert facts.st_blocks * 512 <= 1 << 20


def test_skipped_zeros_count_in_the_checksum(tmp_path: Path) -> None:
    """A hole is content."""
    intake = ImageFolder(tmp_path).intake("a")
    intake.begin()
    intake.skip(3 << 20)
    assert intake.sha256 == hashlib.sha256(bytes(3 << 20)).hexdigest()
    intake.discard()


def test_a_discarded_intake_leaves_nothing(tmp_path: Path) -> None:
    """Neither the part nor an image."""
    intake = ImageFolder(tmp_path).intake("a")
    intake.begin()
    intake.write(b"x")
    intake.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_removes_what_nobody_owns_and_nobody_writes(tmp_path: Path) -> None:
    """A crash's remains go; images, imports under way and other people's files stay."""
    folder = ImageFolder(tmp_path)
    for name in ("owned.image", "orphan.image", "orphan.part", "young.part", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    old = time.time() - 1000
    for name in ("owned.image", "orphan.image", "orphan.part", "notes.txt"):
        os.utime(tmp_path / name, (old, old))
    assert sorted(folder.sweep({"owned"}, 500)) == ["orphan.image", "orphan.part"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "owned.image", "young.part"]


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Somebody who can write there cannot make the service read another file."""
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "a.image").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic"):
        ImageFolder(tmp_path).open("a")


def test_runs_tell_holes_from_data(tmp_path: Path) -> None:
    """They cover the file without gap or overlap."""
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(10 << 20)
        file.seek(4 << 20)
        file.write(b"x" * 4096)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        found = list(runs(descriptor, 10 << 20))
    finally:
        os.close(descriptor)
    assert sum(length for _, length, _ in found) == 10 << 20
    assert [offset for offset, _, has_data in found if has_data] == [4 << 20]


@given(st.binary(max_size=5000), st.integers(0, 3 << 20))
def test_zeros_are_told_from_data(data: bytes, zeros: int) -> None:
    """At any place of any length."""
    assert is_zero(bytes(zeros))
    assert is_zero(data) == (not any(data))
    assert not is_zero(bytes(zeros) + b"\1")
    assert not is_zero(b"\0" + bytes(zeros) + b"\1" + bytes(7))
