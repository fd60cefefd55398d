"""What tokens take and give."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from kedang.accounts.schemas import Body, Named
from kedang.accounts.token_limits import LONGEST_DAYS, ROWS_DAY, ROWS_HOUR
from kedang.kit.doors import Id
from kedang.kit.levels import Secrecy

LevelName = Literal["full", "no_reveal", "masked"]


class TokenOut(BaseModel):
    """A token, without its secret. `rows_today` customers left through it within 24 hours; `why` says why it was stopped."""

    id: Id
    name: str
    prefix: str
    rights: list[str]
    level: LevelName
    clearance: Secrecy
    read_only: bool
    addresses: list[str]
    rows_hour: int
    rows_day: int
    rows_today: int
    created_at: datetime
    last_used_at: datetime | None
    last_used_ip: str
    expires_at: datetime
    disabled_at: datetime | None
    why: Literal["", "budget", "idle"]
    may_start_again: bool


class TokenMade(TokenOut):
    """A token with its secret, shown this once."""

    secret: str


class Tokens(BaseModel):
    """One's tokens."""

    tokens: list[TokenOut]


class TokenOfSomebody(TokenOut):
    """A token and whose it is."""

    user: Named


class TokensOfAll(BaseModel):
    """Everybody's tokens."""

    tokens: list[TokenOfSomebody]


class TokenIn(Body):
    """A token to make. `level`: `no_reveal` never takes a mask off, `masked` shows no sensitive value in clear at all."""

    name: str = Field(max_length=80)
    rights: list[str] = Field([])
    level: LevelName = "no_reveal"
    clearance: Secrecy = 0
    read_only: bool = False
    days: int = LONGEST_DAYS
    addresses: list[str] = Field([])
    rows_hour: int = ROWS_HOUR
    rows_day: int = ROWS_DAY
