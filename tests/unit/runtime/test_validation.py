# SPDX-License-Identifier: Apache-2.0
"""Every bad field of a request is named at once."""

from __future__ import annotations

import grpc
import pytest

from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.validation import Violations


def even(number: int) -> int:
    if number % 2:
        raise ValueError("must be even")
    return number


def test_one_error_names_every_bad_field_in_the_order_found() -> None:
    v = Violations()
    assert v.check("a", even, 2) == 2
    v.check("b", even, 3)
    v.required("c", "")
    v.within("disks[1]").check("size", even, 5)
    v.require(1 > 2, "d", "must be less")
    with pytest.raises(ZfleetError) as caught:
        v.raise_if_any()
    assert caught.value.status is grpc.StatusCode.INVALID_ARGUMENT
    assert [violation.field for violation in caught.value.violations] == ["b", "c", "disks[1].size", "d"]
    assert "b: must be even" in str(caught.value)
    assert "disks[1].size: must be even" in str(caught.value)


def test_good_fields_raise_nothing() -> None:
    v = Violations()
    v.check("a", even, 2)
    v.required("b", "x")
    assert v.optional("c", even, 0) is None
    assert not v
    v.raise_if_any()


def test_a_defect_in_a_check_is_not_taken_for_bad_input() -> None:
    def broken(value: int) -> int:
        raise KeyError(value)

    with pytest.raises(KeyError):
        Violations().check("a", broken, 1)
