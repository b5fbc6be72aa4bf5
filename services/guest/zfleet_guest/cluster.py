# SPDX-License-Identifier: Apache-2.0
"""The single system image cluster as this member sees it."""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_guest.refusals import Codes, codes_of
from zfleet_guest.zvm import Zvm
from zfleet_smapi.calls import SSIQuery
from zfleet_smapi.calls.system_information import SSIQueryReply
from zfleet_smapi.errors import SmapiError

# In no cluster, or started with the REPAIR option, which keeps a system out of its cluster.
NO_CLUSTER: tuple[Codes, ...] = ((4, 3008), (4, 3009))


@dataclass(frozen=True, slots=True)
class Member:
    """A slot of the cluster; heartbeats as z/VM tells them."""

    slot: int
    name: str
    state: str
    heartbeat: str = ""
    received_heartbeat: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster; `mode` is STABLE, INFLUX or SAFE."""

    name: str
    mode: str
    cross_system_timeouts: bool
    persistent_data_record: str
    members: tuple[Member, ...]


class ClusterFacts:
    """Asks the host about its cluster."""

    def __init__(self, zvm: Zvm) -> None:
        self._zvm = zvm

    async def cluster(self) -> Cluster | None:
        """The cluster; None when the host is in none."""
        try:
            return _cluster(await self._zvm.call(SSIQuery()))
        except SmapiError as error:
            if codes_of(error) in NO_CLUSTER:
                return None
            raise


def _cluster(reply: SSIQueryReply) -> Cluster:
    lines = reply.ssi_info_array
    return Cluster(
        name=reply.ssi_name.strip(),
        mode=reply.ssi_mode.strip().upper(),
        cross_system_timeouts=reply.cross_system_timeouts.strip().upper() == "ENABLED",
        persistent_data_record=reply.ssi_pdr.strip(),
        members=tuple(
            Member(
                int(line.member_slot) if line.member_slot.isdecimal() else 0,
                line.member_system_id,
                line.member_state,
                line.member_pdr_heartbeat,
                line.member_received_heartbeat,
            )
            for line in lines
        ),
    )
