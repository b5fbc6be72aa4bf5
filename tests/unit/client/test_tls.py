# SPDX-License-Identifier: Apache-2.0
"""Facts about TLS: trust, mutual TLS, and what a mistake says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
import trustme
from click.testing import CliRunner

from tests.unit.client.answering import answering
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_client import Fleet, Tls, Unavailable
from zfleet_client.cli import zfleet


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a CA, a server's and a client's certificate, and a CA that nobody trusts."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    trustme.CA().cert_pem.write_to_path(folder / "other-ca.pem")
    for name in ("server", "client"):
        certificate = authority.issue_cert("127.0.0.1", common_name=name)
        certificate.private_key_pem.write_to_path(folder / f"{name}.key")
        certificate.cert_chain_pems[0].write_to_path(folder / f"{name}.pem")
    return folder


@pytest.fixture
def address(files: Path) -> Iterator[str]:
    """A server that wants a certificate of its callers."""
    credentials = grpc.ssl_server_credentials(
        [((files / "server.key").read_bytes(), (files / "server.pem").read_bytes())],
        root_certificates=(files / "ca.pem").read_bytes(),
        require_client_auth=True,
    )
    with answering({"GetHost": pb.GetHostResponse()}, credentials) as server:
        yield server.address


async def test_both_sides_show_certificates(files: Path, address: str) -> None:
    """With the CA, our certificate and our key, calls go through."""
    tls = Tls(ca=files / "ca.pem", certificate=files / "client.pem", key=files / "client.key")
    async with Fleet(address, tls=tls) as fleet:
        await fleet.host()


@pytest.mark.parametrize("mistake", ["no TLS", "wrong CA", "no certificate"])
async def test_without_the_right_files_nobody_is_reached(files: Path, address: str, mistake: str) -> None:
    """Unavailable, and never a call in the clear to a server that was not checked."""
    tls = {
        "no TLS": None,
        "wrong CA": Tls(files / "other-ca.pem", files / "client.pem", files / "client.key"),
        "no certificate": Tls(files / "ca.pem"),
    }[mistake]
    async with Fleet(address, tls=tls, timeout=10) as fleet:
        with pytest.raises(Unavailable):
            await fleet.host()


def test_the_command_takes_the_files(files: Path, address: str) -> None:
    """--ca, --cert and --key; one of the last two alone is wrong usage."""
    options = ["--ca", str(files / "ca.pem"), "--cert", str(files / "client.pem"), "--key", str(files / "client.key")]
    done = CliRunner().invoke(zfleet, ["--address", address, *options, "host"])
    assert done.exit_code == 0, done.output
    half = CliRunner().invoke(zfleet, ["--address", address, *options[:4], "host"])
    assert half.exit_code == 2
    assert "--cert and --key belong together" in half.stderr
