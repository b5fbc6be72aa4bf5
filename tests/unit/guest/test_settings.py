# SPDX-License-Identifier: Apache-2.0
"""Options of the guest service that contradict each other are refused at start."""

from __future__ import annotations

from typing import Any

import pytest

from zfleet_guest.settings import GuestSettings


@pytest.mark.parametrize(
    "options",
    [
        {"default_cpu_count": 9, "default_max_cpu_count": 8},
        {"default_memory_mib": 2049, "default_max_memory_mib": 2048},
        {"default_profile": "A B"},
        {"boot_device_number": "XYZ"},
        {"default_logon_by": ("A",) * 9},
        {"default_logon_by": ("A,B C",)},
        {"creation_lease": 100.0, "smapi_timeout": 100.0},
        {"logon": "SECRET"},
    ],
)
def test_bad_options_are_refused(options: dict[str, Any]) -> None:
    """Before anything is opened."""
    with pytest.raises(ValueError):
        GuestSettings(**options)


def test_names_are_folded_to_upper_case() -> None:
    """As z/VM has them."""
    settings = GuestSettings(default_profile="osdflt", boot_device_number="100", default_logon_by=("oper1",))
    assert (settings.default_profile, settings.boot_device_number) == ("OSDFLT", "0100")
    assert settings.default_logon_by == ("OPER1",)
