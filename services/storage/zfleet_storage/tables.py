# SPDX-License-Identifier: Apache-2.0
"""The tables of the storage service. Times are seconds since 1970 (UTC).

`storage_disks` holds a row for each disk that this service planned, created or wrote to. Its key, user id and device
number, is what makes a device number unique before z/VM is touched. `storage_pools` has no content of its own: a
planner updates the rows of its pools first, so that planners of one pool wait for each other on any database.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    CursorResult,
    Double,
    Index,
    Integer,
    MetaData,
    Result,
    String,
    Table,
)

METADATA = MetaData()

PLANNED = "planned"
CREATED = "created"

plans = Table(
    "storage_plans",
    METADATA,
    Column("request_id", String(64), primary_key=True),
    Column("user_id", String(8), nullable=False),
    Column("fingerprint", String(64), nullable=False),
)

disks = Table(
    "storage_disks",
    METADATA,
    Column("user_id", String(8), primary_key=True),
    Column("device_number", String(4), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("plan", String(64), nullable=False),  # request_id of the plan, empty when there was none
    Column("position", Integer, nullable=False),  # in the plan's request
    Column("pool", String(8), nullable=False),
    Column("kind", String(4), nullable=False),
    Column("device_type", String(8), nullable=False),
    Column("size", BigInteger, nullable=False),  # cylinders or blocks
    Column("volume", String(6), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("mode", String(5), nullable=False),
    Column("boot", Boolean, nullable=False),
    Column("virtual_disk", Boolean, nullable=False),
    Column("image", String(255), nullable=False),
    Column("file_system", String(8), nullable=False),
    Column("expires_at", Double, nullable=False),  # of a planned disk
    Column("changed_at", Double, nullable=False),
)
Index("storage_disks_by_pool", disks.c.pool, disks.c.state)
Index("storage_disks_by_plan", disks.c.plan)

pools = Table(
    "storage_pools",
    METADATA,
    Column("name", String(8), primary_key=True),
    Column("turn", BigInteger, nullable=False),
)

images = Table(
    "storage_images",
    METADATA,
    Column("name", String(255), primary_key=True),
    Column("file", String(64), nullable=False, unique=True),  # name of its file in the image folder
    Column("os_version", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("imported_at", Double, nullable=False),
    Column("ready", Boolean, nullable=False),  # False: being imported, shown to nobody
    Column("request_id", String(64), nullable=False),
    Column("lease_until", Double, nullable=False),  # of an import under way: after it, anybody may take the name
    Column("md5", String(32), nullable=False),  # of the file, as sha256; empty: imported before it was kept
    Column("disk_type", String(4), nullable=False),  # DASD, SCSI, or empty: not said
    Column("packing", String(8), nullable=False),  # see packing.Packing
    Column("disk_size", BigInteger, nullable=False),  # of the smallest disk that it fits on
    Column("disk_unit", String(3), nullable=False),  # of disk_size: CYL or BLK
    Column("disk_bytes", BigInteger, nullable=False),  # what it writes to a disk
    Column("used_at", Double, nullable=False),  # last written to a disk or exported; 0 before
)

image_uses = Table(
    "storage_image_uses",
    METADATA,
    Column("use", String(32), primary_key=True),
    Column("image", String(255), nullable=False),
    Column("lease_until", Double, nullable=False),
)
Index("storage_image_uses_by_image", image_uses.c.image)


def changed_rows(result: Result[Any]) -> int:
    """How many rows an INSERT, UPDATE or DELETE changed."""
    return int(cast("CursorResult[Any]", result).rowcount)
