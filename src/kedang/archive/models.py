"""The archive's tables.

Single-valued clear fields are columns of the customer row, named like the catalogue's codes; sensitive ones are sealed
columns or rows. References to a customer carry no database constraint: rows are bulk-loaded with ids made beforehand, and
`kedang doctor` checks them. Dates are ISO text, because a customer's founding year may be all that is known.
"""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import LessThanOrEqual

from kedang.archive import rights
from kedang.archive.figures import Figures as Figures
from kedang.archive.number_tables import NumberCounter as NumberCounter
from kedang.archive.number_tables import NumberPattern as NumberPattern
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.kit.levels import STRICTEST

PERSON, ORGANISATION = 1, 2
KIND_CODES = {"person": PERSON, "organisation": ORGANISATION}
KIND_NAMES = {PERSON: "person", ORGANISATION: "organisation"}
LISTED = Q(trashed_at__isnull=True)
CLASSIFIED = Q(classification__isnull=False)
REACH = "archive_customer_reach"
INDEXABLE = Q(LessThanOrEqual(Length("text"), 200))


def _text(length: int | None = None) -> "models.Field[str, str]":
    return models.CharField(max_length=length, default="") if length else models.TextField(default="")


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Where every read of customers starts."""

    def visible_to(self, actor: Actor, *, trashed: bool | None = False) -> Self:
        """The customers an actor may see: by scope, as owner, or by a grant that still runs; never above their clearance.

        `trashed`: False leaves out the recycle bin, True shows only it, None shows both.
        """
        if not actor.can(rights.VIEW):
            return self.none()
        found = self if trashed is None else self.filter(trashed_at__isnull=not trashed)
        if trashed is not False:
            # Who was merged into another, or restricted, stands in no list, the recycle bin included.
            found = found.filter(survivor_id__isnull=True, restricted_at__isnull=True)
        found = found.cleared_for(actor)
        if actor.scope == Scope.ALL:
            return found
        return found.filter(reduce(or_, reaches(actor).values()))

    def cleared_for(self, actor: Actor) -> Self:
        """Without those that are kept closer than the actor's clearance, whoever's they are."""
        return self if actor.clearance >= STRICTEST else self.exclude(id__in=kept_from(actor))


def kept_from(actor: Actor) -> "models.QuerySet[Customer, Any]":
    """The ids of the customers above an actor's clearance. They are left out, not the others let in: they are few and have an index of
    their own, so that what an index answers need not fetch each customer's row for its level."""
    return Customer.objects.filter(classification__gt=actor.clearance).values("id")


def reaches(actor: Actor) -> dict[str, Q]:
    """Each way in which a customer comes into the sight of somebody who does not see all, by name."""
    granted = Grant.objects.filter(user_id=actor.id).filter(Q(until__isnull=True) | Q(until__gt=now()))
    ways = {"owner": Q(owner_id=actor.id), "shared": Q(id__in=granted.values("customer_id"))}
    return ways | {"department": Q(department_id__in=actor.department_ids)} if actor.department_ids else ways


class Customer(models.Model):
    """One customer: a person or an organisation."""

    objects = CustomerQuerySet.as_manager()

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.SmallIntegerField()
    number = models.CharField(max_length=64, unique=True)
    owner_id = models.BigIntegerField(null=True)
    department_id = models.BigIntegerField(null=True)
    trashed_at = models.DateTimeField(null=True)
    # whom this customer was merged into; then `trashed_at` is set as well, which takes it out of every index of lists
    survivor_id = models.BigIntegerField(null=True)
    restricted_at = models.DateTimeField(null=True)  # only stored until it is erased; `trashed_at` is set as well
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()
    updated_at = models.DateTimeField()
    updated_by = models.BigIntegerField()
    version = models.IntegerField(default=1)
    run_id = models.BigIntegerField(null=True)
    template = _text(32)
    # clear fields of the catalogue
    name = _text()
    name_key = _text()
    website = _text()
    region = models.IntegerField(null=True)
    postcode = _text()
    gender = _text()
    occupation = _text()
    employer = _text()
    job_title = _text()
    education = _text()
    marital_status = _text()
    nationality = _text()
    industry = _text()
    legal_representative = _text()
    registered_capital = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    capital_currency = _text()
    employees = models.BigIntegerField(null=True)
    founded_on = _text()
    company_type = _text()
    annual_revenue = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    stock_exchange = _text()
    stock_code = _text()
    parent_name = _text()
    bank_name = _text()
    level = _text()
    status = _text()
    source = _text()
    recorded_on = _text()
    # long texts stand last, so that lists never read their pages
    business = _text()
    business_scope = _text()
    introduction = _text()
    remark = _text()
    preferences = _text()
    interests = _text()
    background = _text()
    industry_position = _text()
    competitors = _text()
    payment_behaviour = _text()
    # sealed under the customer's key
    birth_date_enc = models.BinaryField(null=True)
    birth_date_blind = models.BigIntegerField(null=True)
    given_enc = models.BinaryField(null=True)
    extras_enc = models.BinaryField(null=True)
    provenance = models.TextField(default="{}")  # field -> [run id or 0, actor id, unix seconds]; "*" for the rest
    rule_marks = models.TextField(null=True)  # rule id -> fields that break it, without values
    classification = models.SmallIntegerField(null=True)  # how closely it is kept, 1 to 3; null is ordinary

    class Meta:
        db_table = "archive_customer"
        indexes = [
            models.Index(fields=["name_key"], name="archive_customer_by_name"),
            # Every list walks one of these in the order it shows, and stops when the page is full. The last column is always
            # null, but SQLite looks at it, and would fetch the row for it when only counting.
            models.Index(
                fields=["updated_at", "id", "trashed_at"], name="archive_customer_by_updated", condition=LISTED
            ),
            models.Index(Coalesce("region", 0), "id", name="archive_customer_by_region", condition=LISTED),
            models.Index(fields=["owner_id", "id", "trashed_at"], name="archive_owner_by_id", condition=LISTED),
            models.Index(
                fields=["owner_id", "updated_at", "id", "trashed_at"], name="archive_owner_by_updated", condition=LISTED
            ),
            models.Index(fields=["department_id", "id", "trashed_at"], name="archive_dept_by_id", condition=LISTED),
            models.Index(
                fields=["department_id", "updated_at", "id", "trashed_at"],
                name="archive_dept_by_updated",
                condition=LISTED,
            ),
            models.Index(
                fields=["trashed_at"], name="archive_customer_by_trash", condition=Q(trashed_at__isnull=False)
            ),
            models.Index(
                fields=["survivor_id"], name="archive_customer_by_survivor", condition=Q(survivor_id__isnull=False)
            ),
            models.Index(fields=["id", "department_id", "owner_id", "trashed_at"], name=REACH),
            models.Index(fields=["classification", "id"], name="archive_customer_by_class", condition=CLASSIFIED),
        ]


class Part(models.Model):
    """What all rows that belong to one customer share."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=True
    )

    class Meta:
        abstract = True


class CustomerName(Part):
    """A name the customer also has or had: former, short, brand, English."""

    kind = models.CharField(max_length=32)
    name = models.TextField()
    name_key = models.TextField(db_index=True)
    since = _text(10)
    until = _text(10)

    class Meta:
        db_table = "archive_customer_name"


class Identifier(Part):
    """A document or registration number. Credit codes and the like are clear, personal ones are sealed."""

    kind = models.CharField(max_length=32)
    value = _text()
    value_enc = models.BinaryField(null=True)
    given_enc = models.BinaryField(null=True)
    blind = models.BigIntegerField(null=True, db_index=True)
    reason = _text(48)

    class Meta:
        db_table = "archive_identifier"


class ContactPoint(Part):
    """A way to reach the customer, or one of the people at it."""

    contact_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=32)
    label = _text(64)
    value_enc = models.BinaryField()
    given_enc = models.BinaryField(null=True)
    blind = models.BigIntegerField(null=True, db_index=True)
    preferred = models.BooleanField(default=False)
    state = models.CharField(max_length=16, default="unverified")
    reason = _text(48)

    class Meta:
        db_table = "archive_contact_point"


class Address(Part):
    """An address: the region is clear, the rest sealed."""

    label = _text(64)
    region = models.IntegerField(null=True)
    value_enc = models.BinaryField()
    given_enc = models.BinaryField(null=True)
    postcode = _text(16)
    preferred = models.BooleanField(default=False)

    class Meta:
        db_table = "archive_address"


class Contact(Part):
    """A person at an organisation, with a role there; may be a customer of their own."""

    name = models.TextField()
    name_key = models.TextField(default="")
    title = _text()
    department = _text()
    role = _text(32)
    person_id = models.BigIntegerField(null=True)
    note_enc = models.BinaryField(null=True)
    preferred = models.BooleanField(default=False)

    class Meta:
        db_table = "archive_contact"
        indexes = [
            models.Index(fields=["person_id"], name="archive_contact_by_person", condition=Q(person_id__isnull=False))
        ]


class Relation(Part):
    """A typed tie between two customers, read from `customer` to `other`."""

    other = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    kind = models.CharField(max_length=32)
    note = _text()
    since = _text(10)
    until = _text(10)

    class Meta:
        db_table = "archive_relation"
        constraints = [models.UniqueConstraint(fields=["customer", "other", "kind"], name="archive_relation_once")]


class ExternalId(models.Model):
    """What another system calls the customer; unique within its source."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    source = models.CharField(max_length=64, default="")
    value = models.TextField()

    class Meta:
        db_table = "archive_external_id"
        constraints = [models.UniqueConstraint(fields=["value", "source"], name="archive_external_id_once")]


class Group(models.Model):
    """A hierarchical class of customers: industry, region, value …"""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=128)
    path = models.CharField(max_length=512, default="/")
    position = models.IntegerField(default=0)

    class Meta:
        db_table = "archive_group"
        constraints = [models.UniqueConstraint(fields=["parent", "name"], name="archive_group_once")]


class GroupMember(Part):
    """A customer in a group."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "archive_group_member"
        constraints = [models.UniqueConstraint(fields=["customer", "group"], name="archive_group_member_once")]


class Tag(models.Model):
    """A label with a colour and somebody who answers for its meaning; synonyms point at the tag they were merged into."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=64, unique=True)
    colour = models.CharField(max_length=16, default="blue")
    owner_id = models.BigIntegerField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "archive_tag"


class CustomerTag(Part):
    """A tag on a customer."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "archive_customer_tag"
        constraints = [models.UniqueConstraint(fields=["customer", "tag"], name="archive_customer_tag_once")]


class CustomValue(Part):
    """One value of a custom field, on the customer or on one of its contacts; typed, so that it can be filtered."""

    contact_id = models.BigIntegerField(null=True)
    field_id = models.BigIntegerField()
    text = _text()
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    value_enc = models.BinaryField(null=True)
    blind = models.BigIntegerField(null=True)
    given_enc = models.BinaryField(null=True)
    reason = _text(48)

    class Meta:
        db_table = "archive_custom_value"
        indexes = [
            # An entry of a B-tree holds about 2,700 bytes: long texts are found by other means.
            models.Index(fields=["field_id", "text"], name="archive_custom_by_text", condition=INDEXABLE),
            models.Index(fields=["field_id", "number"], name="archive_custom_by_number"),
            models.Index(fields=["field_id", "blind"], name="archive_custom_by_blind"),
        ]


class Note(Part):
    """A free note, sealed under the customer's key."""

    author_id = models.BigIntegerField()
    body_enc = models.BinaryField()
    pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "archive_note"


class Grant(Part):
    """Somebody besides the owner who may see (and perhaps edit) one customer, until when. `deals`: the opportunities of colleagues
    with it as well, and not only their own."""

    user_id = models.BigIntegerField(db_index=True)
    level = models.CharField(max_length=8, default="edit")
    deals = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    created_by = models.BigIntegerField()

    class Meta:
        db_table = "archive_grant"
        constraints = [models.UniqueConstraint(fields=["customer", "user_id"], name="archive_grant_once")]


class SearchEntry(models.Model):
    """The token string a customer is found by; the index itself is built by `search_sqlite` or `search_postgres`."""

    customer_id = models.BigIntegerField(primary_key=True)
    tokens = models.TextField()

    class Meta:
        db_table = "archive_search_entry"
