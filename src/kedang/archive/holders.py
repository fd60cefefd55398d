"""Who holds something that can be held once only, as somebody may be told who asked for it too.

Whoever sees the holder, and may read the field there, is told who it is; everybody else that somebody is there, with an
initial and a department to ask. Either way it is on record, for a hidden hit confirms a guess as well.
"""

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.archive.owned import is_own
from kedang.archive.policy import policy_for
from kedang.history.reads import record_read
from kedang.kit.actor import Actor


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
    holder = Customer.objects.only("name", "department_id", "trashed_at").get(id=customer_id)
    return concealed_hit(
        initial=holder.name[:1],
        department=directory().department_name(holder.department_id),
        state="trashed" if holder.trashed_at else "active",
    )
