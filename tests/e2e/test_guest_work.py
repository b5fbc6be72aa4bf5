# SPDX-License-Identifier: Apache-2.0
"""Work on a guest that exists, on the command line: deploy, interfaces, resize, capture, registry, FCP devices."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.command import Up


def test_work_on_a_guest_on_the_command_line(fleet: Up, image: Path, tmp_path: Path) -> None:
    """An image goes to a guest that boots, changes, and becomes an image again; then it is let go and taken back."""

    def ok(*arguments: str) -> str:
        done = fleet.zfleet(*arguments)
        assert done.returncode == 0, f"{arguments}: {done.stderr.decode()}"
        return done.stdout.decode()

    drive = tmp_path / "cfgdrive.iso"
    drive.write_bytes(b"CD001")
    ok("image", "upload", "work-root", str(image), "--os-version", "rhel9.4")
    ok("spawn", "cliwork", "--memory", "1G", "--disk", "size=64M,boot", "--no-start")
    assert "work-root is on disk 0100, 2 files" in ok("deploy", "cliwork", "work-root", "--file", str(drive))
    words = "vswitch=VSW1,name=port-1,ip=192.0.2.5,cidr=192.0.2.0/24,gateway=192.0.2.1"
    assert "192.0.2.5" in ok("nic", "create", "cliwork", words, "--configure")
    ok("start", "cliwork")
    while "Root disk" not in (seen := ok("inspect", "cliwork", "--within", "5")):
        assert "GUEST_NOT_REACHABLE" in seen or "GUEST_NOT_AUTHORISED" in seen  # it boots
    assert "192.0.2.5/24" in seen
    assert "SYSTEM VSW1" in ok("nic", "adapters", "cliwork")
    assert "VSW1" in ok("nic", "stats", "cliwork")
    assert "CLIWORK" in ok("stats", "cliwork")
    resized = ok("resize", "cliwork", "--cpus", "2", "--memory", "2G", "--live")
    assert resized == "CLIWORK has 2 CPUs at logon, had 1, 2 online\nCLIWORK has 2G at logon, had 1G, 2G online\n"
    assert "work-golden is disk 0100 of CLIWORK" in ok("capture", "cliwork", "work-golden")
    assert "work-golden" in ok("image", "list")
    assert "on" in ok("show", "cliwork").splitlines()[1]
    assert fleet.zfleet("migrate", "cliwork", "ZVM2", "--test").returncode == 7  # the host is alone
    assert "CLIWORK" in ok("list", "--managed")
    mac_id = ok("nic", "list", "cliwork").splitlines()[1].split()[3].replace(":", "")[-6:]
    assert ok("deregister", "cliwork") == "CLIWORK is managed no longer\n"
    assert fleet.zfleet("deregister", "cliwork").returncode == 3
    assert "port-9" in ok("register", "cliwork", "--nic", f"{mac_id}=port-9")
    assert "CLIWORK 1000 is gone" in ok("nic", "delete", "cliwork", "1000", "--configure", "--os-version", "rhel9.4")
    made = ok("fcp", "template", "create", "work", "b800-b801;b900", "--least-paths", "1")
    template = made.splitlines()[1].split()[0]
    assert "B900" in ok("fcp", "reserve", "cliwork", "--template", template)
    ok("destroy", "--yes", "cliwork")
    assert ok("fcp", "list", "cliwork") == "none\n"
    assert ok("fcp", "template", "delete", template) == f"{template} is gone\n"
    assert "guest" in ok("health")
    ok("image", "delete", "work-root", "work-golden")
