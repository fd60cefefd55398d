"""One request for each operation of an OpenAPI document, with something plausible in every place."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from tools.scan.ours import Visitor

Schema = dict[str, Any]
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: `query` and `body` hold plain values."""

    name: str
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None

    def url(self, address: str) -> str:
        """The whole address with its parameters."""
        return address + self.path + (f"?{urlencode(self.query)}" if self.query else "")

    def write(self, folder: Path, address: str, visitor: Visitor) -> Path:
        """The request as text, a star after every value that shall be tried."""
        host = address.removeprefix("http://")
        query = "&".join(f"{quote(name)}={quote(value)}*" for name, value in self.query.items())
        lines = [f"{self.method} {self.path}{'?' + query if query else ''} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in visitor.headers.items() if value]
        text = "" if self.body is None else json.dumps(_starred(self.body), ensure_ascii=False)
        if text:
            lines += ["Content-Type: application/json"]
        path = folder / f"{self.name}.txt"
        path.write_text("\r\n".join([*lines, "", text]))
        return path


def _starred(value: Any) -> Any:
    if isinstance(value, str):
        return f"{value}*"
    if isinstance(value, list):
        return [_starred(each) for each in value]
    return {name: _starred(each) for name, each in value.items()} if isinstance(value, dict) else value


def asked(document: Schema, ids: dict[str, str]) -> Iterator[Asked]:
    """A request for every operation; `ids` are real ids by the place in the path they belong to."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            query, where = {}, path
            for parameter in operation.get("parameters", []):
                value = _sample(document, parameter["schema"], 0)
                name = parameter["name"]
                if parameter["in"] == "path":
                    where = where.replace(f"{{{name}}}", ids.get(path.split("/")[2], str(value)))
                elif parameter["in"] == "query":
                    query[name] = str(value if not isinstance(value, list) else (value or ["1"])[0])
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            body = None if schema is None else _sample(document, schema, 0)
            yield Asked(
                operation.get("operationId", where.strip("/").replace("/", "_")), method.upper(), where, query, body
            )


def _sample(document: Schema, schema: Schema, depth: int) -> Any:
    if "$ref" in schema:
        return _sample(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth)
    if depth > DEEPEST:
        return None
    for known in ("default", "const"):
        if schema.get(known) not in (None, ""):
            return schema[known]
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("enum"):
        return schema["enum"][0]
    for group in ("anyOf", "oneOf", "allOf"):
        if schema.get(group):
            return _sample(document, schema[group][0], depth)
    kind = schema.get("type")
    if kind == "object":
        return {name: _sample(document, each, depth + 1) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [_sample(document, schema["items"], depth + 1)] if schema.get("items") else []
    return {"integer": schema.get("minimum", 1), "number": 1.5, "boolean": True, "null": None}.get(
        str(kind), "2026-11-01"
    )
