"""Customers get new keys while everybody works: what is live is sealed again, and old versions go when nothing can need them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connections

from kedang.archive import notes, parts
from kedang.archive.load import load_contents
from kedang.archive.models import ContactPoint, Customer, Note
from kedang.archive.tests.filing import file_customer
from kedang.cleaning.models import Fix, FixRow
from kedang.history.models import Event
from kedang.jobs.models import Job
from kedang.jobs.worker import run_waiting
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.crypto import key_id_of
from kedang.kit.errors import DomainError
from kedang.operations import keys_copying, resealing, resealing_places
from kedang.operations.models import GONE, GOOD, Backup, Resealing
from kedang.operations.tests.scene import forget, own_keys
from kedang.vault import keys as vault
from kedang.vault import renewing
from kedang.vault.copies import copies
from kedang.vault.models import MasterKey, SubjectKeyRow
from tests import people

pytestmark = pytest.mark.django_db
PARTICULARS: dict[str, Any] = {
    "name": "张伟",
    "mobile": "13800138000",
    "id_number": "11010519491231002X",
    "birth_date": "1949-12-31",
    "address": "浙江省杭州市西湖区文三路1号",
    "某一列": "未对应的内容",
}


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield own_keys(tmp_path, monkeypatch)
    forget()


@pytest.fixture
def cast() -> people.Cast:
    return people.make_cast()


@pytest.fixture
def admin(cast: people.Cast) -> Actor:
    return people.actor(cast.admin)


def some(cast: people.Cast, count: int = 3) -> list[int]:
    return [file_customer(cast.zhou, **{**PARTICULARS, "mobile": f"1380013800{n}"}) for n in range(count)]


def versions_in(*customer_ids: int) -> set[int]:
    """Which versions the live values of these customers name."""
    return {
        key_id_of(cell.blob)
        for place in resealing_places.places()
        for cells in resealing_places._pages(place, customer_ids)
        for cell in cells
    }


def old_backup() -> Backup:
    """A backup of yesterday."""
    yesterday = now() - timedelta(days=1)
    return Backup.objects.create(name="old", place="/b", reason="schedule", state=GOOD, started_at=yesterday)


def later() -> None:
    """An hour and more goes by."""
    Resealing.objects.filter(sealed_at__isnull=False).update(sealed_at=now() - 2 * resealing.GRACE)
    resealing.tend()
    run_waiting()


def test_all_customers_get_new_keys_and_say_what_they_said(cast: people.Cast, admin: Actor, tmp_path: Path) -> None:
    ids = some(cast)
    before = load_contents(ids)
    note = notes.write(people.actor(cast.zhou), ids[0], body="爱喝茶")
    resealing.begin(admin)
    with pytest.raises(DomainError, match=r"keys\.reseal_under_way"):
        resealing.begin(admin)
    run_waiting()
    [row], [job] = Resealing.objects.all(), Job.objects.filter(kind=resealing.SEAL)
    assert (job.state, job.done, job.total, row.damaged, row.values) == ("done", 6, 6, 0, row.values)
    assert row.values >= 5 * len(ids) + 1
    assert (versions_in(*ids), renewing.versions_of(ids)) == ({row.version}, dict.fromkeys(ids, (1, row.version)))
    assert len(copies(tmp_path / "copies")) == 1
    assert load_contents(ids) == before
    body = Note.objects.get(id=note).body_enc
    assert vault.key_for(ids[0]).open_padded(body, table="note", column="body", row_id=note) == "爱喝茶"
    later()
    assert renewing.versions_of(ids) == dict.fromkeys(ids, (row.version,))
    row.refresh_from_db()
    assert (row.dropped, row.kept, row.ended_at is not None) == (3, 0, True)
    assert load_contents(ids) == before
    verbs = Event.objects.filter(subject_kind="keys").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["keys.resealing", "keys.copied", "keys.resealed", "keys.dropped"]


def test_one_customer_and_nobody_else(cast: people.Cast, admin: Actor) -> None:
    one, other = some(cast, 2)
    with pytest.raises(DomainError, match=r"keys\.no_such_customer"):
        resealing.begin(admin, "C-none")
    assert (Resealing.objects.count(), Job.objects.count()) == (0, 0)
    resealing.begin(admin, Customer.objects.get(id=one).number)
    run_waiting()
    version = Resealing.objects.get().version
    assert (versions_in(one), versions_in(other)) == ({version}, {1})
    assert renewing.versions_of([one, other]) == {one: (1, version), other: (1,)}


def test_only_who_runs_the_installation_may(cast: people.Cast) -> None:
    ids = some(cast, 1)
    with pytest.raises(DomainError, match="denied"):
        resealing.begin(people.actor(cast.zhou))
    assert (Resealing.objects.count(), renewing.versions_of(ids)) == (0, {ids[0]: (1,)})


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_begin_once(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes: list[str] = []
    both, versions = Barrier(2), resealing._next_version

    def meeting() -> int:
        with suppress(BrokenBarrierError):
            both.wait(timeout=0.5)
        return versions()

    def press() -> None:
        try:
            resealing.begin(admin)
            outcomes.append("begun")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    monkeypatch.setattr(resealing, "_next_version", meeting)
    presses = [Thread(target=press) for _ in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert sorted(outcomes) == ["begun", "keys.reseal_under_way"]
    assert (Resealing.objects.count(), Job.objects.filter(kind=resealing.SEAL).count()) == (1, 1)


def test_old_versions_wait_an_hour_and_for_backups_from_before(cast: people.Cast, admin: Actor) -> None:
    ids = some(cast, 1)
    resealing.begin(admin)
    row = Resealing.objects.get()
    assert resealing.waits_for(row) == "sealing"
    run_waiting()
    row.refresh_from_db()
    assert resealing.waits_for(row) == "time"
    old = old_backup()
    later()
    assert (resealing.waits_for(Resealing.objects.get()), len(renewing.versions_of(ids)[ids[0]])) == ("backups", 2)
    Backup.objects.filter(id=old.id).update(state=GONE)
    later()
    assert renewing.versions_of(ids) == {ids[0]: (row.version,)}


def test_a_backup_from_before_opens_with_the_key_store_of_after(cast: people.Cast, admin: Actor) -> None:
    [one] = some(cast, 1)
    was = ContactPoint.objects.get(customer_id=one)
    blob, before = bytes(was.value_enc), load_contents([one])
    old_backup()
    resealing.begin(admin)
    run_waiting()
    later()
    ContactPoint.objects.filter(id=was.id).update(value_enc=blob)
    assert load_contents([one]) == before
    # What came back is sealed again when keys are exchanged next, and only then the first version may go.
    resealing.begin(admin)
    run_waiting()
    Backup.objects.update(state=GONE)
    later()
    later()
    assert (len(renewing.versions_of([one])[one]), load_contents([one])) == (1, before)


def test_the_log_keeps_the_version_it_was_written_with(cast: people.Cast, admin: Actor) -> None:
    one, other = some(cast, 2)
    parts.add_point(people.actor(cast.zhou), one, parts.PointDraft(kind="wechat", value="wx_one"))
    assert Event.objects.filter(subject_id=one, before__isnull=False).exists()
    stored = list(Event.objects.order_by("id").values_list("before", flat=True))
    resealing.begin(admin)
    run_waiting()
    later()
    row = Resealing.objects.get()
    assert renewing.versions_of([one, other]) == {one: (1, row.version), other: (row.version,)}
    assert (row.dropped, row.kept) == (1, 1)
    images = list(Event.objects.order_by("id").values_list("before", flat=True))
    assert images[: len(stored)] == stored
    vault.shred([one])
    assert (vault.keys_for([one]), SubjectKeyRow.objects.filter(subject_id=one).exists()) == ({}, False)


def test_who_still_wrote_under_an_old_version_is_sealed_again_first(cast: people.Cast, admin: Actor) -> None:
    [one] = some(cast, 1)
    early = vault.key_for(one)
    resealing.begin(admin)
    run_waiting()
    point = ContactPoint.objects.get(customer_id=one)
    late = early.seal("13900139000", table="contact_point", column="value", row_id=point.id)
    ContactPoint.objects.filter(id=point.id).update(value_enc=late)
    before = load_contents([one])
    later()
    row = Resealing.objects.get()
    assert (renewing.versions_of([one]), row.ended_at) == ({one: (1, row.version)}, None)
    later()
    assert (renewing.versions_of([one]), load_contents([one])) == ({one: (row.version,)}, before)


def test_what_somebody_writes_while_it_is_being_sealed_again_stays(
    cast: people.Cast, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    [one] = some(cast, 1)
    whole, point = resealing_places._write, ContactPoint.objects.get(customer_id=one)

    def late(place: resealing_places.Place, changed: Any) -> int:
        if place.model is ContactPoint:
            sealed = vault.key_for(one).seal("+8613900139000", table="contact_point", column="value", row_id=point.id)
            ContactPoint.objects.filter(id=point.id).update(value_enc=sealed)
        return whole(place, changed)

    monkeypatch.setattr(resealing_places, "_write", late)
    resealing.begin(admin)
    run_waiting()
    assert [each.value for each in load_contents([one])[one].points] == ["+8613900139000"]


def test_what_takes_a_bulk_correction_back_keeps_the_version_it_was_written_with(
    cast: people.Cast, admin: Actor
) -> None:
    one, other = some(cast, 2)
    fix = Fix.objects.create(field="source", method="manual", plan_enc=b"x", created_by=cast.zhou.id)
    FixRow.objects.create(fix=fix, customer_id=one, fate="changed", values_enc=b"sealed under the first version")
    resealing.begin(admin)
    run_waiting()
    later()
    row = Resealing.objects.get()
    assert renewing.versions_of([one, other]) == {one: (1, row.version), other: (row.version,)}


def test_a_value_that_does_not_open_is_left_and_its_key_kept(cast: people.Cast, admin: Actor) -> None:
    one, other = some(cast, 2)
    point = ContactPoint.objects.get(customer_id=one)
    broken = bytes(point.value_enc)[:-1] + b"\0" if bytes(point.value_enc)[-1] else bytes(point.value_enc)[:-1] + b"\1"
    ContactPoint.objects.filter(id=point.id).update(value_enc=broken)
    resealing.begin(admin)
    run_waiting()
    later()
    row = Resealing.objects.get()
    assert (row.damaged, row.kept, row.dropped) == (1, 1, 1)
    assert bytes(ContactPoint.objects.get(id=point.id).value_enc) == broken
    assert renewing.versions_of([one, other]) == {one: (1, row.version), other: (row.version,)}


def test_what_does_not_open_is_counted_once_and_what_was_destroyed_is_not_forgotten(
    cast: people.Cast, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = some(cast)
    ContactPoint.objects.filter(customer_id=one).update(value_enc=b"x" * 60)
    resealing.begin(admin)
    run_waiting()
    Job.objects.all().delete()
    Resealing.objects.update(sealed_at=None)
    resealing.tend()
    run_waiting()
    assert Resealing.objects.get().damaged == 1
    with monkeypatch.context() as cut:
        cut.setattr(resealing, "_ended", lambda *_: Job.objects.all().delete())
        later()
    assert (Resealing.objects.get().dropped, Resealing.objects.get().ended_at) == (2, None)
    later()
    row = Resealing.objects.get()
    assert (row.dropped, row.kept, row.ended_at is not None) == (2, 1, True)


def test_a_key_store_from_before_an_exchange_is_told_and_so_is_an_exchange_that_a_restore_undid(
    cast: people.Cast, admin: Actor
) -> None:
    some(cast, 1)
    resealing.begin(admin)
    assert resealing.amiss() == ""
    run_waiting()
    assert resealing.amiss() == ""
    [mark] = MasterKey.objects.filter(purpose=renewing.GIVEN)
    mark.delete()
    assert "newer copy" in resealing.amiss()
    renewing.mark(renewing.GIVEN, Resealing.objects.get().version)
    Resealing.objects.all().delete()
    assert "keys rotate customers" in resealing.amiss()


def test_a_customer_erased_meanwhile_stays_erased(cast: people.Cast, admin: Actor) -> None:
    one, other = some(cast, 2)
    resealing.begin(admin)
    vault.shred([one])
    run_waiting()
    later()
    row = Resealing.objects.get()
    assert (vault.keys_for([one]), renewing.versions_of([other])) == ({}, {other: (row.version,)})


@pytest.mark.parametrize(
    ("module", "step", "at"),
    [
        (renewing, "give", 0),
        (renewing, "give", 1),
        (keys_copying, "copy", 0),
        (resealing, "reseal", 1),
        (resealing_places, "_write", 0),
        (resealing_places, "_write", 2),
        (renewing, "drop_before", 0),
        (renewing, "drop_before", 1),
        (resealing, "_ended", 0),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_cut_off_at_any_step_it_goes_on_by_itself(
    cast: people.Cast, admin: Actor, monkeypatch: pytest.MonkeyPatch, module: Any, step: str, at: int, when: str
) -> None:
    ids = some(cast)
    before = load_contents(ids)
    monkeypatch.setattr(resealing, "BATCH", 2)
    whole, calls = getattr(module, step), list[int]()

    def cut(*given: Any) -> Any:
        calls.append(1)
        if len(calls) != at + 1:
            return whole(*given)
        if when == "after":
            whole(*given)
        raise RuntimeError("killed")

    monkeypatch.setattr(module, step, cut)
    resealing.begin(admin)
    run_waiting()
    later()
    assert load_contents(ids) == before
    for _ in range(2):
        Job.objects.filter(state="queued").update(run_after=now(), turn_at=now())
        run_waiting()
        later()
    row = Resealing.objects.get()
    assert len(calls) > at
    assert (versions_in(*ids), renewing.versions_of(ids)) == ({row.version}, dict.fromkeys(ids, (row.version,)))
    assert (load_contents(ids), row.ended_at is not None) == (before, True)
