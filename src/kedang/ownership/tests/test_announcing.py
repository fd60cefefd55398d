"""Who is about to lose a customer by a rule is told before, once."""

from datetime import datetime, timedelta

import pytest

from kedang.archive import customers
from kedang.archive.figures import keep_contact
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.calendar.working import working_time
from kedang.fields.values import LOCAL
from kedang.history import news
from kedang.history.models import Event
from kedang.history.news import FALLING, Listener, News
from kedang.kit.actor import Actor, system_actor
from kedang.ownership import announcing, falling
from kedang.ownership.announcing import Coming
from kedang.ownership.coming import tonight
from kedang.ownership.models import Announcement, Holding
from kedang.ownership.tests.scene import Scene, held_for, make_scene, owner
from kedang.ownership.tests.test_rules import night_passes
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, tuple[int, ...]]]:
    """Of which customers whom it was said that they fall soon."""
    found: list[tuple[int, tuple[int, ...]]] = []

    def hear(actor: Actor, told: News) -> None:
        if told.kind == FALLING:
            found.append((told.customer_id, told.to))

    monkeypatch.setattr(news, "_listeners", [Listener(hear, lambda about: None)])
    return found


def soon(customer_id: int, *, working_days_left: int) -> None:
    """As if a customer had been its owner's so long that a rule of ten working days takes it in so many after the coming night."""
    start = working_time().add_days(tonight(), working_days_left - 11)
    held_for(customer_id, days=(datetime.now(LOCAL).date() - start).days)


def test_the_owner_is_told_once(scene: Scene, heard: list[tuple[int, tuple[int, ...]]]) -> None:
    soon(scene.zhang, working_days_left=2)
    scene.live(days=10, remind_days=3)
    night_passes()
    assert heard == [(scene.zhang, (scene.cast.zhou.id,))]
    assert Announcement.objects.get().user_id == scene.cast.zhou.id
    assert Announcement.objects.get().falls_on > tonight()
    assert owner(scene.zhang) == scene.cast.zhou.id
    assert Event.objects.filter(verb="pool_rules.ran").count() == 1
    night_passes()
    assert len(heard) == 1


def test_several_rules_tell_once_of_the_day_that_comes_first(
    scene: Scene, heard: list[tuple[int, tuple[int, ...]]]
) -> None:
    soon(scene.zhang, working_days_left=2)
    scene.live(days=11, remind_days=5)
    first = scene.live(days=10, remind_days=5)
    night_passes()
    assert len(heard) == 1
    since = Customer.objects.get(id=scene.zhang).created_at
    assert Announcement.objects.get().falls_on == falling.falls_on(first, since, None, working_time())


def test_not_too_early_and_not_without_days(scene: Scene, heard: list[tuple[int, tuple[int, ...]]]) -> None:
    soon(scene.zhang, working_days_left=8)
    rule = scene.live(days=10, remind_days=3)
    night_passes()
    assert heard == []
    type(rule).objects.update(remind_days=0)
    soon(scene.zhang, working_days_left=2)
    night_passes()
    assert heard == []


def test_contact_moves_the_day_and_then_it_is_told_again(
    scene: Scene, heard: list[tuple[int, tuple[int, ...]]]
) -> None:
    soon(scene.zhang, working_days_left=2)
    rule = scene.live(days=10, remind_days=3)
    night_passes()
    keep_contact({scene.zhang: (datetime.now(LOCAL), None)})
    night_passes()
    assert len(heard) == 1, "in ten working days it is not soon"
    later = working_time().add_days(tonight(), 9)
    again = [o for o in announcing.coming([rule], later, working_time()) if o.customer_id == scene.zhang]
    assert [one.owner_id for one in again] == [scene.cast.zhou.id]
    assert announcing.announce(system_actor("worker"), again[0])
    assert len(heard) == 2


def test_whose_it_is_not_any_more_is_not_told(scene: Scene, heard: list[tuple[int, tuple[int, ...]]]) -> None:
    one = Coming(scene.zhang, scene.cast.zhou.id, tonight() + timedelta(days=2))
    customers.assign(scene.wang, scene.zhang, scene.wu.id)
    with unchanged():
        assert not announcing.announce(system_actor("worker"), one)
    customers.assign(scene.wang, scene.zhang, scene.cast.zhou.id)
    customers.trash(scene.wang, scene.zhang)
    with unchanged():
        assert not announcing.announce(system_actor("worker"), one)
    assert heard == []


def test_who_falls_tonight_is_not_told_that_it_falls_soon(
    scene: Scene, heard: list[tuple[int, tuple[int, ...]]]
) -> None:
    held_for(scene.zhang, days=60)
    scene.live(days=10, remind_days=3)
    night_passes()
    assert heard == []
    assert Holding.objects.get(customer_id=scene.zhang).how == "recycled"


def test_home_says_how_many_and_who_is_next(scene: Scene) -> None:
    made = [scene.zhang, *(file_customer(scene.cast.zhou, name=f"客户{n}") for n in range(6))]
    for customer_id in made:
        soon(customer_id, working_days_left=2)
    scene.live(days=10, remind_days=5)
    found = scene.ask(scene.cast.zhou, "GET", "/ownership/soon/few").json()
    assert (found["count"], len(found["rows"])) == (7, 5)
    assert found["rows"][0]["name"] == "张伟"
    assert scene.ask(scene.wu, "GET", "/ownership/soon/few").json() == {"count": 0, "rows": []}
    assert scene.ask(scene.cast.chen, "GET", "/ownership/soon/few").json()["count"] == 0
