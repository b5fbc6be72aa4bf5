# SPDX-License-Identifier: Apache-2.0
"""Operations, their steps, and who is at work on which operation."""

import sqlalchemy as sa
from alembic import op

revision = "gateway_0001"
down_revision = None


def upgrade() -> None:
    """Creates the tables."""
    op.create_table(
        "gateway_operations",
        sa.Column("operation_id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.Integer, nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("user_id", sa.String(8), nullable=False),
        sa.Column("request_id", sa.String(64), nullable=True, unique=True),
        sa.Column("request", sa.LargeBinary, nullable=False),
        sa.Column("request_digest", sa.LargeBinary, nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("cancel_requested", sa.Boolean, nullable=False),
        sa.Column("create_us", sa.BigInteger, nullable=False),
        sa.Column("end_us", sa.BigInteger, nullable=True),
        sa.Column("error", sa.LargeBinary, nullable=True),
        sa.Column("result", sa.LargeBinary, nullable=True),
    )
    op.create_index(
        "gateway_operations_one_per_guest",
        "gateway_operations",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("end_us IS NULL"),
        postgresql_where=sa.text("end_us IS NULL"),
    )
    op.create_index("gateway_operations_by_age", "gateway_operations", ["create_us", "operation_id"])
    op.create_index("gateway_operations_by_guest", "gateway_operations", ["user_id", "create_us", "operation_id"])
    op.create_index("gateway_operations_by_end", "gateway_operations", ["end_us"])
    op.create_table(
        "gateway_steps",
        sa.Column(
            "operation_id",
            sa.String(36),
            sa.ForeignKey("gateway_operations.operation_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("undone", sa.Boolean, nullable=False),
        sa.Column("start_us", sa.BigInteger, nullable=True),
        sa.Column("duration_us", sa.BigInteger, nullable=True),
        sa.Column("done_bytes", sa.BigInteger, nullable=False),
        sa.Column("total_bytes", sa.BigInteger, nullable=False),
        sa.Column("result", sa.LargeBinary, nullable=True),
        sa.Column("error", sa.LargeBinary, nullable=True),
    )
    op.create_table(
        "gateway_leases",
        sa.Column(
            "operation_id",
            sa.String(36),
            sa.ForeignKey("gateway_operations.operation_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("until_us", sa.BigInteger, nullable=False),
    )
    op.create_index("gateway_leases_by_until", "gateway_leases", ["until_us"])
