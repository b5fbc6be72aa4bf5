# SPDX-License-Identifier: Apache-2.0
"""The load tests run only when asked for (`make load`), and say what they measured at the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Say = Callable[[str], None]
_LINES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Lines of this run."""
    config.stash[_LINES] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks every test of this folder, and skips it unless `-m load` was given."""
    for item in items:
        if "tests/load/" in item.path.as_posix():
            item.add_marker(pytest.mark.load)
            item.add_marker(pytest.mark.timeout(900))
            if "load" not in (config.option.markexpr or ""):
                item.add_marker(pytest.mark.skip(reason="a benchmark: run make load"))


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """Adds a line to what is printed at the end of the run."""
    lines = request.config.stash[_LINES]
    return lines.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints the lines."""
    lines = config.stash.get(_LINES, [])
    if lines:
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.write_line(line)
