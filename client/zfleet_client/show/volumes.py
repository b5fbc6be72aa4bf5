# SPDX-License-Identifier: Apache-2.0
"""Tables about FCP devices, templates and connectors."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet_client.show.answer import facts, heading, table, word


def devices(found: Iterable[pb.FcpDevice]) -> RenderableType:
    """FCP devices."""
    return table(
        ("DEVICE", "STATE", "GUEST", "RESERVED", "VOLUMES", "WWPN", "CHPID", "PCHID", "TEMPLATE"),
        (
            (
                device.device_number,
                word(pb.FcpDeviceState.Name(device.state), "FCP_DEVICE_STATE_"),
                device.assigner or device.owner,
                "yes" if device.reserved else "",
                device.connection_count or "",
                device.npiv_wwpn or device.physical_wwpn,
                device.chpid,
                device.pchid,
                device.template_id,
            )
            for device in found
        ),
        right=("VOLUMES",),
    )


def templates(found: Iterable[pb.FcpTemplate]) -> RenderableType:
    """FCP templates."""
    return table(
        ("TEMPLATE", "NAME", "DEVICES", "LEAST PATHS", "DEFAULT", "PROVIDERS"),
        (
            (
                template.template_id,
                template.name,
                template.devices,
                template.min_path_count,
                "yes" if template.host_default else "",
                " ".join(template.storage_providers),
            )
            for template in found
        ),
        right=("LEAST PATHS",),
    )


def connector(found: pb.Connector) -> list[RenderableType]:
    """A connector with its devices, or why it has none."""
    return [
        facts(
            (
                ("Template", found.template_id),
                ("Initiator", found.host),
                ("No devices", found.empty_reason),
            )
        ),
        heading("FCP devices"),
        devices(found.devices),
    ]
