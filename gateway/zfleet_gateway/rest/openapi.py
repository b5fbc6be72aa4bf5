# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI 3.1 document, made from the table of routes and the models that check requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from zfleet_gateway.rest.models.paths import PATHS
from zfleet_gateway.rest.models.types import Query
from zfleet_gateway.rest.route import Route
from zfleet_gateway.rest.schemas import INTEGER, TEXT, Schema

_REFERENCE = "#/components/schemas/{model}"
_JSON = "application/json"
_BYTES = "application/octet-stream"
_ERRORS = {
    "400": "The request is not valid; every bad field is named.",
    "401": "No token, or none that is good.",
    "403": "This token may only read, or the path is not below a folder that may be used.",
    "404": "It does not exist, or is not managed here.",
    "409": "It exists already, is in use, or is not in the state for this.",
    "413": "The body is too long.",
    "500": "z/VM or a service failed.",
    "501": "Not implemented.",
    "503": "Too much at once, or a service is away; ask again.",
}
_ERROR: Schema = {
    "type": "object",
    "description": "What went wrong; overallRC, modID, rc and rs are the reference's numbers.",
    "required": ["overallRC", "modID", "rc", "rs", "errmsg", "output"],
    "properties": {
        "overallRC": INTEGER,
        "modID": {"type": ["integer", "string", "null"]},
        "rc": INTEGER,
        "rs": INTEGER,
        "errmsg": TEXT,
        "output": {"const": ""},
    },
}


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """The whole document."""
    schemas: dict[str, Any] = {"Error": dict(_ERROR)}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        at_path = paths.setdefault(route.path, {})
        same = [each for each in routes if (each.method, each.path) == (route.method, route.path)]
        at_path.setdefault(route.method.lower(), _operation(same, schemas))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "zfleet REST API",
            "version": version,
            "description": "The z/VM cloud connector's REST contract (API version 1.0) as a face of the gateway.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "X-Auth-Token"}},
        },
        "security": [{}, {"token": []}],
    }


def _operation(routes: Sequence[Route], schemas: dict[str, Any]) -> dict[str, Any]:
    route = routes[0]
    described = [f"{each.action}: {each.summary}" if each.action else each.summary for each in routes]
    calls = list(dict.fromkeys(call for each in routes for call in each.calls))
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "summary": "One of 18 actions on a guest" if route.action else route.summary,
        "tags": [route.path.split("/")[1].split("-")[0].split("_")[0] or "version"],
        "responses": _responses(routes),
    }
    if route.action:
        operation["description"] = "\n".join(f"* {each}" for each in described)
    if calls:
        operation["x-grpc"] = calls
    parameters = [*_path_parameters(route), *_query_parameters(route.query, schemas)]
    if route.path == "/token":
        parameters.append({"name": "X-Admin-Token", "in": "header", "required": False, "schema": TEXT})
    if parameters:
        operation["parameters"] = parameters
    body = _body(routes, schemas)
    if body is not None:
        operation["requestBody"] = body
    if route.anonymous:
        operation["security"] = []
    return operation


def _operation_id(route: Route) -> str:
    words = [part.strip("{}").replace("-", "_") for part in route.path.split("/") if part]
    return "_".join([route.method.lower(), *words]) if words else "get_version"


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": PATHS[name].schema} for name in names]


def _query_parameters(model: type[Query] | None, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = _schema_of(model, schemas)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _as_text(each)}
        for name, each in schema["properties"].items()
    ]


def _as_text(schema: dict[str, Any]) -> dict[str, Any]:
    """How a value is written in a query: lists are one text, and there is no null."""
    kinds = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    if any(each.get("type") == "array" for each in kinds):
        return {"type": "string", "description": "Values separated by commas, or ['a', 'b']."}
    kept = {key: value for key, value in schema.items() if key not in ("anyOf", "default", "title")}
    return {**kept, **(kinds[0] if len(kinds) == 1 else {"anyOf": kinds})}


def _body(routes: Sequence[Route], schemas: dict[str, Any]) -> dict[str, Any] | None:
    route = routes[0]
    if route.takes_file:
        return {"required": True, "content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}}}
    if route.body is None:
        return None
    if not route.action:
        reference = _reference(route.body, schemas)
        if route.body_may_be_missing:
            return _json_body({"anyOf": [reference, {"type": "null"}]}, required=False)
        return _json_body(reference, required=True)
    choices = [_action_schema(each, schemas) for each in routes]
    return _json_body({"oneOf": choices}, required=True)


def _json_body(schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    return {"required": required, "content": {_JSON: {"schema": schema}}}


def _action_schema(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    """The action's own fields beside the word that names it."""
    assert route.body is not None  # noqa: S101  # every action has a model
    own = _schema_of(route.body, schemas)
    name = f"Action_{route.action}"
    schemas[name] = {
        **own,
        "title": name,
        "description": route.summary,
        "properties": {"action": {"const": route.action}, **own.get("properties", {})},
        "required": ["action", *own.get("required", [])],
    }
    return {"$ref": _REFERENCE.format(model=name)}


def _reference(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    schemas[model.__name__] = _schema_of(model, schemas)
    return {"$ref": _REFERENCE.format(model=model.__name__)}


def _schema_of(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template=_REFERENCE)
    for name, each in schema.pop("$defs", {}).items():
        schemas[name] = each
    return schema


def _responses(routes: Sequence[Route]) -> dict[str, Any]:
    route = routes[0]
    success: dict[str, Any] = {"description": "Done."}
    if route.gives_file:
        success["content"] = {_BYTES: {"schema": {"type": "string", "format": "binary"}}}
    elif route.anonymous:
        success["headers"] = {"X-Auth-Token": {"schema": TEXT, "description": "The token."}}
    else:
        outputs = [dict(each.answer) for each in routes]
        unique = [each for place, each in enumerate(outputs) if each not in outputs[:place]]
        output = unique[0] if len(unique) == 1 else {"anyOf": unique}
        success["content"] = {_JSON: {"schema": output if route.bare else _success(output)}}
    error = {_JSON: {"schema": {"$ref": _REFERENCE.format(model="Error")}}}
    failures = {status: {"description": text, "content": error} for status, text in _ERRORS.items()}
    return {"200": success, **failures}


def _success(output: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["overallRC", "modID", "rc", "rs", "errmsg", "output"],
        "properties": {
            "overallRC": {"const": 0},
            "modID": {"type": "null"},
            "rc": {"const": 0},
            "rs": {"const": 0},
            "errmsg": {"const": ""},
            "output": output,
        },
    }
