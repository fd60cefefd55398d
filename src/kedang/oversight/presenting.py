"""Unusual access as it goes out."""

from typing import cast

from kedang.accounts.queries import directory
from kedang.kit.actor import Actor
from kedang.oversight import reading
from kedang.oversight import schemas as out
from kedang.oversight.canaries import Mark
from kedang.oversight.hits import is_own
from kedang.oversight.models import CONFIRMED, EXPLAINED, OPEN, Hit
from kedang.oversight.rules import SHIPPED, Rule

_RULES = {rule.code: rule for rule in SHIPPED}


def page(actor: Actor, found: reading.Page) -> out.UnusualPage:
    """Some hits."""
    mine = {user_id: is_own(actor, user_id) for user_id in {row.user_id for row in found.rows}}
    rows = [_hit(actor, row, found.notes.get(row.id, ""), own=mine[row.user_id]) for row in found.rows]
    return out.UnusualPage(rows=rows, next=found.next)


def week(actor: Actor, found: reading.Week) -> out.UnusualWeek:
    """Seven days at a glance."""
    return out.UnusualWeek(
        open=found.states.get(OPEN, 0),
        explained=found.states.get(EXPLAINED, 0),
        confirmed=found.states.get(CONFIRMED, 0),
        rules=[
            out.UnusualRuleCount(rule=_code(rule), text=text(actor, rule), count=count)
            for rule, count in sorted(found.rules.items(), key=lambda each: -each[1])
        ],
        people=[out.UnusualPersonCount(person=_person(user_id), count=count) for user_id, count in found.people],
    )


def figures(actor: Actor, rules: tuple[Rule, ...], version: int) -> out.UnusualRulesOut:
    """The rules with their figures."""
    return out.UnusualRulesOut(
        rules=[
            out.UnusualRuleOut(
                rule=_code(rule.code),
                text=text(actor, rule.code),
                span=rule.span,
                active=rule.active,
                floor=rule.floor,
                factor=rule.factor,
            )
            for rule in rules
        ],
        version=version,
    )


def canaries(found: list[Mark]) -> out.CanariesOut:
    """The marks."""
    return out.CanariesOut(marks=[out.CanaryOut(id=str(each.id), by=_person(each.by), at=each.at) for each in found])


def text(actor: Actor, rule: str) -> str:
    """What a rule says, in the reader's language."""
    return _RULES[rule].zh if actor.language.startswith("zh") else _RULES[rule].en


def _hit(actor: Actor, row: Hit, note: str, *, own: bool) -> out.UnusualOut:
    return out.UnusualOut(
        id=str(row.id),
        rule=_code(row.rule),
        text=text(actor, row.rule),
        person=_person(row.user_id),
        by_token=row.token_id != 0,
        since=row.since,
        until=row.until,
        found_at=row.found_at,
        amount=row.amount,
        threshold=row.threshold,
        state=cast(out.State, row.state),
        own=own,
        judged_by=_person(row.judged_by) if row.judged_by else None,
        judged_at=row.judged_at,
        note=note,
    )


def _code(rule: str) -> out.RuleCode:
    return cast(out.RuleCode, rule)


def _person(user_id: int) -> out.OversightPerson:
    return out.OversightPerson(id=str(user_id), name=directory().name(user_id))
