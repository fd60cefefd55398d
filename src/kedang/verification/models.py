"""The tables of verifying. Values stand here as blind indexes only, codes and tokens as hashes, notes sealed.

References to a customer carry no database constraint, like everywhere; `blind` is that of the contact point at the time.
"""

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.kit.ids import new_id

CODE, LINK = "code", "link"
PHONE, DOCUMENT, IN_PERSON = "phone", "document", "in_person"
BY_PERSON = (PHONE, DOCUMENT, IN_PERSON)

OPEN, CONFIRMED = "open", "confirmed"
SUPERSEDED, EXPIRED, USED_UP, BOUNCED, FAILED, WITHDRAWN = (
    "superseded",
    "expired",
    "used_up",
    "bounced",
    "failed",
    "withdrawn",
)

QUEUED, RUNNING, PAUSED, DONE, CANCELLED = "queued", "running", "paused", "done", "cancelled"
UNDER_WAY = (QUEUED, RUNNING, PAUSED)


class OfPoint(models.Model):
    """What belongs to one value at one customer. `point_id` names the row that held it; after a merge another may."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    point_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    blind = models.BigIntegerField()

    class Meta:
        abstract = True


class Request(OfPoint):
    """A code or a link on its way to a customer, and what became of it. At most one of a value at a customer is open."""

    method = models.CharField(max_length=8)
    secret = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=OPEN)
    tries = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    campaign_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "verification_request"
        indexes = [
            models.Index(fields=["secret"], name="verification_req_by_secret", condition=Q(method=LINK)),
            models.Index(fields=["state", "expires_at"], name="verification_req_by_end"),
            models.Index(fields=["blind", "created_at"], name="verification_req_by_value"),
        ]


class Fact(OfPoint):
    """That a value was found to be right: how, by whom (0: the customer), when, until when; and when that ended, and why."""

    method = models.CharField(max_length=12)
    by = models.BigIntegerField()
    at = models.DateTimeField()
    valid_until = models.DateTimeField()
    note_enc = models.BinaryField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, default="")

    class Meta:
        db_table = "verification_fact"
        indexes = [
            models.Index(fields=["valid_until"], name="verification_fact_by_end", condition=Q(ended_at__isnull=True)),
        ]


class Counter(models.Model):
    """How often something was done in one window of time; `key` holds a keyed hash where it speaks of a person or an address."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.IntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "verification_counter"


class Limits(models.Model):
    """How often we send at most, and for how long a confirmation holds; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    per_point_day = models.IntegerField(default=5)
    per_address_day = models.IntegerField(default=8)
    per_user_hour = models.IntegerField(default=60)
    per_day = models.IntegerField(default=2000)
    again_after_days = models.IntegerField(default=30)
    valid_days = models.IntegerField(default=365)

    class Meta:
        db_table = "verification_limits"


class Campaign(models.Model):
    """One run over many customers, by link. Which customers is in its targets: the filter itself may hold values."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=32)
    language = models.CharField(max_length=8, default="zh-CN")
    state = models.CharField(max_length=12, default=QUEUED)
    why = models.CharField(max_length=48, default="")
    customers = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    resumes_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "verification_campaign"


class Target(models.Model):
    """One point a campaign wants confirmed. Not yet looked at, passed over (`why`), or asked by a request."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    point_id = models.BigIntegerField()
    request = models.ForeignKey(
        Request, null=True, on_delete=models.SET_NULL, db_constraint=False, related_name="+", db_index=False
    )
    why = models.CharField(max_length=48, default="")

    class Meta:
        db_table = "verification_target"
        indexes = [models.Index(fields=["campaign", "id"], name="verification_target_in_order")]
