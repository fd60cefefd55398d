"""Rows asked one by one whether their customer is in sight give what the list of customers gives."""

import pytest
from django.db import connection

from kedang.archive import customers
from kedang.archive.models import REACH, ContactPoint, Customer
from kedang.archive.seen import ids_in_sight, seen_by
from kedang.archive.tests.filing import file_customer, share
from kedang.kit.actor import Actor, Scope
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    """Zhou's customer, Lin's that is shared with Chen, one nobody owns, and one of Zhou's in the recycle bin."""
    made = make_cast()
    for number, owner in enumerate((made.zhou, made.lin, None, made.zhou)):
        last = file_customer(owner, name=f"客户{number}", mobile=f"1380013800{number}")
        if owner == made.lin:
            share(last, made.chen)
    customers.trash(actor(made.lin), last)
    return made


def told(who: Actor, *, trashed: bool | None) -> set[int]:
    return set(ContactPoint.objects.filter(seen_by(who, trashed=trashed)).values_list("customer_id", flat=True))


@pytest.mark.parametrize("trashed", [False, True, None])
def test_rows_are_in_sight_as_their_customers_are(people: Cast, trashed: bool | None) -> None:
    for who in map(actor, people.everybody):
        listed = set(Customer.objects.visible_to(who, trashed=trashed).values_list("id", flat=True))
        assert told(who, trashed=trashed) == listed, who.name


def test_their_ids_are_those_of_the_list(people: Cast) -> None:
    for who in (actor(user) for user in people.everybody if actor(user).scope != Scope.ALL):
        listed = set(Customer.objects.visible_to(who).values_list("id", flat=True))
        assert (
            set(ContactPoint.objects.filter(customer_id__in=ids_in_sight(who)).values_list("customer_id", flat=True))
            == listed
        )


def test_a_stranger_is_told_of_nothing_but_what_was_shared(people: Cast) -> None:
    assert len(told(actor(people.chen), trashed=None)) == 1
    assert told(actor(people.admin), trashed=None) == set()


def test_the_customers_are_asked_by_their_narrow_index(people: Cast) -> None:
    if connection.vendor == "sqlite":
        plan = ContactPoint.objects.filter(seen_by(actor(people.lin))).explain()
        assert f"USING COVERING INDEX {REACH}" in plan
