"""Shapes of requests and answers about disputes."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from kedang.history.schemas import ActorOut
from kedang.kit.doors import Id, IdIn
from kedang.ownership.schemas import In, OwnershipNamed, Version

Text = Annotated[str, Field(max_length=20_000)]
People = Annotated[list[IdIn], Field(max_length=50)]
DisputeState = Literal["open", "decided", "withdrawn"]


class DisputeIn(In):
    """Why a customer is whose; `party_ids`: who else says it is theirs, besides its owner."""

    text: Text
    party_ids: People = Field(default_factory=list)


class StatementIn(In):
    """What one has to say."""

    text: Text


class DecisionIn(In):
    """Whose the customer is, who works with them on it, and why."""

    version: Version
    owner_id: IdIn
    collaborator_ids: People = Field(default_factory=list)
    reason: Text


class DisputeOut(BaseModel):
    """A dispute; `customer_id` null: out of the reader's sight. `owner`: whose the customer was when it was raised."""

    id: Id
    state: DisputeState
    customer_id: Id | None
    number: str
    name: str | None
    raised_by: OwnershipNamed | None
    raised_at: datetime
    owner: OwnershipNamed | None
    parties: list[OwnershipNamed]
    awarded_to: OwnershipNamed | None
    ended_by: OwnershipNamed | None
    ended_at: datetime | None
    version: int


class DisputePage(BaseModel):
    """Some disputes."""

    rows: list[DisputeOut]
    next: str | None


class StatementOut(BaseModel):
    """What somebody said; `decides`: the arbiter's reason."""

    by: OwnershipNamed | None
    at: datetime
    text: str
    decides: bool


class ContactsOut(BaseModel):
    """One person's contacts with the customer."""

    person: OwnershipNamed | None
    party: bool
    first: datetime
    last: datetime
    count: int


class HappenedOut(BaseModel):
    """One line of what happened: the customer was `created`, `owned` by somebody else from then on, or there was `contact` of a
    `kind`."""

    at: datetime
    what: Literal["created", "owned", "contact"]
    by: ActorOut | None
    kind: str
    from_owner: OwnershipNamed | None
    to_owner: OwnershipNamed | None


class EvidenceOut(BaseModel):
    """What the archive knows, the oldest first; `owners_shown`: whether changes of owner are the reader's to see."""

    contacts: list[ContactsOut]
    happened: list[HappenedOut]
    owners_shown: bool


class DisputeCaseOut(DisputeOut):
    """A dispute with what was said and what is known; `evidence` null: the customer is out of the reader's sight."""

    said: list[StatementOut]
    evidence: EvidenceOut | None
    current_owner: OwnershipNamed | None
    may_decide: bool
    may_withdraw: bool
