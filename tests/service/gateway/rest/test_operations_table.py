# SPDX-License-Identifier: Apache-2.0
"""docs/operations.md against what is really called: rpcs and SMAPI functions, counted while endpoints are used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.gateway.rest.test_actions import foreign
from tests.service.gateway.rest.test_disks import info
from tests.service.gateway.rest.test_images import CONTENT, import_of
from tests.service.gateway.rest.test_interfaces import NET, body
from tests.service.gateway.rest.test_volumes import DEVICES, connection
from tests.service.gateway.rest.world import Rest, rest_world
from tools.operations_table import SECTIONS, Code, Operation

OPERATIONS = {operation.name: operation for operations in SECTIONS.values() for operation in operations}
# What any SMAPI call may bring about.
OF_ANY_CALL = {"Query_Asynchronous_Operation_DM", "Response_Recovery"}


class Watched:
    """A fleet behind its REST API, and what its services were asked and asked z/VM since the last look."""

    def __init__(self, rest: Rest, code: Code) -> None:
        self.rest = rest
        self._code = code
        self.used: set[str] = set()
        self._rpcs, self._functions = self._counts()

    def _counts(self) -> tuple[dict[str, float], dict[str, float]]:
        rpcs: dict[str, float] = {}
        functions: dict[str, float] = {}
        fleet = self.rest.zfleet
        parts: tuple[Any, ...] = (fleet.guest_part, fleet.storage_part, fleet.network_part)
        for part in parts:
            for metric in part.metrics.registry.collect():
                for sample in metric.samples:
                    labels = sample.labels
                    if sample.name == "grpc_server_started_total" and labels["grpc_service"].startswith("zfleet."):
                        name = f"{labels['grpc_service'].split('.')[1]}.{labels['grpc_method']}"
                        rpcs[name] = rpcs.get(name, 0) + sample.value
                    elif sample.name == "zfleet_smapi_calls_total":
                        name = labels["function"]
                        functions[name] = functions.get(name, 0) + sample.value
        return rpcs, functions

    def forget(self) -> None:
        """What was called until now counts for nothing."""
        self._rpcs, self._functions = self._counts()

    def check(self, name: str) -> None:
        """What was called since the last look is in the operation's row."""
        operation = OPERATIONS[name]
        rpcs, functions = self._counts()
        called = {each for each, count in rpcs.items() if count > self._rpcs.get(each, 0)}
        asked = {each for each, count in functions.items() if count > self._functions.get(each, 0)} - OF_ANY_CALL
        self._rpcs, self._functions = rpcs, functions
        told = {behind for rpc in self._code.rpcs_of(operation) for behind in self._code.behind(rpc) or [rpc]}
        assert called <= told, name
        told_functions = set().union(*(self._code.asked_by(rpc)[0] for rpc in told))
        assert asked <= told_functions, name
        assert called or not told - {"gateway.GetVersion"}, f"{name} has asked nobody"
        self.used.add(name)

    async def does(self, operation: str, body: Any = None, *, query: str = "", **path: str) -> Any:
        """One operation by its name, as the table says that it is served; its output."""
        method, template, *action = OPERATIONS[operation].route.split()
        if action:
            body = {"action": action[0], **(body or {})}
        answer = (await self.rest.call(method, template.format(**path) + query, body))["output"]
        self.check(operation)
        return answer


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    """A host whose storage service may read and write below folders of the test."""
    folders = {name: (tmp_path / name,) for name in ("import_folders", "export_folders", "file_folders")}
    for (folder,) in folders.values():
        folder.mkdir()
    (tmp_path / "import_folders" / "rhel9.img").write_bytes(CONTENT)
    async with rest_world(tmp_path / "state", storage=folders) as rest:
        yield Watched(rest, Code())


async def test_what_endpoints_call_is_in_the_table(watched: Watched, tmp_path: Path) -> None:
    """Every operation of the REST API but relocation, boot maps and tokens, one after the other."""
    does = watched.does
    await does("version")
    await does("smapi_health")
    await host(watched)
    await images(watched, tmp_path)
    await a_guests_life(watched)
    await volumes(watched)
    left = {name for name, operation in OPERATIONS.items() if operation.route} - watched.used
    assert left == {
        "guest_live_migrate",  # needs a cluster
        "volume_refresh_bootmap",
        "smapi_health (deprecated)",  # not in the envelope
        "file_import",
        "file_export",
        "token_create",
    }


async def host(watched: Watched) -> None:
    """The host and its virtual switches."""
    does = watched.does
    await does("host_get_info")
    await does("host_get_guest_list")
    await does("host_diskpool_get_info", query="?poolname=ECKD:POOL1&details=true")
    volumes = await does("host_get_diskpool_volumes", query="?poolname=ECKD:POOL1")
    label = str(volumes["diskpool_volumes"]).split()[0]
    await does("host_get_volume_info", query=f"?volumename={label}")
    await does("host_get_ssi_info")
    await does("vswitch_get_list")
    await does("vswitch_create", {"vswitch": {"name": "MINE"}})
    await does("vswitch_query", name="MINE")
    await does("vswitch_delete", name="MINE")


async def images(watched: Watched, tmp_path: Path) -> None:
    """An image's life."""
    does = watched.does
    await does("image_import", import_of(watched.rest))
    await does("image_query")
    await does("image_query", query="?imagename=rhel9")
    await does("image_get_root_disk_size", image="rhel9")
    url = f"file://{tmp_path}/export_folders/copy.img"
    await does("image_export", {"location": {"dest_url": url}}, image="rhel9")
    await does("image_import", import_of(watched.rest, "other"))
    await does("image_delete", image="other")


async def a_guests_life(watched: Watched) -> None:
    """Made, furnished, changed while it is off and while it is on, captured, removed."""
    does, of = watched.does, {"userid": "INST0001"}
    nic = {"userid": "INST0001", "vdev": "1100"}
    boot_disk = {"size": "20m", "is_boot_disk": True}
    guest = {"userid": "INST0001", "vcpus": 1, "memory": 1024, "disk_list": [boot_disk], "max_cpu": 8, "max_mem": "4g"}
    await does("guest_create", {"guest": guest})
    await does("guest_list")
    await does("guest_create_disks", info({"size": "10m", "format": "ext4"}), **of)
    await does("guest_config_minidisks", info({"vdev": "0101", "format": "ext4", "mntdir": "/data"}), **of)
    await does("guest_delete_disks", {"vdev_info": {"vdev_list": ["0101"]}}, **of)
    await does("guest_deploy", {"image": "rhel9", "hostname": "web"}, **of)
    await does("guest_grow_root_volume", {"os_version": "rhel9.4"}, **of)
    await does("guest_create_network_interface", body(NET), **of)
    await does("vswitch_grant_user", {"vswitch": {"grant_userid": "INST0001"}}, name="VSW1")
    await does("guest_create_nic", {"nic": {"vdev": "1100", "nic_id": "port-2"}}, **of)
    for step in ("off", "on"):
        active = {"active": step == "on"}
        await does("guest_nic_couple_to_vswitch", {"info": {"couple": True, "vswitch": "VSW1", **active}}, **nic)
        await does("guest_nic_uncouple_from_vswitch", {"info": {"couple": False, **active}}, **nic)
        if step == "off":
            await does("guest_resize_cpus", {"cpu_cnt": 2}, **of)
            await does("guest_resize_mem", {"size": "2g"}, **of)
            await does("guest_start", {"timeout": 5}, **of)
    await does("guests_get_nic_info")
    await does("get_switch_info", {"portid": "port-2"})
    await does("guest_live_resize_cpus", {"cpu_cnt": 3}, **of)
    await does("guest_live_resize_mem", {"size": "3g"}, **of)
    for name in ("info", "power_state", "power_state_real", "os_info", "online_cpu_num", "adapters_info", "disks_info"):
        await does(f"guest_get_{name}", **of)
    await does("guest_get_user_direct", **of)
    await does("guest_get_definition_info", **of)
    await does("guest_inspect_stats", query="?userid=INST0001")
    await does("guest_inspect_vnics", query="?userid=INST0001")
    await does("guest_get_console_output", **of)
    for verb in ("pause", "unpause", "reboot", "reset"):
        await does(f"guest_{verb}", **of)
    await does("guest_delete_nic", {"active": True}, **nic)
    delete = {"interface": {"os_version": "rhel9.4", "vdev": "1000"}}
    await does("guest_delete_network_interface", delete, **of)
    vlan = {"vswitch": {"user_vlan_id": {"userid": "INST0001", "vlanid": 10}}}
    await watched.rest.post("/vswitches", {"vswitch": {"name": "VLANS", "vid": 1}})
    watched.check("vswitch_create")
    await does("vswitch_set_vlan_id_for_user", vlan, name="VLANS")
    await does("vswitch_revoke_user", {"vswitch": {"revoke_userid": "INST0001"}}, name="VSW1")
    await does("guest_capture", {"image": "golden"}, **of)
    await does("guest_softstop", **of)
    await does("guest_stop", **of)
    await does("guest_delete", **of)
    await foreign(watched.rest)
    watched.forget()
    await does("guest_register", {"meta": "", "net_set": "0"}, userid="FOREIGN1")
    await does("guest_deregister", userid="FOREIGN1")


async def volumes(watched: Watched) -> None:
    """A guest with a volume."""
    does = watched.does
    await watched.rest.guest("INST0001")
    watched.check("guest_create")
    new = {"name": "both", "fcp_devices": DEVICES}
    template = (await does("create_fcp_template", new))["fcp_template"]["id"]
    await does("edit_fcp_template", {"name": "two"}, template_id=template)
    await does("get_fcp_templates")
    await does("get_fcp_templates_details", query="?sync_with_zvm=true")
    reserve = {"info": {"reserve": True, "fcp_template_id": template}}
    fcp = (await does("get_volume_connector", reserve, userid="INST0001"))["zvm_fcp"]
    await does("volume_attach", connection(fcp, template))
    await does("get_fcp_usage", fcp_id=fcp[0])
    await does("volume_detach", connection(fcp, template))
    usage = {"info": {"userid": "", "reserved": 0, "connections": 0, "fcp_template_id": ""}}
    for each in fcp:
        await does("set_fcp_usage", usage, fcp_id=each)
    await does("delete_fcp_template", template_id=template)


def test_every_operation_has_a_row_and_every_endpoint_an_operation() -> None:
    """73 of the connector, files, version, health and tokens."""
    names = [operation.name for operations in SECTIONS.values() for operation in operations]
    assert len(names) == len(set(names)) == 79
    assert Code().unnamed() == []
    assert OPERATIONS["guest_start"] == Operation("guest_start", "POST /guests/{userid}/action start")
