# SPDX-License-Identifier: Apache-2.0
"""TLS and mTLS from files, read again when they change, so that certificates are renewed without a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import grpc

from zfleet_runtime.settings import PartSettings, SettingsError


@dataclass(frozen=True, slots=True)
class Files:
    """Where the certificate chain, its key and the CA certificates lie; all PEM."""

    certificate: Path | None = None
    key: Path | None = None
    ca: Path | None = None

    def read(self) -> Pem:
        """Their bytes. SettingsError when one cannot be read."""
        return Pem(_bytes(self.certificate), _bytes(self.key), _bytes(self.ca))

    def stamp(self) -> tuple[tuple[int, int] | None, ...]:
        """Something that changes when a file does: modification time and inode of each."""
        return tuple(_stamp(path) for path in (self.certificate, self.key, self.ca))


@dataclass(frozen=True, slots=True)
class Pem:
    """The contents of `Files`; a key never shows."""

    certificate: bytes | None
    key: bytes | None
    ca: bytes | None

    def __repr__(self) -> str:
        return "Pem(...)"

    def server(self) -> grpc.ServerCertificateConfiguration:
        """What a server shows and, with a CA, asks of its callers."""
        return grpc.ssl_server_certificate_configuration([(self.key or b"", self.certificate or b"")], self.ca)

    def client(self) -> grpc.ChannelCredentials:
        """What a client trusts and, with a certificate, shows."""
        return grpc.ssl_channel_credentials(self.ca, self.key, self.certificate)


def files_of(settings: PartSettings) -> Files:
    """The files that the settings name."""
    return Files(settings.tls_certificate_file, settings.tls_key_file, settings.tls_ca_file)


def server_credentials(files: Files, changed: Callable[[bool], None]) -> grpc.ServerCredentials | None:
    """Credentials of a server; None when there is no certificate (plain text).

    At each new connection the files' times are looked at; when they changed, the files are read again and
    `changed(True)` is called, or `changed(False)` when they cannot be used: then the old ones stay. It is called from
    a thread of gRPC's. With a CA, callers must show a certificate (mTLS).
    """
    if files.certificate is None:
        return None
    seen = [files.stamp()]
    first = files.read().server()

    def fetch() -> grpc.ServerCertificateConfiguration | None:
        stamp = files.stamp()
        if stamp == seen[0]:
            return None
        seen[0] = stamp
        try:
            fresh = files.read().server()
        except (SettingsError, ValueError, OSError):
            changed(False)
            return None
        changed(True)
        return fresh

    made: grpc.ServerCredentials = grpc.dynamic_ssl_server_credentials(
        first,
        fetch,  # type: ignore[arg-type]  # None means unchanged
        require_client_authentication=files.ca is not None,
    )
    return made


def _bytes(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({type(error).__name__})") from error


def _stamp(path: Path | None) -> tuple[int, int] | None:
    if path is None:
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
