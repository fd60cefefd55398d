"""Taking the mask off: by a grant, or by one's right with a reason within the quota of the day.

What is counted is counted in one transaction by a statement that cannot count too far, and the look is on record before it ends: of
sixteen presses at once no more get an answer than were granted, and none without a record.
"""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta, timezone

from django.db import transaction
from django.db.models import F

from kedang.accounts.stepup import require_stepup
from kedang.approvals import rights
from kedang.approvals.clear import Found, find_clear
from kedang.approvals.granting import running, same_line
from kedang.approvals.models import RUNNING, Day, Grant, Look, Review, Seen, Subject
from kedang.approvals.terms import APPROVAL, NEVER, need_of, quota_of, terms
from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, Refusal
from kedang.kit.text import storable

SHORTEST_REASON, LONGEST_REASON = 4, 500
CHINA = timezone(timedelta(hours=8))
REVIEWED_IN = timedelta(days=7)
NO_REASON = Refusal("reveal.reason", 422, "请用至少 4 个字说明查看理由。", "Give a reason of at least 4 characters.")
NEEDS_APPROVAL = Refusal(
    "reveal.approval",
    403,
    "“{label}”需要审批后才能查看，请先申请。",
    "“{label}” is shown only after an approval: apply first.",
)
NEVER_SHOWN = Refusal(
    "reveal.never",
    403,
    "“{label}”按单位规定不显示完整内容。",
    "“{label}” is never shown in full here.",
)
QUOTA = Refusal(
    "reveal.quota",
    403,
    "您今天查看的客户已达 {quota} 位的限额。可以提交申请，由主管审批后继续。",
    "You have revealed {quota} customers today, which is the limit. Apply, and go on once it is approved.",
)
QUOTA_FULL = Refusal(
    "reveal.quota_full",
    403,
    "您今天查看的客户已达 {quota} 位的限额，请明天再查看，或请管理员调整限额。",
    "You have revealed {quota} customers today, which is the limit. Go on tomorrow, or ask an administrator to raise it.",
)


def reveal(actor: Actor, customer_id: int, *, keys: Sequence[str], reason: str = "") -> Found:
    """Clear values by field code or row id: by a grant that covers them, else by the right to reveal, with a reason."""
    # Who may neither reveal nor has anything granted is told so before anything is read.
    if not actor.can(archive_rights.REVEAL) and not running(actor.id).exists():
        raise DENIED(right=archive_rights.REVEAL)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    found, codes = find_clear(load_content(customer.id), policy, keys)
    if not _by_grant(actor, customer, codes):
        _by_right(actor, customer, policy, codes, reason)
    return found


def covering(actor: Actor, customer: Customer, codes: set[str]) -> Grant | None:
    """A grant of the actor that runs, covers the customer and the fields, and whose maker could make it now."""
    ids = Subject.objects.filter(customer_id=customer.id).values("request_id")
    for grant in running(actor.id).filter(request_id__in=ids).order_by("until"):
        if codes <= set(grant.fields) and same_line(grant, customer):
            return grant
    return None


@transaction.atomic
def _by_grant(actor: Actor, customer: Customer, codes: set[str]) -> bool:
    policy, said = policy_for(actor, own=customers.is_own(actor, customer)), terms()
    if not said.active or any(need_of(said, policy, code) == NEVER for code in codes):
        return False
    grant = covering(actor, customer, codes)
    if grant is None:
        return False
    alive = Grant.objects.filter(RUNNING, id=grant.id, until__gt=now(), used__lt=F("looks"))
    if not alive.update(used=F("used") + 1):
        return False
    Look.objects.create(grant=grant, customer_id=customer.id, fields=sorted(codes))
    _sample(grant, said.sample_percent)
    details = {"grant": str(grant.id), "request": str(grant.request_id)}
    record_read(actor, "customer.revealed", customer_ids=[customer.id], fields=sorted(codes), details=details)
    return True


def _sample(grant: Grant, percent: int) -> None:
    """Whether a grant is looked at afterwards is thrown once, at its first look; nobody can foresee it."""
    first = Look.objects.filter(grant=grant).count() == 1
    if first and secrets.randbelow(100) < percent:
        Review.objects.get_or_create(
            grant=grant, defaults={"user_id": grant.user_id, "due_at": grant.until + REVIEWED_IN}
        )


@transaction.atomic
def _by_right(actor: Actor, customer: Customer, policy: FieldPolicy, codes: set[str], reason: str) -> None:
    actor.require(archive_rights.REVEAL)
    reason = storable(reason).strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise NO_REASON()
    said = terms()
    for code in sorted(codes):
        need = need_of(said, policy, code)
        if need == NEVER:
            raise NEVER_SHOWN(label=policy.label(code), field=code)
        if need == APPROVAL and not policy.clear(code):
            raise NEEDS_APPROVAL(label=policy.label(code), field=code)
    require_stepup(actor, by_token=True)
    if actor.kind == "user":
        take_of_quota(actor, customer.id, quota_of(said, actor), full=QUOTA if said.active else QUOTA_FULL)
    record_read(
        actor, "customer.revealed", customer_ids=[customer.id], fields=sorted(codes), details={"reason": reason}
    )


def take_of_quota(actor: Actor, customer_id: int, quota: int, *, full: Refusal) -> None:
    """Count a customer of today, once, or refuse it."""
    day = today()
    _, fresh = Seen.objects.get_or_create(customer_id=customer_id, user_id=actor.id, day=day)
    if not fresh:
        return
    Day.objects.get_or_create(day=day, user_id=actor.id)
    if not Day.objects.filter(day=day, user_id=actor.id, count__lt=quota).update(count=F("count") + 1):
        raise full(quota=quota)


def today() -> date:
    """The day quotas count by: it begins at midnight in China."""
    return now().astimezone(CHINA).date()


def may_ask(actor: Actor) -> bool:
    """Whether the page offers to apply."""
    return terms().active and actor.can(rights.ASK)


@transaction.atomic
def forget_days() -> None:
    """What was counted on days long gone."""
    before = today() - timedelta(days=7)
    for model in (Seen, Day):
        model.objects.filter(day__lt=before).delete()
