"""Events: in the caller's transaction, declared, without values, and there for good."""

import json

import pytest
from django.db import DatabaseError, connections, transaction

from kedang.history import verbs
from kedang.history.append_only import GUARDED, missing_triggers, unguard_sql
from kedang.history.models import Event, Leaf, ReadEvent
from kedang.history.queries import events_of, events_of_run
from kedang.history.reads import record_read
from kedang.history.record import (
    EVENT_COLUMNS,
    OutsideTransaction,
    event_insert,
    event_row,
    record,
    record_many,
)
from kedang.history.sealing import seal
from kedang.history.verbs import UnknownVerb
from kedang.kit.actor import system_actor

ACTOR = system_actor("command")
VERB = "customer.opened"
SUBJECT = ("customer", 7)


@pytest.mark.django_db
def test_an_event_says_who_what_and_which_fields() -> None:
    record(ACTOR, VERB, subject=SUBJECT, fields=["mobile"], details={"b": 1, "a": "x"}, before=b"\x01", run_id=9)
    (line,) = events_of(SUBJECT[0], [SUBJECT[1]]).lines
    assert (line.actor_id, line.actor_name, line.via, line.verb) == (-1, "command", "command", VERB)
    assert (line.fields, line.details, line.before, line.run_id) == (("mobile",), {"a": "x", "b": 1}, b"\x01", 9)
    assert line.at.tzinfo is not None
    assert Event.objects.get().details == '{"a":"x","b":1}'


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_bug() -> None:
    with pytest.raises(OutsideTransaction):
        record(ACTOR, VERB, subject=SUBJECT)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_leaves_no_event() -> None:
    @transaction.atomic
    def change() -> None:
        record(ACTOR, VERB, subject=SUBJECT)
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        change()
    assert not Event.objects.exists()


def test_an_undeclared_verb_is_a_bug_and_so_is_one_with_two_meanings() -> None:
    with pytest.raises(UnknownVerb):
        event_row(ACTOR, "customer.teleported", subject=SUBJECT)
    with pytest.raises(ValueError, match="twice"):
        verbs.declare(VERB, zh="别的意思", en="something else")
    assert verbs.text("customer.teleported") == "customer.teleported"
    assert verbs.text(VERB, "en") == "opened a customer"


@pytest.mark.django_db
def test_rows_go_through_a_raw_cursor_as_they_are() -> None:
    rows = [event_row(ACTOR, VERB, subject=("customer", n), run_id=5, before=b"\x00\xff") for n in range(3)]
    assert len(rows[0]) == len(EVENT_COLUMNS)
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.cursor.executemany(event_insert("django"), rows[:1]) if connection.vendor == "postgresql" else (
            connection.connection.executemany(event_insert("sqlite"), rows[:1])
        )
    record_many(rows[1:])
    page = events_of_run(5)
    assert [line.subject[1] for line in page.lines] == [2, 1, 0]
    assert {line.before for line in page.lines} == {b"\x00\xff"}


@pytest.mark.django_db
def test_pages_of_a_subjects_history_follow_without_gap_or_repetition() -> None:
    for _ in range(7):
        record(ACTOR, VERB, subject=SUBJECT)
    record(ACTOR, VERB, subject=("customer", 8))
    record(ACTOR, VERB, subject=("department", 7))
    seen: list[int] = []
    cursor = None
    while True:
        page = events_of(SUBJECT[0], [SUBJECT[1]], cursor, limit=3)
        seen += [line.id for line in page.lines]
        cursor = page.next
        if cursor is None:
            break
    assert (
        seen == sorted(Event.objects.filter(subject_id=7, subject_kind="customer").values_list("id", flat=True))[::-1]
    )
    assert len(seen) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("table", [name for name in sorted(GUARDED) if name.startswith("history_")])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_history(table: str, statement: str) -> None:
    record(ACTOR, VERB, subject=SUBJECT)
    record_read(ACTOR, VERB, customer_ids=[7])
    seal()
    alias, column = GUARDED[table], {"history_leaf": "seq", "history_checkpoint": "number"}.get(table, "verb")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using=alias):
        connections[alias].cursor().execute(statement.format(table, column, column))
    assert (Event.objects.count(), ReadEvent.objects.count(), Leaf.objects.count()) == (1, 1, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(GUARDED))
def test_a_missing_guard_is_noticed(table: str) -> None:
    connection = connections[GUARDED[table]]
    assert missing_triggers(connection, table) == ()
    with transaction.atomic(using=connection.alias):
        connection.cursor().execute(unguard_sql(connection.vendor, table)[1])
        assert missing_triggers(connection, table) == (f"{table}_no_delete",)
        transaction.set_rollback(True, using=connection.alias)


@pytest.mark.django_db
def test_the_history_of_a_subject_is_found_by_its_index() -> None:
    if connections["default"].vendor != "sqlite":
        pytest.skip("PostgreSQL scans a table this small")
    plan = Event.objects.filter(subject_id=7, subject_kind="customer", id__lt=5).order_by("-id")[:3].explain()
    assert "history_event_subject" in plan
    assert "TEMP B-TREE" not in plan


def test_details_are_json() -> None:
    row = event_row(ACTOR, VERB, subject=SUBJECT, details={"名": "值"})
    assert json.loads(str(row[EVENT_COLUMNS.index("details")])) == {"名": "值"}
