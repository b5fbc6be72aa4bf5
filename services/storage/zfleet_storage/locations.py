# SPDX-License-Identifier: Apache-2.0
"""Where a caller says that a file is: on this machine, on another host over SSH, or at a web server. No I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from zfleet_runtime.validation import Violations
from zfleet_storage.import_folders import path_of

LONGEST_URL = 2048
FILE_SCHEME = "file://"
NOWHERE = PurePosixPath()
WEB_SCHEMES = ("http", "https")
_REMOTE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,31}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class RemoteHost:
    """Somebody on another host."""

    user: str
    host: str

    def __str__(self) -> str:
        return f"{self.user}@{self.host}"


@dataclass(frozen=True, slots=True)
class Location:
    """A file: `path` on this machine, or on `remote`; or, with an empty path, what a web server gives for `url`."""

    path: PurePosixPath = NOWHERE
    remote: RemoteHost | None = None
    url: str = ""


def remote_host(text: str) -> RemoteHost:
    """USER@HOST, the host a name or an IPv4 address. ValueError."""
    if not _REMOTE.fullmatch(text) or ".." in text:
        raise ValueError("must be USER@HOST, the host a name or an IPv4 address")
    user, _, host = text.partition("@")
    return RemoteHost(user, host)


def file_url(text: str) -> PurePosixPath:
    """The path of a file:// URL, taken as it is written. ValueError."""
    if not text.startswith(FILE_SCHEME + "/"):
        raise ValueError("must be file:///PATH")
    return path_of(text.removeprefix(FILE_SCHEME))


def web_url(text: str) -> str:
    """An http or https URL without user or password. ValueError."""
    if len(text) > LONGEST_URL or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError(f"must be at most {LONGEST_URL} printable characters without blanks")
    parts = urlsplit(text)
    if parts.scheme not in WEB_SCHEMES or not parts.hostname:
        raise ValueError("must be file:///PATH, http://... or https://...")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not have a user or password: they would be logged along the way")
    if parts.port == 0:
        raise ValueError("must have a port that there is")
    return text


def source_of(v: Violations, path: str, url: str, remote: str) -> Location:
    """Where an import comes from: a path, or a URL; a remote host goes with file:// URLs only."""
    if bool(path) == bool(url):
        v.add("url" if url else "path", "is required, or the other of path and url" if not path else "not with path")
        return Location()
    if path:
        v.require(not remote, "remote_host", "goes with a file:// URL only")
        return Location(v.check("path", path_of, path))
    if url.startswith(FILE_SCHEME):
        return _file(v, url, remote)
    v.require(not remote, "remote_host", "goes with a file:// URL only")
    return Location(url=v.check("url", web_url, url) or "")


def target_of(v: Violations, url: str, remote: str) -> Location:
    """Where an export goes: a file:// URL, here or on a remote host."""
    if not url:
        v.add("url", "is required")
        return Location()
    return _file(v, url, remote)


def file_of(v: Violations, path: str, remote: str) -> Location:
    """A file by its path, here or on a remote host."""
    host = v.optional("remote_host", remote_host, remote)
    if not path:
        v.add("path", "is required")
        return Location(remote=host)
    return Location(v.check("path", path_of, path), host)


def _file(v: Violations, url: str, remote: str) -> Location:
    path = v.check("url", file_url, url)
    return Location(path, v.optional("remote_host", remote_host, remote))
