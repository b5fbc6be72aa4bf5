# SPDX-License-Identifier: Apache-2.0
"""Files of other hosts, over SSH's file transfer (SFTP) in this process: no command and no shell sees a path.

A host is who its key in the known_hosts file says; we are who our key says. Nothing else is taken from this machine:
no agent, no configuration of a user, no password.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar, cast

import asyncssh

from zfleet_runtime.errors import (
    Violation,
    ZfleetError,
    failed_precondition,
    invalid_argument,
    not_found,
    resource_exhausted,
    unavailable,
)
from zfleet_storage.locations import RemoteHost

AT_ONCE = 1024 * 1024  # bytes asked for at once; asyncssh cuts them into requests that overlap
Write = Callable[[bytes], Awaitable[None]]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RemoteHosts:
    """Other hosts. `connect_timeout` and `pause` (the longest without progress) are seconds."""

    known_hosts: Path | None
    key: Path | None
    port: int
    connect_timeout: float
    pause: float

    @asynccontextmanager
    async def reading(
        self, remote: RemoteHost, path: PurePosixPath
    ) -> AsyncIterator[tuple[int, AsyncGenerator[bytes, None]]]:
        """The size of a regular file and its content in order. Errors as the contract's package rules say.

        NOT_FOUND: no such file; INVALID_ARGUMENT (NOT_A_REGULAR_FILE).
        """
        async with self._sftp(remote) as sftp:
            name = f"{remote.host}:{path}"
            with _mapped(remote, path):
                facts = await self._soon(sftp.stat(str(path)))
                if facts.type != asyncssh.FILEXFER_TYPE_REGULAR:
                    text = f"{name} is not a regular file"
                    raise invalid_argument([Violation("path", text)], reason="NOT_A_REGULAR_FILE")
                file = await self._soon(sftp.open(str(path), "rb", encoding=None))
            try:
                yield int(facts.size or 0), self._content(file, remote, path)
            finally:
                await _quietly(file.close())

    @asynccontextmanager
    async def writing(self, remote: RemoteHost, path: PurePosixPath) -> AsyncIterator[Write]:
        """Gives what writes a new file, which takes the place of one of that name when the block ends well.

        NOT_FOUND: no such folder; FAILED_PRECONDITION (TARGET_REFUSED); RESOURCE_EXHAUSTED (TARGET_FULL).
        """
        part = path.with_name(f".{path.name[:200]}.{uuid.uuid4().hex}.part")
        async with self._sftp(remote) as sftp:
            with _mapped(remote, path, writing=True):
                file = await self._soon(sftp.open(str(part), "xb", encoding=None))

            async def write(data: bytes) -> None:
                with _mapped(remote, path, writing=True):
                    await self._soon(file.write(data))

            try:
                try:
                    yield write
                    with contextlib.suppress(asyncssh.SFTPOpUnsupported), _mapped(remote, path, writing=True):
                        await self._soon(file.fsync())
                finally:
                    await _quietly(file.close())
                with _mapped(remote, path, writing=True):
                    await self._soon(_take_place(sftp, str(part), str(path)))
            except BaseException:
                await _quietly(sftp.remove(str(part)))
                raise

    async def _content(
        self, file: asyncssh.SFTPClientFile, remote: RemoteHost, path: PurePosixPath
    ) -> AsyncGenerator[bytes, None]:
        at = 0
        while True:
            with _mapped(remote, path):
                data = await self._soon(file.read(AT_ONCE, at))
            if not data:
                return
            at += len(data)
            yield cast("bytes", data)  # it was opened without an encoding

    @asynccontextmanager
    async def _sftp(self, remote: RemoteHost) -> AsyncIterator[asyncssh.SFTPClient]:
        if self.known_hosts is None or self.key is None:
            missing = " and ".join(
                name for name, value in (("ssh_known_hosts", self.known_hosts), ("ssh_key", self.key)) if value is None
            )
            text = f"this service copies to and from no other host: {missing} must be set"
            raise failed_precondition("REMOTE_COPIES_OFF", text)
        connection = await self._connected(remote, self.known_hosts, self.key)
        try:
            try:
                sftp = await self._soon(connection.start_sftp_client())
            except (asyncssh.Error, OSError, TimeoutError) as error:
                text = f"{remote} does not offer SFTP: {_said(error)}"
                raise failed_precondition("REMOTE_ACCESS_DENIED", text, metadata={"host": remote.host}) from error
            yield sftp
        finally:
            connection.abort()
            with contextlib.suppress(Exception):
                await connection.wait_closed()

    async def _connected(self, remote: RemoteHost, known_hosts: Path, key: Path) -> asyncssh.SSHClientConnection:
        shown: list[asyncssh.SSHKey] = []
        where = {"host": remote.host, "port": str(self.port)}
        try:
            known = asyncssh.import_known_hosts(await asyncio.to_thread(known_hosts.read_text, encoding="utf-8"))
            keys = await asyncio.to_thread(asyncssh.read_private_key, str(key))
        except (OSError, ValueError, asyncssh.KeyImportError) as error:
            text = f"ssh_known_hosts or ssh_key of this service cannot be used: {type(error).__name__}"
            raise failed_precondition("REMOTE_COPIES_OFF", text) from error
        listed = any(known.match(remote.host, "", self.port)[0])
        try:
            async with asyncio.timeout(self.connect_timeout):
                return await asyncssh.connect(
                    remote.host,
                    self.port,
                    username=remote.user,
                    client_keys=[keys],
                    known_hosts=known,
                    client_factory=lambda: _Witness(shown),
                    config=None,
                    agent_path=None,
                    preferred_auth="publickey",
                    connect_timeout=self.connect_timeout,
                    login_timeout=self.connect_timeout,
                )
        except asyncssh.HostKeyNotVerifiable as error:
            raise _untrusted(remote, self.port, known_hosts, shown, listed=listed) from error
        except asyncssh.KeyExchangeFailed as error:
            if listed:  # it has no key of the kinds that are on record for it
                raise _untrusted(remote, self.port, known_hosts, shown, listed=True) from error
            raise unavailable("REMOTE_HOST_UNREACHABLE", f"{remote.host}: {_said(error)}", metadata=where) from error
        except asyncssh.PermissionDenied as error:
            text = f"{remote.host} does not let {remote.user} in with this service's key"
            raise failed_precondition("REMOTE_ACCESS_DENIED", text, metadata=where) from error
        except (asyncssh.Error, OSError, TimeoutError) as error:
            text = f"{remote.host} port {self.port} cannot be reached over SSH: {_said(error)}"
            raise unavailable("REMOTE_HOST_UNREACHABLE", text, metadata=where) from error

    async def _soon(self, work: Awaitable[Result]) -> Result:
        async with asyncio.timeout(self.pause):
            return await work


class _Witness(asyncssh.SSHClient):
    """Remembers the key that a host showed and that is not in known_hosts."""

    def __init__(self, shown: list[asyncssh.SSHKey]) -> None:
        self._shown = shown

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        """It is not trusted."""
        self._shown.append(key)
        return False


def _untrusted(
    remote: RemoteHost, port: int, known_hosts: Path, shown: list[asyncssh.SSHKey], *, listed: bool
) -> ZfleetError:
    name = remote.host if port == asyncssh.DEFAULT_PORT else f"[{remote.host}]:{port}"
    metadata = {"host": remote.host, "port": str(port)}
    if shown:
        metadata["fingerprint"] = shown[0].get_fingerprint()
        key = f" It shows a key {shown[0].get_algorithm()} with fingerprint {metadata['fingerprint']}."
    else:
        key = ""
    if listed:
        text = f"{name} has another key than the one in {known_hosts.name}.{key} It may not be the host that it was."
        return failed_precondition("REMOTE_HOST_CHANGED", text, metadata=metadata)
    text = (
        f"{name} is not in the service's {known_hosts.name} (setting ssh_known_hosts).{key} Compare that on the host "
        f"itself, then add the line '{name} KEYTYPE KEY' that ssh-keyscan -p {port} {remote.host} prints."
    )
    return failed_precondition("REMOTE_HOST_UNKNOWN", text, metadata=metadata)


@contextlib.contextmanager
def _mapped(remote: RemoteHost, path: PurePosixPath, *, writing: bool = False) -> Iterator[None]:
    """SFTP's errors as ours."""
    name = f"{remote.host}:{path}"
    try:
        yield
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath) as error:
        kind, missing = ("folder", f"{remote.host}:{path.parent}") if writing else ("file", name)
        raise not_found(kind, missing) from error
    except (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded) as error:
        raise resource_exhausted("TARGET_FULL", f"{name} cannot be written: there is no room left") from error
    except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, TimeoutError, OSError) as error:
        text = f"the connection to {remote.host} broke off: {_said(error)}"
        raise unavailable("REMOTE_HOST_UNREACHABLE", text, metadata={"host": remote.host}) from error
    except asyncssh.SFTPOpUnsupported:
        raise
    except asyncssh.SFTPError as error:
        reason = "TARGET_REFUSED" if writing else "REMOTE_ACCESS_DENIED"
        text = f"{name} cannot be {'written' if writing else 'read'}: {_said(error)}"
        raise failed_precondition(reason, text, metadata={"host": remote.host}) from error
    except asyncssh.Error as error:
        text = f"the connection to {remote.host} broke off: {_said(error)}"
        raise unavailable("REMOTE_HOST_UNREACHABLE", text, metadata={"host": remote.host}) from error


async def _take_place(sftp: asyncssh.SFTPClient, part: str, path: str) -> None:
    try:
        await sftp.posix_rename(part, path)
    except asyncssh.SFTPOpUnsupported:  # then only a new name can be taken
        await sftp.rename(part, path)


async def _quietly(work: Awaitable[object]) -> None:
    """Waits for a last step whose failure changes nothing any more."""
    with contextlib.suppress(asyncssh.Error, OSError, TimeoutError):
        async with asyncio.timeout(5):
            await work


def _said(error: BaseException) -> str:
    return getattr(error, "reason", "") or getattr(error, "strerror", "") or type(error).__name__
