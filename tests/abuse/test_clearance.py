"""Random people, customers, owners, shares and levels: whatever is asked, in whatever way, the answer is that of a world in which
whoever is above the clearance had never been filed."""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.activity import due as due_list
from kedang.activity import planning
from kedang.archive.label_counts import tag_counts
from kedang.archive.models import Customer, Tag
from kedang.archive.tests.filing import file_customer, share
from kedang.deals import opportunities
from kedang.deals.counting import totals
from kedang.deals.sight import ALL, in_sight, open_to
from kedang.finding.conditions import today
from kedang.finding.lists import ListQuery, count_customers, list_customers
from kedang.finding.search import search
from kedang.finding.tests.asking import asked
from kedang.kit.actor import AllRights
from kedang.kit.clock import now
from kedang.quality.figures import Cut, figures
from kedang.quality.models import QualityScore
from kedang.quality.rescore import score_customers
from tests.people import Cast, acting, actor, browser, make_cast, make_user, send

pytestmark = pytest.mark.django_db
MANY = 24
SORTS = ("-created_at", "created_at", "-updated_at", "updated_at", "name", "-name", "number", "region")


@dataclass(slots=True)
class Seen:
    """What one person saw while nothing was classified: customers, and those whose opportunity, follow-up and score they saw."""

    customers: set[int]
    deals: set[int]
    due: set[int]
    scores: set[int]


@dataclass(slots=True)
class Scene:
    """Everybody, the customers with their levels, and what was seen before."""

    cast: Cast
    people: list[User]
    levels: dict[int, int]
    phones: dict[int, str]
    before: dict[int, Seen]

    def left(self, user: User, among: set[int]) -> set[int]:
        """Those of some customers that this person's clearance reaches."""
        return {customer for customer in among if self.levels[customer] <= user.clearance}


def _filed(cast: Cast, chance: random.Random) -> dict[int, str]:
    found = {}
    for number in range(MANY):
        owner = chance.choice((cast.zhou, cast.lin, cast.chen, cast.wang))
        phone = f"1390000{number:04}"
        customer = file_customer(owner, name=f"暗号{number}", mobile=phone, region="浙江省杭州市", tags=["同一标签"])
        whole = acting(owner, rights=AllRights())
        draft = opportunities.Draft(title="改造", amount=100, currency="CNY", expected_on=today() + timedelta(days=9))
        opportunities.open_opportunity(whole, customer, draft)
        planning.plan(whole, customer, planning.Plan(kind="call", due_at=now() + timedelta(days=2), text="回访"))
        if chance.random() < 0.3:
            share(customer, chance.choice([each for each in (cast.zhou, cast.chen) if each.id != owner.id]))
        found[customer] = phone
    score_customers(found)
    return found


def _seen(user: User) -> Seen:
    who = actor(user)
    return Seen(
        customers=set(Customer.objects.visible_to(who).values_list("id", flat=True)),
        deals=set(open_to(who, in_sight(who, ALL)).values_list("customer_id", flat=True)),
        due={each.customer.id for each in due_list.due(who, whose="team", limit=200).rows},
        scores=set(QualityScore.objects.visible_to(who).values_list("customer_id", flat=True)),
    )


@pytest.fixture(params=[1, 2, 3])
def scene(request: pytest.FixtureRequest) -> Scene:
    """One throw of the dice."""
    cast, chance = make_cast(), random.Random(request.param)
    people = [cast.zhou, cast.lin, cast.chen, cast.wang, make_user("shi", "史岩", "steward", cast.head_office)]
    phones = _filed(cast, chance)
    before = {user.id: _seen(user) for user in people}
    assert all(each.customers for each in before.values())
    levels = {customer: chance.choice((0, 0, 1, 2, 3)) for customer in phones}
    for customer, level in levels.items():
        Customer.objects.filter(id=customer).update(classification=level or None)
    for user in people:
        user.clearance = chance.choice((0, 0, 1, 2, 3))
        user.save(update_fields=["clearance"])
    bump()
    return Scene(cast, people, levels, phones, before)


def _ids(rows: Any) -> set[int]:
    return {int(row["id"]) for row in rows}


def test_lists_counts_and_searches(scene: Scene) -> None:
    for user in scene.people:
        who, expected = actor(user), scene.left(user, scene.before[user.id].customers)
        assert set(Customer.objects.visible_to(who).values_list("id", flat=True)) == expected
        for sort in SORTS:
            page = list_customers(who, ListQuery(sort=sort), limit=200)
            assert (_ids(page.rows), page.count, page.capped) == (expected, len(expected), False), sort
        assert count_customers(who, ListQuery())[0] == len(expected)
        for text in ("暗号", "anhao", "13900000001"):
            found = search(who, text, limit=200)
            assert {hit.id for hit in found.hits} <= expected
            assert found.count == len(found.hits)
        assert {hit.id for hit in search(who, "暗号", limit=200).hits} == expected


def test_levels_as_a_condition_and_a_column(scene: Scene) -> None:
    for user in scene.people:
        who, reached = actor(user), scene.left(user, scene.before[user.id].customers)
        for level in range(4):
            query = asked(("classification", "eq", str(level)))
            expected = {customer for customer in reached if scene.levels[customer] == level}
            page = list_customers(who, query, limit=200)
            assert (_ids(page.rows), page.count, page.capped) == (expected, len(expected), False)
            assert count_customers(who, query)[0] == len(expected)
            others = list_customers(who, asked(("classification", "ne", str(level))), limit=200)
            assert _ids(others.rows) == reached - expected
        page = list_customers(who, ListQuery(columns=("classification",)), limit=200)
        assert {int(row["id"]): int(row["classification"]) for row in page.rows} == {
            customer: scene.levels[customer] for customer in reached
        }


def test_figures_that_are_not_counted_customer_by_customer(scene: Scene) -> None:
    tag = Tag.objects.get(name="同一标签").id
    for user in scene.people:
        who, before = actor(user), scene.before[user.id]
        expected = scene.left(user, before.customers)
        assert tag_counts(who).get(tag, 0) == len(expected)
        board = totals(who, ALL, "stage_id")
        assert sum(each.count for each in board.values()) == len(scene.left(user, before.deals))
        page = due_list.due(who, whose="team", limit=200)
        assert {each.customer.id for each in page.rows} == scene.left(user, before.due)
        assert page.count == len(page.rows)
        load = sum(each.overdue + each.today + each.week + each.later for each in due_list.workload(who))
        assert load == page.count
        assert figures(who, Cut(), days=7).now.customers == len(scene.left(user, before.scores))


def test_pages_and_the_check_at_entry(scene: Scene) -> None:
    for user in scene.people:
        client, expected = browser(user), scene.left(user, scene.before[user.id].customers)
        for customer, phone in list(scene.phones.items())[::3]:
            status = client.get(f"/api/customers/{customer}").status_code
            assert status == (200 if customer in expected else 404)
            if scene.levels[customer] > user.clearance:
                name = Customer.objects.values_list("name", flat=True).get(id=customer)
                draft = {"kind": "person", "values": {"name": name, "mobile": phone}}
                told = send(client, "POST", "/customers/check", draft)
                assert told.status_code == 200
                assert told.json()["duplicates"] == [], "not even that somebody is there"


def test_a_value_that_can_be_held_once_only_is_refused_and_says_no_more(scene: Scene) -> None:
    cast = scene.cast
    customer = file_customer(cast.wang, name="只此一家", mobile="13911112222", external_id="X-1")
    Customer.objects.filter(id=customer).update(classification=3)
    User.objects.update(clearance=0)
    bump()
    draft = {"kind": "person", "values": {"name": "另外的人", "mobile": "13955556666", "external_id": "X-1"}}
    (hit,) = send(browser(cast.wang), "POST", "/customers/check", draft).json()["duplicates"]
    assert (hit["visible"], hit["initial"], hit["department"], hit["state"]) == (False, "", "", "active")
    refused = send(browser(cast.wang), "POST", "/customers", draft)
    assert refused.status_code == 409
    assert "只此一家" not in refused.content.decode()
    assert not any(hit.get("initial") for hit in refused.json()["error"]["details"].get("hits", []))


def test_a_pool_shows_and_gives_only_whom_one_has_a_clearance_for(scene: Scene) -> None:
    cast = scene.cast
    manager = browser(cast.wang)
    User.objects.filter(id=cast.wang.id).update(clearance=2)
    bump()
    pool = send(manager, "POST", "/pools", {"name": "公海"}).json()["id"]
    customer = file_customer(cast.wang, name="公海里的人", mobile="13911113333")
    Customer.objects.filter(id=customer).update(classification=2)
    body = {"pool_id": pool, "reason": "other"}
    assert send(manager, "POST", f"/customers/{customer}/release", body).status_code == 204
    assert [row["id"] for row in manager.get(f"/api/pools/{pool}/waiting").json()["rows"]] == [str(customer)]
    User.objects.filter(id=cast.wang.id).update(clearance=1)
    bump()
    assert manager.get(f"/api/pools/{pool}/waiting").json()["rows"] == []
    assert [each["count"] for each in manager.get("/api/pools").json()] == [0]
    assert send(manager, "POST", f"/pools/{pool}/waiting/{customer}/claim").status_code == 404
