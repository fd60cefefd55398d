"""Shapes of requests and answers about ownership. Ids are strings outside; an empty list means: whichever."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn

Name = Annotated[str, Field(max_length=500)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Number = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
Ids = Annotated[list[IdIn], Field(max_length=500)]
Kinds = Annotated[list[Literal["person", "organisation"]], Field(max_length=2)]
Misses = Literal["contact", "deal"]
Reason = Literal["no_need", "unreachable", "not_mine", "other"]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class VersionIn(In):
    """The version that was seen."""

    version: Version


class PoolIn(In):
    """What a pool is."""

    name: Name
    department_ids: Ids = []
    kinds: Kinds = []
    tag_ids: Ids = []
    from_department_ids: Ids = []
    per_day: Number | None = None
    per_week: Number | None = None
    cooling_days: Number = 0
    protection_days: Number = 0


class PoolChangesIn(PoolIn):
    """A pool as it shall be."""

    version: Version


class CapIn(In):
    """How many customers people of a department, or everybody, may have."""

    department_id: IdIn | None = None
    most: Number
    free_tag_ids: Ids = []
    free_open_deals: bool = False


class CapChangesIn(In):
    """Another number, or other customers that do not count."""

    version: Version
    most: Number
    free_tag_ids: Ids = []
    free_open_deals: bool = False


class RecyclingRuleIn(In):
    """When customers fall into a pool: after so many working days without what it misses, contact or a deal."""

    name: Name
    pool_id: IdIn
    misses: Misses = "contact"
    days: Number
    remind_days: Number = 3
    department_ids: Ids = []
    kinds: Kinds = []
    spared_tag_ids: Ids = []


class RecyclingRuleChangesIn(RecyclingRuleIn):
    """A rule as it shall be."""

    version: Version


class SimulateIn(In):
    """Whether the rule is also to count for customers people have by now."""

    existing: bool


class SwitchOnIn(SimulateIn):
    """`seen` is the mark of the simulation that was looked at."""

    version: Version
    seen: Annotated[str, Field(max_length=64)]


class ReleaseIn(In):
    """Into which pool, and why."""

    pool_id: IdIn
    reason: Reason


class GiveIn(In):
    """To whom."""

    owner_id: IdIn


class Made(BaseModel):
    """The id of what was made."""

    id: Id


class OwnershipNamed(BaseModel):
    """An id and its name."""

    id: Id
    name: str


class PoolOut(BaseModel):
    """A pool: how many wait in it (counted to 1000), and what the reader may still claim; null: no limit."""

    id: Id
    name: str
    count: int
    claimable: bool
    left_today: int | None
    left_this_week: int | None
    per_day: int | None
    per_week: int | None
    cooling_days: int
    protection_days: int


class PoolSettingsOut(BaseModel):
    """A pool as it is set."""

    id: Id
    name: str
    departments: list[OwnershipNamed]
    kinds: list[str]
    tags: list[OwnershipNamed]
    from_departments: list[OwnershipNamed]
    per_day: int | None
    per_week: int | None
    cooling_days: int
    protection_days: int
    version: int


class PooledOut(BaseModel):
    """A customer in a pool as the reader may see it before it is theirs; null: hidden or nothing there. `cooling_until`: before then
    the reader may not claim it."""

    id: Id
    number: str
    kind: str
    name: str | None
    region: str | None
    industry: str | None
    level: str | None
    since: datetime
    how: str
    reason: str
    former: OwnershipNamed | None
    contact_at: datetime | None
    cooling_until: datetime | None


class PooledPage(BaseModel):
    """Some customers of a pool."""

    rows: list[PooledOut]
    next: str | None


class SoonOut(BaseModel):
    """A customer that falls into a pool on a day, unless there is before what the rule `misses`."""

    id: Id
    number: str
    name: str | None
    owner: OwnershipNamed | None
    pool: OwnershipNamed
    rule: str
    misses: Misses
    on: date
    contact_at: datetime | None


class FewSoonOut(BaseModel):
    """How many of the reader's customers fall soon, at most 300, and the next five."""

    count: int
    rows: list[SoonOut]


class HoldOut(BaseModel):
    """How many customers the reader has that count, and may have; `most` null: any number."""

    held: int
    most: int | None


class CapOut(BaseModel):
    """A limit; department null: everybody who has no other."""

    id: Id
    department: OwnershipNamed | None
    most: int
    free_tags: list[OwnershipNamed]
    free_open_deals: bool
    version: int


class RecyclingRuleOut(BaseModel):
    """A recycling rule."""

    id: Id
    name: str
    pool: OwnershipNamed
    misses: Misses
    days: int
    remind_days: int
    departments: list[OwnershipNamed]
    kinds: list[str]
    spared_tags: list[OwnershipNamed]
    state: str
    from_day: date | None
    version: int


class FallOut(BaseModel):
    """One customer that would fall."""

    id: Id
    number: str
    name: str | None
    owner: OwnershipNamed | None


class OwnerFallsOut(BaseModel):
    """How many customers somebody would lose."""

    owner: OwnershipNamed
    count: int


class SimulationOut(BaseModel):
    """What a rule would do on the coming night; `mark` is what switching it on asks for."""

    day: date
    total: int
    owners: list[OwnerFallsOut]
    customers: list[FallOut]
    mark: str


class NightOut(BaseModel):
    """One run of the rules."""

    day: date
    due: int
    fallen: int
    finished_at: datetime | None


class OwnershipSettingsOut(BaseModel):
    """Everything that is set."""

    pools: list[PoolSettingsOut]
    caps: list[CapOut]
    rules: list[RecyclingRuleOut]
    nights: list[NightOut]
