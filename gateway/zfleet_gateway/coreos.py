# SPDX-License-Identifier: Apache-2.0
"""What is different about Red Hat CoreOS when it is deployed: its one file, and the volume that it boots from."""

from __future__ import annotations

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.boot_device import boot_device
from zfleet_runtime.errors import Violation, failed_precondition, invalid_argument

_NAMES = ("rhcos", "red hat coreos")


def is_coreos(os_version: str) -> bool:
    """Whether an operating system's word or name is that of Red Hat CoreOS."""
    return os_version.strip().lower().startswith(_NAMES)


def check_ignition(request: pb.DeployGuestRequest) -> None:
    """INVALID_ARGUMENT (IGNITION_MISSING) without the Ignition config; also with any file besides."""
    count = len(request.files) + len(request.remote_files)
    if not count:
        text = "the Ignition config is required for Red Hat CoreOS, here or in remote_files"
        raise invalid_argument([Violation("files", text)], "IGNITION_MISSING")
    if count > 1:
        text = "Red Hat CoreOS takes one file, its Ignition config, with remote_files"
        raise invalid_argument([Violation("files", text)])


def boot_volume(entry: guest.DirectoryEntry, user_id: str, wanted: str) -> storage.ScsiVolume:
    """The volume that a guest's LOADDEV statements name, and the FCP device that this host reaches it by.

    `wanted`: the guest's number of that device when the caller said it. FAILED_PRECONDITION (LOAD_DEVICE_UNKNOWN).
    """
    load = entry.load_device
    number = wanted or load.device_number or _boot_fcp(entry)
    if not (load.port_name and load.lun and number):
        text = f"the directory entry of {user_id} does not say which SCSI volume it boots from, and by which FCP device"
        raise failed_precondition("LOAD_DEVICE_UNKNOWN", text, resource=("guest", user_id))
    real = {each.device_number: each.real_device_number for each in entry.dedicated_devices}
    return storage.ScsiVolume(
        fcp_device=real.get(number, number), wwpn=load.port_name.zfill(16).lower(), lun=load.lun.zfill(16).lower()
    )


def _boot_fcp(entry: guest.DirectoryEntry) -> str:
    number = boot_device(entry)
    return "" if number in [disk.device_number for disk in entry.minidisks] else number
