"""Rules by which customers fall into a pool: written, tried out, switched on and off.

A rule goes live only with the outcome of its simulation in hand: whoever switches it on says which customers they were shown, and is
refused when by now it would be others.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from django.db import transaction

from kedang.archive.models import Customer
from kedang.calendar.working import working_time
from kedang.finding.reach import kept_ids
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, NOT_FOUND, STALE, Refusal
from kedang.ownership import checking, falling, rights
from kedang.ownership.coming import tonight
from kedang.ownership.models import CONTACT, DEAL, DRAFT, OFF, ON, Pool, Rule

MOST_SHOWN, MOST_LOOKED_AT = 200, 5_000
RUNNING = Refusal(
    "rule.running",
    409,
    "规则正在执行，请先停用再修改或删除。",
    "The rule is in force: switch it off before changing or deleting it.",
)
LOOK_AGAIN = Refusal(
    "rule.look_again",
    409,
    "规则没有启用：试算之后情况有变化。请重新试算，看过结果再启用。",
    "The rule was not switched on: things have changed since it was simulated. Simulate again and look at the outcome.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTerms:
    """What a rule says."""

    name: str
    pool_id: int
    days: int
    misses: str = CONTACT
    remind_days: int = 3
    department_ids: Collection[int] = ()
    kinds: Collection[str] = ()
    spared_tag_ids: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Simulation:
    """Who would fall on the coming night: how many of whom, the first of them as far as the actor sees them, and a mark of
    exactly these customers."""

    day: date
    total: int
    by_owner: list[tuple[int, int]]
    shown: list[Customer]
    mark: str


def rules_of(actor: Actor) -> list[Rule]:
    """Every rule, in the order in which they are asked."""
    actor.require(rights.MANAGE)
    return list(Rule.objects.select_related("pool").order_by("id"))


@transaction.atomic
def write_rule(actor: Actor, terms: RuleTerms) -> Rule:
    """Write a rule down; it does nothing yet."""
    actor.require(rights.MANAGE)
    rule = Rule()
    _fill(rule, terms)
    rule.save(force_insert=True)
    record(actor, "pool_rule.written", subject=("pool_rule", rule.id))
    return rule


@transaction.atomic
def change_rule(actor: Actor, rule_id: int, terms: RuleTerms, *, version: int) -> None:
    """Change a rule that is not in force."""
    actor.require(rights.MANAGE)
    rule = _load(rule_id, version)
    if rule.state == ON:
        raise RUNNING()
    _fill(rule, terms)
    _keep(rule)
    record(actor, "pool_rule.changed", subject=("pool_rule", rule.id))


@transaction.atomic
def drop_rule(actor: Actor, rule_id: int, *, version: int) -> None:
    """Delete a rule that is not in force."""
    actor.require(rights.MANAGE)
    rule = _load(rule_id, version)
    if rule.state == ON:
        raise RUNNING()
    record(actor, "pool_rule.dropped", subject=("pool_rule", rule.id))
    rule.delete()


def simulate(actor: Actor, rule_id: int, *, existing: bool) -> Simulation:
    """What a rule would do on the coming night if it were in force; `existing`: also with customers people have by now. Changes
    nothing."""
    actor.require(rights.MANAGE)
    rule = Rule.objects.select_related("pool").filter(id=rule_id).first()
    if rule is None:
        raise NOT_FOUND()
    found = _outcome(actor, rule, existing=existing)
    shown = list(Customer.objects.visible_to(actor).filter(id__in=found.first).order_by("id")[:MOST_SHOWN])
    record_read(actor, "pool_rule.simulated", customer_ids=[c.id for c in shown], count=found.total)
    return Simulation(found.day, found.total, found.owners.most_common(), shown, found.mark)


@transaction.atomic
def switch_on(actor: Actor, rule_id: int, *, version: int, existing: bool, seen: str) -> None:
    """Put a rule in force; `seen` is the mark of the simulation that was looked at."""
    actor.require(rights.MANAGE)
    rule = _load(rule_id, version)
    if rule.state == ON:
        raise RUNNING()
    found = _outcome(actor, rule, existing=existing)
    if found.mark != seen:
        raise LOOK_AGAIN()
    rule.state, rule.from_day = ON, _from_day(existing=existing)
    _keep(rule)
    details = {"fall": found.total, "on": found.day.isoformat(), "existing": existing}
    record(actor, "pool_rule.switched_on", subject=("pool_rule", rule.id), details=details)


@transaction.atomic
def switch_off(actor: Actor, rule_id: int, *, version: int) -> None:
    """Take a rule out of force. Who has fallen stays in the pool."""
    actor.require(rights.MANAGE)
    rule = _load(rule_id, version)
    if rule.state != ON:
        raise STALE(version=rule.version)
    rule.state = OFF
    _keep(rule)
    record(actor, "pool_rule.switched_off", subject=("pool_rule", rule.id))


@dataclass(slots=True)
class _Outcome:
    """The coming night, and whom a rule would take then: counted, the first of them, and a mark of exactly these customers."""

    day: date
    total: int = 0
    owners: Counter[int] = field(default_factory=Counter)
    first: list[int] = field(default_factory=list)
    mark: str = ""


def _outcome(actor: Actor, rule: Rule, *, existing: bool) -> _Outcome:
    """What this rule would do among all that are in force then. Customers above the actor's clearance fall like others, and are not
    counted here."""
    found, kept = _Outcome(tonight()), kept_ids(actor)
    rule.from_day = _from_day(existing=existing)
    others = [other for other in falling.rules_on() if other.id != rule.id]
    mark = blake2b(f"{rule.id} {rule.version} {existing} {found.day}".encode(), digest_size=12)
    for fall in falling.falls([*others, rule], found.day, working_time()):
        if fall.rule_id != rule.id or fall.customer_id in kept:
            continue
        found.total += 1
        found.owners[fall.owner_id] += 1
        if len(found.first) < MOST_LOOKED_AT:
            found.first.append(fall.customer_id)
        mark.update(f" {fall.customer_id}:{fall.owner_id}".encode())
    found.mark = mark.hexdigest()
    return found


def _from_day(*, existing: bool) -> date | None:
    """From which day on customers count that somebody gets: the night's own, or any."""
    return None if existing else tonight()


def _fill(rule: Rule, terms: RuleTerms) -> None:
    rule.name = checking.require_name(terms.name)
    pool = Pool.objects.filter(id=terms.pool_id).first()
    if pool is None:
        raise INVALID(what="pool")
    rule.pool = pool
    if not 1 <= terms.days <= 2_000 or not 0 <= terms.remind_days <= 60:
        raise INVALID(what="days")
    if terms.misses not in (CONTACT, DEAL):
        raise INVALID(what="misses")
    rule.misses, rule.days, rule.remind_days = terms.misses, terms.days, terms.remind_days
    rule.department_ids = checking.require_departments(terms.department_ids)
    rule.kinds = checking.require_kinds(terms.kinds)
    rule.spared_tag_ids = checking.require_tags(terms.spared_tag_ids)
    rule.state = rule.state or DRAFT


def _load(rule_id: int, version: int) -> Rule:
    rule = Rule.objects.select_for_update(of=("self",)).select_related("pool").filter(id=rule_id).first()
    if rule is None:
        raise NOT_FOUND()
    if rule.version != version:
        raise STALE(version=rule.version)
    return rule


def _keep(rule: Rule) -> None:
    rule.version += 1
    rule.save()
