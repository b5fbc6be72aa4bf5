# SPDX-License-Identifier: Apache-2.0
"""Who created which guest, which guests are paused, and what consoles have said."""

import sqlalchemy as sa
from alembic import op

revision = "guest_0001"
down_revision = None


def upgrade() -> None:
    """Creates the tables."""
    op.create_table(
        "guest_guests",
        sa.Column("user_id", sa.String(8), primary_key=True),
        sa.Column("request_id", sa.String(64), nullable=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("claimed_at", sa.Double, nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
    )
    op.create_table(
        "guest_paused",
        sa.Column("user_id", sa.String(8), primary_key=True),
        sa.Column("paused_at", sa.Double, nullable=False),
    )
    op.create_table(
        "guest_consoles",
        sa.Column("user_id", sa.String(8), primary_key=True),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("truncated", sa.Boolean, nullable=False),
    )
