# SPDX-License-Identifier: Apache-2.0
"""Programs on this Linux, run with argument lists: real processes, made for the test."""

from __future__ import annotations

import asyncio
from pathlib import Path

import grpc
import pytest

from zfleet_runtime.errors import ZfleetError
from zfleet_storage.volumes.boot_map import BootVolume, ProgramBootMaps, arguments_of, paths_of
from zfleet_storage.volumes.cp_access import LocalCp

VOLUME = BootVolume(["1A00", "1B00"], ["500507680b21bac6"], "0001000000000000", wwid="6005-1", fewest_paths=2)


def program(folder: Path, text: str) -> str:
    """A program that runs these lines of shell."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


async def test_the_program_gets_arguments_and_its_last_result_counts(tmp_path: Path) -> None:
    """One argument each, whatever is in it; devices without ports are left out."""
    said = 'for a in "$@"; do echo "$a" >> "$0.args"; done\n'
    result = "echo RESULT PATHS: 0001:1\necho 'RESULT PATHS: 1a00:0x500507680B21BAC6 500507680b22bac6,1b00:'"
    command = program(tmp_path, said + result)
    paths = await ProgramBootMaps([command, "--first one"], 30).refresh(VOLUME)
    assert paths == {"1A00": ["500507680b21bac6", "500507680b22bac6"]}
    assert Path(f"{command}.args").read_text().splitlines() == ["--first one", *arguments_of(VOLUME)]


def test_red_hat_coreos_has_three_arguments_more() -> None:
    """The others do not see them."""
    assert arguments_of(VOLUME) == [
        "--fcpchannel=1a00,1b00",
        "--wwpn=500507680b21bac6",
        "--lun=0001000000000000",
        "--wwid=6005-1",
        "--minfcp=2",
    ]
    coreos = BootVolume(["1A00"], [], "", ignition_url="https://h/i", nic_id="0.0.1000", ip_config="ip")
    assert arguments_of(coreos)[5:] == ["--ignitionurl=https://h/i", "--nicid=0.0.1000", "--ipconfig=ip"]


def test_a_result_that_makes_no_sense_has_no_paths() -> None:
    """No line is not the same as a line without paths."""
    assert paths_of("nothing") is None
    assert paths_of("RESULT PATHS: ") == {}
    assert paths_of("RESULT PATHS: xyz:500507680b21bac6,1a00:zz") == {}


@pytest.mark.parametrize(
    ("text", "status", "reason", "words"),
    [
        ("echo no such volume >&2; exit 3", grpc.StatusCode.FAILED_PRECONDITION, "BOOT_MAP_FAILED", "no such volume"),
        ("echo done", grpc.StatusCode.FAILED_PRECONDITION, "BOOT_MAP_FAILED", "did not say which paths work: done"),
    ],
)
async def test_what_a_failing_program_said_is_told(
    tmp_path: Path, text: str, status: grpc.StatusCode, reason: str, words: str
) -> None:
    """Its exit code and the end of its output."""
    with pytest.raises(ZfleetError, match=words) as caught:
        await ProgramBootMaps([program(tmp_path, text)], 30).refresh(VOLUME)
    assert (caught.value.status, caught.value.reason) == (status, reason)


async def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """It gets the chance to detach what it attached."""
    command = program(tmp_path, 'trap "echo gone > $0.gone; exit" TERM\nwhile :; do read -t 1 x < /dev/null; done')
    with pytest.raises(ZfleetError) as caught:
        await ProgramBootMaps([command], 0.5).refresh(VOLUME)
    assert (caught.value.status, caught.value.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "BOOT_MAP_TIMEOUT")
    assert Path(f"{command}.gone").exists()


async def test_a_program_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    """So is CP without vmcp."""
    with pytest.raises(ZfleetError) as caught:
        await ProgramBootMaps([str(tmp_path / "none")], 30).refresh(VOLUME)
    assert (caught.value.status, caught.value.reason) == (grpc.StatusCode.UNAVAILABLE, "BOOT_MAP_PROGRAM_MISSING")
    with pytest.raises(ZfleetError) as caught:
        await LocalCp(vmcp=str(tmp_path / "none")).command("QUERY USERID")
    assert caught.value.reason == "CP_ACCESS_UNAVAILABLE"


async def test_two_boot_maps_are_written_one_after_the_other(tmp_path: Path) -> None:
    """Both use this Linux' devices and mount points."""
    text = 'mkdir "$0.lock" || exit 9\nsleep 0.1\nrmdir "$0.lock"\necho "RESULT PATHS: 1a00:500507680b21bac6"'
    maps = ProgramBootMaps([program(tmp_path, text)], 30)
    assert len(await asyncio.gather(*(maps.refresh(VOLUME) for _ in range(3)))) == 3


async def test_cp_gets_one_argument_and_its_message_is_told(tmp_path: Path) -> None:
    """No shell looks at a command's text."""
    cp = LocalCp(vmcp=program(tmp_path, 'echo "$#:$1"; case "$1" in *BAD*) exit 1;; esac'))
    assert await cp.command("QUERY CHPID 27 PCHID; $(id)") == "1:QUERY CHPID 27 PCHID; $(id)\n"
    with pytest.raises(ZfleetError, match="1:BAD") as caught:
        await cp.command("BAD")
    assert caught.value.reason == "CP_REFUSED"


async def test_the_kernel_tells_the_machine_and_channels(tmp_path: Path) -> None:
    """Files that are not there tell nothing."""
    (tmp_path / "sysinfo").write_text("LPAR Name: R93\n")
    (tmp_path / "name").write_text("M93\n")
    (tmp_path / "chp0.2b").mkdir()
    (tmp_path / "chp0.2b" / "chid").write_text("01ac\n")
    cp = LocalCp(sysinfo=tmp_path / "sysinfo", cpc_name=tmp_path / "name", channels=tmp_path)
    assert await cp.machine() == "LPAR Name: R93\n\nCPC Name: M93\n"
    assert (await cp.channel("2B"), await cp.channel("27")) == ("01ac", "")
    assert await LocalCp(sysinfo=tmp_path / "x", cpc_name=tmp_path / "y").machine() == ""
