# SPDX-License-Identifier: Apache-2.0
"""What is served and what is not, as a page: docs/simulator-coverage.md is written from here."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from zfleet_simulator.context import Handler
from zfleet_simulator.functions import handlers
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.declaration import Call, Stream

# What a served function does not do as z/VM would; nothing to say means: nothing known.
LIMITS = {
    "Event_Subscribe": "Of CP's records about machines: logon, logoff, runnable, moves to other members; no others.",
    "Image_Activate": "The guest's operating system is not run: its console shows a boot, its adapters come up.",
    "Image_Console_Get": "The console holds what CP and the simulated boot said.",
    "Image_Device_Reset": "Noted on the console; no device keeps a state that a reset would change.",
    "Network_IP_Interface_Create": "Interfaces are kept and listed; no packets flow.",
    "Network_IP_Interface_Query": "The wording of z/VM's lines is not known; ours has name, address, mask, MTU, state.",
    "Page_or_Spool_Volume_Add": "The configuration file is not kept as text: labels and uses are.",
    "Process_ABEND_Dump": "Dumps are there only when a state folder brought them: the simulated CP does not abend.",
    "System_Config_Syntax_Check": "The simulated configuration file is always in good order.",
    "System_Disk_IO_Query": "The wording of z/VM's lines is not known; counters grow with time.",
    "System_Performance_Threshold_Enable": "Thresholds are kept; no event is sent when one is passed.",
    "System_Service_Query": "Recommended service (RSU) only; single fixes are not in the inventory.",
    "VMRELOCATE": "Without a cluster every move is refused; a moved guest is logged off here.",
    "VMRM_Measurement_Query": "Every workload reaches its goal.",
    "Virtual_Network_Vswitch_Query_Byte_Stats": "Counters grow with time; no packets flow.",
    "xCAT_Commands_IUO": "QUERY, PURGE, CHANGE, TRANSFER, ATTACH and DETACH.",
}


def page() -> str:
    """The page in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    served = handlers()
    count = sum(_is_served(call_type, served) for call_type in FUNCTIONS.values())
    yield "# What the simulator serves"
    yield ""
    yield "Written by `make docs` from the simulator's own handlers; do not edit."
    yield ""
    yield f"{count} of {len(FUNCTIONS)} functions are served. An unserved function answers 900/12, as z/VM does."
    yield "A function whose limits are not named changes and reports the same state as every other function."
    yield ""
    yield "| function | group | served in | what it does not do |"
    yield "|---|---|---|---|"
    for name, call_type in sorted(FUNCTIONS.items()):
        yield f"| {name} | {call_type.group} | {_where(call_type, served)} | {LIMITS.get(name, '')} |"


def _is_served(call_type: type[Call[Any]], served: Any) -> bool:
    return call_type in served or call_type.stream is not Stream.NONE


def _where(call_type: type[Call[Any]], served: Any) -> str:
    handler: Handler | None = served.get(call_type)
    if handler is not None:
        return f"functions/{inspect.getmodule(handler).__name__.rpartition('.')[2]}.py"  # type: ignore[union-attr]
    return "request_server.py" if call_type.stream is not Stream.NONE else "no"
