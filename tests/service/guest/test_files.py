# SPDX-License-Identifier: Apache-2.0
"""Files reach a guest's reader all or none, and come out again."""

from __future__ import annotations

import grpc

from tests.service.guest.conftest import Served, refused
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_guest.reader import SpooledFile, spooled_file
from zfleet_smapi.calls import SystemRDRFileQuery
from zfleet_smapi.errors import SmapiError

DRIVE = pb.ReaderFile(name="cfgdrive", type="iso", content=b"\x00\xffdata" * 1000)
SCRIPT = pb.ReaderFile(name="setup", type="sh", spool_class="a", content=b"#!/bin/sh\n")


async def reader(served: Served, user_id: str) -> list[SpooledFile]:
    """What lies in a reader, asked for by somebody else."""
    try:
        lines = (await served.operator.call(SystemRDRFileQuery(target=user_id))).rdr_file_array
    except SmapiError:
        return []
    return [file for file in map(spooled_file, lines) if file is not None]


async def test_files_lie_in_the_reader_in_their_order(served: Served) -> None:
    """With names, class X unless said otherwise, and the spool ids that were answered."""
    await served.create("LINUX01")
    answer = await served.stub.SendFiles(pb.SendFilesRequest(user_id="LINUX01", files=[DRIVE, SCRIPT]))
    assert [(file.name, file.type, file.spool_class) for file in answer.files] == [
        ("CFGDRIVE", "ISO", "X"),
        ("SETUP", "SH", "A"),
    ]
    there = await reader(served, "LINUX01")
    assert [file.spool_id for file in there] == [file.spool_id for file in answer.files]
    assert [(file.name, file.type, file.spool_class) for file in there] == [
        ("CFGDRIVE", "ISO", "X"),
        ("SETUP", "SH", "A"),
    ]


async def test_a_repeated_request_sends_once(served: Served) -> None:
    """Same id, same answer, no second copy."""
    await served.create("LINUX01")
    request = pb.SendFilesRequest(request_id="r1", user_id="LINUX01", files=[DRIVE])
    assert await served.stub.SendFiles(request) == await served.stub.SendFiles(request)
    assert len(await reader(served, "LINUX01")) == 1


async def test_when_one_file_fails_those_already_sent_are_purged(served: Served) -> None:
    """All or none; the next attempt starts from an empty reader."""
    await served.create("LINUX01")
    served.host.refuse = frozenset([3])
    request = pb.SendFilesRequest(request_id="r1", user_id="LINUX01", files=[DRIVE, SCRIPT, DRIVE])
    error = await refused(served.stub.SendFiles(request))
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "READER_ACCESS_UNAVAILABLE")
    assert await reader(served, "LINUX01") == []
    assert len((await served.stub.SendFiles(request)).files) == 3
    assert len(await reader(served, "LINUX01")) == 3


async def test_a_repeat_takes_out_what_a_broken_attempt_left(served: Served) -> None:
    """Neither files nor undo came through: the repeat does not send a second copy, and leaves other files alone."""
    await served.create("LINUX01")
    other = pb.ReaderFile(name="other", type="iso", content=b"x")
    await served.stub.SendFiles(pb.SendFilesRequest(user_id="LINUX01", files=[other]))
    served.host.refuse = frozenset([3])
    served.go_wrong("System_RDR_File_Query", nth=(1,), return_code=396, reason_code=1)
    request = pb.SendFilesRequest(request_id="r1", user_id="LINUX01", files=[DRIVE, SCRIPT])
    await refused(served.stub.SendFiles(request))
    assert [file.name for file in await reader(served, "LINUX01")] == ["OTHER", "CFGDRIVE"]
    await served.stub.SendFiles(request)
    assert [file.name for file in await reader(served, "LINUX01")] == ["OTHER", "CFGDRIVE", "SETUP"]


async def test_no_reader_for_nobody(served: Served) -> None:
    """CP knows no such user; nothing is left anywhere."""
    error = await refused(served.stub.SendFiles(pb.SendFilesRequest(user_id="NOBODY", files=[DRIVE])))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")


async def test_bad_files_are_all_named(served: Served) -> None:
    """Before anything is sent."""
    await served.create("LINUX01")
    bad = pb.ReaderFile(name="too long a name", type="", spool_class="XY")
    error = await refused(served.stub.SendFiles(pb.SendFilesRequest(user_id="LINUX01", files=[DRIVE, bad])))
    assert [violation.field for violation in error.violations] == [
        "files[1].name",
        "files[1].type",
        "files[1].spool_class",
    ]
    assert await reader(served, "LINUX01") == []


async def test_files_are_purged_one_by_one_or_all(served: Served) -> None:
    """Those that are gone already are no error; no ids means the whole reader."""
    await served.create("LINUX01")
    sent = (await served.stub.SendFiles(pb.SendFilesRequest(user_id="LINUX01", files=[DRIVE, SCRIPT, DRIVE]))).files
    one = pb.PurgeFilesRequest(user_id="LINUX01", spool_ids=[sent[0].spool_id, 9999, sent[0].spool_id])
    for _ in range(2):
        await served.stub.PurgeFiles(one)
        assert [file.spool_id for file in await reader(served, "LINUX01")] == [file.spool_id for file in sent[1:]]
    for _ in range(2):
        await served.stub.PurgeFiles(pb.PurgeFilesRequest(user_id="LINUX01"))
        assert await reader(served, "LINUX01") == []


async def test_spool_ids_have_limits(served: Served) -> None:
    """1 to 9999."""
    error = await refused(served.stub.PurgeFiles(pb.PurgeFilesRequest(user_id="A", spool_ids=[1, 0, 10000])))
    assert [violation.field for violation in error.violations] == ["spool_ids[1]", "spool_ids[2]"]
