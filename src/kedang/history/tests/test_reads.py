"""Looks: recorded before the bytes leave, many with one commit, or refused."""

import threading
import time
from collections.abc import Iterator, Sequence

import pytest
from django.db import OperationalError, connections
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from kedang.history import reads
from kedang.history.denials import Denials
from kedang.history.models import ReadEvent
from kedang.history.packing import pack_ids, unpack_ids
from kedang.history.queries import reads as looks
from kedang.history.reads import AUDIT_UNAVAILABLE, hash_query, reads_together, record_read, settle
from kedang.history.writer import GroupWriter, NotWritten, Row
from kedang.kit.actor import Actor, system_actor
from kedang.kit.errors import DomainError
from kedang.kit.ids import new_ids

ACTOR = Actor(id=5, name="林", ip="192.0.2.1", request_id="r", session_id=3)
AUDITOR = system_actor("command")


@given(st.sets(st.integers(0, 2**63 - 1)))
def test_packed_ids_come_back_sorted(ids: set[int]) -> None:
    assert unpack_ids(pack_ids(ids)) == sorted(ids)


def test_a_page_of_ids_takes_less_than_their_bytes() -> None:
    assert len(pack_ids(new_ids(200))) < 200 * 3


@pytest.mark.django_db
def test_a_look_at_one_customer_can_be_found_by_that_customer() -> None:
    record_read(ACTOR, "customer.opened", customer_ids=[7], fields=["mobile"])
    record_read(ACTOR, "customers.listed", customer_ids=[7, 8, 3], query_hash=hash_query("张"), count=1000)
    (one,) = looks(AUDITOR, customer_id=7).lines
    assert (one.customer_ids, one.count, one.fields, one.ip) == ((7,), 1, ("mobile",), "192.0.2.1")
    both = looks(AUDITOR, by=5).lines
    assert both[0].customer_ids == (3, 7, 8)
    assert (both[0].count, both[0].query_hash) == (1000, hash_query("张"))
    assert "张" not in both[0].query_hash
    assert hash_query("张") != hash_query("李")


@pytest.mark.django_db
def test_only_the_right_to_read_the_history_opens_it() -> None:
    with pytest.raises(DomainError, match="denied"):
        looks(ACTOR)


def test_without_the_audit_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(rows: Sequence[Row]) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(reads, "_insert", full)
    with pytest.raises(DomainError, match=AUDIT_UNAVAILABLE.code) as refused:
        record_read(ACTOR, "customer.opened", customer_ids=[7])
    assert refused.value.status == 503


@pytest.mark.django_db
def test_the_looks_of_one_answer_are_one_commit_and_are_there_when_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    commits: list[int] = []
    insert = reads._insert

    def counted(rows: Sequence[Row]) -> None:
        commits.append(len(rows))
        insert(rows)

    monkeypatch.setattr(reads, "_insert", counted)
    with reads_together():
        record_read(ACTOR, "customer.opened", customer_ids=[7])
        record_read(ACTOR, "timeline.read", customer_ids=[7])
        assert commits == []
    assert commits == [2]
    assert list(ReadEvent.objects.order_by("id").values_list("verb", flat=True)) == ["customer.opened", "timeline.read"]
    record_read(ACTOR, "customer.opened", customer_ids=[8])
    assert commits == [2, 1]


@pytest.fixture
def grouped(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The grouped writer, its thread's connection closed afterwards."""

    def write_and_close(rows: Sequence[Row]) -> None:
        try:
            reads._insert_in_thread(rows)
        finally:
            connections["audit"].close()

    monkeypatch.setattr(reads, "_writer", GroupWriter(write_and_close, name="test-audit"))
    with override_settings(READ_EVENTS_GROUPED=True):
        yield


@pytest.mark.django_db(transaction=True)
def test_a_crowd_of_looks_is_on_disk_when_each_caller_goes_on(grouped: None) -> None:
    missing: list[int] = []

    def look(number: int) -> None:
        record_read(ACTOR, "customer.opened", customer_ids=[number])
        if not ReadEvent.objects.filter(customer_id=number).exists():
            missing.append(number)
        connections.close_all()

    threads = [threading.Thread(target=look, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert missing == []
    assert ReadEvent.objects.count() == 12


def test_what_waits_while_the_disk_is_busy_is_written_together() -> None:
    groups: list[int] = []
    busy, free = threading.Event(), threading.Event()

    def write(rows: Sequence[Row]) -> None:
        groups.append(len(rows))
        busy.set()
        free.wait(5)

    writer = GroupWriter(write, name="test-group")
    first = writer.put((1,))
    assert busy.wait(5)
    rest = [writer.put((n,)) for n in range(2, 12)]
    free.set()
    for ticket in (first, *rest):
        ticket.wait()
    assert groups == [1, 10]


def test_who_finds_nobody_writing_writes_by_himself_and_a_crowd_shares() -> None:
    threads: list[tuple[str, int]] = []
    busy, free = threading.Event(), threading.Event()

    def write(rows: Sequence[Row]) -> None:
        threads.append((threading.current_thread().name, len(rows)))
        busy.set()
        free.wait(5)

    writer = GroupWriter(write, name="test-group")
    first = threading.Thread(target=writer.write, args=((1,),), name="alone")
    first.start()
    assert busy.wait(5)
    rest = [threading.Thread(target=writer.write, args=((n,),)) for n in range(2, 12)]
    for thread in rest:
        thread.start()
    for _ in range(500):
        if writer._queue.qsize() == 9:
            break
        time.sleep(0.01)
    free.set()
    for thread in (first, *rest):
        thread.join(5)
    assert threads == [("alone", 1), ("test-group", 10)]


def test_who_writes_by_himself_is_told_when_it_failed() -> None:
    def write(rows: Sequence[Row]) -> None:
        raise OperationalError("no")

    with pytest.raises(NotWritten):
        GroupWriter(write, name="test-failing").write((1,))


def test_everybody_in_a_group_that_failed_is_told_and_the_next_group_is_tried() -> None:
    failing = [True]

    def write(rows: Sequence[Row]) -> None:
        if failing[0]:
            raise OperationalError("no")

    writer = GroupWriter(write, name="test-failing")
    ticket = writer.put((1,))
    with pytest.raises(NotWritten):
        ticket.wait()
    failing[0] = False
    writer.put((2,)).wait()


def test_settling_nothing_is_nothing() -> None:
    settle(None)


@pytest.mark.django_db
def test_denied_requests_are_written_once_and_then_counted_by_the_minute() -> None:
    folded = Denials()
    for second in range(50):
        folded.note(ACTOR, code="denied", route="api/users", right="people.manage", at=float(second))
    folded.note(ACTOR, code="denied", route="api/roles", at=10.0)
    assert [(e.count) for e in ReadEvent.objects.order_by("id")] == [1, 1]
    folded.flush(at=61.0)
    assert [e.count for e in ReadEvent.objects.order_by("id")] == [1, 1, 49]
    folded.note(ACTOR, code="denied", route="api/users", at=100.0)
    last = ReadEvent.objects.order_by("id").last()
    assert last is not None
    assert (last.verb, last.count, last.actor_id) == ("denied", 1, 5)
    assert "api/users" in last.details


@pytest.mark.django_db
def test_the_count_of_a_passed_minute_is_written_with_the_next_refusal() -> None:
    folded = Denials()
    for at in (0.0, 1.0, 2.0, 70.0):
        folded.note(ACTOR, code="denied", route="api/users", at=at)
    assert [e.count for e in ReadEvent.objects.order_by("id")] == [1, 2, 1]
