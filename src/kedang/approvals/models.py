"""The tables of approvals: what is asked, what was granted, what was looked at, and what was found afterwards."""

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.kit.ids import new_id

VIEW, EMERGENCY, EXPORT = "view", "emergency", "export"
WAITING, GRANTED, REFUSED, WITHDRAWN, LAPSED = "waiting", "granted", "refused", "withdrawn", "lapsed"
OPEN, FINE, NOT_FINE = "open", "fine", "not_fine"
RUNNING = Q(ended_at__isnull=True)


class Terms(models.Model):
    """The rules in force; one row, and none as long as nobody has changed anything. `needs` says of a field or a class (`*S`, `*C`)
    what seeing it takes; `quotas` how many customers a day the holders of a role may reveal (role id -> number); `export_rows` how many
    customers somebody may export a day without an approval (0: any number), `export_hours` how long an approved export can be fetched."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    active = models.BooleanField(default=True)
    mail = models.BooleanField(default=True)
    needs = models.JSONField(default=dict)
    quotas = models.JSONField(default=dict)
    quota = models.IntegerField(default=50)
    sample_percent = models.SmallIntegerField(default=5)
    most_customers = models.SmallIntegerField(default=20)
    purposes = models.JSONField(default=list)
    export_rows = models.IntegerField(default=1_000)
    export_hours = models.SmallIntegerField(default=24)
    version = models.IntegerField(default=0)

    class Meta:
        db_table = "approvals_terms"


class Request(models.Model):
    """Somebody asks to see. What they say is sealed under the request's own key, for it may tell of several customers."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, default=VIEW)
    state = models.CharField(max_length=10, default=WAITING)
    user_id = models.BigIntegerField()
    fields = models.JSONField(default=list)
    purpose = models.CharField(max_length=40)
    words_enc = models.BinaryField(default=b"")
    minutes = models.IntegerField()
    looks = models.IntegerField()
    asked_at = models.DateTimeField(default=now)
    lapses_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer_enc = models.BinaryField(default=b"")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "approvals_request"
        indexes = [
            models.Index(fields=["user_id", "id"], name="approvals_request_of"),
            models.Index(fields=["state", "lapses_at"], name="approvals_request_state"),
            models.Index(fields=["decided_by", "id"], name="approvals_request_by"),
        ]


class Subject(models.Model):
    """A customer a request is about."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )

    class Meta:
        db_table = "approvals_subject"
        constraints = [models.UniqueConstraint(fields=["customer", "request"], name="approvals_subject_once")]


class Export(models.Model):
    """The export a request is about: of which question, how many customers it found, in which departments, and which of its sensitive
    columns (the request's `fields` are all its columns) leave without a mask. The question holds values: it is sealed under the
    request's key, and known again by a keyed hash. So are the ids of whom it found (`whom`)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="+")
    count = models.IntegerField()
    departments = models.JSONField(default=list)
    clear = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    query_enc = models.BinaryField(default=b"")
    ids_enc = models.BinaryField(default=b"")

    class Meta:
        db_table = "approvals_export"


class Grant(models.Model):
    """What was granted: to whom, which fields of the request's customers, from when until when, and how many looks. It does not run
    while whoever granted it may not grant."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="+")
    user_id = models.BigIntegerField()
    granted_by = models.BigIntegerField()
    fields = models.JSONField(default=list)
    since = models.DateTimeField(default=now)
    until = models.DateTimeField()
    looks = models.IntegerField()
    used = models.IntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    why = models.CharField(max_length=12, default="")

    class Meta:
        db_table = "approvals_grant"
        indexes = [
            models.Index(fields=["user_id", "until"], name="approvals_grant_of"),
            models.Index(fields=["until"], name="approvals_grant_running", condition=RUNNING),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(used__lte=models.F("looks")), name="approvals_grant_not_over"),
        ]


class Look(models.Model):
    """One look by a grant: which fields of which customer, when. The values stand nowhere."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=True
    )
    fields = models.JSONField(default=list)
    at = models.DateTimeField(default=now)

    class Meta:
        db_table = "approvals_look"


class Seen(models.Model):
    """A customer somebody revealed on a day, without any grant: what the quota counts."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    user_id = models.BigIntegerField()
    day = models.DateField()

    class Meta:
        db_table = "approvals_seen"
        constraints = [models.UniqueConstraint(fields=["customer", "user_id", "day"], name="approvals_seen_once")]
        indexes = [models.Index(fields=["day"], name="approvals_seen_day")]


class Day(models.Model):
    """How many customers somebody revealed on a day, and how many they exported without an approval; the row two presses at once
    meet at."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user_id = models.BigIntegerField()
    day = models.DateField()
    count = models.IntegerField(default=0)
    exported = models.IntegerField(default=0)

    class Meta:
        db_table = "approvals_day"
        constraints = [models.UniqueConstraint(fields=["day", "user_id"], name="approvals_day_once")]


class Review(models.Model):
    """A grant that is looked at afterwards: a sample, and every emergency."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    grant = models.OneToOneField(Grant, on_delete=models.CASCADE, related_name="+")
    user_id = models.BigIntegerField()
    emergency = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=OPEN)
    made_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    reviewed_by = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    finding_enc = models.BinaryField(default=b"")

    class Meta:
        db_table = "approvals_review"
        indexes = [
            models.Index(fields=["state", "due_at"], name="approvals_review_state"),
            models.Index(fields=["user_id", "made_at"], name="approvals_review_of"),
        ]
