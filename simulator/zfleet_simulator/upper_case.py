# SPDX-License-Identifier: Apache-2.0
"""Upper case as z/VM makes it: the 26 letters and nothing else.

Python's own would turn the micro sign into a Greek letter that no answer can carry, and a sharp s into two letters.
"""

from __future__ import annotations

import string
from typing import Final

_LETTERS: Final = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def upper_case(text: str) -> str:
    """The text with a to z as capitals."""
    return text.upper() if text.isascii() else text.translate(_LETTERS)
