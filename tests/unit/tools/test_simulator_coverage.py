# SPDX-License-Identifier: Apache-2.0
"""The page of what the simulator serves: every function, with a test that says what it does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools.simulator_coverage import behaviour, checked_by, page, words
from zfleet_simulator.coverage import LIMITS, served
from zfleet_smapi.calls import FUNCTIONS, ImageActivate


def test_every_served_function_is_named_by_a_test_of_its_behaviour() -> None:
    """The test that asks everything of every function does not count."""
    tests = checked_by()
    assert [name for name in served() if not tests[name]] == []


def test_every_function_is_served_and_has_a_line_on_the_page() -> None:
    """With its behaviour in one sentence, its limits where there are any, and its tests."""
    lines = {line.split(" | ")[0].removeprefix("| "): line for line in page().splitlines() if line.startswith("| ")}
    assert set(served()) == set(FUNCTIONS) <= set(lines)
    assert set(LIMITS) <= set(FUNCTIONS)
    for name, call_type in FUNCTIONS.items():
        sentence = behaviour(call_type)
        assert sentence.endswith("."), name
        assert len(sentence) > 15, name
        assert sentence in lines[name]
        assert LIMITS.get(name, "") in lines[name]
        assert lines[name].count(" | ") == 5


def test_a_behaviour_is_the_first_sentence_of_the_declaration() -> None:
    """Codes and exceptions come after it."""
    assert (ImageActivate.__doc__ or "").startswith(behaviour(ImageActivate))
    assert "\n" not in behaviour(ImageActivate)


@pytest.mark.parametrize(
    ("code", "uses"),
    [
        ("from zfleet_smapi.calls import ImageQueryDM", False),
        ('"""About Image_Query_DM."""', False),
        ('def f():\n    """Image_Query_DM."""', False),
        ("# ImageQueryDM", False),
        ("ImageQueryDMReply()", False),
        ("ImageQueryDM(target='X')", True),
        ("calls.ImageQueryDM", True),
        ("replayed('Image_Query_DM', 2)", True),
        ("run('zfleet smapi Image_Query_DM --target X')", True),
        ("@given(calls(ImageQueryDM))\ndef f(): ...", True),
    ],
)
def test_a_function_is_used_by_code_and_not_by_words_about_it(code: str, uses: bool) -> None:
    """Names, attributes and texts of code count; imports, docstrings and comments do not."""
    assert bool({"ImageQueryDM", "Image_Query_DM"} & set(words(ast.parse(code)))) is uses


def test_the_simulators_own_tests_go_before_the_others(tmp_path: Path) -> None:
    """Files of the services' tests are named only where the simulator's own are silent; helpers never are."""
    files = {
        "tests/unit/simulator/test_one.py": "ImageQueryDM()",
        "tests/unit/simulator/worlds.py": "ImageDeleteDM()",
        "tests/unit/simulator/test_every_function.py": "ImageCreateDM()",
        "tests/service/guest/test_two.py": "ImageQueryDM(), ImageCreateDM()",
    }
    for name, code in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
    found = checked_by(tmp_path)
    assert found["Image_Query_DM"] == ("tests/unit/simulator/test_one.py",)
    assert found["Image_Create_DM"] == ("tests/service/guest/test_two.py",)
    assert found["Image_Delete_DM"] == ()
