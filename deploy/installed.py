# SPDX-License-Identifier: Apache-2.0
"""Makes a folder of packages count as the installed distribution: on Python's path, with its version.

    python installed.py pyproject.toml FOLDER

For the image build: a part's image has only its own folders, so it cannot be installed as the one distribution.
"""

from __future__ import annotations

import sys
import sysconfig
import tomllib
from pathlib import Path


def main(pyproject: Path, folder: Path) -> None:
    """Writes zfleet.pth into this interpreter's site-packages and the distribution's METADATA into `folder`."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    information = folder / f"{project['name']}-{project['version']}.dist-info"
    information.mkdir()
    lines = ("Metadata-Version: 2.4", f"Name: {project['name']}", f"Version: {project['version']}", "")
    (information / "METADATA").write_text("\n".join(lines), encoding="utf-8")
    Path(sysconfig.get_path("purelib"), "zfleet.pth").write_text(f"{folder}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
