"""What people found out, how long it holds, and how much may be sent."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.models import ContactPoint, Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.delivery import settings as delivery_settings
from kedang.delivery.outcomes import DONE, Outcome
from kedang.history.models import Event, ReadEvent
from kedang.verification.expiring import expire
from kedang.verification.limits import CHINA
from kedang.verification.models import Counter, Fact, Request
from kedang.verification.tests.scene import Scene, move_clock, scene
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene(monkeypatch) as made:
        yield made


def test_a_call_verifies_any_kind_with_who_and_why(play: Scene) -> None:
    mobile = ContactPoint.objects.get(customer_id=play.zhang, kind="mobile").id
    answer = play.ask(play.cast.zhou, "mark", {"how": "phone", "note": "张先生本人接听"}, point=mobile).json()
    point = next(p for p in answer["points"] if p["point_id"] == str(mobile))
    assert (point["state"], point["method"], point["by"]["name"]) == ("verified", "phone", "周敏")
    assert point["note"] == "张先生本人接听"
    (fact,) = Fact.objects.all()
    assert "张先生".encode() not in bytes(fact.note_enc or b"")
    assert "张先生" not in repr(list(Event.objects.values_list()))
    assert code(play.ask(play.cast.zhou, "mark", {"how": "phone", "note": " "}, point=mobile)) == "verification.note"


def test_a_call_ends_a_code_that_waits_and_can_be_taken_back(play: Scene) -> None:
    told = play.send_code()
    play.ask(play.cast.zhou, "mark", {"how": "document", "note": "看过名片"})
    assert code(play.confirm(told)) == "verification.no_request"
    play.ask(play.cast.zhou, "mark", {"how": "taken_back", "note": "名片是旧的"})
    assert (play.row.state, Fact.objects.get().why) == ("unverified", "withdrawn")
    play.ask(play.cast.zhou, "mark", {"how": "unreachable", "note": "退信"})
    assert play.row.state == "bounced"


def test_a_verification_holds_as_long_as_is_set(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(browser(play.cast.admin), "PUT", "/delivery/limits", {"valid_days": 30}).status_code == 200
    play.confirm(play.send_code())
    move_clock(monkeypatch, timedelta(days=29))
    assert expire() == 0
    move_clock(monkeypatch, timedelta(days=31))
    assert expire() == 1
    assert (play.row.state, Fact.objects.get().why) == ("expired", "expired")
    assert Event.objects.filter(verb="contact_point.expired").count() == 1


def test_who_may_only_read_sends_and_marks_nothing(play: Scene) -> None:
    share(play.zhang, play.cast.chen)
    Grant.objects.update(level="read")
    assert browser(play.cast.chen).get(f"/api/customers/{play.zhang}/verification").json()["editable"] is False
    assert play.ask(play.cast.chen, "send", {"method": "code"}).status_code == 403
    assert play.ask(play.cast.chen, "mark", {"how": "phone", "note": "通话"}).status_code == 403
    assert (play.row.state, play.post.letters) == ("unverified", [])


@pytest.mark.parametrize(
    ("limit", "what"),
    [("per_point_day", "point"), ("per_address_day", "address"), ("per_user_hour", "user"), ("per_day", "all")],
)
def test_what_is_sent_is_capped_and_the_refusal_says_until_when(
    play: Scene, monkeypatch: pytest.MonkeyPatch, limit: str, what: str
) -> None:
    assert send(browser(play.cast.admin), "PUT", "/delivery/limits", {limit: 1}).status_code == 200
    assert play.ask(play.cast.zhou, "send", {"method": "code"}).status_code == 200
    # Another customer with the same address, asked by the same person: only the point is another one.
    other = file_customer(play.cast.zhou, name="李四", email="zhang.wei@customer.example")
    point = ContactPoint.objects.get(customer_id=other).id
    monkeypatch.setattr("kedang.verification.requesting.SPACING", timedelta())
    target = (play.zhang, play.point) if what == "point" else (other, point)
    path = f"/customers/{target[0]}/verification/{target[1]}/send"
    answer = send(browser(play.cast.zhou), "POST", path, {"method": "code"})
    assert (answer.status_code, code(answer)) == (429, "verification.capped")
    details = answer.json()["error"]["details"]
    assert details["limit"] == what
    assert details["at"] in answer.json()["error"]["message"]
    if what != "user":
        assert details["at"].endswith("00:00"), CHINA
    assert len(play.post.letters) == 1
    assert Request.objects.count() == 1
    for secret in ("zhang.wei", str(play.cast.zhou.id)):
        assert secret not in repr(list(Counter.objects.values_list("key", flat=True)))


def test_a_minute_lies_between_two_messages(play: Scene) -> None:
    play.send_code()
    assert code(play.ask(play.cast.zhou, "send", {"method": "link"})) == "verification.too_soon"
    assert len(play.post.letters) == 1


def test_what_cannot_be_sent_says_why(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    customer = file_customer(
        play.cast.zhou, name="王五", wechat="wangwu_88", email="not an address", mobile="13900000001"
    )
    points = {p.kind: p.id for p in ContactPoint.objects.filter(customer_id=customer)}
    path = f"/customers/{customer}/verification"
    for kind, refusal in (("wechat", "no_channel"), ("email", "not_valid")):
        answer = send(browser(play.cast.zhou), "POST", f"{path}/{points[kind]}/send", {"method": "code"})
        assert code(answer) == f"verification.{refusal}"
    answer = send(browser(play.cast.zhou), "POST", f"{path}/{points['mobile']}/send", {"method": "code"})
    assert (code(answer), "短信" in answer.json()["error"]["message"]) == ("delivery.not_set_up", True)


def test_a_code_by_sms(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_SMS_GATEWAY", "file")
    delivery_settings.forget_settings()
    sent: list[tuple[str, str]] = []

    def keep(self: object, number: str, text: str) -> Outcome:
        sent.append((number, text))
        return DONE

    monkeypatch.setattr("kedang.delivery.gateways.FileGateway.send", keep)
    mobile = ContactPoint.objects.get(customer_id=play.zhang, kind="mobile").id
    assert play.ask(play.cast.zhou, "send", {"method": "code", "language": "en"}, point=mobile).status_code == 200
    assert sent[0][0] == "+8613812345678"
    assert "Your code is" in sent[0][1]
    monkeypatch.setattr("kedang.verification.requesting.SPACING", timedelta())
    assert play.ask(play.cast.zhou, "send", {"method": "link"}, point=mobile).status_code == 200
    assert sent[1][1].startswith("【客档示例公司】")
    assert "\n" not in sent[1][1]


def test_the_lists_name_no_point_of_a_hidden_field(play: Scene) -> None:
    play.send_code()
    role = Role.objects.get(code="member")
    for hidden, seen in (({"mobile": {"list": "hidden"}}, 1), ({"email": {"list": "hidden"}}, 0)):
        role.field_modes = hidden
        role.save()
        bump()
        assert len(browser(play.cast.zhou).get("/api/verification/waiting").json()["rows"]) == seen
    assert len(browser(play.cast.lin).get("/api/verification/waiting").json()["rows"]) == 1


def test_the_lists_show_what_one_may_see_and_are_recorded(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    play.send_code()
    assert [r["number"] for r in browser(play.cast.lin).get("/api/verification/waiting").json()["rows"]] != []
    assert browser(play.cast.chen).get("/api/verification/waiting").json()["rows"] == []
    assert browser(play.cast.admin).get("/api/verification/waiting").status_code == 403
    play.confirm(play.code())
    assert browser(play.cast.zhou).get("/api/verification/waiting").json()["rows"] == []
    assert browser(play.cast.zhou).get("/api/verification/running_out").json()["rows"] == []
    move_clock(monkeypatch, timedelta(days=350))
    (row,) = browser(play.cast.zhou).get("/api/verification/running_out").json()["rows"]
    assert (row["name"], row["kind_label"], row["method"]) == ("张伟", "邮箱", "code")
    assert ReadEvent.objects.filter(verb="verification.listed", actor_id=play.cast.lin.id).count() == 1


def test_the_settings_show_no_secret_and_a_test_message_arrives(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = browser(play.cast.admin)
    body = admin.get("/api/delivery").json()
    assert (body["mail"]["set_up"], body["sms"]["set_up"], body["public_url"]) == (
        True,
        False,
        "https://archive.example",
    )
    assert "password" not in str(body)
    answer = send(admin, "POST", "/delivery/test", {"kind": "email", "to": "Me@Example.com"})
    assert answer.json() == {"state": "sent", "why": ""}
    assert play.post.letters[0].to.lower() == "me@example.com"
    assert (
        send(admin, "POST", "/delivery/test", {"kind": "email", "to": "unknown@x.example"}).json()["state"] == "bounced"
    )
    assert code(send(admin, "POST", "/delivery/test", {"kind": "email", "to": "nobody"})) == "delivery.address"
    assert code(send(admin, "POST", "/delivery/test", {"kind": "mobile", "to": "13800000000"})) == "delivery.not_set_up"
    for _ in range(8):
        send(admin, "POST", "/delivery/test", {"kind": "email", "to": "me@example.com"})
    assert (
        code(send(admin, "POST", "/delivery/test", {"kind": "email", "to": "me@example.com"}))
        == "delivery.tested_often"
    )
    assert send(browser(play.cast.wang), "PUT", "/delivery/limits", {"per_day": 5}).status_code == 403
    assert code(send(admin, "PUT", "/delivery/limits", {"valid_days": 0})) == "invalid"
