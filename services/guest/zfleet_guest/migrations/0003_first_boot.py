# SPDX-License-Identifier: Apache-2.0
"""What was prepared for the first boot of guests."""

import sqlalchemy as sa
from alembic import op

revision = "guest_0003"
down_revision = "guest_0002"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "guest_first_boot",
        sa.Column("user_id", sa.String(8), primary_key=True),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("network_parameter", sa.String(512), nullable=False),
    )
