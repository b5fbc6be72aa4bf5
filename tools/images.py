# SPDX-License-Identifier: Apache-2.0
"""`make images`: builds the image of every part, starts a container of each, and asks its health check.

Needs no container engine: buildah builds with chroot isolation and podman runs with runc, both as root (Debian
packages buildah, podman and runc; debootstrap for the base). BASE=IMAGE takes another base image, which must have been
pulled; without it a Debian one is made once by debootstrap and kept.

Everything listens on loopback, and what is started is stopped again.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2

from zfleet_smapi.calls import CheckAuthentication
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_smapi.tcp import tcp_connect

PARTS = ("simulator", "guest", "storage", "network", "gateway")
WORK = Path("build/images")
ROOTFS = WORK / "base"
LOCAL_BASE = "localhost/zfleet-base"
WHEELS = Path("deploy/wheels")
HEALTH_SECONDS = 60.0
STOP_SECONDS = 30
# crun, podman's default, wants to raise limits that a restricted root may not; runc does not.
PODMAN = ("podman", "--storage-driver", "vfs", "--runtime", "runc", "--cgroup-manager", "cgroupfs")
BUILDAH = ("buildah", "--storage-driver", "vfs")
FIRST_PORT = 52050
PASSWORD = "simulated"  # noqa: S105 - of hosts that live for a minute
TEMPORARY = "/tmp:mode=1777"  # noqa: S108 - a mount inside the container


def run(*command: str, quiet: bool = False) -> str:
    """Runs a command and answers its output. SystemExit with its words when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"images: {' '.join(command[:6])} ... failed ({done.returncode}):\n{done.stdout[-4000:]}")
    if not quiet:
        print(done.stdout, end="")
    return done.stdout


def need_tools() -> None:
    """Installs the Debian packages that are missing, or says which they are."""
    wanted = {"buildah": "buildah", "podman": "podman", "runc": "runc"}
    if not os.environ.get("BASE"):
        wanted["debootstrap"] = "debootstrap"
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    missing = [package for tool, package in wanted.items() if shutil.which(tool, path=path) is None]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SystemExit(f"images: install these first: {' '.join(missing)}")
    run("apt-get", "update", "-qq", quiet=True)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, quiet=True)


def base_image() -> str:
    """The base image's name: BASE, or a Debian with Python made here once."""
    given = os.environ.get("BASE")
    if given:
        return given
    known = subprocess.run([*PODMAN, "image", "exists", LOCAL_BASE], check=False).returncode == 0
    if not known:
        if not (ROOTFS / "usr/bin/python3").exists():
            shutil.rmtree(ROOTFS, ignore_errors=True)
            print("images: making a Debian base (about a minute)", flush=True)
            packages = "python3,python3-venv,ca-certificates"
            run(
                "debootstrap", "--variant=minbase", f"--include={packages}", "bookworm", str(ROOTFS.absolute()),
                quiet=True,
            )  # fmt: skip
        archive = WORK / "base.tar"
        run("tar", "-C", str(ROOTFS), "-cf", str(archive), ".", quiet=True)
        run(*PODMAN, "import", "--quiet", str(archive), LOCAL_BASE, quiet=True)
        archive.unlink()
    return LOCAL_BASE


def fetch_wheels(base: str) -> None:
    """Puts the locked wheels for the base's Python into deploy/wheels: the build itself then needs no network."""
    version = "3.11"
    if base != LOCAL_BASE:
        ask = ("run", "--rm", "--network", "none", "--entrypoint", "python3", base, "--version")
        text = run(*PODMAN, *ask, quiet=True)
        version = ".".join(text.split()[-1].split(".")[:2])
    for part in PARTS:
        run(
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes",
            "--only-binary", ":all:", "--python-version", version, "--dest", str(WHEELS),
            "--requirement", f"deploy/requirements/{part}.lock", quiet=True,
        )  # fmt: skip


def build(part: str, base: str) -> None:
    """Builds one part's image, tagged localhost/zfleet-PART."""
    started = time.monotonic()
    run(
        *BUILDAH, "bud", "--isolation", "chroot", "--pull=never", "--quiet", "--file", "deploy/Dockerfile",
        "--build-arg", f"BASE={base}", "--build-arg", f"PART={part}", "--tag", f"localhost/zfleet-{part}", ".",
        quiet=True,
    )  # fmt: skip
    size = run(*PODMAN, "image", "inspect", "--format", "{{.Size}}", f"localhost/zfleet-{part}", quiet=True).strip()
    print(f"images: zfleet-{part}: built in {time.monotonic() - started:.0f} s, {int(size) / 1e6:.0f} MB", flush=True)


@contextmanager
def container(part: str, options: Sequence[str], arguments: Sequence[str]) -> Iterator[str]:
    """A running container of a part: no root, nothing writable but its state and /tmp, stopped by SIGTERM at the end.

    SystemExit when it does not end with exit code 0 on SIGTERM.
    """
    name = f"zfleet-check-{part}"
    subprocess.run([*PODMAN, "rm", "--force", "--ignore", name], stdout=subprocess.DEVNULL, check=False)
    run(
        *PODMAN, "run", "--detach", "--name", name, "--network", "host", "--read-only", "--user", "10001:10001",
        "--cap-drop", "all", "--security-opt", "no-new-privileges", "--ulimit", "nofile=1024:1024",
        "--ulimit", "nproc=1024:1024", "--tmpfs", TEMPORARY,
        *options, f"localhost/zfleet-{part}", *arguments, quiet=True,
    )  # fmt: skip
    try:
        yield name
        run(*PODMAN, "stop", "--time", str(STOP_SECONDS), name, quiet=True)
        code = run(*PODMAN, "inspect", "--format", "{{.State.ExitCode}}", name, quiet=True).strip()
        if code != "0":
            raise SystemExit(f"images: zfleet-{part} ended with {code} on {signal.SIGTERM.name}:\n{logs(name)}")
    finally:
        subprocess.run([*PODMAN, "rm", "--force", "--volumes", name], stdout=subprocess.DEVNULL, check=False)


def logs(name: str) -> str:
    """The last lines that a container wrote."""
    command = (*PODMAN, "logs", "--tail", "30", name)
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False).stdout


def wait_healthy(part: str, name: str, port: int) -> None:
    """Waits until grpc.health.v1 answers SERVING for the part's service. SystemExit when it does not in time."""
    until = time.monotonic() + HEALTH_SECONDS
    last = ""
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        check = channel.unary_unary(
            "/grpc.health.v1.Health/Check",
            request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=health_pb2.HealthCheckResponse.FromString,
        )
        while time.monotonic() < until:
            try:
                answer = check(health_pb2.HealthCheckRequest(), timeout=2.0)
                if answer.status == health_pb2.HealthCheckResponse.SERVING:
                    print(f"images: zfleet-{part}: SERVING, no root, read-only file system", flush=True)
                    return
                last = health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)
            except grpc.RpcError as error:
                last = f"{error.code().name}: {error.details()}"
            time.sleep(0.2)
    raise SystemExit(f"images: zfleet-{part} is not healthy after {HEALTH_SECONDS:.0f} s ({last}):\n{logs(name)}")


def wait_for_smapi(name: str, port: int) -> None:
    """Waits until the simulated host takes its password. SystemExit when it does not in time."""

    async def ask() -> None:
        credentials = Credentials("MAINT", PASSWORD)
        async with SmapiClient(
            tcp_connect("127.0.0.1", port), credentials, connect_patience_seconds=HEALTH_SECONDS
        ) as client:
            await client.call(CheckAuthentication())

    try:
        asyncio.run(ask())
    except SmapiError as error:
        raise SystemExit(f"images: zfleet-simulator does not answer ({error}):\n{logs(name)}") from error
    print("images: zfleet-simulator: answers SMAPI, no root, read-only file system", flush=True)


def check_all() -> None:
    """Starts all parts on one simulated host as they would run together, and asks each for its health."""
    ports = {part: FIRST_PORT + number for number, part in enumerate(PARTS)}
    smapi, linux = FIRST_PORT + 10, FIRST_PORT + 11
    secret = ("--env", f"ZFLEET_ZVM_PASSWORD={PASSWORD}")
    arguments = [
        f"--listen=127.0.0.1:{smapi}", f"--linux-listen=127.0.0.1:{linux}", "--metrics-listen=",
        "--state-folder=/var/lib/zfleet",
    ]  # fmt: skip
    common = [
        f"--zvm=tcp://127.0.0.1:{smapi}", f"--linux-access=simulator://127.0.0.1:{linux}", "--metrics-listen=",
        "--state-folder=/var/lib/zfleet",
    ]  # fmt: skip
    with (
        container("simulator", ("--env", f"ZFLEET_SIMULATOR_PASSWORD={PASSWORD}"), arguments) as simulator,
        container("guest", secret, [*common, f"--listen=127.0.0.1:{ports['guest']}"]) as guest,
        container("storage", secret, [*common, f"--listen=127.0.0.1:{ports['storage']}"]) as storage,
        container("network", secret, [*common, f"--listen=127.0.0.1:{ports['network']}"]) as network,
        container(
            "gateway",
            (),
            [
                f"--listen=127.0.0.1:{ports['gateway']}",
                "--metrics-listen=",
                *(f"--{part}-address=127.0.0.1:{ports[part]}" for part in ("guest", "storage", "network")),
            ],
        ) as gateway,
    ):
        wait_for_smapi(simulator, smapi)
        for part, name in (("guest", guest), ("storage", storage), ("network", network), ("gateway", gateway)):
            wait_healthy(part, name, ports[part])


def main() -> int:
    """0 when every image was built and answered."""
    WORK.mkdir(parents=True, exist_ok=True)
    need_tools()
    base = base_image()
    fetch_wheels(base)
    for part in PARTS:
        build(part, base)
    check_all()
    print("images: all built, healthy and stopped with exit code 0")
    return 0


if __name__ == "__main__":
    sys.exit(main())
