# SPDX-License-Identifier: Apache-2.0
"""Fields that say where the system configuration file is, as many functions take them.

The file is on a parm disk; a second copy is kept on another one. The disk number is that in the worker server's own
directory entry. All may be left empty; for the key=value functions the server's own settings (DMSSICNF COPY) stand in.
"""

from __future__ import annotations

from typing import Annotated

from ..kinds import CHAR16, CHAR42, CHAR_NB, SECRET, Key, Text

SystemConfigName = Annotated[str, Text(0, 8, CHAR42), "file name of the system configuration, usually SYSTEM"]
SystemConfigType = Annotated[str, Text(0, 8, CHAR42), "its file type, usually CONFIG"]
ParmDiskOwner = Annotated[str, Text(0, 8, CHAR42), "owner of its disk, usually PMAINT"]
ParmDiskNumber = Annotated[str, Text(0, 4, CHAR16), "number of its disk for the worker server, usually CF0"]
ParmDiskPassword = Annotated[str, Text(0, 8, CHAR_NB), SECRET, "write password of its disk, or a comma for none"]

AltSystemConfigName = Annotated[str, Text(0, 8, CHAR42), "second copy: file name"]
AltSystemConfigType = Annotated[str, Text(0, 8, CHAR42), "second copy: file type"]
AltParmDiskOwner = Annotated[str, Text(0, 8, CHAR42), "second copy: owner of its disk"]
AltParmDiskNumber = Annotated[str, Text(0, 4, CHAR16), "second copy: number of its disk"]
AltParmDiskPassword = Annotated[str, Text(0, 8, CHAR_NB), SECRET, "second copy: write password of its disk"]

SystemConfigNameKey = Annotated[str | None, Key(0, 8, CHAR42), "file name of the system configuration"]
SystemConfigTypeKey = Annotated[str | None, Key(0, 8, CHAR42), "its file type"]
ParmDiskOwnerKey = Annotated[str | None, Key(0, 8, CHAR42), "owner of its disk"]
ParmDiskNumberKey = Annotated[str | None, Key(0, 4, CHAR16), "number of its disk"]
ParmDiskPasswordKey = Annotated[
    str | None, Key(0, 8, CHAR_NB), SECRET, "write password of its disk, or a comma for none"
]
