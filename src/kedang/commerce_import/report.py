"""The result workbook: one line for every line of the file, streamed from the sealed fates; and the words of reasons."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import orjson

from kedang.accounts.queries import directory
from kedang.accounts.standing import DISABLED, RIGHTS_CHANGED
from kedang.commerce_import import deciding, reading
from kedang.commerce_import.findings import Findings, findings_of
from kedang.commerce_import.models import Run
from kedang.commerce_import.runs import load_run, run_key, staged
from kedang.engine.tables.layout import Line
from kedang.engine.tables.report import ReportWriter
from kedang.engine.tables.walking import HEADER
from kedang.history.reads import record_read
from kedang.intake.fates import CHECK, FILE, read_batches
from kedang.intake.inspection import EMPTY_TABLE
from kedang.intake.lifecycle import DESTROYED
from kedang.intake.report import text_of
from kedang.intake.sources import FILE_DAMAGED, TABLE_REFUSALS
from kedang.jobs.worker import DISK_FULL, JOB_FAILED
from kedang.kit.actor import Actor
from kedang.kit.clock import iso, now
from kedang.kit.errors import DENIED, NOT_FOUND
from kedang.vault.keys import SubjectKey

REASONS: dict[str, tuple[str, str]] = {
    reading.NO_INVOICE: ("缺少单号", "No number of an order or invoice"),
    reading.NO_CUSTOMER: ("缺少客户编号", "No number of a customer"),
    reading.BAD_TIME: ("日期缺失或无法识别", "No date, or none that can be read"),
    reading.BAD_KIND: ("无法识别的种类", "A kind nobody knows"),
    reading.BAD_QUANTITY: ("数量为零或无法识别", "The quantity is zero or cannot be read"),
    reading.BAD_PRICE: ("单价或金额无法识别", "The price or amount cannot be read"),
    reading.ZERO_PRICE: ("单价或金额为零", "The price or amount is zero"),
    reading.BAD_CURRENCY: ("无法识别的币种", "A currency nobody knows"),
    deciding.NO_REACH: ("客户不在您的权限范围内", "The customer is out of your reach"),
    deciding.TRASHED: ("客户在回收站里，请先恢复", "The customer is in the recycle bin: restore it first"),
    deciding.TWO_CUSTOMERS: ("同一单号属于两位客户", "One number with two customers"),
    deciding.TWO_CURRENCIES: ("同一单号有两种币种", "One number with two currencies"),
    deciding.ELSEWHERE: ("这个单号已记在另一位客户名下", "This number stands with another customer"),
    deciding.OTHER_KIND: ("这个单号已记为另一种交易", "This number stands as another kind of transaction"),
    deciding.VOIDED: ("这笔交易已作废", "This transaction is void"),
    deciding.NEGATIVE: ("合计为负：退回的请写明是退货", "The sum is negative: what comes back is a return"),
}
_FAILURES = {
    r.code: r for r in (DISK_FULL, JOB_FAILED, FILE_DAMAGED, EMPTY_TABLE, DENIED, DESTROYED, DISABLED, RIGHTS_CHANGED)
}


def reason(code: str, language: str) -> str:
    """Why a line was not taken, in words."""
    pair = REASONS.get(code)
    if pair is None:
        return text_of(code, language) if code else ""
    return pair[0] if language.startswith("zh") else pair[1]


def error_text(run: Run, language: str) -> str:
    """Why a run stopped, as a sentence."""
    error = orjson.loads(run.error) if run.error else {}
    code = str(error.get("code", ""))
    refusal = _FAILURES.get(code) or TABLE_REFUSALS.get(code)
    return refusal(**(error.get("details") or {})).text(language) if refusal else reason(code, language)


def phase_of(run: Run) -> str:
    """The fates to show: those of the recording as soon as there are any."""
    return FILE if run.position else CHECK


def write(target: BinaryIO, run: Run, *, language: str, cells: bool, only: str = "") -> None:
    """Write the workbook, of one fate only if one is named. With `cells` each line also carries the line of the file, read once more from where it is staged."""
    key = run_key(run)
    findings = findings_of(run, key)
    if findings is None:
        raise NOT_FOUND()
    writer = ReportWriter(target, language, list(findings.layout.main.headers) if cells else [])
    lines = _lines(run, key, findings) if cells else None
    for _, fates in read_batches(key, run.id, phase_of(run)):
        for fate in fates:
            line = next(lines) if lines is not None else None
            if only and fate.fate != only:
                continue
            writer.row(
                line=fate.line,
                fate=fate.fate,
                external_id=fate.external_id,
                reason=reason(fate.reason, language),
                number=fate.number,
                cells=line.cells if line is not None else (),
            )
    writer.close(_summary(run, findings))


def write_for(actor: Actor, run_id: int, target: BinaryIO, *, only: str = "") -> None:
    """The workbook, or its lines of one fate, for whoever may see the run; the cells of the file only for who brought it."""
    run = load_run(actor, run_id)
    own = actor.id == run.created_by
    record_read(actor, "ledger.reported", details={"run": str(run.id), "cells": own}, count=run.position)
    write(target, run, language=actor.language, cells=own, only=only)


def _lines(run: Run, key: SubjectKey, findings: Findings) -> Iterator[Line]:
    sheet = staged(run, key).sheet(findings.sheet)
    return (line for line in findings.layout.walk(sheet.rows()) if line.kind != HEADER)


def _summary(run: Run, findings: Findings) -> Mapping[str, str | int | float]:
    counts = {name: getattr(run, name) for name in ("created", "updated", "unchanged", "refused", "skipped_layout")}
    return {
        "run": str(run.id),
        "filename": run.filename,
        "sheet": findings.sheet,
        "source": run.source,
        "by": directory().name(run.created_by),
        "started_at": iso(run.started_at) or "",
        "finished_at": iso(run.finished_at) or "",
        "seconds": seconds_of(run),
        "rows": sum(counts.values()),
        **counts,
    }


def seconds_of(run: Run) -> float:
    """How long the work took."""
    if run.started_at is None:
        return 0.0
    return round(((run.finished_at or now()) - run.started_at).total_seconds(), 2)
