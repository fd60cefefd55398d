"""Exports: only whom one sees, only what the export modes show, on record before the first byte, never a formula."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction

from kedang.archive.figures import keep_deals
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.finding.lists import ListQuery
from kedang.history.models import ReadEvent
from kedang.integration.export import prepare, stream, write
from kedang.kit.errors import DomainError
from tests.people import Cast, acting, actor, browser, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def table(pieces: Iterator[bytes]) -> list[dict[str, str]]:
    """The rows of a CSV export by heading."""
    text = b"".join(pieces).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_lead_exports_their_tree_and_the_stranger_nothing_of_it(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟", mobile="13812345678")
    file_customer(cast.chen, name="王芳", mobile="13912345678")
    mine = table(stream(prepare(actor(cast.lin), ListQuery()), "csv"))
    theirs = table(stream(prepare(actor(cast.chen), ListQuery()), "csv"))
    assert [row["名称"] for row in mine] == ["张伟"]
    assert [row["名称"] for row in theirs] == ["王芳"]


def test_contact_data_is_masked_and_the_managers_is_clear(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟", mobile="13812345678", id_number="11010519491231002X")
    lead = b"".join(stream(prepare(actor(cast.lin), ListQuery()), "csv")).decode()
    assert "13812345678" not in lead
    assert "138****5678" in lead
    assert "11010519491231002X" not in lead
    assert table(stream(prepare(actor(cast.wang), ListQuery()), "csv"))[0]["手机"] == "13812345678"


def test_without_the_right_nothing_leaves_and_nothing_is_recorded_as_exported(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟")
    with pytest.raises(DomainError) as refused:
        prepare(actor(cast.zhou), ListQuery())
    assert refused.value.code == "denied"
    assert not ReadEvent.objects.filter(verb="customers.exported").exists()


def test_the_record_stands_before_the_first_byte_and_holds_no_value(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟", mobile="13812345678")
    prepare(actor(cast.lin), ListQuery())
    event = ReadEvent.objects.get(verb="customers.exported")
    assert event.actor_id == cast.lin.id
    assert event.count == 1
    assert "13812345678" not in str(event.details)


def test_a_formula_leaves_as_text(cast: Cast) -> None:
    file_customer(cast.zhou, name="甲公司", kind="organisation", remark='=HYPERLINK("http://example.com")')
    (row,) = table(stream(prepare(actor(cast.lin), ListQuery()), "csv"))
    assert row["备注"].startswith("'=")


def test_the_number_and_external_id_come_always_and_columns_in_their_order(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟", external_id="X1", level="A")
    export = prepare(actor(cast.lin), ListQuery(columns=("level", "region")))
    assert export.headings == ["档号", "外部编号", "名称", "等级", "地区"]
    assert [cells[1:4] for cells in export.lines()] == [["X1", "张伟", "A"]]


def test_an_unknown_column_is_refused(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        prepare(actor(cast.lin), ListQuery(columns=("name; drop",)))
    assert refused.value.code == "field_unknown"


def test_more_than_a_page_of_rows_streams_whole(cast: Cast) -> None:
    for number in range(7):
        file_customer(cast.zhou, name=f"客户{number}", external_id=f"E{number}")
    export = prepare(actor(cast.lin), ListQuery(sort="number"))
    rows = table(stream(export, "csv"))
    assert [row["外部编号"] for row in rows] == [f"E{n}" for n in range(7)]


def test_both_formats_open_and_say_the_same(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟", remark="两行\n文字")
    book = io.BytesIO()
    write(prepare(actor(cast.lin), ListQuery()), book, "xlsx")
    assert book.getvalue()[:2] == b"PK"
    streamed = b"".join(stream(prepare(actor(cast.lin), ListQuery()), "xlsx"))
    assert streamed[:2] == b"PK"


def test_the_door_hands_out_a_file_with_a_safe_name(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟")
    answer = browser(cast.lin).get("/api/customers/export?format=csv&columns=name")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "张伟" in b"".join(answer).decode("utf-8-sig")


def test_the_door_refuses_whoever_may_not_export(cast: Cast) -> None:
    assert browser(cast.zhou).get("/api/customers/export?format=csv").status_code == 403
    may = acting(cast.zhou, rights=frozenset({"customers.view", "customers.export"}))
    assert prepare(may, ListQuery()).ids == []


def test_what_does_not_fit_its_field_leaves_as_it_was_given_and_masked_like_a_value(cast: Cast) -> None:
    file_customer(
        cast.zhou, name="张伟", website="没有网站", postcode="abc", birth_date="不详", region="火星", industry="\u200b"
    )
    (row,) = table(stream(prepare(actor(cast.wang), ListQuery()), "csv"))
    assert [row[h] for h in ("网站", "邮编", "出生日期", "地区", "行业")] == [
        "没有网站",
        "abc",
        "不详",
        "火星",
        "\u200b",
    ]
    (row,) = table(stream(prepare(actor(cast.lin), ListQuery()), "csv"))
    assert row["网站"] == "没有网站"
    assert "不详" not in row["出生日期"]


def test_several_tags_groups_and_accounts_are_joined_as_an_import_cuts_them(cast: Cast) -> None:
    file_customer(
        cast.zhou, name="张伟", tags=["重点", "a / b"], groups=["甲", "乙"], bank_account=["12345678", "87654321"]
    )
    (row,) = table(stream(prepare(actor(cast.wang), ListQuery()), "csv"))
    assert sorted(row["标签"].split("；")) == ["a / b", "重点"]
    assert sorted(row["分组"].split("；")) == ["乙", "甲"]


def test_levels_leave_in_words_and_figures_with_their_values(cast: Cast) -> None:
    plain, closer = file_customer(cast.zhou, name="张伟"), file_customer(cast.zhou, name="王芳")
    Customer.objects.filter(id=closer).update(classification=2)
    with transaction.atomic():
        keep_deals({plain: datetime(2026, 3, 4, tzinfo=UTC)})
    query = ListQuery(columns=("classification", "last_deal_at", "completeness"))
    (one, two) = table(stream(prepare(acting(cast.lin, clearance=2), query), "csv"))
    assert [(row["名称"], row["密级"]) for row in (one, two)] == [("王芳", "保密"), ("张伟", "普通")]
    assert (one["最近交易"], two["最近交易"][:19]) == ("", "2026-03-04T00:00:00")
    assert "完整度" in one
    (only,) = table(stream(prepare(acting(cast.lin, language="en"), query), "csv"))
    assert (only["Name"], only["Classification"]) == ("张伟", "Ordinary")
