# SPDX-License-Identifier: Apache-2.0
"""Profiles: statements that entries include."""

from __future__ import annotations

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.directory import fixed_columns, included
from zfleet_simulator.functions.image_directory import changed
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    ProfileCreateDM,
    ProfileDeleteDM,
    ProfileLockDM,
    ProfileLockQueryDM,
    ProfileQueryDM,
    ProfileReplaceDM,
    ProfileUnlockDM,
)
from zfleet_smapi.calls.profile import ProfileLockLine, ProfileLockQueryDMReply, ProfileQueryDMReply
from zfleet_smapi.declaration import Reply


@serves(ProfileCreateDM)
def profile_create_dm(here: Context, call: ProfileCreateDM) -> Reply:
    """A new profile."""
    here.parts.directory.create(upper_case(call.target), call.profile_record_array, here.caller)
    here.parts.directory.profile(call.target)
    return changed(here)


@serves(ProfileDeleteDM)
def profile_delete_dm(here: Context, call: ProfileDeleteDM) -> Reply:
    """Take a profile out; one that entries include stays."""
    directory = here.parts.directory
    name = directory.profile(call.target).name
    directory.for_update(name, here.caller)
    if any(name in included(entry) for entry in directory.entries.values()):
        raise Refusal(400, 16)
    directory.remove(name)
    return changed(here)


@serves(ProfileQueryDM)
def profile_query_dm(here: Context, call: ProfileQueryDM) -> ProfileQueryDMReply:
    """The records of a profile."""
    columns = here.parts.config.record_columns
    records = here.parts.directory.profile(call.target).records
    return ProfileQueryDMReply(profile_record_array=tuple(fixed_columns(text, 72).ljust(columns) for text in records))


@serves(ProfileReplaceDM)
def profile_replace_dm(here: Context, call: ProfileReplaceDM) -> Reply:
    """New records for a locked profile; the lock goes."""
    here.parts.directory.profile(call.target)
    here.parts.directory.replace(upper_case(call.target), call.profile_record_array, here.caller)
    here.parts.directory.profile(call.target)
    return changed(here)


@serves(ProfileLockDM)
def profile_lock_dm(here: Context, call: ProfileLockDM) -> Reply:
    """Lock a profile."""
    here.parts.directory.profile(call.target)
    here.parts.directory.lock(call.target, None, here.caller)
    return done()


@serves(ProfileUnlockDM)
def profile_unlock_dm(here: Context, call: ProfileUnlockDM) -> Reply:
    """Unlock a profile."""
    here.parts.directory.profile(call.target)
    here.parts.directory.unlock(call.target, None, here.caller)
    return done()


@serves(ProfileLockQueryDM)
def profile_lock_query_dm(here: Context, call: ProfileLockQueryDM) -> ProfileLockQueryDMReply:
    """Who holds the lock of a profile."""
    lock = here.parts.directory.locks.get(here.parts.directory.profile(call.target).name)
    if lock is None:
        return ProfileLockQueryDMReply(reason_code=24, bare=True)
    return ProfileLockQueryDMReply(reason_code=12, lock_info=ProfileLockLine(f"PROFILE {lock.holder}"))
