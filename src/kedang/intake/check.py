"""The dry run: every row judged as filing would judge it, nothing filed."""

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.archive.models import Customer
from kedang.history.reads import record_read
from kedang.intake.commit import prepared_batches
from kedang.intake.deciding import Decider
from kedang.intake.fates import CHECK, fate_row
from kedang.intake.findings import findings_of
from kedang.intake.lifecycle import forget_check, run_key, staged
from kedang.intake.models import CHECKED, CHECKING, ImportRun
from kedang.intake.planning import plan_for
from kedang.intake.preparing import Prepared
from kedang.intake.writing import fate_of
from kedang.jobs.running import Running
from kedang.kit.ids import new_id
from kedang.vault.keys import SubjectKey


def check_run(job: Running) -> None:
    """The job: judge every row. A check that was interrupted starts again."""
    run = ImportRun.objects.get(id=job.subject_id)
    if run.state != CHECKING:
        return
    key = run_key(run)
    findings = findings_of(run, key)
    assert findings is not None
    with transaction.atomic():
        forget_check(run.id)
    alone = not Customer.objects.exists()
    plan = plan_for(actor_for(job.actor_id, job.payload), run, findings, writing=False, alone=alone)
    decider = Decider(plan, set())
    done = 0
    if not alone:
        # Judging rows tells who is there, so it is on record like any other look, before the fates can be read.
        record_read(plan.actor, "customers.compared", count=run.total, details={"run": str(run.id)})
    for batch in prepared_batches(plan, staged(run, key), rows=run.total, skip=0, job=job):
        done += len(batch.facts)
        _check_batch(batch, decider, key, run)
        with transaction.atomic():
            job.keep(done=done)
        job.beat()
    with transaction.atomic():
        job.keep(done=done, total=done)
        ImportRun.objects.filter(id=run.id, state=CHECKING).update(state=CHECKED)


def _check_batch(batch: Prepared, decider: Decider, key: SubjectKey, run: ImportRun) -> None:
    outcomes = decider.decide(batch)
    decider.met()
    fates = [fate_of(f, o, {}) for f, o in zip(batch.facts, outcomes, strict=True)]
    fates = [f._replace(customer_id=0) if f.fate == "created" else f for f in fates]
    row_id = new_id()
    row = fate_row(key, row_id=row_id, run_id=run.id, phase=CHECK, seq=batch.seq, fates=fates, marks=())
    row.save(force_insert=True)
