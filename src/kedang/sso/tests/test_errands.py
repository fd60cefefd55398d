"""Signing in by a service: the honest way, and every lie we know about the token and the way back."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import RSAKey

from kedang.accounts.models import Session
from kedang.history.models import Event
from kedang.kit import env
from kedang.sso import claims as sso_claims
from kedang.sso import providers as sso_providers
from kedang.sso import remote as sso_service
from kedang.sso.errands import ERRAND_COOKIE, safe_page
from kedang.sso.models import Errand, Provider
from kedang.sso.tests import identity_provider as lying
from kedang.sso.tests.identity_provider import (
    EC_KEY,
    ED_KEY,
    NEXT_KEY,
    RSA_KEY,
    SECRET,
    IdentityProvider,
    identity_provider,
    signed,
)
from kedang.sso.tests.way import came_back, linked, offered, signs_in, went
from tests.people import Cast, browser, code, make_cast, send
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


def reason() -> str:
    """Why the last sign-in was refused, as the record has it."""
    return Event.objects.filter(verb="session.refused").latest("id").details


# ---------------------------------------------------------------- the honest way


@pytest.mark.parametrize(
    "signing", [("RS256", RSA_KEY), ("PS256", RSA_KEY), ("ES256", EC_KEY), ("EdDSA", ED_KEY), ("Ed25519", ED_KEY)]
)
def test_whom_the_service_knows_is_signed_in(cast: Cast, idp: IdentityProvider, signing: Any) -> None:
    idp.signing = signing
    provider = offered(cast, idp)
    identity = linked(cast.zhou, idp)
    client = browser()
    answer = signs_in(provider, idp, client)
    assert answer.status_code == 200, answer.content
    assert answer.json()["me"]["user"]["name"] == "周敏"
    assert "token" not in answer.content.decode().replace("tokens.own", "")
    assert answer.cookies["kedang_session"]["httponly"]
    client.cookies["csrftoken"] = answer.cookies["csrftoken"].value
    assert send(client, "GET", "/session").json()["user"]["login"] == "zhou"
    identity.refresh_from_db()
    assert identity.last_used_at is not None
    assert Event.objects.filter(
        verb="session.opened", actor_id=cast.zhou.id, details__contains=f'"by":"sso:{provider.id}"'
    ).exists()


def test_the_page_offers_what_is_switched_on_and_no_secret_leaves(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    offered(cast, idp, name="还没启用", active=False)
    assert send(browser(), "GET", "/instance").json()["sign_in_by"] == [{"id": str(provider.id), "name": "单位账号"}]
    listed = send(browser(cast.admin), "GET", "/sso-providers")
    assert listed.json()["providers"][0]["has_secret"] is True
    assert SECRET not in listed.content.decode()
    assert SECRET.encode() not in bytes(Provider.objects.get(id=provider.id).sealed or b"")
    assert sso_providers.open_secret(provider) == SECRET
    asked = parse_qs(urlsplit(went(browser(), provider)).query)
    assert asked["redirect_uri"] == [f"http://testserver/sign-in/return/{provider.id}"]
    assert (asked["response_type"], asked["scope"]) == (["code"], ["openid profile email"])


def test_a_service_that_is_switched_off_leads_nowhere(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp, active=False)
    with unchanged():
        assert send(browser(), "POST", f"/sso/{provider.id}/begin", {}).status_code == 404


# ---------------------------------------------------------------- lies about the token


LIES: dict[str, tuple[Callable[[IdentityProvider], None], str]] = {
    "alg none": (lambda idp: setattr(idp, "forge", lying.unsigned), "algorithm"),
    "alg None": (lambda idp: setattr(idp, "forge", lambda c: lying.unsigned(c, "None")), "algorithm"),
    "no signature": (lambda idp: setattr(idp, "forge", lambda c: lying.unsigned(c, "RS256")), "signature"),
    "HS256 with the public key": (lambda idp: setattr(idp, "forge", lying.signed_with_public_key), "algorithm"),
    "a key of its own": (lambda idp: setattr(idp, "forge", lambda c: signed(c, "RS256", NEXT_KEY, kid="rsa-1")), "signature"),
    "a key nobody knows": (lambda idp: setattr(idp, "signing", ("RS256", NEXT_KEY)), "key"),
    "an algorithm that is not the key's": (lambda idp: setattr(idp, "forge", lambda c: signed(c, "ES256", EC_KEY, kid="rsa-1")), "key"),
    "a key in the header": (
        lambda idp: setattr(idp, "forge", lambda c: signed(c, "RS256", NEXT_KEY, kid="rsa-1", jwk=NEXT_KEY.as_dict(private=False))),
        "signature",
    ),
    "for somebody else": (lambda idp: idp.lies.update(aud="other"), "audience"),
    "for several": (lambda idp: idp.lies.update(aud=["kedang", "other"]), "party"),
    "for another party": (lambda idp: idp.lies.update(azp="other"), "party"),
    "another issuer": (lambda idp: idp.lies.update(iss="https://evil.example"), "issuer"),
    "the issuer with a slash": (lambda idp: idp.lies.update(iss=idp.issuer + "/"), "issuer"),
    "expired": (lambda idp: idp.lies.update(exp=time.time() - 61), "expired"),
    "no expiry": (lambda idp: idp.lies.update(exp=None), "expired"),
    "issued long ago": (lambda idp: idp.lies.update(iat=time.time() - 700), "issued"),
    "issued tomorrow": (lambda idp: idp.lies.update(iat=time.time() + 86_400), "issued"),
    "not yet": (lambda idp: idp.lies.update(nbf=time.time() + 3_600), "early"),
    "another nonce": (lambda idp: idp.lies.update(nonce="of another sign-in"), "nonce"),
    "no nonce": (lambda idp: idp.lies.update(nonce=None), "nonce"),
    "no subject": (lambda idp: idp.lies.update(sub=""), "subject"),
    "a number for a subject": (lambda idp: idp.lies.update(sub=4711), "subject"),
    "another access token": (lambda idp: idp.lies.update(at_hash="AAAA"), "at_hash"),
    "no token at all": (lambda idp: setattr(idp, "forge", lambda c: ""), "header"),
    "rubbish": (lambda idp: setattr(idp, "forge", lambda c: "a.b.c"), "header"),
}  # fmt: skip


def test_a_token_that_lies_opens_nothing(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    linked(cast.lin, idp)
    for lie, (tell, why) in LIES.items():
        idp.lies, idp.forge, idp.signing = {}, None, ("RS256", RSA_KEY)
        tell(idp)
        answer = signs_in(provider, idp)
        assert (answer.status_code, code(answer)) == (403, "sso.not_confirmed"), lie
        assert f'"why":"{why}"' in reason(), lie
        assert why not in answer.content.decode()
        assert "kedang_session" not in answer.cookies, lie
    assert not Session.objects.exists()
    idp.lies, idp.forge, idp.signing = {}, None, ("RS256", RSA_KEY)
    assert signs_in(provider, idp).status_code == 200


def test_the_right_hash_of_the_access_token_passes(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    linked(cast.lin, idp)
    idp.lies["at_hash"] = sso_claims._at_hash("at", "RS256")
    assert signs_in(provider, idp).status_code == 200


def test_keys_that_change_are_fetched_anew_once(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    linked(cast.lin, idp)
    assert signs_in(provider, idp).status_code == 200
    idp.keys, idp.signing = [NEXT_KEY, EC_KEY], ("RS256", NEXT_KEY)
    # Within half a minute a token with an unknown key does not make us ask again and again.
    assert signs_in(provider, idp).status_code == 403
    assert idp.asked.count("/jwks") == 1
    for address, (at, keys) in list(sso_service._keys.found.items()):
        sso_service._keys.found[address] = (at - sso_service.REFRESH, keys)
    assert signs_in(provider, idp).status_code == 200
    assert idp.asked.count("/jwks") == 2


def test_a_service_that_fails_is_not_asked_by_every_press(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    idp.says = {"issuer": "https://evil.example"}
    for _ in range(3):
        answer = send(browser(), "POST", f"/sso/{provider.id}/begin", {})
        assert (answer.status_code, code(answer)) == (502, "sso.unreachable")
    assert len(idp.asked) == 1


def test_weak_or_endless_keys_are_no_keys(cast: Cast, idp: IdentityProvider) -> None:

    provider = offered(cast, idp)
    linked(cast.lin, idp)
    with pytest.warns(SecurityWarning):
        weak = RSAKey.generate_key(1024, {"kid": "weak"})
    idp.keys, idp.signing = [weak], ("RS256", weak)
    assert signs_in(provider, idp).status_code == 403
    sso_service.forget()
    idp.padding = 600_000
    answer = signs_in(provider, idp)
    assert (answer.status_code, code(answer)) == (502, "sso.unreachable")
    sso_service.forget()
    idp.padding, idp.keys = 0, [RSA_KEY] * 51
    assert signs_in(provider, idp).status_code == 502
    assert not Session.objects.exists()


# ---------------------------------------------------------------- lies about the way back


def test_a_code_and_a_state_are_good_once(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    linked(cast.lin, idp)
    client = browser()
    returned = idp.authorise(went(client, provider))
    secret = client.cookies[ERRAND_COOKIE].value
    first = came_back(client, provider, returned)
    assert first.status_code == 200
    client.cookies[ERRAND_COOKIE] = secret
    client.cookies["csrftoken"] = first.cookies["csrftoken"].value
    client.defaults["HTTP_X_CSRFTOKEN"] = first.cookies["csrftoken"].value
    with unchanged():
        assert code(came_back(client, provider, returned)) == "sso.over"
    # The same code with a fresh state: the service refuses it, and so do we.
    fresh = parse_qs(urlsplit(went(client, provider)).query)["state"][0]
    assert code(came_back(client, provider, {"code": returned["code"], "state": fresh})) == "sso.not_confirmed"
    assert Session.objects.count() == 1


def test_a_return_that_was_begun_in_another_browser_is_refused(cast: Cast, idp: IdentityProvider) -> None:
    """Login CSRF: the attacker's code and state, in the victim's browser."""
    provider = offered(cast, idp)
    linked(cast.lin, idp)
    returned = idp.authorise(went(browser(), provider))
    for victim in (browser(), browser(cast.zhou)):
        with unchanged():
            assert code(came_back(victim, provider, returned)) == "sso.over"
    victim = browser()
    went(victim, provider)
    with unchanged():
        assert code(came_back(victim, provider, returned)) == "sso.over"


def test_an_answer_of_another_service_is_a_mix_up(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    linked(cast.lin, idp)
    with identity_provider() as evil:
        other = offered(cast, evil, name="另一个")
        client = browser()
        returned = idp.authorise(went(client, provider))
        assert code(came_back(client, other, returned)) == "sso.over"
        assert "/token" not in evil.asked
    client = browser()
    returned = idp.authorise(went(client, provider)) | {"iss": "https://evil.example"}
    assert code(came_back(client, provider, returned)) == "sso.not_confirmed"
    assert '"why":"mixed_up"' in reason()
    sso_service.forget()
    idp.says["authorization_response_iss_parameter_supported"] = True
    assert code(signs_in(provider, idp)) == "sso.not_confirmed"
    client = browser()
    returned = idp.authorise(went(client, provider)) | {"iss": idp.issuer}
    assert came_back(client, provider, returned).status_code == 200


def test_a_sign_in_that_took_too_long_is_over(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    linked(cast.lin, idp)
    client = browser()
    returned = idp.authorise(went(client, provider))
    Errand.objects.update(expires_at="2026-01-01T00:00:00Z")
    with unchanged():
        assert code(came_back(client, provider, returned)) == "sso.over"


def test_a_refusal_at_the_service_is_one_here(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    client = browser()
    state = idp.authorise(went(client, provider))["state"]
    answer = came_back(client, provider, {"state": state, "error": "access_denied"})
    assert (answer.status_code, code(answer)) == (403, "sso.not_confirmed")


@pytest.mark.parametrize(
    ("page", "leads"),
    [
        ("/customers?x=1", "/customers?x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nb", "/"),
        ("", "/"),
    ],
)
def test_the_wanted_page_is_one_of_ours(page: str, leads: str) -> None:
    assert safe_page(page) == leads


def test_the_wanted_page_comes_back(cast: Cast, idp: IdentityProvider) -> None:
    provider = offered(cast, idp)
    linked(cast.lin, idp)
    client = browser()
    answer = came_back(client, provider, idp.authorise(went(client, provider, "//evil.example")))
    assert answer.json()["next"] == "/"
    client = browser()
    answer = came_back(client, provider, idp.authorise(went(client, provider, "/customers")))
    assert answer.json()["next"] == "/customers"
