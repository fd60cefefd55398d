"""Shapes of requests and answers about privacy. Ids are strings outside."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn

Basis = Literal["consent", "contract", "legal_duty", "emergency", "public_interest", "disclosed", "legitimate_interest"]
Act = Literal["general", "sensitive", "share", "publish", "cross_border"]
Channel = Literal["paper", "phone", "in_person", "web", "email", "other"]
Kind = Literal["access", "copy", "correct", "delete", "port", "withdraw"]
How = Literal["document", "known_number", "in_person", "code"]
Why = Literal["asked_for", "withdrawn", "purpose_over", "retention_over", "unlawful", "service_ended"]
Refused = Literal["not_identified", "excessive", "others_rights", "legal_duty", "no_data", "other"]
Words = Annotated[str, Field(max_length=5_000)]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class PurposeIn(In):
    """A purpose as it is said."""

    name_zh: Annotated[str, Field(max_length=80)]
    name_en: Annotated[str, Field(max_length=80)]
    basis: Basis
    fields: Annotated[list[str], Field(max_length=500)] = []
    months: int | None = None
    recipients: Annotated[str, Field(max_length=2_000)] = ""
    contract_until: date | None = None
    cross_border: bool = False


class PurposeChangeIn(PurposeIn):
    """A purpose said anew."""

    version: int


class PrivacyVersionIn(In):
    """The version somebody saw."""

    version: int


class NoticeIn(In):
    """The next version of the notice."""

    text_zh: Annotated[str, Field(max_length=20_000)]
    text_en: Annotated[str, Field(max_length=20_000)]
    valid_from: date
    renew: bool = False


class PrivacyPolicyIn(In):
    """Periods and rules."""

    answer_days: int
    four_eyes: bool
    invoice_years: int


class ConsentIn(In):
    """One act of consent."""

    purpose_id: IdIn
    act: Act = "general"
    channel: Channel
    evidence: Words
    guardian: Words = ""


class RequestIn(In):
    """A request as it came in."""

    kind: Kind
    channel: Channel
    words: Words = ""
    received_on: date | None = None


class IdentifyIn(PrivacyVersionIn):
    """How it is known who asks."""

    how: How


class RequestAnswerIn(PrivacyVersionIn):
    """What the person was told."""

    words: Words


class RequestRefusalIn(RequestAnswerIn):
    """Why it is not done."""

    reason: Refused


class ErasureIn(In):
    """Why somebody is to be erased, and by which request."""

    reason: Why
    request_id: IdIn | None = None


class RetentionIn(In):
    """Customers past their period."""

    customer_ids: Annotated[list[IdIn], Field(min_length=1, max_length=100)]


class RestrictedLookIn(In):
    """Why somebody looks at who is restricted."""

    reason: Annotated[str, Field(max_length=1_000)]


class RetentionDone(BaseModel):
    """How many erasures were proposed."""

    proposed: int


class PrivacyMade(BaseModel):
    """What was made."""

    id: Id


class PurposeOut(BaseModel):
    """A purpose of the register."""

    id: Id
    name_zh: str
    name_en: str
    basis: str
    fields: list[str]
    months: int | None
    recipients: str
    contract_until: date | None
    cross_border: bool
    ended: bool
    version: int


class PrivacyNoticeOut(BaseModel):
    """A version of the notice."""

    id: Id
    number: int
    text_zh: str
    text_en: str
    digest: str
    valid_from: date
    renew: bool
    in_force: bool


class RegisterOut(BaseModel):
    """Purposes, notices and the rules in force."""

    purposes: list[PurposeOut]
    notices: list[PrivacyNoticeOut]
    answer_days: int
    four_eyes: bool
    invoice_years: int
    editable: bool


class ConsentOut(BaseModel):
    """One consent. `state`: stands, ask_again (a newer notice asks for it anew) or withdrawn."""

    id: Id
    purpose_id: Id
    purpose_zh: str
    purpose_en: str
    act: str
    notice: int
    channel: str
    evidence: str
    guardian: str
    at: datetime
    by: str
    withdrawn_at: datetime | None
    state: str


class RequestOut(BaseModel):
    """One request."""

    id: Id
    customer_id: Id
    customer: str
    number: str
    kind: str
    channel: str
    words: str
    answer: str
    received_on: date
    due_on: date
    overdue: bool
    state: str
    identified_how: str
    identified_by: str
    reason: str
    closed_at: datetime | None
    version: int


class ComebackOut(BaseModel):
    """Somebody new who was erased before."""

    customer_id: Id
    customer: str
    number: str
    erased_at: datetime
    seen_at: datetime


class RequestsOut(BaseModel):
    """Requests, and who came back."""

    rows: list[RequestOut]
    comebacks: list[ComebackOut]


class ObstacleOut(BaseModel):
    """What has to be kept, and until when."""

    code: str
    zh: str
    en: str
    until: date | None


class ErasureOut(BaseModel):
    """One erasure. `customer_id` only while it is proposed."""

    id: Id
    customer_id: Id | None
    number: str
    reason: str
    state: str
    against: list[ObstacleOut]
    erase_on: date | None
    proposed_at: datetime
    proposed_by: str
    decided_at: datetime | None
    decided_by: str
    done_at: datetime | None
    may_decide: bool
    may_release: bool
    may_look: bool
    certificate: bool
    version: int


class ErasuresOut(BaseModel):
    """Erasures, the newest first."""

    rows: list[ErasureOut]


class RetentionRow(BaseModel):
    """Somebody past the period. `last_at`: the last contact or purchase, or when it was filed."""

    customer_id: Id
    customer: str
    number: str
    last_at: datetime


class RetentionOut(BaseModel):
    """Who is past the period, up to 1000 counted. `endless`: purposes that never let go; `purposes`: how many are live."""

    rows: list[RetentionRow]
    count: int
    capped: bool
    endless: list[Id]
    purposes: int


class DecidedOut(BaseModel):
    """What became of a proposal: erased or restricted."""

    state: str


class CustomerPrivacyOut(BaseModel):
    """One customer's consents, requests, and whether it is to be erased."""

    consents: list[ConsentOut]
    requests: list[RequestOut]
    erasure: ErasureOut | None
    child: bool
    against: list[ObstacleOut]
    may_record: bool
    may_handle: bool
    may_erase: bool


class PersonalFactOut(BaseModel):
    """A field and what it says."""

    label: str
    values: list[str]


class RestrictedOut(BaseModel):
    """A restricted customer."""

    number: str
    name: str
    facts: list[PersonalFactOut]


class UnfoundedOut(BaseModel):
    """A field with data that no live purpose may use; how many customers have it, up to 1000."""

    code: str
    label: str
    customers: int
    capped: bool
