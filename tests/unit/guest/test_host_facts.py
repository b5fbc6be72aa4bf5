# SPDX-License-Identifier: Apache-2.0
"""What is read out of the lines in which z/VM tells about itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from zfleet_guest.host import ipl_time, pairs, subjects

# As a real z/VM 7.1 answers.
LINES = [
    "CMS_LEVEL=LEVEL=29 SERVICE_LEVEL=0000 LANGUAGE=AMENG",
    'CPU_CAPABILITY=PRIMARY=1 CHANGE_EXPLANATION=""',
    "CPUID=ID=FF01917729640000",
    "CP_LEVEL=VERSION=7.1.0 SERVICE_LEVEL=1801 GENERATION_TIME=02:44:15 GENERATION_DATE=2019-02-22 "
    "GENERATION_TIME_ZONE=EDT IPL_TIME=13:39:31 IPL_DATE=2019-04-28 IPL_TIME_ZONE=EDT LANGUAGE=AMENG",
    "STORAGE=ONLINE=4G CONFIGURED=4G INCREMENT=1M STANDBY=0 RESERVED=0",
    "TIME=TIMEZONE=EDT TIME=13:42:29 DATE=2019-04-28 CONNECT=00:02:13 VIRTUAL_CPU=000:02.62 TOTAL_CPU=000:02.79",
]


def test_subjects_have_keys_with_values() -> None:
    """SUBJECT=KEY=VALUE KEY=VALUE."""
    facts = subjects(LINES)
    assert facts["CP_LEVEL"]["VERSION"] == "7.1.0"
    assert facts["STORAGE"]["ONLINE"] == "4G"
    assert facts["CPUID"] == {"ID": "FF01917729640000"}


def test_a_value_may_have_blanks_around_it() -> None:
    """MONITOR_RATE=2.00 SECONDS ends with one."""
    assert pairs(["MONITOR_RATE=2.00 SECONDS ", "X"]) == {"MONITOR_RATE": "2.00 SECONDS", "X": ""}


def test_the_ipl_time_is_utc_although_zvm_names_a_zone_only() -> None:
    """The host's own time beside ours tells how far EDT is from UTC; clocks need not agree to the second."""
    now = datetime(2019, 4, 28, 17, 41, 50, tzinfo=UTC)
    assert ipl_time(subjects(LINES), now) == datetime(2019, 4, 28, 17, 39, 31, tzinfo=UTC)


@pytest.mark.parametrize("year", [1999, 2035])
def test_a_clock_that_is_far_out_changes_no_zone(year: int) -> None:
    """No time zone is years wide."""
    now = datetime(year, 1, 1, tzinfo=UTC)
    assert ipl_time(subjects(LINES), now) == datetime(2019, 4, 28, 13, 39, 31, tzinfo=UTC)


def test_without_an_ipl_time_there_is_none() -> None:
    """Lines missing or in another form."""
    assert ipl_time({}, datetime.now(UTC)) is None
    assert ipl_time(subjects(["CP_LEVEL=IPL_TIME=noon IPL_DATE=today"]), datetime.now(UTC)) is None
