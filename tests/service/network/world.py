# SPDX-License-Identifier: Apache-2.0
"""What the tests see of the service and of z/VM behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import grpc
import pytest

from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_network.settings import NetworkSettings
from zfleet_runtime.errors import ZfleetError, from_call
from zfleet_runtime.process import Process
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.calls import (
    ImageActivate,
    ImageCreateDM,
    ImageQueryDM,
    VirtualNetworkAdapterQuery,
    VirtualNetworkVswitchQueryExtended,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError

USER, PASSWORD = "MAINT", "secret"
PREFIX = "Virtual_Network_"


@dataclass
class Calls:
    """The functions that the host answered, with how often."""

    seen: Counter[str]

    def answered(self, function: str, return_code: int, reason_code: int, seconds: float) -> None:
        """One more."""
        self.seen[function] += 1

    def of_network(self) -> dict[str, int]:
        """Those of the network group, without their common prefix."""
        return {name.removeprefix(PREFIX): n for name, n in self.seen.items() if name.startswith(PREFIX)}


@dataclass
class World:
    """The service (`stub`), and z/VM as an administrator sees it."""

    zvm: SimulatedHost
    smapi: SmapiClient
    stub: Any
    calls: Calls
    process: Process[NetworkSettings]

    async def define(self, user_id: str, *statements: str, running: bool = False) -> None:
        """A guest in the directory, logged on when asked for."""
        records = (f"USER {user_id} NOLOG 1G 2G G", "INCLUDE OSDFLT", *statements)
        if running:
            records = (f"USER {user_id} {PASSWORD} 1G 2G G", *records[1:])
        await self.smapi.call(ImageCreateDM(target=user_id, image_record_array=records))
        if running:
            await self.smapi.call(ImageActivate(target=user_id))

    async def nicdefs(self, user_id: str) -> list[str]:
        """The NICDEF statements of an entry."""
        reply = await self.smapi.call(ImageQueryDM(target=user_id))
        lines = [line[:72].rstrip() for line in reply.image_record_array]
        return [line for line in lines if line.startswith("NICDEF")]

    async def adapters(self, user_id: str) -> dict[str, str]:
        """The NICs of a running guest and what they are coupled to."""
        try:
            reply = await self.smapi.call(VirtualNetworkAdapterQuery(target=user_id, image_device_number="*"))
        except SmapiError as error:
            if (error.return_code, error.reason_code) == (212, 8):  # on, without any
                return {}
            raise
        return {each.image_device_number: each.lan_name.strip() for each in reply.adapter_array}

    async def grants(self, switch: str) -> list[str]:
        """Who may couple: user id and VLANs."""
        reply = await self.smapi.call(VirtualNetworkVswitchQueryExtended(switch_name=switch))
        (block,) = reply.vswitch_array
        return [f"{line.grant_userid} {line.user_vlan_ids}".strip() for line in block.authorized_user_array]

    async def aware_switch(self, name: str = "AWARE1") -> None:
        """A VLAN-aware switch."""
        await self.stub.CreateVirtualSwitch(pb.CreateVirtualSwitchRequest(name=name, vlan_id=1))

    def refuse(self, function: str, return_code: int, reason_code: int, **more: Any) -> None:
        """Has the host refuse a function of the network group from now on."""
        rule = FaultRule(function=PREFIX + function, return_code=return_code, reason_code=reason_code, **more)
        self.zvm.faults.add(rule)


async def refused(call: Any) -> ZfleetError:
    """The error that a call of the service answers, with all of its details."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return from_call(caught.value)
