"""Filing a whole run: the pipeline from the staged file to the archive, resumable at every batch."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import connection, transaction

from kedang.accounts.behind import actor_for
from kedang.engine.tables.refusals import TableRefused
from kedang.history.record import record
from kedang.intake import bulk_mode
from kedang.intake.fates import read_marks
from kedang.intake.findings import Findings, findings_of
from kedang.intake.labels import LabelRace
from kedang.intake.lifecycle import finish, run_key, staged
from kedang.intake.models import DONE, FILING, ImportRun
from kedang.intake.plan import Plan
from kedang.intake.planning import plan_for
from kedang.intake.preparing import Prepared, Share, batches
from kedang.intake.second_process import prepared_elsewhere
from kedang.intake.sources import Staged, chosen_sheet, table_refusal
from kedang.intake.writing import NoLongerAlone, Writer, is_alone
from kedang.jobs.running import Running
from kedang.kit.actor import Actor

ALONE_BELOW, SHARED_FROM = 2_000, 20_000
BULK_GROUP = 8
MOST_RACES = 20
_WHILE_LOADING = {"mmap_size": 0, "wal_autocheckpoint": 20_000}


def prepared_batches(plan: Plan, file: Staged, *, rows: int, skip: int, job: Running) -> Iterator[Prepared]:
    """The batches of a staged file in order: prepared here when they are few, else in one or two other processes."""
    if rows < ALONE_BELOW:
        return _made(plan, file, skip, Share(0, 1))
    of = 2 if rows >= SHARED_FROM else 1
    first = skip % of
    shares = [Share((first + number) % of, of) for number in range(of)]
    return prepared_elsewhere([partial(_made, plan, file, skip, share) for share in shares], beat=job.beat)


def _made(plan: Plan, file: Staged, skip: int, share: Share) -> Iterator[Prepared]:
    sheet = chosen_sheet(file.workbook(), plan.sheet)
    try:
        yield from batches(plan.layout.walk(sheet.rows()), plan, skip=skip, share=share)
    except TableRefused as refused:
        raise table_refusal(refused) from refused


def grouped(source: Iterator[Prepared], size: int) -> Iterator[list[Prepared]]:
    """Batches that are committed together; groups begin at the same places whenever a run is taken up again."""
    group: list[Prepared] = []
    for batch in source:
        group.append(batch)
        if (batch.seq + 1) % size == 0:
            yield group
            group = []
    if group:
        yield group


def file_run(job: Running) -> None:
    """The job: file every batch that is not filed yet. Safe to run twice and after a crash at any moment."""
    run = ImportRun.objects.get(id=job.subject_id)
    if run.state != FILING:
        return
    actor = actor_for(job.actor_id, job.payload)
    key = run_key(run)
    findings = findings_of(run, key)
    assert findings is not None
    for _ in range(MOST_RACES):
        if _filed(actor, run, findings, job):
            break
        run.refresh_from_db()
    else:
        raise LabelRace
    bulk_mode.end()
    _finished(actor, run, job)


def _filed(actor: Actor, run: ImportRun, findings: Findings, job: Running) -> bool:
    """Work through the rest of the file; False when the plan is stale: somebody made a tag of the same name, or the first
    customer that is not of this run."""
    key = run_key(run)
    alone = is_alone(run)
    plan = plan_for(actor, run, findings, writing=True, alone=alone)
    marks = read_marks(key, run.id) if run.position else set()
    writer = Writer(plan, key, run, job, marks)
    skip = -(-run.position // run.batch_rows)
    source = prepared_batches(plan, staged(run, key), rows=run.total, skip=skip, job=job)
    together = BULK_GROUP if run.serials is not None else 1
    if alone and run.position == 0 and not plan.rules.unique:
        bulk_mode.begin(run.id)
    elif not alone or plan.rules.unique:
        # The archive has to be asked, and it answers by its indexes.
        bulk_mode.end()
    try:
        with unhurried_collector(), database_for_loading():
            for group in grouped(source, together):
                writer.write(group)
                job.beat()
    except (LabelRace, NoLongerAlone):
        return False
    return True


@contextmanager
def database_for_loading() -> Iterator[None]:
    """SQLite maps the file for reading, and a load that grows it by gigabytes would drag it all into memory; it copies the
    log into the file every 1,000 pages, and a load that touches the same pages in each commit would copy them each time."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = {name: _pragma(name) for name in _WHILE_LOADING}
    for name, value in _WHILE_LOADING.items():
        _pragma(name, value)
    try:
        yield
    finally:
        for name, value in usual.items():
            _pragma(name, value)


def _pragma(name: str, value: int | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}" if value is None else f"PRAGMA {name}={value}")
        return int((cursor.fetchone() or (0,))[0])


@contextmanager
def unhurried_collector() -> Iterator[None]:
    """Batches are large and hold no cycles: looking for some after every few hundred tuples costs a fifth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(500_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@transaction.atomic
def _finished(actor: Actor, run: ImportRun, job: Running) -> None:
    job.keep(done=run.position, total=run.position)
    finish(run, DONE)
    details = {name: getattr(run, name) for name in ("created", "updated", "unchanged", "duplicate", "refused")}
    record(actor, "import.finished", subject=("import", run.id), run_id=run.id, details=details)
