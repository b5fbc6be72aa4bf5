# SPDX-License-Identifier: Apache-2.0
"""What of a guest a change is made to."""

from __future__ import annotations

from enum import Enum


class Scope(Enum):
    """The directory entry says what a guest gets at its next logon; the running guest is what it has now."""

    BOTH = "both"
    """The directory entry, and the running guest too when it is on."""
    DIRECTORY = "directory"
    """The directory entry only."""
    RUNNING_TOO = "running too"
    """Both, and refused before anything is changed when the guest is off."""
