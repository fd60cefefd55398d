"""周 asks to see an ID number; who may decide is said here, and what is refused leaves nothing behind."""

from typing import Any

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.approvals import asking, line
from kedang.approvals.models import Request
from kedang.approvals.tests.scene import MOBILE, WORDS, Scene
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.kit.errors import DomainError
from tests.people import actor, browser, code, make_user, send
from tests.state import unchanged
from tests.told import notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def body(scene: Scene, **other: Any) -> dict[str, Any]:
    """What the dialog sends."""
    said: dict[str, Any] = {
        "customer_ids": [str(scene.guo)],
        "fields": ["id_number"],
        "purpose": "check",
        "words": WORDS,
        "minutes": 10,
        "looks": 2,
    }
    return {**said, **other}


def test_the_lead_is_told_and_sees_what_is_asked_but_no_value(scene: Scene) -> None:
    made = send(scene.zhou, "POST", "/approvals", body(scene))
    assert made.status_code == 201
    notice = notices().get()
    assert (notice.user_id, notice.kind, notice.about_kind) == (scene.cast.lin.id, "approval", "approval_asked")
    answer = send(scene.lin, "GET", "/approvals/waiting")
    (row,) = answer.json()["rows"]
    assert [each["label"] for each in row["fields"]] == ["身份证号"]
    assert (row["user"]["name"], row["words"], row["minutes"], row["looks"]) == ("周敏", WORDS, 10, 2)
    assert [each["name"] for each in row["customers"]] == ["郭靖"]
    assert "110105" not in answer.content.decode()
    assert send(scene.lin, "GET", "/approvals/count").json() == {"decide": 1, "review": 0}
    event = Event.objects.get(verb="approvals.asked")
    assert WORDS not in event.details, "what people say is sealed, never in an event"
    assert WORDS.encode() not in bytes(Request.objects.get().words_enc)


@pytest.mark.parametrize(
    ("other", "status", "refused"),
    [
        ({"words": "核对证件"}, 422, "approvals.words"),
        ({"minutes": 481}, 422, "invalid"),
        ({"minutes": 0}, 422, "invalid"),
        ({"looks": 0}, 422, "invalid"),
        ({"looks": 501}, 422, "invalid"),
        ({"purpose": "curiosity"}, 422, "invalid"),
        ({"fields": []}, 422, "invalid"),
        ({"fields": ["no_such_field"]}, 404, "not_found"),
        ({"fields": ["name"]}, 422, "approvals.nothing_masked"),
        ({"customer_ids": []}, 422, "invalid"),
        ({"customer_ids": ["9000000000000000001"]}, 404, "not_found"),
    ],
)
def test_what_is_not_asked_rightly_leaves_nothing(
    scene: Scene, other: dict[str, Any], status: int, refused: str
) -> None:
    with unchanged():
        answer = send(scene.zhou, "POST", "/approvals", body(scene, **other))
    assert (answer.status_code, code(answer)) == (status, refused)


def test_nobody_asks_for_a_customer_they_do_not_see(scene: Scene) -> None:
    foreign = file_customer(scene.cast.chen, name="陈的客户", id_number="330106198508153217")
    with unchanged():
        answer = send(scene.zhou, "POST", "/approvals", body(scene, customer_ids=[str(scene.guo), str(foreign)]))
    assert answer.status_code == 404


def test_more_customers_than_allowed_are_refused(scene: Scene) -> None:
    scene.rule(most_customers=1)
    second = file_customer(scene.cast.zhou, name="黄蓉", mobile=MOBILE)
    with unchanged():
        answer = send(scene.zhou, "POST", "/approvals", body(scene, customer_ids=[str(scene.guo), str(second)]))
    assert code(answer) == "invalid"


def test_switched_off_nothing_is_asked(scene: Scene) -> None:
    scene.rule(active=False)
    with unchanged():
        answer = send(scene.zhou, "POST", "/approvals", body(scene))
    assert (answer.status_code, code(answer)) == (409, "approvals.off")


def test_a_field_that_is_never_shown_cannot_be_asked_for(scene: Scene) -> None:
    scene.rule(needs={"id_number": "never"})
    with unchanged():
        answer = send(scene.zhou, "POST", "/approvals", body(scene))
    assert (answer.status_code, code(answer)) == (403, "approvals.never")


def test_who_decides(scene: Scene) -> None:
    cast, east = scene.cast, {scene.cast.east.id}
    assert line.deciders(cast.zhou.id, east) == [cast.lin.id, cast.wang.id]
    assert line.told(cast.zhou.id, east) == [cast.lin.id], "the line is told, not whoever sees everything"
    assert line.deciders(cast.lin.id, east) == [cast.wang.id], "never for oneself: the next above"
    assert line.deciders(cast.zhou.id, {cast.east.id, cast.south.id}) == [cast.wang.id], "all the customers in reach"
    hangzhou = make_user("gao", "高远", "lead", cast.hangzhou)
    assert hangzhou.id in line.deciders(cast.zhou.id, {cast.hangzhou.id})
    assert line.deciders(cast.lin.id, {cast.hangzhou.id}) == [cast.wang.id], "nobody decides for their own lead"
    twin = scene.second_lin()
    assert line.deciders(twin.id, east) == [cast.wang.id], "a second account with one's mail is oneself"
    assert line.deciders(cast.lin.id, east) == [cast.wang.id]


def test_where_nobody_could_decide_nothing_is_sent(scene: Scene) -> None:
    mine = file_customer(scene.cast.lin, name="林的客户", id_number="330106198508153217")
    User.objects.filter(id=scene.cast.wang.id).update(is_active=False)
    bump()
    with unchanged():
        answer = send(scene.lin, "POST", "/approvals", body(scene, customer_ids=[str(mine)]))
    assert (answer.status_code, code(answer)) == (409, "approvals.nobody")


def test_without_the_right_nobody_asks(scene: Scene) -> None:
    Role.objects.filter(code="member").update(rights=["customers.view"])
    bump()
    with unchanged():
        assert send(browser(scene.cast.zhou), "POST", "/approvals", body(scene)).status_code == 403


def test_too_many_may_not_wait(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_WAITING", 1)
    scene.asked()
    with unchanged():
        answer = send(scene.zhou, "POST", "/approvals", body(scene))
    assert (answer.status_code, code(answer)) == (429, "approvals.too_many")


def test_a_request_is_withdrawn_by_who_made_it_and_only_while_it_waits(scene: Scene) -> None:
    request = scene.asked()
    with unchanged(), pytest.raises(DomainError, match="not_found"):
        asking.withdraw(actor(scene.cast.lin), request.id)
    asking.withdraw(actor(scene.cast.zhou), request.id)
    assert notices().filter(read_at__isnull=True).count() == 0, "nobody needs to decide it any more"
    with unchanged(), pytest.raises(DomainError, match=r"approvals\.over"):
        asking.withdraw(actor(scene.cast.zhou), request.id)
