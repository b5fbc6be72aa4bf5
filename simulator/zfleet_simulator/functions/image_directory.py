# SPDX-License-Identifier: Apache-2.0
"""Directory entries of images: create, read, replace, delete, lock."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.directory import fixed_columns
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import Mdisk, Other, User, device_number
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    ImageCreateDM,
    ImageDeleteDM,
    ImageLockDM,
    ImageLockQueryDM,
    ImageNameQueryDM,
    ImagePasswordSetDM,
    ImageQueryDM,
    ImageReplaceDM,
    ImageUnlockDM,
)
from zfleet_smapi.calls.image_directory import (
    ImageLockLine,
    ImageLockQueryDMReply,
    ImageNameQueryDMReply,
    ImageQueryDMReply,
    LockedDeviceLine,
)
from zfleet_smapi.declaration import OperationId, Reply

_MAX_PASSWORD = 8
_ENTRY_DELETION_GOES_ON = 6831


def online_reason(here: Context) -> int:
    """The reason code of a finished directory change: 0, or 8 while changes are held back from the online directory."""
    return 0 if here.parts.directory.changes_online else 8


def changed(here: Context) -> Reply:
    """The plain answer of a directory change."""
    return done(online_reason(here))


def optional_number(text: str) -> int | None:
    """A device number, or None for an empty text."""
    return device_number(text) if text else None


@serves(ImageCreateDM)
def image_create_dm(here: Context, call: ImageCreateDM) -> OperationId:
    """A new entry from records, or from a prototype with a password and an account number."""
    target = upper_case(call.target)
    records = call.image_record_array
    if call.prototype_name:
        records = _from_prototype(here, call, target)
    elif not records:
        raise Refusal(24, 424)
    here.parts.directory.create(target, records, here.caller)
    return OperationId(reason_code=online_reason(here))


def _from_prototype(here: Context, call: ImageCreateDM, target: str) -> tuple[str, ...]:
    prototype = here.parts.directory.prototypes.get(upper_case(call.prototype_name))
    if prototype is None:
        raise Refusal(400, 20)
    user = prototype.first(User)
    if user is None:
        raise Refusal(416, 0)
    password = upper_case(call.initial_password) or user.password
    check_password(password)
    entry = prototype.replacing(user, replace(user, user_id=target, password=password))
    if call.initial_account_number:
        accounts = [one for one in entry.all(Other) if one.keyword == "ACCOUNT"]
        entry = entry.without(*accounts).adding(Other("ACCOUNT", f"ACCOUNT {upper_case(call.initial_account_number)}"))
    return entry.records


def check_password(password: str) -> None:
    """Refusal 444 for a password that a directory entry cannot hold."""
    if len(password) > _MAX_PASSWORD:
        raise Refusal(444, 4)
    if not password or " " in password or not password.isprintable():
        raise Refusal(444, 12)


@serves(ImageDeleteDM)
def image_delete_dm(here: Context, call: ImageDeleteDM) -> OperationId:
    """Take an entry out of the directory, with all that belongs to it."""
    target, directory = upper_case(call.target), here.parts.directory
    entry = directory.image(target)
    directory.for_update(target, here.caller)
    if target in here.parts.cp.guests or here.parts.cp.is_elsewhere(target):
        # DIRMAINT cannot give the disks of a running user back: the deletion hangs until the user is gone.
        raise Refusal(596, _ENTRY_DELETION_GOES_ON)
    for disk in entry.all(Mdisk):
        directory.refuse_locked_device(target, disk.vdev, 408)
    directory.remove(target)
    here.parts.spooling.purge(here.parts.spooling.reader(target))
    return OperationId(reason_code=online_reason(here))


@serves(ImageQueryDM)
def image_query_dm(here: Context, call: ImageQueryDM) -> ImageQueryDMReply:
    """The records of an entry, all of the same width."""
    columns = here.parts.config.record_columns
    records = here.parts.directory.image(call.target).records
    return ImageQueryDMReply(image_record_array=tuple(fixed_columns(text, 72).ljust(columns) for text in records))


@serves(ImageReplaceDM)
def image_replace_dm(here: Context, call: ImageReplaceDM) -> Reply:
    """New records for a locked entry; the lock goes."""
    here.parts.directory.image(call.target)
    here.parts.directory.replace(upper_case(call.target), call.image_record_array, here.caller)
    return changed(here)


@serves(ImageLockDM)
def image_lock_dm(here: Context, call: ImageLockDM) -> Reply:
    """Lock an entry, or one device of it."""
    here.parts.directory.image(call.target)
    here.parts.directory.lock(call.target, optional_number(call.device_address), here.caller)
    return done()


@serves(ImageUnlockDM)
def image_unlock_dm(here: Context, call: ImageUnlockDM) -> Reply:
    """Unlock an entry, or one device of it."""
    here.parts.directory.image(call.target)
    here.parts.directory.unlock(call.target, optional_number(call.device_address), here.caller)
    return done()


@serves(ImageLockQueryDM)
def image_lock_query_dm(here: Context, call: ImageLockQueryDM) -> ImageLockQueryDMReply:
    """Who holds the lock of an entry, or of which devices."""
    directory, name = here.parts.directory, here.parts.directory.image(call.target).name
    lock = directory.locks.get(name)
    if lock is not None:
        return ImageLockQueryDMReply(reason_code=12, lock_info=ImageLockLine(f"IMAGE {lock.holder}"))
    devices = directory.device_locks(name)
    if devices:
        lines = tuple(LockedDeviceLine(f"{number} {holder}") for number, holder in devices)
        return ImageLockQueryDMReply(reason_code=12, lock_info=ImageLockLine("DEVICE"), locked_dev_array=lines)
    return ImageLockQueryDMReply(reason_code=24, bare=True)


@serves(ImageNameQueryDM)
def image_name_query_dm(here: Context, call: ImageNameQueryDM) -> ImageNameQueryDMReply:
    """The names of all images."""
    return ImageNameQueryDMReply(image_name_array=here.parts.directory.images())


@serves(ImagePasswordSetDM)
def image_password_set_dm(here: Context, call: ImagePasswordSetDM) -> Reply:
    """Another logon password."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    user = entry.first(User)
    if user is None:
        raise Refusal(400, 4)
    check_password(call.image_password)
    directory.update(entry.replacing(user, replace(user, password=upper_case(call.image_password))))
    return changed(here)
