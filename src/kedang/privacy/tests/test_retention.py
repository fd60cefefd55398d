"""The schedule: who is past the period by what the purposes say together, what it would be otherwise, and proposing from it.

张伟 is 周's, filed today; `aged` makes it look as if that had been long ago.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.figures import Figures
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.kit.clock import now
from kedang.privacy import purposes
from kedang.privacy.models import Erasure, Purpose
from kedang.privacy.purposes import PurposeDraft
from kedang.privacy.retention import months_before
from kedang.privacy.tests.scene import Scene, make_scene
from tests.people import actor, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db
TWO_YEARS = PurposeDraft(name_zh="履行合同", name_en="Contract", basis="contract", fields=("mobile",), months=24)
CONSENT = {"act": "general", "channel": "paper", "evidence": "表单 1"}


@pytest.fixture
def scene() -> Scene:
    """With a contract purpose of two years beside the consent to marketing of 24 months."""
    made = make_scene()
    purposes.add_purpose(actor(made.cast.wang), TWO_YEARS)
    return made


def aged(customer_id: int, days: int) -> None:
    """As if it had been filed so many days ago."""
    Customer.objects.filter(id=customer_id).update(created_at=now() - timedelta(days=days))


def listed(scene: Scene, query: str = "", user: Any = None) -> dict[str, Any]:
    """The schedule as somebody sees it."""
    answer = scene.ask(user or scene.steward, "GET", f"/privacy/retention{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def who(scene: Scene, query: str = "") -> list[str]:
    """Their ids."""
    return [row["customer_id"] for row in listed(scene, query)["rows"]]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 30), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 12, date(2025, 1, 15)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(20, 1, 15), 1200, date.min),
    ],
)
def test_months_end_where_the_calendar_does(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_the_period_begins_with_whatever_came_last(scene: Scene) -> None:
    assert who(scene) == []
    aged(scene.zhang, 800)
    assert who(scene) == [str(scene.zhang)]
    met = datetime(2026, 1, 2, tzinfo=UTC)
    for figure in ("last_contact_at", "last_deal_at"):
        Figures.objects.update_or_create(customer_id=scene.zhang, defaults={figure: now() - timedelta(days=5)})
        assert who(scene) == []
        Figures.objects.filter(customer_id=scene.zhang).update(**{figure: now() - timedelta(days=790)})
    (row,) = listed(scene)["rows"]
    assert (row["customer"], row["number"]) == ("张伟", Customer.objects.get(id=scene.zhang).number)
    assert row["last_at"] < met.isoformat()


def test_a_consent_that_stands_holds_and_one_that_does_not_does_not(scene: Scene) -> None:
    aged(scene.zhang, 800)
    given = scene.made(scene.cast.zhou, "/consents", {"purpose_id": str(scene.purpose), **CONSENT})
    assert who(scene) == [str(scene.zhang)], "its own 24 months are over as well"
    Purpose.objects.filter(id=scene.purpose).update(months=None)
    assert who(scene) == []
    assert scene.of(scene.cast.zhou, "POST", f"/consents/{given}/withdraw").status_code == 204
    assert who(scene) == [str(scene.zhang)]
    Purpose.objects.exclude(id=scene.purpose).update(ended_at=now())
    assert who(scene) == [str(scene.zhang)], "agreed once, and no purpose is left"
    other = file_customer(scene.cast.zhou, name="从未同意")
    aged(other, 900)
    assert who(scene) == [str(scene.zhang)], "data without a purpose is told of elsewhere"


def test_a_purpose_without_an_end_lets_nobody_go_and_is_named(scene: Scene) -> None:
    aged(scene.zhang, 5000)
    endless = purposes.add_purpose(
        actor(scene.cast.wang), PurposeDraft(name_zh="档案", name_en="Archive", basis="legal_duty")
    )
    found = listed(scene)
    assert (found["rows"], found["endless"], found["purposes"]) == ([], [str(endless)], 3)
    with unchanged():
        assert who(scene, f"?purpose={endless}&months=120") == [str(scene.zhang)]
        assert who(scene, f"?purpose={endless}&months=240") == []
    Purpose.objects.update(ended_at=now())
    assert (listed(scene)["rows"], listed(scene)["purposes"]) == ([], 0)


def test_what_cannot_be_asked(scene: Scene) -> None:
    for query in ("?purpose=5&months=12", f"?purpose={scene.purpose}&months=0", "?months=12", "?purpose=x"):
        assert scene.ask(scene.steward, "GET", f"/privacy/retention{query}").status_code in (404, 422), query
    for user in (scene.cast.zhou, scene.cast.lin):
        assert scene.ask(user, "GET", "/privacy/retention").status_code == 403


def test_proposing_is_all_or_nothing_and_somebody_else_confirms(scene: Scene) -> None:
    second = file_customer(scene.cast.chen, name="新来的")
    aged(scene.zhang, 800)
    body = {"customer_ids": [str(scene.zhang), str(second)]}
    with unchanged():
        refused = scene.ask(scene.steward, "POST", "/privacy/retention", body)
        assert scene.ask(scene.cast.zhou, "POST", "/privacy/retention", body).status_code == 403
    assert (refused.status_code, code(refused)) == (409, "privacy.retention_not_over")
    aged(second, 900)
    done = scene.ask(
        scene.steward, "POST", "/privacy/retention", {"customer_ids": [str(scene.zhang)] * 2 + [str(second)]}
    )
    assert (done.status_code, done.json()) == (201, {"proposed": 2})
    assert {row.reason for row in Erasure.objects.all()} == {"retention_over"}
    assert Event.objects.filter(verb="erasure.proposed").count() == 2
    assert who(scene) == []
    with unchanged():
        again = scene.ask(scene.steward, "POST", "/privacy/retention", body)
    assert again.status_code == 409
    assert Customer.objects.filter(id__in=[scene.zhang, second], trashed_at=None).count() == 2


def test_who_does_not_see_a_customer_does_not_find_it(scene: Scene) -> None:
    own = file_customer(scene.cast.chen, name="华南客户")
    for customer_id in (scene.zhang, own):
        aged(customer_id, 800)
    scene.cast.chen.roles.add(
        Role.objects.create(code="disposal", name_zh="销毁", name_en="Disposal", rights=["privacy.erase"])
    )
    bump()
    found = listed(scene, user=scene.cast.chen)
    assert ([row["customer_id"] for row in found["rows"]], found["count"]) == ([str(own)], 1)
    with unchanged():
        refused = scene.ask(scene.cast.chen, "POST", "/privacy/retention", {"customer_ids": [str(scene.zhang)]})
    assert (refused.status_code, code(refused)) == (409, "privacy.retention_not_over")
