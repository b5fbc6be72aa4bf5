# SPDX-License-Identifier: Apache-2.0
"""Named values kept with a directory entry (or any other id)."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Call, Reply, Struct, Words
from ..kinds import CHAR_NB, ArrayOf, CText, Framing, Key, Text


class MetadataDelete(
    Call[Reply],
    function="Metadata_Delete",
    group="host",
    target="free text id, normally a directory entry name",
    error_buffer=Framing.BYTE_LENGTH,
    level=620,
):
    """Delete named values of an id. Names are case sensitive and separated by blanks."""

    metadata_names: Annotated[str, CText(), "blank separated names, case sensitive"]


class MetadataValue(Struct):
    """A name and its value."""

    metadata_entry_name: Annotated[str, Text(0, 1024, CHAR_NB)]
    metadata: Annotated[str, Text(), "empty when the name has no value"]


class MetadataGetReply(Reply):
    """The answer of Metadata_Get."""

    metadata_entry_array: Annotated[
        tuple[MetadataValue, ...], ArrayOf(MetadataValue, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class MetadataGet(
    Call[MetadataGetReply],
    function="Metadata_Get",
    group="host",
    target="free text id",
    error_buffer=Framing.BYTE_LENGTH,
    level=620,
):
    """Read named values of an id; an unknown name comes back with an empty value."""

    metadata_names: Annotated[str, CText(), "blank separated names, case sensitive"]


class MetadataEntry(Struct):
    """A name and the value it gets."""

    metadata_entry_name: Annotated[str, Text(1, 1024, CHAR_NB)]
    metadata: Annotated[str, Text(1)]


class MetadataSet(
    Call[Reply],
    function="Metadata_Set",
    group="host",
    target="free text id",
    error_buffer=Framing.BYTE_LENGTH,
    level=620,
):
    """Set named values of an id.

    24/13: a name is longer than 1024 bytes.
    """

    metadata_entry_array: Annotated[
        tuple[MetadataEntry, ...], ArrayOf(MetadataEntry, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ]


class MetadataNameLine(Words):
    """Length of a value, and its name."""

    length_of_value: str
    metadata_entry_name: str


class MetadataSpaceQueryReply(Reply):
    """The answer of Metadata_Space_Query."""

    output_data: Annotated[tuple[MetadataNameLine, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class MetadataSpaceQuery(
    Call[MetadataSpaceQueryReply],
    function="Metadata_Space_Query",
    group="host",
    target="free text id",
    level=640,
    parameters="parameters",
):
    """List the names of an id's values that fit a pattern, with the length of each value.

    4/4: none fits. 8/8: the id has no values at all. 8/12: the metadata server is down.
    """

    searchkey: Annotated[str, Key(), "pattern, may end in *"]
