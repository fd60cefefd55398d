"""The doors out."""

from typing import Literal
from urllib.parse import quote

from django.http import StreamingHttpResponse
from ninja import Router

from kedang.archive import rights
from kedang.finding.conditions import parse
from kedang.finding.lists import NEWEST, ListQuery
from kedang.integration.export import prepare, stream
from kedang.kit.clock import now
from kedang.kit.doors import Request, needs

router = Router()
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/customers/export", openapi_extra=needs(rights.EXPORT))
def export_customers(
    request: Request,
    format: Literal["csv", "xlsx"] = "xlsx",
    filter: str = "",
    sort: str = NEWEST,
    columns: str | None = None,
    trashed: bool = False,
) -> StreamingHttpResponse:
    """The customers of a list as a file, masked as one's export modes say. Without `columns`, every field."""
    chosen = tuple(code for code in columns.split(",") if code) if columns is not None else None
    query = ListQuery(filter=parse(filter), sort=sort or NEWEST, columns=chosen, trashed=trashed)
    export = prepare(request.actor, query)
    response = StreamingHttpResponse(stream(export, format), content_type=_TYPES[format])
    name = f"{now():%Y-%m-%d}.{format}"
    response["Content-Disposition"] = (
        f"attachment; filename=\"customers-{name}\"; filename*=UTF-8''{quote(f'客户-{name}')}"
    )
    return response
