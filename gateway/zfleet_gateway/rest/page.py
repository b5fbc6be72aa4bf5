# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document as one plain HTML page: no script, nothing from elsewhere, readable on any machine."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

_STYLE = """
:root{color-scheme:light dark;--line:#d5d5d5;--soft:#f6f6f6;--dim:#666}
@media(prefers-color-scheme:dark){:root{--line:#444;--soft:#242424;--dim:#aaa}}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem}
nav a{margin-right:1rem;white-space:nowrap}
h2{margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}h3{margin:1.2rem 0 .2rem;font-size:1rem}
details{border:1px solid var(--line);border-radius:4px;margin:.4rem 0;padding:.3rem .7rem}
summary{cursor:pointer}summary code{font-weight:600}h4{margin:.7rem 0 .2rem}
.m{display:inline-block;min-width:4.2rem;font-weight:700}.get{color:#0a8a55}.post{color:#2a7de1}.put{color:#b36b00}
.delete{color:#d33}
table{border-collapse:collapse;width:100%;margin:.2rem 0}
td{border-top:1px solid var(--line);padding:.15rem .6rem .15rem 0;vertical-align:top}
td:first-child{white-space:nowrap;width:1%;padding-right:1.5rem}td table{background:var(--soft)}
td td:first-child{padding-left:.6rem}
code{overflow-wrap:anywhere}small{color:var(--dim)}b{color:#d33}.told{white-space:pre-line}
"""
_ENVELOPE = (
    "Every JSON answer is an object with the numbers <code>overallRC</code>, <code>modID</code>, <code>rc</code> and "
    "<code>rs</code> (0, null, 0 and 0 on success), the text <code>errmsg</code>, and the <code>output</code> that "
    "stands below with each endpoint. A <b>*</b> marks what must be there."
)
_BODIES = "#/components/schemas/"


def page_of(told: Mapping[str, Any]) -> str:
    """The page for an OpenAPI document."""
    groups: dict[str, list[str]] = {}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_entry(path, method, operation))
    links = "".join(f"<a href='#-{escape(name)}'>{escape(name)}</a>" for name in groups)
    body = "".join(
        f"<h2 id='-{escape(name)}'>{escape(name)}</h2>{''.join(entries)}" for name, entries in groups.items()
    )
    schemas = "".join(
        f"<h3 id='{escape(name)}'><code>{escape(name)}</code></h3>{_about(schema)}{_value(schema)}"
        for name, schema in sorted(told["components"]["schemas"].items())
    )
    info = told["info"]
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(info['title'])}</title>"
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1><p>{escape(info['description'])}</p>"
        f"<p>{_ENVELOPE}</p>"
        f"<nav>{links}<a href='#-bodies'>bodies</a><a href='/openapi.json'>OpenAPI document</a></nav>"
        f"{body}<h2 id='-bodies'>bodies</h2>{schemas}</body></html>"
    )


def _entry(path: str, method: str, operation: Mapping[str, Any]) -> str:
    parts = []
    if text := operation.get("description", ""):
        parts.append(f"<p class='told'>{escape(text)}</p>")
    if parameters := operation.get("parameters"):
        rows = (_row(each["name"], each["schema"], each["required"], each["in"]) for each in parameters)
        parts.append(f"<h4>Parameters</h4><table>{''.join(rows)}</table>")
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"<h4>Body <small>{escape(kind)}</small></h4>{_value(content['schema'])}")
    for kind, content in operation["responses"]["200"].get("content", {}).items():
        schema = content["schema"]
        output = schema.get("properties", {}).get("output", schema)
        parts.append(f"<h4>Output <small>{escape(kind)}</small></h4>{_value(output)}")
    if operation.get("x-grpc"):
        parts.append(f"<p><small>gRPC: <code>{escape(', '.join(operation['x-grpc']))}</code></small></p>")
    title = (
        f"<span class='m {method}'>{method.upper()}</span> <code>{escape(path)}</code> {escape(operation['summary'])}"
    )
    return f"<details><summary>{title}</summary>{''.join(parts)}</details>"


def _row(name: str, schema: Mapping[str, Any], required: bool, where: str = "") -> str:
    star = "<b>*</b>" if required else ""
    note = f" <small>{escape(where)}</small>" if where else ""
    return f"<tr><td><code>{escape(name)}</code>{star}{note}</td><td>{_value(schema)}</td></tr>"


def _value(schema: Mapping[str, Any]) -> str:
    """A value in words; an object as a table of its fields."""
    if "$ref" in schema:
        name = escape(schema["$ref"].removeprefix(_BODIES))
        return f"<a href='#{name}'>{name}</a>"
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(_value(each) for each in schema[several])
    if fields := schema.get("properties"):
        required = schema.get("required", ())
        return f"<table>{''.join(_row(name, each, name in required) for name, each in fields.items())}</table>"
    if "items" in schema:
        return f"list of {_value(schema['items'])}"
    if "prefixItems" in schema:
        return f"list of {', '.join(_value(each) for each in schema['prefixItems'])}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"by name: {_value(schema['additionalProperties'])}"
    return _word(schema)


def _word(schema: Mapping[str, Any]) -> str:
    if "const" in schema:
        return "nothing (an empty text)" if schema["const"] == "" else f"<code>{escape(str(schema['const']))}</code>"
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(each))}</code>" for each in schema["enum"])
    kinds = schema.get("type", "anything")
    text = " or ".join(kinds) if isinstance(kinds, list) else kinds
    if "minimum" in schema:
        text += f" from {schema['minimum']} to {schema['maximum']}"
    text = escape(text)
    if rule := schema.get("description"):
        return f"{text}: {escape(rule)}"
    return f"{text} <small><code>{escape(schema['pattern'])}</code></small>" if "pattern" in schema else text


def _about(schema: Mapping[str, Any]) -> str:
    return f"<small>{escape(schema['description'])}</small>" if "description" in schema else ""
