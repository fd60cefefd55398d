"""Profiles of fields, fixes, and what a fix does to each customer.

What a profile found and what a fix changes is sealed under a key of its own; what stood with a customer is sealed under the
customer's key, so that it goes when the customer is erased.
"""

from typing import Self

from django.db import models

from kedang.archive.models import Customer
from kedang.cleaning import rights
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.ids import new_id

RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"
PREVIEWING, READY, APPLYING, APPLIED = "previewing", "ready", "applying", "applied"
UNDOING, UNDONE, DISCARDED = "undoing", "undone", "discarded"
BUSY = (PREVIEWING, APPLYING, UNDOING)
WILL_CHANGE, LEFT_OUT, CHANGED, SKIPPED, KEPT = "will_change", "left_out", "changed", "skipped", "kept"
FATES = (WILL_CHANGE, LEFT_OUT, CHANGED, SKIPPED, UNDONE, KEPT)


class FieldProfile(models.Model):
    """What stood in one field, for the person who asked. The newest replaces the one before.

    `outdated`: a fix of the field was carried out or taken back since, by whomever.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    field = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, default="")
    state = models.CharField(max_length=12, default=RUNNING)
    customers = models.BigIntegerField(default=0)
    filled = models.BigIntegerField(default=0)
    invalid = models.BigIntegerField(default=0)
    suggestions = models.IntegerField(default=0)
    found_enc = models.BinaryField(null=True)
    outdated = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cleaning_profile"
        constraints = [
            models.UniqueConstraint(fields=["created_by", "field", "kind"], name="cleaning_profile_once_a_person")
        ]


class FixQuerySet(models.QuerySet["Fix"]):
    """Where every read of fixes starts."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own fixes; everybody's for who sees all customers."""
        if not actor.can(rights.USE):
            return self.none()
        return self if actor.scope == Scope.ALL else self.filter(created_by=actor.id)


class Fix(models.Model):
    """One correction of many customers. `method` is a suggestion's, or manual; `previewed_at` says that its rows are complete.

    The counts are those of the rows by fate; `total` is how many rows the present work has to look at.
    """

    objects = FixQuerySet.as_manager()

    id = models.BigIntegerField(primary_key=True, default=new_id)
    field = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, default="")
    method = models.CharField(max_length=16)
    state = models.CharField(max_length=12, default=PREVIEWING)
    plan_enc = models.BinaryField()
    error = models.CharField(max_length=48, default="")
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    previewed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cleaning_fix"
        indexes = [models.Index(fields=["created_by", "id"], name="cleaning_fix_by_creator")]


class FixRow(models.Model):
    """What a fix does, or did, to one customer. Who was erased since is counted and no longer named."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    fix = models.ForeignKey(Fix, on_delete=models.CASCADE, related_name="rows")
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", null=True
    )
    fate = models.CharField(max_length=12)
    reason = models.CharField(max_length=48, default="")
    values_enc = models.BinaryField(null=True)

    class Meta:
        db_table = "cleaning_fix_row"
        constraints = [models.UniqueConstraint(fields=["fix", "customer"], name="cleaning_fix_row_once")]
        indexes = [models.Index(fields=["fix", "fate", "id"], name="cleaning_fix_row_by_fate")]
