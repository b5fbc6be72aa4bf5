# SPDX-License-Identifier: Apache-2.0
"""docs/migration-from-feilong.md is followed step by step, its commands run as they are written, on one z/VM host."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import Up, up
from tests.service.gateway import feilong_databases

GUIDE = Path(__file__).parents[2] / "docs" / "migration-from-feilong.md"
BLOCK = re.compile(r"^```(sh|toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PARTS = ("guest", "storage", "network", "gateway")
PATIENCE = 90.0  # seconds; the machine may be busy
CONTENT = b"a root disk " * 1000
CONFIGURATION = """
[zvm]
disk_pool = ECKD:POOL1
user_profile = OSDFLT
[image]
sdk_image_repository = {}/images
[network]
my_ip = 192.0.2.1
"""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; all taken before one is given back, so that they differ."""
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in taken]


class Guide:
    """The guide's blocks, in their order, with the folders and addresses of this test."""

    def __init__(self, folder: Path, rest: str) -> None:
        self.folder = folder
        self.changed = {
            "/var/lib/zvmsdk": str(folder / "zvmsdk"),
            "/etc/zvmsdk": str(folder / "zvmsdk"),
            "/var/lib/zfleet": str(folder / "zfleet"),
            "http://127.0.0.1:8080": f"http://{rest}",
        }
        self.blocks = [(kind, self.here(text)) for kind, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8"))]

    def here(self, text: str) -> str:
        """A text of the guide, for this machine."""
        for there, here in self.changed.items():
            text = text.replace(there, here)
        return text

    def block(self, kind: str, has: str, at: int = 0) -> str:
        """The block (the `at`-th) that has these words."""
        return [text for each, text in self.blocks if each == kind and has in text][at]


def run(text: str, folder: Path, environment: Mapping[str, str]) -> str:
    """A block's commands, as a person enters them; what they say."""
    command = ["bash", "-euo", "pipefail", "-c", text]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=environment, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def started(text: str, folder: Path, environment: Mapping[str, str], rest: str) -> Iterator[None]:
    """The processes that a block puts into the background, until its end."""
    with (folder / "parts.log").open("w") as log:
        process = subprocess.Popen(
            ["bash", "-c", f"{text}\nwait"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"http://{rest}/host", timeout=10):  # ours
                    break
            except OSError:
                assert time.monotonic() < end, (folder / "parts.log").read_text()
                time.sleep(0.1)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Up]:
    """A z/VM host, simulated, with a guest that was made before."""
    with up(tmp_path / "host") as running:
        records = ["USER WEB00001 LBYONLY 1G 4G G", "INCLUDE OSDFLT", "MDISK 0100 3390 AUTOG 100 POOL1 MR"]
        records.append("NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID 123456")
        entry = [word for record in records for word in ("--image-record-array", record)]
        running.json("smapi", "Image_Create_DM", "--target", "WEB00001", *entry)
        yield running


def left_by_feilong(folder: Path) -> None:
    """What the connector before has left: configuration, databases, an image."""
    (folder / "zvmsdk" / "images" / "netboot" / "rhel9.4" / "img").mkdir(parents=True)
    (folder / "zvmsdk" / "images" / "netboot" / "rhel9.4" / "img" / "0100").write_bytes(CONTENT)
    (folder / "zvmsdk" / "zvmsdk.conf").write_text(CONFIGURATION.format(folder / "zvmsdk"))
    md5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
    feilong_databases.made(
        folder / "zvmsdk" / "databases",
        guests=[("1", "WEB00001", "os_version=rhel9.4", 1, "")],
        switch=[("WEB00001", "1000", "VSW1", "port-1", None)],
        image=[("img", "rhel9.4", md5, "100:CYL", "rootonly", None)],
        template=[("36439338-db14-11ec-bb41-0201018b1dd2", "both", "", 1, -1)],
        template_fcp_mapping=[("b800", "36439338-db14-11ec-bb41-0201018b1dd2", 0)],
        fcp=[("b800", "WEB00001", 1, 1, "active", "36439338-db14-11ec-bb41-0201018b1dd2", "")],
    )


def edited(guide: Guide, written: str) -> str:
    """The settings file as the guide says that it is edited; without the certificates, which this test has none of."""
    top, tables = guide.block("toml", "zvm ="), guide.block("toml", "[gateway]")
    ours, theirs = tomllib.loads(top + written), tomllib.loads(tables)
    assert set(ours["storage"]) & {"import_folders"}
    for part, options in theirs.items():
        ours.setdefault(part, {}).update({name: options[name] for name in options if name in _TRIED})
    lines = [f"{name} = {json.dumps(value)}" for name, value in ours.items() if not isinstance(value, dict)]
    for part in PARTS:
        lines += [f"[{part}]", *(f"{name} = {json.dumps(value)}" for name, value in ours[part].items())]
    return "\n".join(lines) + "\n"


_TRIED = ("state_folder", "import_folders", "export_folders", "file_folders")


def answer(rest: str, path: str) -> Any:
    """The output of a GET."""
    with urllib.request.urlopen(f"http://{rest}{path}", timeout=30) as told:  # ours
        return json.loads(told.read())["output"]


def test_the_guide_leads_from_feilong_to_zfleet(host: Up, tmp_path: Path) -> None:
    """Settings, parts, a look, taking over twice, clients, and back."""
    *ports, rest_port = free_ports(5)
    rest, addresses = f"127.0.0.1:{rest_port}", dict(zip(PARTS, (f"127.0.0.1:{port}" for port in ports), strict=True))
    guide = Guide(tmp_path, rest)
    left_by_feilong(tmp_path)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("ZFLEET_")},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ZFLEET_ADDRESS": addresses["gateway"],
    }
    told = run(guide.block("sh", "--config /"), tmp_path, environment)
    assert "the parts' listen settings say where they serve" in told
    settings = tmp_path / "zfleet.toml"
    settings.write_text(edited(guide, settings.read_text()))
    # What belongs to this machine and not to the guide: where the simulated host is, and free ports.
    simulated = {
        "ZFLEET_ZVM": f"tcp://{host.served['simulator'].address}",
        "ZFLEET_ZVM_PASSWORD_FILE": str(host.state / "smapi-password"),
        "ZFLEET_LINUX_ACCESS": f"simulator://{host.served['simulator'].linux_address}",
        "ZFLEET_METRICS_LISTEN": "127.0.0.1:0",
        "ZFLEET_GATEWAY_REST_LISTEN": rest,
        **{f"ZFLEET_{part.upper()}_LISTEN": address for part, address in addresses.items()},
        **{f"ZFLEET_GATEWAY_{part.upper()}_ADDRESS": addresses[part] for part in PARTS[:3]},
    }
    with started(guide.block("sh", "zfleet_gateway"), tmp_path, environment | simulated, rest):
        looked = run(guide.block("sh", "--dry-run"), tmp_path, environment)
        assert looked.splitlines()[-1] == "5 would be taken over"
        assert answer(rest, "/guests") == []
        take = guide.block("sh", "--databases", 1)
        assert run(take, tmp_path, environment).splitlines()[-1] == "5 taken over"
        assert run(take, tmp_path, environment).splitlines()[-1] == "5 already there"
        asked = run(guide.block("sh", "/host"), tmp_path, environment)
        assert "WEB00001" in asked
        assert answer(rest, "/guests/nics")[0]["port"] == "port-1"
        assert answer(rest, "/images")[0]["imagename"] == "img"
        assert answer(rest, "/volumes/fcp/b800")[:3] == ["WEB00001", 1, 1]
        going_back(guide.block("sh", "register_vm").replace("LINUX01", "WEB00001"), tmp_path, environment, rest)


def going_back(block: str, folder: Path, environment: Mapping[str, str], rest: str) -> None:
    """Told to a connector, which in this test is ours, and forgotten here."""
    told = run(block, folder, environment)
    assert '"overallRC":0' in told.replace(" ", "")
    assert "WEB00001 is managed no longer" in told
    assert answer(rest, "/guests") == []
    assert answer(rest, "/guests/WEB00001/user_direct")["user_direct"]
