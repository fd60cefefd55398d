"""The result workbook of an import: one line for every source row, and a summary in front."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from kedang.engine.tables.protection import protect
from kedang.engine.tables.xlsx_writing import XlsxBook

# Each text in Chinese and English.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("行号", "Line"),
    ("外部编号", "External id"),
    ("结果", "Result"),
    ("原因", "Reason"),
    ("档号", "Archive number"),
)
FATES: dict[str, tuple[str, str]] = {
    "created": ("新建", "created"),
    "updated": ("更新", "updated"),
    "unchanged": ("未变化", "unchanged"),
    "duplicate": ("重复", "duplicate"),
    "refused": ("未收", "refused"),
    "skipped_layout": ("版式行", "layout line"),
}
LAYOUT_REASONS: dict[str, tuple[str, str]] = {
    "title": ("标题行", "title"),
    "repeat_header": ("重复的表头", "repeated header"),
    "group": ("分组行", "group row"),
    "total": ("合计行", "total"),
    "note": ("说明行", "note"),
    "blank": ("空行", "blank line"),
}
SUMMARY: dict[str, tuple[str, str]] = {
    "run": ("批次", "Run"),
    "filename": ("文件", "File"),
    "sheet": ("工作表", "Sheet"),
    "source": ("来源", "Source"),
    "mode": ("方式", "Mode"),
    "match_key": ("匹配依据", "Match key"),
    "by": ("操作人", "By"),
    "started_at": ("开始时间", "Started"),
    "finished_at": ("结束时间", "Finished"),
    "seconds": ("用时（秒）", "Seconds"),
    "rows": ("总行数", "Rows"),
    **FATES,
}
_SHEETS = (("汇总", "Summary"), ("明细", "Rows"))


class ReportWriter:
    """Streams the rows into the target; memory does not grow with them. `language` is zh-CN or en."""

    def __init__(self, target: Path | BinaryIO, language: str, headers: Sequence[str]) -> None:
        self._side = 0 if language.startswith("zh") else 1
        self._book = XlsxBook(target)
        names = [pair[self._side] for pair in COLUMNS]
        self._book.start_sheet(_SHEETS[1][self._side], [*names, *(protect(h) for h in headers)])

    def row(
        self, *, line: int, fate: str, cells: Sequence[str], external_id: str = "", reason: str = "", number: str = ""
    ) -> None:
        """One source row. `fate` is a code of `FATES`; `reason` is text, or a kind of layout line."""
        side = self._side
        said = FATES[fate][side] if fate in FATES else fate
        why = LAYOUT_REASONS[reason][side] if reason in LAYOUT_REASONS else reason
        own = [protect(text) for text in (external_id, said, why, number)]
        self._book.row([line, *own, *(protect(c) for c in cells)])

    def close(self, summary: Mapping[str, str | int | float]) -> None:
        """Write the summary, keys of `SUMMARY` first and in its order, and finish the file."""
        side = self._side
        name = _SHEETS[0][side]
        self._book.start_sheet(name, ())
        for key in [*(k for k in SUMMARY if k in summary), *(k for k in summary if k not in SUMMARY)]:
            label = SUMMARY[key][side] if key in SUMMARY else key
            value = summary[key]
            self._book.row([protect(label), protect(value) if isinstance(value, str) else value])
        self._book.close(first=name)


def write_report(
    target: Path | BinaryIO,
    *,
    language: str,
    headers: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    summary: Mapping[str, str | int | float],
) -> None:
    """A whole report at once; each row is the keyword arguments of `ReportWriter.row`."""
    writer = ReportWriter(target, language, headers)
    for row in rows:
        writer.row(**row)  # type: ignore[arg-type]
    writer.close(summary)
