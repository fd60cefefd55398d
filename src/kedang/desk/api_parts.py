"""The rows that hang on one customer over HTTP: names, identifiers, contact points, addresses."""

from ninja import Router

from kedang.archive import parts, rights
from kedang.desk import bodies, page, schemas
from kedang.kit.doors import IdIn, Request, needs

router = Router()
EDIT = needs(rights.EDIT)
Page = schemas.PageOut


@router.post("/customers/{int:id}/names", response={201: Page}, openapi_extra=EDIT)
def add_name(request: Request, id: IdIn, body: bodies.NameIn) -> Page:
    """Add a former, short, brand or English name."""
    return page.page_of(request.actor, parts.add_name(request.actor, id, **body.model_dump()))


@router.patch("/customers/{int:id}/names/{sub}", response=Page, openapi_extra=EDIT)
def change_name(request: Request, id: IdIn, sub: IdIn, body: bodies.NameChange) -> Page:
    """Change another name."""
    return page.page_of(request.actor, parts.change_name(request.actor, id, sub, body.given()))


@router.delete("/customers/{int:id}/names/{sub}", response=Page, openapi_extra=EDIT)
def remove_name(request: Request, id: IdIn, sub: IdIn) -> Page:
    """Take another name away."""
    return page.page_of(request.actor, parts.remove_name(request.actor, id, sub))


@router.post("/customers/{int:id}/identifiers", response={201: Page}, openapi_extra=EDIT)
def add_identifier(request: Request, id: IdIn, body: bodies.IdentifierIn) -> Page:
    """Add a document or registration number."""
    return page.page_of(request.actor, parts.add_identifier(request.actor, id, **body.model_dump()))


@router.patch("/customers/{int:id}/identifiers/{sub}", response=Page, openapi_extra=EDIT)
def change_identifier(request: Request, id: IdIn, sub: IdIn, body: bodies.IdentifierChange) -> Page:
    """Replace a document or registration number."""
    return page.page_of(request.actor, parts.change_identifier(request.actor, id, sub, value=body.value))


@router.delete("/customers/{int:id}/identifiers/{sub}", response=Page, openapi_extra=EDIT)
def remove_identifier(request: Request, id: IdIn, sub: IdIn) -> Page:
    """Take a document or registration number away."""
    return page.page_of(request.actor, parts.remove_identifier(request.actor, id, sub))


@router.post("/customers/{int:id}/contact-points", response={201: Page}, openapi_extra=EDIT)
def add_point(request: Request, id: IdIn, body: bodies.PointIn) -> Page:
    """Add a phone, email, WeChat or other way to reach the customer."""
    return page.page_of(request.actor, parts.add_point(request.actor, id, body.draft()))


@router.patch("/customers/{int:id}/contact-points/{sub}", response=Page, openapi_extra=EDIT)
def change_point(request: Request, id: IdIn, sub: IdIn, body: bodies.PointChange) -> Page:
    """Change a contact point's value, label or preference."""
    return page.page_of(request.actor, parts.change_point(request.actor, id, sub, body.given()))


@router.delete("/customers/{int:id}/contact-points/{sub}", response=Page, openapi_extra=EDIT)
def remove_point(request: Request, id: IdIn, sub: IdIn) -> Page:
    """Take a contact point away."""
    return page.page_of(request.actor, parts.remove_point(request.actor, id, sub))


@router.post("/customers/{int:id}/addresses", response={201: Page}, openapi_extra=EDIT)
def add_address(request: Request, id: IdIn, body: bodies.AddressIn) -> Page:
    """Add an address; its region is read from the text."""
    return page.page_of(request.actor, parts.add_address(request.actor, id, **body.model_dump()))


@router.patch("/customers/{int:id}/addresses/{sub}", response=Page, openapi_extra=EDIT)
def change_address(request: Request, id: IdIn, sub: IdIn, body: bodies.AddressChange) -> Page:
    """Change an address."""
    return page.page_of(request.actor, parts.change_address(request.actor, id, sub, body.given()))


@router.delete("/customers/{int:id}/addresses/{sub}", response=Page, openapi_extra=EDIT)
def remove_address(request: Request, id: IdIn, sub: IdIn) -> Page:
    """Take an address away."""
    return page.page_of(request.actor, parts.remove_address(request.actor, id, sub))
