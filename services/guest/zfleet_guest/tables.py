# SPDX-License-Identifier: Apache-2.0
"""The tables of the guest service. Times are seconds since 1970 (UTC).

What exists is the directory's business: no row here makes a guest. `guests` is the registry of managed guests. It says
which request a guest was created for, and its key keeps two creations of one user id apart before z/VM is touched; a
row whose creation is not finished (`creating`) is no managed guest yet.
"""

from __future__ import annotations

from types import MappingProxyType

from sqlalchemy import Boolean, Column, Double, LargeBinary, MetaData, String, Table, false

metadata = MetaData()

CREATING = "creating"
CREATED = "created"

guests = Table(
    "guest_guests",
    metadata,
    Column("user_id", String(8), primary_key=True),
    Column("request_id", String(64), nullable=True),  # None: its creation was not repeatable
    Column("fingerprint", String(64), nullable=False),  # of the entry that was sent, see read_entry.py; "" for none
    Column("state", String(8), nullable=False),
    Column("claimed_at", Double, nullable=False),
    Column("lease_until", Double, nullable=False),  # of a creation: after it, anybody may take the user id
    Column("registered_at", Double, nullable=True),  # None: not managed yet
    Column("os_version", String(64), nullable=False, server_default=""),
    Column("metadata", String(1024), nullable=False, server_default=""),
    Column("network_configured", Boolean, nullable=False, server_default=false()),
    Column("relocated_to", String(8), nullable=False, server_default=""),  # another member of the cluster
    Column("relocating_to", String(8), nullable=False, server_default=""),  # the same while a move is under way
)

# Of a guest that has just become managed.
NOTHING_KNOWN = MappingProxyType(
    {"os_version": "", "metadata": "", "network_configured": False, "relocated_to": "", "relocating_to": ""}
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
