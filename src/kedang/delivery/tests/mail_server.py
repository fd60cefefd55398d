"""A real mail server on loopback for tests: it takes, refuses or defers by the address, in clear or with STARTTLS."""

import datetime
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kedang.delivery import settings


@dataclass(slots=True)
class Letter:
    """A message as it arrived."""

    to: str
    sender: str
    content: EmailMessage = field(repr=False)

    @property
    def text(self) -> str:
        """What its reader reads."""
        return str(self.content.get_content())


@dataclass
class Post:
    """What the server does with an address: `unknown@` is refused for good, `busy@` is deferred; and what it took."""

    letters: list[Letter] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    at_data: str = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Answer an address."""
        self.asked.append(address)
        if address.startswith("unknown@"):
            return "550 5.1.1 no such user"
        if address.startswith("busy@"):
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message, or answer as the test wants."""
        if self.at_data:
            return self.at_data
        content = message_from_bytes(envelope.content, policy=policy.default)
        self.letters += [Letter(to, envelope.mail_from, content) for to in envelope.rcpt_tos]
        return "250 taken"


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def mail_server(**options: Any) -> Iterator[tuple[Post, int]]:
    """The server, until the block ends: what it took, and its port."""
    post, port = Post(), free_port()
    running = Controller(post, hostname="127.0.0.1", port=port, **options)
    running.start()
    try:
        yield post, port
    finally:
        running.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a fresh certificate for 127.0.0.1, and the file that makes it trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime.timedelta(days=1)
    at = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - day)
        .not_valid_after(at + day)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "server.pem", folder / "server.key"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    return context, chain


def use_mail(monkeypatch: pytest.MonkeyPatch, port: int, **more: str) -> None:
    """Let mail leave through a server on this port, without encryption unless said otherwise."""
    given = {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": "none", "FROM": "archive@kedang.example", **more}
    for name, value in given.items():
        monkeypatch.setenv(f"KEDANG_SMTP_{name}", value)
    settings.forget_settings()
