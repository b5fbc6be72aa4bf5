# SPDX-License-Identifier: Apache-2.0
"""Steps whose intent is written ahead of their turn."""

import sqlalchemy as sa
from alembic import op

revision = "gateway_0002"
down_revision = "gateway_0001"


def upgrade() -> None:
    """Adds the column; steps of a gateway before this one were announced by nobody."""
    op.add_column("gateway_steps", sa.Column("announced", sa.Boolean, nullable=False, server_default=sa.false()))
