"""Signing in, oneself, and colleagues. Managing them is `api_admin`, access tokens are `api_tokens`."""

from django.http import HttpResponse
from django.middleware.csrf import get_token, rotate_token
from ninja import Router

from kedang.accounts import presenting as show
from kedang.accounts import queries, schemas, sessions, setup, users
from kedang.accounts.api_admin import router as admin
from kedang.accounts.api_factors import router as factors
from kedang.accounts.api_sign_in import router as sign_in
from kedang.accounts.api_tokens import router as tokens
from kedang.accounts.auth import visitor
from kedang.accounts.models import Installation
from kedang.accounts.ways_in import ways_in
from kedang.kit.doors import PUBLIC, SIGNED_IN, IdIn, Request
from kedang.kit.env import settings
from kedang.kit.release import VERSION

router = Router()
router.add_router("", admin)
router.add_router("", tokens)
router.add_router("", sign_in)
router.add_router("", factors)


@router.get("/instance", response=schemas.Instance, auth=visitor, openapi_extra=PUBLIC)
def instance(request: Request) -> schemas.Instance:
    """What anybody may know before signing in."""
    row = Installation.objects.filter(id=1).first() or Installation()
    demo = settings().demo
    return schemas.Instance(
        name=row.name,
        version=VERSION,
        demo=demo,
        demo_accounts=row.demo_accounts if demo else [],
        setup_needed=setup.setup_needed(),
        sign_in_by=ways_in(),
        password_for=row.password_for,
    )


@router.post("/setup", response=schemas.Me, auth=visitor, openapi_extra=PUBLIC)
def set_up(request: Request, body: schemas.SetupIn, response: HttpResponse) -> schemas.Me:
    """Use the one-time link: make the first administrator and sign them in."""
    opened = setup.set_up(request.actor, **body.model_dump())
    show.keep_cookie(response, opened)
    rotate_token(request)
    return show.me(opened.user.id, language=request.actor.language)


@router.get("/session", response=schemas.Me, openapi_extra=SIGNED_IN)
def session(request: Request) -> schemas.Me:
    """Who is signed in and what they may do."""
    get_token(request)
    return show.me(request.actor.id, narrowed=request.actor, language=request.actor.language)


@router.delete("/session", response={204: None}, openapi_extra=SIGNED_IN)
def sign_out(request: Request, response: HttpResponse) -> None:
    """Sign out here."""
    sessions.sign_out(request.actor)
    show.drop_cookie(response)


@router.patch("/me", response=schemas.Me, openapi_extra=SIGNED_IN)
def change_me(request: Request, body: schemas.MeIn) -> schemas.Me:
    """Change one's own email, language or preferences."""
    users.change_me(request.actor, body.model_dump(exclude_none=True))
    return show.me(request.actor.id, narrowed=request.actor, language=request.actor.language)


@router.post("/me/password", response={204: None}, openapi_extra=SIGNED_IN)
def change_own_password(request: Request, body: schemas.OwnPasswordIn, response: HttpResponse) -> None:
    """A new password; every other session ends."""
    opened = users.change_own_password(request.actor, old=body.old, new=body.new)
    show.keep_cookie(response, opened)


@router.get("/me/sessions", response=schemas.Sessions, openapi_extra=SIGNED_IN)
def own_sessions(request: Request) -> schemas.Sessions:
    """Where one is signed in."""
    rows = queries.own_sessions(request.actor)
    return schemas.Sessions(sessions=[show.session(row, request.actor) for row in rows])


@router.delete("/me/sessions", response=schemas.Ended, openapi_extra=SIGNED_IN)
def end_other_sessions(request: Request) -> schemas.Ended:
    """Sign out everywhere but here."""
    return schemas.Ended(ended=sessions.revoke_others(request.actor))


@router.delete("/me/sessions/{session_id}", response={204: None}, openapi_extra=SIGNED_IN)
def end_session(request: Request, session_id: IdIn) -> None:
    """Sign out somewhere else."""
    sessions.revoke_session(request.actor, session_id)


@router.get("/people", response=schemas.People, openapi_extra=SIGNED_IN)
def people(request: Request, q: str = "") -> schemas.People:
    """Colleagues whose name or login fits, for pickers."""
    return schemas.People(people=[show.person(ref) for ref in queries.find_people(request.actor, q)])
