"""Disputes as they go out."""

from collections.abc import Iterable
from typing import Any

from kedang.accounts.queries import directory
from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.history.queries import EventLine
from kedang.history.schemas import ActorOut
from kedang.kit.actor import Actor
from kedang.ownership import schemas_disputes as out
from kedang.ownership.hearing import Case, Evidence, Page
from kedang.ownership.models import OPEN, Dispute
from kedang.ownership.schemas import OwnershipNamed


def page(actor: Actor, found: Page) -> out.DisputePage:
    """Some disputes, each customer like in a list."""
    own, other = policy_for(actor, own=True, place="list"), policy_for(actor, own=False, place="list")
    rows = []
    for row in found.rows:
        customer = found.seen.get(row.customer_id)
        policy = own if customer is not None and customer.owner_id == actor.id else other
        known = _dispute(policy, row, customer, found.parties.get(row.id, []))
        rows.append(out.DisputeOut(**known, number=found.numbers.get(row.customer_id, "")))
    return out.DisputePage(rows=rows, next=found.next)


def case(actor: Actor, found: Case) -> out.DisputeCaseOut:
    """One dispute, with everything its reader may have of it."""
    customer = found.customer
    policy = policy_for(actor, own=customer is not None and customers.is_own(actor, customer))
    owner_id = customer.owner_id if customer is not None and policy.clear("owner") else None
    return out.DisputeCaseOut(
        **_dispute(policy, found.dispute, customer, found.parties),
        number=found.number,
        said=[
            out.StatementOut(by=_person(said.row.by), at=said.row.at, text=said.text, decides=said.row.decides)
            for said in found.said
        ],
        evidence=_evidence(found.evidence, found.parties) if found.evidence is not None else None,
        current_owner=_person(owner_id),
        may_decide=found.may_decide,
        may_withdraw=found.dispute.state == OPEN and found.dispute.raised_by == actor.id,
    )


def _dispute(policy: FieldPolicy, row: Dispute, customer: Customer | None, parties: Iterable[int]) -> dict[str, Any]:
    name = policy.show("name", customer.name) if customer is not None else None
    return {
        "id": str(row.id),
        "state": row.state,
        "customer_id": str(customer.id) if customer is not None else None,
        "name": name.value if name else None,
        "raised_by": _person(row.raised_by),
        "raised_at": row.raised_at,
        "owner": _person(row.owner_id),
        "parties": [found for user_id in parties if (found := _person(user_id)) is not None],
        "awarded_to": _person(row.awarded_to),
        "ended_by": _person(row.ended_by),
        "ended_at": row.ended_at,
        "version": row.version,
    }


def _evidence(found: Evidence, parties: list[int]) -> out.EvidenceOut:
    lines = [_line(found.created_at, "created", by=found.created_by)]
    lines += [_owned(event) for event in found.owners or () if event.verb != "customer.created"]
    latest = {(row.by, row.at) for row in found.latest}
    lines += [_line(row.at, "contact", by=row.by, kind=row.kind) for row in found.latest]
    # The first contact of each stands there also when it is long past.
    lines += [
        _line(each.first, "contact", by=each.user_id)
        for each in found.contacts
        if (each.user_id, each.first) not in latest
    ]
    contacts = [
        out.ContactsOut(
            person=_person(each.user_id),
            party=each.user_id in parties,
            first=each.first,
            last=each.last,
            count=each.count,
        )
        for each in found.contacts
    ]
    lines.sort(key=lambda line: line.at)
    return out.EvidenceOut(contacts=contacts, happened=lines, owners_shown=found.owners is not None)


def _owned(event: EventLine) -> out.HappenedOut:
    ids = {name: int(str(event.details.get(name) or 0)) for name in ("from", "to")}
    return _line(event.at, "owned", by=event.actor_id, from_id=ids["from"], to_id=ids["to"])


def _line(at: Any, what: Any, *, by: int, kind: str = "", from_id: int = 0, to_id: int = 0) -> out.HappenedOut:
    return out.HappenedOut(
        at=at, what=what, by=_doer(by), kind=kind, from_owner=_person(from_id), to_owner=_person(to_id)
    )


def _doer(actor_id: int) -> ActorOut | None:
    person = directory().person(actor_id)
    return ActorOut(id=str(person.id), name=person.name) if person else None


def _person(user_id: int | None) -> OwnershipNamed | None:
    person = directory().person(user_id)
    return OwnershipNamed(id=str(person.id), name=person.name) if person else None
