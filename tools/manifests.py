# SPDX-License-Identifier: Apache-2.0
"""Validates every Kubernetes manifest below deploy/ against the offline schemas; unknown fields are errors."""

from __future__ import annotations

import sys
from pathlib import Path

import kubernetes_validate
import yaml

VERSION = "1.37"
NOT_KUBERNETES = frozenset({"kustomize.config.k8s.io/v1beta1", "monitoring.coreos.com/v1"})


def problems(path: Path) -> list[str]:
    """What is wrong with each document of one file; files that hold no Kubernetes objects have no problems."""
    found = []
    for number, document in enumerate(yaml.safe_load_all(path.read_text(encoding="utf-8")), 1):
        if not isinstance(document, dict) or "apiVersion" not in document or "kind" not in document:
            continue
        if document["apiVersion"] in NOT_KUBERNETES:
            continue
        try:
            kubernetes_validate.validate(document, VERSION, strict=True)
        except kubernetes_validate.ValidationError as error:
            where = ".".join(map(str, error.path))
            found.append(f"{path}: document {number} ({document['kind']}): {where}: {error.message}")
    return found


def main() -> int:
    """0 when all are valid."""
    paths = sorted(Path("deploy").glob("**/*.yaml"))
    found = [line for path in paths for line in problems(path)]
    print("\n".join(found) if found else f"manifests: {len(paths)} files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
