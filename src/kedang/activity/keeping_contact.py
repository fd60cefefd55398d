"""Following the contact plan: who was left alone too long gets a follow-up, once, by whoever is responsible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.activity import bodies, contact_plan, rights
from kedang.activity.bodies import Body
from kedang.activity.contact_plan import Rhythm
from kedang.activity.counting import count_again
from kedang.activity.left_alone import WORKER, Alone, left_alone, too_long
from kedang.activity.models import OPEN, ContactPlan, FollowUp
from kedang.archive.models import Customer
from kedang.calendar.working import working_time
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.history.record import record
from kedang.jobs.queue import enqueue, open_job
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError, Refusal
from kedang.vault.keys import SubjectKey, keys_for

JOB, SUBJECT = "activity.contact_plan", 1
FROM_HOUR, DUE_HOUR = 4, 10
OFF = Refusal(
    "activity.contact_plan_off",
    409,
    "沟通计划没有启用，没有安排任何跟进。请先启用并保存。",
    "The contact plan is switched off. Nothing was planned: switch it on and save first.",
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many of a person's customers are left alone too long, and for how many a follow-up would be planned now."""

    user_id: int
    alone: int
    planned: int


def outlook(actor: Actor, rhythms: Sequence[Rhythm], *, most: int) -> list[Outlook]:
    """What this plan would do now, person by person, the fullest first. Changes nothing and names no customer."""
    actor.require(rights.PLAN)
    found = left_alone(contact_plan.checked(rhythms, most), most=most)
    shown = [
        Outlook(owner, count, min(len(found.longest[owner]), _room(owner, most)))
        for owner, count in found.counts.items()
    ]
    return sorted(shown, key=lambda each: (-each.alone, each.user_id))


@transaction.atomic
def run_now(actor: Actor) -> None:
    """Follow the plan at once, in the background."""
    actor.require(rights.PLAN)
    if not contact_plan.stated().active:
        raise OFF()
    wait_turn(JOB)
    if open_job(SUBJECT) is None:
        enqueue(JOB, subject_id=SUBJECT, actor_id=WORKER)
        record(actor, "contact_plan.run", subject=("contact_plan", SUBJECT))


@transaction.atomic
def begin() -> None:
    """Repeated work: the plan is followed on working days, from early morning on, once."""
    day = today()
    if now().astimezone(LOCAL).hour < FROM_HOUR or not working_time().is_working_day(day):
        return
    if ContactPlan.objects.filter(id=1, active=True).exclude(planned_on=day).update(planned_on=day):
        enqueue(JOB, subject_id=SUBJECT, actor_id=WORKER)


def follow() -> int:
    """Plan what the plan asks for; how many follow-ups. Safe to run twice and at once."""
    said = contact_plan.stated()
    if not said.active:
        return 0
    rhythms = {each.level: each for each in said.rhythms}
    found = left_alone(said.rhythms, most=said.most)
    return sum(_plan(owner, alone, rhythms, said.most) for owner, alone in sorted(found.longest.items()))


@transaction.atomic
def _plan(owner_id: int, found: list[Alone], rhythms: dict[str, Rhythm], most: int) -> int:
    """Plan for one person, looking once more at who still needs it."""
    wait_turn(JOB)
    try:
        owner = actor_for(owner_id)
    except DomainError:
        return 0
    if not owner.can(rights.RECORD):
        return 0
    still = _still(owner_id, found, rhythms)[: _room(owner_id, most)]
    keys = keys_for(each.customer_id for each in still)
    worker, due = system_actor("worker"), _due()
    for each in still:
        row = _add(each, keys[each.customer_id], rhythms[each.level], due)
        details = {"follow_up": str(row.id), "kind": row.kind, "assignee": str(owner_id)}
        record(worker, "follow_up.planned", subject=("customer", each.customer_id), details=details)
    count_again([each.customer_id for each in still])
    return len(still)


def _still(owner_id: int, found: list[Alone], rhythms: dict[str, Rhythm]) -> list[Alone]:
    """Those of them who are this person's, locked, and are still left alone."""
    ids = [each.customer_id for each in found]
    owned = Customer.objects.select_for_update().filter(id__in=ids, owner_id=owner_id, trashed_at__isnull=True)
    levels = dict(owned.order_by("id").values_list("id", "level"))
    busy = set(FollowUp.objects.filter(customer_id__in=ids, state=OPEN).values_list("customer_id", flat=True))
    same = [e for e in found if levels.get(e.customer_id) == e.level and e.customer_id not in busy]
    return too_long(same, {level: timedelta(days=each.days) for level, each in rhythms.items()})


def _add(each: Alone, key: SubjectKey, rhythm: Rhythm, due: datetime) -> FollowUp:
    row = FollowUp(
        customer_id=each.customer_id,
        kind=rhythm.kind,
        due_at=due,
        assignee_id=each.owner_id,
        created_by=WORKER,
    )
    text = f"沟通计划：{rhythm.level} 级客户每 {rhythm.days} 天联系一次"
    row.body_enc = bodies.seal(key, Body(text), row)
    row.save(force_insert=True)
    return row


def _room(user_id: int, most: int) -> int:
    """How many more follow-ups this person may get today."""
    start = datetime.combine(today(), time(), LOCAL)
    planned = FollowUp.objects.filter(assignee_id=user_id, created_by=WORKER, created_at__gte=start)
    # What is due before today was not planned today.
    return max(0, most - planned.filter(due_at__gte=start).count())


def _due() -> datetime:
    """Ten in the morning of the next working day; of today while that is to come."""
    days, day = working_time(), today()
    due = datetime.combine(day, time(DUE_HOUR), LOCAL)
    if due > now() and days.is_working_day(day):
        return due
    return datetime.combine(days.add_days(day, 1), time(DUE_HOUR), LOCAL)
