# SPDX-License-Identifier: Apache-2.0
"""Facts about the system: levels, processors, memory, times, the cluster, EQIDs, service."""

from __future__ import annotations

from zfleet_simulator.configuration import key
from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.definition_keywords import subkeys
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.relocation import member_state
from zfleet_simulator.statements import StatementError, device_number, memory_text
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    QueryAPIFunctionalLevel,
    SSIQuery,
    SystemEQIDQuery,
    SystemInfoQuery,
    SystemInformationQuery,
    SystemIOQuery,
    SystemProcessorQuery,
    SystemServiceQuery,
)
from zfleet_smapi.calls.system_information import (
    EqidLine,
    MemberLine,
    ProcessorLine,
    SSIQueryReply,
    SystemEQIDQueryReply,
    SystemInfoQueryReply,
    SystemInformationQueryReply,
    SystemIOQueryReply,
    SystemProcessorQueryReply,
    SystemServiceQueryReply,
)
from zfleet_smapi.declaration import Reply


@serves(QueryAPIFunctionalLevel)
def query_api_functional_level(here: Context, call: QueryAPIFunctionalLevel) -> Reply:
    """The level is the reason code."""
    return done(here.parts.config.api_level)


@serves(SystemProcessorQuery)
def system_processor_query(here: Context, call: SystemProcessorQuery) -> SystemProcessorQueryReply:
    """The partition's processors: the first is the master, the others its alternates."""
    cpus = here.parts.configuration.installed.cpus
    lines = tuple(
        ProcessorLine(f"{number:02X}      {'MASTER-PP' if number == 0 else 'ALTERNATE'} {kind:<4} {number:04}")
        for number, kind in enumerate(cpus)
    )
    mode = "LINUX" if all(kind == "IFL" for kind in cpus) else "Z/VM"
    return SystemProcessorQueryReply(partition_mode=mode, system_processor_array=lines)


@serves(SystemInformationQuery)
def system_information_query(here: Context, call: SystemInformationQuery) -> SystemInformationQueryReply:
    """CMS, CPU, CP, storage and time, one line each."""
    configuration = here.parts.configuration
    installed, zone = configuration.installed, configuration.installed.time_zone
    loaded, now = configuration.moment(configuration.loaded_at), configuration.moment(here.now)
    memory = memory_text(installed.memory_kb)
    up = int(here.now - configuration.loaded_at)
    return SystemInformationQueryReply(
        system_information_data=(
            "CMS_LEVEL=LEVEL=31 SERVICE_LEVEL=0000 LANGUAGE=AMENG",
            "CPU_CAPABILITY=PRIMARY=1 SECONDARY=1 NOMINAL=1 ADJUSTMENT_INDICATION=0 CHANGE_REASON=0 "
            'CHANGE_EXPLANATION_LENGTH=0 CHANGE_EXPLANATION=""',
            f"CPUID=ID={installed.cpu_id}",
            f"CP_LEVEL=VERSION={installed.version} SERVICE_LEVEL={installed.service_level} "
            f"GENERATION_TIME={loaded:%H:%M:%S} GENERATION_DATE={loaded:%Y-%m-%d} GENERATION_TIME_ZONE={zone} "
            f"IPL_TIME={loaded:%H:%M:%S} IPL_DATE={loaded:%Y-%m-%d} IPL_TIME_ZONE={zone} LANGUAGE=AMENG",
            f"STORAGE=ONLINE={memory} CONFIGURED={memory} INCREMENT=1M STANDBY=0 RESERVED=0",
            f"TIME=TIMEZONE={zone} TIME={now:%H:%M:%S} DATE={now:%Y-%m-%d} "
            f"CONNECT={up // 3600:02}:{up // 60 % 60:02}:{up % 60:02} VIRTUAL_CPU=000:02.62 TOTAL_CPU=000:02.79",
        )
    )


@serves(SystemInfoQuery)
def system_info_query(here: Context, call: SystemInfoQuery) -> SystemInfoQueryReply:
    """The older form: six texts."""
    configuration = here.parts.configuration
    installed, zone = configuration.installed, configuration.installed.time_zone
    loaded, now = configuration.moment(configuration.loaded_at), configuration.moment(here.now)
    version, release, _ = installed.version.split(".")
    memory = memory_text(installed.memory_kb)
    return SystemInfoQueryReply(
        timezone=f"{zone} West 00.00.00",
        time=upper_case(f"{now:%H:%M:%S} {zone} {now:%A} {now:%Y-%m-%d}"),
        vm_version=f"z/VM Version {version} Release {release}.0, service level {installed.service_level} (64-bit)",
        cp_generation_time=f"{loaded:%Y-%m-%d %H:%M:%S} {zone}",
        cp_ipl_time=f"{loaded:%Y-%m-%d %H:%M:%S} {zone}",
        real_storage=f"{memory} CONFIGURED = {memory} INC = 1M STANDBY = 0  RESERVED = 0",
    )


@serves(SystemIOQuery)
def system_io_query(here: Context, call: SystemIOQuery) -> SystemIOQueryReply:
    """The channel paths of a real device."""
    configuration = here.parts.configuration
    try:
        name = key(device_number(call.real_device_address))
    except StatementError:
        raise Refusal(8, 8) from None
    if name in configuration.osa:
        return SystemIOQueryReply(chpid_list=(f"{configuration.osa[name].chpid:02X}",))
    if name in configuration.fcp:
        return SystemIOQueryReply(chpid_list=(f"{configuration.fcp[name].chpid:02X}",))
    if name in configuration.dasd:
        return SystemIOQueryReply(chpid_list=("40", "41", "50", "51"))
    raise Refusal(8, 8)


@serves(SSIQuery)
def ssi_query(here: Context, call: SSIQuery) -> SSIQueryReply:
    """The cluster, if the system is in one."""
    configuration = here.parts.configuration
    cluster = configuration.installed.cluster
    if cluster is None:
        raise Refusal(4, 3008)
    beat = configuration.moment(here.now).strftime("%Y-%m-%d_%H:%M:%S")
    states = {one: member_state(here.parts, one) for one in cluster.members}
    beats = {one: f" {beat} {beat}" if state == "Joined" else "" for one, state in states.items()}
    lines = tuple(MemberLine(f"{one.slot} {one.name} {state}{beats[one]}") for one, state in states.items())
    return SSIQueryReply(
        ssi_name=cluster.name,
        ssi_mode="STABLE",
        cross_system_timeouts="ENABLED",
        ssi_pdr=cluster.record,
        ssi_info_array=lines,
    )


@serves(SystemEQIDQuery)
def system_eqid_query(here: Context, call: SystemEQIDQuery) -> SystemEQIDQueryReply:
    """Equivalence ids of devices."""
    configuration = here.parts.configuration
    ids = {one.rdev: one.eqid for one in configuration.osa.values() if one.eqid}
    ids |= {one.rdev: one.eqid for one in configuration.fcp.values() if one.eqid}
    ids |= {one.rdev: one.eqid for one in configuration.dasd.values() if one.eqid}
    wanted = upper_case(call.eqid_target or "").split()
    kind = upper_case(call.eqid_for)
    if kind != "ALL" and not wanted:
        raise Refusal(8, 3004)
    if kind == "ALL":
        lines = [f"{rdev:05X} {name}" for rdev, name in ids.items()]
    elif kind == "RDEV":
        lines = [f"{rdev:05X} {ids[rdev]}" for rdev in _devices(wanted) if rdev in ids]
    else:
        lines = []
        for name in wanted:
            members = [f"{rdev:05X}" for rdev, eqid in ids.items() if eqid == name]
            lines += [" ".join((name, *members))] if members else []
    if not lines:
        raise Refusal(4, 8)
    return SystemEQIDQueryReply(eqid_array=tuple(EqidLine(line) for line in lines))


def _devices(words: list[str]) -> list[int]:
    found: list[int] = []
    for word in words:
        low, _, high = word.partition("-")
        try:
            first, last = device_number(low), device_number(high or low)
        except StatementError:
            raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={word}") from None
        if last < first:
            raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={word}")
        found.extend(range(first, last + 1))
    return list(dict.fromkeys(found))


@serves(SystemServiceQuery)
def system_service_query(here: Context, call: SystemServiceQuery) -> SystemServiceQueryReply:
    """Service levels of IBM's components."""
    words = {name: upper_case(value) for name, value in subkeys(call.component).items()}
    component, kind = words.get("NAMECOMPONENT", ""), words.get("TYPE", "")
    if not component or kind not in ("APAR", "PTF", "RSU"):
        raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=COMPONENT")
    level = here.parts.configuration.installed.service.get(component)
    if level is None:
        raise Refusal(8, 28, f"DMSVML2760E {component} was not found in the inventory")
    if kind != "RSU":
        number = words.get("NUMBER", "")
        if not number:
            raise Refusal(8, 3004)
        # The inventory of a simulated system holds recommended service only: no single fix is known by its number.
        raise Refusal(8, 4)
    system = here.parts.configuration.installed.system_name
    line = f"COMPONENT=NAME={component} TYPE=RSU SERVICE_LEVEL={level} PRODUCTION_LEVEL={system}.{level}"
    return SystemServiceQueryReply(system_service_query_data=(line,))
