# SPDX-License-Identifier: Apache-2.0
"""Pages by key set: a page token is the last key of the page before it, bound to the query that it belongs to.

    page = page_of(v, request.page_size, request.page_token, query=("ListGuests", request.filter))
    v.raise_if_any()
    rows = ... where key > page.after ... order by key limit page.size + 1
    response.next_page_token = page.token_after(rows[page.size - 1].key) if len(rows) > page.size else ""

Tokens are opaque to callers. A checksum over the query and the key refuses tokens that were altered, cut off or taken
from another query; it is no secret, because a key names nothing that the caller could not ask for anyway.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from zfleet_runtime.validation import Violations

DEFAULT_SIZE = 100
LARGEST_SIZE = 1000
_CHECKSUM = 12  # bytes
_LONGEST_TOKEN = 1024  # characters


@dataclass(frozen=True, slots=True)
class Page:
    """What to fetch: at most `size` items with a key greater than `after` (None: from the beginning)."""

    size: int
    after: str | None
    query: tuple[str, ...]

    def token_after(self, last_key: str) -> str:
        """The token of the page that begins after `last_key`."""
        return encode_token(self.query, last_key)

    def cut(self, keys: Sequence[str]) -> tuple[Sequence[str], str]:
        """For lists that are in memory: this page of `keys` (sorted) and the next page's token ("" at the end)."""
        rest = [key for key in keys if self.after is None or key > self.after]
        shown = rest[: self.size]
        return shown, (self.token_after(shown[-1]) if len(rest) > self.size else "")


def page_of(v: Violations, page_size: int, page_token: str, *, query: Sequence[str]) -> Page:
    """Checks what a List request asks for (AIP-158): size 0 is 100, too large is 1000, negative is a violation.

    `query` is the method and every filter of the request: a token is good only for the same ones.
    """
    name = tuple(query)
    if page_size < 0:
        v.add("page_size", "must not be negative")
    size = min(page_size, LARGEST_SIZE) if page_size > 0 else DEFAULT_SIZE
    after = None
    if page_token:
        after = v.check("page_token", lambda token: decode_token(name, token), page_token)
    return Page(size, after, name)


def encode_token(query: Sequence[str], last_key: str) -> str:
    """The opaque token for "after `last_key`" of `query`."""
    key = last_key.encode()
    return base64.urlsafe_b64encode(_checksum(query, key) + key).rstrip(b"=").decode("ascii")


def decode_token(query: Sequence[str], token: str) -> str:
    """The last key that a token stands for. ValueError when the token is not one of `query`'s."""
    refused = "is not a page token of this query"
    if len(token) > _LONGEST_TOKEN:
        raise ValueError(refused)
    try:
        data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        checksum, key = data[:_CHECKSUM], data[_CHECKSUM:]
        last_key = key.decode()
    except (binascii.Error, ValueError) as error:
        raise ValueError(refused) from error
    if checksum != _checksum(query, key) or encode_token(query, last_key) != token:
        raise ValueError(refused)
    return last_key


def _checksum(query: Sequence[str], key: bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=_CHECKSUM, person=b"zfleet page")
    for part in query:
        digest.update(len(part.encode()).to_bytes(4, "big") + part.encode())
    digest.update(b"\0" + key)
    return digest.digest()
