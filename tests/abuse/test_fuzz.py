"""Somebody lets a machine try: every operation of the API's document, with bodies, ids and questions made of scraps.

Signed in as 林, who may do a lot. Whatever is sent, the answer is never a 5xx, and a refusal always has our shape.
Half a minute; `make drill` would let it run for an hour.
"""

import json
import random
import time
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kedang.config.api import api
from tests.abuse import scene
from tests.abuse.scene import Scene
from tests.people import browser

SECONDS = 30.0
SCRAPS: list[Any] = [
    "",
    "x",
    "0",
    "-1",
    "9223372036854775808",
    "\x00",
    "'\"`;--",
    "%s%n",
    "../..",
    "碧落",
    "𝒳" * 300,
    "<script>",
    "2026-13-45",
    "13877665544",
    0,
    -1,
    2**63,
    2**70,
    1e308,
    0.1,
    True,
    None,
    [],
    {},
    [[]],
    [None],
    {"a": {"b": []}},
    ["x"] * 50,
]
NEVER = {("DELETE", "/api/session"), ("POST", "/api/me/password"), ("DELETE", "/api/me/sessions/{session_id}")}
SCHEMA = api.get_openapi_schema()


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    found = [
        (method.upper(), path, operation)
        for path, operations in SCHEMA["paths"].items()
        for method, operation in operations.items()
    ]
    return [each for each in found if each[:2] not in NEVER]


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = SCHEMA["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _made(schema: dict[str, Any], dice: random.Random, depth: int = 0) -> Any:
    """A value that mostly fits its schema, so that it gets past the door, and sometimes does not."""
    schema = _resolved(schema)
    if dice.random() < 0.12 or depth > 5:
        return dice.choice(SCRAPS)
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return _made(dice.choice(schema[word]), dice, depth + 1)
    if "enum" in schema:
        return dice.choice(schema["enum"])
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type")
    if kind == "object":
        wanted = {n: s for n, s in schema.get("properties", {}).items() if dice.random() < 0.8}
        more = schema.get("additionalProperties")
        body = {name: _made(inner, dice, depth + 1) for name, inner in wanted.items()}
        if isinstance(more, dict):
            names = (
                "name",
                "mobile",
                "id_number",
                "birth_date",
                "custom:pet",
                "extra:暗号",
                "region",
                "employees",
                "x",
            )
            body |= {name: _made(more, dice, depth + 1) for name in dice.sample(names, 3)}
        return body
    if kind == "array":
        return [_made(schema.get("items", {}), dice, depth + 1) for _ in range(dice.choice((0, 1, 1, 2, 5)))]
    simple = {
        "integer": (0, 1, -1, 2**31, 2**64),
        "number": (0.5, -1.0, 1e300),
        "boolean": (True, False),
        "null": (None,),
    }
    if kind in simple:
        return dice.choice(simple[kind])
    return dice.choice([each for each in SCRAPS if isinstance(each, str)])


def _request(operation: dict[str, Any], path: str, ids: list[str], dice: random.Random) -> tuple[str, bytes, str]:
    query = []
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            value = dice.choice(ids) if dice.random() < 0.85 else str(dice.choice(SCRAPS))
            path = path.replace("{" + parameter["name"] + "}", quote(value or "0", safe=""))
        elif dice.random() < 0.6:
            value = str(_made(parameter.get("schema", {}), dice))
            if parameter["name"] == "filter" and dice.random() < 0.9:
                condition = {key: dice.choice(SCRAPS) for key in ("field", "op", "value")}
                condition |= {"field": dice.choice(("name", "mobile", "region", "tags", "employees", "founded_on"))}
                condition |= {"op": dice.choice(("eq", "any", "between", "under", "tail", "contains", "empty"))}
                value = json.dumps([condition])
            query.append(f"{parameter['name']}={quote(value, safe='')}")
    contents = operation.get("requestBody", {}).get("content", {})
    address = path + ("?" + "&".join(query) if query else "")
    if "application/json" in contents:
        body = _made(contents["application/json"]["schema"], dice)
        return address, json.dumps(body).encode("utf-8", "replace"), "application/json"
    return address, b"", "application/json"


@pytest.fixture
def there(db: None) -> Scene:
    """The scene."""
    return scene.build()


def _tried(client: Client, method: str, operation: dict[str, Any], path: str, ids: list[str], seed: int) -> None:
    dice = random.Random(seed)
    address, body, kind = _request(operation, path, ids, dice)
    answer: Any = client.generic(method, address, body, content_type=kind)
    assert answer.status_code < 500, (method, address, body, answer.content)
    if answer.status_code >= 400 and answer.status_code != 405:
        assert set(json.loads(answer.content)["error"]) == {"code", "message", "details", "request_id"}, address


def test_no_operation_fails_whatever_it_is_sent(there: Scene) -> None:
    lin = browser(there.cast.lin)
    operations = _operations()
    ids = [*map(str, there.hidden), str(there.own), str(there.tag), str(there.group), str(there.note), "1", "999"]
    ids += [str(there.cast.zhou.id), str(there.cast.east.id), "contact", "general", "pet"]
    deadline = time.monotonic() + SECONDS
    tried: set[tuple[str, str]] = set()

    @settings(
        max_examples=3 * len(operations),
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(at=st.integers(0, len(operations) - 1), seed=st.integers(0, 2**32))
    def run(at: int, seed: int) -> None:
        if time.monotonic() > deadline:
            return
        method, path, operation = operations[at]
        tried.add((method, path))
        _tried(lin, method, operation, path, ids, seed)

    for number, (method, path, operation) in enumerate(operations):
        for turn in range(4):
            _tried(lin, method, operation, path, ids, number * 7919 + turn)
    run()
    assert len(tried) > len(operations) // 3
