# SPDX-License-Identifier: Apache-2.0
"""ImportImage from web servers, from other hosts over SSH, and from uploaded files; and what is refused there."""

from __future__ import annotations

import asyncio
import hashlib
import os
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme

from tests.service.storage.ssh_host import HOST, REMOTE, SshHost, ssh_host
from tests.service.storage.web_server import WebServer, web_server
from tests.service.storage.world import MEBIBYTE, World, fields, refusal, world
from zfleet.storage.v1 import storage_service_pb2 as pb

CONTENT = os.urandom(3 * MEBIBYTE + 17) + bytes(MEBIBYTE)
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()


def importing(here: World, name: str = "rhel9", **request: Any) -> Any:
    """The call."""
    return here.storage.ImportImage(pb.ImportImageRequest(name=name, **request))


async def imported(call: Any) -> pb.Image:
    """The last message's image."""
    messages = [message async for message in call]
    image: pb.Image = messages[-1].image
    return image


def left_over(here: World) -> list[str]:
    """What lies in the image folder."""
    return sorted(os.listdir(here.folder / "state" / "images"))


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    """A web server with an image."""
    async with web_server() as server:
        server.files["/rhel9.img"] = CONTENT
        yield server


async def test_an_image_comes_from_a_web_server(here: World, web: WebServer) -> None:
    """With its MD5, told and checked; whether the server says how much it is or not; over redirections."""
    web.files["/unsized"] = CONTENT
    web.redirections["/latest"] = "/rhel9.img"
    for at, path in enumerate(("/rhel9.img", "/unsized", "/latest")):
        image = await imported(importing(here, f"i{at}", url=web.url + path, md5=MD5.upper()))
        assert (image.md5, image.size_bytes) == (MD5, len(CONTENT))
    assert web.asked == ["/rhel9.img", "/unsized", "/latest", "/rhel9.img"]


async def test_an_https_server_must_prove_who_it_is(tmp_path: Path) -> None:
    """By an authority that the operator trusts; over https nothing goes on over http."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    async with web_server(context) as web, web_server() as plain:
        web.files["/image"] = plain.files["/image"] = CONTENT
        web.redirections["/down"] = f"{plain.url}/image"
        async with world(tmp_path) as here:
            error = await refusal(importing(here, url=f"{web.url}/image"))
            assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "SOURCE_REFUSED")
            assert "does not prove who it is" in error.message
        async with world(tmp_path, import_ca_file=tmp_path / "ca.pem") as here:
            assert (await imported(importing(here, url=f"{web.url}/image"))).md5 == MD5
            error = await refusal(importing(here, "other", url=f"{web.url}/down"))
            assert error.reason == "SOURCE_REFUSED"
        assert plain.asked == []


async def test_what_a_web_server_answers_else_is_no_image(here: World, web: WebServer) -> None:
    """Missing, forbidden, broken, cut off, redirected for ever or to this machine's files: nothing is left of it."""
    web.statuses.update({"/forbidden": 403, "/broken": 503})
    web.redirections.update({"/round": "/round", "/passwd": "file:///etc/passwd"})
    web.files["/cut"] = CONTENT
    for path, status, reason in (
        ("/none", grpc.StatusCode.NOT_FOUND, "FILE_NOT_FOUND"),
        ("/forbidden", grpc.StatusCode.FAILED_PRECONDITION, "SOURCE_REFUSED"),
        ("/broken", grpc.StatusCode.UNAVAILABLE, "SOURCE_UNREACHABLE"),
        ("/cut", grpc.StatusCode.UNAVAILABLE, "SOURCE_UNREACHABLE"),
        ("/round", grpc.StatusCode.FAILED_PRECONDITION, "SOURCE_REFUSED"),
        ("/passwd", grpc.StatusCode.FAILED_PRECONDITION, "SOURCE_REFUSED"),
    ):
        error = await refusal(importing(here, url=web.url + path))
        assert (path, error.status, error.reason) == (path, status, reason)
    error = await refusal(importing(here, url="http://127.0.0.1:1/x?signature=secret"))
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "SOURCE_UNREACHABLE")
    assert "secret" not in error.message
    assert left_over(here) == []
    assert (await imported(importing(here, url=f"{web.url}/rhel9.img"))).md5 == MD5


async def test_a_web_server_that_stands_still_is_given_up(tmp_path: Path, web: WebServer) -> None:
    """And one that gives more than is taken, whether it says so before or not."""
    web.files["/slow"] = web.files["/unsized"] = CONTENT
    async with world(tmp_path, upload_pause=0.3, max_image_bytes=MEBIBYTE) as here:
        assert (await refusal(importing(here, url=f"{web.url}/slow"))).reason == "CONTENT_TOO_LONG"
        assert (await refusal(importing(here, url=f"{web.url}/unsized"))).reason == "CONTENT_TOO_LONG"
        web.files["/slow"] = b"ab"
        error = await refusal(importing(here, url=f"{web.url}/slow"))
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "SOURCE_UNREACHABLE")
        assert left_over(here) == []


async def test_only_configured_web_servers_are_asked(tmp_path: Path, web: WebServer) -> None:
    """Also behind a redirection."""
    async with world(tmp_path, import_hosts=(web.url.removeprefix("http://"),)) as here, web_server() as other:
        other.files["/image"] = CONTENT
        web.redirections["/away"] = f"{other.url}/image"
        for url in (f"{other.url}/image", f"{web.url}/away"):
            error = await refusal(importing(here, url=url))
            assert (error.status, error.reason) == (grpc.StatusCode.PERMISSION_DENIED, "OUTSIDE_IMPORT_HOSTS")
        assert other.asked == []
        assert (await imported(importing(here, url=f"{web.url}/rhel9.img"))).md5 == MD5


async def test_a_wrong_md5_shows_up_nowhere(here: World, web: WebServer) -> None:
    """INVALID_ARGUMENT with both values."""
    error = await refusal(importing(here, url=f"{web.url}/rhel9.img", md5="0" * 32))
    assert (error.status, error.reason, fields(error)) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        "CHECKSUM_MISMATCH",
        ["md5"],
    )
    assert MD5 in error.message
    assert left_over(here) == []


async def test_a_cancelled_import_leaves_nothing(here: World, web: WebServer) -> None:
    """Its name is free again."""
    web.files["/slow"] = CONTENT
    call = importing(here, url=f"{web.url}/slow")
    reading = asyncio.ensure_future(refusal(call))
    async with asyncio.timeout(10):
        while not left_over(here):
            await asyncio.sleep(0.01)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        while left_over(here):
            await asyncio.sleep(0.01)
    assert (await imported(importing(here, url=f"{web.url}/rhel9.img"))).md5 == MD5


@pytest.fixture
async def ssh(tmp_path: Path) -> AsyncIterator[SshHost]:
    """A trusted host with an image."""
    async with ssh_host(tmp_path / "ssh") as host:
        (host.folder / "glance").mkdir()
        (host.folder / "glance" / "a b;$(id).img").write_bytes(CONTENT)
        yield host


PATH = "file:///glance/a b;$(id).img"


async def test_an_image_comes_from_another_host(tmp_path: Path, ssh: SshHost) -> None:
    """Over SFTP: what a shell would take for a command is a name."""
    async with world(tmp_path, **ssh.settings) as here:
        image = await imported(importing(here, url=PATH, remote_host=REMOTE, md5=MD5, os_version="rhel9.2"))
        assert (image.md5, image.size_bytes) == (MD5, len(CONTENT))


async def test_a_host_that_is_not_known_is_not_asked_for_anything(tmp_path: Path, ssh: SshHost) -> None:
    """The refusal says which host, the fingerprint that it shows, and what to add to which file."""
    async with world(tmp_path, **ssh.settings) as here:
        known = ssh.known_hosts.read_text().strip()
        ssh.trust("otherhost " + known.partition(" ")[2])
        error = await refusal(importing(here, url=PATH, remote_host=REMOTE))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REMOTE_HOST_UNKNOWN")
        assert error.metadata["host"] == HOST
        assert error.metadata["fingerprint"] == ssh.fingerprint
        assert "ssh_known_hosts" in error.message
        assert "ssh-keyscan" in error.message
        ssh.trust(known)
        assert (await imported(importing(here, url=PATH, remote_host=REMOTE))).md5 == MD5


async def test_a_host_with_another_key_is_refused(tmp_path: Path, ssh: SshHost) -> None:
    """It may be somebody else."""
    async with ssh_host(tmp_path / "other") as other:
        ours, theirs = (host.known_hosts.read_text().strip().partition(" ") for host in (ssh, other))
        ssh.trust(f"{ours[0]} {theirs[2]}")
        async with world(tmp_path, **ssh.settings) as here:
            error = await refusal(importing(here, url=PATH, remote_host=REMOTE))
            assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REMOTE_HOST_CHANGED")


async def test_remote_copies_need_to_be_set_up(here: World, tmp_path: Path, ssh: SshHost) -> None:
    """Without known_hosts file or key there are none, and with unusable ones neither."""
    error = await refusal(importing(here, url=PATH, remote_host=REMOTE))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REMOTE_COPIES_OFF")
    assert "ssh_known_hosts and ssh_key" in error.message
    (tmp_path / "other").mkdir()
    async with world(tmp_path / "other", **{**ssh.settings, "ssh_key": ssh.known_hosts}) as there:
        assert (await refusal(importing(there, url=PATH, remote_host=REMOTE))).reason == "REMOTE_COPIES_OFF"


async def test_a_host_that_does_not_let_us_in_says_so(tmp_path: Path) -> None:
    """Wrong key, no SFTP, nobody there."""
    for at, more in enumerate(({"let_in": False}, {"sftp": False})):
        folder = tmp_path / str(at)
        folder.mkdir()
        async with ssh_host(folder / "ssh", **more) as host, world(folder, **host.settings) as here:
            error = await refusal(importing(here, url=PATH, remote_host=REMOTE))
            assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REMOTE_ACCESS_DENIED")
    async with world(folder, **host.settings) as here:
        error = await refusal(importing(here, url=PATH, remote_host=REMOTE))
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "REMOTE_HOST_UNREACHABLE")


async def test_what_is_not_there_on_the_other_host_is_not_found(tmp_path: Path, ssh: SshHost) -> None:
    """And a folder is no file; an image over the limit is refused before it comes."""
    async with world(tmp_path, **ssh.settings, max_image_bytes=MEBIBYTE) as here:
        error = await refusal(importing(here, url="file:///glance/none", remote_host=REMOTE))
        assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("file", f"{HOST}:/glance/none"))
        error = await refusal(importing(here, url="file:///glance", remote_host=REMOTE))
        assert error.reason == "NOT_A_REGULAR_FILE"
        assert (await refusal(importing(here, url=PATH, remote_host=REMOTE))).reason == "CONTENT_TOO_LONG"
        assert left_over(here) == []


async def test_a_file_url_is_a_path_below_the_import_folders(here: World) -> None:
    """Nowhere else, and the files that callers have uploaded."""
    (here.import_folder / "image").write_bytes(CONTENT)
    assert (await imported(importing(here, url=f"file://{here.import_folder}/image"))).md5 == MD5
    error = await refusal(importing(here, "other", url="file:///etc/passwd"))
    assert (error.status, error.reason) == (grpc.StatusCode.PERMISSION_DENIED, "OUTSIDE_IMPORT_FOLDERS")

    async def messages() -> AsyncIterator[pb.UploadFileRequest]:
        yield pb.UploadFileRequest(header=pb.FileHeader())
        yield pb.UploadFileRequest(content=CONTENT[:MEBIBYTE])

    file = (await here.storage.UploadFile(messages())).file
    assert (await imported(importing(here, "uploaded", url=file.url))).md5 == file.md5


@pytest.mark.parametrize(
    ("request_fields", "bad"),
    [
        ({}, ["path"]),
        ({"path": "/a", "url": "file:///a"}, ["url"]),
        ({"url": "file:///a/../b"}, ["url"]),
        ({"url": "file://host/a"}, ["url"]),
        ({"url": "ftp://host/a"}, ["url"]),
        ({"url": "http://user:word@host/a"}, ["url"]),
        ({"url": "http://host/a\nb"}, ["url"]),
        ({"url": "https://"}, ["url"]),
        ({"url": "http://host:99999/"}, ["url"]),
        ({"url": "http://host/a", "remote_host": REMOTE}, ["remote_host"]),
        ({"path": "/a", "remote_host": REMOTE}, ["remote_host"]),
        ({"url": "file:///a", "remote_host": "-oProxyCommand=x@host"}, ["remote_host"]),
        ({"url": "file:///a", "remote_host": "host"}, ["remote_host"]),
        ({"url": "file:///a", "remote_host": "a@-host"}, ["remote_host"]),
        ({"url": "file:///a", "md5": "zz", "disk_type": 9}, ["disk_type", "md5"]),
    ],
)
async def test_malformed_sources_are_refused_before_anything_is_asked(
    here: World, request_fields: dict[str, Any], bad: list[str]
) -> None:
    """With the field's name."""
    error = await refusal(importing(here, **request_fields))
    assert (error.status, sorted(fields(error))) == (grpc.StatusCode.INVALID_ARGUMENT, bad)
