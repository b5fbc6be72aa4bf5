# SPDX-License-Identifier: Apache-2.0
"""The table of request ids (zfleet_runtime.requests); its name begins with the part's."""

import sqlalchemy as sa
from alembic import context, op

revision = "runtime_0001"
down_revision = None


def upgrade() -> None:
    """Creates it."""
    part = context.config.attributes["part"]
    op.create_table(
        f"{part}_requests",
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("method", sa.String(200), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("response", sa.LargeBinary, nullable=True),
        sa.Column("touched_at", sa.Double, nullable=False),
    )
    op.create_index(f"{part}_requests_touched_at", f"{part}_requests", ["touched_at"])
