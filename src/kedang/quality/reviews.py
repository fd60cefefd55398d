"""Periodic reviews: whose records are due, who answers for them, "checked, all correct", and telling the lead when it is late.

The responsible person is the customer's owner, whoever that is at the moment; of customers without one, whoever leads the
department. A review is no row of its own: the record's last confirmation as a whole stands in its provenance, and the day of
the next follows from it and from the rules.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from kedang.archive import customers, rights
from kedang.archive.confirming import stamp_confirmed
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.fields.queries import by_id
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.history.record import event_row, record, record_many
from kedang.kit.actor import Actor, Scope, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, STALE
from kedang.kit.paging import clamp_limit, decode_cursor, encode_cursor
from kedang.quality.defects import SOON
from kedang.quality.models import QualityScore
from kedang.quality.rescore import score_customers
from kedang.quality.rules import current
from kedang.quality.worklist import COUNTED, Page, rows_of

MINE, TEAM, ESCALATED = "mine", "team", "escalated"
TOLD_AT_ONCE = 5_000
_PEOPLE = tuple(code for code, spec in FIELDS.items() if spec.storage == "contact")


def due(actor: Actor, which: str, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """Who is due for review or will be within a week, the most overdue first, among them the worst."""
    actor.require(rights.VIEW)
    found = _of(actor, which).filter(review_due__lte=today() + SOON)
    count = found.order_by()[: COUNTED + 1].count()
    size = clamp_limit(limit)
    if cursor:
        found = found.filter(_behind(cursor))
    page = list(found.order_by("review_due", "overall", "customer_id")[: size + 1])
    last = page[size - 1] if len(page) > size else None
    following = encode_cursor((str(last.review_due), last.overall, last.customer_id)) if last else None
    rows = rows_of(actor, page[:size])
    record_read(
        actor, "customers.listed", customer_ids=[row.customer.id for row in rows], fields=["quality"], count=count
    )
    return Page(rows, following, min(count, COUNTED), count > COUNTED)


def _of(actor: Actor, which: str) -> QuerySet[QualityScore]:
    """Mine: those I own, and those of my departments that nobody owns. Team: everybody's in reach. Escalated: those of others
    that are much too late."""
    found = QualityScore.objects.visible_to(actor)
    mine = Q(owner_id=actor.id)
    if actor.scope != Scope.OWN:
        mine |= Q(owner_id__isnull=True)
    if which == MINE:
        return found.filter(mine)
    if which == TEAM:
        return found
    if which == ESCALATED:
        return found.filter(escalated=True).exclude(owner_id=actor.id)
    raise INVALID(what="which")


def _behind(cursor: str) -> Q:
    day, overall, after = decode_cursor(cursor, length=3)
    try:
        on = date.fromisoformat(str(day))
    except ValueError:
        raise INVALID(what="cursor") from None
    if not isinstance(overall, int) or not isinstance(after, int):
        raise INVALID(what="cursor")
    same = Q(review_due=on)
    return Q(review_due__gt=on) | (same & Q(overall__gt=overall)) | (same & Q(overall=overall, customer_id__gt=after))


@transaction.atomic
def confirm(actor: Actor, customer_id: int, *, version: int | None = None) -> Customer:
    """Checked, all correct: what the actor may read is confirmed as of now, and the next review moves on. Values stay."""
    actor.require(rights.EDIT)
    customer = customers.load_for_change(actor, customer_id)
    if version is not None and customer.version != version:
        raise STALE(version=customer.version)
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    fields = stamp_confirmed(
        actor, customer, load_content(customer.id), confirms=lambda code: _readable(policy, code), at=now()
    )
    score_customers([customer.id])
    record(actor, "customer.reviewed", subject=("customer", customer.id), fields=fields)
    return customer


def _readable(policy: FieldPolicy, code: str) -> bool:
    """Whether the actor sees the field in clear; nobody confirms what is masked."""
    if code == "contacts":
        return all(policy.clear(each) for each in _PEOPLE)
    if code.startswith(CUSTOM_PREFIX):
        definition = by_id().get(int(code.removeprefix(CUSTOM_PREFIX)))
        return definition is not None and policy.clear(CUSTOM_PREFIX + definition.code)
    return policy.clear(code)


@transaction.atomic
def escalate() -> int:
    """Tell of those that are overdue for longer than the rules allow, each once for each date. Returns how many."""
    latest = today() - timedelta(days=current().escalate_days)
    late = QualityScore.objects.filter(review_due__lt=latest, escalated=False).order_by("review_due", "customer_id")
    ids = list(late.values_list("customer_id", flat=True)[:TOLD_AT_ONCE])
    QualityScore.objects.filter(customer_id__in=ids).update(escalated=True)
    worker = system_actor("worker")
    record_many([event_row(worker, "customer.review_overdue", subject=("customer", each)) for each in ids])
    return len(ids)
