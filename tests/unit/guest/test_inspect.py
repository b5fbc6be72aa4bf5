# SPDX-License-Identifier: Apache-2.0
"""What a guest's Linux prints, and what is read out of it; whatever it prints, it is only ever read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_guest.inspect import (
    Release,
    addresses_of,
    cpu_count_of,
    memory_of,
    release_of,
    root_device_of,
)


@pytest.mark.parametrize(
    ("text", "release"),
    [
        (
            'NAME="Red Hat Enterprise Linux"\nID="rhel"\nID_LIKE="fedora"\nVERSION_ID="8.4"\n'
            'PRETTY_NAME="Red Hat Enterprise Linux 8.4 (Ootpa)"\n',
            Release("rhel8.4", "Red Hat Enterprise Linux 8.4 (Ootpa)"),
        ),
        ('ID=ubuntu\nNAME=Ubuntu\nVERSION_ID="22.04"\n', Release("ubuntu22.04", "Ubuntu 22.04")),
        ("ID=sles\nVERSION_ID='15.5'\nPRETTY_NAME=x\n", Release("sles15.5", "x")),
        (
            "Red Hat Enterprise Linux Server release 6.10 (Santiago)\n",
            Release("rhel6.10", "Red Hat Enterprise Linux Server release 6.10 (Santiago)"),
        ),
        (
            "SUSE Linux Enterprise Server 11 (s390x)\nVERSION = 11\nPATCHLEVEL = 4\n",
            Release("sles11.4", "SUSE Linux Enterprise Server 11 (s390x)"),
        ),
        (
            "SUSE Linux Enterprise Server 11 (s390x)\nVERSION = 11\nPATCHLEVEL = 0\n",
            Release("sles11", "SUSE Linux Enterprise Server 11 (s390x)"),
        ),
        ("", Release()),
        ("something else\n", Release("", "something else")),
    ],
)
def test_release_files_of_all_times_are_understood(text: str, release: Release) -> None:
    """os-release, redhat-release and SuSE-release."""
    assert release_of(text) == release


def test_a_release_file_is_never_evaluated() -> None:
    """It comes from a guest, whose root may write what they like into it."""
    release = release_of('ID="$(reboot)"\nVERSION_ID="; rm -rf /"\nPRETTY_NAME="a\x1b[31mb"\nNAME="unclosed\n')
    assert release == Release("rebootrm-rf", "a[31mb")


@given(st.text(max_size=300))
def test_no_output_breaks_an_inspection(text: str) -> None:
    """Nor does it bring anything but plain text, numbers and addresses."""
    release = release_of(text)
    assert release.os_version.isascii()
    assert release.name.isprintable()
    assert cpu_count_of(text) >= 0
    assert memory_of(text) >= 0
    assert isinstance(addresses_of(text), tuple)
    assert root_device_of(text, text) == "" or len(root_device_of(text, text)) == 4


def test_cpus_are_lines_between_comments() -> None:
    """As lscpu --parse has them."""
    assert cpu_count_of("# The following is the parsable format\n# ADDRESS\n0\n1\n\n2\n") == 3


def test_memory_is_what_is_online() -> None:
    """Of lsmem in bytes, of an older system in KiB."""
    lsmem = "RANGE SIZE STATE\nTotal online memory:   2147483648\nTotal offline memory: 4294967296\n"
    assert memory_of(lsmem) == 2048
    assert memory_of("MemTotal:        2034108 kB\nMemFree: 1 kB\n") == 1986
    assert memory_of("no such thing") == 0


def test_addresses_are_those_that_others_can_reach() -> None:
    """Without loopback and link-local ones, each once."""
    text = (
        "1: lo    inet 127.0.0.1/8 scope host lo\n1: lo    inet6 ::1/128 scope host\n"
        "2: enc1000    inet 192.0.2.5/24 brd 192.0.2.255 scope global enc1000\n"
        "2: enc1000    inet6 fe80::1/64 scope link\n2: enc1000    inet6 2001:db8::5/64 scope global\n"
        "3: enc2000    inet 192.0.2.5/24 scope global enc2000\n4: bad inet 999.1.1.1/24\n"
    )
    assert addresses_of(text) == ("192.0.2.5/24", "2001:db8::5/64")


DASD = (
    "0.0.0100(ECKD) at ( 94:     0) is dasda       : active at blocksize: 4096, 18000 blocks, 70 MB\n"
    "0.0.01ab(ECKD) at ( 94:     4) is dasdb       : active at blocksize: 4096, 18000 blocks, 70 MB\n"
)


@pytest.mark.parametrize(
    ("mounts", "number"),
    [
        ("/dev/dasda1 / ext4 rw 0 0\n", "0100"),
        ("rootfs / rootfs rw 0 0\n/dev/dasdb2 / xfs rw 0 0\n/dev/dasda1 /boot ext4 rw 0 0\n", "01AB"),
        ("/dev/mapper/vg-root / xfs rw 0 0\n", ""),
        ("/dev/sda1 / xfs rw 0 0\n", ""),
        ("/dev/dasdz1 / xfs rw 0 0\n", ""),
        ("", ""),
    ],
)
def test_the_root_disk_is_found_by_its_device_number(mounts: str, number: str) -> None:
    """LVM and SCSI have none."""
    assert root_device_of(mounts, DASD) == number
