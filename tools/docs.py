# SPDX-License-Identifier: Apache-2.0
"""Writes the pages that are made from the code, and tells when a committed page is not what the code says.

`python -m tools.docs` writes; `python -m tools.docs --stale` writes nothing and names what differs.
A room offers a page by a module with `page() -> str`.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

PAGES = {
    Path("docs/settings.md"): "zfleet_runtime.settings_docs",
    Path("docs/simulator-coverage.md"): "tools.simulator_coverage",
    Path("docs/operations.md"): "tools.operations_table",
}


def pages() -> Iterator[tuple[Path, str]]:
    """Each generated page with its fresh text."""
    for path, name in PAGES.items():
        if importlib.util.find_spec(name) is not None:
            yield path, importlib.import_module(name).page()


def main() -> int:
    """0 when written (or fresh), 1 when a committed page is stale."""
    if "--stale" not in sys.argv[1:]:
        for path, text in pages():
            path.write_text(text, encoding="utf-8")
            print(f"docs: wrote {path}")
        return 0
    fresh = dict(pages())
    problems = [
        f"{path}: stale, run make docs"
        for path, text in fresh.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    print("\n".join(problems) if problems else f"docs: {len(fresh)} generated pages are fresh")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
