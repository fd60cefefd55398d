"""Breaking the glass: seeing at once, with a reason. Leads and reviewers hear of it at the same moment, and somebody looks at it within a day."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from kedang.accounts.models import User
from kedang.accounts.policy import current_policy
from kedang.approvals import line, rights, telling, words
from kedang.approvals.asking import Wanted, write
from kedang.approvals.clear import Found, find_clear
from kedang.approvals.models import EMERGENCY, GRANTED, OPEN, Grant, Look, Request, Review
from kedang.approvals.terms import NEVER, need_of, terms
from kedang.archive import customers
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.policy import policy_for
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal

REVIEWED_IN, PATIENCE = timedelta(hours=24), timedelta(hours=72)
UNREVIEWED = Refusal(
    "approvals.unreviewed",
    409,
    "您上一次紧急查看超过 72 小时没有复核，现在不能再次使用。请先联系审计或安全管理员复核，或提交普通申请。",
    "Your last emergency look has waited for its review for more than 72 hours, so there is no new one. Ask an auditor to review it, or "
    "apply in the ordinary way.",
)
CLOSED = Refusal(
    "approvals.glass_never",
    403,
    "所选内容按单位规定不显示，紧急查看也不例外。",
    "These fields are never shown here, not in an emergency either.",
)


@transaction.atomic
def break_glass(actor: Actor, customer_id: int, *, keys: Sequence[str], reason: str) -> Found:
    """Clear values at once. The event, the alert and the task to review it are written before they leave."""
    actor.require(rights.BREAK_GLASS)
    text = words.checked(reason)
    # Two presses at once meet at the person's own row.
    User.objects.select_for_update().filter(id=actor.id).first()
    late = Review.objects.filter(user_id=actor.id, emergency=True, state=OPEN, made_at__lte=now() - PATIENCE)
    if late.exists():
        raise UNREVIEWED()
    customer = customers.load_visible(actor, customer_id, trashed=None)
    policy, said = policy_for(actor, own=customers.is_own(actor, customer)), terms()
    found, codes = find_clear(load_content(customer.id), policy, keys)
    if any(need_of(said, policy, code) == NEVER for code in codes):
        raise CLOSED()
    grant = _written(actor, customer, codes, text)
    record(
        actor,
        "approvals.glass_broken",
        subject=("customer", customer.id),
        fields=sorted(codes),
        details={"request": str(grant.request_id)},
    )
    telling.glass_broken(actor, grant, customer.id, alerted(actor, customer))
    details = {"grant": str(grant.id), "request": str(grant.request_id), "emergency": True}
    record_read(actor, "customer.revealed", customer_ids=[customer.id], fields=sorted(codes), details=details)
    return found


def alerted(actor: Actor, customer: Customer) -> list[int]:
    """The leads of the owner's line, and whoever reviews or watches over rules."""
    policy = current_policy()
    watching = [
        user_id
        for user_id, department_id in User.objects.filter(is_active=True).values_list("id", "department_id")
        if {rights.REVIEW, rights.MANAGE} & policy.grants_of(user_id, department_id).rights
    ]
    return sorted(
        {*line.told(actor.id, [customer.department_id], level=customer.classification or 0), *watching} - {actor.id}
    )


def _written(actor: Actor, customer: Customer, codes: set[str], text: str) -> Grant:
    """An emergency is a request that granted itself, with one look that is used already."""
    moment = now()
    wanted = Wanted(customer_ids=[customer.id], fields=sorted(codes), purpose=EMERGENCY, words=text, minutes=1, looks=1)
    request = write(actor, EMERGENCY, wanted, text)
    Request.objects.filter(id=request.id).update(state=GRANTED, decided_at=moment)
    grant = Grant(
        request=request,
        user_id=actor.id,
        granted_by=actor.id,
        fields=sorted(codes),
        since=moment,
        until=moment,
        looks=1,
        used=1,
    )
    grant.save(force_insert=True)
    Look.objects.create(grant=grant, customer_id=customer.id, fields=sorted(codes), at=moment)
    Review.objects.create(grant=grant, user_id=actor.id, emergency=True, made_at=moment, due_at=moment + REVIEWED_IN)
    return grant
