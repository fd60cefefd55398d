"""Whom an assignment rule may choose, and what it may ask."""

import pytest

from kedang.archive import customers
from kedang.archive.tests.filing import file_customer
from kedang.kit.errors import DomainError
from kedang.kit.modes import DEFAULT_MODES
from kedang.ownership import assigning, giving, trying
from kedang.ownership.assigning import AssignmentTerms
from kedang.ownership.models import Holding
from kedang.ownership.settings_in_use import department_in_use
from kedang.ownership.tests.scene import Scene, make_scene, owner, pool_of
from kedang.ownership.tests.test_assigning import NINGBO, ZHEJIANG, live, orphans, owners, written
from tests.people import acting, make_user
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_who_has_no_limit_is_loaded_as_if_theirs_were_the_greatest(scene: Scene) -> None:
    scene.cap(4)
    south = scene.cast.chen
    made = orphans(6)
    live(scene, way="load", user_ids=[scene.wu.id, south.id])
    giving.give_out()
    # 陈, without a limit, has 李娜 and counts as if he might have four; so 吴 comes first, and then they take turns.
    assert owners(made) == [scene.wu.id, south.id] * 3


def test_of_a_department_only_who_may_claim(scene: Scene) -> None:
    made = orphans(2)
    make_user("shen", "审计", "auditor", scene.cast.hangzhou)
    live(scene, user_ids=[], department_ids=[scene.cast.hangzhou.id])
    giving.give_out()
    assert set(owners(made)) <= {scene.cast.zhou.id, scene.wu.id}
    assert None not in owners(made)


def test_the_pool_of_a_rule_takes_only_what_it_is_for(scene: Scene) -> None:
    company = file_customer(None, "organisation", name="杭州青山贸易有限公司")
    (person,) = orphans(1)
    scene.terms(kinds=["organisation"])
    scene.cap(0)
    rule = live(scene, pool_id=scene.pool.id)
    giving.give_out()
    assert (pool_of(company), pool_of(person)) == (scene.pool.id, None)
    assert Holding.objects.get(customer_id=company).reason == str(rule.id)


def test_whose_it_was_last_is_remembered_in_the_pool(scene: Scene) -> None:
    customers.assign(scene.wang, scene.zhang, None)
    rule = live(scene, user_ids=[scene.cast.zhou.id], pool_id=scene.pool.id)
    giving.give_out()
    assert (pool_of(scene.zhang), Holding.objects.get(customer_id=scene.zhang).from_id) == (
        scene.pool.id,
        scene.cast.zhou.id,
    )
    assigning.rest(scene.wang, rule.id, version=rule.version)
    live(scene, name="公海也分", user_ids=[scene.cast.zhou.id], wait_days=0)
    with unchanged():
        giving.give_out()
    assert owner(scene.zhang) is None


def test_in_the_recycle_bin_nobody_is_given_out(scene: Scene) -> None:
    (made,) = orphans(1)
    customers.trash(scene.wang, made)
    rule = live(scene)
    assert scene.ask(scene.cast.wang, "GET", "/assignment-rules").json()[0]["id"] == str(rule.id)
    with unchanged():
        giving.give_out()


def test_a_department_that_a_rule_gives_to_is_not_deleted(scene: Scene) -> None:
    south = scene.cast.south.id
    place = {"regions": [ZHEJIANG], "user_ids": [], "department_ids": [south]}
    written(scene, way="territory", user_ids=[], territories=[place])
    assert department_in_use(south)
    assert not department_in_use(scene.cast.head_office.id)


def test_conditions_on_what_one_may_not_read_of_everybody_are_refused(scene: Scene) -> None:
    secret = [{"field": "mobile", "op": "eq", "value": ["13812345678"]}]
    narrow = acting(scene.cast.wang, modes=DEFAULT_MODES)
    with unchanged(), pytest.raises(DomainError, match="field_not_readable"):
        assigning.write_assignment(narrow, AssignmentTerms(name="x", user_ids=[scene.wu.id], conditions=secret))


def test_a_region_that_does_not_exist_is_nobodys(scene: Scene) -> None:
    place = {"regions": [NINGBO, 999_998], "user_ids": [scene.wu.id], "department_ids": []}
    with unchanged(), pytest.raises(DomainError, match="invalid"):
        written(scene, way="territory", territories=[place])


def test_when_somebody_else_would_get_them_it_is_looked_at_again(scene: Scene) -> None:
    orphans(2)
    rule = written(scene)
    seen = trying.simulate_assignment(scene.wang, rule.id, existing=True)
    assert seen.people == {scene.cast.zhou.id: 1, scene.wu.id: 1}
    scene.cap(1)
    with unchanged(), pytest.raises(DomainError, match="look_again"):
        trying.switch_on_assignment(scene.wang, rule.id, version=1, existing=True, seen=seen.mark)
