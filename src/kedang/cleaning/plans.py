"""What a fix is to do: from which value to which, sealed under the fix's own key."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from kedang.cleaning.columns import Reach
from kedang.cleaning.models import Fix
from kedang.kit.errors import Refusal
from kedang.vault.keys import SubjectKey, key_for

PLACEHOLDER, SPELLING, NEAR, STANDARD, LABEL, DERIVE, MANUAL = (
    "placeholder",
    "spelling",
    "near",
    "standard",
    "label",
    "derive",
    "manual",
)
METHODS = (PLACEHOLDER, SPELLING, NEAR, LABEL, STANDARD, DERIVE, MANUAL)
PLAN_GONE = Refusal(
    "cleaning.plan_gone",
    410,
    "这份修正清单已按保存期限删除，请重新查看字段后再做。已修正的内容不受影响，仍可撤销。",
    "What this fix was to do has been deleted at the end of its time: look at the field again. What was done stands and can be undone.",
)
_PLACE: dict[str, Any] = {"table": "cleaning_fix", "column": "plan"}


@dataclass(frozen=True, slots=True)
class Change:
    """One value and what it becomes; None clears. `before` is empty where an empty field is filled."""

    before: str
    after: str | None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A method, and the changes it comes to. `others`: among the values may be some of customers that are not the maker's own."""

    method: str
    changes: tuple[Change, ...]
    others: bool = True
    reach: Reach = field(default_factory=Reach)

    @property
    def targets(self) -> dict[str, str | None]:
        """From value to value."""
        return {change.before: change.after for change in self.changes}


def seal_plan(key: SubjectKey, plan: Plan) -> bytes:
    """For the fix's row."""
    raw = {
        "method": plan.method,
        "changes": [[c.before, c.after, c.count] for c in plan.changes],
        "others": plan.others,
        "reach": [plan.reach.scope, plan.reach.departments, plan.reach.clearance],
    }
    return key.seal(orjson.dumps(raw), row_id=key.subject_id, **_PLACE)


def plan_of(fix: Fix) -> Plan | None:
    """What the fix was to do, or None when its time is over."""
    if not fix.plan_enc:
        return None
    raw = orjson.loads(key_for(fix.id).open_bytes(fix.plan_enc, row_id=fix.id, **_PLACE))
    return Plan(raw["method"], changes_from(raw["changes"]), raw["others"], Reach(*raw["reach"]))


def required_plan(fix: Fix) -> Plan:
    """What the fix is to do, or the refusal when that is gone."""
    plan = plan_of(fix)
    if plan is None:
        raise PLAN_GONE()
    return plan


def changes_from(raw: Sequence[Sequence[Any]]) -> tuple[Change, ...]:
    """Changes from their plain form."""
    return tuple(Change(before, after, count) for before, after, count in raw)
