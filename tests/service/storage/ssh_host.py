# SPDX-License-Identifier: Apache-2.0
"""Another host with a real SSH server on loopback, which serves a folder over SFTP and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh

USER = "nova"
HOST = "127.0.0.1"
REMOTE = f"{USER}@{HOST}"


@dataclass
class SshHost:
    """The host: its folder as the root of what it shows, and the settings with which a service may use it."""

    folder: Path
    settings: dict[str, Any]
    known_hosts: Path
    fingerprint: str

    def trust(self, *lines: str) -> None:
        """Makes these the only lines of the service's known_hosts file."""
        self.known_hosts.write_text("".join(f"{line}\n" for line in lines))


@asynccontextmanager
async def ssh_host(folder: Path, *, let_in: bool = True, sftp: bool = True) -> AsyncIterator[SshHost]:
    """A started host that is trusted and lets the service's key in."""
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    our_key, other_key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    served, ours = folder / "remote", folder / "ours"
    served.mkdir(parents=True)
    ours.mkdir()
    our_key.write_private_key(ours / "key")
    allowed = (our_key if let_in else other_key).export_public_key().decode()

    class Server(asyncssh.SSHServer):
        """Lets nova in."""

        def begin_auth(self, username: str) -> bool:
            """A key is needed."""
            return True

    def factory(channel: asyncssh.SSHServerChannel[bytes]) -> asyncssh.SFTPServer:
        return asyncssh.SFTPServer(channel, chroot=bytes(served))

    server = await asyncssh.listen(
        HOST,
        0,
        server_factory=Server,
        server_host_keys=[host_key],
        authorized_client_keys=asyncssh.import_authorized_keys(allowed),
        sftp_factory=factory if sftp else None,
    )
    port = server.get_port()
    known = ours / "known_hosts"
    here = SshHost(
        served,
        {"ssh_known_hosts": known, "ssh_key": ours / "key", "ssh_port": port, "connect_timeout": 5.0},
        known,
        host_key.get_fingerprint(),
    )
    here.trust(f"[{HOST}]:{port} {host_key.export_public_key().decode().strip()}")
    try:
        yield here
    finally:
        server.close()
        await server.wait_closed()
