# SPDX-License-Identifier: Apache-2.0
"""Facts about sizes as people write them."""

from __future__ import annotations

import pytest

from zfleet_client.sizes import bytes_of, mebibytes_of, text_of


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("10G", 10 * 1024**3),
        ("512M", 512 * 1024**2),
        ("1.5k", 1536),
        ("737280", 737280),
        ("2 GiB", 2 * 1024**3),
        ("1TB", 1024**4),
        (4096, 4096),
    ],
)
def test_a_size_is_a_number_with_a_unit_of_powers_of_1024(text: str | int, count: int) -> None:
    """K, M, G and T are 1024, 1024**2 and so on, with or without B and iB, in either case."""
    assert bytes_of(text) == count


@pytest.mark.parametrize("text", ["", "G", "-1G", "10 X", "1e9", "1.2.3", "٣G", "0.0001K", "99999999T", "1G;2", -1])
def test_what_is_no_size_is_refused_with_its_own_text(text: str | int) -> None:
    """The message shows the word, so that a person finds it in a long command."""
    with pytest.raises(ValueError, match="not a"):
        bytes_of(text)


def test_memory_is_whole_mebibytes() -> None:
    """512 without a unit is bytes, which is no memory size; the message says what to write instead."""
    assert mebibytes_of("2G") == 2048
    with pytest.raises(ValueError, match="512M or 2G"):
        mebibytes_of("512")


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0B"), (1023, "1023B"), (737280, "720K"), (10 * 1024**3, "10G"), (1610612736, "1.5G"), (5 * 1024**5, "5120T")],
)
def test_sizes_are_shown_in_three_digits(count: int, text: str) -> None:
    """One decimal below 100 when it is not whole."""
    assert text_of(count) == text
