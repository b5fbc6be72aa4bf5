# SPDX-License-Identifier: Apache-2.0
"""The directory entry of an image by keywords instead of statements."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, Reply
from ..kinds import CHAR26, SECRET, ArrayOf, CText, Framing, Key, Pairs
from .choices import KEYWORDS


class ImageDefinitionAsyncUpdates(
    Call[Reply],
    function="Image_Definition_Async_Updates",
    group="guest",
    target="image",
    level=620,
    parameters="parameters",
):
    """Switch the notices about finished Image_Definition changes on or off.

    They come as type 1 events with id 500. 8/24: the server could not write its file of pending ids.
    """

    enabled: Annotated[
        str, Key(0, 3, CHAR26, choices={"YES": "send completion notices", "NO": "do not"}, wire="ENABLED")
    ]


class DefinitionTasks(Reply):
    """The answer of the Image_Definition calls: ids of background tasks, such as MDISK=111074641, with 592/4."""

    asynch_data: Annotated[tuple[str, ...], ArrayOf(CText()), "ids of background tasks, with 592/4"] = ()


class ImageDefinitionCreateDM(
    Call[DefinitionTasks],
    function="Image_Definition_Create_DM",
    group="guest",
    target="new image",
    background=Background.TEXT_IDS,
    error_buffer=Framing.BYTE_LENGTH,
    level=620,
):
    """Create a directory entry from keywords instead of statements.

    Keywords may repeat (one MDISK each); operands are SUBKEY=VALUE separated by blanks. 8/3002: unknown keyword,
    which an error text names. 592/4: disks are being made in the background, and the ids of the tasks follow.
    """

    definition_create_directory_keyword_parameter_list: Annotated[
        tuple[tuple[str, str | None], ...], Pairs(keywords=KEYWORDS), SECRET
    ]


class ImageDefinitionDeleteDM(
    Call[DefinitionTasks],
    function="Image_Definition_Delete_DM",
    group="guest",
    target="image directory entry",
    background=Background.TEXT_IDS,
    error_buffer=Framing.BYTE_LENGTH,
    level=611,
):
    """Take things out of a directory entry by keyword, such as MDISK=VDEV=200.

    8/4: nothing like that in the entry. 8/3002: unknown keyword ('*' is none here). 592/4: background tasks follow.
    """

    definition_delete_directory_keyword_parameter_list: Annotated[
        tuple[tuple[str, str | None], ...], Pairs(keywords=KEYWORDS)
    ]


class ImageDefinitionQueryDMReply(Reply):
    """The answer of Image_Definition_Query_DM."""

    directory_information_data: Annotated[tuple[str, ...], ArrayOf(CText()), SECRET] = ("*",)


class ImageDefinitionQueryDM(
    Call[ImageDefinitionQueryDMReply],
    function="Image_Definition_Query_DM",
    group="guest",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
    error_buffer=Framing.BYTE_LENGTH,
    level=611,
):
    """Read a directory entry as keywords.

    Ask for some keywords in one text, or for all with '*'. What comes out of an included profile is marked with
    _PROFILE behind its keyword. 0/8: done, but the security manager keeps the password hidden.
    """

    definition_query_directory_keyword_parameter_list: Annotated[
        tuple[str, ...],
        ArrayOf(
            CText(
                choices={
                    "COMMAND_DEFINE_CPU": "wanted",
                    "COMMAND_SET_CPUAFFINITY": "wanted",
                    "COMMAND_SET_SHARE": "wanted",
                    "COMMAND_SET_VCONFIG": "wanted",
                    "CONSOLE": "wanted",
                    "CPU": "wanted",
                    "CPU_MAXIMUM": "wanted",
                    "DEDICATE": "wanted",
                    "INCLUDE": "wanted",
                    "IPL": "wanted",
                    "LINK": "wanted",
                    "MDISK": "wanted",
                    "NICDEF": "wanted",
                    "OPTION": "wanted",
                    "PASSWORD": "wanted",
                    "PRIVILEGE_CLASSES": "wanted",
                    "SHARE": "wanted",
                    "SPOOL": "wanted",
                    "STORAGE_INITIAL": "wanted",
                    "STORAGE_MAXIMUM": "wanted",
                    "VMRELOCATE": "wanted",
                    "*": "everything",
                },
                open=True,
            )
        ),
        "keywords separated by blanks, all in one text, or '*'",
    ] = ("*",)


class ImageDefinitionUpdateDM(
    Call[DefinitionTasks],
    function="Image_Definition_Update_DM",
    group="guest",
    target="image directory entry",
    background=Background.TEXT_IDS,
    error_buffer=Framing.BYTE_LENGTH,
    level=611,
):
    """Change or add things in a directory entry by keyword.

    A new disk says OPERATION=ADD among its subkeys. 8/3002: unknown keyword. 592/4: background tasks follow.
    """

    definition_update_directory_keyword_parameter_list: Annotated[
        tuple[tuple[str, str | None], ...], Pairs(keywords=KEYWORDS), SECRET
    ]
