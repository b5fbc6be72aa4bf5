# SPDX-License-Identifier: Apache-2.0
"""What z/VM's refusals mean for this service's callers: a status, a stable reason, and the thing it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from grpc import StatusCode

from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.smapi_errors import from_smapi
from zfleet_smapi.errors import SmapiError

Codes = tuple[int | None, int | None]

NO_SUCH_SWITCH: Codes = (212, 40)
SWITCH_EXISTS: Codes = (212, 36)
GRANTED_ALREADY: Codes = (212, 44)
NOT_COUPLED: Codes = (212, 32)
NO_SUCH_ADAPTER: Codes = (212, 8)  # of the two adapter queries only
NOT_LOGGED_ON: Codes = (200, 12)
NO_SUCH_IMAGE: Codes = (200, 4)
NOT_IN_DIRECTORY: Codes = (400, 4)
ENTRY_LACKS_DEVICE: Codes = (404, 8)
ENTRY_HAS_DEVICE: Codes = (404, 4)
GUEST_LACKS_DEVICE: Codes = (204, 8)
GUEST_HAS_DEVICE: Codes = (204, 4)
COUPLED_ALREADY: Codes = (204, 20)
UNCOUPLED_ALREADY: Codes = (204, 48)

GUEST, NIC, SWITCH, OSA = "guest", "nic", "virtual_switch", "osa_device"
RETRY_AFTER = 1.0  # seconds

# What a call was for, where one rpc does several things: ErrorInfo's metadata "operation".
CREATE_NIC, DELETE_NIC = "CREATE_NIC", "DELETE_NIC"
COUPLE, UNCOUPLE = "COUPLE", "UNCOUPLE"
DEDICATE_OSA, UNDEDICATE_OSA = "DEDICATE_OSA", "UNDEDICATE_OSA"
GRANT, REVOKE, SET_SWITCH = "GRANT", "REVOKE", "SET_SWITCH"
READ = "READ"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a pair of codes is to a caller; `about` is the kind of the thing that it names."""

    status: StatusCode
    reason: str
    text: str
    about: str = ""


_LOCKED = Meaning(StatusCode.ABORTED, "ENTRY_LOCKED", "somebody else is changing the directory entry", GUEST)
_NO_GUEST = Meaning(StatusCode.NOT_FOUND, "GUEST_NOT_FOUND", "there is no such guest", GUEST)
_NO_NIC = Meaning(StatusCode.NOT_FOUND, "NIC_NOT_FOUND", "there is no such NIC", NIC)
_NIC_EXISTS = Meaning(StatusCode.ALREADY_EXISTS, "NIC_EXISTS", "the device number is in use", NIC)
_NO_COUPLE = Meaning(StatusCode.FAILED_PRECONDITION, "COUPLE_REFUSED", "z/VM does not couple the NIC", NIC)
_NO_GRANT = Meaning(StatusCode.FAILED_PRECONDITION, "GRANT_REFUSED", "z/VM does not allow it on this switch", SWITCH)
_NOT_FREE = Meaning(StatusCode.FAILED_PRECONDITION, "OSA_DEVICE_NOT_FREE", "z/VM cannot dedicate the device", OSA)
_NOT_UNDEDICATED = Meaning(
    StatusCode.FAILED_PRECONDITION, "OSA_UNDEDICATE_REFUSED", "z/VM does not take the devices away", NIC
)

MEANINGS: dict[Codes, Meaning] = {
    NO_SUCH_SWITCH: Meaning(
        StatusCode.NOT_FOUND, "VIRTUAL_SWITCH_NOT_FOUND", "there is no such virtual switch", SWITCH
    ),
    SWITCH_EXISTS: Meaning(
        StatusCode.ALREADY_EXISTS, "VIRTUAL_SWITCH_EXISTS", "there is a virtual switch of that name", SWITCH
    ),
    NOT_IN_DIRECTORY: _NO_GUEST,
    NO_SUCH_IMAGE: _NO_GUEST,
    NOT_LOGGED_ON: Meaning(StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING", "the guest is not running", GUEST),
    (400, 12): _LOCKED,
    (404, 12): _LOCKED,
    ENTRY_HAS_DEVICE: _NIC_EXISTS,
    GUEST_HAS_DEVICE: _NIC_EXISTS,
    (396, 2797): _NIC_EXISTS,
    ENTRY_LACKS_DEVICE: _NO_NIC,
    GUEST_LACKS_DEVICE: _NO_NIC,
    (204, 28): Meaning(StatusCode.FAILED_PRECONDITION, "NIC_BUSY", "another kind of device has that number", NIC),
    (212, 8): Meaning(StatusCode.FAILED_PRECONDITION, "NOT_GRANTED", "the guest may not couple to the switch", SWITCH),
    (212, 28): _NO_COUPLE,
    (396, 2788): _NO_COUPLE,
    (396, 2848): _NO_COUPLE,
    (396, 3034): _NO_COUPLE,
    (396, 6011): _NO_COUPLE,
    (396, 2838): _NO_GRANT,
    (396, 2846): Meaning(StatusCode.FAILED_PRECONDITION, "VLAN_UNAWARE", "the switch is not VLAN-aware", SWITCH),
    (396, 2853): _NO_GRANT,
    (396, 2856): _NO_GRANT,
    (396, 2858): _NO_GRANT,
    (396, 3022): _NO_GRANT,
    (396, 3033): _NO_GRANT,
}
MEANINGS_OF: dict[str, dict[Codes, Meaning]] = {
    DEDICATE_OSA: {(204, 8): _NOT_FREE, (204, 16): _NOT_FREE},
    UNDEDICATE_OSA: {(204, 28): _NOT_UNDEDICATED, (204, 40): _NOT_UNDEDICATED, (204, 44): _NOT_UNDEDICATED},
}
"""Where a pair of codes means something else than it does everywhere."""


def codes_of(error: SmapiError) -> Codes:
    """Return code and reason code."""
    return (error.return_code, error.reason_code)


def refused(error: SmapiError, names: dict[str, str], operation: str = READ) -> ZfleetError:
    """The error for a refusal; `names` says which guest, nic, virtual_switch or osa_device the call was about.

    What this service has no meaning of its own for becomes what the table of return codes says.
    """
    known, codes = from_smapi(error), codes_of(error)
    if operation != READ:
        known.metadata["operation"] = operation
    meaning = MEANINGS_OF.get(operation, {}).get(codes) or MEANINGS.get(codes)
    if meaning is None:
        return known
    name = names.get(meaning.about, "")
    return ZfleetError(
        meaning.status,
        meaning.reason,
        f"{meaning.about.replace('_', ' ')} {name}: {meaning.text}" if name else meaning.text,
        metadata=known.metadata,
        retry_after=RETRY_AFTER if meaning.status is StatusCode.ABORTED else None,
        resource=(meaning.about, name) if name else None,
    )


@contextmanager
def explaining(
    operation: str,
    *,
    user_id: str = "",
    device_number: str = "",
    switch: str = "",
    osa_device: str = "",
    fine: Collection[Codes] = (),
) -> Iterator[None]:
    """Says what a refusal inside the block was about. One with codes in `fine` is none: what the call was to bring
    about is so already."""
    try:
        yield
    except SmapiError as error:
        if codes_of(error) in fine:
            return
        nic = f"{user_id}/{device_number}" if device_number else ""
        names = {GUEST: user_id, SWITCH: switch, NIC: nic, OSA: osa_device}
        raise refused(error, names, operation) from error
