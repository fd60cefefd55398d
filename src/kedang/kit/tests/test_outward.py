"""Somebody types an address on a settings page that leads where it should not."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from kedang.kit import env, outward
from kedang.kit.outward import Asked, NotFetched, checked, fetch, is_public

PUBLIC = "93.184.215.14"
connect = socket.create_connection


class Answers(BaseHTTPRequestHandler):
    """A server that answers by the path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1/inner")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/huge":
            self.send_response(200)
            self.end_headers()
            self._drip(b"x" * 65_536, 0)
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            self._drip(b"x", 0.05)
        else:
            self._plain(f"{self.headers['Host']} {self.path}".encode())

    def do_POST(self) -> None:
        self._plain(self.rfile.read(int(self.headers["Content-Length"])))

    def _plain(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, piece: bytes, pause: float) -> None:
        self.close_connection = True
        try:
            for _ in range(200):
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(pause)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[int]:
    """A server of our own; its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The operator has named 127.0.0.1 and idp.test."""
    yield from _with(monkeypatch, KEDANG_PRIVATE_HOSTS="127.0.0.1, IDP.test.")


def _with(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Iterator[None]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    env.settings.cache_clear()
    yield
    monkeypatch.undo()
    env.settings.cache_clear()


def problem(url: str, **limits: float) -> str:
    with pytest.raises(NotFetched) as refused:
        fetch(url, **limits)  # type: ignore[arg-type]
    return refused.value.problem


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_our_own_network_is_not_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was asked"))
    assert problem(f"https://{host}/.well-known/openid-configuration") == "private"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/", "insecure"),
        ("ftp://example.com/", "url"),
        ("file:///etc/passwd", "url"),
        ("https://", "url"),
        ("https:///x", "url"),
        ("https://user@example.com/", "url"),
        ("https://example.com@127.0.0.1/", "url"),
        ("https://example.com\\@127.0.0.1/", "url"),
        ("https://exa mple.com/", "url"),
        ("https://example.com/\r\nX: y", "url"),
        ("https://example.com:99999/", "url"),
        ("https://例子.com/", "url"),
        ("https://[::1/", "url"),
        ("https://exa%6dple.com/", "url"),
    ],
)
def test_an_address_that_is_not_plain_is_not_even_looked_up(
    url: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outward, "look_up", lambda *_: pytest.fail("it was looked up"))
    with pytest.raises(NotFetched) as refused:
        checked(url)
    assert refused.value.problem == why


def test_a_name_that_changes_its_mind_is_asked_where_it_was_judged(
    monkeypatch: pytest.MonkeyPatch, listed: None
) -> None:
    """DNS rebinding: a second answer that leads inside is never asked for."""
    asked: list[str] = []
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    monkeypatch.setattr(outward, "look_up", lambda *_: next(answers))
    with serving() as port:

        def connecting(address: tuple[str, int], timeout: float) -> socket.socket:
            asked.append(address[0])
            return connect(("127.0.0.1", port), timeout)

        monkeypatch.setattr(socket, "create_connection", connecting)
        assert fetch("http://idp.test/a?b=c").body == b"idp.test /a?b=c"
    assert asked == [PUBLIC]


def test_one_inner_address_among_others_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "look_up", lambda *_: [PUBLIC, "10.0.0.5"])
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was asked"))
    assert problem("https://idp.test/") == "private"


def test_a_redirect_is_not_followed_and_limits_hold(listed: None) -> None:
    with serving() as port:
        base = f"http://127.0.0.1:{port}"
        assert fetch(f"{base}/x").body == f"127.0.0.1:{port} /x".encode()
        assert fetch(f"{base}/x", Asked("POST", b"a=b")).body == b"a=b"
        assert problem(f"{base}/redirect") == "redirect"
        assert problem(f"{base}/huge") == "too_large"
        began = time.monotonic()
        assert problem(f"{base}/drip", seconds=0.4) == "too_slow"
        assert time.monotonic() - began < 2
    assert problem(f"{base}/x", seconds=2) == "unreachable"


def test_a_resolver_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "look_up", lambda *_: threading.Event().wait(3))
    assert problem("https://idp.test/", seconds=0.2) == "too_slow"


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "look_up", lambda *_: (_ for _ in ()).throw(socket.gaierror()))
    assert problem("https://idp.test/") == "unknown_host"


def certificate(name: str, folder: Path) -> Path:
    """A certificate of its own for a name, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{name}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_certificate_is_checked_for_the_name_not_for_the_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    right, wrong = certificate("idp.test", tmp_path), certificate("other.test", tmp_path)
    monkeypatch.setattr(outward, "look_up", lambda *_: ["127.0.0.1"])
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(right.read_bytes() + wrong.read_bytes())
    with serving(right) as port:
        for _ in _with(monkeypatch, KEDANG_PRIVATE_HOSTS="idp.test"):
            assert problem(f"https://idp.test:{port}/") == "certificate"
        monkeypatch.setattr(outward, "look_up", lambda *_: ["127.0.0.1"])
        for _ in _with(monkeypatch, KEDANG_PRIVATE_HOSTS="idp.test", KEDANG_PRIVATE_CA_FILE=str(trusted)):
            assert fetch(f"https://idp.test:{port}/x").status == 200
    monkeypatch.setattr(outward, "look_up", lambda *_: ["127.0.0.1"])
    with serving(wrong) as port:
        for _ in _with(monkeypatch, KEDANG_PRIVATE_HOSTS="idp.test", KEDANG_PRIVATE_CA_FILE=str(trusted)):
            assert problem(f"https://idp.test:{port}/") == "certificate"


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
