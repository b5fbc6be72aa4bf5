# SPDX-License-Identifier: Apache-2.0
"""Boot maps of volumes that guests boot from: written anew by a program, which answers the paths that work.

On a real host the program attaches the FCP devices to this Linux, finds the volume, mounts it and runs zipl in it. A
simulated host has no Linux that could: there it is looked whether the devices see the volume.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import grpc

from zfleet_runtime.deadline import within
from zfleet_runtime.errors import ZfleetError, failed_precondition, unavailable
from zfleet_smapi import values
from zfleet_smapi.calls import SystemFCPFreeQuery
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_storage.programs import run_program
from zfleet_storage.together import together

RESULT = "RESULT PATHS:"
LONGEST_TOLD = 1000  # characters of the program's output in an error, from its end
NO_SUCH_DEVICE = (8, 8)

Paths = Mapping[str, Sequence[str]]
"""The ports that see the volume by FCP device, devices without any left out."""


@dataclass(frozen=True, slots=True)
class BootVolume:
    """The volume and the ways to it. The last three are for Red Hat CoreOS and empty for others."""

    device_numbers: Sequence[str]
    wwpns: Sequence[str]
    lun: str
    wwid: str = ""
    fewest_paths: int = 1
    ignition_url: str = ""
    nic_id: str = ""
    ip_config: str = ""


class BootMaps(Protocol):
    """What writes boot maps."""

    async def refresh(self, volume: BootVolume) -> Paths:
        """The paths that work. Errors as in the contract's RefreshBootMap."""


class SimulatedBootMaps:
    """The storage network of a simulated host: which devices see the volume."""

    def __init__(self, smapi: SmapiClient) -> None:
        self._smapi = smapi

    async def refresh(self, volume: BootVolume) -> Paths:
        """See BootMaps."""
        ports = await together(self._ports(number, volume) for number in volume.device_numbers)
        return {number: found for number, found in zip(volume.device_numbers, ports, strict=True) if found}

    async def _ports(self, number: str, volume: BootVolume) -> list[str]:
        try:
            reply = await self._smapi.call(SystemFCPFreeQuery(fcp_dev=number))
        except SmapiError as error:
            if (error.return_code, error.reason_code) == NO_SUCH_DEVICE:
                return []
            raise
        seen = {unit.wwpn.lower() for unit in reply.fcp_array if unit.lun.lower() == volume.lun}
        return [wwpn for wwpn in volume.wwpns if wwpn in seen]


class ProgramBootMaps:
    """A program on this Linux, run with a list of arguments; no shell sees them."""

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        """`command`: the program and its first arguments, such as sudo's; `timeout`: seconds that it may run."""
        self._command = tuple(command)
        self._timeout = timeout
        # The program uses this Linux' multipath tables and mount points: two at once would meet there.
        self._turn = asyncio.Lock()

    async def refresh(self, volume: BootVolume) -> Paths:
        """See BootMaps."""
        seconds = within(self._timeout)
        try:
            async with asyncio.timeout(seconds), self._turn:
                code, output = await self._run([*self._command, *arguments_of(volume)])
        except TimeoutError:
            text = f"the boot map of volume {volume.lun} was not written in {seconds:.0f} s"
            raise ZfleetError(grpc.StatusCode.DEADLINE_EXCEEDED, "BOOT_MAP_TIMEOUT", text) from None
        if code:
            text = f"the boot map of volume {volume.lun} was not written (exit code {code}): {output[-LONGEST_TOLD:]}"
            raise failed_precondition("BOOT_MAP_FAILED", text, metadata={"exit_code": str(code)})
        paths = paths_of(output)
        if paths is None:
            text = f"the program that writes boot maps did not say which paths work: {output[-LONGEST_TOLD:]}"
            raise failed_precondition("BOOT_MAP_FAILED", text, metadata={"exit_code": "0"})
        return paths

    async def _run(self, arguments: Sequence[str]) -> tuple[int, str]:
        try:
            return await run_program(arguments)
        except OSError as error:
            text = f"the program that writes boot maps, {arguments[0]}, cannot be started ({error.strerror})"
            raise unavailable("BOOT_MAP_PROGRAM_MISSING", text) from error


def arguments_of(volume: BootVolume) -> list[str]:
    """The program's arguments; every value is a checked one."""
    arguments = [
        f"--fcpchannel={','.join(number.lower() for number in volume.device_numbers)}",
        f"--wwpn={','.join(volume.wwpns)}",
        f"--lun={volume.lun}",
        f"--wwid={volume.wwid}",
        f"--minfcp={volume.fewest_paths}",
    ]
    if volume.ignition_url:
        arguments += [
            f"--ignitionurl={volume.ignition_url}",
            f"--nicid={volume.nic_id}",
            f"--ipconfig={volume.ip_config}",
        ]
    return arguments


def paths_of(output: str) -> Paths | None:
    """The paths of the program's line "RESULT PATHS: 1a00:WWPN WWPN,1b00:WWPN"; None when there is no such line."""
    line = next((line for line in reversed(output.splitlines()) if RESULT in line), None)
    if line is None:
        return None
    found: dict[str, list[str]] = {}
    for part in line.partition(RESULT)[2].split(","):
        device, _, ports = part.strip().partition(":")
        try:
            number = values.device_number(device.strip())
            wwpns = [values.wwpn(port) for port in re.split(r"[\s;]+", ports.strip()) if port]
        except ValueError:
            continue
        if wwpns:
            found[number] = wwpns
    return found
