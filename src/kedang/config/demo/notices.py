"""The demonstration's notices: colleagues call each other, and follow customers that matter to them."""

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.accounts.queries import PersonRef, directory
from kedang.archive import notes
from kedang.archive.mentions import who_see
from kedang.archive.models import Customer
from kedang.kit.actor import Actor
from kedang.notices.following import follow

_MOST = 4
_CALLS = (
    "客户问能否按季度结算，@{} 您看这个账期可以吗？",
    "下周二的技术交流对方总工会到场，@{} 方便一起去吗？",
    "@{} 这家去年的质保问题是您处理的，他们又提到了，请看一下。",
)


@transaction.atomic
def build(actor: Actor) -> None:
    """Notes of owners that call each colleague who sees the customer, and customers they follow."""
    people = sorted(directory().people.values(), key=lambda person: person.id)
    found = Customer.objects.visible_to(actor).filter(owner_id__isnull=False).order_by("-id")
    called: dict[int, int] = {}
    for customer in found[:40]:
        for person in who_see(customer, people):
            count = called.get(person.id, 0)
            if person.id != customer.owner_id and count < _MOST:
                called[person.id] = count + 1
                _call(customer, person, count)


def _call(customer: Customer, person: PersonRef, number: int) -> None:
    assert customer.owner_id is not None
    if number == 0:
        follow(actor_for(person.id), customer.id)
    text = _CALLS[number % len(_CALLS)].format(person.name)
    notes.write(actor_for(customer.owner_id), customer.id, body=text)
