# SPDX-License-Identifier: Apache-2.0
"""The virtual machine resource manager: its configuration file and what it measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zfleet_simulator.context import Context, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import VmrmFile
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import VMRMConfigurationQuery, VMRMConfigurationUpdate, VMRMMeasurementQuery
from zfleet_smapi.calls.vmrm import (
    VMRMConfigurationQueryReply,
    VMRMConfigurationUpdateReply,
    VMRMMeasurementQueryReply,
)

_STATEMENTS = ("ADMIN", "WORKLOAD", "GOAL", "MANAGE", "NOTIFY")


def _key(name: str, file_type: str, directory: str) -> str:
    return f"{upper_case(directory)} {upper_case(name)} {upper_case(file_type)}"


@serves(VMRMConfigurationUpdate)
def vmrm_configuration_update(here: Context, call: VMRMConfigurationUpdate) -> VMRMConfigurationUpdateReply:
    """Check a configuration and put it in use."""
    lines = tuple(call.update_file)
    findings = _findings(lines)
    if findings:
        return VMRMConfigurationUpdateReply(return_code=800, reason_code=12, log_record_array=findings)
    if not call.syncheck_only:
        for key, known in here.parts.files.vmrm.items():
            here.parts.files.vmrm.put(key, replace(known, in_use=False))
        names = (call.configuration_file_name, call.configuration_file_type, call.configuration_dir_name)
        name, file_type, directory = (upper_case(word) for word in names)
        file = VmrmFile(name, file_type, directory, lines, here.now, in_use=True)
        here.parts.files.vmrm.put(_key(*names), file)
    return VMRMConfigurationUpdateReply(bare=True)


def _findings(lines: tuple[str, ...]) -> tuple[str, ...]:
    """What is wrong with a configuration: statements that there are not, workloads that no goal manages."""
    found, workloads = [], set()
    for number, words in _statements(lines):
        if words[0] not in _STATEMENTS:
            found.append(f"IRMSER0032E Line {number}: {words[0]} is not a statement")
        elif words[0] == "WORKLOAD" and len(words) > 1:
            workloads.add(words[1])
        elif words[0] == "MANAGE" and len(words) > 1 and words[1] not in workloads:
            found.append(f"IRMSER0033E Line {number}: workload {words[1]} is not defined")
    return tuple(found)


def _statements(lines: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The statements in capital letters, each with the number of its first line.

    A comment starts with an asterisk or a semicolon, or stands between /* and */ on one line or more. A comma at the
    end of a line continues the statement on the next.
    """
    comment, first, words = False, 0, list[str]()
    for number, line in enumerate(lines, 1):
        text = line.strip()
        comment = comment or text.startswith("/*")
        if comment:
            comment = not text.endswith("*/")
            continue
        if not text or text.startswith(("*", ";")):
            continue
        first = first if words else number
        words += upper_case(text).rstrip(",").split()
        if not text.endswith(",") and words:
            yield first, words
            words = []
    if words:
        yield first, words


@serves(VMRMConfigurationQuery)
def vmrm_configuration_query(here: Context, call: VMRMConfigurationQuery) -> VMRMConfigurationQueryReply:
    """A configuration file."""
    names = (call.configuration_file_name, call.configuration_file_type, call.configuration_dir_name)
    known = here.parts.files.vmrm.get(_key(*names))
    if known is None:
        raise Refusal(800, 28)
    return VMRMConfigurationQueryReply(configuration_file="\0".join(known.lines))


@serves(VMRMMeasurementQuery)
def vmrm_measurement_query(here: Context, call: VMRMMeasurementQuery) -> VMRMMeasurementQueryReply:
    """How well the workloads reach their goals."""
    used = next((one for one in here.parts.files.vmrm.values() if one.in_use), None)
    if used is None:
        raise Refusal(800, 8)
    workloads = [upper_case(line.split()[1]) for line in used.lines if upper_case(line).split()[:1] == ["WORKLOAD"]]
    now = here.parts.configuration.moment(here.now)
    updated = here.parts.configuration.moment(used.updated_at)
    return VMRMMeasurementQueryReply(
        query_timestamp=f"{now.month:>2}/{now:%d/%y %H:%M:%S}",
        file_spec=f"{used.name} {used.file_type} A1"[:20],
        file_timestamp=f"{updated.month}/{updated:%d/%y %H:%M:%S}",
        workload_array=tuple(f"{name:<16} CPU 100 DASD null" for name in workloads),
    )
