"""Signing in by a service: whose account it is, the password's door, and the settings."""

import base64
from collections.abc import Iterator
from datetime import timedelta

import pytest

from kedang.accounts import totp
from kedang.accounts.models import Installation, Role, Session, User
from kedang.accounts.policy import bump
from kedang.history.models import Event
from kedang.kit import env
from kedang.kit.clock import now
from kedang.sso import remote as sso_service
from kedang.sso.errands import ERRAND_COOKIE
from kedang.sso.models import Identity
from kedang.sso.tests.identity_provider import (
    IdentityProvider,
    identity_provider,
)
from kedang.sso.tests.way import came_back, linked, offered, signs_in, went
from tests.people import PASSWORD, Cast, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:EdDSA is deprecated")]


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


@pytest.fixture
def idp(monkeypatch: pytest.MonkeyPatch) -> Iterator[IdentityProvider]:
    """A service the operator has listed."""
    monkeypatch.setenv("KEDANG_PRIVATE_HOSTS", "127.0.0.1")
    env.settings.cache_clear()
    sso_service.forget()
    with identity_provider() as running:
        yield running
    monkeypatch.undo()
    env.settings.cache_clear()


# ---------------------------------------------------------------- who that is


def test_a_stranger_stays_outside_and_a_name_alone_makes_nobody(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    idp.profile = {"preferred_username": "lin", "email": "lin@example.com", "email_verified": True}
    answer = signs_in(provider, idp)
    assert (answer.status_code, code(answer)) == (403, "sso.unknown")
    assert not Identity.objects.exists()
    linked(cast.lin, idp)
    User.objects.filter(id=cast.lin.id).update(is_active=False)
    assert code(signs_in(provider, idp)) == "sso.unknown"
    assert not Session.objects.exists()


def test_a_claim_names_an_account_at_the_first_meeting_only(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp, login_claim="preferred_username")
    idp.profile = {"preferred_username": "LIN"}
    assert signs_in(provider, idp).json()["me"]["user"]["login"] == "lin"
    assert Identity.objects.get().subject == "s-4711"
    # Another person of that service takes the name later: the account is not theirs.
    idp.subject = "s-0815"
    answer = signs_in(provider, idp)
    assert (answer.status_code, code(answer)) == (409, "sso.taken")
    # And the first one stays who they are under another name.
    idp.subject, idp.profile = "s-4711", {"preferred_username": "chen"}
    assert signs_in(provider, idp).json()["me"]["user"]["login"] == "lin"


def test_a_claim_never_becomes_an_administrator(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp, login_claim="preferred_username")
    idp.profile = {"preferred_username": "admin"}
    assert code(signs_in(provider, idp)) == "sso.unknown"
    assert not Identity.objects.exists()


def test_no_account_is_made_in_which_duties_meet_while_they_are_kept_apart(cast: Cast, idp: IdentityProvider) -> None:
    rights = ["customers.view", "audit.read"]
    role = Role.objects.create(code="both", name_zh="两职", name_en="both", rights=rights, scope=1)
    provider = offered(cast, idp, login_claim="preferred_username", provisions=True, role_id=role.id)
    Installation.objects.filter(id=1).update(separation=True)
    bump()
    idp.profile = {"preferred_username": "new.person"}
    assert code(signs_in(provider, idp)) == "sso.unknown"
    assert not User.objects.filter(login="new.person").exists()
    assert not Identity.objects.exists()


def test_an_address_of_mail_counts_only_when_it_was_checked(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp, login_claim="email")
    User.objects.filter(id=cast.lin.id).update(login="lin@example.com")
    idp.profile = {"email": "lin@example.com"}
    assert code(signs_in(provider, idp)) == "sso.unknown"
    idp.profile["email_verified"] = "true"
    assert code(signs_in(provider, idp)) == "sso.unknown"
    idp.profile["email_verified"] = True
    assert signs_in(provider, idp).status_code == 200


def test_accounts_are_made_only_where_that_is_wanted(cast: Cast, idp: IdentityProvider) -> None:
    member = Role.objects.get(code="member")
    provider = offered(cast, idp, login_claim="preferred_username", provisions=True, role_id=member.id)
    idp.profile = {"preferred_username": "new.person", "name": "新同事", "groups": ["admin"]}
    made = signs_in(provider, idp).json()["me"]["user"]
    assert (made["login"], made["name"], [role["name"] for role in made["roles"]]) == (
        "new.person",
        "新同事",
        ["客户经理"],
    )
    assert send(browser(), "POST", "/session", {"login": "new.person", "password": "!"}).status_code == 401
    own = browser(User.objects.get(login="new.person"))
    identity = send(own, "GET", "/me/identities").json()["identities"][0]
    with unchanged():
        assert code(send(own, "DELETE", f"/me/identities/{identity['id']}")) == "sso.last_way"
    member.rights = [*member.rights, "people.manage"]
    member.save()
    idp.subject, idp.profile = "s-2", {"preferred_username": "another"}
    assert code(signs_in(provider, idp)) == "sso.unknown"
    administrator = Role.objects.get(code="administrator")
    body = {"name": "x", "issuer": idp.issuer, "client_id": "k", "login_claim": "upn", "provisions": True}
    with unchanged():
        refused = send(browser(cast.admin), "POST", "/sso-providers", body | {"role_id": str(administrator.id)})
        assert (refused.status_code, code(refused)) == (422, "sso.weighty_role")


def test_one_links_ones_own_account_and_nobody_elses(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    zhou = browser(cast.zhou)
    begun = send(zhou, "POST", f"/sso/{provider.id}/link")
    returned = idp.authorise(begun.json()["url"])
    chen = browser(cast.chen)
    chen.cookies[ERRAND_COOKIE] = zhou.cookies[ERRAND_COOKIE].value
    with unchanged():
        assert code(send(chen, "POST", f"/sso/{provider.id}/link/finish", returned)) == "sso.over"
        # A link that was begun is no way to sign in.
        assert code(came_back(zhou, provider, returned)) == "sso.over"
    assert send(zhou, "POST", f"/sso/{provider.id}/link/finish", returned).status_code == 204
    assert signs_in(provider, idp).json()["me"]["user"]["login"] == "zhou"
    begun = send(chen, "POST", f"/sso/{provider.id}/link")
    answer = send(chen, "POST", f"/sso/{provider.id}/link/finish", idp.authorise(begun.json()["url"]))
    assert (answer.status_code, code(answer)) == (409, "sso.taken")
    identity = Identity.objects.get()
    with unchanged():
        assert send(chen, "DELETE", f"/me/identities/{identity.id}").status_code == 404
    assert send(zhou, "DELETE", f"/me/identities/{identity.id}").status_code == 204
    assert code(signs_in(provider, idp)) == "sso.unknown"


def test_the_services_own_second_factor_is_seen(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp, factor_words="mfa hwk phr")
    linked(cast.lin, idp)
    for claims, counts in (({"amr": ["pwd"]}, False), ({"amr": ["pwd", "mfa"]}, True), ({"acr": "phr"}, True)):
        idp.lies = dict(claims)
        signs_in(provider, idp)
        details = Event.objects.filter(verb="session.opened").latest("id").details
        assert (f'"factor":{str(counts).lower()}') in details


def test_a_service_is_no_way_round_the_second_factor(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp, factor_words="mfa")
    linked(cast.lin, idp)
    secret = base64.b32decode(totp.begin(cast.lin).secret)
    assert totp.confirm(cast.lin.id, totp.code_at(secret, totp.clock() - 1))
    client = browser()
    answer = came_back(client, provider, idp.authorise(went(client, provider, "/customers")))
    body = answer.json()
    assert (answer.status_code, body["step"], body["ways"], body["next"]) == (202, "code", ["totp"], "/customers")
    assert "kedang_session" not in answer.cookies
    assert not Session.objects.filter(user=cast.lin).exists()
    client.cookies["csrftoken"] = "c" * 32
    code_now = totp.code_at(secret, totp.clock())
    assert send(client, "POST", "/session/step", {"code": code_now}).json()["user"]["login"] == "lin"
    details = Event.objects.filter(verb="session.opened").latest("id").details
    assert f'"by":"sso:{provider.id}+totp"' in details
    idp.lies = {"amr": ["pwd", "mfa"]}
    assert signs_in(provider, idp).status_code == 200


def test_a_rule_of_the_house_holds_for_whoever_comes_by_a_service(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    linked(cast.lin, idp)
    Installation.objects.update(second_factor="everybody", password_profile="dengbao")
    User.objects.filter(id=cast.lin.id).update(password_changed_at=now() - timedelta(days=91))
    answer = signs_in(provider, idp)
    assert (answer.status_code, answer.json()["step"]) == (202, "enrol")
    assert not Session.objects.filter(user=cast.lin).exists()
    Installation.objects.update(second_factor="nobody")
    assert signs_in(provider, idp).status_code == 200  # the password has grown old, but it was not asked for


# ---------------------------------------------------------------- the password's door and the settings


def test_passwords_are_limited_only_when_the_service_has_worked(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    admin = browser(cast.admin)
    with unchanged():
        answer = send(admin, "PUT", "/password-sign-in", {"password_for": "administrators"})
        assert (answer.status_code, code(answer)) == (409, "sso.no_provider")
    linked(cast.lin, idp)
    assert signs_in(provider, idp).status_code == 200
    assert send(admin, "PUT", "/password-sign-in", {"password_for": "administrators"}).status_code == 204
    assert send(browser(), "GET", "/instance").json()["password_for"] == "administrators"
    answer = send(browser(), "POST", "/session", {"login": "lin", "password": PASSWORD})
    assert (answer.status_code, code(answer)) == (403, "sign_in.by_service")
    assert code(send(browser(), "POST", "/session", {"login": "lin", "password": "wrong"})) == "wrong_credentials"
    assert send(browser(), "POST", "/session", {"login": "admin", "password": PASSWORD}).status_code == 200
    with unchanged():
        assert code(send(admin, "DELETE", f"/sso-providers/{provider.id}")) == "sso.no_provider"
    assert send(admin, "PUT", "/password-sign-in", {"password_for": "everybody"}).status_code == 204
    assert Installation.objects.get().password_for == "everybody"


def test_trying_a_service_says_what_is_wrong(cast: Cast, idp: IdentityProvider) -> None:
    admin = browser(cast.admin)

    def tried(issuer: str = idp.issuer) -> str:
        return str(send(admin, "POST", "/sso-providers/try", {"issuer": issuer}).json()["problem"])

    assert tried() == ""
    assert tried(idp.issuer + "/") == "issuer_differs"
    assert tried("http://example.com") == "insecure"
    assert tried("https://10.0.0.1") == "private"
    assert tried("https://user@example.com") == "url"
    idp.says = {"token_endpoint": None}
    assert tried() == "incomplete"
    idp.says = {"token_endpoint": "https://169.254.169.254/token"}
    assert tried() == ""
    idp.says = {"jwks_uri": "https://169.254.169.254/keys"}
    assert tried() == "private"
    idp.says = {"id_token_signing_alg_values_supported": ["HS256", "none"]}
    assert tried() == "algorithms"
    idp.says, idp.keys = {}, []
    assert tried() == "keys"
    with unchanged():
        assert send(browser(cast.wang), "POST", "/sso-providers/try", {"issuer": idp.issuer}).status_code == 403


def test_a_service_is_changed_with_the_version_that_was_read(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    admin = browser(cast.admin)
    body = {"name": "统一登录", "issuer": idp.issuer, "client_id": "kedang", "active": True}
    with unchanged():
        assert send(admin, "PUT", f"/sso-providers/{provider.id}", body | {"version": 7}).status_code == 409
        bad = body | {"version": 1, "issuer": "http://example.com"}
        assert send(admin, "PUT", f"/sso-providers/{provider.id}", bad).status_code == 422
    changed = send(admin, "PUT", f"/sso-providers/{provider.id}", body | {"version": 1}).json()
    assert (changed["name"], changed["has_secret"], changed["version"]) == ("统一登录", True, 2)
    gone = send(admin, "PUT", f"/sso-providers/{provider.id}", body | {"version": 2, "client_secret": ""}).json()
    assert gone["has_secret"] is False
    assert send(admin, "DELETE", f"/sso-providers/{provider.id}").status_code == 204
    assert send(browser(), "GET", "/instance").json()["sign_in_by"] == []
