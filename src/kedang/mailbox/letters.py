"""Reading a mail as it came: whose it is and what it says. Whatever a mail holds, it is read or called unreadable; it raises nothing."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from kedang.kit.text import storable
from kedang.mailbox.words import plain_text

LONGEST_TEXT, LONGEST_LINE, MOST_ADDRESSES, MOST_FILES, DEEPEST = 19_000, 300, 50, 50, 200
EARLIEST = timedelta(days=30)
# What the standard library is known to raise on broken mail.
BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, MessageError)
_HEADERS = ("Message-ID", "From", "To", "Cc", "Date", "Subject")
# Comments and quoted words of a head line, in which a sender can write what they like.
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\((?:\\.|[^()\\])*\)')
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "unknown-8bit": "utf-8", "us-ascii": "utf-8"}


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a mail's head: the name they go by there, and the address in lower case."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is of use in a mail. `files` are names of attachments, `whole` is whether nothing was left out."""

    sender: Party = field(default_factory=lambda: Party("", ""))
    receivers: tuple[Party, ...] = ()
    crowd: bool = False
    at: datetime
    subject: str = ""
    text: str = ""
    files: tuple[str, ...] = ()
    whole: bool = True
    readable: bool = True
    vouched_by: tuple[str, ...] = ()


def read_letter(raw: bytes, came_at: datetime) -> Letter:
    """What a mail says; of one that cannot be read, its beginning as it stands."""
    try:
        return _read(email.message_from_bytes(raw, policy=email.policy.compat32), came_at)
    except BROKEN:
        text = storable(raw.decode("utf-8", "replace"))
        return Letter(at=came_at, text=text[:LONGEST_TEXT], whole=len(text) <= LONGEST_TEXT, readable=False)


def identity(raw: bytes) -> str:
    """What makes this mail this mail, wherever it lies and by whatever way it came: its id, head and body.

    The id alone would let a stranger's mail stand in for another.
    """
    head, parted, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    digest = sha256(body.rstrip() if parted else b"")
    try:
        told = email.message_from_bytes(head + b"\n\n")
        for name in _HEADERS:
            digest.update(f"\n{name}: {told.get(name, '')}".encode("utf-8", "surrogatepass"))
    except BROKEN:
        digest.update(head)
    return digest.hexdigest()


def _read(message: Message, came_at: datetime) -> Letter:
    sender = next(iter(_parties(message, "From")), Party("", ""))
    receivers = [*_parties(message, "To"), *_parties(message, "Cc")]
    text, files = _content(message)
    return Letter(
        sender=sender,
        receivers=tuple(dict.fromkeys(receivers))[:MOST_ADDRESSES],
        crowd=len(receivers) > MOST_ADDRESSES,
        at=_sent(message, came_at),
        subject=_line(message.get("Subject", "")),
        text=text[:LONGEST_TEXT],
        files=tuple(files[:MOST_FILES]),
        whole=len(text) <= LONGEST_TEXT and len(files) <= MOST_FILES,
        vouched_by=_vouchers(message),
    )


def _parties(message: Message, name: str) -> list[Party]:
    found = getaddresses([str(each) for each in message.get_all(name, [])])
    return [Party(_line(told), address.strip().lower()) for told, address in found if _is_address(address.strip())]


def _is_address(text: str) -> bool:
    return text.count("@") == 1 and len(text) <= 254 and text.isprintable() and " " not in text


def _line(raw: object) -> str:
    """A head line in clear: encoded words read, on one line."""
    parts = [
        part if isinstance(part, str) else _decoded(part, charset or "utf-8")
        for part, charset in decode_header(str(raw))
    ]
    return storable(" ".join("".join(parts).split()))[:LONGEST_LINE]


def _decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode(_CHARSETS.get(charset.lower(), charset), "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _sent(message: Message, came_at: datetime) -> datetime:
    """When it was sent, where that agrees with when it came; a date can be made up."""
    try:
        said = parsedate_to_datetime(str(message.get("Date", "")))
        said = said if said.tzinfo else said.replace(tzinfo=UTC)
        return said if came_at - EARLIEST <= said <= came_at else came_at
    except (*BROKEN, OverflowError):
        return came_at


def _content(message: Message) -> tuple[str, list[str]]:
    """The words of a mail, plain ones before HTML, and the names of its attachments."""
    plain, marked, files = list[str](), list[str](), list[str]()
    for part in _leaves(message):
        named = part.get_filename()
        kind = part.get_content_type()
        if named or part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            files.append(_line(named or kind))
            continue
        payload = part.get_payload(decode=True)
        words = _decoded(payload, part.get_content_charset() or "utf-8") if isinstance(payload, bytes) else ""
        (plain if kind == "text/plain" else marked).append(words)
    text = "\n".join(plain).strip() or plain_text("\n".join(marked))
    return storable(text.replace("\r\n", "\n")).strip(), files


def _leaves(message: Message) -> Iterator[Message]:
    waiting, met = [message], 0
    while waiting and met < DEEPEST:
        part = waiting.pop()
        met += 1
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting.extend(each for each in reversed(inner) if isinstance(each, Message))
        else:
            yield part


def _vouchers(message: Message) -> tuple[str, ...]:
    """The servers that say the sender is who they say (RFC 8601), in lower case. A sender can write such a line, too: only the
    first of a server counts, which that server has put on top."""
    said: dict[str, bool] = {}
    for each in message.get_all("Authentication-Results", []):
        server, *results = _QUOTED.sub("", str(each)).split(";")
        name = (server.split() or [""])[0].lower()
        words = {(result.split() or [""])[0].lower() for result in results}
        said.setdefault(name, not words.isdisjoint(("dmarc=pass", "auth=pass")))
    return tuple(name for name, passed in said.items() if name and passed)
