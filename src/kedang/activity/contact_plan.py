"""The contact plan as it is set: customers of which level are to be contacted how often, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import orjson
from django.db import transaction

from kedang.activity import rights
from kedang.activity.kinds import KINDS, Kind
from kedang.activity.models import ContactPlan
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import STALE, Refusal
from kedang.kit.text import storable

MOST_RULES, LONGEST_LEVEL, LONGEST_DAYS, MOST_A_DAY = 20, 64, 730, 100
BAD_PLAN = Refusal(
    "activity.contact_plan",
    422,
    "沟通计划没有保存：每个等级只能有一行，等级不能为空，间隔为 1 至 730 天，每人每天最多安排 1 至 100 项。",
    "Nothing was saved: one line a level, no empty level, 1 to 730 days apart, 1 to 100 follow-ups a person and day.",
)
NO_RULES = Refusal(
    "activity.contact_plan_empty",
    422,
    "还没有任何等级，不能启用。没有保存任何改动。",
    "There is no level yet, so it cannot be switched on. Nothing was saved.",
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Customers of a level are contacted every so many days, in this way."""

    level: str
    days: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Stated:
    """What is set. `most` is how many follow-ups one person gets a day."""

    active: bool
    rhythms: tuple[Rhythm, ...]
    most: int
    version: int


def stated() -> Stated:
    """The plan as it is set now."""
    row = ContactPlan.objects.filter(id=1).first() or ContactPlan()
    rhythms = tuple(Rhythm(raw["level"], raw["days"], cast(Kind, raw["kind"])) for raw in orjson.loads(row.rules))
    return Stated(row.active, rhythms, row.most, row.version)


def read(actor: Actor) -> Stated:
    """The plan, for whoever may set it."""
    actor.require(rights.PLAN)
    return stated()


@transaction.atomic
def save(actor: Actor, *, active: bool, rhythms: Sequence[Rhythm], most: int, version: int) -> None:
    """Set the plan. What was planned by the former one stays planned."""
    actor.require(rights.PLAN)
    said = checked(rhythms, most)
    if active and not said:
        raise NO_RULES()
    before = stated()
    ContactPlan.objects.get_or_create(id=1)
    row = ContactPlan.objects.select_for_update().get(id=1)
    if row.version != version:
        raise STALE(version=row.version)
    changed = {
        "active": before.active != active,
        "rules": before.rhythms != said,
        "most": before.most != most,
    }
    row.active, row.most, row.version = active, most, version + 1
    row.rules = orjson.dumps([{"level": r.level, "days": r.days, "kind": r.kind} for r in said]).decode()
    row.save()
    fields = [name for name, differs in changed.items() if differs]
    record(actor, "contact_plan.changed", subject=("contact_plan", 1), fields=fields, details={"active": active})


def checked(rhythms: Sequence[Rhythm], most: int) -> tuple[Rhythm, ...]:
    """Rules that may be followed."""
    said = tuple(Rhythm(storable(each.level).strip(), each.days, each.kind) for each in rhythms)
    levels = {each.level for each in said}
    fits = all(each.level and len(each.level) <= LONGEST_LEVEL and 1 <= each.days <= LONGEST_DAYS for each in said)
    known = all(each.kind in KINDS for each in said)
    if not (fits and known and len(levels) == len(said) <= MOST_RULES and 1 <= most <= MOST_A_DAY):
        raise BAD_PLAN()
    return said
