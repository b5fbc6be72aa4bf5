# SPDX-License-Identifier: Apache-2.0
"""Arguments and options that several commands have: sizes, disks, NICs, files, user ids, device numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from zfleet_client import completion, specs
from zfleet_client.sizes import bytes_of, mebibytes_of


class Worded(click.ParamType[Any]):
    """An argument that a function makes a value of; what it refuses is wrong usage, told with its own words."""

    def __init__(self, name: str, value_of: Callable[[str], Any]) -> None:
        self.name = name
        self._value_of = value_of

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value; click.BadParameter when the text makes none."""
        if not isinstance(value, str):
            return value
        try:
            return self._value_of(value)
        except ValueError as error:
            return self.fail(str(error), param, ctx)
        except OSError as error:
            return self.fail(f"{error.filename}: {error.strerror}", param, ctx)


SIZE = Worded("size", bytes_of)
MEMORY = Worded("size", mebibytes_of)
DISK = Worded("disk", specs.disk_of)
NIC = Worded("nic", specs.nic_of)
INTERFACE = Worded("nic", specs.interface_of)
FILE = Worded("file", specs.file_of)
FIRST_BOOT_FILE = Worded("file", specs.first_boot_file_of)
REMOTE_FILE = Worded("file", specs.remote_file_of)
NIC_NAME = Worded("name", specs.nic_name_of)
SHARE = Worded("share", specs.share_of)

user_id = click.argument("user_id", shell_complete=completion.guests)
user_ids = click.argument("user_ids", nargs=-1, required=True, shell_complete=completion.guests)
device = click.argument("device")
devices = click.argument("devices", nargs=-1, required=True)
allow_missing = click.option("--allow-missing", is_flag=True, help="What is missing already counts as removed.")
request_id = click.option(
    "--request-id", default="", help="Repeatability: the same id twice is done once. [default: a new one]"
)
