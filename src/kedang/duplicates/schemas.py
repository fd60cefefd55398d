"""Shapes of requests and answers about suspected duplicates. Scores are ten-thousandths, weights tenths of a bit."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn

Kind = Literal["person", "organisation"]
State = Literal["open", "merged", "dismissed"]
Level = Literal["certain", "review", "weak"]
Ids = Annotated[list[IdIn], Field(max_length=50)]


class In(BaseModel):
    """Unknown keys are refused: a misspelt one would be lost silently."""

    model_config = ConfigDict(extra="forbid")


class SuspectPerson(BaseModel):
    """Somebody or some place."""

    id: Id
    name: str


class SuspectRow(BaseModel):
    """One group of the queue. `concealed` members are beyond reach. `score` and `level` rest on what the reader may read: where that
    does not suffice for a suspicion, `score` is null and `level` review."""

    id: Id
    kind: Kind
    state: State
    score: int | None
    level: Level
    names: list[str]
    size: int
    concealed: int
    decided_at: datetime | None
    decided_by: SuspectPerson | None


class SuspectCount(BaseModel):
    """How many; `capped` means at least so many."""

    value: int
    capped: bool


class SuspectPage(BaseModel):
    """One page of the queue."""

    rows: list[SuspectRow]
    next: str | None
    count: SuspectCount


class SuspectMemberOut(BaseModel):
    """One customer of a group. `joinable`: may be merged by the reader."""

    id: Id
    number: str
    name: str
    version: int
    owner: SuspectPerson | None
    department: SuspectPerson | None
    created_at: datetime
    updated_at: datetime
    mine: bool
    joinable: bool


class SuspectCell(BaseModel):
    """What one customer has in a field."""

    customer_id: Id
    values: list[str]
    masked: bool


class SuspectField(BaseModel):
    """One field of everybody. Of a field with one value, `picks` says for each survivor whose value a merge keeps, and `why`: only,
    same, valid, newer, longer, together, kept (the survivor's), or clash when somebody must choose. `several`: everything is kept."""

    code: str
    label: str
    section: str
    verdict: Literal["same", "different", "only", "masked"]
    several: bool
    cells: list[SuspectCell]
    picks: dict[Id, Id]
    why: str | None
    clash: bool
    choosable: bool


class SuspectReason(BaseModel):
    """What one comparison says; without a weight it names a masked field whose comparison is not told."""

    code: str
    text: str
    weight: int | None


class SuspectPairOut(BaseModel):
    """Two members compared. `apart`: somebody said that they are not one."""

    one: Id
    other: Id
    score: int | None
    level: Level
    reasons: list[SuspectReason]
    apart: bool


class SuspectGroupOut(SuspectRow):
    """One group in full."""

    survivor_id: Id
    members: list[SuspectMemberOut]
    rows: list[SuspectField]
    pairs: list[SuspectPairOut]
    merge_id: Id | None


class SuspectDecided(BaseModel):
    """What a decision did: the pairs decided, or the merge made or undone; and whether the group still waits."""

    open: bool
    pairs: list[list[Id]]
    merge_id: Id | None


class SuspectMerge(In):
    """Who stays, who is merged into them, whose value each field takes, and the versions that were looked at."""

    survivor_id: IdIn
    loser_ids: Ids
    choices: dict[str, IdIn] = Field(default_factory=dict, max_length=400)
    versions: dict[IdIn, int] = Field(default_factory=dict, max_length=50)


class SuspectDismiss(In):
    """Nobody named: all in reach. One: that one and all the others. Several: these among each other."""

    customer_ids: Ids = Field(default_factory=list)


class SuspectTakeBack(In):
    """The pairs whose decision is taken back; none named: all of the group."""

    pairs: list[Annotated[list[IdIn], Field(min_length=2, max_length=2)]] = Field(default_factory=list, max_length=1225)


class SuspectLimits(In):
    """From where pairs count as certain, and from where they are reviewed."""

    certain: int
    review: int


class HintOther(In):
    """The customer that was hinted at."""

    other_id: IdIn


class HintClue(BaseModel):
    """One piece that ties two customers, in words; `weight` in bits, negative against."""

    code: str
    text: str
    weight: float


class HintOut(BaseModel):
    """A customer of the other kind that seems to belong to the one asked about."""

    id: Id
    number: str
    name: str
    kind: Kind
    clues: list[HintClue]


class LessonOut(BaseModel):
    """What a look over the archive taught about a kind of customer, from so many customers and pairs."""

    kind: Kind
    customers: int
    pairs: int
    at: datetime


class LearningOut(BaseModel):
    """Whether a large archive teaches how likely likeness is, and what it taught."""

    learn: bool
    least: int
    lessons: list[LessonOut]


class LearningIn(In):
    """Whether the archive teaches."""

    learn: bool


class DedupeStart(BaseModel):
    """What to look at: everybody, or (the first time too) only who changed since the last look."""

    whole: bool = False


class DedupeRunOut(BaseModel):
    """One look over the archive; `since` is null for a whole one, else from when on changes were looked at. While it runs,
    `done` of `total` customers were read, `rate` a second; `remaining` and `seconds` are seconds."""

    id: Id
    state: str
    stage: str
    engine: str
    since: datetime | None
    created_at: datetime
    by: SuspectPerson | None
    finished_at: datetime | None
    seconds: float | None
    customers: int
    pairs: int
    groups: int
    done: int
    total: int
    rate: float | None
    remaining: float | None


class DedupeRunPage(BaseModel):
    """Runs, newest first."""

    rows: list[DedupeRunOut]
    next: str | None
