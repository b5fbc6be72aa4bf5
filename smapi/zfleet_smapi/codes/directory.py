# SPDX-License-Identifier: Apache-2.0
"""Return codes of the directory manager: entries, devices and disks in them, pools, passwords. 400 to 596."""

from __future__ import annotations

from ..errors import (
    DeviceExists,
    DeviceLocked,
    DeviceNotFound,
    DirectoryManagerFailed,
    DiskExists,
    DiskNotFound,
    EntryLocked,
    GuestExists,
    GuestNotFound,
    NotLocked,
    PoolFull,
    PoolNotFound,
    ProfileNotFound,
)
from .code import (
    ABORTED,
    ALREADY_EXISTS,
    FAILED_PRECONDITION,
    INTERNAL,
    INVALID_ARGUMENT,
    NOT_FOUND,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    UNAVAILABLE,
    UNIMPLEMENTED,
    UNKNOWN,
    ReturnCode,
    code,
)

_COPIES = "Image_Definition_Update_DM Image_Disk_Copy_DM Image_Disk_Create_DM"
_DIRMAINT = "Look up message DVHnnnn in DirMaint's messages manual."
_LOCK_HOLDER = "Try again in a moment; Image_Lock_Query_DM tells who holds the lock."

ENTRIES: tuple[ReturnCode, ...] = (
    code(400, 0, "BAD_DEFINITION", INVALID_ARGUMENT, "the definition of the image or profile is bad"),
    code(400, 4, "ENTRY_NOT_FOUND", NOT_FOUND, "no such image or profile in the directory", error=GuestNotFound),
    code(400, 8, "ENTRY_EXISTS", ALREADY_EXISTS, "the directory has such an image or profile", error=GuestExists),
    code(400, 12, "ENTRY_LOCKED", ABORTED, "the directory entry is locked", _LOCK_HOLDER, error=EntryLocked),
    code(400, 16, "ENTRY_NOT_DELETED", FAILED_PRECONDITION, "the entry cannot be deleted"),
    code(
        400,
        16,
        "SEGMENT_NOT_DELETED",
        FAILED_PRECONDITION,
        "segment cannot be deleted",
        functions="Shared_Memory_Delete",
    ),
    code(400, 20, "NO_SUCH_PROTOTYPE", NOT_FOUND, "no such prototype"),
    code(
        400, 24, "ENTRY_NOT_LOCKED", FAILED_PRECONDITION, "the entry is not locked", "Lock it first.", error=NotLocked
    ),
    code(400, 40, "SEVERAL_USER_STATEMENTS", INVALID_ARGUMENT, "more than one USER statement"),
    code(404, 0, "BAD_DEVICE_DEFINITION", INVALID_ARGUMENT, "the definition of the device is bad"),
    code(404, 4, "ENTRY_DEVICE_EXISTS", ALREADY_EXISTS, "the entry has such a device already", error=DeviceExists),
    code(404, 8, "ENTRY_DEVICE_NOT_FOUND", NOT_FOUND, "the entry has no such device", error=DeviceNotFound),
    code(404, 12, "DEVICE_LOCKED", ABORTED, "the device in the entry is locked", _LOCK_HOLDER, error=DeviceLocked),
    code(404, 24, "DEVICE_NOT_LOCKED", FAILED_PRECONDITION, "the device is not locked", error=NotLocked),
    code(
        404, 24, "DISK_TYPE_DIFFERS", INVALID_ARGUMENT, "the device type is not that of the source", functions=_COPIES
    ),
    code(404, 28, "DISK_SIZE_DIFFERS", INVALID_ARGUMENT, "the size is not that of the source"),
    code(408, 0, "BAD_DISK_DEFINITION", INVALID_ARGUMENT, "the definition of the disk is bad"),
    code(408, 4, "ENTRY_DISK_EXISTS", ALREADY_EXISTS, "the entry has such a disk already", error=DiskExists),
    code(408, 8, "ENTRY_DISK_NOT_FOUND", NOT_FOUND, "the entry has no such disk", error=DiskNotFound),
    code(408, 12, "DISK_LOCKED", ABORTED, "the disk is locked", _LOCK_HOLDER, error=DeviceLocked),
    code(408, 16, "LINK_NOT_ALLOWED", PERMISSION_DENIED, "the owner's entry does not allow the link"),
    code(
        408,
        24,
        "NO_EXTENT",
        RESOURCE_EXHAUSTED,
        "no single extent of the pool is big enough",
        "Add volumes to the pool, or ask for a smaller disk.",
        error=PoolFull,
    ),
    code(408, 28, "NO_DISK_PASSWORD", PERMISSION_DENIED, "the disk has no password for that mode"),
    code(408, 32, "BAD_DISK_PASSWORD", PERMISSION_DENIED, "the disk's password is wrong"),
    code(412, 0, "BAD_CONNECTION_DEFINITION", INVALID_ARGUMENT, "the definition of the connection is bad"),
    code(412, 4, "NO_PARTNER", NOT_FOUND, "no such partner image"),
    code(412, 16, "STATEMENT_DIFFERS", FAILED_PRECONDITION, "the statement in the directory does not fit"),
    code(412, 28, "WRONG_ADAPTER_TYPE", FAILED_PRECONDITION, "the adapter is of the wrong type"),
)

NAMED_THINGS: tuple[ReturnCode, ...] = (
    code(416, 0, "BAD_PROTOTYPE", INVALID_ARGUMENT, "the prototype is bad"),
    code(416, 4, "PROTOTYPE_NOT_FOUND", NOT_FOUND, "no such prototype"),
    code(416, 8, "PROTOTYPE_EXISTS", ALREADY_EXISTS, "there is such a prototype already"),
    code(420, 4, "SPACE_EXISTS", ALREADY_EXISTS, "the group, region or volume is defined already"),
    code(420, 8, "SPACE_NOT_FOUND", NOT_FOUND, "no such group, region or volume", error=PoolNotFound),
    code(420, 12, "REGION_NOT_IN_GROUP", FAILED_PRECONDITION, "the region is not in that group"),
    code(420, 36, "VOLUME_OFFLINE", FAILED_PRECONDITION, "the volume is offline, or no disk"),
    code(424, 4, "NAMESAVE_EXISTS", ALREADY_EXISTS, "the entry has such a NAMESAVE statement"),
    code(424, 8, "NO_SUCH_SEGMENT", NOT_FOUND, "no such segment"),
    code(428, 4, "SUBSCRIPTION_EXISTS", ALREADY_EXISTS, "there is such a subscription already"),
    code(428, 8, "NO_SUCH_SUBSCRIPTION", NOT_FOUND, "no such subscription"),
    code(432, 4, "TAG_EXISTS", ALREADY_EXISTS, "the tag is defined already"),
    code(432, 8, "TAG_NOT_FOUND", NOT_FOUND, "no such tag"),
    code(432, 12, "ORDINAL_TAKEN", ALREADY_EXISTS, "another tag has that ordinal"),
    code(432, 16, "TAG_IN_USE", FAILED_PRECONDITION, "entries use the tag"),
    code(
        432,
        16,
        "TAG_VALUE_LENGTH",
        INVALID_ARGUMENT,
        "the value is too long",
        functions="Directory_Manager_Local_Tag_Set_DM",
    ),
    code(432, 20, "EXIT_REFUSED", PERMISSION_DENIED, "an exit routine of the site refused"),
    code(436, 4, "PROFILE_NOT_FOUND", NOT_FOUND, "the included profile is not there", error=ProfileNotFound),
    code(436, 40, "SEVERAL_PROFILES", INVALID_ARGUMENT, "more than one profile is included"),
    code(444, 0, "PASSWORD_RULES", INVALID_ARGUMENT, "the password breaks the rules"),
    code(444, 4, "PASSWORD_TOO_LONG", INVALID_ARGUMENT, "the password is too long"),
    code(444, 8, "PASSWORD_TOO_SHORT", INVALID_ARGUMENT, "the password is too short"),
    code(444, 12, "PASSWORD_CONTENT", INVALID_ARGUMENT, "the password has something that it may not have"),
    code(448, 0, "ACCOUNT_RULES", INVALID_ARGUMENT, "the account number breaks the rules"),
    code(448, 4, "ACCOUNT_TOO_LONG", INVALID_ARGUMENT, "the account number is too long"),
    code(448, 8, "ACCOUNT_TOO_SHORT", INVALID_ARGUMENT, "the account number is too short"),
    code(448, 12, "ACCOUNT_CONTENT", INVALID_ARGUMENT, "the account number has something that it may not have"),
    code(452, 4, "TASK_NOT_FOUND", NOT_FOUND, "no such background task"),
    code(456, 4, "NO_LOADDEV", NOT_FOUND, "the entry has no LOADDEV statement"),
    code(460, 4, "NO_IPL", NOT_FOUND, "the entry has no IPL statement"),
)

DIRECTORY_MANAGER: tuple[ReturnCode, ...] = (
    code(500, 0, "DIRECTORY_MANAGER_FAILED", INTERNAL, "the directory manager could not do it"),
    code(500, 4, "NO_UPDATES", UNAVAILABLE, "the directory manager takes no updates now"),
    code(500, 8, "DIRECTORY_MANAGER_DOWN", UNAVAILABLE, "the directory manager is not up", "Start DIRMAINT."),
    code(500, 20, "PASSWORD_FORM", UNIMPLEMENTED, "the directory manager does not take passwords in that form"),
    code(
        504, None, "TARGET_NOT_CHANGED", UNKNOWN, "the target was not added or removed; the reason is the product's own"
    ),
    code(520, 24, "BASE_CPU_EXISTS", ALREADY_EXISTS, "the entry has a base processor already"),
    code(520, 28, "CPU_ADDRESS_RANGE", INVALID_ARGUMENT, "processor address out of range"),
    code(520, 30, "ENTRY_CPU_NOT_FOUND", NOT_FOUND, "the entry has no such processor"),
    code(520, 32, "TOO_MANY_CPUS", RESOURCE_EXHAUSTED, "more processors than the entry allows"),
    code(520, 45, "NO_CRYPTO", FAILED_PRECONDITION, "the machine has no crypto facility"),
    code(520, 2826, "BAD_SCP_DATA", INVALID_ARGUMENT, "the SCP data are not proper UTF-8"),
    code(
        596,
        None,
        "DIRECTORY_MANAGER_REFUSED",
        UNKNOWN,
        "the directory manager refused; the reason code is the number of its message",
        _DIRMAINT,
        error=DirectoryManagerFailed,
    ),
    code(
        596,
        2119,
        "COMMAND_FAILED",
        INTERNAL,
        "a CP or CMS command of the directory manager failed",
        _DIRMAINT,
        error=DirectoryManagerFailed,
    ),
    code(
        596,
        3543,
        "NOT_ERASED",
        FAILED_PRECONDITION,
        "temporary and virtual disks cannot be erased",
        "Nothing is lost.",
        error=DirectoryManagerFailed,
    ),
    code(
        596, 3658, "REMARK_3658", UNKNOWN, "a message of the directory manager", _DIRMAINT, error=DirectoryManagerFailed
    ),
    code(
        596,
        6831,
        "STILL_DELETING",
        FAILED_PRECONDITION,
        "an earlier deletion is still going on",
        "Try again later.",
        retryable=True,
        error=DirectoryManagerFailed,
    ),
)
