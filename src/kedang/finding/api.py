"""Search and lists: the doors through which many customers are read at once."""

import orjson
from django.http import HttpResponse
from ninja import Router

from kedang.archive import rights
from kedang.finding import list_schemas as schemas
from kedang.finding.conditions import parse
from kedang.finding.lists import NEWEST, ListQuery, count_customers, list_customers
from kedang.finding.search import Hits, search
from kedang.kit.doors import Request, needs

router = Router()


def _json(body: object) -> HttpResponse:
    return HttpResponse(orjson.dumps(body, option=orjson.OPT_UTC_Z), content_type="application/json")


def _named(pair: tuple[int, str] | None) -> dict[str, str] | None:
    return {"id": str(pair[0]), "name": pair[1]} if pair else None


def _hits(found: Hits) -> dict[str, object]:
    rows = [
        {
            "id": str(hit.id),
            "number": hit.number,
            "external_id": hit.external_id,
            "name": hit.name,
            "kind": hit.kind,
            "owner": _named(hit.owner),
            "department": _named(hit.department),
            "matched": hit.matched,
        }
        for hit in found.hits
    ]
    return {"hits": rows, "count": {"value": found.count, "capped": found.capped}}


@router.get("/search", response=schemas.SearchHits, openapi_extra=needs(rights.VIEW))
def search_customers(request: Request, q: str = "", limit: int | None = None) -> HttpResponse:
    """Find customers by anything one remembers of them."""
    return _json(_hits(search(request.actor, q, limit=limit)))


def _query(filter: str, sort: str, columns: str | None, *, trashed: bool) -> ListQuery:
    chosen = tuple(code for code in columns.split(",") if code) if columns is not None else None
    return ListQuery(filter=parse(filter), sort=sort or NEWEST, columns=chosen, trashed=trashed)


@router.get("/customers", response=schemas.CustomerList, openapi_extra=needs(rights.VIEW))
def customers(
    request: Request,
    filter: str = "",
    sort: str = NEWEST,
    columns: str | None = None,
    cursor: str = "",
    limit: int | None = None,
    trashed: bool = False,
) -> HttpResponse:
    """One page of the customers one may see. `filter` is a JSON list of `{field, op, value}`, joined by AND."""
    query = _query(filter, sort, columns, trashed=trashed)
    page = list_customers(request.actor, query, cursor=cursor, limit=limit)
    count = {"value": page.count, "capped": page.capped}
    return _json({"rows": page.rows, "next": page.next, "count": count, "limited_to_own": page.limited_to_own})


@router.get("/customers/count", response=schemas.ExactCount, openapi_extra=needs(rights.VIEW))
def customer_count(request: Request, filter: str = "", trashed: bool = False) -> HttpResponse:
    """How many customers a filter leaves, counted to the last; this may take seconds."""
    value, limited = count_customers(request.actor, _query(filter, NEWEST, None, trashed=trashed))
    return _json({"value": value, "limited_to_own": limited})
