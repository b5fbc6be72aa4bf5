# SPDX-License-Identifier: Apache-2.0
"""Performance records of running guests."""

from __future__ import annotations

from collections.abc import Iterable

from zfleet_simulator.context import Context, serves
from zfleet_simulator.guests import Guest
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statistics import cpu_microseconds, memory_used_kb, samples
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import ImagePerformanceQuery, SystemImagePerformanceQuery
from zfleet_smapi.calls.image_performance import (
    GuestPerformance,
    ImagePerformanceQueryReply,
    SystemImagePerformanceQueryReply,
)

_RECORD_VERSION = 1
_NO_LIMIT = 10_000


@serves(SystemImagePerformanceQuery)
def system_image_performance_query(
    here: Context, call: SystemImagePerformanceQuery
) -> SystemImagePerformanceQueryReply:
    """One record for each running guest: a user id, or the names in a list."""
    target = upper_case(call.target)
    members = here.parts.authorities.lists.get(target)
    names = members.names if members is not None else (target,)
    records = _records(here, names)
    if not records:
        raise Refusal(4, 4)
    missing = len(records) < len(names)
    return SystemImagePerformanceQueryReply(
        return_code=4 if missing else 0, reason_code=4 if missing else 0, image_performance_array=records
    )


@serves(ImagePerformanceQuery)
def image_performance_query(here: Context, call: ImagePerformanceQuery) -> ImagePerformanceQueryReply:
    """The same for a list of user ids in the request."""
    names = tuple(here.parts.cp.guests) if "*" in call.target_list else call.target_list
    records = _records(here, names)
    if not records:
        raise Refusal(4, 4)
    missing = len(records) < len(names)
    return ImagePerformanceQueryReply(
        return_code=4 if missing else 0, reason_code=4 if missing else 0, performance_records=records
    )


def _records(here: Context, names: Iterable[str]) -> tuple[GuestPerformance, ...]:
    guests = (here.parts.cp.guests.get(upper_case(name)) for name in names)
    return tuple(_record(here, guest) for guest in guests if guest is not None)


def _record(here: Context, guest: Guest) -> GuestPerformance:
    now, processors = here.now, len(here.parts.configuration.installed.cpus)
    seen = samples(guest, now)
    share = guest.share_value.rstrip("%").partition(".")[0]
    return GuestPerformance(
        record_version=_RECORD_VERSION,
        guest_flags=0,
        used_cpu_time=cpu_microseconds(guest, now),
        elapsed_time=int((now - guest.logged_on_at) * 1_000_000),
        min_memory=0,
        max_memory=guest.memory_kb,
        shared_memory=5_222_192,
        used_memory=memory_used_kb(guest, now),
        active_cpus_in_cec=processors,
        logical_cpus_in_vm=processors,
        guest_cpus=len(guest.cpus),
        min_cpu_count=len(guest.cpus),
        max_cpu_limit=_NO_LIMIT,
        processor_share=int(share or 0),
        samples_cpu_in_use=seen.cpu,
        samples_cpu_delay=seen.delay,
        samples_page_wait=seen.page_wait,
        samples_idle=seen.idle,
        samples_other=seen.other,
        samples_total=seen.total,
        guest_name=guest.user_id,
    )
