# SPDX-License-Identifier: Apache-2.0
"""StorageService's method that writes images of CoreOS."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing
from dataclasses import dataclass

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceServicer
from zfleet_runtime.requests import Requests
from zfleet_runtime.service import Context
from zfleet_storage import convert
from zfleet_storage.coreos.order import ScsiVolume, order_of
from zfleet_storage.coreos.write import CoreosWriting
from zfleet_storage.disks import Disk
from zfleet_storage.done_once import done_once
from zfleet_storage.transfer import Progress


@dataclass(frozen=True, kw_only=True)
class CoreosMethods(StorageServiceServicer):
    """Writing CoreOS."""

    requests: Requests
    coreos: CoreosWriting

    async def WriteCoreosImage(
        self, request: pb.WriteCoreosImageRequest, context: Context
    ) -> AsyncGenerator[pb.WriteCoreosImageResponse, None]:
        order = order_of(request)

        def work(progress: Progress) -> Awaitable[Disk | ScsiVolume]:
            return self.coreos.write(order, progress)

        steps = done_once(self.requests, request, request.request_id, pb.WriteCoreosImageResponse, work, _answer)
        async with aclosing(steps) as responses:
            async for response in responses:
                yield response


def _answer(step: Progress | Disk | ScsiVolume) -> pb.WriteCoreosImageResponse:
    if isinstance(step, Progress):
        return pb.WriteCoreosImageResponse(progress=convert.progress_message(step))
    if isinstance(step, ScsiVolume):
        volume = pb.ScsiVolume(fcp_device=step.fcp_device, wwpn=step.wwpn, lun=step.lun)
        return pb.WriteCoreosImageResponse(volume=volume)
    return pb.WriteCoreosImageResponse(disk=convert.disk_message(step))
