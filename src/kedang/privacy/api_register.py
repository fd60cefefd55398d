"""Privacy over HTTP: the register, the lists, and what is decided."""

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.privacy import (
    activities,
    erasing,
    ledger,
    papers,
    policy,
    presenting,
    purposes,
    retention,
    rights,
    schemas,
    unfounded,
)
from kedang.privacy.purposes import PurposeDraft

router = Router()
SEES, HANDLES, MANAGES = needs(rights.VIEW), needs(rights.REQUESTS), needs(rights.MANAGE)
DECIDES, EITHER = needs(rights.CONFIRM), needs(rights.ERASE, rights.CONFIRM)


@router.get("/privacy/register", response=schemas.RegisterOut, openapi_extra=SEES)
def register(request: Request) -> schemas.RegisterOut:
    """The purposes, the versions of the notice, and the rules in force."""
    return presenting.register(request.actor)


@router.get("/privacy/register.csv", openapi_extra=SEES)
def register_sheet(request: Request) -> HttpResponse:
    """The register of processing activities as a sheet."""
    answer = HttpResponse(activities.sheet(request.actor).encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="processing-activities.csv"'
    return answer


@router.get("/privacy/unfounded", response=list[schemas.UnfoundedOut], openapi_extra=SEES)
def unfounded_fields(request: Request) -> list[schemas.UnfoundedOut]:
    """Fields with data that no live purpose may use."""
    return unfounded.unfounded(request.actor)


@router.put("/privacy/policy", response={204: None}, openapi_extra=MANAGES)
def change_policy(request: Request, body: schemas.PrivacyPolicyIn) -> None:
    """Put other periods and rules in force."""
    policy.change(request.actor, **body.model_dump())


@router.post("/privacy/purposes", response={201: schemas.PrivacyMade}, openapi_extra=MANAGES)
def add_purpose(request: Request, body: schemas.PurposeIn) -> schemas.PrivacyMade:
    """Enter a purpose into the register."""
    return schemas.PrivacyMade(id=str(purposes.add_purpose(request.actor, PurposeDraft(**body.model_dump()))))


@router.put("/privacy/purposes/{id}", response={204: None}, openapi_extra=MANAGES)
def change_purpose(request: Request, id: IdIn, body: schemas.PurposeChangeIn) -> None:
    """Say a purpose anew."""
    draft = PurposeDraft(**body.model_dump(exclude={"version"}))
    purposes.change_purpose(request.actor, id, draft, version=body.version)


@router.post("/privacy/purposes/{id}/end", response={204: None}, openapi_extra=MANAGES)
def end_purpose(request: Request, id: IdIn, body: schemas.PrivacyVersionIn) -> None:
    """Nothing is done for this purpose any more."""
    purposes.end_purpose(request.actor, id, version=body.version)


@router.post("/privacy/notices", response={201: schemas.PrivacyMade}, openapi_extra=MANAGES)
def publish_notice(request: Request, body: schemas.NoticeIn) -> schemas.PrivacyMade:
    """Publish the next version of the privacy notice."""
    return schemas.PrivacyMade(id=str(purposes.publish_notice(request.actor, **body.model_dump())))


@router.get("/privacy/requests", response=schemas.RequestsOut, openapi_extra=HANDLES)
def list_requests(request: Request, state: Literal["waiting", "closed"] = "waiting") -> schemas.RequestsOut:
    """Requests about personal data, the most urgent first, and new customers who were erased before."""
    return presenting.requests(request.actor, state)


@router.post("/customers/{int:id}/comeback/settle", response={204: None}, openapi_extra=HANDLES)
def settle_comeback(request: Request, id: IdIn) -> None:
    """There is a new ground to hold the data of somebody who was erased before."""
    ledger.settle(request.actor, id)


@router.get("/privacy/retention", response=schemas.RetentionOut, openapi_extra=EITHER)
def retention_schedule(
    request: Request, purpose: IdIn | None = None, months: Annotated[int | None, Query(ge=1, le=1200)] = None
) -> schemas.RetentionOut:
    """Customers whose data no purpose holds any more; or, with a purpose and months, who would be if it said these."""
    return retention.schedule(request.actor, purpose_id=purpose, months=months)


@router.post("/privacy/retention", response={201: schemas.RetentionDone}, openapi_extra=needs(rights.ERASE))
def propose_disposal(request: Request, body: schemas.RetentionIn) -> schemas.RetentionDone:
    """Propose to erase customers who are past their period."""
    return schemas.RetentionDone(proposed=retention.propose(request.actor, body.customer_ids))


@router.get("/privacy/erasures", response=schemas.ErasuresOut, openapi_extra=EITHER)
def list_erasures(request: Request) -> schemas.ErasuresOut:
    """Erasures proposed, restrictions with their day, and what was done."""
    return presenting.erasures(request.actor)


@router.post("/privacy/erasures/{id}/confirm", response=schemas.DecidedOut, openapi_extra=DECIDES)
def confirm_erasure(request: Request, id: IdIn, body: schemas.PrivacyVersionIn) -> schemas.DecidedOut:
    """Confirm an erasure: the customer is erased, or restricted when something has to be kept."""
    return schemas.DecidedOut(state=erasing.confirm(request.actor, id, version=body.version))


@router.post("/privacy/erasures/{id}/reject", response={204: None}, openapi_extra=DECIDES)
def reject_erasure(request: Request, id: IdIn, body: schemas.PrivacyVersionIn) -> None:
    """Reject an erasure: the customer stays as it is."""
    erasing.reject(request.actor, id, version=body.version)


@router.post("/privacy/erasures/{id}/release", response={204: None}, openapi_extra=DECIDES)
def release_restricted(request: Request, id: IdIn, body: schemas.PrivacyVersionIn) -> None:
    """Work with a restricted customer again."""
    erasing.release(request.actor, id, version=body.version)


@router.post("/privacy/erasures/{id}/look", response=schemas.RestrictedOut, openapi_extra=needs(rights.RESTRICTED))
def look_at_restricted(request: Request, id: IdIn, body: schemas.RestrictedLookIn) -> schemas.RestrictedOut:
    """A restricted customer, for a reason that is recorded."""
    return presenting.look(request.actor, id, body.reason)


@router.get("/privacy/erasures/{id}/certificate.pdf", openapi_extra=EITHER)
def certificate(request: Request, id: IdIn) -> HttpResponse:
    """The certificate of an erasure or restriction."""
    number, paper = papers.certificate(request.actor, id)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="erasure-{number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
