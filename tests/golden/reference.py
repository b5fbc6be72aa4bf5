# SPDX-License-Identifier: Apache-2.0
"""Where the reference facts and recorded bytes are read from; they are no part of this repository."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parents[2]


def reference(name: str) -> Any:
    """The content of a reference file; the tests that need it are skipped where it is not."""
    folder = Path(os.environ.get("ZFLEET_REFERENCE", _ROOT.parent / "shared" / "reference"))
    path = folder / name
    if not path.is_file():
        pytest.skip(f"{name} is not here: point ZFLEET_REFERENCE at its folder", allow_module_level=True)
    return json.loads(path.read_text())
