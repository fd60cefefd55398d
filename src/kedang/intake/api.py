"""Imports, and creating one customer, over HTTP."""

import io

from django.http import HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from kedang.archive import rights as archive_rights
from kedang.intake import file, lifecycle, mapping, presenting, report, rights, runs, undo
from kedang.intake.parse import parse_text
from kedang.intake.schemas import (
    CheckedOut,
    CheckIn,
    CreatedOut,
    CreateIn,
    FateFilter,
    HitOut,
    InspectionOut,
    MappingIn,
    OutlookOut,
    ParsedOut,
    ParseIn,
    RowsOut,
    RunOut,
    RunsOut,
    TouchedOut,
    UndoIn,
    ValueOut,
)
from kedang.intake.upload import upload
from kedang.kit.doors import IdIn, Request, needs
from kedang.kit.malware import scanning

router = Router()
IMPORT = needs(archive_rights.IMPORT)
CREATE = needs(archive_rights.CREATE)
UNDO = needs(rights.UNDO)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.post("/imports", response={201: RunOut}, openapi_extra=IMPORT)
def upload_file(request: Request, file: File[UploadedFile], source: Form[str] = "") -> RunOut:
    """Send a file (xlsx, xls, csv, tsv, vcf …). A worker looks into it at once; ask for the run until it is inspected."""
    run = upload(request.actor, file.chunks(), filename=file.name or "", source=source)
    return presenting.run_out(request.actor, run)


@router.get("/imports", response=RunsOut, openapi_extra=IMPORT)
def list_runs(request: Request, cursor: str | None = None, limit: int | None = None) -> RunsOut:
    """One's own imports, newest first; everybody's for who sees all customers."""
    page = runs.runs_of(request.actor, cursor=cursor, limit=limit)
    rows = [presenting.run_out(request.actor, run) for run in page.runs]
    return RunsOut(rows=rows, next=page.next, scanning=scanning())


@router.get("/imports/{id}", response=RunOut, openapi_extra=IMPORT)
def get_run(request: Request, id: IdIn) -> RunOut:
    """One import with its progress and counts."""
    return presenting.run_out(request.actor, runs.run_of(request.actor, id))


@router.get("/imports/{id}/inspection", response=InspectionOut, openapi_extra=IMPORT)
def inspection(request: Request, id: IdIn) -> InspectionOut:
    """What was found in the file: sheets, kind, columns with samples before and after standardising."""
    run, findings = runs.inspected(request.actor, id)
    return presenting.inspection_out(request.actor, run, findings)


@router.put("/imports/{id}/mapping", response=InspectionOut, openapi_extra=IMPORT)
def set_mapping(request: Request, id: IdIn, body: MappingIn) -> InspectionOut:
    """Correct what was found; what is left out of the body stays as it is."""
    mapping.choose(request.actor, id, presenting.choice_of(body))
    run, findings = runs.inspected(request.actor, id)
    return presenting.inspection_out(request.actor, run, findings)


@router.post("/imports/{id}/check", response=RunOut, openapi_extra=IMPORT)
def check_run(request: Request, id: IdIn) -> RunOut:
    """Judge every row without filing any."""
    return presenting.run_out(request.actor, lifecycle.check(request.actor, id))


@router.post("/imports/{id}/commit", response=RunOut, openapi_extra=IMPORT)
def commit_run(request: Request, id: IdIn) -> RunOut:
    """File the rows; or go on with an import that stopped."""
    return presenting.run_out(request.actor, lifecycle.commit(request.actor, id))


@router.post("/imports/{id}/cancel", response=RunOut, openapi_extra=IMPORT)
def cancel_run(request: Request, id: IdIn) -> RunOut:
    """Stop at the next batch. What was filed stays filed: go on later, or undo it."""
    return presenting.run_out(request.actor, lifecycle.cancel(request.actor, id))


@router.get("/imports/{id}/rows", response=RowsOut, openapi_extra=IMPORT)
def list_rows(
    request: Request, id: IdIn, fate: FateFilter | None = None, cursor: str | None = None, limit: int | None = None
) -> RowsOut:
    """The source rows and what became of them, or would; all, those of one fate, or those that look like somebody."""
    page = runs.fates_of(request.actor, id, fate=fate, cursor=cursor, limit=limit)
    presenter = presenting.RowPresenter(request.actor, page.run)
    return RowsOut(rows=[presenter.row(each) for each in page.fates], next=page.next)


@router.get("/imports/{id}/report.xlsx", openapi_extra=IMPORT)
def download_report(request: Request, id: IdIn) -> HttpResponse:
    """The result workbook: one line for every source row. Only who brought the file gets its cells back."""
    target = io.BytesIO()
    report.write_for(request.actor, id, target)
    response = HttpResponse(target.getvalue(), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="import-{id}.xlsx"'
    return response


@router.get("/imports/{id}/undo", response=OutlookOut, openapi_extra=UNDO)
def undo_outlook(request: Request, id: IdIn) -> OutlookOut:
    """What undoing would take back, and which customers were changed since."""
    found = undo.outlook(request.actor, id)
    touched = [TouchedOut(id=str(t.id), number=t.number, name=t.name) for t in found.edited_since]
    return OutlookOut(
        created=found.created, updated=found.updated, edited_since=touched, edited_count=found.edited_count
    )


@router.post("/imports/{id}/undo", response=RunOut, openapi_extra=UNDO)
def undo_run(request: Request, id: IdIn, body: UndoIn) -> RunOut:
    """Take an import back. Customers changed since stay as they are unless named in `also`."""
    return presenting.run_out(request.actor, undo.undo(request.actor, id, also=body.also))


@router.post("/customers", response={201: CreatedOut}, openapi_extra=CREATE)
def create_customer(request: Request, body: CreateIn) -> CreatedOut:
    """File one new customer. 409 `customer.duplicate` lists who is there already; `force` files it nevertheless."""
    filed = file.file_one(request.actor, **body.model_dump())
    values = [ValueOut(**presenting.plain(v)) for v in filed.values]
    return CreatedOut(id=str(filed.id), number=filed.number, name=filed.name, values=values)


@router.post("/customers/check", response=CheckedOut, openapi_extra=CREATE)
def check_customer(request: Request, body: CheckIn) -> CheckedOut:
    """A draft as it would be filed, and who is there already. Files nothing."""
    draft = file.check_one(request.actor, body.kind, body.values)
    values = [ValueOut(**presenting.plain(v)) for v in draft.values]
    return CheckedOut(
        values=values, duplicates=[HitOut.model_validate(h.shown(request.actor)) for h in draft.duplicates]
    )


@router.post("/customers/parse", response=ParsedOut, openapi_extra=CREATE)
def parse_customer(request: Request, body: ParseIn) -> ParsedOut:
    """A pasted signature, card or message as a draft."""
    request.actor.require(archive_rights.CREATE)
    return ParsedOut(**presenting.plain(parse_text(body.text)))
