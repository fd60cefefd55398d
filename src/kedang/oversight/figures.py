"""The figures of the rules: read for whoever sets them, and changed."""

from collections.abc import Mapping

from django.db import transaction

from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import STALE, Refusal
from kedang.oversight import rights
from kedang.oversight.models import Rules
from kedang.oversight.rules import CODES, Rule, with_figures

HIGHEST, MOST_TIMES = 1_000_000, 100
BAD = Refusal(
    "oversight.figures",
    422,
    "规则没有保存：起点为 1 至 1000000，倍数为 1 至 100。",
    "The rules were not saved: a floor is 1 to 1,000,000, a factor 1 to 100.",
)
Figures = Mapping[str, Mapping[str, int | bool]]


def rules_in_force() -> tuple[Rule, ...]:
    """The rules as they are set now."""
    row = Rules.objects.filter(id=1).first()
    return with_figures(row.stated if row else {})


def read(actor: Actor) -> tuple[tuple[Rule, ...], int]:
    """The rules, and which version of them."""
    actor.require(rights.MANAGE)
    row = Rules.objects.filter(id=1).first() or Rules()
    return with_figures(row.stated), row.version


@transaction.atomic
def change(actor: Actor, stated: Figures, *, version: int) -> None:
    """Set figures; a rule that is left out is as it shipped."""
    actor.require(rights.MANAGE)
    checked = _checked(stated)
    Rules.objects.get_or_create(id=1)
    row = Rules.objects.select_for_update().get(id=1)
    if row.version != version:
        raise STALE(version=row.version)
    before, after = with_figures(row.stated), with_figures(checked)
    row.stated, row.version = checked, version + 1
    row.save()
    changed = [new.code for old, new in zip(before, after, strict=True) if old != new]
    off = [rule.code for rule in after if not rule.active]
    record(actor, "oversight.rules_changed", subject=("installation", 1), fields=changed, details={"off": off})


def _checked(stated: Figures) -> dict[str, dict[str, int | bool]]:
    factors = {rule.code: rule.factor for rule in with_figures({})}
    for code, said in stated.items():
        floor, factor = said.get("floor", 1), said.get("factor", 0)
        low = 1 if factors.get(code) else 0
        if code not in CODES or not 1 <= floor <= HIGHEST or not low <= factor <= (MOST_TIMES if low else 0):
            raise BAD()
    return {code: dict(said) for code, said in stated.items()}
