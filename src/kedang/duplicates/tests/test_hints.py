"""Persons and organisations that speak of each other are shown to whoever may read it at both ends."""

from typing import Any

import pytest

from kedang.archive.relations import TieDraft, relate
from kedang.duplicates import entering, hints
from kedang.duplicates.models import Decision
from kedang.duplicates.tests.test_meeting import looking
from kedang.history.models import Event, ReadEvent
from kedang.kit.errors import DomainError
from kedang.merging.merge import merge
from tests.people import Cast, actor, browser, make_cast, send

pytestmark = pytest.mark.django_db
FIRM = {
    "name": "浙江华盛科技有限公司",
    "landline": "0571-88886666",
    "website": "https://www.huasheng.cn",
    "legal_representative": "欧阳明远",
    "contact_name": "张伟",
    "contact_mobile": "13800138000",
    "address": "浙江省杭州市西湖区文三路138号3幢501室",
}


def filed(cast: Cast, kind: str, **values: Any) -> int:
    """A customer of 周."""
    answer = send(browser(cast.zhou), "POST", "/customers", {"kind": kind, "values": values, "force": True})
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


def codes(cast: Cast, customer_id: int) -> list[list[str]]:
    """The clues 周 is given, customer by customer."""
    return [[clue.code for clue in hint.clues] for hint in hints.hints_of(actor(cast.zhou), customer_id)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": "李娜", "employer": "浙江华盛科技有限公司"}, ["employer"]),
        ({"name": "李娜", "email": "lina@huasheng.cn"}, ["domain"]),
        ({"name": "李娜", "mobile": "13800138000"}, ["phone"]),
        ({"name": "张伟", "mobile": "13800138000"}, ["phone", "contact"]),
        ({"name": "欧阳明远", "employer": "华盛科技"}, ["employer_core", "legal"]),
        ({"name": "欧阳明远", "address": "浙江省杭州市西湖区文三路138号3幢501室"}, ["legal", "door"]),
        # One piece that many share is no hint.
        ({"name": "张伟"}, None),
        ({"name": "张伟", "address": "浙江省杭州市拱墅区湖墅南路1号"}, None),
        ({"name": "李娜", "address": "浙江省杭州市西湖区文三路138号3幢501室"}, None),
        ({"name": "李娜", "employer": "华盛餐饮", "address": "四川省成都市武侯区人民南路四段1号"}, None),
    ],
)
def test_what_ties_a_person_to_a_company(values: dict[str, str], expected: list[str] | None) -> None:
    cast = make_cast()
    firm = filed(cast, "organisation", **FIRM)
    person = filed(cast, "person", **values)
    assert codes(cast, person) == ([expected] if expected else [])
    found = hints.hints_of(actor(cast.zhou), person)
    assert [hint.customer.id for hint in found] == ([firm] if expected else [])


def test_the_company_knows_its_contact_and_its_representative() -> None:
    cast = make_cast()
    firm = filed(cast, "organisation", **FIRM)
    contact = filed(cast, "person", name="张伟", mobile="13800138000")
    head = filed(cast, "person", name="欧阳明远", employer="浙江华盛科技有限公司")
    found = hints.hints_of(actor(cast.zhou), firm)
    assert [hint.customer.id for hint in found] == [head, contact]
    assert ReadEvent.objects.order_by("-id").values_list("verb", "count").first() == ("customers.listed", 2)


def test_who_is_tied_already_is_no_hint() -> None:
    cast = make_cast()
    firm = filed(cast, "organisation", **FIRM)
    person = filed(cast, "person", name="张伟", mobile="13800138000")
    relate(actor(cast.zhou), person, TieDraft(kind="works_at", other_id=firm))
    assert (codes(cast, person), codes(cast, firm)) == ([], [])


def test_put_aside_and_taken_up_again() -> None:
    cast = make_cast()
    firm = filed(cast, "organisation", **FIRM)
    person = filed(cast, "person", name="张伟", mobile="13800138000")
    screen = browser(cast.zhou)
    assert send(screen, "POST", f"/customers/{person}/hints/aside", {"other_id": str(firm)}).status_code == 204
    assert (codes(cast, person), codes(cast, firm)) == ([], [])
    assert send(screen, "POST", f"/customers/{firm}/hints/take-up", {"other_id": str(person)}).status_code == 204
    assert len(codes(cast, person)) == 1
    for customer in (person, firm):
        told = Event.objects.filter(verb__startswith="customer.hint", subject_id=customer).order_by("id")
        assert list(told.values_list("verb", flat=True)) == ["customer.hint_put_aside", "customer.hint_taken_up"]


def test_what_was_put_aside_stays_aside_through_a_merge() -> None:
    cast = make_cast()
    firm = filed(cast, "organisation", **FIRM)
    person = filed(cast, "person", name="张伟", mobile="13800138000")
    hints.put_aside(actor(cast.zhou), person, firm)
    twin = filed(cast, "person", name="张伟", mobile="13800138000", email="zw@example.com")
    assert len(codes(cast, twin)) == 1
    merge(actor(cast.lin), twin, [person])
    entering.catch_up([twin, person])
    assert (codes(cast, twin), codes(cast, firm)) == ([], [])


def test_two_of_a_kind_are_decided_in_the_review_only() -> None:
    cast = make_cast()
    one, other = filed(cast, "person", name="张伟"), filed(cast, "person", name="王芳")
    for change in (hints.put_aside, hints.take_up):
        with pytest.raises(DomainError) as refused:
            change(actor(cast.zhou), one, other)
        assert refused.value.status == 404
    assert not Decision.objects.exists()


def test_a_stranger_is_told_nothing() -> None:
    cast = make_cast()
    firm = filed(cast, "organisation", **FIRM)
    answer = send(
        browser(cast.chen),
        "POST",
        "/customers",
        {"kind": "person", "values": {"name": "张伟", "mobile": "13800138000"}, "force": True},
    )
    person = int(answer.json()["id"])
    assert hints.hints_of(actor(cast.chen), person) == []
    assert browser(cast.chen).get(f"/api/customers/{firm}/hints").status_code == 404
    with pytest.raises(DomainError) as refused:
        hints.put_aside(actor(cast.chen), person, firm)
    assert refused.value.status == 404


@pytest.mark.parametrize(("mode", "shown"), [("read", 1), ("masked", 0), ("hidden", 0)])
def test_what_one_may_not_read_says_nothing(mode: str, shown: int) -> None:
    cast = make_cast()
    filed(cast, "organisation", **FIRM)
    person = filed(cast, "person", name="李娜", employer="浙江华盛科技有限公司")
    assert len(looking(cast, employer=mode).get(f"/api/customers/{person}/hints").json()) == shown
