# SPDX-License-Identifier: Apache-2.0
"""Guests with a Linux that is up, for the tests of what it does, and short ways to ask it."""

from __future__ import annotations

import io
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.unit.simulator.worlds import define, running
from zfleet_simulator.clock import DrivenClock
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.linux import LinuxClient, LinuxError
from zfleet_smapi.calls import ImageActivate, ImageConsoleGet, VirtualNetworkAdapterQueryExtended
from zfleet_smapi.client import SmapiClient


@dataclass(frozen=True)
class Lab:
    """A host, a SMAPI client of it, and the connector's own Linux."""

    host: SimulatedHost
    client: SmapiClient
    linux: LinuxClient

    @property
    def clock(self) -> DrivenClock:
        """The host's time."""
        clock = self.host.config.clock
        assert isinstance(clock, DrivenClock)
        return clock

    async def ask(self, *arguments: str, of: str = "LINUX01") -> str:
        """The output of a command that must succeed."""
        answer = await self.linux.guest_command(of, arguments)
        assert answer.exit_code == 0, answer
        return answer.output

    async def exit_code(self, *arguments: str, of: str = "LINUX01") -> int:
        """How a command ends."""
        return (await self.linux.guest_command(of, arguments)).exit_code

    async def refused(self, of: str = "LINUX01") -> str:
        """The message id with which a guest takes no command."""
        with pytest.raises(LinuxError) as caught:
            await self.linux.guest_command(of, ["pwd"])
        return caught.value.message_id

    async def start(self, name: str = "LINUX01") -> None:
        """Log a guest on."""
        await self.client.call(ImageActivate(target=name))

    async def punch(self, *lines: str, to: str = "LINUX01", name: str = "setup", kind: str = "sh") -> None:
        """A script in the guest's reader."""
        await self.linux.punch(to, name, kind, "X", ["\n".join(("#!/bin/bash", *lines, "")).encode()])

    async def console(self, name: str = "LINUX01") -> str:
        """What the guest's console has said since this was last asked."""
        await self.client.call(ImageConsoleGet(target=name))
        listing = await self.linux.command("TRANSFER MAINT RDR ALL TO *")
        return (await self.linux.receive(listing.split()[2])).decode()

    async def adapters(self, name: str = "LINUX01") -> list[str]:
        """The lines of the adapter query."""
        reply = await self.client.call(VirtualNetworkAdapterQueryExtended(target=name, image_device_number="*"))
        return list(reply.response_list)

    async def addresses(self, name: str = "LINUX01") -> list[str]:
        """The IP addresses that CP knows of its adapters."""
        key = "mac_ip_address="
        return [line.removeprefix(key) for line in await self.adapters(name) if line.startswith(key)]


@asynccontextmanager
async def lab(*names: str, **changes: Any) -> AsyncIterator[Lab]:
    """A host with guests that are defined and not started, LINUX01 if none is named."""
    async with running(**changes) as (host, client):
        await define(client, *(names or ("LINUX01",)))
        yield Lab(host, client, LinuxClient(host.connect_linux))


def archive(**members: str) -> bytes:
    """A tar file."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, text in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()
