"""陈 tries external ids on his own customer, to learn whom 华东 has. An id is taken or free: that much he may know.

Who holds it he learns as elsewhere: an initial, a department and a state, on record; and nothing is written.
"""

from typing import Any

import pytest

from kedang.archive import sharing
from kedang.archive.models import ExternalId
from kedang.history.models import ReadEvent
from kedang.kit.actor import system_actor
from tests.abuse import scene
from tests.abuse.scene import PERSON, Scene, get, give_modes, text
from tests.people import browser, send

pytestmark = pytest.mark.django_db
CONCEALED = {"visible": False, "initial": "欧", "department": "华东销售部", "state": "active", "reasons": []}


@pytest.fixture
def there() -> Scene:
    """The scene."""
    return scene.build()


def _refused(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 409
    error: dict[str, Any] = answer.json()["error"]
    assert error["code"] == "external_id.taken"
    return error


def test_the_holder_of_an_id_is_told_like_a_hidden_duplicate(there: Scene) -> None:
    chen = browser(there.cast.chen)
    before = sorted(ExternalId.objects.values_list("customer_id", "value"))
    looks = ReadEvent.objects.filter(verb="customers.compared", actor_id=there.cast.chen.id)
    path = f"/customers/{there.own}"
    page = text(get(chen, path))
    changed = send(chen, "PATCH", path, {"values": {"external_id": "EAST-P-0001"}})
    made = send(chen, "POST", "/customers", {"kind": "person", "values": {"name": "新", "external_id": "EAST-P-0001"}})
    for answer in (changed, made):
        (hit,) = _refused(answer)["details"]["hits"]
        assert {key: value for key, value in hit.items() if key != "handle"} == CONCEALED
        assert not there.leaks(text(answer), said="EAST-P-0001")
    assert [look.customer_id for look in looks] == [there.person, there.person]
    assert sorted(ExternalId.objects.values_list("customer_id", "value")) == before
    assert text(get(chen, path)) == page


def test_a_holder_whose_id_is_hidden_from_who_sees_them_is_not_named(there: Scene) -> None:
    hidden = dict.fromkeys(("own", "other", "list", "export"), "hidden")
    lin = give_modes(there.cast.lin, {"external_id": {"own": "edit", "other": "hidden"}, "mobile": hidden}, like="lead")
    own = scene.file(lin, "person", {"name": "林客户"})
    sharing.unshare(system_actor("demo"), there.person, there.grant)
    answer = send(browser(lin), "PATCH", f"/customers/{own}", {"values": {"external_id": "EAST-P-0001"}})
    assert _refused(answer)["details"]["hits"] == [CONCEALED]


def test_who_sees_the_holder_is_told_who_it_is(there: Scene) -> None:
    answer = send(
        browser(there.cast.zhou), "PATCH", f"/customers/{there.company}", {"values": {"external_id": "EAST-P-0001"}}
    )
    (hit,) = _refused(answer)["details"]["hits"]
    assert (hit["visible"], hit["id"], hit["name"]) == (True, str(there.person), PERSON["name"])
    assert [why["field"] for why in hit["reasons"]] == ["external_id"]
