"""The result workbook: one line for every source row, streamed from the sealed fates."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from kedang.accounts.queries import directory
from kedang.archive import rights
from kedang.archive.models import kept_from
from kedang.archive.policy import policy_for
from kedang.engine.catalogue import FIELDS
from kedang.engine.standardise.reasons import reason_text
from kedang.engine.tables.layout import Line
from kedang.engine.tables.refusals import ROW_NOTES
from kedang.engine.tables.report import ReportWriter
from kedang.engine.tables.walking import HEADER
from kedang.fields.rule_book import REASON, rule_text, told_ids
from kedang.history.reads import record_read
from kedang.intake.fates import CHECK, FILE, Fate, read_batches
from kedang.intake.findings import Findings, findings_of
from kedang.intake.lifecycle import load_run, run_key, staged
from kedang.intake.models import FATES, ImportRun
from kedang.intake.sources import chosen_sheet
from kedang.intake.verdict import REASONS
from kedang.kit.actor import Actor
from kedang.kit.clock import iso, now
from kedang.kit.errors import NOT_FOUND
from kedang.vault.keys import SubjectKey


def text_of(code: str, language: str) -> str:
    """A reason in the reader's language, whichever room it comes from."""
    if code.startswith(REASON):
        return rule_text(code, language)
    pair = REASONS.get(code) or ROW_NOTES.get(code)
    if pair is None:
        return reason_text(code, language=language) if code else ""
    return pair[0] if language.startswith("zh") else pair[1]


def rules_told(actor: Actor, run: ImportRun) -> frozenset[int] | None:
    """The validation rules of whose outcome a reader of the run may be told; None for whoever brought it, who was told as the
    rows were decided."""
    return None if actor.id == run.created_by else told_ids(policy_for(actor, own=False).mode)


def withheld_from(actor: Actor, brought_by: int) -> frozenset[int]:
    """The customers of whose rows a reader is told nothing: those above their clearance. Whoever brought the file knows what stood in it."""
    if actor.id == brought_by:
        return frozenset()
    return frozenset(kept_from(actor).values_list("id", flat=True))


def withheld(fate: Fate) -> Fate:
    """A row of somebody above the reader's clearance: that there was one."""
    return fate._replace(external_id="", name="", customer_id=0, number="", notes=())


def reason_told(reason: str, told: frozenset[int] | None) -> bool:
    """Whether a reason may be told; that of a validation rule only to those who may be told its outcome."""
    if told is None or not reason.startswith(REASON):
        return True
    return int(reason.removeprefix(REASON)) in told


def fate_reason(fate: Fate, language: str, told: frozenset[int] | None = None) -> str:
    """Why a row ended as it did, and what was wrong in its cells, in one sentence."""
    zh = language.startswith("zh")
    parts = [text_of(fate.reason if reason_told(fate.reason, told) else REASON, language)] if fate.reason else []
    for field, _, _, reason in (note for note in fate.notes if reason_told(note[3], told)):
        label = _label(field, zh=zh)
        text = text_of(reason, language)
        parts.append(f"{label}：{text}" if zh and label else f"{label}: {text}" if label else text)
    return ("；" if zh else "; ").join(parts)


def _label(field: str, *, zh: bool) -> str:
    spec = FIELDS.get(field)
    if spec is None:
        return field.partition(":")[2] or field
    return spec.zh if zh else spec.en


def phase_of(run: ImportRun) -> str:
    """The fates to show: those of filing as soon as there are any."""
    return FILE if run.position else CHECK


def write(
    target: Path | BinaryIO,
    run: ImportRun,
    key: SubjectKey,
    findings: Findings,
    *,
    language: str,
    cells: bool,
    told: frozenset[int] | None = None,
    kept: frozenset[int] = frozenset(),
) -> None:
    """Write the workbook. With `cells` each line also carries the source row, read once more from the staged file."""
    headers = list(findings.layout.main.headers) if cells else []
    writer = ReportWriter(target, language, headers)
    lines = _lines(run, key, findings) if cells else None
    for _, fates in read_batches(key, run.id, phase_of(run)):
        for each in fates:
            fate = withheld(each) if each.customer_id in kept else each
            row = next(lines).cells if lines is not None else ()
            writer.row(
                line=fate.line,
                fate=fate.fate,
                external_id=fate.external_id,
                reason=fate_reason(fate, language, told),
                number=fate.number,
                cells=row,
            )
    writer.close(_summary(run, findings))


def write_for(actor: Actor, run_id: int, target: BinaryIO) -> None:
    """The workbook for whoever may see the run; the cells of the file only for who brought it."""
    actor.require(rights.IMPORT)
    run = load_run(actor, run_id)
    key = run_key(run)
    findings = findings_of(run, key)
    if findings is None:
        raise NOT_FOUND()
    own = actor.id == run.created_by
    details = {"run": str(run.id), "cells": own}
    record_read(actor, "import.reported", details=details, count=run.position)
    told, kept = rules_told(actor, run), withheld_from(actor, run.created_by)
    write(target, run, key, findings, language=actor.language, cells=own, told=told, kept=kept)


def _lines(run: ImportRun, key: SubjectKey, findings: Findings) -> Iterator[Line]:
    sheet = chosen_sheet(staged(run, key).workbook(), findings.sheet)
    return (line for line in findings.layout.walk(sheet.rows()) if line.kind != HEADER)


def _summary(run: ImportRun, findings: Findings) -> Mapping[str, str | int | float]:
    people = directory()
    texts: dict[str, str | int | float] = {
        "run": str(run.id),
        "filename": run.filename,
        "sheet": findings.sheet,
        "source": run.source,
        "mode": run.mode,
        "match_key": run.match_key,
        "by": people.name(run.created_by),
        "started_at": iso(run.started_at) or "",
        "finished_at": iso(run.finished_at) or "",
        "seconds": seconds_of(run),
        "rows": run.position,
    }
    return texts | {fate: getattr(run, fate) for fate in FATES}


def seconds_of(run: ImportRun) -> float:
    """How long the work took."""
    if run.started_at is None:
        return 0.0
    return round(((run.finished_at or now()) - run.started_at).total_seconds(), 2)
