# SPDX-License-Identifier: Apache-2.0
"""Return codes about the running system: images, devices, LANs, processors, segments, CP. 200 to 216, 396, 600."""

from __future__ import annotations

from ..errors import (
    AlreadyCoupled,
    CPFailed,
    DeviceExists,
    DeviceNotFound,
    DiskNotFound,
    GuestActive,
    GuestNotActive,
    GuestNotFound,
    GuestStopping,
    NotCoupled,
    SwitchExists,
    SwitchNotFound,
)
from .code import (
    ALREADY_EXISTS,
    FAILED_PRECONDITION,
    INTERNAL,
    INVALID_ARGUMENT,
    NOT_FOUND,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    UNKNOWN,
    ReturnCode,
    code,
)

_DUMPS = "Delete_ABEND_Dump Process_ABEND_Dump Query_ABEND_Dump"
_ADAPTER_QUERIES = "Virtual_Network_Adapter_Query Virtual_Network_Adapter_Query_Extended"
_OTHERS = "Look at the failing images in the answer."

IMAGES: tuple[ReturnCode, ...] = (
    code(200, 0, "IMAGE_OPERATION_FAILED", INTERNAL, "the operation on the image failed"),
    code(200, 4, "IMAGE_NOT_FOUND", NOT_FOUND, "no such image", "Check the user id.", error=GuestNotFound),
    code(200, 8, "IMAGE_ACTIVE", FAILED_PRECONDITION, "the image is active already", "It runs.", error=GuestActive),
    code(
        200,
        12,
        "IMAGE_NOT_ACTIVE",
        FAILED_PRECONDITION,
        "the image is not active",
        "Start it first, or take it as stopped.",
        error=GuestNotActive,
    ),
    code(
        200,
        12,
        "DUMP_MACHINE_DOWN",
        FAILED_PRECONDITION,
        "the dump machine is not logged on, or busy",
        "Log OPERATNS on.",
        functions=_DUMPS,
    ),
    code(
        200,
        16,
        "IMAGE_STOPPING",
        FAILED_PRECONDITION,
        "the image is just being logged off",
        "Wait until it is off.",
        retryable=True,
        error=GuestStopping,
    ),
    code(200, 24, "NO_SUCH_LIST", NOT_FOUND, "no such list"),
    code(200, 28, "NOT_ALL_STARTED", FAILED_PRECONDITION, "not all images of the list were started", _OTHERS),
    code(200, 32, "NOT_ALL_STOPPED", FAILED_PRECONDITION, "not all images of the list were stopped", _OTHERS),
    code(200, 36, "NOT_ALL_DONE", FAILED_PRECONDITION, "not all was done"),
    code(200, 36, "TIME_TOO_LONG", INVALID_ARGUMENT, "the time given is too long", functions="Image_Deactivate"),
    code(
        200,
        36,
        "NOT_ALL_RECYCLED",
        FAILED_PRECONDITION,
        "not all images of the list were recycled",
        _OTHERS,
        functions="Image_Recycle",
    ),
)

DEVICES: tuple[ReturnCode, ...] = (
    code(204, 0, "DEVICE_OPERATION_FAILED", INTERNAL, "the operation on the device failed"),
    code(204, 2, "BAD_DEVICE_NUMBER", INVALID_ARGUMENT, "bad device number"),
    code(204, 4, "DEVICE_EXISTS", ALREADY_EXISTS, "the device number is taken", error=DeviceExists),
    code(204, 8, "DEVICE_NOT_FOUND", NOT_FOUND, "the running image has no such device", error=DeviceNotFound),
    code(204, 12, "DEVICE_BUSY", FAILED_PRECONDITION, "the device is busy", retryable=True),
    code(204, 16, "DEVICE_NOT_AVAILABLE", FAILED_PRECONDITION, "the real device cannot be had"),
    code(
        204,
        20,
        "ALREADY_COUPLED",
        FAILED_PRECONDITION,
        "the adapter is coupled already",
        "Uncouple it first, or leave it.",
        error=AlreadyCoupled,
    ),
    code(204, 24, "NOT_A_TAPE", FAILED_PRECONDITION, "not a tape drive, or it cannot be assigned or reset"),
    code(204, 28, "OTHER_DEVICE", FAILED_PRECONDITION, "another kind of device has that number"),
    code(204, 28, "DISK_NOT_SHARED", FAILED_PRECONDITION, "the disk is not shared", functions="Image_Device_Reset"),
    code(204, 32, "NOT_RESERVED", FAILED_PRECONDITION, "the disk is not reserved"),
    code(204, 36, "IO_ERROR", INTERNAL, "input or output error"),
    code(204, 40, "ADAPTER_NOT_REMOVED", FAILED_PRECONDITION, "the virtual adapter was not removed"),
    code(204, 44, "DISK_NOT_REMOVED", FAILED_PRECONDITION, "the disk cannot be removed"),
    code(
        204, 48, "NOT_COUPLED", FAILED_PRECONDITION, "the adapter is coupled no more", "It is done.", error=NotCoupled
    ),
    code(208, 0, "DISK_OPERATION_FAILED", INTERNAL, "the operation on the disk failed"),
    code(208, 4, "DISK_LINKED", ALREADY_EXISTS, "the image has the disk already"),
    code(208, 8, "DISK_NOT_LINKED", FAILED_PRECONDITION, "the image does not have the disk"),
    code(208, 12, "DISK_NOT_AVAILABLE", FAILED_PRECONDITION, "the disk cannot be had"),
    code(208, 16, "DISK_NOT_SHAREABLE", FAILED_PRECONDITION, "the disk cannot be shared that way"),
    code(208, 20, "OTHER_MODE", FAILED_PRECONDITION, "the disk was linked in another mode"),
    code(208, 28, "NO_DISK_PASSWORD", PERMISSION_DENIED, "the disk has no password for that mode"),
    code(208, 28, "NOT_A_DISK", INVALID_ARGUMENT, "the device is no disk", functions="Image_Disk_Delete"),
    code(208, 32, "BAD_DISK_PASSWORD", PERMISSION_DENIED, "the disk's password is wrong"),
    code(208, 36, "DISK_NOT_FOUND", NOT_FOUND, "no such disk", error=DiskNotFound),
    code(208, 1157, "NO_FREE_VOLUME", RESOURCE_EXHAUSTED, "a whole volume is wanted and none is free"),
)

NETWORK: tuple[ReturnCode, ...] = (
    code(212, 0, "CONNECTION_FAILED", INTERNAL, "the connection failed"),
    code(212, 4, "NO_PARTNER", NOT_FOUND, "no such partner image"),
    code(
        212,
        8,
        "MAY_NOT_CONNECT",
        PERMISSION_DENIED,
        "the image may not connect",
        "Grant it access to the switch or LAN.",
    ),
    code(212, 8, "ADAPTER_NOT_FOUND", NOT_FOUND, "no such adapter", error=DeviceNotFound, functions=_ADAPTER_QUERIES),
    code(212, 12, "LAN_NOT_FOUND", NOT_FOUND, "no such LAN"),
    code(212, 16, "LAN_OWNER_NOT_FOUND", NOT_FOUND, "no LAN of that owner and name"),
    code(212, 20, "LAN_OWNER_NOT_ACTIVE", FAILED_PRECONDITION, "the LAN's owner is not active"),
    code(212, 24, "LAN_DIFFERS", ALREADY_EXISTS, "there is such a LAN, with other attributes"),
    code(212, 28, "WRONG_ADAPTER_TYPE", FAILED_PRECONDITION, "the adapter is of the wrong type"),
    code(212, 32, "NOT_COUPLED", FAILED_PRECONDITION, "the adapter is not coupled", "It is done.", error=NotCoupled),
    code(212, 36, "SWITCH_EXISTS", ALREADY_EXISTS, "there is such a virtual switch", error=SwitchExists),
    code(212, 40, "SWITCH_NOT_FOUND", NOT_FOUND, "no such virtual switch", error=SwitchNotFound),
    code(212, 44, "AUTHORIZED_ALREADY", ALREADY_EXISTS, "the image is authorized already"),
    code(212, 48, "VLAN_NOT_FOUND", NOT_FOUND, "no such VLAN"),
    code(212, 52, "NO_MORE_CONNECTIONS", RESOURCE_EXHAUSTED, "no more connections are possible"),
    code(212, 96, "UNKNOWN_CAUSE", UNKNOWN, "failed; the cause is not known"),
)

PROCESSORS: tuple[ReturnCode, ...] = (
    code(216, 2, "CPU_ADDRESS_RANGE", INVALID_ARGUMENT, "processor address out of range"),
    code(216, 4, "CPU_NOT_FOUND", NOT_FOUND, "no such virtual processor"),
    code(216, 12, "IMAGE_NOT_ACTIVE", FAILED_PRECONDITION, "the image is not active", error=GuestNotActive),
    code(216, 24, "CPU_EXISTS", ALREADY_EXISTS, "the processor address is taken"),
    code(216, 28, "CPU_NOT_ALLOWED", FAILED_PRECONDITION, "the directory entry does not allow that address"),
    code(216, 40, "CPU_TYPE", FAILED_PRECONDITION, "the machine has no processors of that type"),
)

# Numbers of CP (HCP) messages that callers meet; any other number comes under the entry without a reason code.
CP: tuple[ReturnCode, ...] = (
    code(
        396,
        None,
        "CP_FAILED",
        UNKNOWN,
        "CP refused; the reason code is the number of its message",
        "Look up message HCPnnnn in z/VM's messages manual.",
        error=CPFailed,
    ),
    code(396, 0, "CP_INTERNAL", INTERNAL, "the system failed inside", error=CPFailed),
    *(
        code(396, number, f"CP_{number}", FAILED_PRECONDITION, meaning, error=CPFailed)
        for numbers, meaning in (
            ((2788, 2848, 3034, 6011), "CP could not couple the adapter"),
            ((2797,), "CP could not define the adapter"),
            ((2838, 2853, 2856, 2858, 3022, 3033), "CP refused the authorization or VLAN of the switch"),
            ((2846,), "the switch is not VLAN aware"),
        )
        for number in numbers
    ),
)

SEGMENTS: tuple[ReturnCode, ...] = (
    code(600, 8, "BAD_PAGE_RANGE", INVALID_ARGUMENT, "bad range of pages"),
    code(600, 12, "USER_NOT_LOGGED_ON", FAILED_PRECONDITION, "the user id is not logged on", error=GuestNotActive),
    code(600, 16, "SEGMENT_NOT_SAVED", INTERNAL, "the segment could not be saved"),
    code(
        600, 20, "SEGMENT_PRIVILEGE", PERMISSION_DENIED, "the server lacks the privilege, or the segment is restricted"
    ),
    code(600, 24, "SEGMENT_CONTRADICTION", INVALID_ARGUMENT, "parameters contradict each other"),
    code(600, 28, "SEGMENT_NOT_FOUND", NOT_FOUND, "no such segment"),
    code(600, 299, "SKELETON_EXISTS", ALREADY_EXISTS, "there is a skeleton of that segment"),
)
