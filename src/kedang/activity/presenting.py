"""Interactions and follow-ups as they go out."""

from collections.abc import Sequence
from typing import Any

from kedang.accounts.queries import directory
from kedang.activity import due, reading, schemas_plan
from kedang.activity import schemas as out
from kedang.activity.keeping_contact import Outlook
from kedang.activity.models import FollowUp, Interaction
from kedang.activity.reading import Read
from kedang.archive.policy import policy_for
from kedang.kit.actor import Actor, system_name


def activity(actor: Actor, customer_id: int, *, cursor: str | None, limit: int | None) -> out.ActivityOut:
    """A page of one customer's activity."""
    found = reading.of_customer(actor, customer_id, cursor=cursor, limit=limit)
    return out.ActivityOut(
        interactions=[interaction(actor, each) for each in found.interactions],
        follow_ups=[follow_up(actor, each) for each in found.open],
        more_follow_ups=found.more_open,
        next=found.next,
        editable=found.may_change,
    )


def due_page(actor: Actor, found: due.Page) -> out.FollowUpPage:
    """A page of what is to be done, names as lists show them."""
    policy = policy_for(actor, own=False, place="list")
    rows = []
    for each in found.rows:
        name, level = policy.show("name", each.customer.name), policy.show("level", each.customer.level)
        rows.append(
            out.ListedFollowUp(
                **_follow_up(actor, each.read),
                customer_id=str(each.customer.id),
                customer_number=each.customer.number,
                customer_name=(name.value if name else None) or "",
                customer_level=(level.value if level else None) or "",
            )
        )
    return out.FollowUpPage(rows=rows, next=found.next, count=out.FollowUpCount(value=found.count, capped=found.capped))


def loads(actor: Actor) -> list[out.LoadOut]:
    """What everybody in sight has to do."""
    return [
        out.LoadOut(person=person, overdue=load.overdue, today=load.today, week=load.week, later=load.later)
        for load in due.workload(actor)
        if (person := _person(load.user_id)) is not None
    ]


def outlook(found: Sequence[Outlook]) -> schemas_plan.ContactOutlookOut:
    """What a contact plan would do now."""
    people = [
        schemas_plan.PersonOutlook(person=person, alone=each.alone, planned=each.planned)
        for each in found
        if (person := _person(each.user_id)) is not None
    ]
    alone, planned = sum(each.alone for each in found), sum(each.planned for each in found)
    return schemas_plan.ContactOutlookOut(alone=alone, planned=planned, people=people)


def interaction(actor: Actor, found: Read) -> out.InteractionOut:
    """One interaction."""
    row, body = found.row, found.body
    assert isinstance(row, Interaction)
    return out.InteractionOut(
        id=str(row.id),
        kind=row.kind,
        direction=row.direction,
        outcome=row.outcome,
        at=row.at,
        minutes=row.minutes,
        by=_person(row.by),
        text=body.text if body else None,
        people=list(body.people) if body else None,
        updated_at=row.updated_at,
        version=row.version,
        mine=actor.id in (row.by, row.created_by),
        pinned=row.pinned_at is not None,
    )


def follow_up(actor: Actor, found: Read) -> out.FollowUpOut:
    """One follow-up."""
    return out.FollowUpOut(**_follow_up(actor, found))


def _follow_up(actor: Actor, found: Read) -> dict[str, Any]:
    row, body = found.row, found.body
    assert isinstance(row, FollowUp)
    return {
        "id": str(row.id),
        "kind": row.kind,
        "due_at": row.due_at,
        "assignee": _person(row.assignee_id),
        "state": row.state,
        "ended_at": row.ended_at,
        "text": body.text if body else None,
        "version": row.version,
        "mine": actor.id in (row.assignee_id, row.created_by),
    }


def _person(user_id: int) -> out.Person | None:
    found = directory().person(user_id)
    name = found.name if found else system_name(user_id)
    return out.Person(id=str(user_id), name=name) if name else None
