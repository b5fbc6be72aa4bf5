# SPDX-License-Identifier: Apache-2.0
"""A guest's network interfaces: /guests/nics, /guests/{userid}/nic, /interface and /adapters."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.network.v1 import network_service_pb2 as network
from zfleet_gateway.rest.envelope import INVALID, Module, Refusal, failed
from zfleet_gateway.rest.models import nics as models
from zfleet_gateway.rest.models.guests import NicsWanted
from zfleet_gateway.rest.nic_refusals import COUPLE, CREATE, DELETE
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.schemas import MAYBE_TEXT, NOTHING, TEXT, array, record

_NAME = re.compile(r"[A-Za-z0-9@#$_]{1,8}")
_NIC_ID = re.compile(r"[\x21-\x7e]{1,64}")
_STATUS = {
    network.ADAPTER_STATUS_NOT_COUPLED: "00",
    network.ADAPTER_STATUS_COUPLED: "01",
    network.ADAPTER_STATUS_ACTIVE: "02",
}


def scope_of(active: bool) -> network.ChangeScope:
    """active: the running guest too, which must be on."""
    return network.CHANGE_SCOPE_RUNNING_TOO if active else network.CHANGE_SCOPE_DIRECTORY


def shown(nic: network.Nic) -> dict[str, str | None]:
    """A NIC in exactly five keys."""
    return {
        "userid": nic.user_id,
        "interface": nic.device_number.lower(),
        "switch": nic.virtual_switch or None,
        "port": nic.nic_id or None,
        "comments": f"OSA={nic.osa_device.lower()}" if nic.osa_device else None,
    }


async def records(
    to: InProcess, *, user_id: str = "", nic_id: str = "", switch: str = ""
) -> list[dict[str, str | None]]:
    """The NICs in directory entries that fit; what is empty fits all, and letter case does not count."""
    wanted = {"userid": user_id.upper(), "port": nic_id.upper(), "switch": switch.upper()}
    request = network.ListNicsRequest(records_only=True)  # neutron's agent asks every two seconds
    if _NAME.fullmatch(user_id):  # what can be no name at all fits nothing, and the service would refuse it
        request.user_id = user_id
    if _NAME.fullmatch(switch):
        request.virtual_switch = switch
    if _NIC_ID.fullmatch(nic_id):  # mostly it is written as it was given: then one row is read instead of all
        exact = network.ListNicsRequest()
        exact.CopyFrom(request)
        exact.nic_id = nic_id
        if found := _fitting(await to.pages_of(to.network.ListNics, exact, "nics"), wanted):
            return found
    return _fitting(await to.pages_of(to.network.ListNics, request, "nics"), wanted)


def _fitting(nics: list[network.Nic], wanted: dict[str, str]) -> list[dict[str, str | None]]:
    rows = [shown(nic) for nic in nics if nic.state == network.NIC_STATE_CREATED]
    return [row for row in rows if all(not value or (row[key] or "").upper() == value for key, value in wanted.items())]


async def listed(to: InProcess, asked: Asked[None]) -> Any:
    """The NICs that fit."""
    return await records(to, user_id=asked.query.userid, nic_id=asked.query.nic_id, switch=asked.query.vswitch)


async def create(to: InProcess, asked: Asked[models.CreateNic]) -> Any:
    """One more NIC; its device number."""
    nic = asked.body.nic
    spec = network.NicSpec(device_number=nic.vdev or "", nic_id=nic.nic_id or "", mac_address=nic.mac_addr or "")
    request = network.CreateNicsRequest(user_id=asked.user_id, nics=[spec], scope=scope_of(nic.active))
    answer = await to.call(to.network.CreateNics, request)
    return answer.nics[0].device_number.lower()


async def couple(to: InProcess, asked: Asked[models.CoupleNic]) -> None:
    """Couples a NIC to a switch, or uncouples it."""
    given = asked.body.info
    user_id, number, scope = asked.user_id, asked.path["vdev"], scope_of(given.active)
    if given.couple:
        request = network.CoupleNicRequest(
            user_id=user_id,
            device_number=number,
            virtual_switch=given.vswitch or "",
            vlan_id=max(given.vlan_id, 0),
            scope=scope,
        )
        await to.call(to.network.CoupleNic, request)
    else:
        apart = network.UncoupleNicRequest(user_id=user_id, device_number=number, scope=scope)
        await to.call(to.network.UncoupleNic, apart)


async def delete(to: InProcess, asked: Asked[models.DeleteNic]) -> None:
    """Removes a NIC; one that is gone already is no error."""
    request = network.DeleteNicsRequest(
        user_id=asked.user_id,
        device_numbers=[asked.path["vdev"]],
        allow_missing=True,
        scope=scope_of(asked.body.active),
    )
    await to.call(to.network.DeleteNics, request)


async def create_interfaces(to: InProcess, asked: Asked[models.CreateInterfaces]) -> Any:
    """NICs and what the guest's Linux needs to set them up, all or none."""
    given = asked.body.interface
    if not given.guest_networks:
        raise Refusal(INVALID, "guest_networks: there is none in it", reason="NO_NETWORK")
    request = pb.CreateNetworkInterfacesRequest(
        user_id=asked.user_id,
        interfaces=[_interface(each) for each in given.guest_networks],
        os_version=given.os_version,
        scope=scope_of(given.active),
    )
    answer = await to.calls.create_network_interfaces(request)
    return [
        {**each.model_dump(exclude_unset=True), "nic_vdev": nic.device_number.lower(), "primary": place == 0}
        for place, (each, nic) in enumerate(zip(given.guest_networks, answer.nics, strict=True))
    ]


def _interface(given: models.GuestNetwork) -> pb.NetworkInterfaceSpec:
    spec = network.NicSpec(
        device_number=given.nic_vdev or "",
        mac_address="" if given.osa_device else given.mac_addr or "",
        nic_id=given.nic_id or "",
        osa_device=given.osa_device or "",
    )
    dhcp = given.method == "dhcp"
    if given.ip_addr and not dhcp:
        spec.address.ip_address = given.ip_addr
        spec.address.cidr = str(ipaddress.ip_network(given.cidr or "", strict=False))
        spec.address.gateway = given.gateway_addr or ""
    if given.ip_addr and given.dns_addr and not dhcp:
        spec.address.dns_servers.extend(given.dns_addr)
    if given.ip_addr and given.mtu and not dhcp:
        spec.address.mtu = given.mtu
    return pb.NetworkInterfaceSpec(nic=spec, dhcp=dhcp, hostname=given.hostname or "")


async def delete_interface(to: InProcess, asked: Asked[models.DeleteInterface]) -> None:
    """Removes a NIC and what the guest's Linux knows of it."""
    given = asked.body.interface
    request = pb.DeleteNetworkInterfacesRequest(
        user_id=asked.user_id,
        device_numbers=[given.vdev],
        os_version=given.os_version,
        scope=scope_of(given.active),
        allow_missing=True,
    )
    await to.calls.delete_network_interfaces(request)


async def adapters(to: InProcess, asked: Asked[None]) -> Any:
    """The NICs of a running guest with the addresses that CP has seen."""
    answer = await to.call(to.network.ListAdapters, network.ListAdaptersRequest(user_id=asked.user_id))
    if not answer.adapters:
        raise Refusal(failed(Module.GUEST, 5, 404), f"Guest {asked.user_id} has no adapter.", reason="NO_ADAPTER")
    return {"adapters": [_adapter(each) for each in answer.adapters]}


def _adapter(found: network.Adapter) -> dict[str, str]:
    told = {
        "adapter_address": found.device_number.lower(),
        "adapter_status": _STATUS.get(found.status, ""),
        "lan_owner": found.lan_owner,
        "lan_name": found.lan_name,
    }
    if found.mac_address:
        told["mac_address"] = found.mac_address
    if found.addresses:
        first = min(found.addresses, key=lambda each: each.ip_version)
        told |= {"mac_ip_version": str(first.ip_version), "mac_ip_address": first.ip_address}
    return told


RECORD = record(userid=TEXT, interface=TEXT, switch=MAYBE_TEXT, port=MAYBE_TEXT, comments=MAYBE_TEXT)

_NET = Module.NETWORK
_IN_LINUX = {"GUEST_CONFIGURATION_FAILED": failed(_NET, 5)}
_ADAPTER = record(
    ("mac_address", "mac_ip_version", "mac_ip_address"),
    adapter_address=TEXT,
    adapter_status=TEXT,
    lan_owner=TEXT,
    lan_name=TEXT,
    mac_address=TEXT,
    mac_ip_version=TEXT,
    mac_ip_address=TEXT,
)

COLLECTION = (
    Route(
        method="GET",
        path="/guests/nics",
        handler=listed,
        summary="NICs of guests",
        module=_NET,
        query=NicsWanted,
        answer=array(RECORD),
        calls=("network.ListNics",),
    ),
)

ROUTES = (
    Route(
        method="POST",
        path="/guests/{userid}/nic",
        handler=create,
        summary="Add a NIC to a guest",
        module=_NET,
        body=models.CreateNic,
        managed=True,
        rules=CREATE,
        answer=TEXT,
        calls=("network.CreateNics",),
    ),
    Route(
        method="PUT",
        path="/guests/{userid}/nic/{vdev}",
        handler=couple,
        summary="Couple a NIC to a switch, or uncouple it",
        module=_NET,
        body=models.CoupleNic,
        managed=True,
        rules=COUPLE,
        answer=NOTHING,
        calls=("network.CoupleNic", "network.UncoupleNic"),
    ),
    Route(
        method="DELETE",
        path="/guests/{userid}/nic/{vdev}",
        handler=delete,
        summary="Remove a NIC from a guest",
        module=_NET,
        body=models.DeleteNic,
        body_may_be_missing=True,
        managed=True,
        rules=DELETE,
        answer=NOTHING,
        calls=("network.DeleteNics",),
    ),
    Route(
        method="POST",
        path="/guests/{userid}/interface",
        handler=create_interfaces,
        summary="Add NICs to a guest and let its Linux set them up",
        module=_NET,
        body=models.CreateInterfaces,
        managed=True,
        rules=CREATE | _IN_LINUX,
        answer=array({"type": "object", "properties": {"nic_vdev": TEXT}, "required": ["nic_vdev"]}),
        calls=("gateway.CreateNetworkInterfaces",),
    ),
    Route(
        method="DELETE",
        path="/guests/{userid}/interface",
        handler=delete_interface,
        summary="Remove a NIC from a guest and from its Linux",
        module=_NET,
        body=models.DeleteInterface,
        managed=True,
        rules=DELETE | _IN_LINUX,
        answer=NOTHING,
        calls=("gateway.DeleteNetworkInterfaces",),
    ),
    Route(
        method="GET",
        path="/guests/{userid}/adapters",
        handler=adapters,
        summary="NICs of a running guest with their addresses",
        module=Module.GUEST,
        answer=record(adapters=array(_ADAPTER)),
        calls=("network.ListAdapters",),
    ),
)
