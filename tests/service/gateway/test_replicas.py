# SPDX-License-Identifier: Apache-2.0
"""Two gateways over one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.postgresql import postgresql_server
from tests.service.gateway.fleet import PORTS, fleet, quiet, spawn_request
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceStub, OperationServiceStub
from zfleet_gateway.part import MIGRATIONS, GatewayPart
from zfleet_gateway.settings import GatewaySettings
from zfleet_gateway.tables import metadata
from zfleet_runtime.channel import Channel
from zfleet_runtime.database import Database
from zfleet_runtime.process import running
from zfleet_simulator.faults import FaultRule

pytestmark = pytest.mark.postgresql


@pytest.fixture
async def database_url() -> AsyncIterator[str]:
    """A PostgreSQL server of our own."""
    async with postgresql_server() as url:
        yield url


async def test_of_two_gateways_one_finishes_what_the_other_began_and_no_guest_is_made_twice(
    tmp_path: Path, database_url: str
) -> None:
    """Every request goes to both; then one gateway is gone in the middle of its work."""
    shared: dict[str, Any] = {"database_url": SecretStr(database_url), "operation_lease": 1.0, "operation_poll": 0.05}
    names = [f"LINUX{number:02}" for number in range(6)]
    async with fleet(tmp_path, **shared) as zfleet:
        settings = GatewaySettings(
            **PORTS,
            rest_listen="",
            guest_address=zfleet.guest_part.address,
            storage_address=zfleet.storage_part.address,
            network_address=zfleet.network_part.address,
            **shared,
        )
        async with (
            running(GatewayPart(), settings, log=quiet("gateway")) as second,
            Channel(second.address) as channel,
        ):
            zfleet.host.faults.add(FaultRule(function="Image_Activate", delay=0.5, times=6))
            both = (zfleet.gateway, GatewayServiceStub(channel))
            answers = await asyncio.gather(
                *(
                    gateway.SpawnGuest(spawn_request(name, request_id=f"make-{name}"), timeout=30)
                    for name in names
                    for gateway in both
                )
            )
            ids = {answer.operation.operation_id for answer in answers}
            assert len(ids) == len(names)
            part = zfleet.process.part
            assert isinstance(part, GatewayPart)
            assert part.operations is not None
            part.operations.drop()
            operations = OperationServiceStub(channel)
            ended = await asyncio.gather(
                *(operations.WaitOperation(pb.WaitOperationRequest(operation_id=each), timeout=30) for each in ids)
            )
            assert {each.operation.state for each in ended} == {pb.OPERATION_STATE_SUCCEEDED}, ended
            listed = await GatewayServiceStub(channel).ListGuests(
                pb.ListGuestsRequest(user_id_prefix="LINUX"), timeout=30
            )
            assert [each.user_id for each in listed.guests] == names


async def test_the_migrations_make_the_tables_that_the_code_declares(database_url: str) -> None:
    """Also on PostgreSQL."""
    database = Database(database_url, "gateway")
    try:
        await database.upgrade(MIGRATIONS)
        assert await database.differences(metadata) == []
    finally:
        await database.close()
