"""Which customers fall into which pool on a day. The simulation, the warning beforehand and the night's run all ask here.

Everything goes by local days: a rule that says ten working days without contact finds on day D whom nobody had contact with, and
nobody got, on any of the ten working days before D or later; the same for deals. So it does not matter at what hour of a day somebody asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kedang.archive.models import KIND_CODES, Customer, CustomerTag, Figures
from kedang.engine.worktime import WorkTime
from kedang.fields.values import LOCAL
from kedang.ownership.models import DEAL, ON, Holding, Rule, below

WINDOW = 5_000


@dataclass(frozen=True, slots=True)
class Fall:
    """A customer that falls, from whom and by which rule."""

    customer_id: int
    owner_id: int
    rule_id: int


def rules_on() -> list[Rule]:
    """The rules in force, in the order in which they are asked."""
    return list(Rule.objects.filter(state=ON).select_related("pool").order_by("id"))


def falls(rules: Sequence[Rule], day: date, days: WorkTime) -> Iterator[Fall]:
    """Everybody who falls on a day, each by the first rule that finds them; by customer, read window by window, so that a million take
    no more room than a few thousand."""
    asked = sorted(rules, key=lambda rule: rule.id)
    for after, last in stretches() if asked else ():
        met: dict[int, Fall] = {}
        for rule in asked:
            for customer_id, owner_id in window(rule, day, days, after=after, last=last).values_list("id", "owner_id"):
                met.setdefault(customer_id, Fall(customer_id, owner_id or 0, rule.id))
        yield from (met[customer_id] for customer_id in sorted(met))


def window(rule: Rule, day: date, days: WorkTime, *, after: int, last: int) -> "QuerySet[Any]":
    """Those whom a rule finds on a day among the customers behind one id and up to another."""
    return falling(rule, day, days).filter(id__gt=after, id__lte=last)


def stretches() -> Iterator[tuple[int, int]]:
    """The customers in stretches of at most 5,000, by their ids."""
    after = 0
    while ids := list(Customer.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:WINDOW]):
        yield after, ids[-1]
        after = ids[-1]


def falling(rule: Rule, day: date, days: WorkTime) -> "QuerySet[Any]":
    """The customers one rule finds on a day; each row has `held_since`, `contact_at` and `last_at` of what the rule misses."""
    idle = start_of(days.add_days(day, -rule.days))
    got = min(idle, start_of(day - timedelta(days=rule.pool.protection_days)))
    found = among(rule).filter(Q(last_at__isnull=True) | Q(last_at__lt=idle), held_since__lt=got)
    return found if rule.from_day is None else found.filter(held_since__gte=start_of(rule.from_day))


def among(rule: Rule) -> "QuerySet[Any]":
    """The customers a rule looks at: somebody's, in use, in its reach and its pool's."""
    found: QuerySet[Any] = Customer.objects.filter(trashed_at__isnull=True, owner_id__isnull=False)
    for department_ids in (rule.department_ids, rule.pool.from_department_ids):
        if department_ids:
            found = found.filter(department_id__in=below(department_ids))
    for kinds in (rule.kinds, rule.pool.kinds):
        if kinds:
            found = found.filter(kind__in=[KIND_CODES[kind] for kind in kinds])
    if rule.pool.tag_ids:
        found = found.filter(_tagged(rule.pool.tag_ids))
    if rule.spared_tag_ids:
        found = found.filter(~_tagged(rule.spared_tag_ids))
    held = Holding.objects.filter(customer_id=OuterRef("id")).values("since")
    contact, deal = (_figure(name) for name in ("last_contact_at", "last_deal_at"))
    moment = DateTimeField()
    dated: QuerySet[Any] = found.annotate(
        held_since=Coalesce(Subquery(held, output_field=moment), F("created_at")),
        contact_at=contact,
        last_at=deal if rule.misses == DEAL else contact,
    )
    return dated


def falls_on(rule: Rule, held_since: datetime, last_at: datetime | None, days: WorkTime) -> date:
    """The first day on which a rule finds a customer, if nothing happens until then."""
    held = local_day(held_since)
    last = max(held, local_day(last_at)) if last_at else held
    idle = days.add_days(last, rule.days) + timedelta(days=1)
    return max(idle, held + timedelta(days=rule.pool.protection_days + 1))


def start_of(day: date) -> datetime:
    """When a local day begins."""
    return datetime.combine(day, time(), LOCAL)


def local_day(moment: datetime) -> date:
    """The local day of a moment."""
    return moment.astimezone(LOCAL).date()


def _figure(name: str) -> Subquery:
    found = Figures.objects.filter(customer_id=OuterRef("id")).values(name)
    return Subquery(found, output_field=DateTimeField())


def _tagged(tag_ids: Sequence[int]) -> Exists:
    return Exists(CustomerTag.objects.filter(customer_id=OuterRef("id"), tag_id__in=tag_ids))
