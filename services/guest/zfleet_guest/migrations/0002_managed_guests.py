# SPDX-License-Identifier: Apache-2.0
"""The rows of created guests become the registry of managed guests."""

import sqlalchemy as sa
from alembic import op

revision = "guest_0002"
down_revision = "guest_0001"


def upgrade() -> None:
    """Adds what is known of a managed guest. Guests whose creation is done are managed since it began."""
    for column in (
        sa.Column("registered_at", sa.Double, nullable=True),
        sa.Column("os_version", sa.String(64), nullable=False, server_default=""),
        sa.Column("metadata", sa.String(1024), nullable=False, server_default=""),
        sa.Column("network_configured", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("relocated_to", sa.String(8), nullable=False, server_default=""),
        sa.Column("relocating_to", sa.String(8), nullable=False, server_default=""),
    ):
        op.add_column("guest_guests", column)
    op.execute("UPDATE guest_guests SET registered_at = claimed_at WHERE state = 'created'")
