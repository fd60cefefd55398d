"""Lists: pages that join without gap or repetition, in every order, within reach, masked, on record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from kedang.archive.customers import assign, trash
from kedang.archive.models import Customer, Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.finding import list_plan
from kedang.finding.conditions import parse
from kedang.finding.lists import ListQuery, Page, count_customers, list_customers
from kedang.history.models import ReadEvent
from kedang.kit.actor import Actor, Scope, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.kit.modes import Mode
from tests.people import Cast, acting, actor, browser, make_cast

pytestmark = pytest.mark.django_db

REGIONS = ("浙江省杭州市西湖区", "浙江省宁波市", "广东省广州市", "", "")
NAMES = ("张伟", "王芳", "张伟", "Ace", "李娜", "赵敏", "欧阳修")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def everyone() -> Actor:
    return system_actor("command")


@pytest.fixture
def many(cast: Cast) -> list[int]:
    owners = (cast.zhou, cast.lin, cast.chen, cast.zhou)
    return [
        file_customer(owners[n % 4], name=NAMES[n % 7], region=REGIONS[n % 5], mobile=f"138000{n:05}", email=f"u{n}@example.com")
        for n in range(23)
    ]  # fmt: skip


def ids(page: Page) -> list[int]:
    return [int(row["id"]) for row in page.rows]


def every_page(who: Actor, query: ListQuery, size: int) -> list[int]:
    found: list[int] = []
    cursor: str | None = None
    for _ in range(50):
        page = list_customers(who, query, cursor=cursor, limit=size)
        found += ids(page)
        cursor = page.next
        if cursor is None:
            return found
    raise AssertionError("pages without end")


def expected(who: Actor, sort: str) -> list[int]:
    """The same list by the plainest means."""
    name = sort.removeprefix("-")
    columns = ("id", "updated_at", "name_key", "number", "region")
    found = Customer.objects.visible_to(who).values_list(*columns)
    rows: list[dict[str, Any]] = [dict(zip(columns, row, strict=True)) for row in found]
    keys = {"created_at": "id", "updated_at": "updated_at", "name": "name_key", "number": "number", "region": "region"}
    rows.sort(key=lambda row: (row[keys[name]] or 0, row["id"]), reverse=sort.startswith("-"))
    return [row["id"] for row in rows]


SORTS = [
    "-created_at",
    "created_at",
    "-updated_at",
    "updated_at",
    "name",
    "-name",
    "number",
    "-number",
    "region",
    "-region",
]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_join_without_gap_in_every_order(cast: Cast, many: list[int], everyone: Actor, sort: str) -> None:
    for who in (everyone, actor(cast.lin), actor(cast.zhou), actor(cast.chen)):
        assert every_page(who, ListQuery(sort=sort), 4) == expected(who, sort)


@pytest.mark.parametrize("way", ["few", "walk", "gather"])
@pytest.mark.parametrize("sort", SORTS)
def test_every_way_gives_the_same_list(
    cast: Cast, many: list[int], everyone: Actor, sort: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_plan, "SMALL", {"few": 3000, "walk": 0, "gather": 0}[way])
    monkeypatch.setattr(list_plan, "WINDOW", {"few": 20_000, "walk": 20_000, "gather": 2}[way])
    query = ListQuery(filter=parse('[{"field":"region","op":"under","value":"330000"}]'), sort=sort)
    zhejiang = set(Customer.objects.filter(region__range=(330000, 339999)).values_list("id", flat=True))
    assert len(zhejiang) == 10
    for who in (everyone, actor(cast.lin), actor(cast.zhou)):
        assert every_page(who, query, 3) == [i for i in expected(who, sort) if i in zhejiang]


@pytest.mark.parametrize("window", [20_000, 3])
@pytest.mark.parametrize("sort", SORTS)
def test_rows_of_one_moment_are_paged_by_their_ids(
    cast: Cast, many: list[int], everyone: Actor, sort: str, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_plan, "SMALL", 0)
    monkeypatch.setattr(list_plan, "WINDOW", window)
    moments = [now(), now() - timedelta(days=1)]
    Customer.objects.filter(id__in=many[:9]).update(updated_at=moments[0], name_key="z", region=None)
    Customer.objects.filter(id__in=many[9:]).update(updated_at=moments[1], name_key="a", region=330106)
    person = parse('[{"field":"kind","op":"eq","value":"person"}]')
    for who in (everyone, actor(cast.lin), actor(cast.zhou)):
        assert every_page(who, ListQuery(sort=sort), 4) == expected(who, sort)
        assert every_page(who, ListQuery(sort=sort, filter=person), 4) == expected(who, sort)


def test_counts_are_capped_and_exact_on_demand(
    many: list[int], everyone: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = list_customers(everyone, ListQuery(), limit=2)
    assert (page.count, page.capped) == (23, False)
    monkeypatch.setattr(list_plan, "COUNTED", 10)
    page = list_customers(everyone, ListQuery(), limit=2)
    assert (page.count, page.capped) == (10, True)
    assert count_customers(everyone, ListQuery()) == (23, False)


def test_a_stranger_sees_and_counts_nothing(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟", region="浙江省", mobile="13800001111")
    stranger = actor(cast.chen)
    for sort in SORTS:
        page = list_customers(stranger, ListQuery(sort=sort))
        assert (page.rows, page.next, page.count, page.capped) == ([], None, 0, False)
    assert count_customers(stranger, ListQuery()) == (0, False)


def test_who_has_no_right_is_refused(cast: Cast) -> None:
    with pytest.raises(DomainError, match="denied"):
        list_customers(actor(cast.admin), ListQuery())
    with pytest.raises(DomainError, match="denied"):
        count_customers(actor(cast.admin), ListQuery())


def test_shares_are_listed_while_they_run_and_once(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="张伟")
    share(customer, cast.chen, cast.lin, cast.zhou)
    for user in (cast.chen, cast.lin, cast.zhou):
        assert ids(list_customers(actor(user), ListQuery())) == [customer], user.name
        assert ids(list_customers(actor(user), ListQuery(sort="name"))) == [customer], user.name
    Grant.objects.update(until=now())
    assert ids(list_customers(actor(cast.chen), ListQuery())) == []
    assert ids(list_customers(actor(cast.lin), ListQuery())) == [customer]


def test_the_owner_sees_a_customer_of_another_department(cast: Cast) -> None:
    customer = file_customer(cast.chen, name="张伟")
    Customer.objects.filter(id=customer).update(owner_id=cast.lin.id)
    assert ids(list_customers(actor(cast.lin), ListQuery())) == [customer]
    Customer.objects.filter(id=customer).update(department_id=None)
    assert ids(list_customers(actor(cast.lin), ListQuery(sort="-updated_at"))) == [customer]


def test_a_hand_over_takes_the_customer_along(cast: Cast, everyone: Actor) -> None:
    customer = file_customer(cast.zhou, name="张伟")
    assign(everyone, customer, cast.chen.id)
    assert ids(list_customers(actor(cast.zhou), ListQuery())) == []
    assert ids(list_customers(actor(cast.chen), ListQuery())) == [customer]


def test_the_recycle_bin_is_a_list_of_its_own(cast: Cast, everyone: Actor) -> None:
    kept, gone = file_customer(cast.zhou, name="张伟"), file_customer(cast.zhou, name="王芳")
    trash(everyone, gone)
    assert ids(list_customers(actor(cast.zhou), ListQuery())) == [kept]
    page = list_customers(actor(cast.zhou), ListQuery(trashed=True, sort="-updated_at"))
    assert ids(page) == [gone]
    assert page.rows[0]["trashed_at"]
    assert ids(list_customers(actor(cast.chen), ListQuery(trashed=True))) == []


def test_phones_and_addresses_are_masked_in_lists(cast: Cast, everyone: Actor) -> None:
    file_customer(cast.zhou, name="张伟", mobile="13800001111", landline="0571-87654321", email="zw@example.com")
    for who in (actor(cast.zhou), actor(cast.lin)):
        (row,) = list_customers(who, ListQuery()).rows
        assert (row["phone"], row["email"]) == ("138****1111", "z***@example.com")
    (row,) = list_customers(everyone, ListQuery()).rows
    assert (row["phone"], row["email"]) == ("13800001111", "zw@example.com")
    hidden = acting(cast.wang, modes=everyone.modes.__class__(({"*C": {"list": Mode.HIDDEN}},)))
    (row,) = list_customers(hidden, ListQuery()).rows
    assert (row["phone"], row["email"]) == (None, None)


def test_a_row_has_what_the_screen_shows(cast: Cast, everyone: Actor) -> None:
    customer = file_customer(
        cast.zhou, name="张伟", region="浙江省杭州市西湖区", level="A", status="在谈", tags=["重点", "老客户"]
    )
    (row,) = list_customers(everyone, ListQuery()).rows
    assert row["id"] == str(customer)
    assert row["kind"] == "person"
    assert row["owner"] == {"id": str(cast.zhou.id), "name": "周敏"}
    assert row["department"] == {"id": str(cast.east.id), "name": "华东销售部"}
    assert (row["region"], row["region_name"]) == ("330106", "浙江省杭州市西湖区")
    assert (row["level"], row["status"]) == ("A", "在谈")
    assert [tag["name"] for tag in row["tags"]] == ["重点", "老客户"]
    assert row["trashed_at"] is None
    assert b"Z" in orjson.dumps(row["created_at"], option=orjson.OPT_UTC_Z)


FULL: dict[str, Any] = {
    "name": "浙江华盛科技有限公司",
    "short_name": "华盛",
    "credit_code": "91330106MA27XF1X5A",
    "bank_account": "6222020200112233445",
    "landline": "0571-87654321",
    "address": "浙江省杭州市西湖区文三路 1 号",
    "employees": "1200",
    "registered_capital": "5000 万元",
    "founded_on": "2005-06",
    "business": "软件开发",
    "external_id": ["C-1", "C-2"],
    "groups": "制造业",
    "contact_name": "李大刚",
    "contact_mobile": "13900001111",
}
COLUMNS = tuple(FULL)


def test_every_column_can_be_shown(cast: Cast, everyone: Actor) -> None:
    file_customer(cast.zhou, "organisation", **FULL)
    (row,) = list_customers(everyone, ListQuery(columns=(*COLUMNS, "mobile", "phone"))).rows
    assert row["short_name"] == ["华盛"]
    assert row["credit_code"] == "91330106MA27XF1X5A"
    assert row["employees"] == "1200"
    assert row["registered_capital"] == "5000"
    assert row["founded_on"] == "2005-06"
    assert row["external_id"] == ["C-1", "C-2"]
    assert row["groups"] == ["制造业"]
    assert row["contact_name"] == "李大刚"
    assert row["contact_mobile"] == ["13900001111"]
    assert row["landline"] == [row["phone"]]
    assert row["mobile"] is None
    assert row["address"][0].startswith("浙江省杭州市西湖区文三路")


def test_sealed_columns_are_masked(cast: Cast) -> None:
    file_customer(cast.zhou, "organisation", **FULL)
    (row,) = list_customers(actor(cast.lin), ListQuery(columns=COLUMNS)).rows
    assert row["contact_mobile"] == ["139****1111"]
    assert row["bank_account"] == ["****3445"]
    assert "文三路" not in str(row)
    assert "87654321" not in str(row)


def test_columns_not_asked_for_are_not_opened(cast: Cast, everyone: Actor) -> None:
    file_customer(cast.zhou, name="张伟", mobile="13800001111", email="zw@example.com")
    (row,) = list_customers(everyone, ListQuery(columns=("name", "email"))).rows
    assert (row["phone"], row["email"]) == (None, "zw@example.com")


@pytest.mark.parametrize(
    "columns",
    [("nonsense",), ("name_key",), ("given_enc",), ('name" FROM x --',), tuple(f"custom:{n}" for n in range(50))],
)
def test_unknown_columns_are_refused(cast: Cast, everyone: Actor, columns: Sequence[str]) -> None:
    with pytest.raises(DomainError, match="field_unknown"):
        list_customers(everyone, ListQuery(columns=tuple(columns)))


@pytest.mark.parametrize(
    "sort", ["mobile", "birth_date", "level", "nonsense", "-", "", "c.id; DROP TABLE x", "id_number"]
)
def test_other_orders_are_refused(cast: Cast, everyone: Actor, sort: str) -> None:
    with pytest.raises(DomainError, match="field_not_sortable"):
        list_customers(everyone, ListQuery(sort=sort))


def test_a_hidden_name_cannot_be_sorted_by(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟")
    blind = acting(cast.wang, modes=actor(cast.wang).modes.__class__(({"name": {"list": Mode.MASKED}},)))
    with pytest.raises(DomainError, match="field_not_readable"):
        list_customers(blind, ListQuery(sort="name"))
    assert list_customers(blind, ListQuery()).rows[0]["name"] == "张*"


@pytest.mark.parametrize("cursor", ["x", "W10", "WyItY3JlYXRlZF9hdCIsIngiXQ", "WyJuYW1lIiwiYSIsMV0", "é", "=" * 50])
def test_other_cursors_are_refused(cast: Cast, everyone: Actor, cursor: str) -> None:
    with pytest.raises(DomainError, match="invalid"):
        list_customers(everyone, ListQuery(), cursor=cursor)


def test_one_event_a_page(cast: Cast) -> None:
    found = [file_customer(cast.zhou, name=f"张{n}") for n in "一二三"]
    list_customers(actor(cast.zhou), ListQuery(), limit=2)
    event = ReadEvent.objects.get(verb="customers.listed")
    assert (event.actor_id, event.count) == (cast.zhou.id, 3)
    assert len(found) == 3


def test_reach_in_sql_is_reach_in_the_queryset(cast: Cast, many: list[int]) -> None:
    share(many[2], cast.zhou)
    for who in (cast.lin, cast.zhou, cast.chen, cast.wang):
        for scope in (1, 2, 3, 4):
            asking = replace(
                actor(who),
                scope=Scope(scope),
                department_ids=frozenset({cast.east.id}) if scope in (2, 3) else frozenset(),
            )
            wanted = set(Customer.objects.visible_to(asking).values_list("id", flat=True))
            assert set(every_page(asking, ListQuery(), 200)) == wanted
            assert set(every_page(asking, ListQuery(sort="name"), 200)) == wanted
            assert count_customers(asking, ListQuery())[0] == len(wanted)


def test_over_http(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟", mobile="13800001111")
    answer = browser(cast.zhou).get("/api/customers", {"limit": "10", "columns": "phone,level", "sort": "-updated_at"})
    assert answer.status_code == 200
    body = answer.json()
    assert body["rows"][0]["phone"] == "138****1111"
    assert body["rows"][0]["created_at"].endswith("Z")
    assert body["count"] == {"value": 1, "capped": False}
    assert (body["next"], body["limited_to_own"]) == (None, False)
    assert browser(cast.zhou).get("/api/customers/count").json() == {"value": 1, "limited_to_own": False}
    assert browser(cast.zhou).get("/api/search", {"q": "张伟"}).json()["hits"][0]["name"] == "张伟"
    assert browser(cast.admin).get("/api/customers").status_code == 403
    assert browser(None).get("/api/customers").status_code == 401
    assert browser(cast.zhou).get("/api/customers", {"filter": "{"}).status_code == 400
