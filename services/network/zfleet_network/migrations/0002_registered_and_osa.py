# SPDX-License-Identifier: Apache-2.0
"""NICs without a MACID (of an OSA, or registered as z/VM has them), real OSA devices, and whose a grant was before."""

import sqlalchemy as sa
from alembic import op

revision = "network_0002"
down_revision = "network_0001"

COLUMNS = (
    sa.Column("mac_address", sa.String(17), nullable=False, server_default=""),
    sa.Column("osa_device", sa.String(4), nullable=False, server_default=""),
    sa.Column("granted_before", sa.Boolean, nullable=False, server_default=sa.false()),
)


def upgrade() -> None:
    """Adds the columns, lets the MACID be absent, and creates the reservations of OSA devices."""
    for column in COLUMNS:
        op.add_column("network_nics", column)
    if op.get_bind().dialect.name == "sqlite":
        _rebuild()
    else:
        op.alter_column("network_nics", "mac_id", nullable=True)
    op.create_table(
        "network_osa_devices",
        sa.Column("real_device_number", sa.String(4), primary_key=True),
        sa.Column("user_id", sa.String(8), nullable=False),
        sa.Column("nic", sa.String(4), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id", "nic"], ["network_nics.user_id", "network_nics.device_number"], ondelete="CASCADE"
        ),
    )
    op.create_index("network_osa_devices_by_nic", "network_osa_devices", ["user_id", "nic"])


def _rebuild() -> None:
    """SQLite changes a column by copying its table; dropping the old one takes the device numbers with it."""
    devices = sa.table("network_nic_devices", sa.column("user_id"), sa.column("device_number"), sa.column("nic"))
    kept = [dict(row) for row in op.get_bind().execute(sa.select(devices)).mappings()]
    with op.batch_alter_table("network_nics", recreate="always") as nics:
        nics.alter_column("mac_id", existing_type=sa.String(6), nullable=True)
    op.get_bind().execute(sa.delete(devices))
    op.bulk_insert(devices, kept)
