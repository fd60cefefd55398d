"""Erasing or restricting: one person proposes, another confirms, a rule decides which of the two it becomes.

What has to be kept (by law, or because something is not settled yet) makes it a restriction until then: the customer is nowhere to
be seen but on the list of the restricted, and goes on the day when nothing stands against it any more.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from kedang.accounts.queries import department_ancestors
from kedang.accounts.stepup import require_stepup
from kedang.archive import change, customers, owning
from kedang.archive.forwarding import formers_of
from kedang.archive.load import load_content
from kedang.archive.models import Customer, kept_from
from kedang.finding.conditions import today
from kedang.history.record import record
from kedang.kit.actor import Actor, Scope, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, INVALID, NOT_FOUND, STALE, Refusal
from kedang.privacy import forgetting, obstacles, policy, rights
from kedang.privacy.models import (
    DONE,
    ERASED,
    IDENTIFIED,
    PROPOSED,
    REJECTED,
    RELEASED,
    RESTRICTED,
    STANDING,
    WAITING,
    Erasure,
    Request,
)

REASONS = ("asked_for", "withdrawn", "purpose_over", "retention_over", "unlawful", "service_ended")
ALREADY = Refusal(
    "privacy.erasure_proposed",
    409,
    "已经有人提出删除这位客户，正在等待确认。没有改动。",
    "Somebody proposed to erase this customer already, and it waits to be confirmed. Nothing was changed.",
)
UNKNOWN = Refusal(
    "privacy.erasure_not_identified",
    409,
    "这个删除请求还没有核对请求人的身份，不能提出删除。没有改动。",
    "Who sent the request to delete has not been identified yet. Nothing was changed.",
)
OWN = Refusal(
    "privacy.four_eyes",
    403,
    "提出删除的人不能自己确认，请由另一位有权限的同事确认。没有改动。",
    "Whoever proposed an erasure does not confirm it: another person with the right does. Nothing was changed.",
)
DECIDED = Refusal(
    "privacy.erasure_decided",
    409,
    "这个删除已经有人处理，没有改动。请刷新页面。",
    "This erasure has been decided already; nothing was changed. Reload the page.",
)
ENDLESS = timedelta(days=365)


@transaction.atomic
def propose(actor: Actor, customer_id: int, *, reason: str, request_id: int | None = None) -> int:
    """Propose to erase a customer; the proposal's id. Nothing happens to the customer yet."""
    actor.require(rights.ERASE)
    customer = customers.load_for_change(actor, customer_id, trashed=None)
    if reason not in REASONS:
        raise INVALID(what="reason")
    if Erasure.objects.filter(customer_id=customer.id, state__in=STANDING).exists():
        raise ALREADY()
    if request_id is not None:
        asked = Request.objects.filter(id=request_id, customer_id=customer.id, kind="delete", state__in=WAITING).first()
        if asked is None:
            raise NOT_FOUND()
        if asked.state != IDENTIFIED:
            raise UNKNOWN()
    row = Erasure.objects.create(
        customer=customer,
        number=customer.number,
        reason=reason,
        request_id=request_id,
        kept=obstacles.packed(standing_against(customer.id)),
        proposed_by=actor.id,
    )
    record(
        actor, "erasure.proposed", subject=("customer", customer.id), details={"erasure": str(row.id), "why": reason}
    )
    return row.id


def standing_against(customer_id: int) -> list[obstacles.Obstacle]:
    """What would make an erasure a restriction, today."""
    return obstacles.against([customer_id, *formers_of(customer_id)], today())


def confirm(actor: Actor, erasure_id: int, *, version: int) -> str:
    """Confirm a proposal: the customer is erased, or restricted when something stands against it. Which of the two."""
    with forgetting.at_once():
        return _confirm(actor, erasure_id, version)


@transaction.atomic
def _confirm(actor: Actor, erasure_id: int, version: int) -> str:
    row, customer = _proposed(actor, erasure_id, version)
    require_stepup(actor)
    if row.proposed_by == actor.id and policy.current().four_eyes:
        raise OWN()
    row.decided_at, row.decided_by = now(), actor.id
    return _carry_out(actor, row, customer)


@transaction.atomic
def reject(actor: Actor, erasure_id: int, *, version: int) -> None:
    """The customer stays as it is."""
    row, customer = _proposed(actor, erasure_id, version)
    row.decided_at, row.decided_by = now(), actor.id
    _save(row, REJECTED)
    record(actor, "erasure.rejected", subject=("customer", customer.id), details={"erasure": str(row.id)})


@transaction.atomic
def release(actor: Actor, erasure_id: int, *, version: int) -> None:
    """A restricted customer is worked with again: there is a new ground for it."""
    actor.require(rights.CONFIRM)
    require_stepup(actor)
    owning.take_turn()
    row, customer = _locked(actor, erasure_id, version, RESTRICTED)
    owning.require(actor, owning.Handover(customer.id, None, customer.owner_id, owning.RESTORED))
    Customer.objects.filter(id=customer.id).update(trashed_at=None, restricted_at=None, version=customer.version + 1)
    customer.trashed_at = customer.restricted_at = None
    change.reindex(customer, load_content(customer.id), departments=department_ancestors(customer.department_id))
    _save(row, RELEASED)
    record(actor, "erasure.released", subject=("customer", customer.id), details={"erasure": str(row.id)})


def erase_due() -> None:
    """Erase the restricted whose day has come. What has come to stand against one meanwhile moves its day."""
    worker = system_actor("worker")
    due = Erasure.objects.filter(state=RESTRICTED, erase_on__lt=today()).order_by("erase_on", "id")
    for erasure_id in list(due.values_list("id", flat=True)[:100]):
        with forgetting.at_once():
            _erase_restricted(worker, erasure_id)


@transaction.atomic
def _erase_restricted(actor: Actor, erasure_id: int) -> None:
    row = Erasure.objects.select_for_update(of=("self",)).filter(id=erasure_id, state=RESTRICTED).first()
    if row is None or row.customer_id is None:
        return
    _carry_out(actor, row, Customer.objects.select_for_update(of=("self",)).get(id=row.customer_id))


def _carry_out(actor: Actor, row: Erasure, customer: Customer) -> str:
    family = [customer.id, *formers_of(customer.id)]
    found = obstacles.against(family, today())
    row.kept = obstacles.packed(found)
    if found:
        _restrict(actor, row, customer, found)
    else:
        forgetting.forget(row, family)
        _save(row, ERASED)
        record(actor, "erasure.done", subject=("customer", customer.id), details={"erasure": str(row.id)})
    _answer_request(actor, row)
    return row.state


def _restrict(actor: Actor, row: Erasure, customer: Customer, found: Sequence[obstacles.Obstacle]) -> None:
    last = obstacles.ends(found)
    # Without an end, somebody has to look at it again: the day asks them to, and by then it may have ended.
    row.erase_on = last or today() + ENDLESS
    if customer.restricted_at is None:
        at = now()
        Customer.objects.filter(id=customer.id).update(restricted_at=at, trashed_at=at, version=customer.version + 1)
        change.drop_entry([customer.id])
    _save(row, RESTRICTED)
    details = {"erasure": str(row.id), "until": row.erase_on.isoformat(), "kept": sorted({o.code for o in found})}
    record(actor, "erasure.restricted", subject=("customer", customer.id), details=details)


def _answer_request(actor: Actor, row: Erasure) -> None:
    asked = Request.objects.filter(id=row.request_id, state__in=WAITING) if row.request_id else Request.objects.none()
    asked.update(state=DONE, closed_at=now(), closed_by=actor.id)


def _proposed(actor: Actor, erasure_id: int, version: int) -> tuple[Erasure, Customer]:
    actor.require(rights.CONFIRM)
    row, customer = _locked(actor, erasure_id, version, PROPOSED)
    customers.load_visible(actor, customer.id, trashed=None)
    return row, customer


def _locked(actor: Actor, erasure_id: int, version: int, state: str) -> tuple[Erasure, Customer]:
    row = Erasure.objects.select_for_update(of=("self",)).filter(in_reach(actor), id=erasure_id).first()
    if row is None:
        raise NOT_FOUND()
    if row.state != state:
        raise DECIDED()
    if row.version != version:
        raise STALE(version=row.version)
    customer = Customer.objects.select_for_update(of=("self",)).filter(id=row.customer_id or 0).first()
    if customer is None:
        raise NOT_FOUND()
    return row, customer


def in_reach(actor: Actor) -> Q:
    """Erasures somebody may know of: one's own, and of customers in sight; all, for who sees everybody. They name no names."""
    if not (actor.can(rights.ERASE) or actor.can(rights.CONFIRM)):
        return Q(id__in=[])
    if actor.scope == Scope.ALL:
        return Q(customer_id__isnull=True) | ~Q(customer_id__in=kept_from(actor))
    seen = Customer.objects.visible_to(actor, trashed=None).values("id")
    return Q(customer_id__in=seen) | Q(proposed_by=actor.id)


def require_decider(actor: Actor) -> None:
    """Refuse who neither proposes nor confirms."""
    if not (actor.can(rights.ERASE) or actor.can(rights.CONFIRM)):
        raise DENIED(right=rights.CONFIRM)


def _save(row: Erasure, state: str) -> None:
    row.state = state
    row.version += 1
    row.save()
