"""Who a request comes from, and who it does not come from any more."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kedang.accounts import actors, seen, sessions
from kedang.accounts.actors import actor_from_request
from kedang.accounts.models import Session, Token, User
from kedang.accounts.policy import bump
from kedang.accounts.sessions import SESSION_COOKIE, open_session
from kedang.accounts.tokens import Reach, create_token
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db
Later = Callable[[timedelta], None]


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Make it later for whoever asks about sessions."""
    ahead = [timedelta()]

    def then() -> datetime:
        return now() + ahead[0]

    for module in (actors, seen, sessions):
        monkeypatch.setattr(module, "now", then)

    def wait(span: timedelta) -> None:
        ahead[0] += span

    return wait


def request_of(secret: str = "", *, token: str = "", language: str = "") -> HttpRequest:
    """A request that carries a session or a token."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if language:
        headers["Accept-Language"] = language
    request = RequestFactory(headers=headers).get("/api/session", REMOTE_ADDR="192.0.2.9")
    if secret:
        request.COOKIES[SESSION_COOKIE] = secret
    return request


def known(request: HttpRequest) -> Actor | None:
    """The actor, or nobody."""
    try:
        return actor_from_request(request)
    except DomainError as refusal:
        if refusal.code != "sign_in":
            raise
        return None


def test_a_session_names_its_user_with_scope_and_rights(cast: Cast) -> None:
    opened = open_session(cast.lin)
    found = actor_from_request(request_of(opened.secret))
    assert (found.id, found.name, found.scope, found.via) == (cast.lin.id, "林晓", Scope.TREE, "session")
    assert found.department_ids == {cast.east.id, cast.hangzhou.id}
    assert (found.session_id, found.ip) == (opened.id, "192.0.2.9")
    assert found.can("customers.export")
    assert not found.can("people.manage")
    assert actor(cast.lin).rights == found.rights


@pytest.mark.parametrize("secret", ["", "x", "' OR 1=1 --", "\ud800", "a" * 5000])
def test_an_unknown_secret_opens_nothing(cast: Cast, secret: str) -> None:
    open_session(cast.lin)
    assert known(request_of(secret)) is None
    assert known(request_of(token=secret or "kd_")) is None


def test_a_known_session_costs_one_statement(cast: Cast) -> None:
    secret = open_session(cast.lin).secret
    actor_from_request(request_of(secret))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        actor_from_request(request_of(secret))
    assert len(asked) == 1


def test_a_session_ends_when_it_is_idle(cast: Cast, later: Later) -> None:
    secret = open_session(cast.lin).secret
    later(timedelta(minutes=29))
    assert known(request_of(secret))
    later(timedelta(minutes=29))
    assert known(request_of(secret))
    later(timedelta(minutes=31))
    assert known(request_of(secret)) is None


def test_a_session_ends_after_twelve_hours_however_busy(cast: Cast, later: Later) -> None:
    secret = open_session(cast.lin).secret
    for _ in range(35):
        later(timedelta(minutes=20))
        assert known(request_of(secret))
    later(timedelta(minutes=25))
    assert known(request_of(secret)) is None


def test_being_seen_is_written_once_a_minute(cast: Cast, later: Later) -> None:
    opened = open_session(cast.lin)

    def written() -> datetime:
        return Session.objects.get(id=opened.id).last_seen_at

    first = written()
    later(timedelta(seconds=50))
    known(request_of(opened.secret))
    assert written() == first
    later(timedelta(seconds=20))
    known(request_of(opened.secret))
    assert written() > first


def test_a_disabled_user_is_nobody_even_if_the_session_still_stood(cast: Cast) -> None:
    secret = open_session(cast.lin).secret
    User.objects.filter(id=cast.lin.id).update(is_active=False)
    assert known(request_of(secret)) is None


def test_roles_are_read_anew_only_when_the_policy_changed(cast: Cast) -> None:
    secret = open_session(cast.lin).secret
    assert actor_from_request(request_of(secret)).rights
    cast.lin.roles.clear()
    assert actor_from_request(request_of(secret)).rights
    bump()
    found = actor_from_request(request_of(secret))
    assert (found.rights, found.scope, found.department_ids) == (frozenset(), Scope.OWN, frozenset())


def test_the_language_of_the_request_goes_before_that_of_the_account(cast: Cast) -> None:
    secret = open_session(cast.lin).secret
    assert actor_from_request(request_of(secret)).language == "zh-CN"
    assert actor_from_request(request_of(secret, language="en-GB,en;q=0.9")).language == "en"
    assert actor_from_request(request_of(secret, language="fr")).language == "zh-CN"


def test_a_token_ends_after_its_days_or_when_nobody_uses_it_for_thirty(cast: Cast, later: Later) -> None:
    short = create_token(actor(cast.lin), name="short", reach=Reach(days=20)).secret
    idle = create_token(actor(cast.lin), name="idle", reach=Reach()).secret
    busy = create_token(actor(cast.lin), name="busy", reach=Reach()).secret
    later(timedelta(days=19))
    assert known(request_of(token=short))
    assert known(request_of(token=busy))
    later(timedelta(days=12))
    assert known(request_of(token=short)) is None
    assert known(request_of(token=idle)) is None
    found = known(request_of(token=busy))
    assert found is not None
    assert found.via == "token"
    for _ in range(2):
        later(timedelta(days=28))
        assert known(request_of(token=busy))
    later(timedelta(days=4))
    assert known(request_of(token=busy)) is None
    assert Token.objects.filter(last_used_at__isnull=False).count() == 2


def test_several_roles_add_up_and_the_widest_sight_wins(cast: Cast) -> None:
    cast.zhou.roles.add(cast.lin.roles.get())
    bump()
    found = actor(cast.zhou)
    assert found.scope == Scope.TREE
    assert found.department_ids == {cast.east.id, cast.hangzhou.id}
    assert found.rights >= actor(cast.lin).rights
