# SPDX-License-Identifier: Apache-2.0
"""The variable parts of paths, by name: all of them are checked, on every route."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from zfleet_gateway.rest.models.types import DeviceNumber, FcpDevice, ImageName, Kind, SwitchName, UserId
from zfleet_gateway.rest.models.volumes import TemplateId


def _kind(annotated: Any) -> Kind:
    kind = get_args(annotated)[1]
    assert isinstance(kind, Kind)  # noqa: S101  # of our own table
    return kind


PATHS: Mapping[str, Kind] = {
    "userid": _kind(UserId),
    "vdev": _kind(DeviceNumber),
    "name": _kind(SwitchName),
    "image": _kind(ImageName),
    "template_id": _kind(TemplateId),
    "fcp_id": _kind(FcpDevice),
}
