"""Runs over the archive, the groups they found, the pairs inside them, and people's decisions.

Reasons are codes of comparisons and levels with their weights, never values.
"""

from django.db import models

from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.kit.ids import new_id

WAITING, RUNNING, DONE, FAILED, STOPPED = "waiting", "running", "done", "failed", "cancelled"
GRANTED, DECLINED, WITHDRAWN = "granted", "declined", "withdrawn"
OPEN, MERGED, DISMISSED = "open", "merged", "dismissed"


class DedupeRun(models.Model):
    """One look over the archive. `since` is null for a full one, else the time after which changes were looked at.

    `basis` names by what it compared: a look at changes goes on from one of the same basis only.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    state = models.CharField(max_length=12, default=WAITING)
    stage = models.CharField(max_length=24, default="")
    engine = models.CharField(max_length=12, default="duckdb")
    since = models.DateTimeField(null=True)
    basis = models.CharField(max_length=64, default="")
    customers = models.BigIntegerField(default=0)
    pairs = models.BigIntegerField(default=0)
    groups = models.BigIntegerField(default=0)
    error = models.TextField(default="")
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duplicates_run"


class SuspectGroup(models.Model):
    """Customers that look like one. `score` is the highest probability inside, in ten-thousandths; the others are what is told of
    it to who may not read every field (`degrees`)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    run_id = models.BigIntegerField(null=True)
    kind = models.SmallIntegerField()
    state = models.CharField(max_length=12, default=OPEN)
    score = models.IntegerField()
    score_clear = models.IntegerField(default=0)
    score_contact = models.IntegerField(default=0)
    size = models.IntegerField()
    created_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    merge_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "duplicates_group"
        indexes = [
            models.Index(fields=["-score", "id"], name="duplicates_group_open", condition=models.Q(state="open")),
            models.Index(
                fields=["-score_clear", "id"], name="duplicates_group_clear", condition=models.Q(state="open")
            ),
            models.Index(
                fields=["-score_contact", "id"], name="duplicates_group_contact", condition=models.Q(state="open")
            ),
        ]


class SuspectMember(models.Model):
    """A customer in a group."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    group = models.ForeignKey(SuspectGroup, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")

    class Meta:
        db_table = "duplicates_member"
        constraints = [models.UniqueConstraint(fields=["group", "customer"], name="duplicates_member_once")]


class SuspectPair(models.Model):
    """Two members of a group compared: probability in ten-thousandths and [[comparison, level, weight in tenths of a bit]]."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    group = models.ForeignKey(SuspectGroup, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    other = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    score = models.IntegerField()
    score_clear = models.IntegerField(default=0)
    score_contact = models.IntegerField(default=0)
    reasons = models.TextField(default="[]")

    class Meta:
        db_table = "duplicates_pair"
        constraints = [models.UniqueConstraint(fields=["group", "customer", "other"], name="duplicates_pair_once")]


class Decision(models.Model):
    """Two customers somebody said are not one or, being a person and an organisation, have nothing to do with each other;
    `customer_id` < `other_id`. Looked at again only when that is taken back."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    other = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    decided_at = models.DateTimeField(default=now)
    decided_by = models.BigIntegerField()

    class Meta:
        db_table = "duplicates_decision"
        constraints = [models.UniqueConstraint(fields=["customer", "other"], name="duplicates_decision_once")]


class Thresholds(models.Model):
    """Where certainty begins and where review does, in ten-thousandths, and whether the archive teaches; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    certain = models.IntegerField(default=9500)
    review = models.IntegerField(default=7500)
    learn = models.BooleanField(default=True)

    class Meta:
        db_table = "duplicates_thresholds"


class Lesson(models.Model):
    """What the model learnt from this archive about one kind of customer: parameters as `engine.matching.model` reads them, and
    from how many customers and pairs. No values."""

    kind = models.SmallIntegerField(primary_key=True)
    parameters = models.TextField()
    customers = models.BigIntegerField()
    pairs = models.BigIntegerField()
    learnt_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "duplicates_lesson"


class MatchEntry(models.Model):
    """The blinded keys one customer is met by, packed eight bytes each; `version` is the customer's they were made from.

    The index itself is the table `duplicates_key` (`entry_sqlite`, `entry_postgres`): a key and a customer a row.
    """

    customer = models.OneToOneField(
        Customer, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    version = models.IntegerField()
    keys = models.BinaryField()

    class Meta:
        db_table = "duplicates_entry"


class EntryCursor(models.Model):
    """How far the index of keys has followed the history, and in which way its keys are made (`probes.KEYS_MADE`); one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    event_id = models.BigIntegerField()
    made = models.SmallIntegerField(default=1)

    class Meta:
        db_table = "duplicates_entry_cursor"


class Application(models.Model):
    """Somebody asks to work on a customer they met as a duplicate and may not see. The reason is sealed under the customer's
    key; `initial` and `department_id` are what the applicant was told, and stay as they were."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    applicant_id = models.BigIntegerField()
    reason_enc = models.BinaryField()
    initial = models.CharField(max_length=4, default="")
    department_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, default=WAITING)
    level = models.CharField(max_length=8, default="")
    until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "duplicates_application"
        indexes = [models.Index(fields=["applicant_id", "-id"], name="duplicates_application_mine")]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant_id", "customer"],
                condition=models.Q(state="waiting"),
                name="duplicates_application_once",
            )
        ]
