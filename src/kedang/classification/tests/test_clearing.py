"""Who gives clearances, to whom not, and when they hold."""

import json

import pytest

from kedang.accounts.models import User
from kedang.accounts.tokens import Reach, create_token
from kedang.classification.clearing import give_clearance
from kedang.classification.tests.test_classifying import clear, make
from kedang.history.models import Event
from kedang.kit.errors import DomainError
from tests.people import Cast, acting, actor, browser, make_cast, script, send
from tests.state import unchanged


@pytest.fixture
def cast(db: None) -> Cast:
    """The six people."""
    return make_cast()


def test_the_next_request_has_it(cast: Cast) -> None:
    zhou = browser(cast.zhou)
    assert zhou.get("/api/session").json()["clearance"] == 0
    assert send(browser(cast.admin), "PUT", f"/users/{cast.zhou.id}/clearance", {"level": 2}).status_code == 204
    assert zhou.get("/api/session").json()["clearance"] == 2
    (event,) = Event.objects.filter(verb="clearance.given", subject_id=cast.zhou.id)
    assert json.loads(event.details) == {"from": 0, "to": 2, "out_of_sight": 0}


def test_never_to_oneself_nor_to_another_account_of_ones_own(cast: Cast) -> None:
    User.objects.filter(id=cast.chen.id).update(email=" ADMIN@example.com")
    for user in (cast.admin, cast.chen):
        with unchanged(), pytest.raises(DomainError, match=r"clearance\.own"):
            give_clearance(actor(cast.admin), user.id, level=3)


def test_it_takes_the_right_and_a_proof(cast: Cast) -> None:
    with unchanged(), pytest.raises(DomainError, match="denied"):
        give_clearance(actor(cast.wang), cast.zhou.id, level=1)
    with unchanged(), pytest.raises(DomainError, match="stepup"):
        give_clearance(acting(cast.admin, proved=False), cast.zhou.id, level=1)
    with unchanged(), pytest.raises(DomainError, match="not_found"):
        give_clearance(actor(cast.admin), 7, level=1)


def test_taken_back_what_was_theirs_goes_out_of_their_sight(cast: Cast) -> None:
    clear(cast.zhou, 2)
    customer = make(cast.zhou)
    zhou = browser(cast.zhou)
    assert send(zhou, "PUT", f"/customers/{customer}/classification", {"level": 2}).status_code == 204
    give_clearance(actor(cast.admin), cast.zhou.id, level=1)
    assert zhou.get(f"/api/customers/{customer}").status_code == 404
    assert zhou.get("/api/customers").json()["rows"] == []
    assert json.loads(Event.objects.get(verb="clearance.taken").details) == {"from": 2, "to": 1, "out_of_sight": 1}


@pytest.mark.parametrize(("asked", "given", "status"), [(0, 2, 404), (1, 2, 404), (3, 2, 200), (3, 1, 404)])
def test_a_token_has_what_was_said_and_never_more_than_its_owner(
    cast: Cast, asked: int, given: int, status: int
) -> None:
    clear(cast.zhou, 2)
    customer = make(cast.zhou)
    assert send(browser(cast.zhou), "PUT", f"/customers/{customer}/classification", {"level": 2}).status_code == 204
    made = create_token(actor(cast.zhou), name="夜间", reach=Reach(clearance=asked))
    clear(cast.zhou, given)
    assert script(made.secret).get(f"/api/customers/{customer}").status_code == status
