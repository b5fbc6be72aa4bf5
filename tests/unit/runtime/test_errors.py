# SPDX-License-Identifier: Apache-2.0
"""A ZfleetError survives the way over the wire with everything it says."""

from __future__ import annotations

import re

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc.aio import AioRpcError, Metadata

from zfleet_runtime import errors
from zfleet_runtime.errors import Violation, ZfleetError, from_call, from_status, to_grpc, to_status
from zfleet_runtime.smapi_errors import from_smapi
from zfleet_smapi.calls.image_directory import ImageQueryDM, ImageQueryDMReply
from zfleet_smapi.codes import CODES, error_of
from zfleet_smapi.errors import (
    Breach,
    ConnectionCut,
    DeadlineExceeded,
    ParameterError,
    Problem,
    ReplyLost,
    SmapiError,
    Unreachable,
)


def test_every_part_of_an_error_comes_back() -> None:
    error = ZfleetError(
        grpc.StatusCode.ABORTED,
        "ENTRY_LOCKED",
        "the entry is locked",
        metadata={"function": "Image_Create_DM", "return_code": "400", "reason_code": "12"},
        violations=[Violation("user_id", "is bad")],
        retry_after=1.5,
        resource=("guest", "LINUX01"),
    )
    back = from_status(to_status(error))
    assert vars(back) == vars(error)


def test_each_kind_of_detail_is_there_once_and_only_when_it_says_something() -> None:
    assert len(to_status(errors.not_found("guest", "LINUX01")).details) == 2
    assert len(to_status(errors.failed_precondition("GUEST_OFF", "the guest is off")).details) == 1
    info = error_details_pb2.ErrorInfo()
    to_status(errors.not_found("guest", "LINUX01")).details[0].Unpack(info)
    assert (info.domain, info.reason) == ("zfleet", "GUEST_NOT_FOUND")


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (errors.not_found("virtual switch", "VSW1"), "NOT_FOUND", "VIRTUAL_SWITCH_NOT_FOUND"),
        (errors.already_exists("guest", "LINUX01"), "ALREADY_EXISTS", "GUEST_EXISTS"),
        (errors.aborted("BUSY", "later"), "ABORTED", "BUSY"),
        (errors.unavailable("ZVM_UNREACHABLE", "later"), "UNAVAILABLE", "ZVM_UNREACHABLE"),
        (errors.deadline_exceeded(), "DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED"),
        (errors.resource_exhausted("POOL_FULL", "no space"), "RESOURCE_EXHAUSTED", "POOL_FULL"),
    ],
)
def test_the_short_forms_have_a_status_and_a_reason(error: ZfleetError, status: str, reason: str) -> None:
    assert (error.status.name, error.reason) == (status, reason)


def test_a_long_error_text_cannot_break_the_answer() -> None:
    error = ZfleetError(grpc.StatusCode.INTERNAL, "R" * 100, "x" * 100_000, metadata={"error_text": "y" * 100_000})
    assert to_status(error).ByteSize() < 8 * 1024
    assert len(error.reason) == 63


def failed_call(code: grpc.StatusCode, trailing: Metadata, details: str = "") -> AioRpcError:
    return AioRpcError(code, Metadata(), trailing, details=details)


def test_the_error_of_another_part_is_passed_on_as_it_is() -> None:
    error = errors.aborted("ENTRY_LOCKED", "locked", metadata={"return_code": "400"}, retry_after=2)
    status = to_grpc(error)
    call = failed_call(status.code, Metadata(*status.trailing_metadata), status.details)
    assert vars(from_call(call)) == vars(error)


def test_a_broken_connection_does_not_tell_addresses() -> None:
    call = failed_call(grpc.StatusCode.UNAVAILABLE, Metadata(), "failed to connect to ipv4:10.1.2.3:50051")
    error = from_call(call)
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "CALL_UNAVAILABLE")
    assert "10.1.2.3" not in str(to_status(error))
    assert error.retry_after is not None


def test_a_server_that_went_away_under_a_call_is_unavailable_and_not_our_cancellation() -> None:
    assert from_call(failed_call(grpc.StatusCode.CANCELLED, Metadata())).status is grpc.StatusCode.UNAVAILABLE


def test_a_smapi_error_shows_zvms_numbers() -> None:
    error = from_smapi(
        SmapiError("no", function="Image_Query_DM", target="LINUX01", return_code=500, reason_code=1, error_texts=["a"])
    )
    assert error.metadata == {
        "function": "Image_Query_DM",
        "target": "LINUX01",
        "return_code": "500",
        "reason_code": "1",
        "error_text": "a",
    }


def test_a_locked_entry_is_aborted_with_a_retry_delay() -> None:
    locked = error_of(ImageQueryDM(target="LINUX01"), ImageQueryDMReply(return_code=400, reason_code=12))
    error = from_smapi(locked)
    assert (error.status, error.reason) == (grpc.StatusCode.ABORTED, "ENTRY_LOCKED")
    assert error.retry_after
    assert error.metadata["advice"]


def test_every_code_of_the_table_has_a_status_and_a_reason_that_programs_can_branch_on() -> None:
    for pair in CODES.values():
        reply = ImageQueryDMReply(return_code=pair.return_code, reason_code=pair.reason_code or 0)
        error = from_smapi(error_of(ImageQueryDM(target="LINUX01"), reply))
        assert re.fullmatch(r"[A-Z][A-Z0-9_]{0,62}", error.reason), pair
        assert error.status is not grpc.StatusCode.UNAUTHENTICATED, pair


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        (Unreachable, "UNAVAILABLE", "ZVM_UNREACHABLE"),
        (DeadlineExceeded, "DEADLINE_EXCEEDED", "ZVM_DEADLINE_EXCEEDED"),
        (ReplyLost, "UNKNOWN", "ZVM_REPLY_LOST"),
        (ConnectionCut, "INTERNAL", "ZVM_PROTOCOL_BROKEN"),
    ],
)
def test_a_call_without_an_answer_says_what_is_known(kind: type[SmapiError], status: str, reason: str) -> None:
    error = from_smapi(kind("no", function="Image_Activate", target="LINUX01"))
    assert (error.status.name, error.reason) == (status, reason)
    assert error.metadata == {"function": "Image_Activate", "target": "LINUX01"}
    assert (error.retry_after is not None) == (status == "UNAVAILABLE")


def test_a_password_that_zvm_refuses_is_not_the_callers() -> None:
    refused = error_of(ImageQueryDM(target="LINUX01"), ImageQueryDMReply(return_code=120, reason_code=0))
    assert from_smapi(refused).status is grpc.StatusCode.FAILED_PRECONDITION


def test_a_parameter_that_zvm_would_refuse_is_a_violation_of_its_field() -> None:
    problems = [Problem(1, "prototype_name", Breach.TOO_LONG), Problem(2, "initial_password", Breach.MISSING)]
    error = from_smapi(ParameterError("Image_Create_DM", problems))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert [violation.field for violation in error.violations] == ["prototype_name", "initial_password"]
