"""What accounts takes and gives. Ids are strings outside; unknown fields in a body are refused."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn
from kedang.kit.levels import Secrecy

Level = Literal["hidden", "masked", "read", "edit"]
ScopeName = Literal["own", "team", "tree", "all"]
FieldModes = dict[str, dict[Literal["own", "other", "list", "export"], Level]]


class Body(BaseModel):
    """A request body: nothing it does not know."""

    model_config = ConfigDict(extra="forbid")


class Named(BaseModel):
    """Something with an id and a name."""

    id: Id
    name: str


class MeUser(BaseModel):
    """The person signed in."""

    id: Id
    login: str
    name: str
    email: str
    department: Named | None
    roles: list[Named]
    language: str
    preferences: dict[str, Any]


class Organisation(BaseModel):
    """Whose archive this is."""

    name: str
    demo: bool


class Me(BaseModel):
    """Who is signed in and what they may do."""

    user: MeUser
    rights: list[str]
    scope: ScopeName
    clearance: Secrecy
    organisation: Organisation


class DemoAccount(BaseModel):
    """An account a demonstration shows on its sign-in page."""

    login: str
    password: str
    name: str
    role: str
    role_en: str = ""


class Instance(BaseModel):
    """What anybody may know before signing in."""

    name: str
    version: str
    demo: bool
    demo_accounts: list[DemoAccount]
    setup_needed: bool
    sign_in_by: list[Named]
    password_for: Literal["everybody", "administrators"]


class SetupIn(Body):
    """The first administrator."""

    token: str = Field(max_length=200)
    organisation: str = Field(max_length=120)
    login: str = Field(max_length=80)
    name: str = Field(max_length=120)
    password: str = Field(max_length=256)


class SignInIn(Body):
    """A login and a password."""

    login: str = Field(max_length=200)
    password: str = Field(max_length=256)


class MeIn(Body):
    """What people may change about themselves."""

    email: str | None = Field(None, max_length=254)
    language: str | None = Field(None, max_length=12)
    preferences: dict[str, Any] | None = None


class OwnPasswordIn(Body):
    """The old password and a new one."""

    old: str = Field(max_length=256)
    new: str = Field(max_length=256)


class Ended(BaseModel):
    """How many sessions were ended."""

    ended: int


class SessionOut(BaseModel):
    """One place where somebody is signed in."""

    id: Id
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    ip: str
    device: str
    current: bool


class Sessions(BaseModel):
    """Where one is signed in."""

    sessions: list[SessionOut]


class PersonOut(BaseModel):
    """A colleague in a picker."""

    id: Id
    name: str
    department: Named | None


class People(BaseModel):
    """Colleagues."""

    people: list[PersonOut]


DutyName = Literal["system", "security", "audit", "customers"]


class UserOut(BaseModel):
    """An account."""

    id: Id
    login: str
    name: str
    email: str
    department: Named | None
    roles: list[Named]
    # the duties that meet in this person; nothing when it is one or none
    combined: list[DutyName]
    language: str
    is_active: bool
    # how closely kept customers the person may see: 0 ordinary, 1 internal, 2 confidential, 3 strict
    clearance: Secrecy
    created_at: datetime


class Users(BaseModel):
    """Accounts."""

    users: list[UserOut]
    next: str | None


class FirstPasswordOut(BaseModel):
    """A first password, shown this once, and until when it is good."""

    password: str
    until: datetime


class Invited(BaseModel):
    """Somebody who was added, and what to hand over."""

    user: UserOut
    first_password: FirstPasswordOut


class UserIn(Body):
    """An account to add."""

    login: str = Field(max_length=80)
    name: str = Field(max_length=120)
    email: str = Field("", max_length=254)
    department_id: IdIn | None = None
    role_ids: list[IdIn] = []
    language: str = "zh-CN"


class UserChange(Body):
    """What to change about an account; what is left out stays."""

    name: str | None = Field(None, max_length=120)
    email: str | None = Field(None, max_length=254)
    department_id: IdIn | None = None
    role_ids: list[IdIn] | None = None
    language: str | None = None
    is_active: bool | None = None


class DepartmentOut(BaseModel):
    """A department. `people` is null for those who do not manage departments."""

    id: Id
    name: str
    parent_id: Id | None
    people: int | None


class Departments(BaseModel):
    """The tree, parents first."""

    departments: list[DepartmentOut]


class DepartmentIn(Body):
    """A department to add."""

    name: str = Field(max_length=120)
    parent_id: IdIn | None = None


class DepartmentChange(Body):
    """Another name or another place."""

    name: str | None = Field(None, max_length=120)
    parent_id: IdIn | None = None


class RoleOut(BaseModel):
    """A role."""

    id: Id
    code: str
    name: str
    name_zh: str
    name_en: str
    rights: list[str]
    scope: ScopeName
    field_modes: FieldModes
    builtin: bool
    people: int


class Roles(BaseModel):
    """Every role."""

    roles: list[RoleOut]


class RoleIn(Body):
    """A role to add. One name may be left out."""

    name_zh: str = Field("", max_length=80)
    name_en: str = Field("", max_length=80)
    rights: list[str] = []
    scope: ScopeName = "own"
    field_modes: FieldModes = {}


class RoleChange(Body):
    """What to change about a role; what is left out stays."""

    name_zh: str | None = Field(None, max_length=80)
    name_en: str | None = Field(None, max_length=80)
    rights: list[str] | None = None
    scope: ScopeName | None = None
    field_modes: FieldModes | None = None


class RightOut(BaseModel):
    """A right and what it allows."""

    code: str
    text: str


class Rights(BaseModel):
    """Every right there is."""

    rights: list[RightOut]
