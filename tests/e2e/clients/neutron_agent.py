# SPDX-License-Identifier: Apache-2.0
"""The calls of networking-zvm's agent, which couples the NICs that nova makes; it looks for new ones all the time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.clients.nova import Nova, Server
from tests.e2e.clients.zvmconnector import Zvmconnector

POLLING_INTERVAL = 0.1  # seconds; the agent's own default is 2


@dataclass(frozen=True)
class Port:
    """A neutron port: the switch that is its physical network, and its VLAN when it has one."""

    switch: str
    vlan_id: int | None = None


async def plug(zvm: Zvmconnector, ports: Mapping[str, Port], nova: Nova, server: Server) -> dict[str, Any]:
    """Couples each port as its NIC comes up and tells nova of it. Gives the NICs' records as they were when coupled."""
    plugged: dict[str, Any] = {}
    async with asyncio.timeout(60):
        while len(plugged) < len(ports):
            for record in await zvm.ok("guests_get_nic_info"):
                port_id = record["port"]
                if port_id in ports and port_id not in plugged:
                    plugged[port_id] = await _plug(zvm, port_id, ports[port_id])
                    assert await nova.call("event", server.uuid, "network-vif-plugged", port_id)
            await asyncio.sleep(POLLING_INTERVAL)
    return plugged


async def _plug(zvm: Zvmconnector, port_id: str, port: Port) -> Any:
    [record] = await zvm.ok("guests_get_nic_info", nic_id=port_id)
    assert set(record) == {"userid", "interface", "switch", "port", "comments"}
    await zvm.ok("vswitch_grant_user", port.switch, record["userid"])
    if port.vlan_id is not None:
        await zvm.ok("vswitch_set_vlan_id_for_user", port.switch, record["userid"], port.vlan_id)
    [again] = await zvm.ok("guests_get_nic_info", nic_id=port_id)
    await zvm.ok("guest_nic_couple_to_vswitch", again["userid"], again["interface"], port.switch)
    return again
