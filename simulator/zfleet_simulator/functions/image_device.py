# SPDX-License-Identifier: Apache-2.0
"""Dedicated devices: real devices that one image has for itself."""

from __future__ import annotations

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.functions.image_directory import changed
from zfleet_simulator.guests import Dedicated
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import Dedicate, device_number
from zfleet_smapi.calls import (
    ImageDeviceDedicate,
    ImageDeviceDedicateDM,
    ImageDeviceReset,
    ImageDeviceUndedicate,
    ImageDeviceUndedicateDM,
)
from zfleet_smapi.declaration import Reply


@serves(ImageDeviceDedicateDM)
def image_device_dedicate_dm(here: Context, call: ImageDeviceDedicateDM) -> Reply:
    """A DEDICATE statement."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    vdev, rdev = device_number(call.image_device_number), device_number(call.real_device_number)
    directory.refuse_locked_device(entry.name, vdev, 404)
    if vdev in entry.device_numbers():
        raise Refusal(404, 4)
    directory.update(entry.adding(Dedicate(vdev, f"{rdev:04X}", "R/O" if call.readonly else "")))
    return changed(here)


@serves(ImageDeviceUndedicateDM)
def image_device_undedicate_dm(here: Context, call: ImageDeviceUndedicateDM) -> Reply:
    """Take a DEDICATE statement out."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    vdev = device_number(call.image_device_number)
    statement = next((one for one in entry.all(Dedicate) if one.vdev == vdev), None)
    if statement is None:
        raise Refusal(404, 8)
    directory.refuse_locked_device(entry.name, vdev, 404)
    directory.update(entry.without(statement))
    return changed(here)


@serves(ImageDeviceDedicate)
def image_device_dedicate(here: Context, call: ImageDeviceDedicate) -> Reply:
    """Attach a real device to a running guest."""
    vdev, rdev = device_number(call.image_device_number), device_number(call.real_device_number)
    here.parts.cp.dedicate(call.target, vdev, rdev, bool(call.readonly))
    return done()


@serves(ImageDeviceUndedicate)
def image_device_undedicate(here: Context, call: ImageDeviceUndedicate) -> Reply:
    """Detach a real device from a running guest."""
    here.parts.cp.undedicate(call.target, device_number(call.image_device_number))
    return done()


@serves(ImageDeviceReset)
def image_device_reset(here: Context, call: ImageDeviceReset) -> Reply:
    """Reset a device: what is going on there is given up, the device stays."""
    guest = here.parts.cp.active(call.target)
    if guest.stopping_until is not None:
        raise Refusal(200, 16)
    device = guest.devices.get(device_number(call.image_device_number))
    if device is None:
        raise Refusal(204, 8)
    if isinstance(device, Dedicated):
        here.parts.cp.say(guest.user_id, f"HCPCPS6157I Device {device.vdev:04X} was reset")
    return done()
