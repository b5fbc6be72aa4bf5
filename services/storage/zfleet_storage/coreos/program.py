# SPDX-License-Identifier: Apache-2.0
"""A CoreOS written by a program of this Linux on z/VM, which links the disk, copies the image and makes it bootable.

    PROGRAM USERID VDEV IMAGE IGNITION ECKD DEVICES PARAMETER
    PROGRAM FCP WWPN LUN IMAGE IGNITION SCSI DEVICES PARAMETER

IMAGE and IGNITION are files; DEVICES are the three of the network interface. It ends with 0 when all is done.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import grpc

from zfleet_runtime.deadline import within
from zfleet_runtime.errors import ZfleetError, failed_precondition, unavailable
from zfleet_storage.coreos.order import FirstBoot, ScsiVolume
from zfleet_storage.coreos.write import OpenImage
from zfleet_storage.disk_access import link_refused
from zfleet_storage.disks import Disk
from zfleet_storage.programs import run_program
from zfleet_storage.threads import in_thread
from zfleet_storage.transfer import Progress

LONGEST_TOLD = 1000  # characters of the program's output in an error
_PREFIX = "ignition-"
_OF_LINK = re.compile(r"HCPLNK\d+E [^\n]*")


class ProgramCoreos:
    """Runs the program, once at a time: it keeps its notes in files whose names do not depend on the disk."""

    def __init__(self, command: Sequence[str], timeout: float, folder: Path) -> None:
        """`command`: the program and its first arguments, such as sudo's; `timeout`: seconds that it may run.

        `folder`: where the Ignition config lies meanwhile, in a file that only this user may read.
        """
        self._command = tuple(command)
        self._timeout = timeout
        self._folder = folder
        self._turn = asyncio.Lock()

    def prepare(self) -> None:
        """Makes the folder, and removes from it what a crash has left. OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self._folder.glob(f"{_PREFIX}*"):
            with contextlib.suppress(FileNotFoundError):
                if left.stat().st_mtime < time.time() - self._timeout:  # no other replica's that is at work
                    left.unlink()

    async def to_minidisk(self, image: OpenImage, first_boot: FirstBoot, disk: Disk, progress: Progress) -> None:
        """See CoreosWriter."""
        code, output = await self._run((disk.user_id, disk.device_number), image, first_boot, "ECKD")
        if code:
            of_link = _OF_LINK.search(output)
            if of_link:
                raise link_refused(disk.user_id, disk.device_number, of_link[0].strip())
            raise _failed(code, output)

    async def to_volume(self, image: OpenImage, first_boot: FirstBoot, volume: ScsiVolume, progress: Progress) -> None:
        """See CoreosWriter."""
        target = (volume.fcp_device.lower(), f"0x{volume.wwpn}", f"0x{volume.lun}")
        code, output = await self._run(target, image, first_boot, "SCSI")
        if code:
            raise _failed(code, output)

    async def _run(self, target: Sequence[str], image: OpenImage, first_boot: FirstBoot, kind: str) -> tuple[int, str]:
        async with self._turn, self._file(first_boot.ignition) as ignition:
            network = first_boot.network
            described = (*target, str(image.path), str(ignition), kind, ",".join(network.bus_ids), network.parameter)
            seconds = within(self._timeout)
            try:
                async with asyncio.timeout(seconds):
                    return await run_program((*self._command, *described))
            except TimeoutError:
                text = f"the image was not written in {seconds:.0f} s"
                raise ZfleetError(grpc.StatusCode.DEADLINE_EXCEEDED, "COREOS_WRITE_TIMED_OUT", text) from None
            except OSError as error:
                text = f"the program that writes CoreOS, {self._command[0]}, cannot be started ({error.strerror})"
                raise unavailable("COREOS_PROGRAM_MISSING", text) from error

    @asynccontextmanager
    async def _file(self, content: bytes) -> AsyncIterator[Path]:
        """The Ignition config as a file of mode 0600 that is gone after the block."""
        descriptor, name = tempfile.mkstemp(prefix=_PREFIX, dir=self._folder)
        try:
            try:
                await in_thread(_write, descriptor, content)
            finally:
                os.close(descriptor)
            yield Path(name)
        finally:
            await in_thread(_remove, name)


def _write(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _remove(name: str) -> None:
    Path(name).unlink(missing_ok=True)


def _failed(code: int, output: str) -> ZfleetError:
    """What the program said was wrong, else the end of its output."""
    errors = " ".join(line.strip() for line in output.splitlines() if "ERROR" in line)
    text = f"CoreOS was not written (exit code {code}): {(errors or output.strip())[-LONGEST_TOLD:]}"
    return failed_precondition("COREOS_WRITE_FAILED", text, metadata={"exit_code": str(code)})
