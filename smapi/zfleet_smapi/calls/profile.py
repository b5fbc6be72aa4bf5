# SPDX-License-Identifier: Apache-2.0
"""Directory profiles: statements that many entries include."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, Reply, Words
from ..kinds import ArrayOf, CText, Text


class ProfileCreateDM(
    Call[Reply],
    function="Profile_Create_DM",
    group="guest",
    target="new profile",
    background=Background.ID_IN_REASON_CODE,
):
    """Add a profile to the directory; the first record is its PROFILE statement.

    400/8: there already.
    """

    profile_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 72)), "lines, each with its own int4 length"]


class ProfileDeleteDM(
    Call[Reply], function="Profile_Delete_DM", group="guest", target="profile", background=Background.ID_IN_REASON_CODE
):
    """Remove a profile from the directory.

    400/4: no such profile.
    """


class ProfileLockDM(
    Call[Reply], function="Profile_Lock_DM", group="guest", target="profile", background=Background.ID_IN_REASON_CODE
):
    """Lock a profile against changes by others.

    400/12: locked already.
    """


class ProfileLockLine(Words):
    """What is locked (PROFILE or DEVICE), and by whom if it is the whole profile."""

    locked_type: str
    profile_locked_by: str


class ProfileLockedDeviceLine(Words):
    """A locked device and the user id that locked it."""

    dev_address: str
    dev_locked_by: str


class ProfileLockQueryDMReply(Reply):
    """The answer of Profile_Lock_Query_DM."""

    lock_info: Annotated[ProfileLockLine, Text(0, 16)] = ProfileLockLine()
    locked_dev_array: Annotated[
        tuple[ProfileLockedDeviceLine, ...], ArrayOf(CText(1, 13)), "only for device locks"
    ] = ()


class ProfileLockQueryDM(
    Call[ProfileLockQueryDMReply],
    function="Profile_Lock_Query_DM",
    group="guest",
    target="profile",
    background=Background.ID_IN_REASON_CODE,
    level=630,
    success_reasons=(12, 24),
):
    """Tell whether a profile is locked, and by whom.

    0/12: locked, data follow. 0/24: not locked, no data.
    """


class ProfileQueryDMReply(Reply):
    """The answer of Profile_Query_DM."""

    profile_record_array: Annotated[tuple[str, ...], ArrayOf(Text(0, 80))] = ()


class ProfileQueryDM(
    Call[ProfileQueryDMReply],
    function="Profile_Query_DM",
    group="guest",
    target="profile",
    background=Background.ID_IN_REASON_CODE,
):
    """Read a profile's statements.

    One client takes 72 columns of every record whatever its length, so a server should not send fewer. 400/4: no such
    profile.
    """


class ProfileReplaceDM(
    Call[Reply],
    function="Profile_Replace_DM",
    group="guest",
    target="profile (locked first)",
    background=Background.ID_IN_REASON_CODE,
):
    """Put new statements in place of a profile, and unlock it.

    400/24: it was not locked.
    """

    profile_record_array: Annotated[tuple[str, ...], ArrayOf(Text(1, 72)), "lines, each with its own int4 length"]


class ProfileUnlockDM(
    Call[Reply], function="Profile_Unlock_DM", group="guest", target="profile", background=Background.ID_IN_REASON_CODE
):
    """Take the lock off a profile.

    400/24: it is not locked.
    """
