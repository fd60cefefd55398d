"""The states of a run and the verbs that move it: inspect, map, check, commit, cancel. The long work is a job's."""

import orjson
from django.db import transaction

from kedang.accounts.behind import limits_of
from kedang.archive import rights
from kedang.archive.models import Customer
from kedang.archive.numbering import serials_given
from kedang.history.record import record
from kedang.intake.findings import Findings, findings_of, seal_findings
from kedang.intake.inspection import inspect
from kedang.intake.likeness import fuzzy_of
from kedang.intake.models import (
    CHECKED,
    CHECKING,
    DONE,
    FAILED,
    FILING,
    INSPECTED,
    STOPPED,
    UPLOADED,
    FateBatch,
    ImportRun,
)
from kedang.intake.sources import Staged
from kedang.jobs.queue import cancel as cancel_job
from kedang.jobs.queue import enqueue, open_job
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.vault.keys import SubjectKey, key_for

CHECK_JOB, FILE_JOB = "intake.check", "intake.file"
WRONG_STATE = Refusal(
    "import.state",
    409,
    "这次导入现在不能执行该操作（当前状态：{state}）。",
    "This import cannot do that now (its state is {state}).",
)
DESTROYED = Refusal(
    "import.destroyed",
    410,
    "这次导入的文件和明细已按保存期限销毁，只保留统计数字。",
    "The file and the rows of this import have been destroyed at the end of their time; only the counts remain.",
)
NOT_YOURS = Refusal(
    "import.not_yours",
    403,
    "这次导入由别人发起：您可以查看，但不能更改。请联系发起人，或有权分配客户的管理者。",
    "Somebody else brought this file: you may look at it, not change it. Ask them, or a manager who may assign customers.",
)
READY = (INSPECTED, CHECKED, FAILED, STOPPED)
BATCH_ROWS, BULK_FROM = 2_500, 20_000


def load_run(actor: Actor, run_id: int, *, lock: bool = False) -> ImportRun:
    """One run the actor may see, or the same refusal as for one that does not exist."""
    found = ImportRun.objects.visible_to(actor).filter(id=run_id)
    run = (found.select_for_update() if lock else found).first()
    if run is None:
        raise NOT_FOUND()
    return run


def may_change(actor: Actor, run: ImportRun) -> bool:
    """Whether a visible run is the actor's to map, check, file and stop: their own, or anybody's for who sees all customers
    and may give them to others."""
    return run.created_by == actor.id or (actor.scope == Scope.ALL and actor.can(rights.ASSIGN))


def load_to_change(actor: Actor, run_id: int, *, lock: bool = False) -> ImportRun:
    """One run the actor may change."""
    run = load_run(actor, run_id, lock=lock)
    if not may_change(actor, run):
        raise NOT_YOURS()
    return run


def run_key(run: ImportRun) -> SubjectKey:
    """The key of a run whose data is still there."""
    if run.destroyed_at is not None:
        raise DESTROYED()
    return key_for(run.id)


def staged(run: ImportRun, key: SubjectKey) -> Staged:
    """The run's file."""
    return Staged(run.id, run.filename, key)


def keep_findings(run: ImportRun, key: SubjectKey, findings: Findings) -> None:
    """Write down what was found, and what follows from it for the run."""
    run.inspection_enc = seal_findings(key, findings)
    run.sheet, run.kind = findings.sheet[:255], findings.table.kind
    run.match_key = findings.match_key
    run.total = findings.layout.rows
    run.save(update_fields=["inspection_enc", "sheet", "kind", "match_key", "total", "state", "error"])


def inspect_run(run: ImportRun) -> Findings:
    """Look into the file; safe to do twice."""
    key = run_key(run)
    findings = inspect(staged(run, key), by=run.created_by, sheet=run.sheet)
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(id=run.id)
        if fresh.state in (UPLOADED, INSPECTED, FAILED) and fresh.position == 0:
            fresh.state, fresh.error = INSPECTED, ""
            keep_findings(fresh, key, findings)
    return findings


def findings_or_inspect(run: ImportRun) -> Findings:
    """What is known about the file, looking into it first when nobody has."""
    run_key(run)
    return findings_of(run) or inspect_run(run)


@transaction.atomic
def check(actor: Actor, run_id: int) -> ImportRun:
    """Start a dry run: every row is judged, nothing is filed."""
    actor.require(rights.IMPORT)
    run = load_to_change(actor, run_id, lock=True)
    _require(run, READY)
    if run.position:
        raise WRONG_STATE(state=run.state)
    run_key(run)
    run.state, run.error = CHECKING, ""
    run.started_at, run.batch_rows = run.started_at or now(), BATCH_ROWS
    run.save(update_fields=["state", "error", "started_at", "batch_rows"])
    enqueue(CHECK_JOB, subject_id=run.id, actor_id=actor.id, payload=limits_of(actor), total=run.total)
    return run


@transaction.atomic
def commit(actor: Actor, run_id: int) -> ImportRun:
    """Start filing, or go on with a run that stopped."""
    actor.require(rights.IMPORT)
    actor.require(rights.CREATE)
    run = load_to_change(actor, run_id, lock=True)
    _require(run, READY)
    run_key(run)
    if run.inspection_enc is None:
        raise WRONG_STATE(state=run.state)
    fresh = run.position == 0
    run.state, run.error = FILING, ""
    if fresh:
        run.started_at, run.finished_at = now(), None
        run.batch_rows = BATCH_ROWS
        run.fuzzy = fuzzy_of(run)
        run.serials = serials_given() if run.total >= BULK_FROM and not Customer.objects.exists() else None
    run.save(update_fields=["state", "error", "started_at", "finished_at", "batch_rows", "serials", "fuzzy"])
    record(actor, "import.started" if fresh else "import.resumed", subject=("import", run.id), run_id=run.id)
    enqueue(FILE_JOB, subject_id=run.id, actor_id=actor.id, payload=limits_of(actor), total=run.total)
    return run


@transaction.atomic
def cancel(actor: Actor, run_id: int) -> ImportRun:
    """Stop what runs, at its next batch. What was filed stays filed and can be undone or gone on with."""
    actor.require(rights.IMPORT)
    run = load_to_change(actor, run_id, lock=True)
    job = open_job(run.id)
    if job is None:
        if run.state not in (UPLOADED, *READY):
            raise WRONG_STATE(state=run.state)
        _stopped(run)
    elif cancel_job(job.id):
        _stopped(run)
    record(actor, "import.cancelled", subject=("import", run.id), run_id=run.id)
    return run


def _stopped(run: ImportRun) -> None:
    run.state, run.finished_at = STOPPED, now()
    run.save(update_fields=["state", "finished_at"])


def _require(run: ImportRun, states: tuple[str, ...]) -> None:
    if run.state not in states:
        raise WRONG_STATE(state=run.state)


def failed(run_id: int, *, state: str, code: str, details: dict[str, object]) -> None:
    """The ending a job's failure gives its run, inside the transaction that ends the job."""
    run = ImportRun.objects.filter(id=run_id).first()
    if run is None or run.state in (DONE,):
        return
    run.state, run.finished_at = state, now()
    run.error = orjson.dumps({"code": code, "details": details}, default=str).decode() if code else ""
    run.save(update_fields=["state", "finished_at", "error"])


def finish(run: ImportRun, state: str) -> None:
    """The ending of a run whose work is done."""
    ImportRun.objects.filter(id=run.id).update(state=state, finished_at=now(), error="")


def forget_check(run_id: int) -> None:
    """Drop the fates of an earlier check."""
    FateBatch.objects.filter(run_id=run_id, phase="check").delete()
