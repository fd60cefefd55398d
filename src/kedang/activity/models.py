"""The tables of activity. What was said and what is to be done are sealed under the customer's key; when, how and by whom is clear.

References to a customer carry no database constraint, like everywhere.
"""

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.kit.ids import new_id

OPEN, DONE, DROPPED = "open", "done", "dropped"
# What the timeline tells of by itself: a follow-up that an interaction fulfilled stands with it.
TOLD = Q(state=DONE, done_with__isnull=True)


class OfCustomer(models.Model):
    """What interactions and follow-ups share. `version` rises with every change."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8)
    body_enc = models.BinaryField()
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True


class Interaction(OfCustomer):
    """Something that happened with a customer at a time. `by` is whose work it was; `minutes` how long it took, where known. `pinned_at`:
    since when it stands on top of the timeline."""

    direction = models.CharField(max_length=3, default="")
    outcome = models.CharField(max_length=12, default="")
    at = models.DateTimeField()
    minutes = models.SmallIntegerField(null=True)
    by = models.BigIntegerField()
    pinned_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "activity_interaction"
        indexes = [
            models.Index(fields=["customer", "at", "id"], name="activity_interaction_of"),
            models.Index(fields=["by", "at"], name="activity_interaction_by"),
            models.Index(fields=["customer"], name="activity_interaction_pinned", condition=Q(pinned_at__isnull=False)),
        ]


class FollowUp(OfCustomer):
    """Something somebody is to do with a customer by a time. `came_from` is the interaction it was agreed in, `done_with` the one
    that fulfilled it."""

    due_at = models.DateTimeField()
    assignee_id = models.BigIntegerField()
    state = models.CharField(max_length=8, default=OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    came_from = models.BigIntegerField(null=True)
    done_with = models.BigIntegerField(null=True)

    class Meta:
        db_table = "activity_follow_up"
        indexes = [
            models.Index(fields=["customer", "due_at"], name="activity_follow_up_of"),
            models.Index(fields=["customer", "due_at", "id"], name="activity_follow_up_next", condition=Q(state=OPEN)),
            models.Index(fields=["customer", "ended_at", "id"], name="activity_follow_up_told", condition=TOLD),
            # How much people have to do is counted from this alone. The state is always the same, but SQLite looks at it.
            models.Index(
                fields=["assignee_id", "due_at", "id", "customer", "state"],
                name="activity_follow_up_open",
                condition=Q(state=OPEN),
            ),
            models.Index(fields=["due_at", "id"], name="activity_follow_up_due", condition=Q(state=OPEN)),
            models.Index(fields=["assignee_id", "ended_at"], name="activity_follow_up_ended"),
        ]


class CalendarLink(models.Model):
    """Somebody's follow-ups in a calendar of their own, one link a person. The address holds the secret, the row its SHA-256."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user_id = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64, unique=True)
    detailed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "activity_calendar_link"


class MorningMail(models.Model):
    """Somebody who wants a mail each working morning. `sent_on` is the day of the last one, also when there was nothing to say."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user_id = models.BigIntegerField(unique=True)
    sent_on = models.DateField(null=True)

    class Meta:
        db_table = "activity_morning_mail"


class ContactPlan(models.Model):
    """How often whom to contact: one row, and none as long as nobody has set it. `rules` is JSON; `planned_on` the last night's day."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    active = models.BooleanField(default=False)
    rules = models.TextField(default="[]")
    most = models.SmallIntegerField(default=5)
    planned_on = models.DateField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        db_table = "activity_contact_plan"
