# SPDX-License-Identifier: Apache-2.0
"""Lines of a reader's contents, and the Linux commands that fill one."""

from __future__ import annotations

from pathlib import Path

import grpc
import pytest

from zfleet_guest.console import _lines
from zfleet_guest.reader import SpooledFile, spooled_file
from zfleet_guest.reader_access import LocalReaderAccess, ReaderFile, refused_by_cp, sent_as
from zfleet_runtime.errors import ZfleetError


def test_a_line_tells_sender_id_class_and_names() -> None:
    """As CP QUERY RDR ALL and System_RDR_File_Query have it."""
    line = "ZFLEETLX 0012 X PUN 00000004 001 NONE 04/28 13:42:29 CFGDRIVE  ISO      SYSTEM"
    assert spooled_file(line) == SpooledFile(12, "ZFLEETLX", "X", "PUN", "CFGDRIVE", "ISO")


def test_a_file_may_have_no_name() -> None:
    """A console has none."""
    line = "LINUX01  0007 T CON 00000210 001 NONE 04/28 13:42:29                    LINUX01"
    assert spooled_file(line) == SpooledFile(7, "LINUX01", "T", "CON", "", "")


@pytest.mark.parametrize(
    "line", ["", "NO RDR FILES", "ORIGINID FILE CLASS RECORDS  CPY HOLD DATE  TIME     NAME      TYPE     DIST"]
)
def test_a_heading_is_no_file(line: str) -> None:
    """Nor is an empty reader."""
    assert spooled_file(line) is None


def test_a_transfer_may_change_the_spool_id() -> None:
    """CP says so with AS."""
    assert sent_as("RDR FILE 0012 SENT TO LINUX01  RDR AS  0034 RECS 0004 CPY  001 X NOHOLD NOKEEP", 12) == 12
    assert sent_as("RDR FILE 0012 SENT TO LINUX01  RDR AS 0034 RECS 0004 CPY  001 X NOHOLD NOKEEP", 12) == 34
    assert sent_as("RDR FILE 0012 SENT TO LINUX01  RDR", 12) == 12


def test_cp_messages_are_told_apart_by_number() -> None:
    """053 is a user that does not exist; all others are CP's own words."""
    assert refused_by_cp("HCPCST053E NOBODY not in CP directory", "NOBODY").status is grpc.StatusCode.NOT_FOUND
    other = refused_by_cp("HCPCSU042E RDR file 0012 does not exist", "NOBODY")
    assert (other.status, other.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "CP_REFUSED")


def test_console_records_lose_their_padding() -> None:
    """Every line ends with a line feed, and blank lines at the end go."""
    assert _lines(b"one   \r\ntwo\n\n  \n") == b"one\ntwo\n"
    assert _lines(b"") == b""


VMUR = """#!/bin/sh
case "$1" in
  punch) if [ -f busy ]; then rm busy; echo "vmur: A concurrent instance of vmur is already active" >&2; exit 1; fi
         cat > content; echo "$*" > arguments; echo "Reader file with spoolid 0021 created." ;;
  receive) echo "a line from $4" ;;
esac
"""
VMCP = """#!/bin/sh
echo "$1" >> commands
case "$1" in
  TRANSFER*NOBODY*) echo "HCPCST053E NOBODY not in CP directory"; exit 1 ;;
  TRANSFER*) echo "RDR FILE 0021 SENT TO LINUX01  RDR AS 0034 RECS 0001" ;;
esac
"""


@pytest.fixture
def linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with commands that stand in for s390-tools, which is where they run."""
    for name, text in (("vmur", VMUR), ("vmcp", VMCP)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    return tmp_path


FILE = ReaderFile("CFGDRIVE", "ISO", "X", b"\x00binary\xff")


async def test_a_real_linux_punches_changes_and_transfers(linux: Path) -> None:
    """Own reader first, where the class is set; the spool id is the one in the guest's reader."""
    assert await LocalReaderAccess().send("LINUX01", FILE) == 34
    assert (linux / "content").read_bytes() == FILE.content
    assert (linux / "arguments").read_text().split() == ["punch", "-f", "-r", "-N", "CFGDRIVE.ISO"]
    assert (linux / "commands").read_text().splitlines() == [
        "CHANGE RDR 21 CLASS X",
        "TRANSFER * RDR 21 TO LINUX01 RDR",
    ]


async def test_a_file_that_cannot_be_transferred_does_not_stay_in_our_reader(linux: Path) -> None:
    """The undo stands right after the do."""
    with pytest.raises(ZfleetError) as caught:
        await LocalReaderAccess().send("NOBODY", FILE)
    assert caught.value.status is grpc.StatusCode.NOT_FOUND
    assert (linux / "commands").read_text().splitlines()[-1] == "PURGE RDR 21"


async def test_a_busy_punch_is_waited_for(linux: Path) -> None:
    """Somebody else on this Linux uses it at the moment."""
    (linux / "busy").touch()
    assert await LocalReaderAccess().send("LINUX01", FILE) == 34


async def test_a_file_of_our_reader_is_received_as_text(linux: Path) -> None:
    """vmur writes it to its output."""
    assert await LocalReaderAccess().receive(7) == b"a line from 7\n"


async def test_a_linux_without_the_commands_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not run on z/VM, or s390-tools is not installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ZfleetError) as caught:
        await LocalReaderAccess().command("QUERY USERID")
    assert caught.value.status is grpc.StatusCode.UNAVAILABLE
