# SPDX-License-Identifier: Apache-2.0
"""The tables of FCP devices, their templates, and changes that can be taken back. Times are seconds since 1970 (UTC).

`storage_fcp_devices` holds what z/VM last said of each device, and who has it. A device is taken by an UPDATE that is
true only while nobody has it, so no two callers get the same one. `turn` of a template has no content of its own: who
chooses devices of a template updates it first, so that choosers wait for each other on any database.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Double, Index, Integer, String, Table, Text

from zfleet_storage.tables import METADATA

fcp_devices = Table(
    "storage_fcp_devices",
    METADATA,
    Column("device_number", String(4), primary_key=True),
    Column("state", String(8), nullable=False),  # free, active, offline, notfound
    Column("owner", String(8), nullable=False),
    Column("npiv_wwpn", String(16), nullable=False),
    Column("physical_wwpn", String(16), nullable=False),
    Column("chpid", String(2), nullable=False),
    Column("pchid", String(4), nullable=False),
    Column("assigner", String(8), nullable=False),
    Column("reserved", Boolean, nullable=False),
    Column("connection_count", Integer, nullable=False),
    Column("template_id", String(36), nullable=False),
)
Index("storage_fcp_devices_by_assigner", fcp_devices.c.assigner)
Index("storage_fcp_devices_by_template", fcp_devices.c.template_id)

fcp_templates = Table(
    "storage_fcp_templates",
    METADATA,
    Column("template_id", String(36), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("description", String(255), nullable=False),
    Column("host_default", Boolean, nullable=True, unique=True),  # True or NULL: so at most one is it
    Column("min_path_count", Integer, nullable=False),  # 0: all paths
    Column("turn", BigInteger, nullable=False),
)

fcp_template_devices = Table(
    "storage_fcp_template_devices",
    METADATA,
    Column("template_id", String(36), primary_key=True),
    Column("device_number", String(4), primary_key=True),
    Column("path", Integer, nullable=False),
)
Index("storage_fcp_template_devices_by_device", fcp_template_devices.c.device_number)

fcp_template_providers = Table(
    "storage_fcp_template_providers",
    METADATA,
    Column("provider", String(64), primary_key=True),
    Column("template_id", String(36), nullable=False),
)
Index("storage_fcp_template_providers_by_template", fcp_template_providers.c.template_id)

volume_changes = Table(
    "storage_volume_changes",
    METADATA,
    Column("request_id", String(64), primary_key=True),
    Column("user_id", String(8), nullable=False),
    Column("kind", String(8), nullable=False),  # attach, detach; undone when it was undone before it was begun
    Column("devices", Text, nullable=False),  # JSON: what was changed of which device
    Column("undone", Boolean, nullable=False),
    Column("changed_at", Double, nullable=False),
)
volume_turns = Table(
    "storage_volume_turns",
    METADATA,
    Column("user_id", String(8), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("lease_until", Double, nullable=False),
)
Index("storage_volume_changes_by_time", volume_changes.c.changed_at)
