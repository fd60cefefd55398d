"""Cases: opened, corrected, given from hand to hand."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.accounts.queries import directory
from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.fields.values import LOCAL
from kedang.history import news
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, NOT_FOUND, STALE, Refusal
from kedang.service import bodies, clock, queues, rights, steps, targets
from kedang.service.bodies import CaseBody
from kedang.service.kinds import CLOSED, ENDED_STATES, NEW, WORKING
from kedang.service.models import Case
from kedang.service.numbering import next_serial
from kedang.vault.keys import SubjectKey, key_for

ABOUT = "case"
NO_HANDLER = Refusal(
    "service.assignee",
    422,
    "这位同事不存在、已停用、不能处理工单，或看不到这位客户。请换一位，或先把客户共享给对方。",
    "No such colleague, or not one who handles cases and sees this customer. Choose another, or share the customer first.",
)
NO_QUEUE = Refusal("service.no_queue", 422, "没有这个队列，或已停用。", "There is no such queue in use.")
ONE_PLACE = Refusal(
    "service.one_place", 422, "请选择一位同事或一个队列，不能同时选。", "Choose a colleague or a queue, not both."
)
TAKEN = Refusal(
    "service.taken",
    409,
    "已经有同事在处理这张工单，没有改动。需要接过来时，请用“转交”并写明原因。",
    "A colleague has this case already; nothing was changed. To take it over, hand it over with a reason.",
)
WHY = Refusal("service.why", 422, "请写明原因。", "Say why.")
ENDED = Refusal(
    "service.ended",
    409,
    "这张工单已经解决或关闭，没有改动。需要继续处理时，请先重新打开。",
    "This case is solved or closed; nothing was changed. Reopen it to go on.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a customer came with. Neither colleague nor queue: to the queue of its kind, or to whoever opens it."""

    kind: str
    title: str
    text: str = ""
    channel: str = "phone"
    priority: str = "normal"
    assignee_id: int | None = None
    queue_id: int | None = None


@transaction.atomic
def open_case(actor: Actor, customer_id: int, draft: Draft) -> int:
    """Open a case; its id."""
    actor.require(rights.HANDLE)
    customer = customers.load_for_change(actor, customer_id)
    assignee, queue = _place(actor, customer, draft)
    at, key = now(), key_for(customer.id)
    local = at.astimezone(LOCAL)
    row = Case(
        customer=customer,
        year=local.year,
        serial=next_serial(local.year),
        month=local.year * 100 + local.month,
        kind=draft.kind,
        channel=draft.channel,
        priority=draft.priority,
        assignee_id=assignee,
        queue_id=queue,
        created_by=actor.id,
        created_at=at,
        moved_at=at,
    )
    first, solve = targets.current().targets[draft.kind, draft.priority]
    clock.start(row, first=first, solve=solve, at=at)
    row.body_enc = bodies.seal(key, bodies.checked(CaseBody(draft.title, draft.text)), row)
    row.save(force_insert=True)
    steps.add(actor, key, row, "opened")
    record(actor, "case.opened", subject=("customer", customer.id), details={"case": str(row.id), "kind": row.kind})
    news.changed(actor, customer.id, (ABOUT, row.id))
    return row.id


def _place(actor: Actor, customer: Customer, draft: Draft) -> tuple[int | None, int | None]:
    if draft.assignee_id is not None and draft.queue_id is not None:
        raise ONE_PLACE()
    if draft.assignee_id is not None:
        require_handler(actor, customer, draft.assignee_id)
        return draft.assignee_id, None
    if draft.queue_id is not None:
        require_queue(draft.queue_id)
        return None, draft.queue_id
    queue = queues.queue_for(draft.kind)
    return (None, queue) if queue is not None else (actor.id, None)


@transaction.atomic
def correct(actor: Actor, case_id: int, changes: dict[str, Any], *, version: int) -> None:
    """Correct a case that is not closed. `changes`: any of kind, channel, priority, title, text. The event keeps the former text."""
    customer, row = load_for_handling(actor, case_id, version=version)
    if row.state == CLOSED:
        raise ENDED()
    key = key_for(customer.id)
    former = bodies.case_body(key, row)
    words = {name: changes[name] for name in ("title", "text") if name in changes}
    body = bodies.checked(replace(former, **words))
    row.kind, row.channel = changes.get("kind", row.kind), changes.get("channel", row.channel)
    row.priority = changes.get("priority", row.priority)
    if {"kind", "priority"} & set(changes):
        first, solve = targets.current().targets[row.kind, row.priority]
        clock.aim(row, first=first, solve=solve)
    before = bodies.seal_former(key, former, row) if body != former else None
    row.body_enc = bodies.seal(key, body, row)
    save(row)
    subject, details = ("customer", customer.id), {"case": str(row.id)}
    record(actor, "case.changed", subject=subject, fields=sorted(changes), before=before, details=details)


@transaction.atomic
def take(actor: Actor, case_id: int, *, version: int) -> None:
    """Take a case nobody has, or begin with one's own. Of two who press at once, one gets it."""
    customer, row = load_for_handling(actor, case_id, version=version)
    if row.state in ENDED_STATES:
        raise ENDED()
    if row.assignee_id not in (None, actor.id):
        raise TAKEN()
    row.assignee_id = actor.id
    if row.state == NEW:
        enter(row, WORKING)
    save(row)
    steps.add(actor, key_for(customer.id), row, "taken")
    record(actor, "case.taken", subject=("customer", customer.id), details={"case": str(row.id)})


@transaction.atomic
def hand_over(
    actor: Actor,
    case_id: int,
    *,
    version: int,
    why: str,
    assignee_id: int | None = None,
    queue_id: int | None = None,
) -> None:
    """Give a case to a colleague or to a queue, saying why."""
    customer, row = load_for_handling(actor, case_id, version=version)
    if row.state in ENDED_STATES:
        raise ENDED()
    if (assignee_id is None) == (queue_id is None):
        raise ONE_PLACE()
    if not why.strip():
        raise WHY()
    if assignee_id is not None:
        require_handler(actor, customer, assignee_id)
    else:
        require_queue(queue_id)
        row.queue_id = queue_id
    row.assignee_id = assignee_id
    save(row)
    steps.add(actor, key_for(customer.id), row, "handed", text=why, to_id=assignee_id or queue_id)
    details = {"case": str(row.id), "assignee": str(assignee_id or ""), "queue": str(queue_id or "")}
    record(actor, "case.handed_over", subject=("customer", customer.id), details=details)


def load_for_handling(actor: Actor, case_id: int, *, version: int | None) -> tuple[Customer, Case]:
    """A case the actor may handle, and its customer, both locked."""
    actor.require(rights.HANDLE)
    found = Case.objects.visible_to(actor).filter(id=case_id).values_list("customer_id", flat=True).first()
    if found is None:
        raise NOT_FOUND()
    customer = customers.load_visible(actor, found, lock=True)
    row = Case.objects.select_for_update().filter(id=case_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    if not may_handle(actor, customer, row):
        raise DENIED(right=rights.HANDLE)
    if version is not None and row.version != version:
        raise STALE(version=row.version)
    return customer, row


def may_handle(actor: Actor, customer: Customer, row: Case) -> bool:
    """Who may change the customer handles its cases; so do those who have the case, also where they may only read the customer."""
    if not actor.can(rights.HANDLE):
        return False
    mine = actor.id == row.assignee_id or queues.is_member(actor.id, row.queue_id)
    return mine or customers.may_change(actor, customer)


def require_handler(actor: Actor, customer: Customer, user_id: int) -> None:
    """Refuse somebody who could not handle a case of this customer."""
    if user_id == actor.id:
        return
    person = directory().people.get(user_id)
    if person is None or not person.is_active:
        raise NO_HANDLER()
    colleague = actor_for(user_id)
    if not colleague.can(rights.HANDLE) or not Customer.objects.visible_to(colleague).filter(id=customer.id).exists():
        raise NO_HANDLER()


def require_queue(queue_id: int | None) -> None:
    """Refuse a queue that takes nothing."""
    if queue_id not in dict(queues.usable()):
        raise NO_QUEUE()


def enter(row: Case, state: str) -> None:
    """Let a case stand differently; the caller saves it."""
    row.state, row.moved_at = state, now()
    row.is_open = state not in ENDED_STATES
    clock.run_in(row, state, at=row.moved_at)


def save(row: Case) -> None:
    """Store a changed case as a new version."""
    row.version += 1
    row.updated_at = now()
    row.save()


def reseal(key: SubjectKey, row: Case, **words: str) -> None:
    """Put words into the body of a case; the caller saves it."""
    body = bodies.checked(replace(bodies.case_body(key, row), **words))
    row.body_enc = bodies.seal(key, body, row)
