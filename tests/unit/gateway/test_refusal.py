# SPDX-License-Identifier: Apache-2.0
"""Errors of several services made one."""

from __future__ import annotations

import grpc

from zfleet_gateway.refusal import as_data, from_data, merged, renamed
from zfleet_runtime.errors import (
    Violation,
    ZfleetError,
    aborted,
    already_exists,
    invalid_argument,
    resource_exhausted,
    unavailable,
)


def bad(*fields: str) -> ZfleetError:
    """A refusal of some fields."""
    return invalid_argument([Violation(field, "is bad") for field in fields])


def test_the_bad_fields_of_all_services_are_in_one_error_each_once() -> None:
    """In the order found; the message names them too."""
    error = merged([bad("disks[1].size_bytes", "guest.user_id"), bad("guest.user_id", "nics[0].mac_address")])
    assert [each.field for each in error.violations] == ["disks[1].size_bytes", "guest.user_id", "nics[0].mac_address"]
    assert "nics[0].mac_address: is bad" in error.message


def test_what_the_caller_can_mend_comes_before_what_may_pass() -> None:
    """A bad field before a taken name before missing space before a service that is away."""
    away, taken = unavailable("AWAY", "away"), already_exists("guest", "A")
    full = resource_exhausted("FULL", "full")
    assert merged([away, full, taken, bad("x")]).status is grpc.StatusCode.INVALID_ARGUMENT
    assert merged([away, full, taken]) is taken
    assert merged([away, full]) is full
    assert merged([away, aborted("LOCKED", "locked")]).reason == "LOCKED"


def test_a_single_error_keeps_all_that_it_says() -> None:
    """Reason, metadata, retry."""
    error = ZfleetError(
        grpc.StatusCode.ABORTED, "ENTRY_LOCKED", "locked", metadata={"return_code": "400"}, retry_after=2.0
    )
    assert merged([error]) is error


def test_fields_are_called_as_in_the_callers_own_request() -> None:
    """The status stays what it was, whatever it was."""
    error = renamed(bad("user_id", "disks[0].pool"), lambda field: f"guest.{field}" if field == "user_id" else field)
    assert [each.field for each in error.violations] == ["guest.user_id", "disks[0].pool"]
    assert "guest.user_id" in error.message
    full = ZfleetError(
        grpc.StatusCode.RESOURCE_EXHAUSTED, "NO_SPACE", "no space", violations=[Violation("disks[0]", "too large")]
    )
    again = renamed(full, lambda field: field)
    assert (again.status, again.reason, again.message) == (full.status, "NO_SPACE", "no space")


def test_an_error_as_data_says_what_the_error_says() -> None:
    """Two descriptions of one field are both there."""
    error = invalid_argument([Violation("a", "is short"), Violation("a", "is odd"), Violation("b", "is missing")])
    data = as_data(error)
    assert data.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    assert dict(data.field_violations) == {"a": "is short; is odd", "b": "is missing"}
    assert data.reason == "INVALID_FIELDS"


def test_what_an_operation_failed_with_is_raised_again_with_all_it_said() -> None:
    """A caller that waited hears the same as one that called the service itself."""
    error = ZfleetError(
        grpc.StatusCode.INVALID_ARGUMENT,
        "INVALID_FIELDS",
        "x: is bad",
        metadata={"function": "Image_Query_DM", "return_code": "400"},
        violations=[Violation("x", "is bad")],
    )
    again = from_data(as_data(error))
    assert (again.status, again.reason, again.message) == (error.status, error.reason, error.message)
    assert (again.metadata, again.violations) == (error.metadata, error.violations)
    assert again.retry_after is None
    assert from_data(as_data(aborted("LOCKED", "locked"))).retry_after is not None
