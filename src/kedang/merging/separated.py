"""Times when a customer held what others said who stand on their own again: who may still read what it said then.

Its before-images of such a time are not its own alone. They are read by whoever sees everybody whose values they hold.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import orjson

from kedang.archive import customers, forwarding
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.history.models import Event
from kedang.kit.actor import Actor
from kedang.merging.models import BYSTANDER, LOSER, Participant
from kedang.merging.reading import careful

ENDINGS = ("customer.unmerged", "customer.rejoined")


@dataclass(frozen=True, slots=True)
class Together:
    """The events from `first` to `last` of a customer. `policy` is how all it held then are read; None: not at all."""

    customer_id: int
    first: int
    last: int
    policy: FieldPolicy | None


def times_together(actor: Actor, customer_ids: Collection[int]) -> list[Together]:
    """Every such time of these customers, as the actor may read it."""
    found = Event.objects.filter(subject_kind="customer", subject_id__in=customer_ids, verb__in=ENDINGS)
    times: list[Together] = []
    for event_id, subject_id, raw in found.values_list("id", "subject_id", "details"):
        details = orjson.loads(raw)
        if "since" in details:
            everybody = _everybody(int(details["merge"]), subject_id, event_id)
            times.append(Together(subject_id, int(details["since"]), event_id, _policy(actor, everybody)))
    return times


def read_with(times: Sequence[Together], customer_id: int, event_id: int, policy: FieldPolicy) -> FieldPolicy | None:
    """The policy for the values of one event, which is `policy` at other times; None where no value may be read."""
    of_then = [t.policy for t in times if t.customer_id == customer_id and t.first <= event_id <= t.last]
    known = [each for each in of_then if each is not None]
    if len(known) < len(of_then):
        return None
    return careful([policy, *known]) if known else policy


def _everybody(merge_id: int, subject_id: int, until: int) -> set[int]:
    """Who took part in a merge, the customer itself, and all who had merged into any of them by then."""
    rows = Participant.objects.filter(merge_id=merge_id).exclude(role=BYSTANDER)
    found = {subject_id, *rows.values_list("customer_id", flat=True)}
    newest = found
    while newest:
        away = Participant.objects.filter(merge__survivor_id__in=newest, merge_id__lt=until, role=LOSER)
        newest = set(away.values_list("customer_id", flat=True)) - found
        found = found | newest
    return found


def _policy(actor: Actor, customer_ids: Collection[int]) -> FieldPolicy | None:
    """How whoever holds these now is read; None when one of them is beyond sight, or erased."""
    holders = set(forwarding.resolve(customer_ids).values())
    rows = list(Customer.objects.visible_to(actor, trashed=None).filter(id__in=holders))
    if len(rows) < len(holders):
        return None
    return careful([policy_for(actor, own=customers.is_own(actor, row)) for row in rows])
