# SPDX-License-Identifier: Apache-2.0
"""Only what lies below an import folder can be imported, however its path is written."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import grpc
import pytest

from zfleet_runtime.errors import ZfleetError
from zfleet_storage.import_folders import import_folders, open_below, path_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An import folder with a file, beside a secret."""
    inside = tmp_path / "import" / "below"
    inside.mkdir(parents=True)
    (inside / "image").write_bytes(b"content")
    (tmp_path / "secret").write_bytes(b"secret")
    return tmp_path / "import"


def refused(folder: Path, path: Path) -> ZfleetError:
    """Why a path is refused."""
    with pytest.raises(ZfleetError) as caught:
        os.close(open_below(import_folders([folder]), PurePosixPath(path)))
    return caught.value


def test_a_file_below_the_folder_is_opened(folder: Path) -> None:
    """At any depth."""
    descriptor = open_below(import_folders([folder]), PurePosixPath(folder / "below" / "image"))
    assert os.read(descriptor, 10) == b"content"
    os.close(descriptor)


def test_a_folder_that_is_a_link_itself_is_good_under_both_names(folder: Path, tmp_path: Path) -> None:
    """The operator configured it."""
    (tmp_path / "alias").symlink_to(folder)
    for path in (tmp_path / "alias" / "below" / "image", folder / "below" / "image"):
        os.close(open_below(import_folders([tmp_path / "alias"]), PurePosixPath(path)))


@pytest.mark.parametrize("text", ["/a/../secret", "relative/image", "", "/a\nb", "/" + "a" * 5000, "/a\0b"])
def test_a_path_that_plays_tricks_is_malformed(text: str) -> None:
    """Before any file is looked at."""
    with pytest.raises(ValueError, match="must be"):
        path_of(text)


def test_a_file_outside_is_refused(folder: Path, tmp_path: Path) -> None:
    """Whether it exists or not: the answer is the same."""
    for path in (tmp_path / "secret", tmp_path / "nothing", Path("/etc/passwd")):
        assert refused(folder, path).status is grpc.StatusCode.PERMISSION_DENIED


def test_a_folder_with_a_longer_name_is_outside(folder: Path, tmp_path: Path) -> None:
    """/import-2 is not below /import."""
    other = tmp_path / "import-2"
    other.mkdir()
    (other / "image").write_bytes(b"x")
    assert refused(folder, other / "image").status is grpc.StatusCode.PERMISSION_DENIED


def test_a_link_that_leads_out_is_refused(folder: Path, tmp_path: Path) -> None:
    """Both as the file itself and as a folder on the way."""
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "way").symlink_to(tmp_path)
    for path in (folder / "link", folder / "way" / "secret"):
        assert refused(folder, path).reason == "OUTSIDE_IMPORT_FOLDERS"


def test_a_missing_file_is_not_found(folder: Path) -> None:
    """Inside the folder the caller may know."""
    assert refused(folder, folder / "below" / "nothing").status is grpc.StatusCode.NOT_FOUND


def test_only_regular_files_are_images(folder: Path) -> None:
    """A folder and a named pipe, which would hold the service for ever, are refused at once."""
    os.mkfifo(folder / "pipe")
    for path in (folder / "below", folder / "pipe", folder):
        error = refused(folder, path)
        assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "NOT_A_REGULAR_FILE")
