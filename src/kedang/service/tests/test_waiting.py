"""What waits: counted for oneself and for one's queues, and for nobody else."""

import pytest

from kedang.accounts.models import User
from kedang.service.models import Case
from kedang.service.tests.scene import Scene, make_scene

pytestmark = pytest.mark.django_db


def waiting(scene: Scene, user: User) -> dict[str, object]:
    """What waits for somebody."""
    answer = scene.ask(user, "GET", "/cases/waiting")
    assert answer.status_code == 200, answer.content
    found: dict[str, object] = answer.json()
    return found


def test_ones_own_cases_and_queues_are_counted_with_what_is_late() -> None:
    scene = make_scene()
    own = scene.opened()
    queue = scene.queue(scene.cast.zhou, scene.cast.lin)
    empty = scene.queue(scene.cast.zhou, name="维修组", kinds=("repair",))
    late, _, taken = scene.opened(), scene.opened(), scene.opened()
    scene.went(taken)
    Case.objects.filter(id__in=(own, late)).update(due_at="2026-01-01T00:00:00Z")
    there = [
        {"id": str(queue), "name": "投诉组", "waiting": 2, "overdue": 1},
        {"id": str(empty), "name": "维修组", "waiting": 0, "overdue": 0},
    ]
    assert waiting(scene, scene.cast.zhou) == {"mine": 2, "overdue": 1, "queues": there, "capped": False}
    assert waiting(scene, scene.cast.lin) == {"mine": 0, "overdue": 0, "queues": there[:1], "capped": False}
    assert waiting(scene, scene.cast.chen) == {"mine": 0, "overdue": 0, "queues": [], "capped": False}
    assert scene.listed(scene.cast.zhou, f"?whose=queues&queue={empty}") == []
    assert scene.listed(scene.cast.zhou, f"?whose=queues&queue={queue}")[0] == str(late)


def test_a_member_who_does_not_see_the_customer_counts_nothing_of_it() -> None:
    scene = make_scene()
    queue = scene.queue(scene.cast.chen)
    scene.opened()
    assert waiting(scene, scene.cast.chen)["queues"] == [
        {"id": str(queue), "name": "投诉组", "waiting": 0, "overdue": 0}
    ]
    assert scene.listed(scene.cast.chen, f"?whose=queues&queue={queue}") == []
