"""Shapes of requests and answers about documents. Ids are strings outside."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Form
from pydantic import BaseModel, ConfigDict, Field

from kedang.documents.kinds import Retention, Sensitivity, Type
from kedang.kit.doors import Id, IdIn
from kedang.kit.malware import Scanning, State

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Words = Annotated[str, Field(max_length=5_000)]
About = Annotated[str, Field(max_length=24, pattern=r"^[a-z_]*$")]


class DocumentIn(BaseModel):
    """What a new document is said to be; what is left out follows from the file and its type."""

    type: Type = "other"
    title: Words = ""
    sensitivity: Sensitivity = "normal"
    retention: Retention | None = None
    note: Words = ""
    about_kind: About = ""
    about_id: IdIn | None = None


class DocumentVersionIn(BaseModel):
    """A new version: the version of the record that was seen, and a note."""

    version: Number
    note: Words = ""


DescribedForm = Form[DocumentIn]
VersionedForm = Form[DocumentVersionIn]


class DocumentChangesIn(BaseModel):
    """What is to be otherwise; what is not sent stays."""

    model_config = ConfigDict(extra="forbid")

    version: Number
    title: Words | None = None
    type: Type | None = None
    sensitivity: Sensitivity | None = None
    retention: Retention | None = None

    def given(self) -> dict[str, Any]:
        """Only what was sent."""
        sent = self.model_dump(exclude_unset=True, exclude={"version"})
        return {name: value for name, value in sent.items() if value is not None}


class DocumentSeenIn(BaseModel):
    """The version that was seen."""

    model_config = ConfigDict(extra="forbid")

    version: Number


class DocumentFiler(BaseModel):
    """A colleague."""

    id: Id
    name: str


class DocumentOut(BaseModel):
    """A document and its newest version. `title` and `name` are null for whoever may not open it; `text`: waiting, found, none or
    failed.
    `kept_until`: the last day of its retention, null for ever; `damaged`: the store does not give what was filed; `scan`: whether
    a virus scanner found it clean when it came."""

    id: Id
    customer_id: Id
    type: str
    sensitivity: str
    retention: str
    kept_until: date | None
    damaged: bool
    scan: State
    title: str | None
    name: str | None
    ending: str
    size: int
    pages: int
    text: str
    shown: bool
    number: int
    about_kind: str
    about_id: Id | None
    by: DocumentFiler | None
    at: datetime
    updated_at: datetime
    trashed: bool
    mine: bool
    version: int


class DocumentsOut(BaseModel):
    """Some documents of a customer, the newest first. `scanning`: what becomes of new ones at the virus scanner: there is none (off),
    nothing is taken without its word (refuse), files are kept without it as not scanned (keep)."""

    rows: list[DocumentOut]
    next: str | None
    editable: bool
    scanning: Scanning


class ListedDocument(DocumentOut):
    """A document with its customer, and where it says what was searched."""

    customer_number: str
    customer_name: str
    snippet: str | None


class ListedDocuments(BaseModel):
    """Some documents of many customers, the newest first."""

    rows: list[ListedDocument]
    next: str | None


class DocumentVersionOut(BaseModel):
    """One content of a document."""

    number: int
    name: str | None
    note: str | None
    sha256: str | None
    ending: str
    size: int
    pages: int
    shown: bool
    damaged: bool
    scan: State
    checked_at: datetime | None
    by: DocumentFiler | None
    at: datetime


class DocumentChecksOut(BaseModel):
    """How the stored contents are: how many documents in sight are damaged, when some were read back last, and whether reading
    back is days behind."""

    damaged: int
    capped: bool
    checked_at: datetime | None
    behind: bool


class WholeDocument(DocumentOut):
    """A document with all its versions, the newest first."""

    versions: list[DocumentVersionOut]
    editable: bool


class FiledDocument(BaseModel):
    """What was made."""

    id: Id


class FiledVersion(BaseModel):
    """The number of what was added."""

    number: int
