# SPDX-License-Identifier: Apache-2.0
"""The Linux in a guest: when there is one, whom it obeys, what it is, how it goes down."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.unit.simulator.linuxes import Lab, lab
from tests.unit.simulator.worlds import client_of, config, define, entry
from zfleet_simulator.clock import DrivenClock
from zfleet_simulator.config import HostConfig
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.calls import (
    ImageActivate,
    ImageCreateDM,
    ImageDeactivate,
    ImageDiskCopyDM,
    ImageDiskCreateDM,
    ImageDiskDeleteDM,
    ImagePause,
    ImageRecycle,
    ImageStatusQuery,
)

AUTHORISED = "/etc/iucv_authorized_userid"


async def deploy(lab: Lab, label: str = "", kind: str = "ext4", start: int = 0, name: str = "LINUX01") -> None:
    """Write an image whose file system has that label."""
    block = bytearray(4096)
    if kind == "xfs":
        block[:4], block[108 : 108 + len(label)] = b"XFSB", label.encode()
    else:
        block[1080:1082], block[1144 : 1144 + len(label)] = b"\x53\xef", label.encode()
        block[1128:1144] = bytes(range(16))
    async with await lab.linux.link(name, "0100") as disk:
        await disk.write(0, b"boot" * 1024)
        await disk.write(start, bytes(block))


async def test_a_guest_that_booted_answers_and_others_say_why_not() -> None:
    """Off, without an IPL statement, with CMS, paused: each has a message of its own."""
    async with lab() as world:
        assert await world.refused() == "ENETUNREACH"
        assert await world.refused(of="NOBODY") == "ENETUNREACH"
        assert await world.refused(of="TCPIP") == "ECONNREFUSED"
        cms = ("USER CMSUSER LBYONLY 1G 1G G", "INCLUDE OSDFLT", "IPL CMS")
        await world.client.call(ImageCreateDM(target="CMSUSER", image_record_array=cms))
        await world.start("CMSUSER")
        assert await world.refused(of="CMSUSER") == "ECONNREFUSED"
        await world.start()
        assert await world.ask("pwd") == "/root\n"
        assert await world.ask("echo", "ping") == "ping\n"
        await world.client.call(ImagePause(target="LINUX01", action="PAUSE=YES"))
        assert await world.refused() == "ETIMEDOUT"
        await world.client.call(ImagePause(target="LINUX01", action="PAUSE=NO"))
        assert await world.ask("pwd") == "/root\n"


async def test_an_unknown_command_is_127() -> None:
    """As a shell says it, with nothing changed."""
    async with lab() as world:
        await world.start()
        answer = await world.linux.guest_command("LINUX01", ["frobnicate", "-x"])
        assert (answer.exit_code, answer.output) == (127, "sh: frobnicate: command not found\n")
        assert await world.exit_code() == 127


async def test_a_linux_obeys_the_user_id_in_its_file_and_no_other() -> None:
    """The file may be written by a command, as a migration does it; the old master is out at once."""
    async with lab() as world:
        await world.start()
        assert await world.exit_code("cat", AUTHORISED) == 1
        await world.ask("sh", "-c", f"echo -n ZFLEETLX > {AUTHORISED}")
        assert await world.ask("cat", AUTHORISED) == "ZFLEETLX"
        await world.ask("sh", "-c", f"echo -n otherlx > {AUTHORISED}")
        assert await world.refused() == "UNAUTHORIZED"
        await world.client.call(ImageRecycle(target="LINUX01"))
        assert await world.refused() == "UNAUTHORIZED"


async def test_a_deployed_linux_trusts_nobody_until_its_reader_says_whom() -> None:
    """An image was written to its disk: it obeys whom the script names, from its boot on; a new image nobody again."""
    async with lab() as world:
        await deploy(world)
        await world.start()
        assert await world.refused() == "UNAUTHORIZED"
        await world.client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
        await world.punch("# zfleet: authorize user=ZFLEETLX", "echo -n ZFLEETLX > file")
        await world.start()
        assert await world.ask("cat", AUTHORISED) == "ZFLEETLX"
        await world.client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
        await deploy(world)
        await world.start()
        assert await world.refused() == "UNAUTHORIZED"


async def test_writing_elsewhere_on_the_disk_is_no_new_installation() -> None:
    """A boot map is written anew, a file system grows: the Linux on it still knows its master."""
    async with lab() as world:
        await deploy(world)
        await world.punch("# zfleet: authorize user=ZFLEETLX")
        await world.start()
        await world.client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
        async with await world.linux.link("LINUX01", "0100") as disk:
            await disk.write(1 << 20, b"more")
        await world.start()
        assert await world.ask("pwd") == "/root\n"


async def test_what_a_linux_keeps_goes_with_its_disk() -> None:
    """Copied with a copy of the disk, gone with the disk, gone when the disk is made zeros."""
    async with lab("LINUX01", "LINUX02") as world:
        await deploy(world)
        await world.punch("# zfleet: authorize user=ZFLEETLX", "# zfleet: set-hostname name=first")
        await world.start()
        assert await world.ask("hostname") == "first\n"
        for name in ("LINUX01",):
            await world.client.call(ImageDeactivate(target=name, force_time="IMMED"))
        await world.client.call(ImageDiskDeleteDM(target="LINUX02", image_disk_number="0100"))
        await world.client.call(
            ImageDiskCopyDM(
                target="LINUX02",
                image_disk_number="0100",
                source_image_name="LINUX01",
                source_image_disk_number="0100",
                image_disk_allocation_type="AUTOG",
                allocation_area_name="POOL1",
            )
        )
        await world.start("LINUX02")
        assert await world.ask("hostname", of="LINUX02") == "first\n"
        await world.client.call(ImageDiskDeleteDM(target="LINUX01", image_disk_number="0100"))
        await world.client.call(
            ImageDiskCreateDM(
                target="LINUX01",
                image_disk_number="0100",
                image_disk_device_type="3390",
                image_disk_allocation_type="AUTOG",
                allocation_area_name_or_volser="POOL1",
                allocation_unit_size=1,
                image_disk_size=10,
                image_disk_mode="MR",
            )
        )
        await world.start()
        assert await world.ask("hostname") == "linux01\n"
        await world.client.call(ImageDeactivate(target="LINUX02", force_time="IMMED"))
        async with await world.linux.link("LINUX02", "0100") as disk:
            await disk.zero(0, disk.size)
        await world.start("LINUX02")
        assert await world.ask("hostname", of="LINUX02") == "linux02\n"


@pytest.mark.parametrize(
    ("label", "kind", "start", "expected"),
    [
        ("ubuntu20.04", "ext4", 0, ('ID="ubuntu"', 'VERSION_ID="20.04"')),
        ("rhel9.2", "xfs", 98_304, ('ID="rhel"', 'VERSION_ID="9.2"')),
        ("sles15.5", "ext4", 98_304, ('ID="sles"', 'VERSION_ID="15.5"')),
        ("data", "ext4", 0, ('ID="rhel"', 'VERSION_ID="8.4"')),
        ("", "ext4", 0, ('ID="rhel"', 'VERSION_ID="8.4"')),
    ],
)
async def test_the_label_of_the_boot_disk_says_which_linux_it_is(
    label: str, kind: str, start: int, expected: tuple[str, str]
) -> None:
    """ext4 or XFS, at the start of the disk or at the first partition of an ECKD disk; else the configured one."""
    async with lab(guest_os="rhel8.4") as world:
        await deploy(world, label, kind, start)
        await world.punch("# zfleet: authorize user=ZFLEETLX")
        await world.start()
        said = (await world.ask("cat", "/etc/os-release")).splitlines()
        assert set(expected) <= set(said)


async def test_a_file_system_is_found_behind_a_partition_table() -> None:
    """MBR and GUID table."""
    for table in ("mbr", "gpt"):
        async with lab() as world:
            await deploy(world, "rhel9.1", "xfs", start=2048 * 512)
            sector = bytearray(512)
            sector[510:512] = b"\x55\xaa"
            sector[446 + 4] = 0xEE if table == "gpt" else 0x83
            sector[446 + 8 : 446 + 12] = (1 if table == "gpt" else 2048).to_bytes(4, "little")
            header, row = bytearray(512), bytearray(128)
            header[:8], header[72:80] = b"EFI PART", (2).to_bytes(8, "little")
            header[80:84], header[84:88] = (4).to_bytes(4, "little"), (128).to_bytes(4, "little")
            row[:16], row[32:40] = b"x" * 16, (2048).to_bytes(8, "little")
            async with await world.linux.link("LINUX01", "0100") as disk:
                await disk.write(0, bytes(sector) + (bytes(header) + bytes(row) if table == "gpt" else b""))
            await world.punch("# zfleet: authorize user=ZFLEETLX")
            await world.start()
            assert "rhel" in await world.ask("cat", "/etc/os-release"), table


async def test_release_files_kernel_and_root_disk_are_what_a_connector_looks_for() -> None:
    """The commands of an inspection and of a capture."""
    async with lab(guest_os="rhel9.2") as world:
        await deploy(world)
        await world.punch("# zfleet: authorize user=ZFLEETLX")
        await world.start()
        assert (await world.ask("ls", "/etc/*-release")).split() == ["/etc/os-release", "/etc/redhat-release"]
        assert 'ID="rhel"' in await world.ask("grep", "-v", "^#", "/etc/os-release")
        assert (await world.ask("uname", "-srm")).split() == ["Linux", "5.14.0-284.11.1.el9_2.s390x", "s390x"]
        root = next(word for word in (await world.ask("cat", "/proc/cmdline")).split() if word.startswith("root="))
        assert root == "root=UUID=00010203-0405-0607-0809-0a0b0c0d0e0f"
        device = (await world.ask("readlink", "-f", f"/dev/disk/by-uuid/{root.removeprefix('root=UUID=')}")).strip()
        assert device == "/dev/dasda1"
        (line,) = (await world.ask("sh", "-c", "cat /proc/dasd/devices | grep 'is dasda '")).splitlines()
        assert line.startswith("0.0.0100(ECKD)")
        assert await world.exit_code("cat", "/etc/shadow") == 1
        assert await world.exit_code("ls", "/nowhere") == 2


async def test_a_halted_linux_leaves_the_guest_on_and_a_reboot_brings_it_back() -> None:
    """shutdown -h ends the Linux, not the logon; shutdown -r does its reader again."""
    async with lab(boot_seconds=20.0) as world:
        await world.start()
        assert await world.refused() == "ECONNREFUSED"
        await world.clock.advance(20)
        await world.ask("shutdown", "-r", "now")
        assert await world.refused() == "ECONNREFUSED"
        await world.punch("# zfleet: set-hostname name=again")
        await world.clock.advance(21)
        assert await world.ask("hostname") == "again\n"
        await world.ask("shutdown", "-h", "now")
        assert await world.refused() == "ECONNREFUSED"
        assert "LINUX01" in (await world.client.call(ImageStatusQuery(target="*"))).image_name_array
        assert await world.addresses() == []
        await world.client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
        await world.start()
        await world.clock.advance(21)
        assert "again login:" in await world.console()


async def test_a_linux_that_boots_for_a_while_is_up_then_and_not_for_an_earlier_logon() -> None:
    """The time of the first logon says nothing about the second; adapters are there meanwhile, without addresses."""
    async with lab(boot_seconds=30.0) as world:
        await world.start()
        await world.clock.advance(20)
        await world.client.call(ImageRecycle(target="LINUX01"))
        await world.clock.advance(15)
        assert await world.refused() == "ECONNREFUSED"
        assert "adapter_status=01" in await world.adapters()
        await world.clock.advance(16)
        assert await world.ask("pwd") == "/root\n"
        assert "adapter_status=02" in await world.adapters()


async def test_a_guest_that_was_told_to_stop_takes_no_commands() -> None:
    """Its Linux is going down."""
    async with lab(shutdown_seconds=10.0) as world:
        await world.start()
        await world.client.call(ImageDeactivate(target="LINUX01"))
        assert await world.refused() == "ECONNREFUSED"
        await world.clock.advance(11)
        assert await world.refused() == "ENETUNREACH"


async def test_blank_disks_can_be_told_not_to_boot() -> None:
    """Then only a guest whose disk was written has a Linux."""
    async with lab("LINUX01", "LINUX02", blank_disks_boot=False) as world:
        await deploy(world, name="LINUX02")
        await world.start()
        await world.start("LINUX02")
        assert await world.refused() == "ECONNREFUSED"
        assert "disabled wait" in await world.console()
        assert await world.refused(of="LINUX02") == "UNAUTHORIZED"


async def test_everything_is_there_again_after_a_restart(tmp_path: Path) -> None:
    """What runs, runs; what booted, goes on booting; whom it obeys and its name are kept."""
    clock = DrivenClock()
    settings = config(clock=clock, state_folder=tmp_path, boot_seconds=30.0)
    async with SimulatedHost(settings) as host, client_of(host) as client:
        await define(client, "LINUX01", "LINUX02")
        linux = LinuxClient(host.connect_linux)
        await linux.punch("LINUX01", "name", "sh", "X", [b"# zfleet: set-hostname name=web1\n"])
        await client.call(ImageActivate(target="LINUX01"))
        await clock.advance(31)
        await linux.guest_command("LINUX01", ["vmcp", "def", "cpu", "01"])
        await linux.guest_command("LINUX01", ["chcpu", "-r"])
        await client.call(ImageActivate(target="LINUX02"))
        await clock.advance(10)
    async with SimulatedHost(settings) as host:
        world = Lab(host, client_of(host), LinuxClient(host.connect_linux))
        assert await world.ask("hostname") == "web1\n"
        assert await world.exit_code("chcpu", "-e", "1") == 0
        assert await world.refused(of="LINUX02") == "ECONNREFUSED"
        await clock.advance(21)
        assert await world.ask("pwd", of="LINUX02") == "/root\n"
        await world.client.close()


async def test_a_guest_boots_from_a_scsi_disk_and_what_it_keeps_stays_with_that_disk() -> None:
    """IPL of an FCP device, or LOADDEV: another guest that boots the same disk finds the same Linux."""
    async with lab() as world:
        for name, ipl in (("SCSI1", "IPL 1800"), ("SCSI2", "IPL LOADDEV")):
            lines = (
                f"USER {name} LBYONLY 1G 1G G",
                "INCLUDE OSDFLT",
                ipl,
                "LOADDEV PORTNAME 5005076300C20B8E",
                "LOADDEV LUN 4001400000000000",
                "DEDICATE 1800 B800",
            )
            await world.client.call(ImageCreateDM(target=name, image_record_array=lines))
        await world.punch("# zfleet: set-hostname name=san1", to="SCSI1")
        await world.start("SCSI1")
        assert await world.ask("hostname", of="SCSI1") == "san1\n"
        assert (await world.ask("readlink", "-f", "/dev/root", of="SCSI1")) == "/dev/sda1\n"
        await world.client.call(ImageDeactivate(target="SCSI1", force_time="IMMED"))
        await world.start("SCSI2")
        assert await world.ask("hostname", of="SCSI2") == "san1\n"


async def test_commands_fail_slow_down_and_get_lost_when_a_rule_wants_it() -> None:
    """Calls of SMAPI are not struck by such a rule, nor commands by a rule about calls."""
    async with lab() as world:
        await world.start()
        faults = world.host.faults
        faults.add(FaultRule(function="*", nth=(1,), return_code=396, reason_code=1, target="NOBODY"))
        faults.add(FaultRule(command="chcpu -e*", target="LINUX01", times=1, return_code=1, texts=("no",)))
        answer = await world.linux.guest_command("LINUX01", ["chcpu", "-e", "0"])
        assert (answer.exit_code, answer.output) == (1, "no\n")
        assert await world.exit_code("chcpu", "-e", "0") == 0
        faults.add(FaultRule(command="echo lost", drop="after"))
        with pytest.raises(ConnectionError):
            await world.ask("echo", "lost")
        faults.add(FaultRule(command="sh -c 'echo x > /tmp/y'", drop="before"))
        with pytest.raises(ConnectionError):
            await world.ask("sh", "-c", "echo x > /tmp/y")
        assert await world.exit_code("cat", "/tmp/y") == 1
        faults.add(FaultRule(command="pwd", delay=5.0))
        waiting = asyncio.ensure_future(world.ask("pwd"))
        await world.clock.advance(4)
        assert not waiting.done()
        await world.clock.advance(1.1)
        assert await waiting == "/root\n"


async def test_a_linux_on_a_disk_in_memory_forgets_all_at_logoff() -> None:
    """A temporary disk is new at each logon, and what was on it is gone."""
    async with lab() as world:
        await world.client.call(entry("TEMPLX", disk="MDISK 0100 3390 T-DISK 10 MR"))
        await world.punch("# zfleet: set-hostname name=gone", to="TEMPLX")
        await world.start("TEMPLX")
        assert await world.ask("hostname", of="TEMPLX") == "gone\n"
        await world.client.call(ImageRecycle(target="TEMPLX"))
        assert await world.ask("hostname", of="TEMPLX") == "templx\n"


@pytest.mark.parametrize(
    ("line", "code", "output"),
    [
        ("echo one && echo two || echo three", 0, "one\ntwo\n"),
        ("frobnicate 2>&1 || echo three", 0, "sh: frobnicate: command not found\nthree\n"),
        ("echo one; true", 0, "one\n"),
        ("cat /etc/hostname | grep -c linux 2>/dev/null", 0, "linux01\n"),
        ("echo aBc | grep -i ^abc$", 0, "aBc\n"),
        ("echo aBc | grep -E 'x|Bc$'", 0, "aBc\n"),
        ("echo abc | grep -v b", 1, ""),
        ("echo abc | grep -q b", 0, ""),
        ("echo x > /etc/passwd", 1, "sh: /etc/passwd: Permission denied\n"),
        ("echo a > /tmp/f && echo b >> /tmp/f && cat /tmp/f", 0, "a\nb\n"),
        ("echo 'un", 2, "sh: No closing quotation\n"),
        ("cat < /etc/hostname", 2, "sh: < is not understood\n"),
        ("echo hi | tee /tmp/g", 0, "hi\n"),
        ("shutdown -h now && echo still", 0, ""),
    ],
)
async def test_a_shell_knows_pipes_sequences_and_output_to_files(line: str, code: int, output: str) -> None:
    """As much as connectors send, and nothing by halves."""
    async with lab() as world:
        await world.start()
        answer = await world.linux.guest_command("LINUX01", ["sh", "-c", line])
        assert (answer.exit_code, answer.output) == (code, output)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"subnets": {"VSW1": "10.0.0.0"}}, "subnet"),
        ({"subnets": {"VSW1": "fd00::/64"}}, "subnet"),
        ({"guest_os": "Windows"}, "guest_os"),
        ({"boot_seconds": -1.0}, "boot_seconds"),
        ({"boot_seconds": float("nan")}, "boot_seconds"),
    ],
)
def test_options_that_cannot_be_are_refused(changes: dict[str, object], word: str) -> None:
    """When the host is set up, with the option's name."""
    with pytest.raises(ValueError, match=word):
        HostConfig(**changes)  # type: ignore[arg-type]
