# SPDX-License-Identifier: Apache-2.0
"""Every endpoint against its own description: requests made of the OpenAPI document, right ones and wrong ones."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.service.gateway.rest.world import Rest, rest_world
from zfleet_gateway.rest.documents import openapi

pytestmark = pytest.mark.sweep

EXAMPLES = 12  # of each endpoint, each way
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS: dict[str, Any] = {
    f"{each.method.upper()} {each.path}": each
    for each in (
        found.ok()  # type: ignore[union-attr]  # a document that cannot be read fails here
        for found in schemathesis.openapi.from_dict(json.loads(openapi())).get_all_operations()
    )
}

# z/VM or the world behind it may fail for a request that is right: 500 with z/VM's own numbers is an answer then.
MAY_FAIL = re.compile(r"boot|/images|/guests$|/files|/vswitches|/action|/nic|/interface|/volumes|/disks")


def can_be_wrong(operation: Any) -> bool:
    """Whether there is anything in a request that could be wrong."""
    definition = operation.definition.raw
    parameters = [each for each in definition.get("parameters", ()) if each["in"] != "header"]
    return bool(parameters or "application/json" in definition.get("requestBody", {}).get("content", {}))


@pytest.fixture(scope="module")
async def rest(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rest]:
    """One host for all of them, with a guest that requests may hit."""
    folder: Path = tmp_path_factory.mktemp("rest")
    async with rest_world(folder) as world:
        await world.guest("A")
        yield world


def exercise(operation: Any, base_url: str, mode: GenerationMode, checks: list[Any]) -> None:
    """Requests of one endpoint, made in a thread while the loop serves them."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        case.call_and_validate(base_url=base_url, checks=checks, timeout=60)

    send()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
async def test_what_the_document_allows_is_answered_as_it_says(rest: Rest, name: str) -> None:
    """Status, content type and form of every answer are described; nothing crashes."""
    checks = CHECKS if MAY_FAIL.search(name) else [*CHECKS, not_a_server_error]
    base_url = str(rest.http.base_url).rstrip("/")
    await asyncio.to_thread(exercise, OPERATIONS[name], base_url, GenerationMode.POSITIVE, checks)


@pytest.mark.parametrize("name", sorted(name for name, each in OPERATIONS.items() if can_be_wrong(each)))
async def test_what_the_document_does_not_allow_is_refused(rest: Rest, name: str) -> None:
    """With 4xx, never with a success and never with a crash."""
    checks = [*CHECKS, not_a_server_error, negative_data_rejection]
    base_url = str(rest.http.base_url).rstrip("/")
    await asyncio.to_thread(exercise, OPERATIONS[name], base_url, GenerationMode.NEGATIVE, checks)
