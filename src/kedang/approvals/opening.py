"""What takes the mask off a field for somebody: the same rules as a look, asked without looking."""

from collections.abc import Collection
from dataclasses import dataclass

from kedang.approvals.granting import running
from kedang.approvals.looking import covering, may_ask
from kedang.approvals.models import Grant, Subject
from kedang.approvals.terms import NEVER, REASON, need_of, terms
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy
from kedang.kit.actor import Actor
from kedang.kit.modes import Mode

GRANTED, ASK, CLOSED = "granted", "ask", "closed"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a masked field opens: `granted` now, by one's right with a `reason`, after one's `ask`ing, `never`; `closed`: not by this
    person."""

    how: str
    grant: Grant | None = None


def openings(actor: Actor, customer: Customer, policy: FieldPolicy, codes: Collection[str]) -> dict[str, Opening]:
    """Field → how its mask comes off for the actor; fields that are not masked are absent."""
    said = terms()
    ids = Subject.objects.filter(customer_id=customer.id).values("request_id")
    granted = list(running(actor.id).filter(request_id__in=ids)) if said.active else []
    covered = {code for grant in granted for code in grant.fields}
    found: dict[str, Opening] = {}
    for code in codes:
        if policy.mode(code) != Mode.MASKED:
            continue
        need = need_of(said, policy, code)
        grant = covering(actor, customer, {code}) if code in covered and need != NEVER else None
        if grant is not None:
            found[code] = Opening(GRANTED, grant)
        elif need == NEVER or (need == REASON and actor.can(archive_rights.REVEAL)):
            found[code] = Opening(need)
        else:
            found[code] = Opening(ASK if may_ask(actor) else CLOSED)
    return found
