# SPDX-License-Identifier: Apache-2.0
"""One world for each test: nothing is left for the next one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.service.storage.volumes.world import Volumes, volumes


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Volumes]:
    """A volume service on a small host."""
    async with volumes(tmp_path) as started:
        yield started
