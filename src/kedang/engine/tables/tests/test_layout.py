from collections.abc import Sequence

import pytest

from kedang.engine.tables.layout import Layout, find_layout
from kedang.engine.tables.line_kinds import is_group_text, is_note, is_total
from kedang.engine.tables.rows import Row


def rows(*lines: Sequence[str]) -> list[Row]:
    return [Row(number, tuple(cells)) for number, cells in enumerate(lines, 1)]


def kinds(*lines: Sequence[str], header_line: int | None = None) -> list[str]:
    source = rows(*lines)
    return [line.kind for line in find_layout(source, header_line=header_line).walk(source)]


HEAD = ("客户名称", "联系人", "手机")
ONE = ("杭州云起科技有限公司", "张伟", "13800138001")
TWO = ("宁波海星贸易有限公司", "王芳", "13800138002")


def test_a_plain_table() -> None:
    layout = find_layout(rows(HEAD, ONE, TWO))
    assert (layout.header_line, layout.headers, layout.rows, layout.skipped_layout) == (1, HEAD, 2, 0)
    assert layout.confidence > 0.9


def test_head_words_that_nobody_knows_are_still_a_head_over_other_values() -> None:
    assert find_layout(rows(("a", "b", "c"), ("1", "2", "3"))).header_line == 1
    assert find_layout(rows(("column1", "column2"), ("row1-1", "row1-2"), ("row2-1", "row2-2"))).header_line == 1


def test_data_from_the_first_line_on() -> None:
    layout = find_layout(rows(ONE, TWO))
    assert (layout.header_line, layout.headers, layout.data) == (None, ("col1", "col2", "col3"), 2)


def test_a_person_points_at_the_head() -> None:
    lines = (("x", "y", "z"), ("甲", "乙", "丙"), ONE, TWO)
    assert kinds(*lines, header_line=2) == ["title", "header", "data", "data"]
    assert kinds(*lines, header_line=0) == ["data"] * 4


def test_columns_without_or_with_the_same_name() -> None:
    layout = find_layout(rows(("姓名", "电话", "电话", ""), ("张伟", "13800138001", "0571-88001122", "x")))
    assert layout.headers == ("姓名", "电话", "电话_2", "col4")


def test_a_row_longer_than_the_head_loses_nothing() -> None:
    source = rows(HEAD, ONE, (*TWO, "extra"))
    layout = find_layout(source)
    assert layout.headers == (*HEAD, "col4")
    assert [line.cells for line in layout.walk(source)][1:] == [(*ONE, ""), (*TWO, "extra")]


def test_blank_lines_totals_notes() -> None:
    found = kinds(
        HEAD, ONE, (), ("", " ", ""), TWO, ("合计", "", "2"), ("注：仅供内部使用",), ("制表人：张伟", "审核：王芳", "")
    )
    assert found == ["header", "data", "blank", "blank", "data", "total", "note", "note"]


def test_a_name_alone_is_a_customer_and_a_group_word_is_not() -> None:
    assert kinds(HEAD, ("张三", "", ""), ONE, ("华南区", "", ""), TWO) == ["header", "data", "data", "group", "data"]


def test_a_total_is_never_a_customer_called_so() -> None:
    assert kinds(HEAD, ("总计科技有限公司", "李娜", "13800138003"), ONE) == ["header", "data", "data"]


def test_the_head_again_is_skipped_and_another_head_begins_a_table() -> None:
    other = ("姓名", "性别", "邮箱")
    person = ("李娜", "女", "lina@example.com")
    source = rows(HEAD, ONE, HEAD, TWO, (), other, person)
    layout = find_layout(source)
    assert [line.kind for line in layout.walk(source)] == [
        "header",
        "data",
        "repeat_header",
        "data",
        "blank",
        "header",
        "data",
    ]
    assert [s.headers for s in layout.sections] == [HEAD, other]
    assert layout.main.index == 0


def test_a_row_of_a_refused_cell_is_data() -> None:
    source = [Row(1, HEAD), Row(2, ONE), Row(3, (), "cell.too_long")]
    line = list(find_layout(source).walk(source))[-1]
    assert (line.kind, line.note, line.cells) == ("data", "cell.too_long", ("", "", ""))


@pytest.mark.parametrize("source", [[], [Row(1, ())], [Row(1, ("",)), Row(2, (" ",))]])
def test_nothing_at_all(source: list[Row]) -> None:
    layout: Layout = find_layout(source)
    assert (layout.data, layout.rows) == (0, len(source))


def test_a_sample_gives_the_same_first_section() -> None:
    source = rows(HEAD, *[ONE] * 500)
    assert find_layout(source[:100]).headers == find_layout(source).headers


@pytest.mark.parametrize(
    "text", ["合计", "合 计", "总计：", "小计：12", "本页小计", "共 12 条记录", "Total", "Grand Total (12)", "合计金额"]
)
def test_totals(text: str) -> None:
    assert is_total((text, "", "12,000.00"))
    assert not is_total((text, "张伟"))


@pytest.mark.parametrize(
    "text",
    [
        "注：以上",
        "备注：无",
        "制表人：张伟",
        "数据来源：工商",
        "Confidential Information",
        "第 1 页",
        "导出时间：2024-01-01",
    ],
)
def test_notes(text: str) -> None:
    assert is_note([text])


@pytest.mark.parametrize(
    "text", ["华东区", "浙江省", "一、重点客户", "【A 类】", "销售一部", "VIP客户", "--- 2023 ---", "杭州分公司"]
)
def test_group_words(text: str) -> None:
    assert is_group_text(text)


@pytest.mark.parametrize("text", ["张三", "杭州云起科技有限公司", "13800138001", "欧阳修", "Acme Ltd", "小王"])
def test_customers_are_no_group_words(text: str) -> None:
    assert not is_group_text(text)
