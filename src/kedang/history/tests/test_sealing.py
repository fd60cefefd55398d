"""Sealing: places without gaps, roots as RFC 6962 gives them, and nothing lost that was committed late."""

import hashlib
import time
from datetime import timedelta

import pytest
from django.db import connections, transaction

from kedang.history import sealing, standing
from kedang.history.append_only import guard_sql, unguard_sql
from kedang.history.models import Checkpoint, Event, Leaf
from kedang.history.proving import holds, prove, prove_growth
from kedang.history.reads import record_read
from kedang.history.record import record, record_many
from kedang.history.records import by_ids
from kedang.history.sealing import seal, seal_late
from kedang.history.signing import make_key
from kedang.history.standalone import Peaks, node, peaks_at, push, read_note, root_of
from kedang.history.standing import require_sealed
from kedang.history.verifying import FINE, INCOMPLETE, TAMPERED, Wanted, verify
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.kit.ids import first_id_at

LIN = Actor(id=11, name="林小雨", session_id=5, ip="10.0.0.1", device="Firefox")


def change(place: int) -> None:
    """One event of the first log."""
    with transaction.atomic():
        record(LIN, "denied", subject=("customer", 100 + place), fields=["name"], details={"n": place})


def look(place: int) -> None:
    """One event of the second log."""
    record_read(LIN, "customer.opened", customer_ids=[100 + place])


def events(count: int) -> None:
    """Changes and looks by turns."""
    for place in range(count):
        (look if place % 2 else change)(place)


def _plain_root(leaves: list[bytes]) -> bytes:
    """Section 2.1 of RFC 6962, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(_plain_root(leaves[:half]), _plain_root(leaves[half:]))


def test_the_roots_are_those_of_the_rfc() -> None:
    leaves = [hashlib.sha256(bytes([0, n])).digest() for n in range(70)]
    tree = Peaks()
    for count, leaf in enumerate(leaves, 1):
        push(tree, 0, leaf)
        assert root_of(tree) == _plain_root(leaves[:count])
    found = peaks_at(leaves[:64], [1, 37, 64])
    assert {n: root_of(peaks) for n, peaks in found.items()} == {n: _plain_root(leaves[:n]) for n in (1, 37, 64)}
    # The published example of one empty leaf.
    assert hashlib.sha256(b"\0").hexdigest() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@pytest.mark.django_db
def test_every_event_of_both_logs_gets_a_place_and_the_checkpoint_its_root() -> None:
    events(7)
    assert seal() == 7
    events(4)
    assert seal() == 4
    assert seal() == 0
    leaves = list(Leaf.objects.order_by("seq"))
    assert [leaf.seq for leaf in leaves] == list(range(11))
    assert [leaf.log for leaf in leaves[:7]] == [0, 1, 0, 1, 0, 1, 0]
    first, second = (read_note(note) for note in Checkpoint.objects.order_by("number").values_list("note", flat=True))
    assert (first["size"], second["size"]) == (7, 11)
    assert second["root"] == _plain_root([bytes(leaf.hash) for leaf in leaves])
    assert second["previous"] == hashlib.sha256(first["text"].encode()).hexdigest()
    assert verify(Wanted()).code == FINE


@pytest.mark.django_db
def test_both_databases_hash_the_same_bytes() -> None:
    row = (
        7,
        "2026-11-23 08:00:00.000120",
        11,
        "林'小|雨",
        "session",
        "denied",
        "customer",
        100,
        None,
        '["a"]',
        "{}",
        b"\x00\xff",
    )
    with transaction.atomic():
        record_many([(*row, 5, "r", "::1", "")])
    parts = [
        "7",
        "2026-11-23 08:00:00.000120",
        "11",
        "林'小|雨",
        "session",
        "denied",
        "customer",
        "100",
        "-",
        '["a"]',
        "{}",
        "+00FF",
    ]
    assert by_ids(0, [7]) == {7: "\x1f".join([*parts, "5", "r", "::1", ""]).encode()}


@pytest.mark.django_db
def test_a_late_commit_is_sealed_behind_the_others_and_not_lost() -> None:
    change(0)
    events(6)
    late = Event.objects.order_by("id").values().first()
    assert late is not None
    _without(late["id"])
    assert seal() == 6
    Event.objects.create(**late)
    assert seal() == 0
    assert seal_late() == 1
    assert Leaf.objects.get(log=0, event_id=late["id"]).seq == 6
    assert seal_late(everything=True) == 0
    assert verify(Wanted()).code == FINE


@pytest.mark.django_db
def test_what_appears_much_too_late_is_sealed_and_told() -> None:
    events(2)
    seal()
    change(9)
    seal()
    Event.objects.create(**{**_first(), "id": first_id_at(now() - timedelta(days=1))})
    seal()
    found = verify(Wanted())
    assert (found.code, len(found.wrong)) == (TAMPERED, 1)
    assert "was put in" in found.wrong[0]
    assert seal_late() == 0
    assert seal_late(everything=True) == 1
    assert Event.objects.get(verb="audit.sealed_late").details.startswith('{"count":1')


@pytest.mark.django_db
def test_the_second_of_two_sealers_seals_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    events(3)
    before = sealing._head()
    assert seal() == 3
    monkeypatch.setattr(sealing, "_head", lambda: before)
    assert seal() == 0
    monkeypatch.undo()
    assert (Leaf.objects.count(), Checkpoint.objects.count()) == (3, 1)


@pytest.mark.django_db
def test_a_long_log_is_sealed_in_batches_in_order_of_time() -> None:
    for place in range(5):
        change(place)
    for place in range(7):
        look(place)
    sizes = []
    while count := seal(3):
        sizes.append(count)
    assert sum(sizes) == 12
    assert max(sizes) <= 6
    ids = list(Leaf.objects.order_by("seq").values_list("event_id", flat=True))
    assert ids == sorted(ids)
    assert verify(Wanted()).code == FINE


@pytest.mark.django_db
def test_a_new_key_is_introduced_by_the_old_one() -> None:
    events(2)
    seal()
    make_key()
    events(2)
    seal()
    events(2)
    seal()
    keys = list(Checkpoint.objects.order_by("number").values_list("key_epoch", flat=True))
    marks = [read_note(note)["key_id"] for note in Checkpoint.objects.order_by("number").values_list("note", flat=True)]
    assert keys[1:] == [keys[0] + 1] * 2
    assert marks[0] == marks[1] != marks[2]
    assert verify(Wanted()).code == FINE


@pytest.mark.django_db
def test_an_event_is_proved_and_a_forged_one_is_not() -> None:
    events(13)
    seal()
    leaf = Leaf.objects.get(seq=11)
    proof = prove(leaf.event_id)
    assert holds(proof)
    assert not holds({**proof, "place": 10})
    assert not holds({**proof, "record": str(proof["record"]) + "x"})
    with pytest.raises(DomainError, match="not_sealed"):
        prove(5)


@pytest.mark.django_db
def test_growth_is_proved_by_the_hashes_that_the_rfc_names() -> None:
    events(3)
    seal()
    events(4)
    seal()
    leaves = [bytes(leaf.hash) for leaf in Leaf.objects.order_by("seq")]
    # Section 2.1.3: the proof from 3 to 7 is [c, d, g, l].
    expected = [leaves[2], leaves[3], _plain_root(leaves[:2]), _plain_root(leaves[4:7])]
    assert prove_growth(1, 2)["path"] == [each.hex() for each in expected]
    with pytest.raises(DomainError, match="no_checkpoint"):
        prove_growth(1, 9)


@pytest.mark.django_db
def test_nothing_is_sealed_while_the_clock_stands_before_the_last_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    events(2)
    seal()
    events(2)
    monkeypatch.setattr(sealing, "now", lambda: now() - timedelta(hours=1))
    for refused in (seal, sealing.require_clock):
        with pytest.raises(DomainError, match=r"audit\.clock"):
            refused()
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_a_sealer_that_stands_still_is_seen_and_then_stops_sensitive_reads(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    events(2)
    seal()
    settings.SEAL_PATIENCE_SECONDS = 300.0  # type: ignore[attr-defined]
    look(3)
    passed = [0.0]
    monkeypatch.setattr(time, "time", lambda real=time.time: real() + passed[0])
    monkeypatch.setattr(standing, "now", lambda: now() + timedelta(seconds=passed[0]))
    standing.forget()
    require_sealed()
    assert not standing.standing().behind
    passed[0] = 61.0
    assert standing.standing().behind
    passed[0] = 301.0
    standing.forget()
    with pytest.raises(DomainError, match=r"audit\.seal_behind"):
        record_read(LIN, "customer.revealed", customer_ids=[1])
    record_read(LIN, "customer.opened", customer_ids=[1])
    seal()
    standing.forget()
    record_read(LIN, "customer.revealed", customer_ids=[1])
    standing.forget()


@pytest.mark.django_db
def test_nothing_sealed_yet_is_incomplete_and_not_fine() -> None:
    assert verify(Wanted()).code == INCOMPLETE


def _first() -> dict[str, object]:
    found = Event.objects.order_by("id").values().first()
    assert found is not None
    return dict(found)


def _without(event_id: int) -> None:
    """As if one transaction had not been committed yet."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        for statement in unguard_sql(connection.vendor, "history_event"):
            cursor.execute(statement)
        cursor.execute("DELETE FROM history_event WHERE id = %s", [event_id])
        for statement in guard_sql(connection.vendor, "history_event"):
            cursor.execute(statement)


def test_the_worker_has_a_name_in_the_log() -> None:
    assert system_actor("worker").id == -2
