"""Into a pool and out of it again."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from kedang.accounts.policy import bump
from kedang.archive.models import Customer, SearchEntry
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.ownership import claiming
from kedang.ownership.models import Claim, Cooling, Holding
from kedang.ownership.tests.scene import Scene, make_scene, owner, pool_of
from tests.people import actor, code, make_user
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_released_it_is_nobodys_and_a_colleague_claims_it(scene: Scene) -> None:
    assert scene.released().status_code == 204
    assert (owner(scene.zhang), pool_of(scene.zhang)) == (None, scene.pool.id)
    assert scene.seen(scene.wu) == ["张伟"]
    assert scene.ask(scene.wu, "GET", f"/customers/{scene.zhang}").status_code == 404
    assert scene.claimed(scene.wu).status_code == 204
    assert (owner(scene.zhang), pool_of(scene.zhang)) == (scene.wu.id, None)
    assert Customer.objects.get(id=scene.zhang).department_id == scene.cast.hangzhou.id
    assert scene.seen(scene.wu) == []
    assert scene.ask(scene.wu, "GET", f"/customers/{scene.zhang}").status_code == 200
    told = Event.objects.filter(subject_id=scene.zhang).order_by("id").values_list("verb", flat=True)
    assert list(told) == ["customer.created", "customer.released", "customer.claimed"]
    assert f"o{scene.wu.id:x}" in SearchEntry.objects.get(customer_id=scene.zhang).tokens.split()


def test_a_stranger_to_the_pool_sees_and_gets_nothing(scene: Scene) -> None:
    scene.released()
    chen = scene.cast.chen
    assert scene.ask(chen, "GET", "/pools").json() == []
    with unchanged():
        assert scene.ask(chen, "GET", f"/pools/{scene.pool.id}/waiting").status_code == 404
        assert scene.claimed(chen).status_code == 404
        assert scene.claimed(scene.cast.auditor).status_code == 403
        body = {"owner_id": str(chen.id)}
        path = f"/pools/{scene.pool.id}/waiting/{scene.zhang}/give"
        assert scene.ask(chen, "POST", path, body).status_code == 404


def test_who_only_looks_into_a_pool_does_not_claim(scene: Scene) -> None:
    scene.released()
    assert scene.seen(scene.cast.wang) == ["张伟"]
    with unchanged():
        answer = scene.claimed(scene.cast.wang)
    assert (answer.status_code, code(answer)) == (403, "pool.not_for_you")


def test_masked_before_it_is_ones_own(scene: Scene) -> None:
    scene.released()
    role = scene.wu.roles.get()
    role.field_modes = {"name": {"own": "edit", "other": "masked"}}
    role.save()
    bump()
    assert scene.seen(scene.wu) == ["张*"]


def test_only_the_owner_or_the_lead_releases(scene: Scene) -> None:
    with unchanged():
        assert scene.released(user=scene.wu).status_code == 404
        assert scene.released(user=scene.cast.chen).status_code == 404
    assert scene.released(user=scene.cast.lin, reason="unreachable").status_code == 204
    again = scene.released(user=scene.cast.lin)
    assert (again.status_code, code(again)) == (409, "pool.already")


def test_a_reason_is_one_of_four(scene: Scene) -> None:
    with unchanged():
        assert scene.released(reason="because").status_code == 422


def test_a_pool_takes_what_it_is_for(scene: Scene) -> None:
    scene.terms(kinds=["organisation"])
    with unchanged():
        answer = scene.released()
    assert (answer.status_code, code(answer)) == (422, "pool.not_taken")
    scene.terms(kinds=["person"], from_department_ids=[scene.cast.south.id])
    with unchanged():
        assert code(scene.released()) == "pool.not_taken"
    scene.terms(from_department_ids=[scene.cast.east.id])
    assert scene.released().status_code == 204


def test_the_former_owner_waits(scene: Scene) -> None:
    scene.terms(cooling_days=7)
    scene.released()
    for user, waits in ((scene.cast.zhou, True), (scene.wu, False)):
        (row,) = scene.ask(user, "GET", f"/pools/{scene.pool.id}/waiting").json()["rows"]
        assert bool(row["cooling_until"]) is waits
    with unchanged():
        answer = scene.claimed(scene.cast.zhou)
    assert (answer.status_code, code(answer)) == (409, "owner.cooling")
    given = {"owner_id": str(scene.cast.zhou.id)}
    path = f"/pools/{scene.pool.id}/waiting/{scene.zhang}/give"
    with unchanged():
        assert code(scene.ask(scene.cast.lin, "POST", path, given)) == "owner.cooling"
        assert code(scene.ask(scene.cast.lin, "POST", f"/customers/{scene.zhang}/owner", given)) == "owner.cooling"
    Cooling.objects.update(until=now() - timedelta(minutes=1))
    assert scene.claimed(scene.cast.zhou).status_code == 204


def test_so_many_a_day_and_so_many_a_week(scene: Scene) -> None:
    more = [file_customer(scene.cast.zhou, name=f"客户{n}") for n in range(4)]
    for one in (scene.zhang, *more):
        assert scene.released(one).status_code == 204
    scene.terms(per_day=2, per_week=3)
    assert [scene.claimed(scene.wu, one).status_code for one in more[:2]] == [204, 204]
    with unchanged():
        assert code(scene.claimed(scene.wu, more[2])) == "claim.spent_today"
    assert scene.ask(scene.wu, "GET", "/pools").json()[0]["left_today"] == 0
    Claim.objects.update(at=now() - timedelta(days=8))
    assert scene.claimed(scene.wu, more[2]).status_code == 204
    scene.terms(per_week=1)
    with unchanged():
        assert code(scene.claimed(scene.wu, more[3])) == "claim.spent_this_week"
    # What a lead gives counts towards nobody's quota.
    path = f"/pools/{scene.pool.id}/waiting/{more[3]}/give"
    assert scene.ask(scene.cast.lin, "POST", path, {"owner_id": str(scene.wu.id)}).status_code == 204


def test_a_lead_gives_only_to_those_in_sight(scene: Scene) -> None:
    scene.released()
    path = f"/pools/{scene.pool.id}/waiting/{scene.zhang}/give"
    with unchanged():
        assert code(scene.ask(scene.cast.lin, "POST", path, {"owner_id": str(scene.cast.chen.id)})) == "owner.unknown"
        assert scene.ask(scene.wu, "POST", path, {"owner_id": str(scene.wu.id)}).status_code == 403


def test_who_comes_second_is_told(scene: Scene) -> None:
    scene.released()
    assert scene.claimed(scene.wu).status_code == 204
    with unchanged():
        answer = scene.claimed(scene.cast.lin)
    assert (answer.status_code, code(answer)) == (409, "claim.taken")
    with unchanged():
        assert scene.claimed(scene.cast.lin, scene.li).status_code == 404


def test_assigned_to_somebody_it_leaves_the_pool(scene: Scene) -> None:
    scene.released()
    answer = scene.ask(scene.cast.lin, "POST", f"/customers/{scene.zhang}/owner", {"owner_id": str(scene.wu.id)})
    assert answer.status_code == 200, answer.content
    assert (pool_of(scene.zhang), scene.seen(scene.wu)) == (None, [])
    assert Holding.objects.get(customer_id=scene.zhang).how == "assigned"


@pytest.mark.django_db(transaction=True)
def test_sixteen_people_at_once_and_one_gets_it() -> None:
    scene = make_scene()
    assert scene.released().status_code == 204
    people = [make_user(f"p{n}", f"同事{n}", "member", scene.cast.east) for n in range(16)]
    actors = [actor(person) for person in people]
    start, results = threading.Barrier(16), []

    def press(number: int) -> None:
        try:
            start.wait()
            claiming.claim(actors[number], scene.pool.id, scene.zhang)
            results.append("claimed")
        except DomainError as refused:
            results.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [*["claim.taken"] * 15, "claimed"]
    assert Claim.objects.count() == 1
    assert owner(scene.zhang) == Claim.objects.get().user_id
