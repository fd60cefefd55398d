"""Applying to collaborate on a customer one met as a duplicate and may not see.

The applicant names the customer by a handle that was given to them with the concealed hit, never by an id, and learns nothing
of the record before a share is granted: not whose it is, not whether it is there still.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kedang.accounts.queries import directory
from kedang.archive import sharing
from kedang.archive.models import Customer
from kedang.archive.rights import ASSIGN
from kedang.duplicates import rights
from kedang.duplicates.models import DECLINED, GRANTED, WAITING, WITHDRAWN, Application
from kedang.history.record import record
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import iso, now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.ids import new_id
from kedang.vault.keys import key_for
from kedang.vault.passes import give_pass, read_pass

MOST_WAITING, MOST_A_DAY, LONGEST_REASON = 10, 20, 500
HANDLE_LASTS, DECLINED_RESTS = timedelta(hours=24), timedelta(days=30)
_PURPOSE = "collaborate"
PLACE = {"table": "duplicates_application", "column": "reason"}
BAD_HANDLE = Refusal(
    "collaboration.handle",
    422,
    "这条提示已过期。您填写的内容没有丢失；请重新查重后再申请。",
    "This hit is too old to apply with. Nothing of yours is lost: check for duplicates again, then apply.",
)
NO_REASON = Refusal(
    "collaboration.reason", 422, "请写明申请理由（500 字以内）。", "Give a reason, at most 500 characters."
)
ASKED_ALREADY = Refusal(
    "collaboration.again",
    409,
    "您已经申请过，正在等待答复，或最近被谢绝。",
    "You have applied already: it waits, or was declined lately.",
)
TOO_MANY = Refusal(
    "collaboration.too_many",
    429,
    "申请太多：最多 {waiting} 份待答复，每天最多 {day} 份。请等答复后再申请。",
    "Too many applications: at most {waiting} may wait, and {day} a day. Wait for an answer first.",
)
DECIDED = Refusal("collaboration.decided", 409, "这份申请已经有了结果。", "This application has been decided already.")


def handle_for(actor: Actor, customer_id: int) -> str | None:
    """What a concealed hit is named by when applying; None for who may not apply. Bound to the actor, good for a day."""
    if actor.kind != "user" or not actor.can(rights.COLLABORATE):
        return None
    return give_pass(_PURPOSE, to=actor.id, stands_for=customer_id, until=now() + HANDLE_LASTS)


@transaction.atomic
def apply_for(actor: Actor, handle: str, *, reason: str) -> int:
    """Ask whoever answers for the customer behind a handle for a share of it. Returns the application's id."""
    actor.require(rights.COLLABORATE)
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise NO_REASON()
    customer_id = read_pass(_PURPOSE, handle, of=actor.id)
    cleared = Customer.objects.cleared_for(actor).select_for_update(of=("self",))
    customer = cleared.filter(id=customer_id).first() if customer_id else None
    if customer is None:
        raise BAD_HANDLE()
    _within_limits(actor, customer.id)
    application_id = new_id()
    sealed = key_for(customer.id).seal(text, row_id=application_id, **PLACE)
    row = Application(
        id=application_id,
        customer=customer,
        applicant_id=actor.id,
        reason_enc=sealed,
        initial=customer.name[:1],
        department_id=customer.department_id,
    )
    row.save(force_insert=True)
    record(actor, "collaboration.applied", subject=("customer", customer.id), details={"application": str(row.id)})
    return row.id


def _within_limits(actor: Actor, customer_id: int) -> None:
    mine = Application.objects.filter(applicant_id=actor.id)
    rested = now() - DECLINED_RESTS
    same = mine.filter(customer_id=customer_id)
    if same.filter(state=WAITING).exists() or same.filter(state=DECLINED, decided_at__gt=rested).exists():
        raise ASKED_ALREADY()
    today = mine.filter(created_at__gt=now() - timedelta(days=1)).count()
    if mine.filter(state=WAITING).count() >= MOST_WAITING or today >= MOST_A_DAY:
        raise TOO_MANY(waiting=MOST_WAITING, day=MOST_A_DAY)


@transaction.atomic
def withdraw(actor: Actor, application_id: int) -> None:
    """Take one's own application back while it waits."""
    actor.require(rights.COLLABORATE)
    row = Application.objects.select_for_update().filter(applicant_id=actor.id, id=application_id).first()
    if row is None:
        raise NOT_FOUND()
    _decide(actor, row, WITHDRAWN)
    record(
        actor, "collaboration.withdrawn", subject=("customer", row.customer_id), details={"application": str(row.id)}
    )


@transaction.atomic
def grant(actor: Actor, application_id: int, *, level: str, until: datetime | None) -> None:
    """Share the customer with the applicant."""
    row = _load_to_decide(actor, application_id)
    _decide(actor, row, GRANTED, level=level, until=until)
    sharing.share(actor, row.customer_id, user_id=row.applicant_id, level=level, until=until)
    details = {"application": str(row.id), "user": str(row.applicant_id), "level": level, "until": iso(until)}
    record(actor, "collaboration.granted", subject=("customer", row.customer_id), details=details)


@transaction.atomic
def decline(actor: Actor, application_id: int) -> None:
    """Say no. The applicant learns that and no more."""
    row = _load_to_decide(actor, application_id)
    _decide(actor, row, DECLINED)
    details = {"application": str(row.id), "user": str(row.applicant_id)}
    record(actor, "collaboration.declined", subject=("customer", row.customer_id), details=details)


def _load_to_decide(actor: Actor, application_id: int) -> Application:
    row = to_decide(actor).select_for_update(of=("self",)).filter(id=application_id).first()
    if row is None:
        raise NOT_FOUND()
    return row


def _decide(actor: Actor, row: Application, state: str, *, level: str = "", until: datetime | None = None) -> None:
    if row.state != WAITING:
        raise DECIDED()
    row.state, row.level, row.until = state, level, until
    row.decided_at, row.decided_by = now(), actor.id
    row.save(update_fields=["state", "level", "until", "decided_at", "decided_by"])


def to_decide(actor: Actor) -> QuerySet[Application]:
    """Applications for customers one answers for: as their owner, or as who may assign them when nobody active owns them.

    Each application asks for its customer: there are few of them, and everybody's home counts them.
    """
    its = Customer.objects.visible_to(actor).filter(id=OuterRef("customer_id"))
    mine = Q(Exists(its.filter(owner_id=actor.id)))
    if not actor.can(ASSIGN):
        return Application.objects.filter(mine)
    active = [person.id for person in directory().people.values() if person.is_active]
    orphans = its.exclude(owner_id__in=active)
    if actor.scope != Scope.ALL:
        orphans = orphans.filter(department_id__in=actor.department_ids)
    return Application.objects.filter(mine | Q(Exists(orphans)))
