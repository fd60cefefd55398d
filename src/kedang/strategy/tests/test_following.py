"""Who is responsible for a plan when the customer gets another owner, and when somebody leaves."""

import pytest
from django.db import transaction

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive import customers, owning
from kedang.archive.models import Customer
from kedang.history.models import Event
from kedang.strategy.models import Plan
from kedang.strategy.tests.scene import HE, PLAN, Scene, make_scene
from tests.people import actor

pytestmark = pytest.mark.django_db


def given(scene: Scene, to: User) -> None:
    """林 gives 张伟 to somebody."""
    customers.assign(actor(scene.cast.lin), scene.zhang, to.id)


def test_whoever_gives_the_customer_away_gives_the_plan_away() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    given(scene, scene.cast.lin)
    assert (scene.listed(scene.cast.lin), scene.seen(scene.cast.lin)["plans"][0]["version"]) == ([str(made)], 2)
    assert scene.listed(scene.cast.zhou) == []
    event = Event.objects.get(verb="key_account.changed")
    assert (event.actor_id, event.fields) == (scene.cast.lin.id, '["owner_id"]')


def test_a_plan_of_somebody_else_an_ended_one_and_one_the_new_owner_may_not_see_stay() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    assert scene.ask(scene.cast.zhou, "POST", f"/plans/{made}/end", {"version": 1}).status_code == 204
    other = scene.made("/plans", PLAN | {"owner_id": str(scene.cast.wang.id)})
    given(scene, scene.cast.lin)
    assert dict(Plan.objects.values_list("id", "owner_id")) == {made: scene.cast.zhou.id, other: scene.cast.wang.id}
    Plan.objects.filter(id=other).update(owner_id=scene.cast.lin.id)
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if not right.startswith("strategy.")]
    role.save()
    bump()
    given(scene, scene.cast.zhou)
    assert Plan.objects.get(id=other).owner_id == scene.cast.lin.id
    assert not Event.objects.filter(verb="key_account.changed").exists()


def test_it_stays_when_the_customer_goes_to_nobody() -> None:
    scene = make_scene()
    scene.made("/plans", PLAN)
    with transaction.atomic():
        owning.take_turn()
        customer = Customer.objects.get(id=scene.zhang)
        owning.hand_over(actor(scene.cast.lin), customer, None, how=owning.ASSIGNED)
    assert Plan.objects.get().owner_id == scene.cast.zhou.id


def test_that_nobody_responsible_is_left_is_a_signal() -> None:
    scene = make_scene()
    scene.made("/plans", PLAN)
    scene.made("/stakeholders", HE)
    assert scene.causes(scene.cast.lin) == ["silent"]
    User.objects.filter(id=scene.cast.zhou.id).update(is_active=False)
    bump()
    assert scene.causes(scene.cast.lin) == ["left", "silent"]
    given(scene, scene.cast.lin)
    assert scene.causes(scene.cast.lin) == ["silent"]
