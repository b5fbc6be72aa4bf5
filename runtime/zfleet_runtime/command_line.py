# SPDX-License-Identifier: Apache-2.0
"""The command line of a part: a flag per option, and a --help that says where else each can be set."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from zfleet_runtime.metrics import version
from zfleet_runtime.settings import PREFIX, Settings, is_secret, option_names, read


def settings_from(declared: type[Settings], arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """The settings that flags, variables and the file say. --help and --version print and exit.

    SettingsError names every bad option.
    """
    parser = _parser(declared)
    given = vars(parser.parse_args(arguments))
    file = given.pop("config") or environment.get(f"{PREFIX}CONFIG")
    flags = {name: value for name, value in given.items() if value is not None}
    return read(declared, flags=flags, environment=environment, file=Path(file) if file else None)


def _parser(declared: type[Settings]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"zfleet-{declared.part}",
        usage="%(prog)s [options]",
        description=(declared.__doc__ or "").strip().split("\n")[0],
        formatter_class=argparse.RawTextHelpFormatter,
        epilog=_secrets(declared),
        allow_abbrev=False,
        exit_on_error=True,
    )
    parser.add_argument("--version", action="version", version=f"zfleet {version()}")
    parser.add_argument(
        "--config",
        metavar="FILE",
        help=f"TOML file with options: shared ones at the top, this part's in [{declared.part}].\n({PREFIX}CONFIG)",
    )
    for name in option_names(declared):
        if is_secret(declared, name):
            continue
        parser.add_argument(
            f"--{name.replace('_', '-')}", dest=name, metavar=_kind(declared, name), help=_help(declared, name)
        )
    return parser


def _help(declared: type[Settings], name: str) -> str:
    meaning = textwrap.fill(declared.model_fields[name].description or "", 74)
    where = f"({variable(declared, name)}; default: {default_text(declared, name)})"
    return f"{meaning}\n{where}".replace("%", "%%")


def _secrets(declared: type[Settings]) -> str:
    lines = ["Secrets have no flag (it would show in the process list); set them by variable or file:"]
    for name in option_names(declared):
        if is_secret(declared, name):
            meaning = textwrap.indent(textwrap.fill(declared.model_fields[name].description or "", 94), "    ")
            lines += [f"  {variable(declared, name)}", meaning]
    return "\n".join(lines) if len(lines) > 1 else ""


def variable(declared: type[Settings], name: str) -> str:
    """The environment variable that sets an option of this part alone."""
    return f"{PREFIX}{declared.part.upper()}_{name.upper()}"


def default_text(declared: type[Settings], name: str) -> str:
    """An option's default as a person would write it."""
    value = declared.model_fields[name].default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return ",".join(map(str, value)) or "none"
    if isinstance(value, float):
        return f"{value:g}"
    return "none" if value in (None, "") else str(value)


def _kind(declared: type[Settings], name: str) -> str:
    value: Any = declared.model_fields[name].default
    if isinstance(value, bool):
        return "BOOL"
    if isinstance(value, int | float):
        return "NUMBER"
    return "VALUE"
