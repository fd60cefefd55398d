"""The result workbook: one line for every line of the file, streamed from the sealed fates; and the words of reasons."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

import orjson

from kedang.accounts.queries import directory
from kedang.accounts.standing import DISABLED, RIGHTS_CHANGED
from kedang.commerce_import import deciding, reading, settling
from kedang.commerce_import.findings import Findings, findings_of
from kedang.commerce_import.models import Run
from kedang.commerce_import.runs import run_key, staged
from kedang.engine.tables.layout import Line
from kedang.engine.tables.report import ReportWriter
from kedang.engine.tables.walking import HEADER
from kedang.intake.fates import CHECK, FILE, read_batches
from kedang.intake.inspection import EMPTY_TABLE
from kedang.intake.lifecycle import DESTROYED
from kedang.intake.report import text_of, withheld
from kedang.intake.sources import FILE_DAMAGED, TABLE_REFUSALS
from kedang.jobs.worker import DISK_FULL, JOB_FAILED
from kedang.kit.clock import iso, now
from kedang.kit.errors import DENIED, NOT_FOUND, Refusal
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
    settling.NO_TARGET: (
        "要核销的单号没有：这个来源里，这位客户名下没有它。请先导入账单，或让账单排在收款前面",
        "No such number to settle with this customer in this source: bring the invoice first, or put it before the payment",
    ),
    settling.UNFIT: (
        "收款只能核销同一币种、未作废的账单；退货只能对应购买或账单",
        "A payment settles an invoice of the same currency that is not void; a return takes back a purchase or an invoice",
    ),
    settling.TOO_MUCH: (
        "超过这张账单的未收金额：多收的部分请另用一个单号，不写核销的单号",
        "More than this invoice still has to get: bring what is more under a number of its own that settles nothing",
    ),
    settling.NOTHING_TO_SETTLE: ("购买和账单不核销别的单", "A purchase or an invoice settles nothing"),
    settling.TWO_INVOICES: (
        "同一单号要核销两张账单：请分成两个单号",
        "One number is to settle two invoices: give it two numbers",
    ),
}
OUTDATED = Refusal(
    "ledger.report_outdated",
    409,
    "导入又往前走了，这份结果已经对不上。请等导入停下后重新下载。",
    "The import has gone on and this result no longer fits it. Wait until it stands still, then ask for the result again.",
)
_FAILURES = {
    r.code: r
    for r in (DISK_FULL, JOB_FAILED, FILE_DAMAGED, EMPTY_TABLE, DENIED, DESTROYED, DISABLED, RIGHTS_CHANGED, OUTDATED)
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
    return failure_text(str(error.get("code", "")), language, error.get("details") or {})


def failure_text(code: str, language: str, details: Mapping[str, object]) -> str:
    """Why work in the background came to nothing, as a sentence."""
    refusal = _FAILURES.get(code) or TABLE_REFUSALS.get(code)
    return refusal(**details).text(language) if refusal else reason(code, language)


def phase_of(run: Run) -> str:
    """The fates to show: those of the recording as soon as there are any."""
    return FILE if run.position else CHECK


def write(
    target: BinaryIO,
    run: Run,
    *,
    language: str,
    cells: bool,
    only: str = "",
    kept: frozenset[int] = frozenset(),
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Write the workbook, of one fate only if one is named; how many lines are in it. With `cells` each line also carries the line of
    the file, read once more from where it is staged. Of `kept` nothing is told but that there was a line. `tell` hears how many lines of the file are done, now and then."""
    key = run_key(run)
    findings = findings_of(run, key)
    if findings is None:
        raise NOT_FOUND()
    writer = ReportWriter(target, language, list(findings.layout.main.headers) if cells else [])
    lines = _lines(run, key, findings) if cells else None
    done = written = 0
    for _, fates in read_batches(key, run.id, phase_of(run)):
        tell(done)
        for each in fates:
            fate = withheld(each) if each.customer_id in kept else each
            line = next(lines) if lines is not None else None
            done += 1
            if only and fate.fate != only:
                continue
            written += 1
            writer.row(
                line=fate.line,
                fate=fate.fate,
                external_id=fate.external_id,
                reason=reason(fate.reason, language),
                number=fate.number,
                cells=line.cells if line is not None else (),
            )
    writer.close(_summary(run, findings))
    return written


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
