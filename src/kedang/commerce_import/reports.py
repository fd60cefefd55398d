"""Result workbooks: asked for, written by a job, kept sealed for a day, and read by who asked for them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast

from django.db import transaction

from kedang.accounts.behind import actor_for, limits_of
from kedang.archive import rights as archive_rights
from kedang.commerce_import import report
from kedang.commerce_import.models import CHECKED, DONE, FAILED, READY, STOPPED, WAITING, Report, Run
from kedang.commerce_import.report import OUTDATED
from kedang.commerce_import.runs import load_run, run_key
from kedang.history.reads import record_read
from kedang.intake.lifecycle import WRONG_STATE
from kedang.intake.report import withheld_from
from kedang.intake.sources import FILE_DAMAGED
from kedang.jobs.queue import enqueue
from kedang.jobs.running import Running
from kedang.kit.actor import Actor
from kedang.kit.clock import iso, now
from kedang.kit.crypto import Tampered
from kedang.kit.env import settings
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.vault.files import EncryptedWriter, read_encrypted

JOB = "ledger.report"
KEPT = timedelta(days=1)
ENDED = (CHECKED, DONE, FAILED, STOPPED)
NOT_YET = Refusal(
    "ledger.report_waiting",
    409,
    "结果还在生成。请稍等，完成后即可下载。",
    "The result is still being written. Wait a moment: it can be downloaded as soon as it is whole.",
)


class _Target:
    """An encrypted file as the writer of workbooks wants it; counts what it is given."""

    def __init__(self, writer: EncryptedWriter) -> None:
        self._writer, self.size = writer, 0

    def write(self, data: bytes) -> int:
        """Seal it."""
        self._writer.write(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """What is held back is written at the end."""


def path_of(report_id: int) -> Path:
    """Where a workbook lies."""
    return settings().uploads / f"report-{report_id}"


def about(run: Run) -> str:
    """What a run has come to: another trial or one line more makes another result."""
    return f"{run.state} {run.position} {iso(run.finished_at)}"


@transaction.atomic
def ask(actor: Actor, run_id: int, *, only: str = "") -> Report:
    """Have the workbook written, of one fate only if one is named. Asked again, it is the one that is there or under way."""
    run = load_run(actor, run_id, lock=True)
    run_key(run)
    if run.state not in ENDED or run.inspection_enc is None:
        raise WRONG_STATE(state=run.state)
    same = {"run_id": run.id, "asked_by": actor.id, "about": about(run), "only": only, "language": actor.language}
    found = Report.objects.filter(**same, state__in=(WAITING, READY), destroy_after__gt=now()).order_by("-id").first()
    if found is not None:
        return found
    made = Report.objects.create(**same, cells=run.created_by == actor.id, destroy_after=now() + KEPT)
    enqueue(JOB, subject_id=made.id, actor_id=actor.id, payload=limits_of(actor), total=run.position or run.total)
    return made


def load(actor: Actor, report_id: int) -> Report:
    """One's own report, or the same refusal as for one that does not exist."""
    actor.require(archive_rights.IMPORT)
    found = Report.objects.visible_to(actor).filter(id=report_id, destroy_after__gt=now()).first()
    if found is None:
        raise NOT_FOUND()
    return found


def content(actor: Actor, report_id: int) -> tuple[Report, Iterator[bytes]]:
    """A workbook that is ready, and its bytes; that it left is on record first."""
    found = load(actor, report_id)
    key = run_key(load_run(actor, found.run_id))
    if found.state != READY:
        raise NOT_YET()
    pieces = read_encrypted(path_of(found.id), key, file_id=found.id)
    try:
        first = next(pieces)
    except (Tampered, FileNotFoundError) as failure:
        raise FILE_DAMAGED() from failure
    details = {"run": str(found.run_id), "cells": found.cells, "fate": found.only}
    record_read(actor, "ledger.reported", details=details, count=found.lines)
    return found, _from(first, pieces)


def _from(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def write(job: Running) -> None:
    """The job: write the workbook, from its beginning after a crash."""
    found = Report.objects.filter(id=job.subject_id, state=WAITING).first()
    if found is None:
        return
    actor = actor_for(job.actor_id, job.payload)
    run = load_run(actor, found.run_id)
    if about(run) != found.about:
        raise OUTDATED()
    writer = EncryptedWriter(path_of(found.id), run_key(run), file_id=found.id)
    target = _Target(writer)

    def tell(done: int) -> None:
        with transaction.atomic():
            job.keep(done=done)
        job.beat()

    try:
        lines = report.write(
            cast(BinaryIO, target),
            run,
            language=found.language,
            cells=found.cells,
            only=found.only,
            kept=withheld_from(actor, run.created_by),
            tell=tell,
        )
        writer.close()
        _ready(job, found, lines=lines, size=target.size)
    except BaseException:
        writer.abandon()
        path_of(found.id).unlink(missing_ok=True)
        raise


@transaction.atomic
def _ready(job: Running, found: Report, *, lines: int, size: int) -> None:
    """The workbook is whole, and the run is still what it was."""
    run = Run.objects.select_for_update().get(id=found.run_id)
    if about(run) != found.about:
        raise OUTDATED()
    job.keep(done=job.total)
    if not Report.objects.filter(id=found.id).update(state=READY, lines=lines, size=size):
        path_of(found.id).unlink(missing_ok=True)


def failed(report_id: int, code: str) -> None:
    """The ending a job's failure gives its report."""
    Report.objects.filter(id=report_id, state=WAITING).update(state=FAILED, error=code)


def destroy(run_id: int | None = None) -> None:
    """Remove the workbooks whose time is over; or all of a run. The file goes first: a row without one is found the next time."""
    found = Report.objects.filter(destroy_after__lte=now()) if run_id is None else Report.objects.filter(run_id=run_id)
    for report_id in found.values_list("id", flat=True):
        path_of(report_id).unlink(missing_ok=True)
    found.delete()
