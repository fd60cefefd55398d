"""Signing in: the password, and then whatever is missing, step by step in one browser."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from ninja import Router
from ninja.responses import Status

from kedang.accounts import pending, schemas, signing_in
from kedang.accounts import presenting as show
from kedang.accounts import schemas_factors as shapes
from kedang.accounts.auth import visitor
from kedang.accounts.passkeys import Party, party
from kedang.accounts.places import DEVICE_COOKIE
from kedang.accounts.sessions import OpenedSession
from kedang.kit.doors import PUBLIC, Request
from kedang.kit.env import settings
from kedang.kit.errors import INVALID

router = Router()
Answered = Status[Any]


@router.post("/session", response={200: schemas.Me, 202: shapes.NextStep}, auth=visitor, openapi_extra=PUBLIC)
def sign_in(request: Request, body: schemas.SignInIn, response: HttpResponse) -> Answered:
    """Sign in; the answer sets the session cookie, or with 202 says what is still missing."""
    device = device_of(request)
    outcome = signing_in.sign_in(request.actor, login=body.login, password=body.password, device=device)
    return _answer(request, response, outcome, [])


@router.post("/session/step", response={200: shapes.Entered, 202: shapes.NextStep}, auth=visitor, openapi_extra=PUBLIC)
def step(request: Request, body: shapes.StepIn, response: HttpResponse) -> Answered:
    """The next step of the sign-in that this browser began, or what that step has to be told first."""
    if body.ask is not None:
        return Status(202, _ask(request, body.ask, response))
    outcome, codes = _step(request, body)
    return _answer(request, response, outcome, codes)


def device_of(request: Request) -> str:
    """What this browser shows of earlier sign-ins."""
    return request.COOKIES.get(DEVICE_COOKIE, "")


def party_of(request: Request) -> Party:
    """Who asks a passkey: us, at our public address or at the one that was typed."""
    return party(public_url=settings().public_url, scheme=request.scheme or "http", host=request.get_host())


def _ask(request: Request, what: str, response: HttpResponse) -> shapes.NextStep:
    secret = request.COOKIES.get(pending.PENDING_COOKIE, "")
    if what == "totp":
        enrolment = shapes.Enrolment(**asdict(signing_in.begin_enrolment(secret)))
        return shapes.NextStep(step="enrol", ways=[], totp=enrolment)
    options, fresh = signing_in.ask_passkey(party_of(request), secret=secret)
    if fresh is not None:
        show.bind(response, fresh)
    return shapes.NextStep(step="code", ways=["passkey"], passkey=options)


def _step(request: Request, body: shapes.StepIn) -> tuple[OpenedSession | pending.Waiting, list[str]]:
    visitor, device = request.actor, device_of(request)
    secret = request.COOKIES.get(pending.PENDING_COOKIE, "")
    if body.passkey is not None:
        where = party_of(request)
        found = signing_in.sign_in_with_passkey(visitor, where, secret=secret, answer=body.passkey, device=device)
        return found, []
    if body.password is not None:
        return signing_in.renew_password(visitor, secret=secret, password=body.password, device=device), []
    if body.code is None:
        raise INVALID(what="code, passkey, password")
    if pending.waiting(secret, pending.CODE, pending.ENROL).step == pending.ENROL:
        enrolled = signing_in.finish_enrolment(visitor, secret=secret, code=body.code, device=device)
        return enrolled.next, enrolled.codes
    return signing_in.sign_in_with_code(visitor, secret=secret, code=body.code, device=device), []


def _answer(
    request: Request, response: HttpResponse, outcome: OpenedSession | pending.Waiting, codes: list[str]
) -> Answered:
    if isinstance(outcome, pending.Waiting):
        return Status(202, show.keep_waiting(response, outcome))
    show.keep_cookie(response, outcome)
    show.keep_device(response, outcome)
    response.delete_cookie(pending.PENDING_COOKIE, path="/api", samesite="Strict")
    rotate_token(request)
    me = show.me(outcome.user.id, language=request.actor.language)
    return Status(200, shapes.Entered(**me.model_dump(), recovery_codes=codes))
