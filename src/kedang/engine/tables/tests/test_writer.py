import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedang.engine.tables import open_table
from kedang.engine.tables.protection import protect, unprotect
from kedang.engine.tables.report import ReportWriter
from kedang.engine.tables.writer import XlsxWriter, write_table
from kedang.engine.tables.xlsx_writing import MAX_TEXT

HEADERS = ("姓名", "手机", "备注", "金额")
ROWS = [
    ("张伟", "+8613800138001", '=HYPERLINK("x")', 12.5),
    ("=cmd|' /C calc'!A0", "@x", "'=1", -5),
    ("", "\tx", "a\r\nb", 0),
]


def read(data: bytes, name: str) -> list[tuple[str, ...]]:
    return [r.cells for r in open_table(data, filename=name).first().rows()]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_goes_out_comes_back(format: str) -> None:
    buffer = io.BytesIO()
    assert write_table(buffer, format, HEADERS, ROWS) == 3
    found = read(buffer.getvalue(), f"a.{format}")
    assert found == [HEADERS, *(tuple(str(c) if c != 0 else "0" for c in row) for row in ROWS)]


def test_nothing_in_a_csv_runs() -> None:
    buffer = io.BytesIO()
    write_table(buffer, "csv", HEADERS, ROWS)
    text = buffer.getvalue().decode("utf-8-sig")
    assert buffer.getvalue().startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK" in text
    assert "'+86" in text
    assert ",-5" in text


def test_texts_in_an_xlsx_are_texts_and_numbers_numbers(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    write_table(target, "xlsx", HEADERS, ROWS)
    sheet = openpyxl.load_workbook(target).active
    cell = sheet["A3"]
    assert (cell.data_type, cell.value) == ("s", "'=cmd|' /C calc'!A0")
    assert (sheet["D2"].data_type, sheet["D2"].value, sheet["D3"].value) == ("n", 12.5, -5)
    assert sheet.freeze_panes == "A2"


@given(st.text(max_size=40))
def test_protection_and_its_removal_are_inverse(text: str) -> None:
    assert unprotect(protect(text)) == text
    assert not protect(text).startswith(("=", "+", "-", "@", "＝", "\t"))


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(_TEXT, min_size=2, max_size=6))
def test_any_text_survives_csv_and_xlsx(cells: list[str]) -> None:
    for format in ("csv", "xlsx"):
        buffer = io.BytesIO()
        write_table(buffer, format, ["h"] * len(cells), [cells, ["end"] * len(cells)])
        found = read(buffer.getvalue(), f"a.{format}")[1]
        assert list(found) + [""] * (len(cells) - len(found)) == cells


def test_a_text_beyond_the_limit_of_excel_is_cut_visibly() -> None:
    buffer = io.BytesIO()
    writer = XlsxWriter(buffer, ["a"])
    writer.row(["x" * (MAX_TEXT + 5)])
    writer.close()
    assert writer.cut_cells == 1
    cell = read(buffer.getvalue(), "a.xlsx")[1][0]
    assert len(cell) == MAX_TEXT
    assert cell.endswith("x…")


def test_no_temporary_file_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/nonexistent")
    monkeypatch.setattr("tempfile.tempdir", "/nonexistent")
    buffer = io.BytesIO()
    write_table(buffer, "xlsx", ["a"], [[str(n)] for n in range(5000)])
    assert len(read(buffer.getvalue(), "a.xlsx")) == 5001


@pytest.mark.parametrize(
    ("language", "sheets", "first", "skipped"),
    [
        ("zh-CN", ["汇总", "明细"], ("行号", "外部编号", "结果", "原因", "档号", "姓名"), "合计行"),
        ("en", ["Summary", "Rows"], ("Line", "External id", "Result", "Reason", "Archive number", "姓名"), "total"),
    ],
)
def test_the_report_has_a_line_for_every_row_and_a_summary_in_front(
    language: str, sheets: list[str], first: tuple[str, ...], skipped: str
) -> None:
    buffer = io.BytesIO()
    report = ReportWriter(buffer, language, ["姓名"])
    report.row(line=2, fate="created", external_id="KH1", number="KD-1", cells=["张伟"])
    report.row(line=3, fate="refused", reason="x", cells=["=1+1"])
    report.row(line=4, fate="skipped_layout", reason="total", cells=["合计"])
    report.close({"created": 1, "refused": 1, "rows": 3, "custom": "y"})
    book = openpyxl.load_workbook(buffer)
    assert book.sheetnames == sheets
    found = list(book[sheets[1]].iter_rows(values_only=True))
    assert found[0] == first
    assert found[1][0::4][:2] == (2, "KD-1")
    assert found[2][5] == "'=1+1"
    assert found[3][3] == skipped
    summary = list(book[sheets[0]].iter_rows(values_only=True))
    assert [row[1] for row in summary] == [3, 1, 1, "y"]
