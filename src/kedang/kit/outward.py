"""Asking a server whose address somebody typed on a settings page, without being led into our own network (SSRF).

The name is looked up once, every address it stands for is judged, and the connection goes to that very address: what the name stands
for a moment later does not matter. No redirects, a limit on size, and one on time for the whole of it. An address that the operator sets in the
environment and that comes through here (`ours`) may lie in our own network: whoever sets it runs the machine. The limits hold for it too.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from kedang.kit.env import settings

MOST_BYTES = 512 * 1024
SECONDS = 10.0
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?", re.IGNORECASE)
_PIECE = 16_384
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Problem = Literal[
    "url", "insecure", "unknown_host", "private", "unreachable", "certificate", "redirect", "too_large", "too_slow"
]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotFetched(Exception):
    """Nothing was fetched, and why: a code for a page to put into words. Never carries what the other side said."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer within the limits."""

    status: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is sent besides the address."""

    method: Literal["GET", "POST"] = "GET"
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def fetch(
    url: str, asked: Asked | None = None, *, most: int = MOST_BYTES, seconds: float = SECONDS, ours: bool = False
) -> Fetched:
    """Ask a server; raises NotFetched whenever that is not safe or does not work."""
    parts = checked(url, ours=ours)
    with _Line(time.monotonic() + seconds, ours=ours) as line:
        line.open(parts)
        return line.ask(parts, asked or Asked(), most)


def checked(url: str, *, ours: bool = False) -> SplitResult:
    """The parts of an address that may be asked: https with a plain host name, and nobody's user name in it. Without encryption
    only what the operator listed, and their own address on this very machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise NotFetched("url") from None
    odd = not url.isascii() or any(c.isspace() or c < " " or c in '\\"<>^`{|}' for c in url)
    literal = _as_address(host)
    if odd or "@" in parts.netloc or not host or (literal is None and not _HOST.fullmatch(host)):
        raise NotFetched("url")
    plain = is_listed(host) or (ours and (host == "localhost" or (literal is not None and literal.is_loopback)))
    if parts.scheme != "https" and not (parts.scheme == "http" and plain):
        raise NotFetched("insecure" if parts.scheme == "http" else "url")
    return parts


def is_listed(host: str) -> bool:
    """Whether the operator has named this host as one of ours (KEDANG_PRIVATE_HOSTS)."""
    return host.rstrip(".").lower() in settings().private_hosts


def is_public(address: Address) -> bool:
    """Whether an address is on the open internet, and so is every address hidden in it."""
    if address.is_multicast or not address.is_global:
        return False
    return all(is_public(inner) for inner in _hidden_in(address))


def _hidden_in(address: Address) -> list[Address]:
    """IPv4 addresses that an IPv6 address leads to: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]


def _as_address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def look_up(host: str, port: int) -> Sequence[str]:
    """What a name stands for now. Also reads 2130706433 and 0177.0.0.1, which are judged by what they come to."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def connect(host: str, port: int, *, seconds: float = SECONDS) -> socket.socket:
    """A connection for another protocol than the web's, to a host that somebody typed; judged as `fetch` judges."""
    if _as_address(host) is None and not _HOST.fullmatch(host):
        raise NotFetched("url")
    address = _judged(host, port, seconds)
    try:
        return socket.create_connection((address, port), timeout=seconds)
    except OSError:
        raise NotFetched("unreachable") from None


def _judged(host: str, port: int, seconds: float, *, ours: bool = False) -> str:
    """The address to connect to: looked up once, and every address the name stands for may be asked."""
    addresses = _looked_up(host, port, seconds)
    judged = [_as_address(each) for each in addresses]
    if not ours and not is_listed(host) and not all(each is not None and is_public(each) for each in judged):
        raise NotFetched("private")
    return addresses[0]


def _looked_up(host: str, port: int, seconds: float) -> Sequence[str]:
    """In a thread of its own: the system's resolver knows no deadline."""
    found: list[Sequence[str]] = []

    def run() -> None:
        try:
            found.append(look_up(host, port))
        except (OSError, UnicodeError):
            found.append(())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise NotFetched("too_slow")
    if not found[0]:
        raise NotFetched("unknown_host")
    return found[0]


class _Line:
    """One connection with one deadline. A watch cuts it there: a server that drips bytes would outlive every timeout."""

    def __init__(self, deadline: float, *, ours: bool) -> None:
        self._deadline, self._ours = deadline, ours
        self._socket: socket.socket | None = None
        self._late = threading.Event()
        self._watch = threading.Timer(max(deadline - time.monotonic(), 0.01), self._cut)
        self._watch.daemon = True

    def __enter__(self) -> "_Line":
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._watch.cancel()
        if self._socket is not None:
            self._socket.close()

    def open(self, parts: SplitResult) -> None:
        """Look the host up, judge what it stands for, and connect to exactly that."""
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = _judged(host, port, self._left(), ours=self._ours)
        try:
            self._socket = socket.create_connection((address, port), timeout=self._left())
            if parts.scheme == "https":
                self._socket = _trusting().wrap_socket(self._socket, server_hostname=host)
        except ssl.SSLCertVerificationError:
            raise self._problem("certificate") from None
        except OSError:
            raise self._problem("unreachable") from None

    def ask(self, parts: SplitResult, asked: Asked, most: int) -> Fetched:
        """Send the request and read its answer."""
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or _usual(parts.scheme))
        connection.sock = self._socket
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close", **asked.headers}
        try:
            connection.request(asked.method, path, asked.body, {"Host": _host_header(parts), **headers})
            answer = connection.getresponse()
            if 300 <= answer.status < 400:
                raise NotFetched("redirect")
            body = self._read(answer, most)
        except (OSError, http.client.HTTPException):
            raise self._problem("unreachable") from None
        if self._late.is_set():
            raise NotFetched("too_slow")
        return Fetched(answer.status, body)

    def _read(self, answer: http.client.HTTPResponse, most: int) -> bytes:
        body = bytearray()
        while piece := answer.read1(_PIECE):
            body += piece
            if len(body) > most:
                raise NotFetched("too_large")
        return bytes(body)

    def _left(self) -> float:
        return max(self._deadline - time.monotonic(), 0.01)

    def _cut(self) -> None:
        self._late.set()
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is closed already

    def _problem(self, otherwise: Problem) -> NotFetched:
        return NotFetched("too_slow" if self._late.is_set() or self._left() <= 0.01 else otherwise)


def _usual(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _host_header(parts: SplitResult) -> str:
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{parts.port}" if parts.port else name


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings().private_ca_file:
        context.load_verify_locations(settings().private_ca_file)
    return context
