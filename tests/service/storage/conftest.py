# SPDX-License-Identifier: Apache-2.0
"""One world for each test: nothing is left for the next one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.service.storage.world import World, world


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """A storage service on a small host: POOL1 (ECKD), POOL2 (FBA), profile OSDFLT, no guests."""
    async with world(tmp_path) as started:
        yield started
