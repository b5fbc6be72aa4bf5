# SPDX-License-Identifier: Apache-2.0
"""Named systems: what each has, and that they are loaded quickly."""

from __future__ import annotations

import time

import pytest

from tests.unit.simulator.worlds import client_of, config
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.presets import FLEET_GUESTS, PRESET_NAMES, preset_named
from zfleet_smapi.calls import (
    ImageNameQueryDM,
    ImageStatusQuery,
    ImageVolumeSpaceQueryDM,
    ProfileQueryDM,
    SystemWWPNQuery,
    VirtualNetworkOSAQuery,
    VirtualNetworkVswitchQuery,
)


async def test_small_has_two_pools_two_switches_and_two_profiles() -> None:
    """The names that other tests and the documentation use."""
    async with SimulatedHost(config(preset="small")) as host, client_of(host) as client:
        pools = await client.call(ImageVolumeSpaceQueryDM(query_type=1, entry_type=3, entry_names="*"))
        assert [line.split()[0] for line in pools.record_array] == ["POOL1", "POOL2"]
        free = await client.call(ImageVolumeSpaceQueryDM(query_type=2, entry_type=3, entry_names="*"))
        types = {line.split()[4]: line.split()[1] for line in free.record_array}
        assert types == {"POOL1": "3390-64K", "POOL2": "9336-32"}
        switches = (await client.call(VirtualNetworkVswitchQuery(switch_name="*"))).vswitch_array
        assert [(one.switch_name, one.switch_status, one.transport_type) for one in switches] == [
            ("VSW1", 8, 2),
            ("VSW2", 8, 2),
        ]
        for profile in ("OSDFLT", "ZFLEET"):
            records = (await client.call(ProfileQueryDM(target=profile))).profile_record_array
            assert records[0].rstrip() == f"PROFILE {profile}"
        assert sum("FREE" in line for line in (await client.call(VirtualNetworkOSAQuery())).osa_info_structure) >= 3
        assert len((await client.call(SystemWWPNQuery())).wwpn_array) == 64


async def test_fleet_has_four_thousand_guests_and_is_there_in_well_under_a_minute() -> None:
    """Loaded by SMAPI calls, a third of it running."""
    began = time.process_time()
    async with SimulatedHost(config(preset="fleet")) as host, client_of(host) as client:
        # Of this process's own time, so that a busy machine does not count.
        assert time.process_time() - began < 40
        names = (await client.call(ImageNameQueryDM(target="X"))).image_name_array
        assert sum(name.startswith("FL") for name in names) == FLEET_GUESTS
        active = (await client.call(ImageStatusQuery(target="*"))).image_name_array
        assert sum(name.startswith("FL") for name in active) == -(-FLEET_GUESTS // 3)


async def test_bare_has_ibms_own_machines_only() -> None:
    """No pool, no switch; the servers run."""
    async with SimulatedHost(config(preset="bare")) as host, client_of(host) as client:
        query = ImageVolumeSpaceQueryDM(query_type=1, entry_type=3, entry_names="*")
        assert (await client.call(query)).record_array == ()
        assert "VSMWORK1" in (await client.call(ImageStatusQuery(target="*"))).image_name_array


def test_an_unknown_preset_names_the_known_ones() -> None:
    """For whoever mistyped it."""
    with pytest.raises(ValueError, match="bare, small, fleet"):
        preset_named("big")
    assert [preset_named(name).name for name in PRESET_NAMES] == list(PRESET_NAMES)
