# SPDX-License-Identifier: Apache-2.0
"""What every command needs: where the gateway is, how to show the answer, and what becomes of a failure.

The options stand on `zfleet` itself and on every command: `zfleet --output json list` and `zfleet list --output json`.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from rich.console import RenderableType

    from zfleet_client.fleet import Fleet

Parameters = ParamSpec("Parameters")
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Session:
    """The options that all commands share."""

    address: str = "127.0.0.1:50050"
    output: str = "table"
    timeout: float = 60.0
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    @property
    def for_programs(self) -> bool:
        """The answer goes to a program: JSON on stdout, and a failure as JSON on stderr."""
        return self.output == "json"

    def fleet(self) -> Fleet:
        """The fleet behind the gateway. click.UsageError for an address or TLS file that cannot be used."""
        from zfleet_client.connection import Tls
        from zfleet_client.fleet import Fleet

        if (self.cert is None) != (self.key is None):
            raise click.UsageError("--cert and --key belong together: give both or none")
        tls = Tls(self.ca, self.cert, self.key) if self.ca or self.cert else None
        try:
            return Fleet(self.address, tls=tls, timeout=self.timeout)
        except ValueError as error:
            raise click.UsageError(f"--address: {error}") from None
        except OSError as error:
            raise click.UsageError(f"{error.filename}: {error.strerror}") from None

    def show(self, message: Message, *people: RenderableType) -> None:
        """An answer: `message` as JSON for programs, `people` (tables, lines) for people."""
        from zfleet_client.show import answer

        if self.for_programs:
            click.echo(answer.json_of(message))
        else:
            answer.write(*people)


def connection_options(*, environment: bool = False) -> Callable[[Decorated], Decorated]:
    """Adds the shared options. Only `zfleet` itself reads the environment: so its flags are not overruled by it."""

    def option(*names: str, variable: str, **attributes: Any) -> Callable[[Decorated], Decorated]:
        return click.option(
            *names,
            expose_value=False,
            callback=_remember,
            envvar=variable if environment else None,
            show_envvar=environment,
            **attributes,
        )

    file = click.Path(exists=True, dir_okay=False, path_type=Path)

    def decorate(function: Decorated) -> Decorated:
        for add in (
            option("--key", variable="ZFLEET_KEY", type=file, help="Our private key (PEM)."),
            option("--cert", variable="ZFLEET_CERT", type=file, help="Our certificate (PEM), for mutual TLS."),
            option("--ca", variable="ZFLEET_CA", type=file, help="CA certificates (PEM) to trust; turns TLS on."),
            option(
                "--timeout",
                variable="ZFLEET_TIMEOUT",
                type=click.FloatRange(min=0, min_open=True),
                metavar="SECONDS",
                help="Deadline of each call. [default: 60]",
            ),
            option(
                "--output",
                "-o",
                variable="ZFLEET_OUTPUT",
                type=click.Choice(["table", "json"]),
                help="Tables for people or JSON for programs. [default: table]",
            ),
            option(
                "--address",
                variable="ZFLEET_ADDRESS",
                metavar="HOST:PORT",
                help="The gateway. [default: 127.0.0.1:50050]",
            ),
        ):
            function = add(function)
        return function

    return decorate


def session_of(ctx: click.Context) -> Session:
    """The session that the options read so far make."""
    root = ctx.find_root()
    return root.obj if isinstance(root.obj, Session) else Session()


def _remember(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None and parameter.name is not None:
        ctx.find_root().obj = replace(session_of(ctx), **{parameter.name: value})


def in_session(
    body: Callable[Concatenate[Session, Parameters], Coroutine[Any, Any, None]],
) -> Callable[Parameters, None]:
    """A command's function from a coroutine: runs it with the session; a failure becomes text and an exit code."""

    @connection_options()
    @functools.wraps(body)
    def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> None:
        from zfleet_client.errors import FleetError
        from zfleet_client.show.failure import tell

        session = session_of(click.get_current_context())
        try:
            asyncio.run(body(session, *arguments, **options))
        except FleetError as error:
            raise click.exceptions.Exit(tell(error, session)) from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(130) from None

    return run
