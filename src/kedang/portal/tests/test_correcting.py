"""What a customer sees and corrects: only allowed fields, checked on the way in, and never in the archive before a person said so."""

from collections.abc import Iterator

import pytest

from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.portal import allowing
from kedang.portal.models import Correction, Invitation
from kedang.portal.tests.scene import ADDRESS, ID_NUMBER, REMARK, Scene, scene
from tests.people import actor, browser, code, send

pytestmark = pytest.mark.django_db
MOVED = "浙江省杭州市拱墅区莫干山路100号"


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene(monkeypatch) as made:
        made.enter()
        yield made


def waiting(play: Scene) -> list[dict[str, object]]:
    found: list[dict[str, object]] = send(browser(play.cast.zhou), "GET", "/corrections").json()
    return found


def decide(play: Scene, deed: str, **body: object) -> int:
    path = f"/corrections/{Correction.objects.latest('id').id}/{deed}"
    return int(send(browser(play.cast.zhou), "POST", path, body).status_code)


def test_only_allowed_fields_are_told(play: Scene) -> None:
    page = play.page()
    assert [each["code"] for each in page["fields"]] == ["name", "mobile", "landline", "email", "address"]
    for hidden in (ID_NUMBER, REMARK, str(play.zhang), "周敏"):
        assert hidden not in repr(page)
    assert play.correct(remark=["改"]).status_code == 404, "a field that is not shown does not exist"
    assert play.correct(occupation=["教师"]).status_code == 404
    assert Correction.objects.count() == 0


def test_what_is_sensitive_stays_masked_and_is_corrected_without_being_told(play: Scene) -> None:
    allowing.allow(actor(play.cast.admin), ["name", "id_number"])
    (field,) = (each for each in play.page()["fields"] if each["code"] == "id_number")
    assert (field["masked"], field["values"], ID_NUMBER in repr(field)) == (True, [], False)
    assert code(play.correct(id_number=field["shown"])) == "portal.masked"
    assert play.correct(id_number=["11010519491231003X"]).status_code == 422, "the check digit is wrong"
    assert play.correct(id_number=["110105194912310046"]).status_code == 200
    for number in (ID_NUMBER, "110105194912310046"):
        assert number not in play.do().content.decode()
    (row,) = waiting(play)
    assert (row["now"], row["wanted"], row["masked"], row["may_accept"]) == (["***"], ["***"], True, False)


def test_a_correction_waits_and_changes_nothing(play: Scene) -> None:
    version = Customer.objects.get(id=play.zhang).version
    assert play.correct(address=[MOVED]).status_code == 200
    assert [each.value for each in load_content(play.zhang).addresses] == [ADDRESS]
    assert Customer.objects.get(id=play.zhang).version == version
    assert play.shown("address") == [ADDRESS]
    assert [(c["field"], c["values"], c["waiting"]) for c in play.page()["corrections"]] == [("address", [MOVED], True)]
    assert MOVED.encode() not in bytes(Correction.objects.get().body_enc)
    event = Event.objects.get(verb="portal.corrected")
    assert (event.actor_id, event.actor_name, event.fields) == (-5, "portal", '["address"]')
    assert event.session_id == Invitation.objects.get().id


def test_how_closely_it_is_kept_the_customer_does_not_feel(play: Scene) -> None:
    """A page that is gone would tell them; whoever has no clearance sees no correction."""
    before = play.page()
    Customer.objects.filter(id=play.zhang).update(classification=3)
    assert play.page() == before
    assert play.correct(address=[MOVED]).status_code == 200
    assert waiting(play) == []


def test_accepting_writes_it_and_the_customer_sees_it(play: Scene) -> None:
    play.correct(address=[MOVED])
    (row,) = waiting(play)
    assert (row["now"], row["wanted"], row["changed_since"], row["may_accept"]) == ([ADDRESS], [MOVED], False, True)
    assert decide(play, "accept", version=row["version"]) == 204
    assert [each.value for each in load_content(play.zhang).addresses] == [MOVED]
    assert (play.shown("address"), play.page()["corrections"][0]["state"]) == ([MOVED], "accepted")
    assert decide(play, "accept", version=row["version"]) == 409, "twice"
    changed = Event.objects.get(verb="customer.changed")
    assert changed.actor_id == play.cast.zhou.id, "whoever accepts answers for it"


def test_refusing_says_why_and_changes_nothing(play: Scene) -> None:
    play.correct(address=[MOVED])
    assert decide(play, "refuse", reason=" ") == 422
    assert decide(play, "refuse", reason="与营业执照不符") == 204
    (row,) = play.page()["corrections"]
    assert (row["state"], row["reason"]) == ("refused", "与营业执照不符")
    assert [each.value for each in load_content(play.zhang).addresses] == [ADDRESS]


def test_only_who_sees_and_may_change_the_customer_decides(play: Scene) -> None:
    play.correct(address=[MOVED])
    path = f"/corrections/{Correction.objects.get().id}"
    for deed, body in (("accept", {"version": 1}), ("refuse", {"reason": "不对"})):
        assert send(browser(play.cast.chen), "POST", f"{path}/{deed}", body).status_code == 404
        assert send(browser(play.cast.auditor), "POST", f"{path}/{deed}", body).status_code == 403
    assert send(browser(play.cast.chen), "GET", "/corrections").json() == []
    counted = [send(browser(each), "GET", "/corrections/count") for each in (play.cast.zhou, play.cast.chen)]
    assert [each.json() for each in counted] == [{"waiting": 1}, {"waiting": 0}]
    assert send(browser(play.cast.auditor), "GET", "/corrections/count").status_code == 403
    assert Correction.objects.get().state == "waiting"


def test_a_stale_look_accepts_nothing(play: Scene) -> None:
    play.correct(address=[MOVED])
    (row,) = waiting(play)
    path = f"/customers/{play.zhang}"
    send(browser(play.cast.zhou), "PATCH", path, {"values": {"occupation": "教师"}, "version": row["version"]})
    assert decide(play, "accept", version=row["version"]) == 409
    assert [each.value for each in load_content(play.zhang).addresses] == [ADDRESS]


def test_sent_twice_is_said_once_and_said_anew_takes_its_place(play: Scene) -> None:
    assert play.correct(address=[MOVED]).status_code == 200
    assert code(play.correct(address=[MOVED])) == "portal.nothing_changed"
    assert play.correct(address=[MOVED + "二楼"]).status_code == 200
    assert sorted(Correction.objects.values_list("state", flat=True)) == ["replaced", "waiting"]
    assert len(play.page()["corrections"]) == 1


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"mobile": ["1381234"]}, "portal.not_valid"),
        ({"mobile": ["123"]}, "portal.not_valid"),
        ({"email": ["nobody"]}, "portal.not_valid"),
        ({"name": [" "]}, "portal.not_valid"),
        ({"name": ["甲", "乙"]}, "portal.not_valid"),
        ({"address": ["长" * 501]}, "portal.not_valid"),
        ({"mobile": ["138 1234 5678"]}, "portal.nothing_changed"),
    ],
)
def test_what_is_not_right_is_refused_at_once(play: Scene, values: dict[str, list[str]], refused: str) -> None:
    assert code(play.correct(**values)) == refused
    assert Correction.objects.count() == 0


def test_no_id_of_a_customer_is_taken_from_a_browser(play: Scene) -> None:
    other = file_customer(play.cast.zhou, name="李娜", address=ADDRESS)
    answer = play.do("POST", f"/corrections?customer_id={other}", {"values": {"address": [MOVED]}})
    assert answer.status_code == 200
    assert Correction.objects.get().customer_id == play.zhang
    extra = {"values": {"address": [MOVED]}, "customer_id": str(other)}
    assert play.do("POST", "/corrections", extra).status_code == 422
    assert play.do("GET", f"?id={other}").json()["fields"][0]["shown"] == ["张伟"]


def test_another_site_cannot_correct(play: Scene) -> None:
    del play.guest.defaults["HTTP_X_CSRFTOKEN"]
    assert play.correct(address=[MOVED]).status_code == 403
    assert Correction.objects.count() == 0
