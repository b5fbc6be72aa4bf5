# SPDX-License-Identifier: Apache-2.0
"""The envelope and its numbers: from a service's error to what the contract tells."""

from __future__ import annotations

import json

import grpc
import pytest

from zfleet_gateway.rest import envelope
from zfleet_gateway.rest.envelope import Module, Numbers, Refusal, conflict, failed, missing
from zfleet_gateway.rest.nic_refusals import COUPLE, CREATE, DELETE
from zfleet_gateway.rest.refusals import Rules, refusal_of
from zfleet_gateway.rest.table import ROUTES
from zfleet_runtime.errors import Violation, ZfleetError, aborted, invalid_argument, not_found, unavailable

Code = grpc.StatusCode


def told(refusal: Refusal) -> tuple[int, int, object, int, int]:
    """HTTP status and the four numbers."""
    body = json.loads(refusal.body())
    assert set(body) == {"overallRC", "modID", "rc", "rs", "errmsg", "output"}
    assert body["output"] == ""
    return refusal.status, body["overallRC"], body["modID"], body["rc"], body["rs"]


def test_a_success_has_every_key_and_nothing_is_the_empty_text() -> None:
    """As the reference answers when a call gave None."""
    expected = {"overallRC": 0, "modID": None, "rc": 0, "rs": 0, "errmsg": ""}
    assert json.loads(envelope.success(None)) == {**expected, "output": ""}
    assert json.loads(envelope.success([])) == {**expected, "output": []}
    assert json.loads(envelope.success(0)) == {**expected, "output": 0}


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        (Numbers(100, Module.ANY, 100, 3), 400),
        (Numbers(400, Module.REST, 400, 400), 400),
        (missing(Module.GUEST), 404),
        (conflict(Module.NETWORK, 6), 409),
        (Numbers(501, Module.GUEST, 501, 1), 501),
        (Numbers(503, Module.REST, 503, 1), 503),
        (failed(Module.IMAGE, 3), 500),
        (Numbers(8, Module.SMT, 396, 1), 500),
        (Numbers(101, Module.SERVER, 101, 1), 500),
        (failed(Module.GUEST, 5, 409), 409),
    ],
)
def test_the_http_status_follows_from_the_class_unless_it_is_said(numbers: Numbers, status: int) -> None:
    """The contract's rules 1 to 5."""
    assert Refusal(numbers, "text").status == status


def test_what_is_not_implemented_names_its_module() -> None:
    """A quirk of the reference: text where all others have a number."""
    assert told(Refusal(Numbers(501, Module.VOLUME, 501, 1), "no")) == (501, 501, "volume", 501, 1)


def zvm(status: grpc.StatusCode, return_code: int, reason_code: int, reason: str = "ZVM_RETURN_CODE") -> ZfleetError:
    """A refusal by z/VM."""
    metadata = {"function": "X", "return_code": str(return_code), "reason_code": str(reason_code)}
    return ZfleetError(status, reason, "z/VM says no", metadata=metadata)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (zvm(Code.INTERNAL, 396, 1234), (500, 8, 1, 396, 1234)),
        (zvm(Code.NOT_FOUND, 212, 40), (404, 8, 1, 212, 40)),
        (zvm(Code.NOT_FOUND, 400, 4), (404, 8, 1, 400, 4)),
        (zvm(Code.ALREADY_EXISTS, 212, 36), (409, 8, 1, 212, 36)),
        (zvm(Code.ABORTED, 400, 12), (409, 8, 1, 400, 12)),
        (invalid_argument([Violation("a", "b")]), (400, 100, 400, 100, 3)),
        (zvm(Code.INVALID_ARGUMENT, 24, 5), (400, 100, 400, 100, 3)),
        (not_found("thing", "X"), (404, 404, 10, 404, 1)),
        (unavailable("ZVM_UNREACHABLE", "away"), (503, 503, 120, 503, 1)),
        (ZfleetError(Code.PERMISSION_DENIED, "X", "no"), (403, 400, 120, 400, 403)),
        (ZfleetError(Code.UNIMPLEMENTED, "X", "no"), (501, 501, "guest", 501, 1)),
        (ZfleetError(Code.INTERNAL, "X", "no"), (500, 500, 100, 500, 1)),
        (ZfleetError(Code.DEADLINE_EXCEEDED, "X", "no"), (500, 500, 100, 500, 1)),
        (aborted("GUEST_BUSY", "busy"), (409, 409, 10, 409, 1)),
        (ZfleetError(Code.RESOURCE_EXHAUSTED, "TOO_MANY_DEPLOYS", "no"), (503, 503, 120, 503, 1)),
        (ZfleetError(Code.FAILED_PRECONDITION, "GUEST_NOT_RUNNING", "off"), (409, 409, 10, 409, 1)),
    ],
)
def test_errors_of_services_have_the_contracts_numbers(error: ZfleetError, expected: object) -> None:
    """z/VM's own codes are told as they are."""
    assert told(refusal_of(error, {}, Module.GUEST)) == expected


def test_a_route_may_say_what_a_reason_or_a_pair_of_codes_is() -> None:
    """Before anything else, also for INVALID_ARGUMENT."""
    rules = {"ENTRY_LOCKED": conflict(Module.NETWORK, 7), "404/4": conflict(Module.NETWORK, 6)}
    locked = zvm(Code.ABORTED, 400, 12, "ENTRY_LOCKED")
    assert told(refusal_of(locked, rules, Module.NETWORK)) == (409, 409, 20, 409, 7)
    taken = zvm(Code.ALREADY_EXISTS, 404, 4)
    assert told(refusal_of(taken, rules, Module.NETWORK)) == (409, 409, 20, 409, 6)
    rules = {"CHECKSUM_MISMATCH": failed(Module.IMAGE, 4, 400)}
    wrong = invalid_argument([Violation("md5", "other")], "CHECKSUM_MISMATCH")
    assert told(refusal_of(wrong, rules, Module.IMAGE)) == (400, 300, 40, 300, 4)


NET = Module.NETWORK
BY_OPERATION = [
    ("CREATE_NIC", "NIC_EXISTS", 6),
    ("CREATE_NIC", "NIC_BUSY", 6),
    ("CREATE_NIC", "ENTRY_LOCKED", 7),
    ("DELETE_NIC", "NIC_BUSY", 8),
    ("DELETE_NIC", "ENTRY_LOCKED", 9),
    ("COUPLE", "COUPLE_REFUSED", 10),
    ("COUPLE", "NOT_GRANTED", 10),
    ("COUPLE", "ENTRY_LOCKED", 11),
    ("UNCOUPLE", "NIC_BUSY", 12),
    ("UNCOUPLE", "ENTRY_LOCKED", 13),
    ("DEDICATE_OSA", "OSA_DEVICE_NOT_FREE", 14),
    ("DEDICATE_OSA", "NIC_EXISTS", 14),
    ("DEDICATE_OSA", "ENTRY_LOCKED", 15),
    ("UNDEDICATE_OSA", "OSA_UNDEDICATE_REFUSED", 16),
    ("UNDEDICATE_OSA", "ENTRY_LOCKED", 17),
    ("GRANT", "GRANT_REFUSED", 5),
    ("SET_SWITCH", "VLAN_UNAWARE", 5),
    ("SET_SWITCH", "NOT_AN_IP_SWITCH", 5),
    ("CREATE_NIC", "GUEST_NOT_RUNNING", 1),
]


@pytest.mark.parametrize(("operation", "reason", "rs"), BY_OPERATION)
@pytest.mark.parametrize("rules", [CREATE, COUPLE, DELETE], ids=["create", "couple", "delete"])
def test_a_nics_conflict_tells_what_was_being_done(rules: Rules, operation: str, reason: str, rs: int) -> None:
    """One request may create, couple and dedicate: the numbers follow the step that failed, not the request."""
    metadata = {"operation": operation, "return_code": "404", "reason_code": "12"}
    error = ZfleetError(Code.FAILED_PRECONDITION, reason, "no", metadata=metadata)
    assert told(refusal_of(error, rules, NET)) == (409, 409, 20, 409, rs)


@pytest.mark.parametrize(("rules", "rs"), [(CREATE, 7), (COUPLE, 11), (DELETE, 9)], ids=["create", "couple", "delete"])
def test_a_lock_without_an_operation_has_the_requests_own_number(rules: Rules, rs: int) -> None:
    """Some locks are met before anything is done."""
    assert told(refusal_of(aborted("ENTRY_LOCKED", "no"), rules, NET)) == (409, 409, 20, 409, rs)


@pytest.mark.parametrize(
    ("method", "label", "status", "reason", "expected"),
    [
        (
            "POST",
            "/guests/{userid}/action:live_resize_cpus",
            "FAILED_PRECONDITION",
            "CPU_LIST_FAILED",
            (500, 300, 10, 7),
        ),
        (
            "POST",
            "/guests/{userid}/action:live_resize_mem",
            "FAILED_PRECONDITION",
            "MEMORY_LIST_FAILED",
            (500, 300, 10, 17),
        ),
        (
            "POST",
            "/guests/{userid}/action:live_resize_mem",
            "FAILED_PRECONDITION",
            "GUEST_NOT_REACHABLE",
            (500, 2, 1, 2),
        ),
        ("POST", "/guests/{userid}/action:start", "DEADLINE_EXCEEDED", "GUEST_NOT_REACHABLE", (500, 300, 10, 16)),
        ("POST", "/guests/{userid}/action:live_migrate_vm", "ABORTED", "RELOCATION_UNDER_WAY", (409, 409, 10, 1)),
        ("POST", "/guests/{userid}/action:live_migrate_vm", "ABORTED", "RELOCATION_ENDED", (500, 99, 1, 420)),
        (
            "POST",
            "/guests/{userid}/action:live_migrate_vm",
            "DEADLINE_EXCEEDED",
            "RELOCATION_GOES_ON",
            (500, 99, 1, 421),
        ),
        ("POST", "/guests/{userid}/action:deploy", "FAILED_PRECONDITION", "IMAGE_LOST", (500, 300, 40, 23)),
        ("POST", "/guests/{userid}/action:deploy", "FAILED_PRECONDITION", "PUNCH_FAILED", (500, 300, 10, 4)),
        ("POST", "/guests/{userid}/action:deploy", "INTERNAL", "TRANSFER_FAILED", (500, 300, 10, 3)),
        ("POST", "/guests", "INTERNAL", "FORMAT_FAILED", (500, 300, 10, 2)),
        ("POST", "/guests/{userid}/disks", "INTERNAL", "FORMAT_TIMED_OUT", (500, 300, 10, 2)),
        ("PUT", "/images/{image}", "FAILED_PRECONDITION", "IMAGE_LOST", (500, 300, 40, 23)),
        ("POST", "/images", "PERMISSION_DENIED", "OUTSIDE_IMPORT_HOSTS", (403, 300, 40, 9)),
        ("POST", "/volumes/fcptemplates", "ALREADY_EXISTS", "FCP_TEMPLATE_EXISTS", (409, 409, 30, 1)),
        ("GET", "/volumes/conn/{userid}", "ABORTED", "FCP_DEVICES_CONTESTED", (409, 300, 30, 11)),
        ("GET", "/volumes/fcptemplates/detail", "UNAVAILABLE", "CP_ACCESS_UNAVAILABLE", (503, 3, 1, 1)),
    ],
)
def test_routes_have_numbers_for_what_their_services_say(
    method: str, label: str, status: str, reason: str, expected: tuple[int, int, int, int]
) -> None:
    """HTTP status, class, module, rs."""
    route = next(each for each in ROUTES if (each.method, each.label) == (method, label))
    http, overall_rc, module, _, rs = told(
        refusal_of(ZfleetError(getattr(Code, status), reason, "no"), route.rules, route.module)
    )
    assert (http, overall_rc, module, rs) == expected


def test_when_to_come_back_is_a_header() -> None:
    """Whole seconds, at least one."""
    busy = refusal_of(unavailable("X", "away", retry_after=0.2), {}, Module.ANY)
    assert busy.headers == {"retry-after": "1"}
    locked = refusal_of(aborted("ENTRY_LOCKED", "busy", retry_after=2.5), {}, Module.ANY)
    assert locked.headers == {"retry-after": "3"}


def test_every_rule_of_every_route_is_an_http_error() -> None:
    """A reason that would be answered with a success is a slip in a table."""
    for route in ROUTES:
        for reason, numbers in route.rules.items():
            assert Refusal(numbers, "").status >= 400, (route.label, reason)
            assert numbers.overall_rc != 0, (route.label, reason)


def test_the_table_has_the_contracts_endpoints() -> None:
    """41 paths, 58 endpoints, 18 actions; every one says what it calls and what it answers."""
    assert len({route.path for route in ROUTES}) == 41
    assert len({(route.method, route.path) for route in ROUTES}) == 58
    assert len([route for route in ROUTES if route.action]) == 18
    assert len({route.label + route.method for route in ROUTES}) == len(ROUTES)
    for route in ROUTES:
        assert route.calls or route.path == "/token", route.label
        assert route.answer or route.anonymous or route.gives_file, route.label
