# SPDX-License-Identifier: Apache-2.0
"""What the gateway itself checks of a request. What a service can check better is left to it, and told together."""

from __future__ import annotations

import ipaddress
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from google.protobuf.message import Message

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet_gateway import spelling
from zfleet_runtime.errors import Violation
from zfleet_runtime.pagination import Page, page_of
from zfleet_runtime.requests import request_id_of
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

MOST_FILES = 16
MOST_FIRST_BOOT_FILES = 14
MOST_INTERFACES = 16
MOST_FCP_DEVICES = 16
MOST_PORTS = 64
MOST_FILE_BYTES = 8 * 1024 * 1024
MOST_NIC_ID = 64
LARGEST_MTU = 65535
_NIC_ID_RULE = f"must be at most {MOST_NIC_ID} printable characters"
_OS_VERSION = re.compile(r"[A-Za-z]{1,16}[0-9]{1,4}(\.[0-9]{1,4}){0,2}([sS][pP][0-9])?")
_DEVICE_LINK = re.compile(r"/dev/[A-Za-z0-9_+=:,.\-/]{1,250}")
_CMS_NAME = 8  # characters of a CMS file name or type

Named = TypeVar("Named", bound=Message)


@dataclass(frozen=True, slots=True)
class CheckedSpawn:
    """A SpawnGuest request with its user id in upper case, and what is wrong with it so far.

    `user_id` is empty when it cannot be one, `request_id` when it cannot be kept.
    """

    request: pb.SpawnGuestRequest
    user_id: str
    request_id: str
    violations: tuple[Violation, ...]


def spawn_request(request: pb.SpawnGuestRequest) -> CheckedSpawn:
    """Checks the names that operations are found by, the files, and what must not be given together."""
    v = Violations()
    request_id = v.optional("request_id", request_id_of, request.request_id) or ""
    user_id = v.check("guest.user_id", values.user_id, request.guest.user_id) or ""
    _files(v, request.files)
    if request.guest.prototype:
        v.require(not request.nics, "nics", "must be empty with guest.prototype, which is the whole directory entry")
    folded = pb.SpawnGuestRequest()
    folded.CopyFrom(request)
    if user_id:
        folded.guest.user_id = user_id
    return CheckedSpawn(folded, user_id, request_id, v.found)


def _files(v: Violations, files: Sequence[guest.ReaderFile], most: int = MOST_FILES) -> None:
    v.require(len(files) <= most, "files", f"at most {most} files")
    size = sum(len(file.content) for file in files)
    v.require(size <= MOST_FILE_BYTES, "files", f"at most {MOST_FILE_BYTES} bytes in all, these have {size}")
    for number, file in enumerate(files):
        of_file = v.within(f"files[{number}]")
        of_file.check("name", values.cms_name, file.name)
        of_file.check("type", values.cms_name, file.type)
        of_file.optional("spool_class", values.spool_class, file.spool_class)


def destroy_request(request: pb.DestroyGuestRequest) -> pb.DestroyGuestRequest:
    """The request with its user id in upper case. INVALID_ARGUMENT."""
    v = Violations()
    folded = _folded(v, request)
    v.raise_if_any()
    return folded


def register_request(request: pb.RegisterGuestRequest) -> pb.RegisterGuestRequest:
    """The request with its user id in upper case. INVALID_ARGUMENT."""
    v = Violations()
    folded = _folded(v, request)
    v.optional("os_version", spelling.os_version, request.os_version)
    v.check("metadata", spelling.metadata, request.metadata)
    for mac_id, name in request.nic_ids.items():
        v.check(f"nic_ids[{mac_id}]", values.mac_id, mac_id)
        v.require(len(name) <= MOST_NIC_ID, f"nic_ids[{mac_id}]", f"at most {MOST_NIC_ID} characters")
    v.raise_if_any()
    return folded


def deregister_request(request: pb.DeregisterGuestRequest) -> pb.DeregisterGuestRequest:
    """The request with its user id in upper case. INVALID_ARGUMENT."""
    v = Violations()
    folded = _folded(v, request)
    v.raise_if_any()
    return folded


def deploy_request(request: pb.DeployGuestRequest) -> pb.DeployGuestRequest:
    """The request with its user id and device number as z/VM writes them. INVALID_ARGUMENT."""
    v = Violations()
    folded = _folded(v, request)
    if request.skip_disk_copy:
        v.require(not request.image, "image", "must be empty with skip_disk_copy: nothing is written")
        v.require(not request.device_number, "device_number", "must be empty with skip_disk_copy: nothing is written")
    else:
        v.required("image", request.image)
        v.optional("image", spelling.image, request.image)
        folded.device_number = v.optional("device_number", values.device_number, request.device_number) or ""
    v.optional("os_version", spelling.os_version, request.os_version)
    v.optional("hostname", spelling.host_name, request.hostname)
    _files(v, request.files, MOST_FIRST_BOOT_FILES)
    count = len(request.files) + len(request.remote_files)
    v.require(count <= MOST_FIRST_BOOT_FILES, "remote_files", f"with files at most {MOST_FIRST_BOOT_FILES}")
    for number, file in enumerate(request.remote_files):
        of_file = v.within(f"remote_files[{number}]")
        of_file.required("path", file.path)
        of_file.optional("path", spelling.path, file.path)
        of_file.optional("remote_host", spelling.remote_host, file.remote_host)
        name, kind = reader_name(file)
        of_file.check("name", values.cms_name, name)
        of_file.check("type", values.cms_name, kind)
    v.raise_if_any()
    return folded


def reader_name(file: pb.RemoteFile) -> tuple[str, str]:
    """CMS name and type of a remote file on the reader: as given, else the parts of its path's last part."""
    name, dot, kind = file.path.rpartition("/")[2].rpartition(".")
    if not dot:
        name, kind = kind, ""
    return file.name or name[:_CMS_NAME], file.type or kind[:_CMS_NAME]


def capture_request(request: pb.CaptureGuestRequest) -> pb.CaptureGuestRequest:
    """The request with its user id and device number as z/VM writes them. INVALID_ARGUMENT."""
    v = Violations()
    folded = _folded(v, request)
    v.required("image", request.image)
    v.optional("image", spelling.image, request.image)
    v.optional("os_version", spelling.image_os_version, request.os_version)
    folded.device_number = v.optional("device_number", values.device_number, request.device_number) or ""
    if request.HasField("compression_level"):
        v.require(request.compression_level <= 9, "compression_level", "must be 0 to 9")
    if request.HasField("stop_timeout"):
        seconds = request.stop_timeout.seconds + request.stop_timeout.nanos / 1e9
        v.require(1 <= seconds <= 3600, "stop_timeout", "must be 1 s to 1 h")
    v.raise_if_any()
    return folded


def create_interfaces_request(request: pb.CreateNetworkInterfacesRequest) -> pb.CreateNetworkInterfacesRequest:
    """The request with its user id in upper case. INVALID_ARGUMENT; what a NIC may have is the network service's."""
    v = Violations()
    folded = _folded(v, request)
    count = len(request.interfaces)
    v.require(0 < count <= MOST_INTERFACES, "interfaces", f"1 to {MOST_INTERFACES} interfaces")
    for number, interface in enumerate(request.interfaces):
        of_interface = v.within(f"interfaces[{number}]")
        _address(of_interface, interface)
        _nic(of_interface.within("nic"), interface.nic)
        of_interface.optional("hostname", spelling.host_name, interface.hostname)
    v.optional("os_version", spelling.os_version, request.os_version)
    _scope(v, request.scope)
    v.raise_if_any()
    return folded


def _address(v: Violations, interface: pb.NetworkInterfaceSpec) -> None:
    """What makes an address one that the guest's Linux can be given, beyond what a NIC can keep."""
    plan = interface.nic.address
    if not plan.ip_address:
        return
    v.require(not interface.dhcp, "dhcp", "must not be given together with an address")
    v.check("nic.address.ip_address", _ipv4, plan.ip_address)
    v.check("nic.address.cidr", _ipv4_network, plan.cidr)


def _nic(v: Violations, nic: network.NicSpec) -> None:
    """Spelling only, so that it is told together with what else is wrong."""
    v.optional("device_number", values.device_number, nic.device_number)
    v.optional("virtual_switch", values.switch_name, nic.virtual_switch)
    v.optional("mac_address", spelling.mac_address, nic.mac_address)
    v.optional("vlan_id", values.vlan_id, nic.vlan_id)
    v.require(len(nic.nic_id) <= MOST_NIC_ID and nic.nic_id.isprintable(), "nic_id", _NIC_ID_RULE)
    v.optional("osa_device", values.device_number, nic.osa_device)
    plan = nic.address
    v.optional("address.gateway", spelling.ip_address, plan.gateway)
    for number, server in enumerate(plan.dns_servers):
        v.check(f"address.dns_servers[{number}]", spelling.ip_address, server)
    v.require(plan.mtu <= LARGEST_MTU, "address.mtu", f"must be at most {LARGEST_MTU}")


def _scope(v: Violations, scope: network.ChangeScope) -> None:
    v.require(scope in network.ChangeScope.values(), "scope", "is not a known scope")


def _ipv4(text: str) -> ipaddress.IPv4Address:
    try:
        return ipaddress.IPv4Address(text)
    except ValueError:
        raise ValueError("must be an IPv4 address") from None


def _ipv4_network(text: str) -> ipaddress.IPv4Network:
    try:
        return ipaddress.IPv4Network(text, strict=False)
    except ValueError:
        raise ValueError("must be an IPv4 network in CIDR notation, because there is an address") from None


def delete_interfaces_request(request: pb.DeleteNetworkInterfacesRequest) -> pb.DeleteNetworkInterfacesRequest:
    """The request with its user id and device numbers as z/VM writes them. INVALID_ARGUMENT."""
    v = Violations()
    folded = _folded(v, request)
    count = len(request.device_numbers)
    v.require(0 < count <= MOST_INTERFACES, "device_numbers", f"1 to {MOST_INTERFACES} device numbers")
    numbers = [
        v.check(f"device_numbers[{place}]", values.device_number, number)
        for place, number in enumerate(request.device_numbers)
    ]
    v.require(len(set(numbers)) == count, "device_numbers", "each one once")
    v.optional("os_version", spelling.os_version, request.os_version)
    _scope(v, request.scope)
    v.raise_if_any()
    del folded.device_numbers[:]
    folded.device_numbers.extend(numbers)
    return folded


def attach_volume_request(request: pb.AttachVolumeRequest) -> pb.AttachVolumeRequest:
    """The request with its names as z/VM writes them. INVALID_ARGUMENT."""
    v = Violations()
    folded = _folded(v, request)
    folded.connection.CopyFrom(_connection(v.within("connection"), request.connection))
    v.optional("template_id", spelling.template_id, request.template_id)
    v.raise_if_any()
    return folded


def detach_volume_request(request: pb.DetachVolumeRequest) -> pb.DetachVolumeRequest:
    """The request with its names as z/VM writes them. INVALID_ARGUMENT."""
    v = Violations()
    folded = _folded(v, request)
    folded.connection.CopyFrom(_connection(v.within("connection"), request.connection))
    v.raise_if_any()
    return folded


def _connection(v: Violations, given: pb.VolumeConnection) -> pb.VolumeConnection:
    """All that one of the services would refuse when the other has done its part already."""
    v.require(0 < len(given.fcp_devices) <= MOST_FCP_DEVICES, "fcp_devices", f"1 to {MOST_FCP_DEVICES} devices")
    v.require(0 < len(given.target_wwpns) <= MOST_PORTS, "target_wwpns", f"1 to {MOST_PORTS} ports")
    devices = [v.check(f"fcp_devices[{at}]", values.device_number, each) for at, each in enumerate(given.fcp_devices)]
    ports = [v.check(f"target_wwpns[{at}]", values.wwpn, each) for at, each in enumerate(given.target_wwpns)]
    return pb.VolumeConnection(
        fcp_devices=dict.fromkeys(filter(None, devices)),
        target_wwpns=dict.fromkeys(filter(None, ports)),
        lun=v.check("lun", values.lun, given.lun),
        multipath=given.multipath,
        os_version=v.optional("os_version", _os_version, given.os_version),
        mount_point=v.optional("mount_point", _device_link, given.mount_point),
        root_volume=given.root_volume,
    )


def _os_version(text: str) -> str:
    if not _OS_VERSION.fullmatch(text):
        raise ValueError("must be a distribution and its version in one word, for example rhel9.4")
    return text


def _device_link(text: str) -> str:
    if not _DEVICE_LINK.fullmatch(text) or text.endswith("/") or "//" in text or {".", ".."} & set(text.split("/")):
        raise ValueError("must be a path below /dev of at most 255 letters, digits and _+=:,.- without . and ..")
    return text


def _folded(v: Violations, request: Named) -> Named:
    """A copy with its user id in upper case, if it is one."""
    asked: Any = request  # they all have these two fields
    v.optional("request_id", request_id_of, asked.request_id)
    folded: Any = type(request)()
    folded.CopyFrom(request)
    folded.user_id = v.check("user_id", values.user_id, asked.user_id) or ""
    return cast(Named, folded)


def user_id_of(request: pb.GetGuestRequest) -> str:
    """The user id in upper case. INVALID_ARGUMENT."""
    v = Violations()
    user_id = v.check("user_id", values.user_id, request.user_id)
    v.raise_if_any()
    return user_id


def list_guests_request(request: pb.ListGuestsRequest) -> guest.ListGuestsRequest:
    """The guest service's request of the same page; that service checks it."""
    return guest.ListGuestsRequest(
        page_size=request.page_size,
        page_token=request.page_token,
        view=request.view,
        user_id_prefix=request.user_id_prefix,
    )


def operation_id_of(operation_id: str) -> str:
    """The operation's id. INVALID_ARGUMENT unless it is a UUID."""
    v = Violations()
    checked = v.check("operation_id", _uuid, operation_id)
    v.raise_if_any()
    return checked


def _uuid(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise ValueError("must be an operation's id, a UUID") from None


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page of operations: the page, after which (create_us, operation_id) it begins, and its filters."""

    page: Page
    after: tuple[int, str] | None
    user_id: str
    state: pb.OperationState


def list_operations_request(request: pb.ListOperationsRequest) -> CheckedPage:
    """What page is asked for. INVALID_ARGUMENT."""
    v = Violations()
    user_id = v.optional("user_id", values.user_id, request.user_id) or ""
    query = ("ListOperations", user_id, str(request.state))
    page = page_of(v, request.page_size, request.page_token, query=query)
    v.require(request.state in pb.OperationState.values(), "state", "is not a state of operations")
    v.raise_if_any()
    return CheckedPage(page, _from_key(page.after), user_id, request.state)


def page_key(create_us: int, operation_id: str) -> str:
    """What a page token holds: the last operation of its page."""
    return f"{create_us}/{operation_id}"


def _from_key(key: str | None) -> tuple[int, str] | None:
    if key is None:
        return None
    create_us, _, operation_id = key.partition("/")
    return int(create_us), operation_id


def wait_request(request: pb.WaitOperationRequest) -> tuple[str, float]:
    """The operation's id, and how many seconds to wait (infinity when the caller does not say). INVALID_ARGUMENT."""
    v = Violations()
    operation_id = v.check("operation_id", _uuid, request.operation_id)
    seconds = float("inf")
    if request.HasField("timeout"):
        seconds = request.timeout.seconds + request.timeout.nanos / 1e9
        v.require(seconds >= 0, "timeout", "must not be negative")
    v.raise_if_any()
    return operation_id, seconds
