# SPDX-License-Identifier: Apache-2.0
"""A request with a request_id is done once: its repeat gets the same answer, also after a crash and at another replica.

    async def create(repeated: bool) -> CreateGuestResponse: ...
    return await requests.once(request.request_id, "CreateGuest", request, CreateGuestResponse, create)

A row is written before the work begins. A finished request's response is kept and given again. A request that did not
finish (a crash, an error, a cancelled call) may have changed z/VM: its repeat runs the work again with `repeated` true,
which tells it to look first at what is there. The same id with another content is refused: REQUEST_ID_REUSED. A repeat
that comes while the first is still under way waits for it, or is told to come back (ABORTED) when another replica has
it.

For streamed answers use `claim`, of which `once` is made.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar, cast

import sqlalchemy as sa
from google.protobuf.message import Message
from sqlalchemy.dialects import postgresql, sqlite

from zfleet_runtime.database import Database
from zfleet_runtime.errors import Violation, ZfleetError, aborted, invalid_argument
from zfleet_runtime.give_way import after_calls

LEASE = 10.0  # seconds after which a replica that stopped renewing its claim is taken to be dead
_FORM = re.compile(r"[A-Za-z0-9._:/-]{1,64}")

Response = TypeVar("Response", bound=Message)


def request_id_of(text: str) -> str:
    """The checked type of a request_id. ValueError unless it is 1 to 64 of A-Z a-z 0-9 . _ : / -"""
    if not _FORM.fullmatch(text):
        raise ValueError("must be 1 to 64 of A-Z a-z 0-9 . _ : / -")
    return text


class Claim:
    """The right to do a request. `answer` is what it was answered before (then there is nothing to do), else None."""

    def __init__(self, *, repeated: bool = False, answer: bytes | None = None) -> None:
        self.repeated = repeated
        self.answer = answer
        self.response: bytes | None = None

    def finish(self, response: Message) -> None:
        """Says that the work is done; the answer is kept when the block ends well."""
        self.response = response.SerializeToString()


class Requests:
    """The requests that a part has seen. Made by `Runtime.open_requests`."""

    def __init__(self, database: Database, remember: float, *, lease: float = LEASE) -> None:
        """`remember`: seconds that a request is remembered after it was last touched."""
        self._database = database
        self._remember = remember
        self._lease = lease
        self._owner = uuid.uuid4().hex
        self._table = table(database.part)
        self._statements = _Statements(self._table, database.dialect)
        self._here: dict[str, asyncio.Event] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def once(
        self,
        request_id: str,
        method: str,
        request: Message,
        response: type[Response],
        work: Callable[[bool], Awaitable[Response]],
        *,
        answer_first: bool = False,
    ) -> Response:
        """What `work(repeated)` answers, done once for a request id. Without an id it is simply done.

        `answer_first` as in `claim`.
        """
        async with self.claim(request_id, method, request, answer_first=answer_first) as claim:
            if claim.answer is not None:
                return response.FromString(claim.answer)
            answer = await work(claim.repeated)
            claim.finish(answer)
            return answer

    @asynccontextmanager
    async def claim(
        self, request_id: str, method: str, request: Message, *, answer_first: bool = False
    ) -> AsyncIterator[Claim]:
        """The claim of a request for the time of a block.

        `answer_first`: the response is kept while it is on its way to the caller, who does not wait for that. Only for
        work that finds all of itself done, and answers the same, when it is repeated after a crash in between.

        INVALID_ARGUMENT: the id is malformed, or was used for another content (REQUEST_ID_REUSED). ABORTED
        (REQUEST_IN_PROGRESS): another replica is doing it.
        """
        if not request_id:
            yield Claim()
            return
        _check(request_id)
        while (running := self._here.get(request_id)) is not None:
            await running.wait()
        self._here[request_id] = asyncio.Event()
        try:
            claim = await self._take(request_id, method, _digest(method, request))
        except BaseException:
            self._release(request_id)
            raise
        if claim.answer is not None:
            self._release(request_id)
            yield claim
            return
        renewing = asyncio.create_task(self._renew(request_id))
        try:
            yield claim
        finally:
            renewing.cancel()
            # Shielded: a call that is cancelled now must still leave the row as it should be; repeats wait for that.
            unwatched = answer_first and claim.response is not None
            leave = partial(self._leave, request_id, claim.response)
            leaving = asyncio.create_task(after_calls(leave) if unwatched else leave())
            self._leaving.add(leaving)
            # Nobody may be waiting any more; a row that could not be written is a request that did not finish.
            leaving.add_done_callback(lambda done: done.cancelled() or done.exception())
            if not unwatched:
                await asyncio.shield(leaving)

    async def close(self) -> None:
        """Returns when every row is as it should be."""
        await asyncio.gather(*self._leaving, return_exceptions=True)

    def _release(self, request_id: str) -> None:
        self._here.pop(request_id).set()

    async def forget_old(self) -> int:
        """Removes what is older than it has to be; how many."""
        old = self._table.c.touched_at < time.time() - self._remember
        async with self._database.writing() as session:
            result = await session.execute(sa.delete(self._table).where(old))
            return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it

    async def _take(self, request_id: str, method: str, digest: bytes) -> Claim:
        now = time.time()
        mine = {"owner": self._owner, "lease_until": now + self._lease, "touched_at": now}
        new = {"request_id": request_id, "method": method, "digest": digest, **mine}

        def take(connection: sa.Connection) -> Claim | None:
            if connection.execute(self._statements.claim, new).first() is not None:
                return Claim()
            row = connection.execute(self._statements.find, {"of": request_id}).first()
            if row is not None and row.digest != digest:
                text = f"was used before, for {row.method} or for another content"
                raise invalid_argument([Violation("request_id", text)], "REQUEST_ID_REUSED")
            if row is not None and row.response is not None:
                return Claim(answer=bytes(row.response))
            columns = self._table.c
            free = (columns.lease_until <= now) | (columns.owner == self._owner)
            again = sa.update(self._table).where(columns.request_id == request_id, free).values(**mine)
            return Claim(repeated=True) if connection.execute(again).rowcount else None

        claim = await self._database.write(take)
        if claim is None:
            raise aborted("REQUEST_IN_PROGRESS", f"request {request_id} is being done by another replica")
        return claim

    async def _renew(self, request_id: str) -> None:
        while True:
            await asyncio.sleep(self._lease / 3)
            try:
                await self._update(request_id, lease_until=time.time() + self._lease)
            except ZfleetError:  # the database is away: two more tries until the lease is over
                continue

    async def _leave(self, request_id: str, response: bytes | None) -> None:
        try:
            await self._update(request_id, response=response, lease_until=0.0, touched_at=time.time())
        finally:
            self._release(request_id)
            self._leaving.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _update(self, request_id: str, **values: object) -> None:
        row = {**values, "of": request_id, "by": self._owner}
        await self._database.write(lambda connection: connection.execute(self._statements.update, row))


class _Statements:
    """The statements of every request, made once for a part's table."""

    def __init__(self, rows: sa.Table, dialect: str) -> None:
        columns = rows.c
        put = postgresql.insert(rows) if dialect == "postgresql" else sqlite.insert(rows)
        # Gives nothing when the id is there already; then another replica's row, too, has been committed.
        self.claim = put.on_conflict_do_nothing(index_elements=[columns.request_id]).returning(columns.request_id)
        self.find = sa.select(rows).where(columns.request_id == sa.bindparam("of"))
        of, by = columns.request_id == sa.bindparam("of"), columns.owner == sa.bindparam("by")
        self.update = sa.update(rows).where(of, by)


def table(part: str) -> sa.Table:
    """The table's definition, as migrations/versions has created it."""
    return sa.Table(
        f"{part}_requests",
        sa.MetaData(),
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("method", sa.String(200), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("response", sa.LargeBinary, nullable=True),
        sa.Column("touched_at", sa.Double, nullable=False),
    )


def _digest(method: str, request: Message) -> bytes:
    return hashlib.sha256(method.encode() + b"\0" + request.SerializeToString(deterministic=True)).digest()


def _check(request_id: str) -> None:
    try:
        request_id_of(request_id)
    except ValueError as error:
        raise invalid_argument([Violation("request_id", str(error))]) from error
