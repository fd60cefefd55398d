"""Shapes of answers about access."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from kedang.accounts.schemas import DutyName
from kedang.kit.doors import Id
from kedang.kit.levels import Secrecy

ModeName = Literal["hidden", "masked", "read", "edit"]


class AccessNamed(BaseModel):
    """A role, department or person by name."""

    id: Id
    name: str


class AccessRole(AccessNamed):
    """A role somebody has, and how far it reaches."""

    scope: Literal["own", "team", "tree", "all"]


class AccessRight(BaseModel):
    """A right somebody holds, with the roles it comes from."""

    code: str
    text: str
    roles: list[AccessNamed]


class AccessPerson(BaseModel):
    """What somebody's roles give them together."""

    id: Id
    name: str
    login: str
    active: bool
    department: AccessNamed | None
    scope: Literal["own", "team", "tree", "all"]
    # how closely kept customers they may see, 0 to 3: no scope and no right stands in for it
    clearance: Secrecy
    departments: list[AccessNamed]
    roles: list[AccessRole]
    rights: list[AccessRight]
    # duties that meet in them, and the rights they do not get for it while duties are kept apart
    combined: list[DutyName]
    withheld: list[AccessRight]


class Duty(BaseModel):
    """A duty of administrators, and the rights that make it."""

    code: DutyName
    rights: list[str]


class Combining(AccessNamed):
    """Somebody in whom duties meet."""

    login: str
    duties: list[DutyName]


class Separation(BaseModel):
    """Whether duties are kept apart, what they are, and in whom they meet."""

    on: bool
    duties: list[Duty]
    combining: list[Combining]


class SeparationIn(BaseModel):
    """Keep the duties apart, or no longer."""

    on: bool


class SightWay(BaseModel):
    """One way in which the customer comes into their sight."""

    code: Literal["all", "owner", "department", "shared"]
    roles: list[AccessNamed]
    department: str | None = None
    level: Literal["read", "edit"] | None = None
    until: datetime | None = None
    by: str | None = None


class SightReason(BaseModel):
    """A role that opens a field this far; no role: what holds for whoever has none."""

    role: AccessNamed | None
    line: Literal["field", "class", "default"]


class SightOpening(BaseModel):
    """How a masked field opens for them."""

    how: Literal["granted", "reason", "ask", "never", "closed"]
    until: datetime | None = None
    looks_left: int | None = None
    by: str | None = None


class SightField(BaseModel):
    """How far one field opens."""

    code: str
    label: str
    group: str
    group_label: str
    sensitivity: Literal["clear", "C", "S"]
    page: ModeName
    list: ModeName
    export: ModeName
    editable: bool
    because: Sequence[SightReason]
    opening: SightOpening | None


class Sight(BaseModel):
    """What somebody sees of one customer. The name is there only for whoever sees the customer themselves."""

    id: Id
    number: str
    name: str
    loads: bool
    own: bool
    open_to_edit: bool
    trashed: bool
    blocked: list[Literal["disabled", "no_right", "clearance", "out_of_reach"]]
    ways: list[SightWay]
    pools: list[str]
    fields: list[SightField]
