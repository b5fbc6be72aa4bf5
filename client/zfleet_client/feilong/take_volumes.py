# SPDX-License-Identifier: Apache-2.0
"""Takes FCP templates over, with the identifiers that cinder and nova know, and who has which FCP device."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet_client.errors import FleetError
from zfleet_client.feilong.databases import FcpDevice, FcpTemplate
from zfleet_client.feilong.report import Item, failed, skipped, taken, there
from zfleet_client.fleet import Fleet


class TakeVolumes:
    """Takes the FCP templates and devices of one connector over."""

    def __init__(self, fleet: Fleet, *, dry_run: bool = False) -> None:
        self._fleet = fleet
        self._dry_run = dry_run

    async def templates(self, templates: Sequence[FcpTemplate]) -> list[Item]:
        """Every template. What the fleet has as default, of the host or of a storage provider, stays the default.

        FleetError when the fleet's templates cannot be listed.
        """
        known = {each.template_id.lower(): each async for each in self._fleet.fcp_templates.list()}
        items = []
        for template in templates:
            mine = known.get(template.template_id.lower())
            if mine is None:
                items.append(await self._create(template, list(known.values())))
                continue
            other = _differences(template, mine)
            name = _name(template)
            items.append(
                skipped("template", name, f"the fleet's has other {other}") if other else there("template", name)
            )
        return items

    async def _create(self, template: FcpTemplate, known: Sequence[pb.FcpTemplate]) -> Item:
        default = template.host_default and not any(each.host_default for each in known)
        taken_names = {name for each in known for name in each.storage_providers}
        providers = [name for name in template.providers if name not in taken_names]
        notes = ["not as the host's default: the fleet has one"] if template.host_default and not default else []
        if kept := [name for name in template.providers if name in taken_names]:
            notes.append(f"not as the default of {', '.join(kept)}: the fleet has one")
        if not self._dry_run:
            try:
                await self._fleet.fcp_templates.create(
                    template.name,
                    template.devices,
                    description=template.description,
                    host_default=default,
                    storage_providers=providers,
                    min_paths=template.min_paths,
                    template_id=template.template_id,
                )
            except FleetError as error:
                return failed("template", _name(template), error)
        return taken("template", _name(template), dry_run=self._dry_run, reason="; ".join(notes))

    async def devices(self, devices: Sequence[FcpDevice]) -> list[Item]:
        """Every FCP device that a guest has. FleetError when the fleet's devices cannot be listed."""
        if not devices:
            return []
        known = {each.device_number: each async for each in self._fleet.fcp_devices.list(sync=not self._dry_run)}
        return [await self._device(device, known.get(device.device_number)) for device in devices]

    async def _device(self, device: FcpDevice, known: pb.FcpDevice | None) -> Item:
        name = f"{device.device_number} of {device.user_id or 'nobody'}"
        if known is None and not self._dry_run:
            return skipped("fcp device", name, "z/VM has no such FCP device")
        if known is not None and (known.assigner or known.reserved or known.connection_count):
            if _record(known) == (device.user_id, device.reserved, device.connections, device.template_id):
                return there("fcp device", name)
            return skipped("fcp device", name, f"the fleet has it as {_told(known)}")
        if not self._dry_run:
            try:
                await self._fleet.fcp_devices.update(
                    device.device_number,
                    user_id=device.user_id,
                    reserved=device.reserved,
                    connections=device.connections,
                    template_id=device.template_id,
                )
            except FleetError as error:
                return failed("fcp device", name, error)
        return taken("fcp device", name, dry_run=self._dry_run, reason=_other_wwpn(device, known))


def _other_wwpn(device: FcpDevice, known: pb.FcpDevice | None) -> str:
    """z/VM may give a device another WWPN at an IPL; storage systems know the one that volumes were mapped to."""
    if known is None or not device.npiv_wwpn or not known.npiv_wwpn or device.npiv_wwpn == known.npiv_wwpn:
        return ""
    return f"its WWPN is {known.npiv_wwpn} now, volumes were mapped to {device.npiv_wwpn}"


def _record(device: pb.FcpDevice) -> tuple[str, bool, int, str]:
    return device.assigner, device.reserved, device.connection_count, device.template_id


def _told(device: pb.FcpDevice) -> str:
    reserved = "reserved for" if device.reserved else "not reserved, of"
    return f"{reserved} {device.assigner or 'nobody'} with {device.connection_count} volumes"


def _differences(template: FcpTemplate, known: pb.FcpTemplate) -> str:
    """What a template differs in from the fleet's of the same identifier. Defaults may have moved on since."""
    mine = [sorted(path.split(",")) for path in template.devices.upper().split(";") if path]
    theirs = [sorted(path.devices.device_numbers) for path in known.paths]
    different = {
        "name": template.name != known.name,
        "description": template.description != known.description,
        "devices": mine != theirs,
        "minimum of paths": template.min_paths not in (0, known.min_path_count),
    }
    return ", ".join(what for what, differs in different.items() if differs)


def _name(template: FcpTemplate) -> str:
    return f"{template.name} ({template.template_id})"
