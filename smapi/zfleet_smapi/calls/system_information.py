# SPDX-License-Identifier: Apache-2.0
"""Facts about the system: level, release, processors, cluster."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, Retry, UntargetedCall, Words
from ..kinds import CHAR26, CHAR42, ArrayOf, CText, Framing, Key, Text


class QueryAPIFunctionalLevel(
    HostCall[Reply],
    function="Query_API_Functional_Level",
    group="host",
    success_reasons=(0, 540, 610, 611, 612, 620, 621, 630, 631, 632, 640, 710, 720, 730),
    retry=Retry.REPEAT,
):
    """Tell the functional level of the server.

    The level is the reason code: 0 is z/VM 5.3, 540 is 5.4, 640 is 6.4, 710 is 7.1, 720 is 7.2 or later.
    """


class MemberLine(Words):
    """One slot of the cluster; heartbeats are missing for a member that is down."""

    member_slot: str
    member_system_id: str
    member_state: str
    member_pdr_heartbeat: str
    member_received_heartbeat: str


class SSIQueryReply(Reply):
    """The answer of SSI_Query."""

    ssi_name: Annotated[str, CText(1, 8, CHAR42)] = ""
    ssi_mode: Annotated[
        str,
        CText(
            4,
            6,
            CHAR26,
            choices={
                "STABLE": "normal",
                "INFLUX": "a member is joining or leaving",
                "SAFE": "a member's state is unknown",
            },
        ),
    ] = ""
    cross_system_timeouts: Annotated[str, CText(7, 8, CHAR26, choices={"ENABLED": "", "DISABLED": ""})] = ""
    ssi_pdr: Annotated[str, CText(6, 14), "persistent data record: label and device"] = ""
    ssi_info_array: Annotated[tuple[MemberLine, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class SSIQuery(HostCall[SSIQueryReply], function="SSI_Query", group="host", level=620):
    """Describe the single system image cluster that the system belongs to.

    4/3008: it belongs to none. 4/3009: it was started with the REPAIR option. A free slot has only its number, a name
    and Available; a member that is down has no heartbeats.
    """


class EqidLine(Words):
    """A device and its EQID; asked for EQIDs, the name comes first and all its devices follow."""

    eqid_rdev: str
    eqid_name: str


class SystemEQIDQueryReply(Reply):
    """The answer of System_EQID_Query."""

    eqid_array: Annotated[tuple[EqidLine, ...], ArrayOf(CText())] = ()


class SystemEQIDQuery(
    HostCall[SystemEQIDQueryReply],
    function="System_EQID_Query",
    group="host",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
    parameters="parameters",
):
    """List equivalence ids and the devices that have them.

    Asked for EQIDs, each line starts with the name and all its devices follow; otherwise it is device, then name.
    4/8: none. 8/3003: a target is not known, and an error text names it.
    """

    eqid_for: Annotated[
        str,
        Key(
            3,
            4,
            CHAR26,
            choices={
                "EQID": "devices of given EQIDs",
                "ALL": "all user-defined EQIDs",
                "RDEV": "EQIDs of given devices",
            },
        ),
    ]
    eqid_target: Annotated[str | None, Key(), "names, or devices and ranges, separated by blanks; not with ALL"] = None


class SystemInfoQueryReply(Reply):
    """The answer of System_Info_Query."""

    timezone: Annotated[str, CText(4, 43)] = ""
    time: Annotated[str, CText(4, 43)] = ""
    vm_version: Annotated[str, CText(4, 80)] = ""
    cp_generation_time: Annotated[str, CText(4, 43)] = ""
    cp_ipl_time: Annotated[str, CText(4, 43)] = ""
    real_storage: Annotated[str, CText(4, 80)] = ""


class SystemInfoQuery(UntargetedCall[SystemInfoQueryReply], function="System_Info_Query", group="host"):
    """Tell time, release, IPL time and memory as lines of text.

    An old form of call that IBM does not document; z/VM also takes it with a standard head.
    """


class SystemInformationQueryReply(Reply):
    """The answer of System_Information_Query."""

    system_information_data: Annotated[
        tuple[str, ...], ArrayOf(CText()), "one KEY=SUBKEY=VALUE line for each subject"
    ] = ()


class SystemInformationQuery(
    HostCall[SystemInformationQueryReply],
    function="System_Information_Query",
    group="host",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
):
    """Tell levels, capability, CPU id, memory and time, as KEY=SUBKEY=VALUE lines.

    Lines seen: CMS_LEVEL, CPU_CAPABILITY, CPUID, CP_LEVEL, STORAGE and TIME.
    """


class SystemIOQueryReply(Reply):
    """The answer of System_IO_Query."""

    chpid_list: Annotated[tuple[str, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class SystemIOQuery(UntargetedCall[SystemIOQueryReply], function="System_IO_Query", group="host"):
    """List the channel paths of a real device; an old form of call that IBM does not document."""

    real_device_address: Annotated[str, CText(1, 4)]


class ProcessorLine(Words):
    """One real processor."""

    address: str
    status: str
    type: str
    core_id: str


class SystemProcessorQueryReply(Reply):
    """The answer of System_Processor_Query."""

    partition_mode: Annotated[str, Text(4, 10)] = ""
    system_processor_array: Annotated[tuple[ProcessorLine, ...], ArrayOf(Text(15, 31))] = ()


class SystemProcessorQuery(
    HostCall[SystemProcessorQueryReply],
    function="System_Processor_Query",
    group="host",
    error_buffer=Framing.BYTE_LENGTH,
    error_buffer_expected=False,
    level=720,
):
    """List the real processors of the partition.

    A server should send no error texts here: the reference client takes them for the partition mode.
    """


class SystemServiceQueryReply(Reply):
    """The answer of System_Service_Query."""

    system_service_query_data: Annotated[tuple[str, ...], ArrayOf(CText())] = ()


class SystemServiceQuery(
    HostCall[SystemServiceQueryReply],
    function="System_Service_Query",
    group="host",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
    parameters="system_service_query_list",
    framing=Framing.BYTE_LENGTH,
):
    """Tell whether a fix or a service level is installed.

    8/4: the fix is not known. 8/28: it could not be found out, and the error texts say why.
    """

    component: Annotated[
        str, Key(wire="COMPONENT"), "NAMECOMPONENT=(CP, CMS, TCPIP, ...) TYPE=APAR|PTF|RSU NUMBER=(not with RSU)"
    ]
