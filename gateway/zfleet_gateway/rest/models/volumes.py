# SPDX-License-Identifier: Apache-2.0
"""Bodies and queries about volumes, FCP devices and their templates."""

from __future__ import annotations

import ast
from typing import Annotated, Any, ClassVar

from pydantic import AliasChoices, Field, field_validator

from zfleet_gateway.rest.models.nics import GuestNetwork
from zfleet_gateway.rest.models.types import (
    Body,
    Bool,
    FcpDevice,
    Name,
    OpenBody,
    OsVersion,
    Path,
    Query,
    UserId,
    Wwpn,
    number,
    text,
)

TemplateId = Annotated[str, text(r"[A-Za-z0-9\-]{1,36}", "at most 36 letters, digits or hyphens", lower=True)]
Provider = Annotated[str, text(r"[\x21-\x7e]{1,64}", "1 to 64 printable characters without blanks")]
_Devices = Annotated[str, text(r"[0-9a-fA-F,;\- ]{0,4096}", "device numbers with , - and ;")]
_Description = Annotated[str, text(r"[\x20-\x7e]{0,255}", "at most 255 printable characters")]
_MAX_PATHS = 16


class Connection(Body):
    """What is inside connection."""

    assigner_id: UserId
    zvm_fcp: list[FcpDevice] = Field(min_length=1, max_length=16)
    target_wwpn: list[Wwpn] = Field(min_length=1, max_length=64)
    target_lun: Wwpn
    multipath: Bool
    os_version: OsVersion
    mount_point: Annotated[str, text(r"(?:/[A-Za-z0-9._/+@:\-]{1,254})?", "an absolute path, or nothing")]
    fcp_template_id: TemplateId | None = None
    is_root_volume: Bool = False
    update_connections_only: Bool = False
    do_rollback: Bool = True


class VolumeConnection(Body):
    """What is inside info."""

    connection: Connection


class ChangeVolume(Body):
    """Body of POST and DELETE /guests/volumes."""

    info: VolumeConnection


class Channel(OpenBody):
    """What a physical channel may carry."""

    allocated: Annotated[int, number(0, 65535)] = 0
    max: Annotated[int, number(0, 65535)]


class ConnectorWanted(OpenBody):
    """What is inside info."""

    reserve: Bool
    fcp_template_id: TemplateId | None = None
    storage_provider: Provider | None = None
    pchid_info: dict[Annotated[str, text("[0-9a-fA-F]{1,4}", "a PCHID", upper=True)], Channel] = Field(
        default={}, max_length=256
    )

    @field_validator("pchid_info", mode="before")
    @classmethod
    def _none_is_empty(cls, value: Any) -> Any:
        return {} if value is None or value == "" else value

    @field_validator("fcp_template_id", "storage_provider", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


class GetConnector(Body):
    """Body of GET /volumes/conn/{userid}."""

    info: ConnectorWanted


class BootMap(OpenBody):
    """What is inside info; zvmconnector sends fcpchannels too, the name that its caller used."""

    fcpchannel: list[FcpDevice] = Field(min_length=1, max_length=16)
    wwpn: list[Annotated[str, text("(?:0[xX])?[0-9a-fA-F]{16}", "a WWPN", lower=True)]] = Field(
        min_length=1, max_length=64
    )
    lun: Annotated[str, text("(?:0[xX])?[0-9a-fA-F]{16}", "a LUN", lower=True)]
    wwid: Annotated[str, text(r"[A-Za-z0-9_\-]{0,64}", "at most 64 letters or digits")] = ""
    transportfiles: Path | None = None
    guest_networks: list[GuestNetwork] | None = Field(default=None, max_length=16)
    fcp_template_id: TemplateId | None = None
    min_fcp_paths_count: Annotated[int, number(0, _MAX_PATHS)] | None = None

    @field_validator("transportfiles", "fcp_template_id", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


class RefreshBootMap(Body):
    """Body of PUT /volumes/volume_refresh_bootmap."""

    info: BootMap


class CreateTemplate(Body):
    """Body of POST /volumes/fcptemplates."""

    name: Name
    description: _Description = ""
    fcp_devices: _Devices = ""
    host_default: Bool = False
    storage_providers: list[Provider] = Field(
        default=[], max_length=64, validation_alias=AliasChoices("storage_providers", "default_sp_list")
    )
    min_fcp_paths_count: Annotated[int, number(1, _MAX_PATHS)] | None = None

    @field_validator("storage_providers", mode="before")
    @classmethod
    def _none_is_empty(cls, value: Any) -> Any:
        return [] if value is None else value


class UpdateTemplate(Body):
    """Body of PUT /volumes/fcptemplates/{template_id}; what is absent stays."""

    name: Name | None = None
    description: _Description | None = None
    fcp_devices: _Devices | None = None
    host_default: Bool | None = None
    storage_providers: list[Provider] | None = Field(
        default=None, max_length=64, validation_alias=AliasChoices("storage_providers", "default_sp_list")
    )
    min_fcp_paths_count: Annotated[int, number(1, _MAX_PATHS)] | None = None


def _list_of(value: Any) -> Any:
    """A list written as the Python client writes it: ['a', 'b']; or one word; or words with commas."""
    if not isinstance(value, str):
        return value
    if value.lstrip(" ").startswith("["):
        try:
            found = ast.literal_eval(value.strip(" "))  # literals only: nothing is run
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            raise ValueError("must be a list of texts, for example ['a', 'b']") from None
        if not isinstance(found, list):
            raise ValueError("must be a list of texts, for example ['a', 'b']")
        return found
    return [each.strip(" ") for each in value.split(",") if each.strip(" ")]


class _TemplateQuery(Query):
    lists: ClassVar[frozenset[str]] = frozenset({"template_id_list", "storage_providers", "default_sp_list"})

    template_id_list: list[TemplateId] = Field(default=[], max_length=1000)

    @field_validator("template_id_list", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        return _list_of(value)


class TemplatesWanted(_TemplateQuery):
    """The first one given, in this order, decides."""

    assigner_id: UserId | None = None
    storage_providers: list[Provider] | None = Field(
        default=None, max_length=64, validation_alias=AliasChoices("storage_providers", "default_sp_list")
    )
    host_default: Bool | None = None

    @field_validator("storage_providers", mode="before")
    @classmethod
    def _providers(cls, value: Any) -> Any:
        return _list_of(value)


class TemplateDetailsWanted(_TemplateQuery):
    """Which templates, and how much of them."""

    raw: Bool = False
    statistics: Bool = True
    sync_with_zvm: Bool = False


class FcpUsage(Body):
    """What is inside info."""

    userid: Annotated[str, text("[a-zA-Z0-9]{0,8}", "at most 8 letters or digits", upper=True)] = ""
    reserved: Annotated[int, number(0, 1)]
    connections: Annotated[int, number(0, 65535)]
    fcp_template_id: Annotated[str, text(r"[A-Za-z0-9\-]{0,36}", "a template id", lower=True)] | None = None


class SetFcpUsage(Body):
    """Body of PUT /volumes/fcp/{fcp_id}."""

    info: FcpUsage
