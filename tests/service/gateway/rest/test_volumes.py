# SPDX-License-Identifier: Apache-2.0
"""FCP devices, templates, connectors and volumes over REST."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.service.gateway.rest.world import Rest

BAD = (400, 120, 400, 400)
NO_TEMPLATE = (404, 30, 404, 1)
DEVICES = "b800-b803,b810;b900-b903"
WWPN = "0x5005076300c20b8e"
LUN = "0x4000400000000000"


async def template(rest: Rest, name: str = "both", **more: Any) -> str:
    """A new template's id."""
    body = {"name": name, "description": "two paths", "fcp_devices": DEVICES, **more}
    made = (await rest.post("/volumes/fcptemplates", body))["fcp_template"]
    return str(made["id"])


async def connector(rest: Rest, user_id: str = "INST0001", **info: Any) -> Any:
    """What GET /volumes/conn answers, with its body."""
    return await rest.get(f"/volumes/conn/{user_id}", {"info": info})


def connection(fcp: list[str], template_id: str | None, **more: Any) -> dict[str, Any]:
    """The body of an attach or a detach."""
    given = {
        "assigner_id": "inst0001",
        "zvm_fcp": fcp,
        "target_wwpn": [WWPN],
        "target_lun": LUN,
        "multipath": "true",
        "os_version": "rhel9.4",
        "mount_point": "/dev/vdb",
        "fcp_template_id": template_id,
        "is_root_volume": False,
        "update_connections_only": False,
        "do_rollback": True,
    }
    return {"info": {"connection": given | more}}


async def test_a_template_is_made_changed_listed_and_deleted(rest: Rest) -> None:
    """Under both names of its storage providers."""
    body = {"name": "one", "fcp_devices": DEVICES, "default_sp_list": ["sp1"], "host_default": "yes"}
    made = (await rest.post("/volumes/fcptemplates", body))["fcp_template"]
    keys = {"id", "name", "description", "host_default", "storage_providers", "min_fcp_paths_count", "pchids"}
    assert set(made) == keys | {"cpc_sn", "cpc_name", "lpar", "hypervisor_hostname"}
    assert (made["host_default"], made["storage_providers"], made["min_fcp_paths_count"]) == (True, ["sp1"], 2)
    assert set(made["pchids"]) == {"all", "first_used_by_templates"}
    path = f"/volumes/fcptemplates/{made['id']}"
    changed = await rest.put(path, {"name": "two", "storage_providers": ["sp2"], "min_fcp_paths_count": "1"})
    assert changed["fcp_template"]["name"] == "two"
    assert set(changed["fcp_template"]["pchids"]) == {"add", "delete", "all"}
    queries = ("", f"?template_id_list=['{made['id']}']", "?storage_providers=['sp2']", "?default_sp_list=['all']")
    for query in (*queries, "?host_default=True"):
        (found,) = (await rest.get(f"/volumes/fcptemplates{query}"))["fcp_templates"]
        assert (found["name"], found["min_fcp_paths_count"]) == ("two", 1), query
    for query in ("?assigner_id=NOBODY", "?host_default=False", "?storage_providers=['other']"):
        assert (await rest.get(f"/volumes/fcptemplates{query}"))["fcp_templates"] == [], query
    assert await rest.delete(path) == ""
    assert await rest.refused("DELETE", path, status=404) == NO_TEMPLATE
    assert await rest.refused("PUT", path, {"name": "x"}, status=404) == NO_TEMPLATE
    unknown = f"/volumes/fcptemplates?template_id_list=['{made['id']}']"
    assert await rest.refused("GET", unknown, status=404) == NO_TEMPLATE


async def test_details_tell_how_devices_are_used(rest: Rest) -> None:
    """Ranges in upper case; raw rows of twelve values."""
    template_id = await template(rest)
    path = f"/volumes/fcptemplates/detail?template_id_list=['{template_id}']"
    (found,) = (await rest.get(f"{path}&raw=True&statistics=True&sync_with_zvm=True"))["fcp_templates"]
    assert set(found["statistics"]) == set(found["raw"]) == {"0", "1"}
    used = found["statistics"]["0"]
    assert used["total"] == "B800 - B803, B810"
    assert (used["single_fcp"], used["range_fcp"]) == ("B810", "B800 - B803")
    assert sum(used["total_count"].values()) == 5
    assert all(isinstance(text, str) for text in {**used["chpids"], **used["pchids"]}.values())
    assert all(len(row) == 12 for row in found["raw"]["0"])
    assert found["raw"]["0"][0][:2] == ["b800", template_id]
    (found,) = (await rest.get(f"{path}&statistics=False"))["fcp_templates"]
    assert "statistics" not in found
    assert "raw" not in found


async def test_a_connector_is_reserved_and_given_back(rest: Rest) -> None:
    """One device of each path; the same again for the same guest."""
    template_id = await template(rest, host_default=True)
    first = await connector(rest, reserve=True, fcp_template_id=template_id, pchid_info="")
    assert first["fcp_paths"] == len(first["zvm_fcp"]) == len(first["wwpns"]) == 2
    assert set(first["phy_to_virt_initiators"]) == set(first["wwpns"])
    assert first["host"].endswith("_INST0001")
    assert (first["fcp_template_id"], first["is_reserved_changed"]) == (template_id, True)
    assert sorted(itertools.chain(*first["pchid_fcp_map"].values())) == sorted(fcp.upper() for fcp in first["zvm_fcp"])
    again = await connector(rest, reserve="True")
    assert (again["zvm_fcp"], again["is_reserved_changed"]) == (first["zvm_fcp"], False)
    usage = await rest.get(f"/volumes/fcp/{first['zvm_fcp'][0].upper()}")
    assert usage == ["INST0001", 1, 0, template_id]
    assert await rest.refused("DELETE", f"/volumes/fcptemplates/{template_id}", status=409) == (409, 30, 409, 22)
    back = await connector(rest, reserve=False, fcp_template_id=template_id)
    assert back["is_reserved_changed"] is True
    assert (await rest.get(f"/volumes/fcp/{first['zvm_fcp'][0]}"))[:3] == ["", 0, 0]


async def test_too_few_devices_are_an_empty_connector(rest: Rest) -> None:
    """HTTP 200 with the reason, as clients expect."""
    template_id = await template(rest, fcp_devices="ff00;ff01")
    empty = await connector(rest, reserve=True, fcp_template_id=template_id)
    assert (empty["zvm_fcp"], empty["wwpns"], empty["host"], empty["fcp_paths"]) == ([], [], "", 0)
    assert empty["is_reserved_changed"] is False
    assert empty["empty_fcp_list_reason"]


async def test_a_volume_is_attached_and_detached(rest: Rest) -> None:
    """Its devices are counted, and dedicated to the guest."""
    await rest.guest("INST0001")
    template_id = await template(rest)
    fcp = (await connector(rest, reserve=True, fcp_template_id=template_id))["zvm_fcp"]
    assert await rest.post("/guests/volumes", connection(fcp, template_id)) == ""
    assert await rest.get(f"/volumes/fcp/{fcp[0]}") == ["INST0001", 1, 1, template_id]
    lines = " ".join((await rest.get("/guests/INST0001"))["user_direct"]).upper()
    assert all(f"DEDICATE {number.upper()}" in lines for number in fcp)
    assert await rest.delete("/guests/volumes", connection(fcp, None)) == ""
    assert (await rest.get(f"/volumes/fcp/{fcp[0]}"))[2] == 0
    assert "DEDICATE" not in " ".join((await rest.get("/guests/INST0001"))["user_direct"]).upper()
    await rest.post("/guests/volumes", connection(fcp, template_id, update_connections_only=True))
    assert (await rest.get(f"/volumes/fcp/{fcp[0]}"))[2] == 1


async def test_a_volume_of_nobody_is_404(rest: Rest) -> None:
    """Or of somebody else's guest; a device that another guest has is 409; detaching from nobody is a success."""
    template_id = await template(rest)
    fcp = (await connector(rest, reserve=True, fcp_template_id=template_id))["zvm_fcp"]
    assert (await rest.refused("POST", "/guests/volumes", connection(fcp, template_id), status=404))[0] == 404
    assert await rest.delete("/guests/volumes", connection(fcp, template_id)) == ""
    foreign = connection(fcp, template_id, assigner_id="MAINT")
    for method in ("POST", "DELETE"):
        assert await rest.refused(method, "/guests/volumes", foreign, status=404) == (404, 10, 404, 1)
    await rest.guest("INST0002")
    other = connection(fcp, template_id, assigner_id="INST0002")
    assert (await rest.refused("POST", "/guests/volumes", other, status=409))[:2] == (409, 30)


@pytest.mark.parametrize(
    "more",
    [
        {"zvm_fcp": ["b8001"]},
        {"zvm_fcp": []},
        {"target_wwpn": ["5005076300c20b8e"]},
        {"target_lun": "0x1"},
        {"mount_point": "/dev/sd b"},
        {"mount_point": "/dev/$(reboot)"},
        {"os_version": "amiga"},
        {"multipath": 1},
        {"assigner_id": "INST0001X"},
        {"more": 1},
    ],
)
async def test_a_bad_connection_is_400(rest: Rest, more: dict[str, Any]) -> None:
    """Both ways."""
    for method in ("POST", "DELETE"):
        assert await rest.refused(method, "/guests/volumes", connection(["b800"], None, **more), status=400) == BAD


async def test_usage_is_written_past_all_checks(rest: Rest) -> None:
    """For administrators who mend something; the reference answers 200 whatever happens."""
    template_id = await template(rest)
    await rest.get(f"/volumes/fcptemplates/detail?sync_with_zvm=True&template_id_list=['{template_id}']")
    info = {"userid": "inst0009", "reserved": 1, "connections": 3, "fcp_template_id": template_id}
    assert await rest.put("/volumes/fcp/b800", {"info": info}) == ""
    assert await rest.get("/volumes/fcp/B800") == ["INST0009", 1, 3, template_id]
    await rest.put("/volumes/fcp/b800", {"info": {"reserved": 0, "connections": 0}})
    assert await rest.refused("GET", "/volumes/fcp/eeee", status=404) == NO_TEMPLATE
    assert await rest.refused("PUT", "/volumes/fcp/eeee", {"info": info}, status=404) == NO_TEMPLATE
    for bad in ({"reserved": 2, "connections": 0}, {"reserved": 1}, {"reserved": 1, "connections": -1}):
        assert await rest.refused("PUT", "/volumes/fcp/b800", {"info": bad}, status=400) == BAD
    assert await rest.refused("GET", "/volumes/fcp/b80", status=400) == BAD


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "numbers"),
    [
        ("POST", "/volumes/fcptemplates", {"name": "x", "fcp_devices": "zz"}, 400, BAD),
        ("POST", "/volumes/fcptemplates", {"name": "x", "fcp_devices": "b800,b800;b800"}, 400, (100, 400, 100, 3)),
        ("POST", "/volumes/fcptemplates", {"fcp_devices": "b800"}, 400, BAD),
        (
            "POST",
            "/volumes/fcptemplates",
            {"name": "x", "fcp_devices": "b800", "min_fcp_paths_count": 2},
            409,
            (409, 30, 409, 23),
        ),
        ("GET", "/volumes/fcptemplates?more=1", None, 400, BAD),
        ("GET", "/volumes/fcptemplates?template_id_list=['a", None, 400, BAD),
        ("GET", "/volumes/fcptemplates?template_id_list=__import__('os')", None, 400, BAD),
        ("GET", "/volumes/fcptemplates/detail?raw=maybe", None, 400, BAD),
        ("GET", "/volumes/conn/INST0001", None, 400, BAD),
        ("GET", "/volumes/conn/INST0001", {"info": {}}, 400, BAD),
        ("GET", "/volumes/conn/INST0001", {"info": {"reserve": True}}, 500, (300, 30, 300, 11)),
        (
            "GET",
            "/volumes/conn/INST0001",
            {"info": {"reserve": True, "fcp_template_id": "none"}},
            404,
            (300, 30, 300, 11),
        ),
        ("PUT", "/volumes/volume_refresh_bootmap", {"info": {}}, 400, BAD),
        (
            "PUT",
            "/volumes/volume_refresh_bootmap",
            {"info": {"fcpchannel": ["b800"], "wwpn": ["x"], "lun": LUN}},
            400,
            BAD,
        ),
    ],
)
async def test_what_is_not_right_about_volumes(
    rest: Rest, method: str, path: str, body: object, status: int, numbers: object
) -> None:
    """Each with its own numbers."""
    assert await rest.refused(method, path, body, status=status) == numbers


async def test_a_boot_map_tells_the_paths_that_work(rest: Rest) -> None:
    """By device number in lower case."""
    template_id = await template(rest)
    await rest.get(f"/volumes/fcptemplates/detail?sync_with_zvm=True&template_id_list=['{template_id}']")
    info = {"fcpchannel": ["b800", "b900"], "wwpn": [WWPN], "lun": LUN, "fcp_template_id": template_id}
    paths = await rest.put("/volumes/volume_refresh_bootmap", {"info": info})
    assert paths == {"b800": [WWPN[2:]], "b900": [WWPN[2:]]}
