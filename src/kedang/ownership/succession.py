"""Everything somebody has goes to colleagues, by shares: customers, then opportunities, then open follow-ups.

It runs as a job that can be broken off and taken up again. What may not go to anybody stays, and is listed with the reason.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from kedang.accounts.behind import actor_for
from kedang.accounts.models import User
from kedang.accounts.queries import directory
from kedang.activity import planning
from kedang.activity import rights as activity_rights
from kedang.activity.models import OPEN, FollowUp
from kedang.archive import owning
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.deals import opportunities
from kedang.deals.models import STILL_OPEN, Opportunity
from kedang.history.record import record
from kedang.jobs.queue import enqueue, open_job
from kedang.jobs.running import Running
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, DomainError, Refusal
from kedang.ownership import rights
from kedang.ownership.models import Remainder, Succession
from kedang.ownership.policy import SUCCEEDED

JOB = "ownership.succeed"
CUSTOMER, OPPORTUNITY, FOLLOW_UP = "customer", "opportunity", "follow_up"
MOST_SUCCESSORS, MOST_PARTS = 50, 100
BAD_SHARES = Refusal(
    "succession.shares",
    422,
    "请选择 1 至 50 位能查看客户的在职同事（不含本人），每位的份数为 1 至 100。没有开始交接。",
    "Choose 1 to 50 active colleagues who see customers, the person not among them, with 1 to 100 parts each. Nothing was begun.",
)
UNDER_WAY = Refusal(
    "succession.under_way",
    409,
    "这位同事的交接正在进行，请等它完成。",
    "What this person has is being handed over already: wait until that is done.",
)


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much somebody has, the recycle bin left out."""

    customers: int
    opportunities: int
    follow_ups: int


def belongings(actor: Actor, user_id: int) -> Belongings:
    """How much somebody has."""
    actor.require(rights.SUCCEED)
    require_person(user_id)
    return Belongings(
        _customers(user_id).count(),
        Opportunity.objects.filter(STILL_OPEN, owner_id=user_id).count(),
        FollowUp.objects.filter(assignee_id=user_id, state=OPEN).count(),
    )


def successions_of(actor: Actor, user_id: int) -> list[Succession]:
    """The latest successions of somebody, the newest first."""
    actor.require(rights.SUCCEED)
    return list(Succession.objects.filter(from_id=user_id).order_by("-id")[:10])


@transaction.atomic
def begin(actor: Actor, user_id: int, *, shares: Mapping[int, int]) -> int:
    """Begin to hand over everything somebody has; the succession's id."""
    actor.require(rights.SUCCEED)
    require_person(user_id, lock=True)
    _require_shares(user_id, shares)
    unfinished = Succession.objects.filter(from_id=user_id, finished_at__isnull=True)
    if any(open_job(each.id) is not None for each in unfinished):
        raise UNDER_WAY()
    row = Succession(from_id=user_id, shares={str(one): part for one, part in shares.items()}, started_by=actor.id)
    row.save(force_insert=True)
    enqueue(JOB, subject_id=row.id, actor_id=actor.id)
    details = {"succession": str(row.id), "to": [str(one) for one in sorted(shares)]}
    record(actor, "succession.begun", subject=("user", user_id), details=details)
    return row.id


def require_person(user_id: int, *, lock: bool = False) -> None:
    """Refuse somebody who does not exist; `lock`: one succession at a time begins."""
    found = User.objects.filter(id=user_id)
    if not (found.select_for_update(of=("self",)) if lock else found).exists():
        raise NOT_FOUND()


def _require_shares(user_id: int, shares: Mapping[int, int]) -> None:
    people = directory().people
    known = all(one in people and people[one].is_active for one in shares)
    if not 0 < len(shares) <= MOST_SUCCESSORS or user_id in shares or not known:
        raise BAD_SHARES()
    if any(not 1 <= part <= MOST_PARTS for part in shares.values()):
        raise BAD_SHARES()
    if not all(actor_for(one).can(archive_rights.VIEW) for one in shares):
        raise BAD_SHARES()


def run(job: Running) -> None:
    """The job. Safe to run twice: who has been handed over is somebody else's."""
    row = Succession.objects.get(id=job.subject_id)
    worker = system_actor("worker")
    steps = list(_steps(row))
    job.total = job.done + len(steps)
    for done, step in enumerate(steps, start=job.done + 1):
        step(worker, row)
        if done % 20 == 0:
            with transaction.atomic():
                job.keep(done=done)
        job.beat()
    _finish(worker, row, job)


@transaction.atomic
def _finish(worker: Actor, row: Succession, job: Running) -> None:
    job.keep(done=job.total)
    Succession.objects.filter(id=row.id).update(finished_at=now())
    row.refresh_from_db()
    left = Remainder.objects.filter(succession=row).count()
    details = {"succession": str(row.id), "customers": row.customers, "left": left}
    record(worker, "succession.finished", subject=("user", row.from_id), details=details)


Step = Callable[[Actor, Succession], None]


def _steps(row: Succession) -> Iterator[Step]:
    """What is still to be done; what was found impossible before is not tried again."""
    left = {(what, row_id) for what, row_id in Remainder.objects.filter(succession=row).values_list("what", "row_id")}
    for customer_id in _customers(row.from_id).order_by("id").values_list("id", flat=True):
        if (CUSTOMER, customer_id) not in left:
            yield _customer_step(customer_id)
    deals = Opportunity.objects.filter(STILL_OPEN, owner_id=row.from_id).order_by("id")
    for deal in deals.values_list("id", "customer_id"):
        if (OPPORTUNITY, deal[0]) not in left:
            yield _work_step(OPPORTUNITY, *deal)
    waiting = FollowUp.objects.filter(assignee_id=row.from_id, state=OPEN).order_by("id")
    for follow_up in waiting.values_list("id", "customer_id"):
        if (FOLLOW_UP, follow_up[0]) not in left:
            yield _work_step(FOLLOW_UP, *follow_up)


def _customers(user_id: int) -> QuerySet[Customer]:
    return Customer.objects.filter(owner_id=user_id, trashed_at__isnull=True)


def _customer_step(customer_id: int) -> Step:
    def step(worker: Actor, row: Succession) -> None:
        """To whoever has the least of their share so far and may have it."""
        refused: DomainError | None = None
        for successor in _in_turn(row):
            try:
                _give(worker, row, customer_id, successor)
            except DomainError as error:
                refused = refused or error
            else:
                return
        _leave(row, CUSTOMER, customer_id, customer_id, refused)

    return step


@transaction.atomic
def _give(worker: Actor, row: Succession, customer_id: int, successor: int) -> None:
    owning.take_turn()
    found = _customers(row.from_id).filter(id=customer_id)
    customer = found.select_for_update(of=("self",)).first()
    if customer is None:
        return
    owning.hand_over(worker, customer, successor, how=SUCCEEDED, details={"succession": str(row.id)})
    row.given[str(successor)] = row.given.get(str(successor), 0) + 1
    Succession.objects.filter(id=row.id).update(given=row.given, customers=F("customers") + 1)


def _in_turn(row: Succession) -> list[int]:
    """The successors, first who is furthest behind their share."""

    def filled(one: str) -> tuple[float, int]:
        return row.given.get(one, 0) / row.shares[one], int(one)

    return [int(one) for one in sorted(row.shares, key=filled)]


def _work_step(what: str, row_id: int, customer_id: int) -> Step:
    def step(worker: Actor, row: Succession) -> None:
        """To the customer's owner where that is a successor, else to one who sees the customer."""
        owner_id = Customer.objects.filter(id=customer_id).values_list("owner_id", flat=True).first()
        refused: DomainError | None = None
        for successor in sorted(_in_turn(row), key=lambda one: one != owner_id):
            try:
                _pass_on(worker, row, what, row_id, successor)
            except DomainError as error:
                refused = refused or error
            else:
                return
        _leave(row, what, row_id, customer_id, refused)

    return step


@transaction.atomic
def _pass_on(worker: Actor, row: Succession, what: str, row_id: int, successor: int) -> None:
    if what == OPPORTUNITY:
        deal = Opportunity.objects.filter(STILL_OPEN, id=row_id, owner_id=row.from_id).first()
        if deal is not None:
            changes = {"owner_id": successor}
            opportunities.change(worker, deal.customer_id, deal.id, changes, version=deal.version)
            Succession.objects.filter(id=row.id).update(opportunities=F("opportunities") + 1)
        return
    follow_up = FollowUp.objects.filter(state=OPEN, id=row_id, assignee_id=row.from_id).first()
    if follow_up is not None:
        if not actor_for(successor).can(activity_rights.RECORD):
            raise planning.NO_ASSIGNEE()
        planning.change(worker, follow_up.customer_id, follow_up.id, version=follow_up.version, assignee_id=successor)
        Succession.objects.filter(id=row.id).update(follow_ups=F("follow_ups") + 1)


@transaction.atomic
def _leave(row: Succession, what: str, row_id: int, customer_id: int, refused: DomainError | None) -> None:
    Remainder.objects.update_or_create(
        succession=row,
        what=what,
        row_id=row_id,
        defaults={"customer_id": customer_id, "code": refused.code if refused else ""},
    )
