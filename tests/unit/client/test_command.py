# SPDX-License-Identifier: Apache-2.0
"""Facts about the zfleet command: what it sends, shows, refuses and ends with."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.unit.client.answering import Answer, Answering, answering, refusal
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.network.v1 import network_service_pb2 as network_pb
from zfleet.storage.v1 import storage_service_pb2 as storage_pb
from zfleet_client.cli import WORDS, zfleet


def run(answers: Mapping[str, Answer], *arguments: str, input: str | None = None) -> tuple[Result, Answering]:
    """One command against a server with these answers."""
    with answering(answers) as server:
        done = CliRunner().invoke(zfleet, ["--address", server.address, *arguments], input=input)
    return done, server


@pytest.mark.parametrize("word", [*WORDS])
def test_every_word_has_help(word: str) -> None:
    """Each module has the command that the table says it has."""
    done = CliRunner().invoke(zfleet, [word, "--help"])
    assert done.exit_code == 0, done.output
    assert "usage: zfleet" in done.output.lower()


def test_help_is_quick_and_imports_neither_grpc_nor_rich() -> None:
    """A person waits for it, and completion starts it on every key."""
    code = (
        "import sys; from zfleet_client.cli import zfleet\n"
        "try: zfleet(['--help'])\n"
        "except SystemExit: pass\n"
        "print({'grpc', 'rich', 'google.protobuf'} & sys.modules.keys())"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("set()\n"), done.stdout[-200:]
    assert time.monotonic() - began < 5  # generous: the machine may be busy; the imports are what matters


def test_spawn_sends_what_its_options_say(tmp_path: Path) -> None:
    """Guest, disks, NICs and files in one request; the steps go to stderr, the guest to stdout."""
    iso = tmp_path / "config.iso"
    iso.write_bytes(b"CD001")
    ended = pb.Operation(operation_id="op-1", user_id="LINUX01", state=pb.OPERATION_STATE_SUCCEEDED)
    ended.steps.add(name="create_guest", state=pb.STEP_STATE_SUCCEEDED).duration.FromMilliseconds(120)
    ended.spawn_guest.guest.user_id = "LINUX01"
    ended.spawn_guest.disks.add(device_number="0100", size_bytes=1024**3, pool="POOL1", image="rhel9")
    running = pb.Operation(operation_id="op-1", user_id="LINUX01", state=pb.OPERATION_STATE_RUNNING)
    done, server = run(
        {
            "SpawnGuest": pb.SpawnGuestResponse(operation=running),
            "WatchOperation": [pb.WatchOperationResponse(operation=ended)],
        },
        *("spawn", "linux01", "--cpus", "2", "--memory", "2G", "--disk", "size=1G,pool=POOL1,boot,image=rhel9"),
        *("--disk", "size=512M,fs=swap", "--nic", "vswitch=VSW1,ip=10.0.0.5", "--file", str(iso), "--account", "ACC"),
    )
    assert done.exit_code == 0, done.output
    assert "create_guest: succeeded in 0.120 s" in done.stderr
    assert "LINUX01 is made and logged on" in done.stdout
    assert "0100" in done.stdout
    (request,) = server.requests("SpawnGuest")
    assert request.guest == guest_pb.GuestSpec(user_id="linux01", cpu_count=2, memory_mib=2048, account="ACC")
    assert [disk.size_bytes for disk in request.disks] == [1024**3, 512 * 1024**2]
    assert request.nics[0].address.ip_address == "10.0.0.5"
    assert (request.files[0].type, request.files[0].spool_class, request.files[0].content) == ("ISO", "X", b"CD001")


def test_spawn_can_leave_the_operation_at_work() -> None:
    """The operation's id is all of stdout, for scripts."""
    running = pb.Operation(operation_id="op-1", state=pb.OPERATION_STATE_RUNNING)
    done, _ = run({"SpawnGuest": pb.SpawnGuestResponse(operation=running)}, "spawn", "A", "--no-wait")
    assert (done.exit_code, done.stdout) == (0, "op-1\n")


def test_a_failed_spawn_says_which_step_failed_and_why() -> None:
    """z/VM's codes, the operation, what to do; exit code as for the call."""
    failed = pb.Operation(operation_id="op-1", user_id="A", state=pb.OPERATION_STATE_FAILED)
    failed.steps.add(name="create_guest", state=pb.STEP_STATE_FAILED)
    failed.error.MergeFrom(
        pb.OperationError(
            code=10,
            message="directory entry locked",
            reason="ENTRY_LOCKED",
            metadata={"function": "Image_Create_DM", "return_code": "400", "reason_code": "12", "advice": "wait a bit"},
        )
    )
    running = pb.Operation(operation_id="op-1", state=pb.OPERATION_STATE_RUNNING)
    done, _ = run(
        {
            "SpawnGuest": pb.SpawnGuestResponse(operation=running),
            "WatchOperation": [pb.WatchOperationResponse(operation=failed)],
        },
        "spawn",
        "A",
    )
    assert done.exit_code == 7
    assert "zfleet: create_guest: directory entry locked" in done.stderr
    assert "  z/VM: Image_Create_DM answered return code 400, reason code 12" in done.stderr
    assert "  operation: op-1" in done.stderr
    assert "  what to do: wait a bit" in done.stderr


@pytest.mark.parametrize(
    ("code", "exit_code"), [(5, 3), (6, 4), (3, 5), (14, 6), (4, 6), (10, 7), (9, 7), (13, 1), (8, 1), (7, 1), (12, 1)]
)
def test_exit_codes_say_what_kind_of_failure_it_was(code: int, exit_code: int) -> None:
    """As documented in zfleet --help."""
    done, _ = run({"GetGuest": refusal(code, "no", reason="WHY")}, "show", "A")
    assert done.exit_code == exit_code
    assert "zfleet: no" in done.stderr
    assert done.stdout == ""


def test_each_bad_field_is_on_a_line_of_its_own() -> None:
    """Every one at once, so that one correction is enough."""
    answer = refusal(3, "bad", reason="INVALID_FIELDS", bad={"guest.user_id": "too long", "disks[0].pool": "unknown"})
    done, _ = run({"SpawnGuest": answer}, "spawn", "TOOLONGNAME")
    assert done.exit_code == 5
    assert "  guest.user_id: too long\n" in done.stderr
    assert "  disks[0].pool: unknown\n" in done.stderr


def test_a_failure_for_programs_is_json_on_stderr() -> None:
    """The fields of OperationError, and nothing on stdout."""
    answer = refusal(5, "no such guest", reason="GUEST_NOT_FOUND", metadata={"return_code": "400", "reason_code": "4"})
    done, _ = run({"GetGuest": answer}, "show", "A", "--output", "json")
    told = json.loads(done.stderr)
    assert (told["code"], told["reason"], told["metadata"]["reason_code"]) == (5, "GUEST_NOT_FOUND", "4")
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["spawn", "A", "--memory", "much"], "'much' is not a size"),
        (["spawn", "A", "--memory", "512"], "write for example 512M"),
        (["spawn", "A", "--disk", "size=1G,colour=red"], "'colour=red' is not known"),
        (["spawn", "A", "--file", "/nowhere/at/all"], "No such file"),
        (["spawn", "A", "--profile", "P", "--prototype", "Q"], "exclude each other"),
        (["spawn"], "Missing argument 'USER_ID'"),
        (["stop", "A", "--within", "5"], "--within needs --soft"),
        (["destroy", "A"], "give --yes"),
        (["spwan", "A"], "Did you mean spawn"),
        (["vswitch", "create", "V", "--vlan", "5000"], "5000"),
        (["list", "--address", "nonsense"], "'nonsense' is not an address"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_reaches_nobody(arguments: list[str], told: str) -> None:
    """Told with the word that is wrong."""
    done, server = run({}, *arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert server.heard == []


def test_nobody_there_says_how_to_start_one() -> None:
    """The commonest mistake of all."""
    with answering({}) as server:
        address = server.address
    done = CliRunner().invoke(zfleet, ["list", "--address", address])
    assert done.exit_code == 6
    assert f"is a gateway running at {address}? `zfleet up` starts one" in done.stderr


def test_lists_are_tables_for_people_and_json_for_programs() -> None:
    """All pages in one; the JSON has the contract's names and every field."""
    page = pb.ListGuestsResponse(total_size=1)
    page.guests.add(user_id="LINUX01").guest.power_state = guest_pb.POWER_STATE_ON
    people, _ = run({"ListGuests": page}, "list")
    assert people.stdout.split() == ["USER", "ID", "POWER", "OPERATION", "LINUX01", "on"]
    programs, _ = run({"ListGuests": page}, "list", "-o", "json")
    told = json.loads(programs.stdout)
    assert told["guests"][0]["guest"]["power_state"] == "POWER_STATE_ON"
    assert told["guests"][0]["disks"] == []
    assert told["total_size"] == 1


def test_a_long_value_is_never_cut_where_there_is_no_terminal() -> None:
    """A pipe has no width."""
    name = "n" * 255
    listed, _ = run(
        {"ListImages": storage_pb.ListImagesResponse(images=[storage_pb.Image(name=name)])}, "image", "list"
    )
    assert name in listed.stdout


def test_what_is_missing_from_an_answer_is_said_on_stderr() -> None:
    """A service that is down does not hide the others."""
    answer = pb.GetGuestResponse(guest=pb.Guest(user_id="A"))
    answer.missing.add(service="storage").error.MergeFrom(pb.OperationError(code=14, message="not reachable"))
    done, _ = run({"GetGuest": answer}, "show", "A")
    assert done.exit_code == 0
    assert "warning: storage did not answer: not reachable" in done.stderr


def test_several_guests_are_started_and_every_failure_is_told() -> None:
    """One that fails does not keep the others from being started."""

    def start(request: guest_pb.StartGuestRequest) -> object:
        if request.user_id == "B":
            return refusal(5, "there is no B", reason="GUEST_NOT_FOUND")
        return guest_pb.StartGuestResponse(already_running=request.user_id == "C")

    done, server = run({"StartGuest": start}, "start", "A", "B", "C")
    assert done.exit_code == 3
    assert done.stdout == "A is logged on\nC was logged on already\n"
    assert "there is no B" in done.stderr
    assert len(server.heard) == 3


def test_options_of_the_command_win_over_those_of_zfleet_and_those_over_the_environment() -> None:
    """The nearest word counts."""
    page = pb.ListGuestsResponse()
    with answering({"ListGuests": page}) as server:
        runner = CliRunner()
        environment = {"ZFLEET_ADDRESS": server.address, "ZFLEET_OUTPUT": "json"}
        from_environment = runner.invoke(zfleet, ["list"], env=environment)
        from_group = runner.invoke(zfleet, ["--output", "table", "list"], env=environment)
        from_command = runner.invoke(zfleet, ["--output", "table", "list", "--output", "json"], env=environment)
    assert json.loads(from_environment.stdout)["guests"] == []
    assert from_group.stdout == "none\n"
    assert json.loads(from_command.stdout)["guests"] == []


def test_a_switch_is_updated_only_in_what_is_given() -> None:
    """Absent is not false, and no uplinks is not the present ones."""
    answer = network_pb.UpdateVirtualSwitchResponse(virtual_switch=network_pb.VirtualSwitch(name="VSW1"))
    _, server = run({"UpdateVirtualSwitch": answer}, "vswitch", "update", "VSW1", "--isolated", "--no-uplinks")
    (request,) = server.requests("UpdateVirtualSwitch")
    assert request.port_isolation
    assert request.HasField("real_device_numbers")
    assert not request.HasField("mac_protect")
    assert not request.HasField("connected")


def test_a_disk_is_read_to_standard_output() -> None:
    """Bytes as they are; what is said about them goes to stderr."""
    stream = [storage_pb.ReadDiskResponse(content=b"\x00\xff"), storage_pb.ReadDiskResponse(content=b"end")]
    done, _ = run({"ReadDisk": stream}, "disk", "read", "A", "0100", "-", "--length", "5")
    assert done.stdout_bytes == b"\x00\xffend"
    assert "5 bytes read" in done.stderr


def test_a_console_is_printed_as_it_is() -> None:
    """Square brackets are text, not markup."""
    answer = guest_pb.GetConsoleResponse(text="[bold]login:\n", truncated=True)
    done, _ = run({"GetConsole": answer}, "console", "A")
    assert done.stdout == "[bold]login:\n"
    assert "older text is left out" in done.stderr


def complete(line: str, address: str) -> list[str]:
    """What bash is offered for a line."""
    environment = {"_ZFLEET_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    done = CliRunner().invoke(zfleet, [], prog_name="zfleet", env={**environment, "ZFLEET_ADDRESS": address})
    assert done.stderr == ""
    return [row.split(",", 1)[1] for row in done.stdout.split()]


def test_the_shell_completes_words_and_names_from_the_gateway() -> None:
    """Commands from the table, user ids from the fleet."""
    page = pb.ListGuestsResponse(guests=[pb.Guest(user_id="LINUX01"), pb.Guest(user_id="LINUX02")])
    with answering({"ListGuests": page}) as server:
        assert complete("zfleet sp", server.address) == ["spawn"]
        assert complete("zfleet show li", server.address) == ["LINUX01", "LINUX02"]
    assert server.requests("ListGuests")[0].user_id_prefix == "LI"


def test_completion_is_silent_and_quick_when_nobody_is_there() -> None:
    """A prompt must not hang or be written over."""
    with answering({}) as server:
        address = server.address
    began = time.monotonic()
    assert complete("zfleet show li", address) == []
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(shell: str) -> None:
    """One command to set it up."""
    done = CliRunner().invoke(zfleet, ["completion", shell])
    assert done.exit_code == 0
    assert "_ZFLEET_COMPLETE" in done.output
