"""What the archive's API gives: plain shapes, ids as strings. What it takes is in `bodies`."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from kedang.activity import schemas as activity
from kedang.commerce import schemas as commerce
from kedang.deals import project_schemas as projects
from kedang.deals import schemas as deals
from kedang.documents import schemas as documents
from kedang.history.schemas import ActorOut
from kedang.kit.doors import Id
from kedang.kit.levels import Secrecy
from kedang.service import schemas as service
from kedang.strategy import schemas as strategy


class Named(BaseModel):
    """Somebody or something by id and name."""

    id: Id
    name: str


class Chip(BaseModel):
    """A tag as it is shown."""

    id: Id
    name: str
    colour: str


class Provenance(BaseModel):
    """Where a value came from: a run, or a person."""

    run_id: Id | None
    at: datetime
    by: ActorOut | None


class PageField(BaseModel):
    """One field of the page. `value` is masked text when `masked`; `display` is what people read instead of a code."""

    code: str
    label: str
    type: str
    value: str | list[str] | None
    display: str | list[str] | None = None
    masked: bool = False
    editable: bool = False
    given: str | None = None
    valid: bool = True
    reason: str | None = None
    provenance: Provenance | None = None


class Section(BaseModel):
    """A group of fields."""

    group: str
    label: str
    fields: list[PageField]


class SecretsOut(BaseModel):
    """Kinds of secrets that a text seems to hold: private_key, api_token, password, card."""

    kinds: list[str]


class NameOut(BaseModel):
    """Another name."""

    id: Id
    kind: str
    label: str
    value: str
    since: str
    until: str


class BrokenRule(BaseModel):
    """A validation rule in force that the record breaks, in its words, with those of its fields the reader may know of."""

    rule: Id
    text: str
    fields: list[str]


class IdentifierOut(BaseModel):
    """A document or registration number."""

    id: Id
    kind: str
    label: str
    value: str | None
    masked: bool
    valid: bool
    reason: str | None
    given: str | None


class PointOut(BaseModel):
    """A contact point."""

    id: Id
    kind: str
    kind_label: str
    label: str
    value: str | None
    masked: bool
    preferred: bool
    state: str
    valid: bool
    reason: str | None
    given: str | None


class AddressOut(BaseModel):
    """An address."""

    id: Id
    label: str
    region: str | None
    region_name: str | None
    value: str | None
    masked: bool
    postcode: str
    preferred: bool
    given: str | None


class CustomerRef(BaseModel):
    """Another customer."""

    id: Id
    number: str
    name: str
    kind: str


class ContactOut(BaseModel):
    """A person at the organisation."""

    id: Id
    name: str
    title: str | None
    department: str
    role: str
    person: CustomerRef | None
    note: str
    preferred: bool
    contact_points: list[PointOut]
    custom: list[PageField]


class RelationOut(BaseModel):
    """A tie to another customer. `direction` is out when it was made from this end."""

    id: Id
    kind: str
    label: str
    direction: str
    other: CustomerRef
    note: str
    since: str
    until: str


class NoteOut(BaseModel):
    """A note."""

    id: Id
    body: str
    pinned: bool
    author: ActorOut
    mine: bool
    created_at: datetime
    updated_at: datetime


class CollaboratorOut(BaseModel):
    """Somebody the customer is shared with; `deals`: they see the opportunities of colleagues too."""

    id: Id
    user: Named
    level: str
    deals: bool
    until: datetime | None


class ExtraOut(BaseModel):
    """A column of an import no field was found for."""

    code: str
    label: str
    value: str | None
    masked: bool


class MergedFrom(BaseModel):
    """The merged-away customer that was asked for: its id leads here."""

    id: Id
    number: str


class PageOut(BaseModel):
    """Everything about one customer, as this actor may see it."""

    id: Id
    number: str
    kind: str
    name: str
    version: int
    owner: Named | None
    department: Named | None
    collaborators: list[CollaboratorOut]
    status: str | None
    level: str | None
    # how closely it is kept: 0 ordinary, 1 internal, 2 confidential, 3 strict
    classification: Secrecy
    tags: list[Chip]
    groups: list[Named]
    created_at: datetime
    updated_at: datetime
    trashed_at: datetime | None
    mine: bool
    editable: bool
    sections: list[Section]
    names: list[NameOut]
    identifiers: list[IdentifierOut]
    contact_points: list[PointOut]
    addresses: list[AddressOut]
    contacts: list[ContactOut]
    relations: list[RelationOut]
    notes: list[NoteOut]
    extras: list[ExtraOut]
    completeness: int
    broken_rules: list[BrokenRule]
    merged_from: MergedFrom | None = None


class Revealed(BaseModel):
    """Clear values by field code or row id; several values of one field are a list."""

    values: dict[str, str | list[str]]


class ChangedField(BaseModel):
    """One field of a change; None where there was nothing or the actor may not see it."""

    code: str
    label: str
    before: str | None
    after: str | None


class EventOut(BaseModel):
    """One thing that happened to the customer; `former` is the archive number of the one merged into it whom it happened to."""

    id: Id
    at: datetime
    actor: ActorOut
    via: str
    verb: str
    text: str
    former: str | None
    run_id: Id | None
    fields: list[ChangedField]
    details: dict[str, Any]


class HistoryOut(BaseModel):
    """A page of history, newest first."""

    events: list[EventOut]
    next: str | None


class MomentOut(BaseModel):
    """One thing in a timeline; what it was stands under the name of its kind."""

    at: datetime
    id: Id
    kind: str
    interaction: activity.InteractionOut | None = None
    follow_up: activity.FollowUpOut | None = None
    transaction: commerce.TransactionOut | None = None
    opportunity_step: deals.StepOut | None = None
    milestone: projects.MilestoneReached | None = None
    need_change: projects.NeedOut | None = None
    document: documents.DocumentOut | None = None
    case: service.CaseMoment | None = None
    strategy_review: strategy.ReviewOut | None = None
    note: NoteOut | None = None
    event: EventOut | None = None


class PrintPart(BaseModel):
    """A chapter of a printed archive."""

    code: str
    label: str


class PrintParts(BaseModel):
    """The chapters of a printed archive, in its order."""

    parts: list[PrintPart]


class TimelineOut(BaseModel):
    """A page of a timeline, newest first."""

    moments: list[MomentOut]
    next: str | None


class BulkRefusal(BaseModel):
    """A customer a bulk action left as it was, and why."""

    id: Id
    reason: str


class BulkOut(BaseModel):
    """What a bulk action did."""

    done: int
    refused: list[BulkRefusal]


class TagOut(BaseModel):
    """A tag. `customers` counts those the actor may see; null when they were not to be counted."""

    id: Id
    name: str
    colour: str
    owner: ActorOut | None
    customers: int | None


class GroupOut(BaseModel):
    """A group in the tree."""

    id: Id
    name: str
    parent_id: Id | None
    path: str
    position: int
    customers: int | None


class NumberingOut(BaseModel):
    """The number pattern and what it makes."""

    pattern: str
    preview: list[str]


class RelationKindOut(BaseModel):
    """A kind of relation."""

    code: str
    label: str
    inverse_label: str
    this: list[str]
    other: list[str]


class RelationKindsOut(BaseModel):
    """Every kind of relation."""

    kinds: list[RelationKindOut]


class TagsOut(BaseModel):
    """Every tag."""

    tags: list[TagOut]


class GroupsOut(BaseModel):
    """The tree of groups, parents first."""

    groups: list[GroupOut]


class AssignedOut(BaseModel):
    """The page, unless the customer has left the caller's sight."""

    page: PageOut | None
