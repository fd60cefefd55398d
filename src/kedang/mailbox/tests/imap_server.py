"""A real IMAP server on loopback for tests, in a process of its own, and mails put into its mailbox."""

import imaplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from kedang.delivery.tests.mail_server import free_port

USER, PASSWORD = "archive@kedang.example", "box secret 7"
_WAIT = 20.0


@dataclass(frozen=True, slots=True)
class Server:
    """The running server."""

    port: int

    def deliver(self, *raws: bytes) -> None:
        """Put mails into the mailbox, as a mail server does."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=_WAIT) as door:
            door.login(USER, PASSWORD)
            for raw in raws:
                assert door.append("INBOX", "", None, raw)[0] == "OK"

    def flags(self) -> list[bytes]:
        """What the mailbox says of each mail: nothing, as long as nobody changed anything."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=_WAIT) as door:
            door.login(USER, PASSWORD)
            door.select("INBOX", readonly=True)
            return [each for each in door.fetch("1:*", "(FLAGS)")[1] if isinstance(each, bytes)]


@contextmanager
def imap_server(*, tls: tuple[Path, Path] | None = None, port: int = 0) -> Iterator[Server]:
    """The server, until the block ends; with a certificate and its key for STARTTLS."""
    port = port or free_port()
    secure = ["--cert", str(tls[0]), "--key", str(tls[1])] if tls else []
    program = Path(sys.executable).with_name("pymap")
    who = ["--demo-user", USER, "--demo-password", PASSWORD]
    running = subprocess.Popen(
        [program, "--host", "127.0.0.1", "--port", str(port), *secure, "dict", *who],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield Server(port)
    finally:
        running.terminate()
        running.wait(_WAIT)


def _wait_for(port: int) -> None:
    until = time.monotonic() + _WAIT
    while True:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=1).shutdown()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def mail(sender: str, to: str, *, subject: str = "报价", text: str = "附上报价，暗号翠鸟", **heads: str) -> bytes:
    """A mail as it arrives, with lines that end as in the protocol."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Message-ID"] = heads.pop("message_id", f"<{abs(hash((sender, to, subject, text)))}@mail.example>")
    for name, value in heads.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    return letter.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
