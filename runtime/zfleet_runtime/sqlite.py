# SPDX-License-Identifier: Apache-2.0
"""SQLite for SQLAlchemy's asyncio engine with one visit to the connection's thread per statement.

aiosqlite visits it four times for a query: to make a cursor, to execute, to fetch, to close. Every visit costs two
changes of thread, and in a busy process each of them may wait for the interpreter; together they cost more than the
statements. Nothing is blocked here: SQLite still works in aiosqlite's thread only.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from threading import Thread
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_only

_Outcome = tuple[Any, int, int | None, list[Any]]


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """What a statement has answered, all of it; there is no cursor in the thread any more that could be closed."""

    __slots__ = ("_description", "_lastrowid", "_rowcount")

    _awaitable_cursor_close = False

    def __init__(self, adapt_connection: Any) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._cursor = None  # type: ignore[assignment]  # SQLAlchemy closes none then
        self._soft_closed_memoized = {}  # type: ignore[assignment]  # it is only looked into
        self._rows = deque()
        self._description: Any = None
        self._rowcount = -1
        self._lastrowid: int | None = None

    @property
    def description(self) -> Any:
        """The columns, None for a statement without rows."""
        return self._description

    @property
    def rowcount(self) -> int:
        """Rows that were changed; -1 when that is not known."""
        return self._rowcount

    @property
    def lastrowid(self) -> Any:
        """The row that was inserted last."""
        return self._lastrowid

    async def _execute_async(self, operation: Any, parameters: Any | None) -> Any:
        await self._run(lambda connection: connection.execute(operation, () if parameters is None else parameters))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        await self._run(lambda connection: connection.executemany(operation, seq_of_parameters))

    async def _run(self, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> None:
        driver: Any = self._connection
        async with self._adapt_connection._execute_mutex:
            # aiosqlite has no public way to do several things in one visit.
            outcome: _Outcome = await driver._execute(_outcome, driver._conn, statement)
        self._description, self._rowcount, self._lastrowid, rows = outcome
        self._rows = deque(rows)


def _outcome(connection: sqlite3.Connection, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> _Outcome:
    cursor = statement(connection)
    try:
        rows = cursor.fetchall() if cursor.description is not None else []
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows
    finally:
        cursor.close()


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _cursor_cls = _Cursor

    def rollback(self) -> None:
        """Undoes a transaction; the pool asks for it at every return, mostly after a commit."""
        driver: Any = self._connection
        if driver._connection and driver.in_transaction:
            super().rollback()


class SqliteModule(AsyncAdapt_aiosqlite_dbapi):
    """The DBAPI module to give to `create_async_engine(..., module=...)`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arguments: Any, **options: Any) -> AsyncAdapt_aiosqlite_connection:
        """A connection in a thread of its own, which does not keep the process alive."""
        connection: Any = aiosqlite.connect(*arguments, **options)
        thread: Thread = connection._thread
        thread.daemon = True
        return _Connection(self, await_only(connection))
