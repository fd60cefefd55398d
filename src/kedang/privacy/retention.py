"""Whose data was kept long enough: what the purposes say together, and the list from which somebody proposes to erase.

A purpose without consent holds everybody's data from the last contact (or purchase, or the filing, whichever is latest) for its
months; one by consent holds those whose consent stands. Data goes when no purpose holds it any more. A purpose that says no months
never lets go, and as long as one without consent is like that, nobody is on the list.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kedang.archive.figures import Figures
from kedang.archive.models import Customer, CustomerQuerySet
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, NOT_FOUND, Refusal
from kedang.privacy import erasing, rights, schemas
from kedang.privacy.models import STANDING, Consent, Erasure, Purpose
from kedang.privacy.purposes import oldest_good_notice

SHOWN, COUNTED, LONGEST = 100, 1_000, 1200
CONSENT = "consent"
NOT_OVER = Refusal(
    "privacy.retention_not_over",
    409,
    "所选客户中有 {count} 位的保存期限没有届满，或者您看不到。没有提出任何删除，请刷新页面。",
    "Of the selected customers {count} are not past their period, or not in your sight. Nothing was proposed; reload the page.",
)


@dataclass(frozen=True, slots=True)
class Term:
    """How long one live purpose holds data; None: without an end."""

    purpose_id: int
    months: int | None
    by_consent: bool


def terms() -> list[Term]:
    """Those of the live purposes."""
    live = Purpose.objects.filter(ended_at__isnull=True).order_by("id")
    return [Term(row.id, row.months, row.basis == CONSENT) for row in live]


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def over(actor: Actor, said: Sequence[Term]) -> CustomerQuerySet:
    """The customers in sight whose data no purpose holds any more, and whom nobody has proposed to erase."""
    general = [each.months for each in said if not each.by_consent]
    found = Customer.objects.visible_to(actor)
    if not said or None in general:
        return found.none()
    waiting = Erasure.objects.filter(customer_id=OuterRef("id"), state__in=STANDING)
    found = found.filter(~Exists(waiting))
    notice = oldest_good_notice()
    for each in said:
        if each.by_consent:
            held = Q(_consented(each.purpose_id, notice))
            found = found.exclude(held if each.months is None else held & _since(each.months))
    if not general:
        # No purpose but by consent: only who once agreed is on the schedule; the others are data without a purpose.
        return found.filter(Exists(Consent.objects.filter(customer_id=OuterRef("id"))))
    return found.exclude(_since(max(months or 0 for months in general)))


def _consented(purpose_id: int, notice: int) -> Exists:
    stands = Consent.objects.filter(
        customer_id=OuterRef("id"),
        purpose_id=purpose_id,
        withdrawn_at__isnull=True,
        notice__number__gte=notice,
    )
    return Exists(stands)


def _since(months: int) -> Q:
    """Filed, met or bought within so many months."""
    start = datetime.combine(months_before(today(), months), time(), LOCAL)
    told = Figures.objects.filter(customer_id=OuterRef("id"))
    recent = told.filter(Q(last_contact_at__gte=start) | Q(last_deal_at__gte=start))
    return Q(created_at__gte=start) | Q(Exists(recent))


def schedule(actor: Actor, *, purpose_id: int | None = None, months: int | None = None) -> schemas.RetentionOut:
    """Who is past the period; with a purpose and months, who would be if it said these instead. Nothing is changed."""
    erasing.require_decider(actor)
    if months is not None and purpose_id is None:
        raise INVALID(what="purpose")
    said = terms() if purpose_id is None else _with(terms(), purpose_id, months)
    found = over(actor, said).order_by("id")
    count = found.order_by()[: COUNTED + 1].count()
    rows = list(found.values_list("id", "number", "name", "created_at")[:SHOWN])
    met = _last_met([each[0] for each in rows])
    record_read(actor, "privacy.retention_listed", customer_ids=[each[0] for each in rows])
    return schemas.RetentionOut(
        rows=[
            schemas.RetentionRow(customer_id=str(id), customer=name, number=number, last_at=max(at, met.get(id, at)))
            for id, number, name, at in rows
        ],
        count=min(count, COUNTED),
        capped=count > COUNTED,
        endless=[str(each.purpose_id) for each in said if each.months is None and not each.by_consent],
        purposes=len(said),
    )


def _last_met(customer_ids: Sequence[int]) -> dict[int, datetime]:
    """When they were last met or bought, where they ever were."""
    told = Figures.objects.filter(customer_id__in=customer_ids)
    moments = told.values_list("customer_id", "last_contact_at", "last_deal_at")
    return {customer_id: max(each) for customer_id, *both in moments if (each := [at for at in both if at])}


def _with(said: Sequence[Term], purpose_id: int, months: int | None) -> list[Term]:
    if months is not None and not 1 <= months <= LONGEST:
        raise INVALID(what="months")
    if purpose_id not in {each.purpose_id for each in said}:
        raise NOT_FOUND()
    return [replace(each, months=months) if each.purpose_id == purpose_id else each for each in said]


@transaction.atomic
def propose(actor: Actor, customer_ids: Sequence[int]) -> int:
    """Propose to erase customers who are past their period, all or none of them; how many. Somebody else confirms each."""
    actor.require(rights.ERASE)
    asked = sorted(set(customer_ids))
    due = set(over(actor, terms()).filter(id__in=asked).values_list("id", flat=True))
    if len(due) < len(asked):
        raise NOT_OVER(count=len(asked) - len(due))
    for customer_id in asked:
        erasing.propose(actor, customer_id, reason="retention_over")
    return len(asked)
