"""What becomes of rows: the rules, seen through whole imports."""

import pytest

from kedang.archive.digest import archive_digest
from kedang.archive.load import load_contents
from kedang.archive.models import Customer
from kedang.intake import lifecycle
from kedang.intake.tests.builders import COMMAND, LIN, PERSON, ZHOU, bring, counts, fates, stage, table, work
from tests.people import actor, make_cast

pytestmark = pytest.mark.django_db


def content(name: str) -> object:
    """The content of the customer of this name."""
    (customer,) = Customer.objects.filter(name=name)
    return load_contents([customer.id])[customer.id]


def test_new_rows_are_created_and_the_same_file_again_changes_nothing() -> None:
    file = table(PERSON, LIN, ZHOU)
    assert counts(bring(COMMAND, file)) == {"created": 2}
    before = archive_digest(COMMAND)
    assert counts(bring(COMMAND, file)) == {"unchanged": 2}
    assert archive_digest(COMMAND) == before


def test_only_the_edited_row_is_updated() -> None:
    bring(COMMAND, table(PERSON, LIN, ZHOU))
    edited = ("P1", "林晓", "13800001111", "lin@example.com", "校长")
    assert counts(bring(COMMAND, table(PERSON, edited, ZHOU))) == {"updated": 1, "unchanged": 1}
    assert content("林晓").fields["occupation"] == "校长"  # type: ignore[attr-defined]


def test_an_empty_cell_erases_nothing_and_a_second_number_is_added() -> None:
    bring(COMMAND, table(PERSON, LIN))
    bring(COMMAND, table(PERSON, ("P1", "林晓", "13900009999", "", "")))
    stored = content("林晓")
    assert stored.fields["occupation"] == "教师"  # type: ignore[attr-defined]
    numbers = [p.value for p in stored.points if p.kind == "mobile"]  # type: ignore[attr-defined]
    assert numbers == ["+8613800001111", "+8613900009999"]


def test_a_bad_value_is_filed_and_marked_and_the_report_says_so() -> None:
    run = bring(COMMAND, table(("姓名", "手机", "出生日期"), ("林晓", "13800001111", "昨天")))
    assert counts(run) == {"created": 1}
    assert [tuple(n) for n in fates(run)[0].notes] == [("birth_date", "昨天", "", "date.unreadable")]
    assert content("林晓").given["birth_date"] == ["昨天", "date.unreadable"]  # type: ignore[attr-defined]


def test_a_bad_value_does_not_replace_a_good_one_but_is_kept_beside_it() -> None:
    head = ("姓名", "手机", "出生日期")
    bring(COMMAND, table(head, ("林晓", "13800001111", "1980-02-03")))
    assert counts(bring(COMMAND, table(head, ("林晓", "13800001111", "昨天")))) == {"updated": 1}
    stored = content("林晓")
    assert stored.fields["birth_date"] == "1980-02-03"  # type: ignore[attr-defined]
    assert stored.given["birth_date"] == ["昨天", "date.unreadable"]  # type: ignore[attr-defined]
    assert counts(bring(COMMAND, table(head, ("林晓", "13800001111", "昨天")))) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("create", {"created": 1, "duplicate": 1}),
        ("update", {"updated": 1, "refused": 1}),
        ("upsert", {"created": 1, "updated": 1}),
    ],
)
def test_modes(mode: str, expected: dict[str, int]) -> None:
    bring(COMMAND, table(PERSON, LIN))
    edited = ("P1", "林晓", "13800001111", "lin@example.com", "校长")
    assert counts(bring(COMMAND, table(PERSON, edited, ZHOU), mode=mode)) == expected


def test_a_row_whose_key_stood_earlier_is_a_duplicate_however_it_is_written() -> None:
    rows = (("姓名", "手机"), ("林晓", "13800001111"), ("林 晓", "+86 138-0000-1111"), ("林晓", "13800001112"))
    run = bring(COMMAND, table(*rows))
    assert [f.fate for f in fates(run)] == ["created", "duplicate", "created"]
    assert fates(run)[1].reason == "duplicate.in_file"


def test_families_share_a_number() -> None:
    run = bring(COMMAND, table(("姓名", "手机"), ("林晓", "13800001111"), ("林小北", "13800001111")))
    assert counts(run) == {"created": 2}


def test_the_legal_form_tells_two_companies_apart() -> None:
    rows = (("公司名称", "行业"), ("青海盐湖工业股份有限公司", "化工"), ("青海盐湖工业集团有限公司", "化工"))
    assert counts(bring(COMMAND, table(*rows))) == {"created": 2}


def test_a_company_written_differently_is_the_same_company() -> None:
    bring(COMMAND, table(("公司名称", "行业"), ("杭州华盛（浙江）科技有限公司", "软件")))
    run = bring(COMMAND, table(("公司名称", "行业"), ("杭州华盛(浙江)科技有限公司", "软件")))
    assert counts(run) == {"unchanged": 1}


def test_what_is_required_and_missing_is_refused_with_the_reason() -> None:
    run = bring(
        COMMAND, table(("公司名称", "行业", "注册资本"), ("", "化工", "100"), ("华盛科技有限公司", "软件", "10"))
    )
    assert [(f.fate, f.reason) for f in fates(run)] == [("refused", "require.name"), ("created", "")]
    people = bring(COMMAND, table(PERSON, ("P9", "", "", "", "教师"), ("P8", "", "13800008888", "", "")))
    assert [(f.fate, f.reason) for f in fates(people)] == [("refused", "require.name_or_reach"), ("created", "")]


def test_a_key_that_leads_to_several_is_refused() -> None:
    bring(COMMAND, table(PERSON, LIN, ("P7", "林晓", "13800001111", "", "")))
    run = bring(COMMAND, table(("姓名", "手机", "职业"), ("林晓", "13800001111", "作家")))
    assert [(f.fate, f.reason) for f in fates(run)] == [("refused", "match.several")]


def test_an_external_id_stays_unique_within_its_source() -> None:
    bring(COMMAND, table(PERSON, LIN))
    run = bring(COMMAND, table(PERSON, ("P1", "陈刚", "13700007777", "", "")), match_key="phone_name")
    assert [(f.fate, f.reason) for f in fates(run)] == [("refused", "match.external_id_taken")]
    other = bring(COMMAND, table(PERSON, ("P1", "陈刚", "13700007777", "", "")), source="展会")
    assert counts(other) == {"created": 1}


def test_a_row_without_any_key_is_whoever_says_everything_it_says() -> None:
    file = table(("姓名", "职业"), ("林晓", "教师"), ("林晓", "医生"), ("林晓", "教师"))
    assert counts(bring(COMMAND, file)) == {"created": 2, "duplicate": 1}
    assert counts(bring(COMMAND, file)) == {"unchanged": 2, "duplicate": 1}
    assert counts(bring(COMMAND, table(("姓名", "职业"), ("林晓", "律师")))) == {"created": 1}


def test_numbers_are_given_out_without_a_gap_in_file_order() -> None:
    bring(COMMAND, table(PERSON, LIN, ("", "", "", "", ""), ("P1", "林晓", "13800001111", "", ""), ZHOU))
    numbers = list(Customer.objects.order_by("number").values_list("number", "name"))
    assert [(n[-6:], name) for n, name in numbers] == [("000001", "林晓"), ("000002", "周敏")]


def test_tags_groups_and_owners_named_in_cells() -> None:
    cast = make_cast()
    head = ("姓名", "手机", "标签", "分组", "负责人")
    rows = (
        ("林小北", "13800001111", "老客户、会员", "重点", "周敏"),
        ("陈小南", "13800002222", "会员", "", "查无此人"),
    )
    bring(COMMAND, table(head, *rows))
    first, second = Customer.objects.order_by("number")
    contents = load_contents([first.id, second.id])
    assert (first.owner_id, first.department_id) == (cast.zhou.id, cast.east.id)
    assert second.owner_id is None
    assert contents[second.id].extras == {"负责人": "查无此人"}
    assert len(contents[first.id].tag_ids) == 2
    assert contents[second.id].tag_ids[0] in contents[first.id].tag_ids
    assert len(contents[first.id].group_ids) == 1


def test_a_check_says_what_filing_would_do_and_files_nothing() -> None:
    bring(COMMAND, table(PERSON, LIN))
    before = archive_digest(COMMAND)
    edited = ("P1", "林晓", "13800001111", "lin@example.com", "校长")
    run = stage(COMMAND, table(PERSON, edited, ZHOU, ZHOU, ("P5", "", "", "", "")))
    lifecycle.check(COMMAND, run.id)
    checked = work(run.id)
    assert (checked.state, counts(checked)) == ("checked", {"created": 1, "updated": 1, "duplicate": 1, "refused": 1})
    assert archive_digest(COMMAND) == before
    lifecycle.commit(COMMAND, run.id)
    assert counts(work(run.id)) == {"created": 1, "updated": 1, "duplicate": 1, "refused": 1}


def test_a_colleague_beyond_reach_is_never_changed_and_never_shown() -> None:
    cast = make_cast()
    bring(actor(cast.chen), table(PERSON, LIN))
    before = archive_digest(COMMAND)
    run = bring(actor(cast.zhou), table(PERSON, ("P1", "林晓", "13800001111", "", "间谍")))
    (fate,) = fates(run)
    assert (fate.fate, fate.reason) == ("refused", "match.no_reach")
    assert (fate.customer_id, fate.number) == (0, "")
    assert archive_digest(COMMAND) == before
    again = bring(actor(cast.zhou), table(PERSON, LIN), mode="create")
    assert [(f.fate, f.customer_id, f.number) for f in fates(again)] == [("duplicate", 0, "")]


def test_one_may_file_for_oneself_but_not_for_somebody_elses_team() -> None:
    cast = make_cast()
    head = ("姓名", "手机", "负责人")
    bring(actor(cast.zhou), table(head, ("林小北", "13800001111", "陈刚"), ("林小南", "13800002222", "")))
    owners = set(Customer.objects.values_list("owner_id", flat=True))
    assert owners == {cast.zhou.id}
