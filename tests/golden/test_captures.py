# SPDX-License-Identifier: Apache-2.0
"""Bytes recorded against a real z/VM 7.1 decode completely and encode to the same bytes."""

from __future__ import annotations

from typing import Any

import pytest

from zfleet_smapi.calls import function_named
from zfleet_smapi.declaration import REPLY_HEAD, Call, Header, Stream
from zfleet_smapi.errors import ParameterError
from zfleet_smapi.kinds import Framing
from zfleet_smapi.layout import layout
from zfleet_smapi.wire import (
    Request,
    decode_reply,
    decode_request,
    encode_parameters,
    encode_reply,
    encode_request,
    read_request,
)

from .reference import reference

CAPTURES: list[dict[str, Any]] = reference("captures.json")
BY_NAME = {f"{capture['function']}-{capture['capture']}": capture for capture in CAPTURES}

# Recorded bytes that differ from what we would send ourselves, and why that is right.
SENT_OTHERWISE = {
    "Event_Subscribe-1": "the recording client leaves the match key out; without one we send an empty one",
    "Image_Definition_Async_Updates-1": "the recording client spells the key in lower case",
    "System_Disk_IO_Query-1": "the recording client spells the key in lower case and leaves the null out",
    "System_Info_Query-1": "the recording client uses a standard head where IBM's own client uses the old form",
    "VMRM_Configuration_Update-1": "the recording client leaves the last null out",
    "System_Service_Query-1": "the recording client spells the key in lower case",
}
# Answers of a real server that break the limits that clients know of; only their structure is checked.
REPLIES_OVER_LIMIT = {
    "Asynchronous_Notification_Query_DM-1": ("subscriber_data", 66),
    "Virtual_Network_LAN_Query-1": ("lan_name", 8),
}


def _read(capture: dict[str, Any]) -> tuple[Request, type[Call[Any]], Any]:
    message = bytes.fromhex(capture["request"])
    assert int.from_bytes(message[:4]) == len(message) - 4
    request = read_request(message[4:])
    cls = function_named(request.function)
    assert cls is not None
    return request, cls, decode_request(cls, request)


@pytest.mark.parametrize("name", BY_NAME)
def test_a_recorded_request_decodes_within_all_limits_and_encodes_to_the_same_bytes(name: str) -> None:
    """Every parameter is read, nothing is left over, and writing it again gives the recording."""
    capture = BY_NAME[name]
    request, cls, call = _read(capture)
    assert cls.function == capture["function"]
    for field in layout(cls).parameters:
        assert hasattr(call, field.name)
    again = encode_request(call, request.user_id, request.password, target=request.target, header=request.header)
    assert again.hex() == capture["request"]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_call_made_from_the_same_values_sends_the_recorded_bytes(name: str) -> None:
    """A call built by hand sends its keys in declared order and spelling; the known differences are listed."""
    capture = BY_NAME[name]
    request, cls, call = _read(capture)
    values = {field.name: getattr(call, field.name) for field in layout(cls).parameters}
    if cls.header is Header.STANDARD:
        values["target"] = request.target
    if name == "Event_Subscribe-1":
        assert values.pop("match_key") is None
    fresh = cls(**{key: _plain(value) for key, value in values.items()})
    same = encode_request(fresh, request.user_id, request.password).hex() == capture["request"]
    if same and name in SENT_OTHERWISE:
        pytest.fail(f"no longer an exception: {SENT_OTHERWISE[name]}")
    if cls.parameters and name not in SENT_OTHERWISE:
        # The order of keys is the client's own choice: compare what is sent, not where it stands.
        start = 4 if cls.framing is Framing.BYTE_LENGTH else 0
        ours = bytes(encode_parameters(fresh))[start:].rstrip(b"\0").split(b"\0")
        assert sorted(ours) == sorted(request.parameters[start:].rstrip(b"\0").split(b"\0"))
    else:
        assert same == (name not in SENT_OTHERWISE)


def _plain(value: Any) -> Any:
    """The value as a caller would write it: without the memory of what a peer left out."""
    if isinstance(value, str):
        return str(value)
    return tuple(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", BY_NAME)
def test_a_recorded_answer_decodes_completely_and_encodes_to_the_same_bytes(name: str) -> None:
    """Codes and data are read to the last byte, and writing them again gives the recording."""
    capture = BY_NAME[name]
    _, cls, call = _read(capture)
    recorded = bytes.fromhex(capture["reply"])
    if cls.stream is not Stream.NONE:
        # Only the request id comes back at once.
        assert len(recorded) == 4
        return
    assert int.from_bytes(recorded[4:8]) == len(recorded) - 8
    reply = decode_reply(call, recorded[8:])
    assert (reply.return_code, reply.reason_code) == (capture["return_code"], capture["reason_code"])
    assert "_trailing" not in vars(reply), "bytes were left over"
    assert recorded[:4] == recorded[8:12], "the id comes twice"
    assert encode_reply(call, reply, reply.request_id) == recorded[4:]


def test_answers_with_data_give_every_field_of_the_layout() -> None:
    """No field of a recorded answer stays at its default by accident: the reader goes through all of them."""
    seen = 0
    for capture in CAPTURES:
        _, cls, call = _read(capture)
        recorded = bytes.fromhex(capture["reply"])
        if cls.stream is not Stream.NONE or len(recorded) <= 20 or capture["return_code"] not in (0, 592):
            continue
        reply = decode_reply(call, recorded[8:])
        for field in layout(cls).reply:
            assert field.name in vars(reply)
            assert field.name not in REPLY_HEAD
        seen += 1
    assert seen > 35


@pytest.mark.parametrize("name", REPLIES_OVER_LIMIT)
def test_a_real_server_still_breaks_the_limits_that_clients_know(name: str) -> None:
    """Were answers checked like requests, these recordings would be refused: so they are not."""
    field, length = REPLIES_OVER_LIMIT[name]
    capture = BY_NAME[name]
    _, _, call = _read(capture)
    reply = decode_reply(call, bytes.fromhex(capture["reply"])[8:])
    array = getattr(reply, layout(type(call)).reply[0].name)
    limit = next(item for item in layout(type(call)).reply[0].items if item.name == field)
    value = getattr(array[0], field)
    assert len(value) == length
    assert limit.max is not None
    assert len(value) > limit.max or value != value.strip()


def test_words_of_recorded_lines_have_names() -> None:
    """Lines are texts, and their words can be asked for by name."""
    capture = BY_NAME["Virtual_Network_Vswitch_Query_Extended-1"]
    _, _, call = _read(capture)
    switch = decode_reply(call, bytes.fromhex(capture["reply"])[8:]).vswitch_array[0]
    assert switch.vswitch_attributes.switch_name == "DTCSMAPI"
    assert switch.vswitch_attributes.mac_address == "02-00-01-00-00-05"
    assert switch.vswitch_attributes.user_port_based == "USERBASED"
    capture = BY_NAME["System_Spool_Utilization_Query-1"]
    _, _, call = _read(capture)
    first, second = decode_reply(call, bytes.fromhex(capture["reply"])[8:]).spool_information_structure
    assert (first.total_spool_percent_used, first.volid, first.drained) == ("3", "M01S01", "NOTDRAINED")
    assert (second.total_spool_percent_used, second.volid, second.dump) == ("", "M02S01", "NOTDUMP")


@pytest.mark.parametrize("name", BY_NAME)
def test_a_recorded_request_cut_anywhere_is_refused_or_is_another_good_request(name: str) -> None:
    """A cut message never hangs, never crashes, and never reads as the whole one."""
    request, cls, call = _read(BY_NAME[name])
    refusals: set[int | None] = set()
    for length in range(len(request.parameters)):
        shorter = Request(function=request.function, target=request.target, parameters=request.parameters[:length])
        try:
            same = decode_request(cls, shorter) == call
        except ParameterError as error:
            refusals.add(error.return_code)
            continue
        # Only the last null may be missing: real clients leave it out.
        assert not same or request.parameters[length:] == b"\0"
    assert refusals <= {8, 24}
