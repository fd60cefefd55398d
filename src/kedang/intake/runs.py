"""Reading runs: lists, progress, counts, and the rows of one."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from kedang.accounts.standing import DISABLED, RIGHTS_CHANGED
from kedang.archive import rights
from kedang.intake.fates import CHECK, LIKELY, Fate, phase_counts, read_batches
from kedang.intake.findings import Findings
from kedang.intake.inspection import EMPTY_TABLE
from kedang.intake.lifecycle import DESTROYED, findings_or_inspect, load_run, run_key
from kedang.intake.models import CHECKED, CHECKING, FATES, ImportRun
from kedang.intake.report import phase_of, text_of
from kedang.intake.sources import FILE_DAMAGED, TABLE_REFUSALS
from kedang.jobs.worker import DISK_FULL, JOB_FAILED
from kedang.kit.actor import Actor
from kedang.kit.errors import DENIED
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor

_FAILURES = {
    r.code: r for r in (DISK_FULL, JOB_FAILED, FILE_DAMAGED, EMPTY_TABLE, DENIED, DESTROYED, DISABLED, RIGHTS_CHANGED)
}


def run_counts(run: ImportRun) -> dict[str, int]:
    """Rows and what became of them; after a check and before filing, what would become of them. Those suspected are among them."""
    if run.position == 0 and run.state in (CHECKED, CHECKING):
        counts = phase_counts(run.id, CHECK)
        fates = {fate: counts.get(fate, 0) for fate in FATES}
        likely = counts.get(LIKELY, 0)
    else:
        fates = {fate: int(getattr(run, fate)) for fate in FATES}
        likely = run.suspected
    return {"rows": sum(fates.values()), **fates, LIKELY: likely}


def error_of(run: ImportRun) -> Mapping[str, object]:
    """Why a run stopped: code and details, or nothing."""
    found: Mapping[str, object] = orjson.loads(run.error) if run.error else {}
    return found


def error_text(run: ImportRun, language: str) -> str:
    """Why a run stopped, as a sentence."""
    error = error_of(run)
    code = str(error.get("code", ""))
    details = error.get("details") or {}
    refusal = _FAILURES.get(code) or TABLE_REFUSALS.get(code)
    if refusal is None:
        return text_of(code, language)
    return refusal(**details).text(language)  # type: ignore[arg-type]


def run_of(actor: Actor, run_id: int) -> ImportRun:
    """One run the actor may see."""
    actor.require(rights.IMPORT)
    return load_run(actor, run_id)


def inspected(actor: Actor, run_id: int) -> tuple[ImportRun, Findings]:
    """A run with what was found in its file; looked into now when no worker did it yet."""
    run = run_of(actor, run_id)
    findings = findings_or_inspect(run)
    run.refresh_from_db()
    return run, findings


@dataclass(frozen=True, slots=True)
class RunPage:
    """Some runs and where the next page begins."""

    runs: tuple[ImportRun, ...]
    next: str | None


def runs_of(actor: Actor, *, cursor: str | None = None, limit: int | None = None) -> RunPage:
    """The runs an actor may see, newest first."""
    actor.require(rights.IMPORT)
    size = clamp_limit(limit)
    found = ImportRun.objects.visible_to(actor).defer("inspection_enc")
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    rows = list(found.order_by("-id")[: size + 1])
    return RunPage(tuple(rows[:size]), encode_cursor((rows[size - 1].id,)) if len(rows) > size else None)


@dataclass(frozen=True, slots=True)
class FatePage:
    """Some rows of a run and where the next page begins."""

    run: ImportRun
    fates: tuple[Fate, ...]
    next: str | None


def fates_of(
    actor: Actor, run_id: int, *, fate: str | None = None, cursor: str | None = None, limit: int | None = None
) -> FatePage:
    """Source rows in file order, all or those of one fate."""
    actor.require(rights.IMPORT)
    run = load_run(actor, run_id)
    key = run_key(run)
    size = clamp_limit(limit, default=100)
    seq, offset = (max(0, n) for n in decode_numbers(cursor, length=2)) if cursor else (0, 0)
    taken: list[Fate] = []
    for number, fates in read_batches(key, run.id, phase_of(run), fate=fate or None, after=seq - 1):
        start = offset if number == seq else 0
        room = size - len(taken)
        taken += fates[start : start + room]
        if len(fates) > start + room:
            return FatePage(run, tuple(taken), encode_cursor((number, start + room)))
        if len(taken) == size:
            return FatePage(run, tuple(taken), encode_cursor((number + 1, 0)))
    return FatePage(run, tuple(taken), None)
