# SPDX-License-Identifier: Apache-2.0
"""Writes protos/zfleet/smapi/v1/*.proto from the dataclasses of zfleet_smapi: every SMAPI function as a typed rpc.

Run by `make protos` before the Python is generated. One file and one service per group. Field
numbers are the positions in the dataclass, so a parameter added at the end breaks nobody.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from zfleet_runtime.smapi_contract import (
    FIRST_FIELD,
    FIRST_REPLY_FIELD,
    GROUPS,
    RETURN_AT_ONCE,
    field_type,
    has_presence,
    message_name,
    service_name,
    word_name,
)
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.declaration import Background, Header, Stream, Struct, Words
from zfleet_smapi.layout import Field, Layout, fields_of, layout

FOLDER = Path("protos/zfleet/smapi/v1")
WIDTH = 116
HEAD = """// SPDX-License-Identifier: Apache-2.0
// Generated from zfleet_smapi by "make protos": change the dataclass, not this file.
syntax = "proto3";

package zfleet.smapi.v1;

"""
OWNER = {
    "guest": "guest",
    "directory": "guest",
    "host": "guest",
    "other": "guest",
    "storage": "storage",
    "network": "network",
}
MEANING = {
    "guest": "virtual machines: their directory entries, profiles, prototypes, CPUs and running state.",
    "directory": "the directory manager itself: local tags, searches, notifications, pending changes.",
    "host": "the host: facts, performance, dumps, events, metadata.",
    "other": "who may call what: authorization lists, name lists, authentication.",
    "storage": "minidisks, volumes, pools, SCSI and FCP devices.",
    "network": "virtual network adapters, switches, LANs and the host's own IP interfaces.",
}

STREAMED = """

Each call has a connection to z/VM of its own, 16 at most (RESOURCE_EXHAUSTED), and lasts until the caller cancels it. \
Cancel to unsubscribe: Event_Unsubscribe is no rpc, for it would end the subscriptions of everybody who uses the \
service's z/VM user id. When z/VM or the service ends it: UNAVAILABLE. Those who want to know what happens to guests \
find zfleet.guest.v1.GuestService.WatchGuests easier: it decodes events, shares one connection, and subscribes again."""


def comment(text: str, indent: str = "") -> str:
    """Text as // lines."""
    lines: list[str] = []
    for paragraph in text.strip().split("\n"):
        lines += textwrap.wrap(paragraph, WIDTH - len(indent)) or [""]
    return "".join(f"{indent}//{' ' + line if line else ''}\n" for line in lines)


def explained(field: Field) -> str:
    """What a field means, with its limits, as one comment."""
    parts = [field.doc[:1].upper() + field.doc[1:] if field.doc else f"IBM's {field.wire_key}"]
    if field.kind in ("int1", "int4", "int8"):
        if field.min is not None and field.max is not None and not field.values:
            parts.append(f"{field.min} to {field.max}")
    elif field.max is not None:
        parts.append(f"{field.min or 0} to {field.max} bytes" if not field.repeated else "")
    if field.charset and field.charset.startswith("char") and field.charset not in ("charNA", "charNB"):
        parts.append({"char10": "digits", "char16": "hexadecimal digits"}.get(field.charset, f"of {field.charset}"))
    if field.size is not None:
        parts.append(f"{field.size} bytes, blanks at the end taken off")
    if field.values:
        shown = "; ".join(f"{value}: {text}" if text else value for value, text in field.values.items())
        parts.append(("for example " if field.open_values else "one of ") + shown)
    if field.secret:
        parts.append("never logged")
    text = ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
    return text + "."


def message_fields(fields: tuple[Field, ...], first: int) -> Iterator[str]:
    """The lines of a message body."""
    for number, field in enumerate(fields, first):
        label = "repeated " if field.repeated else "optional " if has_presence(field) else ""
        yield comment(explained(field), "  ") + f"  {label}{field_type(field)} {field.name} = {number};\n"


def message(name: str, doc: str, body: list[str]) -> str:
    """One message."""
    if not body:
        return f"{comment(doc)}message {name} {{}}\n"
    return f"{comment(doc)}message {name} {{\n{''.join(body)}}}\n"


def parts_of(fields: tuple[Field, ...], found: dict[str, str]) -> None:
    """Adds the messages that fields are made of: structs of arrays, and lines of words."""
    for field in fields:
        if field.struct is not None:
            add_struct(field.struct, found)
        words = field.words_class or (field.item.words_class if field.item else None)
        if words is not None:
            add_words(words, found)
        if field.item is not None:
            parts_of((field.item,), found)


def add_struct(struct: type[Struct], found: dict[str, str]) -> None:
    """Adds one struct and what it is made of."""
    name = message_name(struct)
    if name in found:
        return
    found[name] = ""
    fields = fields_of(struct)
    doc = (struct.__doc__ or name).strip()
    found[name] = message(name, re.sub(r"\s*\n\s*", " ", doc), list(message_fields(fields, 1)))
    parts_of(fields, found)


def add_words(words: type[Words], found: dict[str, str]) -> None:
    """Adds the message of a line of words."""
    name = message_name(words)
    if name in found:
        return
    body = [
        f"  // Word {number} of the line; empty when it is not there.\n  string {word_name(word)} = {number};\n"
        for number, word in enumerate(words.words, 1)
    ]
    found[name] = message(name, re.sub(r"\s*\n\s*", " ", (words.__doc__ or name).strip()), body)


def request(function: Layout) -> str:
    """The request message of one function."""
    body = []
    if function.header is Header.STANDARD:
        empty = "ALL" if function.stream is Stream.EVENTS else "the service's own user id"
        required = "Required." if function.target_required else f"Empty: {empty}."
        target = function.target_doc or "what the function acts on"
        body.append(comment(f"Target: {target}. {required}", "  ") + "  string target = 1;\n")
    body += message_fields(function.parameters, FIRST_FIELD)
    if function.background is not Background.NONE:
        body.append(
            "  // Answer at once when z/VM goes on in the background (return code 592); do not wait for the end.\n"
            f"  bool return_at_once = {RETURN_AT_ONCE};\n"
        )
    return message(f"{function.class_name}Request", f"Request of {function.function}.", body)


def response(function: Layout) -> str:
    """The response message of one function."""
    if function.stream is Stream.EVENTS:
        body = [
            "  // Type of the data: 0 is a record of *VMEVENT, 1 a directory change or another application's event.\n"
            "  int32 event_type = 1;\n",
            "  // The event as z/VM sent it.\n  bytes data = 2;\n",
        ]
        return message(f"{function.class_name}Response", f"One event of {function.function}.", body)
    reasons = ", ".join(map(str, function.success_reasons))
    body = [
        "  // SMAPI's return code; a failure is a gRPC error and never comes here.\n  int32 return_code = 1;\n",
        f"  // SMAPI's reason code; with return code 0 it is {reasons}.\n  int32 reason_code = 2;\n",
        *message_fields(function.reply, FIRST_REPLY_FIELD),
    ]
    return message(f"{function.class_name}Response", f"Response of {function.function}.", body)


def file_of(group: str) -> str:
    """One group's .proto."""
    functions = [layout(call) for _, call in sorted(FUNCTIONS.items()) if call.group == group]
    functions = [function for function in functions if function.stream is not Stream.CLOSE]
    parts: dict[str, str] = {}
    rpcs = []
    for function in functions:
        parts_of(function.parameters, parts)
        parts_of(function.reply, parts)
        streamed = "stream " if function.stream is Stream.EVENTS else ""
        level = f"\n\nSince SMAPI level {function.level}." if function.level else ""
        level += STREAMED if streamed else ""
        rpcs.append(
            comment(f"{function.function}: {function.doc}{level}", "  ")
            + f"  rpc {function.class_name}({function.class_name}Request) returns "
            + f"({streamed}{function.class_name}Response);\n"
        )
    head = comment(
        f"SMAPI's functions for {MEANING[group]}\n\n"
        f"Served by the {OWNER[group]} service and forwarded by the gateway. One rpc is one SMAPI call, with IBM's "
        "names. A failure is a gRPC status with google.rpc.ErrorInfo (function, return_code, reason_code); a parameter "
        "that breaks its limits is INVALID_ARGUMENT before z/VM is asked. Background work is waited for."
    )
    uses_pairs = any(field.kind == "pairs" for f in functions for field in (*f.parameters, *f.reply))
    imports = 'import "zfleet/smapi/v1/assignment.proto";\n\n' if uses_pairs else ""
    return (
        HEAD
        + imports
        + head
        + f"service {service_name(group)} {{\n"
        + "\n".join(rpcs)
        + "}\n\n"
        + "\n".join([*(parts[name] for name in sorted(parts)), *(request(f) + "\n" + response(f) for f in functions)])
    )


ASSIGNMENT = """// SPDX-License-Identifier: Apache-2.0
// Generated from zfleet_smapi by "make protos": change the dataclass, not this file.
syntax = "proto3";

package zfleet.smapi.v1;

// One item of a list of assignments whose keywords may repeat.
message Assignment {
  // IBM's keyword.
  string keyword = 1;
  // What follows the equals sign; absent when there is no equals sign.
  optional string value = 2;
}
"""


def files() -> dict[Path, str]:
    """Every generated .proto with its text."""
    return {
        FOLDER / "assignment.proto": ASSIGNMENT,
        **{FOLDER / f"{group}_functions.proto": file_of(group) for group in GROUPS},
    }


def stale() -> list[str]:
    """The files that are not what the dataclasses say."""
    return [str(p) for p, text in files().items() if not p.exists() or p.read_text(encoding="utf-8") != text]


def write() -> None:
    """Writes every generated .proto."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
