"""A transit engine for tests, over real HTTP: keys with versions, tokens, sealing, and a way to be slow."""

import base64
import binascii
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "s.kedang-may-use-one-key"


class Engine:
    """What it knows, and how it is today."""

    def __init__(self) -> None:
        self.keys: dict[str, list[bytes]] = {"kedang": [os.urandom(32)]}
        self.oldest = 1
        self.token = TOKEN
        self.sealed = False
        self.standby = False
        self.garbled = False
        self.go_on = threading.Event()
        self.go_on.set()
        self.asked: list[str] = []
        self.url = ""

    def rotate(self, name: str = "kedang") -> None:
        """A new version of a key."""
        self.keys[name].append(os.urandom(32))

    def encrypt(self, name: str, plaintext: bytes) -> str:
        """Under the newest version."""
        versions, nonce = self.keys[name], os.urandom(12)
        sealed = AESGCM(versions[-1]).encrypt(nonce, plaintext, None)
        return f"vault:v{len(versions)}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, name: str, ciphertext: str) -> bytes:
        """By the version it names; ValueError for whatever is not ours."""
        vault, version, sealed = ciphertext.split(":")
        number, raw = int(version.removeprefix("v")), base64.b64decode(sealed, validate=True)
        if vault != "vault" or not self.oldest <= number <= len(self.keys[name]):
            raise ValueError("version")
        return AESGCM(self.keys[name][number - 1]).decrypt(raw[:12], raw[12:], None)

    def answer(self, path: str, token: str, body: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """(status, answer) of one question."""
        version, mount, verb, name = (path.strip("/").split("/") + [""] * 4)[:4]
        self.asked.append(verb)
        if self.sealed:
            return 503, {"errors": ["Vault is sealed"]}
        if token != self.token:
            return 403, {"errors": ["permission denied"]}
        if (version, mount) != ("v1", "transit"):
            return 404, {"errors": ["no handler for route"]}
        if name not in self.keys:
            return 400, {"errors": ["encryption key not found"]}
        try:
            return 200, {"data": self._done(verb, name, body)}
        except (InvalidTag, ValueError, KeyError, binascii.Error):
            return 400, {"errors": ["cipher: message authentication failed"]}

    def _done(self, verb: str, name: str, body: dict[str, str]) -> dict[str, str]:
        if verb == "encrypt":
            return {"ciphertext": self.encrypt(name, base64.b64decode(body["plaintext"], validate=True))}
        opened = self.decrypt(name, body["ciphertext"])
        if verb == "rewrap":
            return {"ciphertext": self.encrypt(name, opened)}
        return {"plaintext": base64.b64encode(opened).decode()}


def _handler(engine: Engine) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            engine.go_on.wait(20)
            if engine.standby:
                self.send_response(307)
                self.send_header("Location", "http://active.example" + self.path)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status, said = engine.answer(self.path, self.headers.get("X-Vault-Token", ""), body)
            text = b"<html>" if engine.garbled else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return Answers


@contextmanager
def serving(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An engine that answers, and an environment that names it."""
    engine = Engine()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(engine))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    engine.url = f"http://127.0.0.1:{server.server_port}"
    token = folder / "token"
    token.write_text(TOKEN + "\n")
    monkeypatch.setenv("KEDANG_TRANSIT_URL", engine.url)
    monkeypatch.setenv("KEDANG_TRANSIT_TOKEN_FILE", str(token))
    try:
        yield engine
    finally:
        engine.go_on.set()
        server.shutdown()
        server.server_close()
