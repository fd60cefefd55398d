"""What merging takes and gives. Ids are strings outside; unknown fields in a body are refused."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn


class Body(BaseModel):
    """A request body: nothing it does not know."""

    model_config = ConfigDict(extra="forbid")


class MergePlanIn(Body):
    """Who might become one. Without `survivor_id` the fullest record is proposed; `choices`: field -> whose value."""

    ids: list[IdIn] = Field(max_length=1000)
    survivor_id: IdIn | None = None
    choices: dict[str, IdIn] = {}


class CustomersMergeIn(Body):
    """A merge. `versions`: customer -> the version that was looked at; other ones are refused as stale."""

    survivor_id: IdIn
    loser_ids: list[IdIn] = Field(max_length=1000)
    choices: dict[str, IdIn] = {}
    versions: dict[IdIn, int] = {}


class UnmergeIn(Body):
    """An undo. `places`: key of something that came since -> the customer it goes to; the rest stays where it is."""

    places: dict[str, IdIn] = {}
    version: int | None = None


class MergeParticipant(BaseModel):
    """One of the customers, as far as the caller may read."""

    id: Id
    number: str
    name: str
    version: int
    owner: str | None
    department: str | None
    updated_at: datetime


class MergeCell(BaseModel):
    """What one participant says in one field; None is nothing, or hidden. `doubtful`: kept although not valid."""

    customer_id: Id
    value: str | None
    masked: bool = False
    doubtful: bool = False


class MergeLine(BaseModel):
    """One field of all participants.

    `several`: all values are kept. Else `choice` is whose value it becomes, and `reason` why: only, same, valid, newer,
    longer, kept, together, chosen, or clash, which somebody has to decide.
    """

    code: str
    label: str
    several: bool
    cells: list[MergeCell]
    choice: Id | None = None
    reason: str = ""
    choosable: bool = False
    result: str | None = None


class MergeFollowing(BaseModel):
    """Rows that go to the survivor."""

    label: str
    count: int


class MergePlan(BaseModel):
    """What a merge would make. Lines that need a decision stand first."""

    kind: str
    survivor_id: Id
    participants: list[MergeParticipant]
    lines: list[MergeLine]
    following: list[MergeFollowing]
    clashes: list[str]


class MergedOut(BaseModel):
    """A merge that was made."""

    id: Id
    survivor_id: Id
    number: str
    loser_ids: list[Id]
    fields: list[str]


class MergePartner(BaseModel):
    """A participant of a merge by number."""

    id: Id
    number: str


class MergeOut(BaseModel):
    """A merge a customer came from."""

    id: Id
    at: datetime
    by: str
    survivor: MergePartner
    losers: list[MergePartner]
    standing: bool


class MergesOut(BaseModel):
    """Every merge a customer came from, newest first."""

    merges: list[MergeOut]


class MergeKept(BaseModel):
    """What each participant said when they were merged."""

    merge: MergeOut
    lines: list[MergeLine]


class SinceMerge(BaseModel):
    """Something that came after the merge: a change, or a whole row with the time it was made. `home` is where it goes unless
    one says otherwise."""

    key: str
    label: str
    was: str | None
    now: str | None
    at: datetime | None
    home: Id


class UnmergeOutlook(BaseModel):
    """What undoing would separate. `again`: how many later merges are taken apart and made again."""

    merge: MergeOut
    version: int
    places: list[MergePartner]
    since: list[SinceMerge]
    again: int


class UnmergedOut(BaseModel):
    """Who stands on their own again."""

    id: Id
    survivor_id: Id
    loser_ids: list[Id]
