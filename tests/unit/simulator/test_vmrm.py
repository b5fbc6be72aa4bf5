# SPDX-License-Identifier: Apache-2.0
"""The configuration file of the virtual machine resource manager."""

from __future__ import annotations

import pytest

from zfleet_smapi.calls import VMRMConfigurationQuery, VMRMConfigurationUpdate, VMRMMeasurementQuery
from zfleet_smapi.calls.vmrm import VMRMConfigurationUpdateReply
from zfleet_smapi.errors import ReturnCodeError

from .worlds import codes, refused, running

FILE = (
    "/* a comment",
    "   of two lines */",
    "* one with an asterisk",
    "; one with a semicolon",
    "",
    "admin msguser maint",
    "GOAL FAST VELOCITY CPU 100",
    "WORKLOAD WORK1 USER linux*,",
    "    payroll",
    "MANAGE WORK1 GOAL FAST IMPORTANCE 5",
)


def update(*lines: str, only_check: bool = False) -> VMRMConfigurationUpdate:
    """The call that checks a configuration and, mostly, puts it in use."""
    return VMRMConfigurationUpdate(
        configuration_file_name="VMRM",
        configuration_file_type="CONFIG",
        configuration_dir_name="VMSYS:VMRMSVM.",
        syncheck_only=1 if only_check else 0,
        update_file=lines,
    )


async def test_comments_and_continued_statements_are_understood() -> None:
    """Three kinds of comments; a comma at the end of a line goes on with the next."""
    async with running() as (_, client):
        assert await codes(client, update(*FILE, only_check=True)) == (0, 0)
        assert await codes(client, VMRMMeasurementQuery()) == (800, 8)
        assert await codes(client, update(*FILE)) == (0, 0)
        reply = await client.call(VMRMMeasurementQuery())
        assert [line.split()[0] for line in reply.workload_array] == ["WORK1"]


async def test_the_line_of_a_wrong_statement_is_named() -> None:
    """800/12, with a line for every finding, counted from 1 and by the first line of a statement."""
    wrong = update("; fine", "WROKLOAD W USER A,", "  B", "MANAGE NONE GOAL FAST IMPORTANCE 5")
    async with running() as (_, client):
        with pytest.raises(ReturnCodeError) as caught:
            await client.call(wrong)
    assert (caught.value.return_code, caught.value.reason_code) == (800, 12)
    reply = caught.value.reply
    assert isinstance(reply, VMRMConfigurationUpdateReply)
    assert [text.split(":")[0][12:].split(" is ")[0] for text in reply.log_record_array] == [
        "Line 2",
        "Line 4",
    ]


def query(**changes: str) -> VMRMConfigurationQuery:
    """The call that reads a configuration."""
    names = {
        "configuration_file_name": "VMRM",
        "configuration_file_type": "CONFIG",
        "configuration_dir_name": "VMSYS:VMRMSVM.",
    }
    return VMRMConfigurationQuery(**{**names, **changes})


async def test_a_configuration_is_read_back_line_by_line_as_it_was_written() -> None:
    """Comments, blanks and small letters included; names in any case; the lines joined by nulls."""
    async with running() as (_, client):
        assert await refused(client, query()) == (800, 28)
        await client.call(update(*FILE))
        text = (await client.call(query(configuration_file_name="vmrm"))).configuration_file
        assert tuple(text.split("\0")) == FILE
        await client.call(update("ADMIN MSGUSER OPERATOR"))
        assert (await client.call(query())).configuration_file == "ADMIN MSGUSER OPERATOR"


@pytest.mark.parametrize("kind", ["configuration_file_name", "configuration_file_type", "configuration_dir_name"])
async def test_a_configuration_is_found_by_its_whole_name(kind: str) -> None:
    """800/28 when one of the three is another."""
    async with running() as (_, client):
        await client.call(update(*FILE))
        assert await refused(client, query(**{kind: "OTHER"})) == (800, 28)


async def test_a_configuration_that_was_only_checked_or_is_wrong_is_not_kept() -> None:
    """The one before stays."""
    async with running() as (_, client):
        await client.call(update(*FILE))
        await client.call(update("ADMIN MSGUSER OPERATOR", only_check=True))
        assert await refused(client, update("WROKLOAD")) == (800, 12)
        assert tuple((await client.call(query())).configuration_file.split("\0")) == FILE
