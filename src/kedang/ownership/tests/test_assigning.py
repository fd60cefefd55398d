"""Customers without an owner are given to people by rules: fairly, within every limit, and as was shown before."""

import json
import re
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.ownership import assigning, giving, trying, unowned
from kedang.ownership.assigning import AssignmentTerms
from kedang.ownership.models import Assignment, Cooling, Holding
from kedang.ownership.tests.scene import Scene, held_for, make_scene, owner, pool_of
from kedang.ownership.tests.test_plans import many, walked
from tests.people import actor, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db
HANGZHOU, NINGBO, ZHEJIANG, XIHU = 330_100, 330_200, 330_000, 330_106


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def written(scene: Scene, **terms: Any) -> Assignment:
    """A rule that gives everybody to 周 and 吴 in turn, unless it says otherwise."""
    known = {"name": "轮流分配", "user_ids": [scene.cast.zhou.id, scene.wu.id], **terms}
    return assigning.write_assignment(scene.wang, AssignmentTerms(**known))


def live(scene: Scene, *, existing: bool = True, **terms: Any) -> Assignment:
    """A rule in force."""
    rule = written(scene, **terms)
    seen = trying.simulate_assignment(scene.wang, rule.id, existing=existing)
    trying.switch_on_assignment(scene.wang, rule.id, version=1, existing=existing, seen=seen.mark)
    return Assignment.objects.select_related("pool").get(id=rule.id)


def orphans(count: int, **values: str) -> list[int]:
    """Customers without an owner."""
    return [file_customer(None, name=f"客户{n}", **values) for n in range(count)]


def owners(ids: list[int]) -> list[int | None]:
    """Whose they are."""
    return [owner(one) for one in ids]


def test_in_turn_as_was_shown(scene: Scene) -> None:
    zhou, wu = scene.cast.zhou.id, scene.wu.id
    made = orphans(5)
    rule = written(scene)
    path = f"/assignment-rules/{rule.id}"
    with unchanged():
        shown = scene.ask(scene.cast.wang, "POST", f"{path}/simulate", {"existing": True}).json()
    assert (shown["total"], shown["tried"], shown["left"], shown["pooled"]) == (5, 5, 0, 0)
    assert {each["person"]["name"]: each["count"] for each in shown["receivers"]} == {"周敏": 3, "吴迪": 2}
    said = {int(each["id"]): int(each["to"]["id"]) for each in shown["customers"]}
    with unchanged():
        giving.give_out()
    body = {"version": 1, "existing": True, "seen": shown["mark"]}
    assert scene.ask(scene.cast.wang, "POST", f"{path}/on", body).status_code == 204
    giving.give_out()
    assert dict(zip(made, owners(made), strict=True)) == said
    assert owners(made) == [zhou, wu, zhou, wu, zhou]
    told = Event.objects.filter(verb="customer.assigned", subject_id=made[0]).get()
    details = json.loads(told.details)
    assert (told.actor_id, details["rule"], details["to"]) == (-2, str(rule.id), str(zhou))
    assert Holding.objects.get(customer_id=made[0]).how == "assigned"
    (late,) = orphans(1)
    giving.give_out()
    assert owner(late) == wu, "whose turn it is is remembered"


def test_not_without_a_look_at_what_it_does(scene: Scene) -> None:
    orphans(2)
    rule = written(scene)
    seen = trying.simulate_assignment(scene.wang, rule.id, existing=True)
    orphans(1)
    body = {"version": 1, "existing": True, "seen": seen.mark}
    with unchanged():
        for sent in (body, body | {"existing": False}, body | {"seen": ""}):
            answer = scene.ask(scene.cast.wang, "POST", f"/assignment-rules/{rule.id}/on", sent)
            assert (answer.status_code, code(answer)) == (409, "rule.look_again")


def test_only_from_now_on(scene: Scene) -> None:
    (old,) = orphans(1)
    held_for(old, days=2)
    live(scene, existing=False)
    (new,) = orphans(1)
    customers.assign(scene.wang, scene.li, None)
    giving.give_out()
    assert (owner(old), owner(new)) == (None, scene.wu.id)
    assert owner(scene.li) == scene.cast.zhou.id, "who became nobody's since then is given too"


def test_who_is_full_is_passed_over_and_then_it_goes_to_the_pool(scene: Scene) -> None:
    scene.cap(2)
    made = orphans(5)
    tried = written(scene, pool_id=scene.pool.id)
    shown = scene.ask(scene.cast.wang, "POST", f"/assignment-rules/{tried.id}/simulate", {"existing": True}).json()
    assert (shown["pooled"], shown["left"]) == (2, 0)
    assert [each["person"]["name"] for each in shown["receivers"]] == ["吴迪", "周敏"], "and nobody else"
    assert [(each["to"], each["pooled"]) for each in shown["customers"][-2:]] == [(None, True)] * 2
    rule = live(scene, pool_id=scene.pool.id)
    giving.give_out()
    # 周 had one and takes one more, 吴 takes two; the others find nobody.
    assert sorted(str(one) for one in owners(made)) == sorted(
        [str(scene.cast.zhou.id), *[str(scene.wu.id)] * 2, "None", "None"]
    )
    left = [one for one in made if owner(one) is None]
    assert [pool_of(one) for one in left] == [scene.pool.id] * 2
    assert Holding.objects.get(customer_id=left[0]).reason == str(rule.id)
    assert Event.objects.filter(verb="customer.pooled").count() == 2
    with unchanged():
        giving.give_out()


def test_without_a_pool_they_wait_until_there_is_room(scene: Scene) -> None:
    scene.cap(1)
    made = orphans(2)
    live(scene)
    giving.give_out()
    assert sorted(owners(made), key=str) == sorted([scene.wu.id, None], key=str)
    (left,) = [one for one in made if owner(one) is None]
    with unchanged():
        giving.give_out()
    customers.assign(scene.wang, scene.zhang, scene.cast.chen.id)
    giving.give_out()
    assert owner(left) == scene.cast.zhou.id


def test_who_lost_it_does_not_get_it_back(scene: Scene) -> None:
    customers.assign(scene.wang, scene.zhang, None)
    (other,) = orphans(1)
    Cooling.objects.create(customer_id=other, user_id=scene.wu.id, until=now() + timedelta(days=2))
    live(scene)
    giving.give_out()
    assert owner(scene.zhang) == scene.wu.id, "it was 周's"
    assert owner(other) == scene.cast.zhou.id, "吴 is cooling"


def test_in_pools_only_who_waited_long_enough(scene: Scene) -> None:
    scene.released()
    rule = live(scene, user_ids=[scene.wu.id])
    with unchanged():
        giving.give_out()
    assigning.rest(scene.wang, rule.id, version=rule.version)
    live(scene, name="等满三天", user_ids=[scene.wu.id], wait_days=3)
    with unchanged():
        giving.give_out()
    held_for(scene.zhang, days=4)
    giving.give_out()
    assert (owner(scene.zhang), pool_of(scene.zhang)) == (scene.wu.id, None)


def test_by_load_whoever_has_least_of_their_share(scene: Scene) -> None:
    for _ in range(3):
        file_customer(scene.cast.zhou, name="已有")
    scene.cap(10)
    made = orphans(5)
    live(scene, way="load")
    giving.give_out()
    # 周 has four, 吴 none: the first four go to 吴, then they are equal and 周 was never served.
    assert owners(made) == [scene.wu.id] * 4 + [scene.cast.zhou.id]


def test_by_territory_the_closest_one_counts(scene: Scene) -> None:
    made = orphans(4)
    for customer_id, region in zip(made, (XIHU, NINGBO, 110_000, None), strict=True):
        Customer.objects.filter(id=customer_id).update(region=region)
    territories = [
        {"regions": [ZHEJIANG], "user_ids": [scene.cast.zhou.id], "department_ids": []},
        {"regions": [HANGZHOU], "user_ids": [], "department_ids": [scene.cast.hangzhou.id]},
    ]
    live(scene, way="territory", user_ids=[scene.cast.chen.id], territories=territories)
    giving.give_out()
    people = User.objects.in_bulk([one for one in owners(made) if one])
    assert people[owner(made[0]) or 0].department_id == scene.cast.hangzhou.id
    assert owners(made)[1:] == [scene.cast.zhou.id, scene.cast.chen.id, scene.cast.chen.id]


def test_the_first_rule_that_finds_them_decides(scene: Scene) -> None:
    company = file_customer(None, "organisation", name="杭州青山贸易有限公司")
    (person,) = orphans(1)
    condition = {"field": "kind", "op": "eq", "value": ["organisation"]}
    first = live(scene, name="企业", conditions=[condition], user_ids=[scene.cast.chen.id])
    second = live(scene, name="其余")
    giving.give_out()
    assert (owner(company), owner(person)) == (scene.cast.chen.id, scene.cast.zhou.id)
    assigning.put_in_order(scene.wang, [second.id, first.id])
    another = file_customer(None, "organisation", name="杭州绿水贸易有限公司")
    giving.give_out()
    assert owner(another) == scene.wu.id


def test_whoever_finds_nobody_is_still_the_first_rules(scene: Scene) -> None:
    (made,) = orphans(1)
    scene.cap(1)
    live(scene, name="华东", user_ids=[scene.cast.zhou.id])
    live(scene, name="其余", user_ids=[scene.cast.chen.id])
    with unchanged():
        giving.give_out()
    assert owner(made) is None


def test_who_left_gets_nothing(scene: Scene) -> None:
    made = orphans(2)
    rule = live(scene)
    User.objects.filter(id=scene.wu.id).update(is_active=False)
    bump()
    giving.give_by(rule, [])
    assert owners(made) == [scene.cast.zhou.id] * 2


def test_switched_off_or_changed_meanwhile_it_gives_nothing(scene: Scene) -> None:
    orphans(2)
    rule = live(scene)
    assigning.rest(scene.wang, rule.id, version=rule.version)
    with unchanged():
        giving.give_by(rule, [])


def test_in_stretches_and_round_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    made = orphans(5)
    monkeypatch.setattr(giving, "STEP", 2)
    live(scene)
    for given in (2, 4, 5):
        giving.give_out()
        assert sum(one is not None for one in owners(made)) == given
    assert Assignment.objects.get().last_id == 0


def test_setting_takes_the_right_and_an_old_version_is_refused(scene: Scene) -> None:
    rule = live(scene)
    body = {"name": "x", "user_ids": [str(scene.wu.id)]}
    with unchanged():
        for method, path, sent in (
            ("GET", "/assignment-rules", None),
            ("POST", "/assignment-rules", body),
            ("PUT", "/assignment-rules/order", {"ids": [str(rule.id)]}),
            ("PUT", f"/assignment-rules/{rule.id}", body | {"version": rule.version}),
            ("POST", f"/assignment-rules/{rule.id}/drop", {"version": rule.version}),
            ("POST", f"/assignment-rules/{rule.id}/simulate", {"existing": True}),
            ("POST", f"/assignment-rules/{rule.id}/on", {"version": rule.version, "existing": True, "seen": ""}),
            ("POST", f"/assignment-rules/{rule.id}/off", {"version": rule.version}),
        ):
            assert scene.ask(scene.cast.lin, method, path, sent).status_code == 403, path
        wang = scene.cast.wang
        stale = scene.ask(wang, "POST", f"/assignment-rules/{rule.id}/off", {"version": 1})
        assert (stale.status_code, code(stale)) == (409, "stale")
        changed = scene.ask(wang, "PUT", f"/assignment-rules/{rule.id}", body | {"version": rule.version})
        assert code(changed) == "rule.running"
        order = scene.ask(wang, "PUT", "/assignment-rules/order", {"ids": []})
        assert code(order) == "stale"


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"user_ids": []}, "assignment.nobody"),
        ({"way": "territory"}, "assignment.territory"),
        ({"way": "territory", "territories": [{"regions": [330_000]}]}, "assignment.territory"),
        ({"name": " "}, "ownership.name"),
        ({"user_ids": ["1"]}, "invalid"),
        ({"conditions": [{"field": "nothing", "op": "eq", "value": ["x"]}]}, "field_not_filterable"),
        ({"conditions": [{"field": "kind", "op": "eq", "value": []}]}, "filter.invalid"),
    ],
)
def test_what_makes_no_rule(scene: Scene, terms: dict[str, Any], refusal: str) -> None:
    body = {"name": "x", "user_ids": [str(scene.wu.id)], **terms}
    with unchanged():
        answer = scene.ask(scene.cast.wang, "POST", "/assignment-rules", body)
    assert code(answer) == refusal, answer.content


def test_a_pool_that_a_rule_needs_is_not_closed(scene: Scene) -> None:
    written(scene, pool_id=scene.pool.id)
    with unchanged():
        body = {"version": scene.pool.version}
        assert code(scene.ask(scene.cast.wang, "POST", f"/pools/{scene.pool.id}/close", body)) == "pool.in_use"


def test_who_has_no_owner_is_found_along_the_index(scene: Scene) -> None:
    many(scene)
    rule = live(scene, existing=False, wait_days=2)
    with CaptureQueriesContext(connection) as asked:
        unowned.found_by(rule, [], after=0, limit=20)
    (query,) = asked.captured_queries
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + query["sql"])
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "archive_owner_by_id" in plan, plan
    assert walked(plan) == [], plan
    assert re.search("TEMP B-TREE|Sort", plan) is None, plan


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_give_everybody_once_and_nobody_too_many() -> None:
    scene = make_scene()
    scene.cap(4)
    made = orphans(12)
    rule = live(scene)
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        try:
            giving.give_by(Assignment.objects.select_related("pool").get(id=rule.id), [])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = owners(made)
    # 周 had one already.
    assert (found.count(scene.cast.zhou.id), found.count(scene.wu.id), found.count(None)) == (3, 4, 5)
    assert Event.objects.filter(verb="customer.assigned").count() == 7


def test_what_others_own_is_never_touched(scene: Scene) -> None:
    live(scene)
    with unchanged():
        giving.give_out()
    assert (owner(scene.zhang), owner(scene.li)) == (scene.cast.zhou.id, scene.cast.chen.id)
    assert actor(scene.wu).id not in (owner(scene.zhang), owner(scene.li))


def test_whoever_is_above_the_clearance_is_not_counted(scene: Scene) -> None:
    (kept, *_) = orphans(3, level="A")
    rule = written(scene)
    Customer.objects.filter(id=kept).update(classification=1)
    found = trying.simulate_assignment(scene.wang, rule.id, existing=True)
    assert (found.total, found.tried, sum(found.people.values()), len(found.shown)) == (2, 2, 2, 2)
    assert kept not in found.fates
    cleared = trying.simulate_assignment(replace(scene.wang, clearance=1), rule.id, existing=True)
    assert cleared.total == 3


def test_no_rule_asks_for_a_classification(scene: Scene) -> None:
    terms = AssignmentTerms(
        name="按密级", user_ids=[scene.wu.id], conditions=[{"field": "classification", "op": "eq", "value": "3"}]
    )
    for who in (scene.wang, replace(scene.wang, clearance=3)):
        with unchanged(), pytest.raises(DomainError, match="field_not_filterable"):
            assigning.write_assignment(who, terms)
