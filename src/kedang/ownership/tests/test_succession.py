"""Everything somebody has goes to colleagues: by shares, within the limits, with a list of what stayed and why."""

from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.activity.models import FollowUp
from kedang.activity.planning import Plan, plan
from kedang.archive import sharing
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.deals.models import Opportunity
from kedang.deals.opportunities import Draft, open_opportunity
from kedang.finding.conditions import today
from kedang.history.models import Event
from kedang.jobs.claiming import claim_job
from kedang.jobs.models import Job
from kedang.jobs.worker import run_claimed
from kedang.kit.clock import now
from kedang.ownership import succession
from kedang.ownership.models import Cooling, Remainder, Succession
from kedang.ownership.tests.scene import Scene, make_scene, owner
from tests.people import actor, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def begun(scene: Scene, user: User | None = None, *, leaving: User | None = None, **shares: int) -> Any:
    """管理 begins to hand over what 周 has; `shares` by login."""
    ids = {person.login: str(person.id) for person in User.objects.all()}
    body = {"shares": [{"user_id": ids[login], "parts": parts} for login, parts in shares.items()]}
    path = f"/people/{(leaving or scene.cast.zhou).id}/succession"
    return scene.ask(user or scene.cast.admin, "POST", path, body)


def run() -> Succession:
    """The worker does it."""
    claimed = claim_job(Job.objects.filter(kind=succession.JOB).latest("id").id)
    assert claimed is not None
    run_claimed(claimed)
    return Succession.objects.latest("id")


def seen(scene: Scene, user: User | None = None) -> Any:
    """What 管理 is shown of 周."""
    answer = scene.ask(user or scene.cast.admin, "GET", f"/people/{scene.cast.zhou.id}/succession")
    assert answer.status_code == 200, answer.content
    return answer.json()


def dealt(user: User, customer_id: int) -> int:
    """An open opportunity of somebody."""
    draft = Draft(title="订单", amount=1, currency="CNY", expected_on=today())
    return open_opportunity(actor(user), customer_id, draft)


def planned(user: User, customer_id: int) -> int:
    """An open follow-up of somebody."""
    return plan(actor(user), customer_id, Plan(kind="call", due_at=now() + timedelta(days=2)))


def leave(user: User) -> None:
    """Somebody's account is disabled."""
    User.objects.filter(id=user.id).update(is_active=False)
    bump()


def test_by_shares_with_the_work_on_them(scene: Scene) -> None:
    zhou = scene.cast.zhou
    mine = [scene.zhang, *(file_customer(zhou, name=f"客户{n}") for n in range(5))]
    deals, steps = [dealt(zhou, i) for i in mine[:2]], [planned(zhou, i) for i in mine[:3]]
    leave(zhou)
    before = seen(scene)
    assert (before["customers"], before["opportunities"], before["follow_ups"], before["is_active"]) == (6, 2, 3, False)
    assert begun(scene, wu=2, lin=1).status_code == 201
    done = run()
    assert (done.customers, done.opportunities, done.follow_ups) == (6, 2, 3)
    assert done.finished_at is not None
    assert done.given == {str(scene.wu.id): 4, str(scene.cast.lin.id): 2}
    # What is going on with a customer goes to its new owner.
    for deal in Opportunity.objects.filter(id__in=deals):
        assert deal.owner_id == owner(deal.customer_id)
    for step in FollowUp.objects.filter(id__in=steps):
        assert step.assignee_id == owner(step.customer_id)
    assert owner(scene.li) == scene.cast.chen.id
    after = seen(scene)
    assert (after["customers"], after["opportunities"], after["follow_ups"]) == (0, 0, 0)
    shown = after["successions"][0]
    assert (shown["state"], shown["left_count"]) == ("done", 0)
    verbs = Event.objects.filter(subject_kind="user", subject_id=zhou.id).order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["succession.begun", "succession.finished"]


def test_what_nobody_may_have_stays_and_is_listed(scene: Scene) -> None:
    zhou = scene.cast.zhou
    extra = [file_customer(zhou, name=f"客户{n}") for n in range(3)]
    Cooling.objects.create(customer_id=scene.zhang, user_id=scene.wu.id, until=now() + timedelta(days=9))
    step = planned(zhou, scene.zhang)
    scene.cap(2)
    begun(scene, wu=1)
    run()
    assert [owner(i) for i in (scene.zhang, *extra)] == [zhou.id, scene.wu.id, scene.wu.id, zhou.id]
    shown = seen(scene)["successions"][0]
    assert [(row["what"], row["code"]) for row in shown["left"]] == [
        ("customer", "owner.cooling"),
        ("customer", "owner.full"),
        ("follow_up", "activity.assignee"),
    ]
    assert FollowUp.objects.get(id=step).assignee_id == zhou.id
    # By number only: the administrator sees no customers. Whoever sees them gets a link.
    assert {row["customer_id"] for row in shown["left"]} == {None}
    assert shown["left"][0]["number"] == Customer.objects.get(id=scene.zhang).number
    assert seen(scene, scene.cast.wang)["successions"][0]["left"][0]["customer_id"] == str(scene.zhang)


def test_another_successor_gets_what_the_first_may_not_have(scene: Scene) -> None:
    Cooling.objects.create(customer_id=scene.zhang, user_id=scene.wu.id, until=now() + timedelta(days=9))
    begun(scene, wu=9, lin=1)
    assert run().given == {str(scene.cast.lin.id): 1}
    assert owner(scene.zhang) == scene.cast.lin.id


def test_work_on_other_peoples_customers_goes_to_who_sees_them(scene: Scene) -> None:
    sharing.share(actor(scene.cast.chen), scene.li, user_id=scene.cast.zhou.id)
    step = planned(scene.cast.zhou, scene.li)
    begun(scene, wu=1, chen=1)
    run()
    assert FollowUp.objects.get(id=step).assignee_id == scene.cast.chen.id
    assert owner(scene.li) == scene.cast.chen.id


def test_taken_up_where_it_was_broken_off(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        file_customer(scene.cast.zhou, name=f"客户{n}")
    begun(scene, wu=1, lin=1)
    give = succession._give
    given: list[Any] = []

    def broken(*args: Any) -> None:
        if len(given) == 2:
            raise KeyboardInterrupt
        given.append(args)
        give(*args)

    monkeypatch.setattr(succession, "_give", broken)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert Customer.objects.filter(owner_id=scene.cast.zhou.id).count() == 2
    monkeypatch.setattr(succession, "_give", give)
    Job.objects.update(state="queued", claim=None, lease_until=None)
    done = run()
    assert (done.customers, sorted(done.given.values())) == (4, [2, 2])


def test_only_who_may_and_only_to_colleagues(scene: Scene) -> None:
    with unchanged():
        for user in (scene.cast.zhou, scene.cast.lin, scene.cast.auditor):
            assert begun(scene, user, wu=1).status_code == 403
        for shares in (dict[str, int](), {"zhou": 1}, {"auditor": 1}, {"wu": 0}, {"wu": 101}):
            answer = begun(scene, scene.cast.admin, leaving=scene.cast.zhou, **shares)
            assert (answer.status_code, code(answer)) == (422, "succession.shares")
    leave(scene.wu)
    with unchanged():
        assert code(begun(scene, wu=1)) == "succession.shares"
        assert scene.ask(scene.cast.admin, "GET", "/people/9000000000000000001/succession").status_code == 404
    assert begun(scene, lin=1).status_code == 201
    with unchanged():
        assert code(begun(scene, lin=1)) == "succession.under_way"
    run()
    assert begun(scene, lin=1).status_code == 201


def test_nothing_is_tried_twice_that_was_refused(scene: Scene) -> None:
    scene.cap(0)
    begun(scene, wu=1)
    run()
    assert Remainder.objects.get().code == "owner.full"
    assert owner(scene.zhang) == scene.cast.zhou.id
