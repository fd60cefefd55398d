"""The worker's loop: claim, do, say how it ended; never two at once, never alone responsible for anything.

Single-threaded on purpose: handlers may fork.
"""

import logging
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, OperationalError, close_old_connections, connections, transaction

from kedang.jobs import handlers
from kedang.jobs.claiming import claim_next, never
from kedang.jobs.handlers import Ending, Registration
from kedang.jobs.models import CANCELLED, FAILED, Job, Tick
from kedang.jobs.running import Cancelled, Interrupted, LeaseLost, Running
from kedang.kit.clock import now
from kedang.kit.errors import DomainError, Refusal

IDLE_SECONDS = 0.5
MAX_ATTEMPTS = 40
MAX_FAILURES = 3
DISK_FULL = Refusal(
    "disk.full",
    507,
    "磁盘空间不足，任务已停止。已完成的部分完整保留，没有写入一半的数据；腾出空间后可继续。",
    "The disk is full and the job has stopped. What was done is whole, nothing is half written; free some space and resume.",
)
JOB_FAILED = Refusal(
    "job.failed",
    500,
    "任务因程序错误而停止。已完成的部分完整保留；请把运行编号告诉管理员，之后可继续。",
    "The job stopped because of a fault in the program. What was done is whole; tell an administrator the run's number.",
)
_FULL_SIGNS = ("disk is full", "disk i/o error", "no space left", "file too large", "could not extend file")
log = logging.getLogger("kedang.jobs")


def is_disk_full(failure: BaseException) -> bool:
    """Whether an error means that a file could not grow."""
    if isinstance(failure, OSError) and failure.errno in {27, 28, 122}:
        return True
    return isinstance(failure, DatabaseError) and any(sign in str(failure).lower() for sign in _FULL_SIGNS)


def run_claimed(job: Running) -> None:
    """Do one claimed job and write down how it ended. Never raises for what a handler did."""
    entry = handlers.registration(job.kind)
    if entry is None:
        job.end(Ending(FAILED, "job.unknown_kind"), None)
        return
    if Job.objects.filter(id=job.id, attempts__gt=MAX_ATTEMPTS).exists():
        job.end(Ending(FAILED, JOB_FAILED.code, {"why": "attempts"}), entry.ended)
        return
    try:
        entry.run(job)
        job.succeed()
    except LeaseLost:
        log.warning("job %s was taken over by another worker", job.id)
    except Interrupted:
        job.give_back()
    except Cancelled:
        job.end(Ending(CANCELLED), entry.ended)
    except DomainError as refusal:
        job.end(Ending(FAILED, refusal.code, dict(refusal.details)), entry.ended)
    except (MemoryError, Exception) as failure:  # noqa: BLE001 - whatever a handler raises must not end the worker
        _failed(job, entry, failure)


def _failed(job: Running, entry: Registration, failure: BaseException) -> None:
    log.error("job %s (%s) failed: %s", job.id, job.kind, _trace(failure))
    if is_disk_full(failure):
        _insist(lambda: job.end(Ending(FAILED, DISK_FULL.code), entry.ended))
    else:
        _insist(lambda: _again_or_end(job, entry, failure))


def _again_or_end(job: Running, entry: Registration, failure: BaseException) -> None:
    failures = job.failures()
    if failures + 1 < MAX_FAILURES:
        job.give_back(after=timedelta(seconds=2**failures), failures=1)
    else:
        job.end(Ending(FAILED, JOB_FAILED.code, {"why": type(failure).__name__}), entry.ended)


def _trace(failure: BaseException) -> str:
    """Where it went wrong, without the message: messages may carry values."""
    frames = traceback.extract_tb(failure.__traceback__)[-8:]
    return type(failure).__name__ + " at " + " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))


def _insist(write: Callable[[], None]) -> None:
    """Write an ending although the disk or the connection is in trouble; when it stays so, the lease ends the job."""
    for wait in (0.0, 0.2, 1.0, 3.0):
        time.sleep(wait)
        try:
            write()
        except (DatabaseError, OSError):
            connections["default"].close()
            continue
        return


def run_waiting(*, short: bool = False, stopping: Callable[[], bool] = never) -> int:
    """Do everything that is due now, or only what is short; how many jobs that were."""
    count = 0
    while not stopping() and (job := claim_next(handlers.kinds(short=short), stopping=stopping)) is not None:
        run_claimed(job)
        count += 1
    return count


def run_due_ticks() -> None:
    """Do the repeated work that is due, claimed by moving its clock forward."""
    for kind, (seconds, run) in handlers.periodic().items():
        moment = now()
        following = moment + timedelta(seconds=seconds)
        with transaction.atomic():
            _, fresh = Tick.objects.get_or_create(kind=kind, defaults={"due_at": following})
            mine = fresh or Tick.objects.filter(kind=kind, due_at__lte=moment).update(due_at=following)
        if mine:
            run()


def run_forever(*, stopping: Callable[[], bool], short: bool = False) -> None:
    """The loop of `kedang worker`. Ends when `stopping()` says so, after the batch in hand.

    `short`: only short jobs and no repeated work, beside a worker that does everything: a mail does not wait for an import.
    """
    while not stopping():
        try:
            close_old_connections()
            if not short:
                run_due_ticks()
            idle = run_waiting(short=short, stopping=stopping) == 0
        except OperationalError as failure:
            log.error("the database is not reachable: %s", type(failure).__name__)
            connections["default"].close()
            idle = True
        if idle and not stopping():
            time.sleep(IDLE_SECONDS)
