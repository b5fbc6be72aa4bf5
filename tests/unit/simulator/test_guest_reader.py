# SPDX-License-Identifier: Apache-2.0
"""What a guest's Linux does with the files in its reader: addresses, names, disks, volumes; and DHCP without them."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.unit.simulator.linuxes import archive, lab
from tests.unit.simulator.worlds import entry
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.guest_linux.boot_volume import file_systems
from zfleet_simulator.guest_linux.config_drive import config_drive, iso_files
from zfleet_simulator.guest_linux.scripts import orders_of
from zfleet_smapi.calls import (
    ImageDeactivate,
    ImageDeviceUndedicate,
    ImageRecycle,
    SystemRDRFileQuery,
    VirtualNetworkAdapterConnectVswitch,
    VirtualNetworkAdapterCreateExtended,
    VirtualNetworkAdapterDelete,
    VirtualNetworkAdapterDisconnect,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.errors import ReturnCodeError

VOLUME = "fcp=1800 wwpn=0x5005076300C20B8E lun=0x4001400000000000"


async def test_class_x_files_are_taken_at_boot_and_others_are_left() -> None:
    """In their order; the console says what came, so that the bytes can be compared."""
    async with lab() as world:
        await world.punch("# zfleet: set-hostname name=first", name="one")
        await world.punch("# zfleet: set-hostname name=second", name="two")
        await world.linux.punch("LINUX01", "letter", "txt", "A", [b"# zfleet: set-hostname name=third\n"])
        await world.linux.punch("LINUX01", "cfgdrive", "iso", "X", [b"no image"])
        await world.start()
        assert await world.ask("hostname") == "second\n"
        (left,) = (await world.client.call(SystemRDRFileQuery(target="LINUX01"))).rdr_file_array
        assert "LETTER" in left
        console = await world.console()
        assert f"zvmguestconfigure: CFGDRIVE.ISO of 8 bytes, sha256 {sha256(b'no image').hexdigest()}" in console
        assert "second login:" in console


async def test_files_that_come_later_are_taken_when_the_service_is_started() -> None:
    """Not before; by systemd, by hand, or as an old system does it."""
    async with lab() as world:
        await world.start()
        commands = (
            ("systemctl", "start", "zvmguestconfigure.service"),
            ("/usr/bin/zvmguestconfigure", "start"),
            ("service", "zvmguestconfigure", "start"),
        )
        for number, command in enumerate(commands):
            await world.punch(f"# zfleet: set-hostname name=web{number}")
            assert await world.ask("hostname") != f"web{number}\n"
            await world.ask(*command)
            assert await world.ask("hostname") == f"web{number}\n"
        assert (
            "status=0" in (await world.linux.guest_command("LINUX01", ["systemctl", "status", commands[0][2]])).output
        )
        assert await world.exit_code("systemctl", "start", "nothing.service") == 4
        with pytest.raises(ReturnCodeError):
            await world.client.call(SystemRDRFileQuery(target="LINUX01"))


async def test_an_adapter_gets_the_address_that_an_archive_says() -> None:
    """From a tar file with other things in it; both protocols; CP sees it while Linux is up."""
    async with lab() as world:
        script = (
            "#!/bin/sh\n# zfleet: configure-nic device=1000 address=192.168.10.11/24 gateway=192.168.10.1 mtu=1400\n"
        )
        packed = archive(**{"ifcfg-enc1000": "IPADDR=192.168.10.11\n", "invokeScript.sh": script})
        await world.linux.punch("LINUX01", "network", "doscript", "X", [packed])
        await world.start()
        assert await world.addresses() == ["192.168.10.11"]
        assert json.loads(await world.ask("ip", "-j", "addr"))[1]["addr_info"][0]["prefixlen"] == 24
        assert "inet 192.168.10.11/24" in await world.ask("ip", "-o", "-4", "addr", "show")
        assert await world.ask("hostname", "-I") == "192.168.10.11\n"
        await world.client.call(ImageRecycle(target="LINUX01"))
        assert await world.addresses() == ["192.168.10.11"]
        await world.punch("# zfleet: configure-nic device=1000 address=fd00::5/64")
        await world.ask("systemctl", "start", "zvmguestconfigure.service")
        assert await world.addresses() == ["fd00::5"]
        assert "mac_ip_version=6" in await world.adapters()
        await world.punch("# zfleet: configure-nic device=1000 address=none")
        await world.ask("systemctl", "start", "zvmguestconfigure.service")
        assert await world.addresses() == []
        await world.client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))


async def test_adapters_that_come_and_go_change_the_addresses_at_once() -> None:
    """Created, coupled and set up in the running guest; uncoupled, removed, deleted."""
    async with lab() as world:
        await world.start()
        create = VirtualNetworkAdapterCreateExtended(target="LINUX01", image_device_number="2000", adapter_type="QDIO")
        await world.client.call(create)
        couple = VirtualNetworkAdapterConnectVswitch(target="LINUX01", image_device_number="2000", switch_name="VSW2")
        await world.client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW2", grant_userid="LINUX01"))
        await world.punch("# zfleet: configure-nic device=0.0.2000 address=192.168.20.5/24")
        await world.ask("zvmguestconfigure", "start")
        assert "192.168.20.5" not in await world.addresses()
        await world.client.call(couple)
        assert "192.168.20.5" in await world.addresses()
        await world.client.call(VirtualNetworkAdapterDisconnect(target="LINUX01", image_device_number="2000"))
        assert "192.168.20.5" not in await world.addresses()
        await world.client.call(couple)
        await world.punch("# zfleet: remove-nic device=2000")
        await world.ask("zvmguestconfigure", "start")
        assert "192.168.20.5" not in await world.addresses()
        assert len(await world.addresses()) == 2
        await world.client.call(VirtualNetworkAdapterDelete(target="LINUX01", image_device_number="2000"))
        assert len(await world.addresses()) == 1


async def test_addresses_by_dhcp_are_of_the_switchs_subnet_and_no_two_the_same() -> None:
    """A subnet for six hosts, three MAC addresses that ask for the same one; the seventh guest gets none."""
    async with lab("LINUX01", subnets={"VSW1": "192.168.7.0/29"}) as world:
        names = [f"DHCP{number}" for number in range(7)]
        for number, name in enumerate(names):
            await world.client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid=name))
            await world.client.call(entry(name, f"NICDEF 1000 MACID 0000{number * 8:02X}"))
            await world.start(name)
        found = [address for name in names for address in await world.addresses(name)]
        assert sorted(found) == [f"192.168.7.{host}" for host in range(1, 7)]
        assert await world.addresses(names[6]) == []
        await world.client.call(ImageDeactivate(target=names[0], force_time="IMMED"))
        await world.client.call(ImageRecycle(target=names[6]))
        assert len(await world.addresses(names[6])) == 1


async def test_the_same_adapter_has_the_same_address_in_every_run() -> None:
    """The MAC address says which, on a switch without a subnet of its own: 10.0.0.0/8."""
    for _ in range(2):
        async with lab() as world:
            await world.client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid="DHCP"))
            await world.client.call(entry("DHCP", "NICDEF 1000 MACID 0A0B0C"))
            await world.start("DHCP")
            assert await world.addresses("DHCP") == ["10.10.11.12"]


async def test_disks_are_mounted_and_found_again_at_each_boot() -> None:
    """With a file system and a place, or as swap space."""
    async with lab("LINUX02") as world:
        more = ("MDISK 0101 3390 AUTOG 10 POOL1 MR", "MDISK 0102 FB-512 V-DISK 8192 MWV")
        await world.client.call(entry("LINUX01", *more))
        await world.punch(
            "# zfleet: mount-disk device=0101 mount_point='/srv/our data' file_system=xfs",
            "# zfleet: mount-disk device=102 file_system=swap",
            "# zfleet: result file=/var/run/zfleet.result token=5f2c90ab",
        )
        await world.start()
        assert await world.ask("cat", "/var/run/zfleet.result") == "5f2c90ab 0\n"
        for _ in range(2):
            assert "/srv/our data xfs rw" in await world.ask("cat", "/proc/mounts")
            assert len((await world.ask("cat", "/proc/swaps")).splitlines()) == 2
            await world.client.call(ImageRecycle(target="LINUX01"))
        assert await world.exit_code("cat", "/var/run/zfleet.result") == 1
        await world.punch("# zfleet: unmount-disk device=0101")
        await world.ask("zvmguestconfigure", "start")
        assert "/srv" not in await world.ask("cat", "/proc/mounts")


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("mount-disk device=0555", 19),
        ("online-disk device=0555", 19),
        ("online-disk device=0100", 0),
        ("mount-disk device=nonsense", 2),
        ("mount-disk mount_point=/x", 2),
        ("configure-nic device=1000 address=300.1.1.1/24", 2),
        ("configure-nic device=1000 mtu=big", 2),
        ("dance device=1000", 2),
        ("grow-root", 0),
        (f"attach-volume {VOLUME}", 3),
        (f"detach-volume {VOLUME}", 0),
    ],
)
async def test_a_script_that_fails_leaves_its_exit_code_and_does_no_more(order: str, code: int) -> None:
    """What came before it in the script stays, what comes after it is not done."""
    async with lab() as world:
        await world.punch(
            "# zfleet: set-hostname name=before",
            f"# zfleet: {order}",
            "# zfleet: authorize user=SOMEBODY",
            "# zfleet: result file=/run/result token=abc",
            name="failing",
        )
        await world.start()
        if code:
            assert await world.ask("cat", "/run/result") == f"abc {code}\n"
            assert await world.ask("hostname") == "before\n"
            assert f"FAILING.SH failed with exit code {code}" in await world.console()
        else:
            assert await world.refused() == "UNAUTHORIZED"


async def test_volumes_need_a_port_and_a_lun_that_are_there() -> None:
    """Exit code 3 without one of the ports, 4 without the LUN, as a real guest's script ends."""
    async with lab("LINUX02") as world:
        await world.client.call(entry("LINUX01", "DEDICATE 1800 B800"))
        await world.start()
        for order, code in (
            (VOLUME, 0),
            (VOLUME.replace("4001", "4FFF"), 4),
            (VOLUME.replace("20B8E", "20BFF"), 3),
            (VOLUME.replace("1800", "1900"), 3),
        ):
            await world.punch(f"# zfleet: attach-volume {order}", "# zfleet: result file=/run/result token=t")
            await world.ask("zvmguestconfigure", "start")
            assert await world.ask("cat", "/run/result") == f"t {code}\n", order


async def test_volumes_in_use_are_listed_while_their_device_is_there() -> None:
    """lszfcp -D: device, port and unit; nothing before, and nothing without the device."""
    async with lab() as world:
        await world.client.call(entry("LINUX02", "DEDICATE 1800 B800"))
        await world.start("LINUX02")
        assert await world.ask("lszfcp", "-D", of="LINUX02") == ""
        await world.punch(f"# zfleet: attach-volume {VOLUME}", to="LINUX02")
        await world.ask("zvmguestconfigure", "start", of="LINUX02")
        seen = "0.0.1800/0x5005076300c20b8e/0x4001400000000000 0:0:0:0\n"
        assert await world.ask("lszfcp", "-D", of="LINUX02") == seen
        await world.client.call(ImageDeviceUndedicate(target="LINUX02", image_device_number="1800"))
        assert await world.ask("lszfcp", "-D", of="LINUX02") == ""


async def test_an_order_fails_when_a_rule_wants_it() -> None:
    """Its exit code and text are the rule's: the multipath daemon of one guest does not start, once."""
    async with lab() as world:
        rule = FaultRule(command="attach-volume *", target="LINUX0?", times=1, return_code=1, texts=("no multipathd",))
        world.host.faults.add(rule)
        await world.start()
        for code in (1, 3):
            await world.punch(f"# zfleet: attach-volume {VOLUME}", "# zfleet: result file=/run/result token=t")
            await world.ask("zvmguestconfigure", "start")
            assert await world.ask("cat", "/run/result") == f"t {code}\n"
        assert "exit code 1: no multipathd" in await world.console()


async def test_a_config_drive_names_the_guest_and_its_adapters(tmp_path: Path) -> None:
    """A real ISO image with Joliet and Rock Ridge names, one of them only, and its interface by MAC address."""
    program = shutil.which("genisoimage")
    if program is None:
        pytest.skip("no genisoimage")
    folder = tmp_path / "drive" / "openstack" / "latest"
    folder.mkdir(parents=True)
    (folder / "meta_data.json").write_text(json.dumps({"hostname": "web9.example.com", "uuid": "1"}))
    (folder / "user_data").write_text("#cloud-config\n")
    links = [{"id": "tap1", "ethernet_mac_address": "02:00:00:0a:0b:0c"}]
    route = {"network": "0.0.0.0", "netmask": "0.0.0.0", "gateway": "192.168.30.1"}
    networks = [{"link": "tap1", "type": "ipv4", "ip_address": "192.168.30.9", "netmask": "255.255.255.0",
                 "routes": [route]}]  # fmt: skip
    services = [{"type": "dns", "address": "192.0.2.53"}]
    described = {"links": links, "networks": networks, "services": services}
    (folder / "network_data.json").write_text(json.dumps(described))
    for number, options in enumerate((["-J", "-R"], ["-J"], ["-R"])):
        image = tmp_path / f"{number}.iso"
        command = [program, "-quiet", "-V", "config-2", *options, "-o", str(image), str(tmp_path / "drive")]
        subprocess.run(command, check=True)
        content = image.read_bytes()
        assert dict(iso_files(content))["openstack/latest/user_data"] == b"#cloud-config\n", options
        async with lab("LINUX02") as world:
            await world.client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid="LINUX01"))
            await world.client.call(entry("LINUX01", "NICDEF 1000 MACID 0A0B0C"))
            await world.linux.punch("LINUX01", "cfgdrive", "iso", "X", [content])
            await world.start()
            assert await world.ask("hostname") == "web9\n"
            assert await world.addresses() == ["192.168.30.9"]
            assert "config drive of web9, with user data" in await world.console()


def test_images_and_archives_that_unfold_without_end_are_given_up() -> None:
    """A folder full of itself, and a gigabyte of zeros in a megabyte."""
    folder = bytearray(34)
    folder[0], folder[2:6], folder[10:14], folder[25], folder[32] = 34, (18).to_bytes(4, "little"), b"\0\x08\0\0", 2, 1
    folder[33] = ord("A")
    image = bytearray(19 * 2048)
    image[16 * 2048 : 16 * 2048 + 6] = b"\1CD001"
    image[16 * 2048 + 156 : 16 * 2048 + 190] = folder
    for number in range(60):
        at = 18 * 2048 + number * 34
        image[at : at + 34] = folder
    assert list(iso_files(bytes(image))) == []
    bomb = gzip.compress(bytes(1 << 26)) * 16
    assert orders_of(bomb) == ()


@given(some.binary(max_size=6000), some.integers(0, 40_000))
def test_garbage_in_readers_and_on_disks_is_only_garbage(noise: bytes, at: int) -> None:
    """An image, an archive or a disk of any bytes gives what it gives, or a ValueError of a bad header."""

    class Disk:
        def read(self, offset: int, length: int) -> bytes:
            return noise[offset : offset + length]

    image = bytes(at) + b"\1CD001" + noise
    assert config_drive(image) is None
    iso = bytearray(40 * 2048)
    iso[16 * 2048 : 16 * 2048 + 6] = b"\1CD001"
    iso[16 * 2048 + 156 : 16 * 2048 + 156 + 34] = noise[:34].ljust(34, b"\0")
    iso[17 * 2048 : 17 * 2048 + len(noise)] = noise
    list(iso_files(bytes(iso)))
    list(file_systems(Disk()))
    for content in (noise, b"# zfleet: " + noise, b"\x1f\x8b\x08" + noise):
        try:
            orders_of(content)
        except ValueError:
            continue
