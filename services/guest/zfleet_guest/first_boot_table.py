# SPDX-License-Identifier: Apache-2.0
"""What was prepared for the first boot of each guest: which files were sent, and the network parameter of an rhcos."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from zfleet_guest.tables import metadata

first_boot = Table(
    "guest_first_boot",
    metadata,
    Column("user_id", String(8), primary_key=True),
    # Names and types of the files, a JSON list of pairs; written before they are sent: a crash leaves none unknown.
    Column("files", Text, nullable=False),
    Column("network_parameter", String(512), nullable=False),
)
