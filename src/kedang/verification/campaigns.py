"""Asking a whole segment: who is in it is decided once, when the campaign begins, by what its author may see and change."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet

from kedang.accounts.behind import limits_of
from kedang.archive import rights as archive_rights
from kedang.archive.models import ContactPoint, Customer
from kedang.archive.policy import policy_for
from kedang.finding.conditions import Condition
from kedang.finding.lists import ListQuery, plan_of, policy_of
from kedang.history.reads import hash_query, record_read
from kedang.history.record import record
from kedang.jobs.queue import cancel as cancel_job
from kedang.jobs.queue import enqueue, open_job
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.modes import Mode
from kedang.kit.text import storable
from kedang.verification import rights
from kedang.verification.models import CANCELLED, DONE, UNDER_WAY, Campaign, Target
from kedang.verification.requesting import require_channel
from kedang.verification.stopping import stop_waiting, waiting
from kedang.verification.wording import public_address

JOB = "verification.campaign"
MOST = 20_000
NOBODY = Refusal(
    "verification.nobody",
    422,
    "选中的客户没有可以核实的{field}。",
    "The chosen customers have no {field} to verify.",
)
TOO_MANY = Refusal(
    "verification.too_many",
    422,
    "一次最多核实 {most} 位客户，请缩小范围。",
    "At most {most} customers at a time. Choose fewer.",
)
OVER = Refusal("verification.over", 409, "这次批量核实已经结束。", "This campaign is over already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a campaign is to do: whom to ask (by a list's filter, or by id), about which kind of point, in which language."""

    name: str
    kind: str
    language: str
    filter: tuple[Condition, ...] = ()
    ids: Sequence[int] | None = None
    every_point: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a campaign would come to: customers, their points, and how many of these are verified already."""

    customers: int
    points: int
    verified: int


def outlook(actor: Actor, wanted: Wanted) -> Outlook:
    """Count before sending: nobody shall ask thousands by mistake."""
    points = _reached(actor, wanted)
    verified = 0
    for start_at in range(0, len(points), 500):
        ids = [point for _, point in points[start_at : start_at + 500]]
        verified += ContactPoint.objects.filter(id__in=ids, state="verified").count()
    return Outlook(len({customer for customer, _ in points}), len(points), verified)


def start(actor: Actor, wanted: Wanted) -> Campaign:
    """Begin a campaign; a worker asks the customers one by one."""
    return _start(actor, wanted, _reached(actor, wanted))


def _reached(actor: Actor, wanted: Wanted) -> list[tuple[int, int]]:
    """Whom a campaign would ask, refused where it could not begin."""
    actor.require(rights.CAMPAIGN)
    actor.require(archive_rights.VIEW)
    require_channel(actor, wanted.kind)
    public_address()
    policy = policy_for(actor, own=False, place="list")
    if policy.mode(wanted.kind) == Mode.HIDDEN:
        raise NOT_FOUND()
    points = _points(_customers(actor, wanted), wanted)
    if not points:
        raise NOBODY(field=policy.label(wanted.kind))
    digest = hash_query(repr((wanted.filter, wanted.kind))) if wanted.filter else None
    record_read(actor, "verification.counted", count=len(points), query_hash=digest)
    return points


def _customers(actor: Actor, wanted: Wanted) -> list[int]:
    """The visible customers that are meant, within the bound."""
    if wanted.ids is not None:
        if len(wanted.ids) > MOST:
            raise TOO_MANY(most=MOST)
        seen: list[int] = []
        for start in range(0, len(wanted.ids), 500):
            part = wanted.ids[start : start + 500]
            seen += Customer.objects.visible_to(actor).filter(id__in=part).values_list("id", flat=True)
        return seen
    query = ListQuery(filter=wanted.filter)
    found: list[int] = []
    for rows in plan_of(actor, query, policy_of(actor, query)).everything(5_000):
        found += [row[-1] for row in rows]
        if len(found) > MOST:
            raise TOO_MANY(most=MOST)
    return found


def _points(customers: Sequence[int], wanted: Wanted) -> list[tuple[int, int]]:
    """(customer, point) for every point to ask: the preferred one of the kind, or all. Ill-formed ones cannot be asked."""
    found: list[tuple[int, int]] = []
    for start in range(0, len(customers), 500):
        rows = ContactPoint.objects.filter(
            customer_id__in=customers[start : start + 500], kind=wanted.kind, contact_id__isnull=True, reason=""
        ).order_by("customer_id", "-preferred", "id")
        taken: set[int] = set()
        for customer_id, point_id in rows.values_list("customer_id", "id"):
            if wanted.every_point or customer_id not in taken:
                found.append((customer_id, point_id))
            taken.add(customer_id)
    return found


@transaction.atomic
def _start(actor: Actor, wanted: Wanted, points: Sequence[tuple[int, int]]) -> Campaign:
    campaign = Campaign(
        name=storable(wanted.name).strip()[:120],
        kind=wanted.kind,
        language=wanted.language,
        customers=len({customer for customer, _ in points}),
        created_by=actor.id,
    )
    campaign.save(force_insert=True)
    Target.objects.bulk_create(
        [Target(campaign=campaign, customer_id=customer, point_id=point) for customer, point in points], batch_size=500
    )
    enqueue(JOB, subject_id=campaign.id, actor_id=actor.id, payload=limits_of(actor), total=len(points))
    details = {"kind": wanted.kind, "customers": campaign.customers, "points": len(points)}
    record(actor, "verification.campaign_started", subject=("campaign", campaign.id), details=details)
    return campaign


def campaigns_of(actor: Actor) -> QuerySet[Campaign]:
    """One's own campaigns; everybody's for who sees all customers."""
    actor.require(rights.CAMPAIGN)
    found = Campaign.objects.order_by("-id")
    return found if actor.scope == Scope.ALL else found.filter(created_by=actor.id)


def campaign_of(actor: Actor, campaign_id: int) -> Campaign:
    """One campaign, or the refusal for one that is not there."""
    found = campaigns_of(actor).filter(id=campaign_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def may_stop(campaign: Campaign) -> bool:
    """Whether somebody would be asked yet: the work goes on, or its messages wait for their turn."""
    return campaign.state in UNDER_WAY or (campaign.state == DONE and waiting(campaign.id).exists())


@transaction.atomic
def cancel(actor: Actor, campaign_id: int) -> Campaign:
    """Ask nobody else, and let nothing leave that still waits. What was sent stays good."""
    campaign = campaign_of(actor, campaign_id)
    going = Campaign.objects.filter(id=campaign.id, state__in=(*UNDER_WAY, DONE))
    if not may_stop(campaign) or not going.update(state=CANCELLED, finished_at=now()):
        raise OVER()
    job = open_job(campaign.id)
    if job is not None:
        cancel_job(job.id)
    stop_waiting(campaign.id, actor_id=actor.id)
    record(actor, "verification.campaign_cancelled", subject=("campaign", campaign.id))
    campaign.refresh_from_db()
    return campaign


def targets_of(actor: Actor, campaign: Campaign, *, after: int, limit: int) -> list[Target]:
    """Some targets of a campaign, in the order they are asked; the look at their customers is recorded."""
    rows = list(Target.objects.filter(campaign=campaign, id__gt=after).select_related("request").order_by("id")[:limit])
    record_read(actor, "verification.listed", customer_ids=sorted({row.customer_id for row in rows}))
    return rows


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a campaign is, in points: not asked yet, waiting for an answer, verified, bounced, not delivered, no answer in
    time, passed over."""

    total: int
    waiting: int = 0
    sent: int = 0
    verified: int = 0
    bounced: int = 0
    failed: int = 0
    unanswered: int = 0
    skipped: int = 0


FATES = {"open": "sent", "confirmed": "verified", "bounced": "bounced", "failed": "failed"}


def fate(request_state: str | None, why: str) -> str:
    """What became of one target."""
    if request_state is not None:
        return FATES.get(request_state, "unanswered")
    return "skipped" if why else "waiting"


def figures(campaign_ids: Sequence[int]) -> dict[int, Figures]:
    """The figures of some campaigns, in one question."""
    rows = Target.objects.filter(campaign_id__in=list(campaign_ids)).values_list("campaign_id", "request__state", "why")
    found: dict[int, dict[str, int]] = {campaign_id: {"total": 0} for campaign_id in campaign_ids}
    for campaign_id, state, why, count in rows.annotate(count=Count("id")):
        own = found[campaign_id]
        name = fate(state, why)
        own[name] = own.get(name, 0) + count
        own["total"] += count
    return {campaign_id: Figures(**own) for campaign_id, own in found.items()}
