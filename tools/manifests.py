# SPDX-License-Identifier: Apache-2.0
"""Renders every kustomize overlay below deploy/kubernetes/overlays and validates it against the offline schemas.

Unknown fields are errors. What is validated is what `kubectl apply -k` would send, so patches count as applied.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import yaml

VERSION = "1.37"
OVERLAYS = Path("deploy/kubernetes/overlays")


def rendered(overlay: Path) -> str:
    """The overlay's objects as YAML. SystemExit with kustomize's own words when it refuses."""
    kubectl = shutil.which("kubectl", path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin")
    if kubectl is None:
        raise SystemExit("manifests: kubectl is needed (kubectl kustomize renders the overlays; no cluster is asked)")
    done = subprocess.run([kubectl, "kustomize", str(overlay)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"manifests: {overlay}: {done.stderr.strip()}")
    return done.stdout


def problems(overlay: Path) -> tuple[int, list[str]]:
    """How many objects one overlay has, and what is wrong with them."""
    found = []
    objects = [document for document in yaml.safe_load_all(rendered(overlay)) if document]
    for document in objects:
        name = f"{document['kind']}/{document['metadata']['name']}"
        try:
            kubernetes_validate.validate(document, VERSION, strict=True)
        except kubernetes_validate.ValidationError as error:
            where = ".".join(map(str, error.path))
            found.append(f"{overlay.name}: {name}: {where}: {error.message}")
    return len(objects), found


def main() -> int:
    """0 when all are valid."""
    found: list[str] = []
    for overlay in sorted(path for path in OVERLAYS.iterdir() if path.is_dir()):
        count, wrong = problems(overlay)
        found += wrong
        print(f"manifests: {overlay.name}: {count} objects")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
