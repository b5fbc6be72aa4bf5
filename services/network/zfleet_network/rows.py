# SPDX-License-Identifier: Apache-2.0
"""NICs as rows: the statements that reservations are made of, each inside a transaction of its caller."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from zfleet_network.address_plan import AddressPlan
from zfleet_network.device_numbers import devices_of
from zfleet_network.nics import PLANNED, Nic
from zfleet_network.tables import devices, nics, osa_devices, plans

Which = sa.ColumnElement[bool]

CHANGEABLE = ("virtual_switch", "vlan_id", "granted", "state", "expires_at")

_CHANGE = (
    sa.update(nics)
    .where(nics.c.user_id == sa.bindparam("key_user_id"), nics.c.device_number == sa.bindparam("key_device_number"))
    .values({name: sa.bindparam(name) for name in CHANGEABLE})
)


def nic_of(row: Mapping[Any, Any]) -> Nic:
    """The NIC that a row tells of."""
    address = None
    if row["address"]:
        fields = json.loads(row["address"])
        address = AddressPlan(**{**fields, "dns_servers": tuple(fields["dns_servers"])})
    return Nic(
        user_id=row["user_id"],
        device_number=row["device_number"],
        mac_id=row["mac_id"] or "",
        virtual_switch=row["virtual_switch"],
        vlan_id=row["vlan_id"],
        nic_id=row["nic_id"],
        address=address,
        state=row["state"],
        granted=row["granted"],
        granted_before=row["granted_before"],
        mac_address=row["mac_address"],
        osa_device=row["osa_device"],
    )


def select(connection: Connection, which: Which, *order: sa.ColumnElement[Any], limit: int | None = None) -> list[Nic]:
    """The NICs that a condition holds for."""
    query = sa.select(nics).where(which).order_by(*order).limit(limit)
    return [nic_of(row) for row in connection.execute(query).mappings()]


def insert(connection: Connection, plan: str, expires_at: float, found: Sequence[Nic]) -> None:
    """Writes new NICs with their device numbers. IntegrityError when one of them, a MACID or an OSA device is taken."""
    rows = [
        {
            "user_id": nic.user_id,
            "device_number": nic.device_number,
            "mac_id": nic.mac_id or None,
            "virtual_switch": nic.virtual_switch,
            "vlan_id": nic.vlan_id,
            "nic_id": nic.nic_id,
            "address": json.dumps(asdict(nic.address)) if nic.address else "",
            "state": nic.state,
            "granted": nic.granted,
            "granted_before": nic.granted_before,
            "mac_address": nic.mac_address,
            "osa_device": nic.osa_device,
            "plan": plan,
            "position": position,
            "expires_at": expires_at,
        }
        for position, nic in enumerate(found)
    ]
    numbers = [
        {"user_id": nic.user_id, "device_number": number, "nic": nic.device_number}
        for nic in found
        for number in devices_of(nic.device_number)
    ]
    real = [
        {"real_device_number": number, "user_id": nic.user_id, "nic": nic.device_number}
        for nic in found
        if nic.osa_device
        for number in devices_of(nic.osa_device)
    ]
    if rows:
        connection.execute(sa.insert(nics), rows)
        connection.execute(sa.insert(devices), numbers)
    if real:
        connection.execute(sa.insert(osa_devices), real)


def change(connection: Connection, found: Sequence[Nic], expires_at: float) -> None:
    """Writes how far NICs have come, where they couple, and whether their grants are ours."""
    rows = [
        {
            "key_user_id": nic.user_id,
            "key_device_number": nic.device_number,
            "expires_at": expires_at,
            **{name: getattr(nic, name) for name in CHANGEABLE if name != "expires_at"},
        }
        for nic in found
    ]
    if rows:
        connection.execute(_CHANGE, rows)


def rename(connection: Connection, user_id: str, device_number: str, nic_id: str) -> None:
    """Gives a NIC the caller's name for its port."""
    mine = (nics.c.user_id == user_id) & (nics.c.device_number == device_number)
    connection.execute(sa.update(nics).where(mine).values(nic_id=nic_id))


def delete(connection: Connection, which: Which) -> int:
    """Removes NICs; their device numbers go with them (ON DELETE CASCADE). How many there were."""
    return connection.execute(sa.delete(nics).where(which)).rowcount


def used_devices(connection: Connection, user_id: str) -> set[str]:
    """Every device number of a guest's NICs."""
    return set(connection.scalars(sa.select(devices.c.device_number).where(devices.c.user_id == user_id)))


def used_mac_ids(connection: Connection, mac_ids: Collection[str]) -> set[str]:
    """Those of `mac_ids` that a NIC has."""
    if not mac_ids:
        return set()
    return set(connection.scalars(sa.select(nics.c.mac_id).where(nics.c.mac_id.in_(mac_ids))))


def used_osa_devices(connection: Connection, numbers: Collection[str]) -> set[str]:
    """Those of `numbers` that are promised to a NIC."""
    if not numbers:
        return set()
    held = osa_devices.c.real_device_number
    return set(connection.scalars(sa.select(held).where(held.in_(numbers))))


def lock_guest(connection: Connection, user_id: str) -> None:
    """Waits until no other transaction reserves for this guest; held to the end of this one. PostgreSQL only."""
    lock = sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"network nics of {user_id}"))
    connection.execute(sa.select(lock))


def drop_expired(connection: Connection, now: float) -> None:
    """Removes planned NICs whose time is over, and plans that have none left."""
    connection.execute(sa.delete(nics).where(nics.c.state == PLANNED, nics.c.expires_at < now))
    bare = ~sa.exists().where(nics.c.plan == plans.c.request_id)
    connection.execute(sa.delete(plans).where(plans.c.expires_at < now, bare))
