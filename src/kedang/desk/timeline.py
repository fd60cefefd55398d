"""One customer's timeline over all rooms: each room's own rows, merged by time, newest first.

A room hands over its newest rows of a part of time; nothing is stored twice, and each room decides what the reader may have.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from kedang.activity import moments as activity
from kedang.archive import customers, forwarding, rights
from kedang.archive.models import Customer
from kedang.archive.moments import Edge, Moment, Reads, Slice
from kedang.archive.policy import policy_for
from kedang.commerce import moments as commerce
from kedang.deals import moments as deals
from kedang.desk import history_view, page_parts
from kedang.desk import schemas as out
from kedang.documents import moments as documents
from kedang.history.queries import EventLine, events_behind
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of
from kedang.service import moments as service
from kedang.strategy import moments as strategy

NOTE, EVENT = "note", "event"
# What changes whose a customer is, or what it is made of; every change of a value stands in the history.
MILESTONES = (
    "customer.created",
    "customer.assigned",
    "customer.merged",
    "customer.unmerged",
    "customer.trashed",
    "customer.restored",
    "customer.brought_back",
    "customer.reviewed",
    "contact_point.verified",
    "contact_point.confirmed",
)


def timeline(
    actor: Actor,
    customer_id: int,
    *,
    kinds: Collection[str] = (),
    cursor: str | None = None,
    limit: int | None = None,
) -> out.TimelineOut:
    """A page of a customer's timeline. `kinds`: only moments of these. Recorded as read before it is returned."""
    actor.require(rights.VIEW)
    if unknown := set(kinds) - set(SOURCES):
        raise INVALID(what=", ".join(sorted(unknown)))
    customer = customers.load_visible(actor, forwarding.leads_to(customer_id), trashed=None)
    size = clamp_limit(limit)
    record_read(actor, "timeline.read", customer_ids=[customer.id])
    found = newest(actor, customer, kinds or tuple(SOURCES), Slice(size + 1, _edge(cursor)))
    last = found[size - 1] if len(found) > size else None
    return out.TimelineOut(
        moments=[_shown(moment) for moment in found[:size]],
        next=encode_cursor((number_of(last.at), last.id)) if last else None,
    )


def newest(actor: Actor, customer: Customer, kinds: Collection[str], part: Slice) -> list[Moment]:
    """The newest moments of these kinds in a part; the caller has found that the actor sees the customer.

    Once a page is full, later rooms hand over only what would still stand on it: most rows need opening and telling.
    """
    found: list[Moment] = []
    for kind in kinds:
        found = sorted([*found, *SOURCES[kind](actor, customer, part)], key=_place, reverse=True)[: part.limit]
        if len(found) == part.limit:
            part = replace(part, after=_place(found[-1]))
    return found


def _place(moment: Moment) -> Edge:
    return moment.at, moment.id


def _edge(cursor: str | None) -> Edge | None:
    if not cursor:
        return None
    at, last = decode_numbers(cursor, length=2)
    return moment_of(at), last


def _shown(moment: Moment) -> out.MomentOut:
    """A moment with the room's answer under its kind's name."""
    said: dict[str, Any] = {moment.kind: moment.shown}
    return out.MomentOut(at=moment.at, id=str(moment.id), kind=moment.kind, **said)


def _notes(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    found = [Moment(note.created_at, int(note.id), NOTE, note) for note in page_parts.notes(policy, customer)]
    return sorted((m for m in found if part.holds(_place(m))), key=_place, reverse=True)[: part.limit]


def _events(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    if not actor.can(rights.HISTORY):
        return []
    formers = forwarding.formers_of(customer.id)
    ids = [customer.id, *formers]
    lines = events_behind("customer", ids, verbs=MILESTONES, before=part.before, after=part.after, limit=part.limit)
    if not lines:
        return []
    told = history_view.tell(actor, customer, formers, tuple(_plain(line) for line in lines))
    return [Moment(line.at, line.id, EVENT, event) for line, event in zip(lines, told, strict=True)]


def _plain(line: EventLine) -> EventLine:
    """Without what each field was: of a milestone only the change of owner is told."""
    return replace(line, before=None, fields=line.fields if line.verb == "customer.assigned" else ())


SOURCES: dict[str, Reads] = {
    **activity.SOURCES,
    **commerce.SOURCES,
    **deals.SOURCES,
    **documents.SOURCES,
    **service.SOURCES,
    **strategy.SOURCES,
    NOTE: _notes,
    EVENT: _events,
}
