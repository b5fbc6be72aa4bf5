# SPDX-License-Identifier: Apache-2.0
"""Spool files of an image: its console, and what waits in its reader."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Call, Reply, Retry
from ..kinds import ArrayOf, CText, Framing, Key


class ImageConsoleGet(
    Call[Reply],
    function="Image_Console_Get",
    group="guest",
    target="image whose console spool is wanted",
    level=640,
    retry=Retry.NEVER,  # the file is gone from the console once it was sent
):
    """Send the console spool file of an image to the caller's virtual reader.

    The answer has no data: the caller reads the file from its own reader. 8/8: there is no console file, because the
    image is not logged on or its console is not spooled.
    """


class SystemRDRFileManage(
    Call[Reply],
    function="System_RDR_File_Manage",
    group="guest",
    target="image whose reader files are worked on",
    level=640,
    parameters="parameters",
):
    """Purge, reorder or transfer files in an image's reader.

    For TRANSFER the receiver is the user id of the request's head, whoever the caller is.
    """

    spoolids: Annotated[str, Key(), "blank separated spool ids, or ALL"]
    action: Annotated[
        str | None,
        Key(choices={"PURGE": "default", "ORDER": "move to the front", "TRANSFER": "give to the authenticated user"}),
    ] = None


class SystemRDRFileQueryReply(Reply):
    """The answer of System_RDR_File_Query."""

    rdr_file_array: Annotated[tuple[str, ...], ArrayOf(CText(1, 80), Framing.TO_END)] = ()


class SystemRDRFileQuery(
    Call[SystemRDRFileQueryReply],
    function="System_RDR_File_Query",
    group="guest",
    target="image whose reader is listed",
    level=640,
):
    """List the files in an image's reader, one line each.

    8/4: the reader is empty.
    """
