# SPDX-License-Identifier: Apache-2.0
"""Scripts for guests, run by bash in a folder that stands for the guest's file system.

The programs of Linux on z/VM are stand-ins that write down how they were called and leave what they would leave; shell,
awk, sed and the like are real.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

import pytest

from zfleet_guest.first_boot.disk_script import disk_script
from zfleet_guest.first_boot.distribution import distribution_of
from zfleet_guest.first_boot.network_script import network_archive, removal_script
from zfleet_guest.first_boot.script import Result
from zfleet_guest.first_boot.system_scripts import authorisation_script, grow_root_script, hostname_script
from zfleet_guest.first_boot.volume_script import attach_script, detach_script
from zfleet_guest.system_spec import DiskSetup, NicSetup, VolumeSetup

REAL = ("awk", "basename", "cat", "chmod", "dirname", "grep", "head", "install", "ls", "mkdir", "mktemp", "mv",
        "readlink", "rm", "sed", "tr")  # fmt: skip
FOLDERS = ("/etc/", "/sys/", "/dev/", "/proc/", "/var/run/", "/usr/lib/udev/", "/lib/udev/", "/mnt/", "/srv/")
RESULT = Result("token", "/var/run/zfleet.test.result")
FSTAB = "# /srv/data is old\nUUID=root / ext4 defaults 0 1\nUUID=old /srv/data ext3 defaults 0 2\n"
WWPN, LUN = "5005076300c20b8e", "4001400000000000"


@dataclass
class Sandbox:
    """A guest's file system, and the programs in it."""

    root: Path

    def stub(self, name: str, body: str = "") -> None:
        """A program that notes its call and then does what the body says; $root is the folder."""
        path = self.root / "bin" / name
        path.unlink(missing_ok=True)
        path.write_text(f'#!/bin/bash\nroot={self.root}\necho "{name} $*" >> "$root/calls"\n{body}\n')
        path.chmod(0o755)

    def file(self, path: str, text: str = "") -> Path:
        """A file in it."""
        found = self.root / path.lstrip("/")
        found.parent.mkdir(parents=True, exist_ok=True)
        found.write_text(text)
        return found

    def text(self, path: str) -> str:
        """What a file has."""
        return (self.root / path.lstrip("/")).read_text().replace(str(self.root), "")

    def calls(self, program: str = "") -> list[str]:
        """How programs were called."""
        path = self.root / "calls"
        lines = path.read_text().replace(str(self.root), "").splitlines() if path.exists() else []
        return [line for line in lines if line.startswith(program)]

    def run(self, content: bytes, folder: Path | None = None) -> int:
        """The exit code of a script, which is in its result as well."""
        text = content.decode()
        for name in FOLDERS:
            text = text.replace(name, f"{self.root}{name}") if name != "/lib/udev/" else text
        text = text.replace("[ -b ", "[ -e ")  # block devices take more than a user may do
        bash = shutil.which("bash")
        assert bash is not None
        environment = {"PATH": str(self.root / "bin")}
        done = subprocess.run(
            [bash], input=text.encode(), cwd=folder or self.root, env=environment, capture_output=True, check=False
        )
        if "zfleet.test.result" in text:
            assert RESULT.exit_code(self.text(RESULT.file)) == done.returncode, done.stderr
        return done.returncode


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    """A guest without anything but the common programs."""
    box = Sandbox(tmp_path)
    (tmp_path / "bin").mkdir()
    for name in REAL:
        where = shutil.which(name)
        assert where is not None
        (tmp_path / "bin" / name).symlink_to(where)
    true = shutil.which("true")
    assert true is not None
    (tmp_path / "bin" / "sleep").symlink_to(true)  # what is waited for is there at once, or never
    for name in ("udevadm", "partprobe"):
        box.stub(name)
    for folder in FOLDERS:
        (tmp_path / folder.strip("/")).mkdir(parents=True, exist_ok=True)
    return box


# --- disks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_disk(sandbox: Sandbox) -> Sandbox:
    """A new ECKD disk 0101, which Linux calls dasdb when it is online."""
    box, bus = sandbox, "/sys/bus/ccw/devices/0.0.0101"
    box.file("/etc/fstab", FSTAB.replace("/srv/", f"{box.root}/srv/"))
    box.file(f"{bus}/discipline", "ECKD\n")
    box.file(f"{bus}/status", "unformatted\n")
    box.stub("chzdev", f'mkdir -p "$root{bus}/block/dasdb"; : >> "$root/dev/dasdb"')
    box.stub("dasdfmt", f'echo online > "$root{bus}/status"')
    box.stub("fdasd", ': > "$root/dev/dasdb1"')
    box.stub("blkid", 'f=${*: -1}.fs; [ -e "$f" ] || exit 2; case "$*" in *UUID*) echo new-uuid;; *) cat "$f";; esac')
    for program, kind in (("mkfs", '"$2"'), ("mkfs.xfs", "xfs"), ("mkswap", "swap")):
        box.stub(program, f'echo {kind} > "${{*: -1}}.fs"')
    box.stub("mountpoint", "exit 1")
    box.stub("mount")
    box.stub("swapon")
    return box


def test_a_new_disk_is_formatted_partitioned_and_mounted(with_disk: Sandbox) -> None:
    """And its line in fstab takes the place of the one that had its mount point."""
    assert with_disk.run(disk_script([DiskSetup("0101", "ext4", "/srv/data")], RESULT)) == 0
    assert with_disk.calls("dasdfmt") == ["dasdfmt -y -b 4096 -d cdl -f /dev/dasdb"]
    assert with_disk.calls("fdasd") == ["fdasd -s -a /dev/dasdb"]
    assert with_disk.calls("mkfs") == ["mkfs -t ext4 -F -q /dev/dasdb1"]
    assert with_disk.calls("mount ") == ["mount -- /srv/data"]
    assert with_disk.text("/etc/fstab") == (
        "# /srv/data is old\nUUID=root / ext4 defaults 0 1\nUUID=new-uuid /srv/data ext4 defaults,nofail 0 2\n"
    )


def test_a_second_time_everything_is_found_done(with_disk: Sandbox) -> None:
    """A script that is done twice, or a disk that was prepared before, is formatted no more."""
    content = disk_script([DiskSetup("0101", "xfs", "/srv/data")], RESULT)
    assert with_disk.run(content) == 0
    fstab = with_disk.text("/etc/fstab")
    (with_disk.root / "calls").unlink()
    assert with_disk.run(content) == 0
    assert with_disk.calls("mkfs") + with_disk.calls("dasdfmt") + with_disk.calls("fdasd") == []
    assert with_disk.text("/etc/fstab") == fstab


def test_a_disk_with_another_file_system_keeps_it(with_disk: Sandbox) -> None:
    """It is mounted as what it is: nobody's data are thrown away."""
    with_disk.file("/sys/bus/ccw/devices/0.0.0101/status", "online\n")
    with_disk.file("/dev/dasdb1")
    with_disk.file("/dev/dasdb1.fs", "xfs\n")
    assert with_disk.run(disk_script([DiskSetup("0101", "ext4", "/srv/data")], RESULT)) == 0
    assert with_disk.calls("mkfs") == []
    assert "UUID=new-uuid /srv/data xfs" in with_disk.text("/etc/fstab")


def test_swap_is_used_at_once_and_at_every_boot(with_disk: Sandbox) -> None:
    """It has no place."""
    assert with_disk.run(disk_script([DiskSetup("0101", "swap", "")], RESULT)) == 0
    assert with_disk.calls("swapon") == ["swapon /dev/dasdb1"]
    assert "UUID=new-uuid none swap sw,nofail 0 0\n" in with_disk.text("/etc/fstab")
    assert "/srv/data ext3" in with_disk.text("/etc/fstab")


def test_one_bad_disk_does_not_keep_the_others_from_being_set_up(with_disk: Sandbox) -> None:
    """But the script has failed."""
    setups = [DiskSetup("0999", "ext4", "/mnt/none"), DiskSetup("0101", "ext4", "/srv/data")]
    assert with_disk.run(disk_script(setups, RESULT)) == 1
    assert with_disk.calls("mount ") == ["mount -- /srv/data"]


def test_a_disk_that_is_only_brought_online_is_not_touched(with_disk: Sandbox) -> None:
    """Neither formatted nor mounted."""
    assert with_disk.run(disk_script([DiskSetup("0101", "none", "")], RESULT)) == 0
    assert [line.split()[0] for line in with_disk.calls()] == ["chzdev"]
    assert with_disk.text("/etc/fstab") == FSTAB


# --- volumes ---------------------------------------------------------------------------------------------------------


def volume(multipath: bool = True) -> VolumeSetup:
    """A volume behind one FCP device."""
    return VolumeSetup(("1A00",), (WWPN,), LUN, multipath, "/dev/sdz", ("1A00",))


@pytest.fixture
def with_fcp(sandbox: Sandbox) -> Sandbox:
    """An FCP device whose port and LUN are there once they are asked for."""
    box, scsi = sandbox, "/sys/bus/scsi/devices/0:0:0:1"
    box.stub(
        "chzdev",
        f"""case "$*" in
          *--enable*zfcp-host*) mkdir -p "$root/sys/bus/ccw/drivers/zfcp/0.0.1a00/0x{WWPN}" ;;
          *--enable*zfcp-lun*)
            mkdir -p "$root{scsi}/block/sdb" "$root/sys/block/sdb/device"
            echo 0x{LUN} > "$root{scsi}/fcp_lun"; echo 0x{WWPN} > "$root{scsi}/wwpn"
            echo 0.0.1a00 > "$root{scsi}/hba_id" ;;
          *--disable*zfcp-lun*) rm -rf "$root{scsi}" ;;
        esac""",
    )
    box.stub("multipath")
    box.stub("systemctl")
    box.stub("dmsetup", 'case "$1" in ls) echo $root/dev/mapper/mpatha ;; *) echo mpath-wwid ;; esac')
    program = box.file("/usr/lib/udev/scsi_id", "#!/bin/sh\necho wwid\n")
    program.chmod(0o755)
    box.stub("blockdev")
    return box


def rules(box: Sandbox) -> list[str]:
    """The udev rules there are."""
    return [path.read_text() for path in sorted((box.root / "etc/udev/rules.d").glob("*"))]


def test_a_volume_is_attached_with_a_link_to_its_multipath_map(with_fcp: Sandbox) -> None:
    """Also when that was done before."""
    (with_fcp.root / "etc/udev/rules.d").mkdir(parents=True)
    for _ in range(2):
        assert with_fcp.run(attach_script(volume(), RESULT)) == 0
        assert rules(with_fcp) == ['SUBSYSTEM=="block", KERNEL=="dm-*", ENV{DM_UUID}=="mpath-wwid", SYMLINK+="sdz"\n']
    assert with_fcp.calls("systemctl") == ["systemctl start multipathd"] * 2


def test_a_volume_without_multipath_links_its_disk(with_fcp: Sandbox) -> None:
    """And starts no daemon."""
    (with_fcp.root / "etc/udev/rules.d").mkdir(parents=True)
    assert with_fcp.run(attach_script(volume(multipath=False), RESULT)) == 0
    assert rules(with_fcp) == ['SUBSYSTEM=="block", KERNEL=="sd*[!0-9]", ENV{ID_SERIAL}=="wwid", SYMLINK+="sdz"\n']
    assert with_fcp.calls("systemctl") == []


@pytest.mark.parametrize(
    ("broken", "body", "code"),
    [
        ("chzdev", "", 3),
        ("chzdev", f'mkdir -p "$root/sys/bus/ccw/drivers/zfcp/0.0.1a00/0x{WWPN}"', 4),
        ("systemctl", "exit 1", 1),
        ("dmsetup", "", 1),
        ("systemctl", "kill -TERM $PPID; exit 0", 2),
    ],
)
def test_what_keeps_a_volume_from_coming_up_is_the_exit_code(
    with_fcp: Sandbox, broken: str, body: str, code: int
) -> None:
    """1 multipath, 2 interrupted, 3 no port, 4 no LUN."""
    with_fcp.stub(broken, body)
    assert with_fcp.run(attach_script(volume(), RESULT)) == code


def test_a_volume_is_detached_and_one_that_is_gone_is_gone(with_fcp: Sandbox) -> None:
    """Its map is flushed first; its FCP device goes offline when it was released."""
    (with_fcp.root / "etc/udev/rules.d").mkdir(parents=True)
    assert with_fcp.run(attach_script(volume(), RESULT)) == 0
    for _ in range(2):
        assert with_fcp.run(detach_script(volume(), RESULT)) == 0
    assert rules(with_fcp) == []
    assert with_fcp.calls("multipath") == ["multipath -f mpatha"]
    assert with_fcp.calls("chzdev --disable --yes --no-root-update --force zfcp-host") != []


def test_a_volume_in_use_stays(with_fcp: Sandbox) -> None:
    """5: the map cannot be flushed, and nothing else is taken away."""
    (with_fcp.root / "etc/udev/rules.d").mkdir(parents=True)
    assert with_fcp.run(attach_script(volume(), RESULT)) == 0
    with_fcp.stub("multipath", "exit 1")
    assert with_fcp.run(detach_script(volume(), RESULT)) == 5
    assert len(rules(with_fcp)) == 1
    assert with_fcp.calls("chzdev --disable") == []


# --- network ---------------------------------------------------------------------------------------------------------

NIC = NicSetup("1000", IPv4Interface("192.0.2.5/24"), gateway=IPv4Address("192.0.2.1"),
               name_servers=(IPv4Address("192.0.2.2"),))  # fmt: skip


def unpack(box: Sandbox, content: bytes) -> tuple[bytes, Path]:
    """The invoked script and the folder that it was unpacked into."""
    folder = box.root / "transport"
    folder.mkdir(exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        tar.extractall(folder, filter="data")
    return (folder / "invokeScript.sh").read_bytes(), folder


@pytest.mark.parametrize(
    ("word", "made", "own"),
    [
        ("rhel8.4", "/etc/sysconfig/network-scripts/ifcfg-enc1000", "/etc/sysconfig/network-scripts/ifcfg-eth0"),
        (
            "rhel9.4",
            "/etc/NetworkManager/system-connections/enc1000.nmconnection",
            "/etc/NetworkManager/system-connections/own.nmconnection",
        ),
        ("sles15.5", "/etc/sysconfig/network/ifcfg-eth1000", "/etc/sysconfig/network/ifcfg-eth0"),
        ("ubuntu22.04", "/etc/netplan/60-zfleet-enc1000.yaml", "/etc/netplan/50-cloud-init.yaml"),
    ],
)
def test_interfaces_come_and_go_with_their_files(sandbox: Sandbox, word: str, made: str, own: str) -> None:
    """The first configuration clears away what the image brought, later ones leave it."""
    of = distribution_of(word)
    for name in ("chzdev", "netplan", "nmcli", "ip", "ifup", "ifdown", "restorecon", "wicked"):
        sandbox.stub(name)
    sandbox.stub("systemctl", "exit 0")
    for first in (False, True):
        sandbox.file(own, "of the image\n")
        content = network_archive(of, [NIC], first=first, at_once=True, result=RESULT)
        script, folder = unpack(sandbox, content)
        assert sandbox.run(script, folder) == 0
        assert "192.0.2.5" in sandbox.text(made)
        assert (sandbox.root / own.lstrip("/")).exists() is not first
        assert not (folder / "zfleet-network").exists()
    assert sandbox.calls("chzdev")[0] == "chzdev --enable --yes --no-root-update qeth 0.0.1000 layer2=1"
    assert sandbox.run(removal_script(of, "1000", at_once=True, result=RESULT)) == 0
    assert not (sandbox.root / made.lstrip("/")).exists()
    assert "chzdev --disable --yes --no-root-update --force qeth 0.0.1000" in sandbox.calls()


def test_name_servers_of_suse_are_in_its_own_configuration(sandbox: Sandbox) -> None:
    """netconfig makes resolv.conf of it."""
    for name in ("chzdev", "netconfig", "wicked"):
        sandbox.stub(name)
    sandbox.stub("systemctl", "exit 0")
    sandbox.file("/etc/sysconfig/network/config", 'A="b"\nNETCONFIG_DNS_STATIC_SERVERS=""\n')
    content = network_archive(distribution_of("sles15"), [NIC], first=True, at_once=True, result=RESULT)
    assert sandbox.run(*unpack(sandbox, content)) == 0
    assert sandbox.text("/etc/sysconfig/network/config") == 'A="b"\nNETCONFIG_DNS_STATIC_SERVERS="192.0.2.2"\n'
    assert sandbox.calls("netconfig") == ["netconfig update -f"]
    assert sandbox.calls("wicked") == ["wicked ifup eth1000"]


def test_a_boot_does_not_bring_interfaces_up_itself(sandbox: Sandbox) -> None:
    """The network's own services, which come later, do."""
    sandbox.stub("systemctl", "exit 3")
    for name in ("chzdev", "ifup", "netplan"):
        sandbox.stub(name)
    for word in ("rhel7", "sles12", "ubuntu22"):
        content = network_archive(distribution_of(word), [NIC], first=False, at_once=False, result=RESULT)
        assert sandbox.run(*unpack(sandbox, content)) == 0
    assert sandbox.calls("ifup") == []
    assert sandbox.calls("netplan") == ["netplan generate"]


def test_a_device_that_does_not_come_online_fails_the_script(sandbox: Sandbox) -> None:
    """The files are there all the same, for the next boot."""
    sandbox.stub("systemctl", "exit 3")
    sandbox.stub("netplan")
    sandbox.stub("chzdev", "exit 1")
    content = network_archive(distribution_of("ubuntu22"), [NIC], first=False, at_once=True, result=RESULT)
    assert sandbox.run(*unpack(sandbox, content)) == 1
    assert (sandbox.root / "etc/netplan/60-zfleet-enc1000.yaml").exists()


# --- the system ------------------------------------------------------------------------------------------------------


def test_the_agent_is_told_whom_to_obey(sandbox: Sandbox) -> None:
    """One user id, without a line's end."""
    assert sandbox.run(authorisation_script("ZFLEETLX")) == 0
    assert sandbox.text("/etc/iucv_authorized_userid") == "ZFLEETLX"


def test_a_host_name_is_set_with_and_without_hostnamectl(sandbox: Sandbox) -> None:
    """Old systems have files for it."""
    sandbox.stub("hostname")
    sandbox.file("/etc/sysconfig/network", "NETWORKING=yes\nHOSTNAME=old\n")
    assert sandbox.run(hostname_script("web1.example")) == 0
    assert sandbox.text("/etc/sysconfig/network") == "NETWORKING=yes\nHOSTNAME=web1.example\n"
    assert sandbox.calls("hostname ") == ["hostname web1.example"]
    sandbox.stub("hostnamectl")
    assert sandbox.run(hostname_script("web2")) == 0
    assert sandbox.calls("hostnamectl") == ["hostnamectl set-hostname web2"]


def with_partition(box: Sandbox, name: str, number: int) -> None:
    """A partition as sysfs shows it."""
    disk = name.rstrip("0123456789")
    box.file(f"/dev/{name}")
    box.file(f"/sys/devices/block/{disk}/{name}/partition", f"{number}\n")
    (box.root / "sys/class/block").mkdir(parents=True, exist_ok=True)
    (box.root / "sys/class/block" / name).symlink_to(box.root / f"sys/devices/block/{disk}/{name}")


def test_a_root_partition_and_its_file_system_grow(sandbox: Sandbox) -> None:
    """growpart answers 1 when there is nothing to grow, which is no failure."""
    with_partition(sandbox, "dasda1", 1)
    sandbox.stub("findmnt", 'case "$*" in *SOURCE*) echo "$root/dev/dasda1" ;; *) echo ext4 ;; esac')
    for name in ("growpart", "resize2fs"):
        sandbox.stub(name)
    assert sandbox.run(grow_root_script()) == 0
    assert sandbox.calls("growpart") == ["growpart /dev/dasda 1"]
    assert sandbox.calls("resize2fs") == ["resize2fs /dev/dasda1"]
    sandbox.stub("growpart", "exit 1")
    assert sandbox.run(grow_root_script()) == 0
    sandbox.stub("growpart", "exit 2")
    assert sandbox.run(grow_root_script()) == 1


def test_a_root_volume_of_lvm_grows_with_its_group(sandbox: Sandbox) -> None:
    """Partition, physical volume, logical volume, file system; without growpart parted does it."""
    with_partition(sandbox, "sda2", 2)
    sandbox.stub("findmnt", 'case "$*" in *SOURCE*) echo "$root/dev/mapper/vg-root" ;; *) echo xfs ;; esac')
    sandbox.stub("lvs", 'echo "  vg"')
    sandbox.stub("pvs", 'echo "  $root/dev/sda2"')
    for name in ("parted", "pvresize", "lvextend", "xfs_growfs"):
        sandbox.stub(name)
    assert sandbox.run(grow_root_script()) == 0
    calls = [call for call in sandbox.calls() if call.split()[0] not in ("findmnt", "lvs", "pvs", "partprobe")]
    assert calls == [
        "parted ---pretend-input-tty /dev/sda resizepart 2 100%",
        "pvresize /dev/sda2",
        "lvextend -l +100%FREE /dev/mapper/vg-root",
        "xfs_growfs /",
    ]
