# SPDX-License-Identifier: Apache-2.0
"""`zfleet smapi FUNCTION`: options, help and requests made from the functions' declarations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.unit.client.answering import answering, refusal
from zfleet.smapi.v1 import guest_functions_pb2 as guest_pb
from zfleet.smapi.v1 import host_functions_pb2 as host_pb
from zfleet_client.cli import zfleet
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.declaration import Stream
from zfleet_smapi.layout import layout

ANSWERING_ONCE = sorted(name for name, call in FUNCTIONS.items() if call.stream is Stream.NONE)


def run(*arguments: str) -> Result:
    """One command without a gateway."""
    return CliRunner().invoke(zfleet, ["smapi", *arguments])


@pytest.mark.parametrize("function", ANSWERING_ONCE)
def test_every_function_has_its_parameters_as_options(function: str) -> None:
    """With a meaning for each."""
    done = run(function, "--help")
    assert done.exit_code == 0, done.output
    for field in layout(FUNCTIONS[function]).parameters:
        assert f"--{field.name.replace('_', '-')}" in done.output


def test_the_list_has_every_function() -> None:
    """By IBM's names; streams are what `zfleet watch` is for."""
    done = run("--help")
    assert all(name in done.output for name in ANSWERING_ONCE)
    assert run("Event_Subscribe", "--target", "ALL").exit_code == 2


def test_a_required_parameter_is_asked_for() -> None:
    """Before anything is sent."""
    done = run("Image_Query_DM")
    assert done.exit_code == 2
    assert "--target" in done.output


@pytest.mark.parametrize("name", ["Image_Query_DM", "image_query_dm"])
def test_the_answer_is_shown_field_by_field(name: str) -> None:
    """And the function's name is taken in either case."""
    answer = guest_pb.ImageQueryDMResponse(image_record_array=["USER LINUX01 LBYONLY 1G 2G G", "IPL 0100"])
    path = "ImageQueryDM"
    with answering({path: answer}) as server:
        done = CliRunner().invoke(zfleet, ["--address", server.address, "smapi", name, "--target", "LINUX01"])
    assert done.exit_code == 0, done.output
    assert "IPL 0100" in done.output


def test_lists_come_from_options_and_files(tmp_path: Path) -> None:
    """One option per item, or @FILE with an item per line; assignments and JSON objects where the function has them."""
    records = tmp_path / "entry"
    records.write_text("USER LINUX01 LBYONLY 1G 2G G\nIPL 0100\n", encoding="utf-8")

    def ask(path: str, response: Any, *arguments: str) -> Any:
        with answering({path: response}) as server:
            done = CliRunner().invoke(zfleet, ["--address", server.address, "smapi", *arguments])
            assert done.exit_code == 0, done.output
            return server.requests(path)[-1]

    created = ask(
        "ImageCreateDM",
        guest_pb.ImageCreateDMResponse(operation_id=-1),
        *("Image_Create_DM", "--target", "LINUX01", "--image-record-array", f"@{records}"),
    )
    assert list(created.image_record_array) == ["USER LINUX01 LBYONLY 1G 2G G", "IPL 0100"]
    updated = ask(
        "ImageDefinitionUpdateDM",
        guest_pb.ImageDefinitionUpdateDMResponse(),
        *("Image_Definition_Update_DM", "--target", "LINUX01"),
        *("--definition-update-directory-keyword-parameter-list", "SHARE=RELATIVE=200"),
    )
    pair = updated.definition_update_directory_keyword_parameter_list[0]
    assert (pair.keyword, pair.value) == ("SHARE", "RELATIVE=200")
    described = ask(
        "MetadataSet",
        host_pb.MetadataSetResponse(),
        *("Metadata_Set", "--target", "LINUX01"),
        *("--metadata-entry-array", '{"metadata_entry_name": "owner", "metadata": "me"}'),
    )
    assert described.metadata_entry_array[0].metadata_entry_name == "owner"


def test_z_vms_refusal_is_shown_with_its_codes() -> None:
    """And ends with the exit code of its kind."""
    path = "ImageDiskQuery"
    with answering({path: refusal(9, "LINUX01 is not logged on", reason="NOT_ACTIVE")}) as server:
        arguments = ["--address", server.address, "smapi", "Image_Disk_Query", "--target", "LINUX01"]
        done = CliRunner().invoke(zfleet, [*arguments, "--vdasd-id", "ALL"])
    assert done.exit_code == 7
    assert "LINUX01 is not logged on" in done.output
