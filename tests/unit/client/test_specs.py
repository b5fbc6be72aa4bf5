# SPDX-License-Identifier: Apache-2.0
"""Facts about the words for disks, NICs and files."""

from __future__ import annotations

from pathlib import Path

import pytest

from zfleet.storage.v1 import storage_service_pb2 as storage_pb
from zfleet_client.specs import disk, disk_of, file_of, nic, nic_of, reader_file


def test_words_and_arguments_make_the_same_disk() -> None:
    """The command line and Python share one builder."""
    words = disk_of("size=10G,pool=POOL1,boot,image=rhel9,device=0100,mode=MR")
    assert words == disk("10G", pool="POOL1", boot=True, image="rhel9", device="0100", mode="MR")
    assert words.size_bytes == 10 * 1024**3
    assert disk_of("size=1G,fs=ext4").file_system == storage_pb.FILE_SYSTEM_EXT4
    assert disk_of("size=1G,virtual").virtual_disk
    assert disk_of("image=rhel9").size_bytes == 0


def test_words_and_arguments_make_the_same_nic() -> None:
    """Name servers have a plus between them, because commas part the words."""
    words = nic_of(
        "vswitch=VSW1,mac=02:00:00:12:34:56,vlan=7,name=port-1,ip=10.0.0.5,cidr=10.0.0.0/24,gateway=10.0.0.1,"
        "dns=10.0.0.2+10.0.0.3,mtu=1500"
    )
    assert words == nic(
        "VSW1",
        mac="02:00:00:12:34:56",
        vlan=7,
        name="port-1",
        ip="10.0.0.5",
        cidr="10.0.0.0/24",
        gateway="10.0.0.1",
        dns=["10.0.0.2", "10.0.0.3"],
        mtu=1500,
    )
    assert not nic_of("vswitch=VSW1").HasField("address")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("size=10G,colour=red", "'colour=red' is not known; known are device="),
        ("size", "size needs a value"),
        ("size=1G,boot=yes", "boot takes no value"),
        ("size=1G,size=2G", "size is given twice"),
        ("size=ten", "'ten' is not a size"),
        ("size=1G,fs=ntfs", "'ntfs' is not a file system: ext2, ext3"),
        ("", "'' is not known"),
    ],
)
def test_a_word_that_makes_no_sense_is_named(text: str, told: str) -> None:
    """The message quotes the word and says which words there are."""
    with pytest.raises(ValueError) as caught:
        disk_of(text)
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["vswitch=VSW1,vlan=ten", "vswitch=VSW1,mtu=70000", "vswitch=VSW1,vlan=-1"])
def test_a_number_of_a_nic_must_be_one(text: str) -> None:
    """The services check the range of a VLAN; here only that it is a number that fits the message."""
    with pytest.raises(ValueError, match="must be a number from 0 to 65535"):
        nic_of(text)


def test_a_file_gets_its_cms_name_from_its_own(tmp_path: Path) -> None:
    """Eight letters and digits of the name and of the suffix, in upper case, class X."""
    path = tmp_path / "config-drive.iso"
    path.write_bytes(b"\x00\x01")
    file = file_of(str(path))
    assert (file.name, file.type, file.spool_class, file.content) == ("CONFIGDR", "ISO", "X", b"\x00\x01")
    bare = tmp_path / "..."
    bare.write_bytes(b"")
    assert (reader_file(bare).name, reader_file(bare).type) == ("FILE", "DATA")


def test_a_files_name_type_and_class_can_be_given(tmp_path: Path) -> None:
    """PATH,name=..,type=..,class=.."""
    path = tmp_path / "a.sh"
    path.write_bytes(b"#!")
    file = file_of(f"{path},name=SETUP,type=SCRIPT,class=A")
    assert (file.name, file.type, file.spool_class) == ("SETUP", "SCRIPT", "A")
    with pytest.raises(OSError):
        file_of(str(tmp_path / "missing"))
