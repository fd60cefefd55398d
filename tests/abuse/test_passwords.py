"""Passwords, secrets and nonces: what counts, what is refused, and that nothing comes twice."""

import os
from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts.passwords import MINIMUM, TOO_COMMON, require_good_password
from kedang.accounts.policy import bump
from kedang.accounts.secrets import fresh_secret
from kedang.history.models import Event
from kedang.kit import crypto
from kedang.kit.errors import DomainError
from tests.people import PASSWORD, Cast, browser, code, make_cast, send
from tests.state import unchanged

LONG = "Grüße, 王敏! " + "x y" * 40


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def sign_in(login: str, password: str) -> Any:
    """One try from a browser that is nobody yet."""
    return send(browser(), "POST", "/session", {"login": login, "password": password})


@pytest.mark.django_db
def test_eleven_characters_are_too_few_and_twelve_enough(cast: Cast) -> None:
    lin = browser(cast.lin)
    with unchanged():
        short = send(lin, "POST", "/me/password", {"old": PASSWORD, "new": "river-tabl3"})
    assert (code(short), MINIMUM) == ("password.too_short", 12)
    assert send(lin, "POST", "/me/password", {"old": PASSWORD, "new": "river-tabl3s"}).status_code == 204


@pytest.mark.django_db
def test_a_new_password_needs_the_old_one(cast: Cast) -> None:
    lin = browser(cast.lin)
    with unchanged():
        assert code(send(lin, "POST", "/me/password", {"old": "not it", "new": LONG})) == "password.wrong"
        assert send(lin, "POST", "/me/password", {"new": LONG}).status_code == 422
    assert sign_in("lin", PASSWORD).status_code == 200


@pytest.mark.django_db
def test_a_password_counts_exactly_as_it_was_typed(cast: Cast) -> None:
    assert len(LONG) > 128
    assert send(browser(cast.lin), "POST", "/me/password", {"old": PASSWORD, "new": LONG}).status_code == 204
    near = (LONG[:-1], LONG + " ", LONG.upper())
    assert [code(sign_in("lin", each)) for each in near] == ["wrong_credentials"] * 3
    assert sign_in("lin", LONG).status_code == 200


@pytest.mark.django_db
def test_an_old_password_still_opens(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from kedang.accounts import attempts, sessions
    from kedang.kit.clock import now

    later = now() + timedelta(days=3650)
    for module in (attempts, sessions):
        monkeypatch.setattr(module, "now", lambda: later)
    assert sign_in("lin", PASSWORD).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", ["客档示例公司客档示例公司1", "kedang-kedang-", "Administrator1", "linxiaolinxiao"]
)
def test_the_names_of_person_organisation_and_product_are_no_password(cast: Cast, password: str) -> None:
    bump()
    with pytest.raises(DomainError) as refused:
        require_good_password(password.ljust(MINIMUM, "1"), login="lin", name="linxiao")
    assert refused.value.code == TOO_COMMON.code


@pytest.mark.django_db
def test_a_sign_in_is_on_record(cast: Cast) -> None:
    assert sign_in("lin", PASSWORD).status_code == 200
    event = Event.objects.get(verb="session.opened")
    assert (event.actor_id, event.subject_id) == (cast.lin.id, cast.lin.id)
    assert PASSWORD not in str(event.__dict__)


def test_secrets_of_sessions_are_long_and_never_alike() -> None:
    found = {fresh_secret() for _ in range(2000)}
    assert len(found) == 2000
    assert {len(secret) for secret in found} == {43}  # 256 bits


def test_nonces_are_never_alike_not_even_in_a_child() -> None:
    crypto.nonce()  # some are in stock now
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"".join(crypto.nonce() for _ in range(300)))
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(reader, 300 * crypto.NONCE)
    ours = b"".join(crypto.nonce() for _ in range(300))
    both = {data[i : i + crypto.NONCE] for data in (theirs, ours) for i in range(0, len(data), crypto.NONCE)}
    assert len(both) == 600


@pytest.mark.django_db
def test_a_parameter_given_twice_counts_once(cast: Cast) -> None:
    wang = browser(cast.wang)
    assert wang.get("/api/customers?limit=1&limit=2").status_code == 200
    assert wang.get("/api/customers?limit=2&limit=x").status_code == 422
    both = {"login": "lin", "password": "wrong"}
    assert send(browser(), "POST", f"/session?login=zhou&password={PASSWORD}", both).status_code == 401
