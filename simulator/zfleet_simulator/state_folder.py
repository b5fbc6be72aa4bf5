# SPDX-License-Identifier: Apache-2.0
"""The state folder: one SQLite file for everything that a host remembers.

Each step is one transaction, so a killed process leaves the state before or after a request, never between. Contents
of minidisks and spool files are files of their own beside it (contents.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zfleet_simulator.record_format import from_text, to_text

# ``place`` keeps the order in which values came: name lists, grants and volumes are answered in that order.
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS record "
    "(place INTEGER PRIMARY KEY, kind TEXT, name TEXT, body TEXT, UNIQUE (kind, name))"
)


class StateFolder:
    """A durable store in ``folder``, which is made when absent and belongs to one host at a time.

    OSError or sqlite3.Error when the folder cannot be used, or when another host is using it.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / "host.sqlite", isolation_level=None, timeout=1.0)
        # Two hosts in one folder would overwrite each other: the second must fail when it opens it, not later.
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("PRAGMA journal_mode = WAL")
        # A killed process loses nothing with NORMAL; only a power cut may lose the last steps, and whole ones.
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute(_SCHEMA)

    def read(self, kind: str, value_type: Any) -> Mapping[str, Any]:
        """All stored values of one kind by name."""
        rows = self._connection.execute("SELECT name, body FROM record WHERE kind = ? ORDER BY place", (kind,))
        return {name: from_text(value_type, body) for name, body in rows}

    def write(self, changes: Mapping[tuple[str, str], Any]) -> None:
        """Make these changes durable in one transaction; None removes."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for (kind, name), value in changes.items():
                if value is None:
                    self._connection.execute("DELETE FROM record WHERE kind = ? AND name = ?", (kind, name))
                else:
                    self._connection.execute(
                        "INSERT INTO record (kind, name, body) VALUES (?, ?, ?) "
                        "ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body",
                        (kind, name, to_text(value)),
                    )
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; the lock on it goes too."""
        self._connection.close()
