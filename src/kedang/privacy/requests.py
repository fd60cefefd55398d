"""What people ask of us about their data: taken down, identity checked, answered in time or refused with reasons."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kedang.archive import customers
from kedang.calendar.working import working_time
from kedang.finding.conditions import today
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND, STALE, Refusal
from kedang.privacy import bodies, policy, rights
from kedang.privacy.models import CHANNELS, DONE, IDENTIFIED, KINDS, OPEN, REFUSED, WAITING, Request
from kedang.vault.keys import key_for

HOW = ("document", "known_number", "in_person", "code")
REASONS = ("not_identified", "excessive", "others_rights", "legal_duty", "no_data", "other")
FUTURE = Refusal("privacy.request_day", 422, "收到请求的日期不能在将来。", "A request is not received in the future.")
CLOSED = Refusal(
    "privacy.request_closed",
    409,
    "这个请求已经办结，没有改动。请刷新页面。",
    "This request is closed already; nothing was changed. Reload the page.",
)
UNKNOWN = Refusal(
    "privacy.not_identified",
    409,
    "请先核对请求人的身份，再办理。没有改动。",
    "Check first who is asking. Nothing was changed.",
)
NO_WORDS = Refusal(
    "privacy.request_words",
    422,
    "请写明给请求人的答复；拒绝时要说明理由。没有改动。",
    "Write the answer to the person; a refusal says why. Nothing was changed.",
)
BY_ERASURE = Refusal(
    "privacy.delete_by_erasure",
    409,
    "删除请求由“删除或限制处理”办结。没有改动。",
    "A request to delete is answered by the erasure itself. Nothing was changed.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDraft:
    """A request as it came in."""

    kind: str
    channel: str
    words: str = ""
    received_on: date | None = None


@transaction.atomic
def take_down(actor: Actor, customer_id: int, draft: RequestDraft) -> int:
    """Write a request down; the clock runs in working days from the day it was received. Its id."""
    actor.require(rights.REQUESTS)
    customer = customers.load_visible(actor, customer_id)
    if draft.kind not in KINDS or draft.channel not in CHANNELS:
        raise INVALID(what="kind" if draft.kind not in KINDS else "channel")
    received = draft.received_on or today()
    if received > today():
        raise FUTURE()
    row = Request(
        customer=customer,
        kind=draft.kind,
        channel=draft.channel,
        received_on=received,
        due_on=working_time().add_days(received, policy.current().answer_days),
        created_by=actor.id,
    )
    row.body_enc = bodies.seal(key_for(customer.id), row, {"words": bodies.checked(draft.words)})
    row.save(force_insert=True)
    record(actor, "data_request.received", subject=("customer", customer.id), details=_about(row))
    return row.id


@transaction.atomic
def identify(actor: Actor, customer_id: int, request_id: int, *, how: str, version: int) -> None:
    """Say how we know that the person who asks is the customer."""
    if how not in HOW:
        raise INVALID(what="how")
    row = _waiting(actor, customer_id, request_id, version)
    row.state, row.identified_how = IDENTIFIED, how
    row.identified_by, row.identified_at = actor.id, now()
    _save(row)
    record(actor, "data_request.identified", subject=("customer", customer_id), details={**_about(row), "how": how})


@transaction.atomic
def answer(actor: Actor, customer_id: int, request_id: int, *, words: str, version: int) -> None:
    """What was asked for is done; `words` is what the person was told."""
    row = _waiting(actor, customer_id, request_id, version)
    if row.state == OPEN:
        raise UNKNOWN()
    if row.kind == "delete":
        raise BY_ERASURE()
    _close(row, actor, DONE, words)
    record(actor, "data_request.answered", subject=("customer", customer_id), details=_about(row))


@transaction.atomic
def refuse(actor: Actor, customer_id: int, request_id: int, *, reason: str, words: str, version: int) -> None:
    """What was asked for is not done; the person is told why."""
    if reason not in REASONS:
        raise INVALID(what="reason")
    row = _waiting(actor, customer_id, request_id, version)
    row.reason = reason
    _close(row, actor, REFUSED, words)
    record(actor, "data_request.refused", subject=("customer", customer_id), details={**_about(row), "reason": reason})


def _close(row: Request, actor: Actor, state: str, words: str) -> None:
    told = bodies.checked(words)
    if len(told) < 2 or row.customer_id is None:
        raise NO_WORDS()
    key = key_for(row.customer_id)
    row.body_enc = bodies.seal(key, row, {**bodies.opened(key, row), "answer": told})
    row.state, row.closed_at, row.closed_by = state, now(), actor.id
    _save(row)


def _waiting(actor: Actor, customer_id: int, request_id: int, version: int) -> Request:
    actor.require(rights.REQUESTS)
    customers.load_visible(actor, customer_id)
    found = Request.objects.visible_to(actor).select_for_update(of=("self",))
    row = found.filter(id=request_id, customer_id=customer_id).first()
    if row is None:
        raise NOT_FOUND()
    if row.state not in WAITING:
        raise CLOSED()
    if row.version != version:
        raise STALE(version=row.version)
    return row


def _save(row: Request) -> None:
    row.version += 1
    row.save()


def _about(row: Request) -> dict[str, object]:
    return {"request": str(row.id), "kind": row.kind}
