# SPDX-License-Identifier: Apache-2.0
"""Named systems: hardware and IBM's own entries as data, the rest populated by SMAPI calls like anybody's.

``bare`` is a system as installed. ``small`` has two pools, two switches and two profiles. ``fleet`` is a big machine
with 4000 guests. Names: pools POOL1 (ECKD) and POOL2 (FBA), switches VSW1 and VSW2, profiles ZFLEET and OSDFLT,
guests of ``fleet`` FL00001 to FL04000.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from zfleet_simulator.real_devices import Dasd, Fcp, Lun, Osa
from zfleet_simulator.system import Installed
from zfleet_smapi.calls import (
    ImageActivate,
    ImageCreateDM,
    ImageVolumeSpaceDefineDM,
    NameListAdd,
    ProfileCreateDM,
    VirtualNetworkVswitchCreateExtended,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.declaration import Call
from zfleet_smapi.stream import Connect

ECKD_POOL, FBA_POOL = "POOL1", "POOL2"
FLEET_GUESTS = 4000
_ECKD_CYLINDERS = 65_520  # 3390-64K, the biggest that a minidisk pool usually has
_FBA_BLOCKS = 83_886_080  # 40 GiB
_WHOLE_VOLUME_IN_GROUP = 4

_SERVERS = (
    "MAINT", "OPERATOR", "DIRMAINT", "DATAMOVE", "TCPIP", "DTCVSW1", "DTCVSW2", "VSMGUARD", "VSMREQIN", "VSMREQI6",
    "VSMREQIU", "VSMEVSRV", "VSMWORK1", "VSMWORK2", "VSMWORK3", "LOHCOST", "DTCSMAPI", "PERSMAPI", "OPERATNS",
)  # fmt: skip
_RUNNING = tuple(name for name in _SERVERS if name not in ("MAINT", "DATAMOVE"))
_OSDFLT = (
    "PROFILE OSDFLT",
    "COMMAND SET RUN ON",
    "COMMAND TERM LINEND #",
    "MACHINE ESA 32",
    "OPTION APPLMON CHPIDV ONE",
    "IUCV ANY",
    "CONSOLE 0009 3215 T",
    "SPOOL 000C 2540 READER *",
    "SPOOL 000D 2540 PUNCH A",
    "SPOOL 000E 1403 A",
    "LINK MAINT 0190 0190 RR",
    "LINK MAINT 019D 019D RR",
    "LINK MAINT 019E 019E RR",
)


@dataclass(frozen=True)
class Preset:
    """A system and the calls that fill it."""

    name: str
    installed: Installed
    calls: Callable[[], Iterator[list[Call[Any]]]] = field(default=lambda: iter(()))


def preset_named(name: str) -> Preset:
    """A preset; ValueError that names the known ones."""
    presets = {preset.name: preset for preset in (_bare(), _small(), _fleet())}
    if name not in presets:
        raise ValueError(f"no preset {name!r}; there are {', '.join(presets)}")
    return presets[name]


PRESET_NAMES = ("bare", "small", "fleet")


# What each member of a cluster has to be told for itself: the rest is in common.
_OF_EACH_MEMBER = (VirtualNetworkVswitchCreateExtended, VirtualNetworkVswitchSetExtended, NameListAdd)


async def load(preset: Preset, connect: Connect, joining: bool = False) -> None:
    """Populate a new host: batches one after the other, the calls of a batch a few at a time.

    ``joining``: the host has joined a cluster, where what the members have in common is there already.
    SmapiError when the host refuses a call: a preset that does not load is a defect.
    """
    async with SmapiClient(connect, Credentials("MAINT", trusted=True), max_conversations=8) as client:
        for batch in preset.calls():
            wanted = (call for call in batch if not joining or isinstance(call, _OF_EACH_MEMBER))
            await asyncio.gather(*(client.call(call) for call in wanted))


# --- hardware --------------------------------------------------------------------------------------------------------


def _system_dasd() -> tuple[Dasd, ...]:
    """Volumes that every system has: its own, paging and spool."""
    return (
        Dasd(0x1000, "VMCOM1", "3390-32K", 32_760, "OWNED"),
        Dasd(0x1001, "VMRES1", "3390-32K", 32_760, "OWNED"),
        Dasd(0x1003, "VMSPL1", "3390-32K", 32_760, "OWNED", use="SPOOL"),
        Dasd(0x1004, "VMPAG1", "3390-32K", 32_760, "OWNED", use="PAGE"),
        Dasd(0x1005, "VMUSR1", "3390-32K", 32_760),
        Dasd(0x1010, "FREE01", "3390-32K", 32_760, "FREE"),
        Dasd(0x1011, "FREE02", "3390-32K", 32_760, "FREE"),
        Dasd(0x1012, "OFFL01", "3390-32K", 32_760, "OFFLINE"),
    )


def _pool_dasd(eckd: int, fba: int) -> tuple[Dasd, ...]:
    """Volumes for the pools: E00001 on (ECKD), F00001 on (FBA)."""
    return (
        *(Dasd(0x4000 + n, f"E{n + 1:05}", "3390-64K", _ECKD_CYLINDERS) for n in range(eckd)),
        *(Dasd(0x6000 + n, f"F{n + 1:05}", "9336-32", _FBA_BLOCKS) for n in range(fba)),
    )


def _osa() -> tuple[Osa, ...]:
    groups = ((0x0500, 0x05), (0x0600, 0x06), (0x0700, 0x07), (0x1A00, 0x1A))
    return tuple(Osa(first + n, chpid) for first, chpid in groups for n in range(16))


def _fcp() -> tuple[Fcp, ...]:
    found = []
    for first, chpid in ((0xB800, 0x27), (0xB900, 0x2B)):
        for n in range(32):
            rdev = first + n
            found.append(Fcp(rdev, chpid, f"C05076DE3300{rdev:04X}", f"C05076DE33{chpid:02X}2641"))
    return tuple(found)


def _luns() -> tuple[Lun, ...]:
    return tuple(
        Lun("5005076300C20B8E", f"40{n:02X}400000000000", f"6005076303FFC46A000000000000{n:04X}", "75L3521", 20_971_520)
        for n in range(16)
    )


def _entries() -> tuple[tuple[str, ...], ...]:
    """IBM's own entries, as far as callers meet them: MAINT's disks and the servers."""
    maint = (
        "USER MAINT NOPASS 256M 1000M ABCDEFG",
        "MACHINE ESA 4",
        "OPTION LNKNOPAS",
        "CONSOLE 0009 3215 T",
        "SPOOL 000C 2540 READER *",
        "MDISK 0190 3390 1 207 VMUSR1 MR",
        "MDISK 019D 3390 208 292 VMUSR1 MR",
        "MDISK 019E 3390 500 500 VMUSR1 MR",
        "MDISK 0CF0 3390 1000 120 VMUSR1 MR",
    )
    servers = tuple(
        (f"USER {name} AUTOONLY 128M 256M ABG", "MACHINE ESA 2", "SPOOL 000C 2540 READER *")
        for name in _SERVERS
        if name != "MAINT"
    )
    return (maint, *servers)


def _installed(system_name: str, dasd: tuple[Dasd, ...], cpus: int, memory_gib: int) -> Installed:
    return Installed(
        system_name=system_name,
        cpus=("IFL",) * cpus,
        memory_kb=memory_gib << 20,
        dasd=(*_system_dasd(), *dasd),
        osa=_osa(),
        fcp=_fcp(),
        luns=_luns(),
        entries=_entries(),
        running=_RUNNING,
        service={"CP": "RSU-2301", "CMS": "RSU-2301", "TCPIP": "RSU-2301", "DIRM": "RSU-2301", "VMSES": "RSU-2301"},
    )


def _bare() -> Preset:
    return Preset("bare", _installed("ZVMSIM1", (), 8, 512))


def _small() -> Preset:
    return Preset("small", _installed("ZVMSIM1", _pool_dasd(6, 2), 8, 512), lambda: _foundation(6, 2))


def _fleet() -> Preset:
    # 4000 guests of 10 GiB: four to a 3390-64K volume.
    return Preset("fleet", _installed("ZVMFLEET", _pool_dasd(1100, 4), 60, 16_384), _fleet_calls)


# --- contents --------------------------------------------------------------------------------------------------------


def _foundation(eckd: int, fba: int) -> Iterator[list[Call[Any]]]:
    """Pools, profiles and switches."""
    yield [_volume(f"E{n + 1:05}", ECKD_POOL) for n in range(eckd)]
    yield [_volume(f"F{n + 1:05}", FBA_POOL) for n in range(fba)]
    yield [
        ProfileCreateDM(target="OSDFLT", profile_record_array=_OSDFLT),
        ProfileCreateDM(target="ZFLEET", profile_record_array=("PROFILE ZFLEET", *_OSDFLT[1:])),
        _switch("VSW1", "0500"),
        _switch("VSW2", "0600"),
    ]


def _volume(label: str, group: str) -> Call[Any]:
    return ImageVolumeSpaceDefineDM(
        function_type=_WHOLE_VOLUME_IN_GROUP, region_name=label, image_vol_id=label, group_name=group
    )


def _switch(name: str, rdev: str) -> Call[Any]:
    return VirtualNetworkVswitchCreateExtended(
        switch_name=name,
        real_device_address=rdev,
        connection_value="CONNECT",
        queue_memory_limit="8",
        transport_type="ETHERNET",
        vlan_id="UNAWARE",
        persist="YES",
    )


def _fleet_calls() -> Iterator[list[Call[Any]]]:
    yield from _foundation(1100, 4)
    names = [f"FL{number:05}" for number in range(1, FLEET_GUESTS + 1)]
    for batch in _batches(names, 500):
        yield [_grant(name) for name in batch]
        yield [_guest(name) for name in batch]
    yield [NameListAdd(target="FLEET", name=name) for name in names[:100]]
    # A third of the fleet is running.
    yield [ImageActivate(target=name) for name in names[::3]]


def _batches(names: list[str], size: int) -> Iterable[list[str]]:
    return (names[at : at + size] for at in range(0, len(names), size))


def _grant(name: str) -> Call[Any]:
    return VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid=name, persist="YES")


def _guest(name: str) -> Call[Any]:
    records = (
        f"USER {name} LBYONLY 2G 64G G",
        "INCLUDE OSDFLT",
        "COMMAND SET VCONFIG MODE LINUX",
        "COMMAND DEFINE CPU 00 TYPE IFL",
        "COMMAND DEFINE CPU 01 TYPE IFL",
        "SHARE RELATIVE 200",
        "IPL 0100",
        "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1",
        f"MDISK 0100 3390 AUTOG 14564 {ECKD_POOL} MR",
    )
    return ImageCreateDM(target=name, image_record_array=records)
