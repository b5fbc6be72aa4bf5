# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document: complete, resolvable, and made of the models that check requests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from zfleet_gateway.rest.documents import openapi, page
from zfleet_gateway.rest.page import page_of
from zfleet_gateway.rest.table import ROUTES


def references(node: Any) -> Iterator[str]:
    """Every $ref in it."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for each in node.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def test_every_reference_is_there() -> None:
    """And nothing is described that nobody refers to."""
    document = json.loads(openapi())
    schemas = document["components"]["schemas"]
    used = set(references(document))
    assert used <= {f"#/components/schemas/{name}" for name in schemas}
    assert {f"#/components/schemas/{name}" for name in schemas} - used <= set()


def test_every_route_is_described_once() -> None:
    """With a name of its own, what it answers, and every way it can be refused."""
    document = json.loads(openapi())
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names)) == 58
    for route in ROUTES:
        operation = document["paths"][route.path][route.method.lower()]
        assert set(operation["responses"]) >= {"200", "400", "401", "403", "404", "409", "413", "500", "503"}
        assert (route.body is not None or route.takes_file) == ("requestBody" in operation), route.label


def test_each_action_has_a_schema_that_names_it() -> None:
    """So that one endpoint can be told apart into 18."""
    document = json.loads(openapi())
    body = document["paths"]["/guests/{userid}/action"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    names = [reference["$ref"].rpartition("/")[2] for reference in body["oneOf"]]
    assert len(names) == 18
    for name in names:
        schema = document["components"]["schemas"][name]
        assert schema["properties"]["action"] == {"const": name.removeprefix("Action_")}
        assert "action" in schema["required"]


def test_the_page_escapes_what_it_shows() -> None:
    """Patterns have angle brackets and quotes."""
    text = page().decode()
    assert text.startswith("<!doctype html>")
    assert "<script" not in text
    assert text.count("<details") == text.count("</details>")


def test_every_link_of_the_page_leads_somewhere_on_it() -> None:
    """And whatever is in the document is text on it, never markup."""
    text = page().decode()
    targets = set(re.findall(r" id='([^']+)'", text))
    links = set(re.findall(r" href='#([^']+)'", text))
    assert len(links) > 20
    assert links <= targets
    hostile = {
        "info": {"title": "<b>", "version": "&", "description": "<i>"},
        "paths": {},
        "components": {"schemas": {}},
    }
    assert "<h1>&lt;b&gt; &amp;</h1><p>&lt;i&gt;</p>" in page_of(hostile)


def test_the_page_tells_fields_limits_and_outputs_in_words() -> None:
    """Instead of the document's own notation."""
    text = page().decode()
    assert "<code>userid</code><b>*</b></td><td>string: 1 to 8 letters or digits" in text
    assert "<code>cpu_cnt</code><b>*</b></td><td>integer from 1 to 64" in text
    assert "&quot;type&quot;" not in text
