"""The tables of deals. Texts are sealed under the customer's key; stages, amounts, days and people are clear, so that they can be
counted.

References to a customer carry no database constraint, like everywhere. An opportunity is open while `ended_at` is null: the partial
indexes below say it the same way.
"""

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.kit.ids import new_id

OPEN, WON, LOST = "open", "won", "lost"
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
                fields=["stage_id", "currency", "amount", "probability", "customer", "ended_at"],
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
