"""Filing a whole run: the pipeline from the staged file to the archive, resumable at every batch."""

from collections.abc import Iterator

from django.db import transaction

from kedang.engine.tables.refusals import TableRefused
from kedang.history.record import record
from kedang.intake.acting import actor_for
from kedang.intake.fates import read_marks
from kedang.intake.findings import Findings, findings_of
from kedang.intake.labels import LabelRace
from kedang.intake.lifecycle import finish, run_key, staged
from kedang.intake.models import DONE, FILING, ImportRun
from kedang.intake.plan import Plan
from kedang.intake.planning import plan_for
from kedang.intake.preparing import Prepared, batches
from kedang.intake.second_process import prepared_elsewhere
from kedang.intake.sources import Staged, chosen_sheet, table_refusal
from kedang.intake.writing import Writer
from kedang.jobs.running import Running
from kedang.kit.actor import Actor

ALONE_BELOW = 2_000


def prepared_batches(plan: Plan, file: Staged, *, rows: int, skip: int, job: Running) -> Iterator[Prepared]:
    """The batches of a staged file, prepared here when they are few, else in a second process."""

    def make() -> Iterator[Prepared]:
        sheet = chosen_sheet(file.workbook(), plan.sheet)
        try:
            yield from batches(plan.layout.walk(sheet.rows()), plan, skip=skip)
        except TableRefused as refused:
            raise table_refusal(refused) from refused

    if rows < ALONE_BELOW:
        yield from make()
    else:
        yield from prepared_elsewhere(make, beat=job.beat)


def file_run(job: Running) -> None:
    """The job: file every batch that is not filed yet. Safe to run twice and after a crash at any moment."""
    run = ImportRun.objects.get(id=job.subject_id)
    if run.state != FILING:
        return
    actor = actor_for(job.actor_id, job.payload)
    key = run_key(run)
    findings = findings_of(run, key)
    assert findings is not None
    while not _filed(actor, run, findings, job):
        run.refresh_from_db()
    _finished(actor, run, job)


def _filed(actor: Actor, run: ImportRun, findings: Findings, job: Running) -> bool:
    """Work through the rest of the file; False when somebody made a tag of the same name and the plan is stale."""
    key = run_key(run)
    plan = plan_for(actor, run, findings, writing=True)
    marks = read_marks(key, run.id) if run.position else set()
    writer = Writer(plan, key, run, job, marks)
    skip = -(-run.position // run.batch_rows)
    try:
        for batch in prepared_batches(plan, staged(run, key), rows=run.total, skip=skip, job=job):
            writer.write(batch)
            job.beat()
    except LabelRace:
        return False
    return True


@transaction.atomic
def _finished(actor: Actor, run: ImportRun, job: Running) -> None:
    job.keep(done=run.position, total=run.position)
    finish(run, DONE)
    details = {name: getattr(run, name) for name in ("created", "updated", "unchanged", "duplicate", "refused")}
    record(actor, "import.finished", subject=("import", run.id), run_id=run.id, details=details)
