# SPDX-License-Identifier: Apache-2.0
"""Plans, disks, turns of the pools, images and their uses."""

import sqlalchemy as sa
from alembic import op

revision = "storage_0001"
down_revision = None
branch_labels = ("storage",)
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    op.create_table(
        "storage_plans",
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.String(8), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
    )
    op.create_table(
        "storage_disks",
        sa.Column("user_id", sa.String(8), primary_key=True),
        sa.Column("device_number", sa.String(4), primary_key=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("pool", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("device_type", sa.String(8), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("volume", sa.String(6), nullable=False),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("mode", sa.String(5), nullable=False),
        sa.Column("boot", sa.Boolean, nullable=False),
        sa.Column("virtual_disk", sa.Boolean, nullable=False),
        sa.Column("image", sa.String(255), nullable=False),
        sa.Column("file_system", sa.String(8), nullable=False),
        sa.Column("expires_at", sa.Double, nullable=False),
        sa.Column("changed_at", sa.Double, nullable=False),
    )
    op.create_index("storage_disks_by_pool", "storage_disks", ["pool", "state"])
    op.create_index("storage_disks_by_plan", "storage_disks", ["plan"])
    op.create_table(
        "storage_pools",
        sa.Column("name", sa.String(8), primary_key=True),
        sa.Column("turn", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "storage_images",
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("file", sa.String(64), nullable=False, unique=True),
        sa.Column("os_version", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("imported_at", sa.Double, nullable=False),
        sa.Column("ready", sa.Boolean, nullable=False),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
    )
    op.create_table(
        "storage_image_uses",
        sa.Column("use", sa.String(32), primary_key=True),
        sa.Column("image", sa.String(255), nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
    )
    op.create_index("storage_image_uses_by_image", "storage_image_uses", ["image"])


def downgrade() -> None:
    """Drops the tables."""
    for name in ("image_uses", "images", "pools", "disks", "plans"):
        op.drop_table(f"storage_{name}")
