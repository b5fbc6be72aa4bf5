# SPDX-License-Identifier: Apache-2.0
"""What is asked for when a CoreOS is written, in checked values. No I/O."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from ipaddress import IPv4Interface

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_runtime.errors import Violation, invalid_argument
from zfleet_runtime.validation import Violations
from zfleet_smapi import values
from zfleet_storage import validate

MOST_IGNITION_BYTES = 8 * 1024 * 1024
LONGEST_PARAMETER = 512
_PARAMETER = re.compile(
    r"(?P<address>[0-9.]+)::(?P<gateway>[0-9.]*):(?P<prefix>[0-9]{1,2}):(?P<host>[A-Za-z0-9._\-]{0,255})"
    r":enc(?P<device>[0-9a-f]{1,4}):none:(?P<dns>[0-9.]*:[0-9.]*);(?P<mtu>[0-9]{1,5})"
)


@dataclass(frozen=True, slots=True)
class ScsiVolume:
    """A SCSI disk as this host reaches it: 4 hex digits in upper case, port and LUN 16 in lower case without 0x."""

    fcp_device: str
    wwpn: str
    lun: str

    def __str__(self) -> str:
        return f"{self.fcp_device}/{self.wwpn}/{self.lun}"


@dataclass(frozen=True, slots=True)
class Network:
    """The kernel's parameter of a network, and the first device number of its interface, 4 hex digits."""

    parameter: str
    device_number: str

    @property
    def bus_ids(self) -> tuple[str, str, str]:
        """The three devices of the interface as Linux calls them: read, write and data."""
        first = int(self.device_number, 16)
        return (f"0.0.{first:04x}", f"0.0.{first + 1:04x}", f"0.0.{first + 2:04x}")


@dataclass(frozen=True, slots=True)
class FirstBoot:
    """What the first boot finds. The config may hold keys: it shows in no repr."""

    ignition: bytes = field(repr=False)
    network: Network


@dataclass(frozen=True, slots=True)
class Order:
    """An image, the guest that gets it, and the minidisk (a device number) or volume that it is written to."""

    user_id: str
    image: str
    target: str | ScsiVolume
    first_boot: FirstBoot


def order_of(request: pb.WriteCoreosImageRequest) -> Order:
    """A request in checked values. INVALID_ARGUMENT that names every bad field; IGNITION_MALFORMED."""
    v = Violations()
    v.optional("request_id", validate.request_id, request.request_id)
    user_id = validate.user_of(v, request.user_id)
    image = validate.one_image_name(v, "image", request.image)
    target = _target(v, request)
    network = v.check("network_parameter", network_of, request.network_parameter)
    v.require(bool(request.ignition), "ignition", "is required")
    v.require(len(request.ignition) <= MOST_IGNITION_BYTES, "ignition", f"at most {MOST_IGNITION_BYTES} bytes")
    v.raise_if_any()
    check_ignition(request.ignition)
    return Order(user_id, image, target, FirstBoot(request.ignition, network))


def _target(v: Violations, request: pb.WriteCoreosImageRequest) -> str | ScsiVolume:
    if request.WhichOneof("target") == "volume":
        of = v.within("volume")
        return ScsiVolume(
            validate.device_of(of, "fcp_device", request.volume.fcp_device),
            of.check("wwpn", values.wwpn, request.volume.wwpn),
            of.check("lun", values.lun, request.volume.lun),
        )
    return validate.device_of(v, "device_number", request.device_number)


def network_of(text: str) -> Network:
    """The kernel's parameter as the guest service keeps it. ValueError for anything else."""
    found = _PARAMETER.fullmatch(text) if len(text) <= LONGEST_PARAMETER else None
    if found is None:
        raise ValueError("must be IP::GATEWAY:PREFIX:HOST:INTERFACE:none:DNS1:DNS2;MTU, INTERFACE being encV")
    IPv4Interface(f"{found['address']}/{found['prefix']}")
    if int(found["device"], 16) > 0xFFFD:
        raise ValueError("an interface has three device numbers: its first one is at most fffd")
    return Network(text, found["device"].upper().zfill(4))


def check_ignition(content: bytes) -> None:
    """INVALID_ARGUMENT (IGNITION_MALFORMED) unless this is an Ignition config, as far as every one has to be."""
    try:
        config = json.loads(content)
    except (ValueError, RecursionError):
        config = None
    head = config.get("ignition") if isinstance(config, dict) else None
    if not isinstance(head, dict) or not isinstance(head.get("version"), str):
        violation = Violation("ignition", "must be an Ignition config: a JSON object with an ignition.version")
        raise invalid_argument([violation], "IGNITION_MALFORMED")
