"""What takes effect at once: all is right, a consent, its withdrawal, a request; done by the rooms they belong to."""

from collections.abc import Iterator

import orjson
import pytest

from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.finding.conditions import today
from kedang.history.models import Event
from kedang.portal.tests.scene import Scene, scene
from kedang.privacy import consents, purposes
from kedang.privacy.consents import ConsentDraft
from kedang.privacy.models import Consent, Request
from kedang.privacy.purposes import PurposeDraft
from tests.people import actor, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene(monkeypatch) as made:
        made.enter()
        yield made


def publish(play: Scene, basis: str = "consent") -> int:
    wang = actor(play.cast.wang)
    purposes.publish_notice(wang, text_zh="我们如何使用", text_en="What we do", valid_from=today(), renew=False)
    return purposes.add_purpose(wang, PurposeDraft(name_zh="营销", name_en="Marketing", basis=basis))


def test_all_correct_confirms_what_is_shown_and_not_just_corrected(play: Scene) -> None:
    play.correct(address=["浙江省杭州市拱墅区莫干山路100号"])
    assert play.do("POST", "/confirmation").status_code == 200
    event = Event.objects.get(verb="customer.reviewed")
    assert (event.actor_name, orjson.loads(event.fields)) == ("portal", ["email", "mobile", "name"])
    stamps = orjson.loads(Customer.objects.get(id=play.zhang).provenance)
    assert {field for field, entry in stamps.items() if entry[1] == "-5"} == {"email", "mobile", "name", "*"}


def test_a_consent_is_given_and_withdrawn_as_easily(play: Scene) -> None:
    purpose = publish(play)
    page = play.page()
    assert (page["notice"], [each["id"] for each in page["consents"]]) == (
        {"number": 1, "text": "我们如何使用"},
        [None],
    )
    body = {"purpose_id": str(purpose), "notice": 1}
    given = play.do("POST", "/consents", body).json()["consents"][0]
    row = Consent.objects.get()
    assert (row.customer_id, row.channel, row.created_by, given["id"]) == (play.zhang, "web", -5, str(row.id))
    assert code(play.do("POST", "/consents", body)) == "privacy.consented_already"
    assert play.do("POST", f"/consents/{row.id}/withdraw").json()["consents"][0]["id"] is None
    assert Event.objects.filter(actor_name="portal", verb__startswith="consent").count() == 2


def test_a_notice_that_was_not_read_gives_no_consent(play: Scene) -> None:
    purpose = publish(play)
    assert code(play.do("POST", "/consents", {"purpose_id": str(purpose), "notice": 0})) == "portal.notice_changed"
    assert Consent.objects.count() == 0


def test_what_does_not_rest_on_consent_is_not_asked(play: Scene) -> None:
    purpose = publish(play, "contract")
    assert play.page()["consents"] == []
    assert play.do("POST", "/consents", {"purpose_id": str(purpose), "notice": 1}).status_code == 404


def test_consents_of_others_do_not_exist(play: Scene) -> None:
    other = file_customer(play.cast.zhou, name="李娜")
    draft = ConsentDraft(purpose_id=publish(play), channel="paper", evidence="表单 1")
    theirs = consents.give(actor(play.cast.zhou), other, draft)
    assert play.do("POST", f"/consents/{theirs}/withdraw").status_code == 404
    assert Consent.objects.get().withdrawn_at is None


def test_a_request_is_taken_down_once_with_the_identity_checked(play: Scene) -> None:
    answer = play.do("POST", "/requests", {"kind": "copy", "words": "请给我一份副本"})
    assert [(each["kind"], each["state"]) for each in answer.json()["requests"]] == [("copy", "identified")]
    row = Request.objects.get()
    assert (row.customer_id, row.channel, row.identified_how, row.created_by) == (play.zhang, "web", "code", -5)
    assert code(play.do("POST", "/requests", {"kind": "copy"})) == "portal.asked_already"
    assert Request.objects.count() == 1
