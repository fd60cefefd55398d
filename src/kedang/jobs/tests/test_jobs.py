"""The queue: once each, resumed after a crash, ended in words."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from kedang.jobs import handlers, process, worker
from kedang.jobs.claiming import claim_job, claim_next, in_line
from kedang.jobs.handlers import Ending
from kedang.jobs.models import Job, Tick
from kedang.jobs.queue import cancel, enqueue, open_job
from kedang.jobs.running import Cancelled, LeaseLost, Running
from kedang.kit.clock import now
from kedang.kit.errors import Refusal

pytestmark = pytest.mark.django_db
KIND = "test.count"
NO = Refusal("test.no", 422, "不行", "no")
Script = list[object]


@pytest.fixture
def script() -> Iterator[Script]:
    """What the handler does, step by step: raise an exception, or note a call."""
    steps: Script = []

    def run(job: Running) -> None:
        step = steps.pop(0) if steps else None
        if isinstance(step, BaseException):
            raise step
        with transaction.atomic():
            job.keep(done=job.done + 1)

    handlers.register(KIND, run, ended=lambda job, ending: steps.append(ending))
    yield steps
    handlers._handlers.pop(KIND)


def waiting() -> Job:
    with transaction.atomic():
        return Job.objects.get(id=enqueue(KIND, subject_id=7, actor_id=-1, payload={"a": "1"}))


def test_a_job_is_done_once(script: Script) -> None:
    job = waiting()
    assert worker.run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.done, worker.run_waiting()) == ("done", 1, 0)


def test_a_short_job_does_not_wait_for_a_long_one(script: Script) -> None:
    done: list[int] = []
    handlers.register("test.short", lambda job: done.append(job.subject_id), short=True)
    try:
        long, longer = waiting(), waiting()
        assert claim_job(long.id) is not None, "the one worker is in the middle of it"
        with transaction.atomic():
            enqueue("test.short", subject_id=8, actor_id=-1)
        assert worker.run_waiting(short=True) == 1
        assert done == [8]
        assert Job.objects.get(id=longer.id).state == "queued", "two long ones at once are too much for a small machine"
        with transaction.atomic():
            enqueue("test.short", subject_id=9, actor_id=-1)
        assert worker.run_waiting() == 2, "whoever does everything does short ones too"
        assert done == [8, 9]
    finally:
        handlers._handlers.pop("test.short")


@pytest.fixture
def order() -> Iterator[list[str]]:
    """Which jobs were done, in order: some that somebody waits for, some that nobody does."""
    done: list[str] = []
    handlers.register("test.asked", lambda job: done.append(f"asked {job.subject_id}"))
    handlers.register("test.patient", lambda job: done.append(f"patient {job.subject_id}"), patient=True)
    yield done
    for kind in ("test.asked", "test.patient"):
        handlers._handlers.pop(kind)


def put(kind: str, subject: int, *, ago: timedelta = timedelta()) -> None:
    with transaction.atomic():
        enqueue(kind, subject_id=subject, actor_id=-1, run_after=now() - ago)


def test_what_somebody_waits_for_goes_before_what_nobody_does(order: list[str]) -> None:
    for number in range(23):
        put("test.patient", number)
    put("test.asked", 1)
    put("test.asked", 2)
    assert worker.run_waiting() == 25
    assert order == ["asked 1", "asked 2", *(f"patient {number}" for number in range(23))]


def test_nobody_is_patient_for_ever(order: list[str]) -> None:
    put("test.patient", 1, ago=handlers.PATIENCE + timedelta(minutes=2))
    put("test.patient", 2, ago=handlers.PATIENCE - timedelta(minutes=2))
    put("test.asked", 3, ago=timedelta(minutes=1))
    worker.run_waiting()
    assert order == ["patient 1", "asked 3", "patient 2"]


def test_what_is_patient_does_not_wait_when_it_is_alone(order: list[str]) -> None:
    put("test.patient", 1)
    assert worker.run_waiting() == 1


def test_what_failed_comes_back_behind_what_somebody_waits_for(order: list[str]) -> None:
    put("test.patient", 1)
    claimed = claim_next(["test.patient"])
    assert claimed is not None
    claimed.give_back()
    put("test.asked", 2)
    worker.run_waiting()
    assert order == ["asked 2", "patient 1"]


def test_files_and_scores_let_people_go_first() -> None:
    patient = {kind for kind in handlers.kinds() if handlers.patience(kind)}
    assert {"documents.read_text", "documents.destroy", "quality.rescore", "duplicates.index"} <= patient
    waited_for = {"intake.inspect", "intake.check", "intake.file", "delivery.send", "duplicates.run"}
    assert not patient & waited_for


def test_the_line_is_read_along_its_index() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = in_line([KIND])[:20].explain()
    assert "jobs_job_turn" in plan
    assert "TEMP B-TREE" not in plan


def test_what_somebody_waits_for_is_short() -> None:
    assert {"delivery.send", "intake.inspect", "verification.campaign"} <= set(handlers.kinds(short=True))
    assert not {"intake.file", "intake.undo", "duplicates.run"} & set(handlers.kinds(short=True))


def test_a_job_that_was_never_committed_is_not_there() -> None:
    with transaction.atomic():
        enqueue(KIND, subject_id=7, actor_id=-1)
        transaction.set_rollback(True)
    assert open_job(7) is None


def test_a_claimed_job_is_nobody_elses(script: Script) -> None:
    job = waiting()
    assert claim_job(job.id) is not None
    assert claim_job(job.id) is None
    assert claim_next([KIND]) is None


def test_when_the_lease_ends_another_takes_over_and_the_first_may_not_write(script: Script) -> None:
    job = waiting()
    first = claim_job(job.id)
    assert first is not None
    Job.objects.update(lease_until=now() - timedelta(seconds=1))
    second = claim_next([KIND])
    assert second is not None
    with pytest.raises(LeaseLost), transaction.atomic():
        first.keep(done=5)
    first.succeed()
    second.keep(done=2)
    job.refresh_from_db()
    assert (job.state, job.done) == ("running", 2)


def test_the_job_of_a_dead_process_is_free_at_once(script: Script) -> None:
    job = waiting()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        started = process._started(other.pid)
        mark = f"{process._machine()}|{other.pid}|{started}"
        assert not process.surely_gone(mark)
        assert claim_job(job.id) is not None
        Job.objects.update(holder=mark)
        assert claim_next([KIND]) is None
        other.kill()
        other.wait()
    assert process.surely_gone(mark)
    assert claim_next([KIND]) is not None


def test_own_mark_is_alive_and_strangers_are_never_judged() -> None:
    assert not process.surely_gone(process.own_mark())
    assert not process.surely_gone("elsewhere/1/2|3|4")
    assert not process.surely_gone("")
    assert str(os.getpid()) in process.own_mark()


def test_a_refusal_ends_the_job_with_its_code(script: Script) -> None:
    script.append(NO(why="x"))
    job = waiting()
    worker.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", '{"code":"test.no","details":{"why":"x"}}')
    assert script == [Ending("failed", "test.no", {"why": "x"})]


def test_an_exception_is_tried_again_and_its_message_is_not_kept(
    script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    script += [ValueError("13800001234"), None]
    job = waiting()
    worker.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.failures) == ("queued", 1)
    Job.objects.update(run_after=now())
    worker.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.failures) == ("done", 0)
    assert "13800001234" not in caplog.text + job.error + job.log


def test_three_exceptions_in_a_row_end_it(script: Script) -> None:
    script += [ValueError(), ValueError(), ValueError()]
    job = waiting()
    for _ in range(3):
        Job.objects.update(run_after=now())
        worker.run_waiting()
    job.refresh_from_db()
    assert (job.state, script[-1]) == ("failed", Ending("failed", "job.failed", {"why": "ValueError"}))


@pytest.mark.parametrize("later", [1, 3])
def test_coming_as_far_as_before_is_no_progress(script: Script, later: int) -> None:
    """A job that begins anew each time, in stages that count from nought again, and always fails at the same place."""

    def run(running: Running) -> None:
        for done in (0, 3, later):
            with transaction.atomic():
                running.keep(done=done)
        raise ValueError

    handlers.register(KIND, run)
    job, failures = waiting(), []
    for _ in range(4):
        Job.objects.update(run_after=now())
        worker.run_waiting()
        job.refresh_from_db()
        failures.append((job.state, job.failures, job.done))
    assert failures == [("queued", 1, later), ("queued", 2, later), ("failed", 2, later), ("failed", 2, later)]


def test_a_worker_that_is_killed_each_time_at_the_same_place_is_not_started_for_ever(script: Script) -> None:
    job = waiting()
    for _ in range(3):
        claimed = claim_job(job.id)
        assert claimed is not None
        for done in (0, 5):
            with transaction.atomic():
                claimed.keep(done=done)
        Job.objects.update(lease_until=now() - timedelta(seconds=1))
    job.refresh_from_db()
    assert job.attempts == 2, "the first came further than nobody, the two after it did not"


def test_a_batch_that_was_rolled_back_is_no_progress(script: Script) -> None:
    def run(running: Running) -> None:
        with transaction.atomic():
            running.keep(done=5)
            raise ValueError

    handlers.register(KIND, run)
    job = waiting()
    for _ in range(3):
        Job.objects.update(run_after=now())
        worker.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.done) == ("failed", 0)


def test_coming_further_than_before_is_progress(script: Script) -> None:
    Job.objects.filter(id=(job := waiting()).id).update(failures=2, attempts=7, furthest=4)
    claimed = claim_job(job.id)
    assert claimed is not None
    for done, failures in ((4, 2), (5, 0)):
        with transaction.atomic():
            claimed.keep(done=done)
        job.refresh_from_db()
        assert (job.failures, claimed.failures()) == (failures, failures)
    assert (job.attempts, job.furthest) == (0, 5)


@pytest.mark.parametrize(
    "failure",
    [
        OperationalError("database or disk is full"),
        OperationalError("disk I/O error"),
        OSError(28, "No space left on device"),
        OSError(27, "File too large"),
    ],
)
def test_a_full_disk_is_said_in_words_and_not_tried_again(script: Script, failure: Exception) -> None:
    script.append(failure)
    job = waiting()
    worker.run_waiting()
    job.refresh_from_db()
    assert (job.state, script) == ("failed", [Ending("failed", "disk.full")])


def test_cancelling(script: Script) -> None:
    job = waiting()
    assert cancel(job.id) is True
    assert worker.run_waiting() == 0
    second = waiting()
    claimed = claim_job(second.id)
    assert claimed is not None
    assert cancel(second.id) is False
    with pytest.raises(Cancelled), transaction.atomic():
        claimed.keep(done=1)


def test_a_stopping_worker_gives_its_job_back(script: Script) -> None:
    job = waiting()
    handlers.register(KIND, lambda running: running.beat())
    claimed = claim_job(job.id, stopping=lambda: True)
    assert claimed is not None
    worker.run_claimed(claimed)
    job.refresh_from_db()
    assert (job.state, job.claim) == ("queued", None)


def test_repeated_work_is_done_when_it_is_due() -> None:
    calls: list[float] = []
    handlers.register_periodic("test.tick", lambda: calls.append(time.time()), seconds=60)
    try:
        worker.run_due_ticks()
        worker.run_due_ticks()
        assert len(calls) == 1
        Tick.objects.filter(kind="test.tick").update(due_at=now())
        worker.run_due_ticks()
        assert len(calls) == 2
    finally:
        handlers._periodic.pop("test.tick")
