# SPDX-License-Identifier: Apache-2.0
"""A part's own database: SQLite in a file by default, PostgreSQL when there is more than one replica.

    async with database.writing() as session:      # one transaction, committed at the end, undone by an exception
        session.add(Reservation(...))
    async with database.reading() as session: ...

Both are sqlalchemy AsyncSessions. Keep transactions short and never wait for z/VM inside one: SQLite has one writer.

    row = await database.read(lambda connection: connection.execute(...).first())
    await database.write(put)                      # def put(connection: sqlalchemy.Connection) -> ...

The same as plain functions, for what every call of a busy part does: all statements of such a transaction cost one
visit to a thread, and a quarter of the processor time of a session's.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from zfleet_runtime.errors import unavailable
from zfleet_runtime.settings import SettingsError
from zfleet_runtime.sqlite import SqliteModule

Result = TypeVar("Result")

_OWN_MIGRATIONS = Path(__file__).parent / "migrations"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_BUSY = 15_000  # milliseconds that SQLite waits for another process's write
_WRITES = "zfleet_writes"  # execution option: the transaction will write


class Database:
    """An engine and its two kinds of transaction. Made by `Runtime.open_database`."""

    def __init__(self, url: str, part: str, *, durable: bool = True) -> None:
        self.part = part
        self._url = url_of(url)
        self.dialect = self._url.get_backend_name()
        self._engine = _engine(self._url, durable)
        # SQLite lets one transaction write; who waits in a fair queue here does not poll the file for its turn.
        self._turn = asyncio.Lock() if self.dialect == "sqlite" else None
        self._threads = _Threads(self._url, part, durable) if self.dialect == "sqlite" else None

    async def upgrade(self, migrations: Path | None) -> None:
        """Brings the tables up to date: the runtime's own, then those of the folder `migrations` (Alembic versions).

        One transaction under a lock: of two replicas that start at once one does it and the other finds it done.
        """
        async with self._engine.execution_options(**{_WRITES: True}).begin() as connection:
            if self.dialect == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": self.part})
            await connection.run_sync(_upgrade, self.part, f"{self.part}_runtime_version", _OWN_MIGRATIONS / "versions")
            if migrations is not None:
                await connection.run_sync(_upgrade, self.part, f"{self.part}_version", migrations)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads. UNAVAILABLE when the database cannot be reached."""
        async with self._session(self._engine) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A transaction that writes; committed at the end of the block. UNAVAILABLE when it cannot be reached."""
        engine = self._engine.execution_options(**{_WRITES: True})
        if self._turn is None:
            async with self._session(engine) as session:
                yield session
        else:
            async with self._turn, self._session(engine) as session:
                yield session

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` answers, done as one transaction that writes; undone when it raises.

        UNAVAILABLE when the database cannot be reached. A caller that is cancelled cannot know whether it was done.
        """
        if self._threads is None or self._turn is None:
            return await self._at_server(work)
        async with self._turn:
            return await self._threads.write(work)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` answers, done as one transaction that only reads. UNAVAILABLE as `write`."""
        return await (self._at_server(work) if self._threads is None else self._threads.read(work))

    async def _at_server(self, work: Callable[[Connection], Result]) -> Result:
        async with self._session(self._engine) as session:
            return await (await session.connection()).run_sync(work)

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            try:
                await session.connection()
            except (OperationalError, InterfaceError, OSError) as error:
                raise unavailable("DATABASE_UNAVAILABLE", "the database cannot be reached") from error
            try:
                yield session
                await session.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise unavailable("DATABASE_UNAVAILABLE", "the connection to the database broke") from error
                raise

    async def differences(self, metadata: MetaData) -> list[Any]:
        """What an Alembic autogenerate would change to make the part's tables what `metadata` says; for tests."""
        async with self._engine.connect() as connection:
            return await connection.run_sync(_differences, metadata, f"{self.part}_")

    async def close(self) -> None:
        """Closes every connection."""
        await self._engine.dispose()
        if self._threads is not None:
            await asyncio.to_thread(self._threads.close)


class _Threads:
    """SQLite as it is without asyncio: a thread that writes and two that read, each transaction in one go."""

    def __init__(self, url: URL, part: str, durable: bool) -> None:
        self._engine = create_engine(
            url.set(drivername="sqlite"),
            hide_parameters=True,
            connect_args={"check_same_thread": False},  # the pool lends a connection to one thread after the other
            pool_reset_on_return=None,  # a transaction has always ended then
        )
        event.listen(self._engine, "connect", lambda connection, _: _prepare_sqlite(connection, durable))
        event.listen(self._engine, "begin", _begin_sqlite)
        self._writing = self._engine.execution_options(**{_WRITES: True})
        self._writer = ThreadPoolExecutor(1, f"{part}-database-writer")
        self._readers = ThreadPoolExecutor(2, f"{part}-database-reader")

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """In the thread that writes."""
        return await self._run(self._writer, self._writing, work)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """In a thread that reads."""
        return await self._run(self._readers, self._engine, work)

    async def _run(self, thread: ThreadPoolExecutor, engine: Engine, work: Callable[[Connection], Result]) -> Result:
        def transaction() -> Result:
            with _connected(engine) as connection, connection.begin():
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(thread, transaction)

    def close(self) -> None:
        """Waits for what is at work, then closes every connection."""
        self._writer.shutdown()
        self._readers.shutdown()
        self._engine.dispose()


def _connected(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except (OperationalError, InterfaceError) as error:
        raise unavailable("DATABASE_UNAVAILABLE", "the database cannot be reached") from error


def url_of(text: str) -> URL:
    """The URL with the asynchronous driver in it. SettingsError, without the URL's text, when it is not one of ours."""
    try:
        url = make_url(text)
        driver = _DRIVERS[url.drivername.partition("+")[0]]
    except (ArgumentError, KeyError, ValueError) as error:
        raise SettingsError("database_url: must be sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME") from error
    return url.set(drivername=driver)


def _engine(url: URL, durable: bool) -> AsyncEngine:
    try:
        if url.get_backend_name() == "postgresql":
            return create_async_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)
        engine = create_async_engine(url, hide_parameters=True, module=SqliteModule())
    except ModuleNotFoundError as error:
        raise SettingsError(f"database_url: needs the package {error.name} (extra postgresql)") from error
    # A task that is cancelled twice in a transaction would stop aiosqlite's thread twice; the second stop never ends.
    # Without "terminate" SQLAlchemy closes such a connection as it closes any other.
    engine.sync_engine.dialect.has_terminate = False
    event.listen(engine.sync_engine, "connect", lambda connection, _: _prepare_sqlite(connection, durable))
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, durable: bool) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself: _begin_sqlite does
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_BUSY}")
    _use_wal(cursor)
    for pragma in (f"synchronous={'FULL' if durable else 'OFF'}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _use_wal(cursor: Any) -> None:
    """Has the file's changes go to a log of their own; it stays so for whoever opens it later.

    When several open a new file at once SQLite tells all but one that it is locked, without the patience that it has
    otherwise. So a connection is patient here itself, for the moments that the others take.
    """
    until = time.monotonic() + _BUSY / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.002)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a transaction that turns from reading to writing half-way would fail when another has written since.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(connection: Connection, part: str, version_table: str, versions: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_OWN_MIGRATIONS))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(connection=connection, part=part, version_table=version_table)
    command.upgrade(config, "heads")


def _differences(connection: Connection, metadata: MetaData, prefix: str) -> list[Any]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    known = set(metadata.tables)

    def ours(item: Any, name: str | None, kind: str, *_: Any) -> bool:
        return kind != "table" or name in known or not str(name).startswith(prefix)

    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
    return list(compare_metadata(context, metadata))
