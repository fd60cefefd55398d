"""Follow-ups: planned, moved, handed over, done, dropped, taken up again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.accounts.queries import directory
from kedang.activity import bodies, rights
from kedang.activity.counting import count_again
from kedang.activity.models import DONE, DROPPED, OPEN, FollowUp
from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.history import news
from kedang.history.news import FOLLOW_UP, News
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, NOT_FOUND, STALE, Refusal
from kedang.vault.keys import SubjectKey, key_for

BLANK = Refusal("activity.blank", 422, "请写明要做什么，或选择方式。", "Say what is to be done, or how.")
TOO_FAR = Refusal(
    "activity.time",
    422,
    "时间应在前后 10 年之内。没有保存任何改动。",
    "A time lies within ten years. Nothing was saved.",
)
NO_ASSIGNEE = Refusal(
    "activity.assignee",
    422,
    "这位同事不存在、已停用，或看不到这位客户。请先把客户共享给对方。",
    "No such colleague, or not one who sees this customer. Share the customer with them first.",
)
ENDED = Refusal(
    "activity.ended",
    409,
    "这项跟进已经完成或取消，没有改动。",
    "This follow-up is done or dropped already. Nothing was changed.",
)
TEN_YEARS = timedelta(days=3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done by when; `assignee_id` None: by whoever plans it."""

    kind: str
    due_at: datetime
    text: str = ""
    assignee_id: int | None = None


@transaction.atomic
def plan(actor: Actor, customer_id: int, wanted: Plan) -> int:
    """Plan a follow-up; its id."""
    actor.require(rights.RECORD)
    customer = customers.load_for_change(actor, customer_id)
    row = add(actor, customer, key_for(customer.id), wanted)
    count_again([customer.id])
    details = {"follow_up": str(row.id), "kind": row.kind, "assignee": str(row.assignee_id)}
    record(actor, "follow_up.planned", subject=("customer", customer.id), details=details)
    return row.id


def add(actor: Actor, customer: Customer, key: SubjectKey, wanted: Plan, *, came_from: int | None = None) -> FollowUp:
    """Store a follow-up in the caller's transaction, which records the event and counts again."""
    body = bodies.checked(wanted.text)
    require_near(wanted.due_at)
    assignee = wanted.assignee_id or actor.id
    require_assignee(actor, customer, assignee)
    row = FollowUp(
        customer=customer,
        kind=wanted.kind,
        due_at=wanted.due_at,
        assignee_id=assignee,
        created_by=actor.id,
        came_from=came_from,
    )
    row.body_enc = bodies.seal(key, body, row)
    row.save(force_insert=True)
    _tell(actor, row)
    return row


def _tell(actor: Actor, row: FollowUp) -> None:
    news.tell(actor, News(FOLLOW_UP, row.customer_id, (row.assignee_id,), (FOLLOW_UP, row.id)))


@transaction.atomic
def change(
    actor: Actor,
    customer_id: int,
    follow_up_id: int,
    *,
    version: int,
    kind: str | None = None,
    due_at: datetime | None = None,
    text: str | None = None,
    assignee_id: int | None = None,
) -> None:
    """Move, reword or hand over a follow-up that is still open; one's own, or with the right to manage anybody's."""
    customer, row = load_open(actor, customer_id, follow_up_id, version=version)
    key, before = key_for(customer.id), None
    fields = [
        name for name, value in (("kind", kind), ("due_at", due_at), ("assignee", assignee_id)) if value is not None
    ]
    if text is not None:
        fields.append("text")
        before = bodies.seal_former(key, bodies.opened(key, row), row)
        row.body_enc = bodies.seal(key, bodies.checked(text), row)
    if due_at is not None:
        require_near(due_at)
        row.due_at = due_at
        news.settled(FOLLOW_UP, row.id)
    if assignee_id is not None and assignee_id != row.assignee_id:
        require_assignee(actor, customer, assignee_id)
        row.assignee_id = assignee_id
        news.settled(FOLLOW_UP, row.id)
        _tell(actor, row)
    row.kind = kind or row.kind
    _save(row)
    count_again([customer.id])
    details = {"follow_up": str(row.id)}
    record(actor, "follow_up.changed", subject=("customer", customer.id), fields=fields, before=before, details=details)


@transaction.atomic
def finish(actor: Actor, customer_id: int, follow_up_id: int, *, version: int, done: bool = True) -> None:
    """Say that a follow-up is done, or that nothing will come of it."""
    customer, row = load_open(actor, customer_id, follow_up_id, version=version)
    end(actor, row, DONE if done else DROPPED)
    count_again([customer.id])
    verb = "follow_up.done" if done else "follow_up.dropped"
    record(actor, verb, subject=("customer", customer.id), details={"follow_up": str(row.id)})


def end(actor: Actor, row: FollowUp, state: str, *, with_interaction: int | None = None) -> None:
    """Close a follow-up in the caller's transaction."""
    row.state, row.ended_at, row.ended_by, row.done_with = state, now(), actor.id, with_interaction
    _save(row)
    news.settled(FOLLOW_UP, row.id)


@transaction.atomic
def reopen(actor: Actor, customer_id: int, follow_up_id: int, *, version: int) -> None:
    """Take a follow-up up again."""
    customer, row = _load(actor, customer_id, follow_up_id, version=version)
    if row.state == OPEN:
        return
    row.state, row.ended_at, row.ended_by, row.done_with = OPEN, None, None, None
    _save(row)
    count_again([customer.id])
    record(actor, "follow_up.reopened", subject=("customer", customer.id), details={"follow_up": str(row.id)})


def load_open(
    actor: Actor, customer_id: int, follow_up_id: int, *, version: int | None = None
) -> tuple[Customer, FollowUp]:
    """An open follow-up the actor may change, and its customer, both locked."""
    customer, row = _load(actor, customer_id, follow_up_id, version=version)
    if row.state != OPEN:
        raise ENDED()
    return customer, row


def _load(actor: Actor, customer_id: int, follow_up_id: int, *, version: int | None) -> tuple[Customer, FollowUp]:
    actor.require(rights.RECORD)
    customer = customers.load_visible(actor, customer_id, lock=True)
    row = FollowUp.objects.select_for_update().filter(id=follow_up_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    # Whom it was given to may do it, also where they may only read the customer.
    if actor.id not in (row.assignee_id, row.created_by):
        actor.require(rights.MANAGE)
        if not customers.may_change(actor, customer):
            raise DENIED(right=rights.MANAGE)
    if version is not None and row.version != version:
        raise STALE(version=row.version)
    return customer, row


def require_near(moment: datetime) -> None:
    """Refuse a time that can only be a slip."""
    if abs(moment - now()) > TEN_YEARS:
        raise TOO_FAR()


def require_assignee(actor: Actor, customer: Customer, user_id: int) -> None:
    """Refuse somebody who could not see the customer."""
    if user_id == actor.id:
        return
    person = directory().people.get(user_id)
    if person is None or not person.is_active:
        raise NO_ASSIGNEE()
    if not Customer.objects.visible_to(actor_for(user_id)).filter(id=customer.id).exists():
        raise NO_ASSIGNEE()


def _save(row: FollowUp) -> None:
    row.version += 1
    row.updated_at = now()
    row.save()
