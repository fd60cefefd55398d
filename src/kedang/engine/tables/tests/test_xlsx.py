"""Both xlsx readers must show the same cells."""

import datetime as dt
import io
from collections import deque
from pathlib import Path

import openpyxl
import pytest

from kedang.engine.tables import open_table
from kedang.engine.tables.cell_text import number_text
from kedang.engine.tables.rows import Content, Limits, Row
from kedang.engine.tables.xlsx_package import open_package
from kedang.engine.tables.xlsx_stream import date_kind, stream_rows
from tests.fixtures.dirty.make import large_xlsx

CELLS: list[tuple[object, str | None, str]] = [
    (13_800_000_000, None, "13800000000"),
    (328.0, None, "328"),
    (9895.9339, None, "9895.9339"),
    (0.1 + 0.2, None, "0.3"),
    (330106199001011234, None, "330106199001011000"),
    (0.00001, None, "0.00001"),
    (-5, None, "-5"),
    (True, None, "TRUE"),
    (False, None, "FALSE"),
    (dt.date(2020, 1, 2), None, "2020-01-02"),
    (dt.datetime(2020, 1, 2, 3, 4, 5), None, "2020-01-02 03:04:05"),  # noqa: DTZ001 - spreadsheet times have no zone
    (dt.time(3, 4), None, "03:04:00"),
    (dt.timedelta(hours=30), None, "30:00:00"),
    (43000, 'yyyy"年"m"月"d"日"', "2017-09-22"),
    (43000, "[$-804]yyyy/m/d;@", "2017-09-22"),
    (12, "0.00", "12"),
    ("00012", None, "00012"),
    (" 张 伟 ", None, " 张 伟 "),
    ("line 1\nline 2", None, "line 1\nline 2"),
    ("'=1+1", None, "=1+1"),
    ("a<b>&\"'", None, "a<b>&\"'"),
]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for line, (value, code, _) in enumerate(CELLS, 1):
        cell = sheet.cell(line, 2, value)
        if code:
            cell.number_format = code
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def streamed(data: bytes) -> list[Row]:
    package = open_package(Content(data), Limits())
    return list(stream_rows(package, package.sheets[0], Limits()))


def test_cells_look_as_in_excel() -> None:
    data = workbook()
    expected = [("", text) for _, _, text in CELLS]
    assert [r.cells for r in open_table(data).first().rows()] == expected
    assert [r.cells for r in streamed(data)] == expected


def test_formulas_in_any_cell_and_shared_ones() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["B2"] = "x", "=SUM(B1:B9)", 5
    buffer = io.BytesIO()
    book.save(buffer)
    assert [r.cells for r in open_table(buffer.getvalue()).first().rows()] == [("x",), ("=SUM(B1:B9)", "5")]


def test_padding_formats_show_the_zeros() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = 42
    sheet["A1"].number_format = "00000"
    buffer = io.BytesIO()
    book.save(buffer)
    assert next(open_table(buffer.getvalue()).first().rows()).cells == ("00042",)


def test_hidden_and_empty_sheets_are_listed_but_not_first() -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active["A1"] = "readme"
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("客户")
    for line in range(50):
        hidden.append([line, line, line])
        shown.append(["a", line])
        hidden.append([line])
    buffer = io.BytesIO()
    book.save(buffer)
    found = open_table(buffer.getvalue())
    assert [(s.name, s.visible) for s in found.sheets] == [("说明", True), ("隐藏", False), ("客户", True)]
    assert found.first().name == "客户"
    assert open_table(buffer.getvalue(), sheet="隐藏").first().name == "隐藏"


def test_formatted_empty_rows_at_the_end_are_no_lines() -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名"])
    book.active.append(["张伟"])
    for line in range(3, 500):
        book.active.cell(line, 1).number_format = "@"
    buffer = io.BytesIO()
    book.save(buffer)
    assert len(list(open_table(buffer.getvalue()).first().rows())) == 2


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", ""), ("#14", "date"), ("#46", "span"), ("#20", "time"), ("0.00E+00", ""), ("[Red]0", ""), ("yyyy-mm-dd", "date"),
        ("[h]:mm:ss", "span"), ("h:mm AM/PM", "time"), ("mm月", "date"), ('0"day"', ""), ("G/通用格式", ""), ("@", ""), ("m/d", "date"),
    ],
)  # fmt: skip
def test_which_formats_are_dates(code: str, kind: str) -> None:
    assert date_kind(code) == kind


def test_numbers_that_are_none() -> None:
    assert number_text(float("nan")) == "#NUM!"
    assert number_text(1e300) == "1e+300"


@pytest.mark.slow
def test_a_hundred_thousand_rows(tmp_path: Path) -> None:
    target = tmp_path / "large.xlsx"
    large_xlsx(target)
    with target.open("rb") as file:
        sheet = open_table(file, filename="large.xlsx").first()
        assert sheet.rows_about == 100_001
        last = deque(sheet.rows(), maxlen=1)[0]
    assert (last.line, last.cells[0]) == (100_001, "KH0099999")
