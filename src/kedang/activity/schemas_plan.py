"""Shapes of requests and answers about the contact plan."""

from typing import Annotated

from pydantic import BaseModel, Field

from kedang.activity.contact_plan import Rhythm, Stated
from kedang.activity.kinds import Kind
from kedang.activity.schemas import In, Person

Small = Annotated[int, Field(ge=-(2**15), le=2**15)]


class RhythmIn(In):
    """Customers of a level are contacted every so many days."""

    level: Annotated[str, Field(max_length=200)]
    days: Small
    kind: Kind = "call"


class ContactOutlookIn(In):
    """A plan that is tried. `most`: follow-ups a person and day."""

    rules: Annotated[list[RhythmIn], Field(max_length=100)]
    most: Small = 5

    def rhythms(self) -> list[Rhythm]:
        """As the verb takes them."""
        return [Rhythm(each.level, each.days, each.kind) for each in self.rules]


class ContactPlanIn(ContactOutlookIn):
    """The plan as it is to be, and the version that was seen."""

    active: bool
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class RhythmOut(BaseModel):
    """Customers of a level are contacted every so many days."""

    level: str
    days: int
    kind: Kind


class ContactPlanOut(BaseModel):
    """The plan as it is."""

    active: bool
    rules: list[RhythmOut]
    most: int
    version: int


class PersonOutlook(BaseModel):
    """How many are left alone too long, and how many follow-ups would be planned now."""

    person: Person
    alone: int
    planned: int


class ContactOutlookOut(BaseModel):
    """What a plan would do now."""

    alone: int
    planned: int
    people: list[PersonOutlook]


def plan_out(said: Stated) -> ContactPlanOut:
    """The plan as it goes out."""
    rules = [RhythmOut(level=each.level, days=each.days, kind=each.kind) for each in said.rhythms]
    return ContactPlanOut(active=said.active, rules=rules, most=said.most, version=said.version)
