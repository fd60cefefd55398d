"""Every dirty fixture: the counts written down by hand, and the values a person sees in the file."""

import json
from pathlib import Path

import pytest

from kedang.engine.tables import open_table
from kedang.engine.tables.layout import Layout, find_layout
from kedang.engine.tables.mapping import Proposal, propose

DIRTY = Path(__file__).resolve().parents[5] / "tests" / "fixtures" / "dirty"
EXPECTED = json.loads((DIRTY / "expected.json").read_text(encoding="utf-8"))


def laid_out(name: str) -> Layout:
    sheet = open_table((DIRTY / name).read_bytes(), filename=name).first()
    return find_layout(sheet.rows(), header_line=sheet.header_line)


def data(name: str) -> list[tuple[str, ...]]:
    sheet = open_table((DIRTY / name).read_bytes(), filename=name).first()
    layout = find_layout(sheet.rows(), header_line=sheet.header_line)
    return [line.cells for line in layout.walk(sheet.rows()) if line.kind == "data"]


def mapped(name: str, section: int = 0) -> tuple[Proposal, dict[str, str | None]]:
    found = laid_out(name).sections[section]
    proposal = propose(found.headers, found.samples, group_column=found.group_column)
    return proposal, {c.header: c.field for c in proposal.columns}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_line_is_accounted_for(name: str) -> None:
    layout = laid_out(name)
    kinds = {k: n for k, n in layout.counts.items() if k not in ("data", "header")}
    assert (layout.rows, layout.data, layout.skipped_layout) == tuple(
        EXPECTED[name][k] for k in ("rows", "data", "skipped_layout")
    )
    assert kinds == EXPECTED[name]["kinds"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_second_pass_says_the_same(name: str) -> None:
    sheet = open_table((DIRTY / name).read_bytes(), filename=name).first()
    layout = find_layout(sheet.rows(), header_line=sheet.header_line)
    lines = list(layout.walk(sheet.rows()))
    assert sum(line.kind == "data" for line in lines) == layout.data
    assert len(lines) == sum(layout.counts.values())
    assert all(len(line.cells) == len(layout.sections[line.section].headers) for line in lines if line.kind == "data")


def test_gb18030_behind_a_csv_name() -> None:
    book = open_table((DIRTY / "gb18030_tabs.csv").read_bytes(), filename="gb18030_tabs.csv")
    assert (book.encoding, book.delimiter) == ("gb18030", "\t")
    assert data("gb18030_tabs.csv")[-1] == ("㐀明", "13800138009", "", "𠮷野家")


def test_the_head_is_found_under_title_and_note() -> None:
    assert laid_out("title_above.xlsx").header_line == 3
    assert mapped("title_above.xlsx")[1] == {
        "公司名称": "name",
        "联系人": "contact_name",
        "联系人手机": "contact_mobile",
        "电话": "landline",
        "地址": "address",
    }


def test_group_rows_become_a_column_and_a_lone_firm_stays_data() -> None:
    rows = data("group_rows.xlsx")
    assert [r[-1] for r in rows] == ["华东区"] * 3 + ["重点客户（华南）"] * 2 + ["三、其他客户"] * 2
    assert rows[-1][0] == "珠海市香洲五金有限公司"
    assert mapped("group_rows.xlsx")[1]["分组"] == "groups"


def test_zeros_shown_by_format_are_kept_and_lost_ones_are_not_invented() -> None:
    assert data("lost_zeros.xlsx")[0] == ("000001", "杭州云起科技有限公司", "57188001122", "310000", "1")


def test_formulas_and_errors_are_text() -> None:
    rows = data("formulas.xlsx")
    assert [r[2] for r in rows] == ["=B2*10", "=B3*10", "1000"]
    assert [r[3] for r in rows] == ['=HYPERLINK("http://example.com","点我")', "#N/A", "=1+1"]


def test_a_second_table_below_has_its_own_columns() -> None:
    layout = laid_out("two_tables_stacked.xlsx")
    assert [s.header_lines for s in layout.sections] == [(1,), (8,)]
    assert [s.data for s in layout.sections] == [4, 3]
    assert mapped("two_tables_stacked.xlsx", 0)[0].kind == "organisation"
    assert mapped("two_tables_stacked.xlsx", 1)[0].kind == "person"


def test_tables_side_by_side_are_two_sections() -> None:
    layout = laid_out("two_tables_beside.xlsx")
    assert [(s.first_column, s.headers, s.data) for s in layout.sections] == [
        (0, ("姓名", "手机"), 5),
        (3, ("姓名", "手机"), 3),
    ]


def test_two_lines_of_head_are_joined() -> None:
    layout = laid_out("two_line_header.xlsx")
    assert layout.headers == ("序号", "公司名称", "联系人/姓名", "联系人/手机", "联系人/邮箱", "备注")
    fields = mapped("two_line_header.xlsx")[1]
    assert list(fields.values()) == [None, "name", "contact_name", "contact_mobile", "contact_email", "remark"]


def test_a_file_without_head_is_mapped_by_content_with_low_confidence() -> None:
    layout = laid_out("no_header.csv")
    assert layout.header_line is None
    assert layout.confidence < 0.5
    assert mapped("no_header.csv")[1] == {"col1": "name", "col2": "mobile", "col3": "email"}


def test_a_merged_firm_belongs_to_each_contact() -> None:
    assert [r[0] for r in data("merged_cells.xlsx")] == ["杭州云起科技有限公司"] * 2 + ["宁波海星贸易有限公司"]


def test_an_old_workbook_shows_numbers_dates_and_truth() -> None:
    assert data("old_excel.xls")[1] == ("HY002", "王芳", "13800138002", "1990-01-03", "TRUE")


def test_traditional_text_in_big5() -> None:
    assert open_table((DIRTY / "roc_years.csv").read_bytes()).encoding == "big5hkscs"
    assert data("roc_years.csv")[2] == ("黃美玲", "75/03/12", "0912345678", "臺北市大安區復興南路一段")


def test_tabs_and_full_width_stay_as_given() -> None:
    assert data("tab_before_ids.csv")[0][1] == "\t11010519491231002X"
    assert mapped("tab_before_ids.csv")[0].match_key == "id_number"
    assert mapped("full_width.csv")[1] == {"姓名": "name", "手机": "mobile", "邮箱": "email"}
