"""A small application that is wrong on purpose: whoever does not find these faults has found nothing out about ours."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TEXT = {"schema": {"type": "string"}, "in": "query", "required": True}
OK = {"200": {"description": "OK"}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Planted", "version": "1"},
    "paths": {
        "/api/find": {"get": {"parameters": [{"name": "name", **TEXT}], "responses": OK}},
        "/api/echo": {"get": {"parameters": [{"name": "text", **TEXT}], "responses": OK}},
        "/api/crash": {"get": {"parameters": [{"name": "number", **TEXT}], "responses": OK}},
        "/api/teapot": {"get": {"responses": OK}},
    },
}


class Wrong(BaseHTTPRequestHandler):
    """SQL from a parameter, a parameter as HTML, a crash on what is no number, and a status that nobody documented."""

    def do_GET(self) -> None:
        """Answer one request."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.path == "/api/openapi.json":
            return self._send(200, json.dumps(DOCUMENT), "application/json")
        if parts.path == "/api/find":
            return self._send(*_find(asked.get("name", "")), "text/plain")
        if parts.path == "/api/echo":
            return self._send(200, f"<html><body>{asked.get('text', '')}</body></html>", "text/html")
        if parts.path == "/api/crash":
            return self._send(200 if asked.get("number", "").isdigit() else 500, "", "text/plain")
        links = "".join(f'<a href="{path}">x</a>' for path in ("/api/find?name=Ann", "/api/echo?text=hello"))
        return self._send(418 if parts.path == "/api/teapot" else 200, f"<html>{links}</html>", "text/html")

    def _send(self, status: int, text: str, kind: str) -> None:
        data = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _find(name: str) -> tuple[int, str]:
    with sqlite3.connect(":memory:") as base:
        base.execute("CREATE TABLE people (name TEXT)")
        base.execute("INSERT INTO people VALUES ('Ann')")
        try:
            rows = base.execute(f"SELECT name FROM people WHERE name = '{name}'").fetchall()
        except sqlite3.Error as error:
            return 500, f"sqlite3.OperationalError: {error}"
    return 200, f"{len(rows)} found: {rows}"


@contextmanager
def planted() -> Iterator[str]:
    """Run it on a free port of this machine; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Wrong)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
