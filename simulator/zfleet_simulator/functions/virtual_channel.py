# SPDX-License-Identifier: Apache-2.0
"""Virtual channel-to-channel adapters."""

from __future__ import annotations

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.functions.image_directory import changed
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import Special, device_number
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    VirtualChannelConnectionCreate,
    VirtualChannelConnectionCreateDM,
    VirtualChannelConnectionDelete,
    VirtualChannelConnectionDeleteDM,
)
from zfleet_smapi.declaration import Reply


@serves(VirtualChannelConnectionCreateDM)
def virtual_channel_connection_create_dm(here: Context, call: VirtualChannelConnectionCreateDM) -> Reply:
    """A SPECIAL statement for a CTC adapter that only one user may couple to."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    vdev, partner = device_number(call.image_device_number), upper_case(call.coupled_image_name)
    known = directory.entries.get(partner)
    if known is None or known.is_profile:
        raise Refusal(412, 4)
    directory.refuse_locked_device(entry.name, vdev, 404)
    if vdev in entry.device_numbers():
        raise Refusal(404, 4)
    directory.update(entry.adding(Special(vdev, "CTCA", partner)))
    return changed(here)


@serves(VirtualChannelConnectionDeleteDM)
def virtual_channel_connection_delete_dm(here: Context, call: VirtualChannelConnectionDeleteDM) -> Reply:
    """Take the SPECIAL statement out."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    vdev = device_number(call.image_device_number)
    statement = next((one for one in entry.all(Special) if one.vdev == vdev), None)
    if statement is None:
        raise Refusal(404, 8)
    directory.refuse_locked_device(entry.name, vdev, 404)
    directory.update(entry.without(statement))
    return changed(here)


@serves(VirtualChannelConnectionCreate)
def virtual_channel_connection_create(here: Context, call: VirtualChannelConnectionCreate) -> Reply:
    """Define a pair of adapters on two running guests and couple them."""
    here.parts.cp.connect_channels(
        call.target,
        device_number(call.image_device_number),
        upper_case(call.coupled_image_name),
        device_number(call.coupled_image_device_number),
    )
    return done()


@serves(VirtualChannelConnectionDelete)
def virtual_channel_connection_delete(here: Context, call: VirtualChannelConnectionDelete) -> Reply:
    """Take an adapter away from a running guest."""
    here.parts.cp.delete_channel(call.target, device_number(call.image_device_number))
    return done()
