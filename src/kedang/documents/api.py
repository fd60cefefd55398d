"""Documents over HTTP: a customer's, everybody's in sight, and their contents."""

from django.http import StreamingHttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from kedang.archive import rights as archive_rights
from kedang.documents import changing, filing, presenting, reading, rights, schemas, sending, standing
from kedang.documents.arriving import Arrival
from kedang.documents.filing import Described
from kedang.documents.kinds import Retention, Type
from kedang.documents.reading import Narrowed
from kedang.kit.doors import IdIn, Request, needs

router = Router()
SEES = needs(archive_rights.VIEW)
FILES = needs(rights.FILE)


def _sent(file: UploadedFile) -> Arrival:
    return Arrival(file.name or "", file.size or 0, lambda: iter(file.chunks()))


@router.get("/customers/{int:id}/documents", response=schemas.DocumentsOut, openapi_extra=SEES)
def of_customer(
    request: Request,
    id: IdIn,
    trashed: bool = False,
    attached: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.DocumentsOut:
    """A customer's documents, the newest first; those that were trashed, or only those about a record."""
    return presenting.of_customer(request.actor, id, trashed=trashed, attached=attached, cursor=cursor, limit=limit)


@router.post("/customers/{int:id}/documents", response={201: schemas.FiledDocument}, openapi_extra=FILES)
def file_document(
    request: Request, id: IdIn, file: File[UploadedFile], said: schemas.DescribedForm
) -> schemas.FiledDocument:
    """File a document with a customer."""
    described = Described(**said.model_dump(exclude={"retention"}), retention=said.retention or "")
    return schemas.FiledDocument(id=str(filing.file(request.actor, id, _sent(file), described)))


@router.get("/documents", response=schemas.ListedDocuments, openapi_extra=SEES)
def list_documents(
    request: Request,
    q: str = "",
    type: Type | None = None,
    retention: Retention | None = None,
    damaged: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.ListedDocuments:
    """The documents of everybody in sight, the newest first; with `q`, those whose title, name or text holds every word."""
    narrowed = Narrowed(type, retention, damaged)
    return presenting.found(request.actor, query=q, narrowed=narrowed, cursor=cursor, limit=limit)


@router.get("/documents/checks", response=schemas.DocumentChecksOut, openapi_extra=needs(rights.MANAGE))
def get_checks(request: Request) -> schemas.DocumentChecksOut:
    """How the stored contents are: damaged ones in sight, and whether reading back keeps up."""
    return standing.checks(request.actor)


@router.get("/documents/{id}", response=schemas.WholeDocument, openapi_extra=SEES)
def get_document(request: Request, id: IdIn) -> schemas.WholeDocument:
    """A document with all its versions."""
    return presenting.whole(request.actor, id)


@router.patch("/documents/{id}", response={204: None}, openapi_extra=FILES)
def change_document(request: Request, id: IdIn, body: schemas.DocumentChangesIn) -> None:
    """Say otherwise of a document: title, type, sensitivity, retention."""
    changing.change(request.actor, id, body.given(), version=body.version)


@router.post("/documents/{id}/versions", response={201: schemas.FiledVersion}, openapi_extra=FILES)
def add_version(
    request: Request, id: IdIn, file: File[UploadedFile], said: schemas.VersionedForm
) -> schemas.FiledVersion:
    """File a newer version; the former ones stay."""
    number = filing.add_version(request.actor, id, _sent(file), version=said.version, note=said.note)
    return schemas.FiledVersion(number=number)


@router.get("/documents/{id}/versions/{int:number}/content", openapi_extra=SEES)
def download(request: Request, id: IdIn, number: int) -> StreamingHttpResponse:
    """The content of a version, to be saved."""
    return sending.attached(reading.content(request.actor, id, number))


@router.get("/documents/{id}/versions/{int:number}/preview", openapi_extra=SEES)
def preview(request: Request, id: IdIn, number: int) -> StreamingHttpResponse:
    """The content of a version, to be shown by the browser: images and PDF only."""
    return sending.shown(reading.content(request.actor, id, number, preview=True))


@router.post("/documents/{id}/trash", response={204: None}, openapi_extra=FILES)
def trash(request: Request, id: IdIn, body: schemas.DocumentSeenIn) -> None:
    """Take a document out of lists and search; nothing is lost."""
    changing.trash(request.actor, id, version=body.version)


@router.post("/documents/{id}/restore", response={204: None}, openapi_extra=FILES)
def restore(request: Request, id: IdIn, body: schemas.DocumentSeenIn) -> None:
    """Bring a trashed document back."""
    changing.restore(request.actor, id, version=body.version)


@router.post("/documents/{id}/destroy", response={204: None}, openapi_extra=needs(rights.MANAGE))
def destroy(request: Request, id: IdIn, body: schemas.DocumentSeenIn) -> None:
    """Destroy a trashed document with all its versions, for good."""
    changing.destroy(request.actor, id, version=body.version)
