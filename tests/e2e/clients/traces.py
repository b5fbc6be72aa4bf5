# SPDX-License-Identifier: Apache-2.0
"""What a fleet still knows of a name: rows of the services' databases and records of the simulated host, read as files.

The public API shows what it means to show; this shows what was forgotten to be removed.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

# What was asked and what came of it is kept on purpose, to be looked up and repeated.
HISTORY = ("_requests", "gateway_operations", "gateway_steps", "storage_volume_changes")
# The list of names whose performance z/VM samples is put right when statistics are next read.
_LATER = "name list"


def traces(state: Path, name: str) -> dict[str, int]:
    """Rows that have the name somewhere, letter case aside, by table; of the simulated host by the kind of record."""
    found: Counter[str] = Counter()
    for file in sorted(state.glob("*/*.sqlite")):
        with TemporaryDirectory() as folder, closing(_copy(file, Path(folder))) as database:
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                if not table.endswith(HISTORY):
                    for row in database.execute(f'SELECT * FROM "{table}"'):
                        kind = str(row[1]) if table == "record" else table
                        if kind != _LATER and any(_has(value, name) for value in row):
                            found[kind] += 1
    return dict(found)


def _copy(file: Path, folder: Path) -> sqlite3.Connection:
    """A copy with its log of what is not in the file yet: the simulated host lets nobody else open its own."""
    for each in (file, file.with_name(f"{file.name}-wal")):
        if each.exists():
            shutil.copy(each, folder / each.name)
    return sqlite3.connect(folder / file.name)


def _has(value: object, name: str) -> bool:
    if isinstance(value, bytes):
        return name.upper().encode() in value.upper()
    return isinstance(value, str) and name.upper() in value.upper()
