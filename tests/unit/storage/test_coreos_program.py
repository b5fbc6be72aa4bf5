# SPDX-License-Identifier: Apache-2.0
"""The program that writes CoreOS on a real host: real processes, made for the test, in its place."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import grpc
import pytest

from zfleet_runtime.errors import ZfleetError
from zfleet_storage.coreos.order import FirstBoot, ScsiVolume, network_of
from zfleet_storage.coreos.program import ProgramCoreos
from zfleet_storage.coreos.write import OpenImage
from zfleet_storage.disks import Disk, disk_from_entry
from zfleet_storage.entry import Minidisk
from zfleet_storage.sizes import DiskKind
from zfleet_storage.transfer import Progress

PARAMETER = "192.0.2.5::192.0.2.1:24:node1:enc1000:none::;1500"
SECRET = b'{"ignition": {"version": "3.2.0"}, "secret": "$(touch /tmp/never)"}'
FIRST_BOOT = FirstBoot(SECRET, network_of(PARAMETER))
VOLUME = ScsiVolume("B80A", "5005076300c20b8e", "4001400000000000")


def program(folder: Path, text: str) -> Path:
    """A program that runs these lines of shell; what it is given stands in FILE.args, line by line."""
    path = folder / "program"
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "$0.args"\n{text}\n')
    path.chmod(0o755)
    return path


def disk() -> Disk:
    """LINUX01's 0100."""
    return disk_from_entry("LINUX01", Minidisk("0100", "3390", DiskKind.ECKD, 100))


async def write(folder: Path, command: Path, *, to: Disk | ScsiVolume | None = None, timeout: float = 30) -> None:
    """An image, by that program."""
    image = OpenImage(folder / "an image", -1, 1000)
    writer = ProgramCoreos([str(command)], timeout, folder / "ignition")
    writer.prepare()
    if isinstance(to, ScsiVolume):
        await writer.to_volume(image, FIRST_BOOT, to, Progress())
    else:
        await writer.to_minidisk(image, FIRST_BOOT, to or disk(), Progress())


async def test_a_minidisk_is_named_by_its_guest(tmp_path: Path) -> None:
    """One argument each, whatever is in it; the config comes as a file that only we may read, and that goes again."""
    text = 'cat "$4" > "$0.config"; stat -c "%a" "$4" > "$0.mode"; ls "$(dirname "$4")" | wc -l > "$0.count"'
    command = program(tmp_path, text)
    await write(tmp_path, command)
    said = Path(f"{command}.args").read_text().splitlines()
    folder = tmp_path / "ignition"
    assert said[:3] == ["LINUX01", "0100", str(tmp_path / "an image")]
    assert Path(said[3]).parent == folder
    assert said[4:] == ["ECKD", "0.0.1000,0.0.1001,0.0.1002", PARAMETER]
    assert Path(f"{command}.config").read_bytes() == SECRET
    assert Path(f"{command}.mode").read_text() == "600\n"
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700


async def test_a_volume_is_named_by_device_port_and_lun(tmp_path: Path) -> None:
    """As Linux writes them."""
    command = program(tmp_path, "exit 0")
    await write(tmp_path, command, to=VOLUME)
    said = Path(f"{command}.args").read_text().splitlines()
    assert said[:4] == ["b80a", "0x5005076300c20b8e", "0x4001400000000000", str(tmp_path / "an image")]
    assert said[5:] == ["SCSI", "0.0.1000,0.0.1001,0.0.1002", PARAMETER]


@pytest.mark.parametrize(
    ("text", "status", "reason", "words"),
    [
        (
            "echo 'IMAGE FILE: x'; echo 'ERROR: no space for the image' >&2; exit 3",
            grpc.StatusCode.FAILED_PRECONDITION,
            "COREOS_WRITE_FAILED",
            r"exit code 3\): ERROR: no space for the image$",
        ),
        ("echo half a word; exit 1", grpc.StatusCode.FAILED_PRECONDITION, "COREOS_WRITE_FAILED", "1.: half a word$"),
        (
            "echo 'ERROR: HCPLNK107E LINUX01 0100 not linked; not in CP directory'; exit 3",
            grpc.StatusCode.NOT_FOUND,
            "DISK_NOT_FOUND",
            "not in CP directory",
        ),
        (
            "echo 'ERROR: HCPLNK105E LINUX01 0100 not linked; R/W by OTHER'; exit 3",
            grpc.StatusCode.FAILED_PRECONDITION,
            "DISK_IN_USE",
            "R/W by OTHER",
        ),
    ],
)
async def test_what_a_failing_program_said_is_told(
    tmp_path: Path, text: str, status: grpc.StatusCode, reason: str, words: str
) -> None:
    """Its errors, else the end of its output; CP's refusal of the link means what it means elsewhere."""
    with pytest.raises(ZfleetError, match=words) as caught:
        await write(tmp_path, program(tmp_path, text))
    assert (caught.value.status, caught.value.reason) == (status, reason)
    assert list((tmp_path / "ignition").iterdir()) == []


async def test_the_exit_code_is_for_programs_too(tmp_path: Path) -> None:
    """In the metadata; a volume has no link that CP could refuse."""
    with pytest.raises(ZfleetError) as caught:
        await write(tmp_path, program(tmp_path, "echo HCPLNK107E; exit 7"), to=VOLUME)
    assert (caught.value.reason, caught.value.metadata) == ("COREOS_WRITE_FAILED", {"exit_code": "7"})


async def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """It gets the chance to detach the disk; the config is gone all the same."""
    text = 'trap "echo gone > $0.gone; exit" TERM\nwhile :; do read -t 1 x < /dev/null; done'
    command = program(tmp_path, text)
    with pytest.raises(ZfleetError) as caught:
        await write(tmp_path, command, timeout=0.5)
    assert (caught.value.status, caught.value.reason) == (
        grpc.StatusCode.DEADLINE_EXCEEDED,
        "COREOS_WRITE_TIMED_OUT",
    )
    assert Path(f"{command}.gone").exists()
    assert list((tmp_path / "ignition").iterdir()) == []


async def test_a_cancelled_call_ends_the_program(tmp_path: Path) -> None:
    """As a caller that went away."""
    text = 'trap "echo gone > $0.gone; exit" TERM\ntouch "$0.began"\nwhile :; do read -t 1 x < /dev/null; done'
    command = program(tmp_path, text)
    writing = asyncio.create_task(write(tmp_path, command))
    while not Path(f"{command}.began").exists():
        await asyncio.sleep(0.01)
    writing.cancel()
    await asyncio.wait({writing})
    assert writing.cancelled()
    assert Path(f"{command}.gone").exists()
    assert list((tmp_path / "ignition").iterdir()) == []


async def test_a_program_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    """Another replica may have it."""
    with pytest.raises(ZfleetError) as caught:
        await write(tmp_path, tmp_path / "none")
    assert (caught.value.status, caught.value.reason) == (grpc.StatusCode.UNAVAILABLE, "COREOS_PROGRAM_MISSING")


async def test_two_are_written_one_after_the_other(tmp_path: Path) -> None:
    """The program keeps notes under names of its own."""
    command = program(tmp_path, 'mkdir "$0.lock" || exit 9\nsleep 0.1\nrmdir "$0.lock"')
    writer = ProgramCoreos([str(command)], 30, tmp_path / "ignition")
    writer.prepare()
    image = OpenImage(tmp_path / "image", -1, 1000)
    await asyncio.gather(*(writer.to_minidisk(image, FIRST_BOOT, disk(), Progress()) for _ in range(3)))


def test_what_a_crash_left_is_removed_at_the_start(tmp_path: Path) -> None:
    """Not what another replica may have at work, nor what is none of ours."""
    folder = tmp_path / "ignition"
    folder.mkdir()
    for name in ("ignition-old", "ignition-new", "other"):
        (folder / name).write_bytes(SECRET)
    for name in ("ignition-old", "other"):
        os.utime(folder / name, (time.time() - 61, time.time() - 61))
    ProgramCoreos(["program"], 60, folder).prepare()
    assert sorted(path.name for path in folder.iterdir()) == ["ignition-new", "other"]
