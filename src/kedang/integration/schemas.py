"""Shapes of requests and answers about exports."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id


class ExportRequestIn(BaseModel):
    """Which list somebody asks to export, what for. Filter, order and columns are those of the export itself."""

    model_config = ConfigDict(extra="forbid")

    filter: Annotated[str, Field(max_length=60_000)] = ""
    sort: Annotated[str, Field(max_length=100)] = ""
    columns: Annotated[str, Field(max_length=10_000)] | None = None
    trashed: bool = False
    purpose: Annotated[str, Field(min_length=1, max_length=80)]
    words: Annotated[str, Field(max_length=5_000)]


class ExportRequestMade(BaseModel):
    """What was made."""

    id: Id


class ExportPurpose(BaseModel):
    """What an export may be for, in both languages."""

    code: str
    zh: str
    en: str


class ExportRequestNow(BaseModel):
    """One's own request for this export, about so many customers: it waits, or it was granted and the file can be fetched so often until
    then."""

    id: Id
    count: int
    state: Literal["waiting", "granted"]
    fetches: int
    until: datetime | None


class ExportAhead(BaseModel):
    """What an export would take. `left`: how many customers more today without an approval; null: any number."""

    count: int
    left: int | None
    needs_approval: bool
    hours: int
    request: ExportRequestNow | None
    purposes: list[ExportPurpose]
