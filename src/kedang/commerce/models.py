"""The tables of commerce. Amounts are clear whole numbers, for sums; remarks are sealed under the customer's key.

References to a customer carry no database constraint, like everywhere.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.archive.seen import seen_by
from kedang.commerce import rights
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.ids import new_id


class Product(models.Model):
    """Something that is sold. `price` is the usual one, in ten-thousandths of the currency's unit. `version` rises with every change."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=16, default="")
    price = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="")
    active = models.BooleanField(default=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "commerce_product"


class TransactionQuerySet(models.QuerySet["Transaction"]):
    """Where every read of transactions starts."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the customers in sight, for who may see transactions."""
        if not actor.can(rights.VIEW):
            return self.none()
        return self.filter(seen_by(actor))


class Transaction(models.Model):
    """One entry of the ledger: `kind` says which way `amount` (minor units, never negative) counts.

    `refers_to` is the invoice a payment settles, or what a return takes back. `outstanding` is what an invoice still has to get; 0 for
    everything else. `customer` becomes null when the customer is erased: the totals stay. `external_id` is unique within its source. Without a source
    it is the word by which what was sent twice by hand is known, and shown to nobody.
    """

    objects = TransactionQuerySet.as_manager()

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8)
    source = models.CharField(max_length=64, default="")
    external_id = models.CharField(max_length=128, null=True)
    at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    method = models.CharField(max_length=16, default="")
    due_on = models.DateField(null=True)
    refers_to = models.BigIntegerField(null=True)
    outstanding = models.BigIntegerField(default=0)
    line_count = models.IntegerField(default=0)
    remark_enc = models.BinaryField(null=True)
    run_id = models.BigIntegerField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.BigIntegerField(null=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "commerce_transaction"
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="commerce_transaction_by_source")]
        indexes = [
            models.Index(fields=["customer", "at", "id"], name="commerce_transaction_of"),
            models.Index(fields=["at", "id"], name="commerce_transaction_at"),
            models.Index(fields=["kind", "at", "id"], name="commerce_transaction_kind"),
            models.Index(fields=["due_on", "id"], name="commerce_transaction_due", condition=Q(outstanding__gt=0)),
            models.Index(fields=["refers_to"], name="commerce_transaction_to", condition=Q(refers_to__isnull=False)),
        ]


class Line(models.Model):
    """A line of a transaction, by its ordinal. `quantity` in thousandths, `price` in ten-thousandths, `amount` in minor units."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    transaction = models.ForeignKey(
        Transaction, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    ordinal = models.IntegerField()
    product_id = models.BigIntegerField(null=True)
    description = models.CharField(max_length=300, default="")
    quantity = models.BigIntegerField()
    price = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        db_table = "commerce_line"
        constraints = [models.UniqueConstraint(fields=["transaction", "ordinal"], name="commerce_line_once")]
