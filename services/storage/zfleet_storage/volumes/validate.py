# SPDX-License-Identifier: Apache-2.0
"""What requests about volumes may say: every bad field of a request is named at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet_runtime.validation import Violations
from zfleet_smapi import values
from zfleet_storage import validate
from zfleet_storage.volumes.attachments import Asked
from zfleet_storage.volumes.boot_map import BootVolume
from zfleet_storage.volumes.fcp_templates import Edit, FcpTemplate
from zfleet_storage.volumes.paths import MOST_PATHS, paths_of

MOST_DEVICES = 16
MOST_PORTS = 64
MOST_CONNECTIONS = 65535
MOST_PCHIDS = 256
MOST_PROVIDERS = 64
MOST_TEMPLATES = 1000
LONGEST_NAME = 255
LONGEST_PROVIDER = 64
_TEMPLATE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,35}")
_PCHID = re.compile(r"[0-9A-F]{1,4}")
_WWID = re.compile(r"[A-Za-z0-9_\-]{1,64}")
_IGNITION_URL = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&()*+;=%\-]{1,2000}")
_KERNEL_OPERAND = re.compile(r"[A-Za-z0-9._:,=\[\]/\-]{1,500}")


def template_id(text: str) -> str:
    """The identifier of a template: 1 to 36 letters, digits, _ and -."""
    if not _TEMPLATE_ID.fullmatch(text):
        raise ValueError("must be 1 to 36 letters, digits, _ and -")
    return text


def name(text: str) -> str:
    """The name of a template: 1 to 255 printable characters, not only blanks."""
    if not text.strip():
        raise ValueError("must not be empty")
    return description(text)


def description(text: str) -> str:
    """At most 255 printable characters."""
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise ValueError(f"must be at most {LONGEST_NAME} printable characters")
    return text


def provider(text: str) -> str:
    """The name of a storage provider: 1 to 64 printable characters, not only blanks."""
    if not text.strip() or len(text) > LONGEST_PROVIDER or not text.isprintable():
        raise ValueError(f"must be 1 to {LONGEST_PROVIDER} printable characters")
    return text


def pchid(text: str) -> str:
    """A physical channel as 4 upper-case hex digits."""
    if not _PCHID.fullmatch(text.upper()):
        raise ValueError("must be 1 to 4 hex digits")
    return text.upper().zfill(4)


def wwid(text: str) -> str:
    """A volume's identifier: 1 to 64 letters, digits, _ and -."""
    if not _WWID.fullmatch(text):
        raise ValueError("must be 1 to 64 letters, digits, _ and -")
    return text


def ignition_url(text: str) -> str:
    """An http or https address without blanks and quotes."""
    if not _IGNITION_URL.fullmatch(text):
        raise ValueError("must be an http or https address without blanks and quotes")
    return text


def kernel_operand(text: str) -> str:
    """One operand of a kernel's command line: at most 500 letters, digits and . _ : , = [ ] / -"""
    if not _KERNEL_OPERAND.fullmatch(text):
        raise ValueError("must be at most 500 letters, digits and . _ : , = [ ] / -")
    return text


def required_template(v: Violations, text: str) -> str:
    """A template's identifier that must be there."""
    if not text:
        v.add("template_id", "is required")
        return ""
    return v.check("template_id", template_id, text)


def providers(v: Violations, field: str, names: Sequence[str]) -> tuple[str, ...]:
    """At most 64 storage providers; one that is named twice is one."""
    if len(names) > MOST_PROVIDERS:
        v.add(field, f"must be at most {MOST_PROVIDERS}")
        return ()
    return tuple(dict.fromkeys(v.check(f"{field}[{at}]", provider, text) for at, text in enumerate(names)))


def new_template(v: Violations, request: pb.CreateFcpTemplateRequest, new_id: str) -> FcpTemplate:
    """The template of a CreateFcpTemplate."""
    return FcpTemplate(
        v.optional("template_id", template_id, request.template_id) or new_id,
        v.check("name", name, request.name),
        v.check("description", description, request.description),
        request.host_default,
        _min_path_count(v, request.min_path_count),
        providers(v, "storage_providers", request.storage_providers),
        v.check("devices", paths_of, request.devices),
    )


def edit_of(v: Violations, request: pb.UpdateFcpTemplateRequest) -> Edit:
    """What an UpdateFcpTemplate changes."""

    def given(field: str) -> bool:
        return request.HasField(field)

    names = request.storage_providers.names
    return Edit(
        v.check("name", name, request.name) if given("name") else None,
        v.check("description", description, request.description) if given("description") else None,
        request.host_default if given("host_default") else None,
        _min_path_count(v, request.min_path_count) if given("min_path_count") else None,
        providers(v, "storage_providers.names", names) if given("storage_providers") else None,
        v.check("devices", paths_of, request.devices) if given("devices") else None,
    )


def _min_path_count(v: Violations, count: int) -> int:
    v.require(count <= MOST_PATHS, "min_path_count", f"must be at most {MOST_PATHS}")
    return count


def capacities(v: Violations, pchids: Sequence[pb.PchidCapacity]) -> Mapping[str, int] | None:
    """How many more devices each PCHID may carry; None when none is given."""
    if len(pchids) > MOST_PCHIDS:
        v.add("pchids", f"must be at most {MOST_PCHIDS}")
        return None
    found: dict[str, int] = {}
    for at, each in enumerate(pchids):
        channel = v.check(f"pchids[{at}].pchid", pchid, each.pchid)
        if channel in found:
            v.add(f"pchids[{at}].pchid", f"{channel} is given twice")
        found[channel] = max(0, each.max - each.allocated)
    return found or None


def fcp_devices(v: Violations, texts: Sequence[str]) -> list[str]:
    """1 to 16 FCP devices; one that is named twice is one."""
    if not 1 <= len(texts) <= MOST_DEVICES:
        v.add("device_numbers", f"must be 1 to {MOST_DEVICES}")
        return []
    checked = (v.check(f"device_numbers[{at}]", values.device_number, text) for at, text in enumerate(texts))
    return list(dict.fromkeys(checked))


def asked_of(v: Violations, request: pb.AttachVolumeRequest | pb.DetachVolumeRequest) -> Asked:
    """What an AttachVolume or DetachVolume asks for."""
    v.optional("request_id", validate.request_id, request.request_id)
    v.require(request.stage in pb.VolumeStage.values(), "stage", "is not a stage")
    given = request.template_id if isinstance(request, pb.AttachVolumeRequest) else ""
    return Asked(
        request.request_id,
        validate.user_of(v, request.user_id),
        fcp_devices(v, request.device_numbers),
        v.optional("template_id", template_id, given) or "",
        count=request.stage != pb.VOLUME_STAGE_DEDICATE,
        dedicate=request.stage != pb.VOLUME_STAGE_COUNT,
        keep_on_failure=request.keep_on_failure,
    )


def boot_volume(v: Violations, request: pb.RefreshBootMapRequest) -> BootVolume:
    """What a RefreshBootMap asks for, but for the least number of paths."""
    numbers = fcp_devices(v, request.device_numbers)
    ports: list[str] = []
    if 1 <= len(request.wwpns) <= MOST_PORTS:
        ports = [v.check(f"wwpns[{at}]", values.wwpn, text) for at, text in enumerate(request.wwpns)]
    else:
        v.add("wwpns", f"must be 1 to {MOST_PORTS}")
    if any((request.ignition_url, request.nic_id, request.ip_config)):
        for field in ("ignition_url", "nic_id", "ip_config"):
            v.required(field, getattr(request, field))
    return BootVolume(
        numbers,
        list(dict.fromkeys(ports)),
        v.check("lun", values.lun, request.lun),
        v.optional("wwid", wwid, request.wwid) or "",
        ignition_url=v.optional("ignition_url", ignition_url, request.ignition_url) or "",
        nic_id=v.optional("nic_id", kernel_operand, request.nic_id) or "",
        ip_config=v.optional("ip_config", kernel_operand, request.ip_config) or "",
    )
