"""The portal over HTTP, for customers. One address is open to all; behind it nothing takes the id of a customer."""

from django.http import HttpResponse
from ninja import Router

from kedang.accounts.auth import visitor
from kedang.kit.doors import CUSTOMER, PUBLIC, IdIn, Request
from kedang.portal import agreeing, correcting, entering, looking, schemas, sessions
from kedang.portal.sessions import Guest, customer_session
from kedang.verification.wording import sender_name

router = Router()
Page = schemas.PortalOut


class CustomerRequest(Request):
    """A request of a customer who is in."""

    guest: Guest


@router.post("/self-service/session", response=schemas.PortalDoorOut, auth=visitor, openapi_extra=PUBLIC)
def open_portal(request: Request, response: HttpResponse, body: schemas.PortalDoorIn) -> schemas.PortalDoorOut:
    """Open a link: without a code one is sent; the right code begins a session of 30 minutes."""
    entered = entering.enter(request.actor, body.token, body.code)
    if entered.secret:
        sessions.keep_cookie(response, entered.secret)
    return schemas.PortalDoorOut(organisation=sender_name(), inside=bool(entered.secret), spoken=entered.spoken)


@router.get("/self-service", response=Page, auth=customer_session, openapi_extra=CUSTOMER)
def portal_page(request: CustomerRequest) -> Page:
    """What we hold of the customer, as far as it is shown."""
    return looking.page(request.guest)


@router.post("/self-service/corrections", response=Page, auth=customer_session, openapi_extra=CUSTOMER)
def send_corrections(request: CustomerRequest, body: schemas.PortalCorrectionsIn) -> Page:
    """Say what is wrong; somebody looks at it before anything changes."""
    correcting.correct(request.guest, body.values)
    return looking.page(request.guest)


@router.post("/self-service/confirmation", response=Page, auth=customer_session, openapi_extra=CUSTOMER)
def confirm_record(request: CustomerRequest) -> Page:
    """All correct."""
    agreeing.confirm(request.guest)
    return looking.page(request.guest)


@router.post("/self-service/consents", response=Page, auth=customer_session, openapi_extra=CUSTOMER)
def agree(request: CustomerRequest, body: schemas.PortalConsentIn) -> Page:
    """Consent to a purpose."""
    agreeing.consent(request.guest, purpose_id=body.purpose_id, notice=body.notice)
    return looking.page(request.guest)


@router.post("/self-service/consents/{id}/withdraw", response=Page, auth=customer_session, openapi_extra=CUSTOMER)
def disagree(request: CustomerRequest, id: IdIn) -> Page:
    """Withdraw a consent."""
    agreeing.withdraw(request.guest, id)
    return looking.page(request.guest)


@router.post("/self-service/requests", response=Page, auth=customer_session, openapi_extra=CUSTOMER)
def ask_about_data(request: CustomerRequest, body: schemas.PortalRequestIn) -> Page:
    """Ask about one's data."""
    agreeing.ask(request.guest, kind=body.kind, words=body.words)
    return looking.page(request.guest)


@router.post("/self-service/leave", response={204: None}, auth=customer_session, openapi_extra=CUSTOMER)
def leave_portal(request: CustomerRequest, response: HttpResponse) -> None:
    """End the session."""
    sessions.leave(request.guest)
    sessions.drop_cookie(response)
