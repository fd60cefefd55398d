"""Shapes of requests and answers about incidents."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kedang.incidents.opening import IncidentDraft
from kedang.kit.doors import ActorId, Id

Kind = Literal["leak", "tamper", "loss", "other"]
Severity = Annotated[int, Field(ge=1, le=4)]
SourceKind = Literal["person", "token", "address", "export"]
StepKind = Literal["contain", "authority", "people", "mend"]
Outcome = Literal["done", "not_needed"]
State = Literal["open", "closed"]
Hours = Annotated[int, Field(ge=1, le=2_160)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class In(BaseModel):
    """A body. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class IncidentSourceIn(In):
    """Whose doings, or which export. `value`: an id, or an address."""

    kind: SourceKind
    value: Annotated[str, Field(min_length=1, max_length=60)]


class IncidentIn(In):
    """What is said of an incident."""

    title: Annotated[str, Field(max_length=500)]
    what: Annotated[str, Field(max_length=6_000)]
    kind: Kind = "leak"
    severity: Severity = 1
    since: AwareDatetime
    until: AwareDatetime
    discovered_at: AwareDatetime
    authority_hours: Hours = 72
    people_hours: Hours = 72
    sources: Annotated[list[IncidentSourceIn], Field(max_length=60)]

    def draft(self) -> IncidentDraft:
        """For the verb."""
        said = {name: getattr(self, name) for name in type(self).model_fields if name not in ("sources", "version")}
        return IncidentDraft(**said, sources=tuple((each.kind, each.value) for each in self.sources))


class IncidentChangeIn(IncidentIn):
    """What is said of it now."""

    version: Version


class IncidentVersionIn(In):
    """Which state of it was seen."""

    version: Version


class IncidentStepIn(In):
    """A step that was taken, or why it is not needed."""

    step: StepKind
    outcome: Outcome
    at: AwareDatetime
    note: Annotated[str, Field(max_length=6_000)] = ""
    version: Version


class IncidentCloseIn(In):
    """What was found."""

    finding: Annotated[str, Field(max_length=6_000)]
    version: Version


class IncidentMade(BaseModel):
    """The new incident."""

    id: Id


class IncidentCount(BaseModel):
    """How many open incidents are past a clock."""

    late: int


class IncidentPerson(BaseModel):
    """Somebody by name."""

    id: ActorId
    name: str


class IncidentSource(BaseModel):
    """Whose doings, or which export; `text`: a person's name, the name of a token."""

    kind: SourceKind
    value: str
    text: str


class IncidentStep(BaseModel):
    """A step with its clock. `outcome` is empty while nothing was noted; `late`: past its time, or taken after it."""

    step: StepKind
    due_at: datetime | None
    late: bool
    outcome: Outcome | None
    at: datetime | None
    by: IncidentPerson | None
    noted_at: datetime | None
    note: str


class IncidentUnnamed(BaseModel):
    """Looks that name nobody. `event`: the number of an export, for the register of exports."""

    text: str
    event: str
    at: datetime | None
    looks: int
    rows: int


class IncidentRow(BaseModel):
    """One of the list."""

    id: Id
    title: str
    kind: Kind
    severity: int
    state: State
    since: datetime
    until: datetime
    discovered_at: datetime
    waits: bool
    affected: int
    steps: list[IncidentStep]


class IncidentPage(BaseModel):
    """Incidents, newest first."""

    rows: list[IncidentRow]
    next: str | None


class IncidentOut(IncidentRow):
    """One incident. `own`: it concerns the reader, who cannot close it; `failed`: who was affected could not be found."""

    what: str
    finding: str
    authority_hours: int
    people_hours: int
    sources: list[IncidentSource]
    opened_by: IncidentPerson
    opened_at: datetime
    closed_by: IncidentPerson | None
    closed_at: datetime | None
    own: bool
    failed: bool
    frozen_at: datetime | None
    looks: int
    changes: int
    unnamed: list[IncidentUnnamed]
    digest: str
    version: int


class IncidentAffected(BaseModel):
    """One who was affected. `customer_id` is empty for who was erased."""

    id: Id
    customer_id: Id | None
    number: str
    into: str
    name: str
    owner: str
    looks: int
    revealed: int
    left: int
    changes: int
    fields: list[str]
    first_at: datetime
    last_at: datetime


class IncidentAffectedPage(BaseModel):
    """Some of the frozen list."""

    rows: list[IncidentAffected]
    next: str | None
