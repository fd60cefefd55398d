"""The tables of deals. Texts are sealed under the customer's key; stages, amounts, days and people are clear, so that they can be
counted.

References to a customer carry no database constraint, like everywhere. An opportunity or a project is open while `ended_at` is null:
the partial indexes below say it the same way.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.kit.ids import new_id

OPEN, WON, LOST = "open", "won", "lost"
PLANNED = "planned"
# Stands last among days: nothing of the project is due.
NEVER = date(9999, 12, 31)
STILL_OPEN = Q(ended_at__isnull=True)
ENDED = Q(ended_at__isnull=False)


class Stage(models.Model):
    """A step an opportunity passes on its way, with the chance it has there. A retired one takes no more."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    probability = models.SmallIntegerField()
    position = models.SmallIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        db_table = "deals_stage"


class StageList(models.Model):
    """The version of the whole list of stages; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "deals_stage_list"


class OfCustomer(models.Model):
    """What all rows about a customer share. `version` rises with every change."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    body_enc = models.BinaryField()
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True


class Opportunity(OfCustomer):
    """Business that may come of a customer. `amount` counts the currency's smallest unit; `expected_month` is the month of
    `expected_on` as 202611, for forecasts to group by."""

    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    stage_id = models.BigIntegerField()
    stage_since = models.DateTimeField(default=now)
    probability = models.SmallIntegerField()
    expected_on = models.DateField()
    expected_month = models.IntegerField()
    owner_id = models.BigIntegerField()
    source = models.CharField(max_length=12, default="")
    state = models.CharField(max_length=8, default=OPEN)
    ended_at = models.DateTimeField(null=True)
    lost_reason = models.CharField(max_length=12, default="")

    class Meta:
        db_table = "deals_opportunity"
        indexes = [
            models.Index(fields=["customer", "id"], name="deals_opportunity_of"),
            # Sums are read from these alone. The last column is always null, but SQLite looks at it, and would fetch the row.
            models.Index(
                fields=["stage_id", "currency", "customer", "amount", "probability", "ended_at"],
                name="deals_open_sums",
                condition=STILL_OPEN,
            ),
            models.Index(
                fields=["owner_id", "stage_id", "currency", "amount", "probability", "customer", "ended_at"],
                name="deals_open_owner_sums",
                condition=STILL_OPEN,
            ),
            models.Index(
                fields=["expected_month", "owner_id", "currency", "amount", "probability", "customer", "ended_at"],
                name="deals_open_month_sums",
                condition=STILL_OPEN,
            ),
            # Who sees few customers of many has theirs looked up: sums and first cards from this alone.
            models.Index(
                fields=[
                    "customer",
                    "stage_id",
                    "currency",
                    "amount",
                    "probability",
                    "expected_on",
                    "id",
                    "owner_id",
                    "ended_at",
                ],
                name="deals_open_of",
                condition=STILL_OPEN,
            ),
            # Pages walk these in the order they show.
            models.Index(fields=["stage_id", "expected_on", "id"], name="deals_open_stage", condition=STILL_OPEN),
            models.Index(fields=["owner_id", "expected_on", "id"], name="deals_open_owner", condition=STILL_OPEN),
            models.Index(fields=["expected_on", "id"], name="deals_open_expected", condition=STILL_OPEN),
            models.Index(fields=["state", "ended_at", "id"], name="deals_ended", condition=ENDED),
            models.Index(fields=["owner_id", "state", "ended_at", "id"], name="deals_ended_owner", condition=ENDED),
        ]


class Step(models.Model):
    """What an opportunity went through: opened, moved, won, lost, reopened. `stood` is how many seconds it was in the stage
    it left."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    opportunity_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    from_stage = models.BigIntegerField(null=True)
    to_stage = models.BigIntegerField(null=True)
    stood = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)
    by = models.BigIntegerField()

    class Meta:
        db_table = "deals_step"
        indexes = [
            models.Index(fields=["customer", "at", "id"], name="deals_step_of"),
            models.Index(fields=["opportunity_id", "id"], name="deals_step_by_opportunity"),
            models.Index(fields=["to_stage"], name="deals_step_into"),
        ]


class Project(OfCustomer):
    """Work that was agreed with a customer. `next_due` is the day of the earliest milestone that is not done, or else the project's
    own, or `NEVER`: lists show what is late first."""

    owner_id = models.BigIntegerField()
    opportunity_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default=PLANNED)
    progress = models.SmallIntegerField(default=0)
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    next_due = models.DateField(default=NEVER)
    ended_at = models.DateTimeField(null=True)
    score = models.SmallIntegerField(null=True)
    feedback_on = models.DateField(null=True)

    class Meta:
        db_table = "deals_project"
        indexes = [
            models.Index(fields=["customer", "id"], name="deals_project_of"),
            models.Index(fields=["next_due", "id"], name="deals_project_due", condition=STILL_OPEN),
            models.Index(fields=["owner_id", "next_due", "id"], name="deals_project_owner", condition=STILL_OPEN),
            models.Index(fields=["ended_at", "id"], name="deals_project_ended", condition=ENDED),
            models.Index(fields=["owner_id", "ended_at", "id"], name="deals_project_ended_owner", condition=ENDED),
        ]


class Milestone(OfCustomer):
    """A point a project reaches by a day."""

    project_id = models.BigIntegerField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "deals_milestone"
        indexes = [
            models.Index(fields=["customer", "done_at", "id"], name="deals_milestone_of"),
            models.Index(fields=["project_id", "due_on", "id"], name="deals_milestone_by_project"),
        ]


class Problem(OfCustomer):
    """Something that stands in a project's way until it is solved."""

    project_id = models.BigIntegerField()
    solved_at = models.DateTimeField(null=True)
    solved_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "deals_problem"
        indexes = [
            models.Index(fields=["customer", "id"], name="deals_problem_of"),
            models.Index(fields=["project_id", "id"], name="deals_problem_by_project"),
        ]


class NeedChange(OfCustomer):
    """What a customer wanted before and wants now, and why."""

    project_id = models.BigIntegerField(null=True)
    opportunity_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "deals_need_change"
        indexes = [models.Index(fields=["customer", "at", "id"], name="deals_need_change_of")]
