"""A run that is killed goes on where it was, and ends as if nothing had happened."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.db import OperationalError

from kedang.archive.digest import archive_digest
from kedang.archive.models import Customer, Tag
from kedang.history.models import Event
from kedang.intake import bulk_mode, commit, labels, lifecycle, writing
from kedang.intake.file import file_one
from kedang.intake.models import ImportRun, MissingIndexes
from kedang.intake.tests.builders import COMMAND, PERSON, counts, fates, stage, table, take_back, work
from kedang.jobs import worker
from kedang.jobs.models import Job
from kedang.kit.clock import now

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process is gone: nobody catches this."""


ROWS = [
    (f"P{i}", f"林{chr(0x4E00 + i)}", f"138{i:08d}", "", "教师") if i % 7 else ("P3", "林晓", "13800000003", "", "教师")
    for i in range(1, 46)
]


def start(*, batch_rows: int = 10) -> ImportRun:
    """A committed run of 45 rows in small batches."""
    run = stage(COMMAND, table((*PERSON, "标签"), *[(*row, "老客户") for row in ROWS], ("P99", "", "", "", "", "")[:6]))
    lifecycle.commit(COMMAND, run.id)
    ImportRun.objects.filter(id=run.id).update(batch_rows=batch_rows)
    return run


def nobody_holds_it(run: ImportRun) -> None:
    """The dead worker's lease has ended."""
    Job.objects.filter(subject_id=run.id, state="running").update(lease_until=now())


def whole() -> tuple[str, list[Any]]:
    """Digest and fates of an uninterrupted run, which is then taken back."""
    run = work(start().id)
    assert counts(run) == {"created": 39, "duplicate": 6, "refused": 1}
    found = archive_digest(COMMAND), [f[:4] for f in fates(run)]
    take_back(COMMAND, run)
    assert not Customer.objects.exists()
    return found


@pytest.mark.parametrize("step", ["store", "insert_bundle", "insert_rows", "fate_row"])
@pytest.mark.parametrize("batch", [1, 3])
def test_killed_in_the_middle_of_a_batch(monkeypatch: pytest.MonkeyPatch, step: str, batch: int) -> None:
    expected = whole()
    run = start()
    place: Any = writing.vault if step == "store" else writing  # type: ignore[attr-defined]
    real: Callable[..., Any] = getattr(place, step)
    calls = 0

    def dying(*args: Any, **rest: Any) -> Any:
        nonlocal calls
        calls += 1
        result = real(*args, **rest)
        if calls == batch:
            raise Killed
        return result

    with monkeypatch.context() as patch:
        patch.setattr(place, step, dying)
        with pytest.raises(Killed):
            work(run.id)
    stopped = ImportRun.objects.get(id=run.id)
    assert stopped.position == (batch - 1) * 10
    assert Customer.objects.count() == stopped.created
    nobody_holds_it(run)
    finished = work(run.id)
    assert finished.state == "done"
    assert (archive_digest(COMMAND), [f[:4] for f in fates(finished)]) == expected


def test_killed_between_two_batches_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole()
    run = start()
    real = writing.Writer.write
    written = 0

    def dying(self: writing.Writer, batch: Any) -> Any:
        nonlocal written
        written += 1
        result = real(self, batch)
        if written in (1, 3):
            raise Killed
        return result

    monkeypatch.setattr(writing.Writer, "write", dying)
    for _ in range(2):
        with pytest.raises(Killed):
            work(run.id)
        nobody_holds_it(run)
    finished = work(run.id)
    assert (archive_digest(COMMAND), [f[:4] for f in fates(finished)]) == expected
    assert Event.objects.filter(run_id=run.id, verb="customer.created").count() == 39


def test_a_frozen_worker_that_wakes_up_writes_nothing() -> None:
    run = start()
    job = Job.objects.get(subject_id=run.id)
    from kedang.jobs.claiming import claim_job

    frozen = claim_job(job.id)
    assert frozen is not None
    nobody_holds_it(run)
    finished = work(run.id)
    before = archive_digest(COMMAND)
    worker.run_claimed(frozen)
    assert archive_digest(COMMAND) == before
    assert Job.objects.get(id=job.id).state == "done"
    assert ImportRun.objects.get(id=run.id).position == finished.position


def test_a_full_disk_stops_the_run_with_a_sentence_and_it_can_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole()
    run = start()
    real = writing.insert_bundle  # type: ignore[attr-defined]
    calls = 0

    def full(bundle: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OperationalError("database or disk is full")
        real(bundle)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "insert_bundle", full)
        stopped = work(run.id)
    assert (stopped.state, stopped.position) == ("failed", 10)
    assert '"disk.full"' in stopped.error
    assert Customer.objects.count() == stopped.created
    lifecycle.commit(COMMAND, run.id)
    finished = work(run.id)
    assert (archive_digest(COMMAND), [f[:4] for f in fates(finished)]) == expected


def test_somebody_makes_the_same_tag_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    run = start()
    real = commit.plan_for  # type: ignore[attr-defined]
    plans = 0

    def late(*args: Any, **rest: Any) -> Any:
        nonlocal plans
        plans += 1
        plan = real(*args, **rest)
        if plans == 1:
            Tag.objects.create(name="老客户")
        return plan

    monkeypatch.setattr(commit, "plan_for", late)
    finished = work(run.id)
    assert (finished.state, finished.created, plans) == ("done", 39, 2)
    assert list(Tag.objects.values_list("name", flat=True)) == ["老客户"]
    assert labels.known_tags() == {"老客户": Tag.objects.get().id}


def test_cancelled_at_the_next_batch_and_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole()
    run = start()
    real = writing.Writer.write

    def asked(self: writing.Writer, group: Any) -> Any:
        result = real(self, group)
        if group[-1].seq == 1:
            lifecycle.cancel(COMMAND, run.id)
        return result

    with monkeypatch.context() as patch:
        patch.setattr(writing.Writer, "write", asked)
        stopped = work(run.id)
    assert (stopped.state, stopped.position) == ("cancelled", 20)
    lifecycle.commit(COMMAND, run.id)
    finished = work(run.id)
    assert (archive_digest(COMMAND), [f[:4] for f in fates(finished)]) == expected


@pytest.mark.parametrize("shared_from", [1, 1000])
def test_other_processes_prepare_big_files_alike(monkeypatch: pytest.MonkeyPatch, shared_from: int) -> None:
    expected = whole()
    monkeypatch.setattr(commit, "ALONE_BELOW", 1)
    monkeypatch.setattr(commit, "SHARED_FROM", shared_from)
    monkeypatch.setattr(lifecycle, "BULK_FROM", shared_from)
    monkeypatch.setattr(commit, "MOST_RACES", 1)
    finished = work(start().id)
    assert (archive_digest(COMMAND), [f[:4] for f in fates(finished)]) == expected


def index_names() -> set[str]:
    """The indexes that a bulk load may leave out, as they stand now."""
    return {name for name, _ in bulk_mode._indexes()}


def test_a_bulk_load_leaves_indexes_out_and_brings_them_back(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole()
    usual = index_names()
    assert len(usual) >= 8
    monkeypatch.setattr(lifecycle, "BULK_FROM", 1)
    monkeypatch.setattr(commit, "BULK_GROUP", 2)
    run = start()
    real = writing.Writer.write

    def dying(self: writing.Writer, group: Any) -> Any:
        real(self, group)
        assert index_names() == set()
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(writing.Writer, "write", dying)
        with pytest.raises(Killed):
            work(run.id)
    assert {name for name, _ in orjson.loads(MissingIndexes.objects.get().definitions)} == usual
    assert bulk_mode.end_abandoned() is False, "the run is still being filed"
    nobody_holds_it(run)
    finished = work(run.id)
    assert (archive_digest(COMMAND), [f[:4] for f in fates(finished)]) == expected
    assert index_names() == usual
    assert not MissingIndexes.objects.exists()


def test_when_somebody_else_creates_meanwhile_the_indexes_come_back_and_the_archive_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = index_names()
    monkeypatch.setattr(lifecycle, "BULK_FROM", 1)
    monkeypatch.setattr(commit, "BULK_GROUP", 1)
    run = start()
    real = writing.Writer.write

    def interrupted(self: writing.Writer, group: Any) -> Any:
        result = real(self, group)
        if group[-1].seq == 0:
            file_one(COMMAND, "person", {"external_id": "P30", "name": ROWS[29][1], "mobile": ROWS[29][2]})
        return result

    monkeypatch.setattr(writing.Writer, "write", interrupted)
    finished = work(run.id)
    assert index_names() == usual
    assert finished.state == "done"
    assert counts(finished) == {"created": 38, "updated": 1, "duplicate": 6, "refused": 1}


def test_a_stopped_bulk_load_gets_its_indexes_back_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = index_names()
    monkeypatch.setattr(lifecycle, "BULK_FROM", 1)
    run = start()
    assert bulk_mode.begin(run.id) is True
    assert bulk_mode.begin(run.id) is False
    ImportRun.objects.filter(id=run.id).update(state="failed")
    assert bulk_mode.end_abandoned() is True
    assert index_names() == usual
