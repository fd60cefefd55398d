"""Checkpoints leave the machine: all of them, in order, each once, whatever fails on the way."""

import re
import select
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kedang.history import sinks
from kedang.history.models import Checkpoint, Sink
from kedang.history.sealing import seal
from kedang.history.standalone import read_note
from kedang.history.tests.test_sealing import events
from kedang.kit import env
from kedang.kit.clock import now

pytestmark = pytest.mark.django_db(databases=["default", "audit", "keys"])


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The operator has named a file."""
    yield from told(monkeypatch, tmp_path / "checkpoints.txt", KEDANG_AUDIT_FILE=str(tmp_path / "checkpoints.txt"))


def told(monkeypatch: pytest.MonkeyPatch, what: Path, **variables: str) -> Iterator[Path]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    env.settings.cache_clear()
    yield what
    monkeypatch.undo()
    env.settings.cache_clear()


def signed(count: int) -> None:
    """So many checkpoints."""
    for _ in range(count):
        events(2)
        seal()


def numbers(path: Path) -> list[int]:
    """The checkpoints that stand in the file."""
    return [int(each) for each in re.findall(r"^# checkpoint (\d+)$", path.read_text(), re.MULTILINE)]


def test_every_checkpoint_arrives_once_and_is_what_was_signed(path: Path) -> None:
    signed(3)
    assert sinks.send() == 3
    signed(2)
    assert (sinks.send(), sinks.send()) == (2, 0)
    assert numbers(path) == [1, 2, 3, 4, 5]
    assert path.stat().st_mode & 0o077 == 0
    for note in Checkpoint.objects.values_list("note", flat=True):
        assert note.rstrip() in path.read_text()
        assert read_note(note)["size"] > 0


def test_a_crash_between_sending_and_noting_leaves_no_gap_and_nothing_twice(path: Path) -> None:
    signed(4)
    sinks.send()
    Sink.objects.update(number=2)
    assert sinks.send() == 2
    assert numbers(path) == [1, 2, 3, 4]
    whole = path.read_text()
    path.write_text(whole[: whole.rindex("# checkpoint 4") - 5])
    Sink.objects.update(number=3)
    assert sinks.send() == 1
    assert numbers(path) == [1, 2, 3, 4]
    assert Checkpoint.objects.get(number=4).note.rstrip() in path.read_text()


def test_a_sink_that_fails_is_left_alone_for_a_minute_and_then_gets_all_of_it(path: Path) -> None:
    path.mkdir()
    signed(2)
    assert sinks.send() == 0
    [standing] = sinks.standing_of_sinks()
    assert (standing.missing, standing.error, standing.late) == (2, "IsADirectoryError", False)
    path.rmdir()
    assert sinks.send() == 0
    Sink.objects.update(tried_at=now() - timedelta(minutes=2))
    assert sinks.send() == 2
    assert [(each.missing, each.error) for each in sinks.standing_of_sinks()] == [(0, "")]


def test_a_sink_far_behind_is_late(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(1)
    monkeypatch.setattr(sinks, "LATE", timedelta(0))
    assert [each.late for each in sinks.standing_of_sinks()] == [True]


def test_who_names_no_sink_sends_nothing() -> None:
    signed(1)
    assert (sinks.send(), sinks.standing_of_sinks(), Sink.objects.count()) == (0, [], 0)


@contextmanager
def syslog() -> Iterator[tuple[int, list[bytes]]]:
    """A syslog server that counts octets (RFC 6587)."""
    got: list[bytes] = []
    arrived = threading.Event()

    class Reader(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while head := self.rfile.read(1):
                while not head.endswith(b" "):
                    head += self.rfile.read(1)
                got.append(self.rfile.read(int(head)))
            arrived.set()

    with socketserver.TCPServer(("127.0.0.1", 0), Reader) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        yield server.server_address[1], got
        assert arrived.wait(5)


def test_a_syslog_server_gets_each_as_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    signed(2)
    with syslog() as (port, got):
        for _ in told(monkeypatch, tmp_path, KEDANG_AUDIT_SYSLOG=f"tcp://127.0.0.1:{port}"):
            assert sinks.send() == 2
    first, second = (line.decode() for line in got)
    assert re.match(r'<109>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ kedang - checkpoint \[checkpoint@32473 number="1"\] ', first)
    assert 'number="2"' in second
    assert "\n" not in first
    given_back = first.partition("] ")[2].replace("\\n", "\n").rstrip()
    assert given_back == Checkpoint.objects.get(number=1).note.rstrip()


def test_an_address_that_is_none_is_a_failure_and_not_a_crash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    signed(1)
    for _ in told(monkeypatch, tmp_path, KEDANG_AUDIT_SYSLOG="logs.example.com"):
        assert sinks.send() == 0
        assert [each.error for each in sinks.standing_of_sinks()] == ["ValueError"]


def test_a_number_that_somebody_wrote_there_silences_nothing(path: Path) -> None:
    signed(1)
    sinks.send()
    path.write_text(path.read_text() + "# checkpoint 99999\n\n")
    signed(2)
    assert sinks.send() == 2
    assert numbers(path) == [1, 99999, 2, 3]


def test_a_server_that_dies_with_it_unread_gets_it_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    signed(2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        dying = threading.Thread(target=_hang_up, args=(server,))
        dying.start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        for _ in told(monkeypatch, tmp_path, KEDANG_AUDIT_SYSLOG=address):
            assert sinks.send() == 0
            [standing] = sinks.standing_of_sinks()
            assert standing.missing == 2
            # Where the reset is noticed first, when we close our side or when we listen, is a matter of chance.
            assert standing.error in ("ConnectionResetError", "BrokenPipeError", "OSError")
        dying.join(5)


def _hang_up(server: socket.socket) -> None:
    """Take the connection, wait until something came, and reset it unread, as the system does for a process that was killed."""
    taken, _ = server.accept()
    select.select([taken], [], [], 5)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    taken.close()
