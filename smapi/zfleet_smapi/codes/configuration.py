# SPDX-License-Identifier: Apache-2.0
"""Return codes about volumes, the system configuration file on its parm disks, and the resource manager. 300, 620, 800.

Image_Volume_Add and _Delete (300) and the virtual switch functions (620) change the same file, and number what can go
wrong with it in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator

from .code import (
    ALREADY_EXISTS,
    FAILED_PRECONDITION,
    INTERNAL,
    INVALID_ARGUMENT,
    NOT_FOUND,
    OK,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    ReturnCode,
    code,
)

_EITHER = " (first or second copy)"

# (reason code, name, status, meaning) of what both families share.
_FILE = (
    (14, "NO_FILE_MODES", RESOURCE_EXHAUSTED, "the server has no file modes left"),
    (22, "SAME_PARM_DISK", INVALID_ARGUMENT, "both copies would be on the same parm disk"),
    (24, "PARM_DISK_LINK", FAILED_PRECONDITION, "no link to the parm disk" + _EITHER),
    (28, "PARM_DISK_READ_ONLY", FAILED_PRECONDITION, "the parm disk is read-only" + _EITHER),
    (32, "NO_CONFIGURATION_FILE", NOT_FOUND, "the parm disk has no such configuration file"),
    (34, "CONFIGURATION_ERRORS", FAILED_PRECONDITION, "the configuration file has errors"),
    (36, "NEW_CONFIGURATION_ERRORS", INVALID_ARGUMENT, "the changed configuration would have errors"),
    (38, "NO_CP_FILE_MODES", RESOURCE_EXHAUSTED, "CP has no file modes left" + _EITHER),
    (40, "PARM_DISK_FULL", RESOURCE_EXHAUSTED, "the parm disk is full" + _EITHER),
    (42, "PARM_DISK_ACCESS", PERMISSION_DENIED, "the parm disk may not be accessed" + _EITHER),
    (44, "PARM_DISK_PASSWORD_MISSING", INVALID_ARGUMENT, "the parm disk's password is missing" + _EITHER),
    (46, "PARM_DISK_PASSWORD", INVALID_ARGUMENT, "the parm disk's password is wrong" + _EITHER),
    (48, "PARM_DISK_UNKNOWN", NOT_FOUND, "the server's entry has no such parm disk" + _EITHER),
    (50, "CPRELEASE_FAILED", INTERNAL, "the parm disk could not be released from CP" + _EITHER),
    (52, "CPACCESS_FAILED", INTERNAL, "the parm disk could not be given back to CP" + _EITHER),
)


def _file_codes(return_code: int, family: str) -> Iterator[ReturnCode]:
    for reason_code, name, status, meaning in _FILE:
        yield code(return_code, reason_code, f"{family}_{name}", status, meaning)


VOLUMES: tuple[ReturnCode, ...] = (
    code(300, 0, "VOLUME_DONE", OK, "done"),
    code(300, 8, "VOLUME_NO_DEVICE", NOT_FOUND, "no such device"),
    code(300, 10, "VOLUME_NOT_ATTACHED", FAILED_PRECONDITION, "the device cannot be attached"),
    code(300, 12, "VOLUME_NONE", INVALID_ARGUMENT, "the device is no volume"),
    code(300, 16, "VOLUME_VARY_ON", INTERNAL, "the device could not be varied on"),
    code(300, 18, "VOLUME_LABEL_NOT_IN_FILE", NOT_FOUND, "the configuration file does not have the label"),
    code(300, 20, "VOLUME_LABEL_IN_FILE", ALREADY_EXISTS, "the configuration file has the label already"),
    *_file_codes(300, "VOLUME"),
)

SWITCH_FILES: tuple[ReturnCode, ...] = (
    *_file_codes(620, "SWITCH"),
    code(620, 54, "SWITCH_IN_FILE", ALREADY_EXISTS, "the configuration file defines the switch already"),
    code(620, 58, "SWITCH_NO_USER_STATEMENT", NOT_FOUND, "the configuration file has no statement for that user id"),
    code(620, 60, "SWITCH_NOT_IN_FILE", NOT_FOUND, "the configuration file does not define the switch"),
    code(620, 62, "SWITCH_CONTRADICTION", INVALID_ARGUMENT, "the operands do not go together; the file is as it was"),
    code(620, 64, "SWITCH_SEVERAL_STATEMENTS", FAILED_PRECONDITION, "the file has several statements for the switch"),
)

RESOURCE_MANAGER: tuple[ReturnCode, ...] = (
    code(800, 8, "NO_MEASUREMENTS", NOT_FOUND, "there are no measurements yet"),
    code(800, 12, "UPDATE_ERRORS", INVALID_ARGUMENT, "the update has errors", "Read the records in the answer."),
    code(800, 16, "FILE_ACCESS", PERMISSION_DENIED, "the file may not be read"),
    code(800, 24, "FILE_NOT_WRITTEN", INTERNAL, "the file could not be written"),
    code(800, 28, "FILE_NOT_FOUND", NOT_FOUND, "no such configuration file"),
    code(800, 32, "UPDATE_FAILED", INTERNAL, "the update failed inside"),
)
