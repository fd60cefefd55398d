"""The register of processing activities as a sheet for those who ask for it."""

import csv
import io

from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.privacy import gathering, rights
from kedang.privacy.models import Purpose
from kedang.privacy.purposes import fields_of
from kedang.privacy.wording import BASES

HEADS = (
    ("处理目的", "Purpose"),
    ("法律依据", "Legal basis"),
    ("信息种类", "Categories of data"),
    ("保存期限（最后联系后月数）", "Kept for (months after the last contact)"),
    ("接收方", "Recipients"),
    ("合同有效期", "Contract until"),
    ("出境", "Across the border"),
    ("停用时间", "Ended"),
)
_YES = ("是", "yes")
# A spreadsheet would take these for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(actor: Actor) -> str:
    """Every purpose, those that ended too, as CSV."""
    actor.require(rights.VIEW)
    record_read(actor, "privacy.read", details={"what": "register"})
    at = 0 if actor.language.startswith("zh") else 1
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([head[at] for head in HEADS])
    for each in Purpose.objects.order_by("id"):
        rows.writerow([_plain(cell) for cell in _line(each, at, actor.language)])
    return "\ufeff" + out.getvalue()


def _line(row: Purpose, at: int, language: str) -> list[str]:
    return [
        (row.name_zh, row.name_en)[at],
        BASES[row.basis][at],
        "; ".join(gathering.label_of(code, language) for code in fields_of(row)),
        str(row.months or ""),
        row.recipients,
        row.contract_until.isoformat() if row.contract_until else "",
        _YES[at] if row.cross_border else "",
        row.ended_at.date().isoformat() if row.ended_at else "",
    ]


def _plain(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
