# SPDX-License-Identifier: Apache-2.0
"""`make check`: every check runs, each prints one line, and whatever failed is shown in full at the end.

`python -m tools.check types ruff` runs only the checks with these names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

CODE = ("smapi", "simulator", "runtime", "services", "gateway", "client", "tests", "tools", "examples")


@dataclass(frozen=True)
class Check:
    """One thing that must hold: its name, what it says when it holds, and the command that finds out."""

    name: str
    meaning: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How a check ended."""

    check: Check
    passed: bool
    output: str
    seconds: float


def checks() -> list[Check]:
    """All checks that this tree has files for; the slowest first, so that they start first."""
    scripts = Path(sysconfig.get_path("scripts"))
    python = sys.executable

    def script(name: str) -> str:
        return str(scripts / name)

    found = [
        Check("types", "mypy --strict", (script("mypy"), *(folder for folder in CODE if Path(folder).is_dir()))),
        Check("docs", "generated pages are fresh", (python, "-m", "tools.docs", "--stale")),
        Check("imports", "import order between the rooms", (script("lint-imports"), "--no-cache")),
        Check("generated", "generated code is fresh", (python, "-m", "tools.protos", "--stale")),
        Check("format", "ruff format", (script("ruff"), "format", "--check", "--quiet", "--diff", ".")),
        Check("lint", "ruff check", (script("ruff"), "check", "--quiet", ".")),
        Check("house", "licence lines, links, file lengths", (python, "-m", "tools.house")),
    ]
    if Path("buf.yaml").exists():
        found.append(Check("protos", "buf lint", (script("buf"), "lint")))
        found.append(Check("protos-format", "buf format", (script("buf"), "format", "--diff", "--exit-code")))
    dockerfiles = sorted(map(str, Path("deploy").glob("**/Dockerfile*")))
    if dockerfiles:
        found.append(Check("dockerfile", "hadolint", (script("hadolint"), *dockerfiles)))
    if any(Path("deploy").glob("**/*.yaml")):
        found.append(Check("manifests", "Kubernetes manifests are valid", (python, "-m", "tools.manifests")))
    return found


def run(check: Check) -> Outcome:
    """Runs one check to its end."""
    started = time.monotonic()
    done = subprocess.run(  # the commands are ours
        check.command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1", "PYTHONPATH": "."},
    )
    return Outcome(check, done.returncode == 0, done.stdout.strip(), time.monotonic() - started)


def main(names: Sequence[str]) -> int:
    """0 when every check holds, 1 otherwise, 2 for a name that is no check."""
    todo = checks()
    unknown = set(names) - {check.name for check in todo}
    if unknown:
        print(f"check: no such check: {', '.join(sorted(unknown))}; there are {', '.join(c.name for c in todo)}")
        return 2
    todo = [check for check in todo if not names or check.name in names]
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for outcome in pool.map(run, todo):
            mark = "ok  " if outcome.passed else "FAIL"
            print(f"{mark}  {outcome.check.name:<14} {outcome.check.meaning} ({outcome.seconds:.1f} s)", flush=True)
            if not outcome.passed:
                failed.append(outcome)
    for outcome in failed:
        command = " ".join(outcome.check.command).replace(str(Path.cwd()) + "/", "")
        print(f"\n--- {outcome.check.name}: {command}\n{outcome.output}")
    print(f"\ncheck: {len(todo) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
