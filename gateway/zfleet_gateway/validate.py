# SPDX-License-Identifier: Apache-2.0
"""What the gateway itself checks of a request. What a service can check better is left to it, and told together."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet_runtime.errors import Violation
from zfleet_runtime.pagination import Page, page_of
from zfleet_runtime.requests import request_id_of
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

MOST_FILES = 16
MOST_FILE_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckedSpawn:
    """A SpawnGuest request with its user id in upper case, and what is wrong with it so far.

    `user_id` is empty when it cannot be one, `request_id` when it cannot be kept.
    """

    request: pb.SpawnGuestRequest
    user_id: str
    request_id: str
    violations: tuple[Violation, ...]


def spawn_request(request: pb.SpawnGuestRequest) -> CheckedSpawn:
    """Checks the names that operations are found by, the files, and what must not be given together."""
    v = Violations()
    request_id = v.optional("request_id", request_id_of, request.request_id) or ""
    user_id = v.check("guest.user_id", values.user_id, request.guest.user_id) or ""
    _files(v, request)
    if request.guest.prototype:
        v.require(not request.nics, "nics", "must be empty with guest.prototype, which is the whole directory entry")
    folded = pb.SpawnGuestRequest()
    folded.CopyFrom(request)
    if user_id:
        folded.guest.user_id = user_id
    return CheckedSpawn(folded, user_id, request_id, v.found)


def _files(v: Violations, request: pb.SpawnGuestRequest) -> None:
    v.require(len(request.files) <= MOST_FILES, "files", f"at most {MOST_FILES} files")
    size = sum(len(file.content) for file in request.files)
    v.require(size <= MOST_FILE_BYTES, "files", f"at most {MOST_FILE_BYTES} bytes in all, these have {size}")
    for number, file in enumerate(request.files):
        of_file = v.within(f"files[{number}]")
        of_file.check("name", values.cms_name, file.name)
        of_file.check("type", values.cms_name, file.type)
        of_file.optional("spool_class", values.spool_class, file.spool_class)


def destroy_request(request: pb.DestroyGuestRequest) -> pb.DestroyGuestRequest:
    """The request with its user id in upper case. INVALID_ARGUMENT."""
    v = Violations()
    v.optional("request_id", request_id_of, request.request_id)
    user_id = v.check("user_id", values.user_id, request.user_id)
    v.raise_if_any()
    folded = pb.DestroyGuestRequest()
    folded.CopyFrom(request)
    folded.user_id = user_id
    return folded


def user_id_of(request: pb.GetGuestRequest) -> str:
    """The user id in upper case. INVALID_ARGUMENT."""
    v = Violations()
    user_id = v.check("user_id", values.user_id, request.user_id)
    v.raise_if_any()
    return user_id


def list_guests_request(request: pb.ListGuestsRequest) -> guest.ListGuestsRequest:
    """The guest service's request of the same page; that service checks it."""
    return guest.ListGuestsRequest(
        page_size=request.page_size,
        page_token=request.page_token,
        view=request.view,
        user_id_prefix=request.user_id_prefix,
    )


def operation_id_of(operation_id: str) -> str:
    """The operation's id. INVALID_ARGUMENT unless it is a UUID."""
    v = Violations()
    checked = v.check("operation_id", _uuid, operation_id)
    v.raise_if_any()
    return checked


def _uuid(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise ValueError("must be an operation's id, a UUID") from None


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page of operations: the page, after which (create_us, operation_id) it begins, and its filters."""

    page: Page
    after: tuple[int, str] | None
    user_id: str
    state: pb.OperationState


def list_operations_request(request: pb.ListOperationsRequest) -> CheckedPage:
    """What page is asked for. INVALID_ARGUMENT."""
    v = Violations()
    user_id = v.optional("user_id", values.user_id, request.user_id) or ""
    query = ("ListOperations", user_id, str(request.state))
    page = page_of(v, request.page_size, request.page_token, query=query)
    v.require(request.state in pb.OperationState.values(), "state", "is not a state of operations")
    v.raise_if_any()
    return CheckedPage(page, _from_key(page.after), user_id, request.state)


def page_key(create_us: int, operation_id: str) -> str:
    """What a page token holds: the last operation of its page."""
    return f"{create_us}/{operation_id}"


def _from_key(key: str | None) -> tuple[int, str] | None:
    if key is None:
        return None
    create_us, _, operation_id = key.partition("/")
    return int(create_us), operation_id


def wait_request(request: pb.WaitOperationRequest) -> tuple[str, float]:
    """The operation's id, and how many seconds to wait (infinity when the caller does not say). INVALID_ARGUMENT."""
    v = Violations()
    operation_id = v.check("operation_id", _uuid, request.operation_id)
    seconds = float("inf")
    if request.HasField("timeout"):
        seconds = request.timeout.seconds + request.timeout.nanos / 1e9
        v.require(seconds >= 0, "timeout", "must not be negative")
    v.raise_if_any()
    return operation_id, seconds
