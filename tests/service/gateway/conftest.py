# SPDX-License-Identifier: Apache-2.0
"""The whole of zfleet in one test process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.service.gateway.fleet import Fleet, fleet


@pytest.fixture
async def zfleet(tmp_path: Path) -> AsyncIterator[Fleet]:
    """Everything at work on a furnished host."""
    async with fleet(tmp_path) as all_of_it:
        yield all_of_it
