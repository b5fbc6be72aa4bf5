# SPDX-License-Identifier: Apache-2.0
"""The system goes down and is loaded (IPL): what ends, and what the configuration brings back.

Both run inside of a step of the state.
"""

from __future__ import annotations

from zfleet_simulator import relocation
from zfleet_simulator.configuration import SystemStatus
from zfleet_simulator.context import Parts
from zfleet_simulator.upper_case import upper_case


def go_down(parts: Parts) -> None:
    """Every guest ends, and so does everything that lives in memory only."""
    for guest in parts.cp.guests.values():
        parts.cp.log_off(guest.user_id)
    for name in list(parts.networks.lans):
        parts.networks.lans.drop(name)
    relocation.give_up_all(parts)
    parts.configuration.status.put("status", SystemStatus(parts.clock.now(), down=True))


def load(parts: Parts) -> None:
    """Switches and EDEVs as the configuration has them; the servers log on."""
    parts.configuration.status.put("status", SystemStatus(parts.clock.now()))
    parts.configuration.load()
    parts.networks.load()
    start_servers(parts)


def start_servers(parts: Parts) -> None:
    """Log on what runs on every system: IBM's servers and the connector's own Linux."""
    for user_id in (*parts.configuration.installed.running, upper_case(parts.config.linux_user_id)):
        if parts.directory.online(user_id) is not None:
            parts.cp.log_on(user_id)
