"""Privacy over HTTP: one customer's consents, requests and erasure."""

from urllib.parse import quote

import orjson
from django.http import HttpResponse
from ninja import Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.privacy import consents, copies, erasing, papers, presenting, requests, rights, schemas
from kedang.privacy.api_register import router as register
from kedang.privacy.consents import ConsentDraft
from kedang.privacy.requests import RequestDraft

router = Router()
router.add_router("", register)
SEES, RECORDS, HANDLES = needs(rights.VIEW), needs(rights.RECORD), needs(rights.REQUESTS)


def download(name: str, kind: str, content: bytes) -> HttpResponse:
    """A file to be kept, and not shown by the browser."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer


@router.get("/customers/{int:id}/privacy", response=schemas.CustomerPrivacyOut, openapi_extra=SEES)
def privacy_of_customer(request: Request, id: IdIn) -> schemas.CustomerPrivacyOut:
    """What a customer agreed to and asked for, and whether it is to be erased."""
    return presenting.of_customer(request.actor, id)


@router.post("/customers/{int:id}/consents", response={201: schemas.PrivacyMade}, openapi_extra=RECORDS)
def give_consent(request: Request, id: IdIn, body: schemas.ConsentIn) -> schemas.PrivacyMade:
    """Record one consent to one act of one purpose."""
    return schemas.PrivacyMade(id=str(consents.give(request.actor, id, ConsentDraft(**body.model_dump()))))


@router.post("/customers/{int:id}/consents/{sub}/withdraw", response={204: None}, openapi_extra=RECORDS)
def withdraw_consent(request: Request, id: IdIn, sub: IdIn) -> None:
    """Take a consent back."""
    consents.withdraw(request.actor, id, sub)


@router.post("/customers/{int:id}/data-requests", response={201: schemas.PrivacyMade}, openapi_extra=HANDLES)
def take_down_request(request: Request, id: IdIn, body: schemas.RequestIn) -> schemas.PrivacyMade:
    """Write down what a person asks for; the clock runs in working days."""
    return schemas.PrivacyMade(id=str(requests.take_down(request.actor, id, RequestDraft(**body.model_dump()))))


@router.post("/customers/{int:id}/data-requests/{sub}/identify", response={204: None}, openapi_extra=HANDLES)
def identify_requester(request: Request, id: IdIn, sub: IdIn, body: schemas.IdentifyIn) -> None:
    """Say how it is known that the person who asks is the customer."""
    requests.identify(request.actor, id, sub, how=body.how, version=body.version)


@router.post("/customers/{int:id}/data-requests/{sub}/answer", response={204: None}, openapi_extra=HANDLES)
def answer_request(request: Request, id: IdIn, sub: IdIn, body: schemas.RequestAnswerIn) -> None:
    """What was asked for is done."""
    requests.answer(request.actor, id, sub, words=body.words, version=body.version)


@router.post("/customers/{int:id}/data-requests/{sub}/refuse", response={204: None}, openapi_extra=HANDLES)
def refuse_request(request: Request, id: IdIn, sub: IdIn, body: schemas.RequestRefusalIn) -> None:
    """What was asked for is not done, and why."""
    requests.refuse(request.actor, id, sub, reason=body.reason, words=body.words, version=body.version)


@router.get("/customers/{int:id}/data-requests/{sub}/copy.json", openapi_extra=HANDLES)
def copy_for_programs(request: Request, id: IdIn, sub: IdIn) -> HttpResponse:
    """The copy of their data somebody asked for, for programs."""
    made = copies.make(request.actor, id, sub)
    content = orjson.dumps(copies.for_programs(made, request.actor.language), option=orjson.OPT_INDENT_2)
    return download(f"{made.number}.json", "application/json", content)


@router.get("/customers/{int:id}/data-requests/{sub}/copy.pdf", openapi_extra=HANDLES)
def copy_for_people(request: Request, id: IdIn, sub: IdIn) -> HttpResponse:
    """The copy of their data somebody asked for, for reading."""
    made = copies.make(request.actor, id, sub)
    return download(f"{made.number}.pdf", "application/pdf", papers.readable_copy(made, request.actor.language))


@router.post("/customers/{int:id}/erasures", response={201: schemas.PrivacyMade}, openapi_extra=needs(rights.ERASE))
def propose_erasure(request: Request, id: IdIn, body: schemas.ErasureIn) -> schemas.PrivacyMade:
    """Propose to erase a customer. Nothing happens to it until somebody else confirms."""
    made = erasing.propose(request.actor, id, reason=body.reason, request_id=body.request_id)
    return schemas.PrivacyMade(id=str(made))
