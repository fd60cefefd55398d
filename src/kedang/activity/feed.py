"""What a calendar reads over somebody's private link: their follow-ups, with the rights and the sight they have at that moment.

An unknown link, a revoked one, and the link of somebody who was disabled or may see no customers answer alike.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kedang.accounts.behind import actor_for
from kedang.accounts.secrets import hashed
from kedang.activity.kinds import KINDS
from kedang.activity.models import DONE, OPEN, CalendarLink, FollowUp
from kedang.activity.reading import Read, read_all
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.archive.seen import seen_by
from kedang.engine.calendar_file import Entry, calendar_file
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.kit.errors import NOT_FOUND, DomainError, Refusal
from kedang.vault.keys import keys_for
from kedang.verification.limits import take

MISSES, WINDOW = 60, 900
MOST = 1000
STAYS_DONE = timedelta(days=14)
LASTS, REMIND = timedelta(minutes=30), timedelta(minutes=15)
TOUCHED_EVERY = timedelta(minutes=10)
SLOWLY = Refusal(
    "activity.calendar_slowly",
    429,
    "打开次数过多，请 15 分钟后再试。",
    "Opened too often. Please try again in 15 minutes.",
)


def read_calendar(visitor: Actor, secret: str) -> bytes:
    """The calendar behind a link: what is open, and what was done in the last two weeks."""
    found = _holder(visitor, secret)
    if found is None:
        # Counted in a transaction of its own, which the refusal does not take back.
        with transaction.atomic():
            full = take("calendar", visitor.ip, cap=MISSES, seconds=WINDOW)
        raise SLOWLY() if full is not None else NOT_FOUND()
    link, actor = found
    rows = _rows(actor)
    seen = Customer.objects.visible_to(actor).in_bulk({row.customer_id for row in rows})
    rows = [row for row in rows if row.customer_id in seen]
    record_read(actor, "calendar.fetched", customer_ids=sorted(seen), fields=["follow_ups"])
    zh = actor.language.startswith("zh")
    name = "客档跟进" if zh else "Kedang follow-ups"
    if not link.detailed:
        return calendar_file(name, [_entry(row, "跟进" if zh else "Follow-up") for row in rows])
    policy = policy_for(actor, own=False, place="list")
    reads = read_all(actor, rows, seen, keys_for(seen))
    return calendar_file(name, [_detailed(each, seen[each.row.customer_id], policy, zh=zh) for each in reads])


def _holder(visitor: Actor, secret: str) -> tuple[CalendarLink, Actor] | None:
    link = CalendarLink.objects.filter(hash=hashed(secret)).first()
    if link is None:
        return None
    try:
        actor = actor_for(link.user_id)
    except DomainError:
        return None
    if not actor.can(archive_rights.VIEW):
        return None
    moment = now()
    if link.last_used_at is None or link.last_used_at < moment - TOUCHED_EVERY:
        CalendarLink.objects.filter(id=link.id).update(last_used_at=moment)
    origin = {"request_id": visitor.request_id, "ip": visitor.ip, "device": visitor.device}
    # An address that somebody's program asks again and again is nobody who was cleared for anything.
    return link, replace(actor, via="token", clearance=0, **origin)  # type: ignore[arg-type]


def _rows(actor: Actor) -> list[FollowUp]:
    wanted = Q(state=OPEN) | Q(state=DONE, ended_at__gte=now() - STAYS_DONE)
    found = FollowUp.objects.filter(wanted, assignee_id=actor.id)
    visible = found.filter(seen_by(actor))
    return list(visible.order_by("-due_at", "-id")[:MOST])


def _detailed(read: Read, customer: Customer, policy: FieldPolicy, *, zh: bool) -> Entry:
    row = read.row
    assert isinstance(row, FollowUp)
    shown = policy.show("name", customer.name)
    name = str(shown.value) if shown and shown.value else customer.number
    kind = KINDS[row.kind][0 if zh else 1]
    url = settings().public_url.rstrip("/")
    return _entry(
        row,
        f"{kind} · {name}" if zh else f"{kind}: {name}",
        description=read.body.text if read.body else "",
        url=f"{url}/customers/{customer.id}" if url else "",
    )


def _entry(row: FollowUp, summary: str, *, description: str = "", url: str = "") -> Entry:
    done = row.state == DONE
    return Entry(
        uid=f"{row.id}@follow-up.kedang",
        starts=_minute(row.due_at),
        lasts=LASTS,
        summary=f"✓ {summary}" if done else summary,
        changed=row.updated_at,
        revision=row.version,
        description=description,
        url=url,
        remind=None if done else REMIND,
    )


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
