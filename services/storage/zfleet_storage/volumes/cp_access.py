# SPDX-License-Identifier: Apache-2.0
"""CP commands that this connector's Linux gives, for what no SMAPI function tells: channels, and where the host is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol

from zfleet_runtime.errors import failed_precondition, unavailable
from zfleet_runtime.program import run_program
from zfleet_simulator.linux import LinuxClient, LinuxError

_SYSINFO = Path("/proc/sysinfo")
_CPC_NAME = Path("/sys/firmware/ocf/cpc_name")
_CHANNELS = Path("/sys/devices/css0")


class CpAccess(Protocol):
    """CP, and what the machine tells its systems."""

    async def command(self, text: str) -> str:
        """A CP command's answer. FAILED_PRECONDITION (CP_REFUSED) when CP refuses, UNAVAILABLE without a way to CP."""

    async def machine(self) -> str:
        """Lines "key: value" about the machine, in the form of Linux' /proc/sysinfo; empty when it does not say."""

    async def channel(self, chpid: str) -> str:
        """The PCHID that Linux itself sees behind a CHPID, in hex digits; empty when it sees none."""


class SimulatedCp:
    """The Linux of a simulated host. Such a host has CP, and no machine that could say anything."""

    def __init__(self, linux: LinuxClient) -> None:
        self._linux = linux

    async def command(self, text: str) -> str:
        """See CpAccess."""
        try:
            return await self._linux.command(text)
        except LinuxError as error:
            raise _refused(error.message) from error
        except OSError as error:
            raise _unreachable() from error

    async def machine(self) -> str:
        """See CpAccess."""
        return ""

    async def channel(self, chpid: str) -> str:
        """See CpAccess."""
        return ""


class LocalCp:
    """This Linux runs on z/VM itself: vmcp, run without a shell, and what the kernel shows."""

    def __init__(
        self,
        *,
        vmcp: str = "vmcp",
        sysinfo: Path = _SYSINFO,
        cpc_name: Path = _CPC_NAME,
        channels: Path = _CHANNELS,
    ) -> None:
        self._vmcp = vmcp
        self._sysinfo = sysinfo
        self._cpc_name = cpc_name
        self._channels = channels

    async def command(self, text: str) -> str:
        """See CpAccess."""
        try:
            ended = await run_program((self._vmcp, text))
        except OSError as error:
            raise _unreachable() from error
        answer = ended.output.decode("ascii", "replace")
        if ended.exit_code:
            said = answer.strip() or ended.errors.decode("ascii", "replace").strip()
            raise _refused(said.partition("\n")[0][:200])
        return answer

    async def machine(self) -> str:
        """See CpAccess."""
        return await asyncio.to_thread(self._machine)

    async def channel(self, chpid: str) -> str:
        """See CpAccess."""
        return (await asyncio.to_thread(_text_of, self._channels / f"chp0.{chpid.lower()}" / "chid")).strip()

    def _machine(self) -> str:
        lines = _text_of(self._sysinfo)
        name = _text_of(self._cpc_name).strip()
        return f"{lines}\nCPC Name: {name}\n" if name else lines


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _refused(message: str) -> Exception:
    return failed_precondition("CP_REFUSED", f"CP: {message}", metadata={"cp_message": message})


def _unreachable() -> Exception:
    return unavailable("CP_ACCESS_UNAVAILABLE", "the Linux on z/VM that gives CP commands cannot be reached")
