"""Runs, what was found in their files, and their lines, as they go out."""

from typing import cast

from kedang.accounts.queries import directory
from kedang.commerce.money import amount_text
from kedang.commerce_import import report, runs
from kedang.commerce_import import schemas as out
from kedang.commerce_import.fields import FIELDS, missing
from kedang.commerce_import.findings import Findings
from kedang.commerce_import.models import CHECKING, FILING, INSPECTED, UPLOADED, WAITING, Report, Run
from kedang.commerce_import.runs import Choice
from kedang.commerce_import.tally import reasons_of, sums_of
from kedang.intake.fates import Fate, read_batches
from kedang.intake.report import withheld, withheld_from
from kedang.jobs.queue import open_job
from kedang.kit.actor import Actor, system_name
from kedang.kit.malware import scanning
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor

_COUNTS = ("created", "updated", "unchanged", "refused", "skipped_layout")


def run_out(actor: Actor, run: Run) -> out.LedgerRunOut:
    """One run."""
    return out.LedgerRunOut(
        id=str(run.id),
        state=run.state,
        filename=run.filename,
        size=run.size,
        scan=run.scan,
        source=run.source,
        currency=run.currency,
        customer_kind=run.customer_kind,
        owner=_person(run.owner_id) if run.owner_id else None,
        created_at=run.created_at,
        by=_person(run.created_by),
        progress=_progress(run),
        counts=_counts(run),
        reasons=[
            out.LedgerReasonOut(code=code, text=report.reason(code, actor.language), lines=number)
            for code, number in sorted(reasons_of(run).items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        sums=[
            out.LedgerSumOut(
                currency=currency,
                kind=kind,
                lines=total[0],
                amount=amount_text(currency, total[1]),
                customers=sum(total[2:]),
            )
            for currency, kinds in sorted(sums_of(run).items())
            for kind, total in sorted(kinds.items())
        ],
        seconds=report.seconds_of(run) if run.finished_at else None,
        error=report.error_text(run, actor.language) or None,
        can_change=runs.may_change(actor, run),
        destroyed=run.destroyed_at is not None,
    )


def _person(user_id: int) -> out.LedgerPerson | None:
    found = directory().person(user_id)
    name = found.name if found else system_name(user_id)
    return out.LedgerPerson(id=str(user_id), name=name) if name else None


def _progress(run: Run) -> out.LedgerProgressOut:
    job = open_job(run.id) if run.state in (CHECKING, FILING) else None
    if job is None:
        return out.LedgerProgressOut(done=run.position, total=run.total)
    return out.LedgerProgressOut(done=job.done, total=max(job.total, job.done))


def _counts(run: Run) -> out.LedgerCountsOut | None:
    counts = {name: getattr(run, name) for name in _COUNTS}
    lines = sum(counts.values())
    if not lines or run.state in (UPLOADED, INSPECTED):
        return None
    return out.LedgerCountsOut(lines=lines, **counts, transactions=run.transactions, customers=run.customers)


def report_out(actor: Actor, found: Report) -> out.LedgerReportOut:
    """One result workbook."""
    job = open_job(found.id) if found.state == WAITING else None
    done, total = (job.done, max(job.total, job.done)) if job else (found.lines, found.lines)
    return out.LedgerReportOut(
        id=str(found.id),
        run_id=str(found.run_id),
        state=cast(out.ReportState, found.state),
        fate=found.only or None,
        progress=out.LedgerProgressOut(done=done, total=total),
        lines=found.lines,
        size=found.size,
        error=report.failure_text(found.error, actor.language, {}) or None,
    )


def runs_out(actor: Actor, *, cursor: str | None, limit: int | None) -> out.LedgerRunsOut:
    """A page of runs."""
    page = runs.listed(actor, cursor=cursor, limit=limit)
    rows = [run_out(actor, run) for run in page.runs]
    return out.LedgerRunsOut(rows=rows, next=page.next, scanning=scanning())


def inspection_out(actor: Actor, run_id: int) -> out.LedgerInspectionOut:
    """What was found; the cells only for who brought the file."""
    run, found = runs.inspected(actor, run_id)
    zh = actor.language.startswith("zh")
    return out.LedgerInspectionOut(
        sheets=list(found.sheets),
        sheet=found.sheet,
        preset=found.preset or None,
        columns=_columns(found, own=run.created_by == actor.id),
        fields=[out.LedgerFieldOut(code=code, label=field.zh if zh else field.en) for code, field in FIELDS.items()],
        missing=missing(found.fields),
    )


def _columns(found: Findings, *, own: bool) -> list[out.LedgerColumnOut]:
    return [
        out.LedgerColumnOut(index=c.index, header=c.header, field=c.field, samples=list(c.samples) if own else [])
        for c in found.columns
    ]


def choice_of(body: out.LedgerMappingIn) -> Choice:
    """A correction as the verb takes it."""
    columns = None if body.columns is None else {column.index: column.field for column in body.columns}
    return Choice(
        sheet=body.sheet,
        columns=columns,
        source=body.source,
        currency=body.currency,
        customer_kind=body.customer_kind,
        owner_id=body.owner_id,
        owner_given="owner_id" in body.model_fields_set,
    )


def lines_out(
    actor: Actor, run_id: int, *, fate: str | None, cursor: str | None, limit: int | None
) -> out.LedgerLinesOut:
    """Lines in the order of the file, all or those of one fate."""
    run = runs.load_run(actor, run_id)
    key, size = runs.run_key(run), clamp_limit(limit)
    own, kept = run.created_by == actor.id, withheld_from(actor, run.created_by)
    seq, offset = (max(0, n) for n in decode_numbers(cursor, length=2)) if cursor else (0, 0)
    taken: list[Fate] = []
    for number, fates in read_batches(key, run.id, report.phase_of(run), fate=fate, after=seq - 1):
        start = offset if number == seq else 0
        room = size - len(taken)
        taken += [withheld(each) if each.customer_id in kept else each for each in fates[start : start + room]]
        if len(fates) > start + room:
            return _page(actor, taken, encode_cursor((number, start + room)), own=own)
    return _page(actor, taken, None, own=own)


def _page(actor: Actor, taken: list[Fate], following: str | None, *, own: bool) -> out.LedgerLinesOut:
    return out.LedgerLinesOut(rows=[_line(actor, fate, own=own) for fate in taken], next=following)


def _line(actor: Actor, fate: Fate, *, own: bool) -> out.LedgerLineOut:
    return out.LedgerLineOut(
        line=fate.line,
        fate=fate.fate,
        key=fate.external_id,
        customer=fate.name if own else "",
        customer_id=str(fate.customer_id) if fate.customer_id else None,
        number=fate.number or None,
        reason=report.reason(fate.reason, actor.language) or None,
    )
