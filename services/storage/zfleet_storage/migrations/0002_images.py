# SPDX-License-Identifier: Apache-2.0
"""How images are packed, what disk they need, their MD5 and when they were last used."""

import sqlalchemy as sa
from alembic import op

revision = "storage_0002"
down_revision = "storage_0001"
branch_labels = None
depends_on = None

CYLINDER_BYTES = 737_280
COLUMNS = (
    sa.Column("md5", sa.String(32), nullable=False, server_default=""),
    sa.Column("disk_type", sa.String(4), nullable=False, server_default=""),
    sa.Column("packing", sa.String(8), nullable=False, server_default="raw"),
    sa.Column("disk_size", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("disk_unit", sa.String(3), nullable=False, server_default="CYL"),
    sa.Column("disk_bytes", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("used_at", sa.Double, nullable=False, server_default="0"),
)


def upgrade() -> None:
    """Adds the columns; what was imported before was raw."""
    for column in COLUMNS:
        op.add_column("storage_images", column)
    images = sa.table("storage_images", sa.column("size_bytes"), sa.column("disk_bytes"), sa.column("disk_size"))
    cylinders: sa.ColumnElement[int] = sa.literal_column(f"(size_bytes + {CYLINDER_BYTES - 1}) / {CYLINDER_BYTES}")
    op.execute(images.update().values(disk_bytes=images.c.size_bytes, disk_size=cylinders))


def downgrade() -> None:
    """Drops the columns."""
    for column in reversed(COLUMNS):
        op.drop_column("storage_images", column.name)
