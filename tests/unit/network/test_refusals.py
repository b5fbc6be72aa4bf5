# SPDX-License-Identifier: Apache-2.0
"""What callers hear of z/VM's refusals."""

from __future__ import annotations

import grpc
import pytest

from zfleet_network.refusals import (
    COUPLE,
    DEDICATE_OSA,
    GRANT,
    NO_SUCH_SWITCH,
    READ,
    UNDEDICATE_OSA,
    explaining,
)
from zfleet_runtime.errors import ZfleetError
from zfleet_smapi.errors import SmapiError


def explained(return_code: int, reason_code: int, operation: str = COUPLE) -> ZfleetError:
    """The error for a refusal."""
    about = explaining(operation, user_id="LINUX01", device_number="1000", switch="VSW1", osa_device="0700")
    with pytest.raises(ZfleetError) as caught, about:
        raise SmapiError(
            "no",
            function="Virtual_Network_X",
            target="LINUX01",
            return_code=return_code,
            reason_code=reason_code,
        )
    return caught.value


@pytest.mark.parametrize(
    ("codes", "status", "reason", "resource"),
    [
        ((212, 40), "NOT_FOUND", "VIRTUAL_SWITCH_NOT_FOUND", ("virtual_switch", "VSW1")),
        ((212, 36), "ALREADY_EXISTS", "VIRTUAL_SWITCH_EXISTS", ("virtual_switch", "VSW1")),
        ((400, 4), "NOT_FOUND", "GUEST_NOT_FOUND", ("guest", "LINUX01")),
        ((400, 12), "ABORTED", "ENTRY_LOCKED", ("guest", "LINUX01")),
        ((404, 12), "ABORTED", "ENTRY_LOCKED", ("guest", "LINUX01")),
        ((404, 4), "ALREADY_EXISTS", "NIC_EXISTS", ("nic", "LINUX01/1000")),
        ((204, 4), "ALREADY_EXISTS", "NIC_EXISTS", ("nic", "LINUX01/1000")),
        ((404, 8), "NOT_FOUND", "NIC_NOT_FOUND", ("nic", "LINUX01/1000")),
        ((204, 8), "NOT_FOUND", "NIC_NOT_FOUND", ("nic", "LINUX01/1000")),
        ((212, 8), "FAILED_PRECONDITION", "NOT_GRANTED", ("virtual_switch", "VSW1")),
        ((396, 6011), "FAILED_PRECONDITION", "COUPLE_REFUSED", ("nic", "LINUX01/1000")),
        ((396, 2846), "FAILED_PRECONDITION", "VLAN_UNAWARE", ("virtual_switch", "VSW1")),
    ],
)
def test_a_refusal_names_what_it_is_about(
    codes: tuple[int, int], status: str, reason: str, resource: tuple[str, str]
) -> None:
    """With z/VM's own numbers beside it; only a lock is worth another try."""
    error = explained(*codes)
    assert (error.status, error.reason, error.resource) == (grpc.StatusCode[status], reason, resource)
    assert error.metadata["function"] == "Virtual_Network_X"
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == tuple(map(str, codes))
    assert error.metadata["operation"] == "COUPLE"
    assert (error.retry_after is not None) == (status == "ABORTED")


@pytest.mark.parametrize(
    ("operation", "codes", "reason", "resource"),
    [
        (DEDICATE_OSA, (204, 8), "OSA_DEVICE_NOT_FREE", ("osa_device", "0700")),
        (DEDICATE_OSA, (204, 16), "OSA_DEVICE_NOT_FREE", ("osa_device", "0700")),
        (DEDICATE_OSA, (404, 4), "NIC_EXISTS", ("nic", "LINUX01/1000")),
        (DEDICATE_OSA, (400, 12), "ENTRY_LOCKED", ("guest", "LINUX01")),
        (UNDEDICATE_OSA, (204, 44), "OSA_UNDEDICATE_REFUSED", ("nic", "LINUX01/1000")),
    ],
)
def test_the_operation_decides_what_codes_of_real_devices_mean(
    operation: str, codes: tuple[int, int], reason: str, resource: tuple[str, str]
) -> None:
    """204/8 is a missing NIC elsewhere; here the real device is missing. The operation tells alike reasons apart."""
    error = explained(*codes, operation)
    assert (error.reason, error.resource, error.metadata["operation"]) == (reason, resource, operation)


def test_a_query_is_no_operation() -> None:
    """What only reads has nothing to tell apart."""
    error = explained(200, 12, READ)
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
    assert "operation" not in error.metadata


def test_codes_without_a_meaning_of_ours_keep_their_numbers() -> None:
    """396/0: CP's inside failure."""
    assert explained(396, 0).metadata["return_code"] == "396"


def test_a_refusal_that_is_fine_is_no_error() -> None:
    """What the call was to bring about is so already."""
    with explaining(GRANT, switch="VSW1", fine=[NO_SUCH_SWITCH]):
        raise SmapiError("no", return_code=212, reason_code=40)
