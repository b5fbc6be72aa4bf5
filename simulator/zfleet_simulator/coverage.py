# SPDX-License-Identifier: Apache-2.0
"""What is served, where, and what it does not do as z/VM would: the data of docs/simulator-coverage.md."""

from __future__ import annotations

import inspect

from zfleet_simulator.functions import handlers
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.declaration import Stream

# What a served function does not do as z/VM would; nothing to say means: nothing known.
LIMITS = {
    "Event_Subscribe": "Of CP's records about machines: logon, logoff, runnable, moves to other members; no others.",
    "Image_Activate": "The guest's operating system is not run: its console shows a boot, its adapters come up.",
    "Image_Console_Get": "The console holds what CP and the simulated boot said.",
    "Image_Device_Reset": "Noted on the console; no device keeps a state that a reset would change.",
    "Image_Volume_Add": "The configuration files are not kept as text: what is on the parm disks is not looked at.",
    "Image_Volume_Delete": "As for Image_Volume_Add. A volume with minidisks in the directory counts as in use.",
    "Image_Volume_Share": "Kept; there is no other system that could use the volume.",
    "Network_IP_Interface_Create": "Interfaces are kept and listed; no packets flow.",
    "Network_IP_Interface_Query": "The wording of z/VM's lines is not known; ours has name, address, mask, MTU, state.",
    "Page_or_Spool_Volume_Add": "The configuration file is not kept as text: labels and uses are.",
    "Process_ABEND_Dump": "Dumps are those that the CP command SNAPDUMP took: the simulated CP does not abend.",
    "System_Config_Syntax_Check": "The simulated configuration file is always in good order.",
    "System_Disk_IO_Query": "The wording of z/VM's lines is not known; counters grow with time.",
    "System_Performance_Threshold_Enable": "Thresholds are kept; no event is sent when one is passed.",
    "System_Service_Query": "Recommended service (RSU) only; single fixes are not in the inventory.",
    "VMRELOCATE": "Without a cluster every move is refused. docs/simulator.md: what moves, and what stands in its way.",
    "VMRM_Measurement_Query": "Every workload reaches its goal.",
    "Virtual_Network_Vswitch_Query_Byte_Stats": "Counters grow with time; no packets flow.",
    "VMRELOCATE_Image_Attributes": "Domains are names without an architecture level: ARCHFORCE changes nothing.",
    "VMRELOCATE_Modify": "A guest is quiesced for no time: only MAX_TOTAL can end a move.",
    "xCAT_Commands_IUO": "QUERY, PURGE, CHANGE, TRANSFER, ATTACH, DETACH, SEND, SET RDEVICE and SNAPDUMP.",
}


def served() -> dict[str, str]:
    """The functions that are served, by IBM's name, each with the file of the room that does."""
    by_call, found = handlers(), {}
    for name, call_type in FUNCTIONS.items():
        if call_type in by_call:
            module = inspect.getmodule(by_call[call_type])
            found[name] = f"functions/{module.__name__.rpartition('.')[2]}.py" if module is not None else "functions"
        elif call_type.stream is not Stream.NONE:
            found[name] = "request_server.py"
    return found
