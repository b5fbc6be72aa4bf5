# SPDX-License-Identifier: Apache-2.0
"""Who may call: admin tokens of a file are exchanged for short-lived tokens that name a subject and a role.

The file has one token alone, as Feilong's has, or lines `SUBJECT ROLE TOKEN` (role: admin or reader); empty lines and
lines that begin with # do not count. A token that is taken out of the file takes with it what was issued for it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import jwt

from zfleet_gateway.rest.envelope import FORBIDDEN, UNAUTHORISED, Refusal
from zfleet_runtime.settings import SettingsError

OFF = "server-auth-closed"
"""What the contract answers for a token when nobody has to show one."""

_ALGORITHM = "HS256"
_AUDIENCE = "zfleet-rest"
_ROLES = ("admin", "reader")
_SUBJECT = re.compile(r"[A-Za-z0-9._@\-]{1,64}")
_LONGEST = 4096  # bytes of a token as sent
_FEWEST = 8  # characters of an admin token
_DENIED = "This server could not verify that you are authorized to access the document you requested."


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has an admin token; `digest` is its hash."""

    subject: str
    role: str
    digest: bytes = field(repr=False)


def holders_of(text: str) -> tuple[Holder, ...]:
    """Who a token file names. ValueError, without the file's text, for a line that is none of the two forms."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if len(lines) == 1 and len(lines[0]) == 1:
        return (_holder("admin", "admin", lines[0][0]),)
    found = []
    for number, words in enumerate(lines, 1):
        if len(words) != 3 or not _SUBJECT.fullmatch(words[0]) or words[1] not in _ROLES:
            raise ValueError(f"entry {number} is not SUBJECT ROLE TOKEN with the role admin or reader")
        found.append(_holder(*words))
    if len({each.subject for each in found}) != len(found):
        raise ValueError("a subject comes twice")
    if not found:
        raise ValueError("it names nobody")
    return tuple(found)


def _holder(subject: str, role: str, token: str) -> Holder:
    if len(token) < _FEWEST:
        raise ValueError(f"the token of {subject} is shorter than {_FEWEST} characters")
    return Holder(subject, role, hashlib.sha256(token.encode()).digest())


class Tokens:
    """Issues tokens and checks them. `file` None: nobody has to show one."""

    def __init__(self, file: Path | None, key: bytes, validity: float) -> None:
        """`key` signs; `validity` is how many seconds an issued token is good for."""
        self._file = file
        self._key = key
        self._validity = validity
        self._stamp: tuple[int, int, int] | None = None
        self._holders: Sequence[Holder] = ()

    @property
    def needed(self) -> bool:
        """Whether callers have to show a token."""
        return self._file is not None

    def check_file(self) -> None:
        """SettingsError when the file cannot be used."""
        try:
            self._read()
        except (OSError, ValueError) as error:
            told = str(error) if isinstance(error, ValueError) else type(error).__name__
            raise SettingsError(f"rest_token_file: cannot be used ({told})") from None

    async def issue(self, admin_token: str) -> str:
        """A token for whoever has this admin token. Refusal 401."""
        if not self.needed:
            return OFF
        given = hashlib.sha256(admin_token.strip().encode(errors="replace")).digest()
        holder = None
        for each in await asyncio.to_thread(self._current):  # all of them: how long it takes tells nothing
            if hmac.compare_digest(each.digest, given):
                holder = each
        if holder is None or not admin_token:
            raise Refusal(UNAUTHORISED, _DENIED, reason="NO_SUCH_ADMIN_TOKEN")
        now = int(time.time())
        claims = {"sub": holder.subject, "role": holder.role, "aud": _AUDIENCE, "iat": now}
        claims |= {"exp": now + round(self._validity), "of": self._fingerprint(holder)}
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def subject_of(self, token: str, *, writes: bool) -> str:
        """Who sends this token. Refusal 401 unless it is good, 403 for a reader when the request `writes`."""
        if not self.needed:
            return ""
        if not token or len(token) > _LONGEST:
            raise Refusal(UNAUTHORISED, _DENIED, reason="NO_TOKEN")
        try:
            wanted = {"require": ["exp", "iat", "sub", "aud"]}
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM], audience=_AUDIENCE, options=wanted)  # type: ignore[arg-type]
        except jwt.InvalidTokenError as error:
            raise Refusal(UNAUTHORISED, _DENIED, reason=_reason(error)) from None
        holder = next((each for each in self._current() if each.subject == claims["sub"]), None)
        if holder is None or not hmac.compare_digest(self._fingerprint(holder), str(claims.get("of", ""))):
            raise Refusal(UNAUTHORISED, _DENIED, reason="TOKEN_REVOKED")
        if holder.role != "admin" and writes:
            raise Refusal(FORBIDDEN, f"{holder.subject} may only read", reason="READER_MAY_NOT")
        return holder.subject

    def _fingerprint(self, holder: Holder) -> str:
        """Binds an issued token to the admin token that it was issued for, without telling anything of that."""
        return hmac.digest(self._key, holder.digest, "sha256").hex()[:32]

    def _current(self) -> Sequence[Holder]:
        """Who the file names now; it is read again when it has changed. Refusal 401 when it cannot be used."""
        try:
            self._read()
        except (OSError, ValueError):
            raise Refusal(UNAUTHORISED, _DENIED, reason="TOKEN_FILE_UNUSABLE") from None
        return self._holders

    def _read(self) -> None:
        assert self._file is not None  # noqa: S101  # asked for only when tokens are needed
        status = self._file.stat()
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        if stamp != self._stamp:
            self._holders = holders_of(self._file.read_text())
            self._stamp = stamp


def _reason(error: jwt.InvalidTokenError) -> str:
    return "TOKEN_EXPIRED" if isinstance(error, jwt.ExpiredSignatureError) else "TOKEN_INVALID"
