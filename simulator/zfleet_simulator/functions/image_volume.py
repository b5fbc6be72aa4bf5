# SPDX-License-Identifier: Apache-2.0
"""DASD volumes of the system, and the regions and groups that minidisks come from."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.configuration import key
from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.functions.image_directory import changed
from zfleet_simulator.real_devices import Dasd
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import device_number
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.volumes import LINEAR, ROTATING, Region
from zfleet_smapi.calls import (
    ImageVolumeAdd,
    ImageVolumeDelete,
    ImageVolumeShare,
    ImageVolumeSpaceDefineDM,
    ImageVolumeSpaceDefineExtendedDM,
    ImageVolumeSpaceQueryDM,
    ImageVolumeSpaceQueryExtendedDM,
    ImageVolumeSpaceRemoveDM,
    PageorSpoolVolumeAdd,
)
from zfleet_smapi.calls.image_volume import ImageVolumeSpaceQueryDMReply, ImageVolumeSpaceQueryExtendedDMReply
from zfleet_smapi.declaration import Reply

_DEVICE_TYPES = {0: "", 1: "3390", 2: "9336", 3: "3380", 4: "FB-512"}
_METHODS = {"1": LINEAR, "2": ROTATING}
_DEFINITION, _FREE = 1, 2
_BY_VOLUME, _BY_REGION, _BY_GROUP = 1, 2, 3


@serves(ImageVolumeSpaceDefineDM)
def image_volume_space_define_dm(here: Context, call: ImageVolumeSpaceDefineDM) -> Reply:
    """Regions and groups."""
    start = call.start_cylinder if call.start_cylinder >= 0 else None
    size = call.size if call.size >= 0 else None
    names = (upper_case(call.region_name), upper_case(call.image_vol_id), upper_case(call.group_name))
    lacking = _lacking(call.function_type, names, (start, size))
    if lacking:
        raise Refusal(24, 100 * lacking[0] + 24)
    return _define(here, call.function_type, names, (start, size), _DEVICE_TYPES[call.device_type], None)


@serves(ImageVolumeSpaceDefineExtendedDM)
def image_volume_space_define_extended_dm(here: Context, call: ImageVolumeSpaceDefineExtendedDM) -> Reply:
    """Regions and groups, key=value form."""
    names = (upper_case(call.region_name or ""), upper_case(call.image_vol_id or ""), upper_case(call.group_name or ""))
    start = int(call.start_cylinder) if call.start_cylinder else None
    size = int(call.size) if call.size else None
    if _lacking(int(call.function_type), names, (start, size)):
        raise Refusal(8, 3004)
    method = _METHODS.get(call.alloc_method or "")
    device_type = _DEVICE_TYPES[int(call.device_type or 0)]
    return _define(here, int(call.function_type), names, (start, size), device_type, method)


def _define(
    here: Context,
    function_type: int,
    names: tuple[str, str, str],
    extent: tuple[int | None, int | None],
    device_type: str,
    method: int | None,
) -> Reply:
    volumes = here.parts.volumes
    region, label, group = names
    start, size = extent
    match function_type:
        case 1 | 2:
            volumes.define_region(region, label, start, size, device_type)
        case 3 | 4:
            volumes.define_region(region or label, label, None, None, device_type)
    if function_type in (2, 4, 5):
        volumes.add_to_group(group, region or label, method)
    return changed(here)


def _lacking(function_type: int, names: tuple[str, str, str], extent: tuple[int | None, int | None]) -> tuple[int, ...]:
    """The positions of the parameters that this kind of request needs and that are empty."""
    region, label, group = names
    needed = {
        2: bool(region or (label and function_type in (3, 4))),
        3: bool(label) or function_type == 5,
        4: extent[0] is not None or function_type not in (1, 2),
        5: extent[1] is not None or function_type not in (1, 2),
        6: bool(group) or function_type not in (2, 4, 5),
    }
    return tuple(position for position, there in needed.items() if not there)


@serves(ImageVolumeSpaceRemoveDM)
def image_volume_space_remove_dm(here: Context, call: ImageVolumeSpaceRemoveDM) -> Reply:
    """Regions out of groups, regions, groups."""
    volumes = here.parts.volumes
    region, label, group = upper_case(call.region_name), upper_case(call.image_vol_id), upper_case(call.group_name)
    on_volume = tuple(one.name for one in volumes.regions_of(label)) if label else ()
    if call.function_type in (4, 5, 6) and not on_volume:
        raise Refusal(420, 8)
    match call.function_type:
        case 1:
            volumes.remove_region(region)
        case 2:
            volumes.remove_from_group(group, region)
        case 3:
            _out_of_all_groups(here, region)
        case 4:
            for name in on_volume:
                volumes.remove_region(name)
        case 5:
            for name in on_volume:
                volumes.remove_from_group(group, name)
        case 6:
            for name in on_volume:
                _out_of_all_groups(here, name)
        case _:
            volumes.remove_group(group)
    return changed(here)


def _out_of_all_groups(here: Context, region: str) -> None:
    if region not in here.parts.volumes.regions:
        raise Refusal(420, 8)
    for group in here.parts.volumes.groups_of(region):
        here.parts.volumes.remove_from_group(group, region)


# --- queries ---------------------------------------------------------------------------------------------------------


@serves(ImageVolumeSpaceQueryDM)
def image_volume_space_query_dm(here: Context, call: ImageVolumeSpaceQueryDM) -> ImageVolumeSpaceQueryDMReply:
    """Definitions, free space or used space, in DIRMAINT's words."""
    records = _records(here, call.query_type, call.entry_type, call.entry_names)
    return ImageVolumeSpaceQueryDMReply(record_array=records)


@serves(ImageVolumeSpaceQueryExtendedDM)
def image_volume_space_query_extended_dm(
    here: Context, call: ImageVolumeSpaceQueryExtendedDM
) -> ImageVolumeSpaceQueryExtendedDMReply:
    """The same, key=value form."""
    records = _records(here, int(call.query_type), int(call.entry_type), call.entry_names or "*")
    return ImageVolumeSpaceQueryExtendedDMReply(record_array=records)


def _records(here: Context, query_type: int, entry_type: int, names: str) -> tuple[str, ...]:
    """Names that are not there are left out: asking for an unknown pool gives an empty list."""
    wanted = upper_case(names).split() or ["*"]
    if query_type == _DEFINITION:
        return tuple(_definitions(here, entry_type, wanted))
    lines = []
    for group, region in _regions(here, entry_type, wanted):
        lines += _free(here, group, region) if query_type == _FREE else _used(here, group, region)
    return tuple(lines)


def _regions(here: Context, entry_type: int, wanted: list[str]) -> list[tuple[str, Region]]:
    """The regions asked about, each with the group by which it was asked for (or *)."""
    volumes = here.parts.volumes
    everything = wanted == ["*"]
    if entry_type == _BY_GROUP:
        groups = [one for one in volumes.groups.values() if everything or one.name in wanted]
        return [(group.name, volumes.regions[name]) for group in groups for name in group.regions]
    regions = volumes.regions.values()
    if entry_type == _BY_VOLUME:
        return [("*", one) for one in regions if everything or one.volume in wanted]
    return [("*", one) for one in regions if everything or one.name in wanted]


def _definitions(here: Context, entry_type: int, wanted: list[str]) -> list[str]:
    volumes = here.parts.volumes
    everything = wanted == ["*"]
    if entry_type == _BY_GROUP:
        groups = [one for one in volumes.groups.values() if everything or one.name in wanted]
        return [" ".join((group.name, *group.regions)) for group in groups]
    if entry_type == _BY_VOLUME:
        labels = [label for label in volumes.labels() if everything or label in wanted]
        return [
            " ".join(
                (label, volumes.real_type(label), str(volumes.volume_size(label)),
                 *(region.name for region in volumes.regions_of(label)))
            )
            for label in labels
        ]  # fmt: skip
    return [
        f"{one.name} {one.volume} {volumes.real_type(one.volume)} {one.start} {one.size}"
        for _, one in _regions(here, _BY_REGION, wanted)
    ]


def _free(here: Context, group: str, region: Region) -> list[str]:
    volumes = here.parts.volumes
    real_type = volumes.real_type(region.volume)
    named = region.name if group != "*" else "*"
    return [f"{region.volume} {real_type} {start} {size} {group} {named}" for start, size in volumes.free(region)]


def _used(here: Context, group: str, region: Region) -> list[str]:
    volumes = here.parts.volumes
    real_type = volumes.real_type(region.volume)
    return [
        f"{region.volume} {real_type} {one.start} {one.size} {one.owner} {one.vdev:04X} * {group} {region.name}"
        for one in volumes.used(region.volume).within(region.start, region.end)
    ]


# --- volumes of the system -------------------------------------------------------------------------------------------


@serves(ImageVolumeAdd)
def image_volume_add(here: Context, call: ImageVolumeAdd) -> Reply:
    """Attach a volume to the system for minidisks, also in the configuration file."""
    dasd = _volume(here, call.image_device_number, 300)
    label = upper_case(call.image_vol_id)
    other = here.parts.configuration.volumes.get(label)
    if any(one is not None and one.status in ("SYSTEM", "OWNED") for one in (dasd, other)):
        raise Refusal(300, 20)
    # The label is what is written on the volume; CP does not attach one that has another.
    if dasd.status not in ("FREE", "OFFLINE") or dasd.label != label:
        raise Refusal(300, 10)
    _refuse_same_parm_disks(call, 300)
    here.parts.configuration.dasd.put(key(dasd.rdev), replace(dasd, status="SYSTEM"))
    return done()


@serves(ImageVolumeDelete)
def image_volume_delete(here: Context, call: ImageVolumeDelete) -> Reply:
    """Take a volume away from the system."""
    dasd = _volume(here, call.image_device_number, 300)
    if dasd.label != upper_case(call.image_vol_id) or dasd.status != "SYSTEM":
        raise Refusal(300, 18)
    _refuse_same_parm_disks(call, 300)
    if here.parts.volumes.used(dasd.label).extents:
        raise Refusal(300, 10)
    here.parts.configuration.dasd.put(key(dasd.rdev), replace(dasd, status="FREE"))
    return done()


def _volume(here: Context, number: str, code: int) -> Dasd:
    dasd = here.parts.configuration.dasd.get(key(device_number(number)))
    if dasd is None:
        raise Refusal(code, 12 if here.parts.configuration.known(device_number(number)) else 8)
    return dasd


def _refuse_same_parm_disks(call: ImageVolumeAdd | ImageVolumeDelete, code: int) -> None:
    first = (call.system_config_name, call.system_config_type, call.parm_disk_owner, call.parm_disk_number)
    second = (
        call.alt_system_config_name,
        call.alt_system_config_type,
        call.alt_parm_disk_owner,
        call.alt_parm_disk_number,
    )
    if any(second) and first == second:
        raise Refusal(code, 22)


@serves(ImageVolumeShare)
def image_volume_share(here: Context, call: ImageVolumeShare) -> Reply:
    """Let other systems use a volume at the same time, or not."""
    dasd = here.parts.configuration.dasd.get(key(device_number(call.img_vol_addr)))
    if dasd is None:
        raise Refusal(8, 3012)
    if not dasd.online:
        raise Refusal(8, 3013)
    if dasd.status == "OWNED":
        raise Refusal(8, 19)
    shared = upper_case(call.share_enable or "ON") == "ON"
    here.parts.configuration.dasd.put(key(dasd.rdev), replace(dasd, shared=shared))
    return done()


@serves(PageorSpoolVolumeAdd)
def page_or_spool_volume_add(here: Context, call: PageorSpoolVolumeAdd) -> Reply:
    """Format a free volume for paging or spooling and give it to CP."""
    dasd = _volume(here, call.vol_addr, 8)
    label = upper_case(call.volume_label)
    if dasd.status != "FREE":
        raise Refusal(8, 10)
    if label in here.parts.configuration.volumes and here.parts.configuration.volumes[label].rdev != dasd.rdev:
        raise Refusal(8, 20)
    owned = replace(dasd, label=label, status="OWNED", use=upper_case(call.volume_use))
    here.parts.configuration.dasd.put(key(dasd.rdev), owned)
    return done()
