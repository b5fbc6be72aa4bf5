# SPDX-License-Identifier: Apache-2.0
"""z/VM's numbers about a virtual switch in words, as IBM's book on systems management programming lists them."""

from __future__ import annotations

_SWITCH = (
    "Virtual switch defined.",
    "Controller not available.",
    "Operator intervention required.",
    "Disconnected.",
    "Virtual devices attached to controller.",
    "OSA initialization in progress.",
    "OSA device not ready.",
    "OSA device ready.",
    "OSA devices being detached.",
    "Virtual switch delete pending.",
    "Virtual switch failover recovering.",
    "Autorestart in progress.",
)
_DEVICE = ("Device is not active.", "Device is active.", "Device is a backup device.")
_ERROR = (
    "No error.",
    "Port name conflict.",
    "No layer 2 support.",
    "Real device does not exist.",
    "Real device is attached elsewhere.",
    "Real device is not a QDIO OSA.",
    "Initialization error.",
    "Stalled OSA.",
    "Stalled controller.",
    "Controller connection severed.",
    "Primary or secondary routing conflict.",
    "Device is offline.",
    "Device was detached.",
    "IP and Ethernet type mismatch.",
    "Insufficient memory in controller virtual machine.",
    "TCP/IP configuration conflict.",
    "No link aggregation support.",
    "OSA attribute mismatch.",
    "Reserved for future use.",
    "OSA is not ready.",
    "Reserved for future use.",
    "Attempting restart for device.",
    "Exclusive user error.",
    "Device state is invalid.",
    "Port number is invalid for device.",
    "No OSA connection isolation.",
    "EQID mismatch.",
    "Incompatible controller.",
    "Backup detached.",
    "Backup not ready.",
    "Backup attempting restart.",
    "EQID mismatch.",
    "No HiperSockets bridge support.",
    "HiperSockets bridge error.",
)


def switch_status(number: int) -> str:
    """State of a switch, 1 to 12."""
    return _SWITCH[number - 1] if 1 <= number <= len(_SWITCH) else "Unknown"


def device_status(number: int) -> str:
    """State of an uplink's device, 0 to 2."""
    return _DEVICE[number] if number < len(_DEVICE) else "Unknown"


def device_error(number: int) -> str:
    """What is wrong with an uplink's device, 0 to 33."""
    return _ERROR[number] if number < len(_ERROR) else "Unknown"
