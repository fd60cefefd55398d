"""What gives cause for concern about key accounts: computed from what the rooms below know, and told only to whom they would tell it."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import get_args

from django.db.models import Count, Min

from kedang.accounts.queries import directory
from kedang.archive.figures import Figures
from kedang.commerce import rights as commerce_rights
from kedang.commerce.balances import overdue_of
from kedang.deals import rights as deals_rights
from kedang.deals.models import STILL_OPEN, Opportunity, Project
from kedang.deals.sight import open_to
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.service.models import Case
from kedang.strategy.kinds import AGAINST, DECIDER, HIGH, Cause
from kedang.strategy.models import Plan, Stakeholder

SILENT, STUCK = timedelta(days=30), timedelta(days=60)
ORDER = {cause: place for place, cause in enumerate(get_args(Cause))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One cause and its figures: how many, since how many days, how much in minor units of a currency."""

    cause: Cause
    count: int | None = None
    days: int | None = None
    amount: int | None = None
    currency: str | None = None


Put = Callable[[int, Signal], None]


def signals(actor: Actor, plans: Iterable[Plan]) -> dict[int, list[Signal]]:
    """By plan, the gravest first. A fixed number of questions, whatever the number of plans."""
    rows = list(plans)
    if not rows:
        return {}
    ids = sorted({row.customer_id for row in rows})
    found: dict[int, list[Signal]] = {customer_id: [] for customer_id in ids}

    def put(customer_id: int, signal: Signal) -> None:
        found[customer_id].append(signal)

    _people(ids, put)
    _contact(ids, put)
    _service(actor, ids, put)
    if actor.can(commerce_rights.VIEW):
        for customer_id, currency, amount, days in overdue_of(ids):
            put(customer_id, Signal(cause="overdue", amount=amount, currency=currency, days=days))
    if actor.can(deals_rights.VIEW):
        _opportunities(actor, ids, put)
    if actor.can(deals_rights.SEE_PROJECTS):
        _projects(ids, put)
    working = {person.id for person in directory().people.values() if person.is_active}
    return {row.id: _sorted([*found[row.customer_id], *_plan(row, working)]) for row in rows}


def _sorted(found: list[Signal]) -> list[Signal]:
    return sorted(found, key=lambda signal: ORDER[signal.cause])


def _plan(row: Plan, working: Container[int]) -> Iterator[Signal]:
    """Whoever is responsible has left, or the strategy was not looked at in time."""
    if row.owner_id not in working:
        yield Signal(cause="left")
    late = (today() - row.review_on).days
    if late > 0:
        yield Signal(cause="review_due", days=late)


def _people(ids: list[int], put: Put) -> None:
    """Nobody known, nobody known who decides, or somebody of weight against us."""
    known: dict[int, list[Stakeholder]] = {customer_id: [] for customer_id in ids}
    for person in Stakeholder.objects.filter(customer_id__in=ids).defer("body_enc"):
        known[person.customer_id].append(person)
    for customer_id, people in known.items():
        against = sum(p.attitude == AGAINST and (p.influence == HIGH or p.role == DECIDER) for p in people)
        if against:
            put(customer_id, Signal(cause="against", count=against))
        if not people:
            put(customer_id, Signal(cause="no_people"))
        elif not any(p.role == DECIDER for p in people):
            put(customer_id, Signal(cause="no_decider"))


def _contact(ids: list[int], put: Put) -> None:
    last = dict(Figures.objects.filter(customer_id__in=ids).values_list("customer_id", "last_contact_at"))
    for customer_id in ids:
        at = last.get(customer_id)
        if at is None:
            put(customer_id, Signal(cause="silent"))
        elif now() - at > SILENT:
            put(customer_id, Signal(cause="silent", days=(now() - at).days))


def _service(actor: Actor, ids: list[int], put: Put) -> None:
    cases = Case.objects.visible_to(actor, trashed=None).filter(customer_id__in=ids, kind="complaint", is_open=True)
    for customer_id, count, oldest in cases.values_list("customer_id").annotate(Count("id"), Min("created_at")):
        put(customer_id, Signal(cause="complaint", count=count, days=(now() - oldest).days))


def _opportunities(actor: Actor, ids: list[int], put: Put) -> None:
    """Those that stand in one stage for long, and those whose day has passed; of a customer that was lent, only one's own."""
    running = open_to(actor, Opportunity.objects.filter(STILL_OPEN, customer_id__in=ids))
    stuck = running.filter(stage_since__lt=now() - STUCK).values_list("customer_id")
    for customer_id, count, since in stuck.annotate(Count("id"), Min("stage_since")):
        put(customer_id, Signal(cause="stuck", count=count, days=(now() - since).days))
    passed = running.filter(expected_on__lt=today()).values_list("customer_id")
    for customer_id, count, first in passed.annotate(Count("id"), Min("expected_on")):
        put(customer_id, Signal(cause="passed", count=count, days=(today() - first).days))


def _projects(ids: list[int], put: Put) -> None:
    late = Project.objects.filter(STILL_OPEN, customer_id__in=ids, next_due__lt=today()).values_list("customer_id")
    for customer_id, count, first in late.annotate(Count("id"), Min("next_due")):
        put(customer_id, Signal(cause="late_project", count=count, days=(today() - first).days))
