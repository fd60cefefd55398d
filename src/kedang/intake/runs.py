"""Reading runs: lists, progress, counts, and the rows of one."""

from collections.abc import Mapping

import orjson

from kedang.intake.fates import CHECK, phase_counts
from kedang.intake.models import CHECKED, CHECKING, FATES, ImportRun
from kedang.intake.report import text_of
from kedang.jobs.worker import DISK_FULL, JOB_FAILED
from kedang.intake.sources import TABLE_REFUSALS

_FAILURES = {r.code: r for r in (DISK_FULL, JOB_FAILED)}


def run_counts(run: ImportRun) -> dict[str, int]:
    """Rows and what became of them; after a check and before filing, what would become of them."""
    if run.position == 0 and run.state in (CHECKED, CHECKING):
        counts = phase_counts(run.id, CHECK)
        fates = {fate: counts.get(fate, 0) for fate in FATES}
    else:
        fates = {fate: int(getattr(run, fate)) for fate in FATES}
    return {"rows": sum(fates.values()), **fates}


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
