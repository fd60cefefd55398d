"""Shapes of requests and answers about verifying. Ids are strings outside."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.history.schemas import ActorOut
from kedang.kit.doors import Id, IdIn

Language = Literal["zh-CN", "en"]
Kind = Literal["email", "mobile"]
Token = Annotated[str, Field(min_length=1, max_length=200)]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class SendIn(In):
    """A code to be told to us, or a link to be opened."""

    method: Literal["code", "link"]
    language: Language = "zh-CN"


class CodeIn(In):
    """The code as the customer says it."""

    code: Annotated[str, Field(max_length=40)]


class MarkIn(In):
    """What a person found out, and what it rests on."""

    how: Literal["phone", "document", "in_person", "unreachable", "taken_back"]
    note: Annotated[str, Field(max_length=2_000)]


class LinkSecretIn(In):
    """The secret of a link, and whether to look only."""

    token: Token
    look: bool = False


class AskedOut(BaseModel):
    """Who asks, and about which kind of contact point. Neither value nor name."""

    organisation: str
    kind: str


class Named(BaseModel):
    """Somebody by id and name."""

    id: Id
    name: str


class OpenOut(BaseModel):
    """A request that waits. `message` is queued, sent, failed or bounced."""

    method: str
    at: datetime
    expires_at: datetime
    tries_left: int
    message: str


class PointStandingOut(BaseModel):
    """How one contact point stands. `by` is null when the customer confirmed; `channel` is mail, sms or empty."""

    point_id: Id
    kind: str
    state: str
    channel: str
    channel_ready: bool
    verifiable: bool
    method: str
    by: ActorOut | None
    at: datetime | None
    valid_until: datetime | None
    note: str
    open: OpenOut | None


class StandingsOut(BaseModel):
    """How the contact points of a customer stand."""

    points: list[PointStandingOut]
    editable: bool


class ListedPointOut(BaseModel):
    """One line of a list."""

    customer_id: Id
    number: str
    name: str
    kind: str
    kind_label: str
    method: str
    at: datetime


class ListedPage(BaseModel):
    """Some lines."""

    rows: list[ListedPointOut]
    next: str | None


class CampaignIn(In):
    """A campaign: customers by the conditions of a list, or by id."""

    name: Annotated[str, Field(max_length=120)] = ""
    kind: Kind
    language: Language = "zh-CN"
    filter: list[dict[str, Any]] | None = None
    ids: Annotated[list[IdIn], Field(max_length=20_000)] | None = None
    every_point: bool = False


class CampaignOutlookOut(BaseModel):
    """What a campaign would come to."""

    customers: int
    points: int
    verified: int


class FiguresOut(BaseModel):
    """How far a campaign is, in contact points."""

    total: int
    waiting: int
    sent: int
    verified: int
    bounced: int
    failed: int
    unanswered: int
    skipped: int


class CampaignOut(BaseModel):
    """One campaign."""

    id: Id
    name: str
    kind: str
    language: str
    state: str
    why: str
    can_stop: bool
    customers: int
    figures: FiguresOut
    created_at: datetime
    created_by: ActorOut | None
    resumes_at: datetime | None
    finished_at: datetime | None


class CampaignsOut(BaseModel):
    """The newest campaigns."""

    campaigns: list[CampaignOut]


class TargetOut(BaseModel):
    """One point of a campaign; the customer is null when it is out of one's sight by now."""

    id: Id
    customer: Named | None
    number: str
    fate: str
    why: str


class TargetsOut(BaseModel):
    """Some targets."""

    rows: list[TargetOut]
    next: str | None


class ChannelOut(BaseModel):
    """One way out."""

    set_up: bool
    problem: str
    where: str
    security: str
    sender: str
    queued: int
    sent: int
    failed: int
    bounced: int
    waiting_since: datetime | None
    reasons: dict[str, int]


class LimitsOut(BaseModel):
    """The limits in force."""

    per_point_day: int
    per_address_day: int
    per_user_hour: int
    per_day: int
    again_after_days: int
    valid_days: int


class DeliveryOut(BaseModel):
    """Mail and SMS as they are set up, and the limits of verifying."""

    mail: ChannelOut
    sms: ChannelOut
    public_url: str
    limits: LimitsOut


class LimitsIn(In):
    """Some limits to change."""

    per_point_day: int | None = None
    per_address_day: int | None = None
    per_user_hour: int | None = None
    per_day: int | None = None
    again_after_days: int | None = None
    valid_days: int | None = None


class TestIn(In):
    """Where a test message goes."""

    __test__ = False

    kind: Kind
    to: Annotated[str, Field(max_length=320)]


class TestedOut(BaseModel):
    """How the first attempt went."""

    state: str
    why: str
