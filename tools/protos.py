# SPDX-License-Identifier: Apache-2.0
"""Generates the protos of SMAPI's functions and the Python beside each .proto, and tells when either is stale.

`python -m tools.protos` writes; `python -m tools.protos --stale` writes nothing and names what differs.
Committed because grpcio-tools has no wheels for s390x: a build on Z must not need the compiler.
"""

from __future__ import annotations

import sys
import sysconfig
import tempfile
from importlib import resources
from pathlib import Path

from tools import smapi_protos

ROOT = Path("protos")
SUFFIXES = ("_pb2.py", "_pb2.pyi", "_pb2_grpc.py", "_pb2_grpc.pyi")


def sources() -> list[Path]:
    """Every .proto below protos/, as paths relative to it."""
    return sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.proto"))


def generate(into: Path) -> None:
    """Runs protoc over all protos; output lands below `into` as it does below protos/."""
    from grpc_tools import protoc

    names = [str(path) for path in sources()]
    if not names:
        return
    plugin = Path(sysconfig.get_path("scripts")) / "protoc-gen-mypy_grpc"
    arguments = [
        "protoc",
        f"-I{ROOT}",
        f"-I{resources.files('grpc_tools') / '_proto'}",
        f"-I{sysconfig.get_path('purelib')}",
        f"--python_out={into}",
        f"--pyi_out={into}",
        f"--grpc_python_out={into}",
        f"--plugin=protoc-gen-mypy_grpc={plugin}",
        f"--mypy_grpc_out=quiet,use_default_deprecation_warnings:{into}",
        *names,
    ]
    if protoc.main(arguments) != 0:
        raise SystemExit("protos: protoc refused the protos (see above)")
    for path in sources():
        if not has_service(ROOT / path):
            for suffix in ("_pb2_grpc.py", "_pb2_grpc.pyi"):
                (into / path.with_name(path.stem + suffix)).unlink(missing_ok=True)
    for folder in {path.parent for path in sources()}:
        for package in (folder, *folder.parents):
            marker = into / package / "__init__.py"
            if package != Path() and not marker.exists():
                title = ".".join(package.parts)
                marker.write_text(
                    f'# SPDX-License-Identifier: Apache-2.0\n"""Generated code of the contract {title}."""\n'
                )


def has_service(path: Path) -> bool:
    """Whether a .proto declares a service: without one its _pb2_grpc files hold nothing."""
    return any(line.startswith("service ") for line in path.read_text(encoding="utf-8").splitlines())


def generated(root: Path) -> dict[Path, str]:
    """Generated files below `root` with their text."""
    return {
        path.relative_to(root): path.read_text(encoding="utf-8")
        for path in root.rglob("*_pb2*")
        if path.name.endswith(SUFFIXES)
    }


def stale() -> list[str]:
    """What a fresh run would change: one line per file, empty when the committed code is fresh."""
    with tempfile.TemporaryDirectory() as folder:
        fresh_root = Path(folder)
        generate(fresh_root)
        fresh, committed = generated(fresh_root), generated(ROOT)
    lines = []
    for path in sorted(fresh.keys() | committed.keys()):
        if path not in committed:
            lines.append(f"{ROOT / path}: missing, run make protos")
        elif path not in fresh:
            lines.append(f"{ROOT / path}: its .proto is gone, remove it")
        elif fresh[path] != committed[path]:
            lines.append(f"{ROOT / path}: stale, run make protos")
    return lines


def main() -> int:
    """0 when written (or fresh), 1 when stale."""
    if "--stale" in sys.argv[1:]:
        problems = [f"{path}: stale, run make protos" for path in smapi_protos.stale()] + stale()
        print("\n".join(problems) if problems else f"protos: {len(sources())} files, generated code is fresh")
        return 1 if problems else 0
    smapi_protos.write()
    generate(ROOT)
    print(f"protos: generated Python for {len(sources())} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
