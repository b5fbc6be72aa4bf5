# SPDX-License-Identifier: Apache-2.0
"""What a changed definition answers while its disks are still being made."""

from __future__ import annotations

import pytest

from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import ImageDefinitionUpdateDM, ImageQueryDM, QueryAsynchronousOperationDM

from .worlds import codes, define, running

DISK = ("MDISK", "OPERATION=ADD VDEV=0999 COUNT=10 DEVTYPE=3390 DISKTYPE=AUTOG NAME=POOL1")
MEMORY = ("STORAGE_INITIAL", "2G")


@pytest.mark.parametrize(
    ("pairs", "keyword"), [((MEMORY, DISK), "MDISK"), ((DISK,), "MDISK"), ((MEMORY,), "STORAGE_INITIAL")]
)
async def test_a_task_is_named_by_the_keyword_that_takes_its_time(
    pairs: tuple[tuple[str, str | None], ...], keyword: str
) -> None:
    """592/4 with KEYWORD=number, a disk's keyword when there is one, and that number can be asked about."""
    clock = DrivenClock()
    async with running(clock=clock, background=(("Image_Definition_Update_DM", 10.0),)) as (_, client):
        await define(client, "LINUX01")
        update = ImageDefinitionUpdateDM(target="LINUX01", definition_update_directory_keyword_parameter_list=pairs)
        started = await client.call(update, wait=False)
        assert (started.return_code, started.reason_code) == (592, 4)
        (task,) = started.asynch_data
        name, _, number = task.partition("=")
        assert name == keyword
        question = QueryAsynchronousOperationDM(target="LINUX01", operation_id=int(number))
        assert await codes(client, question) == (0, 104)
        await clock.advance(10)
        assert await codes(client, question) == (0, 100)
        records = (await client.call(ImageQueryDM(target="LINUX01"))).image_record_array
        assert any(record.startswith("MDISK 0999") for record in records) == (DISK in pairs)
