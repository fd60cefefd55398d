"""Single sign-on: to a service and back, one's own links, and the services as administrators set them."""

from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from ninja import Router
from ninja.responses import Status

from kedang.accounts import presenting
from kedang.accounts.auth import visitor
from kedang.accounts.password_door import password_rule
from kedang.accounts.pending import Waiting
from kedang.accounts.places import DEVICE_COOKIE
from kedang.accounts.rights import PEOPLE_MANAGE
from kedang.kit.doors import PUBLIC, SIGNED_IN, IdIn, Request, needs
from kedang.kit.env import settings
from kedang.sso import errands, people, providers, schemas
from kedang.sso.models import Provider
from kedang.sso.remote import Service

router = Router()
FINISHED = {200: schemas.SignedIn, 202: schemas.StepThere}
PEOPLE = needs(PEOPLE_MANAGE)


@router.post("/sso/{provider_id}/begin", response=schemas.Begun, auth=visitor, openapi_extra=PUBLIC)
def begin_sso(request: Request, provider_id: IdIn, body: schemas.BeginIn, response: HttpResponse) -> schemas.Begun:
    """Where to go to sign in by this service; the answer sets a cookie for the way back."""
    begun = errands.begin(provider_id, base=_base(request), next_page=body.next)
    return _sent(response, begun)


@router.post("/sso/{provider_id}/finish", response=FINISHED, auth=visitor, openapi_extra=PUBLIC)
def finish_sso(request: Request, provider_id: IdIn, body: schemas.ReturnIn, response: HttpResponse) -> Status[Any]:
    """Sign in with what the service sent the browser back with; with 202 a step is missing, as after a password."""
    secret, device = request.COOKIES.get(errands.ERRAND_COOKIE, ""), request.COOKIES.get(DEVICE_COOKIE, "")
    returned = _returned(body)
    entered = errands.finish(request.actor, provider_id, returned, base=_base(request), secret=secret, device=device)
    response.delete_cookie(errands.ERRAND_COOKIE, path="/api/sso", samesite="Strict")
    if isinstance(entered.outcome, Waiting):
        missing = presenting.keep_waiting(response, entered.outcome)
        return Status(202, schemas.StepThere(**missing.model_dump(), next=entered.next))
    presenting.keep_cookie(response, entered.outcome)
    presenting.keep_device(response, entered.outcome)
    rotate_token(request)
    me = presenting.me(entered.outcome.user.id, language=request.actor.language)
    return Status(200, schemas.SignedIn(me=me, next=entered.next))


@router.post("/sso/{provider_id}/link", response=schemas.Begun, openapi_extra=SIGNED_IN)
def begin_link(request: Request, provider_id: IdIn, response: HttpResponse) -> schemas.Begun:
    """Where to go to link one's own account to this service."""
    begun = errands.begin_link(request.actor, provider_id, base=_base(request))
    return _sent(response, begun)


@router.post("/sso/{provider_id}/link/finish", response={204: None}, openapi_extra=SIGNED_IN)
def finish_link(request: Request, provider_id: IdIn, body: schemas.ReturnIn, response: HttpResponse) -> None:
    """Link one's own account to whom the service names."""
    secret = request.COOKIES.get(errands.ERRAND_COOKIE, "")
    errands.finish_link(request.actor, provider_id, _returned(body), base=_base(request), secret=secret)
    response.delete_cookie(errands.ERRAND_COOKIE, path="/api/sso", samesite="Strict")


@router.get("/me/identities", response=schemas.Identities, openapi_extra=SIGNED_IN)
def own_identities(request: Request) -> schemas.Identities:
    """One's links to sign-in services."""
    rows = people.own_identities(request.actor)
    fields = ("issuer", "created_at", "last_used_at")
    return schemas.Identities(
        identities=[
            schemas.IdentityOut(id=str(row.id), **{name: getattr(row, name) for name in fields}) for row in rows
        ]
    )


@router.delete("/me/identities/{identity_id}", response={204: None}, openapi_extra=SIGNED_IN)
def unlink(request: Request, identity_id: IdIn) -> None:
    """Take a link back, unless it is the only way in."""
    people.unlink_own(request.actor, identity_id)


@router.get("/sso-providers", response=schemas.Providers, openapi_extra=PEOPLE)
def list_providers(request: Request) -> schemas.Providers:
    """The sign-in services, and for whom the password still opens the door."""
    rows = [_provider(row, request) for row in providers.providers(request.actor)]
    return schemas.Providers(providers=rows, password_for=password_rule())


@router.post("/sso-providers", response={201: schemas.ProviderOut}, openapi_extra=PEOPLE)
def add_provider(request: Request, body: schemas.ProviderIn) -> schemas.ProviderOut:
    """Add a sign-in service."""
    return _provider(providers.add(request.actor, providers.Wanted(**body.model_dump())), request)


@router.post("/sso-providers/try", response=schemas.Tried, openapi_extra=PEOPLE)
def try_provider(request: Request, body: schemas.TryIn) -> schemas.Tried:
    """Ask a service what it says of itself; keeps nothing."""
    found = providers.try_out(request.actor, body.issuer)
    if isinstance(found, Service):
        return schemas.Tried(problem="", algorithms=list(found.algorithms), pkce=found.pkce)
    return schemas.Tried(problem=found)


@router.put("/sso-providers/{provider_id}", response=schemas.ProviderOut, openapi_extra=PEOPLE)
def change_provider(request: Request, provider_id: IdIn, body: schemas.ProviderChange) -> schemas.ProviderOut:
    """Change a sign-in service; with the version that was read."""
    wanted = providers.Wanted(**body.model_dump(exclude={"version"}))
    return _provider(providers.change(request.actor, provider_id, wanted, version=body.version), request)


@router.delete("/sso-providers/{provider_id}", response={204: None}, openapi_extra=PEOPLE)
def remove_provider(request: Request, provider_id: IdIn) -> None:
    """Take a sign-in service away."""
    providers.remove(request.actor, provider_id)


@router.put("/password-sign-in", response={204: None}, openapi_extra=PEOPLE)
def limit_passwords(request: Request, body: schemas.PasswordRuleIn) -> None:
    """Say for whom the password still opens the door."""
    providers.limit_passwords(request.actor, body.password_for)


def _base(request: Request) -> str:
    """Where this installation is, for services that send people back. Without KEDANG_PUBLIC_URL the host that was asked, which is
    one of the allowed ones."""
    return settings().public_url or request.build_absolute_uri("/")


def _sent(response: HttpResponse, begun: errands.Begun) -> schemas.Begun:
    response.set_cookie(
        errands.ERRAND_COOKIE,
        begun.secret,
        max_age=int(errands.LASTS.total_seconds()),
        path="/api/sso",
        httponly=True,
        samesite="Strict",
        secure=settings().secure_cookies,
    )
    return schemas.Begun(url=begun.url)


def _returned(body: schemas.ReturnIn) -> errands.Returned:
    return errands.Returned(code=body.code, state=body.state, issuer=body.iss, error=body.error)


def _provider(row: Provider, request: Request) -> schemas.ProviderOut:
    plain = ("name", "issuer", "client_id", "active", "login_claim", "provisions", "factor_words", "version")
    return schemas.ProviderOut(
        id=str(row.id),
        has_secret=row.sealed is not None,
        role_id=str(row.role_id) if row.role_id else None,
        return_address=errands.return_address(_base(request), row.id),
        **{name: getattr(row, name) for name in plain},
    )
