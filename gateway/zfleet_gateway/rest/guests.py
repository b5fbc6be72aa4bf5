# SPDX-License-Identifier: Apache-2.0
"""/guests and what is read of one guest."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from google.protobuf.duration_pb2 import Duration

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.network.v1 import network_service_pb2 as network
from zfleet_gateway.rest import disks
from zfleet_gateway.rest.envelope import Module, missing
from zfleet_gateway.rest.guest_spec import spec_of
from zfleet_gateway.rest.models.guests import CreateGuest, GuestsNamed
from zfleet_gateway.rest.power import is_logged_on, is_on
from zfleet_gateway.rest.registry import managed_guests, managed_or_gone, require_managed
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.schemas import INTEGER, NOTHING, TEXT, array, mapping, record, words

_PASSWORD = re.compile(r"(\s*(?:USER|IDENTITY)\s+\S+\s+)\S+", re.IGNORECASE)
_ASK_LINUX = Duration(seconds=15)


async def create(to: InProcess, asked: Asked[CreateGuest]) -> Any:
    """The directory entry and its disks, all or nothing; the guest stays off."""
    given = asked.body.guest
    request = pb.SpawnGuestRequest(
        guest=spec_of(given), disks=disks.specs_of(given.disk_list, to.settings), no_start=True
    )
    made = await to.calls.spawn_guest(request)
    return disks.shown(given.disk_list, made.disks)


async def listed(to: InProcess, asked: Asked[None]) -> Any:
    """The managed guests of this host."""
    return await managed_guests(to)


async def statistics(to: InProcess, asked: Asked[None]) -> Any:
    """CP's counters of running guests."""
    user_ids = asked.query.userid
    if not user_ids:
        return {}
    await require_managed(to, user_ids)
    answer = await to.call(to.guest.ListGuestStatistics, guest.ListGuestStatisticsRequest(user_ids=user_ids))
    return {each.user_id: _counters(each) for each in answer.statistics}


def _counters(found: guest.GuestStatistics) -> dict[str, int]:
    return {
        "guest_cpus": found.cpu_count,
        "used_cpu_time_us": _microseconds(found.used_cpu_time),
        "elapsed_cpu_time_us": _microseconds(found.elapsed_time),
        "min_cpu_count": found.min_cpu_count,
        "max_cpu_limit": found.max_cpu_limit,
        "samples_cpu_in_use": found.samples_cpu_in_use,
        "samples_cpu_delay": found.samples_cpu_delay,
        "used_mem_kb": found.used_memory_kib,
        "max_mem_kb": found.max_memory_kib,
        "min_mem_kb": found.min_memory_kib,
        "shared_mem_kb": found.shared_memory_kib,
    }


async def delete(to: InProcess, asked: Asked[None]) -> None:
    """Removes a managed guest everywhere. One that nobody knows is a success; one of somebody else's is not touched."""
    user_id = asked.user_id
    if await managed_or_gone(to, user_id):
        await to.calls.destroy_guest(pb.DestroyGuestRequest(user_id=user_id, allow_missing=True))


async def definition(to: InProcess, asked: Asked[None]) -> Any:
    """The directory entry, passwords masked."""
    request = guest.GetGuestRequest(user_id=asked.user_id, view=guest.GUEST_VIEW_DIRECTORY)
    answer = await to.call(to.guest.GetGuest, request)
    return {"user_direct": list(answer.guest.directory.statements)}


async def masked(to: InProcess, asked: Asked[None]) -> Any:
    """The same with six stars for the password, whether it is one or a word such as NOPASS."""
    told = await definition(to, asked)
    lines = told["user_direct"]
    for place, line in enumerate(lines):
        if match := _PASSWORD.match(line):
            lines[place] = f"{match[1]}******{line[match.end() :]}"
            break
    return told


async def info(to: InProcess, asked: Asked[None]) -> Any:
    """What CP and the guest's Linux say."""
    answer, linux = await asyncio.gather(
        to.call(to.guest.GetGuest, guest.GetGuestRequest(user_id=asked.user_id)), _linux(to, asked.user_id)
    )
    found = answer.guest
    if found.HasField("running"):
        running = found.running
        memory, used, cpus = running.memory_mib, running.used_memory_mib, running.cpu_count
        time_used = _microseconds(running.cpu_time)
    else:
        entry = found.directory
        memory, used, cpus, time_used = entry.memory_mib, 0, entry.cpu_count, 0
    return {
        "power_state": "on" if is_logged_on(found) else "off",
        "max_mem_kb": memory * 1024,
        "mem_kb": used * 1024,
        "num_cpu": cpus,
        "cpu_time_us": time_used,
        "online_cpu_num": linux.online_cpu_count,
        "os_distro": linux.os_version,
        "kernel_info": linux.kernel,
    }


async def power_state(to: InProcess, asked: Asked[None]) -> Any:
    """On or off; a managed guest that the directory has lost is an error of its own."""
    request = guest.GetGuestRequest(user_id=asked.user_id, view=guest.GUEST_VIEW_BASIC)
    answer = await to.call(to.guest.GetGuest, request)
    return "on" if is_logged_on(answer.guest) else "off"


async def power_state_real(to: InProcess, asked: Asked[None]) -> Any:
    """On or off of any user id; what the directory does not have is off."""
    return "on" if await is_on(to, asked.user_id) else "off"


async def os_info(to: InProcess, asked: Asked[None]) -> Any:
    """What the guest's Linux says it is; empty when it does not answer."""
    linux = await _linux(to, asked.user_id)
    return {"os_distro": linux.os_version, "kernel_info": linux.kernel}


async def online_cpus(to: InProcess, asked: Asked[None]) -> Any:
    """CPUs that the guest's Linux uses; 0 when it does not answer."""
    return (await _linux(to, asked.user_id)).online_cpu_count


async def _linux(to: InProcess, user_id: str) -> system.InspectGuestResponse:
    request = system.InspectGuestRequest(user_id=user_id, timeout=_ASK_LINUX)
    answer: system.InspectGuestResponse = await to.call(to.guest_system.InspectGuest, request)
    return answer


async def interface_statistics(to: InProcess, asked: Asked[None]) -> Any:
    """What went through the NICs of running guests."""
    user_ids = asked.query.userid
    if not user_ids:
        return {}
    await require_managed(to, user_ids)
    request = network.ListNicStatisticsRequest(user_ids=user_ids)
    answer = await to.call(to.network.ListNicStatistics, request)
    found: dict[str, list[dict[str, Any]]] = {}
    for each in answer.statistics:
        found.setdefault(each.user_id, []).append(_traffic(each))
    return found


def _traffic(nic: network.NicStatistics) -> dict[str, Any]:
    return {
        "vswitch_name": nic.virtual_switch,
        "nic_vdev": nic.device_number.lower(),
        "nic_fr_rx": nic.frames_received,
        "nic_fr_tx": nic.frames_sent,
        "nic_fr_rx_dsc": nic.frames_received_discarded,
        "nic_fr_tx_dsc": nic.frames_sent_discarded,
        "nic_fr_rx_err": nic.frames_received_errors,
        "nic_fr_tx_err": nic.frames_sent_errors,
        "nic_rx": nic.bytes_received,
        "nic_tx": nic.bytes_sent,
    }


def _microseconds(time: Duration) -> int:
    return time.seconds * 1_000_000 + time.nanos // 1000


_USER_DIRECT = record(user_direct=array(TEXT))
_LINUX = record(os_distro=TEXT, kernel_info=TEXT)
_STATISTICS = record(**dict.fromkeys(_counters(guest.GuestStatistics()), INTEGER))
_TRAFFIC = record(**{key: TEXT if "v" in key else INTEGER for key in _traffic(network.NicStatistics())})
_POWER = words("on", "off")
_GONE = {"GUEST_NOT_FOUND": missing(Module.GUEST, 3)}

COLLECTION = (
    Route(
        method="GET",
        path="/guests",
        handler=listed,
        summary="User ids of the managed guests of this host",
        module=Module.GUEST,
        answer=array(TEXT),
        calls=("guest.ListManagedGuests",),
    ),
    Route(
        method="POST",
        path="/guests",
        handler=create,
        summary="Create a guest with its disks; it stays off",
        module=Module.GUEST,
        body=CreateGuest,
        rules=disks.MAKING,
        answer=array(disks.DISK),
        calls=("gateway.SpawnGuest",),
    ),
    Route(
        method="GET",
        path="/guests/stats",
        handler=statistics,
        summary="CPU and memory counters of running guests",
        module=Module.MONITOR,
        query=GuestsNamed,
        answer=mapping(_STATISTICS),
        calls=("guest.ListGuestStatistics",),
    ),
    Route(
        method="GET",
        path="/guests/interfacestats",
        handler=interface_statistics,
        summary="Traffic counters of running guests' NICs",
        module=Module.MONITOR,
        query=GuestsNamed,
        answer=mapping(array(_TRAFFIC)),
        calls=("network.ListNicStatistics",),
    ),
)

ONE = (
    Route(
        method="GET",
        path="/guests/{userid}",
        handler=definition,
        summary="A guest's directory entry, passwords masked",
        module=Module.GUEST,
        managed=True,
        answer=_USER_DIRECT,
        calls=("guest.GetGuest",),
    ),
    Route(
        method="DELETE",
        path="/guests/{userid}",
        handler=delete,
        summary="Remove a guest and everything that belongs to it",
        module=Module.GUEST,
        answer=NOTHING,
        calls=("gateway.DestroyGuest", "guest.GetGuest"),
    ),
    Route(
        method="GET",
        path="/guests/{userid}/info",
        handler=info,
        summary="Power state, CPUs, memory and operating system of a guest",
        module=Module.GUEST,
        managed=True,
        rules=_GONE,
        answer=record(
            power_state=_POWER,
            max_mem_kb=INTEGER,
            mem_kb=INTEGER,
            num_cpu=INTEGER,
            cpu_time_us=INTEGER,
            online_cpu_num=INTEGER,
            os_distro=TEXT,
            kernel_info=TEXT,
        ),
        calls=("guest.GetGuest", "guest.InspectGuest"),
    ),
    Route(
        method="GET",
        path="/guests/{userid}/power_state",
        handler=power_state,
        summary="Whether a guest is on",
        module=Module.GUEST,
        managed=True,
        rules=_GONE,
        answer=_POWER,
        calls=("guest.GetGuest",),
    ),
    Route(
        method="GET",
        path="/guests/{userid}/power_state_real",
        handler=power_state_real,
        summary="Whether any user of z/VM is logged on",
        module=Module.GUEST,
        answer=_POWER,
        calls=("guest.GetGuest",),
    ),
    Route(
        method="GET",
        path="/guests/{userid}/os_info",
        handler=os_info,
        summary="Operating system and kernel of a guest",
        module=Module.GUEST,
        managed=True,
        answer=_LINUX,
        calls=("guest.InspectGuest",),
    ),
    Route(
        method="GET",
        path="/guests/{userid}/online_cpu_num",
        handler=online_cpus,
        summary="CPUs that a guest's Linux uses",
        module=Module.GUEST,
        managed=True,
        answer=INTEGER,
        calls=("guest.InspectGuest",),
    ),
    Route(
        method="GET",
        path="/guests/{userid}/user_direct",
        handler=masked,
        summary="Directory entry of any user of z/VM, passwords masked",
        module=Module.GUEST,
        answer=_USER_DIRECT,
        calls=("guest.GetGuest",),
    ),
)
