# SPDX-License-Identifier: Apache-2.0
"""FCP devices, their templates, and changes of volumes that can be taken back. A branch of its own."""

import sqlalchemy as sa
from alembic import op

revision = "storage_volumes_0001"
down_revision = None
branch_labels = ("storage_volumes",)
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    op.create_table(
        "storage_fcp_devices",
        sa.Column("device_number", sa.String(4), primary_key=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("owner", sa.String(8), nullable=False),
        sa.Column("npiv_wwpn", sa.String(16), nullable=False),
        sa.Column("physical_wwpn", sa.String(16), nullable=False),
        sa.Column("chpid", sa.String(2), nullable=False),
        sa.Column("pchid", sa.String(4), nullable=False),
        sa.Column("assigner", sa.String(8), nullable=False),
        sa.Column("reserved", sa.Boolean, nullable=False),
        sa.Column("connection_count", sa.Integer, nullable=False),
        sa.Column("template_id", sa.String(36), nullable=False),
    )
    op.create_index("storage_fcp_devices_by_assigner", "storage_fcp_devices", ["assigner"])
    op.create_index("storage_fcp_devices_by_template", "storage_fcp_devices", ["template_id"])
    op.create_table(
        "storage_fcp_templates",
        sa.Column("template_id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.String(255), nullable=False),
        sa.Column("host_default", sa.Boolean, nullable=True, unique=True),
        sa.Column("min_path_count", sa.Integer, nullable=False),
        sa.Column("turn", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "storage_fcp_template_devices",
        sa.Column("template_id", sa.String(36), primary_key=True),
        sa.Column("device_number", sa.String(4), primary_key=True),
        sa.Column("path", sa.Integer, nullable=False),
    )
    op.create_index("storage_fcp_template_devices_by_device", "storage_fcp_template_devices", ["device_number"])
    op.create_table(
        "storage_fcp_template_providers",
        sa.Column("provider", sa.String(64), primary_key=True),
        sa.Column("template_id", sa.String(36), nullable=False),
    )
    op.create_index("storage_fcp_template_providers_by_template", "storage_fcp_template_providers", ["template_id"])
    op.create_table(
        "storage_volume_changes",
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("devices", sa.Text, nullable=False),
        sa.Column("undone", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.Double, nullable=False),
    )
    op.create_index("storage_volume_changes_by_time", "storage_volume_changes", ["changed_at"])
    op.create_table(
        "storage_volume_turns",
        sa.Column("user_id", sa.String(8), primary_key=True),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
    )


def downgrade() -> None:
    """Drops the tables."""
    for name in (
        "volume_turns",
        "volume_changes",
        "fcp_template_providers",
        "fcp_template_devices",
        "fcp_templates",
        "fcp_devices",
    ):
        op.drop_table(f"storage_{name}")
