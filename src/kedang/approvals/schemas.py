"""Shapes of requests and answers about approvals."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn

Code = Annotated[str, Field(min_length=1, max_length=80)]
Codes = Annotated[list[Code], Field(max_length=50)]
Text = Annotated[str, Field(max_length=5_000)]
Number = Annotated[int, Field(ge=0, le=10_000_000)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Need = Literal["never", "reason", "approval"]
State = Literal["waiting", "granted", "refused", "withdrawn", "lapsed"]
Kind = Literal["view", "emergency", "export"]


class In(BaseModel):
    """A body. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class ApprovalIn(In):
    """What somebody asks to see, what for, for how many minutes and looks."""

    customer_ids: Annotated[list[IdIn], Field(max_length=100)]
    fields: Codes
    purpose: Code
    words: Text
    minutes: Number
    looks: Number


class ApproveIn(In):
    """What is granted; what is left out is granted as asked."""

    version: Version
    fields: Codes | None = None
    minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    looks: Annotated[int, Field(ge=1, le=500)] | None = None
    words: Text = ""


class RefuseApprovalIn(In):
    """Why not."""

    version: Version
    reason: Text


class GrantReviewIn(In):
    """Whether a grant was used as it should have been."""

    fine: bool
    finding: Text = ""


class GlassIn(In):
    """What is needed at once, and why."""

    fields: Codes
    reason: Text


class ApprovalPurposeIn(In):
    """What a request may be for."""

    code: Code
    zh: Code
    en: Code


class ApprovalTermsIn(In):
    """Rules to set; what is left out stays. `needs`: field code or `*S`/`*C` to what seeing it takes. `quotas`: role to customers a day."""

    version: Version
    active: bool | None = None
    mail: bool | None = None
    needs: Annotated[dict[Code, Need], Field(max_length=500)] | None = None
    quotas: Annotated[dict[Code, Number], Field(max_length=200)] | None = None
    quota: Number | None = None
    sample_percent: Number | None = None
    most_customers: Number | None = None
    purposes: Annotated[list[ApprovalPurposeIn], Field(max_length=50)] | None = None
    export_rows: Number | None = None
    export_hours: Number | None = None

    def changes(self) -> dict[str, Any]:
        """What was sent."""
        return self.model_dump(exclude={"version"}, exclude_unset=True, exclude_none=True)


class ApprovalPurpose(BaseModel):
    """What a request may be for, in both languages."""

    code: str
    zh: str
    en: str


class ApprovalTermsOut(BaseModel):
    """The rules in force."""

    active: bool
    mail: bool
    needs: dict[str, Need]
    quotas: dict[str, int]
    quota: int
    sample_percent: int
    most_customers: int
    purposes: list[ApprovalPurpose]
    export_rows: int
    export_hours: int
    version: int


class ApprovalPerson(BaseModel):
    """Somebody."""

    id: Id
    name: str
    department: str


class ApprovalCustomer(BaseModel):
    """A customer of a request; `name` null: out of the reader's sight."""

    id: Id
    number: str
    name: str | None


class ApprovalField(BaseModel):
    """A field by code and name."""

    code: str
    label: str


class ApprovalLook(BaseModel):
    """One look: which fields of which customer, when."""

    at: datetime
    customer_id: Id
    number: str
    fields: list[ApprovalField]


class ApprovalGrant(BaseModel):
    """What was granted. `state`: running, suspended (who granted it may not grant now), used up, over, or ended by somebody."""

    id: Id
    fields: list[ApprovalField]
    since: datetime
    until: datetime
    looks: int
    used: int
    state: Literal["running", "suspended", "used", "over", "ended"]
    ended_by: ApprovalPerson | None
    may_end: bool


class ApprovalExport(BaseModel):
    """What an export takes along: how many customers, of which question in words, and the sensitive columns without a mask. Not
    `readable`: the question cannot be read any more, and nobody can decide."""

    count: int
    readable: bool
    conditions: list[str]
    trashed: bool
    clear: list[ApprovalField]
    may_fetch: bool


class ApprovalOut(BaseModel):
    """A request: what is asked, never the values."""

    id: Id
    kind: Kind
    state: State
    user: ApprovalPerson | None
    customers: list[ApprovalCustomer]
    fields: list[ApprovalField]
    purpose: str
    words: str
    minutes: int
    looks: int
    asked_at: datetime
    lapses_at: datetime
    decided_by: ApprovalPerson | None
    decided_at: datetime | None
    answer: str
    export: ApprovalExport | None
    grant: ApprovalGrant | None
    seen: list[ApprovalLook]
    version: int


class ApprovalPage(BaseModel):
    """Some requests."""

    rows: list[ApprovalOut]
    next: str | None


class GrantReviewOut(BaseModel):
    """A grant to look at afterwards."""

    id: Id
    emergency: bool
    state: Literal["open", "fine", "not_fine"]
    due_at: datetime
    late: bool
    own: bool
    reviewed_by: ApprovalPerson | None
    reviewed_at: datetime | None
    finding: str
    request: ApprovalOut


class GrantReviewPage(BaseModel):
    """Some reviews."""

    rows: list[GrantReviewOut]
    next: str | None


class ApprovalCounts(BaseModel):
    """How much waits for one's decision and for one's review."""

    decide: int
    review: int


class ApprovalMade(BaseModel):
    """What was made."""

    id: Id


class StandingRequest(BaseModel):
    """One's own request about the customer on screen, in short."""

    id: Id
    state: State
    fields: list[str]
    asked_at: datetime
    answer: str
    grant: ApprovalGrant | None


class ApprovalStanding(BaseModel):
    """What somebody may do about masked fields of one customer. `needs` names the fields that take more than a reason."""

    active: bool
    may_reveal: bool
    may_ask: bool
    may_break: bool
    needs: dict[str, Need]
    requests: list[StandingRequest]
    purposes: list[ApprovalPurpose]


class GlassOut(BaseModel):
    """The values that were asked for, in clear."""

    values: dict[str, str | list[str]]
