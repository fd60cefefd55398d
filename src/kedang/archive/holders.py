"""Who holds something that can be held once only, as somebody may be told who asked for it too.

Whoever sees the holder, and may read the field there, is told who it is; everybody else that somebody is there, with an
initial and a department to ask. Either way it is on record, for a hidden hit confirms a guess as well.

Who files customers has so many such guesses an hour and no more. Edits count towards the same: the room above that counts says
here how.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.archive.owned import is_own
from kedang.archive.policy import policy_for
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError

Patience = Callable[[Actor], None]
Count = Callable[[Actor, Sequence[int]], None]
_guards: list[tuple[Patience, Count]] = []


class ConcealedHit(dict[str, object]):
    """A hit as it goes out, with the id that must not: it is counted, and never shown."""

    customer_id = 0


def guards_guessing(patience: Patience, count: Count) -> None:
    """Say, in `apps.ready()`, who refuses those that guessed too often and who counts whom somebody met."""
    _guards.append((patience, count))


def require_patience(actor: Actor) -> None:
    """Refuse whoever met too many out of sight lately, whatever they ask: hit or miss must look alike."""
    for patience, _ in _guards:
        patience(actor)


@contextmanager
def counting_hits(actor: Actor) -> Iterator[None]:
    """Count whom a refusal tells of out of sight; around the transaction, which is gone when it is refused."""
    try:
        yield
    except DomainError as refused:
        met = met_by(refused)
        for _, count in _guards if met else ():
            count(actor, met)
        raise


def met_by(refused: DomainError) -> list[int]:
    """Whom a refusal tells of out of sight."""
    hits = refused.details.get("hits")
    return [hit.customer_id for hit in hits if isinstance(hit, ConcealedHit)] if isinstance(hits, list) else []


def concealed_hit(*, initial: str, department: str, state: str) -> dict[str, object]:
    """All that may be said of somebody who must not be recognised."""
    return {"visible": False, "initial": initial, "department": department, "state": state, "reasons": []}


def holder_of(actor: Actor, customer_id: int, *, field: str) -> dict[str, object]:
    """The hit on who holds this value of a field."""
    record_read(actor, "customers.compared", customer_ids=[customer_id])
    seen = Customer.objects.visible_to(actor, trashed=None).filter(id=customer_id).first()
    if seen is not None:
        policy = policy_for(actor, own=is_own(actor, seen))
        if policy.clear(field):
            name = policy.show("name", seen.name)
            reasons = [{"field": field, "text": policy.label(field)}]
            shown = (name.value if name else None) or ""
            return {"visible": True, "id": str(seen.id), "number": seen.number, "name": shown, "reasons": reasons}
    holder = Customer.objects.only("name", "department_id", "trashed_at", "classification").get(id=customer_id)
    department = directory().department_name(holder.department_id)
    state = "trashed" if holder.trashed_at else "active"
    hit = ConcealedHit(concealed_hit(initial=holder.name[:1], department=department, state=state))
    if actor.clearance < (holder.classification or 0):
        # That the value is taken cannot be kept: it can be held once only. Whose it is and where, can.
        hit = ConcealedHit(concealed_hit(initial="", department="", state="active"))
    hit.customer_id = customer_id
    return hit
