"""A customer's transactions as moments of its timeline."""

from kedang.archive.models import Customer
from kedang.archive.moments import Moment, Reads, Slice, latest
from kedang.commerce import presenting, rights
from kedang.commerce.models import Transaction
from kedang.commerce.reading import read_all
from kedang.commerce.schemas import TransactionOut
from kedang.finding.conditions import today
from kedang.kit.actor import Actor

TRANSACTION = "transaction"


def moments(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    """The newest transactions before an edge; none for whoever may not see transactions."""
    if not actor.can(rights.VIEW):
        return []
    found = Transaction.objects.filter(customer_id=customer.id)
    rows = list(latest(found, "at", part))
    if not rows:
        return []
    day = today()
    return [
        Moment(read.row.at, read.row.id, TRANSACTION, TransactionOut(**presenting.row(read, day)))
        for read in read_all(actor, rows, {customer.id: customer})
    ]


SOURCES: dict[str, Reads] = {TRANSACTION: moments}
