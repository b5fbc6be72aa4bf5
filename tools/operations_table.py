# SPDX-License-Identifier: Apache-2.0
"""docs/operations.md: every operation of Feilong's connector, its REST endpoint, the rpcs behind it, their SMAPI calls.

Read from the code: the REST API's table of routes, the handlers and the stories of the gateway, and the services'
source from each rpc down to the calls of zfleet_smapi. Only the names of Feilong's operations are written down here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from google.protobuf.descriptor import ServiceDescriptor

from tools.call_graph import Mentions, Program
from zfleet.guest.v1 import guest_service_pb2, guest_system_service_pb2
from zfleet.network.v1 import network_service_pb2
from zfleet.storage.v1 import storage_service_pb2, volume_service_pb2
from zfleet_gateway.rest.route import Route
from zfleet_gateway.rest.table import ROUTES
from zfleet_smapi.calls import FUNCTIONS

ROOT = Path(__file__).parent.parent
_ACTION = "POST /guests/{userid}/action"


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of Feilong's connector by the name that zvmconnector has for it, and where it is served.

    `route` is METHOD PATH, and the action's name after it; `only`: the rpcs of the route that are for this operation,
    where operations share one. `rpc`: that of an operation which has no endpoint.
    """

    name: str
    route: str = ""
    only: tuple[str, ...] = ()
    rpc: str = ""


SECTIONS: Mapping[str, tuple[Operation, ...]] = {
    "Guests": (
        Operation("guest_create", "POST /guests"),
        Operation("guest_delete", "DELETE /guests/{userid}"),
        Operation("guest_list", "GET /guests"),
        Operation("guest_get_info", "GET /guests/{userid}/info"),
        Operation("guest_get_power_state", "GET /guests/{userid}/power_state"),
        Operation("guest_get_power_state_real", "GET /guests/{userid}/power_state_real"),
        Operation("guest_get_os_info", "GET /guests/{userid}/os_info"),
        Operation("guest_get_online_cpu_num", "GET /guests/{userid}/online_cpu_num"),
        Operation("guest_get_adapters_info", "GET /guests/{userid}/adapters"),
        Operation("guest_get_disks_info", "GET /guests/{userid}/disks"),
        Operation("guest_get_user_direct", "GET /guests/{userid}/user_direct"),
        Operation("guest_get_definition_info", "GET /guests/{userid}"),
        Operation("guest_start", f"{_ACTION} start"),
        Operation("guest_stop", f"{_ACTION} stop"),
        Operation("guest_softstop", f"{_ACTION} softstop"),
        Operation("guest_reboot", f"{_ACTION} reboot"),
        Operation("guest_reset", f"{_ACTION} reset"),
        Operation("guest_pause", f"{_ACTION} pause"),
        Operation("guest_unpause", f"{_ACTION} unpause"),
        Operation("guest_get_console_output", f"{_ACTION} get_console_output"),
        Operation("guest_deploy", f"{_ACTION} deploy"),
        Operation("guest_capture", f"{_ACTION} capture"),
        Operation("guest_grow_root_volume", f"{_ACTION} grow_root_volume"),
        Operation("guest_resize_cpus", f"{_ACTION} resize_cpus"),
        Operation("guest_live_resize_cpus", f"{_ACTION} live_resize_cpus"),
        Operation("guest_resize_mem", f"{_ACTION} resize_mem"),
        Operation("guest_live_resize_mem", f"{_ACTION} live_resize_mem"),
        Operation("guest_register", f"{_ACTION} register_vm"),
        Operation("guest_deregister", f"{_ACTION} deregister_vm"),
        Operation("guest_live_migrate", f"{_ACTION} live_migrate_vm"),
        Operation("guest_inspect_stats", "GET /guests/stats"),
        Operation("guest_inspect_vnics", "GET /guests/interfacestats"),
    ),
    "Disks of guests": (
        Operation("guest_create_disks", "POST /guests/{userid}/disks"),
        Operation("guest_config_minidisks", "PUT /guests/{userid}/disks"),
        Operation("guest_delete_disks", "DELETE /guests/{userid}/disks"),
    ),
    "Networks of guests": (
        Operation("guest_create_nic", "POST /guests/{userid}/nic"),
        Operation("guest_delete_nic", "DELETE /guests/{userid}/nic/{vdev}"),
        Operation("guest_nic_couple_to_vswitch", "PUT /guests/{userid}/nic/{vdev}", only=("network.CoupleNic",)),
        Operation("guest_nic_uncouple_from_vswitch", "PUT /guests/{userid}/nic/{vdev}", only=("network.UncoupleNic",)),
        Operation("guest_create_network_interface", "POST /guests/{userid}/interface"),
        Operation("guest_delete_network_interface", "DELETE /guests/{userid}/interface"),
        Operation("guests_get_nic_info", "GET /guests/nics"),
        Operation("get_switch_info", "GET /vswitch"),
    ),
    "Virtual switches": (
        Operation("vswitch_get_list", "GET /vswitches"),
        Operation("vswitch_create", "POST /vswitches"),
        Operation("vswitch_query", "GET /vswitches/{name}"),
        Operation("vswitch_delete", "DELETE /vswitches/{name}"),
        Operation("vswitch_grant_user", "PUT /vswitches/{name}", only=("network.GrantVirtualSwitch",)),
        Operation("vswitch_revoke_user", "PUT /vswitches/{name}", only=("network.RevokeVirtualSwitch",)),
        Operation("vswitch_set_vlan_id_for_user", "PUT /vswitches/{name}", only=("network.SetVirtualSwitchVlan",)),
        Operation("vswitch_set", rpc="network.UpdateVirtualSwitch"),
    ),
    "Host": (
        Operation("host_get_info", "GET /host"),
        Operation("host_get_guest_list", "GET /host/guests"),
        Operation("host_diskpool_get_info", "GET /host/diskpool"),
        Operation("host_get_diskpool_volumes", "GET /host/diskpool_volumes"),
        Operation("host_get_volume_info", "GET /host/volume"),
        Operation("host_get_ssi_info", "GET /host/ssi"),
    ),
    "Images": (
        Operation("image_import", "POST /images"),
        Operation("image_query", "GET /images"),
        Operation("image_get_root_disk_size", "GET /images/{image}/root_disk_size"),
        Operation("image_export", "PUT /images/{image}"),
        Operation("image_delete", "DELETE /images/{image}"),
    ),
    "Volumes": (
        Operation("get_volume_connector", "GET /volumes/conn/{userid}"),
        Operation("volume_attach", "POST /guests/volumes"),
        Operation("volume_detach", "DELETE /guests/volumes"),
        Operation("volume_refresh_bootmap", "PUT /volumes/volume_refresh_bootmap"),
        Operation("create_fcp_template", "POST /volumes/fcptemplates"),
        Operation("edit_fcp_template", "PUT /volumes/fcptemplates/{template_id}"),
        Operation("delete_fcp_template", "DELETE /volumes/fcptemplates/{template_id}"),
        Operation("get_fcp_templates", "GET /volumes/fcptemplates"),
        Operation("get_fcp_templates_details", "GET /volumes/fcptemplates/detail"),
        Operation("get_fcp_usage", "GET /volumes/fcp/{fcp_id}"),
        Operation("set_fcp_usage", "PUT /volumes/fcp/{fcp_id}"),
    ),
    "Files, version, health, tokens": (
        Operation("file_import", "PUT /files"),
        Operation("file_export", "POST /files"),
        Operation("version", "GET /"),
        Operation("smapi_health", "GET /smapi_health"),
        Operation("smapi_health (deprecated)", "GET /smapi-healthy"),
        Operation("token_create", "POST /token"),
    ),
}

# Servicers by package of the contract: (folder, class). The methods of a class are its rpcs.
_SERVICERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "guest": ("services/guest/zfleet_guest", ("zfleet_guest.api.GuestApi", "zfleet_guest.system_api.SystemApi")),
    "storage": (
        "services/storage/zfleet_storage",
        ("zfleet_storage.api.StorageApi", "zfleet_storage.volumes.api.VolumeApi"),
    ),
    "network": ("services/network/zfleet_network", ("zfleet_network.api.NetworkApi",)),
}
_GATEWAY = "gateway/zfleet_gateway"
_REST = "zfleet_gateway.rest."
_GATEWAY_API = "zfleet_gateway.api.GatewayApi"
_SPAWN = "zfleet_gateway.spawn.Spawn"

# What else z/VM or a guest is asked for, by the Protocol that it goes through.
_BEYOND: Mapping[str, str] = {
    "zfleet_guest.guest_commands.GuestCommands.run": "commands in the guest",
    "zfleet_guest.reader_access.ReaderAccess.send": "reader (vmur)",
    "zfleet_guest.reader_access.ReaderAccess.receive": "reader (vmur)",
    "zfleet_guest.reader_access.ReaderAccess.command": "CP commands",
    "zfleet_storage.disk_access.DiskAccess.link": "linked minidisk",
    "zfleet_storage.volumes.cp_access.CpAccess.command": "CP commands",
    "zfleet_storage.volumes.cp_access.CpAccess.machine": "CP commands",
    "zfleet_storage.volumes.cp_access.CpAccess.channel": "CP commands",
    "zfleet_storage.volumes.boot_map.BootMaps.refresh": "refresh_bootmap",
}

_HEAD = """# Operations

<!-- Written by `make docs` from the code; do not edit. -->

Every operation of Feilong's connector by the name that its Python client has for it, the endpoint of the REST API that
serves it, the rpcs behind that, and what these ask of z/VM. Names of rpcs are short: `guest.StartGuest` is a method of
package `zfleet.guest.v1`. Everything can be called at the gateway's one gRPC address, too.

What stands in a row is what its rpcs may use in all their ways: of a guest that is on and of one that is off, when
something fails and is undone, when an answer is not in a cache. Which of it one call uses depends on what it asks for
and finds: a power state needs less of `guest.GetGuest` than a whole guest, and the REST API's lists of NICs ask
`network.ListNics` for records only, which needs no SMAPI call. What belongs to any SMAPI call is left out: waiting for
work in the background (Query_Asynchronous_Operation_DM) and asking for an answer that was lost (Response_Recovery). The
last column is what goes through Linux on z/VM, for which SMAPI has no function.
"""


def page() -> str:
    """The page in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    code = Code()
    yield _HEAD.rstrip()
    for section, operations in SECTIONS.items():
        yield f"\n## {section}\n"
        yield "| operation | REST | gRPC | SMAPI functions | besides SMAPI |"
        yield "|---|---|---|---|---|"
        for operation in operations:
            yield code.row(operation)


class Code:
    """The gateway and the services, as their source says."""

    def __init__(self) -> None:
        self._routes = {_label(route): route for route in ROUTES}
        self._asked: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._behind: dict[str, list[str]] = {}
        self._functions = {call.__name__: name for name, call in FUNCTIONS.items()}

    @cached_property
    def _gateway(self) -> Program:
        return Program([ROOT / _GATEWAY])

    @cached_property
    def _services(self) -> Mapping[str, Program]:
        runtime = ROOT / "runtime/zfleet_runtime"
        return {package: Program([ROOT / folder, runtime]) for package, (folder, _) in _SERVICERS.items()}

    def row(self, operation: Operation) -> str:
        """One line of the table. KeyError for a route that is not served."""
        rpcs = self.rpcs_of(operation)
        functions, beyond = self._asked_by(rpcs)
        cells = (
            f"`{operation.name}`",
            f"`{operation.route}`" if operation.route else "none",
            "<br>".join(self._shown(rpc) for rpc in rpcs) or "none",
            ", ".join(sorted(functions)) or "none",
            ", ".join(sorted(beyond)) or "none",
        )
        return f"| {' | '.join(cells)} |"

    def unnamed(self) -> list[str]:
        """Routes that no operation is served by."""
        named = {operation.route for operations in SECTIONS.values() for operation in operations}
        return [label for label in self._routes if label not in named]

    def rpcs_of(self, operation: Operation) -> list[str]:
        """The rpcs that the REST API calls for an operation, those that its route names first."""
        if operation.rpc:
            return [operation.rpc]
        route = self._routes[operation.route]
        behind = {each for rpc in route.calls for each in self.behind(rpc)}
        own = operation.only or tuple(rpc for rpc in route.calls if rpc not in behind)
        others = self._called_by(route) - set(route.calls)
        if route.managed:
            others.add("guest.GetManagedGuest")
        return [*sorted(others), *own]

    def _called_by(self, route: Route) -> set[str]:
        """The services' rpcs that a route's handler calls itself, not through a story of the gateway."""
        start = f"{route.handler.__module__}.{route.handler.__qualname__.partition('.')[0]}"
        reached = self._gateway.reached([start], lambda name: name.startswith(_REST))
        return {rpc for mentions in reached for rpc in _rpcs_in(mentions)}

    def _shown(self, rpc: str) -> str:
        behind = self.behind(rpc)
        return f"{rpc}: {', '.join(behind)}" if behind else rpc

    def behind(self, rpc: str) -> list[str]:
        """The services' rpcs that one of the gateway calls; none for a service's own."""
        package, _, method = rpc.partition(".")
        if package != "gateway":
            return []
        if rpc not in self._behind:
            story = self._stories.get(method)
            starts = self._gateway.of_class(story) if story else [f"{_GATEWAY_API}.{method}"]
            reached = self._gateway.reached(starts)
            self._behind[rpc] = sorted({found for mentions in reached for found in _rpcs_in(mentions)})
        return self._behind[rpc]

    @cached_property
    def _stories(self) -> Mapping[str, str]:
        """The gateway's stories by rpc: the table of zfleet_gateway.stories names each with its form of request."""
        tree = ast.parse((ROOT / _GATEWAY / "stories.py").read_text(encoding="utf-8"))
        pairs = [
            (node.elts[0].attr.removesuffix("Request"), node.elts[1].id)
            for node in ast.walk(tree)
            if isinstance(node, ast.Tuple)
            and len(node.elts) == 2
            and isinstance(node.elts[0], ast.Attribute)
            and isinstance(node.elts[1], ast.Name)
        ]
        resolved = {rpc: self._gateway.resolved("zfleet_gateway.stories", name) for rpc, name in pairs}
        return {"SpawnGuest": _SPAWN} | {rpc: name for rpc, name in resolved.items() if name in self._gateway.classes}

    def _asked_by(self, rpcs: Iterable[str]) -> tuple[set[str], set[str]]:
        functions: set[str] = set()
        beyond: set[str] = set()
        for rpc in rpcs:
            for each in self.behind(rpc) or [rpc]:
                of_rpc, beyond_it = self.asked_by(each)
                functions |= of_rpc
                beyond |= beyond_it
        return functions, beyond

    def asked_by(self, rpc: str) -> tuple[frozenset[str], frozenset[str]]:
        """The SMAPI functions that a service's rpc may call, and what else it may ask for. KeyError: no such rpc."""
        if rpc not in self._asked:
            self._asked[rpc] = self._read(rpc)
        return self._asked[rpc]

    def _read(self, rpc: str) -> tuple[frozenset[str], frozenset[str]]:
        package, _, method = rpc.partition(".")
        if package == "gateway":
            return frozenset(), frozenset()
        program = self._services[package]
        starts = [
            name
            for servicer in _SERVICERS[package][1]
            for name in program.of_class(servicer)
            if name.rpartition(".")[2] == method
        ]
        if not starts:
            raise KeyError(f"{rpc} is not served")
        functions: set[str] = set()
        beyond: set[str] = set()
        for mentions in program.reached(starts[:1], _on_zvm):
            calls = (name.rpartition(".")[2] for name in mentions.foreign if name.startswith("zfleet_smapi.calls."))
            functions |= {self._functions[name] for name in calls if name in self._functions}
            beyond |= {_BEYOND[name] for name in mentions.functions if name in _BEYOND}
        return frozenset(functions), frozenset(beyond)


def _on_zvm(name: str) -> bool:
    """Whether a function is what real z/VM is asked by, and not a stand-in for a tool of its Linux."""
    return not name.rpartition(".")[0].rpartition(".")[2].startswith("Simulated")


@cache
def _services_by_name() -> Mapping[str, tuple[str, ServiceDescriptor]]:
    """The gateway's names of its stubs: package and service."""
    guest, system = guest_service_pb2.DESCRIPTOR, guest_system_service_pb2.DESCRIPTOR
    storage, volume = storage_service_pb2.DESCRIPTOR, volume_service_pb2.DESCRIPTOR
    network = network_service_pb2.DESCRIPTOR
    return {
        "guest": ("guest", guest.services_by_name["GuestService"]),
        "guest_system": ("guest", system.services_by_name["GuestSystemService"]),
        "storage": ("storage", storage.services_by_name["StorageService"]),
        "volume": ("storage", volume.services_by_name["VolumeService"]),
        "network": ("network", network.services_by_name["NetworkService"]),
    }


def _rpcs_in(mentions: Mentions) -> Iterator[str]:
    """The services' rpcs among what is mentioned: self._to.guest.GetGuest and the like."""
    services = _services_by_name()
    for chain in mentions.chains:
        if len(chain) >= 3 and chain[-2] in services and chain[-1] in services[chain[-2]][1].methods_by_name:
            yield f"{services[chain[-2]][0]}.{chain[-1]}"


def _label(route: Route) -> str:
    return f"{route.method} {route.path} {route.action}".strip()
