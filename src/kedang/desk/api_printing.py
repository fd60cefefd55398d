"""A customer's archive on paper, over HTTP."""

from datetime import date
from urllib.parse import quote

from django.http import HttpResponse
from ninja import Router

from kedang.archive import rights
from kedang.desk import schemas
from kedang.desk.printing.paper import Period
from kedang.desk.printing.printed import Wanted, print_archive, printable_parts
from kedang.kit.doors import IdIn, Request, needs

router = Router()


@router.get("/customers/{int:id}/print/parts", response=schemas.PrintParts, openapi_extra=needs(rights.PRINT))
def print_parts(request: Request, id: IdIn) -> schemas.PrintParts:
    """What of a customer the caller may print, in the order of the paper."""
    return printable_parts(request.actor, id)


@router.get("/customers/{int:id}/print", openapi_extra=needs(rights.PRINT))
def print_customer(
    request: Request, id: IdIn, parts: str = "", since: date | None = None, until: date | None = None
) -> HttpResponse:
    """The whole archive as PDF, masked like the page and recorded. `parts`: only these, with commas between; `since` and `until`: the
    period of what happened, transactions and documents, local days, both included."""
    chosen = tuple(dict.fromkeys(code for code in parts.split(",") if code))
    printed = print_archive(request.actor, id, Wanted(chosen, Period(since, until)))
    response = HttpResponse(printed.pdf, content_type="application/pdf")
    name = quote(f"{printed.number}-v{printed.version}.pdf", safe="")
    response["Content-Disposition"] = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote('客户档案-')}{name}"
    return response
