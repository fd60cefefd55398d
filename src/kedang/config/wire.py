"""JSON in and out of the API."""

import json
from typing import Any

import orjson
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from kedang.kit.text import storable

DEEPEST = 32


class FastRenderer(BaseRenderer):
    """orjson instead of the standard library."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Bytes of a plain structure."""
        try:
            return orjson.dumps(data, option=orjson.OPT_NON_STR_KEYS)
        except TypeError:  # a number beyond 64 bits, out of a JSON column that somebody may fill as they like
            return json.dumps(data, ensure_ascii=False, allow_nan=False).encode()


class FastParser(Parser):
    """orjson, and text that every database can hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body of a JSON request."""
        body = request.body
        try:
            parsed = orjson.loads(body)
        except orjson.JSONDecodeError:
            parsed = _tolerant(body)
        if body.count(b"[") + body.count(b"{") > DEEPEST and _deep(parsed):
            raise HttpError(400, "too deep")
        return _scrubbed(parsed) if b"\\u0000" in body or b"\\ud" in body.lower() else parsed


def _deep(parsed: Any) -> bool:
    """Whether lists and objects stand in each other further than anything of ours: what is that deep cannot be written back."""
    level = [parsed] if isinstance(parsed, dict | list) else []
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _tolerant(body: bytes) -> Any:
    """Half a surrogate pair is legal in JSON and in a browser, but not in orjson."""
    if b"\\ud" not in body.lower():
        raise HttpError(400, "not JSON")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise HttpError(400, "not JSON") from None


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): _scrubbed(item) for key, item in value.items()}
    return value
