"""Events leave the machine: all that are sealed, in the order of the tree, each once in a folder, and never a value."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import connections, transaction

from kedang.history import event_lines, sinks
from kedang.history.append_only import guard_sql, unguard_sql
from kedang.history.models import CHANGES, LOOKS, Event, Leaf, Sink
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.history.sealing import seal
from kedang.history.tests.test_sealing import LIN, events
from kedang.history.tests.test_sinks import syslog, told
from kedang.kit.clock import now

pytestmark = pytest.mark.django_db(databases=["default", "audit", "keys"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The operator has named a folder that is there."""
    place = tmp_path / "events"
    place.mkdir()
    yield from told(monkeypatch, place, KEDANG_AUDIT_EVENTS_FOLDER=str(place))


def sealed(count: int) -> None:
    """So many events, sealed."""
    events(count)
    seal()


def lines(folder: Path) -> list[dict[str, Any]]:
    """What stands in the folder, file after file; a line that was cut off is none."""
    found = []
    for path in sorted(folder.iterdir()):
        for line in path.read_bytes().split(b"\n"):
            if line.endswith(b"}"):
                found.append(orjson.loads(line))
    return found


def standing() -> sinks.SinkStanding:
    """The one sink."""
    [found] = sinks.standing_of_sinks()
    return found


def test_only_sealed_events_leave_in_the_order_of_the_tree_each_once(folder: Path) -> None:
    sealed(3)
    events(2)
    assert sinks.send() == 3
    assert [line["n"] for line in lines(folder)] == [1, 2, 3]
    seal()
    assert standing().missing == 2
    assert (sinks.send(), sinks.send()) == (2, 0)
    assert (standing().missing, standing().since) == (0, None)
    found = [(line["n"] - 1, line["log"], int(line["id"]), line["hash"]) for line in lines(folder)]
    names = {CHANGES: "changes", LOOKS: "looks"}
    leaves = Leaf.objects.order_by("seq").values_list("seq", "log", "event_id", "hash")
    assert found == [(seq, names[log], event, bytes(digest).hex()) for seq, log, event, digest in leaves]
    [path] = folder.iterdir()
    assert (path.name, path.stat().st_mode & 0o077) == ("events-000000000001.ndjson", 0)


def test_a_line_says_who_did_what_and_no_value(folder: Path) -> None:
    with transaction.atomic():
        before = "13800000001 张伟".encode()
        record(LIN, "denied", subject=("customer", 7), fields=["mobile"], details={"n": 1}, before=before)
    record_read(LIN, "customer.opened", customer_ids=[7])
    record_read(LIN, "customers.listed", customer_ids=range(100, 350), query_hash="abc")
    seal()
    sinks.send()
    change, opened, listed = (line["event"] for line in lines(folder))
    said = (change["actor_id"], change["actor_name"], change["verb"], change["subject_id"], change["fields"])
    assert said == ("11", "林小雨", "denied", "7", ["mobile"])
    assert (change["details"], change["ip"], "before" in change) == ({"n": 1}, "10.0.0.1", False)
    assert (opened["verb"], opened["customer_id"]) == ("customer.opened", "7")
    assert (len(listed["ids"]), listed["more_ids"], listed["ids"][0]) == (200, 50, "100")
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"13800000001" not in content
    assert before.hex().encode() not in content.lower()


def test_a_crash_leaves_no_gap_and_nothing_twice(folder: Path) -> None:
    sealed(5)
    sinks.send()
    Sink.objects.update(number=2)
    assert sinks.send() == 3
    assert [line["n"] for line in lines(folder)] == [1, 2, 3, 4, 5]
    [path] = folder.iterdir()
    path.write_bytes(path.read_bytes()[:-40])
    Sink.objects.update(number=3)
    assert sinks.send() == 2
    assert [line["n"] for line in lines(folder)] == [1, 2, 3, 4, 5]


def test_a_folder_that_is_away_gets_all_of_it_when_it_is_back(folder: Path) -> None:
    sealed(2)
    folder.rmdir()
    assert sinks.send() == 0
    assert (standing().missing, standing().error, folder.exists()) == (2, "FileNotFoundError", False)
    folder.mkdir()
    assert sinks.send() == 0
    Sink.objects.update(tried_at=now() - timedelta(minutes=2))
    assert sinks.send() == 2
    assert [line["n"] for line in lines(folder)] == [1, 2]


def test_each_file_holds_so_many_and_one_pass_sends_so_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_lines, "SEGMENT", 4)
    monkeypatch.setattr(event_lines, "AT_ONCE", 3)
    monkeypatch.setattr(sinks, "MOST", 6)
    sealed(10)
    assert (sinks.send(), sinks.send(), sinks.send()) == (6, 4, 0)
    assert [line["n"] for line in lines(folder)] == list(range(1, 11))
    assert [path.name[-9:] for path in sorted(folder.iterdir())] == ["01.ndjson", "05.ndjson", "09.ndjson"]


def test_a_place_that_lacks_events_for_long_is_late_and_one_that_catches_up_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(1)
    assert standing().late is False
    monkeypatch.setattr(sinks, "LATE", timedelta(seconds=-1))
    assert standing().late is True
    monkeypatch.setattr(sinks, "LATE", timedelta(minutes=15))
    monkeypatch.setattr(event_lines, "_time", lambda _: now() - timedelta(days=900))
    assert standing().late is True
    Sink.objects.update_or_create(code="event_folder", defaults={"sent_at": now()})
    assert standing().late is False


def test_an_event_that_was_taken_away_here_is_told_with_its_hash(folder: Path) -> None:
    sealed(1)
    with connections["default"].cursor() as cursor:
        for statement in unguard_sql(connections["default"].vendor, "history_event"):
            cursor.execute(statement)
        Event.objects.all().delete()
        for statement in guard_sql(connections["default"].vendor, "history_event"):
            cursor.execute(statement)
    sinks.send()
    [line] = lines(folder)
    assert (line["event"], line["hash"]) == (None, bytes(Leaf.objects.get().hash).hex())


def test_a_syslog_server_gets_each_as_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sealed(2)
    with syslog() as (port, got):
        for _ in told(monkeypatch, tmp_path, KEDANG_AUDIT_EVENTS_SYSLOG=f"tcp://127.0.0.1:{port}"):
            assert sinks.send() == 2
    first, second = (line.decode() for line in got)
    assert re.match(r'<109>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ kedang - event \[event@32473 number="1"\] \{"n":1,', first)
    assert 'number="2"' in second
    assert orjson.loads(first.partition("] ")[2].replace("\\\\", "\\"))["event"]["actor_name"] == "林小雨"


def test_a_number_that_somebody_wrote_there_silences_nothing(folder: Path) -> None:
    """Whoever can append to the folder, and not change it, must not be able to stop what comes."""
    sealed(2)
    sinks.send()
    [path] = folder.iterdir()
    path.write_bytes(path.read_bytes() + b'{"n":99999,"event":null}\n')
    sealed(3)
    assert sinks.send() == 3
    assert [line["n"] for line in lines(folder)] == [1, 2, 99999, 3, 4, 5]


def test_a_log_that_goes_on_elsewhere_is_told_beside_the_former_one(folder: Path) -> None:
    """A backup was put over the log: its numbers come a second time, for other events."""
    sealed(3)
    sinks.send()
    [path] = folder.iterdir()
    others = path.read_bytes().replace(b'"hash":"', b'"hash":"00')
    path.write_bytes(others)
    Sink.objects.update(number=1)
    assert sinks.send() == 2
    assert [line["n"] for line in lines(folder)] == [1, 2, 3, 2, 3]


def test_a_link_that_somebody_laid_is_not_followed(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_bytes(b"")
    (folder / "events-000000000001.ndjson").symlink_to(target)
    sealed(1)
    assert sinks.send() == 0
    assert (standing().missing, standing().error, target.read_bytes()) == (1, "OSError", b"")


def test_more_noted_as_sent_than_there_is_is_told(folder: Path) -> None:
    """Whoever writes that in the database would else stop what comes without anybody hearing of it."""
    sealed(2)
    sinks.send()
    assert standing().late is False
    Sink.objects.update(number=500)
    found = standing()
    assert (found.missing, found.error, found.late) == (498, "Ahead", True)
