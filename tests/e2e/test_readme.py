# SPDX-License-Identifier: Apache-2.0
"""The tour in README.md works as it is written: its commands and its program are run in their order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.command import Up

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_five_minute_tour_works(fleet: Up, tmp_path: Path) -> None:
    """In an empty folder, against a running fleet."""
    if shutil.which("mkfs.ext4", path="/usr/sbin:/sbin:/usr/bin") is None:
        pytest.skip("mkfs.ext4 is not installed (tests/e2e/install.sh installs it where it may)")
    environment = os.environ | {
        "ZFLEET_ADDRESS": fleet.address,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    blocks = BLOCK.findall(README.read_text().split("## Five minutes")[1].split("\n## ")[0])
    assert [kind for kind, _ in blocks] == ["sh", "sh", "python", "sh"]
    said = []
    for kind, text in blocks:
        command = ["bash", "-euxc", text]
        if kind == "python":
            command = [sys.executable, "-c", text.replace("127.0.0.1:50050", fleet.address)]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=100, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        said.append(done.stdout)
    assert "LINUX01 is made and logged on" in said[0]
    assert "MDISK 0100 3390" in said[0]
    assert "02:00:00:" in said[2]
    assert "LINUX01 is gone\nLINUX03 is gone" in said[3]
    fleet.json("image", "delete", "tiny")


def test_a_refusal_looks_as_the_tour_says(fleet: Up) -> None:
    """Each field that the tour shows is named."""
    done = fleet.zfleet("spawn", "LINUX02", "--disk", "size=1G,mode=XX", "--nic", "vswitch=NOSUCH,mac=nonsense")
    assert done.returncode == 5
    shown = re.findall(r"^  ([a-z]+\[0\]\.\w+): ", README.read_text(), re.MULTILINE)
    assert len(shown) == 3
    told = done.stderr.decode()
    assert [field for field in shown if f"  {field}: " not in told] == []
