# SPDX-License-Identifier: Apache-2.0
"""A command channel that IBM built for its own xCAT."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Call, Reply
from ..kinds import ArrayOf, CText, Framing, Rest


class XCATCommandsIUOReply(Reply):
    """The answer of xCAT_Commands_IUO."""

    command_output: Annotated[tuple[str, ...], ArrayOf(CText()), "output lines; may be absent or empty"] = ()


class XCATCommandsIUO(
    Call[XCATCommandsIUOReply],
    function="xCAT_Commands_IUO",
    wire_name="xcat_accomodation",
    group="other",
    target="image acted on",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
):
    """Run a CP-like command for an image ('cmd=' and the command), for IBM's own use.

    The name is spelt xcat_accomodation on the wire. The reference client sends four stray bytes behind the command.
    """

    command: Annotated[str, Rest(), "'cmd=' followed by a CP-like command"]
