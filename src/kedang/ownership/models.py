"""The tables of ownership. References to a customer carry no database constraint, like everywhere.

A list of ids or codes in a JSON column that is empty means: whichever.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from kedang.accounts.queries import directory
from kedang.archive.models import Customer, kept_from
from kedang.archive.seen import seen_by
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.ownership import rights

DRAFT, ON, OFF = "draft", "on", "off"
# In which way an assignment rule gives customers to people.
ROUND, LOAD, TERRITORY = "round", "load", "territory"
# What a recycling rule misses.
CONTACT, DEAL = "contact", "deal"
OPEN, DECIDED, WITHDRAWN = "open", "decided", "withdrawn"


def _customer() -> "models.ForeignKey[Customer, Customer]":
    return models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )


class Versioned(models.Model):
    """What the settings of ownership share. `version` rises with every change."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True


class PoolQuerySet(models.QuerySet["Pool"]):
    """Where every read of pools starts."""

    def visible_to(self, actor: Actor) -> Self:
        """Pools the actor may look into: those of their department, and of departments in their sight."""
        if actor.can(rights.MANAGE) or (actor.can(rights.CLAIM) and actor.scope == Scope.ALL):
            return self
        if not actor.can(rights.CLAIM):
            return self.none()
        places = actor.department_ids | ({actor.department_id} if actor.department_id is not None else set())
        return self.filter(id__in=[pool.id for pool in self if pool.is_of(places)])


class Pool(Versioned):
    """A public pool: customers of nobody whom people of some departments may claim.

    `kinds`, `tag_ids` and `from_department_ids` say which customers may fall into it. Days are calendar days; `per_day` and
    `per_week` limit what one person claims, None not at all.
    """

    objects = PoolQuerySet.as_manager()

    name = models.CharField(max_length=60, unique=True)
    department_ids = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    tag_ids = models.JSONField(default=list)
    from_department_ids = models.JSONField(default=list)
    per_day = models.IntegerField(null=True)
    per_week = models.IntegerField(null=True)
    cooling_days = models.IntegerField(default=0)
    protection_days = models.IntegerField(default=0)

    class Meta:
        db_table = "ownership_pool"

    def is_of(self, places: "frozenset[int] | set[int | None]") -> bool:
        """Whether it is open to somebody of one of these departments."""
        return not self.department_ids or not places.isdisjoint(below(self.department_ids))


def below(department_ids: list[int]) -> frozenset[int]:
    """These departments with everything under them."""
    known = directory()
    return frozenset().union(*(known.below(one) for one in department_ids))


class Holding(models.Model):
    """Since when and from whom a customer is its owner's, or nobody's in a pool. Who never changed hands has no row: theirs since
    they were filed."""

    customer = models.OneToOneField(
        Customer, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    pool = models.ForeignKey(Pool, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField(default=now)
    from_id = models.BigIntegerField(null=True)
    by = models.BigIntegerField()
    how = models.CharField(max_length=12)
    reason = models.CharField(max_length=24, default="")

    class Meta:
        db_table = "ownership_holding"
        indexes = [
            models.Index(
                fields=["pool", "since", "customer"], name="ownership_in_pool", condition=Q(pool__isnull=False)
            )
        ]


class Cooling(models.Model):
    """Somebody who may not have a customer again before a moment."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = _customer()
    user_id = models.BigIntegerField()
    until = models.DateTimeField()

    class Meta:
        db_table = "ownership_cooling"
        constraints = [models.UniqueConstraint(fields=["customer", "user_id"], name="ownership_cooling_once")]


class Claim(models.Model):
    """A customer that somebody claimed from a pool: what the quota counts."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = _customer()
    pool_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    at = models.DateTimeField(default=now)

    class Meta:
        db_table = "ownership_claim"
        indexes = [
            models.Index(fields=["user_id", "pool_id", "at"], name="ownership_claim_by"),
            models.Index(fields=["customer"], name="ownership_claim_of"),
        ]


class Cap(Versioned):
    """How many customers somebody of a department, or of one below it, may have; of no department: everybody else. Customers with
    one of `free_tag_ids` do not count, nor, with `free_open_deals`, those with an open opportunity."""

    department_id = models.BigIntegerField(null=True, unique=True)
    most = models.IntegerField()
    free_tag_ids = models.JSONField(default=list)
    free_open_deals = models.BooleanField(default=False)

    class Meta:
        db_table = "ownership_cap"


class Rule(Versioned):
    """When a customer falls back into a pool: for `days` working days there was nothing of what it `misses`, contact or a deal.
    `department_ids` and `kinds` say whose customers it looks at, customers with one of `spared_tag_ids` stay. `from_day`: it looks
    only at whom somebody got from that day on."""

    name = models.CharField(max_length=60)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="+")
    department_ids = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    spared_tag_ids = models.JSONField(default=list)
    misses = models.CharField(max_length=8, default=CONTACT)
    days = models.IntegerField()
    remind_days = models.IntegerField(default=3)
    state = models.CharField(max_length=5, default=DRAFT)
    from_day = models.DateField(null=True)

    class Meta:
        db_table = "ownership_rule"


class Night(models.Model):
    """The rules' run of one day: how many were to fall, and did."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    day = models.DateField(unique=True)
    started_at = models.DateTimeField(default=now)
    due = models.IntegerField(default=0)
    fallen = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ownership_night"


class Announcement(models.Model):
    """The owner of a customer was told that it falls on a day. One row a customer: who was told is not told the same again."""

    customer = models.OneToOneField(
        Customer, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    user_id = models.BigIntegerField()
    falls_on = models.DateField()
    at = models.DateTimeField(default=now)

    class Meta:
        db_table = "ownership_announcement"


class Assignment(Versioned):
    """A rule by which customers without an owner are given to people; the first in order that finds a customer decides.

    `conditions` are a list's. `territories`: [{regions, user_ids, department_ids}]; elsewhere the rule's own people. `pool`: where
    who has found nobody goes. `wait_days`: after how many days it takes customers out of pools, None never. `from_at`: only those
    without an owner since then. `turns`: who got one when, as a running number; `last_id` how far the work has come.
    """

    name = models.CharField(max_length=60)
    position = models.IntegerField()
    conditions = models.JSONField(default=list)
    way = models.CharField(max_length=10, default=ROUND)
    user_ids = models.JSONField(default=list)
    department_ids = models.JSONField(default=list)
    territories = models.JSONField(default=list)
    pool = models.ForeignKey(Pool, null=True, on_delete=models.PROTECT, related_name="+")
    wait_days = models.IntegerField(null=True)
    state = models.CharField(max_length=5, default=DRAFT)
    from_at = models.DateTimeField(null=True)
    turns = models.JSONField(default=dict)
    last_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ownership_assignment"


class OfDispute(models.Model):
    """What the rows of a dispute share. They name the customer themselves, so that they move with it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = _customer()
    dispute_id = models.BigIntegerField()

    class Meta:
        abstract = True


class Party(OfDispute):
    """Somebody who says a customer is theirs, or whose it was when that was said."""

    user_id = models.BigIntegerField()

    class Meta:
        db_table = "ownership_party"
        constraints = [models.UniqueConstraint(fields=["dispute_id", "user_id"], name="ownership_party_once")]
        indexes = [
            models.Index(fields=["user_id", "dispute_id"], name="ownership_party_in"),
            models.Index(fields=["customer"], name="ownership_party_of"),
        ]


class Statement(OfDispute):
    """What somebody says in a dispute, sealed under the customer's key; `decides`: the arbiter's reason."""

    by = models.BigIntegerField()
    at = models.DateTimeField(default=now)
    decides = models.BooleanField(default=False)
    body_enc = models.BinaryField()

    class Meta:
        db_table = "ownership_statement"
        indexes = [
            models.Index(fields=["dispute_id", "id"], name="ownership_statement_in"),
            models.Index(fields=["customer"], name="ownership_statement_of"),
        ]


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Where every read of disputes starts."""

    def visible_to(self, actor: Actor) -> Self:
        """Disputes one is a party of, and those an arbiter may decide: of customers in their sight. None of a customer above one's
        clearance, a party or not."""
        mine = Q(id__in=Party.objects.filter(user_id=actor.id).values("dispute_id"))
        if not actor.can(rights.ARBITRATE):
            return self.exclude(customer_id__in=kept_from(actor)).filter(mine)
        # Each dispute asks for its customer: there are few of the one and a million of the other.
        return self.exclude(customer_id__in=kept_from(actor)).filter(mine | seen_by(actor, trashed=None))


class Dispute(Versioned):
    """Several people say a customer is theirs: open until an arbiter decides or whoever raised it withdraws it. `owner_id` is whose
    the customer was when it was raised, `awarded_to` whose it is by the decision."""

    objects = DisputeQuerySet.as_manager()

    customer = _customer()
    state = models.CharField(max_length=10, default=OPEN)
    raised_by = models.BigIntegerField()
    raised_at = models.DateTimeField(default=now)
    owner_id = models.BigIntegerField(null=True)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    awarded_to = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ownership_dispute"
        indexes = [
            models.Index(fields=["customer", "state"], name="ownership_dispute_of"),
            models.Index(fields=["state", "id"], name="ownership_dispute_by_state"),
        ]


class Succession(models.Model):
    """Everything somebody has goes to colleagues. `shares`: who gets how large a share ({user id: parts}); `given` how many customers
    each has got so far."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    from_id = models.BigIntegerField()
    shares = models.JSONField()
    given = models.JSONField(default=dict)
    started_by = models.BigIntegerField()
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    customers = models.IntegerField(default=0)
    opportunities = models.IntegerField(default=0)
    follow_ups = models.IntegerField(default=0)

    class Meta:
        db_table = "ownership_succession"
        indexes = [models.Index(fields=["from_id", "id"], name="ownership_succession_from")]


class Remainder(models.Model):
    """What a succession could not hand over: a `customer`, an `opportunity` or a `follow_up`, and the code of why not."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = _customer()
    what = models.CharField(max_length=12)
    row_id = models.BigIntegerField()
    code = models.CharField(max_length=40)

    class Meta:
        db_table = "ownership_remainder"
        constraints = [models.UniqueConstraint(fields=["succession", "what", "row_id"], name="ownership_remains_once")]
        indexes = [models.Index(fields=["customer"], name="ownership_remainder_of")]
