"""What single sign-on takes and gives."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from kedang.accounts.schemas import Body, Me
from kedang.accounts.schemas_factors import NextStep
from kedang.kit.doors import Id, IdIn

Claim = Literal["", "preferred_username", "email", "upn", "unique_name"]
PasswordFor = Literal["everybody", "administrators"]
Problem = Literal[
    "",
    "url",
    "insecure",
    "unknown_host",
    "private",
    "unreachable",
    "certificate",
    "redirect",
    "too_large",
    "too_slow",
    "status",
    "not_json",
    "issuer_differs",
    "incomplete",
    "algorithms",
    "keys",
]


class BeginIn(Body):
    """Which page is wanted afterwards."""

    next: str = Field("/", max_length=2000)


class Begun(BaseModel):
    """Where the browser goes now."""

    url: str


class ReturnIn(Body):
    """What the service sent the browser back with."""

    state: str = Field(max_length=200)
    code: str = Field("", max_length=4000)
    iss: str = Field("", max_length=400)
    error: str = Field("", max_length=200)


class SignedIn(BaseModel):
    """Who is signed in, and the page that was wanted."""

    me: Me
    next: str


class StepThere(NextStep):
    """The service was believed, and something is missing; with the page that was wanted."""

    next: str


class IdentityOut(BaseModel):
    """A link of one's account to a sign-in service."""

    id: Id
    issuer: str
    created_at: datetime
    last_used_at: datetime | None


class Identities(BaseModel):
    """One's links."""

    identities: list[IdentityOut]


class ProviderOut(BaseModel):
    """A sign-in service, without its secret."""

    id: Id
    name: str
    issuer: str
    client_id: str
    has_secret: bool
    active: bool
    login_claim: Claim
    provisions: bool
    role_id: Id | None
    factor_words: str
    return_address: str
    version: int


class Providers(BaseModel):
    """The sign-in services, and for whom the password still opens the door."""

    providers: list[ProviderOut]
    password_for: PasswordFor


class ProviderIn(Body):
    """A sign-in service. `client_secret` null keeps the one that is there, empty takes it away."""

    name: str = Field(max_length=80)
    issuer: str = Field(max_length=400)
    client_id: str = Field(max_length=200)
    client_secret: str | None = Field(None, max_length=500)
    active: bool = False
    login_claim: Claim = ""
    provisions: bool = False
    role_id: IdIn | None = None
    factor_words: str = Field("", max_length=400)


class ProviderChange(ProviderIn):
    """A changed service, with the version that was read."""

    version: int


class TryIn(Body):
    """A service to try."""

    issuer: str = Field(max_length=400)


class Tried(BaseModel):
    """What the service says of itself, or what is wrong with it."""

    problem: Problem
    algorithms: list[str] = Field([])
    pkce: bool = False


class PasswordRuleIn(Body):
    """For whom the password still opens the door."""

    password_for: PasswordFor
