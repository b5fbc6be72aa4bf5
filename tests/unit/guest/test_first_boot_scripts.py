# SPDX-License-Identifier: Apache-2.0
"""Scripts for guests: they are shell that parses, say what they do, and let no value become more than a word."""

from __future__ import annotations

import io
import shlex
import subprocess
import tarfile
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zfleet_guest.first_boot.disk_script import disk_script
from zfleet_guest.first_boot.distribution import distribution_of
from zfleet_guest.first_boot.network_script import network_archive, network_parameter, removal_script
from zfleet_guest.first_boot.script import FACT, Result, archive, array, fact, quoted, script, variable
from zfleet_guest.first_boot.system_scripts import authorisation_script, grow_root_script, hostname_script
from zfleet_guest.first_boot.volume_script import attach_script, detach_script
from zfleet_guest.system_spec import DiskSetup, NicSetup, VolumeSetup
from zfleet_simulator.guest_linux.scripts import orders_of

RESULT = Result("5f2c90ab", "/var/run/zfleet.test.result")
STATIC = NicSetup(
    "1000",
    IPv4Interface("192.0.2.5/24"),
    gateway=IPv4Address("192.0.2.1"),
    name_servers=(IPv4Address("192.0.2.2"), IPv4Address("192.0.2.3")),
    mtu=1400,
)
DHCP = NicSetup("2000", dhcp=True)
VOLUME = VolumeSetup(("1A00", "1B00"), ("5005076300c20b8e",), "4000400000000000", True, "/dev/sdz")
WITH_FILES = ("rhel6", "rhel7", "rhel8", "rhel9", "rhel10", "sles11", "sles12", "sles15", "ubuntu16", "ubuntu20",
              "ubuntu22", "ubuntu24", "ubuntu25")  # fmt: skip
_WORD = st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=40)


def invoked(content: bytes) -> bytes:
    """The script in a network.doscript."""
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        file = tar.extractfile("invokeScript.sh")
        assert file is not None
        return file.read()


def all_scripts() -> dict[str, bytes]:
    """One of each kind."""
    scripts = {
        "authorise": authorisation_script("ZFLEETLX"),
        "hostname": hostname_script("web-1.example"),
        "grow": grow_root_script(),
        "disks": disk_script([DiskSetup("0101", "ext4", "/srv/data"), DiskSetup("0102", "swap", "")], RESULT),
        "attach": attach_script(VOLUME, RESULT),
        "detach": detach_script(VOLUME, RESULT),
    }
    for word in WITH_FILES:
        of = distribution_of(word)
        for at_once in (False, True):
            content = network_archive(of, [STATIC, DHCP], first=at_once, at_once=at_once, result=RESULT)
            scripts[f"{word} {at_once}"] = invoked(content)
            scripts[f"{word} removal {at_once}"] = removal_script(of, "1000", at_once=at_once, result=RESULT)
    return scripts


@given(st.lists(_WORD, min_size=1, max_size=5))
def test_a_shell_takes_words_apart_into_the_same_words(words: list[str]) -> None:
    """Whatever is in them, in a command, in a variable, in an array and in what a script says of itself."""
    assert shlex.split(quoted(*words)) == words
    assert shlex.split(variable("name", words[0])) == [f"name={words[0]}"]
    assert shlex.split(array("names", words)[len("names=(") : -1]) == words
    line = fact("verb", key=words[0])
    assert shlex.split(line.removeprefix(FACT)) == (["verb", f"key={words[0]}"] if words[0] else ["verb"])
    assert "\n" not in line


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(blacklist_categories=("Cc", "Cs")), min_size=1, max_size=30))
def test_bash_itself_sees_the_same_value(value: str) -> None:
    """Not only a library that parses as a shell does."""
    content = script([], [variable("name", value), "printf %s \"$name\"", array("several", [value, value]),
                          "printf '|%s' \"${several[@]}\""])  # fmt: skip
    done = subprocess.run(["bash"], input=content, capture_output=True, check=True)
    assert done.stdout.decode() == f"{value}|{value}|{value}"


@pytest.mark.parametrize("letter", ["\n", "\r", "\0", "\x1b", "\x7f"])
def test_a_control_character_never_gets_into_a_script(letter: str) -> None:
    """Whoever renders one has not checked it; that is said, not quoted."""
    with pytest.raises(ValueError, match="control characters"):
        quoted(f"a{letter}b")
    with pytest.raises(ValueError, match="control characters"):
        fact("set-hostname", name=f"a{letter}# zfleet: grow-root")


def test_every_script_is_shell_that_parses_and_fills_whole_cards() -> None:
    """A punch pads a file with nulls to whole cards of 80 bytes, which bash would meet at the end."""
    for name, content in all_scripts().items():
        done = subprocess.run(["bash", "-n"], input=content, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b""), name
        assert content.startswith(b"#!/bin/bash\n# zfleet: "), name
        assert len(content) % 80 == 0, name


def test_every_script_says_what_it_does_so_that_a_simulated_linux_understands_it() -> None:
    """Verbs and operands as the simulated Linux reads them."""
    orders = {
        name: [(order.verb, dict(order.operands)) for order in orders_of(content)]
        for name, content in all_scripts().items()
    }
    result = ("result", {"file": RESULT.file, "token": RESULT.token})
    volume = {"fcp": "1A00,1B00", "wwpn": "5005076300c20b8e", "lun": "4000400000000000", "mount_point": "/dev/sdz",
              "multipath": "yes"}  # fmt: skip
    assert orders["authorise"] == [("authorize", {"user": "ZFLEETLX"})]
    assert orders["hostname"] == [("set-hostname", {"name": "web-1.example"})]
    assert orders["grow"] == [("grow-root", {})]
    assert orders["disks"] == [
        ("mount-disk", {"device": "0101", "mount_point": "/srv/data", "file_system": "ext4"}),
        ("mount-disk", {"device": "0102", "file_system": "swap"}),
        result,
    ]
    assert orders["attach"] == [("attach-volume", volume), result]
    assert orders["detach"] == [("detach-volume", volume), result]
    static = {"device": "1000", "address": "192.0.2.5/24", "gateway": "192.0.2.1", "dns": "192.0.2.2,192.0.2.3",
              "mtu": "1400"}  # fmt: skip
    for word in WITH_FILES:
        assert orders[f"{word} True"] == [
            ("configure-nic", static),
            ("configure-nic", {"device": "2000", "address": "dhcp"}),
            result,
        ]
        assert orders[f"{word} removal False"] == [("remove-nic", {"device": "1000"}), result]


@pytest.mark.parametrize(("line", "code"), [("true", 0), ("exit 4", 4), ("kill -TERM $$", 2), ("false", 0)])
def test_a_script_leaves_its_exit_code_under_its_token(tmp_path: Path, line: str, code: int) -> None:
    """However it ends."""
    result = Result("5f2c90ab", str(tmp_path / "a result"))
    content = script([], ["trap 'exit 2' TERM", line], result)
    assert subprocess.run(["bash"], input=content, check=False).returncode == code
    text = (tmp_path / "a result").read_text()
    assert result.exit_code(text) == code
    assert Result("other", result.file).exit_code(text) is None


@pytest.mark.parametrize("text", ["", "5f2c90ab", "5f2c90ab x", "5f2c90ab 1 2", "5f2c90ab -1"])
def test_what_is_no_result_is_none(text: str) -> None:
    """Half-written or of another hand."""
    assert RESULT.exit_code(text) is None


def test_results_of_two_scripts_are_not_taken_for_each_other() -> None:
    """The file has the script's name, the token is new each time."""
    first, second = Result.of("disks"), Result.of("disks")
    assert first.file == second.file == "/var/run/zfleet.disks.result"
    assert first.token != second.token


def test_an_archive_is_the_same_bytes_for_the_same_members() -> None:
    """No time of day, no user of this machine."""
    assert archive({"a": b"1"}) == archive({"a": b"1"})


def test_disk_values_are_single_words_of_the_script() -> None:
    """A path that is shell stays one argument; nothing is formatted that is not asked for."""
    content = disk_script([DiskSetup("0101", "xfs", "/srv/$(reboot);x y'z")], RESULT).decode()
    (line,) = [line for line in content.splitlines() if line.startswith("setup 0.0")]
    assert shlex.split(line) == ["setup", "0.0.0101", "xfs", "/srv/$(reboot);x y'z", "||", "failed=1"]


def test_a_disk_that_is_only_brought_online_has_no_file_system() -> None:
    """Nor a mount point."""
    order, _ = orders_of(disk_script([DiskSetup("0101", "none", "")], RESULT))
    assert (order.verb, dict(order.operands)) == ("online-disk", {"device": "0101"})


def test_only_a_released_fcp_device_is_taken_offline() -> None:
    """Others carry volumes that stay."""
    volume = VolumeSetup(("1A00", "1B00"), ("5005076300c20b8e",), "4000400000000000", released_fcp_devices=("1B00",))
    assert "released=(1b00)" in detach_script(volume, RESULT).decode().splitlines()


def test_the_parameter_of_rhcos_has_its_network_in_one_word() -> None:
    """IP::GATEWAY:PREFIX:HOST:INTERFACE:none:DNS1:DNS2;MTU."""
    of = distribution_of("rhcos4.14")
    nic = NicSetup("0600", STATIC.address, gateway=STATIC.gateway, name_servers=STATIC.name_servers, mtu=1500,
                   hostname="node1")  # fmt: skip
    assert network_parameter(of, nic) == "192.0.2.5::192.0.2.1:24:node1:enc600:none:192.0.2.2:192.0.2.3;1500"
    bare = NicSetup("1000", STATIC.address, mtu=1500)
    assert network_parameter(of, bare) == "192.0.2.5:::24::enc1000:none::;1500"
    with pytest.raises(ValueError, match="static"):
        network_parameter(of, DHCP)
