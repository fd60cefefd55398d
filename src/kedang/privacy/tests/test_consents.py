"""Consent: one act a record, given to one notice, by who may give it, and withdrawn at once."""

from datetime import date

import pytest

from kedang.archive.models import Customer
from kedang.finding.conditions import today
from kedang.history.models import Event
from kedang.privacy import consents, purposes
from kedang.privacy.consents import is_child
from kedang.privacy.models import Consent
from kedang.privacy.tests.scene import MARKETING, Scene, make_scene
from tests.people import actor, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def body(scene: Scene, **changes: str) -> dict[str, str]:
    """What 周 records."""
    return {"purpose_id": str(scene.purpose), "channel": "paper", "evidence": "表单 A-17", **changes}


def test_a_consent_is_recorded_shown_and_withdrawn() -> None:
    scene = make_scene()
    made = scene.made(scene.cast.zhou, "/consents", body(scene))
    (shown,) = scene.seen()["consents"]
    assert (shown["state"], shown["act"], shown["notice"], shown["evidence"]) == ("stands", "general", 1, "表单 A-17")
    assert consents.stands(scene.zhang, scene.purpose)
    assert scene.of(scene.cast.zhou, "POST", f"/consents/{made}/withdraw").status_code == 204
    assert [each["state"] for each in scene.seen()["consents"]] == ["withdrawn"]
    assert not consents.stands(scene.zhang, scene.purpose)
    again = scene.of(scene.cast.zhou, "POST", f"/consents/{made}/withdraw")
    assert (again.status_code, code(again)) == (409, "privacy.withdrawn_already")
    verbs = Event.objects.filter(subject_id=scene.zhang, verb__startswith="consent.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["consent.given", "consent.withdrawn"]


def test_each_separate_act_is_a_record_of_its_own() -> None:
    scene = make_scene()
    scene.made(scene.cast.zhou, "/consents", body(scene))
    assert not consents.stands(scene.zhang, scene.purpose, "share"), "a general consent says nothing of passing data on"
    with unchanged():
        both = scene.of(scene.cast.zhou, "POST", "/consents", {**body(scene), "act": ["share", "publish"]})
        twice = scene.of(scene.cast.zhou, "POST", "/consents", body(scene))
    assert both.status_code == 422
    assert (twice.status_code, code(twice)) == (409, "privacy.consented_already")
    scene.made(scene.cast.zhou, "/consents", body(scene, act="share"))
    assert Consent.objects.filter(customer_id=scene.zhang).count() == 2


def test_the_proof_is_sealed() -> None:
    scene = make_scene()
    scene.made(scene.cast.zhou, "/consents", body(scene))
    assert "表单".encode() not in bytes(Consent.objects.get().body_enc)


def test_a_notice_that_asks_anew_and_a_purpose_that_ended_end_consents() -> None:
    scene = make_scene()
    scene.made(scene.cast.zhou, "/consents", body(scene))
    manager = actor(scene.cast.wang)
    purposes.publish_notice(manager, text_zh="改了错字", text_en="typo", valid_from=today(), renew=False)
    assert consents.stands(scene.zhang, scene.purpose)
    purposes.publish_notice(manager, text_zh="新的用途", text_en="new use", valid_from=today(), renew=True)
    assert [each["state"] for each in scene.seen()["consents"]] == ["ask_again"]
    assert not consents.stands(scene.zhang, scene.purpose)
    scene.made(scene.cast.zhou, "/consents", body(scene))
    assert consents.stands(scene.zhang, scene.purpose)
    purposes.end_purpose(manager, scene.purpose, version=1)
    assert not consents.stands(scene.zhang, scene.purpose)
    ended = scene.of(scene.cast.zhou, "POST", "/consents", body(scene, act="share"))
    assert (ended.status_code, code(ended)) == (422, "privacy.purpose_ended")


@pytest.mark.parametrize(
    ("born", "on", "child"),
    [
        ("2012-11-23", date(2026, 11, 22), True),
        ("2012-11-23", date(2026, 11, 23), False),
        ("2012-02-29", date(2026, 2, 28), True),
        ("2012-02-29", date(2026, 3, 1), False),
        ("2012", date(2020, 1, 1), False),
        ("", date(2020, 1, 1), False),
    ],
)
def test_who_is_a_child(born: str, on: date, child: bool) -> None:
    assert is_child(born, on) is child


def test_a_guardian_consents_for_a_child() -> None:
    scene = make_scene(birth_date=f"{today().year - 10}-01-01", id_number="")
    assert scene.seen()["child"] is True
    with unchanged():
        refused = scene.of(scene.cast.zhou, "POST", "/consents", body(scene))
    assert (refused.status_code, code(refused)) == (422, "privacy.guardian")
    scene.made(scene.cast.zhou, "/consents", body(scene, guardian="母亲 李梅"))
    assert scene.seen()["consents"][0]["guardian"] == "母亲 李梅"


def test_strangers_learn_nothing_and_proof_is_wanted() -> None:
    scene = make_scene()
    with unchanged():
        assert scene.of(scene.cast.chen, "GET", "/privacy").status_code == 404
        assert scene.of(scene.cast.chen, "POST", "/consents", body(scene)).status_code == 404
        bare = scene.of(scene.cast.zhou, "POST", "/consents", body(scene, evidence=" "))
    assert (bare.status_code, code(bare)) == (422, "privacy.no_evidence")
    assert Customer.objects.filter(id=scene.zhang).exists()


def test_fields_without_a_purpose_are_told() -> None:
    scene = make_scene()
    found = scene.ask(scene.cast.wang, "GET", "/privacy/unfounded").json()
    # The ID number tells birthday and gender, which were filled in from it.
    assert {row["code"]: row["customers"] for row in found} == {"id_number": 1, "gender": 1, "birth_date": 1}
    Customer.objects.update(classification=1)
    assert scene.ask(scene.cast.wang, "GET", "/privacy/unfounded").json() == [], (
        "above one's clearance nobody is counted"
    )
    Customer.objects.update(classification=None)
    purposes.add_purpose(
        actor(scene.cast.wang),
        MARKETING.__class__(
            name_zh="实名", name_en="KYC", basis="legal_duty", fields=("id_number", "gender", "birth_date")
        ),
    )
    assert scene.ask(scene.cast.wang, "GET", "/privacy/unfounded").json() == []
