# SPDX-License-Identifier: Apache-2.0
"""What CP runs: power state and running state, read out of SMAPI's answers. Values in, values out."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from zfleet_smapi.calls.image_cpu import ImageActiveConfigurationQueryReply
from zfleet_smapi.calls.image_performance import GuestPerformance

_MIB_OF_UNIT = {1: 1 / 1024, 2: 1.0, 3: 1024.0}  # KB, MB, GB
_DEVICE_TYPES = {1: "CONS", 2: "RDR", 3: "PUN", 4: "PRT", 5: "DASD", 6: "OSA"}


class PowerState(enum.Enum):
    """What CP does with a guest."""

    OFF = "off"
    ON = "on"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class VirtualDevice:
    """A device of a running guest; its number is four upper-case hex digits."""

    device_number: str
    type: str


@dataclass(frozen=True, slots=True)
class RunningState:
    """A logged-on guest. Memory in MiB, times in microseconds."""

    cpu_count: int
    memory_mib: int
    used_memory_mib: int = 0
    cpu_time_us: int = 0
    uptime_us: int = 0
    devices: tuple[VirtualDevice, ...] = ()


def running_of(configuration: ImageActiveConfigurationQueryReply, performance: GuestPerformance | None) -> RunningState:
    """The running state; without a performance record (z/VM has none yet) its counters are 0."""
    memory = configuration.memory_size * _MIB_OF_UNIT.get(configuration.memory_unit, 1.0)
    devices = (
        VirtualDevice(device.device_address.strip().upper().zfill(4)[-4:], _DEVICE_TYPES[device.device_type])
        for device in configuration.device_info_array
        if device.device_type in _DEVICE_TYPES
    )
    return RunningState(
        cpu_count=configuration.number_cpus,
        memory_mib=int(memory),
        used_memory_mib=performance.used_memory // 1024 if performance else 0,
        cpu_time_us=performance.used_cpu_time if performance else 0,
        uptime_us=performance.elapsed_time if performance else 0,
        devices=tuple(devices),
    )
