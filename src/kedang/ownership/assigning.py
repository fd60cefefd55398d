"""Rules by which customers without an owner are given to people: written, put in order, tried out, switched on and off.

Like recycling rules they go live only with the outcome of their simulation in hand.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Max

from kedang.accounts.queries import directory
from kedang.archive.policy import field_label
from kedang.engine.standardise.regions import regions
from kedang.finding.column_names import column_name
from kedang.finding.conditions import NOT_FILTERABLE, Condition, parse
from kedang.finding.filter_columns import CLASSIFICATION
from kedang.finding.filters import NOT_READABLE, compile_filter
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND, STALE, Refusal
from kedang.ownership import checking, rights
from kedang.ownership.models import DRAFT, LOAD, OFF, ON, ROUND, TERRITORY, Assignment, Pool
from kedang.ownership.rules import LOOK_AGAIN, RUNNING

MOST_TERRITORIES = 200
NOBODY = Refusal(
    "assignment.nobody",
    422,
    "请选择分配给哪些同事或部门。没有保存任何改动。",
    "Choose colleagues or departments to give customers to. Nothing was saved.",
)
NO_TERRITORY = Refusal(
    "assignment.territory",
    422,
    "按区域分配时，每个区域要有地区和同事或部门，同一地区只能写一次。没有保存任何改动。",
    "Every territory needs regions and colleagues or departments, and a region stands in one of them only. Nothing was saved.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentTerms:
    """What an assignment rule says. `conditions` are a list's, as the request has them."""

    name: str
    conditions: Sequence[Mapping[str, Any]] = ()
    way: str = ROUND
    user_ids: Collection[int] = ()
    department_ids: Collection[int] = ()
    territories: Sequence[Mapping[str, Collection[int]]] = ()
    pool_id: int | None = None
    wait_days: int | None = None


def conditions_of(rule: Assignment) -> tuple[Condition, ...]:
    """The conditions of a rule."""
    return parse(orjson.dumps(rule.conditions).decode())


def require_readable(actor: Actor, conditions: Sequence[Condition]) -> None:
    """Refuse conditions on what the actor may not read of everybody: the outcome would tell. A rule looks at everybody, whatever the
    clearance of who wrote it."""
    if any(condition.field == CLASSIFICATION for condition in conditions):
        raise NOT_FILTERABLE(field=column_name(CLASSIFICATION, actor.language, {}))
    if compile_filter(actor, conditions).limited_to_own:
        raise NOT_READABLE(field=field_label(conditions[0].field, actor.language, {}))


def assignments_of(actor: Actor) -> list[Assignment]:
    """Every rule, in the order in which they are asked."""
    actor.require(rights.MANAGE)
    return in_order()


def in_order(**where: str) -> list[Assignment]:
    """Rules in the order in which they are asked."""
    return list(Assignment.objects.filter(**where).select_related("pool").order_by("position", "id"))


@transaction.atomic
def write_assignment(actor: Actor, terms: AssignmentTerms) -> Assignment:
    """Write a rule down behind the others; it does nothing yet."""
    actor.require(rights.MANAGE)
    last = Assignment.objects.aggregate(last=Max("position"))["last"] or 0
    rule = Assignment(position=last + 1, state=DRAFT)
    _fill(actor, rule, terms)
    rule.save(force_insert=True)
    record(actor, "assignment_rule.written", subject=("assignment_rule", rule.id))
    return rule


@transaction.atomic
def change_assignment(actor: Actor, rule_id: int, terms: AssignmentTerms, *, version: int) -> None:
    """Change a rule that is not in force."""
    actor.require(rights.MANAGE)
    rule = load_resting(rule_id, version)
    _fill(actor, rule, terms)
    _keep(rule)
    record(actor, "assignment_rule.changed", subject=("assignment_rule", rule.id))


@transaction.atomic
def drop_assignment(actor: Actor, rule_id: int, *, version: int) -> None:
    """Delete a rule that is not in force."""
    actor.require(rights.MANAGE)
    rule = load_resting(rule_id, version)
    record(actor, "assignment_rule.dropped", subject=("assignment_rule", rule.id))
    rule.delete()


@transaction.atomic
def put_in_order(actor: Actor, rule_ids: Sequence[int]) -> None:
    """Say in which order the rules are asked: the first that finds a customer decides. What is simulated is simulated anew."""
    actor.require(rights.MANAGE)
    known = {rule.id: rule for rule in Assignment.objects.select_for_update().order_by("id")}
    if not rule_ids or sorted(rule_ids) != sorted(known):
        raise STALE(version=len(known))
    for position, rule_id in enumerate(rule_ids, start=1):
        if known[rule_id].position != position:
            known[rule_id].position = position
            _keep(known[rule_id])
    details = {"order": [str(one) for one in rule_ids]}
    record(actor, "assignment_rule.ordered", subject=("assignment_rule", rule_ids[0]), details=details)


@transaction.atomic
def put_in_force(actor: Actor, rule: Assignment, *, existing: bool, seen: str, mark: str, total: int) -> None:
    """Put a locked rule in force, if what was seen is what there is."""
    actor.require(rights.MANAGE)
    if mark != seen:
        raise LOOK_AGAIN()
    rule.state, rule.from_at, rule.last_id = ON, None if existing else now(), 0
    _keep(rule)
    details = {"customers": total, "existing": existing}
    record(actor, "assignment_rule.switched_on", subject=("assignment_rule", rule.id), details=details)


@transaction.atomic
def rest(actor: Actor, rule_id: int, *, version: int) -> None:
    """Take a rule out of force. Who was given stays with whom they were given to."""
    actor.require(rights.MANAGE)
    rule = load_assignment(rule_id, version)
    if rule.state != ON:
        raise STALE(version=rule.version)
    rule.state = OFF
    _keep(rule)
    record(actor, "assignment_rule.switched_off", subject=("assignment_rule", rule.id))


def load_assignment(rule_id: int, version: int) -> Assignment:
    """A rule in the version that was seen, locked."""
    found = Assignment.objects.select_for_update(of=("self",)).select_related("pool")
    rule = found.filter(id=rule_id).first()
    if rule is None:
        raise NOT_FOUND()
    if rule.version != version:
        raise STALE(version=rule.version)
    return rule


def load_resting(rule_id: int, version: int) -> Assignment:
    """The same, of a rule that is not in force."""
    rule = load_assignment(rule_id, version)
    if rule.state == ON:
        raise RUNNING()
    return rule


def _fill(actor: Actor, rule: Assignment, terms: AssignmentTerms) -> None:
    rule.name = checking.require_name(terms.name)
    found = parse(orjson.dumps(list(terms.conditions)).decode())
    require_readable(actor, found)
    rule.conditions = [{"field": each.field, "op": each.op, "value": list(each.values)} for each in found]
    if terms.way not in (ROUND, LOAD, TERRITORY):
        raise INVALID(what="way")
    rule.way = terms.way
    rule.user_ids = _people(terms.user_ids)
    rule.department_ids = checking.require_departments(terms.department_ids)
    rule.territories = _territories(terms.territories) if terms.way == TERRITORY else []
    if not (rule.user_ids or rule.department_ids or rule.territories):
        raise NOBODY()
    rule.pool = Pool.objects.filter(id=terms.pool_id).first() if terms.pool_id is not None else None
    if terms.pool_id is not None and rule.pool is None:
        raise INVALID(what="pool")
    rule.wait_days = checking.require_number(terms.wait_days, least=0)


def _territories(given: Sequence[Mapping[str, Collection[int]]]) -> list[dict[str, list[int]]]:
    found = [
        {
            "regions": sorted(set(each["regions"])),
            "user_ids": _people(each["user_ids"]),
            "department_ids": checking.require_departments(each["department_ids"]),
        }
        for each in given
    ]
    codes = [code for each in found for code in each["regions"]]
    whole = all(each["regions"] and (each["user_ids"] or each["department_ids"]) for each in found)
    if not 0 < len(found) <= MOST_TERRITORIES or not whole or len(codes) != len(set(codes)):
        raise NO_TERRITORY()
    if not set(codes) <= regions().keys():
        raise INVALID(what="region")
    return found


def _people(ids: Collection[int]) -> list[int]:
    if not set(ids) <= directory().people.keys():
        raise INVALID(what="user")
    return sorted(set(ids))


def _keep(rule: Assignment) -> None:
    rule.version += 1
    rule.save()
