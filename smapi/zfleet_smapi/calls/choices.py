# SPDX-License-Identifier: Apache-2.0
"""Words that several functions take, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LINK_MODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "R": "read, refused while another user can write",
        "RR": "read, even while others write",
        "W": "write, refused while there is any other link",
        "WR": "write if alone, else read",
        "M": "write, refused while another user can write",
        "MR": "write if nobody else can, else read",
        "MW": "write in any case",
    }
)
"""Access modes of a minidisk."""

KEYWORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "COMMAND_DEFINE_CPU": "CP DEFINE CPU at logon",
        "COMMAND_SET_CPUAFFINITY": "CP SET CPUAFFINITY at logon",
        "COMMAND_SET_SHARE": "CP SET SHARE at logon",
        "COMMAND_SET_VCONFIG": "CP SET VCONFIG at logon",
        "CONSOLE": "VDEV= DEVTYPE=3215|3270 CLASS= USERID=",
        "CPU": "CPUADDR= BASE=YES DEDICATE=NO",
        "CPU_MAXIMUM": "COUNT= TYPE=ESA|XA|XC",
        "DEDICATE": "a dedicated device",
        "INCLUDE": "a profile's name",
        "IPL": "VDEV=(device or saved system) PARM=",
        "LINK": "USERID= VDEV1=(the owner's) VDEV2=(its own) MODE=",
        "MDISK": (
            "VDEV= DEVTYPE=3390|XXXX|... DISKTYPE=PERM|AUTOG|... START= COUNT= VOLID= NAME=(group or region) MODE= "
            "READPASSWORD= WRITEPASSWORD= MULTIPASSWORD=, and OPERATION=ADD in an update"
        ),
        "NICDEF": "VDEV= TYPE=QDIO LAN=(owner) SWITCHNAME=",
        "OPTION": "words of the OPTION statement",
        "PASSWORD": "the logon password",
        "PRIVILEGE_CLASSES": "class letters",
        "SHARE": "RELATIVE=n or ABSOLUTE=n%, LIMIT=",
        "SPOOL": "VDEV= DEVTYPE=2540_READER|2540_PUNCH|1403|RDR|PUN CLASS=",
        "STORAGE_INITIAL": "size with its unit letter",
        "STORAGE_MAXIMUM": "size with its unit letter",
        "VMRELOCATE": "relocation permission and domain",
    }
)
"""Directory keywords of the Image_Definition functions, with the subkeys that have been seen."""
