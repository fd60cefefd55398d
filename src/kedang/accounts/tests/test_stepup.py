"""A screen that was left alone must not be able to do the things that count."""

from datetime import timedelta

import pytest

from kedang.accounts import stepup
from kedang.accounts.models import Session, User
from kedang.accounts.tests.test_signing_in import enrol, fresh_code
from kedang.accounts.tokens import Reach, create_token
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from tests.people import PASSWORD, Cast, acting, actor, browser, code, make_cast, script, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
LONG = "a quite long pass phrase 7"


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def grow_old() -> None:
    """Let every session's proof lie more than five minutes back."""
    Session.objects.update(proved_at=now() - timedelta(minutes=5, seconds=1))


def guarded(cast: Cast) -> list[tuple[str, str, str, dict[str, object] | None]]:
    """Who, and what of theirs needs a fresh proof."""
    return [
        ("admin", "POST", "/roles", {"name_zh": "新", "rights": []}),
        ("admin", "PATCH", f"/users/{cast.zhou.id}", {"role_ids": []}),
        ("admin", "POST", "/users", {"login": "neu", "name": "新"}),
        ("admin", "POST", f"/users/{cast.zhou.id}/password", None),
        ("admin", "DELETE", f"/users/{cast.zhou.id}/factors", None),
        ("admin", "PATCH", "/sign-in-rules", {"idle_minutes": 20}),
        ("lin", "POST", "/me/tokens", {"name": "x"}),
        ("lin", "POST", "/me/totp", None),
        ("lin", "POST", "/me/totp/confirm", {"code": "000000"}),
        ("lin", "DELETE", "/me/totp", None),
        ("lin", "POST", "/me/recovery-codes", None),
        ("lin", "PATCH", "/me", {"email": "else@example.com"}),
        ("lin", "GET", "/customers/export", None),
    ]


def test_two_accounts_of_one_person_are_not_parted_by_that_person(cast: Cast) -> None:
    User.objects.filter(id=cast.chen.id).update(email="Lin@example.com")
    page = browser(cast.lin)
    with unchanged():
        for mail in ("else@example.com", ""):
            assert code(send(page, "PATCH", "/me", {"email": mail})) == "user.shared_mail"
    assert send(page, "PATCH", "/me", {"email": cast.lin.email, "language": "en"}).status_code == 200
    User.objects.filter(id=cast.chen.id).update(email="chen@example.com")
    assert send(page, "PATCH", "/me", {"email": "else@example.com"}).status_code == 200


def test_what_counts_asks_again_after_five_minutes_and_nothing_has_changed(cast: Cast) -> None:
    enrol(cast.zhou)
    clients = {"admin": browser(cast.admin), "lin": browser(cast.lin)}
    grow_old()
    for who, method, path, body in guarded(cast):
        with unchanged():
            answer = send(clients[who], method, path, body)
        assert (answer.status_code, code(answer)) == (401, "stepup"), path
    assert send(clients["lin"], "GET", "/session").status_code == 200


def test_a_sign_in_of_this_minute_is_enough(cast: Cast) -> None:
    assert send(browser(cast.lin), "POST", "/me/tokens", {"name": "x"}).status_code == 201


def test_the_password_opens_it_again_and_a_wrong_one_does_not(cast: Cast) -> None:
    client = browser(cast.lin)
    grow_old()
    assert send(client, "GET", "/me/proof").json() == {"ways": ["password"]}
    assert code(send(client, "POST", "/me/proof", {"password": "wrong"})) == "proof.wrong"
    assert code(send(client, "POST", "/me/tokens", {"name": "x"})) == "stepup"
    assert send(client, "POST", "/me/proof", {"password": PASSWORD}).status_code == 204
    assert send(client, "POST", "/me/tokens", {"name": "x"}).status_code == 201


def test_it_counts_for_this_session_alone(cast: Cast) -> None:
    here, there = browser(cast.lin), browser(cast.lin)
    grow_old()
    send(here, "POST", "/me/proof", {"password": PASSWORD})
    assert code(send(there, "POST", "/me/tokens", {"name": "x"})) == "stepup"


def test_whoever_has_a_factor_proves_with_it(cast: Cast) -> None:
    secret = enrol(cast.lin)
    client = browser(cast.lin)
    grow_old()
    assert send(client, "GET", "/me/proof").json() == {"ways": ["totp"]}
    assert code(send(client, "POST", "/me/proof", {"password": PASSWORD})) == "proof.factor"
    assert code(send(client, "POST", "/me/proof", {"code": "abcdef"})) == "code.wrong"
    assert send(client, "POST", "/me/proof", {"code": fresh_code(secret)}).status_code == 204
    assert code(send(client, "POST", "/me/proof", {"code": fresh_code(secret)})) == "code.wrong"


def test_a_token_cannot_stand_for_the_person_but_keeps_the_export_it_was_given(cast: Cast) -> None:
    program = script(
        create_token(
            actor(cast.lin), name="t", reach=Reach(rights=["customers.export", "customers.view"], level="full")
        ).secret
    )
    assert send(program, "GET", "/customers/export").status_code == 200
    admin = script(create_token(actor(cast.admin), name="t", reach=Reach()).secret)
    answer = send(admin, "POST", f"/users/{cast.zhou.id}/password")
    assert (answer.status_code, code(answer)) == (403, "stepup.by_token")
    assert User.objects.get(id=cast.zhou.id).password == cast.zhou.password


def test_the_command_line_and_jobs_pass(cast: Cast) -> None:
    stepup.require_stepup(system_actor("command"))
    stepup.require_stepup(acting(cast.lin, via="job", proved=False))
    with pytest.raises(DomainError):
        stepup.require_stepup(acting(cast.lin, proved=False))


def test_guesses_at_a_proof_are_counted(cast: Cast) -> None:
    enrol(cast.lin)
    client = browser(cast.lin)
    said = [code(send(client, "POST", "/me/proof", {"code": f"{n:06d}x"})) for n in range(6)]
    assert said == ["code.wrong"] * 4 + ["sign_in_wait"] * 2
