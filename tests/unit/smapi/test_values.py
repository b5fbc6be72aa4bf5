# SPDX-License-Identifier: Apache-2.0
"""z/VM's kinds of value: what is taken, in which form, and what never passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_smapi import values

EVIL = [" ", "\n", "\r", "\0", "'", '"', "\t", "\x85", "\u2028", "\xa0"]
WORDS: list[Callable[[str], str]] = [
    values.user_id,
    values.device_number,
    values.switch_name,
    values.pool_name,
    values.profile_name,
    values.volume_label,
    values.file_name,
    values.file_type,
    values.spool_class,
    values.mac_address,
    values.mac_id,
    values.cpu_address,
    values.wwpn,
    values.lun,
    values.directory_word,
    values.password,
]


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        (values.user_id, "linux01", "LINUX01"),
        (values.user_id, "gt@ping", "GT@PING"),
        (values.user_id, "$ALLOC$", "$ALLOC$"),
        (values.user_id, "AUDITR-1", "AUDITR-1"),
        (values.device_number, "100", "0100"),
        (values.device_number, "f00f", "F00F"),
        (values.switch_name, "vsw1", "VSW1"),
        (values.pool_name, "pool1", "POOL1"),
        (values.volume_label, "lx4000", "LX4000"),
        (values.profile_name, "osdflt", "OSDFLT"),
        (values.mac_address, "02:00:00:12:34:5a", "02-00-00-12-34-5A"),
        (values.mac_address, "02-00-00-12-34-56", "02-00-00-12-34-56"),
        (values.mac_address, "020000123456", "02-00-00-12-34-56"),
        (values.mac_id, "12ab34", "12AB34"),
        (values.memory_size, "512M", 512),
        (values.memory_size, "2g", 2048),
        (values.memory_size, "2 GiB", 2048),
        (values.memory_size, "4T", 4194304),
        (values.memory_size, "2048K", 2),
        (values.cylinders, "3338", 3338),
        (values.blocks, 70, 70),
        (values.vlan_id, "4094", 4094),
        (values.cpu_address, "a", "0A"),
        (values.wwpn, "0x5005076300C20B8E", "5005076300c20b8e"),
        (values.spool_class, "x", "X"),
        (values.directory_word, "LBYONLY", "LBYONLY"),
        (values.printable_line, "IPL CMS PARM AUTOCR", "IPL CMS PARM AUTOCR"),
        (values.printable_line, "", ""),
    ],
)
def test_a_good_value_gets_its_one_form(check: Callable[[str], Any], text: str, value: Any) -> None:
    """Upper case, full length, one separator: two spellings of one thing are equal from there on."""
    assert check(text) == value


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (values.user_id, ""),
        (values.user_id, "TOOLONG01"),
        (values.user_id, "A.B"),
        (values.user_id, "ı"),  # its upper case is an ASCII letter
        (values.device_number, "10000"),
        (values.device_number, "xyz"),
        (values.switch_name, "*"),
        (values.volume_label, "LABEL01"),
        (values.mac_address, "01-00-00-12-34-56"),
        (values.mac_address, "00-00-00-00-00-00"),
        (values.mac_address, "02:00-00:12:34:56"),
        (values.mac_address, "02-00-00-12-34"),
        (values.memory_size, "2048"),
        (values.memory_size, "1025K"),
        (values.memory_size, "0M"),
        (values.memory_size, "5T"),
        (values.memory_size, "-1G"),
        (values.memory_size, "1.5G"),
        (values.cylinders, "0"),
        (values.cylinders, "262669"),
        (values.cylinders, "1e3"),
        (values.vlan_id, "4095"),
        (values.cpu_address, "40"),
        (values.wwpn, "5005076300C20B8"),
        (values.directory_word, "two words"),
        (values.directory_word, "x" * 73),
        (values.printable_line, "a\nCLASS A"),
        (values.printable_line, "x" * 73),
        (values.printable_line, "ä"),
        (values.password, "ninechars"),
    ],
)
def test_a_bad_value_is_refused_with_the_rule(check: Callable[[str], Any], text: str) -> None:
    """The text of the error says what is allowed."""
    with pytest.raises(ValueError, match=r"[:;]|not"):
        check(text)


@pytest.mark.parametrize("check", WORDS, ids=lambda check: check.__name__)
@given(
    text=st.text(max_size=20), evil=st.sampled_from([" ", "\n", "\r", "\0", "'", '"', "\t", "\x85", "\u2028", "\xa0"])
)
def test_no_word_can_bring_a_second_word_a_quote_or_a_line(check: Callable[[str], str], text: str, evil: str) -> None:
    """Whatever stands around it: a blank, a quote or a control character is refused."""
    with pytest.raises(ValueError, match="not"):
        check(text + evil + text)


@given(text=st.text(max_size=12))
def test_what_passes_is_in_its_final_form(text: str) -> None:
    """Checking twice gives the same."""
    for check in WORDS:
        try:
            once = check(text)
        except ValueError:
            continue
        assert check(once) == once


def test_a_refused_password_is_not_in_the_error() -> None:
    """Nor a part of it."""
    with pytest.raises(ValueError, match="not a password") as caught:
        values.password("hush hush")
    assert "hush" not in str(caught.value)


def test_a_long_bad_value_is_shown_in_part() -> None:
    """An error text must not be as long as what somebody sent."""
    with pytest.raises(ValueError, match="is not a user id") as caught:
        values.user_id("x" * 10_000)
    assert len(str(caught.value)) < 200
