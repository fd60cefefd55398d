"""A sign-in service that runs, and the way to it and back: what the tests of single sign-on share."""

from typing import Any

from django.test import Client

from kedang.accounts.models import User
from kedang.sso import providers as sso_providers
from kedang.sso.models import Identity, Provider
from kedang.sso.providers import Wanted
from kedang.sso.tests.identity_provider import SECRET, IdentityProvider
from tests.people import Cast, actor, browser, send


def offered(cast: Cast, idp: IdentityProvider, **changes: Any) -> Provider:
    """The service, switched on."""
    plain = {"name": "单位账号", "issuer": idp.issuer, "client_id": "kedang", "client_secret": SECRET, "active": True}
    return sso_providers.add(actor(cast.admin), Wanted(**{**plain, **changes}))


def went(client: Client, provider: Provider, next_page: str = "/") -> str:
    """The address the browser is sent to; its cookie is kept."""
    answer = send(client, "POST", f"/sso/{provider.id}/begin", {"next": next_page})
    assert answer.status_code == 200, answer.content
    return str(answer.json()["url"])


def came_back(client: Client, provider: Provider, returned: dict[str, str]) -> Any:
    """What the page of the return asks."""
    return send(client, "POST", f"/sso/{provider.id}/finish", returned)


def signs_in(provider: Provider, idp: IdentityProvider, client: Client | None = None) -> Any:
    """The whole way, in a browser of its own."""
    there = client or browser()
    return came_back(there, provider, idp.authorise(went(there, provider)))


def linked(user: User, idp: IdentityProvider) -> Identity:
    return Identity.objects.create(user=user, issuer=idp.issuer, subject=idp.subject)
