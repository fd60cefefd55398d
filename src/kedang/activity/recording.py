"""Interactions: written down with what follows from them, corrected, taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kedang.activity import bodies, planning, rights
from kedang.activity.bodies import Body
from kedang.activity.counting import count_again
from kedang.activity.models import DONE, FollowUp, Interaction
from kedang.activity.planning import Plan, require_near
from kedang.archive import customers
from kedang.archive.mentions import tell_mentioned
from kedang.archive.models import Customer
from kedang.history import news
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, STALE, Refusal
from kedang.vault.keys import SubjectKey, key_for

# Clocks differ; what lies further ahead has not happened yet.
AHEAD = timedelta(minutes=10)
ABOUT = "interaction"
LONGEST_MINUTES = 24 * 60
NOT_YET = Refusal(
    "activity.not_yet",
    422,
    "往来记录的是已经发生的事；还没发生的请安排为跟进。",
    "An interaction has happened already; plan what is still to come as a follow-up.",
)
BAD_MINUTES = Refusal("activity.minutes", 422, "时长为 1 至 1440 分钟。", "It takes 1 to 1,440 minutes.")
NOTHING_SAID = Refusal(
    "activity.nothing", 422, "请写下内容，或选择结果。", "Write what happened, or choose how it ended."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What happened with a customer. `people` are the customer's, by name; `at` None: now. `calls`: whether colleagues named in the text
    are told; not in what others wrote."""

    kind: str
    text: str = ""
    direction: str = ""
    outcome: str = ""
    at: datetime | None = None
    minutes: int | None = None
    people: tuple[str, ...] = ()
    calls: bool = True


@transaction.atomic
def write_down(
    actor: Actor, customer_id: int, happened: Happened, *, finishes: int | None = None, follows: Plan | None = None
) -> int:
    """Write an interaction down; its id. `finishes`: the follow-up it fulfils, `follows`: the next step agreed in it."""
    actor.require(rights.RECORD)
    customer = customers.load_for_change(actor, customer_id)
    key = key_for(customer.id)
    row = _new(actor, customer, key, happened)
    details = {"interaction": str(row.id), "kind": row.kind}
    if finishes is not None:
        _, done = planning.load_open(actor, customer.id, finishes)
        planning.end(actor, done, DONE, with_interaction=row.id)
        details["finishes"] = str(done.id)
    if follows is not None:
        details["follows"] = str(planning.add(actor, customer, key, follows, came_from=row.id).id)
    count_again([customer.id])
    record(actor, "interaction.recorded", subject=("customer", customer.id), details=details)
    if happened.calls:
        tell_mentioned(actor, customer, happened.text, about=(ABOUT, row.id))
    news.changed(actor, customer.id, (ABOUT, row.id))
    return row.id


def _new(actor: Actor, customer: Customer, key: SubjectKey, happened: Happened) -> Interaction:
    body = bodies.checked(happened.text, happened.people)
    if not body.text and not happened.outcome:
        raise NOTHING_SAID()
    row = Interaction(
        customer=customer,
        kind=happened.kind,
        direction=happened.direction,
        outcome=happened.outcome,
        at=_past(happened.at or now()),
        minutes=_minutes(happened.minutes),
        by=actor.id,
        created_by=actor.id,
    )
    row.body_enc = bodies.seal(key, body, row)
    row.save(force_insert=True)
    return row


@transaction.atomic
def correct(actor: Actor, customer_id: int, interaction_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Correct an interaction: one's own, or with the right to manage anybody's. The event keeps the former text, sealed.

    `changes`: any of kind, direction, outcome, at, minutes, text, people.
    """
    customer, row = _load(actor, customer_id, interaction_id)
    if row.version != version:
        raise STALE(version=row.version)
    key = key_for(customer.id)
    former = bodies.opened(key, row)
    _put(row, changes)
    body = _body(former, changes)
    if not body.text and not row.outcome:
        raise NOTHING_SAID()
    row.body_enc = bodies.seal(key, body, row)
    row.version += 1
    row.updated_at = now()
    row.save()
    count_again([customer.id])
    before = bodies.seal_former(key, former, row) if body != former else None
    subject, details = ("customer", customer.id), {"interaction": str(row.id)}
    record(actor, "interaction.changed", subject=subject, fields=sorted(changes), before=before, details=details)
    tell_mentioned(actor, customer, body.text, about=(ABOUT, row.id), former=former.text)


def _put(row: Interaction, changes: Mapping[str, Any]) -> None:
    row.kind = changes.get("kind", row.kind)
    row.direction = changes.get("direction", row.direction)
    row.outcome = changes.get("outcome", row.outcome)
    row.at = _past(changes.get("at", row.at))
    row.minutes = _minutes(changes.get("minutes", row.minutes))


def _body(former: Body, changes: Mapping[str, Any]) -> Body:
    text: str = changes.get("text", former.text)
    people: Sequence[str] = changes.get("people", former.people)
    return bodies.checked(text, people)


@transaction.atomic
def take_away(actor: Actor, customer_id: int, interaction_id: int) -> None:
    """Take away what was written down by mistake; the event keeps the text, sealed. A follow-up it fulfilled stays done."""
    customer, row = _load(actor, customer_id, interaction_id)
    key = key_for(customer.id)
    before = bodies.seal_former(key, bodies.opened(key, row), row)
    details = {"interaction": str(row.id), "kind": row.kind}
    FollowUp.objects.filter(customer_id=customer.id, done_with=row.id).update(done_with=None)
    FollowUp.objects.filter(customer_id=customer.id, came_from=row.id).update(came_from=None)
    row.delete()
    count_again([customer.id])
    record(actor, "interaction.removed", subject=("customer", customer.id), before=before, details=details)


def _load(actor: Actor, customer_id: int, interaction_id: int) -> tuple[Customer, Interaction]:
    actor.require(rights.RECORD)
    customer = customers.load_for_change(actor, customer_id)
    row = Interaction.objects.select_for_update().filter(id=interaction_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    if actor.id not in (row.by, row.created_by):
        actor.require(rights.MANAGE)
    return customer, row


def _past(moment: datetime) -> datetime:
    require_near(moment)
    if moment > now() + AHEAD:
        raise NOT_YET()
    return moment


def _minutes(minutes: int | None) -> int | None:
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        raise BAD_MINUTES()
    return minutes
