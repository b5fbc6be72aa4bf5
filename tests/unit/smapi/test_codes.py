# SPDX-License-Identifier: Apache-2.0
"""The table of return codes and the exceptions that stand for them."""

from __future__ import annotations

import pytest

from zfleet_smapi import codes, errors
from zfleet_smapi.calls import ImageCreateDM, ImageQueryDM
from zfleet_smapi.codes import CODES, error_of, explain
from zfleet_smapi.codes.code import NOT_FOUND, code
from zfleet_smapi.declaration import Reply

GRPC_STATUSES = {
    "OK",
    "ABORTED",
    "ALREADY_EXISTS",
    "FAILED_PRECONDITION",
    "INTERNAL",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "UNAUTHENTICATED",
    "UNAVAILABLE",
    "UNIMPLEMENTED",
    "UNKNOWN",
}


def test_every_entry_says_what_it_means_and_what_to_do() -> None:
    """Name, meaning, advice and a status that gRPC has."""
    for entry in CODES.values():
        assert entry.name.replace("_", "").isalnum()
        assert entry.name == entry.name.upper()
        assert entry.meaning
        assert entry.advice.endswith(".")
        assert entry.status in GRPC_STATUSES
        assert issubclass(entry.error, errors.ReturnCodeError)


def test_an_entry_that_stands_twice_is_an_import_error() -> None:
    """Two people cannot explain one pair in two ways."""
    entry = code(1, 2, "ONE", NOT_FOUND, "one")
    with pytest.raises(ImportError, match="twice"):
        codes._index((entry,), (entry,))
    codes._index((entry,), (code(1, 2, "OTHER", NOT_FOUND, "other", functions="Image_Create_DM"),))


def test_a_function_may_mean_something_of_its_own() -> None:
    """The general meaning holds for all others; the function is found in either case."""
    assert explain(0, 12).name == "DONE_OTHERWISE"
    assert explain(0, 12, "IMAGE_STATUS_QUERY").name == "NOT_ACTIVE"
    assert explain(0, 12, "Image_Create_DM").name == "DONE_OTHERWISE"


def test_an_unknown_pair_keeps_its_numbers() -> None:
    """There is always an answer."""
    entry = explain(4711, 42, "Image_Create_DM")
    assert (entry.return_code, entry.reason_code) == (4711, 42)
    assert "4711" in entry.name
    assert entry.status == "UNKNOWN"
    assert explain(100, 99).status == "PERMISSION_DENIED"
    assert explain(0, 4711).status == "OK"


def test_a_family_of_reason_codes_keeps_the_number() -> None:
    """396 and 596 carry numbers of messages."""
    assert explain(396, 1234).reason_code == 1234
    assert explain(396, 1234).error is errors.CPFailed
    assert explain(596, 1).error is errors.DirectoryManagerFailed


@pytest.mark.parametrize(
    ("reason_code", "meaning"),
    [(113, "parameter 1 is too long"), (742, "parameter 7 has something"), (2777, "parameter 27 breaks rule 77")],
)
def test_a_syntax_error_names_the_parameter(reason_code: int, meaning: str) -> None:
    """24/(100 x position + rule)."""
    assert explain(24, reason_code).meaning.startswith(meaning)


@pytest.mark.parametrize(
    ("codes_", "error", "retryable"),
    [
        ((400, 12), errors.EntryLocked, True),
        ((404, 12), errors.DeviceLocked, True),
        ((400, 8), errors.GuestExists, False),
        ((400, 4), errors.GuestNotFound, False),
        ((200, 12), errors.GuestNotActive, False),
        ((408, 24), errors.PoolFull, False),
        ((420, 8), errors.PoolNotFound, False),
        ((436, 4), errors.ProfileNotFound, False),
        ((212, 40), errors.SwitchNotFound, False),
        ((120, 0), errors.NotAuthenticated, False),
        ((100, 16), errors.NotAuthorized, False),
        ((24, 113), errors.BadParameter, False),
        ((500, 8), errors.ServerUnavailable, True),
        ((900, 12), errors.NotSupported, False),
    ],
)
def test_callers_catch_what_they_care_for(
    codes_: tuple[int, int], error: type[errors.ReturnCodeError], retryable: bool
) -> None:
    """A class for each thing that a caller does something about."""
    reply = Reply(return_code=codes_[0], reason_code=codes_[1], error_texts=("HCP001E NO",))
    raised = error_of(ImageCreateDM(target="LINUX01"), reply)
    assert type(raised) is error
    assert raised.retryable is retryable
    assert raised.error_texts == ("HCP001E NO",)
    assert "HCP001E NO" in str(raised)
    assert raised.reply is reply


def test_every_exception_class_for_codes_is_used() -> None:
    """A class that no code raises would be waited for in vain (OperationFailed is raised by the client)."""
    used = {entry.error for entry in CODES.values()} | {errors.OperationFailed}
    for name, cls in vars(errors).items():
        if isinstance(cls, type) and issubclass(cls, errors.ReturnCodeError):
            assert any(issubclass(one, cls) for one in used), name


def test_all_errors_are_of_one_family() -> None:
    """`except SmapiError` catches everything, a timeout is also Python's own."""
    assert issubclass(errors.DeadlineExceeded, TimeoutError)
    error = errors.DeadlineExceeded("late", function="Image_Query_DM", target="A")
    assert (str(error), error.function, error.return_code) == ("late", "Image_Query_DM", None)
    assert isinstance(error_of(ImageQueryDM(target="A"), Reply(return_code=1)), errors.SmapiError)
