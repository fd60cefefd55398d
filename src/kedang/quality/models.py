"""The tables of quality. Every figure can be computed again from the archive, apart from the days that have passed."""

from typing import Self

from django.db import models
from django.db.models import Q

from kedang.archive import rights
from kedang.archive.models import Customer, kept_from
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.kit.levels import STRICTEST


class ScoreQuerySet(models.QuerySet["QualityScore"]):
    """Where every read of scores starts."""

    def visible_to(self, actor: Actor) -> Self:
        """The scores of customers the actor answers for: own ones, and those of departments in scope; none above
        their clearance.

        What others merely share counts in their own figures. Rows that are shown customer by customer are checked again by
        `Customer.objects.visible_to`.
        """
        if not actor.can(rights.VIEW):
            return self.none()
        found = self if actor.clearance >= STRICTEST else self.exclude(customer_id__in=kept_from(actor))
        if actor.scope == Scope.ALL:
            return found
        return found.filter(Q(owner_id=actor.id) | Q(department_id__in=actor.department_ids))


class QualityScore(models.Model):
    """One customer's scores, 0 to 100. Null means that there is nothing to measure, or nobody who measures it.

    `suspects` is 1 when the customer stands in an open group of suspected duplicates. `due_at` is when a value passes its
    time, so that the row is looked at again; owner and department are those of the customer when it was scored.
    """

    objects = ScoreQuerySet.as_manager()

    customer = models.OneToOneField(
        Customer, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    owner_id = models.BigIntegerField(null=True)
    department_id = models.BigIntegerField(null=True)
    version = models.IntegerField()
    overall = models.SmallIntegerField()
    completeness = models.SmallIntegerField()
    validity = models.SmallIntegerField()
    freshness = models.SmallIntegerField(null=True)
    verified = models.SmallIntegerField(null=True)
    suspects = models.SmallIntegerField(null=True)
    review_due = models.DateField(null=True)
    escalated = models.BooleanField(default=False)
    due_at = models.BigIntegerField(null=True)
    scored_at = models.DateTimeField()

    class Meta:
        db_table = "quality_score"
        indexes = [
            models.Index(fields=["overall", "customer"], name="quality_score_worst"),
            models.Index(fields=["owner_id", "overall", "customer"], name="quality_score_owner"),
            models.Index(fields=["department_id", "overall", "customer"], name="quality_score_dept"),
            models.Index(fields=["review_due", "customer"], name="quality_score_review"),
            models.Index(fields=["owner_id", "review_due", "customer"], name="quality_score_own_review"),
            # Holds everything the dashboard adds up, in the order in which it groups: it reads nothing else.
            models.Index(
                fields=[
                    "department_id",
                    "owner_id",
                    "overall",
                    "completeness",
                    "validity",
                    "freshness",
                    "verified",
                    "suspects",
                    "review_due",
                ],
                name="quality_score_sums",
            ),
            models.Index(fields=["due_at"], name="quality_score_due", condition=Q(due_at__isnull=False)),
        ]


class Snapshot(models.Model):
    """One day's sums for one owner in one department (0 means none), so that any part of the tree can be added up."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    department_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    customers = models.IntegerField()
    overall = models.BigIntegerField()
    completeness = models.BigIntegerField()
    validity = models.BigIntegerField()
    freshness = models.BigIntegerField()
    freshness_of = models.IntegerField()
    verified = models.BigIntegerField()
    verified_of = models.IntegerField()
    alone = models.IntegerField()
    alone_of = models.IntegerField()

    class Meta:
        db_table = "quality_snapshot"
        constraints = [
            models.UniqueConstraint(fields=["day", "department_id", "owner_id"], name="quality_snapshot_once")
        ]


class RuleSet(models.Model):
    """What the organisation says differently from the shipped rules: one row, JSON text."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    changed = models.TextField(default="{}")

    class Meta:
        db_table = "quality_rules"


class RuleCheck(models.Model):
    """A look at today's customers by validation rules: how many break one that is being written (`draft`), or all of them marked
    anew by the rules in force (no draft). When it has ended, `draft` names the fields of the rule and nothing else. `sample` are ids of some that break it, within the reach of who asked."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    draft = models.TextField(default="")
    state = models.CharField(max_length=12, default="running")
    customers = models.BigIntegerField(default=0)
    broken = models.BigIntegerField(default=0)
    sample = models.TextField(default="[]")
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "quality_rule_check"
        indexes = [models.Index(fields=["created_by"], name="quality_rule_check_by")]


class Cursor(models.Model):
    """How far the history was followed: the id of the last event that needs no second look; and which validation rules counted
    when everybody was last scored by them (a digest, "" for none)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    event_id = models.BigIntegerField()
    counted = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "quality_cursor"
