# SPDX-License-Identifier: Apache-2.0
"""The Python client and the zfleet command.

    async with Fleet("127.0.0.1:50050") as fleet:
        operation = await fleet.spawn("LINUX01", memory="2G", disks=[disk("10G", boot=True, image="rhel9")])
        async for step in operation.watch():
            print(step.name, step.state)
        result = await operation.result()

Names are imported when they are first used, so that the command line starts without waiting for gRPC.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zfleet_client.connection import Tls as Tls
    from zfleet_client.errors import (
        Aborted as Aborted,
    )
    from zfleet_client.errors import (
        AlreadyExists as AlreadyExists,
    )
    from zfleet_client.errors import (
        BadField as BadField,
    )
    from zfleet_client.errors import (
        DeadlineExceeded as DeadlineExceeded,
    )
    from zfleet_client.errors import (
        FailedPrecondition as FailedPrecondition,
    )
    from zfleet_client.errors import (
        FleetError as FleetError,
    )
    from zfleet_client.errors import (
        InvalidArgument as InvalidArgument,
    )
    from zfleet_client.errors import (
        NotFound as NotFound,
    )
    from zfleet_client.errors import (
        OperationCancelled as OperationCancelled,
    )
    from zfleet_client.errors import (
        PermissionDenied as PermissionDenied,
    )
    from zfleet_client.errors import (
        ResourceExhausted as ResourceExhausted,
    )
    from zfleet_client.errors import (
        Unavailable as Unavailable,
    )
    from zfleet_client.fleet import Fleet as Fleet
    from zfleet_client.operations import Operation as Operation
    from zfleet_client.specs import disk as disk
    from zfleet_client.specs import nic as nic
    from zfleet_client.specs import reader_file as reader_file

_HOME = {
    "Tls": "connection",
    "Aborted": "errors",
    "AlreadyExists": "errors",
    "BadField": "errors",
    "DeadlineExceeded": "errors",
    "FailedPrecondition": "errors",
    "FleetError": "errors",
    "InvalidArgument": "errors",
    "NotFound": "errors",
    "OperationCancelled": "errors",
    "PermissionDenied": "errors",
    "ResourceExhausted": "errors",
    "Unavailable": "errors",
    "Fleet": "fleet",
    "Operation": "operations",
    "disk": "specs",
    "nic": "specs",
    "reader_file": "specs",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"zfleet_client.{_HOME[name]}"), name)
    raise AttributeError(f"module 'zfleet_client' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(_HOME)
