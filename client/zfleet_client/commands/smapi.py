# SPDX-License-Identifier: Apache-2.0
"""`zfleet smapi FUNCTION`: any SMAPI function from the command line; options and help come from its declaration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem
from google.protobuf.json_format import ParseDict, ParseError
from google.protobuf.message import Message

from zfleet_client.functions import function_of, request_type
from zfleet_client.session import Session, in_session
from zfleet_client.show import answer
from zfleet_runtime.smapi_contract import field_type
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.declaration import Background, Call, Header, Stream
from zfleet_smapi.layout import Field, Layout, layout

EPILOG = """A value that begins with @ names a file: its lines are the values of an option that can be given more than
once, its text the value of any other. Names of functions are taken in either case."""


class FunctionWords(click.Group):
    """A group with one command per function, made when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for name, call in FUNCTIONS.items() if call.stream is Stream.NONE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        try:
            return command_of(function_of(cmd_name))
        except ValueError:
            return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Functions"):
            formatter.write_dl([(n, _first_sentence(FUNCTIONS[n].__doc__ or "")) for n in self.list_commands(ctx)])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        begin = incomplete.upper()
        names = [name for name in self.list_commands(ctx) if name.upper().startswith(begin)]
        return [CompletionItem(name, help=_first_sentence(FUNCTIONS[name].__doc__ or "")) for name in names]


@click.group("smapi", cls=FunctionWords, epilog=EPILOG)
def smapi_command() -> None:
    """Call one function of z/VM's systems management API, by IBM's name.

    \b
      zfleet smapi Image_Query_DM --target LINUX01
      zfleet smapi Image_Volume_Space_Query_DM --query-type 2 --entry-type 3 --entry-names POOL1
    """


def command_of(call: type[Call[Any]]) -> click.Command:
    """The command of one function."""
    function = layout(call)

    @in_session
    async def run(session: Session, /, **given: Any) -> None:
        request = _request(call, function, given)
        async with session.fleet() as fleet:
            reply = await fleet.functions.send(call, request)
        session.show(reply, *_for_people(reply, function))

    options: list[click.Parameter] = [*_options(function)]
    made = click.Command(function.function, callback=run, params=options, help=_help(function), epilog=EPILOG)
    made.params += getattr(run, "__click_params__", [])
    return made


def _options(function: Layout) -> Iterator[click.Option]:
    if function.header is Header.STANDARD:
        meaning = function.target_doc or "what the function acts on"
        yield click.Option(["--target"], required=function.target_required, help=f"{meaning[:1].upper()}{meaning[1:]}.")
    for field in function.parameters:
        yield _option(field)
    if function.background is not Background.NONE:
        yield click.Option(["--return-at-once"], is_flag=True, help="Do not wait for work in the background.")


def _option(field: Field) -> click.Option:
    name = "--" + field.name.replace("_", "-")
    help_text = _explained(field)
    if field.secret and not field.repeated:
        return click.Option([name], prompt=True, prompt_required=False, hide_input=True, default=None, help=help_text)
    if field_type(field) in ("int32", "uint32", "uint64") and not field.repeated:
        return click.Option([name], type=int, required=field.required, help=help_text)
    return click.Option([name], multiple=field.repeated, required=field.required, help=help_text)


def _explained(field: Field) -> str:
    parts = [f"{field.doc[:1].upper()}{field.doc[1:]}" if field.doc else ""]
    if field.values:
        parts.append(("For example " if field.open_values else "One of ") + ", ".join(field.values))
    elif field.max is not None and not field.repeated:
        unit = "" if field.kind in ("int1", "int4", "int8") else " characters"
        parts.append(f"{field.min or 0} to {field.max}{unit}")
    if field.kind == "pairs":
        parts.append("KEYWORD=VALUE, as often as needed")
    elif field.struct is not None:
        parts.append("a JSON object, as often as needed")
    elif field.repeated:
        parts.append("As often as needed, or @FILE")
    return ". ".join(part.rstrip(".") for part in parts if part)


def _request(call: type[Call[Any]], function: Layout, given: dict[str, Any]) -> Message:
    values: dict[str, Any] = {}
    fields = {field.name: field for field in function.parameters}
    for name, value in given.items():
        if value in (None, (), False):
            continue
        field = fields.get(name)
        values[name] = value if field is None or isinstance(value, int) else _value(field, value)
    request: Message = request_type(call)()
    try:
        return ParseDict(values, request)
    except ParseError as error:
        raise click.UsageError(str(error)) from None


def _value(field: Field, given: Any) -> Any:
    if not field.repeated:
        return _text(field, given)
    items = [item for each in given for item in _lines(field, each)]
    if field.kind == "pairs":
        return [_assignment(item) for item in items]
    if field.struct is not None:
        import json

        try:
            return [json.loads(item) for item in items]
        except ValueError as error:
            raise click.BadParameter(f"not JSON: {error}", param_hint=field.name) from None
    return items


def _assignment(text: str) -> dict[str, str]:
    keyword, equals, value = text.partition("=")
    return {"keyword": keyword, "value": value} if equals else {"keyword": keyword}


def _text(field: Field, given: str) -> str:
    return "\n".join(_lines(field, given))


def _lines(field: Field, given: str) -> list[str]:
    if not given.startswith("@"):
        return [given]
    try:
        return Path(given[1:]).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{given[1:]} cannot be read: {error}", param_hint=field.name) from None


def _for_people(reply: Any, function: Layout) -> Iterator[Any]:
    yield answer.facts([("return code", reply.return_code), ("reason code", reply.reason_code)])
    for field in function.reply:
        value = getattr(reply, field.name)
        if not field.repeated:
            yield answer.facts([(field.name, value)])
        elif value:
            yield answer.heading(field.name)
            yield _rows(value)


def _rows(items: Any) -> Any:
    first = items[0]
    if not isinstance(first, Message):
        return answer.table(("",), [(item,) for item in items])
    names = [field.name for field in first.DESCRIPTOR.fields]
    return answer.table(names, [[_cell(getattr(item, name)) for name in names] for item in items])


def _cell(value: Any) -> str:
    if isinstance(value, (str, int)):
        return str(value)
    return "; ".join(" ".join(str(v) for _, v in i.ListFields()) if isinstance(i, Message) else str(i) for i in value)


def _help(function: Layout) -> str:
    text = function.doc
    if function.level:
        text += f"\n\nSince SMAPI level {function.level}."
    return text


def _first_sentence(text: str) -> str:
    return " ".join(text.strip().split("\n\n")[0].split())
