# SPDX-License-Identifier: Apache-2.0
"""docs/simulator-coverage.md: for each SMAPI function whether it is served, what it does, its limits, and its tests.

A function is checked by the test files that use its call class or IBM's name of it. Texts about a function (docstrings,
comments) do not count, nor does the test that asks every function anything.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zfleet_simulator.coverage import LIMITS, served
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.declaration import Call

ROOT = Path(__file__).parent.parent
# The simulator's own tests say what a function does; the others count where those are silent.
_OWN, _OTHERS = "tests/unit/simulator", ("tests/contract", "tests/service", "tests/e2e")
_GENERIC = "test_every_function.py"
_WORD = re.compile(r"[A-Za-z0-9_]+")


def page() -> str:
    """The page in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    here, tests = served(), checked_by()
    yield "# What the simulator serves"
    yield ""
    yield "Written by `make docs` from the calls, the simulator's handlers and the tests; do not edit."
    yield ""
    yield f"{len(here)} of {len(FUNCTIONS)} functions are served. An unserved function answers 900/12, as z/VM does."
    yield "A function whose limits are not named changes and reports the same state as every other function."
    yield f"Tests are files of `{_OWN}` unless another folder is named; every function is also asked anything that"
    yield f"passes its syntax check by `{_GENERIC}`."
    yield ""
    yield "| function | group | served in | behaviour | what it does not do | checked by |"
    yield "|---|---|---|---|---|---|"
    for name, call_type in sorted(FUNCTIONS.items()):
        cells = (
            name,
            call_type.group,
            here.get(name, "no"),
            behaviour(call_type),
            LIMITS.get(name, ""),
            ", ".join(_short(path) for path in tests[name]),
        )
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def behaviour(call_type: type[Call[Any]]) -> str:
    """The first sentence of what the call's declaration says."""
    text = " ".join((call_type.__doc__ or "").split())
    return re.split(r"(?<=\.) ", text, maxsplit=1)[0]


def _short(path: str) -> str:
    return path.removeprefix(f"{_OWN}/").removeprefix("tests/").removesuffix(".py")


def checked_by(root: Path = ROOT) -> Mapping[str, tuple[str, ...]]:
    """For each function the test files that use it, as paths below the root; none for one that no test names."""
    names = {call_type.__name__: name for name, call_type in FUNCTIONS.items()} | {name: name for name in FUNCTIONS}
    own, others = _uses(root, (_OWN,), names), _uses(root, _OTHERS, names)
    return {name: tuple(own.get(name) or others.get(name) or ()) for name in FUNCTIONS}


def _uses(root: Path, folders: tuple[str, ...], names: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("test_*.py")):
            if path.name != _GENERIC:
                tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
                for name in sorted({names[word] for word in words(tree) if word in names}):
                    found.setdefault(name, []).append(path.relative_to(root).as_posix())
    return found


def words(tree: ast.AST) -> Iterator[str]:
    """The names that code uses and the words of its texts; an import or a docstring alone uses nothing."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _WORD.findall(node.value)
        yield from words(node)
