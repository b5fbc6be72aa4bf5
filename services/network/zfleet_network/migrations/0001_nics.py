# SPDX-License-Identifier: Apache-2.0
"""Plans, NICs and their device numbers."""

import sqlalchemy as sa
from alembic import op

revision = "network_0001"
down_revision = None


def upgrade() -> None:
    """Creates the tables."""
    op.create_table(
        "network_plans",
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.String(8), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("expires_at", sa.Double, nullable=False),
    )
    op.create_table(
        "network_nics",
        sa.Column("user_id", sa.String(8), primary_key=True),
        sa.Column("device_number", sa.String(4), primary_key=True),
        sa.Column("mac_id", sa.String(6), nullable=False, unique=True),
        sa.Column("virtual_switch", sa.String(8), nullable=False),
        sa.Column("vlan_id", sa.Integer, nullable=False),
        sa.Column("nic_id", sa.String(64), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("granted", sa.Boolean, nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("expires_at", sa.Double, nullable=False),
    )
    op.create_index("network_nics_by_plan", "network_nics", ["plan"])
    op.create_index("network_nics_by_switch", "network_nics", ["virtual_switch", "user_id", "device_number"])
    op.create_index("network_nics_by_nic_id", "network_nics", ["nic_id"])
    op.create_index("network_nics_by_expiry", "network_nics", ["state", "expires_at"])
    op.create_table(
        "network_nic_devices",
        sa.Column("user_id", sa.String(8), primary_key=True),
        sa.Column("device_number", sa.String(4), primary_key=True),
        sa.Column("nic", sa.String(4), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id", "nic"], ["network_nics.user_id", "network_nics.device_number"], ondelete="CASCADE"
        ),
    )
    op.create_index("network_nic_devices_by_nic", "network_nic_devices", ["user_id", "nic"])
