# SPDX-License-Identifier: Apache-2.0
"""Calls and replies of all functions to bytes and back."""

from __future__ import annotations

import struct
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zfleet_smapi.calls import (
    FUNCTIONS,
    CheckAuthentication,
    EventSubscribe,
    ImageActivate,
    ImageCreateDM,
    ImageDeactivate,
    ImageDefinitionDeleteDM,
    ImageDiskCreateDM,
    ImageQueryDM,
    NetworkIPInterfaceModify,
    QueryAllDM,
    SystemImagePerformanceQuery,
    SystemIOQuery,
    SystemShutdown,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.calls.directory_manager import DirectoryEntry, QueryAllDMReply
from zfleet_smapi.calls.image_directory import ImageQueryDMReply
from zfleet_smapi.declaration import REPLY_HEAD, Header, Reply
from zfleet_smapi.errors import Breach, ParameterError, WireError
from zfleet_smapi.layout import fields_of
from zfleet_smapi.wire import (
    Request,
    decode_reply,
    decode_request,
    encode_parameters,
    encode_reply,
    encode_request,
    read_request,
)

from . import strategies

SOME = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
DISK: dict[str, Any] = {
    "target": "LINUX01",
    "image_disk_number": "0100",
    "image_disk_device_type": "3390",
    "image_disk_allocation_type": "AUTOG",
    "allocation_area_name_or_volser": "POOL1",
    "allocation_unit_size": 1,
    "image_disk_size": 100,
    "image_disk_mode": "MR",
}


def read_back(sent: bytes, cls: Any) -> Any:
    """The call that a server reads out of a request."""
    assert int.from_bytes(sent[:4]) == len(sent) - 4
    return decode_request(cls, read_request(sent[4:]))


@pytest.mark.parametrize("name", FUNCTIONS)
@SOME
@given(data=st.data())
def test_any_good_call_comes_back_as_it_was(name: str, data: st.DataObject) -> None:
    """What a caller writes is what a server reads, for every function."""
    cls = FUNCTIONS[name]
    call = data.draw(strategies.calls(cls))
    sent = encode_request(call, "MAINT", "secret")
    assert read_back(sent, cls) == call


@pytest.mark.parametrize("name", FUNCTIONS)
@SOME
@given(data=st.data())
def test_any_answer_comes_back_as_it_was(name: str, data: st.DataObject) -> None:
    """What a server answers is what a caller reads, for every function."""
    cls = FUNCTIONS[name]
    reply = data.draw(strategies.structs(cls.reply_type, skip=REPLY_HEAD))
    sent = encode_reply(cls, reply, 77)
    read = decode_reply(cls, sent[4:])
    assert read.request_id == 77
    for field in fields_of(cls.reply_type, skip=REPLY_HEAD):
        assert getattr(read, field.name) == getattr(reply, field.name) or read.bare
    assert encode_reply(cls, read, 77) == sent


@pytest.mark.parametrize("name", FUNCTIONS)
@SOME
@given(junk=st.binary(max_size=200))
def test_any_bytes_are_a_call_or_one_clear_error(name: str, junk: bytes) -> None:
    """No bytes of a peer raise anything but WireError, whose codes can be answered."""
    codes: tuple[int | None, int | None] = (0, 0)
    try:
        decode_request(FUNCTIONS[name], Request(function=name, target="X", parameters=junk))
    except WireError as error:
        codes = (error.return_code, error.reason_code)
    assert codes[0] in (0, 8, 24, 900)
    assert codes[1] is not None


@pytest.mark.parametrize("name", FUNCTIONS)
@SOME
@given(junk=st.binary(max_size=200), return_code=st.sampled_from([0, 4, 8, 592, 596]))
def test_any_bytes_are_an_answer_or_one_clear_error(name: str, junk: bytes, return_code: int) -> None:
    """Data that make no sense spoil a success, never a failure; and what was read is written again as it was."""
    cls = FUNCTIONS[name]
    message = struct.pack(">Iii", 5, return_code, 4) + junk
    try:
        reply = decode_reply(cls, message)
    except WireError:
        assert return_code in (0, 592)
    else:
        assert (reply.return_code, reply.reason_code) == (return_code, 4)
        assert encode_reply(cls, reply, reply.request_id)[4:] == message


@SOME
@given(junk=st.binary(max_size=300))
def test_any_bytes_are_a_request_or_one_clear_error(junk: bytes) -> None:
    """The head of a request is read or refused with 900."""
    return_code: int | None = 0
    try:
        assert read_request(junk).function
    except WireError as error:
        return_code = error.return_code
    assert return_code in (0, 900)


def test_every_bad_parameter_is_named_at_once() -> None:
    """One error lists them all; its codes speak of the first, as z/VM's would."""
    bad = ImageDiskCreateDM(**DISK | {"image_disk_number": "zzz", "allocation_unit_size": 9, "image_disk_mode": "QQ"})
    with pytest.raises(ParameterError) as caught:
        encode_request(bad, "MAINT", "secret")
    assert [(problem.position, problem.parameter, problem.breach) for problem in caught.value.problems] == [
        (1, "image_disk_number", Breach.NOT_HEXADECIMAL),
        (5, "allocation_unit_size", Breach.TOO_BIG),
        (7, "image_disk_mode", Breach.UNKNOWN_VALUE),
    ]
    assert (caught.value.return_code, caught.value.reason_code) == (24, 116)


@pytest.mark.parametrize(
    ("field", "value", "reason_code"),
    [
        ("image_disk_number", "", 114),
        ("image_disk_number", "01000", 113),
        ("image_disk_number", "010G", 116),
        ("image_disk_device_type", "33 90", 237),
        ("allocation_area_name_or_volser", "POOL_1", 442),
        ("allocation_unit_size", 0, 515),
        ("image_disk_size", -1, 615),
        ("image_disk_mode", "RWX", 719),
        ("image_disk_formatting", 7, 818),
        ("read_password", "a b", 1099),
    ],
)
def test_a_server_tells_position_and_breach(field: str, value: Any, reason_code: int) -> None:
    """Reason code = 100 x position of the parameter + number of the rule."""
    codec_free = ImageDiskCreateDM(**DISK | {field: value})
    with pytest.raises(ParameterError) as caught:
        encode_parameters(codec_free)
    assert caught.value.reason_code == reason_code
    # The same bytes, put together without any check, are refused by a server in the same way.
    raw = _unchecked(codec_free)
    with pytest.raises(ParameterError) as refused:
        decode_request(ImageDiskCreateDM, Request(function="Image_Disk_Create_DM", target="L", parameters=raw))
    assert (refused.value.return_code, refused.value.reason_code) == (24, reason_code)


def _unchecked(call: ImageDiskCreateDM) -> bytes:
    def text(value: str) -> bytes:
        return struct.pack(">I", len(value)) + value.encode()

    return b"".join(
        (
            *map(text, (call.image_disk_number, call.image_disk_device_type, call.image_disk_allocation_type)),
            text(call.allocation_area_name_or_volser),
            bytes([call.allocation_unit_size]),
            struct.pack(">i", call.image_disk_size),
            text(call.image_disk_mode),
            bytes([call.image_disk_formatting]),
            *map(text, (call.image_disk_label, call.read_password, call.write_password, call.multi_password)),
        )
    )


@pytest.mark.parametrize(
    ("parameters", "codes", "texts"),
    [
        (b"switch_name=VSW1\0colour=red\0", (8, 3002), ("UNKNOWN_PARAMETER=colour",)),
        (b"switch_name=VSW1\0persist=MAYBE\0", (8, 3003), ("UNKNOWN_PARAMETER_OPERAND=persist",)),
        (b"switch_name=VSW1\0switch_name=VSW2\0", (8, 3002), ("UNKNOWN_PARAMETER=switch_name",)),
        (b"persist=NO\0", (8, 3004), ()),
        (b"", (8, 3004), ()),
    ],
)
def test_bad_keywords_have_their_own_codes(parameters: bytes, codes: tuple[int, int], texts: tuple[str, ...]) -> None:
    """8/3002 unknown, 8/3003 bad value, 8/3004 missing."""
    request = Request(function="Virtual_Network_Vswitch_Set_Extended", parameters=parameters)
    with pytest.raises(ParameterError) as caught:
        decode_request(VirtualNetworkVswitchSetExtended, request)
    assert (caught.value.return_code, caught.value.reason_code) == codes
    assert caught.value.error_texts == texts


def test_keys_are_read_in_any_order_and_case_and_written_as_they_came() -> None:
    """The memory of order, spelling and a missing null lives with the decoded call only."""
    parameters = b"PERSIST=no\0 Switch_Name=VSW1\0MAC_PROTECT=unspec"
    request = Request(function="x", target="T", parameters=parameters)
    call = decode_request(VirtualNetworkVswitchSetExtended, request)
    assert (call.switch_name, call.persist, call.mac_protect) == ("VSW1", "no", "unspec")
    assert bytes(encode_parameters(call)) == parameters
    fresh = VirtualNetworkVswitchSetExtended(target="T", switch_name="VSW1", persist="no", mac_protect="unspec")
    assert fresh == call
    assert bytes(encode_parameters(fresh)) == b"switch_name=VSW1\0persist=no\0MAC_protect=unspec\0"


def test_a_key_of_none_is_not_sent() -> None:
    """Optional keys stand in the message only when they have a value."""
    call = SystemShutdown(immediate="IMMEDIATE")
    assert bytes(encode_parameters(call)) == b"Immediate=IMMEDIATE\0"


def test_repeated_keywords_keep_their_order_and_may_lack_a_value() -> None:
    """Image_Definition lists are pairs; a bare word has None as its value."""
    pairs = (("MDISK", "VDEV=200"), ("MDISK", "VDEV=201"), ("*", None))
    call = ImageDefinitionDeleteDM(target="L", definition_delete_directory_keyword_parameter_list=pairs)
    assert bytes(encode_parameters(call)) == b"\0\0\0\x20MDISK=VDEV=200\0MDISK=VDEV=201\0*\0"
    assert read_back(encode_request(call), ImageDefinitionDeleteDM) == call


def test_a_leading_blank_that_real_clients_send_is_taken_off() -> None:
    """' IMMED' means IMMED."""
    raw = b"\0\0\0\6 IMMED"
    call = decode_request(ImageDiskCreateDM, Request(function="x", parameters=_unchecked(ImageDiskCreateDM(**DISK))))
    assert call.image_disk_number == "0100"
    blanks = ImageDiskCreateDM(**DISK | {"image_disk_mode": " MR"})
    read = decode_request(ImageDiskCreateDM, Request(function="x", parameters=_unchecked(blanks)))
    assert read.image_disk_mode == "MR"
    force = decode_request(ImageDeactivate, Request(function="x", target="L", parameters=raw))
    assert force.force_time.strip() == "IMMED"


def test_the_old_form_has_neither_user_nor_target() -> None:
    """X'FF', name, null, and then null-terminated arguments."""
    cls = SystemIOQuery
    sent = encode_request(cls(real_device_address="1A00"), "MAINT", "secret")
    assert sent == b"\0\0\0\x16\xffSystem_IO_Query\0" + b"1A00\0"
    request = read_request(sent[4:])
    assert (request.header, request.user_id, request.target) == (Header.FF, "", "")
    assert read_back(sent, cls).real_device_address == "1A00"


def test_a_request_that_ends_before_its_target_is_refused() -> None:
    """Only Check_Authentication has none."""
    check = CheckAuthentication
    request = read_request(encode_request(check(), "MAINT", "secret")[4:])
    assert (request.header, request.user_id, request.password) == (Header.NO_TARGET, "MAINT", "secret")
    assert decode_request(check, request) == check()
    with pytest.raises(WireError) as caught:
        decode_request(ImageQueryDM, request)
    assert (caught.value.return_code, caught.value.reason_code) == (900, 20)


def test_a_match_key_may_be_left_out() -> None:
    """None is no bytes at all, "" is a length of 0."""
    assert bytes(encode_parameters(EventSubscribe(match_key=None))) == b""
    assert bytes(encode_parameters(EventSubscribe())) == b"\0\0\0\0"
    assert decode_request(EventSubscribe, Request(function="x", parameters=b"")).match_key is None


def test_a_plain_failure_is_sixteen_bytes_after_the_id() -> None:
    """Length 12, id, return code, reason code, nothing else."""
    sent = encode_reply(ImageQueryDM, Reply(return_code=400, reason_code=4, bare=True), 9)
    assert sent == struct.pack(">IIii", 12, 9, 400, 4)
    assert decode_reply(ImageQueryDM, sent[4:]).bare


def test_an_empty_list_is_not_the_same_as_no_data() -> None:
    """z/VM answers some successes without data: `bare` tells them apart."""
    empty = encode_reply(ImageQueryDM, ImageQueryDMReply(), 1)
    assert empty.endswith(b"\0\0\0\0")
    assert not decode_reply(ImageQueryDM, empty[4:]).bare
    bare = encode_reply(ImageActivate, ImageActivate.reply_type(bare=True), 1)
    assert len(bare) == 16


def test_error_texts_are_read_with_and_without_their_null() -> None:
    """Real servers leave the last null out, or put it behind the length."""
    head = struct.pack(">Iii", 1, 8, 12)
    for tail in (b"\0\0\0\5oops\0", b"\0\0\0\4oops", b"\0\0\0\4oops\0"):
        reply = decode_reply(NetworkIPInterfaceModify, head + tail)
        assert reply.error_texts == ("oops",)
        assert encode_reply(NetworkIPInterfaceModify, reply, 1)[4:] == head + tail


def test_some_failures_carry_data() -> None:
    """Performance records come with 4/4, because some of the images were not active."""
    cls = SystemImagePerformanceQuery
    sent = encode_reply(cls, cls.reply_type(return_code=4, reason_code=4), 1)
    assert decode_reply(cls, sent[4:]).image_performance_array == ()
    assert sent.endswith(b"\0\0\0\0")


def test_what_query_all_answers_depends_on_the_format_asked_for() -> None:
    """The same bytes are records or keyword lines."""
    records, lines = QueryAllDM(format="NO"), QueryAllDM(format="yes")
    wanted = DirectoryEntry(directory_entry_type=0, directory_entry_id="A", directory_entry_record_array=("USER A",))
    sent = encode_reply(records, QueryAllDMReply(directory_array=(wanted,)), 1)
    assert decode_reply(records, sent[4:]).directory_array == (wanted,)
    other = DirectoryEntry(directory_entry_type=0, directory_entry_id="A", directory_entry_data=("PASSWORD=X",))
    sent = encode_reply(lines, QueryAllDMReply(directory_array=(other,)), 1)
    assert decode_reply(lines, sent[4:]).directory_array == (other,)


def test_a_reply_of_megabytes_is_read_in_linear_time() -> None:
    """Ten times the records take about ten times as long, not a hundred times."""
    times = []
    for count in (20_000, 200_000):
        records = tuple(["X" * 72] * count)
        sent = encode_reply(ImageQueryDM, ImageQueryDMReply(image_record_array=records), 1)
        message = sent[4:]
        taken = []
        for _ in range(3):
            start = time.thread_time()
            reply = decode_reply(ImageQueryDM, message)
            taken.append(time.thread_time() - start)
            assert len(reply.image_record_array) == count
        times.append(min(taken))
    assert times[1] < times[0] * 40 + 0.05


def test_a_count_beyond_the_message_is_refused_before_anything_is_made() -> None:
    """Two thousand million announced records in a message of a few bytes are an error at once."""
    cls = SystemImagePerformanceQuery
    with pytest.raises(WireError):
        decode_reply(cls, struct.pack(">IiiI", 1, 0, 0, 2**31))


@pytest.mark.parametrize("name", ["SSI_Query", "System_WWPN_Query", "Query_All_DM", "Authorization_List_Query"])
def test_an_answer_of_nulls_is_refused_before_it_takes_a_hundred_times_its_bytes(name: str) -> None:
    """Three million empty lines, or items of no length: one error, and hardly more memory than the bytes."""
    cls = FUNCTIONS[name]
    message = struct.pack(">Iii", 1, 0, 0) + struct.pack(">I", 12_000_000) + bytes(12_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            decode_reply(cls, message)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_no_secret_shows() -> None:
    """Neither in the repr of calls and requests nor in errors."""
    call = ImageCreateDM(target="LINUX01", initial_password="hush1", image_record_array=("USER LINUX01 hush2 1G 2G G",))
    request = read_request(encode_request(call, "MAINT", "hush3")[4:])
    shown = repr(call) + repr(request) + str(request)
    assert "hush" not in shown
    assert "LINUX01" in shown
    with pytest.raises(ParameterError) as caught:
        encode_parameters(ImageDiskCreateDM(**DISK | {"read_password": "hush hush"}))
    assert "hush" not in str(caught.value) + repr(caught.value)


def test_a_value_of_the_wrong_type_is_an_error_of_the_program() -> None:
    """A number where a text belongs is not taken for bad input."""
    with pytest.raises(TypeError):
        encode_parameters(ImageDiskCreateDM(**DISK | {"image_disk_number": 100}))
    for value in ("USER LINUX01", 5):
        wrong: Any = value
        with pytest.raises(TypeError):
            encode_parameters(ImageCreateDM(target="LINUX01", image_record_array=wrong))
