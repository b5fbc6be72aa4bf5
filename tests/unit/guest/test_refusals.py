# SPDX-License-Identifier: Apache-2.0
"""What z/VM's refusals become for a caller."""

from __future__ import annotations

import grpc
import pytest

from zfleet_guest.refusals import explaining, refused, tolerating
from zfleet_runtime.errors import ZfleetError
from zfleet_smapi.calls import ImageActivate
from zfleet_smapi.codes import error_of
from zfleet_smapi.declaration import Reply
from zfleet_smapi.errors import SmapiError


def refusal(return_code: int, reason_code: int) -> SmapiError:
    """As the SMAPI client raises it."""
    return error_of(ImageActivate(target="LINUX01"), Reply(return_code=return_code, reason_code=reason_code))


def ask(return_code: int, reason_code: int) -> None:
    """A call that z/VM refuses."""
    raise refusal(return_code, reason_code)


@pytest.mark.parametrize(
    ("codes", "status", "reason"),
    [
        ((200, 4), grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND"),
        ((400, 4), grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND"),
        ((400, 8), grpc.StatusCode.ALREADY_EXISTS, "GUEST_EXISTS"),
        ((200, 12), grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING"),
        ((400, 12), grpc.StatusCode.ABORTED, "ENTRY_LOCKED"),
        ((404, 12), grpc.StatusCode.ABORTED, "ENTRY_LOCKED"),
        ((408, 24), grpc.StatusCode.RESOURCE_EXHAUSTED, "POOL_FULL"),
        ((100, 16), grpc.StatusCode.PERMISSION_DENIED, "NOT_ON_LIST"),
    ],
)
def test_codes_have_a_status_and_a_reason(codes: tuple[int, int], status: grpc.StatusCode, reason: str) -> None:
    """With z/VM's own numbers beside it; what passes by itself may be repeated."""
    error = refused(refusal(*codes), "LINUX01")
    assert (error.status, error.reason) == (status, reason)
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == (str(codes[0]), str(codes[1]))
    assert error.metadata["function"] == "Image_Activate"
    assert (error.retry_after is not None) == (status is grpc.StatusCode.ABORTED)


def test_a_refusal_inside_a_block_says_whom_it_was_about() -> None:
    """The guest is the resource."""
    with pytest.raises(ZfleetError) as caught, explaining("LINUX01"):
        ask(400, 4)
    assert caught.value.resource == ("guest", "LINUX01")


def test_only_the_codes_named_are_tolerated() -> None:
    """Everything else goes on as it is."""
    with tolerating((200, 12)):
        ask(200, 12)
    with pytest.raises(SmapiError), tolerating((200, 12)):
        ask(200, 16)
