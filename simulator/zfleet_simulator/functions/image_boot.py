# SPDX-License-Identifier: Apache-2.0
"""What an image boots from: IPL and LOADDEV statements."""

from __future__ import annotations

from zfleet_simulator.context import Context, serves
from zfleet_simulator.directory import Entry
from zfleet_simulator.events import EBCDIC
from zfleet_simulator.functions.image_directory import changed
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import Ipl, Loaddev
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    ImageIPLDeleteDM,
    ImageIPLDeviceQuery,
    ImageIPLQueryDM,
    ImageIPLSetDM,
    ImageSCSICharacteristicsDefineDM,
    ImageSCSICharacteristicsQueryDM,
)
from zfleet_smapi.calls.image_boot import (
    ImageIPLDeviceQueryReply,
    ImageIPLQueryDMReply,
    ImageSCSICharacteristicsQueryDMReply,
)
from zfleet_smapi.declaration import Reply

_NO_DATA, _REMOVE, _EBCDIC_TEXT, _HEX = 0, 1, 2, 3


@serves(ImageIPLSetDM)
def image_ipl_set_dm(here: Context, call: ImageIPLSetDM) -> Reply:
    """The IPL statement of an entry or profile."""
    entry = here.parts.directory.for_update(call.target, here.caller)
    new = Ipl(upper_case(call.saved_system), upper_case(call.load_parameter), _parameters(call.parameter_string))
    old = entry.first(Ipl)
    here.parts.directory.update(entry.replacing(old, new) if old is not None else entry.adding(new))
    return changed(here)


def _parameters(text: str) -> str:
    words = text.strip()
    return words[4:].strip() if upper_case(words).startswith("PARM ") else words


@serves(ImageIPLDeleteDM)
def image_ipl_delete_dm(here: Context, call: ImageIPLDeleteDM) -> Reply:
    """Take the IPL statement out."""
    entry = here.parts.directory.for_update(call.target, here.caller)
    old = entry.first(Ipl)
    if old is None:
        raise Refusal(460, 4)
    here.parts.directory.update(entry.without(old))
    return changed(here)


@serves(ImageIPLQueryDM)
def image_ipl_query_dm(here: Context, call: ImageIPLQueryDM) -> ImageIPLQueryDMReply:
    """The IPL statement."""
    one = here.parts.directory.entry(call.target).first(Ipl)
    if one is None:
        return ImageIPLQueryDMReply(reason_code=28, bare=True)
    return ImageIPLQueryDMReply(
        saved_system=one.system, load_parameter=one.load_parameter, parameter_string=one.parameters
    )


@serves(ImageIPLDeviceQuery)
def image_ipl_device_query(here: Context, call: ImageIPLDeviceQuery) -> ImageIPLDeviceQueryReply:
    """Which device a running guest was booted from."""
    guest = here.parts.cp.running(call.userid)
    if guest is None:
        raise Refusal(200, 12)
    return ImageIPLDeviceQueryReply(ipl_device=_four(guest.ipl))


def _four(system: str) -> str:
    """A device number, or the first letters of a saved system's name; the answer has exactly four characters."""
    number = all(letter in "0123456789ABCDEF" for letter in system) and len(system) <= 4
    return system.rjust(4, "0") if number else system[:4].ljust(4)


@serves(ImageSCSICharacteristicsDefineDM)
def image_scsi_characteristics_define_dm(here: Context, call: ImageSCSICharacteristicsDefineDM) -> Reply:
    """LOADDEV statements: empty leaves one as it is, DELETE removes it."""
    entry = here.parts.directory.for_update(call.target, here.caller)
    for name, value in (
        ("PORTNAME", call.port_name),
        ("LUN", call.lun),
        ("BOOTPROG", call.boot_program),
        ("BR_LBA", call.br_lba),
    ):
        if value:
            entry = _set(entry, name, "" if upper_case(value) == "DELETE" else upper_case(value))
    match call.scp_data_type:
        case 1:
            entry = _set(entry, "SCPDATA", "")
        case 2:
            entry = _set(entry, "SCPDATA", f"'{call.scp_data.decode(EBCDIC)}'")
        case 3:
            entry = _set(entry, "SCPDATA", f"HEX '{_hexadecimal(call.scp_data)}'")
    here.parts.directory.update(entry)
    return changed(here)


def _hexadecimal(data: bytes) -> str:
    """Hexadecimal digits that came as EBCDIC text, or the digits of bytes that are none."""
    text = upper_case(data.decode(EBCDIC).strip())
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        return upper_case(data.hex())
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(520, 2826) from None
    return text


def _set(entry: Entry, name: str, value: str) -> Entry:
    old = next((one for one in entry.all(Loaddev) if one.key == name), None)
    if not value:
        if old is None:
            raise Refusal(456, 4)
        return entry.without(old)
    new = Loaddev(name, value)
    return entry.replacing(old, new) if old is not None else entry.adding(new)


@serves(ImageSCSICharacteristicsQueryDM)
def image_scsi_characteristics_query_dm(
    here: Context, call: ImageSCSICharacteristicsQueryDM
) -> ImageSCSICharacteristicsQueryDMReply:
    """The LOADDEV statements."""
    found = {one.key: one.value for one in here.parts.directory.entry(call.target).all(Loaddev)}
    if not found:
        return ImageSCSICharacteristicsQueryDMReply(reason_code=28, bare=True)
    kind, data = _scp_data(found.get("SCPDATA", ""))
    return ImageSCSICharacteristicsQueryDMReply(
        boot_program=found.get("BOOTPROG", ""),
        br_lba=found.get("BR_LBA", ""),
        lun=found.get("LUN", ""),
        port_name=found.get("PORTNAME", ""),
        scp_data_type=kind,
        scp_data=data,
    )


def _scp_data(text: str) -> tuple[int, bytes]:
    if not text:
        return _NO_DATA, b""
    if text.startswith("HEX "):
        digits = text[4:].strip().strip("'")
        try:
            return _HEX, bytes.fromhex(digits)
        except ValueError:
            return _HEX, digits.encode("ascii", "replace")
    return _EBCDIC_TEXT, text.strip("'").encode(EBCDIC, "replace")
