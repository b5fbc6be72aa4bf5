# SPDX-License-Identifier: Apache-2.0
"""Virtual CPUs: in the directory, and on running guests."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.functions.image_directory import changed
from zfleet_simulator.guests import ConsoleDevice, Dedicated, Device, Guest, LinkedDisk, MemoryDisk, UnitRecord
from zfleet_simulator.hypervisor import CPU_TYPES, MAX_CPU_ADDRESS
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import Cpu, Machine
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    ImageActiveConfigurationQuery,
    ImageCPUDefine,
    ImageCPUDefineDM,
    ImageCPUDelete,
    ImageCPUDeleteDM,
    ImageCPUQuery,
    ImageCPUQueryDM,
    ImageCPUSetMaximumDM,
)
from zfleet_smapi.calls.image_cpu import (
    ActiveCpu,
    ActiveDevice,
    ImageActiveConfigurationQueryReply,
    ImageCPUQueryDMReply,
    ImageCPUQueryReply,
)
from zfleet_smapi.calls.image_cpu import Cpu as CpuRecord
from zfleet_smapi.declaration import Reply

_TYPES = {0: "", 1: "CP", 2: "IFL", 3: "ZAAP", 4: "ZIIP"}
_UNITS = {"RDR": 2, "PUN": 3, "PRT": 4}


def _address(text: str) -> int:
    """A CPU address. Refusal 520/28 out of range."""
    address = int(text, 16)
    if address > MAX_CPU_ADDRESS:
        raise Refusal(520, 28)
    return address


@serves(ImageCPUDefineDM)
def image_cpu_define_dm(here: Context, call: ImageCPUDefineDM) -> Reply:
    """A CPU statement, new or changed."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    address = _address(call.cpu_address)
    if call.crypto and not here.parts.configuration.installed.machine_type:
        raise Refusal(520, 45)
    cpus = entry.all(Cpu)
    old = next((one for one in cpus if one.address == address), None)
    if call.base_cpu and any(one.base for one in cpus if one.address != address):
        raise Refusal(520, 24)
    machine = entry.first(Machine)
    if old is None and machine is not None and machine.max_cpus is not None and len(cpus) >= machine.max_cpus:
        raise Refusal(520, 32)
    dedicate = {1: "NODEDICATE", 2: "DEDICATE"}.get(call.dedicate_cpu, old.dedicate if old is not None else "")
    new = Cpu(address, bool(call.base_cpu), upper_case(call.cpuid), dedicate)
    directory.update(entry.replacing(old, new) if old is not None else entry.adding(new))
    return changed(here)


@serves(ImageCPUDeleteDM)
def image_cpu_delete_dm(here: Context, call: ImageCPUDeleteDM) -> Reply:
    """Take a CPU statement out."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    address = _address(call.cpu_address)
    old = next((one for one in entry.all(Cpu) if one.address == address), None)
    if old is None:
        raise Refusal(520, 30)
    directory.update(entry.without(old))
    return changed(here)


@serves(ImageCPUQueryDM)
def image_cpu_query_dm(here: Context, call: ImageCPUQueryDM) -> ImageCPUQueryDMReply:
    """One CPU statement."""
    address = _address(call.cpu_address)
    one = next((cpu for cpu in here.parts.directory.image(call.target).all(Cpu) if cpu.address == address), None)
    if one is None:
        raise Refusal(520, 30)
    return ImageCPUQueryDMReply(
        cpu_address=f"{one.address:02X}",
        base_cpu=int(one.base),
        cpuid=one.cpu_id,
        dedicate_cpu={"NODEDICATE": 1, "DEDICATE": 2}.get(one.dedicate, 0),
        crypto=0,
    )


@serves(ImageCPUSetMaximumDM)
def image_cpu_set_maximum_dm(here: Context, call: ImageCPUSetMaximumDM) -> Reply:
    """How many CPUs the image may define: the MACHINE statement."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    if not 1 <= call.max_cpu <= MAX_CPU_ADDRESS + 1:
        raise Refusal(24, 118 if call.max_cpu > MAX_CPU_ADDRESS else 115)
    old = entry.first(Machine)
    if old is not None:
        directory.update(entry.replacing(old, replace(old, max_cpus=call.max_cpu)))
    else:
        directory.update(entry.adding(Machine("ESA", call.max_cpu)))
    return changed(here)


# --- running guests --------------------------------------------------------------------------------------------------


@serves(ImageCPUDefine)
def image_cpu_define(here: Context, call: ImageCPUDefine) -> Reply:
    """One more virtual CPU for a running guest."""
    here.parts.cp.define_cpu(upper_case(call.target), int(call.cpu_address, 16), _TYPES[call.cpu_type])
    return done()


@serves(ImageCPUDelete)
def image_cpu_delete(here: Context, call: ImageCPUDelete) -> Reply:
    """One virtual CPU less."""
    here.parts.cp.delete_cpu(upper_case(call.target), int(call.cpu_address, 16))
    return done()


def _cpu_id(here: Context, number: int) -> str:
    """The CPU id as the guest sees it: version, address in front of the serial number, machine type."""
    installed = here.parts.configuration.installed
    return f"FF{number:01X}{installed.serial[-5:]}{installed.machine_type}8000"


@serves(ImageCPUQuery)
def image_cpu_query(here: Context, call: ImageCPUQuery) -> ImageCPUQueryReply:
    """The virtual CPUs of a running guest."""
    guest = here.parts.cp.guests.get(upper_case(call.target))
    if guest is None:
        raise Refusal(216, 12)
    records = tuple(
        CpuRecord(
            cpu_number=cpu.address,
            cpu_id=_cpu_id(here, cpu.address & 15),
            cpu_base=1 if cpu.base else 2,
            cpu_status=3 if guest.runs_on(cpu.address) else 1,
            cpu_type=CPU_TYPES.index(cpu.kind) + 1,
        )
        for cpu in guest.cpus
    )
    return ImageCPUQueryReply(number_cpus=len(records), cpu_info_array=records)


@serves(ImageActiveConfigurationQuery)
def image_active_configuration_query(
    here: Context, call: ImageActiveConfigurationQuery
) -> ImageActiveConfigurationQueryReply:
    """Memory, share, CPUs and devices of a running guest."""
    guest = here.parts.cp.active(call.target)
    size, unit = _memory(guest.memory_kb)
    cpus = tuple(
        ActiveCpu(
            cpu_number=cpu.address,
            cpu_id=_cpu_id(here, cpu.address & 15),
            cpu_status=1 if cpu.base else 4 if guest.runs_on(cpu.address) else 2,
        )
        for cpu in guest.cpus
    )
    return ImageActiveConfigurationQueryReply(
        memory_size=size,
        memory_unit=unit,
        share_type=1 if guest.share_kind == "RELATIVE" else 2,
        share_value=guest.share_value.rstrip("%")[:5],
        number_cpus=len(cpus),
        cpu_info_array=cpus,
        device_info_array=_devices(guest),
    )


def _memory(kilobytes: int) -> tuple[int, int]:
    for unit, size in ((3, 1024**2), (2, 1024)):
        if kilobytes % size == 0:
            return kilobytes // size, unit
    return kilobytes, 1


def _devices(guest: Guest) -> tuple[ActiveDevice, ...]:
    found = []
    for device in guest.devices.values():
        kind = _device_type(device)
        if kind:
            found.append(ActiveDevice(device_type=kind, device_address=f"{device.vdev:04X}"))
    return tuple(found)


def _device_type(device: Device) -> int:
    match device:
        case ConsoleDevice():
            return 1
        case UnitRecord():
            return _UNITS[device.unit]
        case LinkedDisk() | MemoryDisk():
            return 5
        case Dedicated() if device.kind == "DASD":
            return 5
        case _:
            return 0
