"""Customers for the tests, made by the same verb as real ones, from values as people give them."""

from collections.abc import Mapping, Sequence

from kedang.accounts.models import User
from kedang.accounts.queries import department_ancestors
from kedang.archive.change import reindex
from kedang.archive.content import Content
from kedang.archive.custom_types import custom_ids
from kedang.archive.customers import create
from kedang.archive.filing import content_of
from kedang.archive.load import load_content
from kedang.archive.models import Customer, Grant, Group, Tag
from kedang.engine.standardise.record import standardise_record
from kedang.kit.actor import system_actor


def content(kind: str, values: Mapping[str, str | Sequence[str]], *, source: str = "") -> Content:
    """Standardised content; `tags` and `groups` are given by name and made when missing."""
    filed = content_of(standardise_record(kind, values), source=source, custom_ids=custom_ids())
    for name in filed.tags:
        filed.content.tag_ids.append(Tag.objects.get_or_create(name=name)[0].id)
    for name in filed.groups:
        filed.content.group_ids.append(Group.objects.get_or_create(name=name)[0].id)
    return filed.content


def file_customer(owner: User | None, kind: str = "person", **values: str | list[str]) -> int:
    """One customer, owned by somebody; returns its id."""
    made = create(system_actor("demo"), content(kind, values), owner_id=owner.id if owner else None)
    return made.id


def share(customer_id: int, *users: User) -> None:
    """Share a customer with some people without end, in the tables and in the index."""
    for user in users:
        Grant.objects.create(customer_id=customer_id, user_id=user.id, created_by=1)
    customer = Customer.objects.get(id=customer_id)
    reindex(customer, load_content(customer_id), departments=department_ancestors(customer.department_id))
