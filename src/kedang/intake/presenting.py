"""Runs, inspections and rows as their reader gets them."""

from dataclasses import asdict
from typing import Any

from kedang.accounts.queries import Directory, directory
from kedang.archive.policy import policy_for
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, FIELDS
from kedang.fields.rule_book import REASON
from kedang.intake import rights
from kedang.intake.fates import Fate
from kedang.intake.findings import LEFT_OUT, Findings
from kedang.intake.inspection import Preview, preview
from kedang.intake.lifecycle import may_change
from kedang.intake.likeness import fuzzy_of
from kedang.intake.mapping import Choice
from kedang.intake.models import CHECKING, FILING, INSPECTED, UNDOING, UPLOADED, ImportRun
from kedang.intake.report import reason_told, rules_told, seconds_of, text_of, withheld, withheld_from
from kedang.intake.runs import error_text, run_counts
from kedang.intake.schemas import (
    CellOut,
    ColumnOut,
    CountsOut,
    InspectionOut,
    MappingIn,
    ProgressOut,
    RowOut,
    RunOut,
    RunPersonOut,
    SampleOut,
    SheetOut,
)
from kedang.intake.undo import can_undo
from kedang.jobs.models import Job
from kedang.jobs.queue import open_job
from kedang.kit.actor import Actor, system_name
from kedang.kit.clock import iso, now
from kedang.kit.modes import Mode

NOT_FOR_API = "-"
_BUSY = (CHECKING, FILING, UNDOING)


def run_out(actor: Actor, run: ImportRun) -> RunOut:
    """One run."""
    people = directory()
    return RunOut(
        id=str(run.id),
        state=run.state,
        filename=run.filename,
        size=run.size,
        scan=run.scan,
        source=run.source,
        mode=run.mode,
        match_key=run.match_key or None,
        kind=run.kind or None,
        sheet=run.sheet or None,
        created_at=iso(run.created_at) or "",
        by=_person(people, run.created_by),
        owner=_person(people, run.owner_id),
        progress=_progress(run),
        counts=None if run.state in (UPLOADED, INSPECTED) and not run.position else CountsOut(**run_counts(run)),
        seconds=seconds_of(run) if run.finished_at else None,
        error=error_text(run, actor.language) or None,
        can_undo=actor.can(rights.UNDO) and can_undo(run),
        can_change=may_change(actor, run),
    )


def _person(people: Directory, person_id: int | None) -> RunPersonOut | None:
    found = people.person(person_id)
    if found:
        return RunPersonOut(id=str(found.id), name=found.name)
    name = system_name(person_id)
    return RunPersonOut(id=str(person_id), name=name) if name else None


def _progress(run: ImportRun) -> ProgressOut:
    if run.state not in _BUSY:
        return ProgressOut(done=run.position, total=run.total, rate=None, remaining=None)
    job = open_job(run.id)
    if job is None:
        return ProgressOut(done=run.position, total=run.total, rate=None, remaining=None)
    total = max(job.total, job.done)
    rate = _rate(job)
    remaining = round((total - job.done) / rate, 1) if rate else None
    return ProgressOut(done=job.done, total=total, rate=rate, remaining=remaining)


def _rate(job: Job) -> float | None:
    if job.started_at is None or job.done == 0:
        return None
    seconds = (now() - job.started_at).total_seconds()
    return round(job.done / seconds, 1) if seconds > 0 else None


def inspection_out(actor: Actor, run: ImportRun, findings: Findings) -> InspectionOut:
    """What was found, with samples before and after."""
    table = findings.table
    eyes = RowPresenter(actor, run)
    return InspectionOut(
        sheets=[SheetOut(name=name, rows=rows or None) for name, rows in findings.sheets],
        sheet=findings.sheet or None,
        encoding=findings.encoding or None,
        delimiter=findings.delimiter or None,
        header_line=findings.layout.header_line,
        kind=table.kind,
        kind_confidence=findings.kind_confidence,
        preset=findings.preset,
        columns=[
            ColumnOut(
                index=c.index,
                header=c.header,
                field=NOT_FOR_API if c.field == LEFT_OUT else c.field,
                confidence=c.confidence,
                why=c.why,
                samples=[eyes.sample(c.field, p) for p in preview(table, c, actor.language)],
            )
            for c in table.columns
        ],
        mode=run.mode,
        match_key=run.match_key or None,
        match_keys=list(dict.fromkeys([*findings.match_keys, *([run.match_key] if run.match_key else [])])),
        fuzzy=fuzzy_of(run),
        remembered=findings.remembered,
    )


class RowPresenter:
    """Rows of one run for one reader. Whoever brought the file sees what stood in it; others see what their modes allow."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        self._actor = actor
        self._policy = None if actor.id == run.created_by else policy_for(actor, own=False)
        self._told, self._kept = rules_told(actor, run), withheld_from(actor, run.created_by)

    def row(self, fate: Fate) -> RowOut:
        """One row."""
        if fate.customer_id in self._kept:
            fate = withheld(fate)
        return RowOut(
            line=fate.line,
            fate=fate.fate,
            external_id=fate.external_id,
            name=fate.name,
            reason=text_of(fate.reason if reason_told(fate.reason, self._told) else REASON, self._actor.language)
            or None,
            cells=[self._cell(*note) for note in fate.notes if reason_told(note[3], self._told)],
            customer_id=str(fate.customer_id) if fate.customer_id else None,
            number=fate.number or None,
        )

    def _cell(self, field: str, given: str, standard: str, reason: str) -> CellOut:
        text = text_of(reason, self._actor.language) or None
        if self._hides(field):
            return CellOut(field=field, given="***", standard="***" if standard else "", reason=text)
        return CellOut(field=field, given=given, standard=standard, reason=text)

    def sample(self, field: str | None, found: Preview) -> SampleOut:
        """A sample of a column before and after. A column without a field may hold anything."""
        reason = text_of(found.reason, self._actor.language) if found.reason else None
        hidden = self._policy is not None and (not field or self._hides(field))
        given, standard = ("***", "***" if found.standard else "") if hidden else (found.given, found.standard)
        return SampleOut(given=given, standard=standard, valid=found.valid, reason=reason)

    def _hides(self, field: str) -> bool:
        if self._policy is None or not field:
            return False
        known = field in FIELDS or field.startswith((EXTRA_PREFIX, CUSTOM_PREFIX))
        return not known or self._policy.mode(field) < Mode.READ


def choice_of(body: MappingIn) -> Choice:
    """A correction as the verb takes it."""
    columns = None
    if body.columns is not None:
        columns = {c.index: LEFT_OUT if c.field == NOT_FOR_API else (c.field or None) for c in body.columns}
    return Choice(
        sheet=body.sheet,
        header_line=body.header_line,
        kind=body.kind,
        columns=columns,
        mode=body.mode,
        match_key=body.match_key,
        fuzzy=body.fuzzy,
        source=body.source,
        owner_id=body.owner_id,
        owner_given="owner_id" in body.model_fields_set,
    )


def plain(value: Any) -> dict[str, Any]:
    """A value of ours as the keyword arguments of its schema."""
    return asdict(value)
