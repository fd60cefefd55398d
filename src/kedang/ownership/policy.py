"""What governs every change of owner, whichever way it comes about: limits, quotas and cooling periods."""

from datetime import datetime, time, timedelta

from django.db.models import F

from kedang.accounts.queries import directory
from kedang.archive.owning import CREATED, RESTORED, Handover
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError, Refusal
from kedang.ownership.caps import cap_of, caps, counted, counts
from kedang.ownership.models import OPEN, Claim, Cooling, Dispute, Holding, Pool

CLAIMED, GIVEN, RELEASED, RECYCLED = "claimed", "given", "released", "recycled"
AWARDED, SUCCEEDED, POOLED = "awarded", "succeeded", "pooled"
FULL = Refusal(
    "owner.full",
    409,
    "{name}名下的客户已达保有上限（{most} 位），没有改动。请先退回或转交一些客户，或选择别人。",
    "{name} has as many customers as allowed ({most}). Nothing was changed: release or hand over some first, or choose "
    "somebody else.",
)
COOLING = Refusal(
    "owner.cooling",
    409,
    "{name}不久前失去了这位客户，{until} 之前不能再次成为负责人。没有改动。",
    "{name} lost this customer not long ago and may not have it again before {until}. Nothing was changed.",
)
SPENT_TODAY = Refusal(
    "claim.spent_today",
    409,
    "您今天在“{pool}”已领取 {most} 位，达到每日额度。客户仍在公海，明天可以再领。",
    "You have claimed {most} from “{pool}” today, as many as a day allows. The customer stays in the pool.",
)
SPENT_THIS_WEEK = Refusal(
    "claim.spent_this_week",
    409,
    "您本周在“{pool}”已领取 {most} 位，达到每周额度。客户仍在公海，下周一可以再领。",
    "You have claimed {most} from “{pool}” this week, as many as a week allows. The customer stays in the pool.",
)
# What brings nobody a customer they had lost: it is theirs already, or it is new. An arbiter's decision is not among them.
_NOT_AGAIN = frozenset((CREATED, RESTORED))


def refusal(actor: Actor, wanted: Handover) -> DomainError | None:
    """Why a customer may not become somebody's. It may always become nobody's."""
    owner_id = wanted.owner_id
    if owner_id is None or owner_id == wanted.former_id:
        return None
    if wanted.how not in _NOT_AGAIN and (cools := _cooling(wanted.customer_id, owner_id)) is not None:
        return cools
    if wanted.how == CLAIMED and (spent := _spent(wanted.customer_id, owner_id)) is not None:
        return spent
    return _full(wanted.customer_id, owner_id)


def _cooling(customer_id: int, owner_id: int) -> DomainError | None:
    row = Cooling.objects.filter(customer_id=customer_id, user_id=owner_id, until__gt=now()).first()
    if row is None:
        return None
    return COOLING(name=directory().name(owner_id), until=f"{row.until.astimezone(LOCAL):%Y-%m-%d}")


def _full(customer_id: int, owner_id: int) -> DomainError | None:
    known = caps()
    cap = cap_of(owner_id, known) if known else None
    if cap is None or not counts(customer_id, cap):
        return None
    if counted(owner_id, cap)[: cap.most].count() < cap.most:
        return None
    return FULL(name=directory().name(owner_id), most=cap.most)


def _spent(customer_id: int, owner_id: int) -> DomainError | None:
    holding = Holding.objects.select_related("pool").filter(customer_id=customer_id).first()
    pool = holding.pool if holding else None
    if pool is None:
        return None
    day, week = claimed(owner_id, pool)
    if pool.per_day is not None and day >= pool.per_day:
        return SPENT_TODAY(pool=pool.name, most=pool.per_day)
    if pool.per_week is not None and week >= pool.per_week:
        return SPENT_THIS_WEEK(pool=pool.name, most=pool.per_week)
    return None


def claimed(user_id: int, pool: Pool) -> tuple[int, int]:
    """How many somebody has claimed from a pool today and this week, which begins on Monday."""
    day = today()
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(), LOCAL)
    morning = datetime.combine(day, time(), LOCAL)
    moments = Claim.objects.filter(user_id=user_id, pool_id=pool.id, at__gte=monday).values_list("at", flat=True)
    return sum(at >= morning for at in moments), len(moments)


def follow(actor: Actor, done: Handover) -> None:
    """Remember since when and from whom; a claim counts towards the quota. Who has another owner is in no pool any more, and whoever
    decides whose they are looks once more."""
    if done.owner_id == done.former_id:
        return
    if done.how == CLAIMED:
        _count(done)
    place(actor, done, pool=None, reason="")
    Dispute.objects.filter(customer_id=done.customer_id, state=OPEN).update(version=F("version") + 1)


def _count(done: Handover) -> None:
    before = Holding.objects.filter(customer_id=done.customer_id, pool__isnull=False).first()
    if before is not None and done.owner_id is not None:
        row = Claim(customer_id=done.customer_id, pool_id=before.pool_id or 0, user_id=done.owner_id)
        row.save(force_insert=True)


def place(actor: Actor, done: Handover, *, pool: Pool | None, reason: str) -> None:
    """Say where a customer is now: its owner's, or in a pool."""
    known = {"pool": pool, "since": now(), "from_id": done.former_id, "by": actor.id, "how": done.how, "reason": reason}
    Holding.objects.update_or_create(customer_id=done.customer_id, defaults=known)
