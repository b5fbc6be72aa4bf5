# SPDX-License-Identifier: Apache-2.0
"""The simulator as a process: it says where it serves, serves, and stops cleanly on SIGTERM."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from zfleet_simulator.linux import LinuxClient
from zfleet_simulator.server import PASSWORD_VARIABLE, Place, config_of, main, parser, places_of
from zfleet_smapi.calls import VMRELOCATE, ImageActivate, ImageCreateDM, ImageStatusQuery
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.tcp import tcp_connect

ANYWHERE = ("--listen=127.0.0.1:0", "--linux-listen=127.0.0.1:0", "--metrics-listen=127.0.0.1:0")


@asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, str]]]:
    """A running simulator and what it said about itself."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "zfleet_simulator", *ANYWHERE, *arguments,
        stderr=asyncio.subprocess.PIPE, env={**os.environ, PASSWORD_VARIABLE: "secret"},
    )  # fmt: skip
    assert child.stderr is not None
    try:
        async with asyncio.timeout(30):
            said = json.loads(await child.stderr.readline())
        yield child, said
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


def client(said: dict[str, str]) -> SmapiClient:
    """A client of the process."""
    host, _, port = said["address"].rpartition(":")
    return SmapiClient(tcp_connect(host, int(port)), Credentials("MAINT", "secret"))


async def test_a_process_serves_smapi_linux_and_metrics_and_stops_on_sigterm(tmp_path: Path) -> None:
    """Exit code 0, and the state folder is complete."""
    folder = f"--state-folder={tmp_path}"
    async with process(folder, "--system-name=testvm") as (child, said):
        assert (said["event"], said["system"]) == ("serving", "TESTVM")
        async with client(said) as smapi:
            lines = ("USER LINUX01 LBYONLY 1G 1G G", "MDISK 0100 3390 AUTOG 5 POOL1 MR")
            await smapi.call(ImageCreateDM(target="LINUX01", image_record_array=lines))
            await smapi.call(ImageActivate(target="LINUX01"))
        host, _, port = said["linux_address"].rpartition(":")
        linux = LinuxClient(tcp_connect(host, int(port)))
        assert (await linux.command("Q USERID")).split() == ["ZFLEETLX", "AT", "TESTVM"]
        metrics = await asyncio.to_thread(read, f"http://{said['metrics']}/metrics")
        assert 'function="Image_Create_DM",reason_code="0",return_code="0",system="TESTVM"} 1.0' in metrics
        assert 'zfleet_simulator_workers{system="TESTVM"} 3.0' in metrics
        assert 'zfleet_simulator_queue_depth{system="TESTVM"} 0.0' in metrics
        child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await child.wait() == 0
    async with process(folder) as (child, said), client(said) as smapi:
        assert (await smapi.call(ImageStatusQuery(target="LINUX01"))).image_name_array == ("LINUX01",)


async def test_a_process_serves_a_whole_cluster(tmp_path: Path) -> None:
    """One line for each member; after a restart both are there, and a guest is where it had moved to."""
    options = (f"--state-folder={tmp_path}", "--member=vm1", "--member=VM2=127.0.0.1:0,127.0.0.1:0")
    async with process(*options) as (child, said), client(said) as one:
        second = await next_line(child)
        assert [(line["event"], line["system"]) for line in (said, second)] == [("serving", "VM1"), ("serving", "VM2")]
        assert said["metrics"] == second["metrics"]
        async with client(second) as two:
            lines = ("USER LINUX01 LBYONLY 1G 1G G", "MDISK 0100 3390 AUTOG 5 POOL1 MR")
            await one.call(ImageCreateDM(target="LINUX01", image_record_array=lines))
            await one.call(ImageActivate(target="LINUX01"))
            await one.call(VMRELOCATE(target="LINUX01", destination="VM2", action="MOVE"))
            while (await two.call(ImageStatusQuery(target="*"))).image_name_array.count("LINUX01") == 0:
                await asyncio.sleep(0.05)
        metrics = await asyncio.to_thread(read, f"http://{said['metrics']}/metrics")
        assert 'function="VMRELOCATE",reason_code="0",return_code="0",system="VM1"} 1.0' in metrics
        assert 'zfleet_simulator_workers{system="VM2"} 3.0' in metrics
        child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await child.wait() == 0
    async with process(*options) as (child, said), client(await next_line(child)) as two:
        assert (await two.call(ImageStatusQuery(target="LINUX01"))).image_name_array == ("LINUX01",)


async def next_line(child: asyncio.subprocess.Process) -> dict[str, str]:
    """The next thing that the process says about itself."""
    assert child.stderr is not None
    async with asyncio.timeout(30):
        found: dict[str, str] = json.loads(await child.stderr.readline())
    return found


def test_members_serve_where_they_are_told_or_some_ports_further_on() -> None:
    """The first one at the ports of a host on its own; port 0 stays any free one."""
    words = ["--member=A", "--member=B", "--member=C=[::1]:7000", "--member=D=0.0.0.0:7001,0.0.0.0:7002"]
    assert places_of(parser().parse_args(words)) == (
        Place("A", ("127.0.0.1", 44444), ("127.0.0.1", 44445)),
        Place("B", ("127.0.0.1", 44454), ("127.0.0.1", 44455)),
        Place("C", ("::1", 7000), ("127.0.0.1", 44465)),
        Place("D", ("0.0.0.0", 7001), ("0.0.0.0", 7002)),
    )
    anywhere = places_of(parser().parse_args([*ANYWHERE, *words[:2]]))
    assert [place.smapi[1] for place in anywhere] == [0, 0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--member=VM1"], "1 members are not 2 to 8"),
        (["--member=VM1", "--member=VM2", "--system-name=VM3"], "--system-name is for a host on its own"),
        (["--member=VM1", "--member=VM2=here"], "'here' is not HOST:PORT"),
        (["--member=VM1", "--member=VM2", "--listen=127.0.0.1:65530"], "there is no port 65540"),
        (["--member=VM1", "--member=VM2", "--cluster-member=vm2"], "VM2 is named more than once"),
    ],
)
def test_a_cluster_that_cannot_be_does_not_start(
    words: list[str], message: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The one line says why."""
    with caplog.at_level("ERROR"):
        assert main([*ANYWHERE[1:], "--trusted-user=MAINT", *words]) == 1
    assert message in caplog.text


def read(url: str) -> str:
    """The text behind a URL."""
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read(), "utf-8")


def test_every_option_has_a_help_text(capsys: pytest.CaptureFixture[str]) -> None:
    """--help documents all of it."""
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    actions = [action for action in parser()._actions if action.option_strings]
    assert all(action.help for action in actions)
    assert all(action.option_strings[-1] in text for action in actions)


def test_options_become_the_hosts_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Latency, faults, background, password file."""
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    password = tmp_path / "password"
    password.write_text("from-file\n")
    faults = tmp_path / "faults.toml"
    faults.write_text('[[fault]]\nfunction = "X"\n')
    options = parser().parse_args(
        [f"--password-file={password}", f"--faults={faults}", "--latency=0.5", "--latency=Image_*=1~0.1",
         "--background=*_DM=2", "--no-automatic-allocation", "--workers=5"]
    )  # fmt: skip
    config = config_of(options)
    assert config.users == {"MAINT": "from-file"}
    assert [(rule.function, rule.seconds) for rule in config.latency] == [("*", 0.5), ("Image_*", 1.0)]
    assert config.background == (("*_DM", 2.0),)
    assert (config.workers, config.automatic_allocation_in_entries, len(config.faults)) == (5, False, 1)
    assert "from-file" not in repr(config)


def test_a_process_that_nobody_could_call_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a password nor a trusted user."""
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    assert main([*ANYWHERE]) == 1


def test_the_linux_in_guests_is_set_up_by_options() -> None:
    """Subnets, release, time to boot, blank disks; a subnet without a switch is refused."""
    words = ["--trusted-user=MAINT", "--subnet=VSW1=192.168.5.0/24", "--subnet=LAN2=10.1.0.0/16", "--guest-os=sles15.5",
             "--boot-seconds=2.5", "--blank-disks-do-not-boot"]  # fmt: skip
    config = config_of(parser().parse_args(words))
    assert config.subnets == {"VSW1": "192.168.5.0/24", "LAN2": "10.1.0.0/16"}
    assert (config.guest_os, config.boot_seconds, config.blank_disks_boot) == ("sles15.5", 2.5, False)
    with pytest.raises(ValueError, match="SWITCH=SUBNET"):
        config_of(parser().parse_args(["--trusted-user=MAINT", "--subnet=192.168.5.0/24"]))
