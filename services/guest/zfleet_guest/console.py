# SPDX-License-Identifier: Apache-2.0
"""Reads consoles. Image_Console_Get closes the console's spool file and sends it to the SMAPI caller's reader; from
there it is received through our Linux, and its text is kept, because what was received is gone from CP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import sqlalchemy as sa

from zfleet_guest.directory import Directory
from zfleet_guest.reader import files_in_reader, purge_files
from zfleet_guest.reader_access import ReaderAccess, sent_as
from zfleet_guest.refusals import codes_of, refused, tolerating
from zfleet_guest.tables import consoles
from zfleet_guest.zvm import Zvm
from zfleet_runtime.database import Database
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_runtime.turns import Turns
from zfleet_smapi.calls import ImageConsoleGet
from zfleet_smapi.errors import ReplyLost, SmapiError

DEFAULT_BYTES = 100 * 1024
MOST_BYTES = 1024 * 1024
_NOTHING_NEW = (8, 8)
_CONSOLE = "CON"


class Consoles:
    """The consoles of all guests. `caller` is the user id that SMAPI knows us by, empty when it is our Linux's own."""

    def __init__(self, zvm: Zvm, directory: Directory, access: ReaderAccess, database: Database, caller: str) -> None:
        self._zvm = zvm
        self._directory = directory
        self._access = access
        self._database = database
        self._caller = caller
        self._own = ""
        self._turns = Turns()

    async def read(self, user_id: str, most: int) -> tuple[str, bool]:
        """The end of a console's text, at most `most` bytes, and whether older text was left out. NOT_FOUND."""
        text, truncated = await self._turns.unbroken(user_id, self._read(user_id))
        if len(text) > most:
            text, truncated = text[-most:], True
            # A cut in the middle of a line would show half a word as if it were whole.
            text = text[text.find(b"\n") + 1 :] if b"\n" in text[:-1] else text
        return text.decode("utf-8", "replace"), truncated

    async def discard(self, user_id: str) -> None:
        """Takes what the console of a guest that is off has said out of CP: the next one of its name must not tell it.

        SmapiError only when z/VM cannot be reached; what it refuses cannot be read by anybody later either.
        """
        try:
            with tolerating(_NOTHING_NEW):
                await self._zvm.call(ImageConsoleGet(target=user_id))
                caller, _ = await self._user_ids()
                files = await files_in_reader(self._zvm, caller)
                said = [file.spool_id for file in files if file.origin == user_id and file.kind == _CONSOLE]
                await purge_files(self._zvm, caller, said)
        except ReplyLost:
            return
        except SmapiError as error:
            if error.return_code is None:
                raise

    async def close(self) -> None:
        """Returns when everything that was received is kept."""
        await self._turns.close()

    async def _read(self, user_id: str) -> tuple[bytes, bool]:
        """All that is known of a console. Each file is kept as soon as it is received: then it is nowhere else."""
        kept: tuple[bytes, bool] | None = None
        async for text in self._receive(user_id):
            kept = await self._kept(user_id, text)
        return kept if kept is not None else await self._kept(user_id, b"")

    async def _receive(self, user_id: str) -> AsyncIterator[bytes]:
        """What the console has said since it was last asked, file by file."""
        try:
            await self._zvm.call(ImageConsoleGet(target=user_id))
        except SmapiError as error:
            if codes_of(error) != _NOTHING_NEW:
                raise refused(error, user_id) from error
            if not await self._directory.exists(user_id):
                raise no_such_guest(user_id) from error
        caller, own = await self._user_ids()
        for file in await files_in_reader(self._zvm, caller):
            if file.origin == user_id and file.kind == _CONSOLE:
                spool_id = file.spool_id
                if caller != own:
                    answer = await self._access.command(f"TRANSFER {caller} RDR {spool_id:04} TO {own} RDR")
                    spool_id = sent_as(answer, spool_id)
                yield _lines(await self._access.receive(spool_id))

    async def _user_ids(self) -> tuple[str, str]:
        """Whose reader SMAPI fills, and whose we can read."""
        if not self._own:
            self._own = (await self._access.command("QUERY USERID")).split()[0].upper()
        return self._caller or self._own, self._own

    async def _kept(self, user_id: str, new: bytes) -> tuple[bytes, bool]:
        """All that is known of a console, with the new text at its end."""
        select = sa.select(consoles.c.text, consoles.c.truncated).where(consoles.c.user_id == user_id)
        if not new:
            async with self._database.reading() as session:
                row = (await session.execute(select)).first()
            return (bytes(row.text), row.truncated) if row else (b"", False)
        async with self._database.writing() as session:
            row = (await session.execute(select)).first()
            text = (bytes(row.text) if row else b"") + new
            truncated = (row.truncated if row else False) or len(text) > MOST_BYTES
            text = text[-MOST_BYTES:]
            await session.execute(sa.delete(consoles).where(consoles.c.user_id == user_id))
            await session.execute(sa.insert(consoles).values(user_id=user_id, text=text, truncated=truncated))
        return text, truncated


def _lines(text: bytes) -> bytes:
    """Text whose lines, the last one too, end with a line feed; records padded with blanks lose them."""
    lines = [line.rstrip() for line in text.replace(b"\r\n", b"\n").split(b"\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\n" for line in lines)
