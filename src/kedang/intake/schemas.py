"""What the API of imports and of creating customers takes and gives."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn
from kedang.kit.malware import Scanning
from kedang.kit.malware import State as Scan

Kind = Literal["person", "organisation"]
State = Literal[
    "uploaded", "inspected", "checking", "checked", "filing", "done", "failed", "cancelled", "undoing", "undone"
]
Mode = Literal["create", "update", "upsert"]
FateName = Literal["created", "updated", "unchanged", "duplicate", "refused", "skipped_layout"]
FateFilter = Literal["created", "updated", "unchanged", "duplicate", "refused", "skipped_layout", "suspected"]
Fuzzy = Literal["off", "list", "hold"]
GivenValues = dict[str, str | list[str] | None]


class In(BaseModel):
    """Unknown keys are refused: a misspelt one would be lost silently."""

    model_config = ConfigDict(extra="forbid")


class RunPersonOut(BaseModel):
    """Somebody as runs name them."""

    id: str
    name: str


class ProgressOut(BaseModel):
    """How far the work is: rows done and in all, rows a second, seconds left."""

    done: int
    total: int
    rate: float | None
    remaining: float | None


class CountsOut(BaseModel):
    """Rows of the source and what became of them; `rows` is the sum of the rest, but for `suspected`: those of them that
    look like somebody who is there."""

    rows: int
    created: int
    updated: int
    unchanged: int
    duplicate: int
    refused: int
    skipped_layout: int
    suspected: int


class RunOut(BaseModel):
    """One import. `can_change`: whether the reader may map, check, file and stop it, and not only look; `scan`: whether
    a virus scanner found the file clean."""

    id: Id
    state: State
    filename: str
    size: int
    scan: Scan
    source: str
    mode: Mode
    match_key: str | None
    kind: str | None
    sheet: str | None
    created_at: str
    by: RunPersonOut | None
    owner: RunPersonOut | None
    progress: ProgressOut
    counts: CountsOut | None
    seconds: float | None
    error: str | None
    can_undo: bool
    can_change: bool


class RunsOut(BaseModel):
    """A page of imports, newest first; and what becomes of new files at the virus scanner (off: there is none; refuse, keep: without it)."""

    rows: list[RunOut]
    next: str | None
    scanning: Scanning


class SheetOut(BaseModel):
    """A sheet of the file; `rows` is an estimate."""

    name: str
    rows: int | None


class SampleOut(BaseModel):
    """A value before and after."""

    given: str
    standard: str
    valid: bool
    reason: str | None


class ColumnOut(BaseModel):
    """A column. `field` is null for a column kept under its own name, "-" for one that is left out."""

    index: int
    header: str
    field: str | None
    confidence: float
    why: str
    samples: list[SampleOut]


class InspectionOut(BaseModel):
    """What was found in the file."""

    sheets: list[SheetOut]
    sheet: str | None
    encoding: str | None
    delimiter: str | None
    header_line: int | None
    kind: str
    kind_confidence: float
    preset: str | None
    columns: list[ColumnOut]
    mode: Mode
    match_key: str | None
    match_keys: list[str]
    fuzzy: Fuzzy
    remembered: bool


class ColumnIn(In):
    """Where a column goes: a field code, null to keep it under its own name, "-" to leave it out."""

    index: int = Field(ge=0, le=16_384)
    field: str | None = Field(default=None, max_length=120)


class MappingIn(In):
    """A correction; what is absent stays as it is."""

    sheet: str | None = Field(default=None, max_length=255)
    header_line: int | None = Field(default=None, ge=0, le=10_000_000)
    kind: Kind | None = None
    columns: list[ColumnIn] | None = Field(default=None, max_length=16_384)
    mode: Mode | None = None
    match_key: str | None = Field(default=None, max_length=24)
    fuzzy: Fuzzy | None = None
    source: str | None = Field(default=None, max_length=64)
    owner_id: IdIn | None = None


class CellOut(BaseModel):
    """A cell that needs a look; values the reader may not see are masked."""

    field: str
    given: str
    standard: str
    reason: str | None


class RowOut(BaseModel):
    """One source row and its fate."""

    line: int
    fate: FateName
    external_id: str
    name: str
    reason: str | None
    cells: list[CellOut]
    customer_id: str | None
    number: str | None


class RowsOut(BaseModel):
    """A page of source rows."""

    rows: list[RowOut]
    next: str | None


class TouchedOut(BaseModel):
    """A customer changed since the import."""

    id: Id
    number: str
    name: str


class OutlookOut(BaseModel):
    """What undoing would do."""

    created: int
    updated: int
    edited_since: list[TouchedOut]
    edited_count: int


class UndoIn(In):
    """Customers changed since that go back nevertheless."""

    also: list[IdIn] | Literal["all"] = Field(default_factory=list)


class ValueOut(BaseModel):
    """One value before and after."""

    field: str
    label: str
    given: str
    standard: str
    valid: bool
    reason: str | None


class WhyOut(BaseModel):
    """What two customers have in common. `share` is its part, in percent, of all that speaks for it, when it was weighed."""

    field: str
    text: str
    share: int | None = None


class HitOut(BaseModel):
    """Somebody who is in the archive already. Beyond one's reach: an initial, a department, a state, and a handle with which
    to apply for a share. `likeness` is certain for who keeps a new one from being filed, possible for who is likely, null for
    who only shares something."""

    visible: bool
    id: str | None = None
    number: str | None = None
    name: str | None = None
    initial: str | None = None
    department: str | None = None
    state: str | None = None
    likeness: Literal["certain", "possible"] | None = None
    handle: str | None = None
    reasons: list[WhyOut]


class CreateIn(In):
    """A new customer. `force` files it although somebody like it is there."""

    kind: Kind
    values: GivenValues = Field(max_length=500)
    source: str = Field(default="", max_length=64)
    owner_id: IdIn | None = None
    force: bool = False


class CreatedOut(BaseModel):
    """What was filed."""

    id: Id
    number: str
    name: str
    values: list[ValueOut]


class CheckIn(In):
    """A draft to look at."""

    kind: Kind
    values: GivenValues = Field(max_length=500)


class CheckedOut(BaseModel):
    """The draft as it would be filed, and who is there already."""

    values: list[ValueOut]
    duplicates: list[HitOut]


class ParseIn(In):
    """A signature, a card, a message."""

    text: str = Field(max_length=20_000)


class ParsedOut(BaseModel):
    """What was recognised in a text, and what was left."""

    kind: Kind | None
    values: dict[str, list[str]]
    rest: str
