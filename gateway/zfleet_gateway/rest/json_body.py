# SPDX-License-Identifier: Apache-2.0
"""Reads a request's JSON. What one reader would take one way and the next another way is refused."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

DEEPEST = 16  # levels of objects and lists; the contract needs six
# Members and items in all; a guest with 64 disks has some 400. Each may become a complaint of its own, and to make them
# takes the event loop's time, and everybody else's with it.
MOST_VALUES = 2000
MOST_COMMAS = 4 * MOST_VALUES  # those in texts too: what has more is not worth reading to the end


class Malformed(ValueError):
    """Not JSON that can be accepted; the text says why."""


def parse(body: bytes) -> Any:
    """The value that `body` is. Malformed for anything but strict JSON in UTF-8.

    Refused besides bad syntax: a key that comes twice, NaN and infinity, numbers out of range, more than 16 levels or
    2000 values, and text that cannot be written as UTF-8 (half a surrogate pair).
    """
    if body.count(b",") > MOST_COMMAS:
        raise Malformed(f"more than {MOST_COMMAS} commas")
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant, parse_float=_number
        )
        _check(value)
    except Malformed:
        raise
    except RecursionError:
        raise Malformed(f"more than {DEEPEST} levels") from None
    except UnicodeError:
        raise Malformed("text that is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except ValueError:  # int() refuses numbers of thousands of digits
        raise Malformed("a number is out of range") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a key comes twice in one object")
    return found


def _constant(name: str) -> NoReturn:
    raise Malformed(f"{name} is not JSON")


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Malformed("a number is out of range")
    return number


def _check(value: Any) -> None:
    """Without recursion: the depth is what is checked."""
    level, count = [value], 0
    for _ in range(DEEPEST + 1):
        if not level:
            return
        below: list[Any] = []
        for each in level:
            if isinstance(each, str):
                each.encode()
            elif isinstance(each, list):
                below += each
            elif isinstance(each, dict):
                for key in each:
                    key.encode()
                below += each.values()
        level = below
        count += len(level)
        if count > MOST_VALUES:
            raise Malformed(f"more than {MOST_VALUES} values")
    if level:
        raise Malformed(f"more than {DEEPEST} levels")
