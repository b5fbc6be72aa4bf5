# SPDX-License-Identifier: Apache-2.0
"""The tables of the guest service. Times are seconds since 1970 (UTC).

What exists is the directory's business: no row here makes a guest. `guests` says which request a guest was created for,
and its key keeps two creations of one user id apart before z/VM is touched.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, LargeBinary, MetaData, String, Table

metadata = MetaData()

CREATING = "creating"
CREATED = "created"

guests = Table(
    "guest_guests",
    metadata,
    Column("user_id", String(8), primary_key=True),
    Column("request_id", String(64), nullable=True),  # None: its creation was not repeatable
    Column("fingerprint", String(64), nullable=False),  # of the entry that was sent, see read_entry.py
    Column("state", String(8), nullable=False),
    Column("claimed_at", Double, nullable=False),
    Column("lease_until", Double, nullable=False),  # of a creation: after it, anybody may take the user id
)

# Guests that PauseGuest stopped. CP is asked about these only: a guest may have been continued by somebody else.
paused = Table(
    "guest_paused",
    metadata,
    Column("user_id", String(8), primary_key=True),
    Column("paused_at", Double, nullable=False),
)

# The end of what each console has said: reading a console takes it out of CP's spool.
consoles = Table(
    "guest_consoles",
    metadata,
    Column("user_id", String(8), primary_key=True),
    Column("text", LargeBinary, nullable=False),
    Column("truncated", Boolean, nullable=False),
)
