# SPDX-License-Identifier: Apache-2.0
"""What the shell offers for a half-typed name: asked from the gateway, quickly; nothing when it is not there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from zfleet_client.session import Session, session_of

if TYPE_CHECKING:
    from zfleet_client.fleet import Fleet

LONGEST = 0.8  # seconds; a person is waiting at a prompt
MOST = 200  # names; more than that helps nobody

Completer = Callable[[click.Context, click.Parameter, str], list[str]]


def guests(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """User ids that start with what is typed."""
    typed = incomplete.upper()
    return _names(ctx, typed, lambda fleet: (g.user_id async for g in fleet.guests.list(prefix=typed)))


def images(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Names of images."""
    return _names(ctx, incomplete, lambda fleet: (image.name async for image in fleet.images.list()))


def pools(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Names of disk pools."""
    return _names(ctx, incomplete.upper(), lambda fleet: (pool.name async for pool in fleet.pools.list()))


def switches(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Names of virtual switches."""
    return _names(ctx, incomplete.upper(), lambda fleet: (s.name async for s in fleet.virtual_switches.list()))


def operations(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Ids of operations."""
    return _names(ctx, incomplete, lambda fleet: (each.id async for each in fleet.operations.list()))


def _names(ctx: click.Context, start: str, names: Callable[[Fleet], AsyncIterator[str]]) -> list[str]:
    from zfleet_client.errors import FleetError

    session = session_of(ctx)
    try:
        return asyncio.run(_collect(replace(session, timeout=LONGEST), start, names))
    except (FleetError, TimeoutError, click.UsageError):
        return []


async def _collect(session: Session, start: str, names: Callable[[Fleet], AsyncIterator[str]]) -> list[str]:
    found: list[str] = []
    async with asyncio.timeout(LONGEST), session.fleet() as fleet:
        async for name in names(fleet):
            if name.startswith(start):
                found.append(name)
            if len(found) >= MOST:
                break
    return found
