# SPDX-License-Identifier: Apache-2.0
"""A new guest as the contract writes it, to a guest as the guest service takes it."""

from __future__ import annotations

import re

from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet_gateway.rest import sizes
from zfleet_gateway.rest.disks import ROOT_DEVICE
from zfleet_gateway.rest.models.guests import GuestToBe

_NUMBER = re.compile(r"[0-9.]+")


def spec_of(given: GuestToBe) -> guest.GuestSpec:
    """What the guest service is asked for, disks left out."""
    spec = guest.GuestSpec(
        user_id=given.userid,
        cpu_count=given.vcpus,
        memory_mib=given.memory,
        account=given.account,
        comments=[line.upper() for line in given.comments if line.strip()],
        cpu_pool=given.cschedule.upper(),
        relocation_domain=given.rdomain.upper(),
        dedicated_devices=[guest.DedicatedDevice(device_number=number) for number in given.dedicate_vdevs],
    )
    if given.user_profile is not None:
        spec.profile = given.user_profile
    if given.max_cpu is not None:
        spec.max_cpu_count = given.max_cpu
    if given.max_mem is not None:
        spec.max_memory_mib = sizes.mib(given.max_mem)
    if given.cshare:
        spec.share.CopyFrom(share_of(given.cshare))
    if given.pcif:
        real, _, virtual = given.pcif.partition(":")
        spec.pci_functions.add(function_id=real, virtual_function_id=virtual)
    _load_device(given, spec)
    _ipl(given, spec)
    return spec


def share_of(text: str) -> guest.ShareSpec:
    """RELATIVE 200 or ABSOLUTE 10%, in any of the spellings that the contract allows."""
    match = _NUMBER.search(text)
    assert match is not None  # noqa: S101  # the model's pattern asks for a number
    if text[:3].upper() == "ABS":
        return guest.ShareSpec(absolute_percent=float(match[0]))
    return guest.ShareSpec(relative=int(match[0]))


def _load_device(given: GuestToBe, spec: guest.GuestSpec) -> None:
    load = given.loaddev
    if load.portname is None and load.lun is None:
        return
    spec.load_device.port_name = load.portname or ""
    spec.load_device.lun = load.lun or ""
    if load.alterdev:
        spec.load_device.device_number = given.ipl_from
        for path in load.alterdev.split(","):
            number, _, port = path.partition(":")
            spec.load_device.alternates.add(device_number=number, port_name=port)


def _ipl(given: GuestToBe, spec: guest.GuestSpec) -> None:
    """Without anything about it the spawn takes the boot disk."""
    source = given.ipl_from
    if given.loaddev.portname and given.loaddev.lun and given.loaddev.alterdev:
        source = "LOADDEV"
    elif not source and (given.ipl_param or given.ipl_loadparam):
        boot = next((disk for disk in given.disk_list if disk.is_boot_disk), None)
        source = (boot.vdev if boot else None) or f"{ROOT_DEVICE:04X}"
    if source:
        spec.ipl.CopyFrom(
            guest.IplSpec(**{"from": source, "parameters": given.ipl_param, "load_parameter": given.ipl_loadparam})
        )
