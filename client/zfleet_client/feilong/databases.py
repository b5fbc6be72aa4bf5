# SPDX-License-Identifier: Apache-2.0
"""Reads Feilong's SQLite files, read-only: guests, NICs, images, FCP devices and templates.

Nothing in them is trusted: a table must be a table and have Feilong's columns, a value must be text or a number of
reasonable length, and the Python text that Feilong keeps in one column is parsed as a literal, never run.
"""

from __future__ import annotations

import ast
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc

from zfleet_client.errors import FleetError

LONGEST = 4096  # characters of one value; Feilong's own limit is 255, but SQLite does not keep it
MOST_ROWS = 1_000_000
_LONGEST_LITERAL = 256  # characters; the column is declared with 128
_PATIENCE = 5.0  # seconds that a Feilong at work may hold a file locked
_OS_VERSION = re.compile(r"(?:^|[,; ])os_version=([A-Za-z0-9._+\-]{1,64})(?:$|[,; ])")

# By file: its tables, and of each the columns that are read.
TABLES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "sdk_guest.sqlite": {"guests": ("userid", "metadata", "net_set", "comments")},
    "sdk_network.sqlite": {"switch": ("userid", "interface", "switch", "port", "comments")},
    "sdk_image.sqlite": {"image": ("imagename", "imageosdistro", "md5sum", "comments")},
    "sdk_fcp.sqlite": {
        "fcp": ("fcp_id", "assigner_id", "connections", "reserved", "wwpn_npiv", "tmpl_id"),
        "template": ("id", "name", "description", "is_default", "min_fcp_paths_count"),
        "template_sp_mapping": ("sp_name", "tmpl_id"),
        "template_fcp_mapping": ("fcp_id", "tmpl_id", "path"),
    },
}


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest; `migrated`: it has moved to another member of the cluster."""

    user_id: str
    os_version: str = ""
    metadata: str = ""
    network_configured: bool = False
    migrated: bool = False


@dataclass(frozen=True, slots=True)
class Nic:
    """A NIC of a guest: `port` is its owner's name of it, `osa` what stands in the place of a virtual adapter."""

    user_id: str
    device_number: str
    port: str = ""
    osa: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """An image; `disk_type` is DASD, SCSI or empty."""

    name: str
    os_version: str
    md5: str = ""
    disk_type: str = ""


@dataclass(frozen=True, slots=True)
class FcpTemplate:
    """An FCP template; `devices` as zfleet writes them, `min_paths` 0 for all of them."""

    template_id: str
    name: str
    description: str = ""
    host_default: bool = False
    min_paths: int = 0
    providers: tuple[str, ...] = ()
    devices: str = ""


@dataclass(frozen=True, slots=True)
class FcpDevice:
    """An FCP device that a guest has; `npiv_wwpn` is the one that its volumes were mapped to."""

    device_number: str
    user_id: str
    reserved: bool = False
    connections: int = 0
    template_id: str = ""
    npiv_wwpn: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a Feilong connector kept; `missing` names the files that are not there."""

    guests: tuple[Guest, ...] = ()
    nics: tuple[Nic, ...] = ()
    images: tuple[Image, ...] = ()
    templates: tuple[FcpTemplate, ...] = ()
    devices: tuple[FcpDevice, ...] = ()
    missing: tuple[str, ...] = field(default=())


def read(folder: Path) -> Kept:
    """What the files in `folder` say. FleetError for a file that is broken or not Feilong's, or when none is there."""
    missing = tuple(name for name in TABLES if not (folder / name).is_file())
    if len(missing) == len(TABLES):
        raise _unusable(f"{folder}: none of {', '.join(TABLES)} is there")
    rows: dict[str, list[dict[str, str]]] = {table: [] for tables in TABLES.values() for table in tables}
    for name, tables in TABLES.items():
        if name not in missing:
            rows |= _rows(folder / name, tables)
    return Kept(
        guests=tuple(_guest(row) for row in rows["guests"]),
        nics=tuple(_nic(row) for row in rows["switch"]),
        images=tuple(_image(row) for row in rows["image"]),
        templates=_templates(rows),
        devices=tuple(_device(row) for row in rows["fcp"] if _is_had(row)),
        missing=missing,
    )


def disk_type_of(comments: str) -> str:
    """DASD or SCSI from Feilong's comment on an image, the text of a Python dict; empty when it does not tell."""
    if not comments or len(comments) > _LONGEST_LITERAL:
        return ""
    try:
        said = ast.literal_eval(comments)  # a literal only: names, calls and operators are refused
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return ""
    kind = said.get("disk_type") if isinstance(said, dict) else None
    return kind.upper() if isinstance(kind, str) and kind.upper() in ("DASD", "SCSI") else ""


def _unusable(text: str) -> FleetError:
    return FleetError(grpc.StatusCode.INVALID_ARGUMENT, text, reason="FEILONG_DATABASE_UNUSABLE")


def _rows(path: Path, tables: Mapping[str, Sequence[str]]) -> dict[str, list[dict[str, str]]]:
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("BEGIN")  # one state of all its tables
            return {table: _table(path, database, table, columns) for table, columns in tables.items()}
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _unusable(f"{path} cannot be read as a database of Feilong: {error}") from None


def _table(path: Path, database: sqlite3.Connection, table: str, columns: Sequence[str]) -> list[dict[str, str]]:
    kinds = database.execute("SELECT type FROM sqlite_master WHERE lower(name) = ?", (table,)).fetchall()
    if ("table",) not in kinds:
        raise _unusable(f"{path} is not a database of Feilong: it has no table {table}")
    there = {str(column[1]).lower() for column in database.execute(f"PRAGMA table_info({table})")}
    if absent := [column for column in columns if column not in there]:
        raise _unusable(f"{path} is not a database of Feilong: table {table} has no column {', '.join(absent)}")
    # Names from the table above, never from the file; "switch" and the like are quoted as names.
    wanted = ", ".join(f'"{column}"' for column in columns)
    found = database.execute(f'SELECT {wanted} FROM "{table}" LIMIT {MOST_ROWS + 1}').fetchall()  # noqa: S608
    if len(found) > MOST_ROWS:
        raise _unusable(f"{path}: table {table} has more than {MOST_ROWS} rows")
    return [
        {column: _text(path, table, column, value) for column, value in zip(columns, row, strict=True)} for row in found
    ]


def _text(path: Path, table: str, column: str, value: Any) -> str:
    if value is None:
        return ""
    text = str(value).strip()
    if isinstance(value, bytes) or len(text) > LONGEST:
        raise _unusable(f"{path}: table {table}, column {column} has a value that Feilong does not write")
    return text


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else 0


def _guest(row: Mapping[str, str]) -> Guest:
    os_version = _OS_VERSION.search(row["metadata"])
    return Guest(
        user_id=row["userid"].upper(),
        os_version=os_version[1] if os_version else "",
        metadata=row["metadata"],
        network_configured=_number(row["net_set"]) != 0,
        migrated=_migrated(row["comments"]),
    )


def _migrated(comments: str) -> bool:
    try:
        said = json.loads(comments) if comments else None
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("migrated") == 1


def _nic(row: Mapping[str, str]) -> Nic:
    osa = row["comments"].partition("OSA=")[2].upper()
    return Nic(row["userid"].upper(), row["interface"].upper().zfill(4), row["port"], osa)


def _image(row: Mapping[str, str]) -> Image:
    return Image(row["imagename"], row["imageosdistro"], row["md5sum"].lower(), disk_type_of(row["comments"]))


def _templates(rows: Mapping[str, list[dict[str, str]]]) -> tuple[FcpTemplate, ...]:
    providers: dict[str, list[str]] = {}
    for row in rows["template_sp_mapping"]:
        providers.setdefault(row["tmpl_id"].lower(), []).append(row["sp_name"])
    paths: dict[str, dict[int, list[str]]] = {}
    for row in rows["template_fcp_mapping"]:
        of_template = paths.setdefault(row["tmpl_id"].lower(), {})
        of_template.setdefault(_number(row["path"]), []).append(row["fcp_id"].lower())
    return tuple(
        FcpTemplate(
            template_id=row["id"],
            name=row["name"],
            description=row["description"],
            host_default=_number(row["is_default"]) != 0,
            min_paths=max(_number(row["min_fcp_paths_count"]), 0),  # -1 is: all
            providers=tuple(sorted(providers.get(row["id"].lower(), []))),
            devices=";".join(",".join(sorted(path)) for _, path in sorted(paths.get(row["id"].lower(), {}).items())),
        )
        for row in rows["template"]
    )


def _is_had(row: Mapping[str, str]) -> bool:
    return bool(row["assigner_id"]) or _number(row["reserved"]) != 0 or _number(row["connections"]) != 0


def _device(row: Mapping[str, str]) -> FcpDevice:
    return FcpDevice(
        device_number=row["fcp_id"].upper().zfill(4),
        user_id=row["assigner_id"].upper(),
        reserved=_number(row["reserved"]) != 0,
        connections=max(_number(row["connections"]), 0),
        template_id=row["tmpl_id"],
        npiv_wwpn=row["wwpn_npiv"].lower(),
    )
