# SPDX-License-Identifier: Apache-2.0
"""A part's database: tables that are brought up to date once, transactions that are whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiosqlite
import grpc
import pytest
import sqlalchemy as sa

from tests.postgresql import postgresql_server
from zfleet_runtime.database import Database, url_of
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.settings import SettingsError

METADATA = sa.MetaData()
THINGS = sa.Table("things", METADATA, sa.Column("name", sa.String(20), primary_key=True), sa.Column("size", sa.Integer))
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "tiny_0001"
down_revision = None


def upgrade():
    op.create_table("things", sa.Column("name", sa.String(20), primary_key=True), sa.Column("size", sa.Integer))
"""
SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "tiny_0002"
down_revision = "tiny_0001"


def upgrade():
    op.execute("INSERT INTO things (name, size) VALUES ('migrated', 1)")
    FAIL
"""


@pytest.fixture(scope="session")
async def postgresql() -> AsyncIterator[str]:
    """The URL of a PostgreSQL server of our own; empty where there is none: the tests on SQLite run all the same."""
    async with AsyncExitStack() as stack:
        try:
            url = await stack.enter_async_context(postgresql_server())
        except pytest.skip.Exception:
            url = ""
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def url(request: pytest.FixtureRequest, tmp_path: Path, postgresql: str) -> AsyncIterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/tiny.sqlite"
        return
    if not postgresql:
        pytest.skip("there is no PostgreSQL server on this machine")
    yield postgresql
    database = Database(postgresql, "tiny")
    async with database.writing() as session:
        await session.execute(sa.text("DROP SCHEMA public CASCADE"))
        await session.execute(sa.text("CREATE SCHEMA public"))
    await database.close()


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_things.py").write_text(MIGRATION)
    return folder


@pytest.fixture
async def database(url: str, migrations: Path) -> AsyncIterator[Database]:
    database = Database(url, "tiny")
    await database.upgrade(migrations)
    yield database
    await database.close()


async def names(database: Database) -> list[str]:
    async with database.reading() as session:
        return list((await session.execute(sa.select(THINGS.c.name).order_by(THINGS.c.name))).scalars())


async def test_replicas_that_start_at_once_bring_the_tables_up_to_date_once(url: str, migrations: Path) -> None:
    replicas = [Database(url, "tiny") for _ in range(4)]
    await asyncio.gather(*(replica.upgrade(migrations) for replica in replicas))
    assert await names(replicas[0]) == []
    await asyncio.gather(*(replica.close() for replica in replicas))


async def test_a_second_start_changes_nothing_and_a_new_migration_runs_once(
    database: Database, migrations: Path
) -> None:
    await database.upgrade(migrations)
    (migrations / "0002_row.py").write_text(SECOND.replace("FAIL", "pass"))
    await database.upgrade(migrations)
    await database.upgrade(migrations)
    assert await names(database) == ["migrated"]


async def test_a_migration_that_fails_leaves_nothing_behind(database: Database, migrations: Path) -> None:
    (migrations / "0002_row.py").write_text(SECOND.replace("FAIL", "raise RuntimeError('broken')"))
    with pytest.raises(RuntimeError):
        await database.upgrade(migrations)
    assert await names(database) == []


async def test_the_tables_are_what_the_metadata_says(database: Database) -> None:
    assert await database.differences(METADATA) == []
    other = sa.MetaData()
    sa.Table("things", other, sa.Column("name", sa.String(20), primary_key=True))
    assert len(await database.differences(other)) == 1


async def test_an_exception_undoes_the_whole_transaction(database: Database) -> None:
    async def half() -> None:
        async with database.writing() as session:
            await session.execute(sa.insert(THINGS).values(name="a"))
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        await half()
    assert await names(database) == []


async def test_a_cancelled_transaction_is_undone_and_holds_up_nobody(database: Database) -> None:
    begun = asyncio.Event()

    async def endless() -> None:
        async with database.writing() as session:
            await session.execute(sa.insert(THINGS).values(name="a"))
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(endless())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5):
        async with database.writing() as session:
            await session.execute(sa.insert(THINGS).values(name="b"))
    assert await names(database) == ["b"]


async def test_many_writers_at_once_lose_nothing(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(sa.insert(THINGS).values(name="counter", size=0))

    async def add() -> None:
        async with database.writing() as session:
            locked = sa.select(THINGS.c.size).where(THINGS.c.name == "counter").with_for_update()
            size = (await session.execute(locked)).scalar_one()
            await session.execute(sa.update(THINGS).values(size=size + 1))

    await asyncio.gather(*(add() for _ in range(40)))
    async with database.reading() as session:
        assert (await session.execute(sa.select(THINGS.c.size))).scalar_one() == 40


async def test_two_processes_may_write_to_one_sqlite_file(tmp_path: Path, migrations: Path) -> None:
    url = f"sqlite:///{tmp_path}/shared.sqlite"
    first, second = Database(url, "tiny"), Database(url, "tiny")
    await first.upgrade(migrations)

    async def insert(database: Database, prefix: str) -> None:
        for number in range(20):
            async with database.writing() as session:
                await session.execute(sa.insert(THINGS).values(name=f"{prefix}{number}"))

    await asyncio.gather(insert(first, "a"), insert(second, "b"))
    assert len(await names(first)) == 40
    await asyncio.gather(first.close(), second.close())


async def test_a_database_that_cannot_be_reached_is_unavailable() -> None:
    database = Database("postgresql://zfleet@127.0.0.1:1/none", "tiny")
    with pytest.raises(ZfleetError) as caught:
        await names(database)
    assert (caught.value.status, caught.value.reason) == (grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")
    await database.close()


@pytest.mark.parametrize("bad", ["", "nonsense", "mysql://u:hunter2@h/d", "postgresql://u:hunter2@h:port/d"])
def test_a_url_that_is_none_of_ours_is_refused_without_showing_it(bad: str) -> None:
    with pytest.raises(SettingsError) as caught:
        url_of(bad)
    assert "hunter2" not in str(caught.value)


def test_urls_get_the_asynchronous_driver() -> None:
    assert url_of("sqlite:///x.sqlite").drivername == "sqlite+aiosqlite"
    assert url_of("postgresql+psycopg2://h/d").drivername == "postgresql+asyncpg"
    assert url_of("postgres://h/d").drivername == "postgresql+asyncpg"


async def test_a_statement_on_sqlite_is_one_visit_to_the_connections_thread(tmp_path: Path) -> None:
    """A transaction of a query and an insert visits it four times: begin, the two, commit. The pool adds none."""
    database = Database(f"sqlite:///{tmp_path / 'db.sqlite'}", "tiny")
    async with database.writing() as session:
        await session.run_sync(lambda done: THINGS.create(done.connection()))
    visits = 0
    execute = aiosqlite.Connection._execute

    async def counted(*arguments: Any, **options: Any) -> Any:
        nonlocal visits
        visits += 1
        return await execute(*arguments, **options)  # type: ignore[no-untyped-call]

    aiosqlite.Connection._execute = counted  # type: ignore[method-assign]
    try:
        async with database.writing() as session:
            assert (await session.execute(sa.select(THINGS))).all() == []
            changed = await session.execute(sa.insert(THINGS), [{"name": "a", "size": 1}, {"name": "b", "size": 2}])
            assert changed.rowcount == 2  # type: ignore[attr-defined]  # an INSERT's result has it
    finally:
        aiosqlite.Connection._execute = execute  # type: ignore[method-assign]
    assert visits == 4
    async with database.reading() as session:
        assert (await session.execute(sa.select(THINGS).order_by(THINGS.c.name))).all() == [("a", 1), ("b", 2)]
    await database.close()


async def test_an_error_of_sqlite_undoes_the_transaction_and_leaves_the_connection_usable(tmp_path: Path) -> None:
    """The same connection serves the next transaction."""
    database = Database(f"sqlite:///{tmp_path / 'db.sqlite'}", "tiny")
    async with database.writing() as session:
        await session.run_sync(lambda done: THINGS.create(done.connection()))
    for _ in range(3):
        with pytest.raises(sa.exc.IntegrityError):
            async with database.writing() as session:
                await session.execute(sa.insert(THINGS), [{"name": "a", "size": 1}, {"name": "a", "size": 2}])
    async with database.reading() as session:
        assert (await session.execute(sa.select(THINGS))).all() == []
    await database.close()


def put(name: str, size: int) -> Any:
    """What writes a thing, as a plain function."""

    def work(connection: sa.Connection) -> str:
        connection.execute(sa.insert(THINGS), {"name": name, "size": size})
        return name

    return work


def sizes(connection: sa.Connection) -> dict[str, int]:
    """What reads all things, as a plain function."""
    return {row.name: row.size for row in connection.execute(sa.select(THINGS))}


async def test_plain_functions_and_sessions_see_the_same_rows(database: Database) -> None:
    assert await database.write(put("first", 1)) == "first"
    async with database.writing() as session:
        await session.execute(sa.insert(THINGS), {"name": "second", "size": 2})
    assert await database.read(sizes) == {"first": 1, "second": 2}
    assert await names(database) == ["first", "second"]


async def test_a_plain_function_that_raises_leaves_nothing(database: Database) -> None:
    """Its error comes through, and the next one finds a usable connection."""

    def half_way(connection: sa.Connection) -> None:
        put("half", 1)(connection)
        raise LookupError("half-way")

    for _ in range(3):
        with pytest.raises(LookupError, match="half-way"):
            await database.write(half_way)
        with pytest.raises(sa.exc.IntegrityError):
            await database.write(lambda connection: [put("twin", n)(connection) for n in range(2)])
    assert await database.read(sizes) == {}


async def test_functions_and_sessions_that_write_at_once_are_all_done(database: Database) -> None:
    async def in_session(name: str) -> None:
        async with database.writing() as session:
            await session.execute(sa.insert(THINGS), {"name": name, "size": 0})

    await asyncio.gather(
        *(database.write(put(f"plain{n}", n)) for n in range(20)), *(in_session(f"session{n}") for n in range(20))
    )
    assert len(await database.read(sizes)) == 40


async def test_a_caller_that_is_cancelled_leaves_whole_transactions(database: Database) -> None:
    """It cannot know whether its own was done; those after it are."""
    calls = [asyncio.create_task(database.write(put(f"thing{n}", n))) for n in range(20)]
    await asyncio.sleep(0)
    for call in calls[::2]:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    await database.write(put("last", 99))
    found = await database.read(sizes)
    assert {"last", *(f"thing{n}" for n in range(1, 20, 2))} <= set(found)


async def test_a_database_that_cannot_be_reached_is_unavailable_to_plain_functions_too(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/no/such/folder/tiny.sqlite", "tiny")
    for call in (database.read(sizes), database.write(sizes)):
        with pytest.raises(ZfleetError) as raised:
            await call
        assert raised.value.status is grpc.StatusCode.UNAVAILABLE
        assert raised.value.reason == "DATABASE_UNAVAILABLE"
    await database.close()
