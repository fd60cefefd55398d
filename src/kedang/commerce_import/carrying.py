"""Carrying out a run: the trial, and the recording, resumable at every batch."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.commerce.models import Transaction
from kedang.commerce_import.deciding import Dealt, Decider
from kedang.commerce_import.findings import Findings, findings_of
from kedang.commerce_import.models import CHECKED, CHECKING, DONE, FILING, Run
from kedang.commerce_import.plan import Plan
from kedang.commerce_import.reading import Items, Reader, batches
from kedang.commerce_import.runs import run_key, staged
from kedang.commerce_import.staging import Staged
from kedang.commerce_import.tally import added
from kedang.commerce_import.writing import Writer
from kedang.engine.tables.refusals import TableRefused
from kedang.history.record import record
from kedang.intake.commit import database_for_loading, unhurried_collector
from kedang.intake.fates import CHECK, FILE, fate_row, read_batches
from kedang.intake.models import FateBatch
from kedang.intake.sources import table_refusal
from kedang.jobs.running import Running
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.vault.keys import SubjectKey


def plan_for(actor: Actor, run: Run, findings: Findings, *, writing: bool) -> Plan:
    """The plan of one run as its actor may carry it out. `at` is the run's start, so that a resumed run dates alike."""
    assert run.started_at is not None
    return Plan(
        run_id=run.id,
        actor=actor,
        filename=run.filename,
        source=run.source,
        currency=run.currency,
        customer_kind=run.customer_kind,
        owner_id=run.owner_id,
        sheet=findings.sheet,
        layout=findings.layout,
        columns={column.field: column.index for column in findings.columns if column.field},
        batch_rows=run.batch_rows,
        at=run.started_at,
        total=run.total,
        writing=writing,
    )


def read(plan: Plan, file: Staged, *, skip: int) -> Iterator[list[Items]]:
    """The batches of a staged file from a line on."""
    reader = Reader(plan.columns, plan.currency)
    try:
        lines = plan.layout.walk(file.sheet(plan.sheet).rows())
        yield from batches(reader.items(lines, skip=skip), plan.batch_rows)
    except TableRefused as refused:
        raise table_refusal(refused) from refused


def dealt_with(run: Run, key: SubjectKey) -> Dealt:
    """With whom a run that is resumed has dealt so far, from its fates and the ledger."""
    dealt: Dealt = {}
    for _, fates in read_batches(key, run.id, FILE):
        invoices = {fate.external_id.rpartition("/")[0] for fate in fates if fate.customer_id}
        found = Transaction.objects.filter(source=run.source, external_id__in=sorted(invoices))
        for currency, kind, customer_id in found.values_list("currency", "kind", "customer_id").iterator():
            dealt.setdefault((currency, kind), set()).add(customer_id or 0)
    return dealt


def file_run(job: Running) -> None:
    """The job: record every batch that is not recorded yet. Safe to run twice and after a crash at any moment."""
    run = Run.objects.get(id=job.subject_id)
    if run.state != FILING:
        return
    actor, key = actor_for(job.actor_id, job.payload), run_key(run)
    findings = findings_of(run, key)
    assert findings is not None
    plan = plan_for(actor, run, findings, writing=True)
    seq = FateBatch.objects.filter(run_id=run.id, phase=FILE).count()
    writer = Writer(Decider(plan, dealt=dealt_with(run, key)), key, run, job, seq=seq)
    with unhurried_collector(), database_for_loading():
        for batch in read(plan, staged(run, key), skip=run.position):
            writer.write(batch)
            job.beat()
    _finished(actor, run, job)


@transaction.atomic
def _finished(actor: Actor, run: Run, job: Running) -> None:
    job.keep(done=run.position, total=run.position)
    Run.objects.filter(id=run.id).update(state=DONE, finished_at=now(), error="")
    run.refresh_from_db()
    names = ("created", "updated", "unchanged", "refused", "transactions", "customers")
    details = {name: getattr(run, name) for name in names}
    record(actor, "ledger.finished", subject=("ledger_import", run.id), run_id=run.id, details=details)


def check_run(job: Running) -> None:
    """The job: say what would become of every line. Begins anew after a crash."""
    run = Run.objects.get(id=job.subject_id)
    if run.state != CHECKING:
        return
    actor, key = actor_for(job.actor_id, job.payload), run_key(run)
    findings = findings_of(run, key)
    assert findings is not None
    FateBatch.objects.filter(run_id=run.id, phase=CHECK).delete()
    for name in ("created", "updated", "unchanged", "refused", "skipped_layout", "transactions", "customers"):
        setattr(run, name, 0)
    run.reasons = run.sums = "{}"
    decider = Decider(plan_for(actor, run, findings, writing=False))
    with unhurried_collector():
        for seq, batch in enumerate(read(decider.plan, staged(run, key), skip=0)):
            _try(decider, run, key, job, seq, batch)
            job.beat()
    run.state, run.finished_at = CHECKED, now()
    with transaction.atomic():
        job.keep(done=run.total, total=run.total)
        run.save()


def _try(decider: Decider, run: Run, key: SubjectKey, job: Running, seq: int, batch: Sequence[Items]) -> None:
    work = decider.decide(batch)
    for fate, number in work.counts.items():
        setattr(run, fate, getattr(run, fate) + number)
    run.transactions += len(work.transactions)
    run.customers += work.newcomers
    run.reasons, run.sums = added(run, work)
    with transaction.atomic():
        job.keep(done=job.done + sum(len(group) for group in batch))
        fate_row(key, row_id=new_id(), run_id=run.id, phase=CHECK, seq=seq, fates=work.fates, marks=()).save(
            force_insert=True
        )
