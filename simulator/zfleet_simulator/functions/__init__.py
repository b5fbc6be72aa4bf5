# SPDX-License-Identifier: Apache-2.0
"""The functions that the host serves: one file per family, as in zfleet_smapi.calls, one handler per function.

A handler is marked with ``@serves(TheCall)``. A function without a handler answers z/VM's own error, 900/12.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

from zfleet_simulator.context import Handler
from zfleet_smapi.declaration import Call


def handlers() -> Mapping[type[Call[Any]], Handler]:
    """Every handler in this package by its call; ValueError when two serve the same call."""
    found: dict[type[Call[Any]], Handler] = {}
    for family in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{family.name}")
        for handler in vars(module).values():
            call_type = getattr(handler, "serves", None)
            if call_type is None or handler.__module__ != module.__name__:
                continue
            if call_type in found:
                raise ValueError(f"{call_type.function} is served twice")
            found[call_type] = handler
    return found
