# SPDX-License-Identifier: Apache-2.0
"""The virtual machine resource manager's configuration and measurements."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply
from ..kinds import CHAR42, CHAR45, ArrayOf, CText, Int1, Text


class VMRMConfigurationQueryReply(Reply):
    """The answer of VMRM_Configuration_Query."""

    configuration_file: Annotated[str, Text(1), "the file, its lines separated by nulls"] = ""


class VMRMConfigurationQuery(HostCall[VMRMConfigurationQueryReply], function="VMRM_Configuration_Query", group="host"):
    """Read a configuration file of the resource manager.

    800/28: no such file. 800/16: it may not be read.
    """

    configuration_file_name: Annotated[str, Text(1, 8, CHAR42)]
    configuration_file_type: Annotated[str, Text(1, 8, CHAR42)]
    configuration_dir_name: Annotated[str, Text(1, 153, CHAR45), "SFS directory"]


class VMRMConfigurationUpdateReply(Reply):
    """The answer of VMRM_Configuration_Update."""

    log_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1)), "what is wrong, if anything"] = ()


class VMRMConfigurationUpdate(
    HostCall[VMRMConfigurationUpdateReply], function="VMRM_Configuration_Update", group="host"
):
    """Check a configuration file of the resource manager and put it in use.

    A clean 0/0 comes without data. 800/12: the file has errors, which the records list.
    """

    configuration_file_name: Annotated[str, Text(1, 8, CHAR42)]
    configuration_file_type: Annotated[str, Text(1, 8, CHAR42)]
    configuration_dir_name: Annotated[str, Text(1, 153, CHAR45), "SFS directory"]
    syncheck_only: Annotated[int, Int1({0: "check and put in use", 1: "check only"})] = 0
    update_file: Annotated[tuple[str, ...], ArrayOf(CText()), "the file, line by line; the last null may be missing"]


class VMRMMeasurementQueryReply(Reply):
    """The answer of VMRM_Measurement_Query."""

    query_timestamp: Annotated[str, Text(1, 17)] = ""
    file_spec: Annotated[str, Text(1, 20)] = ""
    file_timestamp: Annotated[str, Text(1, 17)] = ""
    workload_array: Annotated[
        tuple[str, ...], ArrayOf(Text(1, 35)), "workload, then how far its CPU and DASD goals are reached"
    ] = ()


class VMRMMeasurementQuery(HostCall[VMRMMeasurementQueryReply], function="VMRM_Measurement_Query", group="host"):
    """Read how the resource manager's workloads meet their goals.

    800/8: there are no measurements yet.
    """
