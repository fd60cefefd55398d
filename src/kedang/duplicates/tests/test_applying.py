"""陈 met a customer of 华东 as a duplicate and may not see it: he can apply for a share, and learns nothing before he has it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kedang.archive import customers
from kedang.archive.edit import change_values
from kedang.archive.models import Customer, Grant
from kedang.duplicates import applying
from kedang.duplicates.models import Application
from kedang.history.models import Event
from kedang.kit.clock import now
from tests.people import Cast, actor, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
NAME, MOBILE, REASON = "欧阳碧落", "13877665544", "她也是我项目上的联系人"


class Story:
    """周's customer, and the handle that 陈 was given for it."""

    def __init__(self) -> None:
        self.cast: Cast = make_cast()
        self.zhou, self.chen = browser(self.cast.zhou), browser(self.cast.chen)
        values = {"name": NAME, "mobile": MOBILE}
        made = send(self.zhou, "POST", "/customers", {"kind": "person", "values": values}).json()
        self.customer, self.number = int(made["id"]), made["number"]
        self.handle = self.met(self.chen)["handle"]

    def met(self, client: Client) -> dict[str, Any]:
        """The hit on the customer, by a name that only sounds like hers."""
        body = {"kind": "person", "values": {"name": "欧阳必落", "mobile": MOBILE}}
        (hit,) = send(client, "POST", "/customers/check", body).json()["duplicates"]
        return dict(hit)

    def apply(self, client: Client, handle: str = "", reason: str = REASON) -> Any:
        """One application."""
        return send(client, "POST", "/collaboration", {"handle": handle or self.handle, "reason": reason})


@pytest.fixture
def story() -> Story:
    """The beginning."""
    return Story()


def test_the_hit_is_concealed_and_its_handle_says_nothing(story: Story) -> None:
    hit = story.met(story.chen)
    assert {k: v for k, v in hit.items() if v and k != "handle"} == {
        "initial": "欧",
        "department": "华东销售部",
        "state": "active",
    }
    assert str(story.customer) not in hit["handle"]
    assert hit["handle"] != story.handle, "two handles of one customer have nothing in common"


def test_from_applying_to_working_together(story: Story) -> None:
    application = story.apply(story.chen).json()["id"]
    (mine,) = send(story.chen, "GET", "/collaboration/mine").json()
    assert (mine["state"], mine["initial"], mine["name"], mine["number"], mine["customer_id"]) == (
        "waiting",
        "欧",
        "",
        "",
        None,
    )
    assert send(story.zhou, "GET", "/collaboration/count").json() == {"value": 1}
    (waiting,) = send(story.zhou, "GET", "/collaboration/waiting").json()
    assert (waiting["name"], waiting["applicant"], waiting["applicant_department"], waiting["reason"]) == (
        NAME,
        "陈刚",
        "华南销售部",
        REASON,
    )
    assert send(story.chen, "GET", f"/customers/{story.customer}").status_code == 404
    change_values(actor(story.cast.zhou), story.customer, {"name": "司徒碧落"})
    assert send(story.chen, "GET", "/collaboration/mine").json() == [mine], "renaming her tells him nothing"
    change_values(actor(story.cast.zhou), story.customer, {"name": NAME})
    answer = send(story.zhou, "POST", f"/collaboration/{application}/grant", {"level": "read", "until": None})
    assert answer.status_code == 204
    assert send(story.chen, "GET", f"/customers/{story.customer}").status_code == 200
    assert Grant.objects.values_list("user_id", "level").get() == (story.cast.chen.id, "read")
    (mine,) = send(story.chen, "GET", "/collaboration/mine").json()
    assert (mine["state"], mine["name"], mine["number"]) == ("granted", NAME, story.number)
    verbs = Event.objects.filter(subject_id=story.customer).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [
        "customer.created",
        "collaboration.applied",
        "customer.changed",
        "customer.changed",
        "customer.shared",
        "collaboration.granted",
    ]
    again = send(story.zhou, "POST", f"/collaboration/{application}/decline")
    assert (again.status_code, code(again)) == (409, "collaboration.decided")


def test_the_reason_is_sealed_and_stands_in_no_event(story: Story) -> None:
    story.apply(story.chen)
    assert REASON.encode() not in bytes(Application.objects.get().reason_enc)
    assert not [e for e in Event.objects.all() if REASON in f"{e.details}{e.fields}"]


def test_declined_says_no_and_nothing_else(story: Story) -> None:
    application = story.apply(story.chen).json()["id"]
    assert send(story.zhou, "POST", f"/collaboration/{application}/decline").status_code == 204
    (mine,) = send(story.chen, "GET", "/collaboration/mine").json()
    assert (mine["state"], mine["name"], mine["customer_id"]) == ("declined", "", None)
    assert send(story.chen, "GET", f"/customers/{story.customer}").status_code == 404
    assert code(story.apply(story.chen)) == "collaboration.again"
    Application.objects.update(decided_at=now() - timedelta(days=31))
    assert story.apply(story.chen).status_code == 201


@pytest.mark.parametrize("forged", ["", "x", "382876985710040064", "AQEAAAAB" + "A" * 60])
def test_only_a_handle_of_ones_own_opens_anything(story: Story, forged: str) -> None:
    with unchanged():
        for handle in (forged or story.handle[:-2] + "AA", str(story.customer)):
            assert code(story.apply(story.chen, handle)) == "collaboration.handle"
        assert code(story.apply(browser(story.cast.wang), story.handle)) == "collaboration.handle"


def test_an_old_handle_is_worth_nothing(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "HANDLE_LASTS", timedelta(seconds=-1))
    assert code(story.apply(story.chen, story.met(story.chen)["handle"])) == "collaboration.handle"


def test_who_does_not_answer_for_the_customer_decides_nothing(story: Story) -> None:
    application = story.apply(story.chen).json()["id"]
    for user in (story.cast.chen, story.cast.lin, story.cast.wang, story.cast.admin):
        client = browser(user)
        with unchanged():
            for path, body in (("grant", {"level": "edit"}), ("decline", None)):
                assert send(client, "POST", f"/collaboration/{application}/{path}", body).status_code == 404
        assert send(client, "GET", "/collaboration/waiting").json() == []


def test_without_an_owner_the_head_of_the_department_decides(story: Story) -> None:
    customers.assign(actor(story.cast.lin), story.customer, None)
    application = story.apply(story.chen).json()["id"]
    assert [row["name"] for row in send(browser(story.cast.lin), "GET", "/collaboration/waiting").json()] == [NAME]
    assert send(story.zhou, "GET", "/collaboration/waiting").json() == []
    answer = send(browser(story.cast.lin), "POST", f"/collaboration/{application}/grant", {"level": "edit"})
    assert answer.status_code == 204


def test_nobody_can_flood_others_with_applications(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    assert story.apply(story.chen).status_code == 201
    assert code(story.apply(story.chen, story.met(story.chen)["handle"])) == "collaboration.again"
    monkeypatch.setattr(applying, "MOST_WAITING", 1)
    other = Customer.objects.get(id=story.customer)
    values = {"name": "司徒玄机", "mobile": "13699887766"}
    second = send(story.zhou, "POST", "/customers", {"kind": "person", "values": values}).json()["id"]
    handle = applying.handle_for(actor(story.cast.chen), int(second))
    assert handle is not None
    with unchanged():
        assert code(story.apply(story.chen, handle)) == "collaboration.too_many"
    assert other.id != int(second)


def test_an_application_can_be_taken_back(story: Story) -> None:
    application = story.apply(story.chen).json()["id"]
    assert send(story.zhou, "POST", f"/collaboration/{application}/withdraw").status_code == 404
    assert send(story.chen, "POST", f"/collaboration/{application}/withdraw").status_code == 204
    assert send(story.zhou, "GET", "/collaboration/count").json() == {"value": 0}


def test_a_reason_is_needed(story: Story) -> None:
    with unchanged():
        assert code(story.apply(story.chen, reason="  ")) == "collaboration.reason"


def test_counting_what_waits_looks_at_no_customer_nobody_applied_for(story: Story) -> None:
    for user in (story.cast.wang, story.cast.lin, story.cast.zhou):
        waiting = applying.to_decide(actor(user)).filter(state="waiting")
        if connection.vendor == "sqlite":
            # Each application looks its customer up by id; a walk over the customers in sight would be by one of these.
            assert "_by_updated" not in waiting.explain()
