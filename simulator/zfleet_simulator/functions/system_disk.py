# SPDX-License-Identifier: Apache-2.0
"""Real disks and the storage network: DASD, FCP devices, SCSI disks."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.configuration import key
from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.real_devices import Dasd, Edevice, Fcp, ScsiPath
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import StatementError, device_number
from zfleet_simulator.statistics import disk_bytes
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    SystemDiskAccessibility,
    SystemDiskAdd,
    SystemDiskIOQuery,
    SystemDiskQuery,
    SystemFCPFreeQuery,
    SystemSCSIDiskAdd,
    SystemSCSIDiskDelete,
    SystemSCSIDiskQuery,
    SystemWWPNQuery,
)
from zfleet_smapi.calls.system_disk import (
    DiskLine,
    FcpLine,
    FreeLunLine,
    ScsiDiskLine,
    SystemDiskIOQueryReply,
    SystemDiskQueryReply,
    SystemFCPFreeQueryReply,
    SystemSCSIDiskQueryReply,
    SystemWWPNQueryReply,
)
from zfleet_smapi.declaration import Reply

_NEW, _ADD_PATHS = "1", "2"
_MONITOR = "PERSMAPI"
_INVALID_PATH = 8700  # HCP8700E: what CP answers for a path that leads nowhere


def _number(text: str, name: str) -> int:
    """A device number. Refusal 8/3003."""
    try:
        return device_number(text)
    except StatementError:
        raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={upper_case(name)}") from None


# --- DASD ------------------------------------------------------------------------------------------------------------


@serves(SystemDiskQuery)
def system_disk_query(here: Context, call: SystemDiskQuery) -> SystemDiskQueryReply:
    """One DASD or all."""
    disks = here.parts.configuration.dasd.values()
    if upper_case(call.dev_num) != "ALL":
        disk = here.parts.configuration.dasd.get(key(_number(call.dev_num, "dev_num")))
        if disk is None:
            raise Refusal(8, 8)
        disks = (disk,)
    if not disks:
        raise Refusal(4, 28)
    with_size = upper_case(call.disk_size or "NO") == "YES"
    return SystemDiskQueryReply(disk_info_array=tuple(_disk_line(one, with_size) for one in disks))


def _disk_line(disk: Dasd, with_size: bool) -> DiskLine:
    status = disk.status if disk.status in ("OWNED", "SYSTEM", "FREE", "OFFLINE") else "ATTACHED"
    words = [key(disk.rdev), disk.device_type[:7], status]
    if disk.online:
        words.append(disk.label)
        if with_size:
            words.append(str(disk.size))
    return DiskLine(" ".join(words))


@serves(SystemDiskAccessibility)
def system_disk_accessibility(here: Context, call: SystemDiskAccessibility) -> Reply:
    """Whether a disk can be attached."""
    disk = here.parts.configuration.dasd.get(key(_number(call.dev_num, "dev_num")))
    if disk is None:
        raise Refusal(8, 8)
    if disk.status != "FREE":
        raise Refusal(8, 10)
    return done()


@serves(SystemDiskAdd)
def system_disk_add(here: Context, call: SystemDiskAdd) -> Reply:
    """Vary a disk online."""
    name = key(_number(call.dev_num, "dev_num"))
    disk = here.parts.configuration.dasd.get(name)
    if disk is None:
        raise Refusal(396, 40)
    if not disk.online:
        here.parts.configuration.dasd.put(name, replace(disk, status="FREE"))
    return done()


@serves(SystemDiskIOQuery)
def system_disk_io_query(here: Context, call: SystemDiskIOQuery) -> SystemDiskIOQueryReply:
    """What was read from and written to disks since the system was loaded."""
    if _MONITOR not in here.parts.cp.guests:
        raise Refusal(200, 12)
    wanted = (call.rdev or "*").split()
    online = [one for one in here.parts.configuration.dasd.values() if one.online]
    if wanted != ["*"]:
        numbers = {_number(word, "rdev") for word in wanted}
        online = [one for one in online if one.rdev in numbers]
        if len(online) < len(numbers):
            raise Refusal(8, 8)
    seconds = here.now - here.parts.configuration.loaded_at
    lines = []
    for disk in online:
        read, written = disk_bytes(disk.rdev, seconds)
        lines.append(f"RDEV={key(disk.rdev)} BYTES_READ={read} BYTES_WRITTEN={written}")
    return SystemDiskIOQueryReply(dasd_information_data=tuple(lines))


# --- FCP and SCSI ----------------------------------------------------------------------------------------------------


@serves(SystemWWPNQuery)
def system_wwpn_query(here: Context, call: SystemWWPNQuery) -> SystemWWPNQueryReply:
    """All FCP devices."""
    devices = here.parts.configuration.fcp.values()
    if not devices:
        raise Refusal(4, 28)
    owner = upper_case((call.owner or "NO").strip()) == "YES"
    return SystemWWPNQueryReply(wwpn_array=tuple(_fcp_line(one, owner) for one in devices))


def _fcp_line(fcp: Fcp, owner: bool) -> FcpLine:
    status = 3 if not fcp.online else 1 if fcp.user else 2
    words = [key(fcp.rdev), fcp.npiv_wwpn or "NONE", f"{fcp.chpid:02X}", fcp.permanent_wwpn, str(status)]
    if owner:
        words.append(fcp.user or "NONE")
    return FcpLine(" ".join(words))


@serves(SystemFCPFreeQuery)
def system_fcp_free_query(here: Context, call: SystemFCPFreeQuery) -> SystemFCPFreeQueryReply:
    """The SCSI disks that a free FCP device sees and that no EDEV uses."""
    fcp = here.parts.configuration.fcp.get(key(device_number(call.fcp_dev)))
    if fcp is None or not fcp.online:
        raise Refusal(8, 8)
    used = {(path.wwpn, path.lun) for edev in here.parts.configuration.edevices.values() for path in edev.paths}
    lines = tuple(
        FreeLunLine(
            ";".join(
                (
                    key(fcp.rdev),
                    lun.wwpn,
                    lun.lun,
                    lun.uuid,
                    lun.vendor,
                    lun.product,
                    lun.model,
                    lun.serial,
                    "0000",
                    str(lun.block_bytes),
                    str(lun.blocks),
                    str(lun.blocks * lun.block_bytes),
                )
            )
        )
        for lun in here.parts.configuration.installed.luns
        if (lun.wwpn, lun.lun) not in used
    )
    return SystemFCPFreeQueryReply(fcp_array=lines)


@serves(SystemSCSIDiskAdd)
def system_scsi_disk_add(here: Context, call: SystemSCSIDiskAdd) -> Reply:
    """A new EDEV, or more or fewer paths to one."""
    number, option = device_number(call.dev_num), call.option or _NEW
    edevices = here.parts.configuration.edevices
    paths = tuple(_path(here, text) for text in (call.dev_path_array or "").split(";") if text.strip())
    known = edevices.get(key(number))
    if option == _NEW:
        if known is not None or here.parts.configuration.known(number):
            raise Refusal(396, 8705)
        return _put(here, Edevice(number, paths, _blocks(here, paths)), call.persist)
    if known is None:
        raise Refusal(4, 8)
    if not paths:
        raise Refusal(8, 3004)
    if option == _ADD_PATHS:
        merged = (*known.paths, *(path for path in paths if path not in known.paths))
    else:
        merged = tuple(path for path in known.paths if path not in paths)
    return _put(here, replace(known, paths=merged, blocks=_blocks(here, merged)), call.persist)


def _put(here: Context, edevice: Edevice, persist: str | None) -> Reply:
    """In the running system, and in the configuration when it is to last."""
    here.parts.configuration.edevices.put(key(edevice.rdev), edevice)
    if upper_case(persist or "NO") == "YES":
        here.parts.configuration.configured_edevices.put(key(edevice.rdev), edevice)
    return done()


def _path(here: Context, text: str) -> ScsiPath:
    words = upper_case(text).split()
    if len(words) != 3:
        raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=DEV_PATH_ARRAY")
    fcp, wwpn, lun = _number(words[0], "dev_path_array"), words[1], words[2]
    seen = any((one.wwpn, one.lun) == (wwpn, lun) for one in here.parts.configuration.installed.luns)
    if key(fcp) not in here.parts.configuration.fcp or not seen:
        raise Refusal(396, _INVALID_PATH)
    return ScsiPath(fcp, wwpn, lun)


def _blocks(here: Context, paths: tuple[ScsiPath, ...]) -> int:
    luns = here.parts.configuration.installed.luns
    return next((one.blocks for path in paths for one in luns if (one.wwpn, one.lun) == (path.wwpn, path.lun)), 0)


@serves(SystemSCSIDiskDelete)
def system_scsi_disk_delete(here: Context, call: SystemSCSIDiskDelete) -> Reply:
    """An EDEV goes, for good or until the system is loaded again."""
    name = key(device_number(call.dev_num))
    if name not in here.parts.configuration.edevices:
        raise Refusal(8, 8)
    here.parts.configuration.edevices.drop(name)
    if upper_case(call.persist or "NO") == "YES" and name in here.parts.configuration.configured_edevices:
        here.parts.configuration.configured_edevices.drop(name)
    return done()


@serves(SystemSCSIDiskQuery)
def system_scsi_disk_query(here: Context, call: SystemSCSIDiskQuery) -> SystemSCSIDiskQueryReply:
    """One EDEV or all."""
    edevices = here.parts.configuration.edevices.values()
    if upper_case(call.dev_num) != "ALL":
        known = here.parts.configuration.edevices.get(key(_number(call.dev_num, "dev_num")))
        if known is None:
            raise Refusal(8, 8)
        edevices = (known,)
    if not edevices:
        raise Refusal(4, 28)
    return SystemSCSIDiskQueryReply(scsi_info_array=tuple(_scsi_line(one) for one in edevices))


def _scsi_line(one: Edevice) -> ScsiDiskLine:
    paths = "".join(f"{path.fcp:04X}{path.wwpn}{path.lun}" for path in one.paths)
    return ScsiDiskLine(f"{key(one.rdev)} FBA SCSI {one.blocks} {paths}".rstrip())
