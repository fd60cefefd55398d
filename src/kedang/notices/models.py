"""The tables of notices. Ids and times only; what a notice tells is read where it stands, by whoever may read it then."""

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.kit.ids import new_id

UNREAD = Q(read_at__isnull=True)


class Notice(models.Model):
    """One thing somebody shall hear of. `about` is the row it stands in, `by` who did it; `count` how often it happened since it was
    read last."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=True
    )
    about_kind = models.CharField(max_length=16, default="")
    about_id = models.BigIntegerField(default=0)
    by = models.BigIntegerField()
    at = models.DateTimeField(default=now)
    count = models.IntegerField(default=1)
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_notice"
        indexes = [
            models.Index(fields=["user_id", "at", "id"], name="notices_notice_of"),
            models.Index(fields=["user_id", "at", "id"], name="notices_notice_unread", condition=UNREAD),
            models.Index(fields=["about_id"], name="notices_notice_about"),
            models.Index(fields=["at"], name="notices_notice_at"),
        ]


class Follow(models.Model):
    """Somebody who follows a customer."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user_id = models.BigIntegerField(db_index=True)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now)

    class Meta:
        db_table = "notices_follow"
        constraints = [models.UniqueConstraint(fields=["customer", "user_id"], name="notices_follow_once")]


class Escalation(models.Model):
    """After how many days a lead hears of an overdue follow-up; one row, and none as long as nobody has set it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    active = models.BooleanField(default=False)
    days = models.SmallIntegerField(default=3)
    version = models.IntegerField(default=0)

    class Meta:
        db_table = "notices_escalation"
