# SPDX-License-Identifier: Apache-2.0
"""The form in which SMAPI functions are declared: one small frozen dataclass for a call, one for its reply.

    class ImageQueryDMReply(Reply):
        image_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 80))] = ()

    class ImageQueryDM(Call[ImageQueryDMReply], function="Image_Query_DM", group="guest", target="image"):
        \"\"\"Give the directory entry of an image ...\"\"\"

The annotations are the wire layout, in the order of the bytes. Subclassing is all there is to it: every subclass
becomes a frozen, keyword-only dataclass. `layout.layout` tells everything about a class; `wire.py` turns its instances
into bytes and back.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, ClassVar, Generic, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints

from .kinds import SECRET, Framing, Int4

ReplyT = TypeVar("ReplyT", bound="Reply")

HIDDEN = "<hidden>"


class Header(enum.Enum):
    """The three forms of a request's head."""

    STANDARD = "standard"
    """Function, user id, password and target."""
    NO_TARGET = "no_target"
    """Function, user id and password (Check_Authentication)."""
    FF = "ff"
    """X'FF', function and null: old undocumented functions, without user id, password and target."""


class Background(enum.Enum):
    """How a function tells that its work goes on in the background (return code 592)."""

    NONE = "none"
    ID_IN_REASON_CODE = "operation_id_in_reason_code"
    """The reason code is the operation id; no data."""
    ID_IN_DATA = "operation_id_in_data"
    """592/0 and the operation id in the data; without background work -1 (or 0) stands there."""
    TEXT_IDS = "text_ids_in_error_buffer_place"
    """592/4 and null-terminated ids such as MDISK=111074641 where an error buffer would be."""


class Stream(enum.Enum):
    """What comes after the request id, other than one answer."""

    NONE = "none"
    EVENTS = "events"
    """Blocks of int4 length, int4 type and data, for ever (Event_Subscribe)."""
    CLOSE = "close"
    """Nothing but the end of the connection (Event_Unsubscribe)."""


class Retry(enum.Enum):
    """What may be done when the answer was lost and z/VM cannot say what became of the call."""

    REPEAT = "repeat"
    """Asking twice changes nothing."""
    NEVER = "never"
    """The first one may have been done: the caller must look before doing it again."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(dataclasses.field,))
class Struct:
    """A group of fields on the wire; every subclass is a frozen, keyword-only dataclass."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        # Comparison and hash are written below once, not generated for each of some 300 classes: that halves the
        # time that an import takes.
        dataclasses.dataclass(frozen=True, kw_only=True, repr=False, eq=False)(cls)

    def __eq__(self, other: object) -> bool:
        """Equal when of the same class with equal fields; how a peer spelt its keys plays no part."""
        if type(other) is not type(self):
            return NotImplemented
        return self is other or _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash((type(self), *_values(self)))

    def __repr__(self) -> str:
        """All fields that differ from their default, secrets hidden."""
        hidden = secret_names(type(self))
        shown = []
        for field in dataclasses.fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            value = getattr(self, field.name)
            if value != field.default:
                shown.append(f"{field.name}={HIDDEN if field.name in hidden else repr(value)}")
        return f"{type(self).__name__}({', '.join(shown)})"


def _values(struct: Struct) -> tuple[Any, ...]:
    """The values of all fields, in the order of declaration."""
    cls = type(struct)
    names: tuple[str, ...] | None = cls.__dict__.get("_field_names")
    if names is None:
        names = tuple(field.name for field in dataclasses.fields(cls))  # type: ignore[arg-type]  # as above
        type.__setattr__(cls, "_field_names", names)
    return tuple([getattr(struct, name) for name in names])


def annotations_of(cls: type[Struct]) -> dict[str, tuple[Any, tuple[Any, ...]]]:
    """Each field's Python type and its marks, in the order of declaration; worked out once per class."""
    found: dict[str, tuple[Any, tuple[Any, ...]]] | None = cls.__dict__.get("_annotations_of")
    if found is None:
        hints = get_type_hints(cls, include_extras=True)
        found = {}
        for field in dataclasses.fields(cls):  # type: ignore[arg-type]  # as above
            hint = hints[field.name]
            marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
            found[field.name] = (get_args(hint)[0] if marks else hint, marks)
        type.__setattr__(cls, "_annotations_of", found)
    return found


def secret_names(cls: type[Struct]) -> frozenset[str]:
    """The names of a class's fields that must never be shown."""
    found: frozenset[str] | None = cls.__dict__.get("_secret_names")
    if found is None:
        found = frozenset(name for name, (_, marks) in annotations_of(cls).items() if SECRET in marks)
        type.__setattr__(cls, "_secret_names", found)
    return found


class Reply(Struct):
    """What every answer has. A function without data answers exactly this.

    `bare` says that the message ended after the reason code although the function can answer data: z/VM does that on
    most failures and on some successes. `error_texts` are the lines of the error buffer.
    """

    return_code: int = 0
    reason_code: int = 0
    request_id: int = 0
    error_texts: tuple[str, ...] = ()
    bare: bool = False


class OperationId(Reply):
    """The answer of the disk and image functions that may go on in the background.

    `operation_id` counts with return code 592 only; it is -1 or 0 when the work was done at once.
    """

    operation_id: Annotated[int, Int4()] = -1


REPLY_HEAD = tuple(field.name for field in dataclasses.fields(Reply))


class Call(Struct, Generic[ReplyT]):
    """One SMAPI call. `target` is the image, list, profile, ... that the function acts on.

    Class keywords of a subclass: `function` (IBM's name; `wire_name` where the wire's differs), `group` (the service
    that owns it), `target` (what the target means), `background`, `error_buffer` (framing of the texts that may follow
    a failure), `level` (first functional level with this function), `data_codes` ((return code, reason code) pairs
    other than 0/x and 592/x that carry data), `parameters` and `framing` for a key=value list, `retry`, `reply_option`
    (the field on whose value the layout of the reply depends), `operation_target` (the field that names the image to
    ask about the background operation).
    """

    target: str

    function: ClassVar[str] = ""
    wire_name: ClassVar[str] = ""
    group: ClassVar[str] = ""
    target_meaning: ClassVar[str] = ""
    header: ClassVar[Header] = Header.STANDARD
    background: ClassVar[Background] = Background.NONE
    error_buffer: ClassVar[Framing | None] = None
    error_buffer_expected: ClassVar[bool] = True
    level: ClassVar[int | None] = None
    success_reasons: ClassVar[tuple[int, ...]] = (0,)
    data_codes: ClassVar[tuple[tuple[int, int], ...]] = ()
    parameters: ClassVar[str] = ""
    framing: ClassVar[Framing] = Framing.TO_END
    stream: ClassVar[Stream] = Stream.NONE
    retry: ClassVar[Retry] = Retry.NEVER
    reply_option: ClassVar[str] = ""
    operation_target: ClassVar[str] = "target"
    reply_type: ClassVar[type[Reply]] = Reply

    def __init_subclass__(
        cls,
        *,
        function: str = "",
        wire_name: str = "",
        group: str = "",
        target: str = "",
        background: Background = Background.NONE,
        error_buffer: Framing | None = None,
        error_buffer_expected: bool = True,
        level: int | None = None,
        success_reasons: Iterable[int] = (0,),
        data_codes: Iterable[tuple[int, int]] = (),
        parameters: str = "",
        framing: Framing = Framing.TO_END,
        stream: Stream = Stream.NONE,
        retry: Retry | None = None,
        reply_option: str = "",
        operation_target: str = "target",
    ) -> None:
        super().__init_subclass__()
        if not function:
            return
        cls.function = function
        cls.wire_name = wire_name or function
        cls.group = group
        cls.target_meaning = target
        cls.background = background
        cls.error_buffer = error_buffer
        cls.error_buffer_expected = error_buffer_expected
        cls.level = level
        cls.success_reasons = tuple(success_reasons)
        cls.data_codes = tuple(data_codes)
        cls.parameters = parameters
        cls.framing = framing
        cls.stream = stream
        cls.retry = retry or (Retry.REPEAT if "_Query" in function or function.endswith("_Get") else Retry.NEVER)
        cls.reply_option = reply_option
        cls.operation_target = operation_target
        cls.reply_type = _reply_type(cls)


def _reply_type(cls: type) -> type[Reply]:
    for base in getattr(cls, "__orig_bases__", ()):
        if isinstance(get_origin(base), type) and issubclass(get_origin(base), Call):
            reply = get_args(base)[0]
            if isinstance(reply, type) and issubclass(reply, Reply):
                return reply
    raise TypeError(f"{cls.__name__} must name its reply: Call[...]")


class HostCall(Call[ReplyT]):
    """A call whose target only serves the authorization check: left empty, the client sends its own user id."""

    target: str = ""


class UntargetedCall(Call[ReplyT]):
    """A call without a target on the wire: the old X'FF' form."""

    header: ClassVar[Header] = Header.FF
    target: str = dataclasses.field(init=False, default="")


class Words(str):
    """One line of words; a subclass names them: `line.chpid` is a word, `line.split(...)` still works.

    The annotations of a subclass are the words in their order. A word that is not there is "". Class keywords:
    `separator` (default: any blanks), `leading` (how many of the first words only the first line has; the other lines
    start after them), `rest` (the last word takes all that is left).
    """

    words: ClassVar[tuple[str, ...]] = ()
    separator: ClassVar[str | None] = None
    leading: ClassVar[int] = 0
    rest: ClassVar[bool] = False
    __slots__ = ()

    def __init_subclass__(cls, *, separator: str | None = None, leading: int = 0, rest: bool = False) -> None:
        super().__init_subclass__()
        cls.words = tuple(cls.__annotations__)
        cls.separator, cls.leading, cls.rest = separator, leading, rest

    def __getattr__(self, name: str) -> str:
        cls = type(self)
        if name.startswith("_") or name not in cls.words:
            raise AttributeError(f"{cls.__name__} has no word {name!r}")
        return self.by_name().get(name, "")

    def by_name(self) -> dict[str, str]:
        """The words of this line by their names."""
        cls = type(self)
        names: Sequence[str] = cls.words
        found = self.split(cls.separator, len(names) - 1) if cls.rest else self.split(cls.separator)
        if len(found) <= len(names) - cls.leading:
            names = names[cls.leading :]
        return dict(zip(names, found, strict=False))


def line(words: Iterable[object], separator: str = " ") -> str:
    """A line made of words: what a server sends for a `Words` field."""
    return separator.join(str(word) for word in words)
