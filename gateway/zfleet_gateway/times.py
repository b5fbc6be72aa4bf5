# SPDX-License-Identifier: Apache-2.0
"""How long the calls of stories may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """How long the calls of a story may take, and how long they are repeated while a service is away, in seconds."""

    plan: float = 60.0
    step: float = 900.0
    image: float = 6 * 3600.0
    patience: float = 120.0
