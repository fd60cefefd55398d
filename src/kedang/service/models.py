"""The tables of service. What was said is sealed under the customer's key; who, when and how it stands is clear.

References to a customer carry no database constraint, like everywhere; to a case or an improvement they are bare ids.
"""

from datetime import UTC, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.archive.seen import seen_by
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.service import rights

# When nothing is due: the clock stands still. A far day and not null, so that lists keep one order.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
OPEN, DONE, PROVEN, DROPPED = "open", "done", "closed", "dropped"
RUNNING = (OPEN, DONE)


def _of_customers_of(actor: Actor, *, trashed: bool | None) -> Q:
    """Rows whose customer the actor sees; none without the right to see service."""
    if not actor.can(rights.VIEW):
        return Q(id__in=[])
    return Q(seen_by(actor, trashed=trashed))


class OfCustomer(models.Model):
    """What the tables share. `version` rises with every change."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    body_enc = models.BinaryField()
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True


class CaseQuerySet(models.QuerySet["Case"]):
    """Where every read of cases starts."""

    def visible_to(self, actor: Actor, *, trashed: bool | None = False) -> Self:
        """Those whose customer the actor sees; none without the right to see service."""
        return self.filter(_of_customers_of(actor, trashed=trashed))


class Case(OfCustomer):
    """One thing a customer came with. `month` is the local month it was opened in, as 202611.

    The clock: `spent_seconds` of working time are used, and since `clock_from` more is (null: it stands still). `due_at` is what is
    due next, an answer or the solution, or NEVER. `answer_seconds` is how long the first answer took.
    """

    objects = CaseQuerySet.as_manager()

    year = models.SmallIntegerField()
    serial = models.BigIntegerField()
    month = models.IntegerField()
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=8)
    priority = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default="new")
    is_open = models.BooleanField(default=True)
    assignee_id = models.BigIntegerField(null=True)
    queue_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=24, default="")
    satisfaction = models.SmallIntegerField(null=True)
    first_target = models.IntegerField()
    solve_target = models.IntegerField()
    clock_from = models.DateTimeField(null=True)
    spent_seconds = models.BigIntegerField(default=0)
    answer_seconds = models.BigIntegerField(null=True)
    first_due_at = models.DateTimeField()
    solve_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "service_case"
        constraints = [models.UniqueConstraint(fields=["year", "serial"], name="service_case_number")]
        indexes = [
            models.Index(fields=["customer", "created_at", "id"], name="service_case_of"),
            models.Index(fields=["assignee_id", "due_at", "id"], name="service_case_mine", condition=Q(is_open=True)),
            models.Index(fields=["queue_id", "due_at", "id"], name="service_case_queue", condition=Q(is_open=True)),
            models.Index(fields=["due_at", "id"], name="service_case_due", condition=Q(is_open=True)),
            models.Index(fields=["state", "due_at", "id"], name="service_case_open", condition=Q(is_open=True)),
            models.Index(fields=["state", "moved_at", "id"], name="service_case_state"),
            models.Index(fields=["assignee_id", "state", "moved_at", "id"], name="service_case_ended"),
            models.Index(fields=["month", "kind"], name="service_case_month"),
        ]

    @property
    def number(self) -> str:
        """The number people use."""
        return f"FW{self.year}-{self.serial:06d}"


class Step(OfCustomer):
    """Something that happened to a case, by whom, and the words that came with it. `to_id` is whom or which queue it went to."""

    case_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    to_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "service_step"
        indexes = [
            models.Index(fields=["case_id", "id"], name="service_step_case"),
            models.Index(fields=["customer", "created_at", "id"], name="service_step_of"),
        ]


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    """Where every read of improvements starts."""

    def visible_to(self, actor: Actor, *, trashed: bool | None = False) -> Self:
        """Those whose customer the actor sees; none without the right to see service."""
        return self.filter(_of_customers_of(actor, trashed=trashed))


class Improvement(OfCustomer):
    """What is changed so that it does not happen again. It belongs to the customer of the case it was made for.

    `effect`: unknown until somebody has checked it and says by what; without that it is not closed. `document_id` names a document of
    the customer that shows it, if there is one.
    """

    objects = ImprovementQuerySet.as_manager()

    owner_id = models.BigIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, default=OPEN)
    is_running = models.BooleanField(default=True)
    effect = models.CharField(max_length=8, default="unknown")
    document_id = models.BigIntegerField(null=True)
    checked_by = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(default=now)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "service_improvement"
        indexes = [
            models.Index(fields=["customer"], name="service_improvement_of"),
            models.Index(fields=["owner_id", "due_on", "id"], name="service_improvement_mine"),
            models.Index(fields=["due_on", "id"], name="service_improvement_due", condition=Q(is_running=True)),
            models.Index(fields=["state", "ended_at", "id"], name="service_improvement_state"),
        ]


class ImprovementCase(models.Model):
    """A case that an improvement is for; `customer` is the case's."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    improvement_id = models.BigIntegerField()
    case_id = models.BigIntegerField()
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )

    class Meta:
        db_table = "service_improvement_case"
        constraints = [models.UniqueConstraint(fields=["improvement_id", "case_id"], name="service_improvement_once")]
        indexes = [
            models.Index(fields=["case_id"], name="service_improvement_case_case"),
            models.Index(fields=["customer"], name="service_improvement_case_of"),
        ]


class Queue(models.Model):
    """Where cases wait for somebody to take them. New cases of its `kinds` go there by themselves."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=40, unique=True)
    kinds = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "service_queue"


class QueueMember(models.Model):
    """Somebody who takes cases out of a queue."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="members")
    user_id = models.BigIntegerField()

    class Meta:
        db_table = "service_queue_member"
        constraints = [models.UniqueConstraint(fields=["queue", "user_id"], name="service_queue_member_once")]
        indexes = [models.Index(fields=["user_id"], name="service_queue_member_of")]


class Counter(models.Model):
    """The last number given out in a year; numbers are never given twice."""

    year = models.SmallIntegerField(primary_key=True)
    last = models.BigIntegerField()

    class Meta:
        db_table = "service_counter"


class Settings(models.Model):
    """One row, and none as long as nobody has changed anything: JSON with targets and closing reasons."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    stated = models.TextField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "service_settings"
