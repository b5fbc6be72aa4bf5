# SPDX-License-Identifier: Apache-2.0
"""Databases as a Feilong connector keeps them, made for a test: its tables, its columns, its ways of writing things."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

TABLES: Mapping[str, Sequence[str]] = {
    "sdk_guest.sqlite": (
        "CREATE TABLE guests (id char(36) PRIMARY KEY COLLATE NOCASE, userid varchar(8) NOT NULL UNIQUE COLLATE NOCASE,"
        " metadata varchar(255), net_set smallint DEFAULT 0, comments text)",
    ),
    "sdk_network.sqlite": (
        "CREATE TABLE switch (userid varchar(8) COLLATE NOCASE, interface varchar(4) COLLATE NOCASE,"
        " switch varchar(8) COLLATE NOCASE, port varchar(128) COLLATE NOCASE, comments varchar(128),"
        " PRIMARY KEY (userid, interface))",
    ),
    "sdk_image.sqlite": (
        "CREATE TABLE image (imagename varchar(128) PRIMARY KEY COLLATE NOCASE, imageosdistro varchar(16),"
        " md5sum varchar(512), disk_size_units varchar(512), image_size_in_bytes varchar(512), type varchar(16),"
        " comments varchar(128))",
    ),
    "sdk_fcp.sqlite": (
        "CREATE TABLE fcp (fcp_id char(4) NOT NULL COLLATE NOCASE, assigner_id varchar(8) NOT NULL DEFAULT ''"
        " COLLATE NOCASE, connections integer NOT NULL DEFAULT 0, reserved integer NOT NULL DEFAULT 0,"
        " wwpn_npiv varchar(16) NOT NULL DEFAULT '', wwpn_phy varchar(16) NOT NULL DEFAULT '',"
        " chpid char(2) NOT NULL DEFAULT '', pchid char(4) NOT NULL DEFAULT '', state varchar(8) NOT NULL DEFAULT '',"
        " owner varchar(8) NOT NULL DEFAULT '', tmpl_id varchar(32) NOT NULL DEFAULT '', PRIMARY KEY (fcp_id))",
        "CREATE TABLE template (id char(32) NOT NULL COLLATE NOCASE, name varchar(128) NOT NULL COLLATE NOCASE,"
        " description varchar(255) NOT NULL DEFAULT '', is_default integer NOT NULL DEFAULT 0,"
        " min_fcp_paths_count integer NOT NULL DEFAULT -1, PRIMARY KEY (id))",
        "CREATE TABLE template_sp_mapping (sp_name varchar(128) NOT NULL COLLATE NOCASE, tmpl_id char(32) NOT NULL,"
        " PRIMARY KEY (sp_name))",
        "CREATE TABLE template_fcp_mapping (fcp_id char(4) NOT NULL, tmpl_id char(32) NOT NULL, path integer NOT NULL,"
        " PRIMARY KEY (fcp_id, tmpl_id))",
    ),
}

# By file and table: the columns that a row here is about; the others have their defaults.
_COLUMNS = {
    "guests": ("sdk_guest.sqlite", "id, userid, metadata, net_set, comments"),
    "switch": ("sdk_network.sqlite", "userid, interface, switch, port, comments"),
    "image": ("sdk_image.sqlite", "imagename, imageosdistro, md5sum, disk_size_units, type, comments"),
    "fcp": ("sdk_fcp.sqlite", "fcp_id, assigner_id, connections, reserved, state, tmpl_id, wwpn_npiv"),
    "template": ("sdk_fcp.sqlite", "id, name, description, is_default, min_fcp_paths_count"),
    "template_sp_mapping": ("sdk_fcp.sqlite", "sp_name, tmpl_id"),
    "template_fcp_mapping": ("sdk_fcp.sqlite", "fcp_id, tmpl_id, path"),
}


def made(folder: Path, **rows: Sequence[tuple[Any, ...]]) -> Path:
    """The four files in `folder`, with `rows` by table."""
    folder.mkdir(exist_ok=True)
    for name, statements in TABLES.items():
        with closing(sqlite3.connect(folder / name)) as database, database:
            for statement in statements:
                database.execute(statement)
    add(folder, **rows)
    return folder


def add(folder: Path, **rows: Sequence[tuple[Any, ...]]) -> None:
    """More rows by table."""
    for table, values in rows.items():
        name, columns = _COLUMNS[table]
        marks = ", ".join("?" for _ in columns.split(","))
        with closing(sqlite3.connect(folder / name)) as database, database:
            database.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', values)
