"""Successions as they go out."""

from typing import Literal

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.jobs.models import FAILED, RUNNING, Job
from kedang.jobs.queue import newest_job
from kedang.kit.actor import Actor
from kedang.ownership import schemas_succession as out
from kedang.ownership import succession
from kedang.ownership.models import Remainder, Succession
from kedang.ownership.schemas import OwnershipNamed

MOST_LEFT = 200


def belongings(actor: Actor, user_id: int) -> out.BelongingsOut:
    """How much somebody has, and how it was handed over so far."""
    found = succession.belongings(actor, user_id)
    person = directory().people[user_id]
    return out.BelongingsOut(
        person=OwnershipNamed(id=str(person.id), name=person.name),
        is_active=person.is_active,
        customers=found.customers,
        opportunities=found.opportunities,
        follow_ups=found.follow_ups,
        successions=[_succession(actor, row) for row in succession.successions_of(actor, user_id)],
    )


def _succession(actor: Actor, row: Succession) -> out.SuccessionOut:
    job = newest_job(row.id)
    left = Remainder.objects.filter(succession=row)
    return out.SuccessionOut(
        id=str(row.id),
        state=_state(row, job),
        done=job.done if job else 0,
        total=job.total if job else 0,
        started_by=_person(row.started_by),
        started_at=row.started_at,
        finished_at=row.finished_at,
        successors=[
            out.SuccessorOut(person=_person(int(one)), parts=part, customers=row.given.get(one, 0))
            for one, part in row.shares.items()
        ],
        customers=row.customers,
        opportunities=row.opportunities,
        follow_ups=row.follow_ups,
        left_count=left.count(),
        left=_left(actor, list(left.order_by("id")[:MOST_LEFT])),
    )


def _state(row: Succession, job: Job | None) -> Literal["waiting", "running", "done", "failed"]:
    if row.finished_at is not None:
        return "done"
    if job is None or job.state == FAILED:
        return "failed"
    return "running" if job.state == RUNNING else "waiting"


def _left(actor: Actor, rows: list[Remainder]) -> list[out.RemainderOut]:
    ids = {row.customer_id for row in rows}
    numbers = dict(Customer.objects.filter(id__in=ids).values_list("id", "number"))
    seen = set(Customer.objects.visible_to(actor).filter(id__in=ids).values_list("id", flat=True))
    return [
        out.RemainderOut(
            what=row.what,
            customer_id=str(row.customer_id) if row.customer_id in seen else None,
            number=numbers.get(row.customer_id, ""),
            code=row.code,
        )
        for row in rows
    ]


def _person(user_id: int) -> OwnershipNamed | None:
    person = directory().person(user_id)
    return OwnershipNamed(id=str(person.id), name=person.name) if person else None
