"""Transactions and products over HTTP."""

from datetime import date

from ninja import Router

from kedang.commerce import presenting, products, recording, rights, schemas
from kedang.commerce.kinds import Kind
from kedang.commerce.reading import Filter
from kedang.kit.doors import IdIn, Request, needs

router = Router()
SEES = needs(rights.VIEW)
RECORDS = needs(rights.RECORD)
MANAGES = needs(rights.MANAGE)


@router.get("/transactions", response=schemas.TransactionPageOut, openapi_extra=SEES)
def transactions(
    request: Request,
    kind: Kind | None = None,
    since: date | None = None,
    until: date | None = None,
    customer: IdIn | None = None,
    overdue: bool = False,
    open: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.TransactionPageOut:
    """Transactions of all customers in sight, the latest first. `open`: invoices that still have to get something; `overdue`: those past
    their day, the longest overdue first."""
    wanted = Filter(kind or "", since, until, customer, overdue, open)
    return presenting.page(request.actor, wanted, cursor=cursor, limit=limit)


@router.get("/receivables", response=schemas.ReceivablesOut, openapi_extra=SEES)
def receivables(
    request: Request,
    currency: str = "",
    overdue: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.ReceivablesOut:
    """Who owes what by how long it has been due, the most overdue first. Without a currency it is the one most customers owe in."""
    return presenting.receivables(request.actor, currency=currency, overdue=overdue, cursor=cursor, limit=limit)


@router.put("/transactions", response=list[schemas.FateOut], openapi_extra=RECORDS)
def upsert(request: Request, body: schemas.BatchIn) -> list[schemas.FateOut]:
    """Record or bring up to date transactions of another system, by source and external id: sending twice changes nothing."""
    return presenting.upserted(request.actor, body)


@router.get("/customers/{int:id}/transactions", response=schemas.StandingOut, openapi_extra=SEES)
def of_customer(request: Request, id: IdIn, cursor: str | None = None, limit: int | None = None) -> schemas.StandingOut:
    """A customer's transactions, the latest first, and how it stands in each currency."""
    return presenting.standing(request.actor, id, cursor=cursor, limit=limit)


@router.post("/customers/{int:id}/transactions", response={201: schemas.Made}, openapi_extra=RECORDS)
def write_down(request: Request, id: IdIn, body: schemas.TransactionIn) -> schemas.Made:
    """Record a purchase, return, invoice or payment."""
    return schemas.Made(id=str(recording.write_down(request.actor, id, presenting.entry(body))))


@router.get("/customers/{int:id}/transactions/{sub}", response=schemas.WholeOut, openapi_extra=SEES)
def one(request: Request, id: IdIn, sub: IdIn) -> schemas.WholeOut:
    """A transaction with its lines."""
    return presenting.whole(request.actor, id, sub)


@router.patch("/customers/{int:id}/transactions/{sub}", response={204: None}, openapi_extra=RECORDS)
def correct(request: Request, id: IdIn, sub: IdIn, body: schemas.ChangesIn) -> None:
    """Correct a transaction; what it was stays in the history, sealed."""
    recording.correct(request.actor, id, sub, presenting.changes(body), version=body.version)


@router.post("/customers/{int:id}/transactions/{sub}/void", response={204: None}, openapi_extra=RECORDS)
def void(request: Request, id: IdIn, sub: IdIn, body: schemas.VersionIn) -> None:
    """A transaction counts no more; it is never deleted."""
    recording.void(request.actor, id, sub, version=body.version)


@router.get("/products", response=schemas.ProductPageOut, openapi_extra=SEES)
def list_products(
    request: Request, q: str = "", active: bool | None = None, cursor: str | None = None, limit: int | None = None
) -> schemas.ProductPageOut:
    """Products by code; `q` is part of a code or name."""
    found = products.listed(request.actor, text=q.strip(), active=active, cursor=cursor, limit=limit)
    return schemas.ProductPageOut(rows=[presenting.product(each) for each in found.rows], next=found.next)


@router.post("/products", response={201: schemas.ProductOut}, openapi_extra=MANAGES)
def make_product(request: Request, body: schemas.ProductIn) -> schemas.ProductOut:
    """A new product."""
    return presenting.product(products.make(request.actor, presenting.product_values(body)))


@router.patch("/products/{id}", response={204: None}, openapi_extra=MANAGES)
def change_product(request: Request, id: IdIn, body: schemas.ProductChangesIn) -> None:
    """Change a product or set it aside."""
    products.change(request.actor, id, presenting.product_values(body), version=body.version)
