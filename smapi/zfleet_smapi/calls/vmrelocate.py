# SPDX-License-Identifier: Apache-2.0
"""Live guest relocation inside a single system image cluster."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Call, HostCall, Reply, Retry, Words
from ..kinds import CHAR26, CHAR42, ArrayOf, CText, Framing, Key


class VMRELOCATE(
    Call[Reply],
    function="VMRELOCATE",
    group="guest",
    target="image to move",
    error_buffer=Framing.TO_END,
    level=620,
    parameters="parameters",
):
    """Move a running image to another member of the cluster, test whether that could be done, or stop a move.

    4/3000: the test found obstacles. 8/3000: the move failed. Then the error text lists numbers of CP messages.
    """

    destination: Annotated[str, Key(1, 8, CHAR42), "cluster member to move to; not needed for CANCEL"]
    action: Annotated[
        str | None, Key(0, 6, CHAR26, choices={"TEST": "only check (default)", "MOVE": "move", "CANCEL": "stop a move"})
    ] = None
    force: Annotated[str | None, Key(), "any of ARCHITECTURE DOMAIN STORAGE, blank separated"] = None
    immediate: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"NO": "default", "YES": "one early memory pass, then stop the guest at once"}),
    ] = None
    max_total: Annotated[str | None, Key(0, 8), "NOLIMIT (default) or seconds"] = None
    max_quiesce: Annotated[str | None, Key(0, 8), "NOLIMIT or seconds; 10 if not given, NOLIMIT if immediate"] = None


class VMRELOCATEImageAttributes(
    Call[Reply],
    function="VMRELOCATE_Image_Attributes",
    group="guest",
    target="userid, or '*' for the caller",
    level=620,
    parameters="parameters",
):
    """Say whether an image may be moved, and inside which relocation domain.

    8/12: not logged on. 8/1821: no such domain. 8/1822: the domain needs archforce=YES. 8/3008: no cluster.
    """

    relocation_setting: Annotated[str, Key(2, 3, CHAR26, choices={"ON": "may be moved", "OFF": "may not"})]
    domain_name: Annotated[str | None, Key(0, 8, CHAR42), "relocation domain"] = None
    archforce: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"NO": "default", "YES": "take the domain even if the architecture level drops"}),
    ] = None


class VMRELOCATEModify(
    Call[Reply],
    function="VMRELOCATE_Modify",
    group="guest",
    target="image being moved",
    error_buffer=Framing.TO_END,
    level=620,
    parameters="parameters",
):
    """Change the time limits of a move that is under way.

    8/3010: no move is under way, or CP refused.
    """

    max_total: Annotated[str | None, Key(0, 8), "NOLIMIT or seconds"] = None
    max_quiesce: Annotated[str | None, Key(0, 8), "NOLIMIT or seconds"] = None


class RelocationLine(Words, rest=True):
    """One move; the stage at the end may have blanks in it."""

    vmrelocate_image: str
    vmrelocate_source_system: str
    vmrelocate_destination_system: str
    vmrelocate_by: str
    vmrelocate_elapsed: str
    vmrelocate_status: str


class VMRELOCATEStatusReply(Reply):
    """The answer of VMRELOCATE_Status."""

    status_array: Annotated[tuple[RelocationLine, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class VMRELOCATEStatus(
    HostCall[VMRELOCATEStatusReply],
    function="VMRELOCATE_Status",
    group="guest",
    level=620,
    parameters="parameters",
    retry=Retry.REPEAT,
):
    """List the moves that are under way.

    4/3001: there are none. The target is only looked at for the authorization.
    """

    status_target: Annotated[
        str | None,
        Key(0, 13, choices={"ALL": "default", "USER userid": "one image", "INCOMING": "", "OUTGOING": ""}, open=True),
    ] = None
