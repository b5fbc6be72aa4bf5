# SPDX-License-Identifier: Apache-2.0
"""The contract's numbers for what the network service refuses.

One request may do several things to a NIC, and each has a pair of numbers in the contract: refused, and locked. Which
one it was stands in the error as its operation.
"""

from __future__ import annotations

from zfleet_gateway.rest.envelope import Module, Numbers, conflict, missing

_NET = Module.NETWORK
_LOCKED = "ENTRY_LOCKED"

# Class 409, by what was done: what refuses it -> rs; a locked directory entry is the next number.
_BY_OPERATION = {
    "CREATE_NIC": (6, ("NIC_EXISTS", "NIC_BUSY")),
    "DELETE_NIC": (8, ("NIC_BUSY",)),
    "COUPLE": (10, ("COUPLE_REFUSED", "NOT_GRANTED", "NIC_BUSY", "NIC_IS_OSA")),
    "UNCOUPLE": (12, ("NIC_BUSY", "COUPLE_REFUSED", "NIC_IS_OSA")),
    "DEDICATE_OSA": (14, ("OSA_DEVICE_NOT_FREE", "NIC_EXISTS", "NIC_BUSY")),
    "UNDEDICATE_OSA": (16, ("OSA_UNDEDICATE_REFUSED", "NIC_BUSY")),
}

SWITCH: dict[str, Numbers] = {
    "VIRTUAL_SWITCH_NOT_FOUND": missing(_NET),
    "GRANT_REFUSED": conflict(_NET, 5),
    "VLAN_UNAWARE": conflict(_NET, 5),
    "NOT_AN_IP_SWITCH": conflict(_NET, 5),
    "NOT_GRANTED": conflict(_NET, 5),
}

_NIC: dict[str, Numbers] = {
    **SWITCH,
    "GUEST_NOT_RUNNING": conflict(_NET, 1),
    "NIC_NOT_FOUND": missing(_NET),
    **{f"{name}:{reason}": conflict(_NET, rs) for name, (rs, reasons) in _BY_OPERATION.items() for reason in reasons},
    **{f"{name}:{_LOCKED}": conflict(_NET, rs + 1) for name, (rs, _) in _BY_OPERATION.items()},
}

# Each with the numbers of what the route is for, when the error does not say what it was about.
CREATE: dict[str, Numbers] = _NIC | {
    "NIC_EXISTS": conflict(_NET, 6),
    "NIC_BUSY": conflict(_NET, 6),
    "RESERVATION_CONFLICT": conflict(_NET, 6),
    "DEVICE_NUMBERS_EXHAUSTED": conflict(_NET, 6),
    "MAC_ADDRESSES_EXHAUSTED": conflict(_NET, 6),
    "MAC_ADDRESS_TAKEN": conflict(_NET, 6),
    _LOCKED: conflict(_NET, 7),
    "OSA_DEVICE_NOT_FREE": conflict(_NET, 14),
}
COUPLE: dict[str, Numbers] = _NIC | {
    "COUPLE_REFUSED": conflict(_NET, 10),
    "NIC_IS_OSA": conflict(_NET, 10),
    _LOCKED: conflict(_NET, 11),
}
DELETE: dict[str, Numbers] = _NIC | {"NIC_BUSY": conflict(_NET, 8), _LOCKED: conflict(_NET, 9)}
