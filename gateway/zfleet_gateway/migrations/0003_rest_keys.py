# SPDX-License-Identifier: Apache-2.0
"""The key that the REST facade signs its tokens with: one for all replicas."""

import sqlalchemy as sa
from alembic import op

revision = "gateway_0003"
down_revision = "gateway_0002"


def upgrade() -> None:
    """Makes the table; the first gateway that issues a token makes the key."""
    op.create_table(
        "gateway_rest_keys",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
    )
