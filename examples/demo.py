# SPDX-License-Identifier: Apache-2.0
"""The whole of zfleet on this machine, from nothing to a running guest; what `make demo` runs.

Starts a simulated z/VM host, the three services and the gateway with a fresh state in a temporary folder, imports an
image, spawns a guest through gRPC, shows it, shows what the processes measured, and stops everything again. The usual
ports are taken where they are free, others where they are not. `--destroy` destroys the guest at the end, `--keep`
leaves everything running until Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from zfleet.storage.v1.storage_service_pb2 import Image
from zfleet_client import Fleet, FleetError, disk, nic
from zfleet_client.local import ChildFailed, LocalFleet, Plan, default_or_free_ports
from zfleet_client.show import answer, nouns, progress

GUEST = "LINUX01"
SERIES = re.compile(
    r'grpc_server_handled_total\{.*(SpawnGuest|CreateGuest|PlanDisks|PlanNics|WriteImage|GrantNics|StartGuest)".*|'
    r"zfleet_smapi_calls_total\{.*|zfleet_simulator_requests_total\{.*"
)


def make_image(folder: Path) -> Path:
    """A small image: a real ext4 file system with a file in it, or plain content where mkfs is not installed."""
    path = folder / "demo.img"
    mkfs = shutil.which("mkfs.ext4", path="/usr/sbin:/sbin:/usr/bin")
    if mkfs is None:
        path.write_bytes(b"zfleet demo image\n" * 500_000)
        return path
    content = folder / "content"
    content.mkdir()
    (content / "hello").write_text("written by the storage service\n")
    command = [mkfs, "-q", "-F", "-L", "zfleet", "-d", str(content), str(path), "16M"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return path


async def spawn(fleet: Fleet, image: Path) -> Image:
    """Imports the image and spawns a guest that boots from it; its steps are shown as they go. Gives the image."""
    imported = await fleet.images.import_from("demo", str(image), os_version="demo")
    print(f"Image {imported.name}: {imported.size_bytes} bytes, SHA-256 {imported.sha256[:16]}…\n")
    operation = await fleet.spawn(
        GUEST,
        cpus=2,
        memory="1G",
        disks=[disk("100M", boot=True, image="demo"), disk("50M", file_system="ext4")],
        nics=[nic("VSW1", ip="10.0.0.5", cidr="10.0.0.0/24", gateway="10.0.0.1")],
    )
    with progress.steps() as steps:
        async for step in operation.watch():
            steps.show(step)
    result = await operation.result()
    print(f"\n{GUEST} runs after {result.duration.ToTimedelta().total_seconds():.2f} s.")
    return imported


async def read_back(fleet: Fleet, image: Image) -> None:
    """Reads the boot disk as it lies on its volume and compares it with the image; the guest is off for it."""
    await fleet.guests.stop(GUEST)
    digest = hashlib.sha256()
    async for part in fleet.disks.read(GUEST, "0100", length=image.size_bytes):
        digest.update(part)
    if digest.hexdigest() != image.sha256:
        raise SystemExit("the boot disk is not what was written to it")
    await fleet.guests.start(GUEST)
    print(f"Logged off, disk 0100 read back ({image.size_bytes} bytes, identical to the image), logged on again.\n")


async def show(fleet: Fleet) -> None:
    """The guests, and the new one with everything that belongs to it."""
    shown = await fleet.guest(GUEST)
    answer.write(nouns.guests([guest async for guest in fleet.guests.list(prefix="L")], full=False), "")
    answer.write(*nouns.guest(shown.guest, statements=True), "")


async def show_metrics(local: LocalFleet) -> None:
    """Where each process says what it measured, and some of what the spawn did."""
    print("\nWhat the processes measured:")
    for each in local.running:
        if not each.metrics_url:
            continue
        print(f"  {each.metrics_url} ({each.name})")
        text = await asyncio.to_thread(read, each.metrics_url)
        for line in text.splitlines():
            if SERIES.fullmatch(line) and not line.endswith(" 0.0"):
                print(f"      {line}")


def read(url: str) -> str:
    """A page of this machine."""
    with urllib.request.urlopen(url, timeout=10) as page:  # noqa: S310 - an http URL that we were told by our own child
        content: bytes = page.read()
    return content.decode()


async def demo(*, destroy: bool, keep: bool) -> None:
    """All of it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zfleet-demo-") as folder:
        plan = Plan(state_folder=Path(folder), ports=default_or_free_ports())
        local = LocalFleet(plan, report=lambda text: print(f"  {text}"))
        plan.own_import_folder.mkdir(parents=True)
        image = await asyncio.to_thread(make_image, plan.own_import_folder)
        print("Starting a simulated z/VM host, three services and the gateway:")
        async with local, Fleet(local.address) as fleet:
            print(f"Everything serves after {time.monotonic() - began:.1f} s; the gateway is at {local.address}.\n")
            await read_back(fleet, await spawn(fleet, image))
            await show(fleet)
            await show_metrics(local)
            if destroy:
                await (await fleet.destroy(GUEST)).result()
                print(f"\n{GUEST} is destroyed, with its disks, grants and records.")
            if keep:
                print(f"\nTry: zfleet --address {local.address} list      Ctrl-C stops everything.")
                await local.ended()
            print("\nStopping:")
    print(f"Done in {time.monotonic() - began:.1f} s. `zfleet up` starts the same and keeps it.")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the guest was spawned and everything stopped; an error says what failed, otherwise."""
    parser = argparse.ArgumentParser(description="Start everything on a simulated z/VM host and spawn a guest.")
    parser.add_argument("--destroy", action="store_true", help="destroy the guest at the end")
    parser.add_argument("--keep", action="store_true", help="leave everything running until Ctrl-C")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(demo(destroy=options.destroy, keep=options.keep))
    except (FleetError, ChildFailed) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0 if options.keep else 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
