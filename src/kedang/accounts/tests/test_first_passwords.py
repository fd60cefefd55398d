"""A first password leads to choosing one's own and nowhere else, for three days; no administrator knows what somebody chose."""

from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts import first_passwords
from kedang.accounts.models import Session, User
from kedang.accounts.passwords import CLASSES, _classes, require_good_password
from kedang.accounts.tests.test_signing_in import begin, step
from kedang.history.models import Event
from kedang.kit.clock import now
from tests.people import PASSWORD, Cast, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
OWN = "a rather different phrase 9"


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def given(cast: Cast) -> str:
    """What the administrator hands to Lin, who forgot hers."""
    answer = send(browser(cast.admin), "POST", f"/users/{cast.lin.id}/password")
    assert answer.status_code == 201, answer.content
    password: str = answer.json()["password"]
    return password


def tried(password: str) -> Any:
    """Lin signs in with a password."""
    return send(browser(), "POST", "/session", {"login": "lin", "password": password})


def test_two_are_never_the_same_and_each_keeps_the_rules() -> None:
    made = {first_passwords.make().password for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert len(password) == 24
        assert _classes(password) == CLASSES


@pytest.mark.django_db
def test_each_is_a_password_that_would_be_taken() -> None:
    for _ in range(20):
        require_good_password(first_passwords.make().password, login="lin", name="林")


def test_it_leads_to_choosing_ones_own_and_to_nothing_before(cast: Cast) -> None:
    first = given(cast)
    client = begin(password=first)
    assert send(client, "GET", "/customers").status_code == 401
    assert not Session.objects.filter(user=cast.lin).exists()
    before = User.objects.get(id=cast.lin.id).password
    assert step(client, password=first) == "password.same"
    assert step(client, password="short") == "password.too_short"
    assert User.objects.get(id=cast.lin.id).password == before
    assert step(client, password=OWN) == "in"
    assert send(client, "GET", "/session").status_code == 200
    assert tried(first).status_code == 401
    assert tried(OWN).status_code == 200
    assert not first_passwords.is_first(User.objects.get(id=cast.lin.id))


def test_it_ends_after_three_days(cast: Cast) -> None:
    first = given(cast)
    User.objects.filter(id=cast.lin.id).update(password_until=now() - timedelta(seconds=1))
    answer = tried(first)
    assert (answer.status_code, code(answer)) == (401, "password.first_over")
    assert tried("a wrong guess at it").json()["error"]["code"] == "wrong_credentials"
    again = given(cast)
    assert send(begin(password=again), "GET", "/session").status_code == 401


def test_the_password_before_is_good_for_nothing_any_more(cast: Cast) -> None:
    given(cast)
    assert code(tried(PASSWORD)) == "wrong_credentials"


def test_who_was_about_to_choose_goes_no_further_once_another_was_given(cast: Cast) -> None:
    half_way = begin(password=given(cast))
    again = given(cast)
    assert step(half_way, password=OWN) == "sign_in_over"
    assert tried(OWN).status_code == 401
    begin(password=again)


def test_whoever_is_in_by_another_way_proves_nothing_with_it(cast: Cast) -> None:
    first = given(cast)
    lin = browser(cast.lin)
    Session.objects.filter(user=cast.lin).update(proved_at=now() - timedelta(minutes=10))
    assert code(send(lin, "POST", "/me/proof", {"password": first})) == "proof.wrong"
    assert send(lin, "POST", "/me/password", {"old": first, "new": OWN}).status_code == 204
    assert tried(OWN).status_code == 200


def test_the_history_says_that_it_was_a_first_one_and_holds_none(cast: Cast) -> None:
    first = given(cast)
    event = Event.objects.filter(verb="user.password_changed").latest("id")
    assert (event.actor_id, event.subject_id) == (cast.admin.id, cast.lin.id)
    assert '"first":true' in event.details.replace(" ", "")
    assert first not in event.details


def test_nobody_else_gives_one_and_no_body_chooses_it(cast: Cast) -> None:
    with unchanged():
        for user in (cast.lin, cast.wang, cast.chen, cast.auditor):
            assert send(browser(user), "POST", f"/users/{cast.zhou.id}/password").status_code == 403
    answer = send(browser(cast.admin), "POST", f"/users/{cast.lin.id}/password", {"password": OWN})
    assert answer.json()["password"] != OWN
    assert tried(OWN).status_code == 401
