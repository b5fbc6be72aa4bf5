# SPDX-License-Identifier: Apache-2.0
"""Facts about failures: google.rpc details become typed errors."""

from __future__ import annotations

import grpc
import pytest

from tests.unit.client.answering import refusal
from zfleet.gateway.v1.gateway_service_pb2 import OperationError
from zfleet_client import errors
from zfleet_client.errors import of_operation, of_status
from zfleet_client.show.failure import lines_of


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (grpc.StatusCode.NOT_FOUND, errors.NotFound),
        (grpc.StatusCode.ALREADY_EXISTS, errors.AlreadyExists),
        (grpc.StatusCode.INVALID_ARGUMENT, errors.InvalidArgument),
        (grpc.StatusCode.UNAVAILABLE, errors.Unavailable),
        (grpc.StatusCode.ABORTED, errors.Aborted),
        (grpc.StatusCode.FAILED_PRECONDITION, errors.FailedPrecondition),
        (grpc.StatusCode.DEADLINE_EXCEEDED, errors.DeadlineExceeded),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, errors.ResourceExhausted),
        (grpc.StatusCode.UNAUTHENTICATED, errors.PermissionDenied),
        (grpc.StatusCode.INTERNAL, errors.FleetError),
    ],
)
def test_every_status_has_its_class(code: grpc.StatusCode, kind: type[errors.FleetError]) -> None:
    """A status nobody needs to tell apart is a plain FleetError."""
    error = of_status(refusal(code.value[0], "no"))
    assert type(error) is kind
    assert error.status is code


def test_all_details_arrive() -> None:
    """Reason, z/VM's codes, bad fields and the time to wait."""
    error = of_status(
        refusal(
            10,
            "entry locked",
            reason="ENTRY_LOCKED",
            metadata={"function": "Image_Create_DM", "return_code": "400", "reason_code": "12"},
            bad={"guest.user_id": "is too long"},
            retry_after=2.5,
        )
    )
    assert (error.reason, error.function, error.return_code, error.reason_code) == (
        "ENTRY_LOCKED",
        "Image_Create_DM",
        400,
        12,
    )
    assert error.bad_fields == (errors.BadField("guest.user_id", "is too long"),)
    assert error.retry_after == 2.5


def test_without_z_vm_there_are_no_codes() -> None:
    """None is not 0: return code 0 is an answer."""
    error = of_status(refusal(5, "no such guest", reason="GUEST_NOT_FOUND"))
    assert (error.return_code, error.reason_code, error.function) == (None, None, "")


def test_a_status_that_nobody_knows_yet_is_unknown() -> None:
    """A newer server may have more codes."""
    assert of_status(refusal(99, "new")).status is grpc.StatusCode.UNKNOWN


def test_an_operations_error_is_typed_alike() -> None:
    """The operation's record of a status gives the same class as the status itself."""
    record = OperationError(code=6, message="taken", reason="GUEST_EXISTS", field_violations={"b": "2", "a": "1"})
    error = of_operation(record, operation_id="op-1", step="create_guest")
    assert isinstance(error, errors.AlreadyExists)
    assert (error.operation_id, error.step, error.reason) == ("op-1", "create_guest", "GUEST_EXISTS")
    assert [bad.field for bad in error.bad_fields] == ["a", "b"]


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("OUTSIDE_EXPORT_FOLDERS", "setting export_folders"),
        ("OUTSIDE_IMPORT_HOSTS", "setting import_hosts"),
        ("NOT_ALLOWED", "--cert and --key"),
    ],
)
def test_who_may_not_is_told_what_to_do_about_it(reason: str, advice: str) -> None:
    """A folder that is closed to everybody has nothing to do with the caller's certificate."""
    error = of_status(refusal(grpc.StatusCode.PERMISSION_DENIED.value[0], "no", reason=reason))
    assert advice in "\n".join(lines_of(error, "127.0.0.1:50050"))
