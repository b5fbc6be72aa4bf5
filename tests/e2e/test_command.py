# SPDX-License-Identifier: Apache-2.0
"""Facts about the zfleet command against a real fleet: output, errors, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.command import Up


def test_a_guests_life_on_the_command_line(fleet: Up, image: Path, tmp_path: Path) -> None:
    """Upload, spawn, look, power, disks, NICs, destroy: each verb once, with its exit code."""

    def ok(*arguments: str) -> str:
        done = fleet.zfleet(*arguments)
        assert done.returncode == 0, f"{arguments}: {done.stderr.decode()}"
        return done.stdout.decode()

    ok("image", "upload", "cli-root", str(image))
    assert "cli-root" in ok("image", "list")
    spawned = fleet.zfleet(
        *("spawn", "clilife", "--cpus", "2", "--memory", "1G", "--disk", "size=64M,boot,image=cli-root"),
        *("--nic", "vswitch=VSW1", "--no-start"),
    )
    assert spawned.returncode == 0, spawned.stderr.decode()
    assert "create_guest: succeeded" in spawned.stderr.decode()
    assert "CLILIFE is made and not started" in spawned.stdout.decode()
    ok("disk", "read", "clilife", "0100", str(tmp_path / "back"), "--length", str(image.stat().st_size))
    assert (tmp_path / "back").read_bytes() == image.read_bytes()
    assert "0101" in ok("disk", "create", "clilife", "size=20M,fs=ext4")
    assert "swap" in ok("disk", "format", "clilife", "0101", "--fs", "swap")
    ok("disk", "delete", "clilife", "0101")
    assert "VSW2" in ok("nic", "create", "clilife", "vswitch=VSW2")
    ok("nic", "uncouple", "clilife", "1003")
    assert "VSW1" in ok("nic", "couple", "clilife", "1003", "VSW1")
    ok("nic", "delete", "clilife", "1003")
    assert ok("start", "clilife") == "CLILIFE is logged on\n"
    assert ok("start", "clilife") == "CLILIFE was logged on already\n"
    assert "CLILIFE" in ok("list", "--prefix", "CLI", "--long")
    ok("pause", "clilife")
    assert "paused" in ok("show", "clilife")
    ok("unpause", "clilife")
    ok("reboot", "clilife")
    ok("console", "clilife")
    assert ok("stop", "clilife") == "CLILIFE is logged off\n"
    assert "POOL1" in ok("pool", "show", "POOL1")
    assert "VSW1" in ok("vswitch", "list")
    assert "succeeded" in ok("operation", "list", "--guest", "clilife")
    assert ok("destroy", "--yes", "clilife") == "CLILIFE is gone\n"
    ok("image", "delete", "cli-root")


def test_json_is_the_contracts_and_nothing_else_is_on_stdout(fleet: Up) -> None:
    """A program can read every answer."""
    host = fleet.json("host")
    assert {pool["name"] for pool in host["pools"]} == {"POOL1", "POOL2"}
    assert host["missing"] == []
    operation = fleet.json("spawn", "CLIJSON", "--no-start")
    assert operation["state"] == "OPERATION_STATE_SUCCEEDED"
    assert operation["spawn_guest"]["guest"]["user_id"] == "CLIJSON"
    shown = fleet.json("show", "CLIJSON")
    assert shown["guest"]["guest"]["directory"]["statements"][0].startswith("USER CLIJSON")
    waited = fleet.json("operation", "wait", operation["operation_id"])
    assert waited["operation_id"] == operation["operation_id"]
    fleet.json("destroy", "--yes", "CLIJSON")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "told"),
    [
        (["show", "NOSUCH"], 3, "NOSUCH"),
        (["spawn", "MAINT"], 4, "MAINT"),
        (["spawn", "FAR TOO LONG"], 5, "guest.user_id"),
        (["spawn", "A", "--memory", "lots"], 2, "'lots' is not a size"),
        (["pause", "MAINT"], 7, "MAINT"),
        (["image", "delete", "nosuch"], 3, "nosuch"),
        (["image", "import", "x", "/etc/passwd"], 1, "/etc/passwd"),
        (["vswitch", "create", "VSW1"], 4, "VSW1"),
        (["operation", "show", "00000000-0000-0000-0000-000000000000"], 3, "operation"),
    ],
)
def test_failures_have_their_exit_code_and_name_what_was_wrong(
    fleet: Up, arguments: list[str], exit_code: int, told: str
) -> None:
    """On stderr, in words, and nothing on stdout."""
    done = fleet.zfleet(*arguments)
    assert done.returncode == exit_code, done.stderr.decode()
    assert told in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_a_failure_for_programs_has_z_vms_codes(fleet: Up) -> None:
    """As JSON on stderr, with the metadata of the service."""
    done = fleet.zfleet("vswitch", "grant", "VSW1", "CLIGRANT", "--vlan", "5", "--output", "json")
    told = json.loads(done.stderr)
    assert done.returncode != 0
    assert told["reason"]
    assert set(told) >= {"code", "message", "reason", "metadata", "field_violations"}


def test_any_smapi_function_can_be_called_by_its_name(fleet: Up) -> None:
    """Through the gateway, to the service that owns it; a refusal has z/VM's codes."""
    answer = fleet.json("smapi", "Image_Query_DM", "--target", "MAINT")
    assert answer["image_record_array"][0].startswith("USER MAINT")
    free = fleet.json(
        *("smapi", "image_volume_space_query_dm", "--query-type", "2", "--entry-type", "3", "--entry-names", "POOL1")
    )
    assert free["record_array"]
    assert fleet.json("smapi", "Virtual_Network_Vswitch_Query", "--switch-name", "VSW1")["vswitch_array"]
    refused = fleet.zfleet("smapi", "Image_Query_DM", "--target", "NOBODY")
    assert refused.returncode == 3
    assert "400" in refused.stderr.decode()
