# SPDX-License-Identifier: Apache-2.0
"""Images and files over REST."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.gateway.rest.world import Rest, rest_world

CONTENT = os.urandom(300_000)
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
NO_IMAGE = (404, 40, 404, 1)


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[Rest]:
    """A host whose storage service may read and write below folders of the test."""
    folders = {name: (tmp_path / name,) for name in ("import_folders", "export_folders", "file_folders")}
    for (folder,) in folders.values():
        folder.mkdir()
    (tmp_path / "import_folders" / "rhel9.img").write_bytes(CONTENT)
    async with rest_world(tmp_path / "state", storage=folders) as world:
        yield world


def import_of(rest: Rest, name: str = "rhel9", **more: Any) -> dict[str, Any]:
    """The body of an import of the test's file."""
    url = f"file://{rest.zfleet.folder.parent}/import_folders/rhel9.img"
    return {"image": {"image_name": name, "url": url, "image_meta": {"os_version": "rhel9.4", **more}}}


async def test_an_image_is_imported_queried_exported_and_deleted(rest: Rest, tmp_path: Path) -> None:
    """As nova does it; an unknown name is 404 in overallRC, which makes nova import it."""
    name = "0c1f5b2e-3f5d-4a8e-9d34-8f3a3c1a2b3c"
    assert await rest.refused("GET", f"/images?imagename={name}", status=404) == NO_IMAGE
    assert await rest.get("/images") == []
    assert await rest.post("/images", import_of(rest, name, md5sum=MD5.upper(), disk_type="dasd")) == ""
    (image,) = await rest.get(f"/images?imagename={name}&whatever=1")
    assert await rest.get("/images") == [image]
    units = image["disk_size_units"]
    assert {key: image[key] for key in ("imagename", "imageosdistro", "md5sum", "type", "image_size_in_bytes")} == {
        "imagename": name,
        "imageosdistro": "rhel9.4",
        "md5sum": MD5,
        "type": "rootonly",
        "image_size_in_bytes": str(len(CONTENT)),
    }
    assert image["comments"] == "{'disk_type': 'DASD'}"
    assert image["last_access_time"] == -1
    assert set(image) - {"disk_size_units", "comments", "last_access_time"} >= {"image_path"}
    assert f"{await rest.get(f'/images/{name}/root_disk_size')}:CYL" == units
    target = tmp_path / "export_folders" / "copy.img"
    exported = await rest.put(f"/images/{name}", {"location": {"dest_url": f"file://{target}"}})
    assert exported == {
        "image_name": name,
        "image_path": f"file://{target}",
        "os_version": "rhel9.4",
        "md5sum": MD5,
        "comments": "{'disk_type': 'DASD'}",
    }
    assert target.read_bytes() == CONTENT
    for _ in range(2):
        assert await rest.delete(f"/images/{name}") == ""
    assert await rest.get("/images") == []


async def test_an_image_that_exists_is_409(rest: Rest) -> None:
    """300/300/13."""
    await rest.post("/images", import_of(rest))
    assert await rest.refused("POST", "/images", import_of(rest), status=409) == (300, 40, 300, 13)


@pytest.mark.parametrize(
    ("url", "more", "status", "numbers"),
    [
        ("", {"md5sum": "0" * 32}, 400, (300, 40, 300, 4)),
        ("file:///etc/passwd", {}, 403, (300, 40, 300, 12)),
        ("file://{folder}/../state/x.img", {}, 400, (100, 400, 100, 3)),
        ("file://{folder}/missing.img", {}, 404, (300, 40, 300, 12)),
        ("file:///", {}, 400, (400, 120, 400, 400)),
        ("ftp://server/x", {}, 400, (400, 120, 400, 400)),
        ("", {"md5sum": "x"}, 400, (400, 120, 400, 400)),
        ("", {"os_version": "windows"}, 400, (400, 120, 400, 400)),
        ("", {"disk_type": "TAPE"}, 400, (400, 120, 400, 400)),
    ],
)
async def test_an_image_that_cannot_be_imported(
    rest: Rest, url: str, more: dict[str, str], status: int, numbers: object
) -> None:
    """Checksum, folders, fields: each with its own numbers, and there is no image afterwards."""
    body = import_of(rest, **more)
    if url:
        body["image"]["url"] = url.format(folder=f"{rest.zfleet.folder.parent}/import_folders")
    assert await rest.refused("POST", "/images", body, status=status) == numbers
    assert await rest.get("/images") == []


@pytest.mark.parametrize("name", ["..", "../x", "a/b", ".hidden", "a b", "a;b", "a\nb", "x" * 256])
async def test_an_image_name_is_never_a_path(rest: Rest, name: str) -> None:
    """In body, query and path."""
    body = import_of(rest, name)
    assert await rest.refused("POST", "/images", body, status=400) == (400, 120, 400, 400)
    told = await rest.call("GET", "/images", status=400, params={"imagename": name})
    assert told["rs"] == 400
    quoted = "".join(f"%{byte:02X}" for byte in name.encode())
    for method, path in (("DELETE", f"/images/{quoted}"), ("GET", f"/images/{quoted}/root_disk_size")):
        answer = await rest.http.request(method, path)
        assert answer.status_code == 400, (path, answer.text)


async def test_a_repeated_imagename_and_an_unknown_export(rest: Rest) -> None:
    """400 and 404."""
    assert await rest.refused("GET", "/images?imagename=a&imagename=b", status=400) == (400, 120, 400, 400)
    assert await rest.refused("GET", "/images/none/root_disk_size", status=404) == NO_IMAGE
    location = {"location": {"dest_url": "file:///tmp/x.img"}}
    assert await rest.refused("PUT", "/images/none", location, status=404) == NO_IMAGE
    await rest.post("/images", import_of(rest))
    location = {"location": {"dest_url": "file:///etc/cron.d/x"}}
    assert await rest.refused("PUT", "/images/rhel9", location, status=403) == (300, 40, 300, 22)
    assert await rest.refused("PUT", "/images/rhel9", {"location": {}}, status=400) == (400, 120, 400, 400)


async def test_a_file_goes_up_and_comes_down(rest: Rest) -> None:
    """Streamed both ways, with or without an announced length; its URL imports as an image."""

    async def parts() -> AsyncIterator[bytes]:
        for at in range(0, len(CONTENT), 70_000):
            yield CONTENT[at : at + 70_000]

    for content in (CONTENT, parts(), b""):
        headers = {"content-type": "application/octet-stream"}
        answer = await rest.http.put("/files", content=content, headers=headers)
        assert answer.status_code == 200, answer.text
        told = answer.json()["output"]
        length = 0 if content == b"" else len(CONTENT)
        assert (told["filesize_in_bytes"], told["dest_url"][:8]) == (length, "file:///")
        assert told["md5sum"] == (MD5 if length else hashlib.md5(b"", usedforsecurity=False).hexdigest())
        down = await rest.http.post("/files", json={"source_file": told["dest_url"].removeprefix("file://")})
        assert down.status_code == 200, down.text
        assert down.headers["content-type"] == "application/octet-stream"
        assert down.content == (CONTENT if length else b"")
        if length:
            url = told["dest_url"]
            await rest.post("/images", {**import_of(rest, f"from{len(url)}{id(content)}")})
            body = import_of(rest, f"uploaded-{id(content)}")
            body["image"]["url"] = url
            await rest.post("/images", body)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/etc/passwd", 403), ("{files}/../x", 400), ("{files}/none", 404), ("{files}", 400), ("", 400)],
)
async def test_only_files_below_configured_folders_come_down(rest: Rest, path: str, status: int) -> None:
    """The reference gives whatever its user can read."""
    files = f"{rest.zfleet.folder.parent}/file_folders"
    body = {"source_file": path.format(files=files)}
    numbers = await rest.refused("POST", "/files", body, status=status)
    assert numbers in ((300, 60, 300, 2), (400, 120, 400, 400), (100, 400, 100, 3))
    assert await rest.refused("POST", "/files", {}, status=400) == (400, 120, 400, 400)


async def test_a_file_over_the_limit_is_413(tmp_path: Path) -> None:
    """Announced or not; nothing is left of it."""

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield bytes(500)

    async with rest_world(tmp_path, rest_file_limit=2000) as rest:
        for content in (bytes(2001), parts()):
            answer = await rest.http.put("/files", content=content)
            assert answer.status_code == 413, answer.text
            assert answer.json()["rs"] == 413
        assert (await rest.http.put("/files", content=bytes(2000))).status_code == 200
