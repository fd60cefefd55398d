"""Search and lists: the doors through which many customers are read at once."""

import orjson
from django.http import HttpResponse
from ninja import Router

from kedang.archive import list_schemas as schemas
from kedang.archive import rights
from kedang.archive.search import Hits, search
from kedang.kit.doors import Request, needs

router = Router()


def _json(body: object) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), content_type="application/json")


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
