# SPDX-License-Identifier: Apache-2.0
"""House rules that no linter knows: a licence line in every source file, links that lead somewhere, short files."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

LICENCE = "SPDX-License-Identifier: Apache-2.0"
SOURCES = (".py", ".proto", ".sh", ".toml", ".yaml", ".yml")
LONGEST = 500  # lines of a source file written by hand; a longer one has become two
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def tracked() -> list[Path]:
    """Files that git knows or would add."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], capture_output=True, text=True, check=True
    )
    return sorted(path for path in map(Path, listing.stdout.splitlines()) if path.is_file())


def unlicensed(paths: Iterable[Path]) -> Iterator[str]:
    """Source files without the licence line among their first three lines (a shebang may come first)."""
    for path in paths:
        if path.suffix in SOURCES and "_pb2" not in path.name and path.name != "uv.lock":
            with path.open(encoding="utf-8") as file:
                head = [next(file, "") for _ in range(3)]
            if head[0] and not any(LICENCE in line for line in head):  # an empty file needs none
                yield f"{path}:1: no licence line ({LICENCE})"


def too_long(paths: Iterable[Path]) -> Iterator[str]:
    """Hand-written modules of more than LONGEST lines."""
    for path in paths:
        if path.suffix == ".py" and "_pb2" not in path.name and "tests" not in path.parts:
            count = len(path.read_text(encoding="utf-8").splitlines())
            if count > LONGEST and "@generated" not in path.read_text(encoding="utf-8")[:400]:
                yield f"{path}: {count} lines, more than {LONGEST}"


def broken_links(paths: Iterable[Path]) -> Iterator[str]:
    """Relative links in Markdown that lead nowhere."""
    for path in paths:
        if path.suffix != ".md":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for target in LINK.findall(line):
                if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                    yield f"{path}:{number}: link to {target} leads nowhere"


def not_locked() -> Iterator[str]:
    """Dependencies of pyproject.toml that requirements.lock does not have: make lock was forgotten."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    locked = {
        _name(line) for line in Path("requirements.lock").read_text(encoding="utf-8").splitlines() if "==" in line
    }
    for name in sorted({_name(each) for each in wanted} - locked - {"zfleet"}):
        yield f"requirements.lock: {name} is missing, run make lock"


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def main() -> int:
    """0 when every rule holds."""
    paths = tracked()
    problems = [*unlicensed(paths), *too_long(paths), *broken_links(paths), *not_locked()]
    print("\n".join(problems) if problems else f"house: {len(paths)} files")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
