"""What signing in and second factors take and give."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from kedang.accounts.schemas import Body, Me
from kedang.kit.doors import Id

Who = Literal["nobody", "weighty", "everybody"]
Profile = Literal["asvs", "dengbao"]
Way = Literal["totp", "passkey", "recovery", "password"]


class Enrolment(BaseModel):
    """The secret of a new authenticator app: to type, and as an address for a QR code. Shown this once."""

    secret: str
    uri: str


class NextStep(BaseModel):
    """What is missing: a code, a first factor or a new password; with what that step has to be told first, if that was asked."""

    step: Literal["code", "enrol", "renew"]
    ways: list[Way]
    passkey: dict[str, Any] | None = None
    totp: Enrolment | None = None


class Entered(Me):
    """Who is signed in now; recovery codes when a first factor was set up on the way, shown this once."""

    recovery_codes: list[str]


class StepIn(Body):
    """One of four: a code of the app or a recovery code, a passkey's answer, a new password; or `ask` for what a passkey
    has to sign or for the secret of a new authenticator app. A passkey can be asked before any password: it says itself
    whose it is."""

    ask: Literal["passkey", "totp"] | None = None
    code: str | None = Field(None, max_length=40)
    passkey: dict[str, Any] | None = None
    password: str | None = Field(None, max_length=256)


class PasskeyOut(BaseModel):
    """A passkey as its owner sees it."""

    id: Id
    name: str
    created_at: datetime
    last_used_at: datetime | None


class FactorsOut(BaseModel):
    """One's second factors. `passkeys_here` says whether this address can have passkeys at all."""

    totp_since: datetime | None
    passkeys: list[PasskeyOut]
    passkeys_here: bool
    recovery_left: int
    required: bool


class CodeIn(Body):
    """A code."""

    code: str = Field(max_length=40)


class PasskeyIn(Body):
    """A new passkey and what its owner calls it."""

    name: str = Field("", max_length=80)
    passkey: dict[str, Any]


class Codes(BaseModel):
    """Recovery codes, shown this once; none when there were some already."""

    recovery_codes: list[str]


class Question(BaseModel):
    """What a passkey is asked, as `navigator.credentials` takes it."""

    options: dict[str, Any]


class ProofIn(Body):
    """One of three: the password, a code of the app, or a passkey's answer."""

    password: str | None = Field(None, max_length=256)
    code: str | None = Field(None, max_length=40)
    passkey: dict[str, Any] | None = None


class Ways(BaseModel):
    """How one can show that it is oneself."""

    ways: list[Way]


class Rules(BaseModel):
    """The rules of signing in."""

    second_factor: Who
    idle_minutes: int
    session_hours: int
    password_profile: Profile


class RulesIn(Body):
    """Some of the rules."""

    second_factor: Who | None = None
    idle_minutes: int | None = None
    session_hours: int | None = None
    password_profile: Profile | None = None
