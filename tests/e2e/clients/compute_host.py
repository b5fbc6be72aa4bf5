# SPDX-License-Identifier: Apache-2.0
"""The host of nova-compute as the fleet sees it: a real SSH server on loopback that gives and takes files over SFTP.

It shows one folder under its real path and refuses everything else, and keeps a checksum of every file it was sent.
"""

from __future__ import annotations

import hashlib
import os
import pwd
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh

HOST = "127.0.0.1"


@dataclass
class ComputeHost:
    """`storage_options` make the storage service trust this host, and this host let it in."""

    folder: Path
    known_hosts: Path
    storage_options: tuple[str, ...] = ()
    received: dict[Path, str] = field(default_factory=dict)
    """sha256 of each file that came here, by its path."""

    @property
    def remote(self) -> str:
        """USER@HOST, as nova tells it."""
        return f"{pwd.getpwuid(os.geteuid()).pw_name}@{HOST}"


class _Server(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        """A key is needed."""
        return True


class _OneFolder(asyncssh.SFTPServer):
    """Files of one folder by their real paths."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], host: ComputeHost) -> None:
        super().__init__(channel)
        self._host = host

    def map_path(self, path: bytes) -> bytes:
        """Refuses what is elsewhere."""
        mapped = Path(os.fsdecode(super().map_path(path)))
        if self._host.folder not in mapped.parents:
            raise asyncssh.SFTPPermissionDenied(f"{mapped} is outside of {self._host.folder}")
        return bytes(mapped)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """A file is complete when it gets its name."""
        name = Path(os.fsdecode(self.map_path(newpath)))
        self._host.received[name] = hashlib.sha256(Path(os.fsdecode(self.map_path(oldpath))).read_bytes()).hexdigest()
        super().posix_rename(oldpath, newpath)


@asynccontextmanager
async def compute_host(folder: Path, keys: Path) -> AsyncIterator[ComputeHost]:
    """A started host with this folder; what the service needs is put into `keys`."""
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    service_key = asyncssh.generate_private_key("ssh-ed25519")
    service_key.write_private_key(keys / "key")
    host = ComputeHost(folder.resolve(), keys / "known_hosts")
    server = await asyncssh.listen(
        HOST,
        0,
        server_factory=_Server,
        server_host_keys=[host_key],
        authorized_client_keys=asyncssh.import_authorized_keys(service_key.export_public_key().decode()),
        sftp_factory=lambda channel: _OneFolder(channel, host),
    )
    port = server.get_port()
    host.known_hosts.write_text(f"[{HOST}]:{port} {host_key.export_public_key().decode().strip()}\n")
    host.storage_options = (
        f"--ssh-port={port}",
        f"--ssh-known-hosts={host.known_hosts}",
        f"--ssh-key={keys / 'key'}",
    )
    try:
        yield host
    finally:
        server.close()
        await server.wait_closed()
