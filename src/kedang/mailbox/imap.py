"""Looking into a mailbox over IMAP. Nothing in it is changed: no mail is marked as read, moved or deleted."""

import imaplib
import os
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kedang.kit import outward
from kedang.kit.clock import now
from kedang.mailbox.models import NONE, STARTTLS, TLS

TIMEOUT = 20.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")
# A mail above this is told of by its head alone.
LARGEST = 20 * 1024 * 1024
# Numbers asked about at once: an answer fits the longest line the library takes, however dense they are.
WINDOW = 80_000
FAILURES = (imaplib.IMAP4.error, OSError, ValueError, outward.NotFetched)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Way:
    """How a mailbox is reached."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server gave it; `whole` False: only its head, it is too large."""

    uid: int
    raw: bytes
    came_at: datetime
    whole: bool


class Mailbox:
    """An open folder of a mailbox, for reading."""

    def __init__(self, server: imaplib.IMAP4, folder: str) -> None:
        self._server = server
        state, _ = server.select(_quoted(folder), readonly=True)
        if state != "OK":
            raise FolderMissing(folder)
        self.uid_validity = self._number("UIDVALIDITY")
        self.uid_next = self._number("UIDNEXT")

    def _number(self, name: str) -> int:
        _, found = self._server.response(name)
        value = found[0] if found else None
        if not isinstance(value, bytes) or not value.isdigit():
            raise imaplib.IMAP4.error(f"no {name}")
        return int(value)

    def uids_after(self, last: int) -> Iterator[int]:
        """The numbers of the mails that came after this one, in order."""
        for start in range(last + 1, self.uid_next, WINDOW):
            end = min(start + WINDOW - 1, self.uid_next - 1)
            found = self._ask("SEARCH", "UID", f"{start}:{end}")
            numbers = b" ".join(part for part in found if isinstance(part, bytes)).split()
            # "a:b" also means "b:a": servers may answer with the last mail whatever its number.
            yield from sorted(number for number in map(int, numbers) if start <= number <= end)

    def fetch(self, uid: int) -> Fetched | None:
        """One mail; None when it is gone meanwhile."""
        told = b" ".join(_flat(self._ask("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)")))
        size = _SIZE.search(told)
        if size is None:
            return None
        whole = int(size[1]) <= LARGEST
        answer = self._ask("FETCH", str(uid), "(BODY.PEEK[])" if whole else f"(BODY.PEEK[HEADER]<0.{LARGEST}>)")
        raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
        return Fetched(uid, raw, _moment(told), whole) if isinstance(raw, bytes) else None

    def _ask(self, command: str, *words: str) -> list[object]:
        state, answer = self._server.uid(command, *words)
        if state != "OK":
            raise imaplib.IMAP4.error(f"{command} refused")
        return list(answer)


class FolderMissing(imaplib.IMAP4.error):
    """The mailbox has no such folder."""


class SignInRefused(imaplib.IMAP4.error):
    """User name or password are wrong."""


@contextmanager
def opened(way: Way) -> Iterator[Mailbox]:
    """A mailbox, signed in; raises one of FAILURES."""
    if any(_CONTROL.search(word) for word in (way.user, way.password, way.folder)):
        # A line break would end our command and begin one of whoever set it: nothing in the mailbox is changed.
        raise ValueError("control")
    server = _connect(way)
    try:
        try:
            server.login(way.user, way.password)
        except imaplib.IMAP4.error as refused:
            raise SignInRefused from refused
        yield Mailbox(server, way.folder)
    finally:
        _close(server)


class _Door(imaplib.IMAP4):
    """Goes out by the one door for hosts that somebody typed."""

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return outward.connect(self.host, self.port, seconds=timeout or TIMEOUT)


class _EncryptedDoor(imaplib.IMAP4_SSL):
    """The same, encrypted from the first byte."""

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = outward.connect(self.host, self.port, seconds=timeout or TIMEOUT)
        encrypted: socket.socket = self.ssl_context.wrap_socket(plain, server_hostname=self.host)
        return encrypted


def _connect(way: Way) -> imaplib.IMAP4:
    if way.security == NONE and way.host not in LOOPBACK:
        raise ValueError("in clear")
    if way.security == TLS:
        return _EncryptedDoor(way.host, way.port, ssl_context=_trusting(), timeout=TIMEOUT)
    server = _Door(way.host, way.port, timeout=TIMEOUT)
    if way.security == STARTTLS:
        try:
            server.starttls(_trusting())
        except BaseException:
            _close(server)
            raise
    return server


def _close(server: imaplib.IMAP4) -> None:
    """Leave without a word; a connection that failed while it was being encrypted is none any more."""
    with suppress(OSError):
        server.shutdown()


def _trusting() -> ssl.SSLContext:
    """`KEDANG_IMAP_CA_FILE` names the authority of a server with a certificate of one's own."""
    return ssl.create_default_context(cafile=os.environ.get("KEDANG_IMAP_CA_FILE") or None)


def problem_of(failure: Exception) -> str:
    """What went wrong with a mailbox, as a code."""
    if isinstance(failure, outward.NotFetched):
        return "private" if failure.problem == "private" else "unreachable"
    if isinstance(failure, SignInRefused):
        return "sign_in_refused"
    if isinstance(failure, FolderMissing):
        return "folder"
    if isinstance(failure, ssl.SSLError):
        return "certificate"
    if isinstance(failure, OSError | socket.timeout | imaplib.IMAP4.abort):
        return "unreachable"
    return "in_clear" if str(failure) == "in clear" else "answer"


def check(way: Way) -> str:
    """Sign in and look into the folder: empty when that works, else the code of what is wrong."""
    try:
        with opened(way):
            return ""
    except FAILURES as failure:
        return problem_of(failure)


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _flat(answer: list[object]) -> Iterator[bytes]:
    for part in answer:
        yield from (each for each in (part if isinstance(part, tuple) else (part,)) if isinstance(each, bytes))


def _moment(told: bytes) -> datetime:
    """When the server got it."""
    found = _DATE.search(told)
    parsed = imaplib.Internaldate2tuple(b'INTERNALDATE "' + found[1] + b'"') if found else None
    if parsed is None:
        return now()
    return min(datetime.fromtimestamp(time.mktime(parsed), UTC), now())
