# SPDX-License-Identifier: Apache-2.0
"""A host with 4,000 guests: loading it, and reading it page by page."""

from __future__ import annotations

import time
from pathlib import Path

from tests.load.conftest import Say
from zfleet_client import Fleet
from zfleet_client.local.local_fleet import LocalFleet
from zfleet_client.local.plan import PORTS, Plan

GUESTS = 4000
WITHIN = 60.0
"""Seconds that loading may take."""


async def test_a_large_host_loads_and_pages(tmp_path: Path, say: Say) -> None:
    """The preset is loaded through the public SMAPI client; a page costs its own guests, not all of them."""
    started = time.perf_counter()
    plan = Plan(state_folder=tmp_path, ports=dict.fromkeys(PORTS, 0), preset="fleet")
    async with LocalFleet(plan) as local, Fleet(local.address) as fleet:
        loading = time.perf_counter() - started
        pages: list[float] = []
        names: set[str] = set()
        before = time.perf_counter()
        async for page in fleet.guests.pages(page_size=100):
            pages.append(time.perf_counter() - before)
            names.update(guest.user_id for guest in page.guests)
            before = time.perf_counter()
    first, rest = pages[0], sorted(pages[1:])
    say(f"{GUESTS} guests: everything up and loaded in {loading:.1f} s (budget {WITHIN:.0f} s)")
    say(f"{len(pages)} pages of 100: first {first * 1e3:.0f} ms, the others p50 {rest[len(rest) // 2] * 1e3:.1f} ms")
    assert len(names) >= GUESTS
    assert loading < WITHIN
