"""What was granted and what was done with it: three customers approved, one seen. Numbers and fields, no customer: for the auditor."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kedang.approvals.models import EXPORT, Grant, Look, Subject
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.history.queries import AUDIT_READ
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One grant and its use. `fields_unseen`: granted and never looked at."""

    id: int
    user_id: int
    granted_by: int
    emergency: bool
    since: datetime
    until: datetime
    ended_at: datetime | None
    looks: int
    used: int
    customers: int
    customers_seen: int
    fields_seen: list[str]
    fields_unseen: list[str]
    last_look_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some grants, newest first."""

    rows: list[Use]
    next: str | None


@dataclass(slots=True)
class _Seen:
    customers: set[int]
    fields: set[str]
    last: datetime | None = None


def page(
    actor: Actor,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page:
    """Grants that began from a time until before another, newest first, each with what was seen by it."""
    actor.require(AUDIT_READ)
    size = clamp_limit(limit)
    # Exports stand in the register of what left, with their approval.
    found = Grant.objects.exclude(request__kind=EXPORT).select_related("request").order_by("-id")
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    found = found.filter(since__gte=since) if since is not None else found
    found = found.filter(since__lt=until) if until is not None else found
    rows = list(found[: size + 1])
    shown = rows[:size]
    record_read(actor, "history.read", count=len(shown), details={"what": "grants"})
    asked = dict(
        Subject.objects.filter(request_id__in=[row.request_id for row in shown])
        .order_by()
        .values_list("request_id")
        .annotate(Count("id"))
    )
    seen, policy = _seen([row.id for row in shown]), policy_for(actor, own=False)
    uses = [_use(row, asked.get(row.request_id, 0), seen[row.id], policy) for row in shown]
    return Page(uses, encode_cursor((shown[-1].id,)) if len(rows) > size else None)


def _seen(grant_ids: list[int]) -> defaultdict[int, _Seen]:
    found: defaultdict[int, _Seen] = defaultdict(lambda: _Seen(set(), set()))
    rows = Look.objects.filter(grant_id__in=grant_ids).order_by("id")
    for grant_id, customer_id, fields, at in rows.values_list("grant_id", "customer_id", "fields", "at"):
        one = found[grant_id]
        one.customers.add(customer_id)
        one.fields.update(fields)
        one.last = at
    return found


def _use(row: Grant, asked: int, seen: _Seen, policy: FieldPolicy) -> Use:
    return Use(
        id=row.id,
        user_id=row.user_id,
        granted_by=row.granted_by,
        emergency=row.request.kind == "emergency",
        since=row.since,
        until=row.until,
        ended_at=row.ended_at,
        looks=row.looks,
        used=row.used,
        customers=asked,
        customers_seen=len(seen.customers),
        fields_seen=[policy.label(code) for code in sorted(seen.fields)],
        fields_unseen=[policy.label(code) for code in row.fields if code not in seen.fields],
        last_look_at=seen.last,
    )
