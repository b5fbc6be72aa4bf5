# SPDX-License-Identifier: Apache-2.0
"""The whole of zfleet behind its REST API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.service.gateway.rest.world import Rest, rest_world


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[Rest]:
    """A fresh host, served over HTTP."""
    async with rest_world(tmp_path) as world:
        yield world
