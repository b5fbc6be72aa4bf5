# SPDX-License-Identifier: Apache-2.0
"""The 18 actions of POST /guests/{userid}/action."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.duration_pb2 import Duration
from pydantic import BaseModel

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet_gateway.rest import sizes
from zfleet_gateway.rest.envelope import (
    NOT_IMPLEMENTED,
    Module,
    Numbers,
    Refusal,
    conflict,
    failed,
    missing,
)
from zfleet_gateway.rest.guest_spec import share_of
from zfleet_gateway.rest.models import actions as models
from zfleet_gateway.rest.models.types import is_os_version
from zfleet_gateway.rest.refusals import Rules
from zfleet_gateway.rest.route import Asked, Handler, InProcess, Route
from zfleet_gateway.rest.schemas import NOTHING, TEXT

_OS_VERSION = re.compile(r"(?:^|[,; ])os_version=([A-Za-z0-9._+\-]{1,64})(?:$|[,; ])")
_NOT_CMS = re.compile(r"[^A-Za-z0-9@#$_+\-:]")
_STOP_FOR_CAPTURE = Duration(seconds=120)


async def start(to: InProcess, asked: Asked[models.Start]) -> None:
    """Logs it on."""
    request = guest.StartGuestRequest(user_id=asked.user_id)
    if asked.body.timeout:
        request.wait_reachable.FromSeconds(asked.body.timeout)
    await to.call(to.guest.StartGuest, request)


def _stop(mode: guest.StopMode) -> Handler:
    async def stop(to: InProcess, asked: Asked[models.Stop]) -> None:
        request = guest.StopGuestRequest(user_id=asked.user_id, mode=mode)
        if asked.body.timeout:
            request.timeout.FromSeconds(asked.body.timeout)
        await to.call(to.guest.StopGuest, request)

    return stop


def _plain(method: str, request: Callable[..., Any]) -> Handler:
    async def call(to: InProcess, asked: Asked[models.Anything]) -> None:
        await to.call(getattr(to.guest, method), request(user_id=asked.user_id))

    return call


async def console(to: InProcess, asked: Asked[models.Anything]) -> Any:
    """The end of its console text."""
    return (await to.call(to.guest.GetConsole, guest.GetConsoleRequest(user_id=asked.user_id))).text


async def register(to: InProcess, asked: Asked[models.Register]) -> None:
    """Takes over a guest that was made elsewhere."""
    given = asked.body
    os_version = _OS_VERSION.search(given.meta)
    request = pb.RegisterGuestRequest(
        user_id=asked.user_id,
        os_version=os_version[1] if os_version else "",
        metadata=given.meta,
        network_configured=given.net_set.strip("0") != "",
        nic_ids=given.port_macs,
    )
    await to.calls.register_guest(request)


async def deregister(to: InProcess, asked: Asked[models.Deregister]) -> None:
    """Gives it up; the guest itself is left as it is."""
    await to.calls.deregister_guest(pb.DeregisterGuestRequest(user_id=asked.user_id))


async def migrate(to: InProcess, asked: Asked[models.Migrate]) -> None:
    """Moves it to another member of the cluster, or tests that."""
    given, limits = asked.body, asked.body.parms
    request = guest.MigrateGuestRequest(
        user_id=asked.user_id,
        destination=given.destination,
        action=guest.MIGRATE_ACTION_MOVE if given.operation == "move" else guest.MIGRATE_ACTION_TEST,
        immediate=limits.immediate.upper() == "YES",
        destination_connector_user_id=given.dest_zcc_userid or "",
    )
    for name, seconds in (("max_total", limits.maxtotal), ("max_quiesce", limits.maxquiesce)):
        if seconds is not None:
            getattr(request, name).FromSeconds(max(seconds, 0))  # -1 and 0 are no limit
    forces = {
        guest.MIGRATE_FORCE_ARCHITECTURE: limits.forcearch,
        guest.MIGRATE_FORCE_DOMAIN: limits.forcedomain,
        guest.MIGRATE_FORCE_STORAGE: limits.forcestorage,
    }
    request.force.extend(force for force, wanted in forces.items() if wanted.upper() == "YES")
    await to.call(to.guest.MigrateGuest, request)


def _resize_cpus(live: bool) -> Handler:
    async def resize(to: InProcess, asked: Asked[models.ResizeCpus]) -> None:
        request = guest.ResizeCpusRequest(user_id=asked.user_id, cpu_count=asked.body.cpu_cnt, live=live)
        if asked.body.cpu_share:
            request.share.CopyFrom(share_of(asked.body.cpu_share))
        await to.call(to.guest.ResizeCpus, request)

    return resize


def _resize_memory(live: bool) -> Handler:
    async def resize(to: InProcess, asked: Asked[models.ResizeMemory]) -> None:
        memory = sizes.mib(asked.body.size)
        request = guest.ResizeMemoryRequest(user_id=asked.user_id, memory_mib=memory, live=live)
        await to.call(to.guest.ResizeMemory, request)

    return resize


async def grow(to: InProcess, asked: Asked[models.GrowRootVolume]) -> None:
    """At its next boot."""
    request = system.GrowRootVolumeRequest(user_id=asked.user_id, os_version=asked.body.os_version)
    await to.call(to.guest_system.GrowRootVolume, request)


async def deploy(to: InProcess, asked: Asked[models.Deploy]) -> None:
    """Writes an image to its boot disk and sends what its first boot needs."""
    given = asked.body
    request = pb.DeployGuestRequest(
        user_id=asked.user_id, device_number=given.vdev or "", hostname=given.hostname or ""
    )
    if given.skipdiskcopy:  # then the contract has the operating system in the image's place
        request.skip_disk_copy = True
        request.os_version = given.image if is_os_version(given.image) else ""
    else:
        request.image = given.image
    if given.transportfiles:
        name, kind = reader_name(given.transportfiles)
        request.remote_files.add(path=given.transportfiles, remote_host=given.remotehost or "", name=name, type=kind)
    await to.calls.deploy_guest(request)


def reader_name(path: str) -> tuple[str, str]:
    """CMS file name and type for a file: its own as far as they go, else what a first boot takes for a config drive."""
    stem, _, suffix = path.rpartition("/")[2].rpartition(".")
    if not stem:
        stem, suffix = suffix, ""
    return _NOT_CMS.sub("", stem)[:8] or "cfgdrive", _NOT_CMS.sub("", suffix)[:8] or "iso"


async def capture(to: InProcess, asked: Asked[models.Capture]) -> None:
    """Makes an image of its root disk."""
    given = asked.body
    if given.capture_type == "alldisks":
        raise Refusal(NOT_IMPLEMENTED, "capture_type alldisks is not implemented", reason="CAPTURE_ALL_DISKS")
    request = pb.CaptureGuestRequest(
        user_id=asked.user_id, image=given.image, stop_timeout=_STOP_FOR_CAPTURE, force_stop=True
    )
    if given.compress_level is not None:
        request.compression_level = given.compress_level
    await to.calls.capture_guest(request)


_OFF = {"GUEST_NOT_RUNNING": failed(Module.GUEST, 5, 409)}
_START: Rules = {"GUEST_NOT_REACHABLE": failed(Module.GUEST, 16)}
_SOFT_STOP: Rules = {"DEADLINE_EXCEEDED": Numbers(99, Module.SMT, 99, 414)}
_RESIZE: Rules = {
    "MAX_CPUS_NOT_DEFINED": conflict(Module.GUEST, 3),
    "CPUS_ABOVE_MAXIMUM": conflict(Module.GUEST, 4),
    "CPUS_IN_PROFILE": failed(Module.GUEST, 6),
    "CPU_DEFINE_FAILED": failed(Module.GUEST, 7),
    "CPU_ENABLE_FAILED": failed(Module.GUEST, 7),
    "CPU_DISABLE_FAILED": failed(Module.GUEST, 7),
    "CPU_RESCAN_FAILED": failed(Module.GUEST, 8),
    "CPU_LIST_FAILED": failed(Module.GUEST, 7),
    "ENTRY_LOCKED": failed(Module.GUEST, 9, 409),
    "MEMORY_DECREASE": conflict(Module.GUEST, 18),
    "USER_STATEMENT_UNREADABLE": conflict(Module.GUEST, 19),
    "MEMORY_ABOVE_MAXIMUM": conflict(Module.GUEST, 20),
    "MEMORY_STANDBY_FAILED": failed(Module.GUEST, 11),
    "MEMORY_ONLINE_FAILED": failed(Module.GUEST, 17),
    "MEMORY_LIST_FAILED": failed(Module.GUEST, 17),
}
_MIGRATE: Rules = {
    "RELOCATION_REFUSED": Numbers(99, Module.SMT, 99, 420),
    "RELOCATION_ENDED": Numbers(99, Module.SMT, 99, 420),
    "RELOCATION_UNDER_WAY": conflict(Module.GUEST, 1),
    "RELOCATION_GOES_ON": Numbers(99, Module.SMT, 99, 421),
}
_DEPLOY: Rules = {
    "GUEST_RUNNING": failed(Module.GUEST, 3, 409),
    "DISK_IN_USE": failed(Module.GUEST, 3, 409),
    "LINK_REFUSED": failed(Module.GUEST, 3, 409),
    "TRANSFER_FAILED": failed(Module.GUEST, 3),
    "TRANSFER_INCOMPLETE": failed(Module.GUEST, 3),
    "IMAGE_FOR_SCSI": failed(Module.GUEST, 3, 400),
    "DISK_TOO_SMALL": failed(Module.GUEST, 3, 400),
    "IMAGE_TYPE_MISMATCH": failed(Module.GUEST, 3, 400),
    "BOOT_DISK_UNKNOWN": failed(Module.GUEST, 3, 404),
    "FILE_NOT_FOUND": failed(Module.GUEST, 4, 404),
    "OUTSIDE_FILE_FOLDERS": failed(Module.GUEST, 4, 403),
    "REMOTE_HOST_UNKNOWN": failed(Module.GUEST, 4),
    "REMOTE_HOST_CHANGED": failed(Module.GUEST, 4),
    "REMOTE_ACCESS_DENIED": failed(Module.GUEST, 4),
    "REMOTE_COPIES_OFF": failed(Module.GUEST, 4),
    "REMOTE_HOST_UNREACHABLE": failed(Module.GUEST, 4),
    "PUNCH_FAILED": failed(Module.GUEST, 4),
    "NICS_NOT_CONFIGURED": failed(Module.GUEST, 12),
    "IGNITION_MISSING": failed(Module.GUEST, 13),
    "LOAD_DEVICE_UNKNOWN": failed(Module.GUEST, 14),
    "IGNITION_MALFORMED": failed(Module.GUEST, 4, 400),
    "IMAGE_PACKED": failed(Module.GUEST, 3, 400),
    "VOLUME_NOT_FOUND": failed(Module.GUEST, 3, 404),
    "COREOS_WRITE_FAILED": failed(Module.GUEST, 3),
    "COREOS_WRITE_TIMED_OUT": failed(Module.GUEST, 3),
    "COREOS_PROGRAM_MISSING": failed(Module.GUEST, 3),
}
_CAPTURE: Rules = {
    "ROOT_DISK_UNKNOWN": failed(Module.GUEST, 5, 409),
    "DISK_NOT_READABLE": failed(Module.GUEST, 5, 409),
    "VIRTUAL_DISK": failed(Module.GUEST, 5, 409),
    "DISK_IN_USE": failed(Module.GUEST, 5, 409),
    "LINK_REFUSED": failed(Module.GUEST, 5, 409),
    "DISK_NOT_FOUND": failed(Module.GUEST, 5, 404),
}
_NOT_MANAGED: Rules = {"GUEST_NOT_MANAGED": missing(Module.GUEST)}


def _action(
    name: str,
    handler: Handler,
    summary: str,
    call: str,
    body: type[BaseModel] = models.Anything,
    rules: Rules | None = None,
    answer: Mapping[str, Any] = NOTHING,
    managed: bool = True,
) -> Route:
    return Route(
        method="POST",
        path="/guests/{userid}/action",
        action=name,
        handler=handler,
        summary=summary,
        module=Module.GUEST,
        body=body,
        managed=managed,
        rules=rules or {},
        answer=answer,
        calls=(call,),
    )


ROUTES = (
    _action("start", start, "Log a guest on", "guest.StartGuest", models.Start, _START),
    _action("stop", _stop(guest.STOP_MODE_IMMEDIATE), "Log a guest off", "guest.StopGuest", models.Stop, _SOFT_STOP),
    _action(
        "softstop",
        _stop(guest.STOP_MODE_SOFT),
        "Let a guest shut down and log it off",
        "guest.StopGuest",
        models.Stop,
        _SOFT_STOP,
    ),
    _action("pause", _plain("PauseGuest", guest.PauseGuestRequest), "Stop its CPUs", "guest.PauseGuest", rules=_OFF),
    _action(
        "unpause",
        _plain("UnpauseGuest", guest.UnpauseGuestRequest),
        "Let its CPUs go on",
        "guest.UnpauseGuest",
        rules=_OFF,
    ),
    _action(
        "reboot",
        _plain("RebootGuest", guest.RebootGuestRequest),
        "Let it shut down and start again",
        "guest.RebootGuest",
        rules=_OFF,
    ),
    _action("reset", _plain("ResetGuest", guest.ResetGuestRequest), "Log it off and on again", "guest.ResetGuest"),
    _action("get_console_output", console, "The end of its console text", "guest.GetConsole", answer=TEXT),
    _action(
        "register_vm",
        register,
        "Take over a guest that was made elsewhere",
        "gateway.RegisterGuest",
        models.Register,
        managed=False,
    ),
    _action(
        "deregister_vm",
        deregister,
        "Give a guest up without touching it",
        "gateway.DeregisterGuest",
        models.Deregister,
        _NOT_MANAGED,
        managed=False,
    ),
    _action(
        "live_migrate_vm",
        migrate,
        "Move it to another member of the cluster",
        "guest.MigrateGuest",
        models.Migrate,
        _MIGRATE,
    ),
    _action(
        "resize_cpus",
        _resize_cpus(live=False),
        "Number of CPUs in its directory entry",
        "guest.ResizeCpus",
        models.ResizeCpus,
        _RESIZE,
    ),
    _action(
        "live_resize_cpus",
        _resize_cpus(live=True),
        "Number of CPUs, at once",
        "guest.ResizeCpus",
        models.ResizeCpus,
        _RESIZE,
    ),
    _action(
        "resize_mem",
        _resize_memory(live=False),
        "Memory in its directory entry",
        "guest.ResizeMemory",
        models.ResizeMemory,
        _RESIZE,
    ),
    _action(
        "live_resize_mem",
        _resize_memory(live=True),
        "Memory, at once",
        "guest.ResizeMemory",
        models.ResizeMemory,
        _RESIZE,
    ),
    _action(
        "grow_root_volume",
        grow,
        "Grow its root file system at the next boot",
        "guest.GrowRootVolume",
        models.GrowRootVolume,
    ),
    _action("deploy", deploy, "Write an image to its disk", "gateway.DeployGuest", models.Deploy, _DEPLOY),
    _action("capture", capture, "Make an image of its disk", "gateway.CaptureGuest", models.Capture, _CAPTURE),
)
