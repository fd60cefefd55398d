"""What one actor sees of some customers, and which of their fields."""

from collections.abc import Callable, Mapping

from kedang.archive.customers import running_grants
from kedang.archive.models import Customer
from kedang.archive.policy import policy_for
from kedang.engine.catalogue import FIELDS
from kedang.kit.actor import Actor

Readable = Callable[[str], bool]


class Eyes:
    """What one actor sees of some customers, and which of their fields."""

    def __init__(self, actor: Actor, customers: Mapping[int, Customer]) -> None:
        self._actor = actor
        ids = list(customers)
        self._seen = frozenset(Customer.objects.visible_to(actor).filter(id__in=ids).values_list("id", flat=True))
        self._granted = frozenset(
            running_grants(actor).filter(customer_id__in=ids).values_list("customer_id", flat=True)
        )
        self._policies = {own: policy_for(actor, own=own) for own in (True, False)}

    def sees(self, customer: Customer) -> bool:
        """Whether the customer is within reach."""
        return customer.id in self._seen

    def of(self, customer: Customer) -> Readable:
        """Which fields are readable there; beyond reach those that are clear by nature."""
        if not self.sees(customer):
            return _clear_by_nature
        own = customer.owner_id == self._actor.id or customer.id in self._granted
        return self._policies[own].clear


def _clear_by_nature(field: str) -> bool:
    return field not in FIELDS or FIELDS[field].sensitivity == "clear"
