# SPDX-License-Identifier: Apache-2.0
"""What can be set for volumes over FCP; part of the storage service's settings."""

from __future__ import annotations

from pathlib import Path

from zfleet_runtime.settings import ServiceSettings, option


class VolumeSettings(ServiceSettings):
    """The options of FCP devices and boot maps. Times are seconds."""

    fcp_same_index: bool = option(
        False,
        "A connector has the n-th FCP device of every path of its template, instead of any free one of each path.",
    )
    boot_map_program: Path = option(
        Path("/opt/zthin/bin/refresh_bootmap"),
        "With linux_access local: program that RefreshBootMap runs, given --fcpchannel=, --wwpn=, --lun= and so on.",
    )
    boot_map_timeout: float = option(1200.0, "Longest time that boot_map_program may run.", gt=0, le=86400)
