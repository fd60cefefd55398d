"""Several values in one cell, as an export writes them: coming back they say nothing new, and what is new is still added."""

from collections.abc import Sequence

import pytest

from kedang.archive.content import Content
from kedang.archive.load import load_contents
from kedang.archive.models import Customer
from kedang.intake.tests.builders import COMMAND, bring, counts, table

pytestmark = pytest.mark.django_db

HEAD = ("外部编号", "名称", "简称", "简称", "地址", "地址", "联系人", "联系人职务", "联系人手机")
FIELDS = (
    "external_id",
    "name",
    "short_name",
    "short_name",
    "address",
    "address",
    "contact_name",
    "contact_title",
    "contact_mobile",
)
FIRM = ("E1", "云起科技有限公司", "云起", "云科", "文三路1号", "古墩路2号", "宋雅 ", "经理", "13900001111")


def file(*row: str, fields: Sequence[str] = FIELDS) -> dict[str, int]:
    """One organisation's row; what became of it."""
    columns = dict(enumerate(fields))
    content = table(HEAD[: len(row)], row)
    return counts(bring(COMMAND, content, kind="organisation", columns=columns, match_key="external_id", header_line=1))


def stored() -> Content:
    """The organisation."""
    customer = Customer.objects.get()
    return load_contents([customer.id])[customer.id]


def test_joined_values_change_nothing() -> None:
    assert file(*FIRM) == {"created": 1}
    joined = (*FIRM[:2], "云起 / 云科", "", "文三路1号 / 古墩路2号", "", "宋雅", "经理", "13900001111")
    assert file(*joined) == {"unchanged": 1}


def test_a_new_value_among_joined_ones_is_kept() -> None:
    file(*FIRM)
    assert file(*FIRM[:2], "云起 / 云上", "", "", "", "", "", "") == {"updated": 1}
    assert sorted(name.value for name in stored().names) == ["云科", "云起", "云起/云上"]


def test_two_contact_people_in_one_cell_are_nobody_new_unless_a_number_is() -> None:
    file(*FIRM)
    assert file("E1", FIRM[1], "", "", "", "", "周敏", "会计", "13900002222") == {"updated": 1}
    both = ("宋雅 / 周敏", "经理 / 会计", "13900001111 / 13900002222")
    assert file(*FIRM[:2], "", "", "", "", *both) == {"unchanged": 1}
    assert [contact.name for contact in stored().contacts] == ["宋雅", "周敏"]
    assert file(*FIRM[:2], "", "", "", "", both[0], both[1], "13900003333") == {"updated": 1}
    assert "+8613900003333" in [point.value for contact in stored().contacts for point in contact.points]


def test_a_title_taken_off_a_contacts_name_is_not_lost() -> None:
    file("E1", FIRM[1], "", "", "", "", "宋雅女士", "经理", "")
    (contact,) = stored().contacts
    assert (contact.name, contact.title, contact.note) == ("宋雅", "经理", "宋雅女士")
    assert file("E1", FIRM[1], "", "", "", "", "宋雅女士", "经理", "") == {"unchanged": 1}


def test_the_standard_form_of_a_doubtful_value_says_nothing_new() -> None:
    fields = ("external_id", "name", "", "parent_name")
    assert file("E1", FIRM[1], "", "（——）", fields=fields) == {"created": 1}
    assert stored().given["parent_name"] == ["（——）", "name.no_letter"]
    assert file("E1", FIRM[1], "", "(——)", fields=fields) == {"unchanged": 1}
    assert stored().given["parent_name"] == ["（——）", "name.no_letter"]


def test_a_customer_with_two_external_ids_is_found_by_both_in_one_cell() -> None:
    fields = ("external_id", "name", "external_id")
    assert file("E1", FIRM[1], "E2", fields=fields) == {"created": 1}
    assert file("E2 / E1", FIRM[1], fields=fields[:2]) == {"unchanged": 1}
    assert sorted(stored().external_ids) == [("", "E1"), ("", "E2")]
