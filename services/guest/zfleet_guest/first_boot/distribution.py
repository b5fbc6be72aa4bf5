# SPDX-License-Identifier: Apache-2.0
"""Linux distributions: which one a version word means, and how it calls a network interface."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Family(Enum):
    """Distributions that configure a network alike, but for their version."""

    RHEL = "rhel"
    SLES = "sles"
    UBUNTU = "ubuntu"
    RHCOS = "rhcos"


_NAMES = (  # longer ones first: a name may begin with another
    ("red hat coreos", Family.RHCOS),
    ("rhcos", Family.RHCOS),
    ("red hat", Family.RHEL),
    ("redhat", Family.RHEL),
    ("rhel", Family.RHEL),
    ("ubuntu", Family.UBUNTU),
    ("sles", Family.SLES),
    ("suse", Family.SLES),
)
_MAJORS = {
    Family.RHEL: (6, 7, 8, 9, 10),
    Family.SLES: (11, 12, 15),
    Family.UBUNTU: (16, 20, 22, 24, 25),
    Family.RHCOS: (4,),
}
_VERSION = re.compile(r"\s*(\d{1,2})(?!\d)(?:[.\- ]?[0-9a-z.\-]*)")


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution and the first number of its version."""

    family: Family
    major: int

    def interface(self, device_number: str) -> str:
        """What the interface of a qeth device is called, as its own naming rules have it (eth: by a rule of ours)."""
        number = device_number.lower()
        if self.family is Family.SLES or self.major == 6:
            return f"eth{number}"
        if self.family is Family.RHEL and self.major == 7:
            return f"enccw0.0.{number}"
        # Predictable names have the device number as Linux's %x prints it: without zeros in front.
        return f"enc{number.lstrip('0') or '0'}"


def distribution_of(os_version: str) -> Distribution:
    """The distribution of a word such as rhel8.4, sles12sp5 or ubuntu22.04. ValueError for one that is not known."""
    text = os_version.strip().lower()
    for name, family in _NAMES:
        if text.startswith(name):
            found = _VERSION.fullmatch(text, len(name))
            if found and int(found[1]) in _MAJORS[family]:
                return Distribution(family, int(found[1]))
            break
    known = "; ".join(f"{family.value} {', '.join(map(str, majors))}" for family, majors in _MAJORS.items())
    raise ValueError(f"is not a distribution that is known here: {known}")
