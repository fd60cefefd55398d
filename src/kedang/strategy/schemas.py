"""Shapes of requests and answers about key accounts. Texts are null for whoever may not read notes."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from kedang.deals.schemas import CountOut, In, Line, Person, Text, VersionIn
from kedang.kit.doors import Id, IdIn
from kedang.strategy.kinds import Attitude, Cause, Influence, Role


class PlanIn(In):
    """A plan for a key account. `owner_id` null: oneself, `review_on` null: in a season."""

    goal: Text = ""
    needs: Text = ""
    strategy: Text = ""
    competitors: Text = ""
    owner_id: IdIn | None = None
    review_on: date | None = None


class PlanChangesIn(VersionIn):
    """What is to be otherwise with a plan; what is not sent stays."""

    goal: Text | None = None
    needs: Text | None = None
    strategy: Text | None = None
    competitors: Text | None = None
    owner_id: IdIn | None = None
    review_on: date | None = None


class ReviewIn(VersionIn):
    """What a look at the strategy found, and when the next one is."""

    words: Text
    held_on: date
    next_on: date


class StakeholderIn(In):
    """Somebody who has a say."""

    name: Line
    position: Line = ""
    note: Text = ""
    role: Role
    influence: Influence
    attitude: Attitude
    person_id: IdIn | None = None


class StakeholderChangesIn(VersionIn):
    """What is to be otherwise with a stakeholder; null takes the link to a person away."""

    name: Line | None = None
    position: Line | None = None
    note: Text | None = None
    role: Role | None = None
    influence: Influence | None = None
    attitude: Attitude | None = None
    person_id: IdIn | None = None

    def given(self) -> dict[str, Any]:
        """What was sent; null only where it may stand."""
        sent = self.model_dump(exclude_unset=True, exclude={"version"})
        return {name: value for name, value in sent.items() if value is not None or name == "person_id"}


class SignalOut(BaseModel):
    """A cause for concern with its figures: how many, since how many days, how much in minor units of a currency."""

    cause: Cause
    count: int | None
    days: int | None
    amount: int | None
    currency: str | None


class PlanOut(BaseModel):
    """A plan for a key account with what gives cause for concern, the gravest first."""

    id: Id
    customer_id: Id
    customer_number: str
    customer_name: str
    goal: str | None
    needs: str | None
    strategy: str | None
    competitors: str | None
    owner: Person | None
    review_on: date
    ended_at: datetime | None
    signals: list[SignalOut]
    version: int
    editable: bool


class StakeholderOut(BaseModel):
    """Somebody who has a say. `person_id`: their own archive, where the reader sees it."""

    id: Id
    name: str | None
    position: str | None
    note: str | None
    role: Role
    influence: Influence
    attitude: Attitude
    person_id: Id | None
    version: int


class ReviewOut(BaseModel):
    """A review of the strategy."""

    id: Id
    words: str | None
    at: datetime
    by: Person | None


class KeyAccount(BaseModel):
    """How a customer is worked on: its plan (none: it is no key account), who has a say, and the latest reviews first."""

    plans: list[PlanOut]
    people: list[StakeholderOut]
    reviews: list[ReviewOut]
    editable: bool


class KeyAccountPage(BaseModel):
    """Some key accounts."""

    rows: list[PlanOut]
    next: str | None
    count: CountOut
