# SPDX-License-Identifier: Apache-2.0
"""Which templates a ListFcpTemplates asks for: the first filter that is given decides."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet_runtime.errors import not_found
from zfleet_runtime.validation import Violations
from zfleet_smapi import values
from zfleet_storage.volumes import validate
from zfleet_storage.volumes.fcp_devices import TAKEN
from zfleet_storage.volumes.tables import fcp_devices, fcp_template_providers, fcp_templates

ALL_PROVIDERS = "all"


@dataclass(frozen=True, slots=True)
class Filter:
    """The filters of a request, checked; empty or None: not given."""

    template_ids: tuple[str, ...] = ()
    assigner: str = ""
    providers: tuple[str, ...] = ()
    host_default: bool | None = None

    @classmethod
    def of(cls, v: Violations, request: pb.ListFcpTemplatesRequest) -> Filter:
        """From the request."""
        ids = request.template_ids
        v.require(len(ids) <= validate.MOST_TEMPLATES, "template_ids", f"must be at most {validate.MOST_TEMPLATES}")
        checked = (v.check(f"template_ids[{at}]", validate.template_id, each) for at, each in enumerate(ids))
        return cls(
            tuple(dict.fromkeys(checked)),
            v.optional("assigner", values.user_id, request.assigner) or "",
            validate.providers(v, "storage_providers", request.storage_providers),
            request.host_default if request.HasField("host_default") else None,
        )


async def find_ids(session: AsyncSession, wanted: Filter) -> list[str]:
    """The ids of the templates, sorted. NOT_FOUND when one that is asked for by its id is missing."""
    ids = fcp_templates.c.template_id
    condition: ColumnElement[bool] | None = None
    if wanted.template_ids:
        condition = ids.in_(wanted.template_ids)
    elif wanted.assigner:
        condition = ids.in_(select(fcp_devices.c.template_id).where(fcp_devices.c.assigner == wanted.assigner, TAKEN))
    elif wanted.providers:
        of_providers = select(fcp_template_providers.c.template_id)
        if ALL_PROVIDERS not in wanted.providers:
            of_providers = of_providers.where(fcp_template_providers.c.provider.in_(wanted.providers))
        condition = ids.in_(of_providers)
    elif wanted.host_default is not None:
        default = fcp_templates.c.host_default
        condition = default.is_(True) if wanted.host_default else default.is_(None)
    query = select(ids).order_by(ids)
    found = [str(each) for (each,) in await session.execute(query if condition is None else query.where(condition))]
    missing = sorted(set(wanted.template_ids) - set(found))
    if missing:
        text = f"FCP templates do not exist: {', '.join(missing)}"
        raise not_found("fcp_template", missing[0], text, metadata={"template_ids": ",".join(missing)})
    return sorted(found)
