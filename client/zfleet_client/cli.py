# SPDX-License-Identifier: Apache-2.0
"""The zfleet command: which words there are. What they do is in zfleet_client.commands, imported when it is needed."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from zfleet_client.session import connection_options

EXIT_CODES = """\b
Exit codes:
  0  done                         5  refused: a field is wrong
  1  failed in another way        6  not reachable, or out of time
  2  wrong usage                  7  in conflict: locked, or not in the right state
  3  not found                  130  interrupted
  4  exists already"""

# word: (module below zfleet_client.commands, what it is for). Kept here so that --help imports none of them.
WORDS: Mapping[str, tuple[str, str]] = {
    "up": ("up", "Run everything on this machine, on a simulated z/VM host."),
    "spawn": ("guest", "Make a guest: directory entry, disks, network, files, logged on."),
    "destroy": ("guest", "Remove guests and everything that belongs to them."),
    "list": ("guest", "List guests."),
    "show": ("guest", "Show a guest with its disks and NICs."),
    "register": ("managed", "Manage a guest that was made elsewhere."),
    "deregister": ("managed", "Let managed guests go; they stay as they are."),
    "deploy": ("deploy", "Write an image to a guest, with what its first boot needs."),
    "capture": ("deploy", "Make an image of a guest's disk."),
    "resize": ("resize", "Change a guest's virtual CPUs or memory."),
    "migrate": ("resize", "Move a running guest to another member of the cluster."),
    "inspect": ("inspect", "Ask a guest's Linux what it is."),
    "stats": ("inspect", "Show CP's counters of running guests."),
    "start": ("power", "Log guests on."),
    "stop": ("power", "Log guests off."),
    "reboot": ("power", "Ask a guest's system to restart."),
    "reset": ("power", "Log a guest off and on again."),
    "pause": ("power", "Stop a guest's virtual CPUs."),
    "unpause": ("power", "Let a paused guest go on."),
    "console": ("guest", "Show the end of a guest's console."),
    "watch": ("watch", "Tell what happens to guests, as it happens."),
    "host": ("host", "Show the z/VM host: facts, pools, switches."),
    "health": ("host", "Show how z/VM's systems management API answers."),
    "image": ("image", "Images: import, upload, export, list, show, delete."),
    "disk": ("disk", "Disks of guests: list, create, delete, format, write, read."),
    "pool": ("pool", "Disk pools: list, show."),
    "vswitch": ("vswitch", "Virtual switches: create, list, show, update, delete, grant, revoke."),
    "nic": ("nic", "NICs of guests: list, create, delete, couple, uncouple, adapters, stats."),
    "volume": ("volume", "SCSI volumes of guests: attach, detach."),
    "fcp": ("fcp", "FCP devices: list, show, reserve, release; their templates."),
    "operation": ("operation", "Operations: list, show, watch, wait, cancel."),
    "import-feilong": ("import_feilong", "Take over what a Feilong connector kept: guests, images, FCP templates."),
    "smapi": ("smapi", "Call any function of z/VM's systems management API."),
    "simulator": ("simulator", "Run only the simulated z/VM host."),
    "completion": ("completion", "Print the shell's completion script."),
}


class Words(click.Group):
    """A group whose commands are imported when one of them is used, and whose help needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*WORDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in WORDS:
            return None
        try:
            module = import_module(f"zfleet_client.commands.{WORDS[cmd_name][0]}")
        except ModuleNotFoundError as error:
            raise click.ClickException(
                f"zfleet {cmd_name} needs {error.name}, which is not installed with the client alone: "
                "pip install 'zfleet[client,simulator,guest,storage,network,gateway]'"
            ) from None
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)  # noqa: S101 - the table above and the module belong together
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and name not in WORDS and not name.startswith("-"):
            close = [word for word in WORDS if word.startswith(name[:2])]
            hint = f" Did you mean {' or '.join(close)}?" if close else ""
            ctx.fail(f"There is no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(word, meaning) for word, (_, meaning) in WORDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        words = [CompletionItem(w, help=meaning) for w, (_, meaning) in WORDS.items() if w.startswith(incomplete)]
        return [*words, *click.Command.shell_complete(self, ctx, incomplete)]


@click.group(cls=Words, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="zfleet", message="zfleet %(version)s")
@connection_options(environment=True)
def zfleet() -> None:
    """Run guests on IBM z/VM.

    \b
      zfleet up                                    everything on this machine
      zfleet spawn LINUX01 --memory 2G --disk size=10G,boot,image=rhel9 --nic vswitch=VSW1
      zfleet list
    """


def main(*arguments: Any, **more: Any) -> Any:
    """What the installed command runs."""
    # The core of gRPC writes lines of its own to standard error, between ours; it reads this when it is imported.
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    return zfleet(*arguments, **more)


if __name__ == "__main__":
    main()
