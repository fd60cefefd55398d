"""The tables of strategy. What is thought of a customer and of people is sealed under the customer's key; days and people are clear."""

from django.db import models

from kedang.deals.models import STILL_OPEN, OfCustomer


class Plan(OfCustomer):
    """A customer is a key account until `ended_at`. `review_on`: when the strategy is looked at again."""

    owner_id = models.BigIntegerField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "strategy_plan"
        indexes = [
            models.Index(fields=["customer", "id"], name="strategy_plan_of"),
            models.Index(fields=["review_on", "id"], name="strategy_plan_due", condition=STILL_OPEN),
            models.Index(fields=["owner_id", "review_on", "id"], name="strategy_plan_owner", condition=STILL_OPEN),
        ]


class Stakeholder(OfCustomer):
    """Somebody who has a say with the customer: which, how much, and whether for us. `person_id`: their own archive, if any."""

    role = models.CharField(max_length=12)
    influence = models.CharField(max_length=8)
    attitude = models.CharField(max_length=8)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "strategy_stakeholder"
        indexes = [
            models.Index(fields=["customer", "id"], name="strategy_stakeholder_of"),
            models.Index(
                fields=["person_id"],
                name="strategy_stakeholder_person",
                condition=models.Q(person_id__isnull=False),
            ),
        ]


class Review(OfCustomer):
    """What was found when the strategy was looked at."""

    at = models.DateTimeField()

    class Meta:
        db_table = "strategy_review"
        indexes = [models.Index(fields=["customer", "at", "id"], name="strategy_review_of")]
