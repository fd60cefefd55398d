"""Whether a contact point reaches who it should: its state, set by the room that verifies and by nobody else."""

from collections.abc import Collection

from django.db import connection

from kedang.archive.models import ContactPoint, Customer
from kedang.archive.parts import POINT_STATES


def hold_customer(customer_id: int) -> None:
    """Lock a customer until the transaction ends. Whoever locks something of a customer's besides does this first."""
    assert connection.in_atomic_block, "a lock lasts as long as its transaction"
    list(Customer.objects.select_for_update().filter(id=customer_id).values_list("id"))


def set_point_state(customer_id: int, state: str, *, kind: str, blind: int, only: Collection[str] = ()) -> bool:
    """Set the state of a value at a customer, where it still stands and has one of these states; whether it did.

    The value is named by its blind index and not by a row: what was found of a number stays true when two customers
    become one.

    The customer is locked first: somebody who is just changing the customer has read its points already and will write
    them back. The caller holds the transaction, has checked the right, and records the event.
    """
    assert state in POINT_STATES, state
    hold_customer(customer_id)
    found = ContactPoint.objects.filter(customer_id=customer_id, kind=kind, blind=blind)
    return bool((found.filter(state__in=list(only)) if only else found).update(state=state))
