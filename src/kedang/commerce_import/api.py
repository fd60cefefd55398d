"""Imports of transactions over HTTP."""

from django.http import StreamingHttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from kedang.archive import rights as archive_rights
from kedang.commerce import rights
from kedang.commerce_import import presenting, reports, runs, schemas
from kedang.kit.doors import IdIn, Request, needs

router = Router()
IMPORT = needs(archive_rights.IMPORT)
RECORD = needs(rights.RECORD)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.post("/transaction-imports", response={201: schemas.LedgerRunOut}, openapi_extra=RECORD)
def upload_transactions(request: Request, file: File[UploadedFile], source: Form[str] = "") -> schemas.LedgerRunOut:
    """Send a file of transactions (xlsx, csv, csv.gz …). A worker looks into it at once; ask for the run until it is inspected."""
    run = runs.upload(request.actor, file.chunks(), filename=file.name or "", source=source)
    return presenting.run_out(request.actor, run)


@router.get("/transaction-imports", response=schemas.LedgerRunsOut, openapi_extra=IMPORT)
def list_imports(request: Request, cursor: str | None = None, limit: int | None = None) -> schemas.LedgerRunsOut:
    """One's own imports, newest first; everybody's for who sees all customers."""
    return presenting.runs_out(request.actor, cursor=cursor, limit=limit)


@router.get("/transaction-imports/{id}", response=schemas.LedgerRunOut, openapi_extra=IMPORT)
def get_import(request: Request, id: IdIn) -> schemas.LedgerRunOut:
    """One import with its progress, counts, reasons and sums."""
    return presenting.run_out(request.actor, runs.load_run(request.actor, id))


@router.get("/transaction-imports/{id}/inspection", response=schemas.LedgerInspectionOut, openapi_extra=IMPORT)
def inspection(request: Request, id: IdIn) -> schemas.LedgerInspectionOut:
    """What was found in the file: sheets, columns with samples, and what each means."""
    return presenting.inspection_out(request.actor, id)


@router.put("/transaction-imports/{id}/mapping", response=schemas.LedgerInspectionOut, openapi_extra=RECORD)
def set_mapping(request: Request, id: IdIn, body: schemas.LedgerMappingIn) -> schemas.LedgerInspectionOut:
    """Correct what was found; what is left out of the body stays as it is."""
    runs.choose(request.actor, id, presenting.choice_of(body))
    return presenting.inspection_out(request.actor, id)


@router.post("/transaction-imports/{id}/check", response=schemas.LedgerRunOut, openapi_extra=RECORD)
def check_import(request: Request, id: IdIn) -> schemas.LedgerRunOut:
    """Judge every line without recording any."""
    return presenting.run_out(request.actor, runs.check(request.actor, id))


@router.post("/transaction-imports/{id}/commit", response=schemas.LedgerRunOut, openapi_extra=RECORD)
def commit_import(request: Request, id: IdIn) -> schemas.LedgerRunOut:
    """Record the lines; or go on with an import that stopped."""
    return presenting.run_out(request.actor, runs.commit(request.actor, id))


@router.post("/transaction-imports/{id}/cancel", response=schemas.LedgerRunOut, openapi_extra=RECORD)
def cancel_import(request: Request, id: IdIn) -> schemas.LedgerRunOut:
    """Stop at the next batch. What was recorded stays recorded: go on later."""
    return presenting.run_out(request.actor, runs.cancel(request.actor, id))


@router.get("/transaction-imports/{id}/lines", response=schemas.LedgerLinesOut, openapi_extra=IMPORT)
def list_lines(
    request: Request,
    id: IdIn,
    fate: schemas.FateFilter | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.LedgerLinesOut:
    """The lines of the file and what became of them, or would; all or those of one fate."""
    return presenting.lines_out(request.actor, id, fate=fate, cursor=cursor, limit=limit)


@router.post("/transaction-imports/{id}/reports", response={201: schemas.LedgerReportOut}, openapi_extra=IMPORT)
def ask_for_report(request: Request, id: IdIn, body: schemas.LedgerReportIn) -> schemas.LedgerReportOut:
    """Have the result workbook written in the background: one line for every line of the file, or for those of one fate. Only who
    brought the file gets its cells back. Asked again, it is the one that is there or under way."""
    return presenting.report_out(request.actor, reports.ask(request.actor, id, only=body.fate or ""))


@router.get("/transaction-reports/{id}", response=schemas.LedgerReportOut, openapi_extra=IMPORT)
def get_report(request: Request, id: IdIn) -> schemas.LedgerReportOut:
    """A result one asked for oneself, and how far it is."""
    return presenting.report_out(request.actor, reports.load(request.actor, id))


@router.get("/transaction-reports/{id}/file", openapi_extra=IMPORT)
def download_report(request: Request, id: IdIn) -> StreamingHttpResponse:
    """The workbook, as soon as it is ready; for a day."""
    found, pieces = reports.content(request.actor, id)
    response = StreamingHttpResponse(pieces, content_type=_XLSX)
    response["Content-Length"] = str(found.size)
    response["Content-Disposition"] = f'attachment; filename="transactions-{found.run_id}.xlsx"'
    return response
