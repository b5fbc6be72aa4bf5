# SPDX-License-Identifier: Apache-2.0
"""The tables of the network service. Times are seconds since 1970 (UTC).

The keys are the reservations: a row of `devices` for each of a NIC's three device numbers, the unique MACID of `nics`,
and a row of `osa_devices` for each real device stand before z/VM is touched, so no two NICs of a guest overlap and no
two NICs of the host share an address or an OSA device.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData()

plans = Table(
    "network_plans",
    metadata,
    Column("request_id", String(64), primary_key=True),
    Column("user_id", String(8), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),  # of the request, so that another one is told apart
    Column("expires_at", Double, nullable=False),
)

nics = Table(
    "network_nics",
    metadata,
    Column("user_id", String(8), primary_key=True),
    Column("device_number", String(4), primary_key=True),
    Column("mac_id", String(6), nullable=True, unique=True),  # NULL for none: an OSA's, or one that CP chose
    Column("virtual_switch", String(8), nullable=False),
    Column("vlan_id", Integer, nullable=False),
    Column("nic_id", String(64), nullable=False),
    Column("address", Text, nullable=False),  # JSON; empty when there is none
    Column("state", String(8), nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("plan", String(64), nullable=False),  # request id, or a made-up one of a call without
    Column("position", Integer, nullable=False),  # in that request
    Column("expires_at", Double, nullable=False),  # of a NIC that is planned or being created
    Column(
        "mac_address", String(17), nullable=False, server_default=""
    ),  # what CP gave a NIC that has no MACID of ours
    Column("osa_device", String(4), nullable=False, server_default=""),  # the first of its three; "" for none
    Column("granted_before", Boolean, nullable=False, server_default=false()),  # the grant was there before its plan
)
Index("network_nics_by_plan", nics.c.plan)
Index("network_nics_by_switch", nics.c.virtual_switch, nics.c.user_id, nics.c.device_number)
Index("network_nics_by_nic_id", nics.c.nic_id)
Index("network_nics_by_expiry", nics.c.state, nics.c.expires_at)

devices = Table(
    "network_nic_devices",
    metadata,
    Column("user_id", String(8), primary_key=True),
    Column("device_number", String(4), primary_key=True),
    Column("nic", String(4), nullable=False),  # the first of the three
    ForeignKeyConstraint(
        ["user_id", "nic"], ["network_nics.user_id", "network_nics.device_number"], ondelete="CASCADE"
    ),
)
Index("network_nic_devices_by_nic", devices.c.user_id, devices.c.nic)

osa_devices = Table(
    "network_osa_devices",
    metadata,
    Column("real_device_number", String(4), primary_key=True),
    Column("user_id", String(8), nullable=False),
    Column("nic", String(4), nullable=False),
    ForeignKeyConstraint(
        ["user_id", "nic"], ["network_nics.user_id", "network_nics.device_number"], ondelete="CASCADE"
    ),
)
Index("network_osa_devices_by_nic", osa_devices.c.user_id, osa_devices.c.nic)
