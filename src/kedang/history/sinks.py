"""Checkpoints and sealed events leave the machine: whoever keeps checkpoints elsewhere finds every rewriting of what was signed before,
and whoever keeps the events knows what stood there.

Each sink gets all of its kind, in order and without a gap. How far it has come is noted after it was sent; a file is asked for what
stands at its end, so that nothing stands there twice after a crash; a server may be told one again, and its number says so.
"""

import re
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.db.models import QuerySet

from kedang.history import event_lines
from kedang.history.appending import appending
from kedang.history.models import Checkpoint, Sink
from kedang.kit.clock import now
from kedang.kit.env import settings

FILE, SYSLOG = "file", "syslog"
EVENT_FOLDER, EVENT_SYSLOG = "event_folder", "event_syslog"
CHECKPOINT, EVENT = "checkpoint", "event"
# Noted as sent is more than there is.
AHEAD = "Ahead"
AT_ONCE = 500
# In one go, of a log of years that is sent for the first time: checkpoints do not wait until it is through.
MOST = 20_000
TIMEOUT = 5.0
AGAIN = timedelta(minutes=1)
LATE = timedelta(minutes=15)
# Facility 13 (log audit), severity 5 (notice), RFC 5424.
_PRIORITY = 13 * 8 + 5
_WHOLE = re.compile(rb"^# checkpoint \d+\n\n\Z", re.MULTILINE)
# How long a server may take to say that it has read to the end, by closing the connection; most do at once.
_LAST_WORD = 2.0

Note = tuple[int, datetime, str]
Send = Callable[[Sequence[Note]], None]


@dataclass(frozen=True, slots=True)
class Stream:
    """What a sink gets: the newest number there is, what comes behind a number, how much that is and since when it is lacking, and how it
    is sent."""

    newest: Callable[[], int]
    after: Callable[[int], Sequence[Note]]
    missing: Callable[[int], int]
    since: Callable[[Sink], datetime | None]
    send: Send


@dataclass(frozen=True, slots=True)
class SinkStanding:
    """A sink as it stands: how many checkpoints or events it lacks, since when, and what went wrong at the last try."""

    code: str
    missing: int
    since: datetime | None
    error: str

    @property
    def late(self) -> bool:
        """Whether somebody should be told."""
        return self.error == AHEAD or (self.since is not None and now() - self.since > LATE)


def sinks() -> Mapping[str, Stream]:
    """The sinks the operator has named in the environment."""
    found: dict[str, Stream] = {}
    named = settings()
    if named.audit_file:
        found[FILE] = _of_checkpoints(_to_file)
    if named.audit_syslog:
        found[SYSLOG] = _of_checkpoints(partial(_to_syslog, named.audit_syslog, CHECKPOINT))
    if named.audit_events_folder:
        found[EVENT_FOLDER] = _of_events(partial(event_lines.to_folder, Path(named.audit_events_folder)))
    if named.audit_events_syslog:
        found[EVENT_SYSLOG] = _of_events(partial(_to_syslog, named.audit_events_syslog, EVENT))
    return found


def _of_checkpoints(send: Send) -> Stream:
    return Stream(_newest, _after, lambda number: _lacking(number).count(), _since, send)


def _of_events(send: Send) -> Stream:
    return Stream(event_lines.newest, event_lines.after, event_lines.missing, event_lines.since, send)


def send() -> int:
    """Send what is new to every sink; how much arrived. A sink that failed is left alone for a minute."""
    return sum(_send(code, to) for code, to in sinks().items())


def _send(code: str, to: Stream) -> int:
    sink, _ = Sink.objects.get_or_create(code=code)
    if sink.error and sink.tried_at is not None and now() - sink.tried_at < AGAIN:
        return 0
    arrived = 0
    while arrived < MOST and (notes := to.after(sink.number)):
        sink.tried_at = now()
        try:
            to.send(notes)
        except (OSError, ValueError) as failure:
            sink.error = type(failure).__name__[:64]
            sink.save(update_fields=["tried_at", "error"])
            return arrived
        sink.number, sink.sent_at, sink.error = notes[-1][0], now(), ""
        sink.save()
        arrived += len(notes)
    return arrived


def _newest() -> int:
    return Checkpoint.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _after(number: int) -> list[Note]:
    return list(_lacking(number).values_list("number", "at", "note")[:AT_ONCE])


def _lacking(number: int) -> QuerySet[Checkpoint]:
    return Checkpoint.objects.filter(number__gt=number).order_by("number")


def _since(sink: Sink) -> datetime | None:
    return _lacking(sink.number).values_list("at", flat=True).first()


def standing_of_sinks() -> list[SinkStanding]:
    """How each sink stands now."""
    known = {sink.code: sink for sink in Sink.objects.all()}
    return [_standing(code, of, known.get(code) or Sink(code=code)) for code, of in sinks().items()]


def _standing(code: str, of: Stream, sink: Sink) -> SinkStanding:
    over = sink.number - of.newest()
    if over > 0:
        # Somebody's hand brought it there, or another log in place of the one that was sent: so many would never be.
        return SinkStanding(code, over, sink.sent_at, AHEAD)
    return SinkStanding(code, of.missing(sink.number), of.since(sink), sink.error)


def _to_file(notes: Sequence[Note]) -> None:
    """Append to a file, which best lies on another machine's disk. A line with its number ends each note: one that a crash cut
    off has none, and is written again."""
    texts = [f"{note.rstrip()}\n# checkpoint {number}\n\n".encode() for number, _, note in notes]
    with appending(Path(settings().audit_file).resolve()) as file:
        tail = file.tail(sum(map(len, texts)) + max(map(len, texts)))
        missing = b"".join(text for text in texts if text not in tail)
        file.write(missing if not tail or _WHOLE.search(tail) else b"\n" + missing)


def _to_syslog(address: str, kind: str, notes: Sequence[Note]) -> None:
    """Send by TCP or TLS to a syslog server (RFC 5424, 6587 with counted octets, 5425)."""
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise ValueError("address")
    port = parts.port or (6514 if parts.scheme == "tls" else 601)
    with socket.create_connection((parts.hostname, port), timeout=TIMEOUT) as plain:
        if parts.scheme == "tcp":
            plain.sendall(_frames(kind, notes))
            _hear_out(plain)
            return
        context = ssl.create_default_context(cafile=settings().private_ca_file or None)
        with context.wrap_socket(plain, server_hostname=parts.hostname) as encrypted:
            encrypted.sendall(_frames(kind, notes))
            _hear_out(encrypted)


def _hear_out(connection: socket.socket) -> None:
    """What was handed to the network need not have arrived, and this kind of server confirms nothing. But one that died, or threw it
    away unread, says so when we close our side: then all of it is sent once more."""
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(_LAST_WORD)
    with suppress(TimeoutError):
        while connection.recv(4096):
            pass


def _frames(kind: str, notes: Sequence[Note]) -> bytes:
    host = socket.gethostname() or "-"
    frames = []
    for number, at, note in notes:
        moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        # One line: a syslog server ends a message at the first line break, and the note's own are given back by reading "\\n".
        text = note.rstrip("\n").replace("\\", "\\\\").replace("\n", "\\n")
        line = f'<{_PRIORITY}>1 {moment} {host} kedang - {kind} [{kind}@32473 number="{number}"] {text}'.encode()
        frames.append(b"%d " % len(line) + line)
    return b"".join(frames)
