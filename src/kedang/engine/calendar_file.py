"""Calendars as files that telephones and mail programs read: iCalendar, RFC 5545. All times are UTC."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_OCTETS = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a calendar. `uid` never changes; `revision` rises with every change. `remind`: so long before it starts."""

    uid: str
    starts: datetime
    lasts: timedelta
    summary: str
    changed: datetime
    revision: int
    description: str = ""
    url: str = ""
    remind: timedelta | None = None


def calendar_file(name: str, entries: Iterable[Entry]) -> bytes:
    """A whole calendar. It blocks no time: what stands in it is to be done, not an appointment."""
    return b"".join(folded(line) for line in _lines(name, entries))


def _lines(name: str, entries: Iterable[Entry]) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kedang//Follow-ups//EN", "CALSCALE:GREGORIAN")
    # How often programs look again: two spellings, for each reads one.
    yield from (f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT30M", "X-PUBLISHED-TTL:PT30M")
    for entry in entries:
        yield from _entry(entry)
    yield "END:VCALENDAR"


def _entry(entry: Entry) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{escaped(entry.uid)}", f"DTSTAMP:{_utc(entry.changed)}")
    yield from (f"LAST-MODIFIED:{_utc(entry.changed)}", f"SEQUENCE:{entry.revision}")
    yield from (f"DTSTART:{_utc(entry.starts)}", f"DTEND:{_utc(entry.starts + entry.lasts)}")
    yield f"SUMMARY:{escaped(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{escaped(entry.description)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield from ("CLASS:PRIVATE", "TRANSP:TRANSPARENT")
    if entry.remind is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(entry.summary)}")
        yield from (f"TRIGGER:-PT{entry.remind // timedelta(minutes=1)}M", "END:VALARM")
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text as a value of the format (3.3.11), without what it cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _CONTROL.sub("", text)


def folded(line: str) -> bytes:
    """One content line in pieces of at most 75 octets (3.1), never cut inside a character."""
    pieces: list[bytes] = []
    piece = b""
    for each in line:
        octets = each.encode("utf-8", "replace")
        if len(piece) + len(octets) > LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
