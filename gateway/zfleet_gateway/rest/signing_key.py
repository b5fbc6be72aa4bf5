# SPDX-License-Identifier: Apache-2.0
"""The key that tokens are signed with: random, made once, kept in the gateway's database for all its replicas."""

from __future__ import annotations

import secrets

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from zfleet_gateway.tables import rest_keys
from zfleet_runtime.database import Database

_ONLY = 1
_BYTES = 32  # HS256: as long as the hash


async def signing_key(database: Database) -> bytes:
    """The key; made by whoever asks first."""
    key = await _kept(database)
    if key is None:
        try:
            async with database.writing() as session:
                await session.execute(insert(rest_keys).values(id=_ONLY, key=secrets.token_bytes(_BYTES)))
        except IntegrityError:
            pass  # another replica was faster
        key = await _kept(database)
    assert key is not None  # noqa: S101  # it was inserted by us or by whoever made us fail
    return key


async def _kept(database: Database) -> bytes | None:
    async with database.reading() as session:
        found = (await session.execute(select(rest_keys.c.key).where(rest_keys.c.id == _ONLY))).scalar_one_or_none()
    return bytes(found) if found is not None else None
