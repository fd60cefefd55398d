"""Shapes of requests and answers about imports of transactions. Ids are strings outside; amounts are decimal numbers as text."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn
from kedang.kit.malware import Scanning, State

ReportState = Literal["waiting", "ready", "failed"]
FateFilter = Literal["created", "updated", "unchanged", "refused", "skipped_layout"]


class LedgerPerson(BaseModel):
    """A colleague."""

    id: Id
    name: str


class LedgerProgressOut(BaseModel):
    """How far a run is."""

    done: int
    total: int


class LedgerCountsOut(BaseModel):
    """Lines by fate, and what they came to."""

    lines: int
    created: int
    updated: int
    unchanged: int
    refused: int
    skipped_layout: int
    transactions: int
    customers: int


class LedgerReasonOut(BaseModel):
    """Why lines were not taken, and how many."""

    code: str
    text: str
    lines: int


class LedgerSumOut(BaseModel):
    """What the lines of one kind come to in one currency."""

    currency: str
    kind: str
    lines: int
    amount: str
    customers: int


class LedgerRunOut(BaseModel):
    """One import. `owner`: whose new customers become, null for nobody's. `counts` are null before a trial or a recording;
    `scan`: whether a virus scanner found the file clean."""

    id: Id
    state: str
    filename: str
    size: int
    scan: State
    source: str
    currency: str
    customer_kind: str
    owner: LedgerPerson | None
    created_at: datetime
    by: LedgerPerson | None
    progress: LedgerProgressOut
    counts: LedgerCountsOut | None
    reasons: list[LedgerReasonOut]
    sums: list[LedgerSumOut]
    seconds: float | None
    error: str | None
    can_change: bool
    destroyed: bool


class LedgerRunsOut(BaseModel):
    """Some imports, the newest first; and what becomes of new files at the virus scanner (off: there is none; refuse, keep: without it)."""

    rows: list[LedgerRunOut]
    next: str | None
    scanning: Scanning


class LedgerColumnOut(BaseModel):
    """A column: what it means ("" is left out), and some of its cells."""

    index: int
    header: str
    field: str
    samples: list[str]


class LedgerFieldOut(BaseModel):
    """What a column can mean."""

    code: str
    label: str


class LedgerInspectionOut(BaseModel):
    """What was found in the file. `missing` are meanings that still need a column."""

    sheets: list[str]
    sheet: str
    preset: str | None
    columns: list[LedgerColumnOut]
    fields: list[LedgerFieldOut]
    missing: list[str]


class LedgerColumnIn(BaseModel):
    """What a column means."""

    model_config = ConfigDict(extra="forbid")

    index: Annotated[int, Field(ge=0, le=10_000)]
    field: Annotated[str, Field(max_length=32)]


class LedgerMappingIn(BaseModel):
    """Corrections of what was found; what is not sent stays. `owner_id` null: nobody's."""

    model_config = ConfigDict(extra="forbid")

    sheet: Annotated[str, Field(max_length=255)] | None = None
    columns: Annotated[list[LedgerColumnIn], Field(max_length=1_000)] | None = None
    source: Annotated[str, Field(max_length=64)] | None = None
    currency: Annotated[str, Field(max_length=8)] | None = None
    customer_kind: Literal["person", "organisation"] | None = None
    owner_id: IdIn | None = None


class LedgerLineOut(BaseModel):
    """A line of the file and what became of it; `key` is its invoice and ordinal."""

    line: int
    fate: str
    key: str
    customer: str
    customer_id: Id | None
    number: str | None
    reason: str | None


class LedgerLinesOut(BaseModel):
    """Some lines in the order of the file."""

    rows: list[LedgerLineOut]
    next: str | None


class LedgerReportIn(BaseModel):
    """A result to be written: of one fate, or of every line."""

    model_config = ConfigDict(extra="forbid")

    fate: FateFilter | None = None


class LedgerReportOut(BaseModel):
    """A result: `waiting` while it is written, `ready` to be downloaded for a day, or `failed` with why."""

    id: Id
    run_id: Id
    state: ReportState
    fate: str | None
    progress: LedgerProgressOut
    lines: int
    size: int
    error: str | None
