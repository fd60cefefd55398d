"""Breaking the glass: at once, with an alert, a task to review it, and none further while one is long unreviewed."""

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.approvals import emergency, looking, reviewing, telling
from kedang.approvals.models import Review
from kedang.approvals.tests.scene import NUMBER, Scene, set_clock
from kedang.delivery.models import Message
from kedang.history.models import Event, ReadEvent
from kedang.kit.errors import DomainError
from tests.people import actor, browser, code, send
from tests.state import unchanged
from tests.told import notices

pytestmark = pytest.mark.django_db
REASON = "客户突发疾病，急诊需要证件号码"


@pytest.fixture
def scene() -> Scene:
    """周 may break the glass here."""
    made = Scene()
    member = Role.objects.get(code="member")
    Role.objects.filter(id=member.id).update(rights=[*member.rights, "approvals.break_glass"])
    bump()
    return made


def press(scene: Scene, user: User, reason: str = REASON) -> dict[str, object]:
    """One emergency."""
    return dict(emergency.break_glass(actor(user), scene.guo, keys=["id_number"], reason=reason))


def test_it_shows_alerts_and_leaves_a_task(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "is_set_up", lambda channel: channel == "mail")
    answer = send(
        scene.zhou, "POST", f"/customers/{scene.guo}/break-glass", {"fields": ["id_number"], "reason": REASON}
    )
    assert answer.json()["values"] == {"id_number": NUMBER}
    told = set(notices().filter(about_kind="approval_glass").values_list("user_id", flat=True))
    assert told == {scene.cast.lin.id, scene.cast.admin.id, scene.cast.auditor.id}
    assert Message.objects.filter(purpose="approvals").count() == 3
    review = Review.objects.get()
    assert (review.emergency, (review.due_at - review.made_at).total_seconds()) == (True, 24 * 3600)
    assert Event.objects.filter(verb="approvals.glass_broken").count() == 1
    assert '"emergency":true' in ReadEvent.objects.get(verb="customer.revealed").details
    (row,) = send(browser(scene.cast.auditor), "GET", "/approval-reviews").json()["rows"]
    assert (row["request"]["words"], row["request"]["user"]["name"], row["own"]) == (REASON, "周敏", False)
    assert row["request"]["customers"][0]["name"] is None, "an auditor sees numbers, not names"


def test_it_needs_the_right_sight_and_words(scene: Scene) -> None:
    path, body = f"/customers/{scene.guo}/break-glass", {"fields": ["id_number"], "reason": REASON}
    with unchanged():
        assert send(browser(scene.cast.chen), "POST", path, body).status_code == 404
        assert send(browser(scene.cast.auditor), "POST", path, body).status_code == 403
        assert code(send(scene.zhou, "POST", path, {**body, "reason": "急用"})) == "approvals.words"
    scene.rule(needs={"*S": "never"})
    with unchanged():
        assert code(send(scene.zhou, "POST", path, body)) == "approvals.glass_never"


def test_none_further_while_one_is_long_unreviewed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = set_clock(monkeypatch, emergency)
    press(scene, scene.cast.zhou)
    clock.pass_by(hours=71)
    press(scene, scene.cast.zhou)
    clock.pass_by(hours=2)
    with unchanged(), pytest.raises(DomainError, match=r"approvals\.unreviewed"):
        press(scene, scene.cast.zhou)
    first = Review.objects.order_by("id")[0]
    reviewing.review(actor(scene.cast.auditor), first.id, fine=True, finding="")
    assert press(scene, scene.cast.zhou) == {"id_number": NUMBER}


def test_a_review_is_somebody_elses(scene: Scene) -> None:
    press(scene, scene.cast.zhou)
    review = Review.objects.get()
    member = Role.objects.get(code="member")
    Role.objects.filter(id=member.id).update(rights=[*member.rights, "approvals.review"])
    bump()
    path = f"/approval-reviews/{review.id}"
    with unchanged():
        assert code(send(browser(scene.cast.zhou), "POST", path, {"fine": True})) == "approvals.own_review"
        assert send(scene.lin, "POST", path, {"fine": True}).status_code == 403
        assert code(send(browser(scene.cast.auditor), "POST", path, {"fine": False})) == "approvals.words"
    answer = send(browser(scene.cast.auditor), "POST", path, {"fine": False, "finding": "没有急诊记录，请主管核实"})
    assert answer.status_code == 204
    with unchanged():
        assert code(send(browser(scene.cast.auditor), "POST", path, {"fine": True})) == "approvals.over"
    (row,) = send(browser(scene.cast.auditor), "GET", "/approval-reviews?done=true").json()["rows"]
    assert (row["state"], row["finding"]) == ("not_fine", "没有急诊记录，请主管核实")


def test_a_sample_of_used_grants_is_reviewed(scene: Scene) -> None:
    scene.rule(sample_percent=100)
    scene.granted()
    for _ in range(2):
        looking.reveal(actor(scene.cast.zhou), scene.guo, keys=["id_number"])
    (row,) = send(browser(scene.cast.auditor), "GET", "/approval-reviews").json()["rows"]
    assert (row["emergency"], len(row["request"]["seen"])) == (False, 2)
    scene.rule(sample_percent=0)
    scene.granted()
    looking.reveal(actor(scene.cast.zhou), scene.guo, keys=["id_number"])
    assert Review.objects.count() == 1
