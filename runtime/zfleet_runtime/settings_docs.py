# SPDX-License-Identifier: Apache-2.0
"""Writes docs/settings.md from the declarations: every option of every part, with its variable, default and meaning.

`python -m zfleet_runtime.settings_docs` prints the page; `make docs` writes it.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys

from pydantic import BaseModel

from zfleet_runtime.command_line import default_text, variable
from zfleet_runtime.settings import PREFIX, DatabaseSettings, HostSettings, PartSettings, is_secret

# A part is known here by where its settings are declared, not by import: the rooms above may not be installed.
PARTS = (
    ("zfleet_gateway.settings", "GatewaySettings"),
    ("zfleet_guest.settings", "GuestSettings"),
    ("zfleet_storage.settings", "StorageSettings"),
    ("zfleet_network.settings", "NetworkSettings"),
)

_HEAD = f"""# Settings

<!-- Written by `make docs` from the declarations; do not edit. -->

Every process reads its options from, first found first: its flags (`--listen`), variables for it alone
(`{PREFIX}GUEST_LISTEN`), variables for all parts (`{PREFIX}LISTEN`), the table of its name in the TOML file that
`--config` or `{PREFIX}CONFIG` names (`[guest]`), the top level of that file, the default. Secrets have no flag. A list
is written with commas in a flag or a variable. Times are seconds unless said otherwise. `python -m zfleet_guest --help`
prints the same for one part.
"""


def page() -> str:
    """The page, ending with a newline."""
    shared = set(PartSettings.model_fields)
    database = set(DatabaseSettings.model_fields) - shared
    host = set(HostSettings.model_fields) - shared
    sections = [
        _HEAD,
        _section("Every part", PartSettings, [n for n in PartSettings.model_fields if n in shared], common=True),
        _section(
            "Parts with a database (gateway, guest, storage, network)",
            DatabaseSettings,
            [n for n in DatabaseSettings.model_fields if n in database],
            common=True,
        ),
        _section(
            "Parts that talk to z/VM (guest, storage, network)",
            HostSettings,
            [n for n in HostSettings.model_fields if n in host],
            common=True,
        ),
    ]
    for part in parts():
        names = [n for n in part.model_fields if n not in shared | database | host or _differs(part, n)]
        sections.append(_section(part.part.capitalize(), part, names, common=False))
    return "\n".join(sections)


def parts() -> list[type[PartSettings]]:
    """The settings of every part that is installed."""
    return [
        getattr(importlib.import_module(module), name)
        for module, name in PARTS
        if importlib.util.find_spec(module.partition(".")[0]) and importlib.util.find_spec(module)
    ]


def _differs(part: type[PartSettings], name: str) -> bool:
    for declared in (HostSettings, DatabaseSettings):
        if name in declared.model_fields:
            return bool(declared.model_fields[name].default != part.model_fields[name].default)
    return False


def _section(title: str, declared: type[PartSettings], names: list[str], *, common: bool) -> str:
    lines = [f"## {title}", "", "| option | variable | default | meaning |", "|---|---|---|---|"]
    for name in names:
        where = PREFIX + name.upper() if common else variable(declared, name)
        flag = "" if is_secret(declared, name) else f"`--{name.replace('_', '-')}`"
        meaning = (declared.model_fields[name].description or "").replace("|", "\\|")
        default = default_text(declared, name)
        if common and name in ("listen", "metrics_listen"):
            default = "see the part"
        lines.append(f"| {flag or 'no flag'} | `{where}` | {default} | {meaning}{_limits(declared, name)} |")
    return "\n".join([*lines, ""])


def _limits(declared: type[BaseModel], name: str) -> str:
    texts = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    found = [
        f"{text} {getattr(limit, kind)}"
        for limit in declared.model_fields[name].metadata
        for kind, text in texts.items()
        if getattr(limit, kind, None) is not None
    ]
    return f" ({', '.join(found)})" if found else ""


if __name__ == "__main__":
    sys.stdout.write(page())
