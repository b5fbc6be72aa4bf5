# SPDX-License-Identifier: Apache-2.0
"""JSON schemas of outputs, for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

NOTHING: Schema = {"const": ""}
TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
BOOLEAN: Schema = {"type": "boolean"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}


def words(*allowed: str) -> Schema:
    """One of some texts."""
    return {"type": "string", "enum": list(allowed)}


def array(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def mapping(values: Schema) -> Schema:
    """An object with any keys."""
    return {"type": "object", "additionalProperties": values}


def record(optional: tuple[str, ...] = (), /, **fields: Schema) -> Schema:
    """An object with these keys; those of `optional` may be missing."""
    required = [name for name in fields if name not in optional]
    return {"type": "object", "properties": dict(fields), "required": required}
