"""Shapes of requests and answers of the portal. Ids are strings outside."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn

Kind = Literal["access", "copy", "correct", "delete", "port", "withdraw"]
Text = Annotated[str, Field(max_length=2_000)]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class PortalDoorIn(In):
    """A link, and its code when it is known."""

    token: Annotated[str, Field(min_length=1, max_length=200)]
    code: Annotated[str, Field(max_length=20)] = ""


class PortalDoorOut(BaseModel):
    """Who asks, whether the customer is in, and whether the code is said by a person instead of sent."""

    organisation: str
    inside: bool
    spoken: bool


class PortalChoice(BaseModel):
    """One of a few values."""

    value: str
    label: str


class PortalField(BaseModel):
    """A field as the customer sees it. `values` are what a correction starts from; a masked field has none."""

    code: str
    label: str
    type: str
    multi: bool
    masked: bool
    shown: list[str]
    values: list[str]
    choices: list[PortalChoice]


class PortalCorrection(BaseModel):
    """What the customer sent, and what became of it."""

    field: str
    label: str
    values: list[str]
    state: str
    reason: str
    at: datetime
    waiting: bool


class PortalNotice(BaseModel):
    """The privacy notice in force."""

    number: int
    text: str


class PortalConsent(BaseModel):
    """A purpose: consented to (`id`), or not."""

    id: Id | None
    purpose_id: Id
    purpose: str
    act: str
    at: datetime | None


class PortalRequest(BaseModel):
    """A request about the own data."""

    id: Id
    kind: str
    state: str
    received_on: date
    due_on: date
    answer: str


class PortalOut(BaseModel):
    """The whole page of a customer."""

    organisation: str
    until: datetime
    fields: list[PortalField]
    corrections: list[PortalCorrection]
    notice: PortalNotice | None
    child: bool
    consents: list[PortalConsent]
    requests: list[PortalRequest]


class PortalCorrectionsIn(In):
    """What fields should hold."""

    values: Annotated[dict[str, Annotated[list[Text], Field(max_length=50)]], Field(min_length=1, max_length=60)]


class PortalConsentIn(In):
    """A consent, having read this version of the notice."""

    purpose_id: IdIn
    notice: int


class PortalRequestIn(In):
    """A request about the own data."""

    kind: Kind
    words: Text = ""


class InvitationIn(In):
    """Where the link goes, by which way the code (none: who invites says it), for how long."""

    link_point: IdIn
    code_point: IdIn | None = None
    hours: int = 72
    language: Literal["zh-CN", "en"] = "zh-CN"


class InvitedOut(BaseModel):
    """An invitation that was made; `code` is told this once when it is to be said."""

    id: Id
    code: str | None


class WayOut(BaseModel):
    """A way to reach the customer, as the reader may see it; `person`: the contact whose it is."""

    id: Id
    kind: str
    value: str
    person: str
    ready: bool


class InvitationOut(BaseModel):
    """One invitation."""

    id: Id
    state: str
    link_kind: str
    code_kind: str
    by: str
    at: datetime
    expires_at: datetime
    ended_at: datetime | None
    inside: bool
    running: bool


class InvitationsOut(BaseModel):
    """A customer's invitations."""

    invitations: list[InvitationOut]
    ways: list[WayOut]
    may_invite: bool


class SentCorrectionOut(BaseModel):
    """A correction that waits: what stands there now, what the customer wants. `version` is the customer's."""

    id: Id
    customer_id: Id
    customer: str
    number: str
    version: int
    field: str
    label: str
    now: list[str]
    wanted: list[str]
    masked: bool
    changed_since: bool
    at: datetime
    may_accept: bool


class CorrectionCountOut(BaseModel):
    """How many corrections wait."""

    waiting: int


class CorrectionAcceptIn(In):
    """The customer's version somebody saw."""

    version: int


class CorrectionRefusalIn(In):
    """Why not."""

    reason: Text


class PortalRuleIn(In):
    """The fields customers see."""

    fields: Annotated[list[str], Field(max_length=200)]


class PortalRuleOut(BaseModel):
    """The fields customers see, and all they could."""

    fields: list[str]
    possible: list[str]
