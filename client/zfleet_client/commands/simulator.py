# SPDX-License-Identifier: Apache-2.0
"""`zfleet simulator`: only the simulated z/VM host; its own command line is handed on to."""

from __future__ import annotations

import sys

import click


@click.command(
    "simulator",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def simulator_command(arguments: tuple[str, ...]) -> None:
    """Run only the simulated z/VM host; `zfleet simulator --help` has its options."""
    from zfleet_simulator import server

    sys.exit(server.main(list(arguments)))
