"""The states of a run and the verbs that move it: upload, map, check, commit, cancel. The long work is a job's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import orjson
from django.db import transaction

from kedang.accounts import file_quota
from kedang.accounts.behind import limits_of
from kedang.archive import rights as archive_rights
from kedang.commerce import rights
from kedang.commerce.money import currency_of
from kedang.commerce_import.fields import FIELDS, PRESETS, Preset, missing
from kedang.commerce_import.findings import Findings, findings_of, inspect, seal_findings
from kedang.commerce_import.models import (
    CHECKED,
    CHECKING,
    DONE,
    FAILED,
    FILING,
    INSPECTED,
    STOPPED,
    UPLOADED,
    Run,
)
from kedang.commerce_import.staging import Staged, path_of, stage
from kedang.history.record import record
from kedang.intake.fates import CHECK
from kedang.intake.lifecycle import DESTROYED, NOT_YOURS, WRONG_STATE
from kedang.intake.mapping import BAD_MAPPING, assignable
from kedang.intake.models import FateBatch
from kedang.intake.upload import KEEP_DAYS, Arrived, arriving, short_name
from kedang.jobs.queue import cancel as cancel_job
from kedang.jobs.queue import enqueue, open_job
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.kit.text import storable
from kedang.vault.keys import SubjectKey, key_for

INSPECT_JOB, CHECK_JOB, FILE_JOB = "ledger.inspect", "ledger.check", "ledger.file"
NO_SOURCE = Refusal(
    "ledger.source",
    422,
    "请填写数据来源：同一来源里单号不会重复，再次导入就不会记两次。",
    "Say where these data come from: numbers are unique within a source, so that a second import counts nothing twice.",
)
LACKING = Refusal(
    "ledger.mapping",
    422,
    "还缺少这些列：{fields}。请为它们选择文件中的列。",
    "Columns are still missing for: {fields}. Choose them among those of the file.",
)
OWN_ONLY = Refusal(
    "ledger.owner",
    422,
    "您只看得到自己的客户，所以新客户的负责人只能是您自己。",
    "You see your own customers only, so that new ones can only become yours.",
)
READY = (INSPECTED, CHECKED, FAILED, STOPPED)
KINDS = ("person", "organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was said; None leaves a thing as it was found. `columns`: index → meaning or "". `owner_given`: `owner_id` says
    whose new customers become, None for nobody's."""

    sheet: str | None = None
    columns: Mapping[int, str] | None = None
    source: str | None = None
    currency: str | None = None
    customer_kind: str | None = None
    owner_id: int | None = None
    owner_given: bool = False


def require(actor: Actor) -> None:
    """Bringing transactions needs the rights to import, to file customers, and to record transactions."""
    for right in (archive_rights.IMPORT, archive_rights.CREATE, rights.RECORD, rights.VIEW):
        actor.require(right)


def upload(actor: Actor, pieces: Iterable[bytes], *, filename: str, source: str = "", inspecting: bool = True) -> Run:
    """Stage a file and make its run; a job then looks into it, unless the caller does so itself."""
    require(actor)
    with arriving(actor, pieces, stage=stage, place=path_of) as arrived:
        return _made(actor, arrived, filename=filename, source=source, inspecting=inspecting)


@transaction.atomic
def _made(actor: Actor, arrived: Arrived, *, filename: str, source: str, inspecting: bool) -> Run:
    file_quota.take(actor, arrived.size)
    run = Run(
        id=arrived.run_id,
        filename=short_name(filename),
        size=arrived.size,
        scan=arrived.scan,
        source=storable(source).strip()[:64],
        created_by=actor.id,
        owner_id=actor.id if actor.kind == "user" else None,
        destroy_after=now() + timedelta(days=KEEP_DAYS),
    )
    run.save(force_insert=True)
    record(actor, "ledger.uploaded", subject=("ledger_import", run.id), run_id=run.id)
    if inspecting:
        enqueue(INSPECT_JOB, subject_id=run.id, actor_id=actor.id)
    return run


def load_run(actor: Actor, run_id: int, *, lock: bool = False) -> Run:
    """One run the actor may see, or the same refusal as for one that does not exist."""
    actor.require(archive_rights.IMPORT)
    found = Run.objects.visible_to(actor).filter(id=run_id)
    run = (found.select_for_update() if lock else found).first()
    if run is None:
        raise NOT_FOUND()
    return run


def may_change(actor: Actor, run: Run) -> bool:
    """Whether a visible run is the actor's to map, try, record and stop: their own only, because its customers become theirs."""
    return run.created_by == actor.id


def _load_own(actor: Actor, run_id: int) -> Run:
    run = load_run(actor, run_id, lock=True)
    if not may_change(actor, run):
        raise NOT_YOURS()
    return run


def run_key(run: Run) -> SubjectKey:
    """The key of a run whose data is still there."""
    if run.destroyed_at is not None:
        raise DESTROYED()
    return key_for(run.id)


def staged(run: Run, key: SubjectKey) -> Staged:
    """The run's file, by the name it has unpacked."""
    return Staged(run.id, run.filename.removesuffix(".gz"), key)


def inspect_run(run: Run, *, sheet: str = "", preset: str = "") -> Findings:
    """Look into the file; safe to do twice."""
    key = run_key(run)
    findings, recognised = inspect(staged(run, key), sheet=sheet)
    chosen = PRESETS.get(preset) or recognised
    with transaction.atomic():
        fresh = Run.objects.select_for_update().get(id=run.id)
        if fresh.state in (UPLOADED, *READY) and fresh.position == 0:
            fresh.state, fresh.error = INSPECTED, ""
            fresh.total = findings.layout.rows
            _preset(fresh, chosen)
            fresh.inspection_enc = seal_findings(key, findings)
            fresh.save()
    return findings


def _preset(run: Run, preset: Preset | None) -> None:
    if preset is not None:
        run.source = run.source or preset.source
        run.currency, run.customer_kind = preset.currency, preset.customer_kind


def inspected(actor: Actor, run_id: int) -> tuple[Run, Findings]:
    """A run with what was found in its file; looked into now when no worker did it yet."""
    run = load_run(actor, run_id)
    key = run_key(run)
    findings = findings_of(run, key) or inspect_run(run)
    run.refresh_from_db()
    return run, findings


def choose(actor: Actor, run_id: int, choice: Choice) -> Run:
    """Take over what a person said. Another sheet is looked into anew."""
    require(actor)
    run, findings = inspected(actor, run_id)
    if not may_change(actor, run):
        raise NOT_YOURS()
    _require(run, READY)
    if choice.sheet is not None and choice.sheet != findings.sheet:
        findings = inspect_run(run, sheet=choice.sheet)
    if choice.columns is not None:
        _check_columns(findings, choice.columns)
        findings = findings.mapped(dict(choice.columns))
    return _keep(actor, run_id, findings, choice)


def _check_columns(findings: Findings, wanted: Mapping[int, str]) -> None:
    known = {column.index for column in findings.columns}
    for index, field in wanted.items():
        if index not in known or (field and field not in FIELDS):
            raise BAD_MAPPING(what=field or f"#{index}")
    fields = [field for field in findings.mapped(dict(wanted)).fields if field]
    twice = next((field for field in fields if fields.count(field) > 1), None)
    if twice:
        raise BAD_MAPPING(what=twice)


def _owner(actor: Actor, owner_id: int | None) -> int | None:
    """Whose the new customers become. Whoever sees their own only could not record a second line for somebody else's."""
    if actor.scope == Scope.OWN and owner_id != actor.id:
        raise OWN_ONLY()
    return assignable(actor, owner_id)


@transaction.atomic
def _keep(actor: Actor, run_id: int, findings: Findings, choice: Choice) -> Run:
    run = _load_own(actor, run_id)
    _require(run, READY)
    if run.position:
        raise WRONG_STATE(state=run.state)
    if choice.source is not None:
        run.source = storable(choice.source).strip()[:64]
    if choice.currency is not None:
        run.currency = currency_of(choice.currency)
    if choice.customer_kind is not None:
        if choice.customer_kind not in KINDS:
            raise BAD_MAPPING(what=choice.customer_kind)
        run.customer_kind = choice.customer_kind
    if choice.owner_given:
        run.owner_id = _owner(actor, choice.owner_id)
    run.state = INSPECTED
    run.inspection_enc = seal_findings(run_key(run), findings)
    _forget(run)
    run.save()
    return run


def _forget(run: Run) -> None:
    """Nothing is counted yet."""
    FateBatch.objects.filter(run_id=run.id, phase=CHECK).delete()
    for name in ("created", "updated", "unchanged", "refused", "skipped_layout", "transactions", "customers"):
        setattr(run, name, 0)
    run.reasons = run.sums = "{}"


@transaction.atomic
def check(actor: Actor, run_id: int) -> Run:
    """Start a trial: every line is judged, nothing is recorded."""
    require(actor)
    run = _startable(actor, run_id)
    if run.position:
        raise WRONG_STATE(state=run.state)
    _forget(run)
    run.state, run.error, run.started_at = CHECKING, "", run.started_at or now()
    run.save()
    enqueue(CHECK_JOB, subject_id=run.id, actor_id=actor.id, payload=limits_of(actor), total=run.total)
    return run


@transaction.atomic
def commit(actor: Actor, run_id: int) -> Run:
    """Start recording, or go on with a run that stopped."""
    require(actor)
    run = _startable(actor, run_id)
    fresh = run.position == 0
    run.state, run.error = FILING, ""
    if fresh:
        _forget(run)
        run.started_at, run.finished_at = now(), None
    run.save()
    verb = "ledger.started" if fresh else "ledger.resumed"
    record(actor, verb, subject=("ledger_import", run.id), run_id=run.id)
    enqueue(FILE_JOB, subject_id=run.id, actor_id=actor.id, payload=limits_of(actor), total=run.total)
    return run


def _startable(actor: Actor, run_id: int) -> Run:
    run = _load_own(actor, run_id)
    _require(run, READY)
    findings = findings_of(run, run_key(run))
    if findings is None:
        raise WRONG_STATE(state=run.state)
    if not run.source:
        raise NO_SOURCE()
    if lacking := missing(findings.fields):
        zh = actor.language.startswith("zh")
        raise LACKING(fields="、".join(FIELDS[code].zh if zh else FIELDS[code].en for code in lacking))
    return run


@transaction.atomic
def cancel(actor: Actor, run_id: int) -> Run:
    """Stop what runs, at its next batch. What was recorded stays recorded and can be gone on with."""
    require(actor)
    run = _load_own(actor, run_id)
    job = open_job(run.id)
    if job is None and run.state not in (UPLOADED, *READY):
        raise WRONG_STATE(state=run.state)
    if job is None or cancel_job(job.id):
        run.state, run.finished_at = STOPPED, now()
        run.save(update_fields=["state", "finished_at"])
    record(actor, "ledger.cancelled", subject=("ledger_import", run.id), run_id=run.id)
    return run


def _require(run: Run, states: tuple[str, ...]) -> None:
    if run.state not in states:
        raise WRONG_STATE(state=run.state)


def failed(run_id: int, *, state: str, code: str, details: dict[str, object]) -> None:
    """The ending a job's failure gives its run, inside the transaction that ends the job."""
    run = Run.objects.filter(id=run_id).exclude(state=DONE).first()
    if run is not None:
        run.state, run.finished_at = state, now()
        run.error = orjson.dumps({"code": code, "details": details}, default=str).decode() if code else ""
        run.save(update_fields=["state", "finished_at", "error"])


@dataclass(frozen=True, slots=True)
class RunPage:
    """Some runs and where the next page begins."""

    runs: list[Run]
    next: str | None


def listed(actor: Actor, *, cursor: str | None = None, limit: int | None = None) -> RunPage:
    """The runs an actor may see, newest first."""
    actor.require(archive_rights.IMPORT)
    size = clamp_limit(limit)
    found = Run.objects.visible_to(actor).defer("inspection_enc")
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    rows = list(found.order_by("-id")[: size + 1])
    return RunPage(rows[:size], encode_cursor((rows[size - 1].id,)) if len(rows) > size else None)
