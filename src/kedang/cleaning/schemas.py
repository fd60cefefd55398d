"""Shapes of requests and answers about cleaning. `shown` is a value as people read it; it goes with every exact `value`."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from kedang.kit.doors import Id, IdIn

Kind = Literal["person", "organisation"]
ProfileState = Literal["running", "done", "failed", "cancelled"]
Method = Literal["placeholder", "spelling", "near", "standard", "label", "derive", "manual"]
FixState = Literal[
    "previewing", "ready", "applying", "applied", "cancelled", "undoing", "undone", "failed", "discarded"
]
Fate = Literal["will_change", "left_out", "changed", "skipped", "undone", "kept"]
Readable = Literal["clear", "masked"]
OutlierKind = Literal["length", "number", "pattern", "placeholder"]


class CleaningLook(BaseModel):
    """The newest look at a field, in figures. `outdated`: the field was corrected since, or a correction was undone."""

    id: Id
    kind: Kind | None
    state: ProfileState
    at: datetime
    customers: int
    filled: int
    invalid: int
    suggestions: int
    outdated: bool


class CleaningField(BaseModel):
    """A field that can be looked at. `masked`: its values are not shown, patterns and counts are."""

    code: str
    label: str
    group: str
    type: str
    kinds: list[Kind]
    readable: Readable
    profile: CleaningLook | None


class CleaningFields(BaseModel):
    """Every field the reader may look at, in the order of the page."""

    fields: list[CleaningField]


class ProfileIn(BaseModel):
    """Which field to look at, over all kinds of customers or one."""

    field: str = Field(max_length=64)
    kind: Kind | None = None


class ProfileReason(BaseModel):
    """Why values are invalid, and with how many customers."""

    reason: str
    text: str
    count: int


class ProfilePattern(BaseModel):
    """The shape of values: 汉 for Chinese characters, A letters, 9 digits. The example is null where values are masked."""

    pattern: str
    example: str | None
    count: int


class ProfileValue(BaseModel):
    """A value and how many customers have it; `value` is what a fix names."""

    value: str
    shown: str
    count: int


class ProfileOutlier(BaseModel):
    """Something unlike the rest. A rare pattern has no value."""

    value: str | None
    shown: str | None
    pattern: str
    count: int
    why: OutlierKind
    text: str


class CleaningChange(BaseModel):
    """One value and what it becomes: null clears; `before` is empty where an empty field is filled. `unfit` says why what it
    becomes is not valid, and is empty where it is or where nobody asked yet (in a suggestion)."""

    before: str
    before_shown: str
    after: str | None
    after_shown: str | None
    count: int
    unfit: str = ""


class ProfileSuggestion(BaseModel):
    """What could be mended; the first changes, and how many more there are."""

    id: str
    method: Method
    title: str
    text: str
    count: int
    changes: list[CleaningChange]
    more: int


class ProfileOut(BaseModel):
    """What stands in a field. `shortest` and `longest` are lengths in characters; `done` and `total` count customers."""

    id: Id
    field: str
    label: str
    kind: Kind | None
    readable: Readable
    state: ProfileState
    done: int
    total: int
    at: datetime
    customers: int
    filled: int
    empty: int
    distinct: int
    distinct_capped: bool
    invalid: int
    reasons: list[ProfileReason]
    shortest: int | None
    longest: int | None
    least: str | None
    median: str | None
    greatest: str | None
    patterns: list[ProfilePattern]
    values: list[ProfileValue]
    outliers: list[ProfileOutlier]
    suggestions: list[ProfileSuggestion]


class ChangeIn(BaseModel):
    """A value exactly as the profile gave it, and what it shall be; null or blank clears."""

    before: str = Field(min_length=1, max_length=200)
    after: str | None = Field(default=None, max_length=200)


class FixIn(BaseModel):
    """Either a suggestion of a profile, or changes by hand."""

    profile_id: IdIn
    suggestion_id: str | None = Field(default=None, max_length=16)
    changes: list[ChangeIn] | None = Field(default=None, max_length=1000)


class CleaningPerson(BaseModel):
    """Who made a fix."""

    id: Id
    name: str


class FixOut(BaseModel):
    """One correction. Counts are of customers by what became of them; `will_change` are those that are still to be done."""

    id: Id
    field: str
    label: str
    kind: Kind | None
    method: Method
    title: str
    state: FixState
    error: str
    done: int
    total: int
    will_change: int
    left_out: int
    changed: int
    skipped: int
    undone: int
    kept: int
    can_apply: bool
    can_undo: bool
    created_at: datetime
    created_by: CleaningPerson | None
    applied_at: datetime | None
    changes: list[CleaningChange]
    more: int


class FixPage(BaseModel):
    """Some fixes, newest first."""

    fixes: list[FixOut]
    next: str | None


class FixRowOut(BaseModel):
    """One customer of a fix. What the reader may not see is null; so is who was erased since."""

    customer_id: Id | None
    number: str | None
    name: str | None
    before: str | None
    after: str | None
    fate: Fate
    reason: str
    text: str


class FixRowPage(BaseModel):
    """Some customers of a fix."""

    rows: list[FixRowOut]
    next: str | None
