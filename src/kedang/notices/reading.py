"""One's own notices, as far as one still sees the customers; read and counted."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.archive.seen import seen_by
from kedang.history.news import TAKEN
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of
from kedang.notices.models import UNREAD, Notice
from kedang.notices.sight import known_to

COUNTED = 99


@dataclass(frozen=True, slots=True)
class Listed:
    """A notice and its customer; None: that it was taken is told, not what it is now. `about_kind` is empty where one may not know any more
    what it was."""

    notice: Notice
    customer: Customer | None
    about_kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some notices, the latest first."""

    rows: list[Listed]
    next: str | None


def own(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices. What is about a customer out of sight is not there, but that one was taken."""
    seen = seen_by(actor)
    return Notice.objects.filter(Q(kind=TAKEN) | Q(seen), user_id=actor.id)


def notices(actor: Actor, *, unread: bool = False, cursor: str | None = None, limit: int | None = None) -> Page:
    """A page of one's notices; only the unread ones, or all."""
    actor.require(archive_rights.VIEW)
    found = own(actor).filter(UNREAD) if unread else own(actor)
    if cursor:
        at, last = decode_numbers(cursor, length=2)
        moment = moment_of(at)
        found = found.filter(Q(at__lte=moment) & (Q(at__lt=moment) | Q(id__lt=last)))
    size = clamp_limit(limit)
    rows = list(found.order_by("-at", "-id")[: size + 1])
    following = encode_cursor((number_of(rows[size - 1].at), rows[size - 1].id)) if len(rows) > size else None
    seen = Customer.objects.visible_to(actor).in_bulk({row.customer_id for row in rows[:size]})
    record_read(actor, "customers.listed", customer_ids=sorted(seen), fields=["notices"])
    known = known_to(actor, {(row.about_kind, row.about_id) for row in rows[:size]})
    return Page(
        [
            Listed(
                row,
                seen.get(row.customer_id),
                row.about_kind if (row.about_kind, row.about_id) in known else "",
            )
            for row in rows[:size]
        ],
        following,
    )


def unread_count(actor: Actor) -> int:
    """How many notices one has not read; stops at 99 and one more."""
    actor.require(archive_rights.VIEW)
    return own(actor).filter(UNREAD)[: COUNTED + 1].count()


@transaction.atomic
def mark_read(actor: Actor, notice_id: int) -> None:
    """Say that one has read a notice."""
    actor.require(archive_rights.VIEW)
    row = own(actor).select_for_update(of=("self",)).filter(id=notice_id).first()
    if row is None:
        raise NOT_FOUND()
    if row.read_at is None:
        Notice.objects.filter(id=row.id).update(read_at=now())
        record(actor, "notices.read", subject=("user", actor.id), details={"count": 1})


@transaction.atomic
def mark_all_read(actor: Actor) -> None:
    """Say that one has read them all: those one can see. What is out of sight was not read."""
    actor.require(archive_rights.VIEW)
    count = own(actor).filter(UNREAD).update(read_at=now())
    if count:
        record(actor, "notices.read", subject=("user", actor.id), details={"count": count})
