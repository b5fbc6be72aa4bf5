# SPDX-License-Identifier: Apache-2.0
"""Virtual switches and NICs over REST."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.gateway.rest.world import Rest

FIELDS = (
    "switch_name transport_type port_type queue_memory_limit routing_value vlan_awareness vlan_id native_vlan_id "
    "mac_address gvrp_request_attribute gvrp_enabled_attribute switch_status link_ag lag_interval lag_group IP_timeout "
    "switch_type isolation_status MAC_protect user_port_based VLAN_counters"
)


async def create(rest: Rest, name: str, **more: Any) -> None:
    """A switch."""
    await rest.post("/vswitches", {"vswitch": {"name": name, **more}})


async def test_a_switch_is_made_listed_queried_and_deleted(rest: Rest) -> None:
    """All fields are text, and what clients turn into numbers can be turned into numbers."""
    await create(rest, "vswr", rdev="6100")
    assert "VSWR" in await rest.get("/vswitches")
    switch = await rest.get("/vswitches/vswr")
    assert [key for key in switch if isinstance(switch[key], str)] == FIELDS.split()
    assert switch["switch_name"] == "VSWR"
    assert (switch["transport_type"], switch["vlan_awareness"], switch["port_type"]) == ("ETHERNET", "UNAWARE", "NONE")
    for key in ("vlan_id", "native_vlan_id", "queue_memory_limit"):
        int(switch[key])
    assert list(switch["real_devices"]) == ["6100"]
    assert set(switch["real_devices"]["6100"]) == {"vdev", "controller", "port_name", "dev_status", "dev_err"}
    assert await rest.delete("/vswitches/VSWR") == ""
    assert await rest.delete("/vswitches/VSWR") == ""
    assert await rest.refused("GET", "/vswitches/VSWR", status=404) == (404, 20, 404, 1)


@pytest.mark.parametrize("vid", [100, "100"])
async def test_a_vlan_may_be_a_number_or_text(rest: Rest, vid: object) -> None:
    """The neutron agent sends text, the Go client a number."""
    await create(rest, "VSWV", vid=vid, gvrp="nogvrp", port_type="trunk", native_vid=1, network_type="ethernet")
    switch = await rest.get("/vswitches/VSWV")
    assert (switch["vlan_awareness"], switch["vlan_id"], switch["port_type"]) == ("AWARE", "0100", "TRUNK")
    assert switch["gvrp_request_attribute"] == "NOGVRP"


async def test_a_switch_that_exists_is_409_with_zvms_numbers(rest: Rest) -> None:
    """8/212/36."""
    body = {"vswitch": {"name": "VSW1"}}
    assert await rest.refused("POST", "/vswitches", body, status=409) == (8, 1, 212, 36)


@pytest.mark.parametrize(
    "more",
    [
        {"name": "TOOLONGNAME"},
        {"name": "A B"},
        {"rdev": "1 2 3 4"},
        {"rdev": "6100\nX"},
        {"controller": "TOOLONGUSER"},
        {"vid": 5000},
        {"vid": "aWare"},
        {"vid": True},
        {"queue_mem": 9},
        {"router": "NO"},
        {"connection": "YES"},
        {"persist": 1},
        {"more": 1},
    ],
)
async def test_a_bad_field_of_a_switch_is_400(rest: Rest, more: dict[str, object]) -> None:
    """Before z/VM is asked."""
    body = {"vswitch": {"name": "VSWB", **more}}
    assert await rest.refused("POST", "/vswitches", body, status=400) == (400, 120, 400, 400)
    assert "VSWB" not in await rest.get("/vswitches")


async def test_grants_vlans_and_revokes(rest: Rest) -> None:
    """A revoke is a success whatever there was; vlan_count is text, also where the reference has a number."""
    await rest.guest("INST0001")
    await create(rest, "VSWV", vid=100)
    await rest.put("/vswitches/VSWV", {"vswitch": {"grant_userid": "inst0001"}})
    await rest.put("/vswitches/VSWV", {"vswitch": {"grant_userid": "inst0001"}})
    await rest.put("/vswitches/VSWV", {"vswitch": {"user_vlan_id": {"userid": "INST0001", "vlanid": 101}}})
    user = (await rest.get("/vswitches/VSWV"))["authorized_users"]["INST0001"]
    assert set(user) == {"port_num", "prom_mode", "osd_sim", "vlan_count", "vlan_ids"}
    assert (user["vlan_count"], user["vlan_ids"]) == ("1", ["101"])
    await rest.put("/vswitches/VSW1", {"vswitch": {"grant_userid": "INST0001"}})
    assert isinstance((await rest.get("/vswitches/VSW1"))["authorized_users"]["INST0001"]["vlan_count"], str)
    for _ in range(2):
        await rest.put("/vswitches/VSWV", {"vswitch": {"revoke_userid": "INST0001"}})
    assert "INST0001" not in (await rest.get("/vswitches/VSWV"))["authorized_users"]
    await rest.put("/vswitches/VSWV", {"vswitch": {"revoke_userid": "NOBODY"}})


async def test_a_switch_change_that_cannot_be(rest: Rest) -> None:
    """Unknown switch, unknown guest, VLAN on a switch without, nothing to do."""
    await rest.guest("INST0001")
    grant = {"vswitch": {"grant_userid": "INST0001"}}
    assert await rest.refused("PUT", "/vswitches/NOSUCH", grant, status=404) == (404, 20, 404, 1)
    grant = {"vswitch": {"grant_userid": "NOBODY"}}
    assert await rest.refused("PUT", "/vswitches/VSW1", grant, status=404) == (404, 10, 404, 1)
    vlan = {"vswitch": {"user_vlan_id": {"userid": "INST0001", "vlanid": 7}}}
    assert await rest.refused("PUT", "/vswitches/VSW1", vlan, status=409) == (409, 20, 409, 5)
    zero = {"vswitch": {"user_vlan_id": {"userid": "INST0001", "vlanid": 0}}}
    bad: tuple[dict[str, Any], ...] = ({"vswitch": {}}, {}, zero)
    for body in bad:
        assert await rest.refused("PUT", "/vswitches/VSW1", body, status=400) == (400, 120, 400, 400)


async def test_a_nic_is_made_coupled_uncoupled_and_deleted(rest: Rest) -> None:
    """As nova and the neutron agent do it; a NIC record has exactly five keys."""
    await rest.guest("INST0001")
    port = "5f2b0a4c-6a5e-4d0a-9b52-000000000001"
    nic = {"nic": {"nic_id": port, "mac_addr": "02:00:00:12:34:56"}}
    assert await rest.post("/guests/INST0001/nic", nic) == "1000"
    row = {"userid": "INST0001", "interface": "1000", "switch": None, "port": port, "comments": None}
    assert await rest.get("/guests/nics") == [row]
    await rest.put("/guests/INST0001/nic/1000", {"info": {"couple": "True", "vswitch": "VSW1", "active": "0"}})
    row["switch"] = "VSW1"
    for query in (f"nic_id={port.upper()}", "userid=inst0001&vswitch=vsw1", "whatever=1", "nic_id="):
        assert await rest.get(f"/guests/nics?{query}") == [row]
    for query in ("nic_id=other", "userid=MAINT", "userid=!", "vswitch=VSW2"):
        assert await rest.get(f"/guests/nics?{query}") == []
    assert await rest.get("/vswitch", {"portid": port}) == [row]
    assert await rest.get("/vswitch", {"portid": "other"}) == []
    assert await rest.get("/vswitch") == [row]
    await rest.put("/guests/INST0001/nic/1000", {"info": {"couple": False}})
    assert (await rest.get("/guests/nics"))[0]["switch"] is None
    assert await rest.delete("/guests/INST0001/nic/1000", {}) == ""
    assert await rest.get("/guests/nics") == []
    assert await rest.delete("/guests/INST0001/nic/1000", {"active": "false"}) == ""
    assert await rest.delete("/guests/INST0001/nic/1000") == ""


async def test_nics_choose_their_numbers_three_apart(rest: Rest) -> None:
    """A number that is in use is 409."""
    await rest.guest("INST0001")
    assert await rest.post("/guests/INST0001/nic", {"nic": {}}) == "1000"
    assert await rest.post("/guests/INST0001/nic", {"nic": {"vdev": None}}) == "1003"
    assert await rest.post("/guests/INST0001/nic", {"nic": {"vdev": "600"}}) == "0600"
    again = {"nic": {"vdev": "0600"}}
    assert await rest.refused("POST", "/guests/INST0001/nic", again, status=409) == (409, 20, 409, 6)


async def test_active_needs_a_guest_that_is_on(rest: Rest) -> None:
    """409/409/1, and nothing is changed in the directory."""
    await rest.guest("INST0001")
    active = {"nic": {"active": True}}
    assert await rest.refused("POST", "/guests/INST0001/nic", active, status=409) == (409, 20, 409, 1)
    assert await rest.get("/guests/nics") == []
    await rest.post("/guests/INST0001/nic", {"nic": {}})
    couple = {"info": {"couple": True, "vswitch": "VSW1", "active": True}}
    assert await rest.refused("PUT", "/guests/INST0001/nic/1000", couple, status=409) == (409, 20, 409, 1)
    assert (await rest.get("/guests/nics"))[0]["switch"] is None
    await rest.action("INST0001", "start")
    await rest.put("/guests/INST0001/nic/1000", couple)
    assert await rest.post("/guests/INST0001/nic", active) == "1003"
    await rest.delete("/guests/INST0001/nic/1003", {"active": True})


async def test_coupling_what_is_not_there_is_404(rest: Rest) -> None:
    """NIC or switch; vswitch is required to couple."""
    await rest.guest("INST0001")
    couple = {"info": {"couple": True, "vswitch": "VSW1"}}
    assert await rest.refused("PUT", "/guests/INST0001/nic/1000", couple, status=404) == (404, 20, 404, 1)
    await rest.post("/guests/INST0001/nic", {"nic": {}})
    couple = {"info": {"couple": True, "vswitch": "NOSUCH"}}
    assert await rest.refused("PUT", "/guests/INST0001/nic/1000", couple, status=404) == (404, 20, 404, 1)
    nothing = {"info": {"couple": True}}
    assert await rest.refused("PUT", "/guests/INST0001/nic/1000", nothing, status=400) == (400, 120, 400, 400)
    unknown: dict[str, Any] = {"nic": {}}
    assert await rest.refused("POST", "/guests/NOBODY/nic", unknown, status=404) == (404, 10, 404, 1)


async def test_adapters_of_a_running_guest(rest: Rest) -> None:
    """What the Terraform provider polls; it must not fail while the guest boots."""
    await rest.guest("INST0001")
    await rest.post("/guests/INST0001/nic", {"nic": {}})
    await rest.put("/guests/INST0001/nic/1000", {"info": {"couple": True, "vswitch": "VSW1"}})
    assert (await rest.refused("GET", "/guests/INST0001/adapters", status=409))[0] == 409
    await rest.action("INST0001", "start")
    (adapter,) = (await rest.get("/guests/INST0001/adapters"))["adapters"]
    assert (adapter["adapter_address"], adapter["lan_name"]) == ("1000", "VSW1")
    assert adapter["adapter_status"] in ("00", "01", "02")
    assert len(adapter["mac_address"]) == 17
    stats = await rest.get("/guests/interfacestats?userid=INST0001")
    assert stats["INST0001"][0]["vswitch_name"] == "VSW1"
    assert all(type(value) is int for key, value in stats["INST0001"][0].items() if "v" not in key)


async def test_a_guest_without_adapters_is_told_so(rest: Rest) -> None:
    """300/300/5, as the reference."""
    await rest.guest("INST0001")
    await rest.action("INST0001", "start")
    assert await rest.refused("GET", "/guests/INST0001/adapters", status=404) == (300, 10, 300, 5)
