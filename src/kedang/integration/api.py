"""The doors out."""

from typing import Literal
from urllib.parse import quote

from django.http import StreamingHttpResponse
from ninja import Router

from kedang.approvals.exporting import question_of
from kedang.archive import rights
from kedang.finding.conditions import parse
from kedang.finding.lists import NEWEST, ListQuery
from kedang.integration import asking, presenting, schemas
from kedang.integration.export import Export, prepare, stream
from kedang.kit.clock import now
from kedang.kit.doors import IdIn, Request, needs

router = Router()
EXPORTS = needs(rights.EXPORT)
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Form = Literal["csv", "xlsx"]


@router.get("/customers/export", openapi_extra=EXPORTS)
def export_customers(
    request: Request,
    format: Form = "xlsx",
    filter: str = "",
    sort: str = NEWEST,
    columns: str | None = None,
    trashed: bool = False,
) -> StreamingHttpResponse:
    """The customers of a list as a file, masked as one's export modes say. Without `columns`, every field. More than one may export a
    day need an approval of this filter, which is found by itself."""
    return _file(prepare(request.actor, _query(filter, sort, columns, trashed=trashed)), format)


@router.get("/customers/export/ahead", response=schemas.ExportAhead, openapi_extra=EXPORTS)
def export_ahead(
    request: Request, filter: str = "", sort: str = NEWEST, columns: str | None = None, trashed: bool = False
) -> schemas.ExportAhead:
    """How many customers an export would take along, and whether it needs an approval."""
    return presenting.ahead(*asking.look_ahead(request.actor, _query(filter, sort, columns, trashed=trashed)))


@router.post("/export-requests", response={201: schemas.ExportRequestMade}, openapi_extra=EXPORTS)
def ask_to_export(request: Request, body: schemas.ExportRequestIn) -> schemas.ExportRequestMade:
    """Ask for an export of more customers than one may export by oneself."""
    query = _query(body.filter, body.sort, body.columns, trashed=body.trashed)
    made = asking.ask(request.actor, query, purpose=body.purpose, words=body.words)
    return schemas.ExportRequestMade(id=str(made.id))


@router.get("/export-requests/{int:id}/file", openapi_extra=EXPORTS)
def fetch_export(request: Request, id: IdIn, format: Form = "xlsx") -> StreamingHttpResponse:
    """The export one asked for, made now; each fetch is counted and on record."""
    return _file(prepare(request.actor, question_of(request.actor, id)), format)


def _query(filter: str, sort: str, columns: str | None, *, trashed: bool) -> ListQuery:
    chosen = tuple(code for code in columns.split(",") if code) if columns is not None else None
    return ListQuery(filter=parse(filter), sort=sort or NEWEST, columns=chosen, trashed=trashed)


def _file(export: Export, form: Form) -> StreamingHttpResponse:
    response = StreamingHttpResponse(stream(export, form), content_type=_TYPES[form])
    name = f"{now():%Y-%m-%d}-{export.mark.number}.{form}" if export.mark else f"{now():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = (
        f"attachment; filename=\"customers-{name}\"; filename*=UTF-8''{quote(f'客户-{name}')}"
    )
    return response
