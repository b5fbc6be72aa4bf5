# SPDX-License-Identifier: Apache-2.0
"""The configuration file of the virtual machine resource manager."""

from __future__ import annotations

import pytest

from zfleet_smapi.calls import VMRMConfigurationUpdate, VMRMMeasurementQuery
from zfleet_smapi.calls.vmrm import VMRMConfigurationUpdateReply
from zfleet_smapi.errors import ReturnCodeError

from .worlds import codes, running

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
