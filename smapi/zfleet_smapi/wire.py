# SPDX-License-Identifier: Apache-2.0
"""Whole messages: a call to the bytes of its request, a reply to the bytes of its answer, and both back.

A request is int4 length, head, parameters; an answer int4 length, request id, return code, reason code, data. The
functions here take and give messages with their length in front when they encode, and without it when they decode:
`conversation.py` reads lengths and enforces the limits.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .codec import MOST_ITEMS, FieldBreached, UnterminatedLines, build, reply_option, struct_codec
from .declaration import REPLY_HEAD, Call, Header, Reply
from .errors import Breach, ParameterError, Problem, WireError
from .keywords import keyword_codec
from .kinds import Framing
from .scalar import UINT4, Breached, bytes_of, read_length, text_of

ReplyT = TypeVar("ReplyT", bound=Reply)

_ANSWER_HEAD = struct.Struct(">IIii")
ANSWER_CODES = struct.Struct(">Iii")
_TARGET = ("target",)
BACKGROUND_STARTED = 592


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The head of a request as it was read, and its parameters still in bytes.

    `function` is the name as the peer spelt it; a server takes it in either case. Password and parameters (which may
    hold one) are hidden in repr.
    """

    function: str
    user_id: str = ""
    password: str = field(default="", repr=False)
    target: str = ""
    header: Header = Header.STANDARD
    parameters: bytes = field(default=b"", repr=False)


class ErrorTextsNullOutside(tuple[str, ...]):
    """Error texts whose closing null stood behind the block instead of in it, as z/VM does now and then."""

    __slots__ = ()


def encode_parameters(call: Call[Any]) -> bytearray:
    """The parameters alone. Raises `ParameterError` naming every field that cannot be sent."""
    cls = type(call)
    out = bytearray()
    try:
        if cls.parameters:
            keyword_codec(cls).encode(call, out)
        else:
            struct_codec(cls, skip=_TARGET, checked=True).encode(call, out)
    except (Breached, struct.error, TypeError, AttributeError) as error:
        problems = parameter_problems(call)
        if not problems:
            raise
        raise ParameterError(cls.function, problems) from (None if isinstance(error, Breached) else error)
    return out


def parameter_problems(call: Call[Any]) -> list[Problem]:
    """Every parameter of a call that z/VM's own syntax check would refuse; empty for a good call."""
    cls = type(call)
    if cls.parameters:
        return keyword_codec(cls).problems(call)
    return struct_codec(cls, skip=_TARGET, checked=True).problems(call)


def encode_request(
    call: Call[Any], user_id: str = "", password: str = "", *, target: str | None = None, header: Header | None = None
) -> bytes:
    """A request with its length in front. `target` and `header` override what the call says."""
    cls = type(call)
    form = header or cls.header
    head = bytearray(4)
    if form is Header.FF:
        head += b"\xff" + bytes_of(cls.wire_name) + b"\0"
    else:
        texts = [cls.wire_name, user_id, password]
        if form is Header.STANDARD:
            texts.append(call.target if target is None else target)
        for text in texts:
            try:
                raw = bytes_of(text)
            except Breached:
                raise WireError(f"{cls.function}: user id, password or target cannot be sent") from None
            head += UINT4.pack(len(raw)) + raw
    head += encode_parameters(call)
    UINT4.pack_into(head, 0, len(head) - 4)
    return bytes(head)


def read_request(message: bytes) -> Request:
    """A request's head. Raises `WireError` with the codes to answer when it does not hold together."""
    if message[:1] == b"\xff":
        null = message.find(0, 1)
        if null < 2:
            raise WireError("request without a function name")
        return Request(function=text_of(message[1:null]), header=Header.FF, parameters=message[null + 1 :])
    texts: list[str] = []
    at, end = 0, len(message)
    try:
        while len(texts) < 4 and not (len(texts) == 3 and at == end):
            length, start = read_length(message, at, end)
            at = start + length
            texts.append(text_of(message[start:at]))
    except Breached as breached:
        reason = 36 if breached.breach is Breach.TOO_LONG else 20
        raise WireError("the head of the request does not hold together", reason_code=reason) from None
    if not texts[0]:
        raise WireError("request without a function name")
    header = Header.STANDARD if len(texts) == 4 else Header.NO_TARGET
    return Request(
        function=texts[0],
        user_id=texts[1],
        password=texts[2],
        target=texts[3] if header is Header.STANDARD else "",
        header=header,
        parameters=message[at:],
    )


def decode_request(cls: type[Call[Any]], request: Request, *, checked: bool = True) -> Any:
    """The typed call in a request. Raises `ParameterError`, whose codes are the answer to give (24/nnxx, 8/300x).

    Unchecked, limits and allowed values are not looked at; the structure always is.
    """
    if cls.header is Header.STANDARD and request.header is not Header.STANDARD:
        raise WireError(f"{cls.function}: the request has no target", function=cls.function)
    data = request.parameters
    try:
        if cls.parameters:
            values, at = keyword_codec(cls).read(data, 0, len(data), checked=checked)
        else:
            values, at = struct_codec(cls, skip=_TARGET, checked=checked).read(data, 0, len(data))
    except FieldBreached as breached:
        raise ParameterError(cls.function, [breached.problem]) from None
    if at != len(data):
        raise WireError(f"{cls.function}: {len(data) - at} bytes behind the last parameter", function=cls.function)
    values["target"] = request.target
    return build(cls, values)


def encode_accepted(request_id: int) -> bytes:
    """The int4 that tells the client that its request was taken."""
    return UINT4.pack(request_id)


def encode_reply(call: Call[Any] | type[Call[Any]], reply: Reply, request_id: int) -> bytes:
    """An answer with its length in front, without the id that was sent when the request was accepted."""
    cls = call if isinstance(call, type) else type(call)
    out = bytearray(_ANSWER_HEAD.size)
    try:
        if carries_error_texts(cls, reply.return_code, reply.reason_code):
            if reply.error_texts:
                _encode_error_texts(cls.error_buffer or Framing.BYTE_LENGTH, reply.error_texts, out)
        elif not reply.bare:
            _reply_codec(call, type(reply)).encode(reply, out)
    except (Breached, struct.error) as error:
        why = error.breach.name if isinstance(error, Breached) else str(error)
        raise WireError(f"{cls.function}: the answer cannot be sent: {why}", function=cls.function) from None
    out += reply.__dict__.get("_trailing", b"")
    _ANSWER_HEAD.pack_into(out, 0, len(out) - 4, request_id, reply.return_code, reply.reason_code)
    return bytes(out)


def decode_reply(call: Call[ReplyT] | type[Call[ReplyT]], message: bytes) -> ReplyT:
    """The typed answer in a message (request id, codes and data, without the length).

    A failure is never made worse by what follows its codes: data that make no sense there are kept and not looked at.
    Raises `WireError` for data that do not fit a success.
    """
    cls = call if isinstance(call, type) else type(call)
    if len(message) < ANSWER_CODES.size:
        raise WireError(f"{cls.function}: answer of {len(message)} bytes", function=cls.function)
    request_id, return_code, reason_code = ANSWER_CODES.unpack_from(message)
    head = {"request_id": request_id, "return_code": return_code, "reason_code": reason_code}
    at, end = ANSWER_CODES.size, len(message)
    values: dict[str, Any] = {}
    try:
        if at == end:
            values["bare"] = has_data(cls) or cls.error_buffer is not None
        elif carries_error_texts(cls, return_code, reason_code):
            texts, behind = _read_error_texts(cls.error_buffer or Framing.BYTE_LENGTH, message, at, end)
            if texts:
                values["error_texts"], at = texts, behind
        else:
            values, at = _reply_codec(call, cls.reply_type).read(message, at, end)
    except Breached as breached:
        if return_code in (0, BACKGROUND_STARTED):
            name = breached.problem if isinstance(breached, FieldBreached) else breached.breach.name
            raise WireError(f"{cls.function}: answer does not fit its layout: {name}", function=cls.function) from None
        values = {"bare": True}
    if at != end:
        values["_trailing"] = message[at:end]
    reply: ReplyT = build(cls.reply_type, head | values)
    return reply


def streamed_reply(call: Call[Any], codes: bytes, values: dict[str, Any]) -> Any:
    """The typed answer whose data were decoded as they came (see `array_stream.py`)."""
    request_id, return_code, reason_code = ANSWER_CODES.unpack(codes)
    head = {"request_id": request_id, "return_code": return_code, "reason_code": reason_code}
    return build(type(call).reply_type, head | values)


def has_data(cls: type[Call[Any]]) -> bool:
    """Whether a function can answer data."""
    return len(cls.reply_type.__dataclass_fields__) > len(REPLY_HEAD)


def carries_error_texts(cls: type[Call[Any]], return_code: int, reason_code: int) -> bool:
    """Whether what follows these codes is an error buffer and not data.

    Functions without data are given the benefit of the doubt: newer levels of z/VM send texts where older ones did not.
    """
    if return_code in (0, BACKGROUND_STARTED) or (return_code, reason_code) in cls.data_codes:
        return False
    return cls.error_buffer is not None or not has_data(cls)


def _reply_codec(call: Call[Any] | type[Call[Any]], reply: type[Reply]) -> Any:
    return struct_codec(reply, skip=REPLY_HEAD, option=reply_option(call))


def _encode_error_texts(framing: Framing, texts: tuple[str, ...], out: bytearray) -> None:
    inner = bytearray()
    for text in texts:
        inner += bytes_of(text) + b"\0"
    if isinstance(texts, UnterminatedLines | ErrorTextsNullOutside):
        del inner[-1:]
    if framing is not Framing.TO_END:
        out += UINT4.pack(len(inner))
    out += inner
    if isinstance(texts, ErrorTextsNullOutside):
        out.append(0)


def _read_error_texts(framing: Framing, data: bytes, at: int, end: int) -> tuple[tuple[str, ...], int]:
    length, start = (end - at, at) if framing is Framing.TO_END else read_length(data, at, end)
    behind = start + length
    if not length:
        return (), behind
    if data.count(0, start, behind) > MOST_ITEMS:
        raise Breached(Breach.TOO_LONG)
    terminated = data[behind - 1] == 0
    texts = tuple(text_of(data[start : behind - 1 if terminated else behind]).split("\0"))
    if terminated:
        return texts, behind
    if data[behind:end] == b"\0":
        return ErrorTextsNullOutside(texts), end
    return UnterminatedLines(texts), behind
